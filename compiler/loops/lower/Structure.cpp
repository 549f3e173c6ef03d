// SPDX-License-Identifier: Apache-2.0
//===- Structure.cpp - elements of values that structure passes on ---------===//
#include "compiler/loops/Evaluator.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

Value kiln::loops::evaluateStructure(OpResult result, ArrayRef<AffineExpr> position, Evaluator &at) {
  Operation *op = result.getOwner();
  if (auto stop = dyn_cast<StopOp>(op))
    return at.evaluate(stop.getOperand(), position);
  if (auto through = dyn_cast<GradAsOp>(op))
    return at.evaluate(through.getValue(), position);
  if (auto composite = dyn_cast<CompositeOp>(op)) {
    Block &body = composite.getBody().front();
    for (auto [argument, operand] : llvm::zip_equal(body.getArguments(), composite.getOperands()))
      at.provide(argument, [&at, operand = operand](ArrayRef<AffineExpr> where) {
        return at.evaluate(operand, where);
      });
    return at.evaluate(body.getTerminator()->getOperand(result.getResultNumber()), position);
  }
  return {};
}
