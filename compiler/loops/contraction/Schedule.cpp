// SPDX-License-Identifier: Apache-2.0
//===- Schedule.cpp -------------------------------------------------------===//
#include "compiler/loops/contraction/Schedule.h"
#include "compiler/loops/contraction/Tile.h"

#include "llvm/ADT/STLExtras.h"

#include <limits>

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
/// And where rows lie side by side, as in the gradient of weights: each summed position is another line of theirs, and the lines of
/// a panel's positions stay in the second-level cache for the next rows, which share them.
constexpr int64_t kRowsSumLimit = 256;
/// Bytes of partial sums that one unit of work keeps at most.
constexpr int64_t kScratchLimit = 128 * 1024;
/// Units of work below which the rows of a tile column are divided too. Each unit packs for itself
/// and streams its operands again, so more units than workers cost more than an even share brings.
constexpr int64_t kUnits = 4;
/// Units of which one more or less makes shares hardly uneven.
constexpr int64_t kManyUnits = 16;
/// Lanes that are few for vectors along them, as taps of a kernel are.
constexpr int64_t kFewLanes = 8;
/// Positions of a second axis of the row operand that are unrolled.
constexpr int64_t kUnrolled = 4;
/// Summed positions that a stream reads at a time for one row, and bytes of a lane operand that are worth it: more than a
/// second-level cache has.
constexpr int64_t kStrip = 8, kStreamedBytes = 4 << 20;
/// Bytes of a panel that the first-level cache keeps, and sets of it that lanes in memory take so that they do not push each other out.
constexpr int64_t kKeptPanel = 16 * 1024, kFreeSets = 4;
/// Tiles of rows for which the lanes are read as they lie: a panel is filled once and read by each of them, and low tiles are many.
constexpr int64_t kUnpackedTiles = 14;
/// Units of work where rows outside of the tile are divided: eight workers get equal shares.
constexpr int64_t kOuterUnits = 16;
/// Multiplications below which a contraction is not worth dividing.
constexpr int64_t kSmall = 1 << 15;
/// Results of one position that are few.
constexpr int64_t kFew = 4;

/// Multiplications of vectors that take as long as scattering one to memory, or as turning one into a panel.
constexpr double kScatterCost = 32, kTurnCost = 4;

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

