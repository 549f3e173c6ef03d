// SPDX-License-Identifier: Apache-2.0
// Taps: values that are wanted by their path, such as `net.layers[0].y`, become outputs of the entries that compute them.
// Inside of a loop a tap is one more row; behind the loop it is the rows, or the row of its layer.
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;
using mlir::RankedTensorType;
using mlir::Value;

/// Whether `pattern`, with `[*]` for each loop over layers, is `path`; then `numbers` are the layers there.
static bool matches(StringRef pattern, StringRef path, std::vector<int64_t> &numbers) {
  numbers.clear();
  while (true) {
    auto [before, after] = pattern.split("[*]");
    if (!path.consume_front(before))
      return false;
    if (before.size() == pattern.size())
      return path.empty();
    int64_t number;
    if (!path.consume_front("[") || path.consumeInteger(10, number) || !path.consume_front("]"))
      return false;
    numbers.push_back(number);
    pattern = after;
  }
}

void Elaborator::tap(StringRef name, const Term &term, SourceRange place) {
  // Names of the bodies of entries and parts have paths, those of functions do not.
  if (options.taps.empty() || !entry || !term.isTensor() || !(frame->self || depth == 0))
    return;
  std::string pattern = frame->self ? frame->self->path + "." + name.str() : name.str();
  if (!llvm::is_contained(tapPaths, pattern))
    tapPaths.push_back(pattern);
  for (auto [i, path] : llvm::enumerate(options.taps)) {
    Tap made;
    std::vector<int64_t> numbers;
    if (!matches(pattern, StringRef(path).split('#').first, numbers) || numbers.size() > entry->layers.size())
      continue;
    bool here = true;
    auto around = llvm::ArrayRef(entry->layers).take_back(numbers.size());
    for (auto [number, layer] : llvm::zip_equal(numbers, around))
      if (layer)
        here &= *layer == number;
      else
        made.layers.push_back(number);
    if (!here)
      continue;
    made.wanted = i;
    made.value = term.tensor.value;
    made.uses = entry->uses.size();
    made.place = place;
    int64_t axis = 0;
    for (LabelId label : term.tensor.labels) {
      if (isRowDim(labels[label].dim) && !made.rowAxis)
        made.rowAxis = axis;
      ++axis;
    }
    for (const Dim &dim : term.tensor.axes) {
      if (isRowDim(dim) && !made.rowAxis)
        made.rowAxis = axis;
      ++axis;
    }
    entry->taps.push_back(std::move(made));
  }
}

void Elaborator::yieldTaps(size_t before, int64_t count, llvm::SmallVectorImpl<Value> &yields,
                           llvm::SmallVectorImpl<mlir::Type> &rowTypes) {
  mlir::Block *block = builder.getInsertionBlock();
  auto &taps = entry->taps;
  // What another loop holds is lost.
  taps.erase(std::remove_if(taps.begin() + before, taps.end(),
                            [&](Tap &tap) {
                              return tap.value.getParentBlock() != block && !isOutside(tap.value, block);
                            }),
             taps.end());
  for (Tap &tap : llvm::MutableArrayRef(taps).drop_front(before)) {
    yields.push_back(tap.value);
    auto type = llvm::cast<RankedTensorType>(tap.value.getType());
    llvm::SmallVector<int64_t> shape(type.getShape());
    shape.insert(shape.begin(), count);
    sizeAllowed(shape, tap.place);
    rowTypes.push_back(RankedTensorType::get(shape, type.getElementType()));
  }
}

void Elaborator::stackTaps(size_t before, mlir::ValueRange rows, bool isFold) {
  auto &taps = entry->taps;
  for (auto [i, row] : llvm::enumerate(rows)) {
    Tap &tap = taps[before + i];
    tap.value = row;
    if (!isFold) {
      if (tap.rowAxis)
        ++*tap.rowAxis;
      continue;
    }
    auto shape = llvm::cast<RankedTensorType>(row.getType()).getShape();
    int64_t layer = tap.layers.back();
    tap.layers.pop_back();
    if (layer < 0 || layer >= shape.front()) {
      tap.value = {};
      continue;
    }
    llvm::SmallVector<mlir::AffineExpr> map{builder.getAffineConstantExpr(layer)};
    for (size_t axis = 1; axis < shape.size(); ++axis)
      map.push_back(dimExpr(unsigned(axis - 1)));
    tap.value = emitRead(row, mlir::AffineMap::get(unsigned(shape.size() - 1), 0, map, &context),
                         shape.drop_front());
  }
  taps.erase(std::remove_if(taps.begin() + before, taps.end(), [](const Tap &tap) { return !tap.value; }),
             taps.end());
}

