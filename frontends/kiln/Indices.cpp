// SPDX-License-Identifier: Apache-2.0
// Which index runs over which dim. Before an equation is elaborated, its bare uses (`x[t, d]`) give
// each index its range; the agreement of all uses is checked where they are elaborated.
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using ast::IndexItem;
using llvm::StringRef;

LabelId Elaborator::newLabel(StringRef name, std::optional<Dim> dim, SourceRange place) {
  AxisLabel label;
  label.name = name.str();
  label.known = dim.has_value();
  label.dim = dim.value_or(Dim(1));
  label.place = place;
  labels.push_back(label);
  return LabelId(labels.size() - 1);
}

/// Whether the range of an index is known; an error with `repair` where it is not, and nothing else is to blame.
bool Elaborator::hasRange(LabelId label, const llvm::Twine &repair) {
  const AxisLabel &index = labels[label];
  if (!index.known && !index.lost)
    error(Diag::IndexNoRange, index.place, index.name).help(repair.str());
  return index.known;
}

bool Elaborator::sameDim(const Dim &a, const Dim &b) const {
  return Dim::same(a, b) ||
         (!equalDims.empty() && Dim::same(a.substitute(equalDims), b.substitute(equalDims)));
}

/// What a condition that chose at compile time says about dims: `if I != O then … else` took `else`.
void Elaborator::learnEqual(const ast::Expr &condition, bool holds) {
  auto *test = llvm::dyn_cast<ast::BinaryExpr>(&condition);
  if (!test)
    return;
  if (test->op == (holds ? ast::BinaryOp::And : ast::BinaryOp::Or)) {
    learnEqual(*test->lhs, holds);
    learnEqual(*test->rhs, holds);
  }
  if (test->op != (holds ? ast::BinaryOp::Eq : ast::BinaryOp::Ne))
    return;
  Term a = evalFresh(*test->lhs), b = evalFresh(*test->rhs);
  if (a.kind != TermKind::Int || b.kind != TermKind::Int)
    return;
  Dim left = a.integer.substitute(equalDims), right = b.integer.substitute(equalDims);
  if (!left.isSymbol())
    std::swap(left, right);
  if (left.isSymbol() && !Dim::identical(left, right))
    equalDims.push_back({left, right});
}

LabelId Elaborator::bindIndex(const ast::Name &name, std::optional<Dim> range) {
  bool isValue = isValueName(name.text);
  if (isValue) {
    Diagnostic &diagnostic = error(Diag::IndexIsValue, name.range, name.text);
    if (const Binding *binding = findBinding(name.text))
      diagnostic.label(binding->place, "the value");
    else if (auto decl = frame->module->decls.find(name.text); decl != frame->module->decls.end())
      diagnostic.label(decl->second->range, "declared here");
    diagnostic.help("an index needs a name of its own");
  }
  LabelId label = newLabel(name.text, range, name.range);
  labels[label].lost = isValue; // nothing more is said of it
  equation->scopes.back()[name.text] = label;
  return label;
}

std::optional<Dim> Elaborator::rangeOf(const IndexItem &item, int64_t *low) {
  auto high = evalDim(*item.high);
  if (!high)
    return std::nullopt;
  auto first = item.low ? evalDim(*item.low) : std::optional<Dim>(Dim(0));
  if (!first)
    return std::nullopt;
  Dim range = item.low ? *high - *first : *high;
  if (low)
    *low = range.size() >= 0 ? first->size() : 0;
  if (range.size() < 0) {
    error(Diag::DimNotPositive, item.range, item.range.text(), range.size()).help("a range names its first position and the one behind its last");
    return std::nullopt;
  }
  return range;
}

const ast::IndexExpr *Elaborator::reducerHead(const ast::CallExpr &call) {
  auto *head = llvm::dyn_cast<ast::IndexExpr>(call.callee.get());
  if (!head)
    return nullptr;
  auto *name = llvm::dyn_cast<ast::NameExpr>(head->base.get());
  return name && takesIndices(name->name) && !isValueName(name->name) ? head : nullptr;
}

/// Opens the scope of a reducer: its indices are made at the first visit and found again later.
void Elaborator::enterReducer(const ast::CallExpr &call, const ast::IndexExpr &head) {
  StringRef word = llvm::cast<ast::NameExpr>(head.base.get())->name;
  auto found = equation->reducerLabels.find(&call);
  equation->scopes.emplace_back();
  if (found != equation->reducerLabels.end()) {
    for (LabelId label : found->second)
      equation->scopes.back()[labels[label].name] = label;
    return;
  }
  Labels made;
  for (const IndexItem &item : head.items) {
    ast::Name name;
    std::optional<Dim> range;
    int64_t low = 0;
    if (item.kind == IndexItem::Kind::Ranged) {
      name = *item.name;
      range = rangeOf(item, &low);
    } else if (item.kind == IndexItem::Kind::Value) {
      auto *bare = llvm::dyn_cast<ast::NameExpr>(item.value.get());
      if (!bare) {
        error(Diag::NotAnIndex, item.range).help("reducers name indices: `" + word.str() + "[k](…)`");
        continue;
      }
      name = {bare->name, bare->range};
    } else if (item.kind == IndexItem::Kind::Star || item.kind == IndexItem::Kind::Dots) {
      continue;
    } else {
      error(Diag::NotAnIndex, item.range).help("name the indices one by one");
      continue;
    }
    if (auto outer = findLabel(name.text)) {
      if (isKeeper(word))
        continue; // it keeps the index of the equation
      error(Diag::IndexReducedAndKept, item.range, name.text)
          .here("reduced here")
          .label(labels[*outer].place, "bound here")
          .help("a reduced index disappears: give one of them another name");
    }
    LabelId label = bindIndex(name, range);
    labels[label].low = low;
    made.push_back(label);
  }
  equation->reducerLabels[&call] = made;
}

