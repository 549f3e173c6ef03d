// SPDX-License-Identifier: Apache-2.0
// x[…]: axes become labels, windows, slices and groups through one affine map.
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
  if (sameDim(label.dim, dim))
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
  // A number where a dim is declared, or the beginning of a longer axis, may be meant.
  bool isPart = label.dim.size() < dim.size() && place.text() == label.name;
  const Dim &named = dim.isLiteral() ? label.dim : dim;
  if (dim.size() == label.dim.size() && dim.isLiteral() != label.dim.isLiteral())
    diagnostic.help("where the number " + std::to_string(dim.size()) + " is declared, write `" + named.str() + "` if that is meant");
  else
    diagnostic.help(isPart ? "use an index of its own for each dim; `x[0 .. " + label.dim.str() + "][" + label.name + "]` is the beginning of an axis"
                         : std::string("use an index of its own for each dim"));
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
  if (!sameDim(product, axis)) {
    error(Diag::GroupSize, item.range, axis.str(), product.str())
        .here("the axis has " + std::to_string(axis.size()) + ", the group " +
              std::to_string(product.size()))
        .help("the sizes of a group multiply to its axis");
    return false;
  }
  coordinate = builder.getAffineConstantExpr(0);
  for (LabelId label : members)
    coordinate = coordinate * labels[label].dim.size() + dimExpr(label);
  return true;
}

std::optional<Term> Elaborator::keptValue(const ast::NameExpr &name, const ast::IndexExpr &expr) {
  if (findBinding(name.name))
    return std::nullopt;
  const Binding *known = nullptr;
  for (const Frame *at = frame; at && !known; at = at->outer) {
    auto slot = at->names.lower_bound(name.name + "[");
    if (slot != at->names.end() && llvm::StringRef(slot->first).starts_with(name.name + "["))
      known = &slot->second;
  }
  if (!known)
    return std::nullopt;
  std::string slot = name.name + "[", shown = slot;
  for (const IndexItem &item : expr.items) {
    if (item.kind != IndexItem::Kind::Value) {
      error(Diag::NotAnIndex, item.range).help("what a `for` kept is chosen by constant numbers");
      return Term();
    }
    auto at = evalInt(*item.value);
    if (!at)
      return Term();
    shown += (slot.back() == '[' ? "" : ", ") + std::to_string(*at);
    slot += std::to_string(*at) + ",";
  }
  if (const Binding *binding = findBinding(slot))
    return binding->term;
  error(Diag::NeverKept, expr.range, shown + "]")
      .label(known->place, "others are kept here")
      .help("`for` writes it before: `keep[l] = …`");
  return Term();
}

std::optional<std::vector<int64_t>> Elaborator::layerNumbers(const PartList &list, const ast::IndexExpr &expr) {
  std::vector<int64_t> at;
  for (const IndexItem &item : expr.items) {
    auto position = item.kind == IndexItem::Kind::Value ? evalInt(*item.value) : std::nullopt;
    if (!position) {
      if (item.kind != IndexItem::Kind::Value)
        error(Diag::NotAnIndex, item.range).help("a part is chosen by a constant number");
      return std::nullopt;
    }
    at.push_back(*position);
  }
  for (size_t i = 0; i < at.size() && i < list.counts.size(); ++i)
    if (at[i] < 0 || at[i] >= list.counts[i]) {
      error(Diag::ReadLeavesAxis, expr.items[i].range, std::to_string(at[i]), std::to_string(list.counts[i]))
          .here("this is " + std::to_string(at[i]))
          .help("positions run from 0 to " + std::to_string(list.counts[i] - 1));
      return std::nullopt;
    }
  if (at.size() != list.counts.size()) {
    error(Diag::AxisCount, expr.brackets, int64_t(at.size()), int64_t(list.counts.size()))
        .help("give one number for each count of `" + list.name + "`");
    return std::nullopt;
  }
  return at;
}

