// SPDX-License-Identifier: Apache-2.0
//===- ErrorFunction.cpp - erf, erf_inv ----------------------------------------===//
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/Math/IR/Math.h"

#include <cmath>

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
  // erf x / x - 1 by x^2 up to 1.2; from there (1 - erf x)^(1/8), whose eighth power is less than half an ulp of 1 from 4 on.
  static constexpr double kSmall[] = {0.128379166,   -0.376126319,    0.112837061,    -0.026861921,
                                      0.00521290256, -0.000838346197, 0.000106321095, -8.07116157e-06};
  static constexpr double kLarge[] = {1.00135863,   -0.146952763,   -0.0586277731, -0.0135412803,
                                      0.0138525181, -0.00267685391, 0.000168748258};
  Value a = math::AbsFOp::create(m.builder, m.loc, x);
  Value small = m.fma(m.polynomial(m.mul(x, x), kSmall), x, x);
  Value root = m.polynomial(atMost(a, 4.0, m), kLarge);
  Value square = m.mul(root, root), fourth = m.mul(square, square);
  Value large = m.fma(m.neg(fourth), fourth, 1.0);
  large = math::CopySignOp::create(m.builder, m.loc, large, x);
  Value isSmall = m.compare(CmpFPredicate::OLT, a, m.constant(x.getType(), 1.2));
  return m.select(isSmall, small, large);
}

// Polynomials in w = -log(1 - x^2) near the middle and in its root in the tails:
// M. Giles, Approximating the erfinv function (GPU Computing Gems 2, 2010), tables 1 and 2 for f32 and f64.
Value kiln::loops::emitErfInv(Value x, Arithmetic m) {
  static constexpr double kMiddleF32[] = {1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087, -4.39150654e-06,
      -3.5233877e-06, 3.43273939e-07, 2.81022636e-08};
  static constexpr double kTailF32[] = {2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773, -0.00367342844,
      0.00134934322, 0.000100950558, -0.000200214257};
  static constexpr double kMiddle[] = {1.6536545626831027356, 0.24015818242558961693, -0.0060336708714301490533,
      -0.00074070253416626697512, 0.0001867342080340571352, -1.3882523362786468719e-05,
      -1.3654692000834678645e-06, 4.2347877827932403518e-07, -2.9070369957882005086e-08,
      -4.1126339803469836976e-09, 1.051212273321532285e-09, -5.4154120542946279317e-11,
      -1.2975133253453532498e-11, 2.6335093153082322977e-12, -8.1519341976054721522e-14,
      -4.0545662729752068639e-14, 6.6376381343583238325e-15, 2.0972767875968561637e-17,
      -1.333171662854620906e-16, 1.115787767802518096e-17, 1.2858480715256400167e-18,
      -1.685059138182016589e-19, -3.6444120640178196996e-21};
  static constexpr double kTail[] = {3.0838856104922207635, 1.0052589676941592334, 0.005370914553590063617,
      -0.0037512085075692412107, 0.0024914420961078508066, -0.0016882755560235047313,
      0.00095328937973738049703, -0.0003550375203628474796, 2.4031110387097893999e-05,
      6.8284851459573175448e-05, -4.7318229009055733981e-05, 1.2475304481671778723e-05,
      2.9234449089955446044e-06, -4.013867526981545969e-06, 1.5027403968909827627e-06,
      1.8239629214389227755e-08, -2.7517406297064545428e-07, 9.0756561938885390979e-08,
      2.2137376921775787049e-09};
  static constexpr double kFarTail[] = {4.8499064014085844221, 1.0103004648645343977, -0.00013871931833623122026,
      -0.00021503011930044477347, 7.5995277030017761139e-05, -1.9681778105531670567e-05,
      4.5260625972231537039e-06, -9.9298272942317002539e-07, 2.2900482228026654717e-07,
      -6.7711997758452339498e-08, 2.9147953450901080826e-08, -1.4960026627149240478e-08,
      7.6157012080783393804e-09, -3.7894654401267369937e-09, 1.5076572693500548083e-09,
      -2.5556418169965252055e-10, -2.7109920616438573243e-11};
  Value one = m.constant(x.getType(), 1), a = math::AbsFOp::create(m.builder, m.loc, x);
  Value w = m.neg(emitLog(m.mul(m.sub(one, x), m.add(one, x)), m));
  Value root = math::SqrtOp::create(m.builder, m.loc, w), factor;
  auto below = [&](double limit) {
    return m.compare(CmpFPredicate::OLT, w, m.constant(x.getType(), limit));
  };
  if (isF64(x)) {
    Value tail = m.select(below(16), m.polynomial(m.add(root, -3.25), kTail),
                          m.polynomial(m.add(root, -5.0), kFarTail));
    factor = m.select(below(6.25), m.polynomial(m.add(w, -3.125), kMiddle), tail);
  } else {
    factor = m.select(below(5), m.polynomial(m.add(w, -2.5), kMiddleF32),
                      m.polynomial(m.add(root, -3.0), kTailF32));
  }
  Value atOne = m.compare(CmpFPredicate::OEQ, a, one);
  factor = m.select(atOne, m.constant(x.getType(), INFINITY), factor);
  return m.mul(factor, x);
}
