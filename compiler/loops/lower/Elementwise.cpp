// SPDX-License-Identifier: Apache-2.0
//===- Elementwise.cpp - elements of elementwise ops -----------------------===//
#include "compiler/loops/Evaluator.h"
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/Math/IR/Math.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpFPredicate;
using arith::CmpIPredicate;

namespace {

CmpFPredicate floatPredicate(Comparison comparison) {
  switch (comparison) {
  case Comparison::eq:
    return CmpFPredicate::OEQ;
  case Comparison::ne:
    return CmpFPredicate::UNE;
  case Comparison::lt:
    return CmpFPredicate::OLT;
  case Comparison::le:
    return CmpFPredicate::OLE;
  case Comparison::gt:
    return CmpFPredicate::OGT;
  case Comparison::ge:
    return CmpFPredicate::OGE;
  }
  llvm_unreachable("all comparisons are listed");
}
CmpIPredicate integerPredicate(Comparison comparison, Sign sign) {
  bool isSigned = sign == Sign::isSigned;
  switch (comparison) {
  case Comparison::eq:
    return CmpIPredicate::eq;
  case Comparison::ne:
    return CmpIPredicate::ne;
  case Comparison::lt:
    return isSigned ? CmpIPredicate::slt : CmpIPredicate::ult;
  case Comparison::le:
    return isSigned ? CmpIPredicate::sle : CmpIPredicate::ule;
  case Comparison::gt:
    return isSigned ? CmpIPredicate::sgt : CmpIPredicate::ugt;
  case Comparison::ge:
    return isSigned ? CmpIPredicate::sge : CmpIPredicate::uge;
  }
  llvm_unreachable("all comparisons are listed");
}

Value signOfNumber(Value x, Sign sign, Arithmetic m) {
  Value zero = m.constant(x.getType(), 0), one = m.constant(x.getType(), 1);
  if (!Arithmetic::isFloat(x)) {
    if (sign == Sign::isUnsigned)
      return m.select(m.compare(CmpIPredicate::ne, x, zero), one, zero);
    Value negative = m.select(m.compare(CmpIPredicate::slt, x, zero), m.integer(x.getType(), -1), zero);
    return m.select(m.compare(CmpIPredicate::sgt, x, zero), one, negative);
  }
  // x itself where neither holds: 0 keeps its sign, NaN stays.
  Value negative = m.select(m.compare(CmpFPredicate::OLT, x, zero), m.constant(x.getType(), -1), x);
  return m.select(m.compare(CmpFPredicate::OGT, x, zero), one, negative);
}

/// Floor of x / y and what is left, for integers; both 0 where y is.
std::pair<Value, Value> divideIntegers(Value x, Value y, Sign sign, Arithmetic m) {
  Type type = x.getType();
  Value zero = m.integer(type, 0), one = m.integer(type, 1);
  Value byZero = m.compare(CmpIPredicate::eq, y, zero), quotient, rest;
  if (sign == Sign::isUnsigned) {
    Value safe = m.select(byZero, one, y);
    quotient = arith::DivUIOp::create(m.builder, m.loc, x, safe);
    rest = arith::RemUIOp::create(m.builder, m.loc, x, safe);
  } else {
    // The least number divided by -1 traps, so -1 is taken apart.
    Value minusOne = m.compare(CmpIPredicate::eq, y, m.integer(type, -1));
    Value safe = m.select(m.bitOr(byZero, minusOne), one, y);
    quotient = arith::DivSIOp::create(m.builder, m.loc, x, safe);
    rest = arith::RemSIOp::create(m.builder, m.loc, x, safe);
    Value otherSign = m.compare(CmpIPredicate::slt, m.bitXor(rest, safe), zero);
    Value lower = m.bitAnd(m.compare(CmpIPredicate::ne, rest, zero), otherSign);
    quotient = m.select(lower, m.sub(quotient, one), quotient);
    rest = m.select(lower, m.add(rest, safe), rest);
    quotient = m.select(minusOne, m.sub(zero, x), quotient);
  }
  return {m.select(byZero, zero, quotient), m.select(byZero, zero, rest)};
}

/// x moved by y bits: up, down, or down with the sign. Amounts outside of the width move everything out.
Value shift(Value x, Value y, bool up, Sign sign, Arithmetic m) {
  m.unify(x, y);
  Type type = x.getType();
  int64_t width = Arithmetic::elementOf(x).getIntOrFloatBitWidth();
  Value fits = m.compare(CmpIPredicate::ult, y, m.integer(type, width));
  if (!up && sign == Sign::isSigned) // all bits are the sign from width - 1 on
    return arith::ShRSIOp::create(m.builder, m.loc, x, m.select(fits, y, m.integer(type, width - 1)));
  Value zero = m.integer(type, 0), by = m.select(fits, y, zero), moved;
  if (up)
    moved = arith::ShLIOp::create(m.builder, m.loc, x, by);
  else
    moved = arith::ShRUIOp::create(m.builder, m.loc, x, by);
  return m.select(fits, moved, zero);
}

Value absolute(Value x, Sign sign, Arithmetic m) {
  if (Arithmetic::isFloat(x))
    return math::AbsFOp::create(m.builder, m.loc, x);
  if (sign == Sign::isUnsigned)
    return x;
  return m.select(m.compare(CmpIPredicate::slt, x, m.integer(x.getType(), 0)), m.neg(x), x);
}

Value constantElement(ConstantOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto elements = cast<DenseElementsAttr>(op.getValue());
  Type type = storageElement(tensorOf(op.getResult()).getElementType());
  Arithmetic m = at.arithmetic();
  auto make = [&](Attribute element) -> Value {
    if (auto number = dyn_cast<FloatAttr>(element))
      return arith::ConstantOp::create(at.builder, at.loc, number);
    APInt bits = cast<IntegerAttr>(element).getValue();
    return arith::ConstantOp::create(at.builder, at.loc, IntegerAttr::get(type, bits));
  };
  if (elements.isSplat())
    return make(elements.getSplatValue<Attribute>());
  // A short table: each element chosen by its number.
  AffineExpr number = at.simplify(linearize(position, tensorOf(op.getResult()).getShape(), at.builder.getContext()));
  Value result;
  for (auto [i, element] : llvm::enumerate(elements.getValues<Attribute>())) {
    Value value = make(element);
    if (!result) {
      result = value;
      continue;
    }
    Value chosen = m.compare(CmpIPredicate::eq, at.index(number),
                             m.integer(at.index(number).getType(), int64_t(i)));
    result = m.select(chosen, value, result);
  }
  return result;
}

} // namespace

