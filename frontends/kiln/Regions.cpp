// SPDX-License-Identifier: Apache-2.0
// What becomes a region of its own: values from around it become arguments; composites; parts that a gradient computes again.
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/DenseSet.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;
using mlir::RankedTensorType;
using mlir::Value;

/// Values from around `region` become arguments behind those it has; constants are repeated inside.
llvm::SetVector<Value> Elaborator::isolate(mlir::Region &region) {
  // Regions under construction hang in no op yet, so what lies inside is told by its block.
  llvm::DenseSet<mlir::Block *> inner;
  for (mlir::Block &block : region)
    inner.insert(&block);
  region.walk([&](mlir::Operation *op) {
    for (mlir::Region &nested : op->getRegions())
      for (mlir::Block &block : nested)
        inner.insert(&block);
  });
  llvm::SetVector<Value> outside;
  region.walk([&](mlir::Operation *op) {
    for (Value operand : op->getOperands())
      if (!inner.contains(operand.getParentBlock()))
        outside.insert(operand);
  });
  llvm::SetVector<Value> captures;
  mlir::Block &block = region.front();
  mlir::OpBuilder::InsertionGuard guard(builder);
  for (Value value : outside) {
    Value inside;
    if (auto *op = value.getDefiningOp(); op && llvm::isa<ConstantOp, IotaOp>(op)) {
      builder.setInsertionPointToStart(&block);
      inside = builder.clone(*op)->getResult(0);
    } else {
      captures.insert(value);
      inside = block.addArgument(value.getType(), value.getLoc());
    }
    value.replaceUsesWithIf(inside, [&](mlir::OpOperand &use) {
      return inner.contains(use.getOwner()->getBlock());
    });
  }
  return captures;
}

bool Elaborator::isOutside(Value value, mlir::Block *block) const {
  mlir::Block *top = value.getParentBlock();
  while (top != entry->block && top->getParentOp())
    top = top->getParentOp()->getBlock();
  if (top == entry->block)
    return true;
  auto at = llvm::find(entry->open, top), limit = llvm::find(entry->open, block);
  return at < limit;
}

std::vector<Value> Elaborator::composite(StringRef name,
                                         llvm::function_ref<std::vector<Value>()> body) {
  mlir::Region region;
  region.push_back(new mlir::Block);
  BlockValues stored(*entry, &region.front());
  std::vector<Value> yields;
  {
    mlir::OpBuilder::InsertionGuard guard(builder);
    OpenBlock opened(*entry, &region.front());
    builder.setInsertionPointToEnd(&region.front());
    yields = body();
    YieldOp::create(builder, loc(), yields);
  }
  if (yields.empty())
    return {};
  // What is shown or tested inside has to come out: such a function is inlined like any other.
  auto marked = region.walk([](mlir::Operation *op) {
    return op->hasAttr("kiln.at") ? mlir::WalkResult::interrupt() : mlir::WalkResult::advance();
  });
  if (marked.wasInterrupted()) {
    region.front().getTerminator()->erase();
    builder.getInsertionBlock()->getOperations().splice(builder.getInsertionPoint(), region.front().getOperations());
    return yields;
  }
  llvm::SmallVector<mlir::Type> types;
  for (Value value : yields)
    types.push_back(value.getType());
  llvm::SetVector<Value> captures = isolate(region);
  auto op = CompositeOp::create(builder, loc(), types, name, captures.getArrayRef());
  op.getBody().takeBody(region);
  return {op.getResults().begin(), op.getResults().end()};
}

/// The tensors of a result, in order.
static void collectTensors(Term &term, llvm::SmallVectorImpl<Tensor *> &tensors) {
  if (term.isTensor())
    tensors.push_back(&term.tensor);
  if (term.kind == TermKind::Tuple)
    for (Term &item : *term.items)
      collectTensors(item, tensors);
  if (term.kind == TermKind::Tree)
    for (Leaf &leaf : term.tree->leaves)
      collectTensors(leaf.value, tensors);
}

/// A call as a loop of one step: its derivative keeps what it is handed and computes the rest again.
Term Elaborator::callApart(Instance &part, llvm::function_ref<Term()> call) {
  Restore<bool> once(part.recompute, false);
  mlir::Region region;
  auto *block = new mlir::Block;
  region.push_back(block);
  BlockValues values(*entry, block);
  block->addArgument(RankedTensorType::get({}, i32()), loc());
  std::vector<Value> before = entry->storages;
  size_t tapsBefore = entry->taps.size();
  Term result;
  llvm::SmallVector<Value *> made;
  llvm::SmallVector<mlir::Type> tappedTypes;
  llvm::SmallVector<Tensor *> tensors;
  {
    mlir::OpBuilder::InsertionGuard guard(builder);
    OpenBlock opened(*entry, block);
    builder.setInsertionPointToEnd(block);
    result = call();
    if (result.isError())
      return result;
    if (result.kind == TermKind::Tree)
      result.tree = std::make_shared<Tree>(*result.tree);
    collectTensors(result, tensors);
    for (Tensor *tensor : tensors)
      made.push_back(&tensor->value);
    before.resize(entry->storages.size());
    for (auto [now, then] : llvm::zip_equal(entry->storages, before))
      if (now != then && now.getParentBlock() == block)
        made.push_back(&now);
    llvm::SmallVector<Value> yields;
    for (Value *value : made)
      yields.push_back(*value);
    yieldTaps(tapsBefore, 1, yields, tappedTypes);
    YieldOp::create(builder, loc(), yields);
  }
  for (Tap &tap : llvm::MutableArrayRef(entry->taps).drop_front(tapsBefore))
    made.push_back(&tap.value);
  llvm::SmallVector<mlir::Type> types, rows;
  for (Value *value : made) {
    auto type = llvm::cast<RankedTensorType>(value->getType());
    llvm::SmallVector<int64_t> shape{1};
    llvm::append_range(shape, type.getShape());
    types.push_back(type);
    rows.push_back(type.clone(shape));
  }
  llvm::SetVector<Value> captures = isolate(region);
  auto scan = ScanOp::create(builder, loc(), mlir::TypeRange(), rows, uint64_t(1), false, mlir::ValueRange(), mlir::ValueRange(),
                             captures.getArrayRef());
  scan.getBody().takeBody(region);
  scan->setAttr(KilnDialect::kRecomputeAttr, builder.getI64IntegerAttr(1));
  for (auto [value, type, row] : llvm::zip_equal(made, types, scan.getRows()))
    *value = ReshapeOp::create(builder, loc(), type, row);
  return result;
}
