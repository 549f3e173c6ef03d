// SPDX-License-Identifier: Apache-2.0
//===- PadWindows.cpp - operands in the form that kernels of windows read -===//
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"
#include "compiler/graph/Windows.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

#include "llvm/ADT/SmallSet.h"

namespace kiln {
#define GEN_PASS_DEF_PADWINDOWSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Fewer channels do not fill vectors.
constexpr int64_t kLeastChannels = 8;
/// Channels of neighbouring positions that many apart, a power of two, lie in the same few sets of a cache; one line more
/// and they spread over all.
constexpr int64_t kConflictingChannels = 128, kLine = 16;
/// Channels of a result that are few.
constexpr int64_t kFewChannels = 4;
/// Elements of weights whose arrangement is shared.
constexpr int64_t kLargeWeights = 1 << 16;
/// The most that phases with missing taps may be larger than the kernel.
constexpr int64_t kMissingTaps = 4;
/// Marks such an arrangement within this pass.
constexpr const char *kArranged = "kiln.arranged";
/// Channels that fill vectors, and taps of a kernel that may go through transforms.
constexpr int64_t kWholeChannels = 16, kTransformedTaps = 6;
/// Positions that must share weights before these are copied for them.
constexpr int64_t kLeastPositions = 32;

/// The channels that the result has from the operand beside the windows, of a convolution or of the gradient of its kernel;
/// negative where they do not fill vectors.
int64_t channelLabel(ContractOp op, ArrayRef<int64_t> windows, ArrayRef<int64_t> other) {
  for (auto [label, size] : llvm::reverse(llvm::zip_equal(op.getResultLabels(), tensorOf(op.getResult()).getShape())))
    if (llvm::is_contained(other, label) && !llvm::is_contained(windows, label) && size >= kLeastChannels)
      return label;
  return -1;
}
bool hasFewChannels(ContractOp op, ArrayRef<int64_t> windows) {
  int64_t channels = 1;
  for (auto [label, size] : llvm::zip_equal(op.getResultLabels(), tensorOf(op.getResult()).getShape()))
    if (!llvm::is_contained(windows, label))
      channels *= size;
  return channels <= kFewChannels;
}

/// The axes of what `operand` reads in the order of its padded copy: channels last where vectors run along those of the
/// other operand, or along the sum. Channels are where the result has either them or the positions.
SmallVector<int64_t> paddedOrder(ContractOp op, OpOperand &operand, ArrayRef<Linear> forms) {
  bool isLhs = operand.getOperandNumber() == 0;
  ArrayRef<int64_t> mine = isLhs ? op.getLhsLabels() : op.getRhsLabels();
  ArrayRef<int64_t> other = isLhs ? op.getRhsLabels() : op.getLhsLabels(), result = op.getResultLabels();
  bool isFew = hasFewChannels(op, mine);
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
    if (SmallVector<int64_t> dims = dimsOf(form); dims.size() >= 2)
      positionsKept = isKept(*llvm::max_element(
          dims, [&](int64_t x, int64_t y) { return window.getDimSize(x) < window.getDimSize(y); }));
  if (!positionsKept || (channelLabel(op, mine, other) < 0 && !(isFew && *positionsKept)))
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

/// Elements behind an axis of the operand for a window more: convolutions by transforms compute two at a time, also the last of an odd
/// number; of a dilated kernel two that are as far apart as its taps.
int64_t windowBehind(const Linear &form, RankedTensorType window) {
  int64_t taps = 0, windows = 0, step = 0, apart = 0;
  for (auto [dim, c] : llvm::enumerate(form.coefficient)) {
    int64_t size = window.getDimSize(dim), distance = std::abs(c);
    if (c == 0)
      continue;
    if (size > windows) {
      std::swap(windows, size);
      std::swap(step, distance);
    }
    if (size > taps) {
      taps = size;
      apart = distance;
    }
  }
  if (taps <= 1 || taps > kTransformedTaps)
    return 0;
  int64_t dilation = apart % step == 0 ? apart / step : 1;
  return windows % dilation == 0 && windows / dilation % 2 != 0 ? step * dilation : 0;
}

struct PadWindows : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ContractOp op, PatternRewriter &rewriter) const override {
    bool changed = false;
    for (OpOperand &operand : op->getOpOperands()) {
      auto read = operand.get().getDefiningOp<ReadOp>();
      std::optional<SmallVector<Linear>> forms = read ? linearForms(read.getMap()) : std::nullopt;
      if (!read || (forms && !read.getFill()))
        continue;
      // What the kernel cannot read by itself becomes a copy: a read of this read.
      rewriter.setInsertionPoint(op);
      auto readAgain = [&](Value copy, AffineMap map) {
        Value inside = ReadOp::create(rewriter, read.getLoc(), read.getType(), copy, AffineMapAttr::get(map), TypedAttr());
        rewriter.modifyOpInPlace(op, [&] { operand.set(inside); });
        changed = true;
      };
      AffineMap identity = AffineMap::getMultiDimIdentityMap(tensorOf(read.getResult()).getRank(), op.getContext());
      if (!forms) {
        readAgain(read, identity); // split and merged axes
        continue;
      }
      auto from = tensorOf(read.getOperand()), window = tensorOf(read.getResult());
      SmallVector<int64_t> shape, order = paddedOrder(op, operand, *forms);
      SmallVector<AffineExpr> pad(order.size()), shifted;
      bool isWhole = from.getDimSize(order.back()) % kWholeChannels == 0;
      for (auto [place, axis] : llvm::enumerate(order)) {
        const Linear &form = (*forms)[axis];
        int64_t low = form.constant, high = form.constant;
        for (auto [d, c] : llvm::enumerate(form.coefficient))
          (c < 0 ? low : high) += c * (window.getDimSize(d) - 1);
        int64_t before = std::max<int64_t>(0, -low);
        int64_t after = std::max<int64_t>(0, high - (from.getDimSize(axis) - 1));
        if (isWhole)
          after += windowBehind(form, window);
        shape.push_back(from.getDimSize(axis) + before + after);
        pad[axis] = rewriter.getAffineDimExpr(place) - before;
        shifted.push_back(read.getMap().getResult(axis) + before);
      }
      if (llvm::isPowerOf2_64(shape.back()) && shape.back() >= kConflictingChannels)
        shape.back() += kLine;
      auto paddedType = RankedTensorType::get(shape, from.getElementType());
      if (paddedType.getNumElements() >= window.getNumElements()) {
        readAgain(read, identity); // nothing is read twice
        continue;
      }
      Value padded = ReadOp::create(
          rewriter, read.getLoc(), paddedType, read.getOperand(),
          AffineMapAttr::get(AffineMap::get(shape.size(), 0, pad, rewriter.getContext())),
          read.getFillAttr());
      readAgain(padded, AffineMap::get(window.getRank(), 0, shifted, rewriter.getContext()));
      if (read->use_empty())
        rewriter.eraseOp(read);
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
      // Weights whose taps are split into phases are read so that each element is met once; some taps may be missing.
      auto phases = weights.getDefiningOp<ReadOp>();
      if (!window || op.getResultLabels().empty() ||
          (phases && tensorOf(phases.getOperand()).getNumElements() * (phases.getFill() ? kMissingTaps : 1) < type.getNumElements()))
        continue;
      // The copy costs about as much as a few positions do.
      int64_t positions = tensorOf(op.getResult()).getNumElements();
      for (auto [axis, label] : llvm::enumerate(labels))
        if (llvm::is_contained(op.getResultLabels(), label))
          positions /= type.getDimSize(axis);
      if (positions < kLeastPositions)
        continue;
      // The axes that the windows walk, in the order in which they lie in memory.
      SmallVector<int64_t> walks = llvm::to_vector(llvm::seq<int64_t>(0, window.getMap().getNumResults()));
      if (std::optional<SmallVector<Linear>> forms = linearForms(window.getMap()); forms && window.getFill())
        walks = paddedOrder(op, op->getOpOperand(isLhs ? 0 : 1), *forms);
      int64_t lanes = channelLabel(op, mine, labels);
      if (lanes < 0)
        lanes = summedChannels(op, window.getMap().getResult(walks.back()), mine, labels);
      if (lanes < 0 || labels.back() == lanes || !isWindowed(window))
        continue;
      // Large weights are arranged once: a second kernel, that of the input's gradient, turns them in registers.
      Value source = phases ? phases.getOperand() : weights;
      MLIRContext *context = rewriter.getContext();
      AffineMap model = phases ? phases.getMap() : AffineMap::getMultiDimIdentityMap(labels.size(), context);
      auto contractRead = [&](ReadOp copy, ArrayRef<int64_t> arranged) {
        // A read of the copy: the copy itself would be taken for a read that the contraction can make.
        Value read = ReadOp::create(rewriter, op.getLoc(), copy.getType(), copy,
                                    AffineMapAttr::get(AffineMap::getMultiDimIdentityMap(arranged.size(), context)), TypedAttr());
        rewriter.replaceOpWithNewOp<ContractOp>(op, op.getType(), isLhs ? op.getLhs() : read, isLhs ? read : op.getRhs(),
                                                isLhs ? mine : arranged, isLhs ? arranged : mine, op.getResultLabels());
      };
      bool isLarge = type.getNumElements() >= kLargeWeights;
      if (isLarge)
        for (Operation *user : source.getUsers())
          if (auto copy = dyn_cast<ReadOp>(user); copy && copy->hasAttr(kArranged) && copy->isBeforeInBlock(op))
            if (std::optional<SmallVector<int64_t>> order = orderOf(copy, model, type.getShape())) {
              SmallVector<int64_t> arranged;
              for (int64_t axis : *order)
                arranged.push_back(labels[axis]);
              contractRead(copy, arranged);
              return success();
            }
      // Axes of the weights by the axis that their label walks. Of large weights the channels come first: the copy then goes
      // through them once, not once for each tap.
      SmallVector<std::pair<int64_t, int64_t>> places;
      for (auto [axis, label] : llvm::enumerate(labels)) {
        int64_t place = label == lanes ? int64_t(walks.size()) : -1;
        for (auto [walked, coordinate] : llvm::enumerate(walks))
          if (auto dim = llvm::find(mine, label);
              dim != mine.end() && window.getMap().getResult(coordinate).isFunctionOfDim(dim - mine.begin()))
            place = isLarge && isa<AffineDimExpr>(window.getMap().getResult(coordinate)) ? -1 : int64_t(walked);
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
      AffineMap order = model.compose(AffineMap::get(shape.size(), 0, map, context));
      auto copy = ReadOp::create(rewriter, op.getLoc(), arrangedType, source, AffineMapAttr::get(order),
                                 phases ? phases.getFillAttr() : TypedAttr());
      copy->setAttr(kArranged, rewriter.getUnitAttr());
      contractRead(copy, arranged);
      return success();
    }
    return rewriter.notifyMatchFailure(op, "no windows, or weights whose last axis is the result's");
  }
  /// The axes of weights read by `model` in the order in which `copy` has them; nothing where it holds something else.
  static std::optional<SmallVector<int64_t>> orderOf(ReadOp copy, AffineMap model, ArrayRef<int64_t> shape) {
    ArrayRef<int64_t> copied = tensorOf(copy).getShape();
    std::optional<SmallVector<Linear>> ours = linearForms(model), theirs = linearForms(copy.getMap());
    if (!ours || !theirs || copied.size() != shape.size())
      return std::nullopt;
    SmallVector<int64_t> order;
    for (size_t place = 0; place < copied.size(); ++place)
      for (size_t axis = 0; axis < shape.size(); ++axis)
        if (copied[place] == shape[axis] && llvm::all_of(llvm::zip(*ours, *theirs), [&](auto pair) {
              auto &[x, y] = pair;
              return x.constant == y.constant && x.coefficient[axis] == y.coefficient[place];
            }))
          order.push_back(axis);
    bool isPermutation = order.size() == shape.size() && llvm::SmallDenseSet<int64_t>(order.begin(), order.end()).size() == order.size();
    return isPermutation ? std::optional(order) : std::nullopt;
  }
  /// The label along which vectors run where the result has few channels; negative where it has more, or none such.
  static int64_t summedChannels(ContractOp op, AffineExpr last, ArrayRef<int64_t> mine, ArrayRef<int64_t> labels) {
    auto dim = dyn_cast<AffineDimExpr>(last);
    if (!hasFewChannels(op, mine) || !dim)
      return -1;
    int64_t label = mine[dim.getPosition()];
    return llvm::is_contained(op.getResultLabels(), label) || !llvm::is_contained(labels, label) ? -1 : label;
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

struct PadWindowsPass : public kiln::impl::PadWindowsPassBase<PadWindowsPass> {
  void runOnOperation() override {
    // One after the other: a walk does not see the ops that it makes.
    RewritePatternSet weights(&getContext()), windows(&getContext());
    weights.add<ArrangeWeights>(&getContext());
    windows.add<PadWindows>(&getContext());
    walkAndApplyPatterns(getOperation(), std::move(weights));
    getOperation()->walk([](ReadOp read) { read->removeAttr(kArranged); });
    walkAndApplyPatterns(getOperation(), std::move(windows));
  }
};

} // namespace
