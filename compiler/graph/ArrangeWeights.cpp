// SPDX-License-Identifier: Apache-2.0
//===- ArrangeWeights.cpp - weights in the order in which they are multiplied ---//
// A kernel whose lanes would run across the rows of a matrix turns it while it packs. Where that matrix is the same at every
// position of a chain or at every step of a scan (the weights of a layer as its input gradient reads them), it would be turned
// again each time; it is turned once in front of them instead. A few rows, as of a recurrence, do not pay for packing at all:
// their weights are laid out in panels in front of the scan.
//===----------------------------------------------------------------------===//
#include "compiler/graph/BatchAxis.h"
#include "compiler/graph/FormGroups.h"
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"

namespace kiln {
#define GEN_PASS_DEF_ARRANGEWEIGHTSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Steps of a scan below which a copy is not worth its memory, and lanes that fill a vector.
constexpr int64_t kLeastSteps = 8, kLeastLanes = 16;
/// Lanes of a panel, rows that are few, and elements of a matrix that the first-level cache does not keep.
constexpr int64_t kPanelLanes = 64, kFewRows = 32, kLeastElements = 1 << 14;

/// One operand of a contraction in another order: how it is read, and what the contraction's labels are then.
struct Arrangement {
  SmallVector<int64_t> shape, labels, resultLabels;
  AffineMap map;
};

/// A contraction and the operand of it that an argument of its group is.
struct Taken {
  ContractOp contract;
  bool isLhs;

