// SPDX-License-Identifier: Apache-2.0
//===- Elementwise.cpp - derivatives of elementwise ops -------------------===//
#include "compiler/graph/gradients/Gradients.h"

#include "mlir/IR/Matchers.h"

#include <cmath>
#include <numbers>

using namespace mlir;
using namespace kiln;

namespace {

Value one(Vjp &v, Value like) { return v.splat(like.getType(), 1.0); }

/// The exponent, where it is one number known now.
std::optional<double> knownNumber(Value value) {
  DenseElementsAttr elements;
  if (!matchPattern(value, m_Constant(&elements)) || !elements.isSplat())
    return std::nullopt;
  return elements.getSplatValue<APFloat>().convertToDouble();
}

void powGradient(PowOp op, Vjp &v) {
  Value a = op.getLhs(), b = op.getRhs(), g = v.derivative();
  if (v.wants(0)) {
    std::optional<double> exponent = knownNumber(b);
    if (exponent == 0.0) {
      // a^0 is 1 everywhere.
    } else if (exponent == 1.0) {
      v.giveFinite(0, g);
    } else if (exponent == 2.0) {
      v.give(0, v.mul(g, v.scale(a, 2.0)));
    } else {
      Value slope = v.mul(b, v.make<PowOp>(a.getType(), a, v.sub(b, one(v, b))));
      if (!exponent) // 0 * 0^-1 is no number, but a^0 is constant
        slope = v.keep(v.compare(Comparison::ne, b, v.zeros(b.getType())), slope);
      v.give(0, v.mul(g, slope));
    }
  }
  if (v.wants(1)) { // d a^b / db = a^b log a, and 0 at a = 0 where log is not finite
    Value isPositive = v.compare(Comparison::gt, a, v.zeros(a.getType()));
    Value log = v.make<LogOp>(a.getType(), v.select(isPositive, a, one(v, a)));
    v.give(1, v.mul(g, v.mul(op.getResult(), log)));
  }
}

/// max and min: the winner has it all, a tie splits it in half.
template <typename OpType>
void extremeGradient(OpType op, Vjp &v) {
  Value a = op.getLhs(), b = op.getRhs(), g = v.derivative();
  Value tie = v.keep(v.compare(Comparison::eq, a, b), v.scale(g, 0.5));
  constexpr Comparison wins = std::is_same_v<OpType, MaxOp> ? Comparison::gt : Comparison::lt;
  if (v.wants(0))
    v.giveFinite(0, v.select(v.compare(wins, a, b), g, tie));
  if (v.wants(1))
    v.giveFinite(1, v.select(v.compare(wins, b, a), g, tie));
}

void selectGradient(SelectOp op, Vjp &v) {
  Value condition = op.getCondition(), g = v.derivative(), guard = v.guard();
  if (v.wants(1))
    v.giveGuarded(1, v.keep(condition, g), guard ? v.both(guard, condition) : condition);
  if (v.wants(2)) {
    Value other = v.invert(condition);
    v.giveGuarded(2, v.select(condition, v.zeros(g.getType()), g),
                 guard ? v.both(guard, other) : other);
  }
}

void addUnary(GradientRules &rules) {
  rules.add<NegOp>([](NegOp, Vjp &v) { v.giveFinite(0, v.neg(v.derivative())); });
  rules.add<AbsOp>([](AbsOp op, Vjp &v) {
    v.giveFinite(0, v.mul(v.derivative(), v.make<SignOp>(op.getType(), op.getOperand())));
  });
  rules.add<ExpOp>([](ExpOp op, Vjp &v) { v.give(0, v.mul(v.derivative(), op.getResult())); });
  rules.add<Expm1Op>([](Expm1Op op, Vjp &v) {
    v.give(0, v.mul(v.derivative(), v.add(op.getResult(), one(v, op))));
  });
  rules.add<LogOp>([](LogOp op, Vjp &v) { v.give(0, v.div(v.derivative(), op.getOperand())); });
  rules.add<Log1pOp>([](Log1pOp op, Vjp &v) {
    v.give(0, v.div(v.derivative(), v.add(op.getOperand(), one(v, op))));
  });
  rules.add<SqrtOp>([](SqrtOp op, Vjp &v) {
    v.give(0, v.div(v.scale(v.derivative(), 0.5), op.getResult()));
  });
  rules.add<RsqrtOp>([](RsqrtOp op, Vjp &v) { // -y^3 / 2
    Value y = op.getResult();
    v.give(0, v.mul(v.scale(v.derivative(), -0.5), v.mul(y, v.mul(y, y))));
  });
  rules.add<TanhOp>([](TanhOp op, Vjp &v) {
    Value y = op.getResult();
    v.give(0, v.mul(v.derivative(), v.sub(one(v, y), v.mul(y, y))));
  });
  rules.add<SigmoidOp>([](SigmoidOp op, Vjp &v) {
    Value y = op.getResult();
    v.give(0, v.mul(v.derivative(), v.mul(y, v.sub(one(v, y), y))));
  });
  rules.add<ErfOp>([](ErfOp op, Vjp &v) { // 2 / sqrt(pi) * e^(-x^2)
    Value x = op.getOperand();
    Value bell = v.make<ExpOp>(x.getType(), v.neg(v.mul(x, x)));
    v.give(0, v.mul(v.derivative(), v.scale(bell, 2.0 * std::numbers::inv_sqrtpi)));
  });
  rules.add<ErfInvOp>([](ErfInvOp op, Vjp &v) { // sqrt(pi)/2 e^(y^2)
    Value y = op.getResult();
    Value slope = v.scale(v.make<ExpOp>(y.getType(), v.mul(y, y)), 0.5 / std::numbers::inv_sqrtpi);
    v.give(0, v.mul(v.derivative(), slope));
  });
  rules.add<SinOp>([](SinOp op, Vjp &v) {
    v.give(0, v.mul(v.derivative(), v.make<CosOp>(op.getType(), op.getOperand())));
  });
  rules.add<CosOp>([](CosOp op, Vjp &v) {
    v.give(0, v.neg(v.mul(v.derivative(), v.make<SinOp>(op.getType(), op.getOperand()))));
  });
}

void addBinary(GradientRules &rules) {
  rules.add<AddOp>([](AddOp, Vjp &v) {
    v.giveFinite(0, v.derivative());
    v.giveFinite(1, v.derivative());
  });
  rules.add<SubOp>([](SubOp, Vjp &v) {
    v.giveFinite(0, v.derivative());
    if (v.wants(1))
      v.giveFinite(1, v.neg(v.derivative()));
  });
  rules.add<MulOp>([](MulOp op, Vjp &v) {
    if (v.wants(0))
      v.give(0, v.mul(v.derivative(), op.getRhs()));
    if (v.wants(1))
      v.give(1, v.mul(v.derivative(), op.getLhs()));
  });
  rules.add<DivOp>([](DivOp op, Vjp &v) {
    if (v.wants(0))
      v.give(0, v.div(v.derivative(), op.getRhs()));
    if (v.wants(1))
      v.give(1, v.neg(v.mul(v.derivative(), v.div(op.getResult(), op.getRhs()))));
  });
  rules.add<ModOp>([](ModOp op, Vjp &v) { // x - floor(x / y) y
    v.giveFinite(0, v.derivative());
    if (v.wants(1))
      v.give(1, v.neg(v.mul(v.derivative(),
                           v.make<FloorDivOp>(op.getType(), op.getLhs(), op.getRhs()))));
  });
  rules.add<PowOp>(powGradient);
  rules.add<MaxOp>(extremeGradient<MaxOp>);
  rules.add<MinOp>(extremeGradient<MinOp>);
}

} // namespace

void kiln::addElementwiseGradients(GradientRules &rules) {
  addUnary(rules);
  addBinary(rules);
  rules.add<SelectOp>(selectGradient);
  rules.add<ConvertOp>([](ConvertOp op, Vjp &v) { // only floats conduct, and both are floats here
    Value back = v.make<ConvertOp>(op.getOperand().getType(), v.derivative());
    v.giveFinite(0, back);
  });
  // Steps: the derivative is 0 wherever there is one.
  rules.addNone<FloorOp, CeilOp, RoundOp, SignOp, FloorDivOp>();
  // No derivative by integers and bools.
  rules.addNone<NotOp, AndOp, OrOp, XorOp, ShlOp, ShrOp, BitcastOp, CompareOp, ConstantOp, IotaOp>();
}
