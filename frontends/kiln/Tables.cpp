// SPDX-License-Identifier: Apache-2.0
// `const beta[t: 1000] = …`: tables computed in double when compiled, whole columns at a time.
#include "frontends/kiln/Tables.h"
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Limits.h"
#include <cmath>

using namespace kiln;
using namespace kiln::frontend;
using ast::BinaryOp;
using llvm::StringRef;

namespace {

/// How far the elements of `column` lie apart along each of the axes `of`, all of which the column's are among.
std::vector<size_t> stridesOf(const Column &column, const TableAxes &axes, llvm::ArrayRef<size_t> of) {
  std::vector<size_t> strides(of.size(), 0);
  size_t stride = 1;
  for (size_t i = column.axes.size(); i-- > 0;) {
    for (size_t k = 0; k < of.size(); ++k)
      if (of[k] == column.axes[i])
        strides[k] = stride;
    stride *= size_t(axes[column.axes[i]].size);
  }
  return strides;
}

} // namespace

/// An element of a table as a number: whole where it is and 64 bits hold it.
static Term numberOf(double value, bool whole) {
  return whole && std::abs(value) < 0x1p62 ? Term::number(Dim(int64_t(value))) : Term::number(value);
}

/// Calls `each` for every position of the axes `over`, in row-major order, with the columns' values there; false, with nothing
/// called, where there are too many.
template <typename Each>
static bool visit(const TableAxes &axes, llvm::ArrayRef<size_t> over, llvm::ArrayRef<const Column *> columns, Each each) {
  double count = 1;
  for (size_t axis : over)
    count *= double(axes[axis].size);
  if (count > double(limits::tableElements))
    return false;
  if (count == 0)
    return true;
  // The last axis is the inner loop; a position of none has one step.
  std::vector<size_t> sizes, offsets(columns.size());
  for (size_t axis : over)
    sizes.push_back(size_t(axes[axis].size));
  std::vector<std::vector<size_t>> strides;
  for (const Column *column : columns)
    strides.push_back(stridesOf(*column, axes, over));
  size_t inner = sizes.empty() ? 1 : sizes.back();
  std::vector<size_t> position(sizes.size()), steps;
  for (const std::vector<size_t> &of : strides)
    steps.push_back(of.empty() ? 0 : of.back());
  std::vector<const double *> at(columns.size());
  std::vector<double> given(columns.size());
  for (size_t left = size_t(count); left > 0; left -= inner) {
    for (size_t c = 0; c < columns.size(); ++c)
      at[c] = columns[c]->values.data() + offsets[c];
    for (size_t n = 0; n < inner; ++n) {
      for (size_t c = 0; c < columns.size(); ++c)
        given[c] = at[c][n * steps[c]];
      each(llvm::ArrayRef<double>(given));
    }
    for (size_t k = sizes.size(); k-- > 1;) {
      bool isInside = ++position[k - 1] < sizes[k - 1];
      for (size_t c = 0; c < columns.size(); ++c)
        offsets[c] += strides[c][k - 1] - (isInside ? 0 : strides[c][k - 1] * sizes[k - 1]);
      if (isInside)
        break;
      position[k - 1] = 0;
    }
  }
  return true;
}

/// What `each` gives for every position of the axes that the columns have.
template <typename Each>
static std::optional<Column> zip(const TableAxes &axes, llvm::ArrayRef<const Column *> columns, Each each) {
  Column result;
  size_t most = 1;
  for (const Column *column : columns) {
    most = std::max(most, column->values.size());
    for (size_t axis : column->axes)
      if (!llvm::is_contained(result.axes, axis))
        result.axes.push_back(axis);
  }
  llvm::sort(result.axes);
  result.values.reserve(most);
  if (!visit(axes, result.axes, columns, [&](llvm::ArrayRef<double> v) { result.values.push_back(each(v)); }))
    return std::nullopt;
  return result;
}

