// SPDX-License-Identifier: Apache-2.0
// Arithmetic on what is known when compiled: integers with their dims, reals in double, truth
// values, and affine expressions of indices.
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/StringSwitch.h"
#include <cmath>

using namespace kiln;
using namespace kiln::frontend;
using ast::BinaryOp;
using llvm::StringRef;
using mlir::AffineExpr;

static bool overflows(BinaryOp op, int64_t a, int64_t b) {
  int64_t ignored;
  switch (op) {
  case BinaryOp::Add:
    return __builtin_add_overflow(a, b, &ignored);
  case BinaryOp::Sub:
    return __builtin_sub_overflow(a, b, &ignored);
  case BinaryOp::Mul:
    return __builtin_mul_overflow(a, b, &ignored);
  default:
    return a == INT64_MIN && b == -1;
  }
}

/// A reducer of a `const`: its body for each position, which must be a number each time.
Term Elaborator::foldReducer(StringRef word, const ast::CallExpr &call, const ast::IndexExpr &head,
                             llvm::ArrayRef<LabelId> over) {
  auto reducer = NumberFold::named(word);
  if (!reducer) {
    error(Diag::NotConstant, call.range, "`" + word.str() + "`").help("write it as a sum");
    return Term();
  }
  bool truths = NumberFold::ofTruths(*reducer);
  auto scope = std::make_shared<Frame>();
  scope->outer = frame;
  scope->module = frame->module;
  scope->self = frame->self;
  scope->dimFrame = frame->dimFrame;
  Equation fresh;
  fresh.scopes.emplace_back();
  Restore<Equation *> inEquation(equation, &fresh);
  Restore<Frame *> inFrame(frame, scope.get());
  // Sums, products and extremes of dims stay expressions of them.
  Term exact = Term::number(Dim(word == "prod" ? 1 : 0));
  NumberFold fold(*reducer);
  llvm::SmallVector<int64_t> at(over.size(), 0);
  for (bool done = false; !done;) {
    for (size_t i = 0; i < over.size(); ++i)
      scope->names[labels[over[i]].name] = {Term::number(Dim(labels[over[i]].low + at[i])),
                                            BindingKind::LoopVariable, labels[over[i]].place};
    Term test = head.where ? evalFresh(*head.where) : Term::boolean(true);
    Term value = test.kind == TermKind::Bool && !test.truth ? test : evalFresh(*call.args[0].value);
    if (test.isError() || value.isError())
      return Term();
    if (test.kind != TermKind::Bool || (test.truth && (truths ? value.kind != TermKind::Bool
                                                              : !value.isNumber()))) {
      error(Diag::NotConstant, call.range, truths ? "each condition here" : "each number here")
          .help("a const is computed from constants alone");
      return Term();
    }
    bool leads = fold.take(truths ? double(value.truth) : value.asReal(), test.truth);
    if (leads && (word == "min" || word == "max"))
      exact = value;
    if (test.truth && (word == "sum" || word == "prod")) {
      exact = binary(word == "prod" ? BinaryOp::Mul : BinaryOp::Add, exact, value, call.range);
      if (exact.isError())
        return exact;
    }
    done = true;
    for (size_t i = over.size(); i-- && done;) {
      done = ++at[i] == labels[over[i]].dim.size();
      if (done)
        at[i] = 0;
    }
  }
  if (word == "any" || word == "all")
    return Term::boolean(fold.result() != 0);
  if (truths || word.starts_with("arg"))
    return Term::number(Dim(int64_t(fold.result())));
  bool kept = word == "sum" || word == "prod" || (fold.count() && (word == "min" || word == "max"));
  return kept ? exact : Term::number(fold.result());
}

