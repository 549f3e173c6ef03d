// SPDX-License-Identifier: Apache-2.0
//===- Movement.cpp - derivatives of what moves elements ------------------===//
#include "compiler/graph/Accumulation.h"
#include "compiler/graph/gradients/Gradients.h"

using namespace mlir;
using namespace kiln;

static void readGradient(ReadOp op, Vjp &v) {
  auto from = tensorOf(op.getOperand()), to = tensorOf(op.getResult());
  Value sum = accumulate(v, v.derivative(), op.getMap(), from.getShape());
  // A broadcast and transposition hands the guard on: chosen where any of the copies is.
  Value guard;
  if (v.guard() && op.isProjection()) {
    SmallVector<int64_t> unused;
    SmallVector<AffineExpr> order(to.getRank());
    for (auto [axis, expr] : llvm::enumerate(op.getMap().getResults()))
      order[cast<AffineDimExpr>(expr).getPosition()] = v.builder.getAffineDimExpr(axis);
    for (int64_t dim = 0; dim < to.getRank(); ++dim)
      if (!order[dim])
        unused.push_back(dim);
    llvm::erase(order, AffineExpr());
    guard = v.reduce(Reduction::any, v.guard(), unused);
    auto map = AffineMap::get(from.getRank(), 0, order, op.getContext());
    bool isSlice = !staysInside(map, from.getShape(), tensorOf(guard).getShape());
    guard = isSlice ? Value() : v.read(guard, map, from.getShape());
  }
  v.giveGuarded(0, sum, guard);
}

static void reshapeGradient(ReshapeOp op, Vjp &v) {
  auto from = tensorOf(op.getOperand());
  Value guard;
  if (v.guard())
    guard = v.make<ReshapeOp>(withElement(from, v.builder.getI1Type()), v.guard());
  v.giveGuarded(0, v.make<ReshapeOp>(from, v.derivative()), guard);
}

static void joinGradient(JoinOp op, Vjp &v) {
  int64_t offset = 0, axis = op.getAxis();
  for (auto [i, piece] : llvm::enumerate(op.getOperands())) {
    auto type = tensorOf(piece);
    if (v.wants(i)) {
      AffineMap map = v.builder.getMultiDimIdentityMap(type.getRank());
      SmallVector<AffineExpr> coordinates(map.getResults());
      coordinates[axis] = coordinates[axis] + offset;
      map = AffineMap::get(type.getRank(), 0, coordinates, op.getContext());
      Value guard = v.guard() ? v.read(v.guard(), map, type.getShape()) : Value();
      v.giveGuarded(i, v.read(v.derivative(), map, type.getShape()), guard);
    }
    offset += type.getDimSize(axis);
  }
}

/// The elements of `whole` at the positions of a scatter or update, one for each of its updates.
template <typename OpType>
static Value pick(OpType op, Vjp &v, Value whole) {
  auto type = withElement(tensorOf(op.getUpdates()), tensorOf(whole).getElementType());
  return v.make<GatherOp>(type, whole, op.getIndices(), op.getAxes(), op.getBatch());
}
/// The number of each update in row-major order.
template <typename OpType>
static Value numbers(OpType op, Vjp &v) {
  ArrayRef<int64_t> shape = tensorOf(op.getUpdates()).getShape();
  if (shape.empty())
    return v.zeros(RankedTensorType::get({}, v.builder.getI32Type()));
  return v.position(shape, llvm::to_vector(llvm::seq<int64_t>(0, shape.size())));
}

/// Which updates lie inside. A gather holds positions inside, so it would answer for the others too.
static Value insideOf(ScatterOp op, Vjp &v) {
  auto type = tensorOf(op.getIndices().front());
  Value inside;
  for (auto [indices, axis] : llvm::zip_equal(op.getIndices(), op.getAxes())) {
    Value size = v.splat(type, double(op.getType().getDimSize(axis)));
    Value here = v.both(v.compare(Comparison::ge, indices, v.zeros(type)),
                        v.compare(Comparison::lt, indices, size));
    inside = inside ? v.both(inside, here) : here;
  }
  ArrayRef<int64_t> shape = tensorOf(op.getUpdates()).getShape();
  return v.spread(inside, llvm::to_vector(llvm::seq<int64_t>(type.getRank(), shape.size())), shape);
}

static void scatterGradient(ScatterOp op, Vjp &v) {
  Value fetched = pick(op, v, v.derivative());
  if (op.getKind() == Reduction::sum)
    return v.giveGuarded(0, v.keep(insideOf(op, v), fetched), {});
  // All of it to the first winner in row-major order of the updates.
  Value isBest = v.compare(Comparison::eq, op.getUpdates(), pick(op, v, op.getResult()));
  Value place = numbers(op, v);
  Value last = v.splat(place.getType(), double(tensorOf(place).getNumElements()));
  auto places = withElement(op.getType(), v.builder.getI32Type());
  Value first = v.make<ScatterOp>(places, v.select(isBest, place, last), op.getIndices(),
                                  op.getAxes(), op.getBatch(), Reduction::min);
  Value isFirst = v.compare(Comparison::eq, place, pick(op, v, first));
  v.giveGuarded(0, v.keep(isFirst, fetched), isFirst);
}

static void updateGradient(UpdateOp op, Vjp &v) {
  auto put = [&](Value whole, Value updates) {
    return v.make<UpdateOp>(whole.getType(), whole, updates, op.getIndices(), op.getAxes(),
                            op.getBatch());
  };
  if (v.wants(0))
    v.giveGuarded(0, put(v.derivative(), v.zeros(op.getUpdates().getType())), {});
  if (!v.wants(1))
    return;
  // The updates that stayed find their own number at their position.
  Value place = numbers(op, v);
  Value none = v.splat(withElement(op.getType(), v.builder.getI32Type()), -1.0);
  Value stayed = v.compare(Comparison::eq, place, pick(op, v, put(none, place)));
  v.giveGuarded(1, v.keep(stayed, pick(op, v, v.derivative())), stayed);
}

void kiln::addMovementGradients(GradientRules &rules) {
  rules.add<ReadOp>(readGradient);
  rules.add<AccumulateOp>([](AccumulateOp op, Vjp &v) {
    v.giveGuarded(
        0, readInside(v, v.derivative(), op.getMap(), tensorOf(op.getOperand()).getShape()), {});
  });
  rules.add<ReshapeOp>(reshapeGradient);
  rules.add<JoinOp>(joinGradient);
  rules.add<GatherOp>([](GatherOp op, Vjp &v) {
    v.giveGuarded(0,
                 v.make<ScatterOp>(op.getOperand().getType(), v.derivative(), op.getIndices(),
                                   op.getAxes(), op.getBatch()),
                 {});
  });
  rules.add<ScatterOp>(scatterGradient);
  rules.add<UpdateOp>(updateGradient);
}
