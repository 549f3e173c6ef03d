// SPDX-License-Identifier: Apache-2.0
// What becomes a region: composites, folds over `part xs[L]`, and the scan statement.
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/DenseSet.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;
using mlir::RankedTensorType;
using mlir::Value;

/// Values from around `region` become arguments behind those it has; constants are repeated inside.
llvm::SetVector<Value> Elaborator::isolate(mlir::Region &region) {
  // Regions under construction hang in no op yet, so what lies inside is told by its block.
  llvm::DenseSet<mlir::Block *> inner;
  for (mlir::Block &block : region)
    inner.insert(&block);
  region.walk([&](mlir::Operation *op) {
    for (mlir::Region &nested : op->getRegions())
      for (mlir::Block &block : nested)
        inner.insert(&block);
  });
  llvm::SetVector<Value> outside;
  region.walk([&](mlir::Operation *op) {
    for (Value operand : op->getOperands())
      if (!inner.contains(operand.getParentBlock()))
        outside.insert(operand);
  });
  llvm::SetVector<Value> captures;
  mlir::Block &block = region.front();
  mlir::OpBuilder::InsertionGuard guard(builder);
  for (Value value : outside) {
    Value inside;
    if (auto *op = value.getDefiningOp(); op && llvm::isa<ConstantOp, IotaOp>(op)) {
      builder.setInsertionPointToStart(&block);
      inside = builder.clone(*op)->getResult(0);
    } else {
      captures.insert(value);
      inside = block.addArgument(value.getType(), value.getLoc());
    }
    value.replaceUsesWithIf(inside, [&](mlir::OpOperand &use) {
      return inner.contains(use.getOwner()->getBlock());
    });
  }
  return captures;
}

std::vector<Value> Elaborator::composite(StringRef name,
                                         llvm::function_ref<std::vector<Value>()> body) {
  mlir::Region region;
  region.push_back(new mlir::Block);
  std::vector<Value> yields;
  {
    mlir::OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(&region.front());
    yields = body();
    YieldOp::create(builder, loc(), yields);
  }
  if (yields.empty())
    return {};
  llvm::SmallVector<mlir::Type> types;
  for (Value value : yields)
    types.push_back(value.getType());
  llvm::SetVector<Value> captures = isolate(region);
  auto op = CompositeOp::create(builder, loc(), types, name, captures.getArrayRef());
  op.getBody().takeBody(region);
  return {op.getResults().begin(), op.getResults().end()};
}

