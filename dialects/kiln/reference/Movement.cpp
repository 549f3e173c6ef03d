// SPDX-License-Identifier: Apache-2.0
//===- Movement.cpp -------------------------------------------------------===//
#include "dialects/kiln/reference/Base.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/AffineMap.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

namespace {
/// One coordinate of a map: `constant` + sum of `factors` times the dims, where it has that form.
struct Coordinate {
  AffineExpr expr;
  SmallVector<int64_t> factors;
  int64_t constant = 0;
  bool isLinear;

  Coordinate(AffineExpr expr, unsigned dims) : expr(expr), factors(dims, 0) {
    isLinear = add(expr, 1);
  }
  int64_t at(ArrayRef<int64_t> position) const {
    if (!isLinear)
      return value(expr, position);
    int64_t sum = constant;
    for (auto [factor, i] : llvm::zip_equal(factors, position))
      sum += factor * i;
    return sum;
  }

private:
  bool add(AffineExpr part, int64_t scale) {
    if (auto known = dyn_cast<AffineConstantExpr>(part)) {
      constant += scale * known.getValue();
      return true;
    }
    if (auto dim = dyn_cast<AffineDimExpr>(part)) {
      factors[dim.getPosition()] += scale;
      return true;
    }
    auto binary = dyn_cast<AffineBinaryOpExpr>(part);
    if (binary && binary.getKind() == AffineExprKind::Add)
      return add(binary.getLHS(), scale) && add(binary.getRHS(), scale);
    if (binary && binary.getKind() == AffineExprKind::Mul)
      if (auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS()))
        return add(binary.getLHS(), scale * factor.getValue());
    return false;
  }
  static int64_t value(AffineExpr part, ArrayRef<int64_t> position) {
    if (auto known = dyn_cast<AffineConstantExpr>(part))
      return known.getValue();
    if (auto dim = dyn_cast<AffineDimExpr>(part))
      return position[dim.getPosition()];
    auto binary = cast<AffineBinaryOpExpr>(part);
    int64_t a = value(binary.getLHS(), position), b = value(binary.getRHS(), position);
    switch (binary.getKind()) {
    case AffineExprKind::Add:
      return a + b;
    case AffineExprKind::Mul:
      return a * b;
    case AffineExprKind::FloorDiv:
      return llvm::divideFloorSigned(a, b);
    case AffineExprKind::CeilDiv:
      return llvm::divideCeilSigned(a, b);
    default:
      return a - llvm::divideFloorSigned(a, b) * b;
    }
  }
};
} // namespace

/// Calls `run(from, count, to, step)` for the positions of `shape` that `map` leads into `target`,
/// in row-major order: positions `from`, `from + 1`, … lead to offsets `to`, `to + step`, ….
template <typename Run>
static void forEachRun(AffineMap map, ArrayRef<int64_t> shape, ArrayRef<int64_t> target, Run run) {
  SmallVector<Coordinate> coordinates;
  for (AffineExpr expr : map.getResults())
    coordinates.emplace_back(expr, map.getNumDims());
  bool isLinear = llvm::all_of(coordinates, [](const Coordinate &c) { return c.isLinear; });
  SmallVector<int64_t> strides = stridesOf(target), position(shape.size(), 0);

  int64_t inner = shape.empty() ? 1 : shape.back(), count = 1;
  for (int64_t size : shape)
    count *= size;
  int64_t step = 0;
  if (!shape.empty() && isLinear)
    for (auto [coordinate, stride] : llvm::zip_equal(coordinates, strides))
      step += coordinate.factors.back() * stride;

  for (int64_t from = 0; from < count; from += inner) {
    if (isLinear) {
      // The part of this innermost row whose coordinates are all inside.
      int64_t low = 0, high = inner, to = 0;
      for (auto [coordinate, size, stride] : llvm::zip_equal(coordinates, target, strides)) {
        int64_t base = coordinate.at(position);
        int64_t factor = shape.empty() ? 0 : coordinate.factors.back();
        to += base * stride;
        if (factor == 0) {
          if (base < 0 || base >= size)
            high = low;
        } else if (factor > 0) {
          low = std::max(low, llvm::divideCeilSigned(-base, factor));
          high = std::min(high, llvm::divideFloorSigned(size - 1 - base, factor) + 1);
        } else {
          low = std::max(low, llvm::divideCeilSigned(base - size + 1, -factor));
          high = std::min(high, llvm::divideFloorSigned(base, -factor) + 1);
        }
      }
      if (low < high)
        run(from + low, high - low, to + low * step, step);
    } else {
      for (int64_t i = 0; i < inner; ++i) {
        if (!shape.empty())
          position.back() = i;
        int64_t to = 0;
        bool isInside = true;
        for (auto [coordinate, size, stride] : llvm::zip_equal(coordinates, target, strides)) {
          int64_t at = coordinate.at(position);
          isInside &= at >= 0 && at < size;
          to += at * stride;
        }
        if (isInside)
          run(from + i, int64_t(1), to, int64_t(0));
      }
      if (!shape.empty())
        position.back() = 0;
    }
    for (int64_t axis = int64_t(shape.size()) - 2; axis >= 0; --axis) {
      if (++position[axis] < shape[axis])
        break;
      position[axis] = 0;
    }
  }
}

