// SPDX-License-Identifier: Apache-2.0
//===- Figures.h - numbers and places as people read them -----------------===//
#pragma once

#include "dialects/kiln/analysis/Place.h"
#include "llvm/ADT/ArrayRef.h"

namespace kiln {

/// `1,234,567`.
std::string grouped(int64_t number);
/// `17.564 G`, with a unit `17.564 GB`.
std::string scaled(double number, llvm::StringRef unit = "");
/// `vit.kiln:31,33`; of several files `vit.kiln:31 std/nn.kiln:7`.
std::string placeText(llvm::ArrayRef<Place> places);

} // namespace kiln
