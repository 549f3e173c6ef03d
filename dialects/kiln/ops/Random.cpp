// SPDX-License-Identifier: Apache-2.0
//===- Random.cpp ---------------------------------------------------------===//
#include "dialects/kiln/Kiln.h"

using namespace mlir;
using namespace kiln;

LogicalResult RandomOp::verify() {
  Type element = getElementTypeOrSelf(getType());
  bool fits = getKind() == Draw::bits ? element.isUnsignedInteger(32)
                                      : element.isF32() || element.isF64();
  if (!fits)
    return emitOpError("C1: ") << stringifyDraw(getKind()) << " does not give " << getType();
  for (Value operand : getOperands())
    if (cast<RankedTensorType>(operand.getType()).getRank() != 0)
      return emitOpError("C2: seed, count and layer must be scalars");
  return success();
}
