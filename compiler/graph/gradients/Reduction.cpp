// SPDX-License-Identifier: Apache-2.0
//===- Reduction.cpp - derivatives of reductions --------------------------===//
#include "compiler/graph/gradients/Gradients.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace kiln;

/// All of it to the first winner in row-major order of the reduced axes.
static void extremeGradient(ReduceOp op, Vjp &v) {
  Value x = op.getOperand();
  ArrayRef<int64_t> axes = op.getAxes(), shape = tensorOf(x).getShape();
  Value isBest = v.compare(Comparison::eq, x, v.spread(op.getResult(), axes, shape));
  Value place = v.position(shape, axes);
  int64_t count = 1;
  for (int64_t axis : axes)
    count *= shape[axis];
  Value candidate = v.select(isBest, place, v.splat(place.getType(), double(count)));
  Value first = v.spread(v.reduce(Reduction::min, candidate, axes), axes, shape);
  Value isFirst = v.compare(Comparison::eq, place, first);
  Value guard = v.guard() ? v.both(isFirst, v.spread(v.guard(), axes, shape)) : isFirst;
  v.giveGuarded(0, v.keep(isFirst, v.spread(v.derivative(), axes, shape)), guard);
}

/// `operand` at t + step along `axis`, `fill` outside.
static Value shifted(Vjp &v, Value operand, int64_t axis, int64_t step, double fill = 0) {
  auto type = tensorOf(operand);
  AffineMap map = v.builder.getMultiDimIdentityMap(type.getRank());
  SmallVector<AffineExpr> coordinates(map.getResults());
  coordinates[axis] = coordinates[axis] + step;
  map = AffineMap::get(type.getRank(), 0, coordinates, v.builder.getContext());
  Type element = type.getElementType();
  TypedAttr outside = isa<FloatType>(element) ? TypedAttr(v.builder.getFloatAttr(element, fill))
                                              : TypedAttr(v.builder.getIntegerAttr(element, fill));
  return v.make<ReadOp>(type, operand, map, outside);
}
/// Where an element is the first along `axis` (the last, if `reverse`).
static Value isStart(Vjp &v, RankedTensorType type, int64_t axis, bool reverse) {
  Value at = v.iota(withElement(type, v.builder.getI32Type()), axis);
  double start = reverse ? double(type.getDimSize(axis) - 1) : 0;
  return v.compare(Comparison::eq, at, v.splat(at.getType(), start));
}

/// The product of all the others: of those before, times those behind, as two recurrences along the reduced
/// elements in one axis. Exact where elements are 0, at any order.
static void productGradient(ReduceOp op, Vjp &v) {
  Value x = op.getOperand();
  ArrayRef<int64_t> axes = op.getAxes(), shape = tensorOf(x).getShape();
  MLIRContext *context = op.getContext();
  SmallVector<int64_t> order, moved, flat;
  for (int64_t axis = 0; axis < int64_t(shape.size()); ++axis)
    if (!llvm::is_contained(axes, axis))
      order.push_back(axis);
  for (int64_t axis : order)
    flat.push_back(shape[axis]);
  int64_t kept = order.size(), count = 1;
  llvm::append_range(order, axes);
  SmallVector<AffineExpr> to(shape.size()), back;
  for (auto [i, axis] : llvm::enumerate(order)) {
    moved.push_back(shape[axis]);
    to[axis] = v.builder.getAffineDimExpr(i);
    back.push_back(v.builder.getAffineDimExpr(axis));
    if (int64_t(i) >= kept)
      count *= shape[axis];
  }
  flat.push_back(count);
  auto line = RankedTensorType::get(flat, tensorOf(x).getElementType());
  Value rows = v.read(x, AffineMap::get(moved.size(), 0, to, context), moved);
  rows = v.make<ReshapeOp>(line, rows);
  Value others;
  for (bool reverse : {false, true}) {
    Value decay = shifted(v, rows, kept, reverse ? 1 : -1);
    Value start = v.keep(isStart(v, line, kept, reverse), v.splat(line, 1.0));
    Value product = v.make<RecurOp>(line, decay, start, uint64_t(kept), reverse);
    others = others ? v.mul(others, product) : product;
  }
  others = v.make<ReshapeOp>(RankedTensorType::get(moved, line.getElementType()), others);
  others = v.read(others, AffineMap::get(shape.size(), 0, back, context), shape);
  v.giveGuarded(0, v.mul(v.spread(v.derivative(), axes, shape), others), {});
}

