// SPDX-License-Identifier: Apache-2.0
// Statements: `=` names values, `<-` updates storage, `~` draws; `when` and `for` are settled
// when compiled.
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Limits.h"

using namespace kiln;
using namespace kiln::frontend;
using ast::IndexItem;

void Elaborator::runBody(const ast::Body &body) {
  for (const ast::StmtPtr &stmt : body.stmts)
    runStmt(*stmt);
}

void Elaborator::runStmt(const ast::Stmt &stmt) {
  Restore<SourceRange> at(here, stmt.range);
  switch (stmt.kind) {
  case ast::Stmt::Kind::Bind:
    return runBind(llvm::cast<ast::BindStmt>(stmt));
  case ast::Stmt::Kind::Scan:
    return runScan(llvm::cast<ast::ScanStmt>(stmt));
  case ast::Stmt::Kind::For:
    return runFor(llvm::cast<ast::ForStmt>(stmt));
  case ast::Stmt::Kind::When:
    return runWhen(llvm::cast<ast::WhenStmt>(stmt));
  case ast::Stmt::Kind::Check:
    return runCheck(llvm::cast<ast::CheckStmt>(stmt).check, true);
  case ast::Stmt::Kind::Metric:
    return runMetric(llvm::cast<ast::MetricStmt>(stmt));
  }
}

void Elaborator::runBind(const ast::BindStmt &stmt) {
  std::string name = stmt.targets.front().path.str();
  size_t before = diagnostics.all().size();
  path.push_back(name);
  if (entry) {
    int uses = entry->use(path);
    if (uses > 1)
      path.back() += "#" + std::to_string(uses);
  }
  switch (stmt.form) {
  case ast::BindForm::Equal:
    runEqual(stmt);
    break;
  case ast::BindForm::Update:
    runUpdate(stmt);
    break;
  case ast::BindForm::Draw:
    runDraw(stmt);
    break;
  }
  path.pop_back();
  showValues(before, stmt);
}

void Elaborator::define(const ast::Target &target, Term term, const ast::Expr *made) {
  const ast::Name &name = target.path.front();
  if (name.isDiscard())
    return;
  if (!target.path.isSingle()) {
    error(Diag::NotAName, target.range, target.path.str())
        .help("`=` names a value; `<-` updates storage");
    return;
  }
  if (const Binding *binding = findBinding(name.text)) {
    if (binding->kind == BindingKind::Carry) {
      error(Diag::EqualOnCarried, target.range, name.text)
          .label(binding->place, "carried by this scan")
          .help("`" + name.text + " <- …` hands it to the next step");
      return;
    }
    if (binding->kind != BindingKind::Value || (frame->scan && !frame->names.count(name.text))) {
      bool fromOutside = binding->kind == BindingKind::Value;
      error(Diag::NameTaken, target.range, name.text)
          .label(binding->place, "it is named here")
          .help(fromOutside ? "choose another name, or carry it from step to step: `scan … with " + name.text + " = " + name.text + " { " +
                                  name.text + " <- … }`"
                            : "choose another name");
      return;
    }
  } else if (frame->self && (frame->self->storages.count(name.text) ||
                             frame->self->trees.count(name.text))) {
    error(Diag::EqualOnStorage, target.range, name.text)
        .help("`" + name.text + " <- …` updates storage");
    return;
  } else if (frame->self && frame->self->names.count(name.text)) {
    error(Diag::NameTaken, target.range, name.text)
        .label(frame->self->block->name.range, "a name of this block")
        .help("choose another name");
    return;
  } else if (!frame->self && frame->module == mainModule &&
             (root.storages.count(name.text) || root.names.count(name.text))) {
    error(Diag::EqualOnStorage, target.range, name.text)
        .help("`" + name.text + " <- …` updates storage");
    return;
  }
  // Of a part that is trained, a name in a body keeps the parameters that it has here.
  bool isPart = term.kind == TermKind::Part || term.kind == TermKind::PartList;
  if (isPart && entry && entry->isTrain && isTrained(term)) {
    Term held = Term::of(treeOf(term, target.range));
    held.text = term.text;
    held.layer = term.layer;
    term = held;
  }
  if (!options.taps.empty())
    tap(name.text, term, target.range);
  frame->names[name.text] = {std::move(term), BindingKind::Value, target.range, made};
}

