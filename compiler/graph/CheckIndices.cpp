// SPDX-License-Identifier: Apache-2.0
//===- CheckIndices.cpp - computed positions that leave their axis --------===//
// Compiled gathers clamp. That one had to is told by one more result of the entry, a bool for each index tensor that
// could leave its axis; the memory stage turns it into a fault at the gather's place. What is certain to stay inside is
// not looked at: inputs that the runtime has checked, positions of an arg_reduce, an iota. The rows behind a short last
// batch are copies of its last row, so they leave an axis only where that one does.
//===----------------------------------------------------------------------===//
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/TypeSwitch.h"

#include <limits>

namespace kiln {
#define GEN_PASS_DEF_CHECKINDICESPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// The least and the greatest value that an element may have.
struct Range {
  int64_t low = std::numeric_limits<int64_t>::min();
  int64_t high = std::numeric_limits<int64_t>::max();
};

class Checker {
public:
  explicit Checker(EntryOp entry) : entry(entry), builder(entry.getContext()) {}

  void run() {
    Block &block = entry.getBody().front();
    SmallVector<std::pair<Value, Location>> flags = flagsOf(block);
    if (flags.empty())
      return;
    auto ret = cast<ReturnOp>(block.getTerminator());
    NamedAttribute isFault(builder.getStringAttr(KilnDialect::kFaultAttr), builder.getUnitAttr());
    for (auto [flag, place] : flags) {
      ret->insertOperands(ret->getNumOperands(), flag);
      (void)entry.insertResult(entry.getNumResults(), flag.getType(),
                               builder.getDictionaryAttr(isFault));
    }
  }

private:
  /// One bool for each site of the block and of the scans in it, in program order.
  SmallVector<std::pair<Value, Location>> flagsOf(Block &block) {
    SmallVector<std::pair<Value, Location>> flags;
    llvm::DenseSet<std::pair<Value, int64_t>> seen;
    for (Operation &op : llvm::make_early_inc_range(block)) {
      if (auto scan = dyn_cast<ScanOp>(op)) {
        llvm::append_range(flags, flagsOf(scan));
        continue;
      }
      auto gather = dyn_cast<GatherOp>(op);
      if (!gather)
        continue;
      for (auto [indices, axis] : llvm::zip_equal(gather.getIndices(), gather.getAxes())) {
        int64_t size = tensorOf(gather.getOperand()).getDimSize(axis);
        if (staysInside(indices, size) || !seen.insert({indices, size}).second)
          continue;
        builder.setInsertionPointAfter(gather);
        flags.push_back({leaves(indices, size, gather.getLoc()), gather.getLoc()});
      }
    }
    return flags;
  }

  /// Those of a loop's body become rows, of which any may be true.
  SmallVector<std::pair<Value, Location>> flagsOf(ScanOp scan) {
    Block &body = scan.getBody().front();
    SmallVector<std::pair<Value, Location>> inner = flagsOf(body);
    if (inner.empty())
      return inner;
    SmallVector<Type> rows(scan.getRows().getTypes());
    auto bit = builder.getI1Type();
    rows.append(inner.size(), RankedTensorType::get({int64_t(scan.getCount())}, bit));
    builder.setInsertionPoint(scan);
    auto wide = ScanOp::create(builder, scan.getLoc(), scan.getFinals().getTypes(), rows,
                               scan.getCount(), scan.getReverse(), scan.getCarries(),
                               scan.getSequences(), scan.getCaptures());
    wide->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
    Operation *yield = body.getTerminator();
    for (auto &[flag, place] : inner) {
      if (scan->hasAttr(KilnDialect::kUntilAttr)) {
        // What is computed behind the end is not kept.
        builder.setInsertionPoint(yield);
        auto type = cast<RankedTensorType>(flag.getType());
        Value runs = NotOp::create(builder, place, type, body.getArgument(scan.getCarries().size()));
        flag = AndOp::create(builder, place, type, flag, runs);
      }
      yield->insertOperands(yield->getNumOperands(), flag);
    }
    builder.setInsertionPoint(scan);
    wide.getBody().takeBody(scan.getBody());
    scan->replaceAllUsesWith(wide->getResults().take_front(scan->getNumResults()));
    SmallVector<std::pair<Value, Location>> flags;
    for (auto [i, flag] : llvm::enumerate(inner)) {
      GraphBuilder b(builder, flag.second);
      Value row = wide->getResult(scan->getNumResults() + i);
      flags.push_back({b.reduce(Reduction::any, row, {0}), flag.second});
    }
    scan->erase();
    return flags;
  }

