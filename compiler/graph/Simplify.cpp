// SPDX-License-Identifier: Apache-2.0
//===- Simplify.cpp - algebra that matters before and after gradients -----===//
// The folders and canonicalisations of the dialect, and those that need to see more than one op.
#include "compiler/graph/Accumulation.h"
#include "compiler/graph/Passes.h"
#include "compiler/graph/PruneScan.h"
#include "compiler/graph/Windows.h"

#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

#include <cmath>

namespace kiln {
#define GEN_PASS_DEF_SIMPLIFYPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// A total of more elements than this is summed in two steps: rows first, over all workers.
constexpr int64_t kLargeTotal = 1 << 12;
/// Elements of short last axes at most that are summed after the others.
constexpr int64_t kShortLast = 16;

DenseElementsAttr splatOf(Value value) {
  auto constant = value.getDefiningOp<ConstantOp>();
  auto elements = constant ? dyn_cast<DenseElementsAttr>(constant.getValue()) : DenseElementsAttr();
  return elements && elements.isSplat() ? elements : DenseElementsAttr();
}
bool isSplatOf(Value value, double number) {
  DenseElementsAttr elements = splatOf(value);
  if (!elements)
    return false;
  if (isa<FloatType>(elements.getElementType()))
    return elements.getSplatValue<APFloat>().convertToDouble() == number;
  return elements.getSplatValue<APInt>().getSExtValue() == int64_t(number);
}

/// read of read, where no position of the second is filled in.
struct ComposeReads : OpRewritePattern<ReadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReadOp op, PatternRewriter &rewriter) const override {
    auto inner = op.getOperand().getDefiningOp<ReadOp>();
    if (!inner)
      return rewriter.notifyMatchFailure(op, "not a read of a read");
    if (op.getFill() && !staysInside(op.getMap(), tensorOf(op).getShape(),
                                     tensorOf(op.getOperand()).getShape()))
      return rewriter.notifyMatchFailure(op, "the second read fills positions in");
    auto map = inner.getMap().compose(op.getMap());
    rewriter.replaceOpWithNewOp<ReadOp>(op, op.getType(), inner.getOperand(), map,
                                        inner.getFillAttr());
    return success();
  }
};

/// A fill that no position needs.
struct DropFill : OpRewritePattern<ReadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReadOp op, PatternRewriter &rewriter) const override {
    if (!op.getFill() || !staysInside(op.getMap(), tensorOf(op).getShape(),
                                      tensorOf(op.getOperand()).getShape()))
      return rewriter.notifyMatchFailure(op, "no fill, or a needed one");
    rewriter.modifyOpInPlace(op, [&] { op.removeFillAttr(); });
    return success();
  }
};

/// Dims with more positions are not asked whether they go through a division as a straight line.
constexpr int64_t kLongDim = 16;

/// `expr` without the divisions through which a dim goes as a straight line: each with two positions does.
AffineExpr resolveDivisions(AffineExpr expr, ArrayRef<int64_t> shape) {
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return expr;
  AffineExpr lhs = resolveDivisions(binary.getLHS(), shape), rhs = resolveDivisions(binary.getRHS(), shape);
  AffineExpr same = getAffineBinaryOpExpr(expr.getKind(), lhs, rhs);
  bool divides = same.getKind() == AffineExprKind::FloorDiv || same.getKind() == AffineExprKind::Mod;
  std::optional<unsigned> only;
  for (unsigned dim = 0; divides && dim < shape.size(); ++dim) {
    if (!same.isFunctionOfDim(dim))
      continue;
    if (only || shape[dim] > kLongDim)
      return same;
    only = dim;
  }
  if (!only)
    return same;
  AffineExpr dim = getAffineDimExpr(*only, expr.getContext());
  auto at = [&](int64_t position) { return same.replace(dim, getAffineConstantExpr(position, expr.getContext())); };
  AffineExpr line = at(0) + dim * (at(1) - at(0));
  for (int64_t position = 2; position < shape[*only]; ++position)
    if (at(position) != line.replace(dim, getAffineConstantExpr(position, expr.getContext())))
      return same;
  return line;
}

