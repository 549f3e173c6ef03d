// SPDX-License-Identifier: Apache-2.0
//===- Memory.cpp - pointers, loads and stores ----------------------------===//
#include "compiler/native/translate/Translator.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Intrinsics.h"

using namespace mlir;
using namespace kiln::native;

namespace {

/// Where the element at `indices` lies.
llvm::Value *placeOf(Value memref, ValueRange indices, Translator &t) {
  auto type = cast<MemRefType>(memref.getType());
  auto [strides, offset] = type.getStridesAndOffset();
  llvm::Value *place = nullptr;
  int64_t shift = 0;
  for (auto [index, stride] : llvm::zip_equal(indices, strides)) {
    llvm::Value *term = t[index];
    if (auto *number = dyn_cast<llvm::ConstantInt>(term)) {
      shift += number->getSExtValue() * stride;
      continue;
    }
    // Elements of a tile are neighbours: a constant of the address, on a pointer that they share, is no work for the code generator.
    if (auto *sum = dyn_cast<llvm::BinaryOperator>(term); sum && sum->getOpcode() == llvm::Instruction::Add)
      if (auto *number = dyn_cast<llvm::ConstantInt>(sum->getOperand(1))) {
        shift += number->getSExtValue() * stride;
        term = sum->getOperand(0);
      }
    if (stride != 1)
      term = t.builder.CreateMul(term, t.builder.getInt64(stride));
    place = place ? t.builder.CreateAdd(place, term) : term;
  }
  llvm::Value *pointer = t[memref];
  llvm::Type *element = t.typeOf(type.getElementType());
  if (place)
    pointer = t.builder.CreateGEP(element, pointer, place);
  return shift ? t.builder.CreateConstGEP1_64(element, pointer, shift) : pointer;
}

/// All that is known of the place of an element.
llvm::Align alignmentOf(Value memref) {
  return llvm::Align(Translator::bytesOf(cast<MemRefType>(memref.getType()).getElementType()));
}

llvm::Value *viewOf(Value memref, llvm::Value *offset, Translator &t) {
  return t.builder.CreateGEP(t.builder.getInt8Ty(), t[memref], offset);
}

/// Memory of the whole function, wherever it is asked for.
llvm::Value *allocate(memref::AllocaOp op, Translator &t) {
  llvm::BasicBlock &entry = t.builder.GetInsertBlock()->getParent()->getEntryBlock();
  llvm::IRBuilder<> start(&entry, entry.begin());
  MemRefType type = op.getType();
  auto *array = llvm::ArrayType::get(t.typeOf(type.getElementType()), type.getNumElements());
  llvm::AllocaInst *made = start.CreateAlloca(array);
  made->setAlignment(llvm::Align(op.getAlignment().value_or(Translator::bytesOf(type.getElementType()))));
  return made;
}

llvm::Value *bytesToCopy(Value memref, Translator &t) {
  auto type = cast<MemRefType>(memref.getType());
  if (type.hasStaticShape())
    return t.builder.getInt64(type.getNumElements() * Translator::bytesOf(type.getElementType()));
  return t[memref.getDefiningOp<memref::ViewOp>().getSizes().front()]; // of bytes
}

/// Pointers to elements at `offsets` from `indices` on.
llvm::Value *pointersOf(Value memref, ValueRange indices, Value offsets, Translator &t) {
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  return t.builder.CreateGEP(t.typeOf(element), placeOf(memref, indices, t), t[offsets]);
}

void addVectorAccesses(Translator &t) {
  llvm::IRBuilder<> &b = t.builder;
  t.value<vector::LoadOp>([&](vector::LoadOp op) {
    return b.CreateAlignedLoad(t.typeOf(op.getVectorType()), placeOf(op.getBase(), op.getIndices(), t),
                               alignmentOf(op.getBase()));
  });
  t.effect<vector::StoreOp>([&](vector::StoreOp op) {
    b.CreateAlignedStore(t[op.getValueToStore()], placeOf(op.getBase(), op.getIndices(), t),
                         alignmentOf(op.getBase()));
    return success();
  });
  t.value<vector::MaskedLoadOp>([&](vector::MaskedLoadOp op) {
    return b.CreateMaskedLoad(t.typeOf(op.getVectorType()), placeOf(op.getBase(), op.getIndices(), t),
                              alignmentOf(op.getBase()), t[op.getMask()], t[op.getPassThru()]);
  });
  t.effect<vector::MaskedStoreOp>([&](vector::MaskedStoreOp op) {
    b.CreateMaskedStore(t[op.getValueToStore()], placeOf(op.getBase(), op.getIndices(), t),
                        alignmentOf(op.getBase()), t[op.getMask()]);
    return success();
  });
  t.value<vector::GatherOp>([&](vector::GatherOp op) {
    llvm::Value *pointers = pointersOf(op.getBase(), op.getOffsets(), op.getIndices(), t);
    return b.CreateMaskedGather(t.typeOf(op.getVectorType()), pointers, alignmentOf(op.getBase()),
                                t[op.getMask()], t[op.getPassThru()]);
  });
  t.effect<vector::ScatterOp>([&](vector::ScatterOp op) {
    llvm::Value *pointers = pointersOf(op.getBase(), op.getOffsets(), op.getIndices(), t);
    b.CreateMaskedScatter(t[op.getValueToStore()], pointers, alignmentOf(op.getBase()), t[op.getMask()]);
    return success();
  });
}

} // namespace

