// SPDX-License-Identifier: Apache-2.0
//===- Place.h - what a location says to a user ---------------------------===//
#pragma once

#include "mlir/IR/Location.h"
#include "llvm/ADT/SmallVector.h"

#include <string>

namespace kiln {

/// The file, line and path in the model (`net.layers[3].attend`) of an op; of fused ops the first
/// that has them. Of something inlined, the place where its text stands, not where it is used.
struct Place {
  std::string file; ///< empty if not known
  std::string path;
  unsigned line = 0;
  unsigned column = 0;
};

Place placeOf(mlir::Location location);

/// Each line of the model that has a part in it, once, in order: of what the library makes the line that asks for it, with the
/// path of the part that it belongs to.
llvm::SmallVector<Place, 4> placesInModel(mlir::Location location);

} // namespace kiln
