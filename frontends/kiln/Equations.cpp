// SPDX-License-Identifier: Apache-2.0
// Equations: `y[t, d] = …`, where the left side names what the value is laid out by; rows of scans.
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using ast::IndexItem;
using llvm::StringRef;

/// `y[t] = …` or `y[t, j] = …` in a scan over t: a row, which leaves it.
bool Elaborator::runRow(const ast::BindStmt &stmt) {
  const ast::Target &target = stmt.targets.front();
  const std::string &name = target.path.front().text;
  auto bareName = [](const IndexItem &item) -> StringRef {
    auto *bare = item.value ? llvm::dyn_cast<ast::NameExpr>(item.value.get()) : nullptr;
    return item.kind == IndexItem::Kind::Value && bare ? StringRef(bare->name) : StringRef();
  };
  // The first positions are the variables of the innermost scans, outermost first.
  size_t positions = 0;
  for (size_t count = target.items.size(); count > 0 && positions == 0; --count) {
    const Frame *of = frame;
    size_t i = count;
    while (i > 0 && of && of->scan && bareName(target.items[i - 1]) == of->loopVariable) {
      --i;
      of = of->outer;
    }
    if (i == 0)
      positions = count;
  }
  if (positions == 0) {
    for (const IndexItem &item : target.items) {
      StringRef bare = bareName(item);
      if (item.kind != IndexItem::Kind::Value || (!bare.empty() && !isValueName(bare)))
        continue;
      if (evalFresh(*item.value).isConstant())
        continue;
      error(Diag::RowPosition, item.range, name, frame->loopVariable)
          .help("`" + name + "[" + frame->loopVariable + "] = …` writes one row a step");
      return true;
    }
    return false;
  }
  std::optional<Declared> rest;
  for (Frame *of = frame; of && !rest; of = of->outer)
    if (auto found = of->results.find(name); found != of->results.end()) {
      rest = found->second;
      rest->dims.erase(rest->dims.begin(),
                       rest->dims.begin() + ptrdiff_t(std::min(positions, rest->dims.size())));
    }
  Term value = runEquation(stmt, target, llvm::ArrayRef(target.items).drop_front(positions),
                           rest ? &*rest : nullptr);
  if (value.isError())
    return true;
  auto tensor = toTensor(value, rest ? rest->dtype : mlir::Type(), stmt.value->range);
  if (!tensor)
    return true;
  if (frame->rows.count(name)) {
    error(Diag::NameTaken, target.range, name)
        .label(frame->rows[name].place, "written here")
        .help("a scan writes each row once");
    return true;
  }
  frame->rows[name] = {Term::of(*tensor), target.range, positions - 1};
  return true;
}

