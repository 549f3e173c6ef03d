// SPDX-License-Identifier: Apache-2.0
//===- KernelAttributes.h - what a kernel says about itself ---------------===//
#pragma once

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/StringRef.h"

#include <cmath>

/// Each kernel carries a dictionary under `kKernel`: what the package records of its launches, what `kiln explain` prints and
/// `--strict-performance` judges. None of it changes the code.
namespace kiln::kernel {

inline constexpr llvm::StringLiteral kKernel = "kiln.kernel"; ///< function: DictionaryAttr

inline constexpr llvm::StringLiteral kKind = "kind";         ///< StringAttr: the kind of the group
inline constexpr llvm::StringLiteral kFlops = "flops";       ///< I64, of one launch
inline constexpr llvm::StringLiteral kBytes = "bytes";       ///< I64, of one launch
inline constexpr llvm::StringLiteral kLanes = "lanes";       ///< I64: elements of its longest vector; 1 without any
inline constexpr llvm::StringLiteral kSchedule = "schedule"; ///< StringAttr: how a contraction or a chain is cut
inline constexpr llvm::StringLiteral kSizes = "sizes";       ///< StringAttr: by which a .tune file knows a contraction or attention
inline constexpr llvm::StringLiteral kChosen = "chosen";     ///< LocationAttr: where its schedule was chosen, if not by the cost model
inline constexpr llvm::StringLiteral kScalarTrips = "scalar_trips"; ///< I64, optional: steps in one launch of its longest loop without vectors
inline constexpr llvm::StringLiteral kLength = "length"; ///< I64, of a kernel for any length: the elements that `flops` and `bytes` are of

/// `flops` or `bytes` of one launch on `elements` elements.
inline int64_t workOf(mlir::DictionaryAttr about, llvm::StringRef what, int64_t elements) {
  auto work = about ? about.getAs<mlir::IntegerAttr>(what) : mlir::IntegerAttr();
  if (!work)
    return 0;
  auto length = about.getAs<mlir::IntegerAttr>(kLength);
  return length ? std::llround(double(work.getInt()) / double(length.getInt()) * double(elements)) : work.getInt();
}

} // namespace kiln::kernel
