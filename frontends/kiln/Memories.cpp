// SPDX-License-Identifier: Apache-2.0
// `memory`: what a face keeps from call to call without being storage. The outermost call is handed
// it as a last argument and hands it on as a last result; inside of it memory is read and updated
// like storage, by its path. Its leading axes (`..`) are those of that call, its free dims those of
// the type `net.memory[B, N: 256]`.
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using mlir::RankedTensorType;

/// The memory of a part and of the parts in it.
static llvm::SmallVector<Storage *> memoriesOf(const Instance &part) {
  llvm::SmallVector<Storage *> memories;
  for (Storage *storage : part.all)
    if (storage->isMemory)
      memories.push_back(storage);
  return memories;
}

static bool hasDots(const Storage &memory) {
  return llvm::any_of(memory.decl->type.dims, [](const ast::Dim &dim) { return dim.isDots; });
}

/// The storages of a part, but for memory that no call has opened.
llvm::SmallVector<Storage *> Elaborator::heldBy(const Instance &part) const {
  llvm::SmallVector<Storage *> held;
  for (Storage *storage : part.all)
    if (!storage->isMemory ||
        (storage->id < entry->storages.size() && entry->storages[storage->id]))
      held.push_back(storage);
  return held;
}

void Elaborator::declareMemory(const ast::StorageDecl &decl, Instance &owner) {
  const ast::Type &type = decl.type;
  bool dotsFirst = true;
  for (size_t i = 0; i < type.dims.size(); ++i)
    dotsFirst &= !type.dims[i].isDots || i == 0;
  if (!type.isDtype() || !dtypeOf(type.path.front().text) || !dotsFirst || decl.init) {
    error(Diag::MemoryType, decl.init ? decl.init->range : type.range, owner.block->name.text,
          decl.init ? "it begins as the call is handed it" : "a dtype and its dims, `..` first")
        .help("`memory k: f32[.., N, H]`");
    return;
  }
  for (const ast::Name &name : decl.names) {
    auto memory = std::make_unique<Storage>();
    memory->path = owner.path.empty() ? name.text : owner.path + "." + name.text;
    memory->id = unsigned(storages.size());
    memory->stacked = unsigned(owner.stack.size());
    memory->isParam = false;
    memory->isMemory = true;
    memory->decl = &decl;
    memory->owner = &owner;
    memory->place = name.range;
    owner.storages[name.text] = memory.get();
    owner.all.push_back(memory.get());
    storages.push_back(std::move(memory));
  }
}

