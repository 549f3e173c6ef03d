// SPDX-License-Identifier: Apache-2.0
// Parts: blocks with their static arguments, and the storage that they declare.
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Limits.h"
#include "llvm/ADT/ScopeExit.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;

Term Elaborator::makeParts(const ast::PartDecl &decl, const ast::PartName &name, Module &module,
                           Instance *owner) {
  std::string below = owner && !owner->path.empty() ? owner->path + "." : "";
  std::vector<int64_t> stack = owner ? owner->stack : std::vector<int64_t>();
  bool frozen = decl.frozen || (owner && owner->frozen);
  std::string own = below + name.name.text;
  Term made = name.reps.empty() ? partValue(*decl.value, own, stack, frozen, owner)
                                : partList(*decl.value, own, name.reps, stack, frozen, owner);
  if (decl.recompute && made.kind == TermKind::Part)
    made.part->recompute |= made.part->path == own; // another name for a part leaves it as it is
  if (decl.recompute && made.kind == TermKind::PartList)
    for (Instance *part : made.partList->instances)
      part->recompute |= StringRef(part->path).starts_with(own + "[");
  return made;
}

/// `part xs[L] = …`: one instance with stacked parameters, or one for each position.
Term Elaborator::partList(const ast::Expr &value, std::string own, llvm::ArrayRef<ast::Rep> reps,
                          std::vector<int64_t> stack, bool frozen, Instance *owner) {
  auto list = std::make_unique<PartList>();
  list->name = StringRef(own).substr(own.rfind('.') + 1).str();
  bool varies = false;
  int64_t total = 1;
  for (const ast::Rep &rep : reps) {
    auto count = evalInt(*rep.count);
    if (!count)
      return Term();
    if (*count <= 0 || *count > int64_t(limits::parts) || total > int64_t(limits::parts) / *count) {
      error(Diag::TooManyParts, rep.range, *count, int64_t(limits::parts))
          .help("a fold has at least one layer and at most this many");
      return Term();
    }
    total *= *count;
    list->counts.push_back(*count);
    varies |= rep.index.has_value();
  }
  list->stacked = !varies;
  auto make = [&](std::string path, llvm::ArrayRef<int64_t> counts) {
    Term term = partValue(value, path, counts, frozen, owner);
    if (term.kind != TermKind::Part) {
      if (!term.isError())
        error(Diag::NotAPart, value.range, spell(term)).help("a block with its arguments");
      return false;
    }
    if (list->stacked && term.part->path != path) {
      error(Diag::NotAPart, value.range, spell(term))
          .help("it would be every layer: use it itself, or make layers of a block, with parameters of their own");
      return false;
    }
    list->instances.push_back(term.part);
    return true;
  };
  if (list->stacked) {
    for (int64_t count : list->counts) {
      own += "[*]";
      stack.push_back(count);
    }
    if (!make(own, stack))
      return Term();
  } else {
    auto counting = std::make_shared<Frame>(*frame);
    counting->outer = frame;
    counting->names.clear();
    Restore<Frame *> in(frame, counting.get());
    for (int64_t flat = 0; flat < total; ++flat) {
      std::string position;
      int64_t left = flat;
      for (size_t i = reps.size(); i-- > 0; left /= list->counts[i]) {
        int64_t at = left % list->counts[i];
        position = (i ? "," : "") + std::to_string(at) + position;
        if (reps[i].index)
          counting->names[reps[i].index->text] = {Term::number(Dim(at)), BindingKind::LoopVariable, reps[i].range};
      }
      if (!make(own + "[" + position + "]", stack))
        return Term();
    }
  }
  Term term;
  term.kind = TermKind::PartList;
  term.partList = list.get();
  partLists.push_back(std::move(list));
  return term;
}

