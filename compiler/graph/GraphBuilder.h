// SPDX-License-Identifier: Apache-2.0
//===- GraphBuilder.h - short words for the ops that gradients are made of ===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include "mlir/IR/Builders.h"

namespace kiln {

/// Makes ops of the dialect at one place and one location; result types follow from the operands.
class GraphBuilder {
public:
  GraphBuilder(mlir::OpBuilder &builder, mlir::Location loc) : builder(builder), loc(loc) {}

  /// A tensor of `type` with every element equal to `value` (rounded to the element type).
  mlir::Value splat(mlir::Type type, double value);
  mlir::Value zeros(mlir::Type type) { return splat(type, 0.0); }

  mlir::Value neg(mlir::Value a);
  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value sub(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, mlir::Value b);
  mlir::Value div(mlir::Value a, mlir::Value b);
  /// `a` times a number.
  mlir::Value scale(mlir::Value a, double factor) { return mul(a, splat(a.getType(), factor)); }
  mlir::Value compare(Comparison predicate, mlir::Value a, mlir::Value b);
  mlir::Value select(mlir::Value condition, mlir::Value a, mlir::Value b);
  /// `a` where the condition holds, else exactly 0.
  mlir::Value keep(mlir::Value condition, mlir::Value a);
  mlir::Value both(mlir::Value a, mlir::Value b);
  mlir::Value either(mlir::Value a, mlir::Value b);
  mlir::Value invert(mlir::Value a);

  /// The read of `operand` by `map` into `shape`; no fill.
  mlir::Value read(mlir::Value operand, mlir::AffineMap map, llvm::ArrayRef<int64_t> shape);
  mlir::Value readElseZero(mlir::Value operand, mlir::AffineMap map, llvm::ArrayRef<int64_t> shape);
  mlir::Value reduce(Reduction kind, mlir::Value operand, llvm::ArrayRef<int64_t> axes);
  /// Undoes the shape of a reduction over `axes`: every element is repeated along them.
  mlir::Value spread(mlir::Value reduced, llvm::ArrayRef<int64_t> axes, llvm::ArrayRef<int64_t> shape);
  mlir::Value iota(mlir::Type type, int64_t axis);
  /// The row-major number of an element among `axes` alone, as i32.
  mlir::Value position(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> axes);

  template <typename OpType, typename... Args>
  OpType make(Args &&...args) {
    return OpType::create(builder, loc, std::forward<Args>(args)...);
  }

  mlir::OpBuilder &builder;
  mlir::Location loc;
};

inline mlir::RankedTensorType tensorOf(mlir::Value value) {
  return llvm::cast<mlir::RankedTensorType>(value.getType());
}
inline mlir::RankedTensorType withElement(mlir::RankedTensorType type, mlir::Type element) {
  return mlir::RankedTensorType::get(type.getShape(), element);
}
inline bool isNarrowFloat(mlir::Type element) {
  return llvm::isa<mlir::FloatType>(element) && element.getIntOrFloatBitWidth() < 32;
}
/// Whether `op` converts f16 or bf16 to f32.
inline bool widensNarrowFloat(mlir::Operation *op) {
  return llvm::isa<ConvertOp>(op) && isNarrowFloat(tensorOf(op->getOperand(0)).getElementType()) &&
         tensorOf(op->getResult(0)).getElementType().isF32();
}
inline bool isFloatTensor(mlir::Value value) {
  return llvm::isa<mlir::FloatType>(tensorOf(value).getElementType());
}

} // namespace kiln
