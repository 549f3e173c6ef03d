// SPDX-License-Identifier: Apache-2.0
// Calls of functions, faces and folds. Everything is inlined; what `..` or an outer index stands
// for becomes labels inside and axes again outside.
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Limits.h"
#include "llvm/ADT/ScopeExit.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;

/// How a callee is written into the call path of draws.
static std::string calleeName(const ast::Expr &callee) {
  if (auto *name = llvm::dyn_cast<ast::NameExpr>(&callee))
    return name->name;
  if (auto *member = llvm::dyn_cast<ast::MemberExpr>(&callee))
    return calleeName(*member->base) + "." + member->name.text;
  if (auto *index = llvm::dyn_cast<ast::IndexExpr>(&callee))
    return calleeName(*index->base) + index->brackets.text().str();
  return "fn";
}

Term Elaborator::evalCall(const ast::CallExpr &call) {
  if (const ast::IndexExpr *head = reducerHead(call))
    return evalReducer(call, *head);
  if (auto *name = llvm::dyn_cast<ast::NameExpr>(call.callee.get()))
    if (isReducer(name->name) && !isBuiltinFunction(name->name) && !isValueName(name->name)) {
      error(Diag::ReducerWithoutIndex, call.range, name->name)
          .help("say what disappears: `" + name->name + "[k](…)`, or `" + name->name +
                "[*](…)` for every axis");
      return Term();
    }
  if (auto gradients = evalMappedGrad(call))
    return *gradients;
  Term callee = eval(*call.callee);
  if (callee.isError())
    return callee;
  Args args;
  args.reserve(call.args.size());
  for (const ast::Arg &arg : call.args) {
    Term term = eval(*arg.value);
    if (term.isError())
      return term;
    args.emplace_back(arg.name ? &*arg.name : nullptr, std::move(term));
  }
  Restore<SourceRange> at(here, call.range);
  return apply(callee, args, call.range, calleeName(*call.callee));
}

Term Elaborator::apply(const Term &callee, const Args &args, SourceRange place, StringRef name) {
  if (!hasValue(callee, place))
    return Term();
  std::string step = name.str();
  if (callee.kind == TermKind::Part && !callee.layer.empty() && step.empty())
    step = callee.part->path;
  auto named = [&](llvm::function_ref<Term()> run) {
    if (depth >= limits::calls) {
      error(Diag::CallsTooDeep, place, int64_t(limits::calls)).help("flatten the calls");
      return Term();
    }
    Restore<unsigned> deeper(depth, depth + 1);
    path.push_back(step);
    if (entry) {
      int uses = entry->use(path);
      if (uses > 1)
        path.back() += "#" + std::to_string(uses);
    }
    Restore<std::optional<mlir::Location>> from(caller, loc());
    Term result = run();
    path.pop_back();
    return result;
  };
  switch (callee.kind) {
  case TermKind::Dtype:
    return convertTo(dtypeOf(callee.text), args, place);
  case TermKind::Builtin:
    return isDistribution(callee.text) ? makeDraw(callee.text, args, place)
                                       : callBuiltin(callee.text, args, place);
  case TermKind::Fn:
    return named([&] { return callFn(*callee.closure, args, place, name); });
  case TermKind::Part:
    return named([&]() -> Term {
      const ast::FaceDecl *face = findFace(*callee.part, callee.text, place);
      if (!face)
        return Term();
      auto run = [&] { return callFace(*callee.part, *face, args, place, name); };
      return callee.layer.empty() ? run() : layerOf(*callee.part, callee.layer, run, place);
    });
  case TermKind::PartList:
    return named([&] { return fold(*callee.partList, callee.text, args, place); });
  case TermKind::Tree:
    return named([&] { return callTree(callee, args, place, name); });
  case TermKind::Block:
    error(Diag::NotCallable, place, callee.text)
        .here("this is a block")
        .help("declare a part: `part p = " + callee.text + "(…)`, then write `p(x)`");
    return Term();
  default:
    error(Diag::NotCallable, place, name).here("this is " + spell(callee))
        .help("functions and parts are called");
    return Term();
  }
}

