// SPDX-License-Identifier: Apache-2.0
// Expressions without indices: names, operators, `if`, lists, members.
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Limits.h"
#include "llvm/ADT/StringExtras.h"
#include <utility>

using namespace kiln;
using namespace kiln::frontend;
using ast::BinaryOp;

Term Elaborator::evalFresh(const ast::Expr &expr) {
  Equation own;
  Restore<Equation *> fresh(equation, &own);
  own.scopes.emplace_back();
  collectRanges(expr);
  return eval(expr);
}

bool Elaborator::spend(SourceRange place) {
  if (++steps == limits::steps + 1)
    error(Diag::TooManySteps, place, int64_t(limits::steps))
        .here("reached here")
        .help("repeat by `part xs[L]`, an index or `scan` what calls and `for` unroll");
  return steps <= limits::steps;
}

Term Elaborator::eval(const ast::Expr &expr) {
  Restore<SourceRange> at(here, expr.range);
  if (!spend(expr.range))
    return Term();
  if (equation) {
    auto cached = equation->cache.find(&expr);
    if (cached != equation->cache.end())
      return cached->second;
  }
  switch (expr.kind) {
  case ast::Expr::Kind::Number: {
    auto &number = llvm::cast<ast::NumberExpr>(expr);
    return number.isInteger ? Term::number(Dim(number.integer)) : Term::number(number.real);
  }
  case ast::Expr::Kind::Bool:
    return Term::boolean(llvm::cast<ast::BoolExpr>(expr).value);
  case ast::Expr::Kind::Name:
    return evalName(llvm::cast<ast::NameExpr>(expr));
  case ast::Expr::Kind::List:
    return evalList(llvm::cast<ast::ListExpr>(expr));
  case ast::Expr::Kind::Unary: {
    auto &node = llvm::cast<ast::UnaryExpr>(expr);
    return unary(node.op, eval(*node.operand), expr.range);
  }
  case ast::Expr::Kind::Binary:
    return evalBinary(llvm::cast<ast::BinaryExpr>(expr));
  case ast::Expr::Kind::If:
    return evalIf(llvm::cast<ast::IfExpr>(expr));
  case ast::Expr::Kind::Lambda: {
    Term term;
    term.kind = TermKind::Fn;
    term.text = "fn";
    term.closure = std::make_shared<Closure>();
    term.closure->lambda = &llvm::cast<ast::LambdaExpr>(expr);
    term.closure->module = frame->module;
    term.closure->captured = std::make_shared<Frame>(*frame);
    return term;
  }
  case ast::Expr::Kind::Call: {
    bool ofModel = mainModule && expr.range.file == mainModule->file->source;
    Restore<SourceRange> from(mainCall, ofModel ? expr.range : mainCall);
    return evalCall(llvm::cast<ast::CallExpr>(expr));
  }
  case ast::Expr::Kind::Index:
    return evalIndex(llvm::cast<ast::IndexExpr>(expr));
  case ast::Expr::Kind::Member:
    return evalMember(llvm::cast<ast::MemberExpr>(expr));
  case ast::Expr::Kind::Infer: {
    Restore<bool> inferMode(frame->train, false);
    return eval(*llvm::cast<ast::InferExpr>(expr).operand);
  }
  case ast::Expr::Kind::Error:
    return Term();
  }
  return Term();
}

Term Elaborator::evalName(const ast::NameExpr &expr) {
  if (const Binding *binding = findBinding(expr.name))
    return binding->term;
  if (auto label = findLabel(expr.name)) {
    Term term;
    term.kind = TermKind::Affine;
    term.affine = dimExpr(*label);
    if (labels[*label].low != 0)
      term.affine = term.affine + labels[*label].low;
    if (AxisLabel &index = labels[*label]; !index.known) {
      if (!std::exchange(index.lost, true)) // said once
        error(Diag::IndexNoRange, expr.range, expr.name)
            .help("state it: `" + expr.name + ": 64` where the index is bound");
      return Term();
    }
    return term;
  }
  if (auto term = lookupOutside(expr.name, expr.range))
    return std::move(*term);
  return unknownName(expr.name, expr.range);
}

