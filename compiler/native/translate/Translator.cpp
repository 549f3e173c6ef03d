// SPDX-License-Identifier: Apache-2.0
//===- Translator.cpp -----------------------------------------------------===//
#include "compiler/native/translate/Translator.h"

#include "compiler/memory/PlanAttributes.h"
#include "compiler/native/translate/Launches.h"
#include "compiler/native/translate/Translate.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/IR/Constants.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::native;

Translator::Translator(llvm::Module &module, Instructions has, const SharedCode *shared)
    : module(module), builder(module.getContext()), has(has), shared(shared) {
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

void Translator::declare(func::FuncOp function) {
  SmallVector<llvm::Type *> types;
  for (Type type : function.getArgumentTypes())
    types.push_back(typeOf(type));
  if (const SharedCode::Place *place = shared ? shared->find(function) : nullptr) {
    kernels[function.getSymNameAttr()] = place;
    if (place->piece->first != function)
      return;
    auto numbers = llvm::map_to_vector(place->constants, [&](arith::ConstantOp constant) { return typeOf(constant.getType()); });
    types.insert(types.end() - 2, numbers.begin(), numbers.end());
  }
  ArrayRef<Type> results = function.getResultTypes(); // one at most
  auto *result = results.empty() ? builder.getVoidTy() : typeOf(results.front());
  auto *type = llvm::FunctionType::get(result, types, false);
  auto *made = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, function.getSymName(), module);
  if (const SharedCode::Place *place = kernels.lookup(function.getSymNameAttr()))
    place->piece->function = made;
  for (unsigned i = 0; i < function.getNumArguments(); ++i)
    if (function.getArgAttr(i, LLVM::LLVMDialect::getNoAliasAttrName()))
      made->addParamAttr(i, llvm::Attribute::NoAlias);
}

LogicalResult Translator::define(func::FuncOp function) {
  const SharedCode::Place *place = kernels.lookup(function.getSymNameAttr());
  if (place && place->piece->first != function)
    return success();
  llvm::Function *made = module.getFunction(function.getSymName());
  builder.SetInsertPoint(llvm::BasicBlock::Create(module.getContext(), "", made));
  Block &body = function.getBody().front();
  unsigned own = body.getNumArguments(), shift = place ? place->piece->numbers : 0;
  for (auto [i, argument] : llvm::enumerate(body.getArguments()))
    define(argument, made->getArg(i + (i + 2 < own ? 0 : shift)));
  if (place)
    for (auto [constant, number] : place->piece->sizes)
      handed[constant] = made->getArg(own - 2 + number);
  if (launches)
    launches->beginEntry(function);
  if (failed(translate(body)))
    return failure();
  handed.clear();
  OperandRange results = body.getTerminator()->getOperands();
  if (launches)
    launches->endEntry();
  if (results.empty())
    builder.CreateRetVoid();
  else
    builder.CreateRet((*this)[results.front()]);
  return success();
}

std::pair<llvm::Function *, ArrayRef<arith::ConstantOp>> Translator::calleeOf(StringAttr callee) const {
  if (const SharedCode::Place *place = kernels.lookup(callee))
    return {place->piece->function, place->constants};
  return {module.getFunction(callee.getValue()), {}};
}

llvm::Value *Translator::valueOf(arith::ConstantOp constant) {
  if (llvm::Value *value = handed.lookup(constant))
    return value;
  return constantOf(constant.getValue(), constant.getType());
}

LogicalResult Translator::callShared(Operation *loop, const SharedCode::Place &place, llvm::function_ref<LogicalResult()> write) {
  SmallVector<llvm::Value *> arguments = all(place.captures);
  for (arith::ConstantOp constant : place.constants)
    arguments.push_back(valueOf(constant));
  llvm::Function *&function = place.piece->function;
  if (!function) {
    auto types = llvm::map_to_vector(arguments, [](llvm::Value *value) { return value->getType(); });
    StringRef kernel = builder.GetInsertBlock()->getParent()->getName();
    function = llvm::Function::Create(llvm::FunctionType::get(builder.getVoidTy(), types, false), llvm::GlobalValue::InternalLinkage,
                                      kernel.split('.').first + ".loop", module);
    // What comes in is an argument while the loop is written.
    llvm::IRBuilderBase::InsertPointGuard guard(builder);
    builder.SetInsertPoint(llvm::BasicBlock::Create(module.getContext(), "", function));
    decltype(handed) outer;
    std::swap(outer, handed);
    SmallVector<std::pair<Value, llvm::Value *>> before;
    auto replace = [&](Value value, llvm::Value *by) {
      before.push_back({value, values.lookup(value)});
      values[value] = by;
    };
    for (auto [i, value] : llvm::enumerate(place.captures))
      replace(value, function->getArg(i));
    for (auto [constant, number] : place.piece->sizes) {
      handed[constant] = function->getArg(place.captures.size() + number);
      replace(constant, handed[constant]);
    }
    if (failed(write()))
      return failure();
    builder.CreateRetVoid();
    for (auto [value, old] : before)
      values[value] = old;
    handed = std::move(outer);
  }
  builder.CreateCall(function, arguments);
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

std::unique_ptr<llvm::Module> kiln::translateFunctions(ModuleOp module, llvm::LLVMContext &context, Instructions has, bool shares) {
  auto made = std::make_unique<llvm::Module>("kiln", context);
  std::optional<SharedCode> shared;
  if (shares)
    shared.emplace(module);
  Translator t(*made, has, shared ? &*shared : nullptr);
  for (auto global : module.getOps<memref::GlobalOp>())
    declareConstants(global, t);
  for (auto function : module.getOps<func::FuncOp>())
    t.declare(function);
  Launches launches(t);
  for (auto function : module.getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    bool isEntry = function.getSymName().starts_with(plan::kEntryPrefix) && function.getNumArguments() == 4;
    t.launches = isEntry ? &launches : nullptr;
    if (failed(t.define(function)))
      return nullptr;
  }
  launches.finish();
  return made;
}