/// The op on elements that its arithmetic is done in.
static Value compute(OpBuilder &b, Operation *op, ValueRange in) {
  Arithmetic m(b, op->getLoc());
  Type operandElement = tensorOf(op->getOperand(0)).getElementType();
  Sign sign = signOf(operandElement);
  Type element = tensorOf(op->getResult(0)).getElementType(), type = in[0].getType();
  bool isFloat = isa<FloatType>(operandElement);
  return TypeSwitch<Operation *, Value>(op)
      .Case([&](ExpOp) { return emitExp(in[0], m); })
      .Case([&](Expm1Op) { return emitExpm1(in[0], m); })
      .Case([&](LogOp) { return emitLog(in[0], m); })
      .Case([&](Log1pOp) { return emitLog1p(in[0], m); })
      .Case([&](SqrtOp) { return math::SqrtOp::create(b, m.loc, in[0]); })
      .Case([&](RsqrtOp) {
        return m.div(m.constant(type, 1), math::SqrtOp::create(b, m.loc, in[0]));
      })
      .Case([&](TanhOp) { return emitTanh(in[0], m); })
      .Case([&](SigmoidOp) { return emitSigmoid(in[0], m); })
      .Case([&](ErfOp) { return emitErf(in[0], m); })
      .Case([&](ErfInvOp) { return emitErfInv(in[0], m); })
      .Case([&](SinOp) { return emitSin(in[0], m); })
      .Case([&](CosOp) { return emitCos(in[0], m); })
      .Case([&](FloorOp) { return math::FloorOp::create(b, m.loc, in[0]); })
      .Case([&](CeilOp) { return math::CeilOp::create(b, m.loc, in[0]); })
      .Case([&](RoundOp) { return math::RoundEvenOp::create(b, m.loc, in[0]); })
      .Case([&](NegOp) { return m.neg(in[0]); })
      .Case([&](AbsOp) { return absolute(in[0], sign, m); })
      .Case([&](SignOp) { return signOfNumber(in[0], sign, m); })
      .Case([&](NotOp) { return m.bitXor(in[0], m.integer(type, -1)); })
      .Case([&](AddOp) { return m.add(in[0], in[1]); })
      .Case([&](SubOp) { return m.sub(in[0], in[1]); })
      .Case([&](MulOp) { return m.mul(in[0], in[1]); })
      .Case([&](DivOp) { return m.div(in[0], in[1]); })
      .Case([&](FloorDivOp) -> Value {
        if (!isFloat)
          return divideIntegers(in[0], in[1], sign, m).first;
        return math::FloorOp::create(b, m.loc, m.div(in[0], in[1]));
      })
      .Case([&](ModOp) -> Value {
        if (!isFloat)
          return divideIntegers(in[0], in[1], sign, m).second;
        Value whole = math::FloorOp::create(b, m.loc, m.div(in[0], in[1]));
        return m.sub(in[0], m.mul(whole, in[1]));
      })
      .Case([&](PowOp) { return emitPow(in[0], in[1], m); })
      .Case([&](MaxOp) { return m.max(in[0], in[1], sign); })
      .Case([&](MinOp) { return m.min(in[0], in[1], sign); })
      .Case([&](AndOp) { return m.bitAnd(in[0], in[1]); })
      .Case([&](OrOp) { return m.bitOr(in[0], in[1]); })
      .Case([&](XorOp) { return m.bitXor(in[0], in[1]); })
      .Case([&](ShlOp) { return shift(in[0], in[1], true, sign, m); })
      .Case([&](ShrOp) { return shift(in[0], in[1], false, sign, m); })
      .Case([&](BitcastOp) {
        Type to = storageElement(element);
        return Arithmetic::elementOf(in[0]) == to ? in[0] : m.bitcast(in[0], to);
      })
      .Case([&](CompareOp compare) {
        if (isFloat)
          return m.compare(floatPredicate(compare.getPredicate()), in[0], in[1]);
        return m.compare(integerPredicate(compare.getPredicate(), sign), in[0], in[1]);
      })
      .Case([&](SelectOp) { return m.select(in[0], in[1], in[2]); })
      .Case([&](ConvertOp) {
        return m.convert(in[0], storageElement(element), sign, signOf(element));
      })
      .Default(Value());
}

