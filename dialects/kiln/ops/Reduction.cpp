// SPDX-License-Identifier: Apache-2.0
//===- Reduction.cpp ------------------------------------------------------===//
#include "dialects/kiln/Kiln.h"

using namespace mlir;
using namespace kiln;

LogicalResult ReduceOp::verify() {
  auto from = cast<RankedTensorType>(getOperand().getType()), to = cast<RankedTensorType>(getType());
  int64_t last = -1;
  for (int64_t axis : getAxes()) {
    if (axis <= last || axis >= from.getRank())
      return emitOpError("C1: axes must ascend and be axes of ") << from;
    last = axis;
  }
  SmallVector<int64_t> shape;
  for (auto [i, size] : llvm::enumerate(from.getShape()))
    if (!llvm::is_contained(getAxes(), int64_t(i)))
      shape.push_back(size);
  if (to.getShape() != ArrayRef(shape) || to.getElementType() != from.getElementType())
    return emitOpError("C2: the result must be the operand without the reduced axes, not ") << to;
  bool isBool = from.getElementType().isInteger(1);
  bool wantsBool = getKind() == Reduction::any || getKind() == Reduction::all;
  if (isBool != wantsBool)
    return emitOpError("C3: ") << stringifyReduction(getKind()) << " does not reduce " << from;
  return success();
}

LogicalResult ArgReduceOp::verify() {
  if (getKind() != Reduction::max && getKind() != Reduction::min)
    return emitOpError("C1: kind must be max or min");
  auto from = cast<RankedTensorType>(getOperand().getType());
  if (int64_t(getAxis()) >= from.getRank() || from.getDimSize(getAxis()) == 0)
    return emitOpError("C2: `axis` must be a non-empty axis of ") << from;
  SmallVector<int64_t> shape(from.getShape());
  shape.erase(shape.begin() + getAxis());
  if (cast<RankedTensorType>(getType()).getShape() != ArrayRef(shape))
    return emitOpError("C3: the result must be the operand without the axis, not ") << getType();
  return success();
}

static LogicalResult verifyAxis(Operation *op, StringRef label, uint64_t axis, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  if (axis >= uint64_t(type.getRank()))
    return op->emitOpError(label) << ": `axis` " << axis << " is no axis of " << type;
  return success();
}

LogicalResult RecurOp::verify() { return verifyAxis(*this, "C1", getAxis(), getInput()); }

LogicalResult CumulateOp::verify() {
  if (getKind() != Reduction::max && getKind() != Reduction::min)
    return emitOpError("C1: kind must be max or min");
  return verifyAxis(*this, "C2", getAxis(), getOperand());
}

LogicalResult ArgSortOp::verify() {
  if (failed(verifyAxis(*this, "C1", getAxis(), getOperand())))
    return failure();
  auto from = cast<RankedTensorType>(getOperand().getType()), to = cast<RankedTensorType>(getType());
  SmallVector<int64_t> shape(from.getShape());
  if (to.getRank() == from.getRank())
    shape[getAxis()] = std::min(shape[getAxis()], to.getDimSize(getAxis()));
  if (to.getShape() != ArrayRef(shape))
    return emitOpError("C2: the result must be the operand's shape, at most as long along `axis`, not ")
           << to;
  return success();
}
