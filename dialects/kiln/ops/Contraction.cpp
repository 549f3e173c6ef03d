// SPDX-License-Identifier: Apache-2.0
//===- Contraction.cpp ----------------------------------------------------===//
#include "dialects/kiln/Kiln.h"

#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace kiln;

LogicalResult ContractOp::verify() {
  llvm::MapVector<int64_t, int64_t> sizes;
  auto check = [&](ArrayRef<int64_t> labels, RankedTensorType type, StringRef what) {
    if (int64_t(labels.size()) != type.getRank())
      return emitOpError("C1: ") << labels.size() << " labels for the " << type.getRank()
                                 << " axes of " << what;
    for (auto [i, label] : llvm::enumerate(labels)) {
      if (llvm::is_contained(labels.take_front(i), label))
        return emitOpError("C2: label ") << label << " occurs twice in " << what;
      auto [it, isNew] = sizes.insert({label, type.getDimSize(i)});
      if (!isNew && it->second != type.getDimSize(i))
        return emitOpError("C3: label ")
               << label << " has size " << it->second << " and " << type.getDimSize(i);
    }
    return InFlightDiagnostic();
  };
  auto lhs = cast<RankedTensorType>(getLhs().getType()),
       rhs = cast<RankedTensorType>(getRhs().getType()), result = cast<RankedTensorType>(getType());
  for (auto [labels, type, what] : {std::tuple(getLhsLabels(), lhs, "lhs"),
                                    std::tuple(getRhsLabels(), rhs, "rhs")})
    if (InFlightDiagnostic d = check(labels, type, what); failed(LogicalResult(d)))
      return failure();
  for (int64_t label : getResultLabels())
    if (!sizes.contains(label))
      return emitOpError("C4: label ") << label << " of the result is in no operand";
  if (InFlightDiagnostic d = check(getResultLabels(), result, "the result"); failed(LogicalResult(d)))
    return failure();
  for (auto [label, size] : sizes)
    if (!llvm::is_contained(getResultLabels(), label) &&
        !(llvm::is_contained(getLhsLabels(), label) && llvm::is_contained(getRhsLabels(), label)))
      return emitOpError("C5: label ") << label << " is summed but only one operand has it";
  if (lhs.getElementType() != rhs.getElementType() ||
      lhs.getElementType() != result.getElementType())
    return emitOpError("C6: element types differ");
  return success();
}
