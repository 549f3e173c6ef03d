// SPDX-License-Identifier: Apache-2.0
//===- Schedule.h - how one contraction is cut into tiles -----------------===//
#pragma once

#include "compiler/loops/contraction/Accesses.h"

#include "llvm/Support/MathExtras.h"

namespace kiln::loops {

/// Neighbouring labels walked as one axis; outermost first. The axis's position p counts row-major
/// over its labels; an access moves by the coefficient of the innermost label for each step.
struct LabelAxis {
  llvm::SmallVector<unsigned, 4> labels;
  int64_t size = 1;
  int64_t stride =
      1; ///< innermost positions for each step: a block of a split axis has more than 1
  int64_t step(const LinearForm &form) const {
    return labels.empty() ? 0 : form.coefficient[labels.back()] * stride;
  }
};

/// The loop nest, from outside to inside:
///   outer × lane tiles × row blocks       divided among the workers
///     summed blocks                        partial sums of all rows in scratch when there are several
///      lane tiles of the unit               several where the lane operand is streamed
///       pack the lane operand into panels    (when `pack`; ahead of time where that can be, see FillAhead.cpp)
///       row outer                          positions that use the same panels
///         row tiles
///           summed axes                      accumulators in registers
/// "Lane" operand: the one whose elements fill vectors; "row" operand: the one whose scalars are
/// broadcast. The row operand is A unless `swapped`.
struct ContractionSchedule {
  bool swapped = false;
  llvm::SmallVector<LabelAxis, 4> outer; ///< labels outside of the tile
  LabelAxis lanes;                       ///< vectors run along it
  LabelAxis laneRows; ///< a second axis of the lane operand in the tile (may be empty)
  LabelAxis rows;     ///< axis of the row operand that is tiled
  llvm::SmallVector<LabelAxis, 4> rowOuter; ///< its other axes, within a unit of work
  llvm::SmallVector<LabelAxis, 2> rowUnroll; ///< short axes of the row operand, wholly in the tile
  llvm::SmallVector<LabelAxis, 4>
      sumBlocks;                       ///< summed axes outside of the registers, outermost first
  llvm::SmallVector<LabelAxis, 4> sum; ///< summed axes of the register loops, outermost first

  int64_t vectorLength = 16;
  int64_t laneVectors = 2;   ///< vectors along `lanes` in a tile
  int64_t laneRowCount = 1;  ///< positions of `laneRows` in a tile
  int64_t rowCount = 12;     ///< positions of `rows` in a tile
  int64_t rowBlockTiles = 0; ///< row tiles of one unit of work
  int64_t dots = 0;          ///< not 0: vectors run along the sum, and so many lanes are summed at once
  int64_t laneBlockTiles = 1; ///< lane tiles of one unit of work
  bool pack = true;          ///< copy the lane operand's tile into panels first
  /// Summed positions by which lanes in memory are asked for, of a stream tiles; 0: never. Without: while they are copied, and of a stream.
  std::optional<int64_t> ahead;

  int64_t rowUnrollCount() const {
    int64_t n = 1;
    for (const LabelAxis &axis : rowUnroll)
      n *= axis.size;
    return n;
  }
  int64_t rowOuterCount() const {
    int64_t n = 1;
    for (const LabelAxis &axis : rowOuter)
      n *= axis.size;
    return n;
  }
  int64_t tileVectors() const { return laneVectors * laneRowCount; }
  int64_t rowTiles() const { return llvm::divideCeil(rows.size, rowCount); }
  int64_t laneTiles() const { return llvm::divideCeil(lanes.size, laneVectors * vectorLength); }
  int64_t laneBlocks() const { return llvm::divideCeil(laneTiles(), laneBlockTiles); }
  int64_t sumLength() const {
    int64_t n = 1;
    for (const LabelAxis &axis : sum)
      n *= axis.size;
    return n;
  }
};

/// The largest divisor of `size` up to `limit`; at least 1.
int64_t largestDivisor(int64_t size, int64_t limit);
/// The smallest divisor of `size` that is at least `least`, or `size` itself.
int64_t smallestDivisor(int64_t size, int64_t least);

/// What somebody else than the cost model has chosen for a group (Schedule.def).
class ScheduleChoices {
public:
  ScheduleChoices() = default;
  explicit ScheduleChoices(GroupOp group);

  explicit operator bool() const { return bool(attributes); }
  std::optional<int64_t> of(llvm::StringRef key) const;
  int64_t of(llvm::StringRef key, int64_t otherwise) const { return of(key).value_or(otherwise); }
  /// Whether sums may be taken in another order than the cost model's.
  bool mayReorder() const { return of("reorder", 0) != 0; }
  /// An error at the place where the choices were made.
  mlir::InFlightDiagnostic error() const;

private:
  mlir::DictionaryAttr attributes;
  std::optional<mlir::Location> place;
};

/// Lanes that many elements apart are picked from whole vectors.
inline bool isNear(int64_t step) { return step == 2 || step == 4; }

/// Sums that registers hold beside `width` vectors of the lanes and the scalars on their way.
int64_t sumRegisters(int64_t width, unsigned vectorBits);

/// The cost model's schedule for `contraction` of elements of `elementBits` on vectors of `vectorBits`, but for `choices`. Null, with a
/// remark, where no axis could fill vectors; a failure behind an error where a choice cannot be.
mlir::FailureOr<std::optional<ContractionSchedule>> chooseSchedule(const Contraction &contraction, GroupOp group, unsigned elementBits,
                                                                   unsigned vectorBits, const ScheduleChoices &choices);

/// Whether both add the same products up in the same order.
bool haveSameSums(const ContractionSchedule &a, const ContractionSchedule &b);

} // namespace kiln::loops
