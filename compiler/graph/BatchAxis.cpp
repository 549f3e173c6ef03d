// SPDX-License-Identifier: Apache-2.0
//===- BatchAxis.cpp ------------------------------------------------------===//
#include "compiler/graph/BatchAxis.h"

#include "llvm/ADT/DenseMap.h"

#include <limits>

using namespace mlir;
using namespace kiln;

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

namespace {

/// Bytes that stay in the second-level cache; what is larger is read again from further away, so that its uses count less.
constexpr int64_t kCachedBytes = 1 << 20;

/// Follows the values of a group's body back from its results.
class Follower {
public:
  explicit Follower(int64_t size) : size(size) {}

  /// `value` is asked for at the batch position alone (`batched`) or at any position.
  bool ask(Value value, bool batched) {
    if (batched && (shapeOf(value).empty() || shapeOf(value).front() != size))
      return false;
    auto [known, isNew] = asked.try_emplace(value, batched);
    if (!isNew)
      return known->second == batched;
    Operation *op = value.getDefiningOp();
    return !op || (batched ? askBatched(op) : askWhole(op));
  }

  llvm::DenseMap<Value, bool> asked;
  int64_t reuse = std::numeric_limits<int64_t>::max();

private:
  bool askWhole(Operation *op) {
    return llvm::all_of(op->getOperands(), [&](Value operand) { return ask(operand, false); });
  }
  bool askBatched(Operation *op) {
    if (op->hasTrait<OpTrait::Elementwise>())
      return llvm::all_of(op->getOperands(), [&](Value operand) { return ask(operand, true); });
    if (auto constant = dyn_cast<ConstantOp>(op))
      return constant.getValue().isSplat();
    if (auto iota = dyn_cast<IotaOp>(op))
      return iota.getAxis() != 0;
    if (auto read = dyn_cast<ReadOp>(op))
      return askThrough(read.getMap(), read.getOperand());
    if (auto reduce = dyn_cast<ReduceOp>(op))
      return !llvm::is_contained(reduce.getAxes(), 0) && ask(reduce.getOperand(), true);
    if (auto reduce = dyn_cast<ArgReduceOp>(op))
      return reduce.getAxis() != 0 && ask(reduce.getOperand(), true);
    if (auto join = dyn_cast<JoinOp>(op))
      return join.getAxis() != 0 && llvm::all_of(join.getOperands(), [&](Value operand) {
               return ask(operand, true);
             });
    if (auto contract = dyn_cast<ContractOp>(op))
      return askContract(contract);
    return false; // the others need whole tensors, or number their elements
  }

  /// The first coordinate of the result must be that of the operand, or not occur at all.
  bool askThrough(AffineMap map, Value operand) {
    if (!map.isFunctionOfDim(0))
      return ask(operand, false);
    for (auto [axis, expr] : llvm::enumerate(map.getResults()))
      if (axis == 0 ? expr != getAffineDimExpr(0, map.getContext()) : expr.isFunctionOfDim(0))
        return false;
    return ask(operand, true);
  }

  bool askContract(ContractOp op) {
    ArrayRef<int64_t> labels = op.getResultLabels();
    int64_t batch = labels.front();
    for (auto [value, own] : {std::pair(op.getLhs(), op.getLhsLabels()),
                              std::pair(op.getRhs(), op.getRhsLabels())}) {
      const auto *place = llvm::find(own, batch);
      if (place != own.end()) {
        if (place != own.begin() || !ask(value, true))
          return false;
        continue;
      }
      int64_t shared = 1;
      for (auto [axis, label] : llvm::enumerate(labels))
        if (axis != 0 && !llvm::is_contained(own, label))
          shared *= shapeOf(op.getResult())[axis];
      int64_t bytes = llvm::product_of(shapeOf(value)) * int64_t(sizeof(float));
      reuse = std::min(reuse, shared / int64_t(llvm::divideCeil(bytes, kCachedBytes)));
      if (!ask(value, false))
        return false;
    }
    return true;
  }

  int64_t size;
};

} // namespace

std::optional<BatchAxis> kiln::findBatchAxis(GroupOp group) {
  Block &body = group.getBody().front();
  if (group.getNumResults() == 0 || shapeOf(group.getResult(0)).empty())
    return std::nullopt;
  BatchAxis result;
  result.size = shapeOf(group.getResult(0)).front();
  Follower follower(result.size);
  for (Value value : body.getTerminator()->getOperands())
    if (!follower.ask(value, true))
      return std::nullopt;
  for (BlockArgument argument : body.getArguments())
    result.isBatched.push_back(follower.asked.lookup(argument));
  result.reuse = follower.reuse;
  return result;
}
