// SPDX-License-Identifier: Apache-2.0
//===- Pooling.cpp - small windows written out ----------------------------===//
// After differentiation a pooling is a reduction over two short axes of a strided read, and its gradient a choice in
// a tensor of six axes that is read back by floordiv and mod. Written out, both are elementwise ops in the space of
// the pooled value or of its operand, and nothing with six axes is left.
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"
#include "compiler/graph/Windows.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace kiln {
#define GEN_PASS_DEF_UNFOLDWINDOWSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Windows of more elements stay loops.
constexpr int64_t kUnfolded = 16;
/// An axis as long as this is no window.
constexpr int64_t kShortAxis = 4;

bool isZero(Value value) { return matchPattern(value, m_AnyZeroFloat()) || matchPattern(value, m_Zero()); }

SelectOp keepsOf(Value value) {
  auto select = value.getDefiningOp<SelectOp>();
  return select && isZero(select.getWhenFalse()) ? select : SelectOp();
}
CompareOp comparisonOf(Value value, Comparison predicate) {
  auto compare = value.getDefiningOp<CompareOp>();
  return compare && compare.getPredicate() == predicate ? compare : CompareOp();
}
ReduceOp reductionOf(Value value, Reduction kind) {
  auto reduce = value.getDefiningOp<ReduceOp>();
  return reduce && reduce.getKind() == kind ? reduce : ReduceOp();
}
/// The value that `value` repeats along other axes, by `map`.
Value spreadOf(Value value, AffineMap &map) {
  auto read = value.getDefiningOp<ReadOp>();
  if (!read || !read.isProjection())
    return {};
  map = read.getMap();
  return read.getOperand();
}

/// Behind ReLU and max-pool, the gradient goes to the first winner where that is positive: known from the pooled value
/// m alone. With y = x > 0 ? x : 0 and m the greatest y of each window,
///   (x > 0 ? read(place = winner ? d : 0) : 0) = read(place = winner ? (m > 0 ? d : 0) : 0),
/// because y = m at the winner's place, and y > 0 where x > 0.
struct MaskBehindPool : OpRewritePattern<SelectOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(SelectOp op, PatternRewriter &rewriter) const override {
    auto positive = comparisonOf(op.getCondition(), Comparison::gt);
    auto back = op.getWhenTrue().getDefiningOp<ReadOp>();
    if (!isZero(op.getWhenFalse()) || !positive || !isZero(positive.getRhs()) || !back)
      return rewriter.notifyMatchFailure(op, "not the mask of a ReLU over what is read back");
    AffineMap map, other;
    SelectOp chosen = keepsOf(back.getOperand());
    auto isWinner = chosen ? comparisonOf(chosen.getCondition(), Comparison::eq) : CompareOp();
    Value winner = isWinner ? spreadOf(isWinner.getRhs(), map) : Value();
    auto first = winner ? reductionOf(winner, Reduction::min) : ReduceOp();
    auto candidate = first ? first.getOperand().getDefiningOp<SelectOp>() : SelectOp();
    auto isBest = candidate ? comparisonOf(candidate.getCondition(), Comparison::eq) : CompareOp();
    Value best = isBest ? spreadOf(isBest.getRhs(), other) : Value();
    auto pooled = best ? reductionOf(best, Reduction::max) : ReduceOp();
    auto windows = pooled ? pooled.getOperand().getDefiningOp<ReadOp>() : ReadOp();
    if (!windows || windows.getFill() || isBest.getLhs() != windows || other != map ||
        candidate.getWhenTrue() != isWinner.getLhs() || first.getAxes() != pooled.getAxes())
      return rewriter.notifyMatchFailure(op, "not the gradient of a max-pool");
    SelectOp relu = keepsOf(windows.getOperand());
    Value cotangent = spreadOf(chosen.getWhenTrue(), other);
    if (!relu || relu.getCondition() != positive || relu.getWhenTrue() != positive.getLhs() ||
        !cotangent || other != map ||
        !simplifyAffineMap(windows.getMap().compose(back.getMap())).isIdentity())
      return rewriter.notifyMatchFailure(op, "pooled is another value than the one with the mask");

