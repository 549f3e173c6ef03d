// SPDX-License-Identifier: Apache-2.0
//===- TurnWeights.cpp - weights in the order in which they are multiplied -===//
// A kernel whose lanes would run across the rows of a matrix turns it while it packs. Where that matrix is the same at every
// position of a chain or at every step of a scan (the weights of a layer as its input gradient reads them), it would be turned
// again each time; it is turned once in front of them instead.
//===----------------------------------------------------------------------===//
#include "compiler/graph/BatchAxis.h"
#include "compiler/graph/FormGroups.h"
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"

namespace kiln {
#define GEN_PASS_DEF_TURNWEIGHTSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Steps of a scan below which a copy is not worth its memory, and lanes that fill a vector.
constexpr int64_t kLeastSteps = 8, kLeastLanes = 16;

/// For each axis of the turned tensor the axis of the operand.
using Order = SmallVector<int64_t>;

ContractOp contractOf(BlockArgument argument) {
  return argument.hasOneUse() ? dyn_cast<ContractOp>(*argument.user_begin()) : ContractOp();
}

/// Summed axes first, where both operands of the contraction end in one: neither has lanes side by side.
std::optional<Order> turnedOrder(GroupOp group, unsigned operand) {
  BlockArgument argument = group.getBody().front().getArgument(operand);
  ContractOp contract = group.getKind() == kContractionGroup ? contractOf(argument) : ContractOp();
  if (!contract)
    return std::nullopt;
  bool isLhs = contract.getLhs() == argument;
  ArrayRef<int64_t> mine = isLhs ? contract.getLhsLabels() : contract.getRhsLabels();
  ArrayRef<int64_t> others = isLhs ? contract.getRhsLabels() : contract.getLhsLabels();
  auto isSummed = [&](int64_t label) { return !llvm::is_contained(contract.getResultLabels(), label); };
  if (mine.empty() || others.empty() || !isSummed(mine.back()) || !isSummed(others.back()))
    return std::nullopt;
  Order order, kept;
  int64_t lanes = 1;
  for (auto [axis, label] : llvm::enumerate(mine)) {
    (isSummed(label) ? order : kept).push_back(axis);
    if (!isSummed(label))
      lanes *= tensorOf(argument).getDimSize(axis);
  }
  if (lanes < kLeastLanes)
    return std::nullopt;
  llvm::append_range(order, kept);
  return order;
}

/// A group that copies `value` into the order.
Value turned(OpBuilder &builder, Value value, ArrayRef<int64_t> order) {
  SmallVector<int64_t> shape;
  SmallVector<AffineExpr> coordinates(order.size());
  for (auto [place, axis] : llvm::enumerate(order)) {
    shape.push_back(tensorOf(value).getDimSize(axis));
    coordinates[axis] = builder.getAffineDimExpr(place);
  }
  auto type = RankedTensorType::get(shape, tensorOf(value).getElementType());
  auto group = GroupOp::create(builder, value.getLoc(), TypeRange(type), kElementwiseGroup, ValueRange(value));
  OpBuilder::InsertionGuard guard(builder);
  Block &body = group.getBody().emplaceBlock();
  builder.setInsertionPointToEnd(&body);
  Value inside = body.addArgument(value.getType(), value.getLoc());
  Value read = GraphBuilder(builder, value.getLoc()).read(inside, AffineMap::get(order.size(), 0, coordinates, builder.getContext()), shape);
  YieldOp::create(builder, value.getLoc(), read);
  return group.getResult(0);
}

/// The group reads `value`, its operand in the order, in place of the operand.
void replaceOperand(GroupOp group, unsigned operand, Value value, ArrayRef<int64_t> order) {
  BlockArgument argument = group.getBody().front().getArgument(operand);
  ContractOp contract = contractOf(argument);
  bool isLhs = contract.getLhs() == argument;
  ArrayRef<int64_t> labels = isLhs ? contract.getLhsLabels() : contract.getRhsLabels();
  SmallVector<int64_t> moved;
  for (int64_t axis : order)
    moved.push_back(labels[axis]);
  isLhs ? contract.setLhsLabels(moved) : contract.setRhsLabels(moved);
  argument.setType(value.getType());
  group->setOperand(operand, value);
}

void turnForChain(GroupOp chain) {
  Block &body = chain.getBody().front();
  OpBuilder builder(chain);
  for (auto link : body.getOps<GroupOp>())
    for (unsigned i = 0; i < link.getNumOperands(); ++i) {
      auto argument = dyn_cast<BlockArgument>(link.getOperand(i));
      std::optional<Order> order = argument ? turnedOrder(link, i) : std::nullopt;
      if (!order || findBatchAxis(link)->isBatched[i])
        continue;
      Value value = turned(builder, chain.getOperand(argument.getArgNumber()), *order);
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

void turnForScan(ScanOp scan) {
  Block &body = scan.getBody().front();
  OpBuilder builder(scan);
  if (scan.getCount() < uint64_t(kLeastSteps))
    return;
  for (auto group : body.getOps<GroupOp>())
    for (unsigned i = 0; i < group.getNumOperands(); ++i) {
      auto argument = dyn_cast<BlockArgument>(group.getOperand(i));
      unsigned first = body.getNumArguments() - scan.getCaptures().size();
      if (!argument || argument.getArgNumber() < first)
        continue;
      std::optional<Order> order = turnedOrder(group, i);
      if (!order)
        continue;
      Value value = turned(builder, scan.getCaptures()[argument.getArgNumber() - first], *order);
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

struct TurnWeightsPass : public kiln::impl::TurnWeightsPassBase<TurnWeightsPass> {
  void runOnOperation() override {
    getOperation().walk([](ScanOp scan) { turnForScan(scan); });
    SmallVector<GroupOp> chains;
    getOperation().walk([&](GroupOp group) {
      if (group.getKind() == kChainGroup)
        chains.push_back(group);
    });
    llvm::for_each(chains, turnForChain);
  }
};

} // namespace