std::optional<Term> Elaborator::foldBinary(BinaryOp op, const Term &a, const Term &b,
                                           SourceRange place) {
  if (a.kind == TermKind::Bool && b.kind == TermKind::Bool) {
    switch (op) {
    case BinaryOp::And:
      return Term::boolean(a.truth && b.truth);
    case BinaryOp::Or:
      return Term::boolean(a.truth || b.truth);
    case BinaryOp::Eq:
      return Term::boolean(a.truth == b.truth);
    case BinaryOp::Ne:
      return Term::boolean(a.truth != b.truth);
    default:
      return std::nullopt;
    }
  }
  if (!a.isNumber() || !b.isNumber())
    return std::nullopt;
  bool whole = a.kind == TermKind::Int && b.kind == TermKind::Int;
  int64_t x = a.integer.size(), y = b.integer.size();
  double u = a.asReal(), v = b.asReal();
  if (whole && overflows(op, x, y)) {
    error(Diag::NumberOverflows, place, ast::spelling(op)).help("integers have 64 bits");
    return Term();
  }
  bool divides = op == BinaryOp::Div || op == BinaryOp::FloorDiv || op == BinaryOp::Mod;
  if (divides && whole && y == 0) {
    error(Diag::DivisionByZero, place).here((b.integer.isLiteral() ? "the divisor" : b.integer.str()) + " is 0").help("check the divisor");
    return Term();
  }
  switch (op) {
  case BinaryOp::Add:
    return whole ? Term::number(a.integer + b.integer) : Term::number(u + v);
  case BinaryOp::Sub:
    return whole ? Term::number(a.integer - b.integer) : Term::number(u - v);
  case BinaryOp::Mul:
    return whole ? Term::number(a.integer * b.integer) : Term::number(u * v);
  case BinaryOp::Div:
    if (whole && x % y == 0)
      return Term::number(Dim::exact(a.integer, b.integer));
    return Term::number(u / v);
  case BinaryOp::FloorDiv:
    return whole ? Term::number(Dim::floorDiv(a.integer, b.integer))
                 : Term::number(std::floor(u / v));
  case BinaryOp::Mod:
    return whole ? Term::number(Dim::mod(a.integer, b.integer))
                 : Term::number(u - std::floor(u / v) * v);
  case BinaryOp::Pow:
    if (whole && y >= 0 && y <= 64) {
      Dim power(1);
      for (int64_t i = 0; i < y; ++i) {
        if (overflows(BinaryOp::Mul, power.size(), x)) {
          error(Diag::NumberOverflows, place, "^").help("integers have 64 bits");
          return Term();
        }
        power = power * a.integer;
      }
      return Term::number(power);
    }
    return Term::number(std::pow(u, v));
  case BinaryOp::Eq:
    return Term::boolean(u == v);
  case BinaryOp::Ne:
    return Term::boolean(u != v);
  case BinaryOp::Lt:
    return Term::boolean(u < v);
  case BinaryOp::Le:
    return Term::boolean(u <= v);
  case BinaryOp::Gt:
    return Term::boolean(u > v);
  case BinaryOp::Ge:
    return Term::boolean(u >= v);
  default:
    return std::nullopt;
  }
}

std::optional<Term> Elaborator::foldAffine(BinaryOp op, const Term &a, const Term &b) {
  auto affine = [&](const Term &term) -> AffineExpr {
    if (term.kind == TermKind::Affine)
      return term.affine;
    if (term.kind == TermKind::Int)
      return mlir::getAffineConstantExpr(term.integer.size(), &context);
    return {};
  };
  AffineExpr x = affine(a), y = affine(b);
  if (!x || !y || (a.kind != TermKind::Affine && b.kind != TermKind::Affine))
    return std::nullopt;
  bool byPositive = b.kind == TermKind::Int && b.integer.size() > 0;
  Term term;
  term.kind = TermKind::Affine;
  switch (op) {
  case BinaryOp::Add:
    term.affine = x + y;
    break;
  case BinaryOp::Sub:
    term.affine = x - y;
    break;
  case BinaryOp::Mul:
    if (a.kind == TermKind::Affine && b.kind == TermKind::Affine)
      return std::nullopt;
    term.affine = x * y;
    break;
  case BinaryOp::FloorDiv:
    if (!byPositive)
      return std::nullopt;
    term.affine = x.floorDiv(b.integer.size());
    break;
  case BinaryOp::Mod:
    if (!byPositive)
      return std::nullopt;
    term.affine = x % b.integer.size();
    break;
  default:
    return std::nullopt;
  }
  return term;
}

