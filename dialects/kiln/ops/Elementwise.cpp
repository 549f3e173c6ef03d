// SPDX-License-Identifier: Apache-2.0
//===- Elementwise.cpp ----------------------------------------------------===//
#include "dialects/kiln/Kiln.h"

using namespace mlir;
using namespace kiln;

#define KILN_NO_FOLD(OP)                                                                           \
  OpFoldResult OP::fold(FoldAdaptor) { return {}; }
KILN_NO_FOLD(ExpOp)
KILN_NO_FOLD(Expm1Op)
KILN_NO_FOLD(LogOp)
KILN_NO_FOLD(Log1pOp)
KILN_NO_FOLD(SqrtOp)
KILN_NO_FOLD(RsqrtOp)
KILN_NO_FOLD(TanhOp)
KILN_NO_FOLD(SigmoidOp)
KILN_NO_FOLD(ErfOp)
KILN_NO_FOLD(ErfInvOp)
KILN_NO_FOLD(SinOp)
KILN_NO_FOLD(CosOp)
KILN_NO_FOLD(FloorOp)
KILN_NO_FOLD(CeilOp)
KILN_NO_FOLD(RoundOp)
KILN_NO_FOLD(NegOp)
KILN_NO_FOLD(AbsOp)
KILN_NO_FOLD(SignOp)
KILN_NO_FOLD(NotOp)
KILN_NO_FOLD(AddOp)
KILN_NO_FOLD(SubOp)
KILN_NO_FOLD(MulOp)
KILN_NO_FOLD(DivOp)
KILN_NO_FOLD(FloorDivOp)
KILN_NO_FOLD(ModOp)
KILN_NO_FOLD(PowOp)
KILN_NO_FOLD(MaxOp)
KILN_NO_FOLD(MinOp)
KILN_NO_FOLD(AndOp)
KILN_NO_FOLD(OrOp)
KILN_NO_FOLD(XorOp)
KILN_NO_FOLD(ShlOp)
KILN_NO_FOLD(ShrOp)
KILN_NO_FOLD(CompareOp)
KILN_NO_FOLD(SelectOp)
KILN_NO_FOLD(ConvertOp)
#undef KILN_NO_FOLD

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }

LogicalResult BitcastOp::verify() {
  if (getOperand().getType().getElementTypeBitWidth() != getType().getElementTypeBitWidth())
    return emitOpError("C1: elements of ")
           << getOperand().getType() << " and " << getType() << " have different widths";
  return success();
}
OpFoldResult BitcastOp::fold(FoldAdaptor) {
  if (getOperand().getType() == getType())
    return getOperand();
  return {};
}

LogicalResult IotaOp::verify() {
  if (getAxis() >= uint64_t(getType().getRank()))
    return emitOpError("C1: `axis` ") << getAxis() << " is no axis of " << getType();
  return success();
}
