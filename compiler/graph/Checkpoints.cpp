// SPDX-License-Identifier: Apache-2.0
//===- Checkpoints.cpp ----------------------------------------------------===//
#include "compiler/graph/Checkpoints.h"

#include "compiler/graph/GraphBuilder.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace kiln;

int64_t kiln::bytesOfTensors(ValueRange values) {
  int64_t bytes = 0;
  for (Value value : values)
    bytes += tensorOf(value).getNumElements() * ((tensorOf(value).getElementTypeBitWidth() + 7) / 8);
  return bytes;
}

int64_t kiln::stepsOfPiece(ScanOp scan, int64_t stepBytes) {
  int64_t carryBytes = bytesOfTensors(scan.getCarries()), count = scan.getCount(), best = 1;
  auto bytes = [&](int64_t steps) { return count / steps * carryBytes + steps * stepBytes; };
  for (int64_t steps = 2; steps <= count; ++steps)
    if (count % steps == 0 && bytes(steps) < bytes(best))
      best = steps;
  return best;
}

ScanOp kiln::scanInPieces(ScanOp scan, int64_t steps) {
  int64_t pieces = int64_t(scan.getCount()) / steps;
  OpBuilder builder(scan);
  GraphBuilder b(builder, scan.getLoc());
  auto inPieces = [&](Type type) {
    auto whole = cast<RankedTensorType>(type);
    SmallVector<int64_t> shape{pieces, steps};
    llvm::append_range(shape, whole.getShape().drop_front());
    return whole.clone(shape);
  };
  auto piece = [](Type type) {
    auto all = cast<RankedTensorType>(type);
    return all.clone(all.getShape().drop_front());
  };
  SmallVector<Value> sequences;
  for (Value sequence : scan.getSequences())
    sequences.push_back(b.make<ReshapeOp>(inPieces(sequence.getType()), sequence));
  SmallVector<Type> rows, innerRows;
  for (Type row : scan.getRows().getTypes()) {
    rows.push_back(inPieces(row));
    innerRows.push_back(piece(rows.back()));
  }
  auto outer = b.make<ScanOp>(scan.getFinals().getTypes(), TypeRange(rows), pieces, scan.getReverse(), scan.getCarries(), sequences,
                              scan.getCaptures());
  outer->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
  outer->setAttr(KilnDialect::kRecomputeAttr, builder.getI64IntegerAttr(1));

  Block &body = scan.getBody().front(), &step = outer.getBody().emplaceBlock();
  Value number = step.addArgument(body.getArgument(0).getType(), scan.getLoc());
  SmallVector<Value> carries, slices, captures;
  for (Value carry : scan.getCarries())
    carries.push_back(step.addArgument(carry.getType(), scan.getLoc()));
  for (Value sequence : sequences)
    slices.push_back(step.addArgument(piece(sequence.getType()), scan.getLoc()));
  for (Value capture : scan.getCaptures())
    captures.push_back(step.addArgument(capture.getType(), scan.getLoc()));

  // Inside, the number of a step is that of its piece times `steps` and its own.
  if (BlockArgument old = body.getArgument(0); !old.use_empty()) {
    captures.push_back(number);
    Value of = body.addArgument(number.getType(), scan.getLoc());
    OpBuilder::InsertionGuard restore(builder);
    builder.setInsertionPointToStart(&body);
    Value first = b.mul(of, b.splat(of.getType(), double(steps)));
    Value whole = b.add(first, old);
    old.replaceAllUsesExcept(whole, whole.getDefiningOp());
  }
  builder.setInsertionPointToEnd(&step);
  auto inner = b.make<ScanOp>(scan.getFinals().getTypes(), TypeRange(innerRows), steps, scan.getReverse(), carries, slices, captures);
  inner.getBody().takeBody(scan.getBody());
  b.make<YieldOp>(inner.getResults());

  builder.setInsertionPointAfter(outer);
  for (auto [old, final] : llvm::zip_equal(scan.getFinals(), outer.getFinals()))
    old.replaceAllUsesWith(final);
  for (auto [old, row] : llvm::zip_equal(scan.getRows(), outer.getRows()))
    old.replaceAllUsesWith(b.make<ReshapeOp>(old.getType(), row));
  scan->erase();
  return outer;
}

void kiln::inlineOnlyStep(ScanOp scan) {
  IRRewriter rewriter(scan->getContext());
  rewriter.setInsertionPoint(scan);
  GraphBuilder b(rewriter, scan.getLoc());
  Block &body = scan.getBody().front();
  Operation *yield = body.getTerminator();
  unsigned place = 0;
  SmallVector<Value> arguments{b.zeros(body.getArgument(place++).getType())};
  llvm::append_range(arguments, scan.getCarries());
  place += scan.getCarries().size();
  for (Value sequence : scan.getSequences())
    arguments.push_back(b.make<ReshapeOp>(body.getArgument(place++).getType(), sequence));
  llvm::append_range(arguments, scan.getCaptures());
  rewriter.inlineBlockBefore(&body, scan, arguments);
  SmallVector<Value> results(yield->getOperands());
  for (auto [result, row] : llvm::zip_equal(MutableArrayRef(results).drop_front(scan.getCarries().size()), scan.getRows()))
    result = b.make<ReshapeOp>(row.getType(), result);
  rewriter.replaceOp(scan, results);
  rewriter.eraseOp(yield);
}