std::optional<Term> Elaborator::foldCall(StringRef name, llvm::ArrayRef<Term> args,
                                         SourceRange place) {
  for (const Term &arg : args)
    if (!arg.isNumber())
      return std::nullopt;
  if (args.size() == 2 && (name == "max" || name == "min")) {
    const Term &a = args[0], &b = args[1];
    bool first = (a.asReal() > b.asReal()) == (name == "max");
    if (a.kind == TermKind::Int && b.kind == TermKind::Int)
      return Term::number(Dim::opaque(name.str(), {a.integer, b.integer},
                                      first ? a.integer.size() : b.integer.size()));
    return Term::number(first ? a.asReal() : b.asReal());
  }
  if (args.size() != 1)
    return std::nullopt;
  double x = args[0].asReal();
  if (args[0].kind == TermKind::Int && (name == "abs" || name == "sign" || name == "floor" ||
                                        name == "ceil" || name == "round")) {
    int64_t i = args[0].integer.size();
    return Term::number(Dim(name == "abs" ? std::abs(i) : name == "sign" ? (i > 0) - (i < 0) : i));
  }
  using Function = double (*)(double);
  static const std::map<StringRef, Function> functions = {
      {"exp", std::exp},     {"expm1", std::expm1}, {"log", std::log},     {"log1p", std::log1p},
      {"sqrt", std::sqrt},   {"tanh", std::tanh},   {"erf", std::erf},     {"sin", std::sin},
      {"cos", std::cos},     {"floor", std::floor}, {"ceil", std::ceil},   {"round", std::nearbyint},
      {"abs", std::fabs},    {"rsqrt", [](double v) { return 1 / std::sqrt(v); }},
      {"sign", [](double v) { return double((v > 0) - (v < 0)); }},
      {"sigmoid", [](double v) { return 1 / (1 + std::exp(-v)); }}};
  auto found = functions.find(name);
  if (found == functions.end())
    return std::nullopt;
  return Term::number(found->second(x));
}

Labels Elaborator::labelsOf(AffineExpr expr) const {
  Labels found;
  expr.walk([&](AffineExpr part) {
    if (auto dim = llvm::dyn_cast<mlir::AffineDimExpr>(part))
      if (!llvm::is_contained(found, dim.getPosition()))
        found.push_back(dim.getPosition());
  });
  llvm::sort(found);
  return found;
}

std::pair<int64_t, int64_t> Elaborator::bounds(AffineExpr expr) const {
  if (auto literal = llvm::dyn_cast<mlir::AffineConstantExpr>(expr))
    return {literal.getValue(), literal.getValue()};
  if (auto dim = llvm::dyn_cast<mlir::AffineDimExpr>(expr))
    return {0, labels[dim.getPosition()].dim.size() - 1};
  auto node = llvm::cast<mlir::AffineBinaryOpExpr>(expr);
  auto [lowA, highA] = bounds(node.getLHS());
  auto [lowB, highB] = bounds(node.getRHS());
  switch (node.getKind()) {
  case mlir::AffineExprKind::Add:
    return {lowA + lowB, highA + highB};
  case mlir::AffineExprKind::Mul: // by a constant
    return {std::min(lowA * lowB, highA * lowB), std::max(lowA * lowB, highA * lowB)};
  case mlir::AffineExprKind::FloorDiv:
    return {kiln::frontend::floorDiv(lowA, lowB), kiln::frontend::floorDiv(highA, lowB)};
  case mlir::AffineExprKind::Mod:
    if (kiln::frontend::floorDiv(lowA, lowB) == kiln::frontend::floorDiv(highA, lowB))
      return {floorMod(lowA, lowB), floorMod(highA, lowB)};
    return {0, lowB - 1};
  default:
    return {INT64_MIN, INT64_MAX};
  }
}

std::optional<NumberFold::Word> NumberFold::named(StringRef word) {
  return llvm::StringSwitch<std::optional<Word>>(word)
      .Case("sum", Word::Sum)
      .Case("prod", Word::Prod)
      .Case("mean", Word::Mean)
      .Case("min", Word::Min)
      .Case("max", Word::Max)
      .Case("argmin", Word::ArgMin)
      .Case("argmax", Word::ArgMax)
      .Case("any", Word::Any)
      .Case("all", Word::All)
      .Case("count", Word::Count)
      .Default(std::nullopt);
}

bool NumberFold::take(double value, bool passes) {
  bool leads = false;
  if (passes) {
    bool smaller = word == Word::Min || word == Word::ArgMin;
    leads = passed++ == 0 || (smaller ? value < extreme : value > extreme);
    if (leads) {
      extreme = value;
      best = position;
    }
    sum += value;
    product *= value;
    truths += value != 0;
  }
  ++position;
  return leads;
}

double NumberFold::result() const {
  switch (word) {
  case Word::Sum:
    return sum;
  case Word::Prod:
    return product;
  case Word::Mean:
    return passed ? sum / double(passed) : 0;
  case Word::Min:
    return passed ? extreme : INFINITY;
  case Word::Max:
    return passed ? extreme : -INFINITY;
  case Word::ArgMin:
  case Word::ArgMax:
    return double(best);
  case Word::Any:
    return double(truths != 0);
  case Word::All:
    return double(truths == passed);
  case Word::Count:
    return double(truths);
  }
  return 0;
}
