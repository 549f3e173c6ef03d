// SPDX-License-Identifier: Apache-2.0
//===- FormGroups.cpp - ops become kernels --------------------------------===//
#include "compiler/graph/FormGroups.h"
#include "compiler/graph/Clusters.h"
#include "compiler/graph/Passes.h"
#include "compiler/graph/PruneScan.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/MapVector.h"

namespace kiln {
#define GEN_PASS_DEF_FORMGROUPSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

StringRef nameOf(Cluster::Kind kind) {
  switch (kind) {
  case Cluster::Elementwise:
    return kElementwiseGroup;
  case Cluster::Rows:
    return kRowsGroup;
  case Cluster::Columns:
    return kColumnsGroup;
  case Cluster::Contraction:
    return kContractionGroup;
  case Cluster::Single:
  case Cluster::Fixed:
    return kSingleGroup;
  }
  llvm_unreachable("all kinds are named");
}

/// Builds the group of one cluster in front of the block's terminator.
class GroupBuilder {
public:
  GroupBuilder(const Clusters &clusters, const Cluster &cluster, OpBuilder &builder)
      : clusters(clusters), cluster(cluster), builder(builder) {}

  /// Pairs of an old value and the result of the group that takes its place.
  SmallVector<std::pair<Value, Value>> build() {
    SmallVector<Value> results;
    SmallVector<Location> locations;
    for (Operation *op : cluster.ops) {
      locations.push_back(op->getLoc());
      for (Value result : op->getResults())
        if (clusters.leavesItsCluster(result))
          results.push_back(result);
    }
    for (Operation *op : cluster.ops)
      for (Value operand : op->getOperands())
        collect(op, operand);
    auto group = GroupOp::create(builder, builder.getFusedLoc(locations),
                                 TypeRange(ValueRange(results)), nameOf(cluster.kind),
                                 SmallVector<Value>(operands.begin(), operands.end()));
    if (cluster.kind == Cluster::Rows)
      group->setAttr(kRowAxesAttr, builder.getI64IntegerAttr(cluster.rowAxes));
    if (cluster.kind == Cluster::Columns)
      group->setAttr(kReducedAxesAttr, builder.getDenseI64ArrayAttr(cluster.axes));
    Block &body = group.getBody().emplaceBlock();
    for (Value operand : operands)
      map.map(operand, body.addArgument(operand.getType(), operand.getLoc()));

    OpBuilder::InsertionGuard restore(builder);
    builder.setInsertionPointToEnd(&body);
    for (Operation *op : cluster.ops) {
      for (Value operand : op->getOperands())
        makeLeaf(op, operand);
      builder.clone(*op, map);
    }
    SmallVector<Value> yields;
    for (Value result : results)
      yields.push_back(map.lookup(result));
    YieldOp::create(builder, group.getLoc(), yields);
    SmallVector<std::pair<Value, Value>> pairs;
    for (auto [old, result] : llvm::zip_equal(results, group.getResults()))
      pairs.emplace_back(old, result);
    return pairs;
  }

private:
  bool isInside(Value value) const {
    Operation *def = value.getDefiningOp();
    return def && clusters.find(def) == &cluster;
  }
  void collect(Operation *user, Value operand) {
    if (isInside(operand))
      return;
    if (!clusters.makesAgain(user, operand)) {
      operands.insert(operand);
      return;
    }
    Operation *leaf = operand.getDefiningOp();
    for (Value inner : leaf->getOperands())
      collect(leaf, inner);
  }
  void makeLeaf(Operation *user, Value operand) {
    if (isInside(operand) || map.contains(operand) || !clusters.makesAgain(user, operand))
      return;
    Operation *leaf = operand.getDefiningOp();
    for (Value inner : leaf->getOperands())
      makeLeaf(leaf, inner);
    builder.clone(*leaf, map);
  }

  const Clusters &clusters;
  const Cluster &cluster;
  OpBuilder &builder;
  IRMapping map;
  llvm::SetVector<Value> operands;
};

EntryOp entryOf(Block &block) {
  Operation *op = block.getParentOp();
  return isa<EntryOp>(op) ? cast<EntryOp>(op) : op->getParentOfType<EntryOp>();
}

LogicalResult formGroups(Block &block, bool fuse) {
  for (Operation &op : block) {
    if (isa<GradOp, CompositeOp, StopOp, GradAsOp, GroupOp>(op))
      return op.emitError("must be gone before groups are formed");
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        if (failed(formGroups(inner, fuse)))
          return failure();
  }
  Operation *terminator = block.getTerminator();
  SmallVector<Operation *> before;
  for (Operation &op : block.without_terminator())
    before.push_back(&op);

  Clusters clusters(block);
  if (fuse)
    clusters.merge();
  if (fuse && block.getParentOp()->getContext()->getRemarkEngine())
    clusters.remarkApart(entryOf(block).getSymName());
  OpBuilder builder(terminator);
  SmallVector<std::pair<Value, Value>> replaced;
  llvm::SmallPtrSet<Operation *, 32> kept;
  for (const Cluster *cluster : clusters.inOrder()) {
    if (cluster->kind == Cluster::Fixed) {
      Operation *op = cluster->ops.front();
      kept.insert(op);
      if (op != terminator)
        op->moveBefore(terminator);
      continue;
    }
    llvm::append_range(replaced, GroupBuilder(clusters, *cluster, builder).build());
  }
  if (!kept.contains(terminator))
    return terminator->emitError("groups of this block wait for each other in a circle");
  for (auto [old, result] : replaced)
    old.replaceAllUsesWith(result);
  for (Operation *op : llvm::reverse(before))
    if (!kept.contains(op)) {
      op->dropAllUses();
      op->erase();
    }
  return success();
}

struct FormGroupsPass : public kiln::impl::FormGroupsPassBase<FormGroupsPass> {
  using FormGroupsPassBase::FormGroupsPassBase;
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    Block &block = getOperation().getBody().front();
    eraseDead(block, rewriter); // what is dead has no place in the order of groups
    if (failed(formGroups(block, fuse)))
      signalPassFailure();
  }
};

} // namespace