Term Elaborator::evalIndex(const ast::IndexExpr &expr) {
  if (auto *name = llvm::dyn_cast<ast::NameExpr>(expr.base.get()))
    if (auto kept = keptValue(*name, expr))
      return *kept;
  Term base = eval(*expr.base);
  Restore<SourceRange> at(here, expr.range);
  switch (base.kind) {
  case TermKind::Error:
    return base;
  case TermKind::Tensor:
    return hasValue(base, expr.range) ? readTensor(base.tensor, expr) : Term();
  case TermKind::Tree:
    if (base.tree->list && !base.tree->hasRows()) {
      auto at = layerNumbers(*base.tree->list, expr);
      return at ? treeLayer(*base.tree, *at) : Term();
    }
    return mapTrees(base, expr.range, [&](llvm::ArrayRef<Term> leaf) {
      if (!hasValue(leaf[0], expr.range))
        return Term();
      return leaf[0].isTensor() ? readTensor(leaf[0].tensor, expr) : leaf[0];
    });
  case TermKind::List: {
    // Constant positions pick; an index or a value reads the list as a tensor.
    Term picked = base;
    bool constant = true;
    for (const IndexItem &item : expr.items) {
      Term position = item.kind == IndexItem::Kind::Value ? eval(*item.value) : Term();
      if (position.isError() && item.kind == IndexItem::Kind::Value)
        return Term();
      constant &= position.kind == TermKind::Int;
      if (!constant || picked.kind != TermKind::List)
        break;
      int64_t at = position.integer.size(), size = int64_t(picked.items->size());
      if (at < 0 || at >= size) {
        if (expr.elseValue)
          return eval(*expr.elseValue);
        error(Diag::ReadLeavesAxis, item.range, std::to_string(at), std::to_string(size))
            .here("this is " + std::to_string(at))
            .help("positions run from 0 to " + std::to_string(size - 1));
        return Term();
      }
      Term next = (*picked.items)[size_t(at)];
      picked = next;
    }
    if (constant)
      return picked;
    auto tensor = toTensor(base, {}, expr.base->range);
    return tensor ? readTensor(*tensor, expr) : Term();
  }
  case TermKind::PartList: {
    PartList &list = *base.partList;
    auto at = layerNumbers(list, expr);
    if (!at)
      return Term();
    Term term;
    term.kind = TermKind::Part;
    term.part = &list.at(*at);
    if (list.stacked)
      term.layer = *at;
    return term;
  }
  default:
    auto *name = llvm::dyn_cast<ast::NameExpr>(expr.base.get());
    Diagnostic &diagnostic = error(Diag::NotIndexable, expr.base->range, spell(base));
    if (base.kind == TermKind::Tuple) {
      diagnostic.help("give each result a name of its own: `a, b = f(x)`, `_` drops one");
      return Term();
    }
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
  Labels steps; // variables of scans among the coordinates
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
    for (LabelId label : labelsOf(coordinate)) {
      Labels &into = labels[label].scan ? steps : result.labels;
      if (!llvm::is_contained(into, label))
        into.push_back(label);
    }
    coordinates.push_back(coordinate);
  }
  // A plain renaming keeps the order of the axes; windows come out in the order of the labels.
  bool rename = slices.empty() && llvm::all_of(coordinates, [](AffineExpr e) {
    return llvm::isa<mlir::AffineDimExpr>(e);
  }) && result.labels.size() == base.labels.size() + coordinates.size();
  if (!rename)
    llvm::sort(result.labels);
  llvm::sort(steps);
  llvm::DenseMap<AffineExpr, AffineExpr> place;
  Labels order = steps;
  order.append(result.labels);
  for (size_t i = 0; i < order.size(); ++i)
    place[dimExpr(order[i])] = dimExpr(unsigned(i));
  llvm::SmallVector<AffineExpr> map;
  for (LabelId label : base.labels)
    map.push_back(place[dimExpr(label)]);
  for (size_t i = 0; i < coordinates.size(); ++i) {
    AffineExpr coordinate = coordinates[i].replace(place);
    for (auto &[number, dim] : slices)
      if (number == i) {
        coordinate =
            coordinate + dimExpr(unsigned(order.size() + result.axes.size()));
        result.axes.push_back(dim);
      }
    map.push_back(coordinate);
  }
  for (size_t i = expr.items.size(); i < base.axes.size(); ++i) {
    map.push_back(dimExpr(unsigned(order.size() + result.axes.size())));
    result.axes.push_back(base.axes[i]);
  }
  mlir::RankedTensorType type = typeOf(result.labels, result.axes, base.dtype());
  if (!sizeAllowed(type.getShape(), expr.range))
    return Term();
  auto whole = mlir::AffineMap::get(unsigned(order.size() + result.axes.size()), 0, map, &context);
  auto read = [&](mlir::Value from, mlir::TypedAttr fill) {
    return steps.empty() ? emitRead(from, whole, type.getShape(), fill)
                         : readAtSteps(from, whole, type.getShape(), fill, steps);
  };
  mlir::TypedAttr fill;
  Term otherwise;
  if (outside) {
    otherwise = eval(*expr.elseValue);
    if (otherwise.isError())
      return otherwise;
    fill = element(otherwise.isConstant() ? otherwise : Term::number(Dim(0)), base.dtype());
  }
  result.value = read(base.value, fill);
  if (!result.value)
    return gather(base, expr); // computed in the scan itself
  if (!outside || otherwise.isConstant())
    return Term::of(result);
  // What lies outside is a value: choose by what a row of true values reads there.
  Tensor inside = result;
  mlir::Value truth = splat(1, llvm::cast<mlir::RankedTensorType>(base.value.getType())
                                   .clone(boolType()));
  inside.value = read(truth, element(Term::boolean(false), boolType()));
  return select(Term::of(inside), Term::of(result), otherwise, expr.range);
}

