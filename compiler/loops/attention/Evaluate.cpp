// SPDX-License-Identifier: Apache-2.0
//===- Evaluate.cpp - elements at one key and a vector of queries ---------===//
#include "compiler/loops/attention/Emitter.h"
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

static RankedTensorType tensorOf(Value value) { return cast<RankedTensorType>(value.getType()); }

/// The element of `value` at map(batch, query, key).
Value AttentionEmitter::at(Value value, AffineMap map, int64_t vector) {
  if (a.isRow(value) && map == rowMap)
    if (auto found = rowValues.find(value); found != rowValues.end())
      return found->second[vector];
  if (!a.isFull(value) || map != fullMap)
    return compute(value, map, vector);
  auto [entry, isNew] = known.try_emplace({value.getAsOpaquePointer(), vector});
  if (!isNew)
    return entry->second;
  Value result;
  auto buffer = buffers.find(value);
  if (buffer != buffers.end() && (!value.getDefiningOp() || phaseOf(value) < current)) {
    result = load(scratch[buffer->second], plus(times(key, pitch), vector * lanes));
  } else if (value.getDefiningOp<ContractOp>()) {
    for (auto [i, product] : llvm::enumerate(made)) {
      if (a.products[product].op->getResult(0) != value)
        continue;
      int64_t step = vectors * lanes;
      result = inRegisters.empty() ? load(sums, plus(plus(sumsRow, i * blockKeys * step), vector * lanes))
                                   : inRegisters[i][blockRow * vectors + vector];
    }
  } else {
    result = compute(value, map, vector);
  }
  known[{value.getAsOpaquePointer(), vector}] = result;
  return result;
}

/// e^x of scores less their maximum.
static bool isBelowMaximum(Value value) {
  auto sub = value.getDefiningOp<SubOp>();
  auto read = sub ? sub.getRhs().getDefiningOp<ReadOp>() : ReadOp();
  auto reduce = read ? read.getOperand().getDefiningOp<ReduceOp>() : ReduceOp();
  return reduce && reduce.getKind() == Reduction::max && reduce.getOperand() == sub.getLhs();
}

Value AttentionEmitter::compute(Value value, AffineMap map, int64_t vector) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    return fromMemory(argument, map, vector);
  Operation *op = value.getDefiningOp();
  if (auto read = dyn_cast<ReadOp>(op))
    return at(read.getOperand(), read.getMap().compose(map), vector);
  if (auto iota = dyn_cast<IotaOp>(op))
    return position(map.getResult(iota.getAxis()), vector);
  if (auto constant = dyn_cast<ConstantOp>(op)) {
    auto splat = cast<DenseElementsAttr>(constant.getValue()).getSplatValue<Attribute>();
    Type element = tensorOf(value).getElementType();
    if (auto integer = dyn_cast<IntegerAttr>(splat))
      splat = b.getIntegerAttr(element = b.getIntegerType(element.getIntOrFloatBitWidth()), integer.getValue());
    return arith::ConstantOp::create(b, DenseElementsAttr::get(VectorType::get({lanes}, element), splat));
  }
  if (op == a.visible && allVisible)
    return arith::ConstantOp::create(b, DenseElementsAttr::get(VectorType::get({lanes}, b.getI1Type()), true));
  if (auto select = dyn_cast<SelectOp>(op); select && allVisible) {
    Value condition = select.getOperand(0);
    while (auto read = condition.getDefiningOp<ReadOp>())
      condition = read.getOperand();
    if (a.visible && condition == a.visible->getResult(0))
      return at(select.getOperand(1), map, vector);
  }
  if (isa<ExpOp>(op) && isBelowMaximum(op->getOperand(0)))
    return emitExpOfNegative(at(op->getOperand(0), map, vector), m);
  if (isa<DivOp>(op) && a.isFull(value)) {
    // One division a query, or none, instead of one a score.
    Value divisor = op->getOperand(1);
    auto constant = divisor.getDefiningOp<ConstantOp>();
    auto read = divisor.getDefiningOp<ReadOp>();
    if (constant) {
      float number = cast<DenseElementsAttr>(constant.getValue()).getSplatValue<float>();
      return m.mul(at(op->getOperand(0), map, vector), 1.0f / number);
    }
    if (read && rowValues.contains(divisor))
      return m.mul(at(op->getOperand(0), map, vector), rowValues[divisor][vector]);
  }
  SmallVector<Value> operands;
  for (Value operand : op->getOperands())
    operands.push_back(at(operand, map, vector));
  return elementwise(b, op, operands);
}

/// The value of a coordinate that is the same for all lanes.
Value AttentionEmitter::coordinate(AffineExpr expr) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return index(constant.getValue());
  unsigned axis = cast<AffineDimExpr>(expr).getPosition();
  return axis < batchIndex.size() ? batchIndex[axis] : key;
}

Value AttentionEmitter::position(AffineExpr expr, int64_t vector) {
  auto type = VectorType::get({lanes}, b.getI32Type());
  auto dim = dyn_cast<AffineDimExpr>(expr);
  bool isQuery = dim && dim.getPosition() == a.batch.size();
  Value first = isQuery ? plus(firstQuery, vector * lanes) : coordinate(expr);
  Value all = vector::BroadcastOp::create(b, type, arith::IndexCastOp::create(b, b.getI32Type(), first));
  if (!isQuery)
    return all;
  SmallVector<int32_t> steps;
  for (int64_t lane = 0; lane < lanes; ++lane)
    steps.push_back(lane);
  return arith::AddIOp::create(b, all, arith::ConstantOp::create(b, b.getI32VectorAttr(steps)));
}

/// Elements of an operand: one for all lanes, or neighbours along the queries.
Value AttentionEmitter::fromMemory(BlockArgument argument, AffineMap map, int64_t vector) {
  Value memref = memrefs[argument.getArgNumber()], offset = index(0);
  ArrayRef<int64_t> shape = tensorOf(argument).getShape();
  int64_t stride = 1;
  bool alongQueries = false;
  for (int64_t axis = int64_t(shape.size()) - 1; axis >= 0; --axis) {
    AffineExpr expr = map.getResult(axis);
    auto dim = dyn_cast<AffineDimExpr>(expr);
    bool isQuery = dim && dim.getPosition() == a.batch.size();
    alongQueries |= isQuery;
    offset = plus(offset, times(isQuery ? plus(firstQuery, vector * lanes) : coordinate(expr), stride));
    stride *= shape[axis];
  }
  Type element = tensorOf(argument).getElementType();
  Value result;
  if (alongQueries) {
    int64_t count = std::min(lanes, queries - vector * lanes);
    result = count < lanes ? loadMasked(memref, offset, count) : load(memref, offset);
  } else {
    Value one = memref::LoadOp::create(b, memref, offset);
    result = vector::BroadcastOp::create(b, VectorType::get({lanes}, one.getType()), one);
  }
  if (element.isInteger(1))
    return m.compare(arith::CmpIPredicate::ne, result, m.integer(result.getType(), 0));
  return result;
}
