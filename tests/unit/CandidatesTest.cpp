// SPDX-License-Identifier: Apache-2.0
// What `kiln tune` tries: schedules with other sums only where results may differ.
#include "compiler/Candidates.h"

#include "llvm/ADT/STLExtras.h"

#include <gtest/gtest.h>

namespace {

bool tries(bool mayReorder, const kiln::Choices &wanted) {
  return llvm::any_of(kiln::candidateTurns("contraction", 8, 16, mayReorder),
                      [&](const std::vector<kiln::Choices> &turn) { return llvm::is_contained(turn, wanted); });
}

TEST(Candidates, OtherSumsNeedATolerance) {
  for (const kiln::Choices &choices : {kiln::Choices{{"winograd", 4}}, kiln::Choices{{"winograd", 0}}, kiln::Choices{{"sum", 256}}}) {
    EXPECT_TRUE(tries(true, choices)) << choices.front().first;
    EXPECT_FALSE(tries(false, choices)) << choices.front().first;
  }
  EXPECT_TRUE(tries(false, {{"rows", 6}, {"lanes", 16}}));
}

} // namespace