/// The rows of a batch lie together, whatever loops stand around them.
void Elaborator::rowsFirst(Tap &tap) {
  if (!tap.rowAxis || *tap.rowAxis == 0)
    return;
  auto shape = llvm::cast<RankedTensorType>(tap.value.getType()).getShape();
  size_t rows = size_t(*tap.rowAxis);
  llvm::SmallVector<int64_t> moved{shape[rows]};
  llvm::SmallVector<mlir::AffineExpr> map;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    map.push_back(dimExpr(unsigned(axis == rows ? 0 : axis < rows ? axis + 1 : axis)));
    if (axis != rows)
      moved.push_back(shape[axis]);
  }
  tap.value = emitRead(tap.value, mlir::AffineMap::get(unsigned(shape.size()), 0, map, &context), moved);
  tap.rowAxis = 0;
}

void Elaborator::returnTaps(llvm::SmallVectorImpl<Value> &results,
                            llvm::SmallVectorImpl<mlir::Attribute> &attrs) {
  tapsFound.resize(options.taps.size());
  for (auto [i, path] : llvm::enumerate(options.taps)) {
    // An input or an output is at hand already.
    auto isNamed = [&](mlir::Attribute attr) {
      auto list = llvm::cast<mlir::DictionaryAttr>(attr);
      for (StringRef key : {KilnDialect::kInputAttr, KilnDialect::kOutputAttr})
        if (auto name = list.getAs<mlir::StringAttr>(key); name && name.getValue() == path)
          return true;
      return false;
    };
    if (llvm::any_of(entry->argAttrs, isNamed) || llvm::any_of(attrs, isNamed)) {
      tapsFound[i] = true;
      continue;
    }
    int64_t skip = 0;
    if (auto [_, number] = StringRef(path).split('#'); !number.empty() && !number.getAsInteger(10, skip))
      --skip;
    for (Tap &tap : entry->taps) {
      if (tap.wanted != i || tap.value.getParentBlock() != entry->block || skip-- != 0)
        continue;
      rowsFirst(tap);
      mlir::NamedAttrList list;
      list.set(KilnDialect::kOutputAttr, builder.getStringAttr(path));
      llvm::SmallVector<mlir::Attribute> sizes;
      for (int64_t size : llvm::cast<RankedTensorType>(tap.value.getType()).getShape())
        sizes.push_back(builder.getStringAttr(std::to_string(size)));
      list.set(KilnDialect::kDimNamesAttr, builder.getArrayAttr(sizes));
      if (tap.rowAxis)
        list.set(KilnDialect::kRowAxisAttr, builder.getI64IntegerAttr(*tap.rowAxis));
      list.set(KilnDialect::kCombineAttr, builder.getStringAttr(tap.rowAxis ? "rows" : "none"));
      results.push_back(tap.value);
      attrs.push_back(list.getDictionary(&context));
      tapsFound[i] = true;
      break;
    }
  }
}

void Elaborator::checkTaps() {
  tapsFound.resize(options.taps.size());
  for (auto [i, path] : llvm::enumerate(options.taps)) {
    if (tapsFound[i] || diagnostics.hasErrors())
      continue;
    SourceRange start;
    start.file = mainModule->file->source;
    std::string best;
    unsigned distance = unsigned(path.size());
    for (const std::string &known : tapPaths)
      if (unsigned d = StringRef(known).edit_distance(path, true, distance); d < distance) {
        distance = d;
        best = known;
      }
    error(Diag::UnknownTap, start, path)
        .help("a part's path and a name that its body gives" +
              (best.empty() ? std::string(": `net.layers[0].y`")
                            : ", such as `" + best + "`" +
                                  (StringRef(best).contains("[*]") ? " with a number for each `*`" : "")));
  }
}
