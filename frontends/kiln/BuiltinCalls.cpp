// SPDX-License-Identifier: Apache-2.0
// Calls of what the language itself knows: maths, stop, grad, norm, clamp, distributions.
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"

#include <cmath>

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;

static bool isTree(const Term &term) {
  return term.kind == TermKind::Tree || term.kind == TermKind::Part ||
         term.kind == TermKind::PartList;
}

Term Elaborator::callElementwise(StringRef name, const Term &arg, SourceRange place) {
  if (auto folded = foldCall(name, arg, place))
    return *folded;
  if (isTree(arg))
    return mapTrees(arg, place,
                    [&](llvm::ArrayRef<Term> leaf) { return callElementwise(name, leaf[0], place); });
  bool anyNumber = name == "abs" || name == "sign";
  auto tensor = toTensor(arg, anyNumber ? mlir::Type() : floatType(), place);
  if (!tensor)
    return Term();
  if (tensor->dtype().isInteger(1) ||
      (!anyNumber && !llvm::isa<mlir::FloatType>(tensor->dtype()))) {
    error(Diag::WrongDtype, place, "a float", spell(tensor->dtype())).help("convert: `f32(…)`");
    return Term();
  }
  using Emit = Tensor (*)(Elaborator &, const Tensor &);
#define UNARY(word, Op) {word, [](Elaborator &e, const Tensor &t) { return e.emitUnary<Op>(t); }}
  static const std::map<StringRef, Emit> table = {
      UNARY("exp", ExpOp),     UNARY("expm1", Expm1Op),     UNARY("log", LogOp),
      UNARY("log1p", Log1pOp), UNARY("sqrt", SqrtOp),       UNARY("rsqrt", RsqrtOp),
      UNARY("tanh", TanhOp),   UNARY("sigmoid", SigmoidOp), UNARY("erf", ErfOp),
      UNARY("erf_inv", ErfInvOp),
      UNARY("sin", SinOp),     UNARY("cos", CosOp),         UNARY("floor", FloorOp),
      UNARY("ceil", CeilOp),   UNARY("round", RoundOp),     UNARY("abs", AbsOp),
      UNARY("sign", SignOp)};
#undef UNARY
  return Term::of(table.at(name)(*this, *tensor));
}

Term Elaborator::callTest(StringRef name, const Term &arg, SourceRange place) {
  bool isBits = name == "bit_not";
  auto x = toTensor(arg, isBits ? i32() : floatType(), place);
  if (!x)
    return Term();
  bool isFloat = llvm::isa<mlir::FloatType>(x->dtype());
  if (isFloat == isBits || x->dtype().isInteger(1)) {
    error(Diag::WrongDtype, place, isBits ? "an integer" : "a float", spell(x->dtype()))
        .help(isBits ? "convert: `i32(…)`" : "integers and bools are always finite");
    return Term();
  }
  if (isBits)
    return Term::of(emitUnary<NotOp>(*x));
  return Term::of(emitCompare(Comparison::lt, emitUnary<AbsOp>(*x), like(*x, INFINITY)));
}

