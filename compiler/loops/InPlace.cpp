// SPDX-License-Identifier: Apache-2.0
//===- InPlace.cpp --------------------------------------------------------===//
#include "compiler/loops/InPlace.h"

#include "compiler/graph/FormGroups.h"

using namespace mlir;
using namespace kiln;

static bool readsOnlyItsPosition(BlockArgument argument) {
  return llvm::all_of(argument.getUsers(), [](Operation *user) {
    auto read = dyn_cast<ReadOp>(user);
    if (read && (!read.getMap().isIdentity() || read.getFill() ||
                 llvm::any_of(read->getUsers(), llvm::IsaPred<ContractOp>)))
      return false;
    return !isa<ContractOp>(user);
  });
}

/// The storage whose value before or after the entry this is, if any.
static Attribute storageOf(Value value) {
  while (auto reshape = value.getDefiningOp<ReshapeOp>())
    value = reshape.getOperand();
  auto argument = dyn_cast<BlockArgument>(value);
  auto entry = argument ? dyn_cast<EntryOp>(argument.getOwner()->getParentOp()) : EntryOp();
  return entry ? entry.getArgAttr(argument.getArgNumber(), KilnDialect::kStorageAttr) : Attribute();
}
static Attribute storageAfter(Value value) {
  for (OpOperand &use : value.getUses()) {
    if (auto reshape = dyn_cast<ReshapeOp>(use.getOwner()))
      if (Attribute storage = storageAfter(reshape))
        return storage;
    if (auto ret = dyn_cast<ReturnOp>(use.getOwner()))
      if (Attribute storage = cast<EntryOp>(ret->getParentOp())
                                  .getResultAttr(use.getOperandNumber(), KilnDialect::kStorageAttr))
        return storage;
  }
  return {};
}

llvm::SmallVector<int64_t> kiln::loops::inPlaceOperands(GroupOp group) {
  SmallVector<int64_t> result(group.getNumResults(), -1);
  // An update leaves all but a few elements of its operand as they are.
  for (auto update : group.getBody().front().getOps<UpdateOp>())
    if (auto argument = dyn_cast<BlockArgument>(update.getOperand());
        argument && argument.hasOneUse())
      result[0] = argument.getArgNumber();
  // Results of different shapes are computed one after the other.
  auto shapeOf = [](Value value) { return cast<RankedTensorType>(value.getType()).getShape(); };
  if ((group.getKind() != kElementwiseGroup && group.getKind() != kContractionGroup) ||
      !llvm::all_of(group.getResults(),
                    [&](Value value) { return shapeOf(value) == shapeOf(group.getResult(0)); }))
    return result;

  Block &body = group.getBody().front();
  SmallVector<bool> taken(body.getNumArguments());
  auto take = [&](unsigned number, unsigned operand) {
    BlockArgument argument = body.getArgument(operand);
    if (taken[operand] || argument.getType() != group.getResult(number).getType() ||
        !readsOnlyItsPosition(argument))
      return false;
    taken[operand] = true;
    result[number] = operand;
    return true;
  };

  // The new value of a storage belongs into its old one.
  for (unsigned number = 0; number < group.getNumResults(); ++number)
    for (auto [operand, value] : llvm::enumerate(group.getOperands()))
      if (storageOf(value) && storageOf(value) == storageAfter(group.getResult(number)) &&
          take(number, operand))
        break;
  // Of the others, the nearest operand that the result is computed from.
  for (auto [number, value] : llvm::enumerate(body.getTerminator()->getOperands())) {
    SmallVector<Value> queue{value};
    llvm::SmallDenseSet<Value> seen{value};
    for (size_t next = 0; next < queue.size() && result[number] < 0; ++next) {
      if (auto argument = dyn_cast<BlockArgument>(queue[next])) {
        take(number, argument.getArgNumber());
      } else {
        for (Value from : queue[next].getDefiningOp()->getOperands())
          if (seen.insert(from).second)
            queue.push_back(from);
      }
    }
  }
  return result;
}
