// SPDX-License-Identifier: Apache-2.0
// `<-`: what may be updated, by what, and how often.
#include "frontends/kiln/Elaborator.h"
#include <functional>

using namespace kiln;
using namespace kiln::frontend;

void Elaborator::assign(const Term &target, const Term &value, SourceRange place) {
  if (target.storage)
    return assignStorage(*target.storage, value, place);
  if (target.kind == TermKind::Part || target.kind == TermKind::PartList ||
      target.kind == TermKind::Tree) {
    auto into = treeOf(target, place);
    if (!into)
      return;
    auto from = bindTree(*into, value, place);
    if (!from)
      return;
    for (size_t i = 0; i < into->leaves.size(); ++i) {
      Storage *storage = into->leaves[i].value.storage;
      if (!storage) {
        error(Diag::NotStorage, place, into->leaves[i].path).help("`state` declares storage");
        return;
      }
      assignStorage(*storage, from->leaves[i].value, place);
    }
    return;
  }
  error(Diag::NotStorage, place, place.text()).help("`state` declares storage");
}

bool Elaborator::hasPosition(const ast::Target &target) {
  return llvm::any_of(target.items, [&](const ast::IndexItem &item) {
    auto *bare = item.value ? llvm::dyn_cast<ast::NameExpr>(item.value.get()) : nullptr;
    return item.kind == ast::IndexItem::Kind::Value && (!bare || isValueName(bare->name));
  });
}

/// `recent[seen] <- x`, `table[b, at[b]] <- v[b]`: the old value with the elements at a position
/// replaced. Positions depend on indices that are axes of the target alone, so no two agree.
Term Elaborator::placed(const ast::BindStmt &stmt, const ast::Target &target, const Tensor &old) {
  if (target.items.size() > old.axes.size()) {
    error(Diag::AxisCount, target.range, int64_t(target.items.size()), int64_t(old.axes.size()))
        .help("leave indices away");
    return Term();
  }
  Equation own;
  Restore<Equation *> in(equation, &own);
  own.scopes.emplace_back();
  own.hasLeft = true;
  unsigned before = diagnostics.errorCount();
  Tensor named = old;
  named.axes.erase(named.axes.begin(), named.axes.begin() + ptrdiff_t(target.items.size()));
  std::vector<std::pair<LabelId, const ast::IndexItem *>> positions;
  for (size_t i = 0; i < target.items.size(); ++i) {
    const ast::IndexItem &item = target.items[i];
    auto *bare = item.value ? llvm::dyn_cast<ast::NameExpr>(item.value.get()) : nullptr;
    if (item.kind != ast::IndexItem::Kind::Value) {
      error(Diag::NotAnIndex, item.range).help("indices and positions stand on the left");
      return Term();
    }
    bool index = bare && !isValueName(bare->name);
    named.labels.push_back(index ? bindIndex({bare->name, bare->range}, old.axes[i])
                                 : newLabel("at", old.axes[i], item.range));
    if (!index)
      positions.push_back({named.labels.back(), &item});
  }
  Labels made = named.labels;
  made.erase(made.begin(), made.begin() + ptrdiff_t(old.labels.size()));
  for (auto &[label, item] : positions)
    collectRanges(*item->value);
  collectRanges(*stmt.value);
  // An index of its own would write to one place more than once.
  std::function<void(const ast::Expr &)> checkIndices = [&](const ast::Expr &expr) {
    if (auto *read = llvm::dyn_cast<ast::IndexExpr>(&expr))
      for (const ast::IndexItem &item : read->items) {
        auto *bare = item.value ? llvm::dyn_cast<ast::NameExpr>(item.value.get()) : nullptr;
        if (bare && !isValueName(bare->name) && !findLabel(bare->name))
          error(Diag::MissingReducer, item.range, bare->name)
              .help("two positions could be one: add up what meets there, `sum[" + bare->name + " where … == k](…)`, or update in a `scan`, one after the other");
      }
    if (!llvm::isa<ast::CallExpr>(expr)) // a reducer binds indices
      ast::forEachChild(expr, checkIndices);
  };
  for (auto &[label, item] : positions)
    checkIndices(*item->value);
  if (diagnostics.errorCount() != before)
    return Term();
  std::optional<Term> test;
  for (auto &[label, item] : positions) {
    Term at = eval(*item->value);
    if (at.kind == TermKind::Int &&
        (at.integer.size() < 0 || at.integer.size() >= labels[label].dim.size()))
      error(Diag::ReadLeavesAxis, item->range, std::to_string(at.integer.size()),
            labels[label].dim.str())
          .help("positions run from 0 to " + std::to_string(labels[label].dim.size() - 1));
    auto position = toTensor(at, i32(), item->range);
    if (position && (!position->dtype().isInteger(32) || !position->axes.empty()))
      error(Diag::NotAnIndex, item->range).here("this is " + spell(at))
          .help("a position is an i32: name its axes, `t[b, at[b]] <- …`");
    if (!position || diagnostics.errorCount() != before)
      return Term();
    Term here_;
    here_.kind = TermKind::Affine;
    here_.affine = dimExpr(label);
    Term equal = binary(ast::BinaryOp::Eq, here_, Term::of(*position), item->range);
    test = test ? binary(ast::BinaryOp::And, *test, equal, item->range) : equal;
  }
  Term value = eval(*stmt.value);
  if (value.isError() || diagnostics.errorCount() != before)
    return Term();
  Term chosen = select(*test, value, Term::of(named), stmt.range);
  if (!chosen.isTensor())
    return chosen;
  return Term::of(labelsToAxes(chosen.tensor, made));
}

