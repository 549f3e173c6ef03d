// SPDX-License-Identifier: Apache-2.0
//===- Tile.cpp -----------------------------------------------------------===//
#include "compiler/loops/contraction/Tile.h"

#include <numeric>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Sums in registers that hide the time of an addition.
constexpr int64_t kSums = 8;

int64_t loops::registersOf(unsigned vectorBits) { return vectorBits >= 512 ? 32 : 16; }

/// Without 32 registers there is one for a scalar: two side by side would cost a tile of 4 x 3.
int64_t loops::sumRegisters(int64_t width, unsigned vectorBits) { return registersOf(vectorBits) - width - (vectorBits >= 512 ? 2 : 1); }

int64_t loops::setsOf(int64_t step, int64_t sets) {
  return step % kLine ? sets : sets / std::gcd(sets, std::max<int64_t>(1, std::abs(step) / kLine));
}

int64_t loops::evenTile(int64_t size, int64_t target) {
  target = std::max<int64_t>(1, std::min(size, target));
  return llvm::divideCeil(size, llvm::divideCeil(size, target));
}

int64_t loops::mostRows(int64_t width, int64_t rowStep, unsigned vectorBits) {
  return std::min({kMostRows, sumRegisters(width, vectorBits) / width, kWays * setsOf(rowStep, kFirstLevelSets) - 1});
}

int64_t loops::tileWidth(int64_t vectors, int64_t laneStep, int64_t rows, int64_t rowStep, int64_t elementBytes, unsigned vectorBits) {
  bool turnsForFew = laneStep != 1 && !isNear(laneStep) && rows <= kUnpackedRows;
  int64_t best = 1, widest = std::min<int64_t>(vectors, turnsForFew ? 2 : rows >= kLongRows ? 4 : 8);
  double least = 0;
  for (int64_t width = 1; width <= widest; ++width) {
    int64_t most = mostRows(width, rowStep, vectorBits);
    if (most == 0)
      break;
    int64_t count = evenTile(rows, most), sums = width * count;
    double loads = double(width + count) / double(sums), beside = 0.1 * loads;
    if (rowStep == elementBytes) // neighbours: a line for each summed position
      beside += 0.5 / double(count);
    double slowest = std::max(1.0, double(kSums) / double(sums));
    if (vectorBits < 512) { // a scalar is an instruction of its own, and masks are a second body
      slowest = std::max(slowest, loads);
      beside += vectors % width != 0 ? 0.01 : 0;
    }
    double cost = double(llvm::alignTo(vectors, width)) * slowest * (1 + beside);
    if (width == 1 || cost < least) {
      best = width;
      least = cost;
    }
  }
  return best;
}

LogicalResult loops::checkTile(const ContractionSchedule &s, const ScheduleChoices &choices, unsigned vectorBits) {
  int64_t rows = s.rowCount * s.rowUnrollCount(), lanes = s.tileVectors() * s.vectorLength;
  if (choices.of("rows", rows) % s.rowUnrollCount() != 0)
    return choices.error() << "`tile " << choices.of("rows", 0) << " x " << lanes << "`: a tile of this kernel has a multiple of "
                           << s.rowUnrollCount() << " rows";
  if (choices.of("rows", rows) > s.rows.size * s.rowUnrollCount())
    return choices.error() << "`tile " << choices.of("rows", 0) << " x " << lanes << "`: this kernel has "
                           << s.rows.size * s.rowUnrollCount() << " rows";
  if (choices.of("lanes", lanes) != lanes)
    return choices.error() << "`tile " << rows << " x " << choices.of("lanes", 0) << "`: a tile has whole vectors of " << s.vectorLength
                           << " lanes, " << llvm::alignTo(s.lanes.size * s.laneRows.size, s.vectorLength) << " at most here";
  if (rows * s.tileVectors() > sumRegisters(s.tileVectors(), vectorBits) && (choices.of("rows") || choices.of("lanes")))
    return choices.error() << "`tile " << rows << " x " << lanes << "` needs " << rows * s.tileVectors() << " vectors of sums; beside "
                           << s.tileVectors() << " of lanes there is room for " << std::max<int64_t>(0, sumRegisters(s.tileVectors(), vectorBits));
  return success();
}