Term Elaborator::evalMember(const ast::MemberExpr &expr) {
  Term base = eval(*expr.base);
  if (base.isError())
    return base;
  if (base.kind == TermKind::Tree)
    return treeMember(base, expr.name);
  if (base.kind == TermKind::Record) {
    if (auto found = base.fields->find(expr.name.text); found != base.fields->end())
      return found->second;
    std::string known;
    for (const auto &field : *base.fields)
      known += (known.empty() ? "" : ", ") + field.first;
    error(Diag::UnknownMember, expr.name.range, expr.base->range.text(), expr.name.text).help("it has " + known);
    return Term();
  }
  if (base.kind == TermKind::PartList) {
    // `layers.step(x)` folds over that face.
    for (const ast::DeclPtr &member : base.partList->instances[0]->block->members)
      if (auto *face = llvm::dyn_cast<ast::FaceDecl>(member.get());
          face && face->name && face->name->text == expr.name.text) {
        base.text = expr.name.text;
        return base;
      }
  }
  if (base.kind != TermKind::Part) {
    error(Diag::NoMembers, expr.base->range, spell(base)).help("parts and trees have members");
    return Term();
  }
  Instance &part = *base.part;
  if (auto term = memberTerm(part, expr.name.text, expr.name.range)) {
    if (term->kind == TermKind::Part && base.layer.size())
      term->layer = base.layer;
    if (term->isTensor() && base.layer.size() && entry)
      *term = layerSlice(*term, base.layer);
    // Its dims, in the words of who reads it.
    auto outside = [&](const Dim &dim) { return frame->self ? dim.leave(part.frame) : dim.resolve(); };
    if (term->isTensor())
      for (Dim &axis : term->tensor.axes)
        axis = outside(axis);
    return withLengths(*term, outside);
  }
  for (const ast::DeclPtr &member : part.block->members)
    if (auto *face = llvm::dyn_cast<ast::FaceDecl>(member.get()))
      if (face->name && face->name->text == expr.name.text) {
        Term term = base;
        term.text = expr.name.text;
        return term;
      }
  std::vector<llvm::StringRef> members;
  for (const auto &item : part.storages)
    members.push_back(item.first);
  for (const auto &item : part.names)
    if (item.second.kind == TermKind::Part || item.second.kind == TermKind::PartList)
      members.push_back(item.first);
  for (const ast::DeclPtr &member : part.block->members)
    if (auto *face = llvm::dyn_cast<ast::FaceDecl>(member.get()); face && face->name)
      members.push_back(face->name->text);
  llvm::StringRef near;
  for (llvm::StringRef member : members)
    if (member.edit_distance(expr.name.text) <= 2)
      near = member;
  error(Diag::UnknownMember, expr.name.range, part.block->name.text, expr.name.text)
      .label(part.block->name.range, "the block")
      .help((near.empty() ? "" : "did you mean `" + near.str() + "`? ") +
            (members.empty() ? "it has none but its face" : "it has " + llvm::join(members, ", ")));
  return Term();
}

std::optional<int64_t> Elaborator::evalInt(const ast::Expr &expr) {
  auto dim = evalDim(expr);
  return dim ? std::optional<int64_t>(dim->size()) : std::nullopt;
}

