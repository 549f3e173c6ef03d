// SPDX-License-Identifier: Apache-2.0
//===- Structure.td -------------------------------------------------------===//
#ifndef KILN_OPS_STRUCTURE_TD
#define KILN_OPS_STRUCTURE_TD

include "dialects/kiln/ops/Base.td"

def Kiln_StorageKind : I32EnumAttr<"StorageKind", "what a declared storage is for", [
    I32EnumAttrCase<"param", 0>,      // found by training, in every checkpoint
    I32EnumAttrCase<"model", 1>,      // state of the model that inference reads (running statistics)
    I32EnumAttrCase<"train", 2>,      // state of training alone (moments, counters)
    I32EnumAttrCase<"session", 3>]> { // written by infer entries, never in a checkpoint
  let cppNamespace = "::kiln";
}
def Kiln_StorageOp : Kiln_Op<"storage", [Symbol]> {
  let summary = "a declared parameter or state; its symbol is its path in the model";
  let description = [{
    `net.layers[*].attend.wq` with `stacked = 1` is one tensor for all layers: its first axis counts the `[*]`, and a checkpoint
    names its slices `net.layers[0].attend.wq` …. Entries take its value as an argument and may give back a new one.
    C1: one `[*]` in the path for each stacked axis.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttr:$type, Kiln_StorageKind:$kind,
                       DefaultValuedStrAttr<StrAttr, "weight">:$role, DefaultValuedAttr<I64Attr, "0">:$stacked);
  let assemblyFormat = "$kind $sym_name `:` $type attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::RankedTensorType getTensorType() { return ::llvm::cast<::mlir::RankedTensorType>(getType()); }
  }];
}

def Kiln_Mode : I32EnumAttr<"Mode", "what an entry is for", [
    I32EnumAttrCase<"train", 0>, I32EnumAttrCase<"infer", 1>, I32EnumAttrCase<"init", 2>]> {
  let cppNamespace = "::kiln";
}
def Kiln_EntryOp : Kiln_Op<"entry", [FunctionOpInterface, IsolatedFromAbove, Symbol, SingleBlock]> {
  let summary = "a function of (storages, inputs) to (new storages, outputs) that the artefact offers";
  let description = [{
    Every argument says what it is by one attribute: `kiln.storage` (its value at entry), `kiln.input`, or `kiln.builtin`
    ("seed": tensor<ui32>, "count": tensor<i64> calls of this entry before this one, "rows": tensor<i32> valid rows of this call).
    Every result is a `kiln.storage` (its value after the call; left out when unchanged) or a `kiln.output`;
    passes add bools with `kiln.fault`, true where the call failed at that value's place.
    The entry of mode `init` gives every storage its initial value from the seed.
    C1: one such attribute on each argument and result, no storage or name twice. C2: types equal the storage's type.
    C3: a `kiln.row_axis` is an axis.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type, Kiln_Mode:$mode,
                       OptionalAttr<DictArrayAttr>:$arg_attrs, OptionalAttr<DictArrayAttr>:$res_attrs);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::mlir::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
  }];
}
def Kiln_ReturnOp : Kiln_Op<"return", [Pure, Terminator, ReturnLike, HasParent<"EntryOp">]> {
  let summary = "ends an entry with its results";
  let arguments = (ins Variadic<Kiln_Tensor>:$operands);
  let assemblyFormat = "($operands^ `:` type($operands))? attr-dict";
  let hasVerifier = 1;
}

