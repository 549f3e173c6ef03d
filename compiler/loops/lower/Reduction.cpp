// SPDX-License-Identifier: Apache-2.0
//===- Reduction.cpp - elements of reductions: a loop each -----------------===//
#include "compiler/loops/Evaluator.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <limits>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpFPredicate;
using arith::CmpIPredicate;

Value kiln::loops::identityOf(Reduction kind, Type element, Sign sign, Arithmetic m) {
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

Value kiln::loops::combine(Reduction kind, Value a, Value b, Sign sign, Arithmetic m) {
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
Type kiln::loops::wideOf(Type element) {
  if (isa<FloatType>(element) && element.getIntOrFloatBitWidth() < 32)
    return Float32Type::get(element.getContext());
  return element;
}

namespace {

/// The operand's position: `kept` on the axes that stay, `reduced` on the others.
Coordinates bringTogether(ArrayRef<int64_t> axes, ArrayRef<AffineExpr> kept,
                       ArrayRef<AffineExpr> reduced) {
  Coordinates result;
  size_t k = 0, r = 0;
  for (size_t axis = 0; axis < kept.size() + reduced.size(); ++axis)
    result.push_back(llvm::is_contained(axes, int64_t(axis)) ? reduced[r++] : kept[k++]);
  return result;
}

/// Whether `op` is computed from one of `others`.
bool dependsOn(Operation *op, ArrayRef<ReduceOp> others) {
  SmallVector<Operation *> open{op};
  llvm::SmallPtrSet<Operation *, 16> seen;
  while (!open.empty()) {
    Operation *next = open.pop_back_val();
    for (Value operand : next->getOperands())
      if (Operation *source = operand.getDefiningOp(); source && seen.insert(source).second) {
        if (llvm::any_of(others, [&](ReduceOp other) { return other == source; }))
          return true;
        open.push_back(source);
      }
  }
  return false;
}

/// The reductions of one space that can share a loop with `op`, which is the first.
SmallVector<ReduceOp> companionsOf(ReduceOp op) {
  SmallVector<ReduceOp> result{op};
  for (auto other : op->getBlock()->getOps<ReduceOp>())
    if (other != op && other.getAxes() == op.getAxes() &&
        tensorOf(other.getOperand()).getShape() == tensorOf(op.getOperand()).getShape() &&
        !dependsOn(other, result) &&
        llvm::none_of(result, [&](ReduceOp r) { return dependsOn(r, other); }))
      result.push_back(other);
  return result;
}

/// Halves combine until one lane is left: the same tree whatever vectors the machine has.
Value combineLanes(Reduction kind, Value value, Sign sign, Arithmetic m) {
  auto type = dyn_cast<VectorType>(value.getType());
  if (!type)
    return value;
  for (int64_t half = type.getNumElements() / 2; half > 0; half /= 2) {
    auto part = [&](int64_t from) -> Value {
      return vector::ExtractStridedSliceOp::create(m.builder, m.loc, value, ArrayRef<int64_t>{from},
                                                   ArrayRef<int64_t>{half}, ArrayRef<int64_t>{1});
    };
    value = combine(kind, part(0), part(half), sign, m);
  }
  return vector::ExtractOp::create(m.builder, m.loc, value, 0);
}

Value reduceElement(ReduceOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto from = tensorOf(op.getOperand());
  SmallVector<int64_t> sizes;
  for (int64_t axis : op.getAxes())
    sizes.push_back(from.getDimSize(axis));
  auto place = [&](ArrayRef<AffineExpr> inner) {
    return bringTogether(op.getAxes(), position, inner);
  };
  SmallVector<ReduceOp> reductions = companionsOf(op);

  // Where the position is one element, lanes run along the reduced axes.
  int64_t lanes = at.lanesOf(position), along = 1;
  unsigned collapsed = sizes.size();
  if (lanes == 1 && !sizes.empty()) {
    int64_t most = 64;
    for (ReduceOp r : reductions) {
      collapsed = std::min(collapsed, at.collapsible(r.getOperand(), sizes, place));
      if (tensorOf(r.getOperand()).getElementTypeBitWidth() > 32)
        most = 32;
    }
    int64_t count = productOf(ArrayRef(sizes).take_back(collapsed));
    along = std::min<int64_t>(most, llvm::PowerOf2Ceil(count));
  }

  SmallVector<Value> inits, identities;
  for (ReduceOp r : reductions) {
    Type element = tensorOf(r.getOperand()).getElementType();
    Arithmetic m = at.arithmetic();
    identities.push_back(identityOf(r.getKind(), wideOf(storageElement(element)), signOf(element), m));
    inits.push_back(m.splat(identities.back(), std::max(lanes, along)));
  }
  auto step = [&](const Coordinates &inner, ValueRange carried) {
    Value mask = along > 1 ? at.restMask() : Value();
    SmallVector<Value> next;
    for (ReduceOp r : reductions)
      at.storeKept(r, place(inner));
    for (auto [r, identity, sum] : llvm::zip_equal(reductions, identities, carried)) {
      Value value = at.evaluate(r.getOperand(), place(inner));
      Arithmetic m = at.arithmetic();
      Sign sign = signOf(tensorOf(r.getOperand()).getElementType());
      value = m.convert(value, Arithmetic::elementOf(identity), sign, sign);
      if (mask)
        value = m.select(mask, value, identity);
      next.push_back(combine(r.getKind(), sum, value, sign, m));
    }
    return next;
  };
  SmallVector<Value> results = along > 1 ? at.vectorNest(sizes, collapsed, along, inits, step)
                                         : at.nest(sizes, inits, step);
  for (auto [r, value] : llvm::zip_equal(reductions, results)) {
    Type element = tensorOf(r.getOperand()).getElementType();
    Arithmetic m = at.arithmetic();
    if (along > 1)
      value = combineLanes(r.getKind(), value, signOf(element), m);
    value = m.convert(value, storageElement(element), signOf(element), signOf(element));
    at.define(r.getResult(), position, value);
  }
  return results.front();
}

Value argReduceElement(ArgReduceOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto from = tensorOf(op.getOperand());
  Sign sign = signOf(from.getElementType());
  bool isMax = op.getKind() == Reduction::max;
  int64_t axis = op.getAxis(), lanes = at.lanesOf(position);
  auto where = [&](AffineExpr along) {
    return bringTogether(axis, position, along);
  };
  Arithmetic m = at.arithmetic();
  Value first = m.splat(m.widen(at.evaluate(op.getOperand(), where(at.number(0)))), lanes);
  Value zero = m.splat(m.integer(at.builder.getI32Type(), 0), lanes);
  ValueRange results = at.loop(1, from.getDimSize(axis), 1, {first, zero}, [&](Value iv, ValueRange best) {
    AffineExpr along = at.variable(iv, {1, from.getDimSize(axis) - 1});
    Arithmetic m = at.arithmetic();
    Value value = m.widen(at.evaluate(op.getOperand(), where(along)));
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
