// SPDX-License-Identifier: Apache-2.0
//===- SinkReads.cpp - reads move in front of elementwise ops -------------===//
// read(f(a, b)) = f(read(a), read(b)). Where everything that uses f's result reads each element about once, the value
// itself need not exist: a gradient is computed where the next convolution wants it, a pooled value from the windows
// of the contraction before it.
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Windows.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace kiln;

namespace {

/// What an elementwise expression is where all that it reads is 0; nothing for ops that this does not know.
std::optional<double> imageOfZero(Value value) {
  Operation *op = value.getDefiningOp();
  if (auto constant = dyn_cast_or_null<ConstantOp>(op)) {
    auto elements = cast<DenseElementsAttr>(constant.getValue());
    if (!elements.isSplat())
      return 0.0;
    if (isa<FloatType>(elements.getElementType()))
      return elements.getSplatValue<APFloat>().convertToDouble();
    APInt number = elements.getSplatValue<APInt>();
    return elements.getElementType().isInteger(1) ? double(number.getZExtValue())
                                                  : double(number.getSExtValue());
  }
  if (!op || !op->hasTrait<OpTrait::Elementwise>())
    return 0.0;
  SmallVector<double> x;
  for (Value operand : op->getOperands()) {
    std::optional<double> image = imageOfZero(operand);
    if (!image)
      return std::nullopt;
    x.push_back(*image);
  }
  if (isa<SelectOp>(op))
    return x[0] != 0 ? x[1] : x[2];
  if (auto compare = dyn_cast<CompareOp>(op)) {
    switch (compare.getPredicate()) {
    case Comparison::eq:
      return x[0] == x[1];
    case Comparison::ne:
      return x[0] != x[1];
    case Comparison::lt:
      return x[0] < x[1];
    case Comparison::le:
      return x[0] <= x[1];
    case Comparison::gt:
      return x[0] > x[1];
    case Comparison::ge:
      return x[0] >= x[1];
    }
  }
  if (isa<AddOp>(op))
    return x[0] + x[1];
  if (isa<SubOp>(op))
    return x[0] - x[1];
  if (isa<MulOp>(op))
    return x[0] * x[1];
  if (isa<ConvertOp>(op))
    return x[0];
  if (isa<DivOp>(op) && x[1] != 0)
    return x[0] / x[1];
  return std::nullopt;
}

bool isFill(TypedAttr fill, double value) {
  if (auto real = dyn_cast<FloatAttr>(fill))
    return real.getValueAsDouble() == value;
  return double(cast<IntegerAttr>(fill).getInt()) == value;
}
TypedAttr fillOf(Type element, double value) {
  if (isa<FloatType>(element))
    return FloatAttr::get(element, value);
  return IntegerAttr::get(element, int64_t(value));
}

/// A contraction with its epilogue is computed where its tiles are, not where a padded copy wants it.
bool comesFromContraction(Value value) {
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<ContractOp>(op))
    return true;
  return op && (op->hasTrait<OpTrait::Elementwise>() || isa<ReadOp>(op)) &&
         llvm::any_of(op->getOperands(), comesFromContraction);
}

/// A contraction takes linear reads as its operands; others are copies.
bool isTakenByContraction(ReadOp read) {
  bool isLinear = true;
  for (AffineExpr expr : read.getMap().getResults())
    expr.walk([&](AffineExpr e) {
      isLinear &= e.getKind() != AffineExprKind::FloorDiv && e.getKind() != AffineExprKind::Mod;
    });
  return isLinear && llvm::any_of(read->getUsers(), llvm::IsaPred<ContractOp>);
}

/// Whether `value` comes from a contraction through elementwise ops and nothing else takes a part of that.
bool isContractionAlone(Value value) {
  Operation *op = value.getDefiningOp();
  return op && value.hasOneUse() &&
         (isa<ContractOp>(op) || (op->hasTrait<OpTrait::Elementwise>() && llvm::any_of(op->getOperands(), isContractionAlone)));
}

/// A transposition of the outer axes of what a contraction and its epilogue give: the contraction then gives it in that order, and
/// still stores whole vectors.
bool isOrderOfContraction(ReadOp read) {
  AffineMap map = read.getMap();
  return read.isTransposition() && map.getNumDims() > 0 && isContractionAlone(read.getOperand()) &&
         tensorOf(read.getOperand()).getNumElements() == tensorOf(read.getResult()).getNumElements() &&
         map.getResults().back() == getAffineDimExpr(map.getNumDims() - 1, map.getContext());
}

struct SinkRead : OpRewritePattern<ReadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ReadOp read, PatternRewriter &rewriter) const override {
    Operation *op = read.getOperand().getDefiningOp();
    auto mayBeSunk = [](ReadOp read) { return read && (!read.isProjection() || isOrderOfContraction(read)); };
    if (!op || !op->hasTrait<OpTrait::Elementwise>() || !mayBeSunk(read))
      return rewriter.notifyMatchFailure(read, "not of an elementwise op, or a broadcast");
    int64_t elements = 0;
    for (Operation *user : op->getUsers()) {
      auto other = dyn_cast<ReadOp>(user);
      if (!mayBeSunk(other) || isTakenByContraction(other))
        return rewriter.notifyMatchFailure(read, "something needs the value itself");
      elements += tensorOf(other.getResult()).getNumElements();
    }
    // A halo is computed too.
    if (elements > (read.getFill() ? 2 : 1) * tensorOf(read.getOperand()).getNumElements())
      return rewriter.notifyMatchFailure(read, "elements would be computed again and again");
    if (read.getFill()) {
      std::optional<double> image = imageOfZero(read.getOperand());
      if (!image || !isFill(*read.getFill(), *image) || comesFromContraction(read.getOperand()))
        return rewriter.notifyMatchFailure(read, "the fill is not the op's value of fills");
    }
    IRMapping operands;
    ArrayRef<int64_t> shape = tensorOf(read.getResult()).getShape();
    for (Value operand : op->getOperands()) {
      Type element = tensorOf(operand).getElementType();
      TypedAttr fill;
      if (read.getFill())
        fill = fillOf(element, *imageOfZero(operand));
      DenseElementsAttr splat;
      Value moved;
      if (matchPattern(operand, m_Constant(&splat)) && splat.isSplat())
        moved = ConstantOp::create(rewriter, read.getLoc(),
                                   splat.resizeSplat(RankedTensorType::get(shape, element)));
      else
        moved = ReadOp::create(rewriter, read.getLoc(), RankedTensorType::get(shape, element), operand,
                               read.getMapAttr(), fill);
      operands.map(operand, moved);
    }
    Operation *copy = rewriter.clone(*op, operands);
    copy->getResult(0).setType(read.getType());
    rewriter.replaceOp(read, copy);
    if (op->use_empty())
      rewriter.eraseOp(op); // so that the reads of its operands are the only ones at once
    return success();
  }
};

} // namespace

void kiln::populateSinkingPatterns(RewritePatternSet &patterns) {
  patterns.add<SinkRead>(patterns.getContext());
}
