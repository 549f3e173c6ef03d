// SPDX-License-Identifier: Apache-2.0
//===- Movement.cpp - elements of ops that move elements -------------------===//
#include "compiler/loops/Evaluator.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpIPredicate;

namespace {

/// Conditions on positions, gathered and met by one guard.
struct Conditions {
  Evaluator &at;
  Value all;
  Coordinates on;
  bool never = false;

  void require(AffineExpr expr, int64_t size) {
    bool outside;
    Value condition = at.inside(at.simplify(expr), size, outside);
    never |= outside;
    if (!condition)
      return;
    all = at.arithmetic().both(all, condition);
    on.push_back(at.simplify(expr));
  }
  /// The element of `value` where the conditions hold, `otherwise` elsewhere.
  Value choose(Value value, ArrayRef<AffineExpr> position, Value otherwise) {
    if (never)
      return otherwise;
    Value element = at.evaluateIf(all, on, value, position);
    return all ? at.arithmetic().select(all, element, otherwise) : element;
  }
};

Coordinates compose(AffineMap map, ArrayRef<AffineExpr> position) {
  Coordinates result;
  for (AffineExpr expr : map.getResults())
    result.push_back(expr.replaceDims(position));
  return result;
}

Value readElement(ReadOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  Coordinates where = compose(op.getMap(), position);
  if (!op.getFill())
    return at.evaluate(op.getOperand(), where);
  auto type = tensorOf(op.getOperand());
  Conditions conditions{at};
  for (auto [expr, size] : llvm::zip_equal(where, type.getShape()))
    conditions.require(expr, size);
  Type element = storageElement(type.getElementType());
  TypedAttr fill = *op.getFill();
  if (auto number = dyn_cast<IntegerAttr>(fill))
    fill = IntegerAttr::get(element, number.getValue());
  return conditions.choose(op.getOperand(), where,
                           arith::ConstantOp::create(at.builder, at.loc, fill));
}

/// Which positions of the operand an accumulation adds to one position of the result: the map turned
/// around as far as it goes, loops over the rest. The operand's axes are the symbols of all expressions.
struct Inverse {
  ArrayRef<int64_t> sizes;
  MLIRContext *context;
  SmallVector<AffineExpr> solved; // for each axis: what it must be, null for a loop
  SmallVector<bool> looped;
  SmallVector<std::pair<AffineExpr, int64_t>> conditions; // expr in [0, size)

  Inverse(ArrayRef<int64_t> sizes, MLIRContext *context)
      : sizes(sizes), context(context), solved(sizes.size()), looped(sizes.size()) {}

  AffineExpr axis(unsigned d) { return getAffineSymbolExpr(d, context); }

