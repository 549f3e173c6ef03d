// SPDX-License-Identifier: Apache-2.0
//===- Schedule.cpp -------------------------------------------------------===//
#include "compiler/loops/contraction/Schedule.h"

#include "llvm/ADT/STLExtras.h"

#include <cstdlib>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

namespace {

/// Elements of the lane operand that one packed panel holds at most along the summed axes: 128 KiB
/// of f32 at two vectors, a tenth of the second-level cache.
constexpr int64_t kSumLimit = 1024;
/// The same where each summed position is met by all taps of a kernel gradient: panel and windows stay in the first-level
/// cache for all row tiles.
constexpr int64_t kTapSumLimit = 128;
/// Bytes of partial sums that one unit of work keeps at most.
constexpr int64_t kScratchLimit = 64 * 1024;
/// Units of work below which the rows of a tile column are divided too. Each unit packs for itself
/// and streams its operands again, so more units than workers cost more than an even share brings.
constexpr int64_t kUnits = 4;
/// Positions of the row operand that make a good tile.
constexpr int64_t kLongRows = 7;
/// Units of work where rows outside of the tile are divided: eight workers get equal shares.
constexpr int64_t kOuterUnits = 16;
/// Multiplications below which a contraction is not worth dividing.
constexpr int64_t kSmall = 1 << 15;

using Axes = SmallVector<LabelAxis, 4>;

bool merges(const LinearForm &form, ArrayRef<int64_t> sizes, unsigned outer, unsigned inner) {
  return form.coefficient[outer] == form.coefficient[inner] * sizes[inner];
}

/// `labels` in the order given, neighbours merged where `canMerge(outer, inner)`.
Axes mergedAxes(ArrayRef<unsigned> labels, ArrayRef<int64_t> sizes,
                llvm::function_ref<bool(unsigned, unsigned)> canMerge) {
  Axes axes;
  for (unsigned label : labels) {
    if (!axes.empty() && canMerge(axes.back().labels.back(), label)) {
      axes.back().labels.push_back(label);
      axes.back().size *= sizes[label];
    } else {
      axes.push_back({{label}, sizes[label], 1});
    }
  }
  return axes;
}

struct Side {
  Axes axes;
  const Access *access;
};

/// How well vectors along `axis` use the machine: filled lanes, and unit steps where lanes are
/// loaded and stored.
double laneScore(const LabelAxis &axis, const Access &operand, const Access &result,
                 int64_t vectorLength) {
  int64_t padded = llvm::alignTo(axis.size, vectorLength);
  double score = double(axis.size) / double(padded);
  if (axis.step(result.offset) != 1)
    score *= 0.8;
  if (axis.step(operand.offset) != 1)
    score *= 0.9;
  return score;
}

/// The smallest divisor that is at least `least`, or the size itself.
int64_t smallestDivisor(int64_t size, int64_t least) {
  for (int64_t d = std::max<int64_t>(1, least); d < size; ++d)
    if (size % d == 0)
      return d;
  return size;
}

/// Divides the summed axes between registers and blocks.
void splitSum(ContractionSchedule &schedule, Axes axes, int64_t limit) {
  int64_t length = 1;
  while (!axes.empty()) {
    LabelAxis axis = axes.pop_back_val();
    if (length * axis.size <= limit) {
      length *= axis.size;
      schedule.sum.insert(schedule.sum.begin(), axis);
      continue;
    }
    int64_t inner = largestDivisor(axis.size, limit / length);
    if (inner == 1 && length < 32)
      inner = axis.size; // a long prime axis: better one long panel than many short sums
    if (inner > 1) {
      schedule.sum.insert(schedule.sum.begin(), {axis.labels, inner, axis.stride});
      length *= inner;
      axis.size /= inner;
      axis.stride *= inner;
    }
    if (axis.size > 1)
      axes.push_back(axis);
    schedule.sumBlocks.assign(axes.begin(), axes.end());
    return;
  }
}

int64_t evenTile(int64_t size, int64_t target) {
  target = std::max<int64_t>(1, std::min(size, target));
  return llvm::divideCeil(size, llvm::divideCeil(size, target));
}

int64_t override(GroupOp group, StringRef name, int64_t chosen) {
  auto attributes = group->getAttrOfType<DictionaryAttr>("kiln.schedule");
  auto value = attributes ? attributes.getAs<IntegerAttr>(name) : IntegerAttr();
  return value ? value.getInt() : chosen;
}

} // namespace

