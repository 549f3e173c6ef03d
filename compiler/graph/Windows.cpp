// SPDX-License-Identifier: Apache-2.0
//===- Windows.cpp --------------------------------------------------------===//
#include "compiler/graph/Windows.h"

#include "compiler/graph/Passes.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace kiln {
#define GEN_PASS_DEF_INVERTWINDOWSPASS
#define GEN_PASS_DEF_PADWINDOWSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Fewer channels do not fill vectors.
constexpr int64_t kLeastChannels = 8;
/// Positions that must share weights before these are copied for them.
constexpr int64_t kLeastPositions = 32;

/// constant + sum of coefficient[d] * d.
struct Linear {
  int64_t constant = 0;
  SmallVector<int64_t> coefficient;
};

bool linearize(AffineExpr expr, int64_t factor, Linear &out) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    out.constant += factor * constant.getValue();
    return true;
  }
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    out.coefficient[dim.getPosition()] += factor;
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return false;
  if (binary.getKind() == AffineExprKind::Add)
    return linearize(binary.getLHS(), factor, out) && linearize(binary.getRHS(), factor, out);
  auto scale = dyn_cast<AffineConstantExpr>(binary.getRHS());
  return binary.getKind() == AffineExprKind::Mul && scale &&
         linearize(binary.getLHS(), factor * scale.getValue(), out);
}

/// The map's results as linear forms; nothing where one is not linear.
std::optional<SmallVector<Linear>> linearForms(AffineMap map) {
  SmallVector<Linear> forms;
  for (AffineExpr expr : map.getResults()) {
    Linear &form = forms.emplace_back();
    form.coefficient.assign(map.getNumDims(), 0);
    if (!linearize(expr, 1, form))
      return std::nullopt;
  }
  return forms;
}

RankedTensorType tensorOf(Value value) { return cast<RankedTensorType>(value.getType()); }

TypedAttr zeroOf(Type element, OpBuilder &builder) { return builder.getZeroAttr(element); }

/// result[map(i)] += operand[i] where map sends each i to a place of its own: stride * outer +
/// inner along each axis, inner < stride.
struct DisjointWindows : OpRewritePattern<AccumulateOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(AccumulateOp op, PatternRewriter &rewriter) const override {
    auto from = tensorOf(op.getOperand()), to = tensorOf(op.getResult());
    std::optional<SmallVector<Linear>> forms = linearForms(op.getMap());
    if (!forms)
      return rewriter.notifyMatchFailure(op, "the map is not linear");
    SmallVector<AffineExpr> source(from.getRank());
    bool covers = true;
    for (auto [axis, form] : llvm::enumerate(*forms)) {
      SmallVector<unsigned> dims;
      for (unsigned d = 0; d < form.coefficient.size(); ++d)
        if (form.coefficient[d])
          dims.push_back(d);
      for (unsigned d : dims)
        if (source[d] || form.coefficient[d] < 1)
          return rewriter.notifyMatchFailure(op, "a dim moves two axes, or one backwards");
      // Larger steps first; each step must be the extent of all smaller ones.
      llvm::sort(dims,
                 [&](unsigned x, unsigned y) { return form.coefficient[x] > form.coefficient[y]; });
      AffineExpr place = rewriter.getAffineDimExpr(axis) - form.constant;
      int64_t extent = 1;
      for (unsigned d : llvm::reverse(dims)) {
        if (form.coefficient[d] != extent)
          return rewriter.notifyMatchFailure(op, "windows overlap or leave gaps");
        extent *= from.getDimSize(d);
      }
      for (auto [i, d] : llvm::enumerate(dims)) {
        AffineExpr digit = place.floorDiv(form.coefficient[d]);
        source[d] = i == 0 ? digit : digit % from.getDimSize(d);
      }
      if (dims.empty() && to.getDimSize(axis) != 1)
        return rewriter.notifyMatchFailure(op, "an axis that is not walked");
      covers &= form.constant == 0 && (dims.empty() || extent >= to.getDimSize(axis));
    }
    if (llvm::any_of(source, [](AffineExpr e) { return !e; }))
      return rewriter.notifyMatchFailure(op, "a dim is summed");
    auto map = AffineMap::get(to.getRank(), 0, source, rewriter.getContext());
    TypedAttr fill = covers ? TypedAttr() : zeroOf(to.getElementType(), rewriter);
    rewriter.replaceOpWithNewOp<ReadOp>(op, to, op.getOperand(), AffineMapAttr::get(map), fill);
    return success();
  }
};

