// SPDX-License-Identifier: Apache-2.0
//===- Translator.cpp -----------------------------------------------------===//
#include "compiler/native/translate/Translator.h"

#include "compiler/memory/PlanAttributes.h"
#include "compiler/native/translate/Launches.h"
#include "compiler/native/translate/Translate.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/IR/Constants.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::native;

Translator::Translator(llvm::Module &module, Instructions has)
    : module(module), builder(module.getContext()), has(has) {
  addArithmetic(*this);
  addControlFlow(*this);
  addMemory(*this);
  addVectors(*this);
}

SmallVector<llvm::Value *> Translator::all(ValueRange range) const {
  return llvm::map_to_vector(range, [&](Value value) { return (*this)[value]; });
}

LogicalResult Translator::translate(Block &block) {
  if (launches)
    launches->enterBlock();
  for (Operation &op : block.without_terminator()) {
    if (launches && launches->take(op))
      continue;
    auto handler = handlers.find(op.getName().getTypeID());
    if (handler == handlers.end())
      return op.emitError("`") << op.getName() << "` has no translation to LLVM IR";
    if (failed(handler->second(op)))
      return failure();
  }
  if (launches)
    launches->leaveBlock();
  return success();
}

unsigned Translator::bytesOf(Type element) {
  return element.isIndex() ? 8 : llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
}

llvm::Type *Translator::typeOf(Type type) {
  llvm::LLVMContext &context = module.getContext();
  if (auto vector = dyn_cast<VectorType>(type))
    return llvm::FixedVectorType::get(typeOf(vector.getElementType()), vector.getNumElements());
  if (isa<MemRefType>(type))
    return llvm::PointerType::get(context, 0);
  if (type.isIndex())
    return llvm::Type::getInt64Ty(context);
  if (auto integer = dyn_cast<IntegerType>(type))
    return llvm::IntegerType::get(context, integer.getWidth());
  if (type.isBF16())
    return llvm::Type::getBFloatTy(context);
  if (type.isF16())
    return llvm::Type::getHalfTy(context);
  return type.isF32() ? llvm::Type::getFloatTy(context) : llvm::Type::getDoubleTy(context);
}

llvm::Constant *Translator::constantOf(Attribute value, Type type) {
  auto vector = dyn_cast<VectorType>(type);
  if (!vector) {
    if (auto number = dyn_cast<FloatAttr>(value))
      return llvm::ConstantFP::get(module.getContext(), number.getValue());
    return llvm::ConstantInt::get(typeOf(type), cast<IntegerAttr>(value).getValue());
  }
  auto elements = cast<DenseElementsAttr>(value);
  auto one = [&](auto number) -> llvm::Constant * {
    if constexpr (std::is_same_v<decltype(number), APFloat>)
      return llvm::ConstantFP::get(module.getContext(), number);
    else
      return llvm::ConstantInt::get(module.getContext(), number);
  };
  bool isFloat = isa<FloatType>(vector.getElementType());
  if (elements.isSplat())
    return llvm::ConstantVector::getSplat(
        llvm::ElementCount::getFixed(vector.getNumElements()),
        isFloat ? one(elements.getSplatValue<APFloat>()) : one(elements.getSplatValue<APInt>()));
  SmallVector<llvm::Constant *> list;
  if (isFloat)
    for (APFloat number : elements.getValues<APFloat>())
      list.push_back(one(number));
  else
    for (APInt number : elements.getValues<APInt>())
      list.push_back(one(number));
  return llvm::ConstantVector::get(list);
}

static void declare(func::FuncOp function, Translator &t) {
  SmallVector<llvm::Type *> types;
  for (Type type : function.getArgumentTypes())
    types.push_back(t.typeOf(type));
  ArrayRef<Type> results = function.getResultTypes(); // one at most
  auto *result = results.empty() ? t.builder.getVoidTy() : t.typeOf(results.front());
  auto *type = llvm::FunctionType::get(result, types, false);
  auto *made = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage,
                                      function.getSymName(), t.module);
  for (unsigned i = 0; i < types.size(); ++i)
    if (function.getArgAttr(i, LLVM::LLVMDialect::getNoAliasAttrName()))
      made->addParamAttr(i, llvm::Attribute::NoAlias);
}

static LogicalResult define(func::FuncOp function, Translator &t, Launches &launches) {
  llvm::Function *made = t.module.getFunction(function.getSymName());
  auto *entry = llvm::BasicBlock::Create(t.module.getContext(), "", made);
  t.builder.SetInsertPoint(entry);
  Block &body = function.getBody().front();
  for (auto [argument, value] : llvm::zip_equal(body.getArguments(), made->args()))
    t.define(argument, &value);
  bool isEntry = function.getSymName().starts_with(plan::kEntryPrefix) && function.getNumArguments() == 4;
  if (isEntry) {
    launches.beginEntry(function);
    t.launches = &launches;
  }
  if (failed(t.translate(body)))
    return failure();
  if (isEntry)
    launches.endEntry();
  t.launches = nullptr;
  OperandRange results = body.getTerminator()->getOperands();
  if (results.empty())
    t.builder.CreateRetVoid();
  else
    t.builder.CreateRet(t[results.front()]);
  return success();
}

static void declareConstants(memref::GlobalOp global, Translator &t) {
  auto elements = cast<DenseElementsAttr>(*global.getInitialValue());
  std::string bytes(elements.getRawData().begin(), elements.getRawData().end());
  if (elements.isSplat()) // one byte, which stands for all
    bytes.assign(elements.getNumElements(), bytes.front());
  auto *value = llvm::ConstantDataArray::getString(t.module.getContext(), bytes, /*AddNull=*/false);
  auto *made = new llvm::GlobalVariable(t.module, value->getType(), /*isConstant=*/true,
                                        llvm::GlobalValue::PrivateLinkage, value,
                                        global.getSymName());
  made->setAlignment(llvm::Align(global.getAlignment().value_or(1)));
}

std::unique_ptr<llvm::Module> kiln::translateFunctions(ModuleOp module, llvm::LLVMContext &context, Instructions has) {
  auto made = std::make_unique<llvm::Module>("kiln", context);
  Translator t(*made, has);
  for (auto global : module.getOps<memref::GlobalOp>())
    declareConstants(global, t);
  for (auto function : module.getOps<func::FuncOp>())
    declare(function, t);
  Launches launches(t);
  for (auto function : module.getOps<func::FuncOp>())
    if (!function.isExternal() && failed(define(function, t, launches)))
      return nullptr;
  launches.finish();
  return made;
}