/// The phases of a transposed convolution by stride 2 begin at linear positions.
template <typename OpType>
struct ResolveDivisions : OpRewritePattern<OpType> {
  using OpRewritePattern<OpType>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpType op, PatternRewriter &rewriter) const override {
    ArrayRef<int64_t> shape = tensorOf(isa<ReadOp>(op) ? op->getResult(0) : op->getOperand(0)).getShape();
    SmallVector<AffineExpr> coordinates;
    for (AffineExpr expr : op.getMap().getResults())
      coordinates.push_back(resolveDivisions(expr, shape));
    if (ArrayRef(coordinates) == op.getMap().getResults())
      return rewriter.notifyMatchFailure(op, "no division that is a straight line");
    rewriter.modifyOpInPlace(op, [&] { op.setMap(AffineMap::get(shape.size(), 0, coordinates, op.getContext())); });
    return success();
  }
};

/// A read of a splat is a splat; a read of an iota along one of its own dims is an iota.
struct ReadOfPattern : OpRewritePattern<ReadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReadOp op, PatternRewriter &rewriter) const override {
    if (op.getFill())
      return rewriter.notifyMatchFailure(op, "some positions may be filled in");
    if (DenseElementsAttr elements = splatOf(op.getOperand())) {
      rewriter.replaceOpWithNewOp<ConstantOp>(
          op, elements.resizeSplat(cast<ShapedType>(op.getType())));
      return success();
    }
    auto iota = op.getOperand().getDefiningOp<IotaOp>();
    auto dim = dyn_cast_or_null<AffineDimExpr>(iota ? op.getMap().getResult(iota.getAxis())
                                                    : AffineExpr());
    if (!dim)
      return rewriter.notifyMatchFailure(op, "the operand is neither a splat nor an iota");
    rewriter.replaceOpWithNewOp<IotaOp>(op, op.getType(), uint64_t(dim.getPosition()));
    return success();
  }
};

struct ReshapeOfSplat : OpRewritePattern<ReshapeOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReshapeOp op, PatternRewriter &rewriter) const override {
    DenseElementsAttr elements = splatOf(op.getOperand());
    if (!elements)
      return rewriter.notifyMatchFailure(op, "not of a splat");
    rewriter.replaceOpWithNewOp<ConstantOp>(op, elements.resizeSplat(cast<ShapedType>(op.getType())));
    return success();
  }
};

/// x + 0, x - 0, x * 1, x / 1.
template <typename OpType>
struct NeutralElement : OpRewritePattern<OpType> {
  using OpRewritePattern<OpType>::OpRewritePattern;
  LogicalResult matchAndRewrite(OpType op, PatternRewriter &rewriter) const override {
    constexpr bool isSum = std::is_same_v<OpType, AddOp> || std::is_same_v<OpType, SubOp>;
    constexpr bool commutes = std::is_same_v<OpType, AddOp> || std::is_same_v<OpType, MulOp>;
    double neutral = isSum ? 0.0 : 1.0;
    if (isSplatOf(op.getRhs(), neutral)) {
      rewriter.replaceOp(op, op.getLhs());
      return success();
    }
    if (commutes && isSplatOf(op.getLhs(), neutral)) {
      rewriter.replaceOp(op, op.getRhs());
      return success();
    }
    return rewriter.notifyMatchFailure(op, "no neutral element");
  }
};

