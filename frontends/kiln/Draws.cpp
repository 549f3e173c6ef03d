// SPDX-License-Identifier: Apache-2.0
// `~`: draws from streams that are named by their call path, and the first values of storage.
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/ScopeExit.h"

#include <cmath>
#include <numbers>

using namespace kiln;
using namespace kiln::frontend;
using ast::BinaryOp;

/// FNV-1a of the call path without its bracketed indices: folding and unrolling change no draw.
int64_t Elaborator::stream() const {
  std::string whole;
  for (const std::string &step : path) {
    std::string kept;
    int depthOfBrackets = 0;
    for (char c : step) {
      depthOfBrackets += c == '[';
      if (depthOfBrackets == 0)
        kept += c;
      depthOfBrackets -= c == ']';
    }
    if (!kept.empty())
      whole += (whole.empty() ? "" : ".") + kept;
  }
  uint32_t hash = 2166136261u;
  for (char c : whole)
    hash = (hash ^ uint8_t(c)) * 16777619u;
  return int64_t(hash);
}

int EntryState::use(const std::vector<std::string> &path) {
  llvm::SmallString<128> whole;
  for (const std::string &part : path)
    (whole += part) += '.';
  uses.push_back(&*pathUses.try_emplace(whole, 0).first);
  return ++uses.back()->second;
}

void EntryState::forgetUses(size_t count) {
  for (; uses.size() > count; uses.pop_back())
    --uses.back()->second;
  llvm::erase_if(taps, [&](const Tap &tap) { return tap.uses > count; });
}

Tensor Elaborator::random(Draw kind, llvm::ArrayRef<LabelId> over, const Dims &axes) {
  Tensor tensor;
  tensor.labels.assign(over.begin(), over.end());
  tensor.axes = axes;
  // In a loop over an index of an equation: one draw for all its values, in the order that a map
  // gives them, so that micro-batches draw what the full batch draws. It stands before the loop; of a loop
  // inside of that one, in its steps, which take their part.
  if (ScanState *loop = entry->mapLoop) {
    bool outside = entry->open.back() == loop->block;
    LabelId label = 0;
    while (labels[label].scan != loop)
      ++label;
    Restore<ScanState *> outer(entry->mapLoop, loop->outerMap);
    if (outside)
      entry->open.pop_back();
    Tensor whole;
    {
      mlir::OpBuilder::InsertionGuard guard(builder);
      if (outside)
        builder.restoreInsertionPoint(loop->outside);
      StepLabel isAxis(labels, label, nullptr);
      Labels all{label};
      all.append(over.begin(), over.end());
      whole = random(kind, all, axes);
    }
    auto type = llvm::cast<mlir::RankedTensorType>(whole.value.getType());
    if (outside) {
      entry->open.push_back(loop->block);
      tensor.value = readAtSteps(whole.value, mlir::AffineMap::getMultiDimIdentityMap(unsigned(type.getRank()), &context),
                                 type.getShape().drop_front(), {}, {label});
    } else {
      tensor.value = GatherOp::create(builder, loc(), type.clone(type.getShape().drop_front()), whole.value,
                                      mlir::ValueRange(loop->step), llvm::ArrayRef<int64_t>{0}, int64_t(0));
    }
    return tensor;
  }
  mlir::Value seed = builtin("seed");
  mlir::Value count = entry->isInit
                          ? splat(0, mlir::RankedTensorType::get({}, builder.getI64Type()))
                          : builtin("count");
  mlir::Value layer = entry->layer;
  if (!layer)
    layer = splat(0, mlir::RankedTensorType::get({}, i32()));
  mlir::Type dtype = kind == Draw::bits ? builder.getIntegerType(32, false) : floatType();
  tensor.value = RandomOp::create(builder, loc(), typeOf(over, axes, dtype), kind, seed,
                                  count, layer, uint64_t(stream()));
  return tensor;
}

