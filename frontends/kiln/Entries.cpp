// SPDX-License-Identifier: Apache-2.0
// Entries: arguments, outputs, rows and batches, and the module around them.
#include "frontends/kiln/Elaborator.h"
#include "mlir/IR/Verifier.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;
using mlir::RankedTensorType;
using mlir::Value;

Elaborator::Elaborator(mlir::MLIRContext &context, const FrontendOptions &options,
                       Library &library, Diagnostics &diagnostics)
    : context(context), options(options), library(library), diagnostics(diagnostics), builder(&context) {}

Dim Elaborator::fileDim(StringRef name, const ast::DimsDecl &decl,
                        const ast::DimBinding &binding) {
  std::optional<int64_t> size;
  dimsRead.insert(name.str());
  for (const auto &[key, value] : options.sets)
    if (key == name && !size)
      size = value;
  if (entry)
    for (const auto &[key, value] : options.sets)
      if (key == entry->name + "." + name.str())
        size = value;
  if (!size)
    size = evalInt(*binding.value);
  if (size && *size <= 0)
    error(Diag::DimNotPositive, binding.name.range, name, *size)
        .help("an axis has at least one element");
  Dim dim = Dim::symbol(name.str(), size.value_or(1), 0, std::nullopt);
  if (decl.isRows)
    rowSymbol = dim;
  return dim;
}

bool Elaborator::isRowDim(const Dim &dim) const {
  return rowSymbol && dim.size() == rowSymbol->size() && Dim::identical(dim.resolve(), *rowSymbol);
}

std::optional<Tensor> Elaborator::rowMask(llvm::ArrayRef<LabelId> over) {
  if (!entry || entry->op.getMode() != Mode::infer)
    return std::nullopt;
  for (LabelId label : over) {
    if (!isRowDim(labels[label].dim))
      continue;
    Tensor sides[2];
    sides[0] = iota(dimExpr(label), i32());
    sides[1].value = builtin("rows");
    align(sides, here);
    return emitCompare(Comparison::lt, sides[0], sides[1]);
  }
  return std::nullopt;
}

Value Elaborator::builtin(StringRef name) {
  Value &value = entry->builtins[name.str()];
  if (value)
    return value;
  mlir::Type dtype = name == "seed"    ? mlir::Type(builder.getIntegerType(32, false))
                     : name == "count" ? mlir::Type(builder.getI64Type())
                                       : i32();
  value = entry->block->addArgument(RankedTensorType::get({}, dtype), loc());
  entry->argAttrs.push_back(builder.getDictionaryAttr(
      builder.getNamedAttr(KilnDialect::kBuiltinAttr, builder.getStringAttr(name))));
  return value;
}

mlir::Attribute Elaborator::spellDims(const ast::Type &type) {
  llvm::SmallVector<mlir::Attribute> names;
  for (const ast::Dim &dim : type.dims)
    names.push_back(builder.getStringAttr(dim.range.text()));
  return builder.getArrayAttr(names);
}

bool Elaborator::limitInput(Value value, int64_t limit) {
  // Through what only moves elements or widens whole numbers, back to the input.
  auto widens = [](mlir::Operation *op) {
    auto convert = llvm::dyn_cast<ConvertOp>(op);
    if (!convert)
      return false;
    auto from = llvm::dyn_cast<mlir::IntegerType>(mlir::getElementTypeOrSelf(convert.getOperand()));
    auto to = llvm::dyn_cast<mlir::IntegerType>(mlir::getElementTypeOrSelf(convert.getResult()));
    return from && to && from.getWidth() < to.getWidth();
  };
  while (auto *op = value.getDefiningOp()) {
    if (!llvm::isa<ReadOp, ReshapeOp>(op) && !widens(op))
      return false;
    value = op->getOperand(0);
  }
  auto argument = llvm::dyn_cast<mlir::BlockArgument>(value);
  if (!argument || !entry || argument.getOwner() != entry->block ||
      !llvm::isa<mlir::IntegerType>(llvm::cast<RankedTensorType>(value.getType()).getElementType()))
    return false;
  mlir::Attribute &attrs = entry->argAttrs[argument.getArgNumber()];
  auto dictionary = llvm::cast<mlir::DictionaryAttr>(attrs);
  if (!dictionary.get(KilnDialect::kInputAttr))
    return false;
  mlir::NamedAttrList list(dictionary);
  if (auto old = llvm::dyn_cast_or_null<mlir::IntegerAttr>(list.get(KilnDialect::kIndexLimitAttr)))
    limit = std::min(limit, old.getInt());
  list.set(KilnDialect::kIndexLimitAttr, builder.getI64IntegerAttr(limit));
  attrs = list.getDictionary(&context);
  return true;
}

