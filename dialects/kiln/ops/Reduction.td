// SPDX-License-Identifier: Apache-2.0
//===- Reduction.td -------------------------------------------------------===//
#ifndef KILN_OPS_REDUCTION_TD
#define KILN_OPS_REDUCTION_TD

include "dialects/kiln/ops/Base.td"

def Kiln_Reduction : I32EnumAttr<"Reduction", "how elements combine", [
    I32EnumAttrCase<"sum", 0>, I32EnumAttrCase<"prod", 1>, I32EnumAttrCase<"max", 2>, I32EnumAttrCase<"min", 3>,
    I32EnumAttrCase<"any", 4>, I32EnumAttrCase<"all", 5>]> {
  let cppNamespace = "::kiln";
}
def Kiln_ReduceOp : Kiln_PureOp<"reduce"> {
  let summary = "combines all elements along some axes, which disappear";
  let description = [{
    An empty or fully masked sum is 0, prod 1, max the lowest value (-inf), min the highest, any false, all true.
    NaN propagates through max and min. The derivative of max and min goes wholly to the first winner in row-major
    order of the reduced axes. C1: `axes` strictly ascending, axes of the operand. C2: the result has the remaining axes
    in order. C3: any and all on bool, the others on numbers.
  }];
  let arguments = (ins Kiln_Reduction:$kind, Kiln_Tensor:$operand, DenseI64ArrayAttr:$axes);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = "$kind $operand $axes attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
}
def Kiln_ArgReduceOp : Kiln_PureOp<"arg_reduce"> {
  let summary = "position of the first greatest (`max`) or smallest (`min`) element along one axis";
  let description = [{
    A NaN wins. C1: kind is max or min. C2: `axis` is an axis of the operand, of at least one element. C3: the result is
    i32 with the remaining axes. No derivative.
  }];
  let arguments = (ins Kiln_Reduction:$kind, Kiln_NumberTensor:$operand, I64Attr:$axis);
  let results = (outs StaticShapeTensorOf<[I32]>:$result);
  let assemblyFormat = "$kind $operand $axis attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Along one axis, which stays
//===----------------------------------------------------------------------===//

def Kiln_RecurOp : Kiln_PureOp<"recur", [SameOperandsAndResultType]> {
  let summary = "linear recurrence along one axis: result[t] = decay[t] * result[t-1] + input[t], from 0";
  let description = [{
    `decay` 1 is the cumulative sum, 0 < decay < 1 an exponential average or a discounted return, `input` = (x0, 0, 0, …) with `decay` = x the cumulative
    product, and diagonal state spaces are this op; `reverse` runs from the end. One product and one sum, each rounded, for every element in order of
    the axis: the same bits every time. f16 and bf16 are carried in f32; integers wrap.
    C1: `axis` is an axis. Derivative: a recurrence in the other direction; closed under itself, exact where factors are 0.
  }];
  let arguments = (ins Kiln_NumberTensor:$decay, Kiln_NumberTensor:$input, I64Attr:$axis, UnitAttr:$reverse);
  let results = (outs Kiln_NumberTensor:$result);
  let assemblyFormat = "(`reverse` $reverse^)? $decay `,` $input $axis attr-dict `:` type($result)";
  let hasVerifier = 1;
}
def Kiln_CumulateOp : Kiln_PureOp<"cumulate", [SameOperandsAndResultType]> {
  let summary = "the greatest (`max`) or smallest (`min`) element so far, along one axis";
  let description = [{
    result[t] = max of operand[0 .. t]; `reverse` starts from the end. NaN stays from where it stands on. Cumulative sums and products: `kiln.recur`.
    C1: kind is max or min. C2: `axis` is an axis. Derivative: to the first winner in order of the axis (from the end where `reverse`).
  }];
  let arguments = (ins Kiln_Reduction:$kind, Kiln_NumberTensor:$operand, I64Attr:$axis, UnitAttr:$reverse);
  let results = (outs Kiln_NumberTensor:$result);
  let assemblyFormat = "$kind (`reverse` $reverse^)? $operand $axis attr-dict `:` type($result)";
  let hasVerifier = 1;
}
def Kiln_ArgSortOp : Kiln_PureOp<"arg_sort"> {
  let summary = "positions along one axis in the order of their elements; of a shorter result, the first ones";
  let description = [{
    Ascending, or `descending`; equal elements in order of their position in both (stable); -0 equals 0, and NaN counts as the greatest. The size of the result
    along `axis` says how many positions are wanted: top-k costs n log k. Sorted values are a `kiln.gather` by the positions, whose derivative is
    the scatter by the permutation. C1: `axis` is an axis. C2: the result has the operand's shape but for `axis`, where it has at most its size. No derivative.
  }];
  let arguments = (ins Kiln_NumberTensor:$operand, I64Attr:$axis, UnitAttr:$descending);
  let results = (outs StaticShapeTensorOf<[I32]>:$result);
  let assemblyFormat = "(`descending` $descending^)? $operand $axis attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
}

#endif
