// SPDX-License-Identifier: Apache-2.0
//===- Contraction.cpp - elements of contractions, one dot product each ----===//
// The plain form, right for all labels and sizes; fast forms: compiler/loops/contraction.
#include "compiler/loops/Evaluator.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

Value kiln::loops::evaluateContraction(OpResult result, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto op = dyn_cast<ContractOp>(result.getOwner());
  if (!op)
    return {};
  auto lhs = tensorOf(op.getLhs());
  SmallVector<int64_t> summed, sizes;
  for (auto [label, size] : llvm::zip_equal(op.getLhsLabels(), lhs.getShape()))
    if (!llvm::is_contained(op.getResultLabels(), label)) {
      summed.push_back(label);
      sizes.push_back(size);
    }
  Type element = storageElement(lhs.getElementType());
  bool isNarrow = isa<FloatType>(element) && element.getIntOrFloatBitWidth() < 32;
  Type wide = isNarrow ? at.builder.getF32Type() : element;
  auto widen = [&](Value value) {
    return at.arithmetic().convert(value, wide, Sign::isSigned, Sign::isSigned);
  };
  Value zero = at.arithmetic().splat(at.arithmetic().constant(wide, 0), at.lanesOf(position));
  SmallVector<Value> sums = at.nest(sizes, zero, [&](const Coordinates &inner, ValueRange carried) {
    auto where = [&](ArrayRef<int64_t> labels) {
      Coordinates result;
      for (int64_t label : labels) {
        auto it = llvm::find(op.getResultLabels(), label);
        result.push_back(it != op.getResultLabels().end()
                             ? position[it - op.getResultLabels().begin()]
                             : inner[llvm::find(summed, label) - summed.begin()]);
      }
      return result;
    };
    Value a = widen(at.evaluate(op.getLhs(), where(op.getLhsLabels())));
    Value b = widen(at.evaluate(op.getRhs(), where(op.getRhsLabels())));
    Arithmetic m = at.arithmetic();
    if (isa<FloatType>(wide))
      return SmallVector<Value>{m.fma(a, b, carried[0])};
    return SmallVector<Value>{m.add(carried[0], m.mul(a, b))};
  });
  return at.arithmetic().convert(sums[0], element, Sign::isSigned, Sign::isSigned);
}