void Elaborator::beginEntry(StringRef name, Mode mode) {
  builder.setInsertionPointToEnd(output.getBody());
  entry->name = name.str();
  entry->isTrain = mode == Mode::train;
  auto op = EntryOp::create(builder, loc(), builder.getStringAttr(name),
                            mlir::TypeAttr::get(builder.getFunctionType({}, {})),
                            ModeAttr::get(&context, mode), mlir::ArrayAttr(), mlir::ArrayAttr());
  entry->op = op;
  entry->block = new mlir::Block;
  op.getBody().push_back(entry->block);
  builder.setInsertionPointToEnd(entry->block);
  entry->storages.resize(storages.size());
  entry->initial.resize(storages.size());
}

void Elaborator::finishEntry(llvm::ArrayRef<Value> results, llvm::ArrayRef<mlir::Attribute> attrs) {
  ReturnOp::create(builder, loc(), results);
  llvm::SmallVector<mlir::Type> arguments(entry->block->getArgumentTypes()), types;
  for (Value value : results)
    types.push_back(value.getType());
  entry->op.setFunctionTypeAttr(
      mlir::TypeAttr::get(builder.getFunctionType(arguments, types)));
  entry->op.setArgAttrsAttr(builder.getArrayAttr(entry->argAttrs));
  entry->op.setResAttrsAttr(builder.getArrayAttr(attrs));
  builder.setInsertionPointToEnd(output.getBody());
}

void Elaborator::buildEntry(Module &module, const ast::EntryDecl &decl) {
  EntryState state;
  state.name = decl.name.text;
  Restore<EntryState *> in(entry, &state);
  Frame scope;
  scope.module = &module;
  scope.train = decl.isTrain;
  Restore<Frame *> inFrame(frame, &scope);
  Restore<SourceRange> at(here, decl.name.range);
  Restore<std::vector<std::string>> from(path, {decl.name.text});
  beginEntry(decl.name.text, decl.isTrain ? Mode::train : Mode::infer);
  unsigned before = diagnostics.errorCount();
  // With a size of its own the entry has constants of its own, and what the file asserts must hold of them.
  std::optional<Restore<ByName<Term>>> constants;
  if (llvm::any_of(options.sets, [&](const auto &set) {
        return StringRef(set.first).starts_with(decl.name.text + ".");
      })) {
    constants.emplace(module.values, ByName<Term>());
    for (const ast::DeclPtr &other : module.file->decls)
      if (auto *check = llvm::dyn_cast<ast::CheckDecl>(other.get()))
        runCheck(check->check, false);
  }
  for (const ast::Param &param : decl.params) {
    Restore<SourceRange> atParam(here, param.range);
    Declared declared;
    declared.dtype = floatType();
    if (param.type) {
      auto typed = declare(*param.type);
      if (!typed)
        continue;
      declared = *typed;
      if (declared.like || declared.hasDots) {
        error(Diag::EntryParam, param.range, param.name.text)
            .help("give it a dtype and all its dims: `" + param.name.text + ": f32[B, 10]`");
        continue;
      }
    }
    if (param.from) {
      scope.names[param.name.text] = {drawInput(module, param, declared), BindingKind::Input,
                                      param.name.range};
      continue;
    }
    mlir::NamedAttrList attrs;
    attrs.set(KilnDialect::kInputAttr, builder.getStringAttr(param.name.text));
    if (param.type)
      attrs.set(KilnDialect::kDimNamesAttr, spellDims(*param.type));
    for (size_t i = 0; i < declared.dims.size(); ++i)
      if (isRowDim(declared.dims[i]) && !attrs.get(KilnDialect::kRowAxisAttr))
        attrs.set(KilnDialect::kRowAxisAttr, builder.getI64IntegerAttr(int64_t(i)));
    if (param.defaultValue) {
      Term value = evalFresh(*param.defaultValue);
      if (!value.isConstant()) {
        if (!value.isError())
          error(Diag::NotConstant, param.defaultValue->range, param.name.text)
              .help("the default of an input is a number");
        continue;
      }
      mlir::TypedAttr number = elementOf(value, declared.dtype, param.defaultValue->range);
      if (!number)
        continue;
      attrs.set(KilnDialect::kDefaultAttr, number);
    }
    RankedTensorType type = typeOf({}, declared.dims, declared.dtype);
    if (!sizeAllowed(type.getShape(), param.range))
      continue;
    Tensor tensor;
    tensor.axes = declared.dims;
    tensor.value = state.block->addArgument(type, loc());
    state.argAttrs.push_back(attrs.getDictionary(&context));
    scope.names[param.name.text] = {Term::of(tensor), BindingKind::Input, param.name.range};
  }
  if (decl.result)
    for (const ast::Field &field : decl.result->fields) {
      auto declared = declare(field.type);
      if (declared && declared->hasDots) {
        error(Diag::EntryParam, field.name.range, field.name.text)
            .help("give it a dtype and all its dims");
        declared.reset();
      }
      if (declared)
        scope.results[field.name.text] = *declared;
    }
  if (diagnostics.errorCount() == before)
    runBody(decl.body);
  llvm::SmallVector<Value> results;
  llvm::SmallVector<mlir::Attribute> attrs;
  state.storages.resize(storages.size());
  state.initial.resize(storages.size());
  for (auto &storage : storages) {
    Value now = state.storages[storage->id];
    if (!now || now == state.initial[storage->id])
      continue;
    results.push_back(now);
    attrs.push_back(builder.getDictionaryAttr(builder.getNamedAttr(
        KilnDialect::kStorageAttr, mlir::FlatSymbolRefAttr::get(&context, storage->path))));
  }
  std::optional<Dim> rows;
  if (decl.result && diagnostics.errorCount() == before)
    for (const ast::Field &field : decl.result->fields) {
      auto found = scope.names.find(field.name.text);
      if (found == scope.names.end()) {
        resultMissing(scope, field);
        continue;
      }
      auto known = scope.results.find(field.name.text);
      if (known == scope.results.end() || found->second.term.isError())
        continue; // told before
      Declared &declared = known->second;
      Restore<SourceRange> atField(here, field.name.range);
      if (declared.like) {
        error(Diag::EntryParam, field.name.range, field.name.text)
            .help("give it a dtype and all its dims");
        continue;
      }
      auto tensor = conform(found->second.term, declared, found->second.place);
      if (!tensor)
        continue;
      mlir::NamedAttrList list;
      list.set(KilnDialect::kOutputAttr, builder.getStringAttr(field.name.text));
      list.set(KilnDialect::kDimNamesAttr, spellDims(field.type));
      StringRef combine = tensor->axes.empty() && !tensor->combine.empty() ? tensor->combine : "none";
      for (size_t i = 0; i < tensor->axes.size(); ++i)
        if (isRowDim(tensor->axes[i]) && !list.get(KilnDialect::kRowAxisAttr)) {
          list.set(KilnDialect::kRowAxisAttr, builder.getI64IntegerAttr(int64_t(i)));
          combine = "rows";
        }
      list.set(KilnDialect::kCombineAttr, builder.getStringAttr(combine));
      results.push_back(tensor->value);
      attrs.push_back(list.getDictionary(&context));
    }
  for (const MetricResult &metric : state.metrics) {
    mlir::NamedAttrList list;
    list.set(KilnDialect::kOutputAttr, builder.getStringAttr(metric.name));
    list.set(KilnDialect::kDimNamesAttr, builder.getArrayAttr({}));
    list.set(KilnDialect::kCombineAttr, builder.getStringAttr("last"));
    results.push_back(metric.value);
    attrs.push_back(list.getDictionary(&context));
  }
  returnTaps(results, attrs);
  raiseMarks(results, attrs);
  if (rowSymbol) {
    auto size = lookupModule(module, rowDim, decl.name.range);
    if (size && size->kind == TermKind::Int)
      state.op->setAttr("kiln.row_size", builder.getI64IntegerAttr(size->integer.size()));
  }
  finishEntry(results, attrs);
}

