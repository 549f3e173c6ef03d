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
  if (isF64(x)) {
    Value z = math::ExpOp::create(m.builder, m.loc, m.neg(math::AbsFOp::create(m.builder, m.loc, x)));
    Value negative = m.compare(CmpFPredicate::OLT, x, m.constant(x.getType(), 0));
    return m.div(m.select(negative, z, one(x)), m.add(z, 1.0));
  }
  // 1 / (1 + (1 + rest) 2^n), e^-x = (1 + rest) 2^n; with 2^-n above and below where n is not negative, so that no power overflows
  // and each is exact.
  SplitExponential e = splitExp(m.neg(atMost(atLeast(x, -104.5, m), 104.5, m)), m);
  Value zero = m.integer(e.bits.getType(), 0);
  Value power = scaleByPower(one(x), m.min(e.bits, m.sub(zero, e.bits)), m);
  Value below = m.compare(CmpFPredicate::OLT, e.power, m.constant(x.getType(), 0));
  Value sum = m.add(m.fma(e.rest, m.select(below, power, one(x)), power), 1.0);
  return m.div(m.select(below, one(x), power), sum);
}

Value kiln::loops::emitTanh(Value x, Arithmetic m) {
  if (isF64(x))
    return math::TanhOp::create(m.builder, m.loc, x);
  // -(e^y - 1) / (e^y + 1), y = -2|x|, e^y = (1 + rest) 2^n: 2^n -+ 1 is exact while it matters, and 0 + rest is near 0.
  Value a = math::AbsFOp::create(m.builder, m.loc, x), one = m.constant(x.getType(), 1);
  SplitExponential e = splitExp(m.neg(atMost(m.add(a, a), 40.0, m)), m);
  Value power = powerOf2(e.bits, m);
  Value q = m.div(m.fma(e.rest, power, m.sub(power, one)), m.fma(e.rest, power, m.add(power, one)));
  return math::CopySignOp::create(m.builder, m.loc, q, x);
}
