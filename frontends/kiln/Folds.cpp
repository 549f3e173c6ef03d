// SPDX-License-Identifier: Apache-2.0
// Folds: the parts of `part xs[L]` applied one after another, as one loop where they are alike.
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;
using mlir::RankedTensorType;
using mlir::Value;

Value Elaborator::layerSlice(Value whole, llvm::ArrayRef<int64_t> layer) {
  auto type = llvm::cast<RankedTensorType>(whole.getType());
  llvm::SmallVector<mlir::AffineExpr> map;
  for (int64_t at : layer)
    map.push_back(builder.getAffineConstantExpr(at));
  llvm::ArrayRef<int64_t> shape = type.getShape().drop_front(layer.size());
  for (size_t i = 0; i < shape.size(); ++i)
    map.push_back(dimExpr(unsigned(i)));
  return emitRead(whole, mlir::AffineMap::get(unsigned(shape.size()), 0, map, &context), shape);
}

Term Elaborator::layerSlice(const Term &whole, llvm::ArrayRef<int64_t> layer) {
  Term one = whole;
  one.storage = nullptr;
  one.tensor.value = layerSlice(whole.tensor.value, layer);
  one.tensor.axes.erase(one.tensor.axes.begin(), one.tensor.axes.begin() + ptrdiff_t(layer.size()));
  return one;
}

Term Elaborator::layerOf(Instance &part, llvm::ArrayRef<int64_t> layer,
                         llvm::function_ref<Term()> call, SourceRange place) {
  std::vector<Value> saved = entry->storages, slices;
  llvm::SmallVector<Storage *> held = heldBy(part);
  int64_t flat = 0;
  for (size_t i = 0; i < layer.size(); ++i)
    flat = flat * part.stack[part.stack.size() - layer.size() + i] + layer[i];
  for (Storage *storage : held)
    slices.push_back(layerSlice(readStorage(*storage), layer));
  saved = entry->storages;
  for (size_t i = 0; i < slices.size(); ++i)
    entry->storages[held[i]->id] = slices[i];
  Value number = splat(double(flat), RankedTensorType::get({}, i32()));
  Restore<Value> numbered(entry->layer, number);
  entry->layers.insert(entry->layers.end(), layer.begin(), layer.end());
  Term result = call();
  entry->layers.resize(entry->layers.size() - layer.size());
  for (size_t i = 0; i < slices.size(); ++i) {
    Value &now = entry->storages[held[i]->id];
    if (now != slices[i]) {
      error(Diag::UpdateInLayer, place, held[i]->path)
          .help("fold over all layers, or declare parts of their own");
      result = Term();
    }
    now = saved[held[i]->id];
  }
  return result;
}

