// SPDX-License-Identifier: Apache-2.0
//===- Windows.h - windowed reads and their adjoints in the form of kernels ===//
#pragma once

#include "mlir/IR/AffineMap.h"
#include "mlir/IR/PatternMatch.h"

namespace kiln {

/// constant + sum of coefficient[d] * d.
struct Linear {
  int64_t constant = 0;
  llvm::SmallVector<int64_t> coefficient;
};
/// The map's results as linear forms; nothing where one is not linear.
std::optional<llvm::SmallVector<Linear>> linearForms(mlir::AffineMap map);

/// The adjoint of a windowed read as a read:
///  - of windows that do not overlap (pooling, patches): each element has one window, found by
///    floordiv and mod;
///  - of a contraction with unit steps (the input gradient of a convolution): a contraction of the
///    windows of the cotangent with the same weights; with other steps, such a contraction for each of its phases.
/// Windows of an axis with one position are no windows.
void populateWindowAdjointPatterns(mlir::RewritePatternSet &patterns);

/// Elements beside those of a short axis that a sum takes in, from which on it adds up the long axes by themselves: lanes then run along all
/// that lies side by side, and the short axis is neither written out nor walked in vectors.
inline constexpr int64_t kOftenSummed = 64;

/// A read of an elementwise result that nothing else needs becomes the op on reads of its operands.
void populateSinkingPatterns(mlir::RewritePatternSet &patterns);

} // namespace kiln
