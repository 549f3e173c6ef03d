// SPDX-License-Identifier: Apache-2.0
//===- Contraction.cpp - derivatives of contractions ----------------------===//
#include "compiler/graph/gradients/Gradients.h"

using namespace mlir;
using namespace kiln;

// A label that only one operand has is a label of the result (C5), so each derivative is again a contraction
// of the other operand with the result's derivative, with the labels as they stand.
static void contractGradient(ContractOp op, Vjp &v) {
  Value g = v.derivative();
  if (v.wants(0))
    v.giveGuarded(0,
                 v.make<ContractOp>(op.getLhs().getType(), g, op.getRhs(), op.getResultLabels(),
                                    op.getRhsLabels(), op.getLhsLabels()),
                 {});
  if (v.wants(1))
    v.giveGuarded(1,
                 v.make<ContractOp>(op.getRhs().getType(), op.getLhs(), g, op.getLhsLabels(),
                                    op.getResultLabels(), op.getRhsLabels()),
                 {});
}

void kiln::addContractionGradients(GradientRules &rules) { rules.add<ContractOp>(contractGradient); }
