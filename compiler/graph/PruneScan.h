// SPDX-License-Identifier: Apache-2.0
//===- PruneScan.h - loops without what nobody reads ----------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include "mlir/IR/PatternMatch.h"

namespace kiln {

/// Drops carries and rows that reach nothing, sequences and captures that the body does not use, and makes a carry that
/// every step hands on unchanged a capture. The scan is replaced; fails where there is nothing to drop.
mlir::LogicalResult pruneScan(ScanOp scan, mlir::RewriterBase &rewriter);

/// Erases dead ops and prunes scans in a block and everything inside it.
void eraseDead(mlir::Block &block, mlir::RewriterBase &rewriter);

} // namespace kiln
