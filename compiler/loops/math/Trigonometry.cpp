// SPDX-License-Identifier: Apache-2.0
//===- Trigonometry.cpp - sin, cos -----------------------------------------===//
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace kiln::loops;
using arith::CmpIPredicate;

/// Sine and cosine of r in ±pi/4, turned by `quarters` quarter turns: the one asked for.
static Value turned(Value r, Value quarters, bool wantSine, Arithmetic m) {
  static constexpr double kSin[] = {-0.16666654611, 0.0083321608736, -0.00019515295891};
  static constexpr double kCos[] = {0.04166664568298827, -0.001388731625493765, 2.443315711809948e-05};
  Value square = m.mul(r, r);
  Value sine = m.fma(m.mul(square, m.polynomial(square, kSin)), r, r);
  Value cosine = m.fma(m.mul(square, square), m.polynomial(square, kCos),
                       m.fma(square, -0.5, 1.0));
  Type type = quarters.getType();
  Value turn = wantSine ? quarters : m.add(quarters, m.integer(type, 1));
  Value odd = m.compare(CmpIPredicate::ne, m.bitAnd(turn, m.integer(type, 1)), m.integer(type, 0));
  Value value = m.select(odd, cosine, sine);
  // Bit 1 of the turn is the sign.
  Value sign = m.shiftLeft(m.bitAnd(turn, m.integer(type, 2)), 30);
  return m.bitcast(m.bitXor(m.bitcast(value, m.builder.getI32Type()), sign), m.builder.getF32Type());
}

/// The argument is reduced in f64: right up to arguments of 2^50.
static Value sineOrCosine(Value x, bool wantSine, Arithmetic m) {
  Type f64 = m.builder.getF64Type(), f32 = m.builder.getF32Type(), i32 = m.builder.getI32Type();
  Value wide = m.convert(x, f64, Sign::isSigned, Sign::isSigned);
  Value shifted = m.fma(wide, 0.63661977236758134, 0x1.8p52);
  Value count = m.sub(shifted, 0x1.8p52);
  Value r = m.fma(count, -1.5707963267948966, wide);
  r = m.fma(count, -6.123233995736766e-17, r);
  Value bits = m.bitcast(shifted, m.builder.getI64Type());
  Value quarters = m.convert(bits, i32, Sign::isSigned, Sign::isSigned);
  return turned(m.convert(r, f32, Sign::isSigned, Sign::isSigned), quarters, wantSine, m);
}

Value kiln::loops::emitSin(Value x, Arithmetic m) {
  if (isF64(x))
    return math::SinOp::create(m.builder, m.loc, x);
  return sineOrCosine(x, true, m);
}
Value kiln::loops::emitCos(Value x, Arithmetic m) {
  if (isF64(x))
    return math::CosOp::create(m.builder, m.loc, x);
  return sineOrCosine(x, false, m);
}

std::pair<Value, Value> kiln::loops::emitCosSinOfTurn(Value v, Arithmetic m) {
  // 4 v = quarters + rest, both exact.
  Value four = m.mul(v, 4.0);
  Value shifted = m.add(four, 12582912.0);
  Value rest = m.sub(four, m.sub(shifted, 12582912.0));
  Value quarters = m.bitcast(shifted, m.builder.getI32Type());
  Value r = m.mul(rest, 1.5707963267948966);
  return {turned(r, quarters, false, m), turned(r, quarters, true, m)};
}