Term Elaborator::runEquation(const ast::BindStmt &stmt, const ast::Target &target,
                             llvm::ArrayRef<IndexItem> items, const Declared *declared) {
  Equation own;
  Restore<Equation *> in(equation, &own);
  own.scopes.emplace_back();
  bool hasIndex = !items.empty();
  own.hasLeft = hasIndex;
  std::vector<std::vector<LabelId>> left; // one entry an axis; several: a group
  unsigned before = diagnostics.errorCount();
  auto bind = [&](const ast::Name &name, std::optional<Dim> range) {
    if (own.scopes.back().count(name.text))
      error(Diag::IndexTwice, name.range, name.text).help("each axis has an index of its own");
    return bindIndex(name, range);
  };
  for (size_t i = 0; i < items.size(); ++i) {
    const IndexItem &item = items[i];
    std::optional<Dim> axis;
    if (declared && i < declared->dims.size())
      axis = declared->dims[i];
    auto *bare = item.kind == IndexItem::Kind::Value
                     ? llvm::dyn_cast<ast::NameExpr>(item.value.get())
                     : nullptr;
    if (bare) {
      left.push_back({bind({bare->name, bare->range}, axis)});
    } else if (item.kind == IndexItem::Kind::Ranged) {
      int64_t low = 0;
      auto range = rangeOf(item, &low);
      if (!range)
        return Term();
      left.push_back({bind(*item.name, range)});
      labels[left.back()[0]].low = low;
    } else if (item.kind == IndexItem::Kind::Group) {
      std::vector<LabelId> members;
      Dim product(1);
      std::vector<LabelId> open;
      for (const ast::GroupMember &member : item.members) {
        std::optional<Dim> size;
        if (member.size && !(size = evalDim(*member.size)))
          return Term();
        members.push_back(bind(member.name, size));
        if (size)
          product = product * *size;
        else
          open.push_back(members.back());
      }
      if (open.size() == 1 && axis && product.size() > 0 && axis->size() % product.size() == 0) {
        labels[open[0]].dim = Dim::exact(*axis, product);
        labels[open[0]].known = true;
      }
      left.push_back(members);
    } else {
      auto *number = item.kind == IndexItem::Kind::Value ? llvm::dyn_cast<ast::NumberExpr>(item.value.get()) : nullptr;
      error(Diag::NotAnIndex, item.range)
          .help(number ? "indices stand on the left, of an axis with one element too: `" + target.path.str() + "[c: 1, …] = …`"
                       : std::string("indices stand on the left: `y[t, d] = …`"));
      return Term();
    }
  }
  if (diagnostics.errorCount() != before)
    return Term();
  collectRanges(*stmt.value);
  if (stmt.gradAs)
    collectRanges(*stmt.gradAs);
  Term value = eval(*stmt.value);
  if (value.isError())
    return value;
  if (stmt.gradAs) {
    Term surrogate = eval(*stmt.gradAs);
    auto a = toTensor(value, floatType(), stmt.value->range);
    auto b = toTensor(surrogate, floatType(), stmt.gradAs->range);
    if (!a || !b)
      return Term();
    Tensor pair[2] = {*a, *b};
    if (!align(pair, stmt.gradAs->range))
      return Term();
    value = Term::of(emitBinary<GradAsOp>(pair[0], pair[1]));
  }
  if (hasIndex) {
    if (value.kind == TermKind::Tree) {
      Labels over;
      for (const auto &members : left)
        over.append(members.begin(), members.end());
      return mapTrees(value, stmt.range, [&](llvm::ArrayRef<Term> leaf) {
        auto tensor = toTensor(leaf[0], floatType(), stmt.value->range);
        if (!tensor)
          return Term();
        Labels order;
        for (LabelId label : tensor->labels)
          if (!llvm::is_contained(over, label))
            order.push_back(label);
        order.append(over);
        tensor->value = arrange(*tensor, order, tensor->axes);
        tensor->labels = order;
        return Term::of(labelsToAxes(*tensor, over));
      });
    }
    auto tensor = toTensor(value, declared ? declared->dtype : mlir::Type(), stmt.value->range);
    if (!tensor)
      return Term();
    Labels order, all;
    for (const auto &members : left)
      all.append(members.begin(), members.end());
    for (LabelId label : all)
      if (!hasRange(label, "state it: `" + target.path.str() + "[" + labels[label].name + ": 64] = …`"))
        return Term();
    for (LabelId label : tensor->labels)
      if (!llvm::is_contained(all, label))
        order.push_back(label);
    Tensor result = *tensor;
    result.adapts = false;
    result.combine = {};
    result.labels = order;
    order.append(all);
    if (!sizeAllowed(sizesOf(order, tensor->axes), stmt.range))
      return Term();
    result.value = arrange(*tensor, order, tensor->axes);
    result.axes.clear();
    bool grouped = false;
    for (const auto &members : left) {
      Dim dim(1);
      for (LabelId label : members)
        dim = dim * labels[label].dim;
      grouped |= members.size() > 1;
      result.axes.push_back(dim);
    }
    result.axes.append(tensor->axes.begin(), tensor->axes.end());
    if (grouped)
      result.value = ReshapeOp::create(
          builder, loc(), typeOf(result.labels, result.axes, result.dtype()), result.value);
    value = Term::of(result);
  }
  if (declared && declared->like) {
    auto tree = bindTree(*declared->like, value, stmt.value->range);
    if (!tree)
      return Term();
    return tree->leaves.size() == 1 && tree->leaves[0].path.empty() ? tree->leaves[0].value
                                                                    : Term::of(tree);
  }
  if (declared && declared->dtype && (value.isTensor() || !declared->dims.empty() ||
                                      value.kind == TermKind::Affine)) {
    auto tensor = conform(value, *declared, stmt.value->range);
    return tensor ? Term::of(*tensor) : Term();
  }
  return value;
}