mlir::Value Elaborator::readAtSteps(mlir::Value base, mlir::AffineMap map,
                                    llvm::ArrayRef<int64_t> shape, mlir::TypedAttr fill,
                                    llvm::ArrayRef<LabelId> steps) {
  for (;;) {
    ScanState &scan = *labels[steps.front()].scan;
    if (auto *op = base.getDefiningOp<ConstantOp>() ? base.getDefiningOp() : nullptr;
        op && !isOutside(base, scan.block)) {
      mlir::OpBuilder::InsertionGuard guard(builder);
      builder.restoreInsertionPoint(scan.outside);
      base = builder.clone(*op)->getResult(0);
    }
    if (!isOutside(base, scan.block))
      return {};
    llvm::SmallVector<int64_t> rows;
    for (LabelId step : steps)
      rows.push_back(labels[step].dim.size());
    rows.append(shape.begin(), shape.end());
    auto found = llvm::find_if(scan.sequences, [&](const ScanState::Sequence &sequence) {
      return sequence.base == base && sequence.map == map && sequence.fill == fill;
    });
    if (found == scan.sequences.end()) {
      mlir::OpBuilder::InsertionGuard guard(builder);
      builder.restoreInsertionPoint(scan.outside);
      ScanState::Sequence sequence{base, emitRead(base, map, rows, fill), {}, map, fill};
      auto type = llvm::cast<mlir::RankedTensorType>(sequence.whole.getType());
      sequence.slice = scan.block->addArgument(
          mlir::RankedTensorType::get(type.getShape().drop_front(), type.getElementType()), loc());
      scan.sequences.push_back(sequence);
      found = scan.sequences.end() - 1;
    }
    base = found->slice;
    steps = steps.drop_front();
    if (steps.empty())
      return base;
    map = mlir::AffineMap::getMultiDimIdentityMap(
        unsigned(llvm::cast<mlir::RankedTensorType>(base.getType()).getRank()), &context);
    fill = {};
  }
}
