// SPDX-License-Identifier: Apache-2.0
//===- Reduction.cpp ------------------------------------------------------===//
#include "dialects/kiln/reference/Base.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

/// The value of an empty max (`isMax`) or min of integers.
static int64_t extreme(Type element, bool isMax) {
  unsigned width = element.getIntOrFloatBitWidth();
  if (element.isUnsignedInteger())
    return isMax ? 0 : (int64_t(1) << width) - 1;
  int64_t highest = width == 64 ? INT64_MAX : (int64_t(1) << (width - 1)) - 1;
  return isMax ? -highest - 1 : highest;
}

static double start(Reduction kind, Type, double) {
  double infinity = std::numeric_limits<double>::infinity();
  return kind == Reduction::prod  ? 1
         : kind == Reduction::max ? -infinity
         : kind == Reduction::min ? infinity
                                  : 0;
}
static int64_t start(Reduction kind, Type element, int64_t) {
  if (kind == Reduction::max || kind == Reduction::min)
    return extreme(element, kind == Reduction::max);
  return kind == Reduction::prod || kind == Reduction::all;
}

static double combine(Reduction kind, double a, double b) {
  switch (kind) {
  case Reduction::sum:
    return a + b;
  case Reduction::prod:
    return a * b;
  case Reduction::max:
    return std::isnan(a) || a > b ? a : b;
  case Reduction::min:
    return std::isnan(a) || a < b ? a : b;
  default:
    return b;
  }
}
static int64_t combine(Reduction kind, int64_t a, int64_t b) {
  switch (kind) {
  case Reduction::sum:
    return static_cast<int64_t>(uint64_t(a) + uint64_t(b));
  case Reduction::prod:
    return static_cast<int64_t>(uint64_t(a) * uint64_t(b));
  case Reduction::max:
    return std::max(a, b);
  case Reduction::min:
    return std::min(a, b);
  case Reduction::any:
    return a | b;
  case Reduction::all:
    return a & b;
  }
  return b;
}

/// Strides of the result for a walk over the operand in row-major order: it stands still along the reduced axes.
static SmallVector<int64_t> resultStrides(ReduceOp op) {
  auto from = tensorOf(op.getOperand());
  SmallVector<int64_t> kept = stridesOf(tensorOf(op.getResult()).getShape()), strides;
  for (int64_t axis = 0, next = 0; axis < from.getRank(); ++axis)
    strides.push_back(llvm::is_contained(op.getAxes(), axis) ? 0 : kept[next++]);
  return strides;
}

template <typename T>
static void reduce(ReduceOp op, const HostTensor &from, const std::vector<T> &x,
                   std::vector<T> &y) {
  Type element = from.type.getElementType();
  std::fill(y.begin(), y.end(), start(op.getKind(), element, T()));
  int64_t at = 0;
  Reduction kind = op.getKind();
  forEachOffset(from.shape(), resultStrides(op),
                [&](int64_t offset) { y[offset] = combine(kind, y[offset], x[at++]); });
}

template <typename T>
static void argReduce(ArgReduceOp op, const HostTensor &from, const std::vector<T> &x,
                      std::vector<int64_t> &y) {
  int64_t inner = stridesOf(from.shape())[op.getAxis()], count = from.shape()[op.getAxis()];
  bool isMax = op.getKind() == Reduction::max;
  for (int64_t i = 0, n = int64_t(y.size()); i < n; ++i) {
    const T *column = x.data() + i / inner * inner * count + i % inner;
    int64_t winner = 0;
    for (int64_t k = 1; k < count; ++k) {
      T best = column[winner * inner], next = column[k * inner];
      if (best != best) // the first NaN wins
        break;
      if (next != next || (isMax ? next > best : next < best))
        winner = k;
    }
    y[i] = winner;
  }
}

std::vector<int64_t> kiln::reference::winnersOf(ReduceOp op, const HostTensor &from,
                                                const HostTensor &result) {
  std::vector<int64_t> winners(result.size(), -1);
  int64_t at = 0;
  forEachOffset(from.shape(), resultStrides(op), [&](int64_t offset) {
    if (winners[offset] < 0 && (from.isFloat() ? from.floats[at] == result.floats[offset]
                                               : from.ints[at] == result.ints[offset]))
      winners[offset] = at;
    ++at;
  });
  return winners;
}

Outcome kiln::reference::evaluateReduction(Operation *op, const Frame &frame) {
  if (auto reduction = dyn_cast<ReduceOp>(op)) {
    const HostTensor &from = frame.get(reduction.getOperand());
    HostTensor result(tensorOf(reduction.getResult()));
    if (from.isFloat())
      reduce(reduction, from, from.floats, result.floats);
    else
      reduce(reduction, from, from.ints, result.ints);
    return one(std::move(result));
  }
  if (auto reduction = dyn_cast<ArgReduceOp>(op)) {
    const HostTensor &from = frame.get(reduction.getOperand());
    HostTensor result(tensorOf(reduction.getResult()));
    if (from.isFloat())
      argReduce(reduction, from, from.floats, result.ints);
    else
      argReduce(reduction, from, from.ints, result.ints);
    return one(std::move(result));
  }
  return {};
}
