// SPDX-License-Identifier: Apache-2.0
//===- Trace.cpp ----------------------------------------------------------===//
#include "dialects/kiln/reference/Trace.h"

#include <cmath>

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

namespace {
/// A number for a sequence of whole numbers (FNV-1a over words).
class Digest {
public:
  void add(int64_t value) { state = (state ^ uint64_t(value)) * 0x100000001B3u; }
  void addSign(double value) { add(value > 0 ? 1 : value < 0 ? -1 : 0); }
  template <typename Range>
  void addAll(const Range &range) {
    for (auto value : range)
      add(int64_t(value));
  }
  uint64_t state = 0xCBF29CE484222325u;
};
} // namespace

/// Which side an op took, for the ops that have sides.
static std::optional<uint64_t> sideOf(Operation *op, const Frame &frame, const Results &results) {
  if (op->getNumOperands() == 0 || op->getNumResults() != 1)
    return std::nullopt;
  const HostTensor &x = frame.get(op->getOperand(0)), &y = *results[0];
  if (!x.isFloat())
    return std::nullopt;
  Digest digest;
  if (isa<CompareOp, ArgReduceOp, ArgSortOp, ConvertOp>(op)) {
    if (y.isFloat())
      return std::nullopt;
    digest.addAll(y.ints);
  } else if (isa<FloorOp, CeilOp, RoundOp, FloorDivOp>(op)) {
    for (double value : y.floats)
      digest.add(std::isfinite(value) ? int64_t(value) : 0);
  } else if (isa<AbsOp, SignOp>(op)) {
    for (double value : x.floats)
      digest.addSign(value);
  } else if (isa<MaxOp, MinOp>(op)) {
    for (auto [a, b] : llvm::zip_equal(x.floats, frame.get(op->getOperand(1)).floats))
      digest.addSign(a - b);
  } else if (isa<ModOp>(op)) {
    for (auto [a, b] : llvm::zip_equal(x.floats, frame.get(op->getOperand(1)).floats))
      digest.add(b == 0 ? 0 : int64_t(std::floor(a / b)));
  } else if (auto reduction = dyn_cast<ReduceOp>(op);
             reduction && (reduction.getKind() == Reduction::max ||
                           reduction.getKind() == Reduction::min)) {
    digest.addAll(winnersOf(reduction, x, y));
  } else if (isa<CumulateOp>(op)) { // where the records are
    for (auto [a, b] : llvm::zip_equal(x.floats, y.floats))
      digest.add(a == b);
  } else if (auto scatter = dyn_cast<ScatterOp>(op);
             scatter && scatter.getKind() != Reduction::sum) { // which update is the greatest of its place
    for (double value : y.floats)
      digest.add(llvm::find(x.floats, value) - x.floats.begin());
  } else {
    return std::nullopt;
  }
  return digest.state;
}

void Trace::again(bool holding) {
  isFirst = hasStrayed = false;
  isHolding = holding;
  turnedAt = nullptr;
  for (auto &[op, memory] : memories)
    memory.visits = 0;
}

void Trace::hold(Operation *op, const Frame &frame, Results &results) {
  Memory &memory = memories[op];
  if (isFirst) {
    if (memory.values.empty())
      held.push_back(op);
    memory.values.push_back(results[0]);
    if (isa<GradAsOp>(op))
      memory.values.push_back(frame.share(op->getOperand(1)));
    return;
  }
  if (!isHolding)
    return;
  size_t visit = memory.visits++;
  if (isa<StopOp>(op)) {
    hasStrayed |= results[0]->floats != memory.values[visit]->floats;
    results[0] = memory.values[visit];
    return;
  }
  const HostTensor &value = *memory.values[2 * visit], &before = *memory.values[2 * visit + 1];
  const HostTensor &now = frame.get(op->getOperand(1));
  HostTensor moved = value;
  for (size_t i = 0; i < moved.floats.size(); ++i)
    moved.floats[i] += now.floats[i] - before.floats[i];
  results[0] = std::make_shared<HostTensor>(std::move(moved));
}

void Trace::visit(Operation *op, const Frame &frame, Results &results) {
  if (isa<StopOp, GradAsOp>(op))
    return hold(op, frame, results);
  std::optional<uint64_t> side = sideOf(op, frame, results);
  if (!side)
    return;
  Memory &memory = memories[op];
  if (isFirst)
    memory.sides.push_back(*side);
  else if (memory.sides[memory.visits++] != *side && !turnedAt)
    turnedAt = op;
}