Term Elaborator::layerOf(Instance &part, llvm::ArrayRef<int64_t> layer,
                         llvm::function_ref<Term()> call, SourceRange place) {
  std::vector<Value> saved = entry->storages, slices;
  int64_t flat = 0;
  for (size_t i = 0; i < layer.size(); ++i)
    flat = flat * part.stack[part.stack.size() - layer.size() + i] + layer[i];
  for (Storage *storage : part.all) {
    Value whole = readStorage(*storage);
    auto type = llvm::cast<RankedTensorType>(whole.getType());
    llvm::SmallVector<mlir::AffineExpr> map;
    for (int64_t at : layer)
      map.push_back(builder.getAffineConstantExpr(at));
    llvm::ArrayRef<int64_t> shape = type.getShape().drop_front(layer.size());
    for (size_t i = 0; i < shape.size(); ++i)
      map.push_back(builder.getAffineDimExpr(unsigned(i)));
    Value slice = emitRead(whole, mlir::AffineMap::get(unsigned(shape.size()), 0, map, &context),
                           shape);
    slices.push_back(slice);
  }
  saved = entry->storages;
  for (size_t i = 0; i < slices.size(); ++i)
    entry->storages[part.all[i]->id] = slices[i];
  Value number = splat(double(flat), RankedTensorType::get({}, i32()));
  Restore<Value> numbered(entry->layer, number);
  Term result = call();
  for (size_t i = 0; i < slices.size(); ++i) {
    Value &now = entry->storages[part.all[i]->id];
    if (now != slices[i]) {
      error(Diag::UpdateInLayer, place, part.all[i]->path)
          .help("fold over all layers, or declare parts of their own");
      result = Term();
    }
    now = saved[part.all[i]->id];
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
  if (!face || !entry)
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
  Value step = block->addArgument(RankedTensorType::get({}, i32()), loc());
  Value inner = block->addArgument(carry.value.getType(), loc());
  std::vector<Value> saved(part.all.size());
  std::vector<mlir::BlockArgument> slices;
  entry->storages.resize(storages.size());
  for (size_t i = 0; i < part.all.size(); ++i) {
    Storage &storage = *part.all[i];
    Value &current = entry->storages[storage.id];
    saved[i] = current;
    // Inside of an outer fold the first of the stacked axes is gone already.
    auto whole = current ? llvm::cast<RankedTensorType>(current.getType()) : storage.type;
    slices.push_back(block->addArgument(
        RankedTensorType::get(whole.getShape().drop_front(), whole.getElementType()), loc()));
    current = slices.back();
  }
  Term result;
  {
    mlir::OpBuilder::InsertionGuard guard(builder);
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
    result = callFace(part, *face, rest, place, list.name);
    llvm::SmallVector<Value> yields;
    if (resultFits(carry, result))
      yields.push_back(arrange(result.tensor, carry.labels, result.tensor.axes));
    else
      result = Term();
    for (size_t i = 0; i < slices.size(); ++i)
      if (entry->storages[part.all[i]->id] != slices[i])
        yields.push_back(entry->storages[part.all[i]->id]);
    YieldOp::create(builder, loc(), yields);
  }
  llvm::SmallVector<Value> sequences;
  llvm::SmallVector<mlir::Type> rowTypes;
  llvm::SmallVector<Storage *> updated;
  for (size_t i = 0; i < slices.size(); ++i) {
    Storage &storage = *part.all[i];
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
  llvm::SetVector<Value> captures = isolate(region);
  auto scan = ScanOp::create(builder, loc(), mlir::TypeRange(carry.value.getType()), rowTypes,
                             uint64_t(count), false, mlir::ValueRange(carry.value), sequences,
                             captures.getArrayRef());
  scan.getBody().takeBody(region);
  for (size_t i = 0; i < updated.size(); ++i)
    entry->storages[updated[i]->id] = scan.getRows()[i];
  Tensor tensor = carry;
  tensor.adapts = false;
  tensor.combine.clear();
  tensor.value = scan.getFinals()[0];
  return Term::of(tensor);
}

void Elaborator::runScan(const ast::ScanStmt &stmt) {
  std::optional<Dim> low(Dim(0)), high = evalDim(*stmt.over.high);
  if (stmt.over.low)
    low = evalDim(*stmt.over.low);
  if (!low || !high)
    return;
  if (stmt.window || stmt.until) {
    error(Diag::NotBuilt, stmt.window ? stmt.window->range : stmt.until->range,
          stmt.window ? "a window" : "`until`")
        .help("scan the whole range");
    return;
  }
  Dim count = *high - *low;
  if (count.size() <= 0) {
    error(Diag::DimNotPositive, stmt.variable.range, count.str(), count.size())
        .help("a scan has at least one step");
    return;
  }
  if (isValueName(stmt.variable.text)) {
    error(Diag::NameTaken, stmt.variable.range, stmt.variable.text).help("choose another name");
    return;
  }
  // First values of the carries.
  std::vector<Tensor> first;
  for (const ast::Carry &carry : stmt.carries) {
    Term value = evalFresh(*carry.init);
    if (value.isError())
      return;
    std::optional<Tensor> tensor;
    if (carry.type) {
      auto declared = declare(*carry.type);
      if (!declared)
        return;
      if (declared->like) {
        auto tree = bindTree(*declared->like, value, carry.init->range);
        if (!tree || tree->leaves.size() != 1 || !tree->leaves[0].value.isTensor()) {
          if (tree)
            error(Diag::NotBuilt, carry.init->range, "a tree as a carry")
                .help("carry its tensors one by one");
          return;
        }
        tensor = tree->leaves[0].value.tensor;
      } else {
        tensor = conform(value, *declared, carry.init->range);
        if (tensor && declared->hasDots) {
          Labels order = tensor->labels;
          for (LabelId label : frame->dots)
            if (!llvm::is_contained(order, label))
              order.push_back(label);
          llvm::sort(order);
          tensor->value = arrange(*tensor, order, tensor->axes);
          tensor->labels = order;
        }
      }
    } else {
      tensor = toTensor(value, {}, carry.init->range);
    }
    if (!tensor)
      return;
    first.push_back(*tensor);
  }
  // Which storages the body updates is known when it has been elaborated once: they are carried
  // too, so the body is elaborated until none is new.
  llvm::SmallVector<Storage *> carried;
  std::map<std::string, int> pathUses = entry->pathUses;
  for (;;) {
    entry->pathUses = pathUses;
    mlir::Region region;
    auto *block = new mlir::Block;
    region.push_back(block);
    auto inside = std::make_shared<Frame>();
    inside->outer = frame;
    inside->module = frame->module;
    inside->self = frame->self;
    inside->train = frame->train;
    inside->dimFrame = frame->dimFrame;
    inside->dots = frame->dots;
    inside->mapped = frame->mapped;
    inside->isScan = true;
    inside->loopVariable = stmt.variable.text;
    Value step = block->addArgument(RankedTensorType::get({}, i32()), loc());
    llvm::SmallVector<Value> inits;
    for (size_t i = 0; i < first.size(); ++i) {
      Tensor now = first[i];
      now.adapts = false;
      now.combine.clear();
      now.value = block->addArgument(now.value.getType(), loc());
      inits.push_back(first[i].value);
      inside->names[stmt.carries[i].name.text] = {Term::of(now), BindingKind::Carry,
                                                  stmt.carries[i].name.range};
    }
    std::vector<Value> before = entry->storages;
    for (Storage *storage : carried) {
      Value current = readStorage(*storage);
      before = entry->storages;
      inits.push_back(current);
    }
    for (Storage *storage : carried)
      entry->storages[storage->id] =
          block->addArgument(entry->storages[storage->id].getType(), loc());
    std::vector<Value> start = entry->storages;
    llvm::SmallVector<Value> yields;
    llvm::SmallVector<mlir::Type> finals, rowTypes;
    std::vector<std::pair<std::string, Tensor>> rows;
    std::vector<std::pair<std::string, SourceRange>> rowNames;
    unsigned errors = diagnostics.errorCount();
    {
      mlir::OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToEnd(block);
      Tensor variable;
      variable.adapts = true;
      variable.value = step;
      if (low->size() != 0)
        variable.value = AddOp::create(builder, loc(), step.getType(), step,
                                       splat(double(low->size()),
                                             llvm::cast<RankedTensorType>(step.getType())));
      inside->names[stmt.variable.text] = {Term::of(variable), BindingKind::LoopVariable,
                                           stmt.variable.range};
      Value layer = step;
      if (entry->layer) {
        layer = MulOp::create(builder, loc(), step.getType(), entry->layer,
                              splat(double(count.size()),
                                    llvm::cast<RankedTensorType>(step.getType())));
        layer = AddOp::create(builder, loc(), step.getType(), layer, step);
      }
      Restore<Value> numbered(entry->layer, layer);
      Restore<Frame *> in(frame, inside.get());
      runBody(stmt.body);
      if (diagnostics.errorCount() != errors)
        return;
      for (const ast::Carry &carry : stmt.carries)
        yields.push_back(inside->names[carry.name.text].term.tensor.value);
      for (Storage *storage : carried)
        yields.push_back(entry->storages[storage->id]);
      for (auto &[name, row] : inside->rows) {
        const Declared *declared = nullptr;
        for (Frame *at = inside->outer; at && !declared; at = at->outer)
          if (auto found = at->results.find(name); found != at->results.end())
            declared = &found->second;
        auto tensor = toTensor(row.first, declared ? declared->dtype : mlir::Type(), row.second);
        if (!tensor)
          return;
        yields.push_back(tensor->value);
        auto type = llvm::cast<RankedTensorType>(tensor->value.getType());
        llvm::SmallVector<int64_t> shape(type.getShape());
        shape.insert(shape.begin(), count.size());
        rowTypes.push_back(RankedTensorType::get(shape, type.getElementType()));
        rows.push_back({name, *tensor});
        rowNames.push_back({name, row.second});
      }
      YieldOp::create(builder, loc(), yields);
    }
    bool more = false;
    for (auto &storage : storages) {
      if (storage->id >= entry->storages.size())
        continue;
      Value now = entry->storages[storage->id];
      Value then = storage->id < start.size() ? start[storage->id] : Value();
      if (now != then && now.getParentBlock() == block && !llvm::is_contained(carried, storage.get())) {
        carried.push_back(storage.get());
        entry->storages[storage->id] = then;
        more = true;
      }
    }
    if (more) {
      for (auto &storage : carried)
        if (storage->id < before.size())
          entry->storages[storage->id] = before[storage->id];
      continue;
    }
    llvm::SetVector<Value> captures = isolate(region);
    for (Value init : inits)
      finals.push_back(init.getType());
    auto scan = ScanOp::create(builder, loc(), finals, rowTypes, uint64_t(count.size()),
                               stmt.over.reverse, inits, mlir::ValueRange(),
                               captures.getArrayRef());
    scan.getBody().takeBody(region);
    for (size_t i = 0; i < first.size(); ++i) {
      Tensor last = first[i];
      last.adapts = false;
      last.combine.clear();
      last.value = scan.getFinals()[i];
      frame->names[stmt.carries[i].name.text] = {Term::of(last), BindingKind::Value,
                                                 stmt.carries[i].name.range};
    }
    for (size_t i = 0; i < carried.size(); ++i)
      entry->storages[carried[i]->id] = scan.getFinals()[first.size() + i];
    for (size_t i = 0; i < rows.size(); ++i) {
      Tensor stacked = rows[i].second;
      LabelId label = newLabel(stmt.variable.text, count, stmt.variable.range);
      stacked.adapts = false;
      stacked.combine.clear();
      stacked.labels.insert(stacked.labels.begin(), label);
      stacked.value = scan.getRows()[i];
      stacked = labelsToAxes(stacked, {label});
      frame->names[rows[i].first] = {Term::of(stacked), BindingKind::Value, rowNames[i].second};
    }
    return;
  }
}