void Elaborator::emitStorages() {
  builder.setInsertionPointToStart(output.getBody());
  for (auto &storage : storages) {
    if (storage->isMemory)
      continue;
    here = storage->place;
    StorageKind kind = StorageKind::param;
    if (!storage->isParam) {
      if (storage->updatedByInfer && storage->updatedByTrain)
        error(Diag::UpdatedByBoth, storage->place, storage->path)
            .help("state belongs to training, or to the sessions that use the model: split it");
      // What a frozen part keeps comes with its parameters.
      bool ofModel = storage->readByInfer || storage->owner->frozen;
      kind = storage->updatedByInfer ? StorageKind::session
             : ofModel               ? StorageKind::model
                                     : StorageKind::train;
    }
    StorageOp::create(builder, loc(), builder.getStringAttr(storage->path),
                      mlir::TypeAttr::get(storage->type), StorageKindAttr::get(&context, kind),
                      builder.getStringAttr(storage->role),
                      builder.getI64IntegerAttr(storage->stacked));
  }
}

void Elaborator::checkSets(Module &module) {
  for (const auto &[key, value] : options.sets) {
    auto [entryName, rest] = StringRef(key).split('.');
    StringRef name = rest.empty() ? entryName : rest;
    // A dim of the file, or one that it takes from another under the same name.
    auto [home, there] = module.home(name);
    bool isDim = home && there == name && llvm::isa<ast::DimsDecl>(home->decls.find(there)->second);
    bool known = isDim;
    if (isDim && !rest.empty()) {
      auto entryDecl = module.decls.find(entryName.str());
      known = entryDecl != module.decls.end() && llvm::isa<ast::EntryDecl>(entryDecl->second);
    }
    if (!known) {
      SourceRange start;
      start.file = module.file->source;
      error(Diag::UnknownSet, start, key + "=" + std::to_string(value))
          .help("`--set B=64` sets a `dim` or `rows` of the file, `--set predict.B=1` that of an "
                "entry");
    }
  }
}