bool Elaborator::ready(const ast::Expr &expr) {
  using Kind = ast::Expr::Kind;
  auto all = [&](const std::vector<ast::ExprPtr> &exprs) {
    return llvm::all_of(exprs, [&](const ast::ExprPtr &e) { return ready(*e); });
  };
  auto maybe = [&](const ast::ExprPtr &e) { return !e || ready(*e); };
  switch (expr.kind) {
  case Kind::Name: {
    StringRef name = llvm::cast<ast::NameExpr>(expr).name;
    auto label = findLabel(name);
    return !label || labels[*label].known || isValueName(name);
  }
  case Kind::List:
    return all(llvm::cast<ast::ListExpr>(expr).elements);
  case Kind::Unary:
    return ready(*llvm::cast<ast::UnaryExpr>(expr).operand);
  case Kind::Binary: {
    auto &node = llvm::cast<ast::BinaryExpr>(expr);
    return ready(*node.lhs) && (node.op == ast::BinaryOp::Is || ready(*node.rhs));
  }
  case Kind::If: {
    auto &node = llvm::cast<ast::IfExpr>(expr);
    return ready(*node.condition) && ready(*node.thenValue) && ready(*node.elseValue);
  }
  case Kind::Member:
    return ready(*llvm::cast<ast::MemberExpr>(expr).base);
  case Kind::Infer:
    return ready(*llvm::cast<ast::InferExpr>(expr).operand);
  case Kind::Index: {
    auto &node = llvm::cast<ast::IndexExpr>(expr);
    bool known = ready(*node.base) && maybe(node.elseValue);
    for (const IndexItem &item : node.items) {
      known &= maybe(item.value) && maybe(item.low) && maybe(item.high);
      for (const ast::GroupMember &member : item.members)
        if (auto label = findLabel(member.name.text))
          known &= labels[*label].known;
    }
    return known;
  }
  case Kind::Call: {
    auto &node = llvm::cast<ast::CallExpr>(expr);
    const ast::IndexExpr *head = reducerHead(node);
    if (!head)
      return ready(*node.callee) &&
             llvm::all_of(node.args, [&](const ast::Arg &arg) { return ready(*arg.value); });
    if (llvm::cast<ast::NameExpr>(head->base.get())->name == "join")
      return true;
    enterReducer(node, *head);
    bool known = maybe(head->where);
    for (const auto &[name, label] : equation->scopes.back())
      known &= labels[label].known;
    for (const ast::Arg &arg : node.args)
      known &= ready(*arg.value);
    equation->scopes.pop_back();
    return known;
  }
  default:
    return true;
  }
}

void Elaborator::collectRanges(const ast::Expr &expr) {
  if (entry && !equation->collected)
    equation->usesBefore = entry->uses.size();
  for (bool changed = true; changed;) {
    changed = false;
    collectOnce(expr, changed);
  }
  equation->collected = true;
  if (entry)
    equation->usesCollected = entry->uses.size();
}

