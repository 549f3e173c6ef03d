// SPDX-License-Identifier: Apache-2.0
//===- PruneScan.cpp ------------------------------------------------------===//
#include "compiler/graph/PruneScan.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace kiln;

/// Which yielded values reach a result that is used, through any number of steps.
static SmallVector<bool> liveYields(ScanOp scan) {
  Block &body = scan.getBody().front();
  Operation *yield = body.getTerminator();
  unsigned numCarries = scan.getCarries().size();
  SmallVector<bool> live(yield->getNumOperands(), false);
  SmallVector<Value> worklist;
  llvm::DenseSet<Value> seen;
  auto mark = [&](unsigned i) {
    if (!live[i]) {
      live[i] = true;
      worklist.push_back(yield->getOperand(i));
    }
  };
  for (unsigned i = 0; i < live.size(); ++i)
    if (!scan->getResult(i).use_empty())
      mark(i);
  while (!worklist.empty()) {
    Value value = worklist.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    if (Operation *op = value.getDefiningOp()) {
      llvm::append_range(worklist, op->getOperands());
      continue;
    }
    unsigned argument = cast<BlockArgument>(value).getArgNumber();
    if (argument >= 1 && argument <= numCarries)
      mark(argument - 1);
  }
  return live;
}

LogicalResult kiln::pruneScan(ScanOp scan, RewriterBase &rewriter) {
  Block &body = scan.getBody().front();
  Operation *yield = body.getTerminator();
  unsigned numCarries = scan.getCarries().size(), numSequences = scan.getSequences().size();
  SmallVector<bool> live = liveYields(scan);
  bool changes = llvm::is_contained(live, false);

  // The body's arguments in their new order: step, carries, sequences, captures.
  SmallVector<Value> carries, sequences, captures;
  SmallVector<unsigned> carryFrom, sequenceFrom, captureFrom;
  SmallVector<unsigned> invariant;
  for (auto [i, carry] : llvm::enumerate(scan.getCarries())) {
    if (!live[i])
      continue;
    if (yield->getOperand(i) == body.getArgument(1 + i)) {
      invariant.push_back(i);
      changes = true;
      continue;
    }
    carryFrom.push_back(1 + i);
    carries.push_back(carry);
  }
  // Uses by what is about to die do not count: cut the dead yields first.
  BitVector dead(yield->getNumOperands());
  for (auto [i, isLive] : llvm::enumerate(live))
    if (!isLive || llvm::is_contained(invariant, i))
      dead.set(i);
  if (dead.any()) {
    rewriter.modifyOpInPlace(yield, [&] { yield->eraseOperands(dead); });
    eraseDead(body, rewriter);
  }

  for (unsigned i : invariant)
    if (!body.getArgument(1 + i).use_empty()) {
      captureFrom.push_back(1 + i);
      captures.push_back(scan.getCarries()[i]);
    }
  for (auto [i, sequence] : llvm::enumerate(scan.getSequences())) {
    if (body.getArgument(1 + numCarries + i).use_empty()) {
      changes = true;
      continue;
    }
    sequenceFrom.push_back(1 + numCarries + i);
    sequences.push_back(sequence);
  }
  for (auto [i, capture] : llvm::enumerate(scan.getCaptures())) {
    BlockArgument argument = body.getArgument(1 + numCarries + numSequences + i);
    if (argument.use_empty()) {
      changes = true;
      continue;
    }
    if (auto it = llvm::find(captures, capture); it != captures.end()) {
      rewriter.replaceAllUsesWith(argument, body.getArgument(captureFrom[it - captures.begin()]));
      changes = true;
      continue;
    }
    captureFrom.push_back(argument.getArgNumber());
    captures.push_back(capture);
  }
  if (!changes)
    return failure();

  SmallVector<Type> rows;
  for (auto [i, row] : llvm::enumerate(scan.getRows()))
    if (live[numCarries + i])
      rows.push_back(row.getType());
  rewriter.setInsertionPoint(scan);
  auto slim = ScanOp::create(rewriter, scan.getLoc(), TypeRange(ValueRange(carries)), TypeRange(rows),
                             scan.getCount(), scan.getReverse(), carries, sequences, captures);
  slim->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
  // A flag that is never set ends nothing.
  if (numCarries == 0 || !llvm::is_contained(carryFrom, numCarries))
    slim->removeDiscardableAttr(KilnDialect::kUntilAttr);
  Block *step = rewriter.createBlock(&slim.getBody());
  rewriter.setInsertionPoint(slim);
  SmallVector<Value> arguments(body.getNumArguments());
  auto addArgument = [&](unsigned from) {
    BlockArgument old = body.getArgument(from);
    arguments[from] = step->addArgument(old.getType(), old.getLoc());
  };
  addArgument(0);
  for (ArrayRef<unsigned> part : {ArrayRef(carryFrom), ArrayRef(sequenceFrom), ArrayRef(captureFrom)})
    for (unsigned from : part)
      addArgument(from);
  for (auto [i, argument] : llvm::enumerate(arguments))
    if (argument) // the others have no uses
      rewriter.replaceAllUsesWith(body.getArgument(i), argument);
  step->getOperations().splice(step->end(), body.getOperations());

  SmallVector<Value> results(scan->getNumResults());
  unsigned next = 0;
  for (unsigned i = 0; i < results.size(); ++i) {
    if (llvm::is_contained(invariant, i))
      results[i] = scan.getCarries()[i];
    else if (live[i])
      results[i] = slim->getResult(next++);
  }
  for (auto [old, result] : llvm::zip_equal(scan->getResults(), results))
    if (result)
      rewriter.replaceAllUsesWith(old, result);
  rewriter.eraseOp(scan);
  return success();
}

void kiln::eraseDead(Block &block, RewriterBase &rewriter) {
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block))) {
    if (isOpTriviallyDead(&op)) {
      rewriter.eraseOp(&op);
      continue;
    }
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        eraseDead(inner, rewriter);
    if (auto scan = dyn_cast<ScanOp>(op))
      (void)pruneScan(scan, rewriter);
  }
}