/// `net.memory[B, N: 256]`: the leading axes, then the free dims by name.
std::shared_ptr<Tree> Elaborator::memoryType(const ast::Type &type) {
  const auto &names = type.path.names;
  std::optional<Term> term = lookup(names.front().text, names.front().range);
  for (size_t i = 1; i + 1 < names.size() && term && term->kind == TermKind::Part; ++i)
    term = memberTerm(*term->part, names[i].text, names[i].range);
  if (!term || term->kind != TermKind::Part) {
    if (!term || !term->isError())
      error(Diag::UnknownType, type.range, type.path.str()).help("name a part: `net.memory[N: 256]`");
    return nullptr;
  }
  Instance &part = *term->part;
  Dims lead;
  std::map<std::string, Dim> free;
  std::map<std::string, SourceRange> unused;
  for (const ast::Dim &dim : type.dims) {
    auto size = dim.isDots ? std::nullopt : evalDim(*dim.size);
    if (!size || size->size() <= 0 || (!dim.name && !free.empty())) {
      if (dim.isDots || size)
        error(Diag::MemoryType, dim.range, part.path, "leading axes, then free dims by name")
            .help("`" + type.path.str() + "[B, N: 256]`");
      return nullptr;
    }
    if (!dim.name) {
      lead.push_back(*size);
      continue;
    }
    free[dim.name->text] = *size;
    unused[dim.name->text] = dim.range;
  }
  auto tree = std::make_shared<Tree>();
  for (Storage *memory : memoriesOf(part)) {
    Instance &owner = *memory->owner;
    Tensor model;
    for (size_t i = part.stack.size(); i < owner.stack.size(); ++i)
      model.axes.push_back(Dim(owner.stack[i]));
    if (hasDots(*memory))
      model.axes.append(lead.begin(), lead.end());
    Frame inside;
    inside.module = owner.module;
    inside.self = &owner;
    inside.dimFrame = owner.frame;
    for (const ast::Dim &dim : memory->decl->type.dims) {
      if (dim.isDots)
        continue;
      auto *name = llvm::dyn_cast<ast::NameExpr>(dim.size.get());
      Restore<Frame *> in(frame, &inside);
      if (!name || isValueName(name->name)) {
        auto size = evalDim(*dim.size);
        if (!size)
          return nullptr;
        model.axes.push_back(size->resolve());
        // A dim of the file may be named nevertheless.
        auto given = name ? free.find(name->name) : free.end();
        if (given != free.end() && given->second.size() == size->size())
          unused.erase(name->name);
        continue;
      }
      auto given = free.find(name->name);
      if (given == free.end()) {
        error(Diag::MemoryType, type.range, part.path, "`" + name->name + "` has no size")
            .label(dim.range, "declared here")
            .help("give it: `" + type.path.str() + "[" + name->name + ": 256]`");
        return nullptr;
      }
      unused.erase(name->name);
      model.axes.push_back(given->second);
    }
    auto made = typeOf({}, model.axes, dtypeOf(memory->decl->type.path.front().text));
    if (!sizeAllowed(made.getShape(), type.range))
      return nullptr;
    model.value = splat(0, made);
    Leaf leaf;
    leaf.path = memory->path.substr(part.path.size() + 1);
    leaf.value = Term::of(model);
    tree->leaves.push_back(leaf);
  }
  for (const auto &[name, place] : unused)
    error(Diag::MemoryType, place, part.path, "it has no dim `" + name + "`").help("leave it away");
  if (tree->leaves.empty())
    error(Diag::MemoryType, type.range, part.path, "it has none")
        .help("declare it in the block: `memory k: f32[.., N, H]`");
  return tree->leaves.empty() || !unused.empty() ? nullptr : tree;
}

/// Takes the hidden last argument off, where it is given.
std::shared_ptr<Tree> Elaborator::takeMemory(Instance &part, const ast::FaceDecl &face,
                                             Args &args) {
  size_t wanted = llvm::count_if(face.params, [](auto &param) { return !param.defaultValue; });
  size_t given = llvm::count_if(args, [](auto &arg) { return !arg.first; });
  for (size_t i = args.size(); i-- > 0;) {
    if (args[i].first)
      continue;
    const Term &last = args[i].second;
    if (given != wanted + 1 || last.kind != TermKind::Tree || last.tree->like || last.tree->list ||
        memoriesOf(part).empty())
      return nullptr;
    auto tree = last.tree;
    args.erase(args.begin() + ptrdiff_t(i));
    return tree;
  }
  return nullptr;
}

