// SPDX-License-Identifier: Apache-2.0
// sum[k](…) and its kind. A sum of products becomes contractions at once; everything else is
// computed element by element and reduced.
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/StringSwitch.h"
#include <cfloat>
#include <cmath>

using namespace kiln;
using namespace kiln::frontend;
using ast::IndexItem;
using llvm::StringRef;

Tensor Elaborator::axesToLabels(Tensor tensor, Labels &made) {
  for (const Dim &axis : tensor.axes) {
    made.push_back(newLabel("*", axis, here));
    tensor.labels.push_back(made.back());
  }
  tensor.axes.clear();
  return tensor;
}

Tensor Elaborator::labelsToAxes(Tensor tensor, llvm::ArrayRef<LabelId> moved) {
  Tensor result = tensor;
  result.labels.clear();
  for (LabelId label : tensor.labels)
    if (!llvm::is_contained(moved, label))
      result.labels.push_back(label);
  Labels order = result.labels;
  order.append(moved.begin(), moved.end());
  result.value = arrange(tensor, order, tensor.axes);
  result.axes.clear();
  for (LabelId label : moved)
    result.axes.push_back(labels[label].dim);
  result.axes.append(tensor.axes.begin(), tensor.axes.end());
  return result;
}

Term Elaborator::evalReducer(const ast::CallExpr &call, const ast::IndexExpr &head) {
  StringRef word = llvm::cast<ast::NameExpr>(head.base.get())->name;
  if (word == "join")
    return evalJoin(call, head);
  if (call.args.size() != 1 || call.args[0].name) {
    error(Diag::ArgumentCount, call.range, word, 1, int64_t(call.args.size()))
        .help("`" + word.str() + "[k](…)` takes one expression");
    return Term();
  }
  unsigned before = diagnostics.errorCount();
  enterReducer(call, head);
  Labels own = equation->reducerLabels[&call], over = own;
  bool star = false;
  for (const IndexItem &item : head.items) {
    star |= item.kind == IndexItem::Kind::Star;
    if (item.kind == IndexItem::Kind::Dots) {
      over.insert(over.begin(), frame->dots.begin(), frame->dots.end());
      over.insert(over.begin(), frame->passed.begin(), frame->passed.end());
    }
    // A keeper may keep an index of the equation.
    if (isKeeper(word) && item.kind == IndexItem::Kind::Value)
      if (auto *name = llvm::dyn_cast<ast::NameExpr>(item.value.get()))
        if (auto label = findLabel(name->name); label && !llvm::is_contained(over, *label))
          over.push_back(*label);
  }
  Term result;
  if (diagnostics.errorCount() == before) {
    bool known = true;
    for (LabelId label : over)
      known &= hasRange(label, "use it bare in a read, or state its range: `" + word.str() + "[" +
                                   labels[label].name + ": 64](…)`");
    if (known && isTable && !isKeeper(word))
      result = foldReducer(word, call, head, over);
    else if (known)
      result = isKeeper(word) ? keeper(word, call, head, over, own, star)
                              : reduceOver(word, call, head, over, star);
  }
  equation->scopes.pop_back();
  return result;
}

bool Elaborator::factorsOf(const ast::Expr &expr, std::vector<const ast::Expr *> &factors) {
  auto *product = llvm::dyn_cast<ast::BinaryExpr>(&expr);
  if (!product || product->op != ast::BinaryOp::Mul) {
    factors.push_back(&expr);
    return factors.size() > 1;
  }
  factorsOf(*product->lhs, factors);
  return factorsOf(*product->rhs, factors);
}