Term Elaborator::evalTable(const ast::ConstDecl &decl) {
  TableAxes axes;
  Dims dims;
  for (const ast::Rep &rep : decl.reps) {
    auto dim = evalDim(*rep.count);
    if (!dim)
      return Term();
    if (dim->size() <= 0) {
      error(Diag::DimNotPositive, rep.range, decl.name.text, dim->size())
          .help("a table has at least one element");
      return Term();
    }
    axes.push_back({rep.index ? rep.index->text : "", dim->size(), 0});
    dims.push_back(*dim);
  }
  size_t own = axes.size();
  double elements = 1;
  for (const TableAxis &axis : axes)
    elements *= double(axis.size);
  if (elements > double(limits::listElements)) {
    error(Diag::ListTooLong, decl.name.range, int64_t(limits::listElements))
        .help("compute it in an entry");
    return Term();
  }
  auto column = tableColumn(*decl.value, axes);
  if (!column)
    return Term();
  std::vector<size_t> order;
  for (size_t i = 0; i < own; ++i)
    order.push_back(i);
  // All axes, also those that the value does not mention.
  std::vector<size_t> strides = stridesOf(*column, axes, order);
  std::function<Term(size_t, size_t)> build = [&](size_t depth, size_t offset) {
    if (depth == own)
      return numberOf(column->values[offset], column->whole);
    std::vector<Term> items;
    for (size_t i = 0; i < size_t(axes[depth].size); ++i)
      items.push_back(build(depth + 1, offset + i * strides[depth]));
    return Term::list(std::move(items), dims[depth]);
  };
  return build(0, 0);
}

