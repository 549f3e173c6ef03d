// SPDX-License-Identifier: Apache-2.0
//===- Flat.cpp -----------------------------------------------------------===//
#include "compiler/loops/Flat.h"

#include "compiler/graph/FormGroups.h"
#include "compiler/loops/Evaluator.h"

using namespace mlir;
using namespace kiln;

/// Longer than any tensor, so that nothing which holds for short ones alone is folded.
static constexpr int64_t kAnyLength = int64_t(1) << 40;

static DenseElementsAttr splatOf(ConstantOp constant) {
  auto elements = dyn_cast<DenseElementsAttr>(constant.getValue());
  return elements && elements.isSplat() ? elements : DenseElementsAttr();
}

/// A scalar for each element, or each element where it is.
static bool isFlatRead(ReadOp read) {
  AffineMap map = read.getMap();
  return !read.getFill() && (map.getNumResults() == 0 || map.isIdentity());
}

int64_t loops::flatLength(GroupOp group) { return tensorOf(group.getResult(0)).getNumElements(); }

std::optional<std::vector<const void *>> loops::flatSignature(GroupOp group) {
  if (group.getKind() != kElementwiseGroup)
    return std::nullopt;
  ArrayRef<int64_t> shape = tensorOf(group.getResult(0)).getShape();
  if (shape.empty())
    return std::nullopt;
  std::vector<const void *> signature;
  llvm::DenseMap<Value, size_t> numbers;
  auto word = [&](uintptr_t number) { signature.push_back(reinterpret_cast<const void *>(number)); };
  auto add = [&](Value value) {
    auto type = tensorOf(value);
    if (type.getRank() != 0 && type.getShape() != shape)
      return false;
    word(numbers.try_emplace(value, numbers.size()).first->second);
    word(type.getRank() != 0);
    signature.push_back(type.getElementType().getAsOpaquePointer());
    return true;
  };
  Block &body = group.getBody().front();
  if (!llvm::all_of(body.getArguments(), add))
    return std::nullopt;
  for (Operation &op : body) {
    signature.push_back(op.getName().getAsOpaquePointer());
    word(op.getNumOperands());
    if (!llvm::all_of(op.getOperands(), add) || !llvm::all_of(op.getResults(), add))
      return std::nullopt;
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      DenseElementsAttr splat = splatOf(constant);
      if (!splat)
        return std::nullopt;
      signature.push_back(splat.getSplatValue<Attribute>().getAsOpaquePointer());
    } else if (auto read = dyn_cast<ReadOp>(op)) {
      if (!isFlatRead(read))
        return std::nullopt;
    } else if (op.hasTrait<OpTrait::Elementwise>()) {
      signature.push_back(DictionaryAttr::get(op.getContext(), op.getAttrs()).getAsOpaquePointer());
      signature.push_back(op.getPropertiesAsAttribute().getAsOpaquePointer());
    } else if (!isa<YieldOp>(op)) {
      return std::nullopt;
    }
  }
  return signature;
}

GroupOp loops::flattened(GroupOp group, OpBuilder &builder) {
  auto copy = cast<GroupOp>(builder.clone(*group));
  auto flatten = [](Value value) {
    if (auto type = tensorOf(value); type.getRank() != 0)
      value.setType(RankedTensorType::get({kAnyLength}, type.getElementType()));
  };
  Block &body = copy.getBody().front();
  llvm::for_each(body.getArguments(), flatten);
  llvm::for_each(copy.getResults(), flatten);
  for (Operation &op : body) {
    llvm::for_each(op.getResults(), flatten);
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      constant.setValueAttr(splatOf(constant).resizeSplat(tensorOf(constant)));
    } else if (auto read = dyn_cast<ReadOp>(op)) {
      MLIRContext *context = op.getContext();
      bool isScalar = read.getMap().getNumResults() == 0;
      unsigned rank = tensorOf(read).getRank();
      read.setMap(isScalar ? AffineMap::get(rank, 0, context)
                           : AffineMap::getMultiDimIdentityMap(rank, context));
    }
  }
  return copy;
}