    GraphBuilder b(rewriter, op.getLoc());
    ArrayRef<int64_t> wide = tensorOf(chosen).getShape();
    Value isPositive = b.compare(Comparison::gt, best, b.zeros(best.getType()));
    Value kept = b.keep(isWinner, b.read(b.keep(isPositive, cotangent), map, wide));
    rewriter.replaceOpWithNewOp<ReadOp>(op, op.getType(), kept, back.getMapAttr(), back.getFillAttr());
    return success();
  }
};

/// The dims that an expression uses.
SmallVector<unsigned> dimsOf(AffineExpr expr, unsigned numDims) {
  SmallVector<unsigned> dims;
  for (unsigned d = 0; d < numDims; ++d)
    if (expr.isFunctionOfDim(d))
      dims.push_back(d);
  return dims;
}

/// Sums a value where it lies, instead of behind a read that brings each element to one place.
struct SumOfRearranged : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReduceOp op, PatternRewriter &rewriter) const override {
    auto read = op.getOperand().getDefiningOp<ReadOp>();
    if (op.getKind() != Reduction::sum || !read || read.getFill())
      return rewriter.notifyMatchFailure(op, "not a sum of a read");
    auto from = tensorOf(read.getOperand()), to = tensorOf(read.getResult());
    SmallVector<SmallVector<int64_t>> digits(to.getRank()); // axes of the operand that a dim walks
    for (auto [axis, expr] : llvm::enumerate(read.getMap().getResults())) {
      SmallVector<unsigned> dims = dimsOf(expr, to.getRank());
      if (dims.size() != 1)
        return rewriter.notifyMatchFailure(op, "an axis that is not walked by one dim");
      digits[dims[0]].push_back(axis);
    }
    SmallVector<int64_t> axes;
    int64_t last = -1;
    for (int64_t dim = 0; dim < to.getRank(); ++dim) {
      if (!meetsEachOnce(read, dim, digits[dim]))
        return rewriter.notifyMatchFailure(op, "elements are repeated or left out");
      if (llvm::is_contained(op.getAxes(), dim)) {
        llvm::append_range(axes, digits[dim]);
        continue;
      }
      if (digits[dim].size() != 1 || digits[dim][0] < last ||
          read.getMap().getResult(digits[dim][0]) != rewriter.getAffineDimExpr(dim))
        return rewriter.notifyMatchFailure(op, "a kept axis is rearranged");
      last = digits[dim][0];
    }
    if (from.getRank() == to.getRank())
      return rewriter.notifyMatchFailure(op, "nothing to gain");
    llvm::sort(axes);
    rewriter.replaceOpWithNewOp<ReduceOp>(op, op.getType(), Reduction::sum, read.getOperand(), axes);
    return success();
  }
  /// Whether the positions of `dim` and the elements of `axes` are one to one.
  static bool meetsEachOnce(ReadOp read, unsigned dim, ArrayRef<int64_t> axes) {
    int64_t positions = tensorOf(read.getResult()).getDimSize(dim), elements = 1;
    for (int64_t axis : axes)
      elements *= tensorOf(read.getOperand()).getDimSize(axis);
    if (positions != elements)
      return false;
    if (axes.size() == 1)
      return isa<AffineDimExpr>(read.getMap().getResult(axes[0]));
    MLIRContext *context = read.getContext();
    llvm::DenseSet<int64_t> seen;
    for (int64_t position = 0; position < positions; ++position) {
      int64_t number = 0;
      for (int64_t axis : axes) {
        AffineExpr at = read.getMap().getResult(axis).replace(
            getAffineDimExpr(dim, context), getAffineConstantExpr(position, context));
        auto constant = dyn_cast<AffineConstantExpr>(at);
        if (!constant)
          return false;
        number = number * tensorOf(read.getOperand()).getDimSize(axis) + constant.getValue();
      }
      if (!seen.insert(number).second)
        return false;
    }
    return true;
  }
};

