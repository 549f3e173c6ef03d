// SPDX-License-Identifier: Apache-2.0
// `scan t in T with h = 0 { … }`: one loop. What `<-` updates in its body is carried, what its
// body reads at `t` from outside is a sequence, what it writes at `t` is a row.
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/StringSet.h"

using namespace kiln;
using namespace kiln::frontend;
using mlir::RankedTensorType;
using mlir::Value;

namespace {

/// The tensors of a carry: one, or the leaves of a tree.
std::vector<Tensor *> tensorsOf(Term &term) {
  if (term.isTensor())
    return {&term.tensor};
  std::vector<Tensor *> tensors;
  for (Leaf &leaf : term.tree->leaves)
    tensors.push_back(&leaf.value.tensor);
  return tensors;
}

/// A copy whose tensors may be given other values.
Term copyOf(const Term &term) {
  Term copy = term;
  copy.storage = nullptr;
  if (copy.tree)
    copy.tree = std::make_shared<Tree>(*copy.tree);
  for (Tensor *tensor : tensorsOf(copy)) {
    tensor->adapts = false;
    tensor->combine = {};
  }
  return copy;
}

} // namespace

/// The first value of a carry, in its type.
std::optional<Term> Elaborator::carryOf(const ast::Carry &carry) {
  Term value = evalFresh(*carry.init);
  if (value.isError())
    return std::nullopt;
  if (!carry.type) {
    bool tree = value.kind == TermKind::Tree || value.kind == TermKind::Part ||
                value.kind == TermKind::PartList;
    if (tree)
      return copyOf(Term::of(treeOf(value, carry.init->range)));
    auto tensor = toTensor(value, {}, carry.init->range);
    return tensor ? std::optional<Term>(copyOf(Term::of(*tensor))) : std::nullopt;
  }
  auto declared = declare(*carry.type);
  if (!declared)
    return std::nullopt;
  auto shaped = [&](const Term &from, const Declared &type,
                    const Labels &over) -> std::optional<Tensor> {
    auto tensor = conform(from, type, carry.init->range);
    if (!tensor)
      return std::nullopt;
    Labels order = tensor->labels;
    for (LabelId label : over)
      if (!llvm::is_contained(order, label))
        order.push_back(label);
    llvm::sort(order);
    tensor->value = arrange(*tensor, order, tensor->axes);
    tensor->labels = order;
    return tensor;
  };
  if (!declared->like) {
    auto tensor = shaped(value, *declared, declared->hasDots ? frame->dots : Labels());
    return tensor ? std::optional<Term>(copyOf(Term::of(*tensor))) : std::nullopt;
  }
  auto tree = bindTree(*declared->like, value, carry.init->range);
  if (!tree)
    return std::nullopt;
  tree = std::make_shared<Tree>(*tree);
  for (size_t i = 0; i < tree->leaves.size(); ++i) {
    const Tensor &model = declared->like->leaves[i].value.tensor;
    Declared one;
    one.dtype = model.dtype();
    one.dims = model.axes;
    one.type = &*carry.type;
    auto tensor = shaped(tree->leaves[i].value, one, model.labels);
    if (!tensor)
      return std::nullopt;
    tree->leaves[i].value = Term::of(*tensor);
  }
  bool single = tree->leaves.size() == 1 && tree->leaves[0].path.empty();
  return copyOf(single ? tree->leaves[0].value : Term::of(tree));
}

/// `window W`: at every W-th step the carries conduct no derivative.
void Elaborator::cutWindow(Frame &inside, const ast::ScanStmt &stmt, int64_t window,
                           int64_t count) {
  auto type = llvm::cast<RankedTensorType>(inside.scan->step.getType());
  Tensor done, width, none;
  done.value = inside.scan->step;
  if (stmt.over.reverse)
    done.value = SubOp::create(builder, loc(), type, splat(double(count - 1), type), done.value);
  width.value = splat(double(window), type);
  none.value = splat(0, type);
  Tensor begins = emitCompare(Comparison::eq, emitBinary<ModOp>(done, width), none);
  begins = emitBinary<AndOp>(begins, emitCompare(Comparison::gt, done, none));
  for (const ast::Carry &carry : stmt.carries)
    for (Tensor *tensor : tensorsOf(inside.names[carry.name.text].term)) {
      if (!llvm::isa<mlir::FloatType>(tensor->dtype()))
        continue;
      Tensor sides[3] = {begins, emitUnary<StopOp>(*tensor), *tensor};
      if (align(sides, stmt.window->range))
        *tensor = emitSelect(sides[0], sides[1], sides[2]);
    }
}

