// SPDX-License-Identifier: Apache-2.0
//===- Movement.cpp -------------------------------------------------------===//
#include "dialects/kiln/Kiln.h"
#include "dialects/kiln/ops/Syntax.h"

using namespace mlir;
using namespace kiln;

static RankedTensorType tensorOf(Value value) { return cast<RankedTensorType>(value.getType()); }

ParseResult kiln::parseAxisMap(OpAsmParser &parser, AffineMapAttr &map) {
  return parser.parseAttribute(map);
}
void kiln::printAxisMap(OpAsmPrinter &printer, Operation *, AffineMapAttr map) {
  printer << "affine_map<" << map.getValue() << ">";
}

LogicalResult ReadOp::verify() {
  AffineMap map = getMap();
  if (map.getNumSymbols() != 0 || int64_t(map.getNumDims()) != tensorOf(getResult()).getRank() ||
      int64_t(map.getNumResults()) != tensorOf(getOperand()).getRank())
    return emitOpError("C1: the map must lead from the axes of ")
           << getType() << " to those of " << getOperand().getType();
  Type element = tensorOf(getOperand()).getElementType();
  if (element != tensorOf(getResult()).getElementType() ||
      (getFill() && getFill()->getType() != element))
    return emitOpError("C3: operand, fill and result must have one element type");
  return success();
}
OpFoldResult ReadOp::fold(FoldAdaptor) {
  if (!getFill() && getMap().isIdentity() && getOperand().getType() == getType())
    return getOperand();
  return {};
}
void ReadOp::getCanonicalizationPatterns(RewritePatternSet &, MLIRContext *) {}

LogicalResult AccumulateOp::verify() {
  AffineMap map = getMap();
  if (map.getNumSymbols() != 0 || int64_t(map.getNumDims()) != tensorOf(getOperand()).getRank() ||
      int64_t(map.getNumResults()) != tensorOf(getResult()).getRank())
    return emitOpError("C1: the map must lead from the axes of ")
           << getOperand().getType() << " to those of " << getType();
  return success();
}

LogicalResult ReshapeOp::verify() {
  auto from = tensorOf(getOperand()), to = tensorOf(getResult());
  if (from.getNumElements() != to.getNumElements() || from.getElementType() != to.getElementType())
    return emitOpError("C1: ") << from << " and " << to << " do not hold the same elements";
  return success();
}
OpFoldResult ReshapeOp::fold(FoldAdaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  if (auto inner = getOperand().getDefiningOp<ReshapeOp>()) {
    getOperandMutable().assign(inner.getOperand());
    return getResult();
  }
  return {};
}

LogicalResult JoinOp::verify() {
  auto to = tensorOf(getResult());
  if (getOperands().empty() || int64_t(getAxis()) >= to.getRank())
    return emitOpError("C1: needs operands and an axis of ") << to;
  int64_t total = 0;
  for (Value operand : getOperands()) {
    auto from = tensorOf(operand);
    if (from.getRank() != to.getRank() || from.getElementType() != to.getElementType())
      return emitOpError("C2: ") << from << " cannot be a piece of " << to;
    for (int64_t i = 0; i < to.getRank(); ++i)
      if (i != int64_t(getAxis()) && from.getDimSize(i) != to.getDimSize(i))
        return emitOpError("C2: ") << from << " cannot be a piece of " << to;
    total += from.getDimSize(getAxis());
  }
  if (total != to.getDimSize(getAxis()))
    return emitOpError("C2: the pieces add up to ") << total << ", not " << to;
  return success();
}

/// What gather and scatter share: `whole` is indexed, `picked` has the gather's result shape.
static LogicalResult verifyPick(Operation *op, RankedTensorType whole, RankedTensorType picked,
                                OperandRange indices, ArrayRef<int64_t> axes, int64_t batch) {
  if (indices.empty() || axes.size() != indices.size())
    return op->emitOpError("C1: needs one index tensor for each of `axes`");
  auto index = tensorOf(indices.front());
  for (Value other : indices)
    if (other.getType() != index)
      return op->emitOpError("C1: index tensors of different shapes");
  if (batch < 0 || batch > whole.getRank() || batch > index.getRank() ||
      whole.getShape().take_front(batch) != index.getShape().take_front(batch))
    return op->emitOpError("C2: the first ") << batch << " axes must agree";
  int64_t last = batch - 1;
  for (int64_t axis : axes) {
    if (axis <= last || axis >= whole.getRank())
      return op->emitOpError("C1: `axes` must ascend behind the batch axes of ") << whole;
    last = axis;
  }
  SmallVector<int64_t> shape(index.getShape());
  for (int64_t i = batch; i < whole.getRank(); ++i)
    if (!llvm::is_contained(axes, i))
      shape.push_back(whole.getDimSize(i));
  if (picked.getShape() != ArrayRef(shape) || picked.getElementType() != whole.getElementType())
    return op->emitOpError("C3: expected the picked elements to have shape [") << shape << "]";
  return success();
}
LogicalResult GatherOp::verify() {
  return verifyPick(*this, tensorOf(getOperand()), tensorOf(getResult()), getIndices(), getAxes(),
                    getBatch());
}
LogicalResult ScatterOp::verify() {
  if (getKind() != Reduction::sum && getKind() != Reduction::max && getKind() != Reduction::min)
    return emitOpError("C4: kind must be sum, max or min");
  return verifyPick(*this, tensorOf(getResult()), tensorOf(getUpdates()), getIndices(), getAxes(),
                    getBatch());
}
LogicalResult UpdateOp::verify() {
  if (getType() != getOperand().getType())
    return emitOpError("C3: the result must be of the operand's type, not ") << getType();
  return verifyPick(*this, tensorOf(getOperand()), tensorOf(getUpdates()), getIndices(), getAxes(),
                    getBatch());
}