/// The value of an expression of iotas and numbers at a place; nothing for other ops.
std::optional<int64_t> numberAt(Value value, ArrayRef<int64_t> place) {
  Operation *op = value.getDefiningOp();
  if (auto iota = dyn_cast_or_null<IotaOp>(op))
    return place[iota.getAxis()];
  APInt splat;
  if (matchPattern(value, m_ConstantInt(&splat)))
    return splat.getSExtValue();
  if (!isa_and_nonnull<AddOp, MulOp>(op))
    return std::nullopt;
  std::optional<int64_t> lhs = numberAt(op->getOperand(0), place), rhs = numberAt(op->getOperand(1), place);
  if (!lhs || !rhs)
    return std::nullopt;
  return isa<AddOp>(op) ? *lhs + *rhs : *lhs * *rhs;
}

/// A value that is given to one place of each window, summed over the window, is the value itself where there is a winner.
struct SumOfChosen : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReduceOp op, PatternRewriter &rewriter) const override {
    SelectOp chosen = keepsOf(op.getOperand());
    auto isWinner = chosen ? comparisonOf(chosen.getCondition(), Comparison::eq) : CompareOp();
    AffineMap map, other;
    Value winner = isWinner ? spreadOf(isWinner.getRhs(), map) : Value();
    Value given = winner ? spreadOf(chosen.getWhenTrue(), other) : Value();
    auto first = given ? reductionOf(winner, Reduction::min) : ReduceOp();
    auto candidate = first ? first.getOperand().getDefiningOp<SelectOp>() : SelectOp();
    APInt none;
    if (op.getKind() != Reduction::sum || !candidate || map != other ||
        candidate.getWhenTrue() != isWinner.getLhs() || first.getOperand().getType() != isWinner.getLhs().getType() ||
        !matchPattern(candidate.getWhenFalse(), m_ConstantInt(&none)))
      return rewriter.notifyMatchFailure(op, "not a sum of what one place is given");
    ArrayRef<int64_t> window = first.getAxes(), shape = tensorOf(chosen).getShape();
    if (!llvm::all_of(window, [&](int64_t axis) { return llvm::is_contained(op.getAxes(), axis); }) ||
        !areDistinct(isWinner.getLhs(), window, shape, none.getSExtValue()))
      return rewriter.notifyMatchFailure(op, "not a sum over whole windows, or places that share a number");
    GraphBuilder b(rewriter, op.getLoc());
    if (!isGivenToWinner(given, candidate))
      given = b.keep(b.compare(Comparison::ne, winner, b.splat(winner.getType(), double(none.getSExtValue()))), given);
    SmallVector<int64_t> rest;
    for (int64_t axis : op.getAxes())
      if (!llvm::is_contained(window, axis))
        rest.push_back(axis - llvm::count_if(window, [&](int64_t a) { return a < axis; }));
    rewriter.replaceOp(op, b.reduce(Reduction::sum, given, rest));
    return success();
  }
  /// Whether `given` is 0 but where the extreme value is positive, so no NaN: then one place has it.
  static bool isGivenToWinner(Value given, SelectOp candidate) {
    SelectOp kept = keepsOf(given);
    auto positive = kept ? comparisonOf(kept.getCondition(), Comparison::gt) : CompareOp();
    auto isBest = comparisonOf(candidate.getCondition(), Comparison::eq);
    AffineMap map;
    return positive && isBest && isZero(positive.getRhs()) && spreadOf(isBest.getRhs(), map) == positive.getLhs() &&
           reductionOf(positive.getLhs(), Reduction::max);
  }
  static bool areDistinct(Value places, ArrayRef<int64_t> window, ArrayRef<int64_t> shape, int64_t none) {
    llvm::DenseSet<int64_t> seen{none};
    int64_t count = 1;
    for (int64_t axis : window)
      count *= shape[axis];
    SmallVector<int64_t> place(shape.size());
    for (int64_t number = 0; number < count && count <= kUnfolded; ++number) {
      int64_t rest = number;
      for (int64_t axis : llvm::reverse(window)) {
        place[axis] = rest % shape[axis];
        rest /= shape[axis];
      }
      std::optional<int64_t> at = numberAt(places, place);
      if (!at || !seen.insert(*at).second)
        return false;
    }
    return count <= kUnfolded;
  }
};