/// How well vectors along `axis` use the machine: filled lanes, and unit steps where lanes are loaded, once for all `rows`, and
/// stored, once for each sum.
double laneScore(const LabelAxis &axis, const Access &operand, const Access &result, int64_t vectorLength, double rows, double sum) {
  int64_t padded = llvm::alignTo(axis.size, vectorLength);
  double score = double(axis.size) / double(padded);
  if (axis.step(result.offset) != 1)
    score *= sum / (sum + kScatterCost);
  if (axis.step(operand.offset) != 1)
    score *= rows / (rows + kTurnCost);
  return score;
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

/// Whether taps are unrolled and the positions that they meet are summed, as in the gradient of a kernel.
bool unrollsTaps(const ContractionSchedule &schedule, ArrayRef<unsigned> sum, ArrayRef<int64_t> sizes, const LinearForm &rows) {
  return llvm::any_of(schedule.rowUnroll, [&](const LabelAxis &axis) {
    return llvm::any_of(sum, [&](unsigned label) {
      return std::abs(rows.coefficient[label]) == std::abs(axis.step(rows)) && sizes[label] >= axis.size;
    });
  });
}

/// Vectors along the sum, where one operand has few positions of its own and both have a summed axis with unit steps.
std::optional<ContractionSchedule> chooseDots(const Contraction &c, const Side &a, const Side &b, ArrayRef<unsigned> batch,
                                              SmallVector<unsigned> sum, int64_t length, int64_t registers) {
  for (bool swapped : {false, true}) {
    const Side &few = swapped ? b : a, &many = swapped ? a : b;
    ContractionSchedule s;
    s.swapped = swapped;
    s.vectorLength = length;
    s.laneVectors = s.rowBlockTiles = 1;
    s.pack = false;
    int64_t results = 1;
    for (const LabelAxis &axis : few.axes) {
      results *= axis.size;
      if (axis.size > s.rows.size)
        std::swap(s.rows, s.rowUnroll.emplace_back(axis));
      else
        s.rowUnroll.push_back(axis);
    }
    llvm::erase_if(s.rowUnroll, [](const LabelAxis &axis) { return axis.size == 1; });
    s.rowCount = s.rows.size;
    const LinearForm &from = many.access->offset, &other = few.access->offset;
    llvm::sort(sum, [&](unsigned x, unsigned y) {
      int64_t stepX = std::abs(from.coefficient[x]), stepY = std::abs(from.coefficient[y]);
      return stepX != stepY ? stepX > stepY : x < y;
    });
    auto isSide = [](int64_t step) { return step == 1 || isNear(step); };
    if (results > kFew || many.axes.empty() || sum.empty() || !isSide(from.coefficient[sum.back()]) || !isSide(other.coefficient[sum.back()]))
      continue;
    s.sum = mergedAxes(sum, c.sizes, [&](unsigned outer, unsigned inner) {
      return merges(from, c.sizes, outer, inner) && merges(other, c.sizes, outer, inner);
    });
    Axes rest = many.axes;
    auto lanes = llvm::max_element(rest, [&](const LabelAxis &x, const LabelAxis &y) {
      bool isUnitX = x.step(c.results.front().offset) == 1, isUnitY = y.step(c.results.front().offset) == 1;
      return isUnitX != isUnitY ? isUnitY : x.size < y.size;
    });
    s.lanes = *lanes;
    rest.erase(lanes);
    if (s.lanes.size <= std::min(kFewLanes, length)) {
      // All lanes at once, as the taps of a kernel, with the rest of the sum behind whole vectors.
      s.dots = s.lanes.size;
      if (results * (s.dots + 1) >= registers || 2 * s.sum.back().size < length)
        continue;
      if (!rest.empty() && results * (s.dots * rest.back().size + 1) < registers - s.dots) {
        s.laneRows = rest.pop_back_val();
        s.laneRowCount = s.laneRows.size;
      }
    } else {
      // The last lanes of a vector may be added up twice.
      auto isWhole = [&](int64_t dots) { return s.lanes.size % length == 0 || s.lanes.size % length >= dots; };
      for (s.dots = std::min(kFewLanes, length); s.dots > 1 && (!isWhole(s.dots) || results * (s.dots + 1) >= registers);)
        s.dots /= 2;
      if (s.dots < 4 || s.sum.back().size % length != 0 || from.coefficient[sum.back()] != 1)
        continue;
    }
    for (unsigned label : batch)
      s.outer.push_back({{label}, c.sizes[label], 1});
    llvm::append_range(s.outer, rest);
    int64_t units = s.laneTiles();
    for (const LabelAxis &axis : s.outer)
      units *= axis.size;
    if (!rest.empty()) {
      LabelAxis axis = s.outer.pop_back_val();
      int64_t parts = smallestDivisor(axis.size, llvm::divideCeil(kOuterUnits, units / axis.size));
      s.outer.push_back({axis.labels, parts, axis.stride * (axis.size / parts)});
      s.rowOuter.push_back({axis.labels, axis.size / parts, axis.stride});
    }
    return s;
  }
  return std::nullopt;
}

} // namespace

ScheduleChoices::ScheduleChoices(GroupOp group) : attributes(group->getAttrOfType<DictionaryAttr>(KilnDialect::kScheduleAttr)) {
  auto from = group->getAttrOfType<LocationAttr>(KilnDialect::kSchedulePlaceAttr);
  place = from ? Location(from) : group.getLoc();
}

std::optional<int64_t> ScheduleChoices::of(StringRef key) const {
  auto value = attributes ? attributes.getAs<IntegerAttr>(key) : IntegerAttr();
  return value ? std::optional(value.getInt()) : std::nullopt;
}

InFlightDiagnostic ScheduleChoices::error() const { return emitError(*place); }

bool loops::haveSameSums(const ContractionSchedule &a, const ContractionSchedule &b) {
  auto same = [](ArrayRef<LabelAxis> x, ArrayRef<LabelAxis> y) {
    return llvm::equal(x, y, [](const LabelAxis &p, const LabelAxis &q) {
      return p.labels == q.labels && p.size == q.size && p.stride == q.stride;
    });
  };
  return (a.dots != 0) == (b.dots != 0) && same(a.sum, b.sum) && same(a.sumBlocks, b.sumBlocks);
}

