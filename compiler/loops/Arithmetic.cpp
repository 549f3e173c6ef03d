// SPDX-License-Identifier: Apache-2.0
//===- Arithmetic.cpp -----------------------------------------------------===//
#include "compiler/loops/Arithmetic.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"

#include <cmath>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpFPredicate;
using arith::CmpIPredicate;

bool Arithmetic::isVector(Value value) { return isa<VectorType>(value.getType()); }
Type Arithmetic::elementOf(Value value) { return getElementTypeOrSelf(value.getType()); }
bool Arithmetic::isFloat(Value value) { return isa<FloatType>(elementOf(value)); }
bool Arithmetic::isNarrowFloat(Type element) {
  return isa<FloatType>(element) && element.getIntOrFloatBitWidth() < 32;
}
Type Arithmetic::like(Value like, Type element) {
  if (auto vector = dyn_cast<VectorType>(like.getType()))
    return vector.clone(element);
  return element;
}

Value Arithmetic::constant(Type type, double value) {
  Type element = getElementTypeOrSelf(type);
  auto floats = dyn_cast<FloatType>(element);
  if (!floats)
    return integer(type, int64_t(value));
  APFloat number(value);
  bool lost;
  number.convert(floats.getFloatSemantics(), APFloat::rmNearestTiesToEven, &lost);
  TypedAttr attribute = FloatAttr::get(element, number);
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, number);
  return arith::ConstantOp::create(builder, loc, attribute);
}
Value Arithmetic::integer(Type type, int64_t value) {
  Type element = getElementTypeOrSelf(type);
  if (isa<FloatType>(element))
    return constant(type, double(value));
  unsigned width = element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
  APInt number = APInt(64, uint64_t(value), true).sextOrTrunc(width);
  TypedAttr attribute = IntegerAttr::get(element, number);
  if (auto vector = dyn_cast<VectorType>(type))
    attribute = DenseElementsAttr::get(vector, number);
  return arith::ConstantOp::create(builder, loc, attribute);
}
Value Arithmetic::splat(Value value, int64_t lanes) {
  if (isVector(value) || lanes == 1)
    return value;
  auto type = VectorType::get({lanes}, value.getType());
  if (TypedAttr attribute; matchPattern(value, m_Constant(&attribute)))
    return arith::ConstantOp::create(
        builder, loc, DenseElementsAttr::get(type, ArrayRef<Attribute>(attribute)));
  return vector::BroadcastOp::create(builder, loc, type, value);
}
void Arithmetic::unify(Value &a, Value &b) {
  if (auto type = dyn_cast<VectorType>(a.getType()))
    b = splat(b, type.getNumElements());
  else if (auto type = dyn_cast<VectorType>(b.getType()))
    a = splat(a, type.getNumElements());
}

#define KILN_BINARY(NAME, FLOAT, INTEGER)                                                          \
  Value Arithmetic::NAME(Value a, Value b) {                                                       \
    unify(a, b);                                                                                   \
    if (isFloat(a))                                                                                \
      return FLOAT::create(builder, loc, a, b);                                                    \
    return INTEGER::create(builder, loc, a, b);                                                    \
  }
KILN_BINARY(add, arith::AddFOp, arith::AddIOp)
KILN_BINARY(sub, arith::SubFOp, arith::SubIOp)
KILN_BINARY(mul, arith::MulFOp, arith::MulIOp)
KILN_BINARY(div, arith::DivFOp, arith::DivSIOp)
#undef KILN_BINARY

Value Arithmetic::fma(Value a, Value b, Value c) {
  unify(a, b);
  unify(b, c);
  unify(a, c);
  return math::FmaOp::create(builder, loc, a, b, c);
}
Value Arithmetic::neg(Value a) {
  if (isFloat(a))
    return arith::NegFOp::create(builder, loc, a);
  return sub(integer(a.getType(), 0), a);
}
Value Arithmetic::polynomial(Value x, ArrayRef<double> coefficients) {
  Value result = number(x, coefficients.back());
  for (double c : llvm::reverse(coefficients.drop_back()))
    result = fma(result, x, c);
  return result;
}

Value Arithmetic::bitAnd(Value a, Value b) {
  unify(a, b);
  return arith::AndIOp::create(builder, loc, a, b);
}
Value Arithmetic::bitOr(Value a, Value b) {
  unify(a, b);
  return arith::OrIOp::create(builder, loc, a, b);
}
Value Arithmetic::bitXor(Value a, Value b) {
  unify(a, b);
  return arith::XOrIOp::create(builder, loc, a, b);
}
Value Arithmetic::shiftLeft(Value a, int64_t bits) {
  return arith::ShLIOp::create(builder, loc, a, integer(a.getType(), bits));
}
Value Arithmetic::shiftRight(Value a, int64_t bits, Sign sign) {
  Value count = integer(a.getType(), bits);
  if (sign == Sign::isSigned)
    return arith::ShRSIOp::create(builder, loc, a, count);
  return arith::ShRUIOp::create(builder, loc, a, count);
}