/// A reduction over the short axes of windows: its operand at each place of the window, combined by elementwise ops.
struct UnfoldWindow : OpRewritePattern<ReduceOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReduceOp op, PatternRewriter &rewriter) const override {
    auto type = tensorOf(op.getOperand());
    SmallVector<int64_t> axes;
    int64_t count = 1;
    for (int64_t axis : op.getAxes())
      if (type.getDimSize(axis) <= kShortAxis && axis > 0) {
        axes.push_back(axis);
        count *= type.getDimSize(axis);
      }
    if (!isCombinable(op.getKind()))
      return rewriter.notifyMatchFailure(op, "no elementwise op combines its elements");
    int64_t others = type.getNumElements() / std::max<int64_t>(1, tensorOf(op.getResult()).getNumElements() * count);
    if (others >= kOftenSummed && !axes.empty() && arePartsOfAxes(op.getOperand(), axes))
      return rewriter.notifyMatchFailure(op, "parts of an axis, and much else: lanes are better along all of it");
    bool isWindow = false;
    if (axes.empty() || count > kUnfolded || !isMadeOfReads(op.getOperand(), axes, isWindow) || !isWindow)
      return rewriter.notifyMatchFailure(op, "not over the windows of reads");
    GraphBuilder b(rewriter, op.getLoc());
    Value sum;
    for (int64_t number = 0; number < count; ++number) {
      SmallVector<std::optional<int64_t>> place(type.getRank());
      int64_t rest = number;
      for (int64_t axis : llvm::reverse(axes)) {
        place[axis] = rest % type.getDimSize(axis);
        rest /= type.getDimSize(axis);
      }
      llvm::DenseMap<Value, Value> known;
      Value element = at(b, op.getOperand(), place, known);
      sum = sum ? combine(b, op.getKind(), sum, element) : element;
    }
    SmallVector<int64_t> rest;
    for (int64_t axis : op.getAxes())
      if (!llvm::is_contained(axes, axis))
        rest.push_back(axis - llvm::count_if(axes, [&](int64_t a) { return a < axis; }));
    rewriter.replaceOp(op, b.reduce(op.getKind(), sum, rest));
    return success();
  }

  /// Whether reads walk each of `axes` as the place within equal parts of an axis of theirs, which another dim numbers.
  static bool arePartsOfAxes(Value value, ArrayRef<int64_t> axes) {
    Operation *op = value.getDefiningOp();
    if (auto read = dyn_cast_or_null<ReadOp>(op)) {
      ArrayRef<int64_t> shape = tensorOf(read.getResult()).getShape();
      AffineExpr zero = getAffineConstantExpr(0, op->getContext());
      for (AffineExpr expr : read.getMap().getResults())
        for (int64_t axis : axes) {
          AffineExpr dim = getAffineDimExpr(axis, op->getContext()), first = expr.replace(dim, zero);
          if (expr.isFunctionOfDim(axis) && (first == zero || !first.isMultipleOf(shape[axis]) || expr != first + dim))
            return false;
        }
      return true;
    }
    if (op && isa<IotaOp, ConstantOp>(op))
      return isa<ConstantOp>(op);
    return op && op->hasTrait<OpTrait::Elementwise>() &&
           llvm::all_of(op->getOperands(), [&](Value operand) { return arePartsOfAxes(operand, axes); });
  }

  static bool isCombinable(Reduction kind) {
    return kind == Reduction::sum || kind == Reduction::max || kind == Reduction::min;
  }
  static Value combine(GraphBuilder &b, Reduction kind, Value x, Value y) {
    if (kind == Reduction::sum)
      return b.add(x, y);
    return kind == Reduction::max ? b.make<MaxOp>(x.getType(), x, y).getResult()
                                  : b.make<MinOp>(x.getType(), x, y).getResult();
  }
  /// Elementwise ops on reads, iotas and splats. No read walks one of `axes` as an axis of its operand: what is stored
  /// side by side is left to loops. `isWindow`: some leaf depends on them.
  static bool isMadeOfReads(Value value, ArrayRef<int64_t> axes, bool &isWindow) {
    Operation *op = value.getDefiningOp();
    if (!op)
      return false;
    if (auto iota = dyn_cast<IotaOp>(op)) {
      isWindow |= llvm::is_contained(axes, int64_t(iota.getAxis()));
      return true;
    }
    if (auto read = dyn_cast<ReadOp>(op)) {
      for (AffineExpr expr : read.getMap().getResults())
        for (int64_t axis : axes) {
          if (auto dim = dyn_cast<AffineDimExpr>(expr); dim && dim.getPosition() == axis)
            return false;
          isWindow |= expr.isFunctionOfDim(axis);
        }
      return true;
    }
    if (auto constant = dyn_cast<ConstantOp>(op))
      return cast<DenseElementsAttr>(constant.getValue()).isSplat();
    return op->hasTrait<OpTrait::Elementwise>() && llvm::all_of(op->getOperands(), [&](Value operand) {
             return isMadeOfReads(operand, axes, isWindow);
           });
  }
  /// `value` where its axes with a place stand there; the others remain.
  static Value at(GraphBuilder &b, Value value, ArrayRef<std::optional<int64_t>> place,
                  llvm::DenseMap<Value, Value> &known) {
    if (Value found = known.lookup(value))
      return found;
    SmallVector<int64_t> shape;
    SmallVector<AffineExpr> dims;
    for (auto [size, at] : llvm::zip_equal(tensorOf(value).getShape(), place)) {
      dims.push_back(at ? b.builder.getAffineConstantExpr(*at) : b.builder.getAffineDimExpr(shape.size()));
      if (!at)
        shape.push_back(size);
    }
    auto type = RankedTensorType::get(shape, tensorOf(value).getElementType());
    Operation *op = value.getDefiningOp();
    Value result;
    if (auto iota = dyn_cast<IotaOp>(op)) {
      auto dim = dyn_cast<AffineDimExpr>(dims[iota.getAxis()]);
      result = dim ? b.iota(type, dim.getPosition()) : b.splat(type, double(*place[iota.getAxis()]));
    } else if (auto read = dyn_cast<ReadOp>(op)) {
      AffineMap map = read.getMap().replaceDimsAndSymbols(dims, {}, shape.size(), 0);
      result = read.getFill() ? b.make<ReadOp>(type, read.getOperand(), map, read.getFillAttr())
                              : b.read(read.getOperand(), map, shape);
    } else if (auto constant = dyn_cast<ConstantOp>(op)) {
      result = b.make<ConstantOp>(cast<DenseElementsAttr>(constant.getValue()).resizeSplat(type));
    } else {
      IRMapping operands;
      for (Value operand : op->getOperands())
        operands.map(operand, at(b, operand, place, known));
      APInt lhs, rhs; // whole numbers of a place
      if (isa<AddOp, MulOp>(op) && matchPattern(operands.lookup(op->getOperand(0)), m_ConstantInt(&lhs)) &&
          matchPattern(operands.lookup(op->getOperand(1)), m_ConstantInt(&rhs)))
        return known[value] = b.splat(type, double((isa<AddOp>(op) ? lhs + rhs : lhs * rhs).getSExtValue()));
      Operation *copy = b.builder.clone(*op, operands);
      copy->getResult(0).setType(type);
      result = copy->getResult(0);
    }
    return known[value] = result;
  }
};

struct UnfoldWindowsPass : public kiln::impl::UnfoldWindowsPassBase<UnfoldWindowsPass> {
  void runOnOperation() override {
    // Masks and sums are recognised while the reductions still stand.
    RewritePatternSet whole(&getContext()), unfolding(&getContext());
    whole.add<MaskBehindPool, SumOfRearranged, SumOfChosen>(&getContext());
    unfolding.add<UnfoldWindow>(&getContext());
    populateSinkingPatterns(unfolding);
    if (failed(applyPatternsGreedily(getOperation(), std::move(whole))) ||
        failed(applyPatternsGreedily(getOperation(), std::move(unfolding))))
      signalPassFailure();
  }
};

} // namespace