std::optional<Tensor> Elaborator::sumProduct(const ast::Expr &body, const Labels &over) {
  std::vector<const ast::Expr *> factors;
  factorsOf(body, factors);
  Term outer = Term::number(Dim(1));
  auto pullOut = [&](const Term &term, SourceRange place) {
    if (outer.kind == TermKind::Int && outer.integer.size() == 1)
      outer = term;
    else
      outer = binary(ast::BinaryOp::Mul, outer, term, place);
    return !outer.isError();
  };
  std::vector<Tensor> inner;
  std::vector<std::pair<Term, SourceRange>> terms;
  mlir::Type dtype;
  for (const ast::Expr *factor : factors) {
    Term term = eval(*factor);
    if (term.isError())
      return std::nullopt;
    if (term.isTensor() && !term.tensor.adapts && !dtype)
      dtype = term.tensor.dtype();
    terms.push_back({term, factor->range});
  }
  if (!dtype)
    dtype = floatType();
  for (auto &[term, place] : terms) {
    if (term.isNumber()) {
      if (!pullOut(term, place))
        return std::nullopt;
      continue;
    }
    auto tensor = toTensor(term, dtype, place);
    if (!tensor)
      return std::nullopt;
    if (tensor->dtype() != dtype || dtype.isInteger(1)) {
      if (terms.size() == 1 && dtype.isInteger(1))
        error(Diag::BoolArithmetic, place, "sum").help("`count[n](…)` counts");
      else
        error(Diag::MixedDtypes, place, spell(dtype), spell(tensor->dtype()))
            .help("convert one of them: `f32(…)`");
      return std::nullopt;
    }
    bool reduced = llvm::any_of(tensor->labels,
                                [&](LabelId label) { return llvm::is_contained(over, label); });
    if (reduced)
      inner.push_back(*tensor);
    else if (!pullOut(Term::of(*tensor), place))
      return std::nullopt;
  }
  // An index that no factor has only repeats.
  for (LabelId label : over)
    if (llvm::none_of(inner, [&](const Tensor &tensor) {
          return llvm::is_contained(tensor.labels, label);
        }))
      if (!pullOut(Term::number(labels[label].dim), body.range))
        return std::nullopt;
  std::optional<Tensor> sum;
  while (!inner.empty()) {
    if (!sum) {
      sum = inner.front();
      inner.erase(inner.begin());
      if (inner.empty())
        sum = emitReduce(Reduction::sum, *sum, over);
      continue;
    }
    Tensor next = inner.front();
    inner.erase(inner.begin());
    if (!sum->axes.empty() && !next.axes.empty()) {
      Tensor pair[2] = {*sum, next};
      bool equal = pair[0].axes.size() == pair[1].axes.size();
      for (size_t i = 0; equal && i < pair[0].axes.size(); ++i)
        equal = sameDim(pair[0].axes[i], pair[1].axes[i]);
      if (!equal) {
        align(pair, body.range); // says what differs
        return std::nullopt;
      }
    }
    // What the factors still to come need stays.
    Labels goes;
    for (LabelId label : over)
      if (llvm::none_of(inner, [&](const Tensor &later) {
            return llvm::is_contained(later.labels, label);
          }))
        goes.push_back(label);
    auto free = [&](const Tensor &one, const Tensor &other) {
      return llvm::any_of(one.labels, [&](LabelId label) {
               return !llvm::is_contained(other.labels, label) && !llvm::is_contained(goes, label);
             }) ||
             (!one.axes.empty() && other.axes.empty());
    };
    if (!free(*sum, next) && !free(next, *sum)) {
      // No axis of one side alone: rows of products, no matrix product.
      Tensor pair[2] = {*sum, next};
      if (!align(pair, body.range))
        return std::nullopt;
      sum = emitReduce(Reduction::sum, emitBinary<MulOp>(pair[0], pair[1]), goes);
    } else {
      sum = emitContract(*sum, next, goes);
      if (!sizeAllowed(llvm::cast<mlir::RankedTensorType>(sum->value.getType()).getShape(),
                       body.range))
        return std::nullopt;
    }
  }
  Term result = sum ? Term::of(*sum) : outer;
  bool one = outer.kind == TermKind::Int && outer.integer.size() == 1;
  if (sum && !one)
    result = binary(ast::BinaryOp::Mul, result, outer, body.range);
  return toTensor(result, dtype, body.range);
}

std::optional<Tensor> Elaborator::reducerMask(const ast::IndexExpr &head, const Labels &over) {
  std::optional<Tensor> mask;
  if (head.where) {
    Term condition = eval(*head.where);
    auto tensor = toTensor(condition, boolType(), head.where->range);
    if (tensor && !tensor->dtype().isInteger(1))
      error(Diag::WrongDtype, head.where->range, "bool", spell(tensor->dtype()))
          .help("a condition stands after `where`");
    else
      mask = tensor;
  }
  return mask;
}

