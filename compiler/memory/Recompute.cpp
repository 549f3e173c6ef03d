// SPDX-License-Identifier: Apache-2.0
//===- Recompute.cpp ------------------------------------------------------===//
#include "compiler/memory/Recompute.h"

#include "compiler/graph/PruneScan.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace kiln;

static bool mayRunAgain(Operation *op) { return isa_and_nonnull<LaunchOp, ReshapeOp, ConstantOp>(op); }

static Operation *cloneAgain(OpBuilder &builder, Operation *op, IRMapping &mapping) {
  Operation *again = builder.clone(*op, mapping);
  if (isa<LaunchOp>(op))
    again->setAttr(kAgainAttr, builder.getUnitAttr());
  return again;
}

/// Drops what nobody reads any more, rows of loops among it.
static void sweep(Operation *op) {
  auto entry = op->getParentOfType<EntryOp>();
  IRRewriter rewriter(op->getContext());
  eraseDead(entry.getBody().front(), rewriter);
}

//===----------------------------------------------------------------------===//
// In one block
//===----------------------------------------------------------------------===//

static bool collectUses(Value value, Operation *border, SmallVectorImpl<OpOperand *> &behind) {
  for (OpOperand &use : value.getUses()) {
    Operation *user = use.getOwner();
    if (user == border)
      return false;
    if (auto reshape = dyn_cast<ReshapeOp>(user)) {
      if (!collectUses(reshape, border, behind))
        return false;
    } else if (border->isBeforeInBlock(user)) {
      behind.push_back(&use);
    }
  }
  return true;
}

SmallVector<OpOperand *> kiln::usesBehind(Value value, Operation *border) {
  SmallVector<OpOperand *> behind;
  if (!collectUses(value, border, behind))
    behind.clear();
  return behind;
}

static bool isUsedFrom(Value value, Operation *border) {
  SmallVector<OpOperand *> behind;
  return !collectUses(value, border, behind) || !behind.empty();
}

namespace {

/// Makes the values of a block again, further down in it.
class Again {
public:
  Again(OpBuilder &builder, Operation *border, LaunchOp launch) : builder(builder), border(border), launch(launch) {}

  Value get(Value value) {
    if (Value known = mapping.lookupOrNull(value))
      return known;
    Operation *op = value.getDefiningOp();
    if (!mayRunAgain(op) || !op->isBeforeInBlock(border) ||
        (op != launch && !isa<ReshapeOp>(op) && isUsedFrom(value, border)))
      return value;
    for (Value operand : op->getOperands())
      if (!mapping.contains(operand))
        mapping.map(operand, get(operand));
    cloneAgain(builder, op, mapping);
    return mapping.lookup(value);
  }

private:
  OpBuilder &builder;
  Operation *border;
  LaunchOp launch;
  IRMapping mapping;
};

} // namespace

void kiln::runAgainBehind(Operation *border, LaunchOp launch) {
  SmallVector<OpOperand *> uses;
  for (Value result : launch.getResults())
    llvm::append_range(uses, usesBehind(result, border));
  Operation *first = uses.front()->getOwner();
  for (OpOperand *use : uses)
    if (use->getOwner()->isBeforeInBlock(first))
      first = use->getOwner();
  OpBuilder builder(first);
  Again again(builder, border, launch);
  for (OpOperand *use : uses)
    use->set(again.get(use->get()));
  sweep(border);
}

//===----------------------------------------------------------------------===//
// From one loop in another
//===----------------------------------------------------------------------===//

static int rowOf(ScanOp scan, Value value) {
  auto yielded = scan.getBody().front().getTerminator()->getOperands().drop_front(scan.getCarries().size());
  auto found = llvm::find(yielded, value);
  return found == yielded.end() ? -1 : int(found - yielded.begin());
}

std::optional<RowReader> kiln::readerOfRows(LaunchOp launch) {
  auto scan = dyn_cast<ScanOp>(launch->getParentOp());
  if (!scan || scan->hasAttr(KilnDialect::kUntilAttr))
    return std::nullopt;
  RowReader reader;
  for (auto [number, yielded] :
       llvm::enumerate(scan.getBody().front().getTerminator()->getOperands().drop_front(scan.getCarries().size()))) {
    if (yielded.getDefiningOp() != launch)
      continue;
    Value row = scan.getRows()[number];
    for (OpOperand &use : row.getUses()) {
      auto other = dyn_cast<ScanOp>(use.getOwner());
      unsigned first = other ? other.getCarries().size() : 0;
      if (!other || other->getBlock() != scan->getBlock() || other.getCount() != scan.getCount() ||
          other->hasAttr(KilnDialect::kUntilAttr) || use.getOperandNumber() < first ||
          use.getOperandNumber() >= first + other.getSequences().size() || (reader.scan && reader.scan != other))
        return std::nullopt;
      reader.scan = other;
    }
    if (!row.use_empty())
      reader.rows.push_back(number);
  }
  if (!reader.scan)
    return std::nullopt;
  return reader;
}

