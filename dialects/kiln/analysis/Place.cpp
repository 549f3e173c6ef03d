// SPDX-License-Identifier: Apache-2.0
//===- Place.cpp ----------------------------------------------------------===//
#include "dialects/kiln/analysis/Place.h"

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

// From the text of an op outwards to who asked for it: the first that is no text of the library.
static kiln::Place placeInModel(Location location) {
  kiln::Place inner = kiln::placeOf(location);
  if (auto name = dyn_cast<NameLoc>(location)) {
    kiln::Place place = placeInModel(name.getChildLoc());
    if (place.path.empty())
      place.path = name.getName().str();
    return place;
  }
  if (auto call = dyn_cast<CallSiteLoc>(location)) {
    kiln::Place place = placeInModel(call.getCallee());
    if (llvm::StringRef(place.file).starts_with("std/") || place.file.empty()) {
      kiln::Place caller = placeInModel(call.getCaller());
      if (!caller.file.empty()) {
        if (!place.path.empty())
          caller.path = place.path;
        return caller;
      }
    }
    return place;
  }
  return inner;
}

llvm::SmallVector<kiln::Place, 4> kiln::placesInModel(Location location) {
  llvm::SmallVector<Place, 4> places;
  auto add = [&](auto &&self, Location each) -> void {
    if (auto fused = dyn_cast<FusedLoc>(each)) {
      for (Location part : fused.getLocations())
        self(self, part);
      return;
    }
    Place place = placeInModel(each);
    if (place.file.empty())
      return;
    for (Place &known : places)
      if (known.file == place.file && known.line == place.line) {
        if (known.path.empty())
          known.path = place.path;
        return;
      }
    places.push_back(std::move(place));
  };
  add(add, location);
  return places;
}