  static std::optional<Taken> by(GroupOp group, unsigned operand) {
    BlockArgument argument = group.getBody().front().getArgument(operand);
    auto contract = argument.hasOneUse() ? dyn_cast<ContractOp>(*argument.user_begin()) : ContractOp();
    if (group.getKind() != kContractionGroup || !contract)
      return std::nullopt;
    return Taken{contract, contract.getLhs() == argument};
  }
  ArrayRef<int64_t> labels() { return isLhs ? contract.getLhsLabels() : contract.getRhsLabels(); }
  ArrayRef<int64_t> otherLabels() { return isLhs ? contract.getRhsLabels() : contract.getLhsLabels(); }
  RankedTensorType type() { return tensorOf(isLhs ? contract.getLhs() : contract.getRhs()); }
  bool isSummed(int64_t label) { return !llvm::is_contained(contract.getResultLabels(), label); }
};

/// Summed axes first, where both operands end in one: neither has lanes side by side.
std::optional<Arrangement> turned(Taken taken) {
  ArrayRef<int64_t> mine = taken.labels(), others = taken.otherLabels();
  if (mine.empty() || others.empty() || !taken.isSummed(mine.back()) || !taken.isSummed(others.back()))
    return std::nullopt;
  SmallVector<int64_t> order, kept;
  int64_t lanes = 1;
  for (auto [axis, label] : llvm::enumerate(mine)) {
    (taken.isSummed(label) ? order : kept).push_back(axis);
    if (!taken.isSummed(label))
      lanes *= taken.type().getDimSize(axis);
  }
  if (lanes < kLeastLanes)
    return std::nullopt;
  llvm::append_range(order, kept);
  Arrangement made{{}, {}, SmallVector<int64_t>(taken.contract.getResultLabels()), {}};
  SmallVector<AffineExpr> coordinates(order.size());
  for (auto [place, axis] : llvm::enumerate(order)) {
    made.shape.push_back(taken.type().getDimSize(axis));
    made.labels.push_back(mine[axis]);
    coordinates[axis] = getAffineDimExpr(place, taken.contract.getContext());
  }
  made.map = AffineMap::get(order.size(), 0, coordinates, taken.contract.getContext());
  return made;
}

/// [kept axes][panel][summed axes][lane] for a few rows, where the group is the contraction alone. The last kept axis is divided into
/// panels, in the result too, whose bytes stay where they are.
std::optional<Arrangement> inPanels(Taken taken) {
  MLIRContext *context = taken.contract.getContext();
  ArrayRef<int64_t> mine = taken.labels(), others = taken.otherLabels(), result = taken.contract.getResultLabels();
  SmallVector<unsigned> summed, kept;
  for (auto [axis, label] : llvm::enumerate(mine)) {
    if (!taken.isSummed(label) && llvm::is_contained(others, label))
      return std::nullopt;
    (taken.isSummed(label) ? summed : kept).push_back(axis);
  }
  int64_t rows = 1;
  for (auto [axis, label] : llvm::enumerate(result))
    if (llvm::is_contained(others, label))
      rows *= tensorOf(taken.contract.getResult()).getDimSize(axis);
  if (summed.empty() || kept.empty() || rows > kFewRows || taken.type().getNumElements() < kLeastElements ||
      !llvm::hasNItems(*taken.contract->getBlock(), 2))
    return std::nullopt;
  unsigned last = kept.pop_back_val();
  int64_t lanes = taken.type().getDimSize(last), free = 1 + *llvm::max_element(result);
  if (lanes % kPanelLanes != 0 || lanes == kPanelLanes)
    return std::nullopt;
  for (int64_t label : mine)
    free = std::max(free, label + 1);

  Arrangement made;
  SmallVector<AffineExpr> coordinates(mine.size());
  auto walk = [&](unsigned axis) {
    coordinates[axis] = getAffineDimExpr(made.shape.size(), context);
    made.shape.push_back(taken.type().getDimSize(axis));
    made.labels.push_back(mine[axis]);
  };
  llvm::for_each(kept, walk);
  AffineExpr panel = getAffineDimExpr(made.shape.size(), context);
  made.shape.push_back(lanes / kPanelLanes);
  made.labels.push_back(free);
  llvm::for_each(summed, walk);
  coordinates[last] = panel * kPanelLanes + getAffineDimExpr(made.shape.size(), context);
  made.shape.push_back(kPanelLanes);
  made.labels.push_back(mine[last]);
  for (int64_t label : result) {
    if (label == mine[last])
      made.resultLabels.push_back(free);
    made.resultLabels.push_back(label);
  }
  made.map = AffineMap::get(made.shape.size(), 0, coordinates, context);
  return made;
}

/// A group that copies `value` into the order.
Value copied(OpBuilder &builder, Value value, const Arrangement &order) {
  auto type = RankedTensorType::get(order.shape, tensorOf(value).getElementType());
  auto group = GroupOp::create(builder, value.getLoc(), TypeRange(type), kElementwiseGroup, ValueRange(value));
  OpBuilder::InsertionGuard guard(builder);
  Block &body = group.getBody().emplaceBlock();
  builder.setInsertionPointToEnd(&body);
  Value inside = body.addArgument(value.getType(), value.getLoc());
  YieldOp::create(builder, value.getLoc(), GraphBuilder(builder, value.getLoc()).read(inside, order.map, order.shape));
  return group.getResult(0);
}

/// The group reads `value`, its operand in the order, in place of the operand.
void replaceOperand(GroupOp group, unsigned operand, Value value, const Arrangement &order) {
  Taken taken = *Taken::by(group, operand);
  group.getBody().front().getArgument(operand).setType(value.getType());
  group->setOperand(operand, value);
  taken.isLhs ? taken.contract.setLhsLabels(order.labels) : taken.contract.setRhsLabels(order.labels);
  if (llvm::equal(order.resultLabels, taken.contract.getResultLabels()))
    return;
  auto type = tensorOf(taken.contract.getResult());
  SmallVector<int64_t> shape;
  for (auto [axis, label] : llvm::enumerate(taken.contract.getResultLabels())) {
    bool isDivided = label == order.labels.back();
    if (isDivided)
      shape.push_back(type.getDimSize(axis) / kPanelLanes);
    shape.push_back(isDivided ? kPanelLanes : type.getDimSize(axis));
  }
  taken.contract.setResultLabels(order.resultLabels);
  auto divided = type.clone(shape);
  taken.contract.getResult().setType(divided);
  group.getResult(0).setType(divided);
  OpBuilder builder(group->getContext());
  builder.setInsertionPointAfter(group);
  auto reshape = ReshapeOp::create(builder, group.getLoc(), type, group.getResult(0));
  group.getResult(0).replaceAllUsesExcept(reshape, reshape);
}

void arrangeForChain(GroupOp chain) {
  Block &body = chain.getBody().front();
  OpBuilder builder(chain);
  for (auto link : body.getOps<GroupOp>())
    for (unsigned i = 0; i < link.getNumOperands(); ++i) {
      auto argument = dyn_cast<BlockArgument>(link.getOperand(i));
      std::optional<Taken> taken = argument ? Taken::by(link, i) : std::nullopt;
      std::optional<Arrangement> order = taken ? turned(*taken) : std::nullopt;
      if (!order || findBatchAxis(link)->isBatched[i])
        continue;
      Value value = copied(builder, chain.getOperand(argument.getArgNumber()), *order);
      if (argument.hasOneUse()) {
        chain->setOperand(argument.getArgNumber(), value);
        argument.setType(value.getType());
      } else {
        chain->insertOperands(chain->getNumOperands(), value);
        argument = body.addArgument(value.getType(), value.getLoc());
      }
      replaceOperand(link, i, argument, *order);
    }
}

void arrangeForScan(ScanOp scan) {
  Block &body = scan.getBody().front();
  OpBuilder builder(scan);
  if (scan.getCount() < uint64_t(kLeastSteps))
    return;
  for (auto group : body.getOps<GroupOp>())
    for (unsigned i = 0; i < group.getNumOperands(); ++i) {
      auto argument = dyn_cast<BlockArgument>(group.getOperand(i));
      unsigned first = body.getNumArguments() - scan.getCaptures().size();
      std::optional<Taken> taken = argument && argument.getArgNumber() >= first ? Taken::by(group, i) : std::nullopt;
      std::optional<Arrangement> order = taken ? inPanels(*taken) : std::nullopt;
      if (taken && !order)
        order = turned(*taken);
      if (!order)
        continue;
      Value value = copied(builder, scan.getCaptures()[argument.getArgNumber() - first], *order);
      if (argument.hasOneUse()) {
        scan.getCapturesMutable()[argument.getArgNumber() - first].set(value);
        argument.setType(value.getType());
      } else {
        scan.getCapturesMutable().append(value);
        argument = body.addArgument(value.getType(), value.getLoc());
      }
      replaceOperand(group, i, argument, *order);
    }
}

struct ArrangeWeightsPass : public kiln::impl::ArrangeWeightsPassBase<ArrangeWeightsPass> {
  void runOnOperation() override {
    getOperation().walk([](ScanOp scan) { arrangeForScan(scan); });
    SmallVector<GroupOp> chains;
    getOperation().walk([&](GroupOp group) {
      if (group.getKind() == kChainGroup)
        chains.push_back(group);
    });
    llvm::for_each(chains, arrangeForChain);
  }
};

} // namespace
