// SPDX-License-Identifier: Apache-2.0
//===- Collapse.cpp - which axes can be walked as one ----------------------===//
// Axes collapse where every tensor behind a value is reached at an offset that is linear in the
// collapsed position, or where neighbours stand within one vector. Found by following the positions without writing any code.
#include "compiler/loops/Evaluator.h"

#include "llvm/ADT/ScopeExit.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

unsigned Evaluator::collapsible(Value value, ArrayRef<int64_t> sizes,
                                llvm::function_ref<Coordinates(ArrayRef<AffineExpr>)> place) {
  size_t before = variables.size();
  llvm::scope_exit forget([&] { variables.resize(before); });
  for (unsigned collapsed = sizes.size(); collapsed > 1; --collapsed) {
    variables.resize(before);
    Coordinates axes;
    for (int64_t size : sizes.drop_back(collapsed))
      axes.push_back(probe({0, size - 1}));
    AffineExpr along = probe({0, productOf(sizes.take_back(collapsed)) - 1});
    llvm::append_range(axes, delinearize(along, sizes.take_back(collapsed)));
    std::set<Key> seen;
    if (isLinear(value, place(axes), along, seen))
      return collapsed;
  }
  return 1;
}

bool Evaluator::isLinear(Value value, ArrayRef<AffineExpr> position, AffineExpr variable,
                         std::set<Key> &seen) {
  Coordinates simple;
  if (!seen.insert(keyOf(value, position, simple)).second)
    return true;
  auto linear = [&](AffineExpr expr) { return factorOf(simplify(expr), variable).has_value(); };
  auto shape = tensorOf(value).getShape();
  MLIRContext *context = builder.getContext();
  if (memory.contains(value)) {
    AffineExpr offset = simplify(linearize(simple, shape, context));
    return linear(offset) || isBlocked(offset, variable);
  }
  Operation *op = value.getDefiningOp();
  if (!op || providers.contains(value))
    return llvm::all_of(simple, linear);
  if (auto iota = dyn_cast<IotaOp>(op))
    return linear(simple[iota.getAxis()]);
  if (auto constant = dyn_cast<ConstantOp>(op))
    return constant.getValue().isSplat() || linear(linearize(simple, shape, context));
  if (isa<RandomOp>(op))
    return linear(linearize(simple, shape, context));
  if (op->hasTrait<OpTrait::Elementwise>())
    return llvm::all_of(op->getOperands(), [&](Value operand) {
      return isLinear(operand, simple, variable, seen);
    });
  if (auto read = dyn_cast<ReadOp>(op)) {
    Coordinates where;
    for (auto [expr, size] :
         llvm::zip_equal(read.getMap().getResults(), tensorOf(read.getOperand()).getShape())) {
      where.push_back(simplify(expr.replaceDims(simple)));
      if (read.getFill() && !boundsOf(where.back()).inside(size) && !linear(where.back()))
        return false;
    }
    return isLinear(read.getOperand(), where, variable, seen);
  }
  if (auto reduce = dyn_cast<ReduceOp>(op)) {
    Coordinates where;
    size_t kept = 0;
    for (auto [axis, size] : llvm::enumerate(tensorOf(reduce.getOperand()).getShape()))
      where.push_back(llvm::is_contained(reduce.getAxes(), int64_t(axis))
                          ? probe({0, size - 1})
                          : simple[kept++]);
    return isLinear(reduce.getOperand(), where, variable, seen);
  }
  if (auto reshape = dyn_cast<ReshapeOp>(op)) {
    AffineExpr number = simplify(linearize(simple, shape, context));
    return isLinear(reshape.getOperand(),
                    delinearize(number, tensorOf(reshape.getOperand()).getShape()), variable, seen);
  }
  if (auto gather = dyn_cast<GatherOp>(op)) {
    int64_t rank = tensorOf(gather.getIndices().front()).getRank();
    for (Value indices : gather.getIndices())
      if (!isLinear(indices, ArrayRef(simple).take_front(rank), variable, seen))
        return false;
    return llvm::all_of(simple, linear);
  }
  return llvm::all_of(simple, linear);
}