void Elaborator::runEqual(const ast::BindStmt &stmt) {
  if (stmt.targets.size() > 1) {
    Term value = evalFresh(*stmt.value);
    bool error_ = value.isError();
    if (!error_ && (value.kind != TermKind::Tuple || value.items->size() != stmt.targets.size())) {
      error(Diag::ResultCount, stmt.value->range, int64_t(stmt.targets.size()), spell(value))
          .help("give each result a name; `_` drops one");
      error_ = true;
    }
    for (size_t i = 0; i < stmt.targets.size(); ++i)
      define(stmt.targets[i], error_ ? Term() : (*value.items)[i], stmt.value.get());
    return;
  }
  const ast::Target &target = stmt.targets.front();
  const std::string &name = target.path.front().text;
  // `y[t] = …` in a scan over t: a row. `keep[l, 0] = …` with constants: a collected value.
  bool positions = target.hasIndex;
  for (const IndexItem &item : target.items) {
    auto *bare = item.kind == IndexItem::Kind::Value
                     ? llvm::dyn_cast<ast::NameExpr>(item.value.get())
                     : nullptr;
    positions &= item.kind == IndexItem::Kind::Value && (!bare || isValueName(bare->name));
  }
  if (frame->scan && target.hasIndex && runRow(stmt))
    return;
  if (positions) {
    std::string slot = name + "[";
    for (const IndexItem &item : target.items) {
      auto at = evalInt(*item.value);
      if (!at)
        return;
      slot += std::to_string(*at) + ",";
    }
    frame->names[slot] = {evalFresh(*stmt.value), BindingKind::Value, target.range};
    return;
  }
  std::optional<Declared> typed;
  const Declared *declared = nullptr;
  if (stmt.type) {
    typed = declare(*stmt.type);
    if (!typed)
      return define(target, Term());
    declared = &*typed;
  } else {
    for (Frame *at = frame; at && !declared; at = at->outer) {
      auto found = at->results.find(name);
      if (found != at->results.end())
        declared = &found->second;
    }
  }
  Term value = runEquation(stmt, target, target.items, declared);
  // A type that is written makes a value, not a number that is known when compiled.
  if (typed && typed->dtype && value.isConstant()) {
    auto tensor = conform(value, *typed, stmt.value->range);
    value = tensor ? Term::of(*tensor) : Term();
  }
  define(target, value, stmt.value.get());
}

