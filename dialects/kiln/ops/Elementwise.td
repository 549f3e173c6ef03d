// SPDX-License-Identifier: Apache-2.0
//===- Elementwise.td -----------------------------------------------------===//
#ifndef KILN_OPS_ELEMENTWISE_TD
#define KILN_OPS_ELEMENTWISE_TD

include "dialects/kiln/ops/Base.td"

class Kiln_UnaryOp<string mnemonic, Type type, string what> :
    Kiln_PureOp<mnemonic, [SameOperandsAndResultType, Elementwise]> {
  let summary = what;
  let arguments = (ins type:$operand);
  let results = (outs type:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
  let hasFolder = 1;
}
class Kiln_BinaryOp<string mnemonic, Type type, string what, list<Trait> traits = []> :
    Kiln_PureOp<mnemonic, !listconcat([SameOperandsAndResultType, Elementwise], traits)> {
  let summary = what;
  let arguments = (ins type:$lhs, type:$rhs);
  let results = (outs type:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
  let hasFolder = 1;
}

// Unary, float. Accuracy of the compiled forms: docs/ops.md.
def Kiln_ExpOp : Kiln_UnaryOp<"exp", Kiln_FloatTensor, "e to the power of x">;
def Kiln_Expm1Op : Kiln_UnaryOp<"expm1", Kiln_FloatTensor, "e^x - 1, exact near 0">;
def Kiln_LogOp : Kiln_UnaryOp<"log", Kiln_FloatTensor, "natural logarithm; log 0 = -inf, log of a negative = NaN">;
def Kiln_Log1pOp : Kiln_UnaryOp<"log1p", Kiln_FloatTensor, "log(1 + x), exact near 0">;
def Kiln_SqrtOp : Kiln_UnaryOp<"sqrt", Kiln_FloatTensor, "square root, correctly rounded">;
def Kiln_RsqrtOp : Kiln_UnaryOp<"rsqrt", Kiln_FloatTensor, "1 / sqrt(x)">;
def Kiln_TanhOp : Kiln_UnaryOp<"tanh", Kiln_FloatTensor, "hyperbolic tangent">;
def Kiln_SigmoidOp : Kiln_UnaryOp<"sigmoid", Kiln_FloatTensor, "1 / (1 + e^-x), without overflow">;
def Kiln_ErfOp : Kiln_UnaryOp<"erf", Kiln_FloatTensor, "2/sqrt(pi) times the integral of e^-t^2 from 0 to x">;
def Kiln_ErfInvOp : Kiln_UnaryOp<"erf_inv", Kiln_FloatTensor, "the y with erf(y) = x; +-inf at +-1, NaN beyond">;
def Kiln_SinOp : Kiln_UnaryOp<"sin", Kiln_FloatTensor, "sine of radians">;
def Kiln_CosOp : Kiln_UnaryOp<"cos", Kiln_FloatTensor, "cosine of radians">;
def Kiln_FloorOp : Kiln_UnaryOp<"floor", Kiln_FloatTensor, "greatest integer not above x">;
def Kiln_CeilOp : Kiln_UnaryOp<"ceil", Kiln_FloatTensor, "least integer not below x">;
def Kiln_RoundOp : Kiln_UnaryOp<"round", Kiln_FloatTensor, "nearest integer, ties to even">;
// Unary, any number.
def Kiln_NegOp : Kiln_UnaryOp<"neg", Kiln_NumberTensor, "-x; integers wrap">;
def Kiln_AbsOp : Kiln_UnaryOp<"abs", Kiln_NumberTensor, "absolute value; the derivative is sign(x)">;
def Kiln_SignOp : Kiln_UnaryOp<"sign", Kiln_NumberTensor, "-1, 0 or 1; NaN stays; the derivative is 0">;
def Kiln_NotOp : Kiln_UnaryOp<"not", Kiln_BitsTensor, "logical not of bool, bitwise not of integers">;

def Kiln_AddOp : Kiln_BinaryOp<"add", Kiln_NumberTensor, "x + y; integers wrap", [Commutative]>;
def Kiln_SubOp : Kiln_BinaryOp<"sub", Kiln_NumberTensor, "x - y; integers wrap">;
def Kiln_MulOp : Kiln_BinaryOp<"mul", Kiln_NumberTensor, "x * y; integers wrap", [Commutative]>;
def Kiln_DivOp : Kiln_BinaryOp<"div", Kiln_FloatTensor, "x / y, correctly rounded">;
def Kiln_FloorDivOp : Kiln_BinaryOp<"floordiv", Kiln_NumberTensor, "floor of x / y; for integers y = 0 gives 0">;
def Kiln_ModOp : Kiln_BinaryOp<"mod", Kiln_NumberTensor, "x - floor(x / y) * y: the sign of y; for integers y = 0 gives 0">;
def Kiln_PowOp : Kiln_BinaryOp<"pow", Kiln_FloatTensor, "x to the power of y; x >= 0 or y a whole number">;
def Kiln_MaxOp : Kiln_BinaryOp<"max", Kiln_NumberTensor, "the greater; NaN if either is; ties split the derivative in half">;
def Kiln_MinOp : Kiln_BinaryOp<"min", Kiln_NumberTensor, "the smaller; NaN if either is; ties split the derivative in half">;
def Kiln_AndOp : Kiln_BinaryOp<"and", Kiln_BitsTensor, "logical or bitwise and", [Commutative]>;
def Kiln_OrOp : Kiln_BinaryOp<"or", Kiln_BitsTensor, "logical or bitwise or", [Commutative]>;
def Kiln_XorOp : Kiln_BinaryOp<"xor", Kiln_BitsTensor, "logical or bitwise exclusive or", [Commutative]>;

def Kiln_ShlOp : Kiln_BinaryOp<"shl", Kiln_IntTensor, "x with its bits moved up by y; 0 where y is negative or no less than the width">;
def Kiln_ShrOp : Kiln_BinaryOp<"shr", Kiln_IntTensor,
    "x with its bits moved down by y; signed types keep their sign, and a y that is negative or no less than the width leaves 0 or -1">;

def Kiln_Comparison : I32EnumAttr<"Comparison", "an ordered comparison; false where either side is NaN, ne true", [
    I32EnumAttrCase<"eq", 0>, I32EnumAttrCase<"ne", 1>, I32EnumAttrCase<"lt", 2>,
    I32EnumAttrCase<"le", 3>, I32EnumAttrCase<"gt", 4>, I32EnumAttrCase<"ge", 5>]> {
  let cppNamespace = "::kiln";
}
def Kiln_CompareOp : Kiln_PureOp<"compare", [SameTypeOperands, SameOperandsAndResultShape, Elementwise]> {
  let summary = "elementwise comparison to bool";
  let arguments = (ins Kiln_Comparison:$predicate, Kiln_Tensor:$lhs, Kiln_Tensor:$rhs);
  let results = (outs Kiln_BoolTensor:$result);
  let assemblyFormat = "$predicate $lhs `,` $rhs attr-dict `:` type($lhs) `->` type($result)";
  let hasFolder = 1;
}
def Kiln_SelectOp : Kiln_PureOp<"select", [AllTypesMatch<["whenTrue", "whenFalse", "result"]>, SameOperandsAndResultShape,
                                           Elementwise]> {
  let summary = "where(condition, a, b): the side that is not chosen has derivative exactly 0, even where it is NaN";
  let arguments = (ins Kiln_BoolTensor:$condition, Kiln_Tensor:$whenTrue, Kiln_Tensor:$whenFalse);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = "$condition `,` $whenTrue `,` $whenFalse attr-dict `:` type($condition) `,` type($result)";
  let hasFolder = 1;
}
def Kiln_ConvertOp : Kiln_PureOp<"convert", [SameOperandsAndResultShape, Elementwise]> {
  let summary = "another element type";
  let description = [{
    float to integer truncates towards zero and saturates, NaN gives 0; number to bool is `!= 0`; float to a
    narrower float rounds to nearest even. Between floats the derivative converts back; else it is 0.
  }];
  let arguments = (ins Kiln_Tensor:$operand);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($operand) `->` type($result)";
  let hasFolder = 1;
}
def Kiln_BitcastOp : Kiln_PureOp<"bitcast", [SameOperandsAndResultShape, Elementwise]> {
  let summary = "the same bits, read as another element type of the same width";
  let description = "C1: operand and result have elements of one width. No derivative.";
  let arguments = (ins Kiln_NumberTensor:$operand);
  let results = (outs Kiln_NumberTensor:$result);
  let assemblyFormat = "$operand attr-dict `:` type($operand) `->` type($result)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Kiln_ConstantOp : Kiln_PureOp<"constant", [ConstantLike, AllTypesMatch<["value", "result"]>]> {
  let summary = "a tensor known when compiled";
  let arguments = (ins ElementsAttr:$value);
  let results = (outs Kiln_Tensor:$result);
  let assemblyFormat = "$value attr-dict";
  let hasFolder = 1;
}
def Kiln_IotaOp : Kiln_PureOp<"iota"> {
  let summary = "result[i0, …] = i_axis, as the element type of the result";
  let description = "C1: `axis` is an axis of the result.";
  let arguments = (ins I64Attr:$axis);
  let results = (outs Kiln_NumberTensor:$result);
  let assemblyFormat = "$axis attr-dict `:` type($result)";
  let hasVerifier = 1;
}

#endif
