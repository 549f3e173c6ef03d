// SPDX-License-Identifier: Apache-2.0
//===- InlineComposites.cpp - named functions become their bodies ---------===//
#include "compiler/graph/Passes.h"
#include "compiler/graph/gradients/Gradients.h"

#include "mlir/IR/PatternMatch.h"

namespace kiln {
#define GEN_PASS_DEF_INLINECOMPOSITESPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {
struct InlineCompositesPass : public kiln::impl::InlineCompositesPassBase<InlineCompositesPass> {
  using InlineCompositesPassBase::InlineCompositesPassBase;

  void runOnOperation() override {
    SmallVector<CompositeOp> composites;
    getOperation().walk([&](CompositeOp op) { // inner ones first
      if (!keepRules || !hasGradientRule(op))
        composites.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (CompositeOp op : composites) {
      Block &body = op.getBody().front();
      Operation *yield = body.getTerminator();
      rewriter.inlineBlockBefore(&body, op, op.getOperands());
      rewriter.replaceOp(op, yield->getOperands());
      rewriter.eraseOp(yield);
    }
  }
};
} // namespace