  /// `expr` must equal `wanted`.
  void solve(AffineExpr expr, AffineExpr wanted) {
    SmallVector<AffineExpr> known, withoutOpen;
    for (unsigned d = 0; d < sizes.size(); ++d) {
      known.push_back(solved[d] ? solved[d] : axis(d));
      bool isOpen = !solved[d] && !looped[d];
      withoutOpen.push_back(isOpen ? getAffineConstantExpr(0, context) : known[d]);
    }
    SmallVector<std::pair<unsigned, int64_t>> open;
    for (unsigned d = 0; d < sizes.size(); ++d) {
      std::optional<int64_t> factor = factorOf(expr, axis(d));
      if (!factor) { // a division or remainder: try all
        for (unsigned e = 0; e < sizes.size(); ++e)
          looped[e] = looped[e] || (!solved[e] && expr.isFunctionOfSymbol(e));
        conditions.push_back({expr.replaceSymbols(known) - wanted, 1});
        return;
      }
      if (*factor != 0 && !solved[d] && !looped[d])
        open.push_back({d, *factor});
    }
    AffineExpr left = wanted - expr.replaceSymbols(withoutOpen);
    // Digits: each factor exceeds all that the smaller ones can add up to.
    llvm::sort(open, [](auto &a, auto &b) {
      return std::pair(-a.second, a.first) < std::pair(-b.second, b.first);
    });
    bool areDigits = true;
    int64_t below = 0;
    for (auto [d, factor] : llvm::reverse(open)) {
      areDigits &= factor > below;
      below += factor * (sizes[d] - 1);
    }
    if (areDigits) {
      for (auto [d, factor] : open) {
        solved[d] = left.floorDiv(factor);
        left = left % factor;
        conditions.push_back({solved[d], sizes[d]});
      }
      conditions.push_back({left, 1});
      return;
    }
    // Solve for the longest axis, loop over the others.
    auto [pivot, pivotFactor] = *llvm::max_element(
        open, [&](auto &a, auto &b) { return sizes[a.first] < sizes[b.first]; });
    for (auto [d, factor] : open)
      if (d != pivot) {
        looped[d] = true;
        left = left - axis(d) * factor;
      }
    if (pivotFactor < 0)
      left = -left;
    solved[pivot] = left.floorDiv(std::abs(pivotFactor));
    conditions.push_back({left % std::abs(pivotFactor), 1});
    conditions.push_back({solved[pivot], sizes[pivot]});
  }
};

Value accumulateElement(AccumulateOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto from = tensorOf(op.getOperand());
  MLIRContext *context = at.builder.getContext();
  Inverse inverse(from.getShape(), context);
  SmallVector<AffineExpr> axes;
  for (int64_t d = 0; d < from.getRank(); ++d)
    axes.push_back(inverse.axis(d));
  // Axes that the map names alone are solved first: others may then follow from them.
  for (bool plain : {true, false})
    for (auto [expr, wanted] : llvm::zip_equal(op.getMap().getResults(), position))
      if (isa<AffineDimExpr>(expr) == plain)
        inverse.solve(expr.replaceDims(axes), wanted);

  SmallVector<int64_t> sizes;
  for (int64_t d = 0; d < from.getRank(); ++d)
    if (!inverse.solved[d])
      sizes.push_back(from.getDimSize(d));
  Type element = storageElement(from.getElementType());
  Arithmetic m = at.arithmetic();
  Value init = m.splat(m.constant(wideOf(element), 0), at.lanesOf(position));
  SmallVector<Value> sums =
      at.nest(sizes, init, [&](const Coordinates &inner, ValueRange carried) {
        SmallVector<AffineExpr> values;
        unsigned loop = 0;
        for (int64_t d = 0; d < from.getRank(); ++d)
          values.push_back(inverse.solved[d] ? at.number(0) : inner[loop++]);
        Conditions conditions{at};
        for (auto [expr, size] : inverse.conditions)
          conditions.require(expr.replaceSymbols(values), size);
        Coordinates where;
        for (int64_t d = 0; d < from.getRank(); ++d)
          where.push_back(inverse.solved[d] ? inverse.solved[d].replaceSymbols(values) : values[d]);
        Value zero = at.arithmetic().constant(element, 0);
        Value term = conditions.choose(op.getOperand(), where, zero);
        return SmallVector<Value>{at.arithmetic().add(carried[0], at.arithmetic().widen(term))};
      });
  return at.arithmetic().convert(sums[0], element, Sign::isSigned, Sign::isSigned);
}

Value reshapeElement(ReshapeOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  AffineExpr number = at.simplify(
      linearize(position, tensorOf(op.getResult()).getShape(), at.builder.getContext()));
  return at.evaluate(op.getOperand(), delinearize(number, tensorOf(op.getOperand()).getShape()));
}

Value joinElement(JoinOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  int64_t axis = op.getAxis(), end = tensorOf(op.getResult()).getDimSize(axis);
  Value result;
  // From the last piece to the first: each is taken where its coordinate is inside, from 0 up.
  for (Value piece : llvm::reverse(op.getOperands())) {
    int64_t size = tensorOf(piece).getDimSize(axis);
    end -= size;
    if (size == 0)
      continue;
    Coordinates where(position);
    where[axis] = where[axis] - end;
    Conditions conditions{at};
    conditions.require(where[axis], size);
    if (conditions.never)
      continue;
    Value otherwise = result;
    if (!otherwise)
      otherwise = at.arithmetic().constant(
          storageElement(tensorOf(op.getResult()).getElementType()), 0);
    result = conditions.choose(piece, where, otherwise);
  }
  return result;
}

/// The coordinate on `axis` that an index tensor holds, held inside the axis.
AffineExpr indexed(Value indices, ArrayRef<AffineExpr> position, int64_t size, Evaluator &at) {
  Value raw = at.evaluate(indices, position);
  Arithmetic m = at.arithmetic();
  raw = m.min(m.max(raw, m.integer(raw.getType(), 0)), m.integer(raw.getType(), size - 1));
  if (Arithmetic::isVector(raw))
    return at.variable(raw, {0, size - 1});
  return at.variable(m.indexCast(raw, at.builder.getIndexType()), {0, size - 1});
}

Value gatherElement(GatherOp op, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto whole = tensorOf(op.getOperand());
  auto index = tensorOf(op.getIndices().front());
  ArrayRef<AffineExpr> picked = position.take_front(index.getRank());
  Coordinates where;
  size_t rest = index.getRank(), chosen = 0;
  for (int64_t axis = 0; axis < whole.getRank(); ++axis) {
    if (axis < int64_t(op.getBatch()))
      where.push_back(position[axis]);
    else if (llvm::is_contained(op.getAxes(), axis))
      where.push_back(indexed(op.getIndices()[chosen++], picked, whole.getDimSize(axis), at));
    else
      where.push_back(position[rest++]);
  }
  return at.evaluate(op.getOperand(), where);
}

} // namespace

Value kiln::loops::evaluateMovement(OpResult result, ArrayRef<AffineExpr> position, Evaluator &at) {
  Operation *op = result.getOwner();
  if (auto read = dyn_cast<ReadOp>(op))
    return readElement(read, position, at);
  if (auto accumulate = dyn_cast<AccumulateOp>(op))
    return accumulateElement(accumulate, position, at);
  if (auto reshape = dyn_cast<ReshapeOp>(op))
    return reshapeElement(reshape, position, at);
  if (auto join = dyn_cast<JoinOp>(op))
    return joinElement(join, position, at);
  if (auto gather = dyn_cast<GatherOp>(op))
    return gatherElement(gather, position, at);
  return {};
}
