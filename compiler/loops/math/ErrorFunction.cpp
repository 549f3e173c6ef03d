// SPDX-License-Identifier: Apache-2.0
//===- ErrorFunction.cpp - erf ---------------------------------------------===//
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace kiln::loops;
using arith::CmpFPredicate;

/// To about 1e-15: a series of positive terms below 3, a continued fraction above.
static Value erfF64(Value x, Arithmetic m) {
  auto number = [&](double value) { return m.constant(x.getType(), value); };
  Value a = math::AbsFOp::create(m.builder, m.loc, x);
  auto bell = [&](Value t) { return math::ExpOp::create(m.builder, m.loc, m.neg(m.mul(t, t))); };
  // erf x = 2/sqrt(pi) e^(-x^2) x sum (2 x^2)^n / (1 3 5 … (2n+1)).
  SmallVector<double> terms{1.0};
  for (int n = 1; n < 60; ++n)
    terms.push_back(terms.back() * 2 / (2 * n + 1));
  Value low = atMost(a, 3.0, m);
  Value small = m.mul(m.mul(m.mul(bell(low), 1.1283791670955126), low),
                      m.polynomial(m.mul(low, low), terms));
  // erfc x = e^(-x^2)/sqrt(pi) / (x + (1/2)/(x + 1/(x + (3/2)/(x + …)))).
  Value high = atMost(atLeast(a, 3.0, m), 6.5, m), tail = high;
  for (int k = 24; k > 0; --k)
    tail = m.add(high, m.div(number(k * 0.5), tail));
  Value large = m.sub(number(1), m.div(m.mul(bell(high), 0.5641895835477563), tail));
  Value isLarge = m.compare(CmpFPredicate::OGT, a, number(3));
  Value value = m.select(isLarge, large, small);
  return math::CopySignOp::create(m.builder, m.loc, value, x);
}

Value kiln::loops::emitErf(Value x, Arithmetic m) {
  if (isF64(x))
    return erfF64(x, m);
  static constexpr double kSmall[] = {0.128379166,   -0.376126289,   0.112836257,  -0.0268557295,
                                      0.00519239344, -0.000804954558, 7.99529371e-05};
  // log(1 - erf t) = -t + t q(t): a set by N. Juffa.
  static constexpr double kLarge[] = {-0.128717512,   -0.634846687,   -0.106777877,  0.0242546219,
                                      -0.00388396438, 0.000383197126, -1.7285347e-05};
  return throughF32(x, m, [&](Value x) {
    Value a = math::AbsFOp::create(m.builder, m.loc, x);
    Value small = m.fma(m.polynomial(m.mul(x, x), kSmall), x, x);
    Value t = atMost(a, 4.0, m);
    SplitExponential e = splitExp(m.fma(m.polynomial(t, kLarge), t, m.neg(t)), m);
    Value one = m.constant(x.getType(), 1);
    Value large = m.sub(one, scaleByNormalPower(m.add(e.rest, 1.0), e.bits, m));
    large = math::CopySignOp::create(m.builder, m.loc, large, x);
    Value isSmall = m.compare(CmpFPredicate::OLT, a, m.constant(x.getType(), 0.927734375));
    return m.select(isSmall, small, large);
  });
}