/// Visits all reads below `expr`, innermost first.
bool Elaborator::collectOnce(const ast::Expr &expr, bool &changed) {
  using Kind = ast::Expr::Kind;
  auto visit = [&](const ast::ExprPtr &e) {
    if (e)
      collectOnce(*e, changed);
  };
  switch (expr.kind) {
  case Kind::List:
    for (const ast::ExprPtr &element : llvm::cast<ast::ListExpr>(expr).elements)
      visit(element);
    break;
  case Kind::Unary:
    visit(llvm::cast<ast::UnaryExpr>(expr).operand);
    break;
  case Kind::Binary:
    visit(llvm::cast<ast::BinaryExpr>(expr).lhs);
    visit(llvm::cast<ast::BinaryExpr>(expr).rhs);
    break;
  case Kind::If: {
    auto &node = llvm::cast<ast::IfExpr>(expr);
    visit(node.condition);
    visit(node.thenValue);
    visit(node.elseValue);
    break;
  }
  case Kind::Member:
    visit(llvm::cast<ast::MemberExpr>(expr).base);
    break;
  case Kind::Infer:
    visit(llvm::cast<ast::InferExpr>(expr).operand);
    break;
  case Kind::Index: {
    auto &node = llvm::cast<ast::IndexExpr>(expr);
    visit(node.base);
    for (const IndexItem &item : node.items)
      visit(item.value);
    visit(node.elseValue);
    collectItems(node, changed);
    break;
  }
  case Kind::Call: {
    auto &node = llvm::cast<ast::CallExpr>(expr);
    const ast::IndexExpr *head = reducerHead(node);
    if (!head) {
      visit(node.callee);
      for (const ast::Arg &arg : node.args)
        visit(arg.value);
      break;
    }
    bool join = llvm::cast<ast::NameExpr>(head->base.get())->name == "join";
    if (!join) {
      enterReducer(node, *head);
      visit(head->where);
      for (const ast::Arg &arg : node.args)
        visit(arg.value);
      equation->scopes.pop_back();
      break;
    }
    // In each piece the joined index runs over the piece.
    auto *bare = head->items.size() == 1 && head->items[0].value
                     ? llvm::dyn_cast<ast::NameExpr>(head->items[0].value.get())
                     : nullptr;
    if (!bare)
      break;
    Dim total(0);
    bool known = true;
    for (const ast::Arg &arg : node.args) {
      Labels &piece = equation->reducerLabels[arg.value.get()];
      if (piece.empty())
        piece.push_back(newLabel(bare->name, std::nullopt, arg.value->range));
      LabelId label = piece[0];
      equation->scopes.push_back({{bare->name, label}});
      visit(arg.value);
      equation->scopes.pop_back();
      known &= labels[label].known;
      total = total + labels[label].dim;
    }
    auto outer = findLabel(bare->name);
    if (outer && known && !labels[*outer].known) {
      labels[*outer].dim = total;
      labels[*outer].known = changed = true;
      labels[*outer].place = expr.range;
    }
    break;
  }
  default:
    break;
  }
  return changed;
}

bool Elaborator::collectItems(const ast::IndexExpr &expr, bool &changed) {
  auto unknown = [&](StringRef name) -> AxisLabel * {
    auto label = findLabel(name);
    return label && !labels[*label].known && !isValueName(name) ? &labels[*label] : nullptr;
  };
  auto bareName = [](const IndexItem &item) -> const ast::NameExpr * {
    return item.kind == IndexItem::Kind::Value ? llvm::dyn_cast<ast::NameExpr>(item.value.get())
                                               : nullptr;
  };
  bool wanted = false;
  for (const IndexItem &item : expr.items) {
    if (const ast::NameExpr *bare = bareName(item))
      wanted |= unknown(bare->name) != nullptr;
    for (const ast::GroupMember &member : item.members)
      wanted |= unknown(member.name.text) != nullptr;
  }
  if (!wanted || !ready(*expr.base))
    return false;
  if (!equation->cache.count(expr.base.get())) {
    Term base = eval(*expr.base);
    equation->cache[expr.base.get()] = base;
  }
  Term *base = &equation->cache[expr.base.get()];
  if (base->kind == TermKind::Tuple)
    *base = evalIndex(expr); // which says what is wrong
  if (base->isError()) {
    for (const IndexItem &item : expr.items)
      if (const ast::NameExpr *bare = bareName(item))
        if (AxisLabel *label = unknown(bare->name))
          label->lost = true;
    return false;
  }
  if (base->kind == TermKind::Tree) // rows of trees: all leaves have them
    base = &base->tree->leaves.front().value;
  Dims axes;
  if (base->isTensor())
    axes.assign(base->tensor.axes.begin(), base->tensor.axes.end());
  for (const Term *list = base; list->kind == TermKind::List && !list->items->empty();
       list = &list->items->front())
    axes.push_back(list->integer);
  for (size_t i = 0; i < expr.items.size() && i < axes.size(); ++i) {
    const IndexItem &item = expr.items[i];
    const Dim &axis = axes[i];
    if (const ast::NameExpr *bare = bareName(item)) {
      if (AxisLabel *label = unknown(bare->name)) {
        label->dim = axis;
        label->known = changed = true;
        label->place = item.range;
      }
      continue;
    }
    // A group infers its one member without a size.
    Dim product(1);
    AxisLabel *open = nullptr;
    unsigned opens = 0;
    for (const ast::GroupMember &member : item.members) {
      AxisLabel *label = unknown(member.name.text);
      if (member.size) {
        auto size = evalDim(*member.size);
        if (!size)
          return false;
        if (label) {
          label->dim = *size;
          label->known = changed = true;
        }
        product = product * *size;
      } else if (label) {
        open = label;
        ++opens;
      } else if (auto bound = findLabel(member.name.text)) {
        product = product * labels[*bound].dim;
      }
    }
    if (opens == 1 && product.size() > 0 && axis.size() % product.size() == 0) {
      open->dim = Dim::exact(axis, product);
      open->known = changed = true;
      open->place = item.range;
    }
  }
  return changed;
}
