// SPDX-License-Identifier: Apache-2.0
//===- WidenSums.cpp - sums of narrow floats are sums of f32 ---------------===//
// f16 and bf16 are for keeping, f32 is for adding up. Made explicit: the operands are widened (which kernels do as they
// read), the sum is one of f32, and only its result is rounded.
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace kiln {
#define GEN_PASS_DEF_WIDENSUMSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

bool adds(Operation *op) {
  if (auto reduce = dyn_cast<ReduceOp>(op))
    return reduce.getKind() == Reduction::sum;
  if (auto scatter = dyn_cast<ScatterOp>(op))
    return scatter.getKind() == Reduction::sum;
  return isa<ContractOp, AccumulateOp>(op);
}

struct WidenSum : RewritePattern {
  explicit WidenSum(MLIRContext *context) : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    if (!adds(op))
      return rewriter.notifyMatchFailure(op, "no sum");
    RankedTensorType type = tensorOf(op->getResult(0));
    if (!isNarrowFloat(type.getElementType()))
      return rewriter.notifyMatchFailure(op, "not of a narrow float");
    Type f32 = rewriter.getF32Type();
    auto convert = [&](Value value, Type element) -> Value {
      return ConvertOp::create(rewriter, op->getLoc(), withElement(tensorOf(value), element), value);
    };
    IRMapping wide;
    for (Value operand : op->getOperands())
      if (tensorOf(operand).getElementType() == type.getElementType())
        wide.map(operand, convert(operand, f32));
    Operation *sum = rewriter.clone(*op, wide);
    sum->getResult(0).setType(withElement(type, f32));
    rewriter.replaceOp(op, convert(sum->getResult(0), type.getElementType()));
    return success();
  }
};

/// What a contraction reads is widened before it is rearranged: everything that makes windows run fast looks at a contraction
/// of reads.
struct WidenBeforeRead : OpRewritePattern<ConvertOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ConvertOp op, PatternRewriter &rewriter) const override {
    auto read = op.getOperand().getDefiningOp<ReadOp>();
    if (!read || !widensNarrowFloat(op))
      return rewriter.notifyMatchFailure(op, "widens no narrow floats that were rearranged");
    if (!llvm::all_of(op->getUsers(), [](Operation *user) { return isa<ContractOp>(user); }))
      return rewriter.notifyMatchFailure(op, "not for contractions alone");
    auto type = cast<RankedTensorType>(op.getType());
    TypedAttr fill = read.getFillAttr();
    if (fill)
      fill = FloatAttr::get(type.getElementType(), cast<FloatAttr>(fill).getValueAsDouble());
    Type source = withElement(tensorOf(read.getOperand()), type.getElementType());
    Value wide = ConvertOp::create(rewriter, op.getLoc(), source, read.getOperand());
    rewriter.replaceOpWithNewOp<ReadOp>(op, type, wide, read.getMap(), fill);
    return success();
  }
};

struct WidenSumsPass : public kiln::impl::WidenSumsPassBase<WidenSumsPass> {
  using WidenSumsPassBase::WidenSumsPassBase;
  LogicalResult initialize(MLIRContext *context) override {
    RewritePatternSet set(context);
    set.add<WidenSum, WidenBeforeRead>(context);
    patterns = FrozenRewritePatternSet(std::move(set));
    return success();
  }
  void runOnOperation() override {
    if (failed(applyPatternsGreedily(getOperation(), patterns)))
      signalPassFailure();
  }
  FrozenRewritePatternSet patterns;
};

} // namespace