std::optional<Column> Elaborator::tableColumn(const ast::Expr &expr, TableAxes &axes) {
  using Kind = ast::Expr::Kind;
  Restore<SourceRange> at(here, expr.range);
  auto tooLarge = [&](std::optional<Column> column) {
    if (!column)
      error(Diag::TensorTooLarge, expr.range, int64_t(limits::tableElements))
          .help("compute it in an entry");
    return column;
  };
  switch (expr.kind) {
  case Kind::Name: {
    StringRef name = llvm::cast<ast::NameExpr>(expr).name;
    for (size_t i = axes.size(); i-- > 0;)
      if (axes[i].name == name && !axes[i].name.empty()) {
        if (axes[i].size > int64_t(limits::tableElements))
          return tooLarge(std::nullopt);
        Column column;
        column.axes = {i};
        column.whole = true;
        for (int64_t k = 0; k < axes[i].size; ++k)
          column.values.push_back(double(k + axes[i].low));
        return column;
      }
    break;
  }
  case Kind::Unary: {
    auto &node = llvm::cast<ast::UnaryExpr>(expr);
    auto a = tableColumn(*node.operand, axes);
    if (!a)
      return a;
    for (double &value : a->values)
      value = node.op == ast::UnaryOp::Neg ? -value : double(value == 0);
    return a;
  }
  case Kind::Binary: {
    auto &node = llvm::cast<ast::BinaryExpr>(expr);
    if (node.op == BinaryOp::Is)
      break;
    auto a = tableColumn(*node.lhs, axes), b = a ? tableColumn(*node.rhs, axes) : std::nullopt;
    if (!b)
      return b;
    bool whole = a->whole && b->whole, wholeResult = whole && node.op != BinaryOp::Div;
    bool byZero = false;
    auto result = zip(axes, {&*a, &*b}, [&](llvm::ArrayRef<double> v) {
      switch (node.op) {
      case BinaryOp::Add:
        return v[0] + v[1];
      case BinaryOp::Sub:
        return v[0] - v[1];
      case BinaryOp::Mul:
        return v[0] * v[1];
      case BinaryOp::Div:
        return v[0] / v[1];
      case BinaryOp::FloorDiv:
        byZero |= whole && v[1] == 0;
        return std::floor(v[0] / v[1]);
      case BinaryOp::Mod:
        byZero |= whole && v[1] == 0;
        return v[0] - std::floor(v[0] / v[1]) * v[1];
      case BinaryOp::Pow:
        wholeResult &= v[1] >= 0;
        return std::pow(v[0], v[1]);
      case BinaryOp::And:
        return double(v[0] != 0 && v[1] != 0);
      case BinaryOp::Or:
        return double(v[0] != 0 || v[1] != 0);
      case BinaryOp::Eq:
        return double(v[0] == v[1]);
      case BinaryOp::Ne:
        return double(v[0] != v[1]);
      case BinaryOp::Lt:
        return double(v[0] < v[1]);
      case BinaryOp::Le:
        return double(v[0] <= v[1]);
      case BinaryOp::Gt:
        return double(v[0] > v[1]);
      default:
        return double(v[0] >= v[1]);
      }
    });
    if (byZero) {
      error(Diag::DivisionByZero, expr.range).help("check the divisor");
      return std::nullopt;
    }
    if (result)
      result->whole = wholeResult;
    return tooLarge(std::move(result));
  }
  case Kind::If: {
    auto &node = llvm::cast<ast::IfExpr>(expr);
    auto test = tableColumn(*node.condition, axes);
    if (!test)
      return test;
    // Where one side alone is taken the other one is not computed.
    if (test->axes.empty())
      return tableColumn(test->values[0] != 0 ? *node.thenValue : *node.elseValue, axes);
    auto a = tableColumn(*node.thenValue, axes);
    auto b = a ? tableColumn(*node.elseValue, axes) : std::nullopt;
    if (!b)
      return b;
    auto result = zip(axes, {&*test, &*a, &*b},
                      [](llvm::ArrayRef<double> v) { return v[0] != 0 ? v[1] : v[2]; });
    if (result)
      result->whole = a->whole && b->whole;
    return tooLarge(std::move(result));
  }
  case Kind::Call: {
    auto &node = llvm::cast<ast::CallExpr>(expr);
    if (const ast::IndexExpr *head = reducerHead(node))
      return tableReduction(node, *head, axes);
    std::vector<Column> columns;
    bool varies = false;
    for (const ast::Arg &arg : node.args) {
      if (arg.name)
        break;
      auto column = tableColumn(*arg.value, axes);
      if (!column)
        return column;
      varies |= !column->axes.empty();
      columns.push_back(std::move(*column));
    }
    if (!varies || columns.size() != node.args.size())
      break;
    Term callee = eval(*node.callee);
    if (callee.isError())
      return std::nullopt;
    std::vector<const Column *> given;
    for (const Column &column : columns)
      given.push_back(&column);
    bool whole = true, failed = false;
    auto result = zip(axes, given, [&](llvm::ArrayRef<double> v) {
      if (failed)
        return 0.0;
      Args args;
      for (size_t i = 0; i < v.size(); ++i)
        args.push_back({nullptr, numberOf(v[i], columns[i].whole)});
      Term term = apply(callee, args, expr.range, "");
      failed = !term.isConstant();
      whole &= term.kind == TermKind::Int;
      return term.kind == TermKind::Bool ? double(term.truth) : failed ? 0.0 : term.asReal();
    });
    if (failed) {
      error(Diag::NotConstant, expr.range, "an element of a table").help("a const is computed from constants alone");
      return std::nullopt;
    }
    if (result)
      result->whole = whole;
    return tooLarge(std::move(result));
  }
  case Kind::Index:
    return tableRead(llvm::cast<ast::IndexExpr>(expr), axes);
  default:
    break;
  }
  Term term = eval(expr);
  if (term.isError())
    return std::nullopt;
  if (!term.isConstant()) {
    error(Diag::NotConstant, expr.range, "an element of a table")
        .help("a const is computed from constants alone");
    return std::nullopt;
  }
  Column column;
  column.whole = term.kind != TermKind::Real;
  column.values = {term.kind == TermKind::Bool ? double(term.truth) : term.asReal()};
  return column;
}