def Kiln_ScanOp : Kiln_PureOp<"scan", [AttrSizedOperandSegments, AttrSizedResultSegments, IsolatedFromAbove,
                                       SingleBlockImplicitTerminator<"YieldOp">]> {
  let summary = "the one loop: `count` steps that hand carries on and stack rows";
  let description = [{
    A fold over layers and a recurrence alike; it stays one loop to the machine code. The region's arguments are: the step number
    (tensor<i32>, 0-based, counting down from count-1 when `reverse`), the carries, one slice of each sequence (axis 0 removed, at the step number), the captures.
    It yields the next carries and then the rows; row tensors are stacked on a new axis 0 at the step number.
    C1: sequences and row results have `count` first. C2: region argument types as above. C3: yield types as above. C4: carries keep their types.
    Derivative: a scan in the other direction. Each carry at each step and each result that is dear to compute (contractions, reductions, gathers, scans…)
    is stored, elementwise ops and reads are computed again. With `kiln.recompute = K` the carries at each K-th step alone are stored, and K steps at a time
    run again before their reverse steps; 0 is the K, a divisor of `count`, for which the stored bytes are the least.
  }];
  let arguments = (ins I64Attr:$count, UnitAttr:$reverse, Variadic<Kiln_Tensor>:$carries, Variadic<Kiln_Tensor>:$sequences,
                       Variadic<Kiln_Tensor>:$captures);
  let results = (outs Variadic<Kiln_Tensor>:$finals, Variadic<Kiln_Tensor>:$rows);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $count (`reverse` $reverse^)? `carries` `(` ($carries^ `:` type($carries))? `)`
    `sequences` `(` ($sequences^ `:` type($sequences))? `)` `captures` `(` ($captures^ `:` type($captures))? `)`
    (`->` `(` type($finals)^ `)`)? (`rows` `(` type($rows)^ `)`)? $body attr-dict
  }];
  let hasVerifier = 1;
}
def Kiln_CompositeOp : Kiln_PureOp<"composite", [IsolatedFromAbove, SingleBlockImplicitTerminator<"YieldOp">]> {
  let summary = "a named function whose region is its meaning";
  let description = [{
    Softmax, norms, attention, losses and their backward forms. A lowering may know the name and do better; everything else, the
    interpreter and the gradient included, uses the region. C1: region arguments are the operands, yielded types the results.
  }];
  let arguments = (ins StrAttr:$name, Variadic<Kiln_Tensor>:$operands);
  let results = (outs Variadic<Kiln_Tensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$name `(` $operands `)` `:` functional-type(operands, results) $body attr-dict";
  let hasVerifier = 1;
}
def Kiln_YieldOp : Kiln_Op<"yield", [Pure, Terminator, ReturnLike, ParentOneOf<["ScanOp", "CompositeOp", "GroupOp"]>]> {
  let summary = "ends the region of a scan, composite or group";
  let arguments = (ins Variadic<Kiln_Tensor>:$operands);
  let assemblyFormat = "($operands^ `:` type($operands))? attr-dict";
  let builders = [OpBuilder<(ins), [{ }]>];
}

def Kiln_GradOp : Kiln_PureOp<"grad"> {
  let summary = "derivative of a scalar with respect to values that it was computed from";
  let description = [{
    `%g:2 = kiln.grad %y wrt %a, %b`: how %y changes with the values %a and %b, everything between them in this region followed
    backwards. The pass `kiln-differentiate` replaces it by ordinary ops, the first of a block first, so a gradient of a gradient is one too.
    C1: %y is a float scalar. C2: one result for each of `wrt`, of its type; floats.
  }];
  let arguments = (ins Kiln_FloatTensor:$y, Variadic<Kiln_FloatTensor>:$wrt);
  let results = (outs Variadic<Kiln_FloatTensor>:$gradients);
  let assemblyFormat = "$y `wrt` $wrt attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}
def Kiln_StopOp : Kiln_PureOp<"stop", [SameOperandsAndResultType]> {
  let summary = "x, with no derivative";
  let arguments = (ins Kiln_Tensor:$operand);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}
def Kiln_GradAsOp : Kiln_PureOp<"grad_as", [SameOperandsAndResultType]> {
  let summary = "the value of the first operand with the derivative of the second (straight-through)";
  let arguments = (ins Kiln_FloatTensor:$value, Kiln_FloatTensor:$surrogate);
  let results = (outs Kiln_FloatTensor:$result);
  let assemblyFormat = "$value `,` $surrogate attr-dict `:` type($result)";
}

def Kiln_GroupOp : Kiln_PureOp<"group", [IsolatedFromAbove, SingleBlockImplicitTerminator<"YieldOp">]> {
  let summary = "ops that become one kernel";
  let description = [{
    Formed by `kiln-form-groups`; `kind` chooses the schedule: "contraction" (one contract with what is fused before and after it),
    "rows" (elementwise ops and reductions that share their leading axes), "columns" (reductions over other axes than the last), "elementwise",
    "single" (anything else, one op), "attention" (products over scores and what happens to these between them), "chain" (groups that hand on
    each position of their first axis by itself).
    C1: region arguments are the operands, yielded types the results. C2: the region holds no scan; a chain holds groups and reshapes
    alone, the others hold no group and no reshape.
  }];
  let arguments = (ins StrAttr:$kind, Variadic<Kiln_Tensor>:$operands);
  let results = (outs Variadic<Kiln_Tensor>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$kind `(` $operands `)` `:` functional-type(operands, results) $body attr-dict";
  let hasVerifier = 1;
}
def Kiln_LaunchOp : Kiln_PureOp<"launch"> {
  let summary = "one run of a kernel over all workers: what a group becomes when its kernel is written";
  let description = [{
    The kernel is a `func.func` whose arguments are: a memref for each operand, a memref for each result (shapes as here, identity layout),
    then the number of this worker and the number of workers (index). `inPlace[r]` names the operand whose storage result r may take over, or -1:
    the kernel reads each element of that operand before it writes the same element of the result. A flat kernel is written once for elementwise
    groups of several lengths: its memrefs have one axis of any length, or none, and the length (index) comes before the worker.
  }];
  let arguments = (ins FlatSymbolRefAttr:$kernel, Variadic<Kiln_Tensor>:$operands, DenseI64ArrayAttr:$inPlace);
  let results = (outs Variadic<Kiln_Tensor>:$results);
  let assemblyFormat = "$kernel `(` $operands `)` `in_place` $inPlace attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

#endif
