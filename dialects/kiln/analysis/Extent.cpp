// SPDX-License-Identifier: Apache-2.0
//===- Extent.cpp ---------------------------------------------------------===//
#include "dialects/kiln/analysis/Extent.h"

#include "llvm/ADT/STLExtras.h"

using namespace kiln::analysis;
using mlir::AffineExpr;

Extent Extent::interval(size_t axesOfOwner, int64_t low, int64_t high) {
  Extent result;
  result.strides.resize(axesOfOwner);
  result.low = low;
  result.high = high;
  return result;
}

Extent Extent::position(size_t axesOfOwner, size_t axis) {
  Extent result = interval(axesOfOwner, 0, 0);
  result.strides[axis] = 1;
  return result;
}

bool Extent::isFixed() const {
  return llvm::all_of(strides, [](const Rational &stride) { return stride.isZero(); });
}

Extent Extent::plus(const Extent &other) const {
  Extent result = *this;
  for (auto [mine, theirs] : llvm::zip_equal(result.strides, other.strides))
    mine = mine + theirs;
  result.low = low + other.low;
  result.high = high + other.high;
  result.slack = slack + other.slack;
  result.misaligned = misaligned ? misaligned : other.misaligned;
  return result;
}

Extent Extent::plus(int64_t offset) const {
  Extent result = *this;
  result.low = low + offset;
  result.high = high + offset;
  return result;
}

Extent Extent::times(int64_t factor) const {
  Extent result = *this;
  for (Rational &stride : result.strides)
    stride = stride * factor;
  result.low = (factor < 0 ? high : low) * factor;
  result.high = (factor < 0 ? low : high) * factor;
  result.slack = slack * (factor < 0 ? -factor : factor);
  return result;
}

Extent Extent::floorDiv(int64_t by) const {
  Extent result = *this;
  bool whole = low.isWhole() && high.isWhole();
  for (Rational &stride : result.strides) {
    stride = stride / by;
    whole &= stride.isWhole();
  }
  if (whole) { // every position is rounded alike
    result.low = (low / by).floor();
    result.high = (high / by).floor();
    result.slack = slack / by;
    return result;
  }
  // Rounding takes between 0 and (by - 1) / by, depending on the position.
  result.low = (low - (by - 1)) / by;
  result.high = high / by;
  result.slack = (slack + Rational(by - 1, 2)) / by;
  return result;
}

Extent Extent::mod(int64_t by) const {
  bool whole = low.isWhole() && high.isWhole();
  for (const Rational &stride : strides)
    whole &= (stride / by).isWhole();
  Extent result = interval(strides.size(), 0, by - 1);
  result.misaligned = misaligned;
  int64_t block = (low / by).floor();
  if (whole && block == (high / by).floor()) {
    result.low = low - block * by;
    result.high = high - block * by;
  }
  return result;
}

Extent kiln::analysis::evaluate(AffineExpr expr, llvm::ArrayRef<Extent> dims, size_t axesOfOwner) {
  if (auto literal = llvm::dyn_cast<mlir::AffineConstantExpr>(expr))
    return Extent::interval(axesOfOwner, literal.getValue(), literal.getValue());
  if (auto dim = llvm::dyn_cast<mlir::AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  auto node = llvm::cast<mlir::AffineBinaryOpExpr>(expr);
  Extent left = evaluate(node.getLHS(), dims, axesOfOwner);
  if (node.getKind() == mlir::AffineExprKind::Add)
    return left.plus(evaluate(node.getRHS(), dims, axesOfOwner));
  int64_t by = llvm::cast<mlir::AffineConstantExpr>(node.getRHS()).getValue();
  switch (node.getKind()) {
  case mlir::AffineExprKind::Mul:
    return left.times(by);
  case mlir::AffineExprKind::FloorDiv:
    return left.floorDiv(by);
  case mlir::AffineExprKind::CeilDiv:
    return left.plus(by - 1).floorDiv(by);
  default:
    return left.mod(by);
  }
}

std::optional<Extent> kiln::analysis::join(const Extent &a, const Extent &b, int64_t size) {
  // What reads the whole axis hides whatever else does.
  if (a.isWhole(size) || b.isWhole(size))
    return a.isWhole(size) ? a : b;
  if (a.misaligned || b.misaligned)
    return a.misaligned ? a : b;
  Extent result = a;
  result.low = std::min(a.low, b.low);
  result.high = std::max(a.high, b.high);
  result.slack = std::max(a.slack, b.slack);
  if (a.isFixed() && b.isFixed())
    return result;
  if (a.isFixed() || b.isFixed())
    return Extent::interval(a.strides.size(), 0, size - 1);
  Rational apart = a.middle() - b.middle();
  if (a.strides != b.strides || a.slack + b.slack < apart || a.slack + b.slack < -apart)
    return std::nullopt;
  return result;
}
