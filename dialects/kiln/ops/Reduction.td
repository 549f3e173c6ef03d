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

#endif
