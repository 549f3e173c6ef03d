// SPDX-License-Identifier: Apache-2.0
//===- Checkpoints.h - loops that keep few carries for their gradient -----===//
//
// A scan with `kiln.recompute` becomes a scan over pieces of its steps. The derivative of the outer one keeps the carries at the
// beginning of each piece alone; its reverse step runs the piece again, which keeps what its steps need, and then back through it. So
// of `count` steps in pieces of K there are count / K carries and what K steps leave.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

namespace kiln {

/// Whether the derivative of this scan keeps its carries alone.
inline bool keepsCarriesAlone(ScanOp scan) { return scan->hasAttr(KilnDialect::kRecomputeAttr); }

int64_t bytesOfTensors(mlir::ValueRange values);

/// The divisor K of the count that makes (count / K) carries and `stepBytes` of K steps the fewest bytes; the least of several.
int64_t stepsOfPiece(ScanOp scan, int64_t stepBytes);

/// The same scan as one over pieces of `steps` steps, whose derivative keeps its carries alone.
ScanOp scanInPieces(ScanOp scan, int64_t steps);

/// Replaces a scan of one step by its body.
void inlineOnlyStep(ScanOp scan);

} // namespace kiln
