// SPDX-License-Identifier: Apache-2.0
//===- DescribeEntry.cpp --------------------------------------------------===//
#include "compiler/memory/DescribeEntry.h"

#include "dialects/kiln/analysis/Place.h"
#include "compiler/memory/PlanAttributes.h"
#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace kiln;

DictionaryAttr kiln::faultSite(StringRef kind, const llvm::Twine &message, LocationAttr place) {
  Builder b(place.getContext());
  return b.getDictionaryAttr({b.getNamedAttr(plan::kFaultKind, b.getStringAttr(kind)),
                              b.getNamedAttr(plan::kMessage, b.getStringAttr(message)), b.getNamedAttr(plan::kPlace, place)});
}

/// Of what a kernel computes, the first line of the model.
static LocationAttr firstPlace(Location location) {
  auto places = placesInModel(location);
  if (places.empty())
    return location;
  const Place &first = places.front();
  Location place = FileLineColLoc::get(location.getContext(), first.file, first.line, first.column);
  return first.path.empty() ? place : NameLoc::get(StringAttr::get(location.getContext(), first.path), place);
}

DictionaryAttr kiln::trapSite(LaunchOp launch) {
  constexpr size_t kMostLines = 8;
  std::string text = ("kernel `" + launch.getKernel() + "` of `" + launch->getParentOfType<EntryOp>().getSymName() +
                      "` made the first value that is not finite")
                         .str();
  auto places = placesInModel(launch.getLoc());
  for (auto [number, place] : llvm::enumerate(ArrayRef(places).drop_front(places.empty() ? 0 : 1))) {
    if (number == kMostLines) {
      text += ", …";
      break;
    }
    text += (number ? ", " : "; in it too: line ") + std::to_string(place.line);
  }
  return faultSite("non_finite", text, firstPlace(launch.getLoc()));
}

static DictionaryAttr describe(DictionaryAttr attributes, Value value, int64_t offset) {
  Builder b(value.getContext());
  SmallVector<NamedAttribute> all(attributes ? attributes.getValue() : ArrayRef<NamedAttribute>());
  all.push_back(b.getNamedAttr(plan::kType, TypeAttr::get(value.getType())));
  all.push_back(b.getNamedAttr(plan::kPlace, LocationAttr(value.getLoc())));
  all.push_back(b.getNamedAttr(plan::kOffset, b.getI64IntegerAttr(offset)));
  return b.getDictionaryAttr(all);
}

void kiln::describeEntry(EntryOp entry, func::FuncOp function, ArrayRef<int64_t> argumentOffsets,
                         ArrayRef<int64_t> resultOffsets, ArrayRef<DictionaryAttr> faults) {
  Builder b(entry.getContext());
  function->setAttr(plan::kEntryName, b.getStringAttr(entry.getSymName()));
  function->setAttr(plan::kMode, b.getStringAttr(stringifyMode(entry.getMode())));
  if (Attribute rows = entry->getAttr(plan::kRowSize))
    function->setAttr(plan::kRowSize, rows);
  SmallVector<Attribute> inputs, outputs;
  for (auto [argument, offset] : llvm::zip_equal(entry.getBody().getArguments(), argumentOffsets)) {
    unsigned number = argument.getArgNumber();
    if (entry.getArgAttr(number, KilnDialect::kInputAttr))
      inputs.push_back(describe(entry.getArgAttrDict(number), argument, offset));
  }
  auto ret = cast<ReturnOp>(entry.getBody().front().getTerminator());
  for (auto [number, offset] : llvm::enumerate(resultOffsets))
    if (entry.getResultAttr(number, KilnDialect::kOutputAttr))
      outputs.push_back(describe(entry.getResultAttrDict(number), ret.getOperand(number), offset));
  function->setAttr(plan::kInputs, b.getArrayAttr(inputs));
  function->setAttr(plan::kOutputs, b.getArrayAttr(outputs));
  function->setAttr(plan::kFaults,
                    b.getArrayAttr(SmallVector<Attribute>(faults.begin(), faults.end())));
}
