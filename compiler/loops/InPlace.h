// SPDX-License-Identifier: Apache-2.0
//===- InPlace.h - which results may take over the bytes of an operand ----===//
#pragma once

#include "dialects/kiln/Kiln.h"

namespace kiln::loops {

/// For each result of a group the operand whose bytes it may take over, or -1; see `kiln.launch`.
/// Elementwise kernels and what follows a contraction read all elements of one position before they
/// write any of them, so an operand that is read at that position alone may be overwritten. No operand is given twice.
llvm::SmallVector<int64_t> inPlaceOperands(GroupOp group);

} // namespace kiln::loops