Term Elaborator::partValue(const ast::Expr &value, const std::string &path,
                           llvm::ArrayRef<int64_t> stack, bool frozen, Instance *owner) {
  Restore<SourceRange> at(here, value.range);
  if (auto *choice = llvm::dyn_cast<ast::IfExpr>(&value)) {
    Term condition = evalFresh(*choice->condition);
    if (condition.kind != TermKind::Bool) {
      if (!condition.isError())
        error(Diag::NotConstant, choice->condition->range, "the choice of a part")
            .help("parts are chosen when compiled");
      return Term();
    }
    learnEqual(*choice->condition, condition.truth);
    return partValue(condition.truth ? *choice->thenValue : *choice->elseValue, path, stack, frozen,
                     owner);
  }
  if (auto *index = llvm::dyn_cast<ast::IndexExpr>(&value); index && llvm::isa<ast::CallExpr>(index->base.get())) {
    error(Diag::NotAPart, index->brackets, "an index").help("how many parts there are stands behind the name: `part layers[L] = …`");
    return Term();
  }
  const ast::Expr *callee = &value;
  Args args;
  std::vector<Term> terms;
  if (auto *call = llvm::dyn_cast<ast::CallExpr>(&value)) {
    callee = call->callee.get();
    for (const ast::Arg &arg : call->args) {
      Term term = evalFresh(*arg.value);
      if (term.isError())
        return term;
      args.push_back({arg.name ? &*arg.name : nullptr, std::move(term)});
    }
  }
  Module *home = frame->module;
  const ast::PartDecl *foreign = nullptr;
  if (const ast::PartName *like = args.empty() ? partOfFile(*callee, home, foreign) : nullptr) {
    // A part of another file stands for what it is made of: this one has parameters of its own.
    Frame there;
    there.module = home;
    there.train = frame->train;
    Restore<Frame *> in(frame, &there);
    return like->reps.empty() ? partValue(*foreign->value, path, stack, frozen, owner)
                              : partList(*foreign->value, path, like->reps, stack, frozen, owner);
  }
  Term block = evalFresh(*callee);
  if (block.isError())
    return block;
  bool isPart = block.kind == TermKind::Part || block.kind == TermKind::PartList;
  if (isPart && callee == &value)
    return block; // another name for a part
  if (block.kind != TermKind::Block) {
    error(Diag::NotAPart, callee->range, spell(block)).help("a block with its arguments");
    return Term();
  }
  return instantiate(block, args, path, stack, frozen, owner, value.range);
}

/// What `name` is made of where it is a part, or a list of parts, that `use` takes from another file; and that file.
const ast::PartName *Elaborator::partOfFile(const ast::Expr &callee, Module *&home, const ast::PartDecl *&part) {
  auto *name = llvm::dyn_cast<ast::NameExpr>(&callee);
  if (!name || isValueName(name->name))
    return nullptr;
  auto [there, key] = home->home(name->name);
  if (!there || there == home || !(part = llvm::dyn_cast<ast::PartDecl>(there->decls.find(key)->second)))
    return nullptr;
  home = there;
  return &*llvm::find_if(part->names, [&wanted = key](const ast::PartName &made) { return made.name.text == wanted; });
}

