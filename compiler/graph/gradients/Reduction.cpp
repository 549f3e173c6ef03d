// SPDX-License-Identifier: Apache-2.0
//===- Reduction.cpp - derivatives of reductions --------------------------===//
#include "compiler/graph/gradients/Gradients.h"

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

/// The product of all the others, taken over a copy of the reduced axes on which the element itself counts as 1:
/// exact where elements are 0, at any order. Costs the square of the reduced size.
static void productGradient(ReduceOp op, Vjp &v) {
  Value x = op.getOperand();
  ArrayRef<int64_t> axes = op.getAxes(), shape = tensorOf(x).getShape();
  int64_t rank = shape.size();
  SmallVector<int64_t> wide(shape), copies;
  SmallVector<AffineExpr> other, self;
  for (int64_t axis = 0; axis < rank; ++axis) {
    bool isReduced = llvm::is_contained(axes, axis);
    self.push_back(v.builder.getAffineDimExpr(axis));
    other.push_back(v.builder.getAffineDimExpr(isReduced ? wide.size() : axis));
    if (isReduced) {
      copies.push_back(wide.size());
      wide.push_back(shape[axis]);
    }
  }
  MLIRContext *context = op.getContext();
  Value factors = v.read(x, AffineMap::get(wide.size(), 0, other, context), wide);
  Value isSelf = v.compare(Comparison::eq, v.position(wide, axes), v.position(wide, copies));
  Value ones = v.splat(factors.getType(), 1.0);
  Value others = v.reduce(Reduction::prod, v.select(isSelf, ones, factors), copies);
  v.giveGuarded(0, v.mul(v.spread(v.derivative(), axes, shape), others), {});
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
  rules.addNone<ArgReduceOp>();
}