static Outcome read(ReadOp op, const Frame &frame) {
  const HostTensor &from = frame.get(op.getOperand());
  HostTensor to(tensorOf(op.getResult()));
  if (Attribute fill = op.getFillAttr()) {
    if (auto number = dyn_cast<FloatAttr>(fill))
      llvm::fill(to.floats, number.getValueAsDouble());
    else if (auto number = dyn_cast<IntegerAttr>(fill))
      llvm::fill(to.ints, wrapTo(number.getType(), int64_t(number.getValue().getZExtValue())));
  }
  auto copy = [&](const auto &x, auto &y) {
    forEachRun(op.getMap(), to.shape(), from.shape(),
               [&](int64_t i, int64_t count, int64_t offset, int64_t step) {
                 for (int64_t end = i + count; i < end; ++i, offset += step)
                   y[i] = x[offset];
               });
  };
  if (to.isFloat())
    copy(from.floats, to.floats);
  else
    copy(from.ints, to.ints);
  return one(std::move(to));
}

static int64_t sum(int64_t a, int64_t b) { return int64_t(uint64_t(a) + uint64_t(b)); }
static double sum(double a, double b) { return a + b; }

static Outcome accumulate(AccumulateOp op, const Frame &frame) {
  const HostTensor &from = frame.get(op.getOperand());
  HostTensor to(tensorOf(op.getResult()));
  auto add = [&](const auto &x, auto &y) {
    forEachRun(op.getMap(), from.shape(), to.shape(),
               [&](int64_t i, int64_t count, int64_t offset, int64_t step) {
                 for (int64_t end = i + count; i < end; ++i, offset += step)
                   y[offset] = sum(y[offset], x[i]);
               });
  };
  if (to.isFloat())
    add(from.floats, to.floats);
  else
    add(from.ints, to.ints);
  return one(std::move(to));
}

static Outcome reshape(ReshapeOp op, const Frame &frame) {
  HostTensor to = frame.get(op.getOperand());
  to.type = tensorOf(op.getResult());
  return one(std::move(to));
}

static Outcome join(JoinOp op, const Frame &frame) {
  HostTensor to(tensorOf(op.getResult()));
  int64_t axis = op.getAxis(), inner = stridesOf(to.shape())[axis];
  int64_t row = inner * to.shape()[axis], at = 0;
  for (Value operand : op.getOperands()) {
    const HostTensor &from = frame.get(operand);
    int64_t piece = inner * from.shape()[axis];
    auto copy = [&](const auto &x, auto &y) {
      for (int64_t i = 0, n = piece ? from.size() / piece : 0; i < n; ++i)
        std::copy_n(x.begin() + i * piece, piece, y.begin() + i * row + at);
    };
    if (to.isFloat())
      copy(from.floats, to.floats);
    else
      copy(from.ints, to.ints);
    at += piece;
  }
  return one(std::move(to));
}