/// A sum along axes on which the operand does not depend: that many times the rest.
struct SumOfBroadcast : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReduceOp op, PatternRewriter &rewriter) const override {
    auto read = op.getOperand().getDefiningOp<ReadOp>();
    bool isSplat = bool(splatOf(op.getOperand()));
    if (op.getKind() != Reduction::sum || !isFloatTensor(op.getResult()) ||
        (!isSplat && (!read || read.getFill())))
      return rewriter.notifyMatchFailure(op, "not a sum of a read or splat");
    auto type = tensorOf(op.getOperand());
    SmallVector<int64_t> repeated, rest, shape;
    int64_t count = 1;
    for (int64_t axis = 0; axis < type.getRank(); ++axis) {
      bool isReduced = llvm::is_contained(op.getAxes(), axis);
      if (isReduced && (isSplat || !read.getMap().isFunctionOfDim(axis))) {
        repeated.push_back(axis);
        count *= type.getDimSize(axis);
        continue;
      }
      if (isReduced)
        rest.push_back(shape.size());
      shape.push_back(type.getDimSize(axis));
    }
    if (repeated.empty())
      return rewriter.notifyMatchFailure(op, "the operand depends on every axis");
    GraphBuilder b(rewriter, op.getLoc());
    Value once;
    if (isSplat) {
      once = b.make<ConstantOp>(splatOf(op.getOperand())
                                    .resizeSplat(RankedTensorType::get(shape, type.getElementType())));
    } else {
      SmallVector<AffineExpr> dims;
      unsigned next = 0;
      for (int64_t axis = 0; axis < type.getRank(); ++axis)
        dims.push_back(llvm::is_contained(repeated, axis) ? rewriter.getAffineConstantExpr(0)
                                                          : rewriter.getAffineDimExpr(next++));
      once = b.read(read.getOperand(), read.getMap().replaceDimsAndSymbols(dims, {}, shape.size(), 0),
                    shape);
    }
    rewriter.replaceOp(op, b.scale(b.reduce(Reduction::sum, once, rest), double(count)));
    return success();
  }
};

/// A large total in two steps, so that the first has rows to share out.
struct SplitTotal : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReduceOp op, PatternRewriter &rewriter) const override {
    auto type = tensorOf(op.getOperand());
    if (int64_t(op.getAxes().size()) != type.getRank() || type.getRank() < 2 ||
        type.getNumElements() < kLargeTotal)
      return rewriter.notifyMatchFailure(op, "not a large total");
    // Rows: leading axes until they are enough to share out.
    int64_t rows = 0, count = 1;
    while (rows + 1 < type.getRank() && count < 64)
      count *= type.getDimSize(rows++);
    GraphBuilder b(rewriter, op.getLoc());
    Value partial = b.reduce(op.getKind(), op.getOperand(),
                             llvm::to_vector(llvm::seq<int64_t>(rows, type.getRank())));
    rewriter.replaceOp(op, b.reduce(op.getKind(), partial,
                                    llvm::to_vector(llvm::seq<int64_t>(0, rows))));
    return success();
  }
};

/// A sum over short last axes and others, with an axis between them that is kept: the others first, with lanes along all that lies
/// side by side. So are the statistics of groups of channels that come last.
struct ShortAxesLast : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReduceOp op, PatternRewriter &rewriter) const override {
    auto type = tensorOf(op.getOperand());
    SmallVector<int64_t> others(op.getAxes()), last;
    llvm::sort(others);
    int64_t length = 1, times = 1;
    while (!others.empty() && others.back() == type.getRank() - 1 - int64_t(last.size())) {
      last.push_back(others.pop_back_val());
      length *= type.getDimSize(last.back());
    }
    for (int64_t axis : others)
      times *= type.getDimSize(axis);
    if (last.empty() || length > kShortLast || times < kOftenSummed)
      return rewriter.notifyMatchFailure(op, "no sum over much and over short last axes");
    GraphBuilder b(rewriter, op.getLoc());
    Value partial = b.reduce(op.getKind(), op.getOperand(), others);
    for (int64_t &axis : last)
      axis -= others.size();
    llvm::sort(last);
    rewriter.replaceOp(op, b.reduce(op.getKind(), partial, last));
    return success();
  }
};

