// SPDX-License-Identifier: Apache-2.0
//===- Accumulation.cpp ---------------------------------------------------===//
#include "compiler/graph/Accumulation.h"

#include "mlir/IR/AffineExprVisitor.h"

using namespace mlir;
using namespace kiln;

namespace {

/// constant + sum of coefficient * dim, or nothing where the expression is not linear.
struct Linear {
  int64_t constant = 0;
  SmallVector<std::pair<int64_t, int64_t>> terms; // (dim, coefficient), dims ascending

  static std::optional<Linear> of(AffineExpr expr, unsigned numDims) {
    SmallVector<int64_t> flat;
    SimpleAffineExprFlattener flattener(numDims, 0);
    if (failed(flattener.walkPostOrder(expr)) || flattener.operandExprStack.back().size() != numDims + 1)
      return std::nullopt; // floordiv and mod add local dims
    flat.assign(flattener.operandExprStack.back().begin(), flattener.operandExprStack.back().end());
    Linear linear;
    linear.constant = flat.back();
    for (unsigned dim = 0; dim < numDims; ++dim)
      if (flat[dim] != 0)
        linear.terms.emplace_back(dim, flat[dim]);
    return linear;
  }
};

/// Least and greatest value of an expression over a box, by intervals: never too narrow.
std::pair<int64_t, int64_t> rangeOf(AffineExpr expr, ArrayRef<int64_t> shape) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return {constant.getValue(), constant.getValue()};
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return {0, std::max<int64_t>(shape[dim.getPosition()] - 1, 0)};
  auto binary = cast<AffineBinaryOpExpr>(expr);
  auto [low, high] = rangeOf(binary.getLHS(), shape);
  auto [otherLow, otherHigh] = rangeOf(binary.getRHS(), shape);
  int64_t by = otherLow; // a constant, but in a sum
  auto floorDiv = [](int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); };
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return {low + otherLow, high + otherHigh};
  case AffineExprKind::Mul:
    return {std::min(low * by, high * by), std::max(low * by, high * by)};
  case AffineExprKind::FloorDiv:
    return {floorDiv(low, by), floorDiv(high, by)};
  case AffineExprKind::CeilDiv:
    return {-floorDiv(-low, by), -floorDiv(-high, by)};
  case AffineExprKind::Mod:
    if (floorDiv(low, by) == floorDiv(high, by))
      return {low - floorDiv(low, by) * by, high - floorDiv(high, by) * by};
    return {0, by - 1};
  default:
    llvm_unreachable("a binary expression");
  }
}

} // namespace

bool kiln::staysInside(AffineMap map, ArrayRef<int64_t> resultShape, ArrayRef<int64_t> operandShape) {
  for (auto [expr, size] : llvm::zip_equal(map.getResults(), operandShape)) {
    auto [low, high] = rangeOf(expr, resultShape);
    if (low < 0 || high >= size)
      return false;
  }
  return true;
}

