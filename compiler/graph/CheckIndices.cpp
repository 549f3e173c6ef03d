// SPDX-License-Identifier: Apache-2.0
//===- CheckIndices.cpp - computed positions that leave their axis --------===//
// Compiled gathers clamp. That one had to is told by one more result of the entry, a bool for each index tensor
// that could leave its axis; the memory stage turns it into a fault at the gather's place. What is certain to stay inside is not looked
// at: inputs that the runtime has checked, positions of an arg_reduce, an iota.
//===----------------------------------------------------------------------===//
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/SetVector.h"

namespace kiln {
#define GEN_PASS_DEF_CHECKINDICESPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// An index tensor and the size of the axis that it must stay inside.
struct Site {
  Value indices;
  int64_t size;
  Location place;
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
    for (auto [flag, place] : inner)
      yield->insertOperands(yield->getNumOperands(), flag);
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
    if (auto argument = dyn_cast<BlockArgument>(indices)) {
      if (argument.getOwner() != &entry.getBody().front())
        return false;
      auto limit =
          entry.getArgAttrOfType<IntegerAttr>(argument.getArgNumber(), KilnDialect::kIndexLimitAttr);
      return limit && limit.getInt() <= size;
    }
    Operation *op = indices.getDefiningOp();
    if (auto best = dyn_cast<ArgReduceOp>(op))
      return tensorOf(best.getOperand()).getDimSize(best.getAxis()) <= size;
    if (auto iota = dyn_cast<IotaOp>(op))
      return tensorOf(iota).getDimSize(iota.getAxis()) <= size;
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      auto elements = dyn_cast<DenseIntElementsAttr>(constant.getValue());
      return elements && llvm::all_of(elements.getValues<APInt>(), [&](const APInt &value) {
               return value.getSExtValue() >= 0 && value.getSExtValue() < size;
             });
    }
    // Movement changes no element; a fill of 0 is inside.
    if (auto read = dyn_cast<ReadOp>(op))
      return !read.getFill() && staysInside(read.getOperand(), size);
    if (auto reshape = dyn_cast<ReshapeOp>(op))
      return staysInside(reshape.getOperand(), size);
    return false;
  }

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
    // In an infer entry the rows behind a short last batch may hold anything.
    if (getOperation().getMode() == Mode::train)
      Checker(getOperation()).run();
  }
};

} // namespace