std::optional<Tensor> Elaborator::draw(const Term &distribution, llvm::ArrayRef<LabelId> over,
                                       const Dims &axes, mlir::Type dtype, SourceRange place) {
  Term term = distribution;
  if (term.kind == TermKind::Builtin)
    term = makeDraw(term.text, {}, place);
  if (term.isError())
    return std::nullopt;
  if (term.kind != TermKind::Draw) {
    error(Diag::NotADistribution, place, spell(term))
        .help("`~ normal(sd: 0.02)`, `~ uniform(a)`, `~ bernoulli(0.9)`…");
    return std::nullopt;
  }
  const std::string &kind = term.draw->kind;
  const std::vector<Term> &args = term.draw->args;
  mlir::Type given = kind == "bernoulli"                          ? boolType()
                     : kind == "below" || kind == "categorical" || kind == "permutation" ? i32()
                                                                  : floatType();
  if (dtype != given && !(llvm::isa<mlir::FloatType>(dtype) && llvm::isa<mlir::FloatType>(given))) {
    error(Diag::WrongDtype, place, spell(given), spell(dtype))
        .help("`" + kind + "` draws values of type " + spell(given));
    return std::nullopt;
  }
  Labels all(over);
  if (!sizeAllowed(sizesOf(all, axes), place))
    return std::nullopt;
  auto finish = [&](const Term &value) {
    auto tensor = toTensor(value, dtype, place);
    if (tensor && dtype != given)
      tensor = convert(*tensor, dtype); // f64 draws have the bits of f32
    return tensor;
  };
  auto scaled = [&](const Tensor &unit, const Term &by, const Term &plus) {
    auto is = [](const Term &t, double number) { return t.isNumber() && t.asReal() == number; };
    Term value = Term::of(unit);
    if (!is(by, 1))
      value = binary(BinaryOp::Mul, value, by, place);
    if (!is(plus, 0) && !value.isError())
      value = binary(BinaryOp::Add, value, plus, place);
    return value;
  };
  if (kind == "uniform") {
    Term width = binary(BinaryOp::Sub, args[1], args[0], place);
    return width.isError() ? std::nullopt
                           : finish(scaled(random(Draw::uniform, all, axes), width, args[0]));
  }
  if (kind == "normal")
    return finish(scaled(random(Draw::normal, all, axes), args[0], args[1]));
  if (kind == "truncated") {
    // The inverse of its distribution function: a normal variable between two standard deviations.
    Tensor unit = random(Draw::uniform, all, axes);
    const double inside = std::erf(std::numbers::sqrt2), centre = 0x1p-24 - 1;
    unit = emitBinary<MulOp>(emitBinary<AddOp>(emitBinary<MulOp>(unit, like(unit, 2)), like(unit, centre)),
                             like(unit, inside));
    Tensor drawn = emitBinary<MulOp>(emitUnary<ErfInvOp>(unit), like(unit, std::numbers::sqrt2));
    return finish(scaled(drawn, args[0], args[1]));
  }
  if (kind == "bernoulli")
    return finish(binary(BinaryOp::Lt, Term::of(random(Draw::uniform, all, axes)), args[0], place));
  if (kind == "below") { // the high word of bits times n
    mlir::Type wide = builder.getI64Type();
    Tensor bits = convert(random(Draw::bits, all, axes), wide);
    auto limit = toTensor(args[0], i32(), place);
    if (!limit)
      return std::nullopt;
    if (limit->dtype() != i32()) {
      error(Diag::WrongDtype, place, "i32", spell(limit->dtype())).help("`below(n)` counts in whole numbers");
      return std::nullopt;
    }
    Tensor pair[2] = {bits, convert(*limit, wide)};
    if (!align(pair, place))
      return std::nullopt;
    Tensor product = emitBinary<MulOp>(pair[0], pair[1]);
    return convert(emitBinary<ShrOp>(product, like(product, 32)), i32());
  }
  if (kind == "permutation") { // the order of random words
    if (axes.size() != 1) {
      error(Diag::WrongAxes, place, "permutation", 1, int64_t(axes.size()))
          .help("one axis is permuted; index the others: `p[b]: i32[N] ~ permutation`");
      return std::nullopt;
    }
    Tensor bits = random(Draw::bits, all, axes), order = bits;
    order.value = ArgSortOp::create(builder, loc(), typeOf(all, axes, i32()), bits.value,
                                    uint64_t(all.size()), false);
    return order;
  }
  // -log of an exponential: the least uniform number is kept above 0, the greatest lies below 1.
  auto gumbel = [&](const Labels &over, const Dims &dims) {
    Tensor unit = random(Draw::uniform, over, dims);
    unit = emitBinary<MaxOp>(unit, like(unit, 0x1p-25));
    return emitUnary<NegOp>(emitUnary<LogOp>(emitUnary<NegOp>(emitUnary<LogOp>(unit))));
  };
  if (kind == "gumbel")
    return finish(Term::of(gumbel(all, axes)));
  // categorical: the greatest of logit + Gumbel noise.
  auto logits = toTensor(args[0], floatType(), place);
  if (!logits)
    return std::nullopt;
  if (logits->axes.size() != 1 || !axes.empty()) {
    error(Diag::WrongAxes, place, "`logits`", 1, int64_t(logits->axes.size()))
        .help("index the other axes: `a[b]: i32 ~ categorical(logits[b])`");
    return std::nullopt;
  }
  for (LabelId label : logits->labels)
    if (!llvm::is_contained(all, label))
      all.push_back(label);
  Term score = binary(BinaryOp::Add, Term::of(*logits), Term::of(gumbel(all, logits->axes)), place);
  if (!score.isTensor())
    return std::nullopt;
  Tensor position;
  position.labels = score.tensor.labels;
  position.value = ArgReduceOp::create(builder, loc(), typeOf(position.labels, {}, i32()),
                                       Reduction::max, score.tensor.value,
                                       int64_t(position.labels.size()));
  return position;
}