int64_t loops::largestDivisor(int64_t size, int64_t limit) {
  for (int64_t d = std::min(size, limit); d > 1; --d)
    if (size % d == 0)
      return d;
  return 1;
}

FailureOr<ContractionSchedule> loops::chooseSchedule(const Contraction &c, GroupOp group,
                                                     unsigned elementBits, unsigned vectorBits) {
  ContractionSchedule s;
  ContractOp op = c.op;
  s.vectorLength = vectorBits / elementBits;

  SmallVector<unsigned> batch, onlyA, onlyB, sum;
  for (int64_t label : op.getResultLabels())
    (c.inA[label] && c.inB[label] ? batch : c.inA[label] ? onlyA : onlyB).push_back(label);
  for (int64_t label : op.getLhsLabels())
    if (!c.inC[label])
      sum.push_back(label);

  auto sideAxes = [&](ArrayRef<unsigned> labels, const Access &access) {
    return mergedAxes(labels, c.sizes, [&](unsigned outer, unsigned inner) {
      return merges(access.offset, c.sizes, outer, inner) && c.mergesInEpilogue(outer, inner);
    });
  };
  Side a{sideAxes(onlyA, c.a), &c.a}, b{sideAxes(onlyB, c.b), &c.b};

  // Lanes: the axis that fills vectors best, of either operand.
  double best = -1;
  unsigned lanes = 0;
  for (bool swapped : {false, true}) {
    const Side &side = swapped ? a : b;
    for (auto [i, axis] : llvm::enumerate(side.axes)) {
      double score = laneScore(axis, *side.access, c.results.front(), s.vectorLength);
      if (score > best || (score == best && axis.size > s.lanes.size)) {
        best = score;
        s.swapped = swapped;
        s.lanes = axis;
        lanes = i;
      }
    }
  }
  if (best < 0)
    return group.emitRemark("neither operand has an axis of its own that vectors could run along"),
           failure();
  Side &laneSide = s.swapped ? a : b, &rowSide = s.swapped ? b : a;
  laneSide.axes.erase(laneSide.axes.begin() + lanes);

  int64_t vectors = llvm::divideCeil(s.lanes.size, s.vectorLength);
  s.laneVectors = override(group, "lane_vectors", vectors <= 3 ? vectors : 2);
  if (s.laneVectors == 1 && !laneSide.axes.empty()) {
    LabelAxis &next = laneSide.axes.back();
    int64_t count = override(group, "lane_rows",
                             next.size % 2 == 0   ? 2
                             : next.size % 3 == 0 ? 3
                                                  : 1);
    if (count > 1 && next.size % count == 0) {
      s.laneRows = next;
      s.laneRowCount = count;
      laneSide.axes.pop_back();
    }
  }

  // Rows: short axes are unrolled whole, the longest other one is tiled.
  int64_t registers = vectorBits >= 512 ? 32 : 16;
  int64_t accumulators = registers - s.tileVectors() - 2;
  int64_t unrolled = 1;
  for (unsigned i = rowSide.axes.size(); i-- > 0;) {
    LabelAxis axis = rowSide.axes[i];
    if (rowSide.axes.size() > 1 && axis.size <= 4 &&
        axis.size * unrolled * s.tileVectors() <= accumulators) {
      unrolled *= axis.size;
      s.rowUnroll.insert(s.rowUnroll.begin(), axis);
      rowSide.axes.erase(rowSide.axes.begin() + i);
    }
  }
  if (!rowSide.axes.empty()) {
    // Scalars that lie near each other, of an axis long enough for a tile; else the longest.
    const LinearForm &form = (s.swapped ? c.b : c.a).offset;
    auto chosen = llvm::max_element(rowSide.axes, [&](const LabelAxis &x, const LabelAxis &y) {
      bool isLongX = x.size >= kLongRows, isLongY = y.size >= kLongRows;
      if (isLongX && isLongY)
        return std::abs(x.step(form)) > std::abs(y.step(form));
      return x.size < y.size;
    });
    s.rows = *chosen;
    rowSide.axes.erase(chosen);
  }
  int64_t target = std::min<int64_t>(14, accumulators / s.tileVectors()) / unrolled;
  s.rowCount = std::min(s.rows.size, override(group, "rows", evenTile(s.rows.size, target)));

  for (unsigned label : batch)
    s.outer.push_back({{label}, c.sizes[label], 1});
  llvm::append_range(s.outer, laneSide.axes);

  // Summed axes: the longest steps of the row operand outside.
  const LinearForm &rowForm = (s.swapped ? c.b : c.a).offset;
  std::sort(sum.begin(), sum.end(), [&](unsigned x, unsigned y) {
    int64_t stepX = std::abs(rowForm.coefficient[x]), stepY = std::abs(rowForm.coefficient[y]);
    return stepX != stepY ? stepX > stepY : x < y;
  });
  splitSum(s, mergedAxes(sum, c.sizes, [&](unsigned outer, unsigned inner) {
             return merges(c.a.offset, c.sizes, outer, inner) &&
                    merges(c.b.offset, c.sizes, outer, inner);
           }),
           s.rowUnroll.empty() ? kSumLimit : kTapSumLimit);

  // Rows outside of the tile use one panel again and again, except with partial sums, which belong to one tile column.
  const LinearForm &packed = (s.swapped ? c.a : c.b).offset;
  bool packsForOuter = s.sumBlocks.empty() && (s.lanes.step(packed) != 1 || !rowSide.axes.empty());
  if (packsForOuter) {
    int64_t units = s.laneTiles() * (s.laneRows.size / s.laneRowCount);
    for (const LabelAxis &axis : s.outer)
      units *= axis.size;
    for (LabelAxis axis : rowSide.axes) {
      int64_t parts = smallestDivisor(axis.size, llvm::divideCeil(kOuterUnits, units));
      if (parts > 1)
        s.outer.push_back({axis.labels, parts, axis.stride * (axis.size / parts)});
      if (axis.size > parts)
        s.rowOuter.push_back({axis.labels, axis.size / parts, axis.stride});
      units *= parts;
    }
  } else {
    llvm::append_range(s.outer, rowSide.axes);
  }

  // Units of work: rows are divided only where the rest leaves too few.
  int64_t units = s.laneTiles() * (s.laneRows.size / s.laneRowCount), volume = 1;
  for (const LabelAxis &axis : s.outer)
    units *= axis.size;
  for (int64_t size : c.sizes)
    volume *= size;
  int64_t blocks =
      volume <= kSmall ? 1 : std::min<int64_t>(s.rowTiles(), llvm::divideCeil(kUnits, units));
  s.rowBlockTiles = llvm::divideCeil(s.rowTiles(), blocks);
  int64_t tileBytes = s.rowCount * unrolled * s.tileVectors() * int64_t(vectorBits / 8);
  if (!s.sumBlocks.empty()) { // as even as the limit lets them be
    int64_t most = std::clamp<int64_t>(kScratchLimit / tileBytes, 1, s.rowBlockTiles);
    s.rowBlockTiles = llvm::divideCeil(s.rowTiles(), llvm::divideCeil(s.rowTiles(), most));
  }

  const LinearForm &laneForm = (s.swapped ? c.a : c.b).offset;
  bool isPanel = s.lanes.step(laneForm) == 1 && s.tileVectors() == s.laneVectors && !s.sum.empty() &&
                 s.sum.back().step(laneForm) == s.laneVectors * s.vectorLength;
  s.pack = override(group, "pack", s.lanes.step(laneForm) != 1 || s.rowBlockTiles > 2 ||
                                       (!s.rowOuter.empty() && !isPanel));
  return s;
}