/// An accumulation that fetches each element once is a read.
struct AccumulateAsRead : OpRewritePattern<AccumulateOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(AccumulateOp op, PatternRewriter &rewriter) const override {
    auto from = tensorOf(op.getOperand()), to = tensorOf(op.getResult());
    std::optional<Accumulation> solution =
        Accumulation::solve(op.getMap(), from.getShape(), to.getShape());
    if (!solution || !solution->freeDims.empty())
      return rewriter.notifyMatchFailure(op, "several elements meet in one place");
    GraphBuilder b(rewriter, op.getLoc());
    rewriter.replaceOp(op, accumulate(b, op.getOperand(), op.getMap(), to.getShape()));
    return success();
  }
};

/// A transposition before or behind a contraction is a matter of its labels.
struct TransposedContraction : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ContractOp op, PatternRewriter &rewriter) const override {
    Value lhs = op.getLhs(), rhs = op.getRhs();
    SmallVector<int64_t> lhsLabels(op.getLhsLabels()), rhsLabels(op.getRhsLabels());
    bool changed = absorb(lhs, lhsLabels);
    changed |= absorb(rhs, rhsLabels);
    if (!changed)
      return rewriter.notifyMatchFailure(op, "no operand is transposed");
    rewriter.replaceOpWithNewOp<ContractOp>(op, op.getType(), lhs, rhs, lhsLabels, rhsLabels,
                                            op.getResultLabels());
    return success();
  }
  static bool absorb(Value &operand, SmallVectorImpl<int64_t> &labels) {
    auto read = operand.getDefiningOp<ReadOp>();
    if (!read || !read.isTransposition() || !keepsSizes(read))
      return false;
    SmallVector<int64_t> permuted;
    for (AffineExpr expr : read.getMap().getResults())
      permuted.push_back(labels[cast<AffineDimExpr>(expr).getPosition()]);
    operand = read.getOperand();
    labels.assign(permuted);
    return true;
  }
  /// A read by a permutation may still be a slice.
  static bool keepsSizes(ReadOp read) {
    return tensorOf(read.getOperand()).getNumElements() == tensorOf(read.getResult()).getNumElements();
  }
};
struct TranspositionOfContraction : OpRewritePattern<ReadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReadOp op, PatternRewriter &rewriter) const override {
    auto contract = op.getOperand().getDefiningOp<ContractOp>();
    if (!contract || !contract->hasOneUse() || !op.isTransposition() ||
        !TransposedContraction::keepsSizes(op))
      return rewriter.notifyMatchFailure(op, "not the transposition of a contraction for one use");
    SmallVector<int64_t> labels(contract.getResultLabels().size());
    for (auto [axis, expr] : llvm::enumerate(op.getMap().getResults()))
      labels[cast<AffineDimExpr>(expr).getPosition()] = contract.getResultLabels()[axis];
    rewriter.replaceOpWithNewOp<ContractOp>(op, op.getType(), contract.getLhs(), contract.getRhs(),
                                            contract.getLhsLabels(), contract.getRhsLabels(), labels);
    return success();
  }
};

/// The first few of sorted positions: no more are put in order.
struct ShorterSort : OpRewritePattern<ReadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReadOp op, PatternRewriter &rewriter) const override {
    auto sort = op.getOperand().getDefiningOp<ArgSortOp>();
    if (!sort || !sort->hasOneUse() || op.getFill() || !op.getMap().isIdentity())
      return rewriter.notifyMatchFailure(op, "not the beginning of sorted positions");
    ArrayRef<int64_t> shape = tensorOf(op).getShape(), all = tensorOf(sort).getShape();
    for (int64_t axis = 0; axis < int64_t(shape.size()); ++axis)
      if (shape[axis] != all[axis] && axis != int64_t(sort.getAxis()))
        return rewriter.notifyMatchFailure(op, "lines are left out");
    rewriter.replaceOpWithNewOp<ArgSortOp>(op, op.getType(), sort.getOperand(), sort.getAxis(),
                                           sort.getDescending());
    return success();
  }
};

