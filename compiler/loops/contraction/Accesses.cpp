// SPDX-License-Identifier: Apache-2.0
//===- Accesses.cpp -------------------------------------------------------===//
#include "compiler/loops/contraction/Accesses.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

using Position = SmallVector<LinearForm, 4>;

static LinearForm scaled(const LinearForm &form, int64_t factor) {
  LinearForm result = form;
  result.constant *= factor;
  for (int64_t &c : result.coefficient)
    c *= factor;
  return result;
}
static void addTo(LinearForm &sum, const LinearForm &term) {
  sum.constant += term.constant;
  for (auto [s, t] : llvm::zip_equal(sum.coefficient, term.coefficient))
    s += t;
}

static bool evaluate(AffineExpr expr, ArrayRef<LinearForm> dims, unsigned labels, LinearForm &out) {
  out.coefficient.assign(labels, 0);
  out.constant = 0;
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    out.constant = constant.getValue();
    return true;
  }
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    out = dims[dim.getPosition()];
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  LinearForm lhs, rhs;
  if (!binary || !evaluate(binary.getLHS(), dims, labels, lhs) ||
      !evaluate(binary.getRHS(), dims, labels, rhs))
    return false;
  if (binary.getKind() == AffineExprKind::Add) {
    out = lhs;
    addTo(out, rhs);
    return true;
  }
  if (binary.getKind() == AffineExprKind::Mul &&
      binary.getRHS().getKind() == AffineExprKind::Constant) {
    out = scaled(lhs, rhs.constant);
    return true;
  }
  return false;
}

FailureOr<Position> loops::followRead(ReadOp read, ArrayRef<LinearForm> position) {
  unsigned labels = position.empty() ? 0 : position.front().coefficient.size();
  if (read.getFill())
    return read.emitRemark("a padded read cannot be part of a contraction kernel"), failure();
  Position result;
  for (AffineExpr expr : read.getMap().getResults())
    if (!evaluate(expr, position, labels, result.emplace_back()))
      return read.emitRemark("not a linear read: ") << read.getMapAttr(), failure();
  return result;
}

static Access accessOf(unsigned memref, RankedTensorType type, ArrayRef<LinearForm> position,
                       unsigned labels) {
  Access access{memref, {}};
  access.offset.coefficient.assign(labels, 0);
  int64_t stride = 1;
  for (int64_t axis = type.getRank() - 1; axis >= 0; --axis) {
    addTo(access.offset, scaled(position[axis], stride));
    stride *= type.getDimSize(axis);
  }
  return access;
}

/// Follows reads from an operand of the contraction to an argument of the group, whose narrow floats may be widened.
static FailureOr<Access> operandAccess(Value operand, Position position, unsigned labels) {
  if (auto convert = operand.getDefiningOp<ConvertOp>())
    if (isa<FloatType>(getElementTypeOrSelf(convert.getOperand().getType())))
      operand = convert.getOperand();
  while (auto read = operand.getDefiningOp<ReadOp>()) {
    FailureOr<Position> inner = followRead(read, position);
    if (failed(inner))
      return failure();
    position = std::move(*inner);
    operand = read.getOperand();
  }
  auto argument = dyn_cast<BlockArgument>(operand);
  if (!argument)
    return operand.getDefiningOp()->emitRemark("computed operands are not read by this kernel"),
           failure();
  return accessOf(argument.getArgNumber(), cast<RankedTensorType>(argument.getType()), position,
                  labels);
}

bool loops::samePosition(ArrayRef<LinearForm> a, ArrayRef<LinearForm> b) {
  return llvm::equal(a, b, [](const LinearForm &x, const LinearForm &y) {
    return x.constant == y.constant && x.coefficient == y.coefficient;
  });
}

const Contraction::Leaf *loops::findLeaf(const Contraction &contraction, BlockArgument argument,
                                         ArrayRef<LinearForm> position) {
  for (const Contraction::Leaf &leaf : contraction.leaves)
    if (leaf.argument == argument && samePosition(leaf.position, position))
      return &leaf;
  return nullptr;
}

/// Walks the epilogue from `value` at `position` and records what it reads.
static LogicalResult collect(Contraction &contraction, Value value, const Position &position) {
  unsigned labels = contraction.sizes.size();
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    if (!findLeaf(contraction, argument, position))
      contraction.leaves.push_back(
          {argument, position,
           accessOf(argument.getArgNumber(), cast<RankedTensorType>(argument.getType()), position,
                    labels)});
    return success();
  }
  Operation *op = value.getDefiningOp();
  if (op == contraction.op) {
    for (auto [axis, label] : llvm::enumerate(contraction.op.getResultLabels())) {
      LinearForm expected;
      expected.coefficient.assign(labels, 0);
      expected.coefficient[label] = 1;
      if (!samePosition(position[axis], expected))
        return op->emitRemark("its result is read at another position than it is computed at"),
               failure();
    }
    return success();
  }
  if (auto read = dyn_cast<ReadOp>(op)) {
    FailureOr<Position> inner = followRead(read, position);
    return failed(inner) ? failure() : collect(contraction, read.getOperand(), *inner);
  }
  if (auto constant = dyn_cast<ConstantOp>(op))
    return success(constant.getValue().isSplat());
  if (!op->hasTrait<OpTrait::Elementwise>())
    return op->emitRemark("not elementwise, so not an epilogue"), failure();
  for (Value operand : op->getOperands())
    if (failed(collect(contraction, operand, position)))
      return failure();
  return success();
}