/// Calls `visit(picked, whole, isInside)` for each picked element in row-major order with its
/// offset in the whole; positions outside are clamped.
template <typename Visit>
static void forEachPick(ArrayRef<int64_t> whole, OperandRange indices, ArrayRef<int64_t> axes,
                        int64_t batch, const Frame &frame, Visit visit) {
  SmallVector<int64_t> strides = stridesOf(whole), restShape, restStrides;
  for (int64_t axis = batch; axis < int64_t(whole.size()); ++axis)
    if (!llvm::is_contained(axes, axis)) {
      restShape.push_back(whole[axis]);
      restStrides.push_back(strides[axis]);
    }
  SmallVector<const HostTensor *> positions;
  for (Value index : indices)
    positions.push_back(&frame.get(index));
  int64_t perBatch = 1;
  for (int64_t size : positions[0]->shape().drop_front(batch))
    perBatch *= size;
  int64_t picked = 0;
  for (int64_t p = 0, n = positions[0]->size(); p < n; ++p) {
    int64_t base = batch ? p / perBatch * strides[batch - 1] : 0;
    bool isInside = true;
    for (auto [axis, position] : llvm::zip_equal(axes, positions)) {
      int64_t at = position->ints[p], last = whole[axis] - 1;
      isInside &= at >= 0 && at <= last;
      base += std::max<int64_t>(0, std::min(at, last)) * strides[axis];
    }
    forEachOffset(restShape, restStrides,
                  [&](int64_t offset) { visit(picked++, base + offset, isInside); });
  }
}

static Outcome gather(GatherOp op, const Frame &frame) {
  const HostTensor &from = frame.get(op.getOperand());
  HostTensor to(tensorOf(op.getResult()));
  bool isFault = false;
  if (from.size() == 0 && to.size() != 0)
    return Outcome(op.emitError("picks from an empty tensor"));
  auto pick = [&](const auto &x, auto &y) {
    forEachPick(from.shape(), op.getIndices(), op.getAxes(), op.getBatch(), frame,
                [&](int64_t i, int64_t offset, bool isInside) {
                  y[i] = x[offset];
                  isFault |= !isInside;
                });
  };
  if (to.isFloat())
    pick(from.floats, to.floats);
  else
    pick(from.ints, to.ints);
  if (isFault && frame.options.faults && !llvm::is_contained(*frame.options.faults, op))
    frame.options.faults->push_back(op);
  return one(std::move(to));
}

static Outcome scatter(ScatterOp op, const Frame &frame) {
  const HostTensor &from = frame.get(op.getUpdates());
  HostTensor to(tensorOf(op.getResult()));
  Reduction kind = op.getKind();
  auto meet = [&](const auto &x, auto &y) {
    llvm::fill(y, identityOf(kind, to.type.getElementType(), x.empty() ? 0 : x[0]));
    forEachPick(to.shape(), op.getIndices(), op.getAxes(), op.getBatch(), frame,
                [&](int64_t i, int64_t offset, bool isInside) {
                  if (isInside)
                    y[offset] = combine(kind, y[offset], x[i]);
                });
  };
  if (to.isFloat())
    meet(from.floats, to.floats);
  else
    meet(from.ints, to.ints);
  return one(std::move(to));
}

static Outcome update(UpdateOp op, const Frame &frame) {
  const HostTensor &from = frame.get(op.getUpdates());
  HostTensor to = frame.get(op.getOperand());
  auto set = [&](const auto &x, auto &y) {
    forEachPick(to.shape(), op.getIndices(), op.getAxes(), op.getBatch(), frame,
                [&](int64_t i, int64_t offset, bool isInside) {
                  if (isInside)
                    y[offset] = x[i];
                });
  };
  if (to.isFloat())
    set(from.floats, to.floats);
  else
    set(from.ints, to.ints);
  return one(std::move(to));
}

Outcome kiln::reference::evaluateMovement(Operation *op, const Frame &frame) {
  return TypeSwitch<Operation *, Outcome>(op)
      .Case([&](ReadOp moved) { return read(moved, frame); })
      .Case([&](AccumulateOp moved) { return accumulate(moved, frame); })
      .Case([&](ReshapeOp moved) { return reshape(moved, frame); })
      .Case([&](JoinOp moved) { return join(moved, frame); })
      .Case([&](GatherOp moved) { return gather(moved, frame); })
      .Case([&](ScatterOp moved) { return scatter(moved, frame); })
      .Case([&](UpdateOp moved) { return update(moved, frame); })
      .Default(Outcome());
}