/// The loop with more rows: `values` of its body, stacked.
static ScanOp withRows(ScanOp scan, ArrayRef<Value> values) {
  SmallVector<Type> rows(scan.getRows().getTypes());
  for (Value value : values) {
    auto type = cast<RankedTensorType>(value.getType());
    SmallVector<int64_t> shape{int64_t(scan.getCount())};
    llvm::append_range(shape, type.getShape());
    rows.push_back(type.clone(shape));
  }
  OpBuilder builder(scan);
  auto wide = ScanOp::create(builder, scan.getLoc(), scan.getFinals().getTypes(), rows, scan.getCount(), scan.getReverse(),
                             scan.getCarries(), scan.getSequences(), scan.getCaptures());
  wide->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
  wide.getBody().takeBody(scan.getBody());
  Operation *yield = wide.getBody().front().getTerminator();
  yield->insertOperands(yield->getNumOperands(), values);
  scan->replaceAllUsesWith(wide->getResults().take_front(scan->getNumResults()));
  scan->erase();
  return wide;
}

/// The loop with more sequences and captures, whose arguments come behind those that it has.
static ScanOp withOperands(ScanOp scan, ArrayRef<Value> sequences, ArrayRef<Value> captures) {
  OpBuilder builder(scan);
  auto wide = ScanOp::create(builder, scan.getLoc(), scan.getFinals().getTypes(), scan.getRows().getTypes(), scan.getCount(),
                             scan.getReverse(), scan.getCarries(), sequences, captures);
  wide->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
  wide.getBody().takeBody(scan.getBody());
  Block &body = wide.getBody().front();
  unsigned place = 1 + scan.getCarries().size() + scan.getSequences().size();
  for (Value sequence : sequences.drop_front(scan.getSequences().size())) {
    auto type = cast<RankedTensorType>(sequence.getType());
    body.insertArgument(place++, type.clone(type.getShape().drop_front()), scan.getLoc());
  }
  for (Value capture : captures.drop_front(scan.getCaptures().size()))
    body.addArgument(capture.getType(), scan.getLoc());
  scan->replaceAllUsesWith(wide->getResults());
  scan->erase();
  return wide;
}

void kiln::runAgainIn(const RowReader &rowReader, LaunchOp launch) {
  auto scan = cast<ScanOp>(launch->getParentOp());
  ScanOp reader = rowReader.scan;
  Block &from = scan.getBody().front();

  // What the launch needs, back to arguments of the body and to rows that are kept anyway.
  llvm::SetVector<Operation *> ops;
  llvm::SetVector<Value> leaves;
  std::function<void(Value)> visit = [&](Value value) {
    Operation *op = value.getDefiningOp();
    if (op != launch && (rowOf(scan, value) >= 0 || !mayRunAgain(op))) {
      leaves.insert(value);
      return;
    }
    if (!ops.contains(op))
      llvm::for_each(op->getOperands(), visit);
    ops.insert(op);
  };
  visit(launch.getResult(0));

  unsigned carries = scan.getCarries().size(), sequences = scan.getSequences().size();
  auto isOuter = [&](Value value) { // an argument that stands for a value outside, or the number of the step
    auto argument = dyn_cast<BlockArgument>(value);
    return argument && (argument.getArgNumber() == 0 || argument.getArgNumber() > carries);
  };
  SmallVector<Value> missing;
  for (Value leaf : leaves)
    if (!isOuter(leaf) && rowOf(scan, leaf) < 0)
      missing.push_back(leaf);
  if (!missing.empty())
    scan = withRows(scan, missing);

  // The same as arguments of the reader.
  SmallVector<Value> allSequences(reader.getSequences()), allCaptures(reader.getCaptures());
  auto placeIn = [](SmallVectorImpl<Value> &list, Value value) {
    auto found = llvm::find(list, value);
    unsigned place = found - list.begin();
    if (found == list.end())
      list.push_back(value);
    return place;
  };
  SmallVector<std::pair<bool, unsigned>> places; // of each leaf: whether a sequence, and which
  for (Value leaf : leaves) {
    auto argument = dyn_cast<BlockArgument>(leaf);
    unsigned number = argument ? argument.getArgNumber() : 0;
    if (!isOuter(leaf))
      places.push_back({true, placeIn(allSequences, scan.getRows()[rowOf(scan, leaf)])});
    else if (number == 0)
      places.push_back({false, 0});
    else if (number <= carries + sequences)
      places.push_back({true, placeIn(allSequences, scan.getSequences()[number - 1 - carries])});
    else
      places.push_back({false, placeIn(allCaptures, scan.getCaptures()[number - 1 - carries - sequences])});
  }
  reader = withOperands(reader, allSequences, allCaptures);

  Block &to = reader.getBody().front();
  unsigned firstSequence = 1 + reader.getCarries().size(), firstCapture = firstSequence + allSequences.size();
  IRMapping mapping;
  for (auto [leaf, place] : llvm::zip_equal(leaves, places))
    mapping.map(leaf, leaf == from.getArgument(0) ? to.getArgument(0)
                                                  : to.getArgument((place.first ? firstSequence : firstCapture) + place.second));

  // Before the first op that reads one of the rows.
  SmallVector<std::pair<BlockArgument, Value>> replaced;
  Operation *first = to.getTerminator();
  for (unsigned row : rowReader.rows)
    for (auto [number, sequence] : llvm::enumerate(reader.getSequences()))
      if (sequence == scan.getRows()[row]) {
        BlockArgument argument = to.getArgument(firstSequence + number);
        replaced.push_back({argument, scan.getBody().front().getTerminator()->getOperand(carries + row)});
        for (Operation *user : argument.getUsers())
          if (user->isBeforeInBlock(first))
            first = user;
      }
  OpBuilder builder(first);
  for (Operation *op : ops)
    cloneAgain(builder, op, mapping);
  for (auto [argument, value] : replaced)
    argument.replaceAllUsesWith(mapping.lookup(value));
  sweep(reader);
}
