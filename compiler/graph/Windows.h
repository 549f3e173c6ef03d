// SPDX-License-Identifier: Apache-2.0
//===- Windows.h - windowed reads and their adjoints in the form of kernels ===//
#pragma once

#include "mlir/IR/PatternMatch.h"

namespace kiln {

/// The adjoint of a windowed read as a read:
///  - of windows that do not overlap (pooling, patches): each element has one window, found by
///    floordiv and mod;
///  - of a contraction with unit steps (the input gradient of a convolution): a contraction of the
///    windows of the cotangent with the same weights.
void populateWindowAdjointPatterns(mlir::RewritePatternSet &patterns);

/// An operand of a contraction that is a padded window becomes a window without padding of a padded
/// copy: the kernel then reads without bounds tests.
void populatePaddingPatterns(mlir::RewritePatternSet &patterns);

/// A read of an elementwise result that nothing else needs becomes the op on reads of its operands.
void populateSinkingPatterns(mlir::RewritePatternSet &patterns);

} // namespace kiln
