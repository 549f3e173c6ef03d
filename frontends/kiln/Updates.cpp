// SPDX-License-Identifier: Apache-2.0
// `<-`: what may be updated, by what, and how often.
#include "frontends/kiln/Elaborator.h"

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

Binding *Elaborator::findCarry(llvm::StringRef name) {
  for (Frame *at = frame; at; at = at->outer) {
    auto found = at->names.find(name.str());
    if (found != at->names.end())
      return found->second.kind == BindingKind::Carry ? &found->second : nullptr;
  }
  return nullptr;
}

void Elaborator::assignCarry(Binding &carry, const Term &value, SourceRange place) {
  const Tensor &old = carry.term.tensor;
  auto tensor = toTensor(value, old.dtype(), place);
  if (!tensor)
    return;
  bool fits = tensor->dtype() == old.dtype() &&
              (tensor->axes.empty() || tensor->axes.size() == old.axes.size());
  for (size_t i = 0; fits && i < tensor->axes.size(); ++i)
    fits = Dim::same(tensor->axes[i], old.axes[i]);
  for (LabelId label : tensor->labels)
    fits &= llvm::is_contained(old.labels, label);
  if (!fits) {
    error(Diag::CarryShape, place, spellShape(old), spellShape(*tensor))
        .label(carry.place, "carried here")
        .help("a carry keeps its type: declare it with all its axes, `..` included");
    return;
  }
  Tensor next = old;
  next.value = arrange(*tensor, next.labels, next.axes);
  carry.term = Term::of(next);
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
  if (storage.isParam && !entry->isTrain) {
    error(Diag::UpdateInInfer, place, storage.path)
        .label(storage.place, "declared here")
        .help("only `train` entries update parameters; `state` may change in `infer`");
    return;
  }
  if (!frame->mapped.empty()) {
    std::string names;
    for (LabelId label : frame->mapped)
      names += (names.empty() ? "`" : ", `") + labels[label].name + "`";
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