std::optional<Accumulation> Accumulation::solve(AffineMap map, ArrayRef<int64_t> operandShape,
                                                ArrayRef<int64_t> resultShape) {
  MLIRContext *context = map.getContext();
  int64_t numDims = map.getNumDims();
  SmallVector<Linear> coordinates;
  SmallVector<int64_t> uses(numDims, 0);
  for (AffineExpr expr : map.getResults()) {
    std::optional<Linear> linear = Linear::of(expr, numDims);
    if (!linear)
      return std::nullopt;
    for (auto [dim, coefficient] : linear->terms)
      if (++uses[dim] > 1)
        return std::nullopt; // a diagonal
    coordinates.push_back(*linear);
  }

  Accumulation solution;
  solution.resultRank = resultShape.size();
  solution.space.assign(resultShape.begin(), resultShape.end());
  // Which dims stay free: all but the one with the greatest coefficient in each coordinate, and but
  // the one that is the remainder of a division by it.
  SmallVector<AffineExpr> solved(numDims);
  SmallVector<int64_t> main(coordinates.size(), -1), remainder(coordinates.size(), -1);
  SmallVector<int64_t> freeDims;
  for (auto [axis, linear] : llvm::enumerate(coordinates)) {
    for (auto [i, term] : llvm::enumerate(linear.terms))
      if (main[axis] < 0 || std::abs(term.second) > std::abs(linear.terms[main[axis]].second))
        main[axis] = i;
    if (linear.terms.size() == 2) {
      int64_t other = 1 - main[axis];
      if (std::abs(linear.terms[other].second) == 1 && linear.terms[main[axis]].second > 0 &&
          operandShape[linear.terms[other].first] <= linear.terms[main[axis]].second)
        remainder[axis] = other;
    }
    for (int64_t i = 0; i < int64_t(linear.terms.size()); ++i)
      if (i != main[axis] && i != remainder[axis])
        freeDims.push_back(linear.terms[i].first);
  }
  llvm::sort(freeDims);
  for (int64_t dim : freeDims) {
    solved[dim] = getAffineDimExpr(solution.space.size(), context);
    solution.space.push_back(operandShape[dim]);
  }
  solution.freeDims = freeDims;

  for (auto [axis, linear] : llvm::enumerate(coordinates)) {
    AffineExpr rest = getAffineDimExpr(axis, context) - linear.constant;
    if (linear.terms.empty()) {
      if (resultShape[axis] != 1 || linear.constant != 0)
        solution.conditions.emplace_back(rest, -1);
      continue;
    }
    auto [mainDim, step] = linear.terms[main[axis]];
    if (remainder[axis] >= 0) {
      auto [dim, direction] = linear.terms[remainder[axis]];
      // Counted from its end where it runs backwards.
      int64_t last = operandShape[dim] - 1;
      if (direction < 0)
        rest = rest + last;
      solved[mainDim] = rest.floorDiv(step);
      solved[dim] = direction < 0 ? last - rest % step : rest % step;
      continue;
    }
    for (auto [i, term] : llvm::enumerate(linear.terms))
      if (int64_t(i) != main[axis])
        rest = rest - solved[term.first] * term.second;
    if (step < 0)
      rest = -rest;
    step = std::abs(step);
    solved[mainDim] = rest.floorDiv(step);
    if (step != 1)
      solution.conditions.emplace_back(rest % step, mainDim);
  }
  for (int64_t dim = 0; dim < numDims; ++dim) {
    if (solved[dim])
      solution.coordinates.push_back(solved[dim]);
    else
      solution.unusedDims.push_back(dim);
  }
  return solution;
}

Value kiln::readInside(GraphBuilder &builder, Value operand, AffineMap map, ArrayRef<int64_t> shape) {
  return staysInside(map, shape, tensorOf(operand).getShape())
             ? builder.read(operand, map, shape)
             : builder.readElseZero(operand, map, shape);
}

static Value byReads(GraphBuilder &builder, Value operand, const Accumulation &solution) {
  Value sum = builder.reduce(Reduction::sum, operand, solution.unusedDims);
  SmallVector<AffineExpr> coordinates(solution.coordinates);
  if (!solution.conditions.empty()) {
    SmallVector<int64_t> shape(tensorOf(sum).getShape());
    for (auto [condition, dim] : solution.conditions) {
      coordinates.push_back(condition);
      shape.push_back(1);
    }
    sum = builder.make<ReshapeOp>(RankedTensorType::get(shape, tensorOf(sum).getElementType()), sum);
  }
  auto map = AffineMap::get(solution.space.size(), 0, coordinates, builder.loc.getContext());
  Value fetched = readInside(builder, sum, map, solution.space);
  return builder.reduce(Reduction::sum, fetched,
                        llvm::to_vector(llvm::seq<int64_t>(solution.resultRank, solution.space.size())));
}

Value kiln::accumulate(GraphBuilder &builder, Value operand, AffineMap map,
                       ArrayRef<int64_t> resultShape) {
  auto type = tensorOf(operand);
  std::optional<Accumulation> solution = Accumulation::solve(map, type.getShape(), resultShape);
  if (solution && solution->freeDims.empty())
    return byReads(builder, operand, *solution);
  return builder.make<AccumulateOp>(RankedTensorType::get(resultShape, type.getElementType()), operand,
                                    map);
}

Value kiln::accumulateByReads(GraphBuilder &builder, Value operand, AffineMap map,
                              ArrayRef<int64_t> resultShape) {
  std::optional<Accumulation> solution =
      Accumulation::solve(map, tensorOf(operand).getShape(), resultShape);
  return solution ? byReads(builder, operand, *solution) : Value();
}
