// SPDX-License-Identifier: Apache-2.0
//===- GroupAttention.cpp - what happens between products over scores ------===//
// Scores of every query with every key are as large as nothing else of a model, and each is used at once: by a pass over its row and
// by the product that follows. Groups that hand scores to each other become one of kind "attention" (Attention.h), whose
// kernel has those of a few queries in a cache at a time. What is formed follows from the shapes and ops alone.
//===----------------------------------------------------------------------===//
#include "compiler/graph/Attention.h"
#include "compiler/graph/FormGroups.h"
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"

#include "mlir/Analysis/TopologicalSortUtils.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Remarks.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace kiln {
#define GEN_PASS_DEF_GROUPATTENTIONPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Positions of the batch, heads included, below which sums over queries have too little to share out.
constexpr int64_t kLeastBatch = 4;

using Members = llvm::SetVector<Operation *>;

class Scores {
public:
  Scores(Block &block, GroupOp seed) : block(block), seed(seed) {
    space.assign(tensorOf(spaceOf(seed)).getShape().begin(), tensorOf(spaceOf(seed)).getShape().end());
  }

  /// A value with the shape of what the rows of `group` are reduced over; null if that is no matrix of scores.
  static Value spaceOf(GroupOp group) {
    auto rows = group->getAttrOfType<IntegerAttr>(kRowAxesAttr);
    for (auto reduce : group.getBody().front().getOps<ReduceOp>()) {
      auto type = tensorOf(reduce.getOperand());
      if (rows && type.getRank() >= 3 && rows.getInt() == type.getRank() - 1 && type.getElementType().isF32())
        return reduce.getOperand();
    }
    return {};
  }

  void run() {
    members.insert(seed);
    for (bool grows = true; grows;) {
      grows = false;
      for (Operation *next : neighbours())
        if (mayJoin(next)) {
          members.insert(next);
          grows = true;
          break;
        }
    }
    if (llvm::none_of(members, [&](Operation *op) { return makesScores(cast<GroupOp>(op)); }))
      return;
    GroupOp group = build();
    std::string reason;
    if (std::optional<Attention> found = analyzeAttention(group, space, reason)) {
      bool sumsOverQueries = llvm::any_of(found->mixes, [](const MixProduct &mix) { return !mix.overKeys; });
      if (found->mixes.empty())
        reason = "scores are not multiplied with anything";
      else if (sumsOverQueries && found->batchCount() < kLeastBatch)
        reason = "the batch and its heads are too few to share out";
      else
        return replace(group);
    }
    for (Operation *op : members)
      remark::missed(op->getLoc(), remark::RemarkOpts::name("alone").category("fusion").function(entryOf().getSymName()))
          << remark::detail::Remark::Arg("Reason", "no part of an attention kernel: " + reason) << remark::metric("Bytes", bytes());
    group.erase();
  }

private:
  EntryOp entryOf() { return seed->getParentOfType<EntryOp>(); }
  int64_t bytes() { return llvm::product_of(space) * int64_t(sizeof(float)); }
  bool isScores(Value value) {
    return tensorOf(value).getShape() == ArrayRef(space) && tensorOf(value).getElementType().isF32();
  }

  /// Whether the group multiplies each query with each key of the same batch position.
  bool makesScores(GroupOp group) {
    for (auto product : group.getBody().front().getOps<ContractOp>()) {
      ArrayRef<int64_t> labels = product.getResultLabels();
      auto isIn = [&](ArrayRef<int64_t> operand, int64_t label) { return llvm::is_contained(operand, label); };
      auto inBoth = [&](int64_t label) { return isIn(product.getLhsLabels(), label) && isIn(product.getRhsLabels(), label); };
      if (isScores(product.getResult()) && llvm::all_of(labels.drop_back(2), inBoth) && llvm::none_of(labels.take_back(2), inBoth) &&
          isIn(product.getLhsLabels(), labels.back()) != isIn(product.getLhsLabels(), labels[labels.size() - 2]))
        return true;
    }
    return false;
  }

  /// Groups that make, use or share a tensor of scores with a member, in the order of the block.
  SmallVector<Operation *> neighbours() {
    Members found;
    for (Operation *op : members) {
      for (Value operand : op->getOperands())
        if (isScores(operand)) {
          if (Operation *def = operand.getDefiningOp())
            found.insert(def);
          found.insert_range(operand.getUsers());
        }
      for (Value result : op->getResults())
        if (isScores(result))
          found.insert_range(result.getUsers());
    }
    SmallVector<Operation *> groups;
    for (Operation *op : found)
      if (isa<GroupOp>(op) && op->getBlock() == &block && !members.contains(op))
        groups.push_back(op);
    llvm::sort(groups, [](Operation *x, Operation *y) { return x->isBeforeInBlock(y); });
    return groups;
  }

  bool mayJoin(Operation *op) {
    auto group = cast<GroupOp>(op);
    bool fits = group.getKind() == kContractionGroup || (group.getKind() == kElementwiseGroup && isScores(group.getResult(0)));
    if (group.getKind() == kRowsGroup)
      fits = spaceOf(group) && tensorOf(spaceOf(group)).getShape() == ArrayRef(space);
    if (!fits)
      return false;
    Members merged = members;
    merged.insert(op);
    return !hasDetour(merged);
  }

  /// Whether a path leaves the members and comes back.
  static bool hasDetour(const Members &members) {
    SmallVector<Operation *> worklist;
    llvm::SmallPtrSet<Operation *, 32> seen;
    auto expand = [&](Operation *op) {
      for (Operation *user : op->getUsers())
        if (!(members.contains(op) && members.contains(user)) && seen.insert(user).second)
          worklist.push_back(user);
    };
    llvm::for_each(members, expand);
    while (!worklist.empty()) {
      Operation *op = worklist.pop_back_val();
      if (members.contains(op))
        return true;
      expand(op);
    }
    return false;
  }