/// What is computed from no elements is known; pieces without elements add none.
struct FoldEmpty : RewritePattern {
  FoldEmpty(MLIRContext *context) : RewritePattern(MatchAnyOpTypeTag(), 1, context) {}
  static bool isEmpty(Value value) { return tensorOf(value).getNumElements() == 0; }
  static double identityOf(Operation *op) {
    auto reduce = dyn_cast<ReduceOp>(op);
    auto scatter = dyn_cast<ScatterOp>(op);
    Reduction kind = reduce ? reduce.getKind() : scatter ? scatter.getKind() : Reduction::sum;
    bool isMax = kind == Reduction::max;
    if (kind == Reduction::prod || kind == Reduction::all)
      return 1;
    if (!isMax && kind != Reduction::min)
      return 0;
    Type element = tensorOf(op->getResult(0)).getElementType();
    if (isa<FloatType>(element))
      return isMax ? -INFINITY : INFINITY;
    int width = element.getIntOrFloatBitWidth();
    if (element.isUnsignedInteger())
      return isMax ? 0 : std::ldexp(1, width) - 1;
    return isMax ? -std::ldexp(1, width - 1) : std::ldexp(1, width - 1) - 1;
  }
  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rewriter) const override {
    bool isNumeric = isa<ReduceOp, ContractOp, ScatterOp, AccumulateOp, ReadOp, UpdateOp, JoinOp>(op);
    if (!isNumeric || llvm::none_of(op->getOperands(), isEmpty) || isEmpty(op->getResult(0)))
      return rewriter.notifyMatchFailure(op, "has elements");
    if (auto update = dyn_cast<UpdateOp>(op)) {
      rewriter.replaceOp(op, update.getOperand());
      return success();
    }
    if (auto join = dyn_cast<JoinOp>(op)) {
      SmallVector<Value> pieces;
      llvm::copy_if(join.getOperands(), std::back_inserter(pieces), [](Value v) { return !isEmpty(v); });
      rewriter.modifyOpInPlace(op, [&] { join.getOperandsMutable().assign(pieces); });
      return success();
    }
    GraphBuilder b(rewriter, op->getLoc());
    auto read = dyn_cast<ReadOp>(op);
    if (read && !read.getFill())
      return rewriter.notifyMatchFailure(op, "reads what is not there");
    auto type = tensorOf(op->getResult(0));
    if (read)
      rewriter.replaceOpWithNewOp<ConstantOp>(op, DenseElementsAttr::get(type, Attribute(*read.getFill())));
    else
      rewriter.replaceOp(op, b.splat(type, identityOf(op)));
    return success();
  }
};

struct PruneScan : OpRewritePattern<ScanOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ScanOp op, PatternRewriter &rewriter) const override {
    return pruneScan(op, rewriter);
  }
};

struct SimplifyPass : public kiln::impl::SimplifyPassBase<SimplifyPass> {
  void runOnOperation() override {
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    patterns.add<ComposeReads, DropFill, ResolveDivisions<ReadOp>, ResolveDivisions<AccumulateOp>, ReadOfPattern, ReshapeOfSplat, NeutralElement<AddOp>,
                 NeutralElement<SubOp>, NeutralElement<MulOp>, NeutralElement<DivOp>, SumOfBroadcast,
                 SplitTotal, ShortAxesLast, AccumulateAsRead, TransposedContraction, TranspositionOfContraction,
                 PruneScan, FoldEmpty, ShorterSort>(context);
    for (RegisteredOperationName name : context->getRegisteredOperationsByDialect("kiln"))
      name.getCanonicalizationPatterns(patterns, context);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
  }
};

} // namespace