std::optional<Dim> Elaborator::evalDim(const ast::Expr &expr) {
  Term term = equation ? eval(expr) : evalFresh(expr);
  if (term.isError())
    return std::nullopt;
  if (term.kind == TermKind::Int)
    return term.integer;
  if (term.kind == TermKind::Real) {
    auto *division = llvm::dyn_cast<ast::BinaryExpr>(&expr);
    Term a = division && division->op == BinaryOp::Div ? eval(*division->lhs) : Term();
    Term b = a.kind == TermKind::Int ? eval(*division->rhs) : Term();
    if (b.kind == TermKind::Int) {
      error(Diag::DoesNotDivide, expr.range, spell(a), spell(b))
          .here(a.integer.str() + " is " + std::to_string(a.integer.size()) + ", " +
                b.integer.str() + " is " + std::to_string(b.integer.size()))
          .help("`//` rounds down; `where` on the block can demand that it divides");
      return std::nullopt;
    }
  }
  Diagnostic &diagnostic = error(Diag::NotAWholeNumber, expr.range, spell(term));
  diagnostic.help("a whole number that is known when compiled stands here");
  if (auto *name = llvm::dyn_cast<ast::NameExpr>(&expr))
    showConst(diagnostic, name->name);
  return std::nullopt;
}

Term Elaborator::evalIf(const ast::IfExpr &expr) {
  Term condition = eval(*expr.condition);
  if (condition.isError())
    return condition;
  if (condition.kind == TermKind::Bool)
    return eval(condition.truth ? *expr.thenValue : *expr.elseValue);
  Term a = eval(*expr.thenValue), b = eval(*expr.elseValue);
  if (a.isError() || b.isError())
    return Term();
  return select(condition, a, b, expr.range);
}

Term Elaborator::evalBinary(const ast::BinaryExpr &expr) {
  if (expr.op == BinaryOp::Is) {
    Term value = eval(*expr.lhs);
    if (value.isError())
      return value;
    auto *role = llvm::dyn_cast<ast::NameExpr>(expr.rhs.get());
    if (value.kind != TermKind::Role || !role) {
      error(Diag::NotARole, expr.range)
          .help("`p is weight` asks for the role of a parameter in `fn(p) = …`");
      return Term();
    }
    return isRole(role->name, role->range) ? Term::boolean(value.text == role->name) : Term();
  }
  Term a = eval(*expr.lhs);
  // A constant on the left may decide alone.
  if (a.kind == TermKind::Bool && ast::isLogical(expr.op) &&
      a.truth == (expr.op == BinaryOp::Or))
    return a;
  Term b = eval(*expr.rhs);
  if (a.isError() || b.isError())
    return Term();
  Restore<SourceRange> at(here, expr.range);
  return binary(expr.op, a, b, expr.range);
}

static bool isTree(const Term &term) {
  return term.kind == TermKind::Tree || term.kind == TermKind::Part ||
         term.kind == TermKind::PartList;
}