Binding *Elaborator::findCarry(llvm::StringRef name) {
  for (Frame *at = frame; at; at = at->outer) {
    auto found = at->names.find(name.str());
    if (found != at->names.end())
      return found->second.kind == BindingKind::Carry ? &found->second : nullptr;
  }
  return nullptr;
}

void Elaborator::assignCarry(Binding &carry, const Term &value, SourceRange place) {
  ScanState *scan = nullptr;
  std::string name;
  for (Frame *at = frame; at && !scan; at = at->outer)
    for (auto &[known, binding] : at->names)
      if (&binding == &carry) {
        scan = at->scan;
        name = known;
      }
  if (scan != frame->scan) {
    error(Diag::CarryOfOuterScan, place, name)
        .label(carry.place, "carried here")
        .help("carry it through this scan too: `with inner = " + name + "`");
    return;
  }
  auto next = [&](const Tensor &old, const Term &given) -> std::optional<Tensor> {
    auto tensor = toTensor(given, old.dtype(), place);
    if (!tensor)
      return std::nullopt;
    bool fits = tensor->dtype() == old.dtype() &&
                (tensor->axes.empty() || tensor->axes.size() == old.axes.size());
    for (size_t i = 0; fits && i < tensor->axes.size(); ++i)
      fits = sameDim(tensor->axes[i], old.axes[i]);
    Labels more;
    for (LabelId label : tensor->labels)
      if (!llvm::is_contained(old.labels, label))
        more.push_back(label);
    for (LabelId label : more)
      fits &= llvm::is_contained(frame->mapped, label);
    if (!fits) {
      Diagnostic &diagnostic = error(Diag::CarryShape, place, spellShape(old), spellShape(*tensor));
      if (!more.empty())
        diagnostic.here("this differs along `" + labels[more.front()].name + "`, and the carry does not");
      diagnostic.label(carry.place, "carried here")
          .help("a carry keeps its type: declare it with all its axes, `..` included");
      return std::nullopt;
    }
    if (!more.empty()) {
      // It differs by an index that maps this whole body: the body is elaborated again with it.
      llvm::append_range(scan->grown[name], more);
      return old;
    }
    Tensor result = old;
    result.value = arrange(*tensor, result.labels, result.axes);
    return result;
  };
  if (carry.term.isTensor()) {
    if (auto tensor = next(carry.term.tensor, value))
      carry.term = Term::of(*tensor);
    return;
  }
  auto from = bindTree(*carry.term.tree, value, place);
  if (!from)
    return;
  auto tree = std::make_shared<Tree>(*carry.term.tree);
  for (size_t i = 0; i < tree->leaves.size(); ++i) {
    auto tensor = next(tree->leaves[i].value.tensor, from->leaves[i].value);
    if (!tensor)
      return;
    tree->leaves[i].value = Term::of(*tensor);
  }
  carry.term = Term::of(tree);
}

void Elaborator::assignStorage(Storage &storage, const Term &value, SourceRange place) {
  if (!entry) {
    error(Diag::NotStorage, place, storage.path).help("updates stand in entries and faces");
    return;
  }
  auto earlier = frame->updates.find(&storage);
  if (earlier != frame->updates.end()) {
    error(Diag::SecondUpdate, place, storage.path)
        .label(earlier->second, "first update")
        .help("compute the new value first, then update once");
    return;
  }
  frame->updates[&storage] = place;
  if (storage.owner->frozen && !storage.isMemory) {
    error(Diag::UpdateFrozen, place, storage.path)
        .label(storage.place, "declared here")
        .label(storage.owner->place, "the frozen part")
        .help("leave out `frozen`, or keep what changes outside of it");
    return;
  }
  if (storage.isMemory)
    return assignMemory(storage, value, place);
  if (storage.isParam && !entry->isTrain) {
    error(Diag::UpdateInInfer, place, storage.path)
        .label(storage.place, "declared here")
        .help("only `train` entries update parameters; `state` may change in `infer`");
    return;
  }
  std::string names;
  for (LabelId label : frame->mapped)
    if (!llvm::is_contained(frame->passed, label))
      names += (names.empty() ? "`" : ", `") + labels[label].name + "`";
  if (!names.empty()) {
    error(Diag::UpdateInMap, place, storage.path, names)
        .help("update in a `scan`, or outside of the map");
    return;
  }
  auto tensor = toTensor(value, storage.type.getElementType(), place);
  if (!tensor)
    return;
  Declared declared;
  declared.dtype = storage.type.getElementType();
  declared.type = &storage.decl->type;
  declared.dims = storage.dims;
  // From outside of its block, in the words of the file.
  if (frame->self != storage.owner)
    for (auto *dims : {&declared.dims, &tensor->axes})
      for (Dim &dim : *dims)
        dim = dim.resolve();
  auto current = llvm::cast<mlir::RankedTensorType>(readStorage(storage).getType());
  // With the stacked axes where this runs outside of the fold.
  for (int64_t i = current.getRank() - int64_t(storage.dims.size()) - 1; i >= 0; --i)
    declared.dims.insert(declared.dims.begin(), Dim(current.getDimSize(unsigned(i))));
  if (!tensor->labels.empty()) {
    error(Diag::UpdateInMap, place, storage.path, "`..`")
        .help("reduce over it: `mean[.., n](…)`");
    return;
  }
  tensor = conform(Term::of(*tensor), declared, place);
  if (!tensor)
    return;
  Tensor walled = emitUnary<StopOp>(*tensor); // storage conducts no derivative
  entry->storages[storage.id] = walled.value;
  (entry->isTrain ? storage.updatedByTrain : storage.updatedByInfer) = true;
}