Term Elaborator::instantiate(const Term &block, const Args &args, const std::string &path,
                             llvm::ArrayRef<int64_t> stack, bool frozen, Instance *owner,
                             SourceRange place) {
  if (instances.size() >= limits::parts) {
    error(Diag::TooManyParts, place, int64_t(instances.size()), int64_t(limits::parts))
        .help("repeat with `part xs[L]`, which is one loop");
    return Term();
  }
  bool ofModel = place.file == mainModule->file->source;
  Restore<SourceRange> from(mainCall, ofModel ? place : mainCall);
  making.push_back(place);
  llvm::scope_exit leave([&] { making.pop_back(); });
  if (!enter(*block.block, block.block->name.text, place))
    return Term();
  instances.push_back(std::make_unique<Instance>());
  Instance &made = *instances.back();
  made.path = path;
  made.frame = nextFrame++;
  made.block = block.block;
  made.module = block.module;
  made.frozen = frozen;
  made.stack.assign(stack.begin(), stack.end());
  made.place = place;
  auto inside = std::make_shared<Frame>();
  inside->module = block.module;
  inside->dimFrame = made.frame;
  inside->train = frame->train;
  Term term;
  {
    Restore<Frame *> in(frame, inside.get());
    Restore<std::string> at(partPath, path);
    unsigned before = diagnostics.errorCount();
    bool ok = bindParams(*inside, block.block->params, args, place, block.block->name.text, true);
    for (auto &[name, binding] : inside->names)
      made.names[name] = binding.term;
    inside->names.clear();
    inside->self = &made;
    if (ok && block.block->where) {
      Term holds = evalFresh(*block.block->where);
      if (holds.kind == TermKind::Bool && !holds.truth) {
        Diagnostic &diagnostic = error(Diag::WhereFails, place, block.block->name.text);
        diagnostic.label(block.block->where->range, "this does not hold");
        for (SourceRange part : llvm::drop_end(making))
          diagnostic.label(part, "for this part");
        std::string values;
        for (auto &[name, value] : made.names)
          if (value.kind == TermKind::Int)
            values += (values.empty() ? "" : ", ") + name + " = " +
                      std::to_string(value.integer.size());
        diagnostic.note("here " + values).help("choose other numbers");
      } else if (!holds.isError() && holds.kind != TermKind::Bool) {
        error(Diag::NotConstant, block.block->where->range, "`where`").help("write a condition");
      }
    }
    for (const ast::DeclPtr &member : block.block->members) {
      if (!ok || diagnostics.errorCount() != before)
        break;
      switch (member->kind) {
      case ast::Decl::Kind::Const: {
        auto &decl = llvm::cast<ast::ConstDecl>(*member);
        Restore<bool> folds(isTable, true);
        Term value = decl.reps.empty() ? evalFresh(*decl.value) : evalTable(decl);
        if (!value.isError() && !value.isConstant() && value.kind != TermKind::List) {
          error(Diag::NotConstant, decl.range, decl.name.text)
              .help("a const is computed from constants alone");
          break;
        }
        made.names[decl.name.text] = value;
        break;
      }
      case ast::Decl::Kind::Storage:
        declareStorage(llvm::cast<ast::StorageDecl>(*member), &made);
        break;
      case ast::Decl::Kind::Part: {
        auto &decl = llvm::cast<ast::PartDecl>(*member);
        for (const ast::PartName &name : decl.names) {
          Term value = makeParts(decl, name, *made.module, &made);
          made.names[name.name.text] = value;
          llvm::ArrayRef<Instance *> parts;
          if (value.kind == TermKind::Part)
            parts = value.part;
          else if (value.kind == TermKind::PartList)
            parts = value.partList->instances;
          for (Instance *part : parts) {
            // A part taken from elsewhere keeps its place there.
            if (!StringRef(part->path).starts_with(made.path + "."))
              continue;
            // Training leaves a frozen part alone: its owner has none of its parameters.
            if (made.frozen || !part->frozen)
              made.params.insert(made.params.end(), part->params.begin(), part->params.end());
            made.all.insert(made.all.end(), part->all.begin(), part->all.end());
          }
        }
        break;
      }
      case ast::Decl::Kind::Check:
        runCheck(llvm::cast<ast::CheckDecl>(*member).check, false);
        break;
      default:
        break;
      }
    }
    if (ok && diagnostics.errorCount() == before) {
      term.kind = TermKind::Part;
      term.part = &made;
    }
  }
  active.pop_back();
  return term;
}

Storage *Elaborator::addStorage(std::string path, const ast::StorageDecl &decl,
                                const Declared &declared, llvm::ArrayRef<int64_t> stack,
                                Instance *owner, SourceRange place) {
  auto storage = std::make_unique<Storage>();
  storage->path = std::move(path);
  storage->role = decl.role ? decl.role->text : "weight";
  storage->id = unsigned(storages.size());
  storage->stacked = unsigned(stack.size());
  storage->isParam = decl.storage == ast::StorageKind::Param;
  storage->decl = &decl;
  storage->owner = owner;
  storage->place = place;
  storage->dims = declared.dims;
  llvm::SmallVector<int64_t> shape(stack);
  for (const Dim &dim : declared.dims)
    shape.push_back(dim.size());
  if (!sizeAllowed(shape, place))
    return nullptr;
  storage->type = mlir::RankedTensorType::get(shape, declared.dtype);
  storages.push_back(std::move(storage));
  return storages.back().get();
}

