// SPDX-License-Identifier: Apache-2.0
// Lists `[a, b]`: numbers stay known when compiled and become a constant where a tensor is wanted;
// tensors stack.
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Limits.h"

using namespace kiln;
using namespace kiln::frontend;

Term Elaborator::evalList(const ast::ListExpr &expr) {
  std::vector<Term> items;
  bool tensors = false;
  for (const ast::ExprPtr &element : expr.elements) {
    items.push_back(eval(*element));
    if (items.back().isError())
      return Term();
    tensors |= items.back().isTensor();
  }
  if (!tensors)
    return Term::list(std::move(items));
  // Tensors stack on a new first axis.
  std::vector<Tensor> rows;
  mlir::Type dtype;
  for (const Term &item : items) {
    if (!hasValue(item, expr.range))
      return Term();
    if (item.isTensor() && !item.tensor.adapts)
      dtype = item.tensor.dtype();
  }
  for (const Term &item : items) {
    auto row = toTensor(item, dtype, expr.range);
    if (!row)
      return Term();
    if (dtype && row->dtype() != dtype) {
      error(Diag::MixedDtypes, expr.range, spell(dtype), spell(row->dtype()))
          .help("convert one of them: `f32(…)`");
      return Term();
    }
    rows.push_back(*row);
  }
  if (!align(rows, expr.range))
    return Term();
  Tensor result;
  result.labels = rows[0].labels;
  result.axes = rows[0].axes;
  result.axes.insert(result.axes.begin(), Dim(1));
  llvm::SmallVector<mlir::Value> pieces;
  for (const Tensor &row : rows)
    pieces.push_back(ReshapeOp::create(builder, loc(),
                                       typeOf(result.labels, result.axes, row.dtype()), row.value));
  result.axes[0] = Dim(int64_t(rows.size()));
  result.value =
      rows.size() == 1
          ? pieces[0]
          : JoinOp::create(builder, loc(), typeOf(result.labels, result.axes, rows[0].dtype()),
                           pieces, int64_t(result.labels.size()))
                .getResult();
  return Term::of(result);
}

Term kiln::frontend::withLengths(Term list, llvm::function_ref<Dim(const Dim &)> length) {
  if (list.kind != TermKind::List)
    return list;
  std::vector<Term> items;
  for (const Term &item : *list.items)
    items.push_back(withLengths(item, length));
  return Term::list(std::move(items), length(list.integer));
}

namespace {
/// The shape that nested lists have, if their elements agree on one. Ends early past the limit.
bool shapeOf(const Term &term, Dims &shape, std::vector<const Term *> &numbers) {
  if (numbers.size() > limits::listElements)
    return true;
  if (term.kind != TermKind::List) {
    numbers.push_back(&term);
    return true;
  }
  shape.push_back(term.integer);
  Dims first;
  for (size_t i = 0; i < term.items->size(); ++i) {
    Dims inner;
    if (!shapeOf((*term.items)[i], inner, numbers))
      return false;
    if (numbers.size() > limits::listElements)
      return true;
    if (i == 0)
      first = inner;
    if (inner.size() != first.size())
      return false;
    for (size_t axis = 0; axis < inner.size(); ++axis)
      if (inner[axis].size() != first[axis].size())
        return false;
  }
  shape.append(first.begin(), first.end());
  return true;
}
} // namespace

std::optional<Tensor> Elaborator::listTensor(const Term &list, mlir::Type dtype,
                                             SourceRange place) {
  Tensor result;
  std::vector<const Term *> numbers;
  if (!shapeOf(list, result.axes, numbers)) {
    error(Diag::RaggedList, place).help("give every row as many numbers");
    return std::nullopt;
  }
  if (numbers.size() > limits::listElements) {
    error(Diag::ListTooLong, place, int64_t(limits::listElements))
        .help("compute it by an equation, or read it from a file");
    return std::nullopt;
  }
  bool real = false, truth = false;
  for (const Term *number : numbers) {
    real |= number->kind == TermKind::Real;
    truth |= number->kind == TermKind::Bool;
  }
  result.adapts = !dtype && !real && !truth; // whole numbers take any type
  if (!dtype)
    dtype = truth ? boolType() : real ? floatType() : i32();
  llvm::SmallVector<mlir::Attribute> values;
  for (const Term *number : numbers) {
    if (!number->isConstant()) {
      if (toTensor(*number, dtype, place))
        error(Diag::NotConstant, place, "each element of this list").help("write numbers, or tensors alone");
      return std::nullopt;
    }
    mlir::TypedAttr value = elementOf(*number, dtype, place);
    if (!value)
      return std::nullopt;
    values.push_back(value);
  }
  mlir::RankedTensorType type = typeOf({}, result.axes, dtype);
  result.value =
      ConstantOp::create(builder, loc(), type, mlir::DenseElementsAttr::get(type, values));
  return result;
}