void Elaborator::checkMade(const ast::Decl &decl, StringRef name) {
  for (const auto &[key, value] : options.sets) {
    auto [entryName, dim] = StringRef(key).split('.');
    if (dimsRead.count(dim.str()))
      error(Diag::MadeOfEntryDim, decl.range, name, dim)
          .note("`--set " + key + "=" + std::to_string(value) + "` changes it for `" + entryName.str() +
                "` alone, and storage is shared by all entries")
          .help("set it for the whole file, `--set " + dim.str() + "=" + std::to_string(value) +
                "`, or give what is stored a dim of its own");
  }
}

mlir::OwningOpRef<mlir::ModuleOp> Elaborator::run(Module &main, Module &preludeModule) {
  mainModule = &main;
  prelude = &preludeModule;
  root.module = &main;
  SourceRange whole;
  whole.file = main.file->source;
  here = whole;
  // What declarations make on their way to an error belongs to no entry, and goes with this block.
  mlir::Block discarded;
  builder.setInsertionPointToEnd(&discarded);
  output = mlir::ModuleOp::create(loc());
  mlir::OwningOpRef<mlir::ModuleOp> owned(output);
  Frame scope;
  scope.module = &main;
  Restore<Frame *> in(frame, &scope);
  checkSets(main);
  // Dims and rows first, then what the file declares, in its order.
  for (const ast::DeclPtr &decl : main.file->decls)
    if (auto *dims = llvm::dyn_cast<ast::DimsDecl>(decl.get()))
      for (const ast::DimBinding &binding : dims->dims) {
        if (dims->isRows && !rowDim.empty())
          error(Diag::TwoRowDims, binding.name.range, rowDim)
              .help("one dim of a file is the rows of its data; `dim` declares others");
        if (dims->isRows)
          rowDim = binding.name.text;
        lookupModule(main, binding.name.text, binding.name.range);
      }
  for (const ast::DeclPtr &decl : main.file->decls) {
    here = decl->range;
    switch (decl->kind) {
    case ast::Decl::Kind::Const:
      lookupModule(main, llvm::cast<ast::ConstDecl>(*decl).name.text, decl->range);
      break;
    case ast::Decl::Kind::Part:
      for (const ast::PartName &name : llvm::cast<ast::PartDecl>(*decl).names)
        lookupModule(main, name.name.text, name.name.range);
      break;
    case ast::Decl::Kind::Storage:
      if (!root.storages.count(llvm::cast<ast::StorageDecl>(*decl).names[0].text) &&
          !root.trees.count(llvm::cast<ast::StorageDecl>(*decl).names[0].text))
        declareStorage(llvm::cast<ast::StorageDecl>(*decl), nullptr);
      break;
    case ast::Decl::Kind::Check:
      runCheck(llvm::cast<ast::CheckDecl>(*decl).check, false);
      break;
    default:
      break;
    }
  }
  unsigned entries = 0;
  for (const ast::DeclPtr &decl : main.file->decls)
    if (auto *entryDecl = llvm::dyn_cast<ast::EntryDecl>(decl.get())) {
      ++entries;
      buildEntry(main, *entryDecl);
    }
  if (entries == 0 && !diagnostics.hasErrors())
    error(Diag::NoEntry, whole, main.name)
        .help("`infer predict(x: f32[B, 10]) -> y: f32[B, 2] { … }`");
  checkTaps();
  if (diagnostics.hasErrors())
    return nullptr;
  here = whole;
  buildInit();
  emitStorages();
  if (diagnostics.hasErrors())
    return nullptr;
  StringRef model = main.name;
  model.consume_back(".kiln");
  output->setAttr("kiln.model", builder.getStringAttr(model));
  output->setAttr("kiln.source", builder.getStringAttr(main.name));
  if (!rowDim.empty()) {
    output->setAttr(KilnDialect::kRowDimAttr, builder.getStringAttr(rowDim));
    if (auto size = lookupModule(main, rowDim, whole); size && size->kind == TermKind::Int)
      output->setAttr("kiln.row_size", builder.getI64IntegerAttr(size->integer.size()));
  }
  std::string problem;
  mlir::ScopedDiagnosticHandler listener(&context, [&](mlir::Diagnostic &diagnostic) {
    if (problem.empty())
      problem = diagnostic.str();
    return mlir::success();
  });
  if (mlir::failed(mlir::verify(output))) {
    diagnostics.fault("the module does not verify: " + problem);
    return nullptr;
  }
  return owned;
}
