// SPDX-License-Identifier: Apache-2.0
//===- Windows.cpp --------------------------------------------------------===//
#include "compiler/graph/Windows.h"

#include "compiler/graph/Passes.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace kiln {
#define GEN_PASS_DEF_INVERTWINDOWSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

static bool linearize(AffineExpr expr, int64_t factor, Linear &out) {
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

std::optional<SmallVector<Linear>> kiln::linearForms(AffineMap map) {
  SmallVector<Linear> forms;
  for (AffineExpr expr : map.getResults()) {
    Linear &form = forms.emplace_back();
    form.coefficient.assign(map.getNumDims(), 0);
    if (!linearize(expr, 1, form))
      return std::nullopt;
  }
  return forms;
}

namespace {

/// The dims that move `form`, in their order.
SmallVector<unsigned> movingDims(const Linear &form) {
  return to_vector(llvm::make_filter_range(llvm::seq<unsigned>(0, form.coefficient.size()), [&](unsigned d) { return form.coefficient[d] != 0; }));
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
      SmallVector<unsigned> dims = movingDims(form);
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

/// An axis that counts several dims row-major, as the channels of groups, is one axis for each: the others may then be windows.
struct CountedAxes : OpRewritePattern<AccumulateOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(AccumulateOp op, PatternRewriter &rewriter) const override {
    auto from = tensorOf(op.getOperand()), to = tensorOf(op.getResult());
    std::optional<SmallVector<Linear>> forms = linearForms(op.getMap());
    if (!forms)
      return rewriter.notifyMatchFailure(op, "the map is not linear");
    SmallVector<int64_t> shape;
    SmallVector<AffineExpr> map;
    bool hasWindows = false;
    for (auto [axis, form] : llvm::enumerate(*forms)) {
      SmallVector<unsigned> dims = movingDims(form);
      llvm::sort(dims, [&](unsigned x, unsigned y) { return form.coefficient[x] > form.coefficient[y]; });
      int64_t extent = 1;
      bool counts = dims.size() > 1 && form.constant == 0;
      for (unsigned d : llvm::reverse(dims)) {
        counts &= form.coefficient[d] == extent;
        extent *= from.getDimSize(d);
      }
      if (!counts || extent != to.getDimSize(axis)) {
        hasWindows |= dims.size() > 1;
        shape.push_back(to.getDimSize(axis));
        map.push_back(op.getMap().getResult(axis));
        continue;
      }
      for (unsigned d : dims) {
        shape.push_back(from.getDimSize(d));
        map.push_back(rewriter.getAffineDimExpr(d));
      }
    }
    if (!hasWindows || int64_t(shape.size()) == to.getRank() || !op.getOperand().getDefiningOp<ContractOp>())
      return rewriter.notifyMatchFailure(op, "no axis counts several dims beside windows of a contraction");
    auto type = RankedTensorType::get(shape, to.getElementType());
    auto whole = AffineMapAttr::get(AffineMap::get(op.getMap().getNumDims(), 0, map, rewriter.getContext()));
    Value apart = AccumulateOp::create(rewriter, op.getLoc(), type, op.getOperand(), whole);
    rewriter.replaceOpWithNewOp<ReshapeOp>(op, to, apart);
    return success();
  }
};

/// accumulate of a contraction, over x = i + sum of step * u + constant with i of one operand and each u of the
/// other or of both: the contraction of windows i = x - sum of step * u - constant of that operand, x in place of i.
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
      int64_t moving = -1, constant = 0;
      SmallVector<std::pair<unsigned, int64_t>> taps; // with their steps
    };
    SmallVector<Axis> axes;
    std::optional<bool> movesLhs;
    unsigned used = 0;
    bool windowed = false;
    for (const Linear &form : *forms) {
      SmallVector<unsigned> dims = movingDims(form);
      used += dims.size();
      Axis &axis = axes.emplace_back();
      axis.constant = form.constant;
      if (dims.size() == 1 && form.coefficient[dims[0]] == 1 && form.constant == 0) {
        axis.moving = dims[0];
        continue;
      }
      if (dims.size() < 2)
        return rewriter.notifyMatchFailure(op, "an axis is not walked by two dims");
      windowed = true;
      for (bool lhs : {true, false}) {
        ArrayRef<int64_t> mine = lhs ? contract.getLhsLabels() : contract.getRhsLabels();
        ArrayRef<int64_t> other = lhs ? contract.getRhsLabels() : contract.getLhsLabels();
        for (unsigned moving : dims) {
          if (axis.moving >= 0 || (movesLhs && *movesLhs != lhs) || form.coefficient[moving] != 1 ||
              !isIn(mine, labels[moving]) || isIn(other, labels[moving]))
            continue;
          bool sumsOverShort = llvm::all_of(dims, [&](unsigned tap) {
            return tap == moving || (from.getDimSize(moving) >= from.getDimSize(tap) && isIn(other, labels[tap]));
          });
          if (!sumsOverShort)
            continue;
          axis.moving = moving;
          movesLhs = lhs;
          for (unsigned tap : dims)
            if (tap != moving)
              axis.taps.push_back({tap, form.coefficient[tap]});
        }
      }
      if (axis.moving < 0)
        return rewriter.notifyMatchFailure(op, "no operand has the moving dim alone");
    }
    if (!windowed || used != labels.size())
      return rewriter.notifyMatchFailure(op, "no window, or a dim is summed");
    for (auto [i, axis] : llvm::enumerate(axes))
      if (axis.taps.empty() && from.getDimSize(axis.moving) != to.getDimSize(i))
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
      if (axis.taps.empty())
        continue;
      int64_t position = llvm::find(movedLabels, labels[axis.moving]) - movedLabels.begin();
      map[position] = map[position] - axis.constant;
      shape[position] = to.getDimSize(i);
      for (auto [tap, step] : axis.taps) {
        int64_t place = llvm::find(movedLabels, labels[tap]) - movedLabels.begin();
        if (place == int64_t(movedLabels.size())) {
          shape.push_back(from.getDimSize(tap));
          movedLabels.push_back(labels[tap]);
        }
        map[position] = map[position] - rewriter.getAffineDimExpr(place) * step;
      }
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

/// accumulate of a contraction, over x = step * i + u + constant with i of one operand and u of the other, some step above 1: the
/// input gradient of a strided convolution. Position x = step * a + e takes the taps u = step * m + (e - constant) mod step of
/// the windows a + (e - constant) floordiv step - m, so each of its phases e is a convolution and no product with 0 is left.
struct StridedContraction : OpRewritePattern<AccumulateOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(AccumulateOp op, PatternRewriter &rewriter) const override {
    auto contract = op.getOperand().getDefiningOp<ContractOp>();
    std::optional<SmallVector<Linear>> forms = linearForms(op.getMap());
    if (!contract || !contract->hasOneUse() || !forms)
      return rewriter.notifyMatchFailure(op, "not the only use of a contraction, or not linear");
    auto from = tensorOf(op.getOperand()), to = tensorOf(op.getResult());
    ArrayRef<int64_t> labels = contract.getResultLabels();
    struct Axis {
      unsigned moving, tap;
      int64_t step = 0; // 0: no windows
    };
    SmallVector<Axis> axes;
    std::optional<bool> movesLhs;
    unsigned used = 0;
    bool isStrided = false;
    for (auto [i, form] : llvm::enumerate(*forms)) {
      SmallVector<unsigned> dims = movingDims(form);
      used += dims.size();
      if (dims.size() == 1 && form.coefficient[dims[0]] == 1 && form.constant == 0 &&
          from.getDimSize(dims[0]) == to.getDimSize(i)) {
        axes.push_back({dims[0], 0, 0});
        continue;
      }
      if (dims.size() != 2)
        return rewriter.notifyMatchFailure(op, "an axis is not walked by two dims");
      if (form.coefficient[dims[0]] < form.coefficient[dims[1]])
        std::swap(dims[0], dims[1]);
      // Of a dilated kernel the taps have the larger step: fewer of them meet a position than positions would meet a tap in phases.
      int64_t step = form.coefficient[dims[0]];
      if (from.getDimSize(dims[0]) > 1 && step > 1 && from.getDimSize(dims[0]) < int64_t(llvm::divideCeil(from.getDimSize(dims[1]), step)))
        return rewriter.notifyMatchFailure(op, "the taps of a dilated kernel");
      bool isLhs = llvm::is_contained(contract.getLhsLabels(), labels[dims[0]]);
      ArrayRef<int64_t> mine = isLhs ? contract.getLhsLabels() : contract.getRhsLabels();
      ArrayRef<int64_t> other = isLhs ? contract.getRhsLabels() : contract.getLhsLabels();
      if (form.coefficient[dims[1]] != 1 || (movesLhs && *movesLhs != isLhs) || llvm::is_contained(other, labels[dims[0]]) ||
          llvm::is_contained(mine, labels[dims[1]]))
        return rewriter.notifyMatchFailure(op, "the two dims do not come from one operand each");
      if (form.coefficient[dims[0]] > 2 && form.constant % form.coefficient[dims[0]] != 0)
        return rewriter.notifyMatchFailure(op, "phases that begin at no linear positions");
      movesLhs = isLhs;
      isStrided |= form.coefficient[dims[0]] > 1;
      axes.push_back({dims[0], dims[1], form.coefficient[dims[0]]});
    }
    if (!isStrided || used != labels.size())
      return rewriter.notifyMatchFailure(op, "no stride, or a dim is summed");

    struct Read {
      Value operand;
      SmallVector<int64_t> labels, shape;
      SmallVector<AffineExpr> map;
    };
    auto identity = [&](Value operand, ArrayRef<int64_t> own) {
      Read read{operand, SmallVector<int64_t>(own), SmallVector<int64_t>(tensorOf(operand).getShape()), {}};
      for (size_t i = 0; i < own.size(); ++i)
        read.map.push_back(rewriter.getAffineDimExpr(i));
      return read;
    };
    Read lhs = identity(contract.getLhs(), contract.getLhsLabels()), rhs = identity(contract.getRhs(), contract.getRhsLabels());
    Read &windows = *movesLhs ? lhs : rhs, &taps = *movesLhs ? rhs : lhs;
    int64_t next = 0;
    for (ArrayRef<int64_t> own : {contract.getLhsLabels(), contract.getRhsLabels()})
      for (int64_t label : own)
        next = std::max(next, label + 1);
    auto append = [&](Read &read, int64_t label, int64_t size) {
      read.labels.push_back(label);
      read.shape.push_back(size);
      return rewriter.getAffineDimExpr(read.shape.size() - 1);
    };
    SmallVector<int64_t> resultLabels, split, merged;
    for (auto [i, axis] : llvm::enumerate(axes)) {
      resultLabels.push_back(labels[axis.moving]);
      if (!axis.step) {
        split.push_back(to.getDimSize(i));
        merged.push_back(to.getDimSize(i));
        continue;
      }
      int64_t constant = (*forms)[i].constant, step = axis.step, phase = next++;
      int64_t positions = llvm::divideCeil(to.getDimSize(i), step), steps = llvm::divideCeil(from.getDimSize(axis.tap), step);
      int64_t place = llvm::find(windows.labels, labels[axis.moving]) - windows.labels.begin();
      AffineExpr e = append(windows, phase, step), m = append(windows, labels[axis.tap], steps);
      windows.shape[place] = positions;
      windows.map[place] = windows.map[place] + (e - constant).floorDiv(step) - m;
      int64_t tap = llvm::find(taps.labels, labels[axis.tap]) - taps.labels.begin();
      AffineExpr f = append(taps, phase, step);
      taps.shape[tap] = steps;
      taps.map[tap] = taps.map[tap] * step + (f - constant) % step;
      resultLabels.push_back(phase);
      split.append({positions, step});
      merged.push_back(positions * step);
    }
    auto made = [&](Read &read) {
      auto type = RankedTensorType::get(read.shape, from.getElementType());
      AffineMap map = AffineMap::get(read.shape.size(), 0, read.map, rewriter.getContext());
      return ReadOp::create(rewriter, op.getLoc(), type, read.operand, AffineMapAttr::get(map), zeroOf(from.getElementType(), rewriter));
    };
    Value left = made(lhs), right = made(rhs);
    auto type = [&](ArrayRef<int64_t> shape) { return RankedTensorType::get(shape, from.getElementType()); };
    Value phases = ContractOp::create(rewriter, op.getLoc(), type(split), left, right, lhs.labels, rhs.labels, resultLabels);
    Value whole = ReshapeOp::create(rewriter, op.getLoc(), type(merged), phases);
    if (whole.getType() == to)
      return rewriter.replaceOp(op, whole), success();
    AffineMap all = AffineMap::getMultiDimIdentityMap(merged.size(), rewriter.getContext());
    rewriter.replaceOpWithNewOp<ReadOp>(op, to, whole, AffineMapAttr::get(all), TypedAttr());
    return success();
  }
};

