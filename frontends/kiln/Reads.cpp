// SPDX-License-Identifier: Apache-2.0
// x[…]: axes become labels, windows, slices and groups through one affine map; positions that are
// values become a gather.
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using ast::IndexItem;
using mlir::AffineExpr;

void Elaborator::agree(LabelId id, const Dim &dim, SourceRange place) {
  AxisLabel &label = labels[id];
  if (!label.known) {
    label.dim = dim;
    label.known = true;
    label.place = place;
    return;
  }
  if (Dim::same(label.dim, dim))
    return;
  Diagnostic &diagnostic = error(Diag::IndexOverTwoDims, place, label.name);
  diagnostic.here("here `" + label.name + "` runs over " + dim.str())
      .label(label.place, "here `" + label.name + "` runs over " + label.dim.str());
  if (dim.size() == label.dim.size())
    diagnostic.note(label.dim.str() + " and " + dim.str() + " are both " +
                    std::to_string(dim.size()) +
                    (partPath.empty() ? std::string() : " in " + partPath) +
                    ", but they are different dims");
  else
    noteSizes(diagnostic, dim, label.dim);
  diagnostic.help("use an index of its own for each dim");
}

bool Elaborator::splitGroup(const IndexItem &item, const Dim &axis, AffineExpr &coordinate) {
  Dim product(1);
  llvm::SmallVector<LabelId> members;
  for (const ast::GroupMember &member : item.members) {
    auto label = findLabel(member.name.text);
    if (!label) {
      error(Diag::IndexUnbound, member.name.range, member.name.text)
          .help("bind it on the left or in a reducer");
      return false;
    }
    if (member.size) {
      auto size = evalDim(*member.size);
      if (!size)
        return false;
      agree(*label, *size, member.name.range);
    }
    if (!labels[*label].known) {
      error(Diag::IndexNoRange, member.name.range, member.name.text)
          .here("the axis has " + std::to_string(axis.size()) + " elements")
          .help("state the size of one: `(" + member.name.text + ": 4, …)`");
      return false;
    }
    members.push_back(*label);
    product = product * labels[*label].dim;
  }
  if (!Dim::same(product, axis)) {
    error(Diag::GroupSize, item.range, axis.str(), product.str())
        .here("the axis has " + std::to_string(axis.size()) + ", the group " +
              std::to_string(product.size()))
        .help("the sizes of a group multiply to its axis");
    return false;
  }
  coordinate = builder.getAffineConstantExpr(0);
  for (LabelId label : members)
    coordinate = coordinate * labels[label].dim.size() + mlir::getAffineDimExpr(label, &context);
  return true;
}

Term Elaborator::evalIndex(const ast::IndexExpr &expr) {
  Term base = eval(*expr.base);
  Restore<SourceRange> at(here, expr.range);
  switch (base.kind) {
  case TermKind::Error:
    return base;
  case TermKind::Tensor:
    return readTensor(base.tensor, expr);
  case TermKind::List: {
    // Constant positions pick; an index makes a tensor of the list.
    std::optional<int64_t> at;
    if (expr.items.size() == 1 && expr.items[0].kind == IndexItem::Kind::Value) {
      Term position = eval(*expr.items[0].value);
      if (position.isError())
        return position;
      if (position.kind == TermKind::Int)
        at = position.integer.size();
    }
    int64_t size = int64_t(base.items->size());
    if (!at) {
      auto whole = toTensor(base, {}, expr.base->range);
      return whole ? readTensor(*whole, expr) : Term();
    }
    if (*at < 0 || *at >= size) {
      error(Diag::ReadLeavesAxis, expr.items[0].range, std::to_string(*at), std::to_string(size))
          .here("this is " + std::to_string(*at))
          .help("positions run from 0 to " + std::to_string(size - 1));
      return Term();
    }
    return (*base.items)[size_t(*at)];
  }
  case TermKind::PartList: {
    std::vector<int64_t> at;
    for (const IndexItem &item : expr.items) {
      auto position = item.kind == IndexItem::Kind::Value ? evalInt(*item.value) : std::nullopt;
      if (!position) {
        if (item.kind != IndexItem::Kind::Value)
          error(Diag::NotAnIndex, item.range).help("a part is chosen by a constant number");
        return Term();
      }
      at.push_back(*position);
    }
    PartList &list = *base.partList;
    size_t flat = 0;
    for (size_t i = 0; i < at.size() && i < list.counts.size(); ++i) {
      if (at[i] < 0 || at[i] >= list.counts[i]) {
        error(Diag::ReadLeavesAxis, expr.items[i].range, std::to_string(at[i]),
              std::to_string(list.counts[i]))
            .here("this is " + std::to_string(at[i]))
            .help("positions run from 0 to " + std::to_string(list.counts[i] - 1));
        return Term();
      }
      flat = flat * size_t(list.counts[i]) + size_t(at[i]);
    }
    if (at.size() != list.counts.size()) {
      error(Diag::AxisCount, expr.brackets, int64_t(at.size()), int64_t(list.counts.size()))
          .help("give one number for each count of `" + list.name + "`");
      return Term();
    }
    Term term;
    term.kind = TermKind::Part;
    term.part = list.stacked ? list.instances[0] : list.instances[flat];
    if (list.stacked)
      term.layer = at;
    return term;
  }
  default:
    auto *name = llvm::dyn_cast<ast::NameExpr>(expr.base.get());
    Diagnostic &diagnostic = error(Diag::NotIndexable, expr.base->range, spell(base));
    if (name && takesIndices(name->name))
      diagnostic.here("here `" + name->name + "` is a name of this model")
          .help("give that another name, so that `" + name->name + "[…](…)` reduces");
    else
      diagnostic.help("tensors, lists and parts take indices");
    return Term();
  }
}

