// SPDX-License-Identifier: Apache-2.0
//===- ChainGroups.cpp - groups that hand on each batch position by itself -===//
// Between two kernels a tensor goes to memory and comes back. Where a run of groups is batched over
// one axis (BatchAxis.h), a chain runs all of them for one position before the next: what they hand
// on is as large as one position and stays in the worker's cache, and workers meet once for all.
// Attention, norms and the dense layers of one sequence become one kernel, forward and backward.
//===----------------------------------------------------------------------===//
#include "compiler/graph/BatchAxis.h"
#include "compiler/graph/FormGroups.h"
#include "compiler/graph/Passes.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Remarks.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/MathExtras.h"

namespace kiln {
#define GEN_PASS_DEF_CHAINGROUPSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Positions below which a chain has too little to share out.
constexpr int64_t kLeastPositions = 16;
/// Uses of an element of a whole operand at one position below which reading it again each time
/// costs more than the chain saves.
constexpr int64_t kLeastReuse = 16;
/// The same of operands that no second-level cache keeps until the next position, and their bytes from which on they are such.
constexpr int64_t kLeastReuseOfMany = 128, kManyBytes = 1024 * 1024;
/// Bytes that a chain hands on at one position: they lie on the worker's stack, two thirds of a second-level cache.
constexpr int64_t kMostScratch = 672 * 1024;
/// Bytes of a tensor between two groups below which it stays in the caches anyway.
constexpr int64_t kLeastHandedOn = 64 * 1024;

int64_t bytesOf(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  return type.getNumElements() * llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}
Value rootOf(Value value) {
  while (auto reshape = value.getDefiningOp<ReshapeOp>())
    value = reshape.getOperand();
  return value;
}

/// The groups of a block that may be links of a chain, and the chains that they form.
class Chains {
public:
  Chains(Block &block, int64_t mostScratch) : block(block), mostScratch(mostScratch) {
    for (Operation &op : block) {
      order[&op] = order.size();
      auto group = dyn_cast<GroupOp>(op);
      if (!group)
        continue;
      std::optional<BatchAxis> axis = findBatchAxis(group);
      if (std::optional<std::string> reason = whyNoLink(group, axis))
        remark(group, *reason);
      else
        links.insert({group, std::move(*axis)});
    }
  }

  void run() {
    llvm::SmallPtrSet<Operation *, 16> taken;
    SmallVector<llvm::SetVector<Operation *>> chains;
    for (auto &[first, axis] : links) {
      if (taken.contains(first))
        continue;
      llvm::SetVector<Operation *> chain;
      chain.insert(first);
      for (bool grows = true; grows;) {
        grows = false;
        for (GroupOp next : neighbours(chain))
          if (!taken.contains(next) && mayJoin(chain, next)) {
            chain.insert(next);
            grows = true;
            break;
          }
      }
      if (chain.size() == 1 || llvm::none_of(chain, [](Operation *op) {
            return cast<GroupOp>(op).getKind() == kContractionGroup || cast<GroupOp>(op).getKind() == kAttentionGroup;
          }))
        continue;
      for (GroupOp next : neighbours(chain))
        remark(next, taken.contains(next) ? "it belongs to another chain" : whyNotJoined(chain, next));
      taken.insert_range(chain);
      chains.push_back(std::move(chain));
    }
    for (llvm::SetVector<Operation *> &chain : chains)
      build(chain);
  }

private:
  std::optional<std::string> whyNoLink(GroupOp group, const std::optional<BatchAxis> &axis) {
    if (givesStorage(group))
      return "no link of a chain: it gives the new value of a storage, written over the old one";
    if (!axis)
      return "no link of a chain: positions of its first axis depend on each other";
    if (axis->size < kLeastPositions)
      return ("no link of a chain: " + llvm::Twine(axis->size) + " positions of its first axis are too few to share out").str();
    int64_t weights = 0;
    for (auto [operand, isBatched] : llvm::zip_equal(group.getOperands(), axis->isBatched))
      weights += isBatched ? 0 : bytesOf(operand);
    if (axis->reuse < (weights > kManyBytes ? kLeastReuseOfMany : kLeastReuse))
      return ("no link of a chain: weights would be read again for each position and used there " +
              (axis->reuse == 1 ? "once" : std::to_string(axis->reuse) + " times"));
    return std::nullopt;
  }
  std::string whyNotJoined(const llvm::SetVector<Operation *> &chain, GroupOp next) {
    llvm::SetVector<Operation *> merged = chain;
    merged.insert(next);
    if (links.find(next)->second.size != links.find(cast<GroupOp>(chain.front()))->second.size)
      return "not in the chain beside it: its first axis has another size";
    if (!handsOnBatched(merged))
      return "not in the chain beside it: it reads other positions than its own";
    if (hasDetour(merged))
      return "not in the chain beside it: another kernel stands between";
    return ("not in the chain beside it: one position would hand on " + llvm::Twine(scratchOf(merged)) + " bytes, more than " +
            llvm::Twine(mostScratch))
        .str();
  }
  /// Tells why a contraction, or what hands much to one, goes through memory.
  void remark(GroupOp group, const llvm::Twine &reason) {
    if (!block.getParentOp()->getContext()->getRemarkEngine())
      return;
    int64_t bytes = 0;
    forUses(group, [&](Operation *user, unsigned, Value value) {
      if (isa<GroupOp>(user))
        bytes = std::max(bytes, bytesOf(value));
    });
    if (bytes >= kLeastHandedOn)
      remark::missed(group.getLoc(),
                     remark::RemarkOpts::name("alone").category("fusion").function(group->getParentOfType<EntryOp>().getSymName()))
          << remark::detail::Remark::Arg("Reason", reason.str()) << remark::metric("Bytes", bytes);
  }