void Elaborator::declareStorage(const ast::StorageDecl &decl, Instance *given) {
  Instance *owner = given ? given : &root;
  std::string below = owner->path.empty() ? "" : owner->path + ".";
  if (decl.storage == ast::StorageKind::Memory)
    return declareMemory(decl, *owner);
  if (decl.role && !isRole(decl.role->text, decl.role->range))
    return;
  Restore<std::set<std::string>> reads(dimsRead, {});
  auto declared = declare(decl.type);
  if (!declared)
    return;
  if (!given)
    checkMade(decl, decl.names.front().text);
  if (declared->hasDots) {
    error(Diag::DotsInStorage, decl.type.range).help("give every axis a size");
    return;
  }
  for (const ast::Name &name : decl.names) {
    if (!declared->like) {
      Storage *storage =
          addStorage(below + name.text, decl, *declared, owner->stack, owner, name.range);
      if (!storage)
        return;
      owner->storages[name.text] = storage;
      owner->all.push_back(storage);
      if (storage->isParam)
        owner->params.push_back(storage);
      continue;
    }
    auto shape = std::make_shared<Tree>(*declared->like);
    std::vector<Storage *> leaves;
    for (auto [i, leaf] : llvm::enumerate(shape->leaves)) {
      Declared one;
      one.type = &decl.type;
      std::vector<int64_t> stack = owner->stack;
      if (const Storage *model = leaf.value.storage) {
        one.dtype = model->type.getElementType();
        one.dims = model->dims;
        for (size_t k = StringRef(leaf.path).count("[*]"); k > 0; --k)
          stack.push_back(model->type.getDimSize(unsigned(model->stacked - k)));
      } else if (leaf.value.isTensor()) {
        one.dtype = leaf.value.tensor.dtype();
        one.dims = leaf.value.tensor.axes;
      }
      if (decl.type.asDtype)
        one.dtype = dtypeOf(decl.type.asDtype->text);
      Storage *storage = addStorage(shape->pathBelow(below + name.text, i), decl, one, stack, owner, name.range);
      if (!storage)
        return;
      storage->role = leaf.role;
      storage->leaf = leaf.path;
      leaves.push_back(storage);
      owner->all.push_back(storage);
      if (storage->isParam)
        owner->params.push_back(storage);
    }
    if (leaves.size() == 1 && shape->leaves[0].path.empty()) {
      owner->storages[name.text] = leaves[0];
      continue;
    }
    owner->trees[name.text] = leaves;
    owner->treeShapes[name.text] = shape;
  }
}

mlir::Value Elaborator::readStorage(Storage &storage) {
  if (entry->storages.size() < storages.size())
    entry->storages.resize(storages.size());
  if (entry->initial.size() < storages.size())
    entry->initial.resize(storages.size());
  mlir::Value &value = entry->storages[storage.id];
  if (value)
    return value;
  if (entry->isInit) {
    // Its initial value is computed from another one that is declared later: do that first.
    value = initialValue(storage);
    return value;
  }
  if (entry->op.getMode() == Mode::infer)
    storage.readByInfer = true;
  value = entry->block->addArgument(storage.type, loc());
  entry->initial[storage.id] = value;
  entry->argAttrs.push_back(builder.getDictionaryAttr(builder.getNamedAttr(
      KilnDialect::kStorageAttr, mlir::FlatSymbolRefAttr::get(&context, storage.path))));
  return value;
}

Term Elaborator::storageTerm(Storage &storage) {
  if (storage.isMemory)
    return memoryValue(storage);
  Term term;
  term.kind = TermKind::Tensor;
  term.storage = &storage;
  term.tensor.axes = storage.dims;
  if (!entry)
    return term;
  term.tensor.value = readStorage(storage);
  auto type = llvm::cast<mlir::RankedTensorType>(term.tensor.value.getType());
  for (int64_t i = type.getRank() - int64_t(storage.dims.size()) - 1; i >= 0; --i)
    term.tensor.axes.insert(term.tensor.axes.begin(), Dim(type.getDimSize(unsigned(i))));
  return term;
}
