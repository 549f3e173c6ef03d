// SPDX-License-Identifier: Apache-2.0
//===- Work.cpp -----------------------------------------------------------===//
#include "dialects/kiln/analysis/Work.h"

using namespace mlir;
using namespace kiln;

static int64_t elements(Value value) { return cast<RankedTensorType>(value.getType()).getNumElements(); }
static double bytes(Value value) {
  unsigned bits = cast<RankedTensorType>(value.getType()).getElementTypeBitWidth();
  return double(elements(value)) * ((bits + 7) / 8);
}

double analysis::macsOf(ContractOp op) {
  double macs = double(elements(op.getResult()));
  auto shape = cast<RankedTensorType>(op.getLhs().getType()).getShape();
  for (auto [label, size] : llvm::zip_equal(op.getLhsLabels(), shape))
    if (!llvm::is_contained(op.getResultLabels(), label))
      macs *= double(size);
  return macs;
}

double analysis::flopsOf(Operation *op) {
  if (auto contract = dyn_cast<ContractOp>(op))
    return 2 * macsOf(contract);
  if (auto recur = dyn_cast<RecurOp>(op))
    return 2 * double(elements(recur.getResult()));
  if (isa<ReduceOp, ArgReduceOp, CumulateOp, AccumulateOp>(op))
    return double(elements(op->getOperand(0)));
  if (auto scatter = dyn_cast<ScatterOp>(op))
    return double(elements(scatter.getUpdates()));
  bool counts = op->hasTrait<OpTrait::Elementwise>() && !isa<CompareOp, SelectOp, ConvertOp, BitcastOp>(op) &&
                isa<FloatType>(getElementTypeOrSelf(op->getResult(0).getType()));
  return counts ? double(elements(op->getResult(0))) : 0;
}

double analysis::flopsOf(GroupOp group) {
  double flops = 0;
  group.getBody().walk([&](Operation *op) { flops += flopsOf(op); });
  return flops;
}

double analysis::bytesOf(GroupOp group) {
  double sum = 0;
  for (BlockArgument argument : group.getBody().getArguments()) {
    double whole = bytes(argument), lookedUp = 0;
    for (OpOperand &use : argument.getUses()) {
      auto gather = dyn_cast<GatherOp>(use.getOwner());
      lookedUp += gather && use.getOperandNumber() == 0 ? bytes(gather.getResult()) : whole;
    }
    sum += std::min(whole, lookedUp);
  }
  for (Value result : group.getResults())
    sum += bytes(result);
  return sum;
}
