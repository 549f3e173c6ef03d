// SPDX-License-Identifier: Apache-2.0
//===- Movement.td --------------------------------------------------------===//
#ifndef KILN_OPS_MOVEMENT_TD
#define KILN_OPS_MOVEMENT_TD

include "dialects/kiln/ops/Base.td"
include "dialects/kiln/ops/Reduction.td"

def Kiln_ReadOp : Kiln_PureOp<"read"> {
  let summary = "result[i] = operand[map(i)], and `fill` where map(i) lies outside the operand";
  let description = [{
    The one op behind broadcast (an unused dim of the map), transpose, slice, stride, reverse, padding, diagonal and
    the windows of convolution and pooling: the map is what the equation of the model says. Coordinates are affine in
    the result's dims, with constants, floordiv and mod by constants; no symbols.
    C1: as many map dims as axes of the result, as many map results as axes of the operand. C2: without `fill` every
    coordinate stays inside its axis for all positions of the result. C3: `fill` has the element type.
    Derivative: `kiln.accumulate` with the same map (a reduction and a transposition where the map is a projection).
  }];
  let arguments = (ins Kiln_Tensor:$operand, AffineMapAttr:$map, OptionalAttr<TypedAttrInterface>:$fill);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = "$operand custom<AxisMap>($map) (`else` $fill^)? attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
  let hasCanonicalizer = 1;
  let extraClassDeclaration = [{
    /// Each coordinate a distinct result dim: a broadcast and/or transposition, nothing else.
    bool isProjection() { return !getFill() && getMap().isProjectedPermutation(); }
    /// A projection that uses every dim of the result.
    bool isTransposition() { return !getFill() && getMap().isPermutation(); }
  }];
}
def Kiln_AccumulateOp : Kiln_PureOp<"accumulate"> {
  let summary = "result[map(i)] += operand[i] from zero; positions outside the result are dropped";
  let description = [{
    The adjoint of `kiln.read`: operand and result swap places under the same map. Each element of the result is the
    sum of its contributions in row-major order of the operand.
    C1: as many map dims as axes of the operand, as many map results as axes of the result. Derivative: `kiln.read` with fill 0.
  }];
  let arguments = (ins Kiln_NumberTensor:$operand, AffineMapAttr:$map);
  let results = (outs Kiln_NumberTensor:$result);
  let assemblyFormat = "$operand custom<AxisMap>($map) attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
}
def Kiln_ReshapeOp : Kiln_PureOp<"reshape"> {
  let summary = "the same elements in row-major order under another shape";
  let description = "C1: equal element counts and element types.";
  let arguments = (ins Kiln_Tensor:$operand);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}
def Kiln_JoinOp : Kiln_PureOp<"join"> {
  let summary = "concatenation along one axis";
  let description = "C1: at least one operand; `axis` an axis. C2: equal shapes but for `axis`, whose sizes add up. Derivative: slices.";
  let arguments = (ins Variadic<Kiln_Tensor>:$operands, I64Attr:$axis);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = "$operands $axis attr-dict `:` type($operands) `->` type($result)";
  let hasVerifier = 1;
}
def Kiln_GatherOp : Kiln_PureOp<"gather"> {
  let summary = "elements at positions that are values: result[b…, i…, r…] = operand[b…, (indices[k][b…, i…] on axes[k]), r…]";
  let description = [{
    The first `batch` axes b of the operand and of every index tensor are the same axes; `axes` are the operand's axes that
    the index tensors choose, ascending, none of them a batch axis; the remaining operand axes r follow at the end in order.
    A position outside its axis is clamped and reported as a fault of the entry at this op's place.
    C1: one index tensor (i32) for each of `axes`, all of one shape. C2: batch sizes agree. C3: the result's shape as above.
    Derivative: `kiln.scatter`.
  }];
  let arguments = (ins Kiln_Tensor:$operand, Variadic<StaticShapeTensorOf<[I32]>>:$indices, DenseI64ArrayAttr:$axes, I64Attr:$batch);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = [{
    $operand `[` $indices `]` `axes` $axes `batch` $batch attr-dict
    `:` type($operand) `,` type($indices) `->` type($result)
  }];
  let hasVerifier = 1;
}
def Kiln_ScatterOp : Kiln_PureOp<"scatter"> {
  let summary = "updates combined at positions that are values: the adjoint of `kiln.gather`, and its max and min";
  let description = [{
    Same axes, batch and index tensors as the gather; `updates` has the shape of its result, the result the shape of its operand.
    Each element of the result combines the updates that meet there, in row-major order of the updates: the same bits every time. Where none
    does it is 0, of a max the lowest value (-inf), of a min the highest. NaN propagates. Positions outside are dropped.
    C4: kind is sum, max or min. Derivative: `kiln.gather`; of max and min to the first winner in row-major order of the updates.
  }];
  let arguments = (ins Kiln_NumberTensor:$updates, Variadic<StaticShapeTensorOf<[I32]>>:$indices, DenseI64ArrayAttr:$axes, I64Attr:$batch,
                       DefaultValuedAttr<Kiln_Reduction, "::kiln::Reduction::sum">:$kind);
  let results = (outs Kiln_NumberTensor:$result);
  let assemblyFormat = [{
    ($kind^)? $updates `[` $indices `]` `axes` $axes `batch` $batch attr-dict
    `:` type($updates) `,` type($indices) `->` type($result)
  }];
  let hasVerifier = 1;
}
def Kiln_UpdateOp : Kiln_PureOp<"update"> {
  let summary = "the operand with elements replaced at positions that are values";
  let description = [{
    Same axes, batch and index tensors as a gather from the operand; `updates` has the shape of its result. Of several updates to one position the last in
    row-major order stays. Positions outside are dropped. A dynamic update of a window has the positions start, start + 1, …; a storage or cache that
    is updated is written in place. C1 to C3 as for `kiln.gather`.
    Derivative: to the operand where nothing was replaced, to each update that stayed.
  }];
  let arguments = (ins Kiln_Tensor:$operand, Kiln_Tensor:$updates, Variadic<StaticShapeTensorOf<[I32]>>:$indices, DenseI64ArrayAttr:$axes, I64Attr:$batch);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = [{
    $operand `[` $indices `]` `with` $updates `axes` $axes `batch` $batch attr-dict
    `:` type($operand) `,` type($updates) `,` type($indices) `->` type($result)
  }];
  let hasVerifier = 1;
}

#endif