Term Elaborator::convertTo(mlir::Type dtype, const Args &args, SourceRange place) {
  if (args.size() != 1) {
    error(Diag::ArgumentCount, place, spell(dtype), 1, int64_t(args.size()))
        .help("a conversion takes one value");
    return Term();
  }
  const Term &arg = args[0].second;
  if (!hasValue(arg, place))
    return Term();
  bool floats = llvm::isa<mlir::FloatType>(dtype);
  if (arg.kind == TermKind::Int)
    return floats ? Term::number(arg.asReal()) : arg;
  if (arg.kind == TermKind::Real)
    return floats ? arg : Term::number(Dim(int64_t(arg.real)));
  if (arg.kind == TermKind::Bool)
    return floats ? Term::number(double(arg.truth)) : Term::number(Dim(int64_t(arg.truth)));
  if (arg.kind == TermKind::Tree || arg.kind == TermKind::Part)
    return mapTrees(arg, place, [&](llvm::ArrayRef<Term> leaf) {
      return convertTo(dtype, {{nullptr, leaf[0]}}, place);
    });
  auto tensor = toTensor(arg, arg.kind == TermKind::Affine ? dtype : mlir::Type(), place);
  return tensor ? Term::of(convert(*tensor, dtype)) : Term();
}

bool Elaborator::enter(const ast::Decl &decl, StringRef name, SourceRange place) {
  if (!llvm::is_contained(active, &decl)) {
    active.push_back(&decl);
    return true;
  }
  error(Diag::Recursion, place, name)
      .here("it is needed here to make itself")
      .label(decl.range, "declared here")
      .help("unroll with `for`, or repeat with `part xs[L]` or `scan`");
  return false;
}

/// Whether only numbers are computed, of names: no shape, no index whose dims could be mixed up.
static bool isArithmetic(const ast::Expr &expr) {
  using Kind = ast::Expr::Kind;
  if (auto *node = llvm::dyn_cast<ast::UnaryExpr>(&expr))
    return isArithmetic(*node->operand);
  if (auto *node = llvm::dyn_cast<ast::BinaryExpr>(&expr))
    return isArithmetic(*node->lhs) && isArithmetic(*node->rhs);
  return expr.kind == Kind::Number || expr.kind == Kind::Name;
}

