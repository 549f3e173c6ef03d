// SPDX-License-Identifier: Apache-2.0
//===- KilnDialect.td - the one dialect of Kiln ---------------------------===//
// What a model computes, on static tensors with value semantics. Where each
// family's meaning, gradient and lowering live: docs/path.md.
//===----------------------------------------------------------------------===//
#ifndef KILN_DIALECT_TD
#define KILN_DIALECT_TD

include "mlir/IR/OpBase.td"

def Kiln_Dialect : Dialect {
  let name = "kiln";
  let cppNamespace = "::kiln";
  let summary = "static computation graphs of models, their training and inference";
  let description = [{
    Values are `tensor`s of static shape; a scalar is a 0-d tensor. Ops are pure:
    a parameter or a state is an argument of an entry, its new value a result.
    There is no implicit broadcasting: `kiln.read` writes it down.
  }];
  let dependentDialects = ["::mlir::func::FuncDialect"];
  let hasConstantMaterializer = 1;
  let hasOperationAttrVerify = 1;
  let extraClassDeclaration = [{
    /// Attribute names on arguments and results of `kiln.entry`, and on the module.
    static constexpr llvm::StringLiteral kStorageAttr = "kiln.storage";   // FlatSymbolRefAttr
    static constexpr llvm::StringLiteral kInputAttr = "kiln.input";       // StringAttr: name
    static constexpr llvm::StringLiteral kOutputAttr = "kiln.output";     // StringAttr: name
    static constexpr llvm::StringLiteral kBuiltinAttr = "kiln.builtin";   // StringAttr: seed|count|rows
    static constexpr llvm::StringLiteral kRowAxisAttr = "kiln.row_axis";  // I64Attr: axis that runs over rows
    static constexpr llvm::StringLiteral kCombineAttr = "kiln.combine";   // StringAttr: how batches combine
    static constexpr llvm::StringLiteral kDimNamesAttr = "kiln.dims";     // ArrayAttr of StringAttr
    static constexpr llvm::StringLiteral kIndexLimitAttr = "kiln.limit";  // I64Attr: elements lie in [0, limit)
    static constexpr llvm::StringLiteral kDefaultAttr = "kiln.default";   // TypedAttr: value of an input left out
    /// On a scan: its last carry, a tensor<i1>, says that the steps left change no carry and give rows of zeros.
    static constexpr llvm::StringLiteral kUntilAttr = "kiln.until";       // UnitAttr
    /// On a scan: its derivative keeps the carries of each that many steps alone and makes the rest again; 0: as many as need the least bytes.
    static constexpr llvm::StringLiteral kRecomputeAttr = "kiln.recompute"; // I64Attr
    static constexpr llvm::StringLiteral kFaultAttr = "kiln.fault";       // a bool result, true ends the call with a fault; StringAttr: what it says, UnitAttr: of an index
    /// On a group: choices of its schedule that the cost model leaves to somebody else, Schedule.def lists them; where they were made.
    static constexpr llvm::StringLiteral kScheduleAttr = "kiln.schedule"; // DictionaryAttr of I64Attr
    static constexpr llvm::StringLiteral kSchedulePlaceAttr = "kiln.schedule_place"; // LocationAttr
    /// On an entry: bytes that a chain hands on at one position at most; 0: no chains.
    static constexpr llvm::StringLiteral kChainsAttr = "kiln.chains";     // I64Attr
    static constexpr llvm::StringLiteral kRowDimAttr = "kiln.row_dim";    // module: StringAttr; its declared size is `kiln.row_size`
  }];
}

#endif
