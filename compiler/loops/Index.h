// SPDX-License-Identifier: Apache-2.0
//===- Index.h - affine indices with known ranges -------------------------===//
// Kernels address tensors by affine expressions over loop variables whose ranges
// are known when compiled. Simplified with those ranges, a reshape or a collapsed
// loop costs nothing: `(p floordiv 28) * 28 + p mod 28` is `p`.
//===----------------------------------------------------------------------===//
#pragma once

#include "mlir/IR/AffineExpr.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace kiln::loops {

/// All values from `low` to `high`, both included.
struct Bounds {
  int64_t low, high;
  bool inside(int64_t size) const { return low >= 0 && high < size; }
  bool outside(int64_t size) const { return high < 0 || low >= size; }
};
using BoundsOfVariable = llvm::function_ref<Bounds(unsigned)>;

/// The values that an expression can take.
Bounds boundsOf(mlir::AffineExpr expr, BoundsOfVariable range);

/// The canonical form of an expression: equal forms are the same `AffineExpr`.
mlir::AffineExpr simplifyIndex(mlir::AffineExpr expr, BoundsOfVariable range);

/// Row-major position of `coordinates` in a tensor of shape `shape`, not simplified.
mlir::AffineExpr linearize(llvm::ArrayRef<mlir::AffineExpr> coordinates,
                           llvm::ArrayRef<int64_t> shape, mlir::MLIRContext *context);

/// The coordinates of a row-major position, not simplified.
llvm::SmallVector<mlir::AffineExpr> delinearize(mlir::AffineExpr position,
                                                llvm::ArrayRef<int64_t> shape);

/// The factor of `variable` (a dim or symbol) where `expr` is linear in it; none where it stands under
/// a division or a remainder. 0 where it does not occur.
std::optional<int64_t> factorOf(mlir::AffineExpr expr, mlir::AffineExpr variable);

} // namespace kiln::loops