Term Elaborator::callFn(const Closure &closure, const Args &args, SourceRange place,
                        StringRef name) {
  auto inside = std::make_shared<Frame>();
  inside->module = closure.module;
  inside->train = frame->train;
  inside->dimFrame = nextFrame++;
  inside->outer = closure.captured.get();
  inside->caller = frame;
  if (closure.lambda) {
    inside->self = closure.captured->self;
    if (args.size() != closure.lambda->params.size()) {
      error(Diag::ArgumentCount, place, name, int64_t(closure.lambda->params.size()),
            int64_t(args.size()))
          .label(closure.lambda->range, "the function")
          .help("give it its arguments in order");
      return Term();
    }
    for (size_t i = 0; i < args.size(); ++i)
      inside->names[closure.lambda->params[i].text] = {args[i].second, BindingKind::Input,
                                                       closure.lambda->params[i].range};
    Restore<Frame *> in(frame, inside.get());
    return evalFresh(*closure.lambda->body);
  }
  const ast::FnDecl &decl = *closure.decl;
  if (!enter(decl, decl.name.text, place))
    return Term();
  struct Leave {
    std::vector<const ast::Decl *> &active;
    ~Leave() { active.pop_back(); }
  } leaveActive{active};
  // A function belongs to no part.
  Restore<Frame *> in(frame, inside.get());
  bool first = decl.innerParams && !closure.inner;
  inside->ofNumbers = !first && !decl.result && decl.value && isArithmetic(*decl.value) &&
                      llvm::all_of(args, [](const auto &arg) { return arg.second.kind == TermKind::Int; });
  const std::vector<ast::Param> &params =
      closure.inner ? *decl.innerParams : decl.params;
  if (!bindParams(*inside, params, args, place, decl.name.text, false))
    return Term();
  if (first) {
    Term term;
    term.kind = TermKind::Fn;
    term.text = decl.name.text;
    term.closure = std::make_shared<Closure>(closure);
    term.closure->captured = inside;
    term.closure->inner = true;
    return term;
  }
  auto body = [&]() -> Term {
    if (decl.result)
      for (const ast::Field &field : decl.result->fields) {
        auto declared = declare(field.type);
        if (!declared)
          return Term();
        inside->results[field.name.text] = *declared;
      }
    if (decl.body) {
      runBody(*decl.body);
      if (!decl.result)
        return Term(); // which the parser said
      return finishCall(*inside, *decl.result);
    }
    Term value = evalFresh(*decl.value);
    if (value.isError())
      return value;
    if (decl.gradAs) {
      Term surrogate = evalFresh(*decl.gradAs);
      auto a = toTensor(value, floatType(), place), b = toTensor(surrogate, floatType(), place);
      if (!a || !b)
        return Term();
      Tensor pair[2] = {*a, *b};
      if (!align(pair, decl.gradAs->range))
        return Term();
      value = Term::of(emitBinary<GradAsOp>(pair[0], pair[1]));
    }
    const Declared *declared =
        decl.result ? &inside->results[decl.result->fields[0].name.text] : nullptr;
    return leaveCall(*inside, value, declared, decl.value->range);
  };
  // `## composite` on a function: its meaning is the region of one op.
  bool marked = false;
  for (StringRef rest = decl.doc; !rest.empty();) {
    auto [line, tail] = rest.split('\n');
    marked |= line.trim() == "composite";
    rest = tail;
  }
  bool tensors = llvm::any_of(args, [](const auto &arg) { return arg.second.isTensor(); });
  if (!marked || !tensors)
    return body();
  Term result;
  unsigned before = diagnostics.errorCount();
  std::vector<mlir::Value> values = composite(decl.name.text, [&]() -> std::vector<mlir::Value> {
    result = body();
    std::vector<mlir::Value> yields;
    if (result.isTensor())
      yields.push_back(result.tensor.value);
    else if (result.kind == TermKind::Tuple)
      for (const Term &item : *result.items)
        if (item.isTensor())
          yields.push_back(item.tensor.value);
    return yields;
  });
  if (diagnostics.errorCount() != before)
    return Term();
  size_t next = 0;
  if (result.isTensor())
    result.tensor.value = values[next++];
  else if (result.kind == TermKind::Tuple)
    for (Term &item : *result.items)
      if (item.isTensor())
        item.tensor.value = values[next++];
  return result;
}

const ast::FaceDecl *Elaborator::findFace(Instance &part, StringRef name, SourceRange place) {
  for (const ast::DeclPtr &member : part.block->members)
    if (auto *face = llvm::dyn_cast<ast::FaceDecl>(member.get()))
      if ((face->name ? face->name->text : "") == name)
        return face;
  error(Diag::NoFace, place, part.block->name.text)
      .label(part.block->name.range, "the block")
      .help("give it one: `(x: f32[..]) -> y: f32[..] { … }`");
  return nullptr;
}

bool Elaborator::isActive(const Instance &part, const ast::FaceDecl &face, SourceRange place, StringRef name) {
  if (!llvm::is_contained(activeFaces, std::pair<const Instance *, const ast::Decl *>(&part, &face)))
    return false;
  error(Diag::Recursion, place, name)
      .here("it is needed here to compute itself")
      .label(face.range, "declared here")
      .help("unroll with `for`, or repeat with `part xs[L]` or `scan`");
  return true;
}

Term Elaborator::callFace(Instance &part, const ast::FaceDecl &face, const Args &given,
                          SourceRange place, StringRef name) {
  bool hasLoop = llvm::any_of(face.body.stmts, [](const ast::StmtPtr &stmt) { return llvm::isa<ast::ScanStmt>(*stmt); });
  if (part.recompute && entry && !hasLoop)
    return callApart(part, [&] { return callFace(part, face, given, place, name); });
  if (isActive(part, face, place, name))
    return Term();
  activeFaces.push_back({&part, &face});
  llvm::scope_exit leave([&] { activeFaces.pop_back(); });
  Args args = given;
  std::shared_ptr<Tree> memory = takeMemory(part, face, args);
  auto inside = std::make_shared<Frame>();
  inside->module = part.module;
  inside->self = &part;
  inside->train = frame->train && !part.frozen;
  inside->dimFrame = part.frame;
  inside->ofOwnPart = frame->dimFrame == part.frame;
  inside->caller = frame;
  Restore<Frame *> in(frame, inside.get());
  Restore<std::string> at(partPath, part.path);
  if (!bindParams(*inside, face.params, args, place, name, false))
    return Term();
  std::vector<mlir::Value> outside = entry && memory ? entry->storages : std::vector<mlir::Value>();
  if (memory && !openMemory(part, *memory, *inside, place))
    return Term();
  nameMemoryDims(part, *inside);
  for (const ast::Field &field : face.result.fields) {
    auto declared = declare(field.type);
    if (!declared)
      return Term();
    inside->results[field.name.text] = *declared;
  }
  runBody(face.body);
  Term result = finishCall(*inside, face.result);
  return memory ? closeMemory(part, *memory, outside, std::move(result)) : result;
}