/// accumulate of a contraction, over x = i + step * u + constant with i of one operand and u of the
/// other: the contraction of windows i = x - step * u - constant of that operand, x in place of i.
struct WindowedContraction : OpRewritePattern<AccumulateOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(AccumulateOp op, PatternRewriter &rewriter) const override {
    auto contract = op.getOperand().getDefiningOp<ContractOp>();
    if (!contract || !contract->hasOneUse())
      return rewriter.notifyMatchFailure(op, "not the only use of a contraction");
    std::optional<SmallVector<Linear>> forms = linearForms(op.getMap());
    if (!forms)
      return rewriter.notifyMatchFailure(op, "the map is not linear");
    auto from = tensorOf(op.getOperand()), to = tensorOf(op.getResult());
    ArrayRef<int64_t> labels = contract.getResultLabels();
    auto isIn = [](ArrayRef<int64_t> list, int64_t label) {
      return llvm::is_contained(list, label);
    };

    // For each axis of the result the dim with step 1 that will be read in windows, if any.
    struct Axis {
      int64_t moving = -1, tap = -1, step = 0, constant = 0;
    };
    SmallVector<Axis> axes;
    std::optional<bool> movesLhs;
    unsigned used = 0;
    bool windowed = false;
    for (const Linear &form : *forms) {
      SmallVector<unsigned> dims;
      for (unsigned d = 0; d < form.coefficient.size(); ++d)
        if (form.coefficient[d])
          dims.push_back(d);
      used += dims.size();
      Axis &axis = axes.emplace_back();
      axis.constant = form.constant;
      if (dims.size() == 1 && form.coefficient[dims[0]] == 1 && form.constant == 0) {
        axis.moving = dims[0];
        continue;
      }
      if (dims.size() != 2)
        return rewriter.notifyMatchFailure(op, "an axis is not walked by two dims");
      windowed = true;
      bool found = false;
      for (bool lhs : {true, false}) {
        ArrayRef<int64_t> mine = lhs ? contract.getLhsLabels() : contract.getRhsLabels();
        ArrayRef<int64_t> other = lhs ? contract.getRhsLabels() : contract.getLhsLabels();
        for (unsigned k : {0u, 1u}) {
          unsigned moving = dims[k], tap = dims[1 - k];
          if (found || (movesLhs && *movesLhs != lhs) || form.coefficient[moving] != 1 ||
              from.getDimSize(moving) < from.getDimSize(tap) || // sums over the short one
              !isIn(mine, labels[moving]) || isIn(other, labels[moving]) ||
              !isIn(other, labels[tap]) || isIn(mine, labels[tap]))
            continue;
          axis.moving = moving;
          axis.tap = tap;
          axis.step = form.coefficient[tap];
          movesLhs = lhs;
          found = true;
        }
      }
      if (!found)
        return rewriter.notifyMatchFailure(op, "the two dims do not come from one operand each");
    }
    if (!windowed || used != labels.size())
      return rewriter.notifyMatchFailure(op, "no window, or a dim is summed");
    for (auto [i, axis] : llvm::enumerate(axes))
      if (axis.tap < 0 && from.getDimSize(axis.moving) != to.getDimSize(i))
        return rewriter.notifyMatchFailure(op, "an axis is longer than what is added to it");

    Value moved = *movesLhs ? contract.getLhs() : contract.getRhs();
    SmallVector<int64_t> movedLabels(*movesLhs ? contract.getLhsLabels() : contract.getRhsLabels());
    auto movedType = tensorOf(moved);

    // The windowed operand: its own axes, the moving ones now over the result's, then one for each
    // tap.
    SmallVector<int64_t> shape(movedType.getShape());
    SmallVector<AffineExpr> map;
    for (int64_t i = 0; i < movedType.getRank(); ++i)
      map.push_back(rewriter.getAffineDimExpr(i));
    for (auto [i, axis] : llvm::enumerate(axes)) {
      if (axis.tap < 0)
        continue;
      int64_t position = llvm::find(movedLabels, labels[axis.moving]) - movedLabels.begin();
      AffineExpr tap = rewriter.getAffineDimExpr(shape.size());
      map[position] = map[position] - tap * axis.step - axis.constant;
      shape[position] = to.getDimSize(i);
      shape.push_back(from.getDimSize(axis.tap));
      movedLabels.push_back(labels[axis.tap]);
    }
    auto windowType = RankedTensorType::get(shape, movedType.getElementType());
    Value window = ReadOp::create(
        rewriter, op.getLoc(), windowType, moved,
        AffineMapAttr::get(AffineMap::get(shape.size(), 0, map, rewriter.getContext())),
        zeroOf(movedType.getElementType(), rewriter));
    SmallVector<int64_t> resultLabels;
    for (const Axis &axis : axes)
      resultLabels.push_back(labels[axis.moving]);
    rewriter.replaceOpWithNewOp<ContractOp>(
        op, to, *movesLhs ? window : contract.getLhs(), *movesLhs ? contract.getRhs() : window,
        *movesLhs ? movedLabels : SmallVector<int64_t>(contract.getLhsLabels()),
        *movesLhs ? SmallVector<int64_t>(contract.getRhsLabels()) : movedLabels, resultLabels);
    return success();
  }
};

