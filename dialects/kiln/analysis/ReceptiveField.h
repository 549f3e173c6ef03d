// SPDX-License-Identifier: Apache-2.0
//===- ReceptiveField.h - what an element of one tensor depends on in another ===//
//
// An interval analysis over the ops of the dialect, against the direction of the data. For each axis of a tensor on the way it
// holds where an element of the field's owner, at position o, reads: between S o + low and S o + high, with exact fractions.
// A read with an affine map maps such intervals; a reduction reads a whole axis; where paths meet again they must move with
// one stride around one centre, else the field is not aligned (Araujo, Norris and Sim 2019,
// "Computing Receptive Fields of Convolutional Neural Networks").
//
//===----------------------------------------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"
#include "dialects/kiln/analysis/Rational.h"

#include <optional>
#include <string>

namespace kiln::analysis {

/// One axis of the tensor that is read.
struct FieldAxis {
  enum class Kind {
    Moving, ///< a window that moves with the position
    Fixed,  ///< the same elements for every position, not all of them
    Whole,  ///< every element of the axis
  };
  Kind kind = Kind::Whole;
  /// Elements of the window. Where the stride is a fraction the number changes with the position: the greatest.
  int64_t size = 0;
  /// How far the window moves for a step along the axis `along` of the owner; 0 where it does not.
  Rational stride;
  /// By how much the window of position 0 begins before the axis.
  Rational padding;
  /// The middle of the window of position 0.
  Rational centre;
  int64_t along = -1;

  /// An element depends on the one element at its own position.
  bool isSame() const { return kind == Kind::Moving && size == 1 && stride == 1 && padding.isZero(); }
};

struct ReceptiveField {
  /// One for each axis of the tensor that is read.
  llvm::SmallVector<FieldAxis> axes;

  /// The axes, of those from `from` on, that the word "receptive field" means: where windows move; where none moves but each
  /// element has its own, those; where none moves at all (a classifier's output) none, and the field is the whole tensor.
  llvm::SmallVector<FieldAxis> windows(size_t from = 0) const;
};

struct ReceptiveFieldOptions {
  /// Leave out that composites named `…norm` compute statistics of whole axes: what remains is how far their input is seen
  /// by itself.
  bool ignoreStatistics = false;
  /// One axis of what is read that alone has to be aligned; others may be `Whole` for want of better.
  std::optional<size_t> axis;
};

/// Why there is no field.
struct NoField {
  std::string what;
  /// Where paths are not aligned: an op on each of two, behind the tensor where they part.
  llvm::SmallVector<mlir::Location, 2> places;
};

/// The field of `of` in `in`: two values of one entry, `of` computed from `in` without leaving the region of `of`.
/// Fails with the reason in `why`.
mlir::FailureOr<ReceptiveField> receptiveField(mlir::Value of, mlir::Value in, NoField &why,
                                               const ReceptiveFieldOptions &options = {});

} // namespace kiln::analysis