  bool staysInside(Value indices, int64_t size) {
    Range range = rangeOf(indices);
    return range.low >= 0 && range.high < size;
  }

  /// Bounds of all elements; those of the type where nothing is known.
  Range rangeOf(Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value))
      return rangeOf(argument);
    return llvm::TypeSwitch<Operation *, Range>(value.getDefiningOp())
        .Case([&](ArgReduceOp op) { return below(tensorOf(op.getOperand()).getDimSize(op.getAxis())); })
        .Case([&](ArgSortOp op) { return below(tensorOf(op.getOperand()).getDimSize(op.getAxis())); })
        .Case([&](IotaOp op) { return below(tensorOf(op).getDimSize(op.getAxis())); })
        .Case([&](ConstantOp op) { return rangeOf(op); })
        // Movement changes no element.
        .Case([&](ReadOp op) { return op.getFill() ? Range() : rangeOf(op.getOperand()); })
        .Case([&](ReshapeOp op) { return rangeOf(op.getOperand()); })
        .Case([&](ConvertOp op) { return rangeOf(op); })
        .Case([&](MaxOp op) {
          Range x = rangeOf(op.getLhs()), y = rangeOf(op.getRhs());
          return Range{std::max(x.low, y.low), std::max(x.high, y.high)};
        })
        .Case([&](MinOp op) {
          Range x = rangeOf(op.getLhs()), y = rangeOf(op.getRhs());
          return Range{std::min(x.low, y.low), std::min(x.high, y.high)};
        })
        .Default([](Operation *) { return Range(); });
  }

  Range rangeOf(BlockArgument argument) {
    Block *owner = argument.getOwner();
    if (auto scan = dyn_cast<ScanOp>(owner->getParentOp()))
      return argument.getArgNumber() == 0 ? below(scan.getCount()) : Range();
    // What the runtime has read, it has checked.
    auto limit = entry.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(), KilnDialect::kIndexLimitAttr);
    return limit ? below(limit.getInt()) : Range();
  }

  /// A wider whole number is the same number.
  Range rangeOf(ConvertOp op) {
    auto from = dyn_cast<IntegerType>(tensorOf(op.getOperand()).getElementType());
    auto to = dyn_cast<IntegerType>(tensorOf(op).getElementType());
    if (!from || !to || from.getWidth() >= to.getWidth())
      return Range();
    Range range = rangeOf(op.getOperand());
    if (from.isUnsigned() && from.getWidth() < 32) {
      range.low = std::max<int64_t>(range.low, 0);
      range.high = std::min<int64_t>(range.high, (int64_t(1) << from.getWidth()) - 1);
    }
    return range;
  }

  static Range rangeOf(ConstantOp op) {
    Range range;
    auto elements = dyn_cast<DenseIntElementsAttr>(op.getValue());
    if (!elements || elements.empty())
      return range;
    std::swap(range.low, range.high);
    for (const APInt &element : elements.getValues<APInt>()) {
      range.low = std::min(range.low, element.getSExtValue());
      range.high = std::max(range.high, element.getSExtValue());
    }
    return range;
  }

  static Range below(int64_t size) { return {0, size - 1}; }

  Value leaves(Value indices, int64_t size, Location place) {
    GraphBuilder b(builder, place);
    auto type = tensorOf(indices);
    auto number = [&](int64_t value) -> Value {
      return b.make<ConstantOp>(DenseElementsAttr::get(type, builder.getI32IntegerAttr(value)));
    };
    Value outside = b.either(b.compare(Comparison::lt, indices, number(0)),
                             b.compare(Comparison::ge, indices, number(size)));
    if (type.getRank() == 0)
      return outside;
    return b.reduce(Reduction::any, outside, llvm::to_vector(llvm::seq<int64_t>(0, type.getRank())));
  }

  EntryOp entry;
  OpBuilder builder;
};

struct CheckIndicesPass : public kiln::impl::CheckIndicesPassBase<CheckIndicesPass> {
  void runOnOperation() override {
    Checker(getOperation()).run();
  }
};

} // namespace
