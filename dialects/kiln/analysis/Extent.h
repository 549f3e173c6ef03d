// SPDX-License-Identifier: Apache-2.0
//===- Extent.h - where positions read along one axis ---------------------===//
#pragma once

#include "dialects/kiln/analysis/Rational.h"

#include "mlir/IR/AffineExpr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace kiln::analysis {

/// All that lies between strides · o + low and strides · o + high, for a position o of the owner.
struct Extent {
  llvm::SmallVector<Rational, 4> strides; ///< one for each axis of the owner
  Rational low, high;
  /// By how much the middle may be off, where a fractional stride makes it change with the position.
  Rational slack;
  /// 1 + the number of the place where paths met that are not aligned; 0: none.
  unsigned misaligned = 0;

  static Extent interval(size_t axesOfOwner, int64_t low, int64_t high);
  /// Each position of the owner its own, along `axis`.
  static Extent position(size_t axesOfOwner, size_t axis);

  bool isFixed() const;
  /// Fixed, and all of an axis of `size` elements.
  bool isWhole(int64_t size) const { return !misaligned && isFixed() && low <= 0 && Rational(size - 1) <= high; }
  Rational middle() const { return (low + high) / 2; }

  Extent plus(const Extent &other) const;
  Extent times(int64_t factor) const;
  Extent plus(int64_t offset) const;
  Extent floorDiv(int64_t by) const;
  Extent mod(int64_t by) const;
};

/// The values of `expr` where its dims lie in `dims`.
Extent evaluate(mlir::AffineExpr expr, llvm::ArrayRef<Extent> dims, size_t axesOfOwner);

/// Both, along an axis of `size` elements; nothing where they are not aligned.
std::optional<Extent> join(const Extent &a, const Extent &b, int64_t size);

} // namespace kiln::analysis
