// SPDX-License-Identifier: Apache-2.0
// x[…] where a position is a value: a gather, with a test where an `else` says what lies outside.
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using ast::IndexItem;

/// Axes that a bare index names become labels: `x[b, id[b]]` gathers in each row b.
Tensor Elaborator::nameAxes(const Tensor &base, llvm::ArrayRef<std::optional<LabelId>> names) {
  Tensor result;
  result.adapts = base.adapts;
  result.labels = base.labels;
  for (const auto &name : names)
    if (name)
      result.labels.push_back(*name);
  unsigned label = unsigned(base.labels.size()), axis = unsigned(result.labels.size());
  llvm::SmallVector<mlir::AffineExpr> map;
  for (unsigned i = 0; i < label; ++i)
    map.push_back(dimExpr(i));
  for (size_t i = 0; i < base.axes.size(); ++i) {
    bool named = i < names.size() && names[i];
    map.push_back(dimExpr(named ? label++ : axis++));
    if (!named)
      result.axes.push_back(base.axes[i]);
  }
  auto type = typeOf(result.labels, result.axes, base.dtype());
  result.value = emitRead(base.value, mlir::AffineMap::get(unsigned(type.getRank()), 0, map, &context),
                          type.getShape());
  return result;
}

Term Elaborator::gather(Tensor base, const ast::IndexExpr &expr) {
  llvm::SmallVector<std::optional<LabelId>> names;
  std::vector<const IndexItem *> items;
  for (const IndexItem &item : expr.items) {
    if (item.kind != IndexItem::Kind::Value) {
      error(Diag::NotAnIndex, item.range).help("slices and groups do not mix with values");
      return Term();
    }
    auto *bare = llvm::dyn_cast<ast::NameExpr>(item.value.get());
    auto label = bare && !isValueName(bare->name) ? findLabel(bare->name) : std::nullopt;
    bool names_ = label && labels[*label].low == 0 && !llvm::is_contained(base.labels, *label) &&
                  !llvm::is_contained(names, label);
    names.push_back(names_ ? label : std::nullopt);
    if (names_)
      agree(*label, base.axes[names.size() - 1], item.range);
    else
      items.push_back(&item);
  }
  base = nameAxes(base, names);
  // Positions as i32 tensors over one set of labels; indices that stay affine count along.
  std::vector<Tensor> positions;
  Labels shared;
  std::vector<int64_t> axes;
  Dims left(base.axes.begin() + ptrdiff_t(items.size()), base.axes.end());
  std::optional<Term> inside; // with `else`: whether every position is
  for (size_t i = 0; i < items.size(); ++i) {
    const IndexItem &item = *items[i];
    Term term = eval(*item.value);
    auto position = toTensor(term, i32(), item.range);
    if (!position)
      return Term();
    if (!position->dtype().isInteger(32)) {
      error(Diag::WrongDtype, item.range, "i32", spell(position->dtype()))
          .help("positions are i32: convert with `i32(…)`");
      return Term();
    }
    if (!position->axes.empty()) {
      error(Diag::NotAnIndex, item.range).here("this is " + spell(term))
          .help("name the axes of the position too: `x[id[n]]`");
      return Term();
    }
    if (expr.elseValue) {
      Term zero = Term::number(Dim(0)), last = Term::number(Dim(base.axes[i].size() - 1));
      Term value = Term::of(*position);
      Term fits = binary(ast::BinaryOp::And, binary(ast::BinaryOp::Ge, value, zero, item.range),
                         binary(ast::BinaryOp::Le, value, last, item.range), item.range);
      inside = inside ? binary(ast::BinaryOp::And, *inside, fits, item.range) : fits;
      Term held = callBuiltin("clamp", {{nullptr, value}, {nullptr, zero}, {nullptr, last}},
                              item.range);
      if (!held.isTensor())
        return Term();
      position = held.tensor;
    } else {
      limitInput(position->value, base.axes[i].size());
    }
    positions.push_back(*position);
    axes.push_back(int64_t(i));
  }
  // Labels that the base has already are batch axes.
  for (const Tensor &position : positions)
    for (LabelId label : position.labels)
      if (!llvm::is_contained(shared, label))
        shared.push_back(label);
  llvm::sort(shared);
  Labels batch, own, unrelated;
  for (LabelId label : base.labels)
    (llvm::is_contained(shared, label) ? batch : unrelated).push_back(label);
  for (LabelId label : shared)
    if (!llvm::is_contained(batch, label))
      own.push_back(label);
  // Operand: batch, then the labels that positions lack, then axes.
  Labels baseOrder = batch;
  baseOrder.append(unrelated);
  base.value = arrange(base, baseOrder, base.axes);
  Labels indexOrder = batch;
  indexOrder.append(own);
  llvm::SmallVector<mlir::Value> indices;
  for (const Tensor &position : positions)
    indices.push_back(arrange(position, indexOrder, {}));
  for (int64_t &axis : axes)
    axis += int64_t(baseOrder.size());
  Tensor result;
  result.adapts = base.adapts;
  result.labels = indexOrder;
  result.labels.append(unrelated);
  result.axes.assign(left.begin(), left.end());
  mlir::RankedTensorType type = typeOf(result.labels, left, base.dtype());
  if (!sizeAllowed(type.getShape(), expr.range))
    return Term();
  result.value = GatherOp::create(builder, loc(), type, base.value, indices, axes,
                                  int64_t(batch.size()));
  if (!inside)
    return Term::of(result);
  Term otherwise = eval(*expr.elseValue);
  return otherwise.isError() ? otherwise
                             : select(*inside, Term::of(result), otherwise, expr.range);
}