void Elaborator::runDraw(const ast::BindStmt &stmt) {
  const ast::Target &target = stmt.targets.front();
  std::optional<Declared> typed;
  const Declared *declared = nullptr;
  if (stmt.type) {
    typed = declare(*stmt.type);
    if (!typed)
      return define(target, Term());
    declared = &*typed;
  } else if (auto found = frame->results.find(target.path.front().text);
             found != frame->results.end()) {
    declared = &found->second;
  }
  if (stmt.targets.size() != 1 || !declared) {
    error(Diag::DrawNeedsType, target.range, target.path.str())
        .help("`" + target.path.str() + ": f32[D] ~ normal`");
    return define(target, Term());
  }
  Equation own;
  Restore<Equation *> in(equation, &own);
  own.scopes.emplace_back();
  own.hasLeft = target.hasIndex;
  Labels left;
  for (const ast::IndexItem &item : target.items) {
    auto *bare = item.value ? llvm::dyn_cast<ast::NameExpr>(item.value.get()) : nullptr;
    if (item.kind == ast::IndexItem::Kind::Ranged)
      left.push_back(bindIndex(*item.name, rangeOf(item, nullptr)));
    else if (bare)
      left.push_back(bindIndex({bare->name, bare->range}, std::nullopt));
    else {
      error(Diag::NotAnIndex, item.range).help("indices stand on the left");
      return define(target, Term());
    }
  }
  collectRanges(*stmt.value);
  Term distribution = eval(*stmt.value);
  if (distribution.isError())
    return define(target, Term());
  for (LabelId label : left)
    if (!hasRange(label, "state it: `" + labels[label].name + ": 64`"))
      return define(target, Term());
  auto one = [&](const Term *model) -> Term {
    Labels over = frame->mapped;
    Dims axes = declared->dims;
    mlir::Type dtype = declared->dtype;
    if (model) {
      over = model->tensor.labels;
      axes = model->tensor.axes;
      dtype = model->tensor.dtype();
    } else if (declared->hasDots) {
      over.append(frame->dots);
    }
    over.append(left);
    llvm::sort(over);
    auto tensor = draw(distribution, over, axes, dtype, stmt.value->range);
    if (!tensor)
      return Term();
    return Term::of(left.empty() ? *tensor : labelsToAxes(*tensor, left));
  };
  if (!declared->like)
    return define(target, one(nullptr));
  auto tree = std::make_shared<Tree>(*declared->like);
  for (Leaf &leaf : tree->leaves) {
    path.push_back(leaf.path);
    leaf.value = one(&leaf.value);
    path.pop_back();
    if (leaf.value.isError())
      return define(target, Term());
  }
  bool single = tree->leaves.size() == 1 && tree->leaves[0].path.empty();
  define(target, single ? tree->leaves[0].value : Term::of(tree));
}