Term Elaborator::fold(PartList &list, StringRef faceName, const Args &args, SourceRange place) {
  if (args.empty() || !args[0].second.isTensor() || args[0].first) {
    error(Diag::FoldArgument, place, list.name)
        .help("a fold runs over its first argument: `x |> " + list.name + "`");
    return Term();
  }
  auto resultFits = [&](const Tensor &before, Term &after) {
    if (after.isError())
      return false;
    bool fits = after.isTensor() && after.tensor.dtype() == before.dtype() &&
                after.tensor.axes.size() == before.axes.size();
    for (size_t i = 0; fits && i < before.axes.size(); ++i)
      fits = after.tensor.axes[i].size() == before.axes[i].size();
    if (fits)
      for (LabelId label : after.tensor.labels)
        fits &= llvm::is_contained(before.labels, label);
    if (!fits)
      error(Diag::FoldResult, place, list.name, spellShape(before), spell(after))
          .help("each layer must give what the next one takes");
    return fits;
  };
  Args rest = args;
  Instance &part = *list.instances[0];
  if (!list.stacked) {
    for (size_t i = 0; i < list.instances.size(); ++i) {
      path.push_back("[" + std::to_string(i) + "]");
      const ast::FaceDecl *face = findFace(*list.instances[i], faceName, place);
      Term next = face ? callFace(*list.instances[i], *face, rest, place, list.name) : Term();
      path.pop_back();
      if (next.isError())
        return next;
      rest[0].second = next;
    }
    return rest[0].second;
  }
  const ast::FaceDecl *face = findFace(part, faceName, place);
  if (!face || !entry || isActive(part, *face, place, list.name))
    return Term();
  if (list.counts.size() > 1) {
    // A grid of layers runs in its row-major order.
    int64_t total = 1;
    for (int64_t count : list.counts)
      total *= count;
    for (int64_t flat = 0; flat < total; ++flat) {
      std::vector<int64_t> at(list.counts.size());
      int64_t left = flat;
      for (size_t i = at.size(); i-- > 0; left /= list.counts[i])
        at[i] = left % list.counts[i];
      Term next = layerOf(
          part, at, [&] { return callFace(part, *face, rest, place, list.name); }, place);
      if (next.isError())
        return next;
      rest[0].second = next;
    }
    return rest[0].second;
  }

  int64_t count = list.counts[0];
  Tensor carry = args[0].second.tensor;
  mlir::Region region;
  auto *block = new mlir::Block;
  region.push_back(block);
  BlockValues values(*entry, block);
  Value step = block->addArgument(RankedTensorType::get({}, i32()), loc());
  Value inner = block->addArgument(carry.value.getType(), loc());
  llvm::SmallVector<Storage *> held = heldBy(part);
  std::vector<Value> saved(held.size());
  std::vector<mlir::BlockArgument> slices;
  entry->storages.resize(storages.size());
  for (size_t i = 0; i < held.size(); ++i) {
    Storage &storage = *held[i];
    Value &current = entry->storages[storage.id];
    saved[i] = current;
    // Inside of an outer fold the first of the stacked axes is gone already.
    auto whole = current ? llvm::cast<RankedTensorType>(current.getType()) : storage.type;
    slices.push_back(block->addArgument(
        RankedTensorType::get(whole.getShape().drop_front(), whole.getElementType()), loc()));
    current = slices.back();
  }
  Term result;
  size_t tapsBefore = entry->taps.size();
  llvm::SmallVector<mlir::Type> tappedTypes;
  {
    mlir::OpBuilder::InsertionGuard guard(builder);
    OpenBlock opened(*entry, block);
    builder.setInsertionPointToEnd(block);
    Value layer = step;
    if (entry->layer) {
      auto type = RankedTensorType::get({}, i32());
      layer = MulOp::create(builder, loc(), type, entry->layer, splat(double(count), type));
      layer = AddOp::create(builder, loc(), type, layer, step);
    }
    Restore<Value> numbered(entry->layer, layer);
    Tensor now = carry;
    now.value = inner;
    rest[0].second = Term::of(now);
    entry->layers.push_back(std::nullopt);
    Restore<bool> inLoop(part.recompute, false);
    result = callFace(part, *face, rest, place, list.name);
    entry->layers.pop_back();
    llvm::SmallVector<Value> yields;
    if (resultFits(carry, result))
      yields.push_back(arrange(result.tensor, carry.labels, result.tensor.axes));
    else
      result = Term();
    for (size_t i = 0; i < slices.size(); ++i)
      if (entry->storages[held[i]->id] != slices[i])
        yields.push_back(entry->storages[held[i]->id]);
    yieldTaps(tapsBefore, count, yields, tappedTypes);
    YieldOp::create(builder, loc(), yields);
  }
  llvm::SmallVector<Value> sequences;
  llvm::SmallVector<mlir::Type> rowTypes;
  llvm::SmallVector<Storage *> updated;
  for (size_t i = 0; i < slices.size(); ++i) {
    Storage &storage = *held[i];
    bool changed = entry->storages[storage.id] != slices[i];
    entry->storages[storage.id] = saved[i];
    if (changed) {
      updated.push_back(&storage);
      rowTypes.push_back(saved[i] ? saved[i].getType() : storage.type);
    }
    if (slices[i].use_empty())
      continue;
    sequences.push_back(readStorage(storage));
  }
  for (size_t i = slices.size(); i-- > 0;)
    if (slices[i].use_empty())
      block->eraseArgument(slices[i].getArgNumber());
  if (result.isError())
    return result;
  rowTypes.append(tappedTypes);
  llvm::SetVector<Value> captures = isolate(region);
  auto scan = ScanOp::create(builder, loc(), mlir::TypeRange(carry.value.getType()), rowTypes,
                             uint64_t(count), false, mlir::ValueRange(carry.value), sequences,
                             captures.getArrayRef());
  scan.getBody().takeBody(region);
  if (part.recompute)
    scan->setAttr(KilnDialect::kRecomputeAttr, builder.getI64IntegerAttr(0));
  for (size_t i = 0; i < updated.size(); ++i)
    entry->storages[updated[i]->id] = scan.getRows()[i];
  stackTaps(tapsBefore, scan.getRows().drop_front(updated.size()), /*isFold=*/true);
  Tensor tensor = carry;
  tensor.adapts = false;
  tensor.combine = {};
  tensor.value = scan.getFinals()[0];
  return Term::of(tensor);
}
