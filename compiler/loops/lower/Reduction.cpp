// SPDX-License-Identifier: Apache-2.0
//===- Reduction.cpp - elements of reductions: a loop each -----------------===//
#include "compiler/loops/Evaluator.h"

#include <limits>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpFPredicate;
using arith::CmpIPredicate;

namespace {

/// What an empty reduction gives.
Value identityOf(Reduction kind, Type element, Sign sign, Arithmetic m) {
  bool isFloat = isa<FloatType>(element);
  unsigned width = element.getIntOrFloatBitWidth();
  bool isSigned = sign == Sign::isSigned;
  switch (kind) {
  case Reduction::sum:
    return m.constant(element, 0);
  case Reduction::prod:
    return m.constant(element, 1);
  case Reduction::max:
    if (isFloat)
      return m.constant(element, -std::numeric_limits<double>::infinity());
    return m.integer(element, isSigned ? APInt::getSignedMinValue(width).getSExtValue() : 0);
  case Reduction::min:
    if (isFloat)
      return m.constant(element, std::numeric_limits<double>::infinity());
    return m.integer(element, isSigned ? APInt::getSignedMaxValue(width).getSExtValue() : -1);
  case Reduction::any:
    return m.integer(element, 0);
  case Reduction::all:
    return m.integer(element, 1);
  }
  llvm_unreachable("all reductions are listed");
}

Value combine(Reduction kind, Value a, Value b, Sign sign, Arithmetic m) {
  switch (kind) {
  case Reduction::sum:
    return m.add(a, b);
  case Reduction::prod:
    return m.mul(a, b);
  case Reduction::max:
    return m.max(a, b, sign);
  case Reduction::min:
    return m.min(a, b, sign);
  case Reduction::any:
    return m.bitOr(a, b);
  case Reduction::all:
    return m.bitAnd(a, b);
  }
  llvm_unreachable("all reductions are listed");
}

/// The operand's position: `kept` on the axes that stay, `reduced` on the others.
Coordinates bringTogether(ArrayRef<int64_t> axes, ArrayRef<AffineExpr> kept,
                       ArrayRef<AffineExpr> reduced) {
  Coordinates result;
  size_t k = 0, r = 0;
  for (size_t axis = 0; axis < kept.size() + reduced.size(); ++axis)
    result.push_back(llvm::is_contained(axes, int64_t(axis)) ? reduced[r++] : kept[k++]);
  return result;
}

Value reduceElement(ReduceOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto from = tensorOf(op.getOperand());
  Type element = storageElement(from.getElementType());
  Sign sign = signOf(from.getElementType());
  bool isNarrow = isa<FloatType>(element) && element.getIntOrFloatBitWidth() < 32;
  Type wide = isNarrow ? at.builder.getF32Type() : element;
  SmallVector<int64_t> sizes;
  for (int64_t axis : op.getAxes())
    sizes.push_back(from.getDimSize(axis));
  Arithmetic m = at.arithmetic();
  Value init = m.splat(identityOf(op.getKind(), wide, sign, m), at.lanesOf(position));
  SmallVector<Value> results = at.nest(sizes, init, [&](const Coordinates &inner, ValueRange carried) {
    Value value = at.evaluate(op.getOperand(), bringTogether(op.getAxes(), position, inner));
    Arithmetic m = at.arithmetic();
    value = m.convert(value, wide, sign, sign);
    return SmallVector<Value>{combine(op.getKind(), carried[0], value, sign, m)};
  });
  return at.arithmetic().convert(results[0], element, sign, sign);
}

Value argReduceElement(ArgReduceOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto from = tensorOf(op.getOperand());
  Sign sign = signOf(from.getElementType());
  bool isMax = op.getKind() == Reduction::max;
  int64_t axis = op.getAxis(), lanes = at.lanesOf(position);
  auto where = [&](AffineExpr along) {
    return bringTogether(axis, position, along);
  };
  Value first = at.arithmetic().splat(at.evaluate(op.getOperand(), where(at.number(0))), lanes);
  Arithmetic m = at.arithmetic();
  Value zero = m.splat(m.integer(at.builder.getI32Type(), 0), lanes);
  ValueRange results = at.loop(1, from.getDimSize(axis), 1, {first, zero}, [&](Value iv, ValueRange best) {
    AffineExpr along = at.variable(iv, {1, from.getDimSize(axis) - 1});
    Value value = at.evaluate(op.getOperand(), where(along));
    Arithmetic m = at.arithmetic();
    Value better;
    if (Arithmetic::isFloat(value)) {
      // The first NaN wins and stays.
      Value greater = m.compare(isMax ? CmpFPredicate::OGT : CmpFPredicate::OLT, value, best[0]);
      Value bestIsNumber = m.compare(CmpFPredicate::ORD, best[0], best[0]);
      better = m.bitOr(greater, m.bitAnd(m.isNaN(value), bestIsNumber));
    } else {
      bool isSigned = sign == Sign::isSigned;
      better = m.compare(isMax ? (isSigned ? CmpIPredicate::sgt : CmpIPredicate::ugt)
                               : (isSigned ? CmpIPredicate::slt : CmpIPredicate::ult),
                         value, best[0]);
    }
    Value number = m.indexCast(at.index(along), at.builder.getI32Type());
    return SmallVector<Value>{m.select(better, value, best[0]), m.select(better, number, best[1])};
  });
  return results[1];
}

} // namespace

Value kiln::loops::evaluateReduction(OpResult result, ArrayRef<AffineExpr> position, Evaluator &at) {
  if (auto reduce = dyn_cast<ReduceOp>(result.getOwner()))
    return reduceElement(reduce, position, at);
  if (auto best = dyn_cast<ArgReduceOp>(result.getOwner()))
    return argReduceElement(best, position, at);
  return {};
}
