// SPDX-License-Identifier: Apache-2.0
//===- Tile.h - the sums of a contraction that registers hold --------------===//
#pragma once

#include "compiler/loops/contraction/Schedule.h"

namespace kiln::loops {

/// Positions of the row operand that make a good tile, and that it has at most.
inline constexpr int64_t kLongRows = 7, kMostRows = 14;
/// Rows for which the lanes are read as they lie, where the second-level cache keeps them, and in any case.
inline constexpr int64_t kUnpackedRows = 128, kFewRows = 32;
/// Caches: bytes of a line, and lines of each of the ways.
inline constexpr int64_t kLine = 64, kWays = 8, kFirstLevelSets = 64, kSecondLevelSets = 2048;

/// Registers for vectors, of which half are sums where one row alone is multiplied by the lanes.
int64_t registersOf(unsigned vectorBits);

/// Different sets of a cache of `sets` lines each way that lines `step` bytes apart fall into.
int64_t setsOf(int64_t step, int64_t sets);

/// Rows of a tile, `target` at most, such that the last tile is about as long as the others.
int64_t evenTile(int64_t size, int64_t target);

/// Rows of a tile of `width` vectors. Scalars of many rows that lie a power of two apart, as where the summed axis has such a
/// length, would push each other out of the first-level cache.
int64_t mostRows(int64_t width, int64_t rowStep, unsigned vectorBits);

/// Vectors of a tile along the lanes: those that load little for each product, leave few lanes empty and do not wait for
/// sums. Strided lanes are turned for some rows alone as fast as memory gives them: not too many streams of it at once.
int64_t tileWidth(int64_t vectors, int64_t laneStep, int64_t rows, int64_t rowStep, int64_t elementBytes, unsigned vectorBits);

/// Whether what was chosen is there, in whole vectors and enough registers.
mlir::LogicalResult checkTile(const ContractionSchedule &schedule, const ScheduleChoices &choices, unsigned vectorBits);

} // namespace kiln::loops