Term Elaborator::binary(BinaryOp op, const Term &a, const Term &b, SourceRange place) {
  if (auto folded = foldBinary(op, a, b, place))
    return *folded;
  if (auto folded = foldAffine(op, a, b))
    return *folded;
  if (!hasValue(a, place) || !hasValue(b, place))
    return Term();
  if (isTree(a) || isTree(b)) {
    Term sides[2] = {a, b};
    return mapTrees(sides, place, [&](llvm::ArrayRef<Term> leaf) {
      // Exact zeros and ones of options (a decay of 0) leave no trace.
      auto is = [](const Term &term, double number) {
        return term.isNumber() && term.asReal() == number;
      };
      if (op == BinaryOp::Mul && (is(leaf[0], 0) || is(leaf[1], 0)))
        return Term::number(Dim(0));
      if ((op == BinaryOp::Add && is(leaf[0], 0)) || (op == BinaryOp::Mul && is(leaf[0], 1)))
        return leaf[1];
      if (((op == BinaryOp::Add || op == BinaryOp::Sub) && is(leaf[1], 0)) ||
          (op == BinaryOp::Mul && is(leaf[1], 1)))
        return leaf[0];
      return binary(op, leaf[0], leaf[1], place);
    });
  }
  auto fixed = [](const Term &term) { return term.isTensor() && !term.tensor.adapts; };
  mlir::Type dtype = fixed(a) ? a.tensor.dtype() : fixed(b) ? b.tensor.dtype() : mlir::Type();
  auto isFloat = [](const Term &term) {
    return term.isTensor() && llvm::isa<mlir::FloatType>(term.tensor.dtype());
  };
  if (!dtype && (a.kind == TermKind::Real || b.kind == TermKind::Real || op == BinaryOp::Div ||
                 isFloat(a) || isFloat(b)))
    dtype = floatType();
  bool floats = dtype && llvm::isa<mlir::FloatType>(dtype);
  if (op == BinaryOp::Pow) {
    // x^2 and x^3 are products; a whole exponent at run time joins a float base.
    if (fixed(a) && b.kind == TermKind::Int && b.integer.size() >= 1 && b.integer.size() <= 4) {
      Tensor product = a.tensor;
      for (int64_t i = 1; i < b.integer.size(); ++i)
        product = emitBinary<MulOp>(product, a.tensor);
      return Term::of(product);
    }
    if (b.isTensor() && !llvm::isa<mlir::FloatType>(b.tensor.dtype()) &&
        (a.isNumber() || (fixed(a) && llvm::isa<mlir::FloatType>(a.tensor.dtype())))) {
      mlir::Type floating = fixed(a) ? a.tensor.dtype() : floatType();
      return binary(op, a, Term::of(convert(b.tensor, floating)), place);
    }
  }
  auto x = toTensor(a, dtype, place, b.isTensor() ? &b.tensor : nullptr);
  auto y = toTensor(b, dtype, place, a.isTensor() ? &a.tensor : nullptr);
  if (!x || !y)
    return Term();
  if (x->dtype() != y->dtype()) {
    error(Diag::MixedDtypes, place, spell(x->dtype()), spell(y->dtype()))
        .help("convert one of them: `" +
              spell(llvm::isa<mlir::FloatType>(x->dtype()) ? x->dtype() : y->dtype()) + "(…)`");
    return Term();
  }
  dtype = x->dtype();
  floats = llvm::isa<mlir::FloatType>(dtype);
  bool truth = dtype.isInteger(1);
  if (ast::isArithmetic(op) && truth) {
    error(Diag::BoolArithmetic, place, ast::spelling(op))
        .help("convert first: `f32(a == b)`; `count[n](…)` counts");
    return Term();
  }
  if (ast::isLogical(op) && !truth) {
    error(Diag::WrongDtype, place, "bool", spell(dtype)).help("compare first: `x != 0`");
    return Term();
  }
  if ((op == BinaryOp::Div || op == BinaryOp::Pow) && !floats) {
    error(Diag::IntegerDivision, place, ast::spelling(op), spell(dtype))
        .help(op == BinaryOp::Div ? "`//` rounds down; `f32(…)` converts" : "`f32(…)` converts");
    return Term();
  }
  Tensor sides[2] = {std::move(*x), std::move(*y)};
  if (!align(sides, place))
    return Term();
  // Whole numbers that take the type of what they meet stay so: `t + 1` in a scan over t.
  bool adapts = !fixed(a) && !fixed(b) && !floats;
  auto whole = [&](Tensor tensor) {
    tensor.adapts = adapts;
    return Term::of(std::move(tensor));
  };
  switch (op) {
  case BinaryOp::Add:
    return whole(emitBinary<AddOp>(sides[0], sides[1]));
  case BinaryOp::Sub:
    return whole(emitBinary<SubOp>(sides[0], sides[1]));
  case BinaryOp::Mul:
    return whole(emitBinary<MulOp>(sides[0], sides[1]));
  case BinaryOp::Div:
    return Term::of(emitBinary<DivOp>(sides[0], sides[1]));
  case BinaryOp::FloorDiv:
    return Term::of(emitBinary<FloorDivOp>(sides[0], sides[1]));
  case BinaryOp::Mod:
    return Term::of(emitBinary<ModOp>(sides[0], sides[1]));
  case BinaryOp::Pow:
    return Term::of(emitBinary<PowOp>(sides[0], sides[1]));
  case BinaryOp::And:
    return Term::of(emitBinary<AndOp>(sides[0], sides[1]));
  case BinaryOp::Or:
    return Term::of(emitBinary<OrOp>(sides[0], sides[1]));
  case BinaryOp::Eq:
    return Term::of(emitCompare(Comparison::eq, sides[0], sides[1]));
  case BinaryOp::Ne:
    return Term::of(emitCompare(Comparison::ne, sides[0], sides[1]));
  case BinaryOp::Lt:
    return Term::of(emitCompare(Comparison::lt, sides[0], sides[1]));
  case BinaryOp::Le:
    return Term::of(emitCompare(Comparison::le, sides[0], sides[1]));
  case BinaryOp::Gt:
    return Term::of(emitCompare(Comparison::gt, sides[0], sides[1]));
  case BinaryOp::Ge:
    return Term::of(emitCompare(Comparison::ge, sides[0], sides[1]));
  case BinaryOp::Is:
    break;
  }
  return Term();
}