struct PadWindows : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;

  /// The axes of what `operand` reads in the order of its padded copy: channels last where vectors run along those of the
  /// other operand. Channels are where the result has either them or the positions.
  static SmallVector<int64_t> paddedOrder(ContractOp op, OpOperand &operand, ArrayRef<Linear> forms) {
    bool isLhs = operand.getOperandNumber() == 0;
    ArrayRef<int64_t> mine = isLhs ? op.getLhsLabels() : op.getRhsLabels();
    ArrayRef<int64_t> other = isLhs ? op.getRhsLabels() : op.getLhsLabels(), result = op.getResultLabels();
    auto window = tensorOf(operand.get());
    SmallVector<int64_t> order = llvm::to_vector(llvm::seq<int64_t>(0, forms.size()));
    auto isKept = [&](int64_t dim) { return llvm::is_contained(result, mine[dim]); };
    auto dimsOf = [&](const Linear &form) {
      SmallVector<int64_t> dims;
      for (auto [dim, c] : llvm::enumerate(form.coefficient))
        if (c != 0)
          dims.push_back(dim);
      return dims;
    };
    std::optional<bool> positionsKept;
    for (const Linear &form : forms)
      if (SmallVector<int64_t> dims = dimsOf(form); dims.size() == 2)
        positionsKept = isKept(window.getDimSize(dims[0]) >= window.getDimSize(dims[1]) ? dims[0] : dims[1]);
    if (!positionsKept || other.empty() || !llvm::is_contained(result, *positionsKept ? result.back() : other.back()) ||
        !llvm::is_contained(other, *positionsKept ? result.back() : other.back()))
      return order;
    auto isChannel = [&](int64_t axis) {
      SmallVector<int64_t> dims = dimsOf(forms[axis]);
      return dims.size() == 1 && isKept(dims.front()) != *positionsKept && window.getDimSize(dims.front()) >= kLeastChannels;
    };
    SmallVector<int64_t> channels = llvm::filter_to_vector(order, isChannel);
    llvm::erase_if(order, isChannel);
    llvm::append_range(order, channels);
    return order;
  }

  LogicalResult matchAndRewrite(ContractOp op, PatternRewriter &rewriter) const override {
    bool changed = false;
    for (OpOperand &operand : op->getOpOperands()) {
      auto read = operand.get().getDefiningOp<ReadOp>();
      if (!read || !read.getFill())
        continue;
      std::optional<SmallVector<Linear>> forms = linearForms(read.getMap());
      if (!forms)
        continue; // split and merged axes: the read becomes a copy of its own
      auto from = tensorOf(read.getOperand()), window = tensorOf(read.getResult());
      SmallVector<int64_t> shape, order = paddedOrder(op, operand, *forms);
      SmallVector<AffineExpr> pad(order.size()), shifted;
      for (auto [place, axis] : llvm::enumerate(order)) {
        const Linear &form = (*forms)[axis];
        int64_t low = form.constant, high = form.constant;
        for (auto [d, c] : llvm::enumerate(form.coefficient))
          (c < 0 ? low : high) += c * (window.getDimSize(d) - 1);
        int64_t before = std::max<int64_t>(0, -low);
        int64_t after = std::max<int64_t>(0, high - (from.getDimSize(axis) - 1));
        shape.push_back(from.getDimSize(axis) + before + after);
        pad[axis] = rewriter.getAffineDimExpr(place) - before;
        shifted.push_back(read.getMap().getResult(axis) + before);
      }
      auto paddedType = RankedTensorType::get(shape, from.getElementType());
      if (paddedType.getNumElements() >= window.getNumElements())
        continue; // nothing is read twice: the read itself is the copy
      rewriter.setInsertionPoint(read);
      Value padded = ReadOp::create(
          rewriter, read.getLoc(), paddedType, read.getOperand(),
          AffineMapAttr::get(AffineMap::get(shape.size(), 0, pad, rewriter.getContext())),
          read.getFillAttr());
      Value inside = ReadOp::create(
          rewriter, read.getLoc(), window, padded,
          AffineMapAttr::get(AffineMap::get(window.getRank(), 0, shifted, rewriter.getContext())),
          TypedAttr());
      rewriter.modifyOpInPlace(op, [&] { operand.set(inside); });
      if (read->use_empty())
        rewriter.eraseOp(read);
      changed = true;
    }
    return success(changed);
  }
};