/// Windows of an axis with one position hold it at one place, where tap and position meet: the two are one label, and no
/// product with what lies beside it is left. The first layer of a generator is such a transposed convolution.
struct WindowsOfOne : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ContractOp op, PatternRewriter &rewriter) const override {
    for (bool isLhs : {true, false}) {
      auto read = (isLhs ? op.getLhs() : op.getRhs()).getDefiningOp<ReadOp>();
      std::optional<SmallVector<Linear>> forms;
      if (!read || !read.getFill() || !isZero(*read.getFill()) || !(forms = linearForms(read.getMap())))
        continue;
      SmallVector<int64_t> mine(isLhs ? op.getLhsLabels() : op.getRhsLabels());
      SmallVector<int64_t> other(isLhs ? op.getRhsLabels() : op.getLhsLabels()), result(op.getResultLabels());
      auto window = tensorOf(read), from = tensorOf(read.getOperand());
      SmallVector<bool> isDropped(window.getRank(), false);
      for (auto [axis, form] : llvm::enumerate(*forms)) {
        SmallVector<unsigned> dims;
        for (unsigned d = 0; d < form.coefficient.size(); ++d)
          if (form.coefficient[d] && window.getDimSize(d) > 1)
            dims.push_back(d);
        if (from.getDimSize(axis) != 1 || form.constant != 0 || dims.size() != 2 ||
            form.coefficient[dims[0]] + form.coefficient[dims[1]] != 0 ||
            window.getDimSize(dims[0]) != window.getDimSize(dims[1]))
          continue;
        bool usedElsewhere = llvm::any_of(llvm::seq<unsigned>(0, forms->size()), [&](unsigned i) {
          return i != axis && llvm::any_of(dims, [&](unsigned d) { return (*forms)[i].coefficient[d] != 0; });
        });
        // One is summed with the other operand, the other one stays.
        int64_t kept = mine[dims[0]], summed = mine[dims[1]];
        if (!llvm::is_contained(result, kept))
          std::swap(kept, summed);
        if (usedElsewhere || !llvm::is_contained(result, kept) || llvm::is_contained(result, summed) ||
            llvm::is_contained(other, kept) || !llvm::is_contained(other, summed))
          continue;
        llvm::replace(other, summed, kept);
        isDropped[dims[0]] = isDropped[dims[1]] = true;
      }
      if (!llvm::is_contained(isDropped, true))
        continue;
      SmallVector<AffineExpr> places;
      SmallVector<int64_t> shape, labels;
      for (int64_t d = 0; d < window.getRank(); ++d) {
        places.push_back(isDropped[d] ? rewriter.getAffineConstantExpr(0) : rewriter.getAffineDimExpr(shape.size()));
        if (isDropped[d])
          continue;
        shape.push_back(window.getDimSize(d));
        labels.push_back(mine[d]);
      }
      AffineMap map = read.getMap().replaceDimsAndSymbols(places, {}, shape.size(), 0);
      Value one = ReadOp::create(rewriter, read.getLoc(), RankedTensorType::get(shape, window.getElementType()),
                                 read.getOperand(), AffineMapAttr::get(map), read.getFillAttr());
      rewriter.replaceOpWithNewOp<ContractOp>(op, op.getType(), isLhs ? one : op.getLhs(), isLhs ? op.getRhs() : one,
                                              isLhs ? labels : other, isLhs ? other : labels, result);
      return success();
    }
    return rewriter.notifyMatchFailure(op, "no windows of an axis with one position");
  }
  static bool isZero(TypedAttr fill) {
    auto real = dyn_cast<FloatAttr>(fill);
    return real && real.getValue().isZero();
  }
};

struct InvertWindowsPass : public kiln::impl::InvertWindowsPassBase<InvertWindowsPass> {
  void runOnOperation() override {
    // One after the other: a walk does not see the ops that it makes.
    RewritePatternSet counted(&getContext()), patterns(&getContext());
    counted.add<CountedAxes>(&getContext());
    walkAndApplyPatterns(getOperation(), std::move(counted));
    populateWindowAdjointPatterns(patterns);
    walkAndApplyPatterns(getOperation(), std::move(patterns));
  }
};

} // namespace

void kiln::populateWindowAdjointPatterns(RewritePatternSet &patterns) {
  patterns.add<DisjointWindows, WindowedContraction, WindowsOfOne>(patterns.getContext());
  // Before the windows of a kernel that is as large as the image.
  patterns.add<StridedContraction>(patterns.getContext(), /*benefit=*/2);
}
