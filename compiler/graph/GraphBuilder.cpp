// SPDX-License-Identifier: Apache-2.0
//===- GraphBuilder.cpp ---------------------------------------------------===//
#include "compiler/graph/GraphBuilder.h"

using namespace mlir;
using namespace kiln;

Value GraphBuilder::splat(Type type, double value) {
  auto tensor = cast<RankedTensorType>(type);
  Type element = tensor.getElementType();
  if (auto real = dyn_cast<FloatType>(element))
    return make<ConstantOp>(DenseElementsAttr::get(tensor, FloatAttr::get(real, value).getValue()));
  auto integer = cast<IntegerType>(element);
  return make<ConstantOp>(
      DenseElementsAttr::get(tensor, APInt(integer.getWidth(), int64_t(value), true, true)));
}

Value GraphBuilder::neg(Value a) { return make<NegOp>(a.getType(), a); }
Value GraphBuilder::add(Value a, Value b) { return make<AddOp>(a.getType(), a, b); }
Value GraphBuilder::sub(Value a, Value b) { return make<SubOp>(a.getType(), a, b); }
Value GraphBuilder::mul(Value a, Value b) { return make<MulOp>(a.getType(), a, b); }
Value GraphBuilder::div(Value a, Value b) { return make<DivOp>(a.getType(), a, b); }
Value GraphBuilder::compare(Comparison predicate, Value a, Value b) {
  return make<CompareOp>(withElement(tensorOf(a), builder.getI1Type()), predicate, a, b);
}
Value GraphBuilder::select(Value condition, Value a, Value b) {
  return make<SelectOp>(a.getType(), condition, a, b);
}
Value GraphBuilder::keep(Value condition, Value a) {
  return select(condition, a, zeros(a.getType()));
}
Value GraphBuilder::both(Value a, Value b) { return make<AndOp>(a.getType(), a, b); }
Value GraphBuilder::either(Value a, Value b) { return make<OrOp>(a.getType(), a, b); }
Value GraphBuilder::invert(Value a) { return make<NotOp>(a.getType(), a); }

Value GraphBuilder::read(Value operand, AffineMap map, ArrayRef<int64_t> shape) {
  Type type = RankedTensorType::get(shape, tensorOf(operand).getElementType());
  if (map.isIdentity() && type == operand.getType())
    return operand;
  return make<ReadOp>(type, operand, map, TypedAttr());
}
Value GraphBuilder::readElseZero(Value operand, AffineMap map, ArrayRef<int64_t> shape) {
  Type element = tensorOf(operand).getElementType();
  return make<ReadOp>(RankedTensorType::get(shape, element), operand, map,
                      builder.getZeroAttr(element));
}

Value GraphBuilder::reduce(Reduction kind, Value operand, ArrayRef<int64_t> axes) {
  if (axes.empty())
    return operand;
  auto from = tensorOf(operand);
  SmallVector<int64_t> shape;
  for (auto [axis, size] : llvm::enumerate(from.getShape()))
    if (!llvm::is_contained(axes, int64_t(axis)))
      shape.push_back(size);
  return make<ReduceOp>(RankedTensorType::get(shape, from.getElementType()), kind, operand, axes);
}

Value GraphBuilder::spread(Value reduced, ArrayRef<int64_t> axes, ArrayRef<int64_t> shape) {
  SmallVector<AffineExpr> coordinates;
  for (int64_t axis = 0; axis < int64_t(shape.size()); ++axis)
    if (!llvm::is_contained(axes, axis))
      coordinates.push_back(builder.getAffineDimExpr(axis));
  return read(reduced, AffineMap::get(shape.size(), 0, coordinates, builder.getContext()), shape);
}

Value GraphBuilder::iota(Type type, int64_t axis) { return make<IotaOp>(type, axis); }

Value GraphBuilder::position(ArrayRef<int64_t> shape, ArrayRef<int64_t> axes) {
  auto type = RankedTensorType::get(shape, builder.getI32Type());
  Value sum;
  int64_t stride = 1;
  for (int64_t axis : llvm::reverse(axes)) {
    Value term = iota(type, axis);
    if (stride != 1)
      term = scale(term, double(stride));
    sum = sum ? add(term, sum) : term;
    stride *= shape[axis];
  }
  return sum;
}
