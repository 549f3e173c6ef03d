// SPDX-License-Identifier: Apache-2.0
//===- Logarithm.cpp - log, log1p, pow -------------------------------------===//
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace kiln::loops;
using arith::CmpFPredicate;

Value kiln::loops::emitLog(Value x, Arithmetic m) {
  if (isF64(x))
    return math::LogOp::create(m.builder, m.loc, x);
  // log(1 + f) = f + f^2 q(f), 1 + f in [2/3, 4/3).
  static constexpr double kLog[] = {-0.5,        0.333332121,  -0.249998003, 0.200106293, -0.166804954,
                                    0.140020013, -0.121828958, 0.14004755,   -0.129018724};
  Type i32 = m.builder.getI32Type(), f32 = m.builder.getF32Type();
  auto number = [&](double value) { return m.constant(x.getType(), value); };
  Value denormal = m.compare(CmpFPredicate::OLT, x, number(0x1p-126));
  Value bits = m.bitcast(m.select(denormal, m.mul(x, 0x1p23), x), i32);
  Value exponent = m.bitAnd(m.sub(bits, m.integer(bits.getType(), 0x3f2aaaab)),
                            m.integer(bits.getType(), -0x800000));
  Value f = m.sub(m.bitcast(m.sub(bits, exponent), f32), 1.0);
  Value e = m.fma(m.convert(exponent, f32, Sign::isSigned, Sign::isSigned), 0x1p-23,
                  m.select(denormal, number(-23), number(0)));
  Value q = m.polynomial(f, kLog);
  Value low = m.fma(e, 1.42860677e-06, m.mul(m.mul(f, f), q));
  Value y = m.fma(e, 0.693145751953125, m.add(f, low));
  double inf = std::numeric_limits<double>::infinity();
  y = m.select(m.compare(CmpFPredicate::OEQ, x, number(inf)), x, y);
  y = m.select(m.compare(CmpFPredicate::ULT, x, number(0)), number(std::nan("")), y);
  return m.select(m.compare(CmpFPredicate::OEQ, x, number(0)), number(-inf), y);
}

Value kiln::loops::emitLog1p(Value x, Arithmetic m) {
  // log u + (x - (u - 1)) / u, where u = 1 + x rounded.
  Value u = m.add(x, 1.0);
  Value lost = m.div(m.sub(x, m.sub(u, 1.0)), u);
  Value zero = m.constant(x.getType(), 0);
  lost = m.select(m.compare(CmpFPredicate::ORD, lost, lost), lost, zero); // u is 0 or inf
  Value y = m.add(emitLog(u, m), lost);
  return m.select(m.compare(CmpFPredicate::OEQ, x, zero), x, y); // -0 stays -0
}

Value kiln::loops::emitPow(Value x, Value y, Arithmetic m) {
  // Whole exponents that models write.
  if (FloatAttr constant; matchPattern(y, m_Constant(&constant))) {
    double power = constant.getValueAsDouble();
    if (power == 1)
      return x;
    if (power == 2)
      return m.mul(x, x);
    if (power == 3)
      return m.mul(m.mul(x, x), x);
    if (power == -1)
      return m.div(m.constant(x.getType(), 1), x);
  }
  Type element = Arithmetic::elementOf(x), f64 = m.builder.getF64Type();
  Value a = m.convert(x, f64, Sign::isSigned, Sign::isSigned),
        b = m.convert(y, f64, Sign::isSigned, Sign::isSigned);
  m.unify(a, b);
  Value power = math::PowFOp::create(m.builder, m.loc, a, b);
  return m.convert(power, element, Sign::isSigned, Sign::isSigned);
}
