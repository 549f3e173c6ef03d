// SPDX-License-Identifier: Apache-2.0
//===- Elementwise.cpp ----------------------------------------------------===//
#include "dialects/kiln/reference/Base.h"

#include "llvm/ADT/TypeSwitch.h"

#include <cmath>
#include <limits>
#include <numbers>

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

// Integers are computed modulo 2^64 and wrapped to their width afterwards.
static int64_t wrapping(uint64_t value) { return static_cast<int64_t>(value); }

static double sigmoid(double x) {
  double e = std::exp(-std::fabs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}
static double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
static double floorMod(double x, double y) {
  double rest = std::fmod(x, y);
  return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}
static double greater(double x, double y) {
  if (std::isnan(x) || std::isnan(y))
    return std::numeric_limits<double>::quiet_NaN();
  return x == y ? (std::signbit(x) ? y : x) : std::fmax(x, y);
}
static double smaller(double x, double y) { return -greater(-x, -y); }

static int64_t floorDiv(int64_t x, int64_t y) {
  if (y == 0)
    return 0;
  if (y == -1)
    return wrapping(-static_cast<uint64_t>(x));
  return x / y - (x % y != 0 && (x < 0) != (y < 0));
}
static int64_t floorMod(int64_t x, int64_t y) {
  if (y == 0 || y == -1)
    return 0;
  int64_t rest = x % y;
  return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}

/// Halley's rule on erf, and on erfc where erf is close to 1, from an approximation by S. Winitzki.
static double erfInv(double x) {
  double a = std::fabs(x);
  if (!(a < 1))
    return a == 1 ? x * std::numeric_limits<double>::infinity()
                  : std::numeric_limits<double>::quiet_NaN();
  double l = std::log1p(-a * a), t = 2 / (std::numbers::pi * 0.147) + l / 2;
  double y = std::sqrt(std::sqrt(t * t - l / 0.147) - t);
  for (int step = 0; step < 4 && a > 0; ++step) {
    double miss = a < 0.5 ? std::erf(y) - a : (1 - a) - std::erfc(y);
    double slope = std::numbers::inv_sqrtpi * 2 * std::exp(-y * y);
    double newton = miss / slope;
    y -= newton / (1 + y * newton);
  }
  return std::copysign(y, x);
}
static int64_t shiftLeft(int64_t x, int64_t by, unsigned width) {
  return by < 0 || by >= width ? 0 : wrapping(uint64_t(x) << by);
}
/// `x` is extended as its type says, so one shift serves both.
static int64_t shiftRight(int64_t x, int64_t by, unsigned width, bool isSigned) {
  if (by >= 0 && by < width)
    return isSigned ? x >> by : wrapping(uint64_t(x) >> by);
  return isSigned && x < 0 ? -1 : 0;
}

template <typename Floats, typename Ints>
static Outcome unary(Operation *op, const Frame &frame, Floats floats, Ints ints) {
  const HostTensor &x = frame.get(op->getOperand(0));
  HostTensor y(tensorOf(op->getResult(0)));
  if (y.isFloat())
    llvm::transform(x.floats, y.floats.begin(), floats);
  else
    llvm::transform(x.ints, y.ints.begin(), ints);
  return one(std::move(y));
}
template <typename Floats>
static Outcome unary(Operation *op, const Frame &frame, Floats floats) {
  return unary(op, frame, floats, [](int64_t x) { return x; });
}

template <typename Floats, typename Ints>
static Outcome binary(Operation *op, const Frame &frame, Floats floats, Ints ints) {
  const HostTensor &a = frame.get(op->getOperand(0)), &b = frame.get(op->getOperand(1));
  HostTensor y(tensorOf(op->getResult(0)));
  if (y.isFloat())
    std::transform(a.floats.begin(), a.floats.end(), b.floats.begin(), y.floats.begin(), floats);
  else
    std::transform(a.ints.begin(), a.ints.end(), b.ints.begin(), y.ints.begin(), ints);
  return one(std::move(y));
}
template <typename Floats>
static Outcome binaryFloat(Operation *op, const Frame &frame, Floats floats) {
  return binary(op, frame, floats, [](int64_t x, int64_t) { return x; });
}
template <typename Ints>
static Outcome binaryBits(Operation *op, const Frame &frame, Ints ints) {
  return binary(op, frame, [](double x, double) { return x; }, ints);
}

template <typename T>
static bool holds(Comparison predicate, T a, T b) {
  switch (predicate) {
  case Comparison::eq:
    return a == b;
  case Comparison::ne:
    return a != b;
  case Comparison::lt:
    return a < b;
  case Comparison::le:
    return a <= b;
  case Comparison::gt:
    return a > b;
  case Comparison::ge:
    return a >= b;
  }
  return false;
}

static Outcome compare(CompareOp op, const Frame &frame) {
  const HostTensor &a = frame.get(op.getLhs()), &b = frame.get(op.getRhs());
  HostTensor y(tensorOf(op.getResult()));
  for (int64_t i = 0, n = y.size(); i < n; ++i)
    y.ints[i] = a.isFloat() ? holds(op.getPredicate(), a.floats[i], b.floats[i])
                            : holds(op.getPredicate(), a.ints[i], b.ints[i]);
  return one(std::move(y));
}

static Outcome select(SelectOp op, const Frame &frame) {
  const HostTensor &condition = frame.get(op.getCondition());
  const HostTensor &a = frame.get(op.getWhenTrue()), &b = frame.get(op.getWhenFalse());
  HostTensor y(tensorOf(op.getResult()));
  for (int64_t i = 0, n = y.size(); i < n; ++i)
    if (y.isFloat())
      y.floats[i] = condition.ints[i] ? a.floats[i] : b.floats[i];
    else
      y.ints[i] = condition.ints[i] ? a.ints[i] : b.ints[i];
  return one(std::move(y));
}

/// Truncates towards zero and saturates; NaN gives 0.
static int64_t toInteger(Type element, double x) {
  if (element.isInteger(1))
    return x != 0;
  if (std::isnan(x))
    return 0;
  unsigned width = element.getIntOrFloatBitWidth();
  bool isUnsigned = element.isUnsignedInteger();
  double limit = std::ldexp(1.0, isUnsigned ? width : width - 1);
  if (x <= (isUnsigned ? 0 : -limit))
    return isUnsigned ? 0 : width == 64 ? INT64_MIN : -(int64_t(1) << (width - 1));
  if (x >= limit)
    return isUnsigned    ? (int64_t(1) << width) - 1
           : width == 64 ? INT64_MAX
                         : (int64_t(1) << (width - 1)) - 1;
  return static_cast<int64_t>(x);
}

static Outcome convert(ConvertOp op, const Frame &frame) {
  const HostTensor &x = frame.get(op.getOperand());
  HostTensor y(tensorOf(op.getResult()));
  Type element = y.type.getElementType();
  for (int64_t i = 0, n = y.size(); i < n; ++i)
    if (x.isFloat() && y.isFloat())
      y.floats[i] = x.floats[i];
    else if (x.isFloat())
      y.ints[i] = toInteger(element, x.floats[i]);
    else if (y.isFloat()) // straight to f32: by way of double it would be rounded twice
      y.floats[i] = element.isF32() ? static_cast<float>(x.ints[i]) : double(x.ints[i]);
    else
      y.ints[i] = element.isInteger(1) ? x.ints[i] != 0 : x.ints[i];
  return one(std::move(y));
}

static Outcome bitcast(BitcastOp op, const Frame &frame) {
  return one(*HostTensor::fromBytes(tensorOf(op.getResult()), frame.get(op.getOperand()).toBytes()));
}

static Outcome iota(IotaOp op) {
  HostTensor y(tensorOf(op.getResult()));
  int64_t inner = stridesOf(y.shape())[op.getAxis()], count = y.shape()[op.getAxis()];
  for (int64_t i = 0, n = y.size(); i < n; ++i)
    if (y.isFloat())
      y.floats[i] = double(i / inner % count);
    else
      y.ints[i] = i / inner % count;
  return one(std::move(y));
}

static Outcome constant(ConstantOp op) {
  FailureOr<HostTensor> value = HostTensor::fromAttribute(op.getValue());
  if (failed(value))
    return Outcome(op.emitError("holds no elements that can be read"));
  return one(std::move(*value));
}

using D = double;
using I = int64_t;

static Outcome evaluateFloat(Operation *op, const Frame &f) {
  return TypeSwitch<Operation *, Outcome>(op)
      .Case([&](ExpOp) { return unary(op, f, [](D x) { return std::exp(x); }); })
      .Case([&](Expm1Op) { return unary(op, f, [](D x) { return std::expm1(x); }); })
      .Case([&](LogOp) { return unary(op, f, [](D x) { return std::log(x); }); })
      .Case([&](Log1pOp) { return unary(op, f, [](D x) { return std::log1p(x); }); })
      .Case([&](SqrtOp) { return unary(op, f, [](D x) { return std::sqrt(x); }); })
      .Case([&](RsqrtOp) { return unary(op, f, [](D x) { return 1 / std::sqrt(x); }); })
      .Case([&](TanhOp) { return unary(op, f, [](D x) { return std::tanh(x); }); })
      .Case([&](SigmoidOp) { return unary(op, f, sigmoid); })
      .Case([&](ErfOp) { return unary(op, f, [](D x) { return std::erf(x); }); })
      .Case([&](ErfInvOp) { return unary(op, f, erfInv); })
      .Case([&](SinOp) { return unary(op, f, [](D x) { return std::sin(x); }); })
      .Case([&](CosOp) { return unary(op, f, [](D x) { return std::cos(x); }); })
      .Case([&](FloorOp) { return unary(op, f, [](D x) { return std::floor(x); }); })
      .Case([&](CeilOp) { return unary(op, f, [](D x) { return std::ceil(x); }); })
      .Case([&](RoundOp) { return unary(op, f, [](D x) { return std::nearbyint(x); }); })
      .Case([&](DivOp) { return binaryFloat(op, f, [](D a, D b) { return a / b; }); })
      .Case([&](PowOp) { return binaryFloat(op, f, [](D a, D b) { return std::pow(a, b); }); })
      .Default(Outcome());
}

static Outcome evaluateNumber(Operation *op, const Frame &f) {
  return TypeSwitch<Operation *, Outcome>(op)
      .Case([&](NegOp) {
        return unary(op, f, [](D x) { return -x; }, [](I x) { return wrapping(-uint64_t(x)); });
      })
      .Case([&](AbsOp) {
        return unary(
            op, f, [](D x) { return std::fabs(x); },
            [](I x) { return x < 0 ? wrapping(-uint64_t(x)) : x; });
      })
      .Case([&](SignOp) {
        return unary(op, f, [](D x) { return sign(x); }, [](I x) { return I((x > 0) - (x < 0)); });
      })
      .Case([&](AddOp) {
        return binary(
            op, f, [](D a, D b) { return a + b; },
            [](I a, I b) { return wrapping(uint64_t(a) + uint64_t(b)); });
      })
      .Case([&](SubOp) {
        return binary(
            op, f, [](D a, D b) { return a - b; },
            [](I a, I b) { return wrapping(uint64_t(a) - uint64_t(b)); });
      })
      .Case([&](MulOp) {
        return binary(
            op, f, [](D a, D b) { return a * b; },
            [](I a, I b) { return wrapping(uint64_t(a) * uint64_t(b)); });
      })
      .Case([&](FloorDivOp) {
        return binary(
            op, f, [](D a, D b) { return std::floor(a / b); },
            [](I a, I b) { return floorDiv(a, b); });
      })
      .Case([&](ModOp) {
        return binary(
            op, f, [](D a, D b) { return floorMod(a, b); },
            [](I a, I b) { return floorMod(a, b); });
      })
      .Case([&](MaxOp) {
        return binary(op, f, greater, [](I a, I b) { return std::max(a, b); });
      })
      .Case([&](MinOp) {
        return binary(op, f, smaller, [](I a, I b) { return std::min(a, b); });
      })
      .Default(Outcome());
}

static Outcome shift(Operation *op, const Frame &f) {
  Type element = tensorOf(op->getResult(0)).getElementType();
  unsigned width = element.getIntOrFloatBitWidth();
  if (isa<ShlOp>(op))
    return binaryBits(op, f, [=](I a, I b) { return shiftLeft(a, b, width); });
  bool isSigned = !element.isUnsignedInteger();
  return binaryBits(op, f, [=](I a, I b) { return shiftRight(a, b, width, isSigned); });
}

Outcome kiln::reference::evaluateElementwise(Operation *op, const Frame &f) {
  if (Outcome outcome = evaluateNumber(op, f))
    return outcome;
  if (Outcome outcome = evaluateFloat(op, f))
    return outcome;
  return TypeSwitch<Operation *, Outcome>(op)
      .Case([&](NotOp) {
        bool isBool = tensorOf(op->getResult(0)).getElementType().isInteger(1);
        return unary(op, f, [](D x) { return x; }, [=](I x) { return isBool ? !x : ~x; });
      })
      .Case([&](AndOp) { return binaryBits(op, f, [](I a, I b) { return a & b; }); })
      .Case([&](OrOp) { return binaryBits(op, f, [](I a, I b) { return a | b; }); })
      .Case([&](XorOp) { return binaryBits(op, f, [](I a, I b) { return a ^ b; }); })
      .Case<ShlOp, ShrOp>([&](Operation *) { return shift(op, f); })
      .Case([&](BitcastOp same) { return bitcast(same, f); })
      .Case([&](CompareOp compared) { return compare(compared, f); })
      .Case([&](SelectOp selected) { return select(selected, f); })
      .Case([&](ConvertOp converted) { return convert(converted, f); })
      .Case([&](IotaOp counted) { return iota(counted); })
      .Case([&](ConstantOp known) { return constant(known); })
      .Default(Outcome());
}