Value kiln::loops::elementwise(OpBuilder &b, Operation *op, ValueRange in) {
  // Arithmetic on narrow floats is that of f32 and one more rounding, which comes to the same as rounding once.
  if (isa<ConvertOp, BitcastOp, SelectOp>(op))
    return compute(b, op, in);
  Arithmetic m(b, op->getLoc());
  SmallVector<Value> wide;
  for (Value operand : in)
    wide.push_back(m.widen(operand));
  Value result = compute(b, op, wide);
  Type element = tensorOf(op->getResult(0)).getElementType();
  return result && Arithmetic::isNarrowFloat(element) ? m.convert(result, element, Sign::isSigned, Sign::isSigned) : result;
}

Value kiln::loops::evaluateElementwise(OpResult result, ArrayRef<AffineExpr> position, Evaluator &at) {
  Operation *op = result.getOwner();
  if (auto constant = dyn_cast<ConstantOp>(op))
    return constantElement(constant, position, at);
  Type element = tensorOf(result).getElementType();
  if (auto iota = dyn_cast<IotaOp>(op)) {
    Arithmetic m = at.arithmetic();
    Value number = m.indexCast(at.index(position[iota.getAxis()]), at.builder.getI32Type());
    return m.convert(number, storageElement(element), Sign::isSigned, signOf(element));
  }
  if (!op->hasTrait<OpTrait::Elementwise>())
    return {};
  SmallVector<Value> in;
  for (Value operand : op->getOperands())
    in.push_back(at.evaluate(operand, position));
  return elementwise(at.builder, op, in);
}
