// SPDX-License-Identifier: Apache-2.0
// `metric hard = f1(p > 0.5, y)`: reductions over the rows go on from batch to batch in session
// state, what is computed from them is exact after the last one.
#include "dialects/kiln/analysis/ReceptiveField.h"
#include "frontends/kiln/Elaborator.h"
#include <cmath>

using namespace kiln;
using namespace kiln::frontend;
using mlir::RankedTensorType;

/// Whether `value` is computed from one of which `found` holds, other than by way of `totals`.
static bool comesFrom(mlir::Value value, const llvm::DenseSet<mlir::Value> &totals,
                      llvm::function_ref<bool(mlir::Value)> found) {
  llvm::DenseSet<mlir::Value> seen;
  llvm::SmallVector<mlir::Value> open{value};
  while (!open.empty()) {
    mlir::Value next = open.pop_back_val();
    if (found(next))
      return true;
    if (totals.contains(next) || !seen.insert(next).second)
      continue;
    if (mlir::Operation *op = next.getDefiningOp())
      open.append(op->operand_begin(), op->operand_end());
  }
  return false;
}

void Elaborator::runMetric(const ast::MetricStmt &stmt) {
  if (!entry || frame->outer || frame->self || frame->scan || entry->isTrain) {
    error(Diag::MetricOutside, stmt.range, stmt.name.text)
        .help("write it in the body of an `infer` entry that evaluates");
    return;
  }
  for (const MetricResult &other : entry->metrics)
    if (other.name == stmt.name.text) {
      error(Diag::NameTaken, stmt.name.range, stmt.name.text).help("choose another name");
      return;
    }
  path.push_back(stmt.name.text);
  Restore<const ast::MetricStmt *> in(entry->metric, &stmt);
  entry->metricTotals.clear();
  unsigned before = diagnostics.errorCount();
  Term value = evalFresh(*stmt.value);
  path.pop_back();
  auto tensor = toTensor(value, floatType(), stmt.value->range);
  if (!tensor || diagnostics.errorCount() != before)
    return;
  if (!tensor->axes.empty() || !tensor->labels.empty()) {
    error(Diag::WrongAxes, stmt.value->range, stmt.name.text, 0, int64_t(tensor->axes.size()))
        .help("a metric is one number: reduce what is left");
    return;
  }
  auto isRows = [&](mlir::Value from) {
    auto argument = llvm::dyn_cast<mlir::BlockArgument>(from);
    return argument && argument.getOwner() == entry->block &&
           llvm::cast<mlir::DictionaryAttr>(entry->argAttrs[argument.getArgNumber()]).get(KilnDialect::kRowAxisAttr);
  };
  if (comesFrom(tensor->value, entry->metricTotals, isRows)) {
    error(Diag::MetricOfBatch, stmt.value->range, stmt.name.text)
        .help("reduce rows in the statement itself, by `sum`, `mean`, `norm`, `prod`, `min`, `max`, `count`, `any` or `all` over their index");
    return;
  }
  entry->metrics.push_back({stmt.name.text, tensor->value});
}

void Elaborator::noteOfBatch(mlir::Value value) {
  if (entry && !frame->self)
    entry->ofBatch.insert(value);
}

/// Whether each row of `rows` is made of the same row of each input alone.
bool Elaborator::isRowByRow(const Tensor &rows) const {
  for (auto [argument, attrs] : llvm::zip_equal(entry->block->getArguments(), entry->argAttrs)) {
    auto found = llvm::cast<mlir::DictionaryAttr>(attrs).getAs<mlir::IntegerAttr>(KilnDialect::kRowAxisAttr);
    if (!found)
      continue;
    size_t inputAxis = size_t(found.getInt());
    if (llvm::cast<RankedTensorType>(argument.getType()).getDimSize(unsigned(inputAxis)) == 1)
      continue; // a batch is a row
    analysis::NoField why;
    analysis::ReceptiveFieldOptions options;
    options.axis = inputAxis;
    auto field = analysis::receptiveField(rows.value, argument, why, options);
    if (mlir::failed(field)) {
      if (why.places.empty())
        continue; // it is not made of this input
      return false;
    }
    const analysis::FieldAxis &axis = field->axes[inputAxis];
    if (!axis.isSame() || size_t(axis.along) >= rows.labels.size() || !isRowDim(labels[rows.labels[size_t(axis.along)]].dim))
      return false;
  }
  return true;
}

/// What the reduction of `rows` over its rows gives over all batches so far; itself outside of metrics.
Tensor Elaborator::overBatches(const Tensor &batch, Reduction kind, const Tensor &rows) {
  if (!entry || !entry->metric)
    return batch;
  if (comesFrom(batch.value, {}, [&](mlir::Value from) {
        return entry->metricTotals.contains(from) || entry->ofBatch.contains(from);
      })) {
    error(Diag::MetricOfBatch, here, entry->metric->name.text)
        .help("what is made of all rows is not known before the last batch: write sums of rows alone, as in `mean[b](x[b]^2) - mean[b](x[b])^2`");
    return batch;
  }
  if (!isRowByRow(rows)) {
    error(Diag::MetricOfBatch, here, entry->metric->name.text)
        .help("what is reduced over rows is made of one row each, not of groups or neighbours that another batch would part");
    return batch;
  }
  static const std::unique_ptr<ast::StorageDecl> declaration = [] {
    auto decl = std::make_unique<ast::StorageDecl>(SourceRange());
    decl->storage = ast::StorageKind::State;
    decl->initForm = ast::InitForm::Equal;
    auto zero = std::make_unique<ast::NumberExpr>(SourceRange());
    zero->isInteger = true;
    decl->init = std::move(zero);
    return decl;
  }();
  auto type = llvm::cast<RankedTensorType>(batch.value.getType());
  Declared declared;
  declared.dtype = type.getElementType();
  for (LabelId label : batch.labels)
    declared.dims.push_back(labels[label].dim);
  declared.dims.append(batch.axes.begin(), batch.axes.end());
  std::string name =
      entry->name + "." + entry->metric->name.text + "." + std::to_string(entry->metricParts++);
  Storage *storage = addStorage(name, *declaration, declared, {}, &root, entry->metric->name.range);
  if (!storage)
    return batch;
  storage->updatedByInfer = true;
  Tensor so_far = batch, next = batch;
  so_far.value = readStorage(*storage);
  switch (kind) {
  case Reduction::prod:
    next = emitBinary<MulOp>(so_far, batch);
    break;
  case Reduction::max:
    next = emitBinary<MaxOp>(so_far, batch);
    break;
  case Reduction::min:
    next = emitBinary<MinOp>(so_far, batch);
    break;
  case Reduction::any:
    next = emitBinary<OrOp>(so_far, batch);
    break;
  case Reduction::all:
    next = emitBinary<AndOp>(so_far, batch);
    break;
  default:
    next = emitBinary<AddOp>(so_far, batch);
  }
  // The first batch begins anew.
  Tensor count, zero;
  count.value = builtin("count");
  zero.value = splat(0, llvm::cast<RankedTensorType>(count.value.getType()));
  Tensor sides[3] = {emitCompare(Comparison::eq, count, zero), batch, next};
  align(sides, here);
  next = emitSelect(sides[0], sides[1], sides[2]);
  entry->storages[storage->id] = next.value;
  entry->metricTotals.insert(next.value);
  return next;
}