Value Arithmetic::compare(CmpFPredicate predicate, Value a, Value b) {
  unify(a, b);
  return arith::CmpFOp::create(builder, loc, predicate, a, b);
}
Value Arithmetic::compare(CmpIPredicate predicate, Value a, Value b) {
  unify(a, b);
  return arith::CmpIOp::create(builder, loc, predicate, a, b);
}
Value Arithmetic::select(Value condition, Value a, Value b) {
  unify(a, b);
  if (auto type = dyn_cast<VectorType>(condition.getType())) {
    a = splat(a, type.getNumElements());
    b = splat(b, type.getNumElements());
  }
  // Of a bf16 the bits: on a processor without such numbers LLVM would round them anew, by a library.
  if (Type element = elementOf(a); element.isBF16()) {
    Type bits = builder.getI16Type();
    return bitcast(arith::SelectOp::create(builder, loc, condition, bitcast(a, bits), bitcast(b, bits)), element);
  }
  return arith::SelectOp::create(builder, loc, condition, a, b);
}
Value Arithmetic::both(Value a, Value b) {
  if (!a || !b)
    return a ? a : b;
  return bitAnd(a, b);
}

Value Arithmetic::extreme(Value a, Value b, bool greater, Sign sign) {
  unify(a, b);
  if (!isFloat(a)) {
    bool isSigned = sign == Sign::isSigned;
    CmpIPredicate predicate = greater ? (isSigned ? CmpIPredicate::sgt : CmpIPredicate::ugt)
                                      : (isSigned ? CmpIPredicate::slt : CmpIPredicate::ult);
    return select(compare(predicate, a, b), a, b);
  }
  CmpFPredicate predicate = greater ? CmpFPredicate::OGT : CmpFPredicate::OLT;
  // A comparison with NaN is false and takes the second: one instruction if the first is a constant.
  if (matchPattern(b, m_Constant()))
    return select(compare(predicate, b, a), b, a);
  Value best = select(compare(predicate, a, b), a, b);
  if (matchPattern(a, m_Constant()))
    return best;
  return select(isNaN(a), a, best);
}
Value Arithmetic::max(Value a, Value b, Sign sign) { return extreme(a, b, true, sign); }
Value Arithmetic::min(Value a, Value b, Sign sign) { return extreme(a, b, false, sign); }

Value Arithmetic::bitcast(Value a, Type element) {
  return arith::BitcastOp::create(builder, loc, like(a, element), a);
}
Value Arithmetic::indexCast(Value a, Type element) {
  if (elementOf(a) == element)
    return a;
  return arith::IndexCastOp::create(builder, loc, like(a, element), a);
}

/// f64 as an f32 from which one more rounding gives what one rounding of the f64 would: to odd. (There is no
/// instruction from f64 to the narrow floats, and LLVM would call a library.)
static Value roundToOdd(Value a, Arithmetic m) {
  Type i32 = m.builder.getI32Type(), f32 = m.builder.getF32Type();
  Value near = arith::TruncFOp::create(m.builder, m.loc, Arithmetic::like(a, f32), a);
  Value back = arith::ExtFOp::create(m.builder, m.loc, a.getType(), near);
  auto size = [&](Value x) -> Value { return math::AbsFOp::create(m.builder, m.loc, x); };
  Value bits = m.bitcast(near, i32), one = m.integer(bits.getType(), 1);
  Value tooFar = m.compare(CmpFPredicate::OGT, size(back), size(a));
  Value odd = m.bitOr(m.select(tooFar, m.sub(bits, one), bits), one);
  Value isInexact = m.compare(CmpFPredicate::ONE, back, a);
  return m.bitcast(m.select(isInexact, odd, bits), f32);
}

