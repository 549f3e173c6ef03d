// SPDX-License-Identifier: Apache-2.0
//===- Exponential.cpp - exp, expm1, sigmoid, tanh -------------------------===//
// Polynomials: weighted minimax fits with coefficients rounded to f32 one by one.
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace kiln::loops;
using arith::CmpFPredicate;

static constexpr double kLog2E = 1.44269502162933349609375, kLn2High = 0.693145751953125,
                        kLn2Low = 1.42860677e-06;
/// Adding it to a small float rounds it to an integer and leaves that in the low bits.
static constexpr double kRound = 12582912.0; // 1.5 * 2^23
/// (e^r - 1 - r) / r^2.
static constexpr double kExp[] = {0.49999994, 0.166665211, 0.0416682661, 0.00836867467,
                                  0.00138206617};

bool kiln::loops::isF64(Value x) { return Arithmetic::elementOf(x).isF64(); }
Value kiln::loops::atLeast(Value x, double low, Arithmetic m) {
  Value bound = m.constant(x.getType(), low);
  return m.select(m.compare(CmpFPredicate::OLT, x, bound), bound, x);
}
Value kiln::loops::atMost(Value x, double high, Arithmetic m) {
  Value bound = m.constant(x.getType(), high);
  return m.select(m.compare(CmpFPredicate::OGT, x, bound), bound, x);
}

SplitExponential kiln::loops::splitExp(Value x, Arithmetic m) {
  Value shifted = m.fma(x, kLog2E, kRound);
  Value power = m.sub(shifted, kRound);
  Value r = m.fma(power, -kLn2High, x);
  r = m.fma(power, -kLn2Low, r);
  Value rest = m.fma(m.mul(r, r), m.polynomial(r, kExp), r);
  Value bits = m.bitcast(shifted, m.builder.getI32Type());
  return {rest, power, m.sub(bits, m.integer(bits.getType(), 0x4B400000))};
}
/// 2^bits as a float, by its exponent field.
static Value powerOf2(Value bits, Arithmetic m) {
  Value biased = m.add(bits, m.integer(bits.getType(), 127));
  return m.bitcast(m.shiftLeft(biased, 23), m.builder.getF32Type());
}
Value kiln::loops::scaleByPower(Value p, Value bits, Arithmetic m) {
  auto name = m.builder.getStringAttr("llvm.ldexp"); // the op of that name takes scalars alone
  return LLVM::CallIntrinsicOp::create(m.builder, m.loc, p.getType(), name, ValueRange{p, bits}).getResults();
}
Value kiln::loops::scaleByNormalPower(Value p, Value bits, Arithmetic m) {
  return m.mul(p, powerOf2(bits, m));
}

Value kiln::loops::emitExp(Value x, Arithmetic m) {
  if (isF64(x))
    return math::ExpOp::create(m.builder, m.loc, x);
  SplitExponential e = splitExp(atMost(atLeast(x, -104.5, m), 89.0, m), m);
  return scaleByPower(m.add(e.rest, 1.0), e.bits, m);
}

Value kiln::loops::emitExpOfNegative(Value x, Arithmetic m) {
  if (isF64(x))
    return math::ExpOp::create(m.builder, m.loc, x);
  SplitExponential e = splitExp(atLeast(x, -104.5, m), m);
  return scaleByPower(m.add(e.rest, 1.0), e.bits, m);
}

Value kiln::loops::emitExpm1(Value x, Arithmetic m) {
  if (isF64(x)) {
    // Kahan: (u - 1) x / log u, where u = e^x; x itself where u is 1.
    Value u = math::ExpOp::create(m.builder, m.loc, x);
    Value less = m.sub(u, 1.0);
    Value corrected = m.div(m.mul(less, x), math::LogOp::create(m.builder, m.loc, u));
    Value one = m.constant(x.getType(), 1);
    Value small = m.compare(CmpFPredicate::OLT, math::AbsFOp::create(m.builder, m.loc, x), one);
    Value result = m.select(small, corrected, less);
    return m.select(m.compare(CmpFPredicate::OEQ, u, one), x, result);
  }
  // (1 + rest) 2^n - 1 = rest 2^n + (2^n - 1), the last exact; from 20 on the 1 is lost.
  SplitExponential e = splitExp(atMost(atLeast(x, -20.0, m), 20.0, m), m);
  Value power = powerOf2(e.bits, m);
  Value small = m.fma(e.rest, power, m.sub(power, 1.0));
  Value large = m.compare(CmpFPredicate::OGT, x, m.constant(x.getType(), 20.0));
  // -0 stays -0.
  Value zero = m.compare(CmpFPredicate::OEQ, x, m.constant(x.getType(), 0));
  return m.select(large, emitExp(x, m), m.select(zero, x, small));
}

Value kiln::loops::emitSigmoid(Value x, Arithmetic m) {
  auto one = [&](Value x) { return m.constant(x.getType(), 1); };
  auto isNegative = [&](Value x) {
    return m.compare(CmpFPredicate::OLT, x, m.constant(x.getType(), 0));
  };
  auto minusAbs = [&](Value x) { return m.neg(math::AbsFOp::create(m.builder, m.loc, x)); };
  if (isF64(x)) {
    Value z = math::ExpOp::create(m.builder, m.loc, minusAbs(x));
    return m.div(m.select(isNegative(x), z, one(x)), m.add(z, 1.0));
  }
  // z/(1+z) or 1/(1+z), z = e^-|x|, and one step of correction with the low halves of z and 1+z.
  SplitExponential e = splitExp(atLeast(minusAbs(x), -104.5, m), m);
  Value p = m.add(e.rest, 1.0);
  Value z = scaleByPower(p, e.bits, m);
  Value zLow = scaleByPower(m.sub(e.rest, m.sub(p, 1.0)), e.bits, m);
  Value negative = isNegative(x), sum = m.add(z, 1.0);
  Value q = m.div(m.select(negative, z, one(x)), sum);
  Value sumLow = m.add(m.sub(z, m.sub(sum, 1.0)), zLow);
  Value low = m.fma(m.neg(q), sumLow, m.select(negative, zLow, m.constant(x.getType(), 0)));
  return m.fma(low, m.select(negative, m.sub(one(x), q), q), q);
}

Value kiln::loops::emitTanh(Value x, Arithmetic m) {
  if (isF64(x))
    return math::TanhOp::create(m.builder, m.loc, x);
  static constexpr double kTanh[] = {-0.333333164, 0.133325443, -0.0538475476, 0.021050714,
                                     -0.00624284893};
  Value a = math::AbsFOp::create(m.builder, m.loc, x), square = m.mul(x, x);
  Value small = m.fma(m.mul(m.polynomial(square, kTanh), square), a, a);
  SplitExponential e = splitExp(atMost(m.add(a, a), 40.0, m), m);
  Value z = scaleByNormalPower(m.add(e.rest, 1.0), e.bits, m);
  Value one = m.constant(x.getType(), 1), two = m.constant(x.getType(), 2);
  Value large = m.sub(one, m.div(two, m.add(z, 1.0)));
  Value isSmall = m.compare(CmpFPredicate::OLT, a, m.constant(x.getType(), 0.55));
  return Value(math::CopySignOp::create(m.builder, m.loc, m.select(isSmall, small, large), x));
}