Term Elaborator::readTensor(const Tensor &base, const ast::IndexExpr &expr) {
  if (expr.items.size() > base.axes.size()) {
    Diagnostic &diagnostic =
        error(Diag::AxisCount, expr.brackets, int64_t(expr.items.size()), int64_t(base.axes.size()));
    diagnostic.here("the value is " + spellShape(base));
    diagnostic.help(base.axes.empty() ? "leave the brackets away" : "leave indices away");
    return Term();
  }
  Tensor result;
  result.adapts = base.adapts;
  result.labels = base.labels;
  // Coordinates in terms of labels; a position of the result's own axes is `label count + axis`.
  llvm::SmallVector<AffineExpr> coordinates;
  llvm::SmallVector<std::pair<size_t, Dim>> slices; // coordinate number, axis
  bool outside = false;
  for (size_t i = 0; i < expr.items.size(); ++i) {
    const IndexItem &item = expr.items[i];
    const Dim &axis = base.axes[i];
    AffineExpr coordinate;
    switch (item.kind) {
    case IndexItem::Kind::Value: {
      auto *bare = llvm::dyn_cast<ast::NameExpr>(item.value.get());
      if (bare && !isValueName(bare->name)) {
        auto label = findLabel(bare->name);
        if (!label) {
          if (auto known = lookup(bare->name, bare->range))
            error(Diag::NotAnIndex, item.range).here("this is " + spell(*known))
                .help("indices are lower-case names that nothing else has");
          else if (equation->hasLeft)
            error(Diag::MissingReducer, item.range, bare->name)
                .help("name it on the left, or let a reducer take it: `sum[" + bare->name +
                      "](…)`");
          else
            error(Diag::IndexUnbound, item.range, bare->name)
                .help("bind it on the left, `y[" + bare->name + "] = …`, or in a reducer, `sum[" +
                      bare->name + "](…)`");
          return Term();
        }
        if (labels[*label].low == 0) {
          unsigned before = diagnostics.errorCount();
          agree(*label, axis, item.range);
          if (diagnostics.errorCount() != before)
            return Term();
        }
      }
      Term position = eval(*item.value);
      if (position.isError())
        return position;
      if (position.isTensor())
        return gather(base, expr);
      if (bare && position.kind == TermKind::Int && !position.integer.isLiteral() &&
          bare->name == position.integer.str()) {
        error(Diag::DimAsIndex, item.range, bare->name)
            .help("did you mean the index `" + llvm::StringRef(bare->name).lower() + "`?");
        return Term();
      }
      if (position.kind == TermKind::Int)
        coordinate = builder.getAffineConstantExpr(position.integer.size());
      else if (position.kind == TermKind::Affine)
        coordinate = position.affine;
      else {
        error(Diag::NotAnIndex, item.range).here("this is " + spell(position))
            .help("a position is an index, a whole number or an i32 value");
        return Term();
      }
      auto [low, high] = bounds(coordinate);
      if (low < 0 || high >= axis.size()) {
        if (!expr.elseValue) {
          error(Diag::ReadLeavesAxis, item.range,
                low < 0 ? std::to_string(low) : std::to_string(high), std::to_string(axis.size()))
              .here("this runs from " + std::to_string(low) + " to " + std::to_string(high))
              .note("the axis " + axis.str() + " has the positions 0 to " +
                    std::to_string(axis.size() - 1))
              .help("say what lies outside: `" + expr.range.text().drop_back().str() + " else 0]`");
          return Term();
        }
        outside = true;
      }
      break;
    }
    case IndexItem::Kind::Group:
      if (!splitGroup(item, axis, coordinate))
        return Term();
      break;
    case IndexItem::Kind::Slice: {
      auto low = item.low ? evalDim(*item.low) : std::optional<Dim>(Dim(0));
      auto high = item.high ? evalDim(*item.high) : std::optional<Dim>(axis);
      if (!low || !high)
        return Term();
      if (low->size() < 0 || high->size() > axis.size() || low->size() >= high->size()) {
        error(Diag::ReadLeavesAxis, item.range, high->str(), std::to_string(axis.size()))
            .help("a slice lies inside its axis and is not empty");
        return Term();
      }
      slices.push_back({coordinates.size(), *high - *low});
      coordinate = builder.getAffineConstantExpr(low->size());
      break;
    }
    default:
      error(Diag::NotAnIndex, item.range).help("`..`, `*` and ranges belong to reducers");
      return Term();
    }
    for (LabelId label : labelsOf(coordinate))
      if (!llvm::is_contained(result.labels, label))
        result.labels.push_back(label);
    coordinates.push_back(coordinate);
  }
  // A plain renaming keeps the order of the axes; windows come out in the order of the labels.
  bool rename = slices.empty() && llvm::all_of(coordinates, [](AffineExpr e) {
    return llvm::isa<mlir::AffineDimExpr>(e);
  }) && result.labels.size() == base.labels.size() + coordinates.size();
  if (!rename)
    llvm::sort(result.labels);
  llvm::DenseMap<AffineExpr, AffineExpr> place;
  for (size_t i = 0; i < result.labels.size(); ++i)
    place[mlir::getAffineDimExpr(result.labels[i], &context)] = builder.getAffineDimExpr(unsigned(i));
  llvm::SmallVector<AffineExpr> map;
  for (LabelId label : base.labels)
    map.push_back(place[mlir::getAffineDimExpr(label, &context)]);
  for (size_t i = 0; i < coordinates.size(); ++i) {
    AffineExpr coordinate = coordinates[i].replace(place);
    for (auto &[number, dim] : slices)
      if (number == i) {
        coordinate = coordinate + builder.getAffineDimExpr(
                                      unsigned(result.labels.size() + result.axes.size()));
        result.axes.push_back(dim);
      }
    map.push_back(coordinate);
  }
  for (size_t i = expr.items.size(); i < base.axes.size(); ++i) {
    map.push_back(builder.getAffineDimExpr(unsigned(result.labels.size() + result.axes.size())));
    result.axes.push_back(base.axes[i]);
  }
  mlir::RankedTensorType type = typeOf(result.labels, result.axes, base.dtype());
  if (!sizeAllowed(type.getShape(), expr.range))
    return Term();
  mlir::TypedAttr fill;
  if (outside) {
    Term value = eval(*expr.elseValue);
    if (value.isError())
      return value;
    if (!value.isConstant()) {
      error(Diag::NotConstant, expr.elseValue->range, "the value after `else`")
          .help("read with `else 0` and choose by `if`");
      return Term();
    }
    auto constantFill = constant(value, base.dtype()).value.getDefiningOp<ConstantOp>();
    fill = llvm::cast<mlir::TypedAttr>(
        *llvm::cast<mlir::DenseElementsAttr>(constantFill.getValue()).getValues<mlir::Attribute>()
             .begin());
    constantFill.erase();
  }
  result.value = emitRead(base.value,
                          mlir::AffineMap::get(unsigned(type.getRank()), 0, map, &context),
                          type.getShape(), fill);
  return Term::of(result);
}

Term Elaborator::gather(Tensor base, const ast::IndexExpr &expr) {
  if (expr.elseValue) {
    error(Diag::GatherElse, expr.elseValue->range).help("choose by `if` on the position");
    return Term();
  }
  // Positions as i32 tensors over one set of labels; indices that stay affine count along.
  std::vector<Tensor> positions;
  Labels shared;
  std::vector<int64_t> axes;
  Dims left;
  for (size_t i = 0; i < base.axes.size(); ++i) {
    if (i >= expr.items.size()) {
      left.push_back(base.axes[i]);
      continue;
    }
    const IndexItem &item = expr.items[i];
    if (item.kind != IndexItem::Kind::Value) {
      error(Diag::NotAnIndex, item.range).help("slices and groups do not mix with values");
      return Term();
    }
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
    limitInput(position->value, base.axes[i].size());
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
  result.labels = indexOrder;
  result.labels.append(unrelated);
  result.axes = left;
  mlir::RankedTensorType type = typeOf(result.labels, left, base.dtype());
  if (!sizeAllowed(type.getShape(), expr.range))
    return Term();
  result.value = GatherOp::create(builder, loc(), type, base.value, indices, axes,
                                  int64_t(batch.size()));
  return Term::of(result);
}