void kiln::native::addMemory(Translator &t) {
  llvm::IRBuilder<> &b = t.builder;
  t.value<memref::LoadOp>([&](memref::LoadOp op) {
    return b.CreateAlignedLoad(t.typeOf(op), placeOf(op.getMemRef(), op.getIndices(), t),
                               alignmentOf(op.getMemRef()));
  });
  t.effect<memref::StoreOp>([&](memref::StoreOp op) {
    b.CreateAlignedStore(t[op.getValueToStore()], placeOf(op.getMemRef(), op.getIndices(), t),
                         alignmentOf(op.getMemRef()));
    return success();
  });
  t.effect<memref::PrefetchOp>([&](memref::PrefetchOp op) {
    llvm::Value *place = placeOf(op.getMemref(), op.getIndices(), t);
    b.CreateIntrinsic(llvm::Intrinsic::prefetch, {place->getType()},
                      {place, b.getInt32(op.getIsWrite()), b.getInt32(op.getLocalityHint()), b.getInt32(op.getIsDataCache())});
    return success();
  });
  t.value<memref::ViewOp>([&](memref::ViewOp op) {
    return viewOf(op.getSource(), t[op.getByteShift()], t);
  });
  t.value<memref::ReinterpretCastOp>([&](memref::ReinterpretCastOp op) {
    int64_t offset = op.getStaticOffsets().front() * Translator::bytesOf(op.getType().getElementType());
    return offset ? viewOf(op.getSource(), b.getInt64(offset), t) : t[op.getSource()];
  });
  t.value<UnrealizedConversionCastOp>([&](UnrealizedConversionCastOp op) {
    return t[op.getOperand(0)]; // another element type of the same bytes
  });
  t.value<memref::AllocaOp>([&](memref::AllocaOp op) { return allocate(op, t); });
  t.value<memref::GetGlobalOp>([&](memref::GetGlobalOp op) {
    return t.module.getNamedGlobal(op.getName());
  });
  t.value<memref::ExtractAlignedPointerAsIndexOp>([&](memref::ExtractAlignedPointerAsIndexOp op) {
    return b.CreatePtrToInt(t[op.getSource()], b.getInt64Ty());
  });
  t.effect<memref::CopyOp>([&](memref::CopyOp op) {
    b.CreateMemCpy(t[op.getTarget()], llvm::Align(1), t[op.getSource()], llvm::Align(1),
                   bytesToCopy(op.getSource(), t));
    return success();
  });
  addVectorAccesses(t);
}
