// SPDX-License-Identifier: Apache-2.0
//===- Recompute.h - kernels that run again where their results are read --===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include <optional>

namespace kiln {

/// Discardable attribute of a launch that repeats an earlier one on the same operands.
inline constexpr llvm::StringLiteral kAgainAttr = "kiln.again";

/// The uses of `value` behind `border`, an op of its block, those of its reshapes among them; none if `border` itself uses it.
llvm::SmallVector<mlir::OpOperand *> usesBehind(mlir::Value value, mlir::Operation *border);

/// Runs `launch` again before the first of its results' uses behind `border`, and whatever it needs that is not used there anyway.
void runAgainBehind(mlir::Operation *border, LaunchOp launch);

/// The other loop of the same block that alone reads the rows which `launch`, in the body of a loop, leaves; with these rows. Its
/// steps are those of the loop, in any order.
struct RowReader {
  ScanOp scan;
  llvm::SmallVector<unsigned> rows;
};
std::optional<RowReader> readerOfRows(LaunchOp launch);

/// Runs `launch` again in each step of the loop that reads its rows, which are then not kept.
void runAgainIn(const RowReader &reader, LaunchOp launch);

} // namespace kiln
