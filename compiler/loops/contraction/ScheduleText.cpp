// SPDX-License-Identifier: Apache-2.0
//===- ScheduleText.cpp ---------------------------------------------------===//
#include "compiler/loops/contraction/ScheduleText.h"

#include "llvm/Support/FormatVariadic.h"

using namespace kiln::loops;

std::string kiln::loops::textOf(const ContractionSchedule &s, const WinogradPlan *plan) {
  int64_t lanes = s.laneVectors * s.vectorLength;
  if (plan)
    return llvm::formatv("Winograd F({0} x {0}), tile {1} x {2}, vectors of {3}", plan->tile, s.rowCount, lanes, s.vectorLength);
  int64_t units = s.laneBlocks() * (s.laneRows.size / s.laneRowCount);
  for (const LabelAxis &axis : s.outer)
    units *= axis.size;
  if (s.rowBlockTiles > 0)
    units *= llvm::divideCeil(s.rowTiles(), s.rowBlockTiles);
  int64_t blocks = 1;
  for (const LabelAxis &axis : s.sumBlocks)
    blocks *= axis.size;
  std::string text = llvm::formatv("tile {0} x {1}, vectors of {2}, sums of {3}", s.rowCount * s.rowUnrollCount(), s.laneRowCount * lanes,
                                   s.vectorLength, s.sumLength());
  if (blocks > 1)
    text += llvm::formatv(" in {0} blocks", blocks);
  if (s.dots)
    text += " along the vectors";
  if (s.laneBlockTiles > 1)
    text += ", streamed";
  if (s.pack)
    text += ", packed";
  if (s.rowBlockTiles > 0 && s.rowBlockTiles < s.rowTiles())
    text += llvm::formatv(", blocks of {0} rows", s.rowBlockTiles * s.rowCount * s.rowUnrollCount());
  return text + llvm::formatv(", {0} unit{1}", units, units == 1 ? "" : "s").str();
}