int64_t loops::smallestDivisor(int64_t size, int64_t least) {
  for (int64_t d = std::max<int64_t>(1, least); d < size; ++d)
    if (size % d == 0)
      return d;
  return size;
}

int64_t loops::largestDivisor(int64_t size, int64_t limit) {
  for (int64_t d = std::min(size, limit); d > 1; --d)
    if (size % d == 0)
      return d;
  return 1;
}

FailureOr<std::optional<ContractionSchedule>> loops::chooseSchedule(const Contraction &c, GroupOp group, unsigned elementBits,
                                                                    unsigned vectorBits, const ScheduleChoices &choices) {
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
  auto extent = [&](ArrayRef<unsigned> labels) {
    double n = 1;
    for (unsigned label : labels)
      n *= double(c.sizes[label]);
    return n;
  };
  double best = -1;
  unsigned lanes = 0;
  for (bool swapped : {false, true}) {
    const Side &side = swapped ? a : b;
    if (choices.of("left", swapped) != swapped)
      continue;
    for (auto [i, axis] : llvm::enumerate(side.axes)) {
      double score = laneScore(axis, *side.access, c.results.front(), s.vectorLength, extent(swapped ? onlyB : onlyA), extent(sum));
      // Of equals the one with fewer axes beside it, which are then rows of one panel; then the longer one.
      size_t beside = side.axes.size(), besideBest = (s.swapped ? a : b).axes.size();
      if (score > best ||
          (score == best && (beside != besideBest ? beside < besideBest : axis.size > s.lanes.size))) {
        best = score;
        s.swapped = swapped;
        s.lanes = axis;
        lanes = i;
      }
    }
  }
  if (best < 0 && choices.of("left"))
    return choices.error() << "`lanes of the " << (choices.of("left", 0) ? "left" : "right") << "`: that operand has no axis of its own";
  if (best < 0) {
    group.emitRemark("neither operand has an axis of its own that vectors could run along");
    return std::optional<ContractionSchedule>();
  }
  int64_t registers = registersOf(vectorBits);
  auto isWide = [&](const Access &access) {
    return getElementTypeOrSelf(group.getOperand(access.memref).getType()).getIntOrFloatBitWidth() == elementBits;
  };
  bool isEmpty = s.lanes.size <= kFewLanes && 2 * s.lanes.size <= s.vectorLength;
  if ((isEmpty || s.lanes.step((s.swapped ? c.a : c.b).offset) != 1) && isWide(c.a) && isWide(c.b) && !choices)
    if (auto dots = chooseDots(c, a, b, batch, sum, s.vectorLength, registers))
      return dots;
  Side &laneSide = s.swapped ? a : b, &rowSide = s.swapped ? b : a;
  laneSide.axes.erase(laneSide.axes.begin() + lanes);

  // Rows: scalars that lie near each other, of an axis long enough for a tile; else the longest.
  const LinearForm &rowForm = (s.swapped ? c.b : c.a).offset, &laneForm = (s.swapped ? c.a : c.b).offset;
  if (!rowSide.axes.empty()) {
    auto chosen = llvm::max_element(rowSide.axes, [&](const LabelAxis &x, const LabelAxis &y) {
      bool isLongX = x.size >= kLongRows, isLongY = y.size >= kLongRows;
      if (isLongX && isLongY)
        return std::abs(x.step(rowForm)) > std::abs(y.step(rowForm));
      return x.size < y.size;
    });
    s.rows = *chosen;
    rowSide.axes.erase(chosen);
  }
  int64_t elementBytes = elementBits / 8, vectors = llvm::divideCeil(s.lanes.size, s.vectorLength);
  bool unrolls = llvm::any_of(rowSide.axes, [](const LabelAxis &axis) { return axis.size <= kUnrolled; });
  int64_t rowStep = s.rows.step(rowForm) * elementBytes;
  int64_t width = vectors <= 3 ? vectors : 2;
  if (!unrolls)
    width = tileWidth(vectors, s.lanes.step(laneForm), s.rows.size, rowStep, elementBytes, vectorBits);
  int64_t chosen = choices.of("lanes", 0) / s.vectorLength;
  s.laneVectors = chosen ? std::min(chosen, vectors) : width;
  // One row alone, as of a depthwise convolution, has all sums along the lanes; their windows overlap, so they load less together.
  int64_t laneStep = s.lanes.step(laneForm);
  bool isAlone = s.rows.size == 1 && rowSide.axes.empty() && (laneStep == 1 || isNear(laneStep));
  if ((s.laneVectors == 1 || isAlone) && !laneSide.axes.empty()) {
    LabelAxis &next = laneSide.axes.back();
    int64_t count = next.size % 2 == 0 ? 2 : next.size % 3 == 0 ? 3 : 1;
    if (isAlone)
      count = largestDivisor(next.size, std::max<int64_t>(1, registersOf(vectorBits) / 2 / s.laneVectors));
    if (chosen)
      count = chosen / s.laneVectors;
    if (count > 1 && next.size % count == 0) {
      s.laneRows = next;
      s.laneRowCount = count;
      laneSide.axes.pop_back();
    }
  }

  // Other short axes of the row operand are unrolled whole.
  int64_t accumulators = sumRegisters(s.tileVectors(), vectorBits), unrolled = 1;
  for (unsigned i = rowSide.axes.size(); i-- > 0;) {
    LabelAxis axis = rowSide.axes[i];
    if (axis.size <= kUnrolled && axis.size * unrolled * s.tileVectors() <= accumulators) {
      unrolled *= axis.size;
      s.rowUnroll.insert(s.rowUnroll.begin(), axis);
      rowSide.axes.erase(rowSide.axes.begin() + i);
    }
  }
  int64_t target = mostRows(s.tileVectors(), rowStep, vectorBits) / unrolled;
  s.rowCount = std::clamp<int64_t>(choices.of("rows", 0) / unrolled, 1, s.rows.size);
  if (!choices.of("rows"))
    s.rowCount = evenTile(s.rows.size, target);
  if (failed(checkTile(s, choices, vectorBits)))
    return failure();

  for (unsigned label : batch)
    s.outer.push_back({{label}, c.sizes[label], 1});
  llvm::append_range(s.outer, laneSide.axes);

  // Summed axes: the longest steps of the row operand outside.
  auto overlaps = [&](unsigned label) {
    return isAlone && s.laneRowCount > 1 && std::abs(laneForm.coefficient[label]) == std::abs(s.laneRows.step(laneForm));
  };
  std::sort(sum.begin(), sum.end(), [&](unsigned x, unsigned y) {
    if (overlaps(x) != overlaps(y))
      return overlaps(y); // so that rows of lanes that several taps meet are loaded once
    int64_t stepX = std::abs(rowForm.coefficient[x]), stepY = std::abs(rowForm.coefficient[y]);
    return stepX != stepY ? stepX > stepY : x < y;
  });
  Axes summed = mergedAxes(sum, c.sizes, [&](unsigned outer, unsigned inner) {
    return merges(c.a.offset, c.sizes, outer, inner) && merges(c.b.offset, c.sizes, outer, inner);
  });
  // A large lane operand for few rows is read as it lies: some summed positions at a time for many lanes.
  int64_t strip = s.rows.size == 1 ? kStrip : 2 * kStrip;
  bool mayStream = rowSide.axes.empty() && s.rowUnroll.empty() && s.lanes.step(laneForm) == 1 &&
                 s.tileVectors() == s.laneVectors && summed.size() == 1 &&
                 largestDivisor(summed.back().size, strip) > strip / 2 && s.laneTiles() > 1;
  bool streams = mayStream && s.rows.size <= kFewRows && s.laneTiles() >= 2 * kUnits && s.lanes.size * summed.back().size * elementBytes > kStreamedBytes;
  if (choices.of("stream", 0) && (!mayStream || s.rowTiles() * s.rowCount * s.laneVectors * int64_t(vectorBits / 8) > kScratchLimit))
    return choices.error() << "`streamed`: only lanes side by side, with one axis of rows and one summed axis, and few rows can be";
  streams = choices.of("stream", streams) != 0;
  bool areRowsNeighbours = s.rows.size > 1 && std::abs(s.rows.step(rowForm)) == 1;
  int64_t sumLimit = unrollsTaps(s, sum, c.sizes, rowForm) ? kTapSumLimit : areRowsNeighbours ? kRowsSumLimit : kSumLimit;
  splitSum(s, summed, choices.of("sum", streams ? strip : sumLimit));
  int64_t units = 1, volume = 1;
  for (const LabelAxis &axis : s.outer)
    units *= axis.size;
  int64_t tileBytes = s.rowCount * unrolled * s.tileVectors() * int64_t(vectorBits / 8);
  if (streams) {
    int64_t most = kScratchLimit / (s.rowTiles() * tileBytes);
    s.laneBlockTiles = std::min<int64_t>(most, llvm::divideCeil(s.laneTiles(), std::max<int64_t>(1, kUnits / units)));
  }

  // Rows outside of the tile use one panel again and again, as many as the partial sums leave room for.
  units *= s.laneBlocks() * (s.laneRows.size / s.laneRowCount);
  int64_t room = s.sumBlocks.empty() ? std::numeric_limits<int64_t>::max()
                                     : std::max<int64_t>(1, kScratchLimit / (s.rowTiles() * tileBytes));
  for (LabelAxis axis : rowSide.axes) {
    int64_t parts = smallestDivisor(axis.size, llvm::divideCeil(kOuterUnits, units));
    int64_t kept = largestDivisor(axis.size / parts, room);
    parts = axis.size / kept;
    if (parts > 1)
      s.outer.push_back({axis.labels, parts, axis.stride * kept});
    if (kept > 1)
      s.rowOuter.push_back({axis.labels, kept, axis.stride});
    units *= parts;
    room /= kept;
  }

  // Units of work: rows are divided only where the rest leaves too few.
  for (int64_t size : c.sizes)
    volume *= size;
  int64_t blocks = volume <= kSmall ? 1 : llvm::divideCeil(kUnits, units);
  if (volume > kSmall && units * blocks < kManyUnits && units * blocks % 2 != 0)
    ++blocks; // even shares for two
  s.rowBlockTiles = llvm::divideCeil(s.rowTiles(), std::min(blocks, s.rowTiles()));
  if (auto rows = choices.of("block"))
    s.rowBlockTiles = std::clamp<int64_t>(llvm::divideCeil(*rows, s.rowCount * unrolled), 1, s.rowTiles());
  if (!s.sumBlocks.empty()) { // as even as the limit lets them be
    int64_t most = std::clamp<int64_t>(kScratchLimit / tileBytes, 1, s.rowBlockTiles);
    s.rowBlockTiles = llvm::divideCeil(s.rowTiles(), llvm::divideCeil(s.rowTiles(), most));
  }

  int64_t blockRows = s.rowBlockTiles * s.rowCount * unrolled * s.rowOuterCount();
  bool isKept = s.sum.empty() || s.sumLength() <= kWays * setsOf(s.sum.back().step(laneForm) * elementBytes, kSecondLevelSets);
  bool isPanel = s.lanes.step(laneForm) == 1 && s.tileVectors() == s.laneVectors && !s.sum.empty() &&
                 s.sum.back().step(laneForm) == s.laneVectors * s.vectorLength;
  // A panel for positions of several axes is filled apart, for which they wait. Where the first-level cache would not keep it, lanes are
  // read where they lie, unless they push each other out.
  int64_t panelBytes = s.sumLength() * s.tileVectors() * int64_t(vectorBits / 8);
  bool isFree = !s.rowOuter.empty() && panelBytes > kKeptPanel && setsOf(s.sum.back().step(laneForm) * elementBytes, kFirstLevelSets) >= kFreeSets;
  bool isReused = (blockRows > std::min(kUnpackedRows, kUnpackedTiles * s.rowCount) && !isFree) || (blockRows > kFewRows && !isKept);
  bool isApart = s.lanes.step(laneForm) != 1 && (blockRows > 1 || !isNear(s.lanes.step(laneForm)));
  s.pack = choices.of("pack", !streams && (isApart || (isReused && !isPanel)));
  s.ahead = choices.of("ahead");
  return std::optional(s);
}