std::optional<Column> Elaborator::tableReduction(const ast::CallExpr &call,
                                                 const ast::IndexExpr &head, TableAxes &axes) {
  StringRef word = llvm::cast<ast::NameExpr>(head.base.get())->name;
  size_t outer = axes.size();
  auto reducer = NumberFold::named(word);
  for (const ast::IndexItem &item : head.items) {
    int64_t low = 0;
    auto range = item.kind == ast::IndexItem::Kind::Ranged ? rangeOf(item, &low) : std::nullopt;
    if (!range) {
      if (item.kind != ast::IndexItem::Kind::Ranged)
        error(Diag::IndexNoRange, item.range, item.range.text())
            .help("a table states it: `" + word.str() + "[s: 1000](…)`");
      return std::nullopt;
    }
    axes.push_back({item.name->text, range->size(), low});
  }
  if (!reducer || call.args.size() != 1) {
    error(Diag::NotBuilt, call.range, word.str() + " in a table").help("compute it in an entry");
    return std::nullopt;
  }
  auto body = tableColumn(*call.args[0].value, axes);
  Column always;
  always.values = {1};
  auto where = body && head.where ? tableColumn(*head.where, axes) : std::optional<Column>(always);
  std::optional<Column> result;
  if (body && where) {
    // Every position of the reduced axes takes part. They are the last ones; they may be empty.
    Column made;
    double rows = 1, inner = 1;
    for (const Column *column : {&*body, &*where})
      for (size_t axis : column->axes)
        if (axis < outer && !llvm::is_contained(made.axes, axis)) {
          made.axes.push_back(axis);
          rows *= double(axes[axis].size);
        }
    llvm::sort(made.axes);
    std::vector<size_t> over = made.axes;
    for (size_t i = outer; i < axes.size(); ++i) {
      over.push_back(i);
      inner *= double(axes[i].size);
    }
    made.whole = body->whole || NumberFold::ofTruths(*reducer) || word.starts_with("arg");
    NumberFold fold(*reducer);
    auto finish = [&] {
      made.values.push_back(fold.result());
      made.whole &= fold.isWhole();
      fold = NumberFold(*reducer);
    };
    size_t taken = 0;
    bool fits = rows <= double(limits::tableElements) && visit(axes, over, {&*body, &*where}, [&](llvm::ArrayRef<double> v) {
      fold.take(v[0], v[1] != 0);
      if (++taken == size_t(inner)) {
        finish();
        taken = 0;
      }
    });
    while (fits && made.values.size() < size_t(rows))
      finish(); // of nothing
    if (fits)
      result = std::move(made);
    if (!result)
      error(Diag::TensorTooLarge, call.range, int64_t(limits::tableElements))
          .help("compute it in an entry");
  }
  axes.resize(outer);
  return result;
}

std::optional<Column> Elaborator::tableRead(const ast::IndexExpr &expr, TableAxes &axes) {
  Term base = eval(*expr.base);
  if (base.isError())
    return std::nullopt;
  if (base.kind != TermKind::List) {
    error(Diag::NotIndexable, expr.base->range, spell(base)).help("tables read constant lists");
    return std::nullopt;
  }
  std::vector<Column> columns;
  for (const ast::IndexItem &item : expr.items) {
    if (item.kind != ast::IndexItem::Kind::Value) {
      error(Diag::NotAnIndex, item.range).help("one position for each axis");
      return std::nullopt;
    }
    auto column = tableColumn(*item.value, axes);
    if (!column)
      return column;
    columns.push_back(std::move(*column));
  }
  std::optional<Column> otherwise;
  if (expr.elseValue && !(otherwise = tableColumn(*expr.elseValue, axes)))
    return std::nullopt;
  std::vector<const Column *> given;
  for (const Column &column : columns)
    given.push_back(&column);
  if (otherwise)
    given.push_back(&*otherwise);
  bool whole = !otherwise || otherwise->whole, fails = false;
  auto result = zip(axes, given, [&](llvm::ArrayRef<double> v) {
    const Term *term = &base;
    for (size_t i = 0; i < columns.size() && !fails; ++i) {
      if (term->kind != TermKind::List || !columns[i].whole) {
        fails = true;
        error(Diag::NotAnIndex, expr.items[i].range).help("positions are whole numbers of a list");
        break;
      }
      if (v[i] < 0 || v[i] >= double(term->items->size())) {
        if (otherwise)
          return v.back();
        fails = true;
        error(Diag::ReadLeavesAxis, expr.items[i].range, std::to_string(int64_t(v[i])),
              std::to_string(term->items->size()))
            .help("say what lies outside: `… else 0`");
        break;
      }
      term = &(*term->items)[size_t(v[i])];
    }
    if (fails)
      return 0.0;
    if (!term->isConstant()) {
      fails = true;
      error(Diag::NotAValue, expr.range, spell(*term)).help("give a position for each axis");
      return 0.0;
    }
    whole &= term->kind == TermKind::Int;
    return term->kind == TermKind::Bool ? double(term->truth) : term->asReal();
  });
  if (fails)
    return std::nullopt;
  if (!result)
    error(Diag::TensorTooLarge, expr.range, int64_t(limits::tableElements))
        .help("compute it in an entry");
  else
    result->whole = whole;
  return result;
}
