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
  rules.add<ScatterOp>([](ScatterOp op, Vjp &v) {
    v.giveGuarded(0,
                 v.make<GatherOp>(op.getUpdates().getType(), v.derivative(), op.getIndices(),
                                  op.getAxes(), op.getBatch()),
                 {});
  });
}