mlir::Value Elaborator::initialValue(Storage &storage) {
  Restore<SourceRange> at(here, storage.place);
  Restore<SourceRange> from(mainCall, storage.owner->place);
  Frame scope;
  scope.module = storage.owner->module ? storage.owner->module : mainModule;
  scope.self = storage.owner == &root ? nullptr : storage.owner;
  scope.dimFrame = storage.owner->frame;
  Restore<Frame *> in(frame, &scope);
  Restore<std::string> named(partPath, storage.owner->path);
  Restore<std::vector<std::string>> drawnAt(path, {storage.path});
  const ast::StorageDecl &decl = *storage.decl;
  if (decl.initForm == ast::InitForm::None) {
    error(Diag::NoInitialValue, storage.place, storage.path)
        .help("`= 0`, or a draw such as `~ normal(sd: 0.02)`");
    return splat(0, storage.type);
  }
  Restore<SourceRange> atInit(here, decl.init->range);
  if (!enter(decl, storage.path, decl.init->range))
    return splat(0, storage.type);
  llvm::scope_exit leave([&] { active.pop_back(); });
  mlir::Type dtype = storage.type.getElementType();
  if (decl.initForm == ast::InitForm::Equal) {
    Term value = evalFresh(*decl.init);
    if (value.isConstant()) {
      if (!toTensor(value, dtype, decl.init->range))
        return splat(0, storage.type);
      return splat(value.kind == TermKind::Bool ? double(value.truth) : value.asReal(),
                   storage.type);
    }
    if (value.kind == TermKind::Tree || value.kind == TermKind::Part || value.kind == TermKind::PartList) {
      auto tree = treeOf(value, decl.init->range);
      for (Leaf &leaf : tree->leaves)
        if (leaf.path == storage.leaf)
          value = leaf.value;
    }
    auto tensor = toTensor(value, dtype, decl.init->range);
    if (tensor && tensor->value.getType() == storage.type)
      return tensor->value;
    if (tensor)
      error(Diag::WrongAxes, decl.init->range, "`" + storage.path + "`", storage.type.getRank(),
            int64_t(tensor->axes.size()))
          .help("the first value has the type of the storage");
    return splat(0, storage.type);
  }
  Term distribution = evalFresh(*decl.init);
  int64_t layers = 1;
  for (unsigned i = 0; i < storage.stacked; ++i)
    layers *= storage.type.getDimSize(i);
  if (storage.stacked == 0) {
    auto tensor = draw(distribution, {}, storage.dims, dtype, decl.init->range);
    return tensor ? tensor->value : splat(0, storage.type);
  }
  // One draw for each layer, with its number: the same bits as layers apart.
  mlir::Region region;
  region.push_back(new mlir::Block);
  mlir::Value step =
      region.front().addArgument(mlir::RankedTensorType::get({}, i32()), loc());
  {
    mlir::OpBuilder::InsertionGuard guard(builder);
    OpenBlock opened(*entry, &region.front());
    builder.setInsertionPointToEnd(&region.front());
    Restore<mlir::Value> numbered(entry->layer, step);
    if (auto tensor = draw(distribution, {}, storage.dims, dtype, decl.init->range))
      YieldOp::create(builder, loc(), mlir::ValueRange(tensor->value));
  }
  if (!region.front().mightHaveTerminator()) // an error: what stands for the value must outlive the region
    return splat(0, storage.type);
  llvm::SetVector<mlir::Value> captures = isolate(region);
  llvm::SmallVector<int64_t> shape{layers};
  llvm::append_range(shape, storage.type.getShape().drop_front(storage.stacked));
  auto rows = mlir::RankedTensorType::get(shape, dtype);
  auto scan = ScanOp::create(builder, loc(), mlir::TypeRange(), mlir::TypeRange(rows),
                             uint64_t(layers), false, mlir::ValueRange(), mlir::ValueRange(),
                             captures.getArrayRef());
  scan.getBody().takeBody(region);
  if (rows == storage.type)
    return scan.getRows()[0];
  return ReshapeOp::create(builder, loc(), storage.type, scan.getRows()[0]);
}

void Elaborator::buildInit() {
  EntryState state;
  Restore<EntryState *> in(entry, &state);
  beginEntry(".init", Mode::init); // no name of a file begins with a dot
  state.isInit = true;
  llvm::SmallVector<mlir::Attribute> attrs;
  for (auto &storage : storages)
    if (!storage->isMemory)
      readStorage(*storage);
  llvm::SmallVector<mlir::Value> values;
  for (auto &storage : storages) {
    if (storage->isMemory)
      continue;
    values.push_back(state.storages[storage->id]);
    attrs.push_back(builder.getDictionaryAttr(builder.getNamedAttr(
        KilnDialect::kStorageAttr, mlir::FlatSymbolRefAttr::get(&context, storage->path))));
  }
  finishEntry(values, attrs);
}
