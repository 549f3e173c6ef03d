// SPDX-License-Identifier: Apache-2.0
//===- BatchAxis.h - whether a group computes each leading position alone --===//
// A group is *batched* over n when every result has n positions on its first axis, and the part of
// every result at one such position follows from the same position of some operands ("batched") and
// from other operands whole.
//===----------------------------------------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include <optional>

namespace kiln {

struct BatchAxis {
  int64_t size = 0;
  llvm::SmallVector<bool> isBatched; ///< of each operand: read at the position alone, or whole
  /// The least number of positions of one batch position that share an element of a whole operand
  /// of a contraction: how often what is read again for each batch position is used there.
  int64_t reuse = 0;
};

/// Of a group without groups in it; nothing where positions of the first axis depend on each other.
std::optional<BatchAxis> findBatchAxis(GroupOp group);

} // namespace kiln