/// A bf16 is the upper half of an f32. Written out in integers: the instruction that some processors have for the way back
/// takes denormals for 0, and for the others LLVM would call a library.
static Value fromBF16(Value a, Arithmetic m) {
  Value half = m.bitcast(a, m.builder.getI16Type());
  Value bits = arith::ExtUIOp::create(m.builder, m.loc, Arithmetic::like(a, m.builder.getI32Type()), half);
  return m.bitcast(m.shiftLeft(bits, 16), m.builder.getF32Type());
}
static Value toBF16(Value a, Arithmetic m) {
  Value bits = m.bitcast(a, m.builder.getI32Type());
  Value isOdd = m.bitAnd(m.shiftRight(bits, 16, Sign::isUnsigned), m.integer(bits.getType(), 1));
  Value rounded = m.add(m.add(bits, m.integer(bits.getType(), 0x7fff)), isOdd); // to nearest, ties to even
  Value quiet = m.bitOr(bits, m.integer(bits.getType(), 0x400000));
  Value chosen = m.shiftRight(m.select(m.isNaN(a), quiet, rounded), 16, Sign::isUnsigned);
  Value half = arith::TruncIOp::create(m.builder, m.loc, Arithmetic::like(a, m.builder.getI16Type()), chosen);
  return m.bitcast(half, m.builder.getBF16Type());
}

Value Arithmetic::widen(Value a) {
  if (!isNarrowFloat(elementOf(a)))
    return a;
  if (elementOf(a).isBF16())
    return fromBF16(a, *this);
  return arith::ExtFOp::create(builder, loc, like(a, builder.getF32Type()), a);
}

Value Arithmetic::convertFloat(Value a, Type to) {
  a = widen(a);
  Type from = elementOf(a);
  if (isNarrowFloat(to)) {
    if (from.isF64())
      a = roundToOdd(a, *this);
    return to.isBF16() ? toBF16(a, *this) : arith::TruncFOp::create(builder, loc, like(a, to), a).getResult();
  }
  if (from == to)
    return a;
  if (to.isF64())
    return arith::ExtFOp::create(builder, loc, like(a, to), a);
  return arith::TruncFOp::create(builder, loc, like(a, to), a);
}

Value Arithmetic::convert(Value a, Type to, Sign fromSign, Sign toSign) {
  if (elementOf(a) == to)
    return a;
  if (isFloat(a) && isa<FloatType>(to))
    return convertFloat(a, to);
  if (!isFloat(a) && isNarrowFloat(to)) {
    // Rounded once: all integers of 16 bits are floats of 32, those of 32 are floats of 64.
    bool isShort = elementOf(a).getIntOrFloatBitWidth() <= 16;
    Type exact = isShort ? Type(builder.getF32Type()) : Type(builder.getF64Type());
    return convertFloat(convert(a, exact, fromSign, toSign), to);
  }
  a = widen(a);
  Type from = elementOf(a), type = like(a, to);
  bool fromSigned = fromSign == Sign::isSigned && !from.isInteger(1);
  if (isa<FloatType>(from)) {
    if (to.isInteger(1))
      return compare(CmpFPredicate::UNE, a, number(a, 0));
    // Saturate: `fptosi` of what does not fit is poison, so only what fits reaches it.
    unsigned width = to.getIntOrFloatBitWidth();
    bool isSigned = toSign == Sign::isSigned;
    APInt least = isSigned ? APInt::getSignedMinValue(width) : APInt::getZero(width),
          most = isSigned ? APInt::getSignedMaxValue(width) : APInt::getMaxValue(width);
    Value low = number(a, least.roundToDouble(isSigned)),
          above = number(a, std::ldexp(1.0, isSigned ? width - 1 : width));
    Value tooHigh = compare(CmpFPredicate::OGE, a, above);
    Value fits = bitAnd(compare(CmpFPredicate::OGE, a, low), compare(CmpFPredicate::OLT, a, above));
    Value safe = select(fits, a, number(a, 0)), whole;
    if (isSigned)
      whole = arith::FPToSIOp::create(builder, loc, type, safe);
    else
      whole = arith::FPToUIOp::create(builder, loc, type, safe);
    Value tooLow = compare(CmpFPredicate::OLT, a, low);
    whole = select(tooHigh, integer(type, most.getSExtValue()), whole);
    return select(tooLow, integer(type, least.getSExtValue()), whole);
  }
  if (isa<FloatType>(to)) {
    if (fromSigned)
      return arith::SIToFPOp::create(builder, loc, type, a);
    return arith::UIToFPOp::create(builder, loc, type, a);
  }
  if (to.isInteger(1))
    return compare(CmpIPredicate::ne, a, integer(a.getType(), 0));
  unsigned before = from.getIntOrFloatBitWidth(), after = to.getIntOrFloatBitWidth();
  if (before == after)
    return a;
  if (before > after)
    return arith::TruncIOp::create(builder, loc, type, a);
  if (fromSigned)
    return arith::ExtSIOp::create(builder, loc, type, a);
  return arith::ExtUIOp::create(builder, loc, type, a);
}