Term Elaborator::callBuiltin(StringRef name, const Args &args, SourceRange place) {
  bool isBits = name.starts_with("bit_") || name.starts_with("shift_");
  size_t wanted = (isBits && name != "bit_not") || name == "rem" || name == "max" || name == "min" || name == "dot" || name == "grad" || name == "reorder" ? 2
                  : name == "clamp"                                                  ? 3
                                                                                     : 1;
  bool counts = name == "size" || name == "parameters"; // which needs no value
  if (!counts && !llvm::all_of(args, [&](const auto &arg) { return hasValue(arg.second, place); }))
    return Term();
  if (name == "grad")
    return evalGrad(args, place);
  if (name == "receptive")
    return callReceptive(args, place);
  bool named = llvm::any_of(args, [](const auto &arg) { return arg.first != nullptr; });
  if (args.size() != wanted || named) {
    error(Diag::ArgumentCount, place, name, int64_t(wanted), int64_t(args.size()))
        .help(named ? "give its values in order, without names"
                    : "give it " + llvm::Twine(wanted) + (wanted == 1 ? " value" : " values"));
    return Term();
  }
  const Term &a = args[0].second;
  if (isElementwise(name))
    return callElementwise(name, a, place);
  if (name == "reorder")
    return reorder(a, args[1].second, place);
  if (name == "bit_not" || name == "is_finite")
    return callTest(name, a, place);
  if (name == "max" || name == "min" || name == "rem" || isBits) {
    Term sides[2] = {a, args[1].second};
    if (auto folded = foldCall(name, sides, place))
      return *folded;
    if (isTree(sides[0]) || isTree(sides[1]))
      return mapTrees(sides, place, [&](llvm::ArrayRef<Term> leaf) {
        return callBuiltin(name, {{nullptr, leaf[0]}, {nullptr, leaf[1]}}, place);
      });
    auto fixed = [](const Term &term) { return term.isTensor() && !term.tensor.adapts; };
    mlir::Type dtype = fixed(sides[0])   ? sides[0].tensor.dtype()
                       : fixed(sides[1]) ? sides[1].tensor.dtype()
                                         : mlir::Type();
    auto x = toTensor(sides[0], dtype, place), y = toTensor(sides[1], dtype, place);
    if (!x || !y)
      return Term();
    if (isBits && (llvm::isa<mlir::FloatType>(x->dtype()) || x->dtype().isInteger(1))) {
      error(Diag::WrongDtype, place, "an integer", spell(x->dtype()))
          .help(x->dtype().isInteger(1) ? "`and`, `or` and `not` are for bools" : "convert: `i32(…)`");
      return Term();
    }
    if (x->dtype() != y->dtype() || x->dtype().isInteger(1)) {
      error(Diag::MixedDtypes, place, spell(x->dtype()), spell(y->dtype()))
          .help("convert one of them");
      return Term();
    }
    Tensor pair[2] = {*x, *y};
    if (!align(pair, place))
      return Term();
    if (isBits) {
      using Emit = Tensor (*)(Elaborator &, const Tensor &, const Tensor &);
#define BINARY(word, Op) {word, [](Elaborator &e, const Tensor &x, const Tensor &y) { return e.emitBinary<Op>(x, y); }}
      static const std::map<StringRef, Emit> table = {
          BINARY("bit_and", AndOp), BINARY("bit_or", OrOp), BINARY("bit_xor", XorOp),
          BINARY("shift_left", ShlOp), BINARY("shift_right", ShrOp)};
#undef BINARY
      return Term::of(table.at(name)(*this, pair[0], pair[1]));
    }
    if (name == "rem") // has the sign of the dividend
      return Term::of(emitBinary<MulOp>(
          emitUnary<SignOp>(pair[0]),
          emitBinary<ModOp>(emitUnary<AbsOp>(pair[0]), emitUnary<AbsOp>(pair[1]))));
    return Term::of(name == "max" ? emitBinary<MaxOp>(pair[0], pair[1])
                                  : emitBinary<MinOp>(pair[0], pair[1]));
  }
  if (name == "clamp") {
    Term low = callBuiltin("max", {args[0], args[1]}, place);
    return low.isError() ? low : callBuiltin("min", {{nullptr, low}, args[2]}, place);
  }
  if (name == "stop") {
    if (a.isConstant())
      return a;
    if (isTree(a))
      return mapTrees(a, place, [&](llvm::ArrayRef<Term> leaf) {
        return callBuiltin("stop", {{nullptr, leaf[0]}}, place);
      });
    auto tensor = toTensor(a, {}, place);
    return tensor ? Term::of(emitUnary<StopOp>(*tensor)) : Term();
  }
  if (name == "norm" || name == "leaf_norm" || name == "dot") {
    auto tree = treeOf(a, place);
    if (!tree)
      return Term();
    if (name == "leaf_norm")
      return leafNorms(*tree, place);
    if (name == "norm")
      return treeNorm(*tree, place);
    auto other = bindTree(*tree, args[1].second, place);
    return other ? treeDot(*tree, *other, place) : Term();
  }
  if (name == "size" && a.kind == TermKind::List)
    return Term::number(Dim(int64_t(a.items->size())));
  if (name == "parameters" && (a.kind == TermKind::Part || a.kind == TermKind::PartList)) {
    int64_t total = 0;
    llvm::ArrayRef<Instance *> parts = a.part;
    if (a.kind == TermKind::PartList)
      parts = a.partList->instances;
    for (Instance *part : parts)
      for (Storage *storage : part->params)
        total += storage->type.getNumElements();
    return Term::number(Dim(total));
  }
  error(Diag::NotBuilt, place, name).help("see docs/language.md for what it takes");
  return Term();
}

Term Elaborator::makeDraw(StringRef name, const Args &args, SourceRange place) {
  Term term;
  term.kind = TermKind::Draw;
  term.draw = std::make_shared<Distribution>();
  term.draw->kind = name.str();
  std::vector<Term> &values = term.draw->args;
  auto set = [&](llvm::ArrayRef<StringRef> names, llvm::ArrayRef<Term> defaults) {
    values = defaults.vec();
    size_t position = 0;
    for (const auto &[argName, value] : args) {
      size_t at = argName ? size_t(llvm::find(names, argName->text) - names.begin()) : position++;
      if (at >= names.size()) {
        std::string known;
        for (StringRef one : names)
          known += (known.empty() ? "`" : ", `") + one.str() + "`";
        error(Diag::UnknownOption, place, name, argName ? argName->text : "a further value")
            .help("it takes " + known);
        return false;
      }
      values[at] = value;
    }
    return true;
  };
  bool ok = true;
  if (name == "uniform") {
    // uniform(a) is even around 0; uniform(low: a, high: b) is what it says.
    if (args.size() == 1 && !args[0].first) {
      Term negative = unary(ast::UnaryOp::Neg, args[0].second, place);
      values = {negative, args[0].second};
    } else {
      ok = set({"low", "high"}, {Term::number(0.0), Term::number(1.0)});
    }
  } else if (name == "normal" || name == "truncated") {
    ok = set({"sd", "mean"}, {Term::number(1.0), Term::number(0.0)});
  } else if (name == "gumbel" || name == "permutation") {
    ok = set({}, {});
  } else {
    ok = set({name == "bernoulli" ? "p" : name == "below" ? "n" : "logits"}, {Term()});
    if (ok && values[0].isError()) {
      error(Diag::ArgumentCount, place, name, 1, 0).help("give its value");
      ok = false;
    }
  }
  return ok ? term : Term();
}
