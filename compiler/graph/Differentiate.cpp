// SPDX-License-Identifier: Apache-2.0
//===- Differentiate.cpp - gradients become ordinary ops ------------------===//
#include "compiler/graph/Differentiate.h"
#include "compiler/graph/Checkpoints.h"
#include "compiler/graph/Passes.h"
#include "compiler/graph/PruneScan.h"
#include "compiler/graph/ReverseSweep.h"

namespace kiln {
#define GEN_PASS_DEF_DIFFERENTIATEPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

LogicalResult expand(const GradientRules &rules, GradOp grad) {
  OpBuilder builder(grad);
  GraphBuilder b(builder, grad.getLoc());
  ReverseSweep sweep(rules, builder, *grad->getBlock(), grad.getWrt(), grad);
  sweep.add(grad.getY(), {b.splat(grad.getY().getType(), 1.0), {}});
  if (failed(sweep.run()))
    return failure();
  SmallVector<Value> gradients;
  for (Value value : grad.getWrt()) {
    Value known = sweep.take(value).value;
    gradients.push_back(known ? known : b.zeros(value.getType()));
  }
  grad->replaceAllUsesWith(gradients);
  grad->erase();
  return success();
}

LogicalResult expandAll(const GradientRules &rules, Block &block) {
  bool found = false;
  // A pass over the ops as they come: what an expansion adds lies before the next gradient.
  for (Operation *op = block.empty() ? nullptr : &block.front(); op;) {
    for (Region &region : op->getRegions())
      for (Block &inner : region)
        if (failed(expandAll(rules, inner)))
          return failure();
    Operation *next = op->getNextNode();
    if (auto grad = dyn_cast<GradOp>(op)) {
      saveForReverse(block, grad);
      if (failed(expand(rules, grad)))
        return failure();
      found = true;
    }
    op = next;
  }
  if (found) {
    IRRewriter rewriter(block.getParentOp()->getContext());
    eraseDead(block, rewriter);
  }
  return success();
}

struct DifferentiatePass : public kiln::impl::DifferentiatePassBase<DifferentiatePass> {
  void runOnOperation() override {
    if (failed(expandGradients(getOperation(), GradientRules::all())))
      return signalPassFailure();
    // Nothing is left to differentiate: what spoke of derivatives alone is its value.
    getOperation().walk([](Operation *op) {
      if (isa<StopOp, GradAsOp>(op)) {
        op->getResult(0).replaceAllUsesWith(op->getOperand(0));
        op->erase();
      } else if (auto scan = dyn_cast<ScanOp>(op); scan && keepsCarriesAlone(scan)) {
        scan->removeAttr(KilnDialect::kRecomputeAttr);
        // Where a part runs again it stays apart from its first run, which is like any other part of the entry.
        if (scan.getCount() == 1 && !scan.getReverse())
          inlineOnlyStep(scan);
      }
    });
  }
};

} // namespace

LogicalResult kiln::expandGradients(EntryOp entry, const GradientRules &rules) {
  return expandAll(rules, entry.getBody().front());
}