bool Elaborator::openMemory(Instance &part, const Tree &given, const Frame &inside,
                            SourceRange place) {
  llvm::SmallVector<Storage *> memories = memoriesOf(part);
  bool fits = memories.size() == given.leaves.size();
  if (!fits)
    error(Diag::TreesDiffer, place, int64_t(given.leaves.size()), int64_t(memories.size()))
        .help("the type of this memory is `" + part.path + ".memory[…]`");
  entry->storages.resize(storages.size());
  for (size_t i = 0; fits && i < memories.size(); ++i) {
    Storage &memory = *memories[i];
    const Tensor &value = given.leaves[i].value.tensor;
    Instance &owner = *memory.owner;
    memory.labels.clear();
    memory.dims.clear();
    llvm::SmallVector<int64_t> want;
    for (size_t k = part.stack.size(); k < owner.stack.size(); ++k)
      want.push_back(owner.stack[k]);
    if (hasDots(memory))
      for (LabelId label : inside.dots) {
        memory.labels.push_back(label);
        want.push_back(labels[label].dim.size());
      }
    Frame scope;
    scope.module = owner.module;
    scope.self = &owner;
    scope.dimFrame = owner.frame;
    Restore<Frame *> in(frame, &scope);
    for (const ast::Dim &dim : memory.decl->type.dims) {
      if (dim.isDots)
        continue;
      auto *name = llvm::dyn_cast<ast::NameExpr>(dim.size.get());
      if (name && !isValueName(name->name)) {
        if (want.size() >= value.axes.size())
          break;
        const Dim &axis = value.axes[want.size()];
        memory.dims.push_back(Dim::symbol(name->name, axis.size(), owner.frame, axis));
      } else if (auto size = evalDim(*dim.size)) {
        memory.dims.push_back(*size);
      } else {
        return false;
      }
      want.push_back(memory.dims.back().size());
    }
    auto type = llvm::cast<RankedTensorType>(value.value.getType());
    fits = value.labels.empty() && type.getShape() == llvm::ArrayRef(want);
    if (!fits) {
      std::string wanted;
      for (int64_t size : want)
        wanted += (wanted.empty() ? "" : ", ") + std::to_string(size);
      error(Diag::MemoryDiffers, place, memory.path, "[" + wanted + "]", spellShape(value))
          .label(memory.place, "declared here")
          .help("its leading axes are those of the other arguments of this call");
      return false;
    }
    entry->storages[memory.id] = value.value;
  }
  return fits;
}

/// The free dims of a part's memory are names in its faces.
void Elaborator::nameMemoryDims(Instance &part, Frame &inside) {
  for (auto &[name, storage] : part.storages) {
    if (!storage->isMemory || !entry || storage->id >= entry->storages.size() ||
        !entry->storages[storage->id])
      continue;
    size_t next = 0;
    for (const ast::Dim &dim : storage->decl->type.dims) {
      if (dim.isDots)
        continue;
      const Dim &size = storage->dims[next++];
      if (auto *free = llvm::dyn_cast<ast::NameExpr>(dim.size.get()); free && size.isSymbol())
        inside.names.emplace(free->name,
                             Binding{Term::number(size), BindingKind::Input, dim.range});
    }
  }
}

Term Elaborator::closeMemory(Instance &part, const Tree &given, llvm::ArrayRef<mlir::Value> old,
                             Term result) {
  auto next = std::make_shared<Tree>(given);
  llvm::SmallVector<Storage *> memories = memoriesOf(part);
  for (size_t i = 0; i < memories.size(); ++i) {
    mlir::Value &now = entry->storages[memories[i]->id];
    next->leaves[i].value.tensor.value = now;
    now = memories[i]->id < old.size() ? old[memories[i]->id] : mlir::Value();
  }
  if (result.isError())
    return result;
  if (result.kind != TermKind::Tuple) {
    Term tuple;
    tuple.kind = TermKind::Tuple;
    tuple.items = std::make_shared<std::vector<Term>>(1, result);
    result = tuple;
  }
  result.items->push_back(Term::of(next));
  return result;
}

Term Elaborator::memoryValue(Storage &memory) {
  if (!entry || memory.id >= entry->storages.size() || !entry->storages[memory.id]) {
    error(Diag::MemoryMissing, here, memory.path)
        .label(memory.place, "declared here")
        .help("hand it in last and take it back: `y, next = net.step(x, cache)`, where `cache` is a "
              "carry of type `net.memory[…]`");
    return Term();
  }
  Term term;
  term.kind = TermKind::Tensor;
  term.storage = &memory;
  term.tensor.labels = memory.labels;
  term.tensor.axes = memory.dims;
  term.tensor.value = entry->storages[memory.id];
  return term;
}