/// The weights of a convolution in the order in which its kernel walks them: the summed labels as they lie in what the
/// windows are read from, the label of the result's last axis at the end. Made once a call, not once an image.
struct ArrangeWeights : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ContractOp op, PatternRewriter &rewriter) const override {
    for (bool isLhs : {true, false}) {
      auto window = (isLhs ? op.getLhs() : op.getRhs()).getDefiningOp<ReadOp>();
      Value weights = isLhs ? op.getRhs() : op.getLhs();
      ArrayRef<int64_t> mine = isLhs ? op.getLhsLabels() : op.getRhsLabels();
      ArrayRef<int64_t> labels = isLhs ? op.getRhsLabels() : op.getLhsLabels();
      auto type = tensorOf(weights);
      // Weights whose taps are split into phases are read so that each element is met once.
      auto phases = weights.getDefiningOp<ReadOp>();
      if (!window || op.getResultLabels().empty() ||
          (phases && (phases.getFill() || tensorOf(phases.getOperand()).getNumElements() < type.getNumElements())))
        continue;
      // The copy costs about as much as a few positions do.
      int64_t positions = tensorOf(op.getResult()).getNumElements();
      for (auto [axis, label] : llvm::enumerate(labels))
        if (llvm::is_contained(op.getResultLabels(), label))
          positions /= type.getDimSize(axis);
      if (positions < kLeastPositions)
        continue;
      int64_t lanes = op.getResultLabels().back();
      if (!llvm::is_contained(labels, lanes) || labels.back() == lanes || !isWindowed(window))
        continue;
      // Axes of the weights by the axis that their label walks.
      SmallVector<std::pair<int64_t, int64_t>> places;
      for (auto [axis, label] : llvm::enumerate(labels)) {
        int64_t place = label == lanes ? int64_t(window.getMap().getNumResults()) : -1;
        for (auto [walked, expr] : llvm::enumerate(window.getMap().getResults()))
          if (auto dim = llvm::find(mine, label); dim != mine.end() && expr.isFunctionOfDim(dim - mine.begin()))
            place = walked;
        places.push_back({place, axis});
      }
      llvm::sort(places);
      SmallVector<int64_t> shape, arranged;
      SmallVector<AffineExpr> map(labels.size());
      for (auto [position, place] : llvm::enumerate(places)) {
        shape.push_back(type.getDimSize(place.second));
        arranged.push_back(labels[place.second]);
        map[place.second] = rewriter.getAffineDimExpr(position);
      }
      auto arrangedType = RankedTensorType::get(shape, type.getElementType());
      MLIRContext *context = rewriter.getContext();
      AffineMap order = AffineMap::get(shape.size(), 0, map, context);
      Value copy = ReadOp::create(rewriter, op.getLoc(), arrangedType, phases ? phases.getOperand() : weights,
                                  AffineMapAttr::get(phases ? phases.getMap().compose(order) : order), TypedAttr());
      // A read of the copy: the copy itself would be taken for a read that the contraction can make.
      Value read = ReadOp::create(
          rewriter, op.getLoc(), arrangedType, copy,
          AffineMapAttr::get(AffineMap::getMultiDimIdentityMap(shape.size(), context)), TypedAttr());
      rewriter.replaceOpWithNewOp<ContractOp>(op, op.getType(), isLhs ? op.getLhs() : read,
                                              isLhs ? read : op.getRhs(), isLhs ? mine : ArrayRef(arranged),
                                              isLhs ? ArrayRef(arranged) : mine, op.getResultLabels());
      return success();
    }
    return rewriter.notifyMatchFailure(op, "no windows, or weights whose last axis is the result's");
  }
  static bool isWindowed(ReadOp read) {
    return llvm::any_of(read.getMap().getResults(), [&](AffineExpr expr) {
      unsigned dims = 0;
      for (unsigned d = 0; d < read.getMap().getNumDims(); ++d)
        dims += expr.isFunctionOfDim(d);
      return dims > 1;
    });
  }
};

struct InvertWindowsPass : public kiln::impl::InvertWindowsPassBase<InvertWindowsPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateWindowAdjointPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};

struct PadWindowsPass : public kiln::impl::PadWindowsPassBase<PadWindowsPass> {
  void runOnOperation() override {
    // One after the other: a walk does not see the ops that it makes.
    RewritePatternSet weights(&getContext()), windows(&getContext());
    weights.add<ArrangeWeights>(&getContext());
    populatePaddingPatterns(windows);
    walkAndApplyPatterns(getOperation(), std::move(weights));
    walkAndApplyPatterns(getOperation(), std::move(windows));
  }
};

} // namespace

void kiln::populateWindowAdjointPatterns(RewritePatternSet &patterns) {
  patterns.add<DisjointWindows, WindowedContraction>(patterns.getContext());
}

void kiln::populatePaddingPatterns(RewritePatternSet &patterns) {
  patterns.add<PadWindows>(patterns.getContext());
}