/// What a scan in error would have given is in error too, which is no second message.
void Elaborator::giveUp(const ast::ScanStmt &stmt) {
  for (const ast::Carry &carry : stmt.carries)
    frame->names[carry.name.text] = {Term(), BindingKind::Value, carry.name.range};
  for (const ast::StmtPtr &inner : stmt.body.stmts) {
    if (auto *nested = llvm::dyn_cast<ast::ScanStmt>(inner.get()))
      giveUp(*nested);
    auto *bind = llvm::dyn_cast<ast::BindStmt>(inner.get());
    if (bind && bind->form == ast::BindForm::Equal)
      for (const ast::Target &target : bind->targets)
        if (target.hasIndex)
          frame->names.insert({target.path.front().text, {Term(), BindingKind::Value, target.range}});
  }
}

void Elaborator::runScan(const ast::ScanStmt &stmt) {
  if (!scan(stmt))
    giveUp(stmt);
}

bool Elaborator::scan(const ast::ScanStmt &stmt) {
  std::optional<Dim> low(Dim(0)), high = evalDim(*stmt.over.high), window;
  if (stmt.over.low)
    low = evalDim(*stmt.over.low);
  if (stmt.window && !(window = evalDim(*stmt.window)))
    return false;
  if (!low || !high)
    return false;
  Dim count = *high - *low;
  if (count.size() <= 0 || (window && window->size() <= 0)) {
    const Dim &wrong = count.size() <= 0 ? count : *window;
    error(Diag::DimNotPositive, stmt.variable.range, wrong.str(), wrong.size())
        .help("a scan has at least one step");
    return false;
  }
  if (isValueName(stmt.variable.text)) {
    error(Diag::NameTaken, stmt.variable.range, stmt.variable.text).help("choose another name");
    return false;
  }
  if (stmt.recompute && stmt.until) {
    error(Diag::RecomputeUntil, *stmt.recompute, stmt.variable.text)
        .label(stmt.until->range, "no gradient goes through a scan that ends early")
        .help("leave out `recompute`, or compute all steps and choose by `if`");
    return false;
  }
  std::vector<Term> first;
  llvm::StringSet<> taken{stmt.variable.text};
  for (const ast::Carry &carry : stmt.carries) {
    if (!taken.insert(carry.name.text).second) {
      error(Diag::NameTaken, carry.name.range, carry.name.text).help("choose another name");
      return false;
    }
    auto term = carryOf(carry);
    if (!term)
      return false;
    first.push_back(*term);
  }
  if (stmt.until) {
    // Whether it is over is carried too, behind all others.
    Tensor done;
    done.value = splat(0, RankedTensorType::get({}, boolType()));
    first.push_back(Term::of(done));
  }
  // Which storages the body updates, and by which labels of a map a carry differs, is known when it
  // has been elaborated once: it is elaborated until nothing is new.
  llvm::SmallVector<Storage *> carried;
  size_t uses = entry->uses.size(), tapsBefore = entry->taps.size();
  LabelId variable = newLabel(stmt.variable.text, count, stmt.variable.range);
  for (bool again = true; again;) {
    again = false;
    entry->forgetUses(uses);
    mlir::Region region;
    auto *block = new mlir::Block;
    region.push_back(block);
    BlockValues values(*entry, block);
    ScanState state;
    state.block = block;
    state.outside = builder.saveInsertionPoint();
    auto inside = std::make_shared<Frame>();
    inside->outer = frame;
    inside->module = frame->module;
    inside->self = frame->self;
    inside->train = frame->train;
    inside->dimFrame = frame->dimFrame;
    inside->dots = frame->dots;
    inside->dotsBound = frame->dotsBound;
    inside->mapped = frame->mapped;
    inside->passed = frame->passed;
    inside->scan = &state;
    inside->loopVariable = stmt.variable.text;
    state.step = block->addArgument(RankedTensorType::get({}, i32()), loc());
    llvm::SmallVector<Value> inits;
    std::vector<Term> begin;
    for (Term &term : first) {
      begin.push_back(copyOf(term));
      for (Tensor *tensor : tensorsOf(begin.back())) {
        inits.push_back(tensor->value);
        tensor->value = block->addArgument(tensor->value.getType(), loc());
      }
    }
    for (size_t i = 0; i < stmt.carries.size(); ++i)
      inside->names[stmt.carries[i].name.text] = {begin[i], BindingKind::Carry,
                                                  stmt.carries[i].name.range};
    // The flag of `until` stays the last carry.
    for (Storage *storage : carried)
      readStorage(*storage);
    std::vector<Value> before = entry->storages;
    for (Storage *storage : carried) {
      Value now = before[storage->id];
      inits.insert(stmt.until ? inits.end() - 1 : inits.end(), now);
      unsigned at = unsigned(stmt.until ? inits.size() - 1 : inits.size());
      entry->storages[storage->id] = block->insertArgument(at, now.getType(), loc());
    }
    std::vector<Value> start = entry->storages;
    llvm::SmallVector<Value> yields;
    llvm::SmallVector<mlir::Type> finals, rowTypes;
    std::vector<std::pair<std::string, Frame::Row>> rows;
    {
      mlir::OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToEnd(block);
      OpenBlock opened(*entry, block);
      StepLabel isStep(labels, variable, &state);
      Term position;
      position.kind = TermKind::Affine;
      position.affine = dimExpr(variable) + low->size();
      inside->names[stmt.variable.text] = {position, BindingKind::LoopVariable,
                                           stmt.variable.range};
      Value layer = state.step;
      if (entry->layer) {
        auto type = llvm::cast<RankedTensorType>(layer.getType());
        layer = MulOp::create(builder, loc(), type, entry->layer,
                              splat(double(count.size()), type));
        layer = AddOp::create(builder, loc(), type, layer, state.step);
      }
      Restore<Value> numbered(entry->layer, layer);
      Restore<Frame *> in(frame, inside.get());
      unsigned errors = diagnostics.errorCount();
      if (window)
        cutWindow(*inside, stmt, window->size(), count.size());
      runBody(stmt.body);
      std::optional<Tensor> over, running;
      if (stmt.until && diagnostics.errorCount() == errors) {
        Term condition = evalFresh(*stmt.until);
        over = toTensor(condition, boolType(), stmt.until->range);
        if (over && (!over->dtype().isInteger(1) || !over->axes.empty() || !over->labels.empty())) {
          error(Diag::UntilCondition, stmt.until->range, spell(condition))
              .help("one truth value for all: `until all[b](done[b])`");
          over.reset();
        }
        running = emitUnary<NotOp>(begin.back().tensor);
      }
      if (diagnostics.errorCount() != errors)
        return false;
      // After the end nothing changes any more, and rows are 0.
      auto kept = [&](const Tensor &next, Value old) {
        if (!running)
          return next.value;
        Tensor was = next;
        was.value = old ? old : splat(0, llvm::cast<RankedTensorType>(next.value.getType()));
        Tensor sides[3] = {*running, next, was};
        Value value = align(sides, stmt.until->range)
                          ? emitSelect(sides[0], sides[1], sides[2]).value
                          : next.value;
        return value;
      };
      for (size_t i = 0; i < stmt.carries.size(); ++i) {
        Term last = inside->names[stmt.carries[i].name.text].term;
        std::vector<Tensor *> next = tensorsOf(last), old = tensorsOf(begin[i]);
        for (size_t k = 0; k < next.size(); ++k)
          yields.push_back(kept(*next[k], old[k]->value));
      }
      for (Storage *storage : carried) {
        Tensor next;
        next.value = entry->storages[storage->id];
        auto type = llvm::cast<RankedTensorType>(next.value.getType());
        for (int64_t size : type.getShape())
          next.axes.push_back(Dim(size));
        yields.push_back(kept(next, start[storage->id]));
      }
      if (over)
        yields.push_back(emitBinary<OrOp>(begin.back().tensor, *over).value);
      for (auto &[name, row] : inside->rows) {
        Tensor &tensor = row.value.tensor;
        tensor.value = kept(tensor, Value());
        yields.push_back(tensor.value);
        auto type = llvm::cast<RankedTensorType>(tensor.value.getType());
        llvm::SmallVector<int64_t> shape(type.getShape());
        shape.insert(shape.begin(), count.size());
        if (!sizeAllowed(shape, row.place))
          return false;
        rowTypes.push_back(RankedTensorType::get(shape, type.getElementType()));
        rows.push_back({name, row});
      }
      yieldTaps(tapsBefore, count.size(), yields, rowTypes);
      YieldOp::create(builder, loc(), yields);
    }
    for (auto &storage : storages) {
      if (storage->id >= entry->storages.size())
        continue;
      Value now = entry->storages[storage->id];
      Value then = storage->id < start.size() ? start[storage->id] : Value();
      if (now != then && now.getParentBlock() == block &&
          !llvm::is_contained(carried, storage.get())) {
        carried.push_back(storage.get());
        entry->storages[storage->id] = then;
        again = true;
      }
    }
    for (size_t i = 0; i < stmt.carries.size(); ++i) {
      Labels &more = state.grown[stmt.carries[i].name.text];
      for (Tensor *tensor : tensorsOf(first[i])) {
        Labels order = tensor->labels;
        for (LabelId label : more)
          if (!llvm::is_contained(order, label))
            order.push_back(label);
        again |= order.size() != tensor->labels.size();
        llvm::sort(order);
        tensor->value = arrange(*tensor, order, tensor->axes);
        tensor->labels = order;
      }
    }
    if (again) {
      for (Storage *storage : carried)
        if (storage->id < before.size())
          entry->storages[storage->id] = before[storage->id];
      continue;
    }
    llvm::SmallVector<Value> sequences;
    for (const ScanState::Sequence &sequence : state.sequences)
      sequences.push_back(sequence.whole);
    llvm::SetVector<Value> captures = isolate(region);
    for (Value init : inits)
      finals.push_back(init.getType());
    auto scan = ScanOp::create(builder, loc(), finals, rowTypes, uint64_t(count.size()),
                               stmt.over.reverse, inits, sequences, captures.getArrayRef());
    scan.getBody().takeBody(region);
    if (stmt.until)
      scan->setAttr(KilnDialect::kUntilAttr, builder.getUnitAttr());
    bool ofPart = frame->self && frame->self->recompute && !frame->scan && !stmt.until;
    if (stmt.recompute || ofPart)
      scan->setAttr(KilnDialect::kRecomputeAttr, builder.getI64IntegerAttr(0));
    size_t next = 0;
    for (size_t i = 0; i < stmt.carries.size(); ++i) {
      Term last = copyOf(first[i]);
      for (Tensor *tensor : tensorsOf(last))
        tensor->value = scan.getFinals()[next++];
      frame->names[stmt.carries[i].name.text] = {last, BindingKind::Value,
                                                 stmt.carries[i].name.range};
    }
    for (Storage *storage : carried)
      entry->storages[storage->id] = scan.getFinals()[next++];
    stackTaps(tapsBefore, scan.getRows().drop_front(rows.size()), /*isFold=*/false);
    for (size_t i = 0; i < rows.size(); ++i) {
      auto &[name, row] = rows[i];
      Tensor stacked = row.value.tensor;
      LabelId label = newLabel(stmt.variable.text, count, stmt.variable.range);
      stacked.adapts = false;
      stacked.combine = {};
      stacked.labels.insert(stacked.labels.begin(), label);
      stacked.value = scan.getRows()[i];
      stacked = labelsToAxes(stacked, {label});
      tap(name, Term::of(stacked), row.place);
      if (row.outer > 0)
        frame->rows[name] = {Term::of(stacked), row.place, row.outer - 1};
      else
        frame->names[name] = {Term::of(stacked), BindingKind::Value, row.place};
    }
  }
  return true;
}
