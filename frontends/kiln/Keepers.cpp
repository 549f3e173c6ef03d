// SPDX-License-Identifier: Apache-2.0
// softmax[s](…) and others that keep their index, and join[n](…).
#include "frontends/kiln/Elaborator.h"
#include <cmath>

using namespace kiln;
using namespace kiln::frontend;
using ast::IndexItem;
using llvm::StringRef;

Term Elaborator::keeper(StringRef word, const ast::CallExpr &call, const ast::IndexExpr &head,
                        const Labels &given, const Labels &own, bool star) {
  bool normalises = word == "softmax" || word == "log_softmax";
  Labels over = given, axes;
  Term value = eval(*call.args[0].value);
  if (value.isError())
    return value;
  auto tensor = toTensor(value, floatType(), call.range);
  if (!tensor)
    return Term();
  if (tensor->dtype().isInteger(1) ||
      (normalises && !llvm::isa<mlir::FloatType>(tensor->dtype()))) {
    error(Diag::WrongDtype, call.args[0].value->range, normalises ? "a float" : "a number",
          spell(tensor->dtype()))
        .help("convert: `f32(…)`");
    return Term();
  }
  if (star)
    *tensor = axesToLabels(*tensor, axes);
  over.append(axes);
  for (LabelId label : over)
    if (!llvm::is_contained(tensor->labels, label)) {
      Labels order = tensor->labels;
      order.push_back(label);
      tensor->value = arrange(*tensor, order, tensor->axes);
      tensor->labels = order;
    }
  std::optional<Tensor> mask = reducerMask(head, over);
  if (head.where && !mask)
    return Term();
  // The rest of a short last batch takes no part.
  std::optional<Tensor> rows = rowMask(over);
  if (rows) {
    if (word.ends_with("sort")) {
      error(Diag::NotBuilt, head.range, word.str() + " over the rows of an `infer` entry, whose last batch may be short,")
          .help("declare the axis by `dim` where all of it is there at once");
      return Term();
    }
    if (mask) {
      Tensor both[2] = {*mask, *rows};
      align(both, head.range);
      mask = emitBinary<AndOp>(both[0], both[1]);
    } else {
      mask = rows;
    }
  }
  if (mask) {
    Tensor pair[2] = {*tensor, *mask};
    if (!align(pair, head.range))
      return Term();
    *tensor = pair[0];
    mask = pair[1];
  }
  Labels back = own;
  back.append(axes);
  if (!normalises) {
    if (over.size() != 1) {
      error(Diag::ArgumentCount, head.range, word, 1, int64_t(over.size()))
          .help("it walks along one index: name that one");
      return Term();
    }
    auto walked = walk(word, *tensor, over[0], mask, head.range);
    if (!walked)
      return Term();
    if (rows)
      noteOfBatch(walked->value);
    return Term::of(back.empty() ? *walked : labelsToAxes(*walked, back));
  }
  auto type = llvm::cast<mlir::RankedTensorType>(tensor->value.getType());
  bool ok = true;
  std::vector<mlir::Value> results = composite(word, [&]() -> std::vector<mlir::Value> {
    auto against = [&](const Tensor &whole, const Tensor &row, auto emit) {
      Tensor pair[2] = {whole, row};
      ok &= align(pair, head.range);
      return emit(pair[0], pair[1]);
    };
    Tensor x = *tensor;
    if (mask) {
      Tensor nothing = x;
      nothing.value = splat(-INFINITY, type);
      x = emitSelect(*mask, x, nothing);
    }
    // The shift by the maximum changes no value, so it has no derivative either.
    Tensor peak = emitUnary<StopOp>(emitReduce(Reduction::max, x, over));
    auto sub = [&](const Tensor &a, const Tensor &b) { return emitBinary<SubOp>(a, b); };
    Tensor shifted = against(x, peak, sub);
    Tensor power = emitUnary<ExpOp>(shifted);
    if (mask) {
      Tensor zero = x;
      zero.value = splat(0, type);
      power = emitSelect(*mask, power, zero);
    }
    Tensor total = emitReduce(Reduction::sum, power, over);
    if (word == "log_softmax")
      return {against(shifted, emitUnary<LogOp>(total), sub).value};
    if (mask) {
      // Where nothing passes, all are 0.
      Tensor zero = total, one = total;
      auto rowType = llvm::cast<mlir::RankedTensorType>(total.value.getType());
      zero.value = splat(0, rowType);
      one.value = splat(1, rowType);
      total = emitSelect(emitCompare(Comparison::gt, total, zero), total, one);
    }
    return {against(power, total, [&](const Tensor &a, const Tensor &b) {
              return emitBinary<DivOp>(a, b);
            }).value};
  });
  if (!ok)
    return Term();
  Tensor result = *tensor;
  result.adapts = false;
  result.value = results[0];
  if (rows)
    noteOfBatch(result.value);
  return Term::of(back.empty() ? result : labelsToAxes(result, back));
}

