// SPDX-License-Identifier: Apache-2.0
//===- Reduction.cpp ------------------------------------------------------===//
#include "dialects/kiln/reference/Base.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

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

double kiln::reference::identityOf(Reduction kind, Type, double) {
  double infinity = std::numeric_limits<double>::infinity();
  return kind == Reduction::prod  ? 1
         : kind == Reduction::max ? -infinity
         : kind == Reduction::min ? infinity
                                  : 0;
}
int64_t kiln::reference::identityOf(Reduction kind, Type element, int64_t) {
  if (kind == Reduction::max || kind == Reduction::min)
    return extreme(element, kind == Reduction::max);
  return kind == Reduction::prod || kind == Reduction::all;
}

double kiln::reference::combine(Reduction kind, double a, double b) {
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
int64_t kiln::reference::combine(Reduction kind, int64_t a, int64_t b) {
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
  std::fill(y.begin(), y.end(), identityOf(op.getKind(), element, T()));
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

/// Calls `visit(first, step, count)` for each line along `axis`: its elements lie at first, first + step, ….
template <typename Visit>
static void forEachLine(ArrayRef<int64_t> shape, int64_t axis, Visit visit) {
  int64_t step = stridesOf(shape)[axis], count = shape[axis], lines = 1;
  for (auto [i, size] : llvm::enumerate(shape))
    lines *= int64_t(i) == axis ? 1 : size;
  for (int64_t line = 0; line < lines; ++line)
    visit(line / step * step * count + line % step, step, count);
}

static Outcome recur(RecurOp op, const Frame &frame) {
  const HostTensor &decay = frame.get(op.getDecay()), &input = frame.get(op.getInput());
  HostTensor to(tensorOf(op.getResult()));
  auto run = [&](const auto &a, const auto &x, auto &y) {
    forEachLine(to.shape(), op.getAxis(), [&](int64_t first, int64_t step, int64_t count) {
      auto last = identityOf(Reduction::sum, to.type.getElementType(), x[first]);
      for (int64_t t = 0; t < count; ++t) {
        int64_t at = first + step * (op.getReverse() ? count - 1 - t : t);
        last = y[at] = combine(Reduction::sum, combine(Reduction::prod, a[at], last), x[at]);
      }
    });
  };
  if (to.size() == 0)
    return one(std::move(to));
  if (to.isFloat())
    run(decay.floats, input.floats, to.floats);
  else
    run(decay.ints, input.ints, to.ints);
  return one(std::move(to));
}

static Outcome cumulate(CumulateOp op, const Frame &frame) {
  const HostTensor &from = frame.get(op.getOperand());
  HostTensor to(tensorOf(op.getResult()));
  auto run = [&](const auto &x, auto &y) {
    forEachLine(to.shape(), op.getAxis(), [&](int64_t first, int64_t step, int64_t count) {
      auto best = identityOf(op.getKind(), to.type.getElementType(), x[first]);
      for (int64_t t = 0; t < count; ++t) {
        int64_t at = first + step * (op.getReverse() ? count - 1 - t : t);
        best = y[at] = combine(op.getKind(), best, x[at]);
      }
    });
  };
  if (to.size() == 0)
    return one(std::move(to));
  if (to.isFloat())
    run(from.floats, to.floats);
  else
    run(from.ints, to.ints);
  return one(std::move(to));
}

static Outcome argSort(ArgSortOp op, const Frame &frame) {
  const HostTensor &from = frame.get(op.getOperand());
  HostTensor to(tensorOf(op.getResult()));
  int64_t wanted = to.shape()[op.getAxis()];
  auto run = [&](const auto &x) {
    SmallVector<int64_t> starts;
    forEachLine(to.shape(), op.getAxis(),
                [&](int64_t first, int64_t, int64_t) { starts.push_back(first); });
    int64_t line = 0;
    forEachLine(from.shape(), op.getAxis(), [&](int64_t first, int64_t step, int64_t count) {
      auto less = [&](int64_t i, int64_t j) {
        auto a = x[first + i * step], b = x[first + j * step];
        return a < b || (a == a && b != b); // NaN is the greatest
      };
      std::vector<int64_t> order(count);
      std::iota(order.begin(), order.end(), 0);
      std::sort(order.begin(), order.end(), [&](int64_t i, int64_t j) {
        if (less(i, j) || less(j, i))
          return less(i, j) != op.getDescending();
        return i < j;
      });
      for (int64_t k = 0; k < wanted; ++k)
        to.ints[starts[line] + k * step] = order[k];
      ++line;
    });
  };
  if (to.size() == 0)
    return one(std::move(to));
  if (from.isFloat())
    run(from.floats);
  else
    run(from.ints);
  return one(std::move(to));
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
  if (auto line = dyn_cast<RecurOp>(op))
    return recur(line, frame);
  if (auto line = dyn_cast<CumulateOp>(op))
    return cumulate(line, frame);
  if (auto line = dyn_cast<ArgSortOp>(op))
    return argSort(line, frame);
  return {};
}