void Elaborator::assignMemory(Storage &memory, const Term &value, SourceRange place) {
  Term old = memoryValue(memory);
  if (old.isError())
    return;
  Declared declared;
  declared.dtype = old.tensor.dtype();
  declared.type = &memory.decl->type;
  declared.dims = memory.dims;
  auto tensor = conform(value, declared, place);
  if (!tensor)
    return;
  for (LabelId label : tensor->labels)
    if (!llvm::is_contained(memory.labels, label)) {
      error(Diag::UpdateInMap, place, memory.path, "`" + labels[label].name + "`")
          .help("map the whole call with `..` of its signature, or update in a `scan`");
      return;
    }
  entry->storages[memory.id] = arrange(*tensor, memory.labels, tensor->axes);
}

/// `reorder(cache, from)`: row w of the result is row from[w], of all memory in it. Further leading axes of `from` are
/// those of the memory. Layers stand before these axes and stay where they are.
Term Elaborator::reorder(const Term &memory, const Term &from, SourceRange place) {
  if (memory.kind != TermKind::Tree || memory.tree->like || memory.tree->list) {
    error(Diag::NotATree, place, spell(memory)).help("it reorders what a face remembers: `with cache: net.memory[W] = 0`");
    return Term();
  }
  auto order = toTensor(from, i32(), place);
  if (!order)
    return Term();
  if (!order->dtype().isInteger(32) || order->axes.empty() || !order->labels.empty()) {
    error(Diag::WrongDtype, place, "an i32 for each row", spell(from)).help("`from: i32[W]`, with its axes");
    return Term();
  }
  size_t batch = order->axes.size() - 1;
  auto moved = [&](mlir::Value value, llvm::ArrayRef<unsigned> axes) {
    auto shape = llvm::cast<RankedTensorType>(value.getType()).getShape();
    llvm::SmallVector<mlir::AffineExpr> map(axes.size());
    llvm::SmallVector<int64_t> sizes;
    for (auto [to, axis] : llvm::enumerate(axes)) {
      map[axis] = dimExpr(unsigned(to));
      sizes.push_back(shape[axis]);
    }
    return emitRead(value, mlir::AffineMap::get(unsigned(axes.size()), 0, map, &context), sizes);
  };
  auto result = std::make_shared<Tree>(*memory.tree);
  for (Leaf &leaf : result->leaves) {
    Tensor &tensor = leaf.value.tensor;
    size_t layers = llvm::StringRef(leaf.path).count("[*]"), rank = tensor.axes.size();
    bool fits = rank > layers + batch;
    for (size_t i = 0; fits && i < order->axes.size(); ++i)
      fits = tensor.axes[layers + i].size() == order->axes[i].size();
    if (!fits) {
      error(Diag::MemoryDiffers, place, leaf.path, spellShape(tensor), "an order " + spellShape(*order))
          .help("the order has the leading axes of the memory");
      return Term();
    }
    llvm::SmallVector<unsigned> before, behind;
    for (size_t i = 0; i < rank; ++i) {
      // Batch, layers, rows and the rest; behind the gather layers stand after the rows.
      before.push_back(unsigned(i < batch ? layers + i : i < batch + layers ? i - batch : i));
      behind.push_back(unsigned(i < layers ? batch + 1 + i : i < layers + batch + 1 ? i - layers : i));
    }
    mlir::Value rows = moved(tensor.value, before);
    llvm::SmallVector<int64_t> shape(llvm::cast<RankedTensorType>(tensor.value.getType()).getShape());
    llvm::SmallVector<int64_t> gathered(rank);
    for (size_t i = 0; i < rank; ++i)
      gathered[behind[i]] = shape[i];
    rows = GatherOp::create(builder, loc(), RankedTensorType::get(gathered, tensor.dtype()), rows,
                            mlir::ValueRange(order->value), llvm::ArrayRef<int64_t>{int64_t(batch + layers)},
                            int64_t(batch));
    tensor.value = moved(rows, behind);
  }
  return Term::of(result);
}