/// l[t] = y'[t] + decay[t+1] l[t+1] is the derivative by input[t], and l[t] y[t-1] that by decay[t].
static void recurGradient(RecurOp op, Vjp &v) {
  int64_t axis = op.getAxis(), next = op.getReverse() ? -1 : 1;
  Value decay = op.getDecay();
  // The decay that comes in from outside meets nothing: a splat may stay one.
  if (DenseElementsAttr known; !matchPattern(decay, m_Constant(&known)) || !known.isSplat())
    decay = shifted(v, decay, axis, next);
  Value back = v.make<RecurOp>(op.getType(), decay, v.derivative(), op.getAxis(), !op.getReverse());
  if (v.wants(0))
    v.giveGuarded(0, v.mul(back, shifted(v, op.getResult(), axis, -next)), {});
  v.giveGuarded(1, back, {});
}

/// To the element that is the greatest so far: a scatter by the positions of the records.
static void cumulateGradient(CumulateOp op, Vjp &v) {
  auto type = op.getType();
  int64_t axis = op.getAxis(), rank = type.getRank();
  bool reverse = op.getReverse();
  Value before = shifted(v, op.getResult(), axis, reverse ? 1 : -1);
  Comparison wins = op.getKind() == Reduction::max ? Comparison::gt : Comparison::lt;
  Value isRecord = v.either(v.compare(wins, op.getOperand(), before), isStart(v, type, axis, reverse));
  Value at = v.iota(withElement(type, v.builder.getI32Type()), axis);
  Value start = v.splat(at.getType(), reverse ? double(type.getDimSize(axis) - 1) : 0);
  Value winner = v.make<CumulateOp>(at.getType(), reverse ? Reduction::min : Reduction::max,
                                    v.select(isRecord, at, start), op.getAxis(), reverse);
  // The axis goes last, behind the batch of all others, and back.
  SmallVector<AffineExpr> there, back;
  SmallVector<int64_t> moved;
  for (int64_t i = 0; i < rank; ++i)
    if (i != axis) {
      there.push_back(v.builder.getAffineDimExpr(moved.size()));
      back.push_back(v.builder.getAffineDimExpr(i));
      moved.push_back(type.getDimSize(i));
    }
  there.insert(there.begin() + axis, v.builder.getAffineDimExpr(rank - 1));
  back.push_back(v.builder.getAffineDimExpr(axis));
  moved.push_back(type.getDimSize(axis));
  auto move = [&](Value value) {
    return v.read(value, AffineMap::get(rank, 0, there, op.getContext()), moved);
  };
  Value sums = v.make<ScatterOp>(RankedTensorType::get(moved, type.getElementType()),
                                 move(v.derivative()), move(winner), ArrayRef<int64_t>{rank - 1},
                                 uint64_t(rank - 1));
  v.giveGuarded(0, v.read(sums, AffineMap::get(rank, 0, back, op.getContext()), type.getShape()), {});
}

static void reduceGradient(ReduceOp op, Vjp &v) {
  ArrayRef<int64_t> shape = tensorOf(op.getOperand()).getShape();
  if (op.getAxes().empty())
    return v.giveGuarded(0, v.derivative(), v.guard());
  switch (op.getKind()) {
  case Reduction::sum: {
    Value guard = v.guard() ? v.spread(v.guard(), op.getAxes(), shape) : Value();
    return v.giveGuarded(0, v.spread(v.derivative(), op.getAxes(), shape), guard);
  }
  case Reduction::max:
  case Reduction::min:
    return extremeGradient(op, v);
  case Reduction::prod:
    return productGradient(op, v);
  case Reduction::any:
  case Reduction::all:
    return; // bools conduct nothing
  }
}

void kiln::addReductionGradients(GradientRules &rules) {
  rules.add<ReduceOp>(reduceGradient);
  rules.add<RecurOp>(recurGradient);
  rules.add<CumulateOp>(cumulateGradient);
  rules.addNone<ArgReduceOp, ArgSortOp>();
}