  /// A mask by positions alone is computed where it is used.
  static bool isMask(Operation *def) {
    auto group = dyn_cast_or_null<GroupOp>(def);
    return group && group.getKind() == kElementwiseGroup && group.getNumOperands() == 0;
  }

  /// One group with the bodies of all members, where the last one stands.
  GroupOp build() {
    SmallVector<Operation *> inOrder(members.begin(), members.end());
    llvm::sort(inOrder, [](Operation *x, Operation *y) { return x->isBeforeInBlock(y); });
    llvm::SetVector<Value> operands;
    SmallVector<Location> locations;
    SmallVector<Type> types;
    results.clear();
    for (Operation *op : inOrder) {
      locations.push_back(op->getLoc());
      for (Value operand : op->getOperands())
        if (!members.contains(operand.getDefiningOp()) && !isMask(operand.getDefiningOp()))
          operands.insert(operand);
      for (Value result : op->getResults())
        if (llvm::any_of(result.getUsers(), [&](Operation *user) { return !members.contains(user); })) {
          results.push_back(result);
          types.push_back(result.getType());
        }
    }
    OpBuilder builder(inOrder.back());
    auto group = GroupOp::create(builder, builder.getFusedLoc(locations), types, kAttentionGroup, operands.getArrayRef());
    Block &body = group.getBody().emplaceBlock();
    IRMapping map;
    for (Value value : operands)
      map.map(value, body.addArgument(value.getType(), value.getLoc()));
    builder.setInsertionPointToEnd(&body);
    auto inlined = [&](Operation *op) {
      Block &inner = cast<GroupOp>(op).getBody().front();
      IRMapping local;
      for (auto [argument, operand] : llvm::zip_equal(inner.getArguments(), op->getOperands()))
        local.map(argument, map.lookup(operand));
      for (Operation &each : inner.without_terminator())
        builder.clone(each, local);
      for (auto [result, value] : llvm::zip_equal(op->getResults(), inner.getTerminator()->getOperands()))
        map.map(result, local.lookup(value));
    };
    for (Operation *op : inOrder)
      for (Value operand : op->getOperands())
        if (isMask(operand.getDefiningOp()) && !map.contains(operand))
          inlined(operand.getDefiningOp());
    llvm::for_each(inOrder, inlined);
    SmallVector<Value> yields;
    for (Value result : results)
      yields.push_back(map.lookup(result));
    YieldOp::create(builder, group.getLoc(), yields);
    divideBehind(body, builder);
    return group;
  }

  /// Sums of quotients whose divisor belongs to the query are divided afterwards: there are fewer of them.
  void divideBehind(Block &body, OpBuilder &builder) {
    for (auto product : llvm::make_early_inc_range(body.getOps<ContractOp>())) {
      auto quotient = product.getLhs().getDefiningOp<DivOp>();
      if (!quotient || !isScores(quotient) || !quotient->hasOneUse())
        continue;
      auto read = quotient.getRhs().getDefiningOp<ReadOp>();
      ArrayRef<int64_t> labels = product.getLhsLabels(), kept = product.getResultLabels();
      if (!read || tensorOf(read.getOperand()).getShape() != ArrayRef(space).drop_back() || llvm::is_contained(kept, labels.back()))
        continue;
      builder.setInsertionPoint(product);
      GraphBuilder b(builder, quotient.getLoc());
      Value factor = b.div(b.splat(read.getOperand().getType(), 1.0), read.getOperand());
      auto sums = cast<ContractOp>(builder.clone(*product));
      sums.getLhsMutable().assign(quotient.getLhs());
      SmallVector<AffineExpr> positions;
      for (int64_t label : labels.drop_back())
        positions.push_back(builder.getAffineDimExpr(llvm::find(kept, label) - kept.begin()));
      auto map = AffineMap::get(kept.size(), 0, positions, builder.getContext());
      Value result = b.mul(sums, b.read(factor, map, tensorOf(sums).getShape()));
      product.replaceAllUsesWith(result);
      product.erase();
      quotient.erase();
      if (read->use_empty())
        read.erase();
    }
  }

  void replace(GroupOp group) {
    for (auto [old, result] : llvm::zip_equal(results, group.getResults()))
      old.replaceAllUsesWith(result);
    SmallVector<Operation *> masks;
    for (Operation *op : members) {
      for (Value operand : op->getOperands())
        if (isMask(operand.getDefiningOp()))
          masks.push_back(operand.getDefiningOp());
      op->dropAllReferences();
    }
    for (Operation *op : members) {
      op->dropAllUses();
      op->erase();
    }
    llvm::SmallPtrSet<Operation *, 4> erased;
    for (Operation *op : masks)
      if (erased.insert(op).second && op->use_empty())
        op->erase();
    sortTopologically(&block);
  }

  Block &block;
  GroupOp seed;
  SmallVector<int64_t> space;
  Members members;
  SmallVector<Value> results;
};

struct GroupAttentionPass : public kiln::impl::GroupAttentionPassBase<GroupAttentionPass> {
  void runOnOperation() override {
    getOperation().walk([](ScanOp scan) { run(scan.getBody().front()); });
    run(getOperation().getBody().front());
  }

  static void run(Block &block) {
    llvm::SmallPtrSet<Operation *, 8> tried;
    for (bool changed = true; changed;) {
      changed = false;
      for (Operation &op : block) {
        auto group = dyn_cast<GroupOp>(op);
        if (!group || group.getKind() != kRowsGroup || !Scores::spaceOf(group) || !tried.insert(group).second)
          continue;
        Scores(block, group).run();
        changed = true; // the block may be another one
        break;
      }
    }
  }
};

} // namespace