void Elaborator::runUpdate(const ast::BindStmt &stmt) {
  for (const ast::Target &target : stmt.targets)
    if (stmt.targets.size() > 1 && target.hasIndex) {
      error(Diag::NotBuilt, target.range, "an index in one of several updates")
          .help("write one update a line");
      return;
    }
  std::vector<Term> targets;
  auto oneOfList = [&](const ast::Target &target, size_t names) {
    std::string list = target.path.front().text;
    for (size_t i = 1; i < names; ++i)
      list += "." + target.path.names[i].text;
    error(Diag::PartOfList, target.range, list)
        .help("`" + list + " <- …` updates all of them; what is updated alone is a part of its own, `part last = …`");
  };
  for (const ast::Target &target : stmt.targets) {
    std::optional<Term> term;
    const Binding *binding = findBinding(target.path.front().text);
    if (binding && binding->kind != BindingKind::Carry && !binding->term.storage) {
      error(Diag::NotStorage, target.range, target.path.str())
          .label(binding->place, "named here")
          .help(frame->scan && target.path.isSingle() ? "the scan carries it: `scan … with " + target.path.str() + " = " + target.path.str() + " { … }`"
                                                      : std::string("`=` names a new value; `state` declares storage"));
      return;
    }
    term = lookup(target.path.front().text, target.range);
    if (!term) {
      unknownName(target.path.front().text, target.range);
      return;
    }
    if (term->isError())
      return;
    for (size_t i = 1; i < target.path.names.size(); ++i) {
      std::optional<Term> member;
      if (term->kind == TermKind::Part)
        member = memberTerm(*term->part, target.path.names[i].text, target.path.names[i].range);
      if (!member && term->kind == TermKind::PartList)
        return oneOfList(target, i);
      if (!member) {
        error(Diag::UnknownMember, target.path.names[i].range, target.path.front().text,
              target.path.names[i].text)
            .help("name a parameter, a state or a part");
        return;
      }
      term = member;
    }
    targets.push_back(*term);
  }
  Term value;
  const ast::Target &first = stmt.targets.front();
  if (first.hasIndex) {
    Declared declared;
    const Term &old = targets.front();
    if (old.kind == TermKind::PartList)
      return oneOfList(first, first.path.names.size());
    if (!old.isTensor()) {
      error(Diag::NotStorage, first.range, first.path.str()).help("a tensor takes indices");
      return;
    }
    declared.dtype = old.tensor.dtype();
    declared.dims = old.tensor.axes;
    declared.type = old.storage ? &old.storage->decl->type : nullptr;
    value = hasPosition(first) ? placed(stmt, first, old.tensor)
                               : runEquation(stmt, first, first.items, &declared);
  } else {
    value = evalFresh(*stmt.value);
  }
  if (value.isError())
    return;
  auto update = [&](size_t i, const Term &next) {
    const ast::Target &target = stmt.targets[i];
    if (Binding *carry = target.path.isSingle() ? findCarry(target.path.front().text) : nullptr)
      assignCarry(*carry, next, target.range);
    else
      assign(targets[i], next, target.range);
  };
  if (targets.size() == 1)
    return update(0, value);
  if (value.kind != TermKind::Tuple || value.items->size() != targets.size()) {
    error(Diag::ResultCount, stmt.value->range, int64_t(targets.size()), spell(value))
        .help("give each result a place");
    return;
  }
  for (size_t i = 0; i < targets.size(); ++i)
    update(i, (*value.items)[i]);
}

void Elaborator::runWhen(const ast::WhenStmt &stmt) {
  bool chosen = false;
  if (stmt.test == ast::WhenStmt::Test::Condition) {
    Term condition = evalFresh(*stmt.condition);
    if (condition.isError())
      return;
    if (condition.kind != TermKind::Bool) {
      error(Diag::NotConstant, stmt.condition->range, "the condition of `when`")
          .help("`if … then … else …` chooses at run time");
      return;
    }
    chosen = condition.truth;
    learnEqual(*stmt.condition, chosen);
  } else {
    chosen = frame->train == (stmt.test == ast::WhenStmt::Test::Train);
  }
  if (chosen)
    runBody(stmt.thenBody);
  else if (stmt.elseBody)
    runBody(*stmt.elseBody);
}

void Elaborator::runFor(const ast::ForStmt &stmt) {
  std::optional<Dim> low(Dim(0)), high = evalDim(*stmt.over.high);
  if (stmt.over.low)
    low = evalDim(*stmt.over.low);
  if (!low || !high)
    return;
  int64_t count = high->size() - low->size();
  if (count > int64_t(limits::unrolled)) {
    error(Diag::LoopTooLong, stmt.variable.range, count, int64_t(limits::unrolled))
        .help("`scan` stays one loop");
    return;
  }
  if (isValueName(stmt.variable.text)) {
    error(Diag::NameTaken, stmt.variable.range, stmt.variable.text).help("choose another name");
    return;
  }
  unsigned before = diagnostics.errorCount();
  for (int64_t step = 0;
       step < count && diagnostics.errorCount() == before && spend(stmt.variable.range); ++step) {
    int64_t at = low->size() + (stmt.over.reverse ? count - 1 - step : step);
    frame->names[stmt.variable.text] = {Term::number(Dim(at)), BindingKind::LoopVariable,
                                        stmt.variable.range};
    path.push_back("[" + std::to_string(at) + "]");
    runBody(stmt.body);
    path.pop_back();
  }
  frame->names.erase(stmt.variable.text);
}