Term Elaborator::evalJoin(const ast::CallExpr &call, const ast::IndexExpr &head) {
  auto *name = head.items.size() == 1 && head.items[0].kind == IndexItem::Kind::Value
                   ? llvm::dyn_cast<ast::NameExpr>(head.items[0].value.get())
                   : nullptr;
  if (!name || call.args.empty()) {
    error(Diag::NotAnIndex, head.range).help("`join[n](a[n], b[n])` names one index");
    return Term();
  }
  auto outer = findLabel(name->name);
  bool ownIndex = !outer;
  if (ownIndex)
    outer = newLabel(name->name, std::nullopt, name->range);
  std::vector<Tensor> pieces;
  Labels order, pieceLabels;
  Dim total(0);
  mlir::Type dtype;
  for (const ast::Arg &arg : call.args) {
    Labels &made = equation->reducerLabels[arg.value.get()];
    if (made.empty())
      made.push_back(newLabel(name->name, std::nullopt, arg.value->range));
    LabelId label = made[0];
    equation->scopes.push_back({{name->name, label}});
    Term term = eval(*arg.value);
    equation->scopes.pop_back();
    if (term.isError())
      return term;
    if (!labels[label].known) {
      error(Diag::IndexNoRange, arg.value->range, name->name)
          .help("each piece of a join has the index: `[x][" + name->name + "]` is one row");
      return Term();
    }
    auto tensor = toTensor(term, dtype ? dtype : floatType(), arg.value->range);
    if (!tensor)
      return Term();
    if (dtype && dtype != tensor->dtype()) {
      error(Diag::MixedDtypes, arg.value->range, spell(dtype), spell(tensor->dtype()))
          .label(call.args[0].value->range, "the first piece")
          .help("convert one of them: `f32(…)`");
      return Term();
    }
    dtype = tensor->dtype();
    total = total + labels[label].dim;
    pieceLabels.push_back(label);
    for (LabelId other : tensor->labels)
          if (other != label && !llvm::is_contained(order, other))
        order.push_back(other);
    pieces.push_back(*tensor);
  }
  agree(*outer, total, head.range);
  order.push_back(*outer);
  llvm::sort(order);
  size_t axis = size_t(llvm::find(order, *outer) - order.begin());
  Tensor result;
  result.labels = order;
  result.axes = pieces[0].axes;
  llvm::SmallVector<mlir::Value> values;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].axes.size() != result.axes.size()) {
      error(Diag::ShapesDiffer, call.args[i].value->range, spellShape(pieces[0]),
            spellShape(pieces[i]))
          .label(call.args[0].value->range, "the first piece")
          .help("the pieces agree in all but the joined index");
      return Term();
    }
    Labels own = order;
    own[axis] = pieceLabels[i];
    values.push_back(arrange(pieces[i], own, pieces[i].axes));
  }
  result.value = JoinOp::create(builder, loc(), typeOf(result.labels, result.axes, dtype), values,
                                int64_t(axis));
  return Term::of(ownIndex ? labelsToAxes(result, {*outer}) : result);
}