Term Elaborator::finishCall(Frame &inside, const ast::Result &result) {
  Term tuple;
  tuple.kind = TermKind::Tuple;
  tuple.items = std::make_shared<std::vector<Term>>();
  for (const ast::Field &field : result.fields) {
    auto found = inside.names.find(field.name.text);
    if (found == inside.names.end()) {
      if (!diagnostics.hasErrors())
        resultMissing(inside, field);
      return Term();
    }
    Term term = leaveCall(inside, found->second.term, &inside.results[field.name.text],
                          field.name.range);
    if (term.isError())
      return term;
    tuple.items->push_back(std::move(term));
  }
  return tuple.items->size() == 1 ? std::move(tuple.items->front()) : std::move(tuple);
}

Term Elaborator::leaveCall(Frame &inside, Term term, const Declared *declared, SourceRange place) {
  if (term.isError())
    return term;
  if (declared && !declared->like && declared->dtype) {
    bool plain = declared->dims.empty() && term.isConstant();
    if (!plain) {
      auto tensor = conform(term, *declared, place);
      if (!tensor)
        return Term();
      term = Term::of(std::move(*tensor));
    }
  }
  if (term.kind == TermKind::Affine && !inside.dots.empty())
    if (auto tensor = toTensor(term, i32(), place))
      term = Term::of(*tensor);
  if (term.kind == TermKind::Int)
    term.integer = inside.outside(term.integer);
  if (!term.isTensor())
    return term;
  Tensor &tensor = term.tensor;
  for (Dim &axis : tensor.axes)
    axis = inside.outside(axis);
  bool mentions = llvm::any_of(
      tensor.labels, [&](LabelId label) { return llvm::is_contained(inside.dots, label); });
  if (declared && declared->dtype && !declared->hasDots) {
    if (mentions) {
      error(Diag::ResultNeedsDots, place)
          .help("write `..` in the type of the result too: `f32[.., D]`");
      return Term();
    }
    return term;
  }
  if (declared || mentions)
    tensor = labelsToAxes(std::move(tensor), inside.dots);
  return term;
}

Term Elaborator::callTree(const Term &tree, const Args &args, SourceRange place, StringRef name) {
  Instance *part = tree.tree->like;
  PartList *list = tree.tree->list;
  if ((!part && !list) || !entry) {
    error(Diag::NotCallable, place, name).help("a tree of a part's parameters is called as it");
    return Term();
  }
  const ast::FaceDecl *face = part ? findFace(*part, tree.text, place) : nullptr;
  if (part && !face)
    return Term();
  llvm::SmallVector<Storage *> params;
  for (Instance *one : part ? llvm::ArrayRef(part) : llvm::ArrayRef(list->instances))
    llvm::append_range(params, one->params);
  auto run = [&]() -> Term {
    std::vector<mlir::Value> saved = entry->storages;
    saved.resize(storages.size());
    for (size_t i = 0; i < params.size(); ++i) {
      Storage &storage = *params[i];
      auto value = toTensor(tree.tree->leaves[i].value, storage.type.getElementType(), place);
      if (!value)
        return Term();
      entry->storages.resize(storages.size());
      entry->storages[storage.id] = arrange(*value, {}, value->axes);
    }
    Term result = part ? callFace(*part, *face, args, place, name) : fold(*list, tree.text, args, place);
    for (Storage *storage : params)
      entry->storages[storage->id] = saved[storage->id];
    return result;
  };
  return part && !tree.layer.empty() ? layerOf(*part, tree.layer, run, place) : run();
}
