// SPDX-License-Identifier: Apache-2.0
//===- Memory.cpp - how elements leave and enter memory --------------------===//
// All memrefs are walked as one axis. Neighbouring lanes at neighbouring offsets are one vector load;
// lanes at the same offset are one scalar; other lanes are gathered.
#include "compiler/loops/Evaluator.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpIPredicate;

Value Evaluator::flatten(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  int64_t count = type.hasStaticShape() ? type.getNumElements() : ShapedType::kDynamic;
  if (type.getRank() != 1) {
    type = MemRefType::get({count}, type.getElementType());
    memref = memref::ReinterpretCastOp::create(builder, loc, type, memref, /*offset=*/0,
                                               ArrayRef<int64_t>{count}, ArrayRef<int64_t>{1});
  }
  if (!type.getElementType().isInteger(1))
    return memref;
  // A bool is a byte in memory; a vector of i1 would be bits.
  type = MemRefType::get({count}, builder.getI8Type());
  return UnrealizedConversionCastOp::create(builder, loc, type, memref).getResult(0);
}

/// Of a bf16 only the bits move: LLVM cannot select every copy of one on processors that have no
/// arithmetic for it.
static Value asBits(OpBuilder &builder, Location loc, Value flat) {
  auto type = cast<MemRefType>(flat.getType());
  if (!type.getElementType().isBF16())
    return flat;
  type = MemRefType::get(type.getShape(), builder.getI16Type());
  return UnrealizedConversionCastOp::create(builder, loc, type, flat).getResult(0);
}

bool Evaluator::isContiguous(AffineExpr offset) const {
  AffineExpr found;
  for (unsigned v = 0; v < variables.size(); ++v) {
    if (variables[v].lanes == 1 || !offset.isFunctionOfDim(v))
      continue;
    AffineExpr dim = getAffineDimExpr(v, offset.getContext());
    if (found || Arithmetic::isVector(variables[v].value) || factorOf(offset, dim) != 1)
      return false;
    found = dim;
  }
  return bool(found);
}
Value Evaluator::firstLane(AffineExpr offset) {
  for (unsigned v = 0; v < variables.size(); ++v)
    if (variables[v].lanes > 1 && offset.isFunctionOfDim(v))
      offset = offset.replace(getAffineDimExpr(v, offset.getContext()),
                              getAffineDimExpr(variables[v].first, offset.getContext()));
  return index(simplify(offset));
}

Value Evaluator::firstOfAligned(AffineExpr expr, int64_t count) {
  if (lanesOf(expr) != count || !isContiguous(expr))
    return nullptr;
  AffineExpr zero = number(0), rest = expr;
  for (unsigned v = 0; v < variables.size(); ++v)
    if (variables[v].lanes > 1)
      rest = rest.replace(getAffineDimExpr(v, expr.getContext()), zero);
  return simplify(rest).isMultipleOf(count) ? firstLane(expr) : nullptr;
}

Value Evaluator::laneMask(AffineExpr offset, int64_t lanes) {
  Arithmetic math = arithmetic();
  Value mask = math.both(guard.condition, maskOf(offset));
  return mask ? math.splat(mask, lanes) : mask;
}

Value Evaluator::load(Value flat, AffineExpr offset, bool mayLeave) {
  Arithmetic math = arithmetic();
  flat = asBits(builder, loc, flat);
  auto type = cast<MemRefType>(flat.getType());
  Type element = type.getElementType();
  int64_t lanes = lanesOf(offset);
  if (lanes == 1) {
    Value position = index(offset);
    if (mayLeave) {
      // Only a guard lets a position leave the tensor: stay inside, the value will not be used.
      position = math.max(position, math.integer(position.getType(), 0));
      position = math.min(position, math.integer(position.getType(), type.getNumElements() - 1));
    }
    return memref::LoadOp::create(builder, loc, flat, position);
  }
  auto vectorType = VectorType::get({lanes}, element);
  Value mask = laneMask(offset, lanes);
  if (isContiguous(offset)) {
    Value first = firstLane(offset);
    if (!mask)
      return vector::LoadOp::create(builder, loc, vectorType, flat, first);
    return vector::MaskedLoadOp::create(builder, loc, vectorType, flat, first, mask,
                                        math.constant(vectorType, 0));
  }
  if (!mask)
    mask = math.integer(vectorType.clone(builder.getI1Type()), 1);
  return vector::GatherOp::create(builder, loc, vectorType, flat, constantIndex(0), index(offset),
                                  mask, math.constant(vectorType, 0));
}

void Evaluator::store(Value element, Value flat, AffineExpr offset) {
  Arithmetic math = arithmetic();
  flat = asBits(builder, loc, flat);
  auto type = cast<MemRefType>(flat.getType());
  offset = simplify(offset);
  if (Arithmetic::elementOf(element).isInteger(1))
    element = math.convert(element, type.getElementType(), Sign::isUnsigned, Sign::isUnsigned);
  else if (Arithmetic::elementOf(element).isBF16())
    element = math.bitcast(element, type.getElementType());
  int64_t lanes = lanesOf(offset);
  if (lanes == 1) {
    memref::StoreOp::create(builder, loc, element, flat, index(offset));
    return;
  }
  element = math.splat(element, lanes);
  Value mask = laneMask(offset, lanes);
  if (isContiguous(offset)) {
    Value first = firstLane(offset);
    if (mask)
      vector::MaskedStoreOp::create(builder, loc, flat, first, mask, element);
    else
      vector::StoreOp::create(builder, loc, element, flat, first);
    return;
  }
  if (!mask)
    mask = math.integer(VectorType::get({lanes}, builder.getI1Type()), 1);
  vector::ScatterOp::create(builder, loc, Type(), flat, ValueRange{constantIndex(0)}, index(offset),
                            mask, element);
}

Value Evaluator::read(Value flat, RankedTensorType type, ArrayRef<AffineExpr> position) {
  bool mayLeave = false;
  for (auto [expr, size] : llvm::zip_equal(position, type.getShape()))
    mayLeave |= !boundsOf(expr).inside(size);
  AffineExpr offset = simplify(linearize(position, type.getShape(), builder.getContext()));
  Value value = load(flat, offset, mayLeave && guard.condition);
  Arithmetic math = arithmetic();
  if (type.getElementType().isBF16())
    return math.bitcast(value, type.getElementType());
  if (!type.getElementType().isInteger(1))
    return value;
  return math.compare(CmpIPredicate::ne, value, math.integer(value.getType(), 0));
}