Term Elaborator::unary(ast::UnaryOp op, const Term &a, SourceRange place) {
  if (a.isError())
    return a;
  if (op == ast::UnaryOp::Neg) {
    if (a.kind == TermKind::Int)
      return Term::number(Dim(0) - a.integer);
    if (a.kind == TermKind::Real)
      return Term::number(-a.real);
    if (a.kind == TermKind::Affine) {
      Term term = a;
      term.affine = -a.affine;
      return term;
    }
    if (!hasValue(a, place))
      return Term();
    if (isTree(a))
      return mapTrees(a, place,
                      [&](llvm::ArrayRef<Term> leaf) { return unary(op, leaf[0], place); });
  } else if (a.kind == TermKind::Bool) {
    return Term::boolean(!a.truth);
  }
  auto tensor = toTensor(a, {}, place);
  if (!tensor)
    return Term();
  bool truth = tensor->dtype().isInteger(1);
  if (truth != (op == ast::UnaryOp::Not)) {
    error(Diag::WrongDtype, place, truth ? "a number" : "bool", spell(tensor->dtype()))
        .help(truth ? "`not` inverts a truth value" : "compare first: `x != 0`");
    return Term();
  }
  return Term::of(truth ? emitUnary<NotOp>(*tensor) : emitUnary<NegOp>(*tensor));
}

Term Elaborator::select(const Term &condition, const Term &a, const Term &b, SourceRange place) {
  if (!hasValue(condition, place) || !hasValue(a, place) || !hasValue(b, place))
    return Term();
  if (isTree(condition) || isTree(a) || isTree(b)) {
    Term sides[3] = {condition, a, b};
    return mapTrees(sides, place, [&](llvm::ArrayRef<Term> leaf) {
      if (leaf[0].kind == TermKind::Bool)
        return leaf[leaf[0].truth ? 1 : 2];
      return select(leaf[0], leaf[1], leaf[2], place);
    });
  }
  auto test = toTensor(condition, boolType(), place);
  if (!test)
    return Term();
  if (!test->dtype().isInteger(1)) {
    error(Diag::WrongDtype, place, "bool", spell(test->dtype())).help("compare: `x != 0`");
    return Term();
  }
  auto fixed = [](const Term &term) { return term.isTensor() && !term.tensor.adapts; };
  mlir::Type dtype = fixed(a) ? a.tensor.dtype() : fixed(b) ? b.tensor.dtype() : mlir::Type();
  if (!dtype && (a.kind == TermKind::Real || b.kind == TermKind::Real))
    dtype = floatType();
  auto x = toTensor(a, dtype, place), y = toTensor(b, dtype, place);
  if (!x || !y)
    return Term();
  if (x->dtype() != y->dtype()) {
    error(Diag::MixedDtypes, place, spell(x->dtype()), spell(y->dtype()))
        .help("both sides of `if` need one type");
    return Term();
  }
  Tensor sides[3] = {std::move(*test), std::move(*x), std::move(*y)};
  if (!align(sides, place))
    return Term();
  return Term::of(emitSelect(sides[0], sides[1], sides[2]));
}