namespace {
/// What an empty reduction gives.
double identityOf(Reduction kind, mlir::Type dtype) {
  bool floats = llvm::isa<mlir::FloatType>(dtype);
  unsigned width = dtype.getIntOrFloatBitWidth();
  double lowest = dtype.isUnsignedInteger() ? 0 : -std::ldexp(1.0, int(width) - 1);
  double highest = std::ldexp(1.0, int(width) - (dtype.isUnsignedInteger() ? 0 : 1)) - 1;
  switch (kind) {
  case Reduction::prod:
  case Reduction::all:
    return 1;
  case Reduction::max:
    return floats ? -INFINITY : lowest;
  case Reduction::min:
    return floats ? INFINITY : highest;
  default:
    return 0;
  }
}
} // namespace

Term Elaborator::reduceOver(StringRef word, const ast::CallExpr &call, const ast::IndexExpr &head,
                            const Labels &given, bool star) {
  const ast::Expr &body = *call.args[0].value;
  if (!star)
    if (auto tree = reduceTrees(word, body, head, given))
      return *tree;
  Labels over = given;
  bool isMean = word == "mean", isArg = word.starts_with("arg");
  Reduction kind = llvm::StringSwitch<Reduction>(word)
                       .Case("prod", Reduction::prod)
                       .Cases({"max", "argmax", "logsumexp"}, Reduction::max)
                       .Cases({"min", "argmin"}, Reduction::min)
                       .Case("any", Reduction::any)
                       .Case("all", Reduction::all)
                       .Default(Reduction::sum);
  std::optional<Tensor> rows = star ? std::nullopt : rowMask(over);
  auto overRows = [&] {
    return llvm::any_of(over, [&](LabelId label) { return isRowDim(labels[label].dim); });
  };
  std::optional<Tensor> result, mask;
  Term value;
  if ((word == "sum" || isMean) && !star && !rows && !head.where) {
    result = sumProduct(body, over);
    if (!result)
      return Term();
  } else {
    value = eval(body);
    if (value.isError())
      return value;
    bool truth = kind == Reduction::any || kind == Reduction::all || word == "count";
    if (value.kind == TermKind::Bool && !truth)
      truth = true; // refused below
    auto tensor = toTensor(value, truth ? boolType()
                                        : (isMean || value.kind == TermKind::Real ? floatType()
                                                                                  : mlir::Type()),
                           body.range);
    if (!tensor)
      return Term();
    if (tensor->dtype().isInteger(1) != truth || (truth && (word == "sum" || isMean))) {
      error(Diag::WrongDtype, body.range, truth ? "bool" : "a number", spell(tensor->dtype()))
          .help(truth ? "`" + word.str() + "` takes conditions" : "`count[n](…)` counts");
      return Term();
    }
    if (star) {
      *tensor = axesToLabels(*tensor, over);
      rows = rowMask(over);
    }
    // Every reduced index takes part, also one that the body does not mention.
    Labels order = tensor->labels;
    for (LabelId label : over)
      if (!llvm::is_contained(order, label))
        order.push_back(label);
    llvm::sort(order);
    if (order != tensor->labels) {
      tensor->value = arrange(*tensor, order, tensor->axes);
      tensor->labels = order;
    }
    mask = reducerMask(head, over);
    if (head.where && !mask)
      return Term();
    if (word == "count")
      *tensor = convert(*tensor, i32());
    if (word == "norm")
      *tensor = emitBinary<MulOp>(*tensor, *tensor);
    for (const std::optional<Tensor> &test : {mask, rows})
      if (test) {
        double neutral = identityOf(kind, tensor->dtype());
        Tensor empty;
        empty.value = splat(neutral, mlir::RankedTensorType::get({}, tensor->dtype()));
        Tensor sides[3] = {*test, *tensor, empty};
        if (!align(sides, head.range))
          return Term();
        *tensor = emitSelect(sides[0], sides[1], sides[2]);
      }
    if (isArg) {
      if (over.size() != 1) {
        error(Diag::ArgumentCount, head.range, word, 1, int64_t(over.size()))
            .help("a position has one axis: name one index");
        return Term();
      }
      Tensor position;
      int64_t axis = 0;
      for (size_t i = 0; i < tensor->labels.size(); ++i)
        if (tensor->labels[i] == over[0])
          axis = int64_t(i);
        else
          position.labels.push_back(tensor->labels[i]);
      position.axes = tensor->axes;
      position.value = ArgReduceOp::create(
          builder, loc(), typeOf(position.labels, position.axes, i32()), kind, tensor->value, axis);
      if (overRows())
        noteOfBatch(position.value);
      return Term::of(position);
    }
    if (word == "logsumexp") {
      Tensor peak = emitReduce(kind, *tensor, over);
      peak = emitUnary<StopOp>(peak);
      // Nothing but -inf: its differences would be no numbers.
      peak = emitBinary<MaxOp>(peak, like(peak, peak.dtype().isF64() ? -DBL_MAX : -double(FLT_MAX)));
      Tensor pair[2] = {*tensor, peak};
      if (!align(pair, head.range))
        return Term();
      Tensor sum = emitReduce(Reduction::sum,
                              emitUnary<ExpOp>(emitBinary<SubOp>(pair[0], pair[1])), over);
      Tensor ends[2] = {sum, peak};
      align(ends, head.range);
      Tensor log = logOrNothing(ends[0], ends[1]);
      if (overRows())
        noteOfBatch(log.value);
      return Term::of(log);
    }
    result = emitReduce(kind, *tensor, over);
    if (overRows())
      result = overBatches(*result, kind, *tensor);
    if (word == "norm") { // at 0 the derivative is 0 by convention
      Tensor some = emitCompare(Comparison::gt, *result, like(*result, 0));
      Tensor root = emitUnary<SqrtOp>(emitSelect(some, *result, like(*result, 1)));
      result = emitSelect(some, root, *result);
    }
  }
  if (isMean) {
    mlir::Type dtype = result->dtype();
    if (!llvm::isa<mlir::FloatType>(dtype)) {
      error(Diag::WrongDtype, body.range, "a float", spell(dtype)).help("convert: `f32(…)`");
      return Term();
    }
    Term count = Term::number(1.0);
    bool rowsCounted = false;
    for (LabelId label : over) {
      if (rows && !rowsCounted && isRowDim(labels[label].dim)) {
        rowsCounted = true;
        continue;
      }
      count.real *= double(labels[label].dim.size());
    }
    if (mask) {
      // The number of elements that passed; 0 where none did.
      Tensor test = *mask;
      if (rows) {
        Tensor both[2] = {*mask, *rows};
        align(both, head.range);
        test = emitBinary<AndOp>(both[0], both[1]);
      }
      Labels order = test.labels;
      for (LabelId label : over)
        if (!llvm::is_contained(order, label))
          order.push_back(label);
      test.value = arrange(test, order, test.axes);
      test.labels = order;
      Tensor passed = emitReduce(Reduction::sum, convert(test, dtype), over);
      if (overRows())
        passed = overBatches(passed, Reduction::sum, test);
      Tensor pair[2] = {*result, passed};
      if (!align(pair, head.range))
        return Term();
      auto type = llvm::cast<mlir::RankedTensorType>(pair[1].value.getType());
      Tensor zero = pair[1], one = pair[1];
      zero.value = splat(0, type);
      one.value = splat(1, type);
      Tensor some = emitCompare(Comparison::gt, pair[1], zero);
      Tensor divided = emitBinary<DivOp>(pair[0], emitBinary<MaxOp>(pair[1], one));
      result = emitSelect(some, divided, zero);
    } else {
      Term divisor = count;
      if (rowsCounted) {
        Tensor valid;
        valid.value = builtin("rows");
        divisor = Term::of(overBatches(convert(valid, dtype), Reduction::sum, valid));
        if (count.real != 1)
          divisor = binary(ast::BinaryOp::Mul, divisor, count, head.range);
      }
      Term quotient = binary(ast::BinaryOp::Div, Term::of(*result), divisor, head.range);
      if (quotient.isError())
        return quotient;
      result = quotient.tensor;
    }
  }
  // Of a filtered mean the runtime does not know how many elements each batch counted.
  if (overRows() && !(isMean && mask) && llvm::is_contained({"sum", "mean", "min", "max", "any", "all", "count"}, word))
    result->combine = word == "count" ? "sum" : word; // which the tree holds
  if (overRows() && entry && !entry->metric)
    noteOfBatch(result->value);
  return Term::of(*result);
}
