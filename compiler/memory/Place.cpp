// SPDX-License-Identifier: Apache-2.0
//===- Place.cpp ----------------------------------------------------------===//
#include "compiler/memory/Place.h"

#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;

static void collect(Location location, kiln::Place &place) {
  if (auto file = dyn_cast<FileLineColLoc>(location)) {
    if (place.file.empty()) {
      place.file = file.getFilename().str();
      place.line = file.getLine();
      place.column = file.getColumn();
    }
  } else if (auto name = dyn_cast<NameLoc>(location)) {
    if (place.path.empty())
      place.path = name.getName().str();
    collect(name.getChildLoc(), place);
  } else if (auto call = dyn_cast<CallSiteLoc>(location)) {
    collect(call.getCallee(), place);
    collect(call.getCaller(), place);
  } else if (auto fused = dyn_cast<FusedLoc>(location)) {
    for (Location part : fused.getLocations())
      collect(part, place);
  }
}

kiln::Place kiln::placeOf(Location location) {
  Place place;
  collect(location, place);
  return place;
}
