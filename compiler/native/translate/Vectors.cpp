// SPDX-License-Identifier: Apache-2.0
//===- Vectors.cpp - vectors in registers ---------------------------------===//
#include "compiler/native/translate/Translator.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/IR/Constants.h"

#include <numeric>

using namespace mlir;
using namespace kiln::native;

static int64_t lanesOf(Value vector) { return cast<VectorType>(vector.getType()).getNumElements(); }

void kiln::native::addVectors(Translator &t) {
  llvm::IRBuilder<> &b = t.builder;
  t.value<vector::BroadcastOp>([&](vector::BroadcastOp op) -> llvm::Value * {
    if (isa<VectorType>(op.getSource().getType()) && lanesOf(op.getSource()) == lanesOf(op))
      return t[op.getSource()];
    llvm::Value *scalar = t[op.getSource()];
    if (scalar->getType()->isVectorTy())
      scalar = b.CreateExtractElement(scalar, uint64_t(0));
    return b.CreateVectorSplat(lanesOf(op), scalar);
  });
  t.value<vector::ShuffleOp>([&](vector::ShuffleOp op) {
    SmallVector<int> mask(op.getMask().begin(), op.getMask().end());
    llvm::Value *first = t[op.getV1()], *second = t[op.getV2()];
    int64_t lanes = lanesOf(op.getV1()), others = lanesOf(op.getV2());
    if (lanes != others) { // LLVM shuffles equals only
      SmallVector<int> widen(std::max(lanes, others), -1);
      std::iota(widen.begin(), widen.begin() + std::min(lanes, others), 0);
      llvm::Value *&shorter = lanes < others ? first : second;
      shorter = b.CreateShuffleVector(shorter, widen);
      if (lanes < others)
        for (int &lane : mask)
          lane += lane >= lanes ? others - lanes : 0;
    }
    return b.CreateShuffleVector(first, second, mask);
  });
  t.value<vector::ExtractStridedSliceOp>([&](vector::ExtractStridedSliceOp op) {
    SmallVector<int> mask(lanesOf(op));
    std::iota(mask.begin(), mask.end(), int(cast<IntegerAttr>(op.getOffsets()[0]).getInt()));
    return b.CreateShuffleVector(t[op.getSource()], mask);
  });
  t.value<vector::ExtractOp>([&](vector::ExtractOp op) {
    if (op.hasDynamicPosition())
      return b.CreateExtractElement(t[op.getSource()], t[op.getDynamicPosition().front()]);
    return b.CreateExtractElement(t[op.getSource()], uint64_t(op.getStaticPosition().front()));
  });
  t.value<vector::ConstantMaskOp>([&](vector::ConstantMaskOp op) {
    SmallVector<llvm::Constant *> lanes;
    for (int64_t lane = 0; lane < lanesOf(op); ++lane)
      lanes.push_back(b.getInt1(lane < op.getMaskDimSizes().front()));
    return llvm::ConstantVector::get(lanes);
  });
  t.value<vector::CreateMaskOp>([&](vector::CreateMaskOp op) {
    SmallVector<llvm::Constant *> lanes;
    for (int64_t lane = 0; lane < lanesOf(op); ++lane)
      lanes.push_back(b.getInt32(lane));
    llvm::Value *count = b.CreateTrunc(t[op.getOperands().front()], b.getInt32Ty());
    return b.CreateICmpSLT(llvm::ConstantVector::get(lanes), b.CreateVectorSplat(lanes.size(), count));
  });
}
