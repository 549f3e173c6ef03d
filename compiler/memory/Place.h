// SPDX-License-Identifier: Apache-2.0
//===- Place.h - what a location says to a user ---------------------------===//
#pragma once

#include "mlir/IR/Location.h"

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

} // namespace kiln