/// The positions at which a group's result must be computed so that the contraction is at its
/// labels: follows the chain of elementwise ops and transposing reads back to the contraction.
static std::optional<Position> resultPosition(Contraction &contraction, Value value) {
  unsigned labels = contraction.sizes.size();
  Operation *op = value.getDefiningOp();
  if (!op)
    return std::nullopt;
  if (op == contraction.op) {
    Position position;
    for (int64_t label : contraction.op.getResultLabels()) {
      LinearForm &form = position.emplace_back();
      form.coefficient.assign(labels, 0);
      form.coefficient[label] = 1;
    }
    return position;
  }
  if (auto read = dyn_cast<ReadOp>(op)) {
    if (!read.isTransposition())
      return std::nullopt;
    std::optional<Position> inner = resultPosition(contraction, read.getOperand());
    if (!inner)
      return std::nullopt;
    Position position(inner->size());
    for (auto [axis, expr] : llvm::enumerate(read.getMap().getResults()))
      position[cast<AffineDimExpr>(expr).getPosition()] = (*inner)[axis];
    return position;
  }
  if (!op->hasTrait<OpTrait::Elementwise>())
    return std::nullopt;
  for (Value operand : op->getOperands())
    if (std::optional<Position> position = resultPosition(contraction, operand))
      return position;
  return std::nullopt;
}

bool Contraction::mergesInEpilogue(unsigned outer, unsigned inner) const {
  auto merges = [&](const LinearForm &form) {
    return form.coefficient[outer] == form.coefficient[inner] * sizes[inner];
  };
  return llvm::all_of(results, [&](const Access &r) { return merges(r.offset); }) &&
         llvm::all_of(leaves, [&](const Leaf &l) { return merges(l.access.offset); });
}

FailureOr<Contraction> loops::analyzeContraction(GroupOp group) {
  Contraction result;
  for (Operation &op : group.getBody().front())
    if (auto contract = dyn_cast<ContractOp>(op)) {
      if (result.op)
        return contract.emitRemark("a second contraction in one group"), failure();
      result.op = contract;
    }
  if (!result.op)
    return group.emitRemark("no contraction in the group"), failure();

  ContractOp op = result.op;
  int64_t labels = 0;
  for (ArrayRef<int64_t> list : {op.getLhsLabels(), op.getRhsLabels()})
    for (int64_t label : list)
      labels = std::max(labels, label + 1);
  result.sizes.assign(labels, 1);
  result.inA.assign(labels, false);
  result.inB.assign(labels, false);
  result.inC.assign(labels, false);
  auto note = [&](ArrayRef<int64_t> list, Value value, SmallVectorImpl<bool> &present) {
    Position position;
    for (auto [axis, label] : llvm::enumerate(list)) {
      result.sizes[label] = cast<RankedTensorType>(value.getType()).getDimSize(axis);
      present[label] = true;
      LinearForm &form = position.emplace_back();
      form.coefficient.assign(labels, 0);
      form.coefficient[label] = 1;
    }
    return position;
  };
  Position a = note(op.getLhsLabels(), op.getLhs(), result.inA);
  Position b = note(op.getRhsLabels(), op.getRhs(), result.inB);
  note(op.getResultLabels(), op.getResult(), result.inC);

  FailureOr<Access> accessA = operandAccess(op.getLhs(), a, labels);
  FailureOr<Access> accessB = operandAccess(op.getRhs(), b, labels);
  if (failed(accessA) || failed(accessB))
    return failure();
  result.a = *accessA;
  result.b = *accessB;

  for (auto [number, value] :
       llvm::enumerate(group.getBody().front().getTerminator()->getOperands())) {
    std::optional<Position> position = resultPosition(result, value);
    // What does not depend on the contraction is computed beside it, at the same positions.
    if (!position && value.getType() == op.getType())
      position = resultPosition(result, op.getResult());
    if (!position)
      return group.emitRemark("result ") << number << " does not come from the contraction",
             failure();
    result.results.push_back(accessOf(group.getOperands().size() + number,
                                      cast<RankedTensorType>(value.getType()), *position, labels));
    if (failed(collect(result, value, *position)))
      return failure();
    result.resultPositions.push_back(std::move(*position));
  }
  return result;
}