  /// The new value of a storage is written over the old one, element by element: not from a chain.
  bool givesStorage(GroupOp group) {
    bool gives = false;
    forUses(group, [&](Operation *user, unsigned operand, Value) {
      auto entry = isa<ReturnOp>(user) ? dyn_cast<EntryOp>(user->getParentOp()) : EntryOp();
      gives |= entry && entry.getResultAttr(operand, KilnDialect::kStorageAttr);
    });
    return gives;
  }

  /// Calls `found(user, operand number, value)` for each use of a result by another group, through reshapes.
  void forUses(Operation *op, llvm::function_ref<void(Operation *, unsigned, Value)> found) {
    SmallVector<Value> worklist(op->getResults());
    while (!worklist.empty()) {
      Value value = worklist.pop_back_val();
      for (OpOperand &use : value.getUses()) {
        if (auto reshape = dyn_cast<ReshapeOp>(use.getOwner()))
          worklist.push_back(reshape);
        else
          found(use.getOwner(), use.getOperandNumber(), value);
      }
    }
  }

  SmallVector<GroupOp> neighbours(const llvm::SetVector<Operation *> &chain) {
    llvm::SetVector<Operation *> found;
    for (Operation *op : chain) {
      forUses(op, [&](Operation *user, unsigned, Value value) {
        if (bytesOf(value) >= kLeastHandedOn)
          found.insert(user);
      });
      for (Value operand : op->getOperands())
        if (Operation *def = rootOf(operand).getDefiningOp(); def && bytesOf(operand) >= kLeastHandedOn)
          found.insert(def);
    }
    SmallVector<GroupOp> groups;
    for (Operation *op : found)
      if (auto group = dyn_cast<GroupOp>(op); group && links.contains(group) && !chain.contains(op))
        groups.push_back(group);
    llvm::sort(groups, [&](GroupOp a, GroupOp b) { return order.lookup(a) < order.lookup(b); });
    return groups;
  }

  bool mayJoin(const llvm::SetVector<Operation *> &chain, GroupOp next) {
    if (links.find(next)->second.size != links.find(cast<GroupOp>(chain.front()))->second.size)
      return false;
    llvm::SetVector<Operation *> merged = chain;
    merged.insert(next);
    return handsOnBatched(merged) && !hasDetour(merged) && scratchOf(merged) <= mostScratch;
  }

  /// What goes from link to link is asked for at the batch position alone.
  bool handsOnBatched(const llvm::SetVector<Operation *> &chain) {
    int64_t size = links.find(cast<GroupOp>(chain.front()))->second.size;
    bool isBatched = true;
    for (Operation *op : chain)
      forUses(op, [&](Operation *user, unsigned operand, Value value) {
        if (!chain.contains(user))
          return;
        auto shape = cast<RankedTensorType>(value.getType()).getShape();
        isBatched &= links.find(cast<GroupOp>(user))->second.isBatched[operand] &&
                     !shape.empty() && shape.front() == size;
      });
    return isBatched;
  }

  /// Whether a path leaves the chain and comes back to it.
  bool hasDetour(const llvm::SetVector<Operation *> &chain) {
    SmallVector<Operation *> worklist;
    llvm::SmallPtrSet<Operation *, 32> seen;
    unsigned last = 0; // nothing behind the last link leads back
    for (Operation *op : chain)
      last = std::max(last, order.lookup(op));
    auto expand = [&](Operation *op) {
      forUses(op, [&](Operation *user, unsigned, Value) {
        if (order.lookup(user) <= last && !(chain.contains(op) && chain.contains(user)) &&
            seen.insert(user).second)
          worklist.push_back(user);
      });
    };
    llvm::for_each(chain, expand);
    while (!worklist.empty()) {
      Operation *op = worklist.pop_back_val();
      if (chain.contains(op))
        return true;
      expand(op);
    }
    return false;
  }

  bool leaves(Value result, const llvm::SetVector<Operation *> &chain) {
    bool leaves = false;
    SmallVector<Value> worklist{result};
    while (!worklist.empty())
      for (Operation *user : worklist.pop_back_val().getUsers()) {
        if (isa<ReshapeOp>(user))
          worklist.push_back(user->getResult(0));
        else
          leaves |= !chain.contains(user);
      }
    return leaves;
  }

  int64_t scratchOf(const llvm::SetVector<Operation *> &chain) {
    int64_t bytes = 0, size = links.find(cast<GroupOp>(chain.front()))->second.size;
    for (Operation *op : chain)
      for (Value result : op->getResults())
        if (!leaves(result, chain))
          bytes += llvm::alignTo(bytesOf(result) / size, 64);
    return bytes;
  }

  /// One group of kind "chain" where the last link stands. Links keep the order of the block.
  void build(llvm::SetVector<Operation *> &chain) {
    SmallVector<Operation *> inOrder(chain.begin(), chain.end());
    llvm::sort(inOrder, [&](Operation *a, Operation *b) { return order.lookup(a) < order.lookup(b); });
    llvm::SetVector<Value> operands;
    SmallVector<Value> results;
    SmallVector<Location> locations;
    for (Operation *op : inOrder) {
      locations.push_back(op->getLoc());
      for (Value operand : op->getOperands())
        if (Operation *def = rootOf(operand).getDefiningOp(); !def || !chain.contains(def))
          operands.insert(operand);
      for (Value result : op->getResults())
        if (leaves(result, chain))
          results.push_back(result);
    }
    OpBuilder builder(inOrder.back());
    auto group = GroupOp::create(builder, builder.getFusedLoc(locations),
                                 TypeRange(ValueRange(results)), kChainGroup,
                                 operands.getArrayRef());
    Block &body = group.getBody().emplaceBlock();
    IRMapping map;
    for (Value value : operands)
      map.map(value, body.addArgument(value.getType(), value.getLoc()));
    builder.setInsertionPointToEnd(&body);
    for (Operation *op : inOrder) {
      for (Value operand : op->getOperands())
        reshapeInside(operand, builder, map);
      builder.clone(*op, map);
    }
    SmallVector<Value> yields;
    for (Value result : results)
      yields.push_back(map.lookup(result));
    YieldOp::create(builder, group.getLoc(), yields);
    for (auto [old, result] : llvm::zip_equal(results, group.getResults()))
      old.replaceUsesWithIf(result, [&](OpOperand &use) { return !chain.contains(use.getOwner()); });
    for (Operation *op : llvm::reverse(inOrder)) {
      for (Value result : op->getResults())
        eraseDeadReshapes(result);
      op->erase();
    }
    for (Value result : group.getResults())
      eraseDeadReshapes(result);
    sinkUsers(group);
  }

  static void eraseDeadReshapes(Value value) {
    for (Operation *user : llvm::make_early_inc_range(value.getUsers()))
      if (auto reshape = dyn_cast<ReshapeOp>(user)) {
        eraseDeadReshapes(reshape);
        if (reshape->use_empty())
          reshape.erase();
      }
  }

  void reshapeInside(Value value, OpBuilder &builder, IRMapping &map) {
    if (map.contains(value))
      return;
    auto reshape = cast<ReshapeOp>(value.getDefiningOp());
    reshapeInside(reshape.getOperand(), builder, map);
    builder.clone(*reshape, map);
  }

  /// Users between the first link and the last one move behind the chain.
  void sinkUsers(Operation *from) {
    Operation *place = from;
    SmallVector<Operation *> users(from->getUsers());
    llvm::SmallPtrSet<Operation *, 16> seen;
    SmallVector<Operation *> toMove;
    while (!users.empty()) {
      Operation *user = users.pop_back_val();
      if (user->getBlock() != &block || !user->isBeforeInBlock(from) || !seen.insert(user).second)
        continue;
      toMove.push_back(user);
      llvm::append_range(users, user->getUsers());
    }
    llvm::sort(toMove, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
    for (Operation *op : toMove) {
      op->moveAfter(place);
      place = op;
    }
  }

  Block &block;
  int64_t mostScratch;
  llvm::DenseMap<Operation *, unsigned> order;
  llvm::MapVector<GroupOp, BatchAxis> links;
};

struct ChainGroupsPass : public kiln::impl::ChainGroupsPassBase<ChainGroupsPass> {
  void runOnOperation() override {
    auto chosen = getOperation()->getAttrOfType<IntegerAttr>(KilnDialect::kChainsAttr);
    int64_t most = chosen ? chosen.getInt() : kMostScratch;
    if (most == 0)
      return;
    getOperation().walk([&](ScanOp scan) { Chains(scan.getBody().front(), most).run(); });
    Chains(getOperation().getBody().front(), most).run();
  }
};

} // namespace
