// SPDX-License-Identifier: Apache-2.0
//===- Launches.cpp -------------------------------------------------------===//
#include "compiler/native/translate/Launches.h"

#include "compiler/memory/EmitEntry.h"
#include "compiler/native/Package.h"
#include "compiler/native/translate/Translator.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "runtime/abi/Package.h"
#include "llvm/IR/Constants.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::native;

namespace {
enum Base : uint64_t { Arena, Call, Constants, Number };
constexpr unsigned kBaseBits = 2;
constexpr int32_t kUnknown = INT32_MIN;
constexpr StringLiteral kBarrier = "kiln_barrier";
} // namespace

void Launches::beginEntry(func::FuncOp function) {
  entry = function;
  now = kUnknown;
  depth = 0;
  listed.clear();
  llvm::LLVMContext &context = t.module.getContext();
  llvm::Type *pointer = llvm::PointerType::get(context, 0), *word = t.builder.getInt64Ty();
  auto declare = [&](StringRef name, ArrayRef<llvm::Type *> types) {
    return llvm::Function::Create(llvm::FunctionType::get(t.builder.getVoidTy(), types, false), llvm::GlobalValue::InternalLinkage,
                                  name, t.module);
  };
  if (!begin) {
    begin = declare("kiln_begin", {pointer, word, t.builder.getInt32Ty()});
    walk = declare("kiln_walk", {pointer, pointer, word, word, pointer, pointer});
  }
  function.walk([&](func::CallOp call) {
    if (isListed(call))
      listed.insert(call);
  });
  // Addresses that only lists need are no instructions.
  function.walk([&](memref::ViewOp view) {
    if (llvm::all_of(view->getUsers(), [&](Operation *user) { return listed.contains(user); }))
      listed.insert(view);
  });
  tell(KILN_PROBE_OTHER);
}

void Launches::endEntry() {
  tell(KILN_PROBE_END);
  entry = {};
}

std::optional<uint64_t> Launches::wordOf(Value argument) {
  if (std::optional<int64_t> number = getConstantIntValue(argument))
    return uint64_t(*number) << kBaseBits | Number;
  auto view = argument.getDefiningOp<memref::ViewOp>();
  std::optional<int64_t> offset = view ? getConstantIntValue(view.getByteShift()) : std::nullopt;
  if (!offset)
    return std::nullopt;
  uint64_t base = Constants;
  if (view.getSource() == entry.getArgument(0))
    base = Arena;
  else if (view.getSource() == entry.getArgument(1))
    base = Call;
  else if (!view.getSource().getDefiningOp<memref::GetGlobalOp>())
    return std::nullopt;
  return uint64_t(*offset) << kBaseBits | base;
}

bool Launches::isListed(func::CallOp call) {
  OperandRange arguments = call.getOperands();
  if (call.getNumResults() || arguments.size() < 3 || arguments.take_back(2) != entry.getArguments().take_back(2))
    return false;
  if (call.getCallee() == kBarrier)
    return arguments.front() == entry.getArgument(1);
  return llvm::all_of(arguments.drop_back(2), [&](Value argument) {
    return isa<MemRefType, IndexType>(argument.getType()) && wordOf(argument);
  });
}

unsigned Launches::kernelNumber(llvm::Function *kernel) { return kernels.insert({kernel, kernels.size()}).first->second; }

bool Launches::take(Operation &op) {
  auto call = dyn_cast<func::CallOp>(op);
  bool isBarrier = call && call.getCallee() == kBarrier;
  auto number = op.getAttrOfType<IntegerAttr>(kLaunchAttr);
  int32_t what = isBarrier ? KILN_PROBE_WAIT : number ? int32_t(number.getInt()) : KILN_PROBE_OTHER;
  if (!listed.contains(&op)) {
    if (op.getNumRegions() || !isMemoryEffectFree(&op)) {
      flush();
      if (now != what || number)
        tell(what);
    }
    return false;
  }
  if (!call)
    return true;
  uint64_t head = uint64_t(uint32_t(what)) << 32;
  if (isBarrier) {
    words.push_back(head);
    return true;
  }
  auto [kernel, constants] = t.calleeOf(call.getCalleeAttr().getAttr());
  OperandRange arguments = call.getOperands().drop_back(2);
  unsigned form = forms.insert({unsigned(arguments.size() + constants.size()), unsigned(forms.size()) + 1}).first->second;
  words.append({head | form, kernelNumber(kernel)});
  for (Value argument : arguments)
    words.push_back(*wordOf(argument));
  for (arith::ConstantOp constant : constants)
    words.push_back(*wordOf(constant));
  return true;
}

void Launches::leaveBlock() {
  flush();
  if (--depth && now != KILN_PROBE_OTHER)
    tell(KILN_PROBE_OTHER); // the entry's own loop goes on
}

void Launches::tell(int32_t what) {
  t.builder.CreateCall(begin, {t[entry.getArgument(1)], t[entry.getArgument(2)], t.builder.getInt32(what)});
  now = what;
}

void Launches::flush() {
  if (words.empty())
    return;
  if (words.size() == 1) { // a barrier before what a loop computes
    tell(KILN_PROBE_WAIT);
    t.builder.CreateCall(t.module.getFunction(kBarrier), t.all(entry.getArguments().drop_front()));
    words.clear();
    return;
  }
  llvm::Constant *list = llvm::ConstantDataArray::get(t.module.getContext(), words);
  auto *global = new llvm::GlobalVariable(t.module, list->getType(), /*isConstant=*/true, llvm::GlobalValue::PrivateLinkage, list,
                                          "kiln_launches");
  llvm::Value *end = t.builder.CreateConstGEP1_64(t.builder.getInt64Ty(), global, words.size());
  SmallVector<llvm::Value *> arguments = t.all(entry.getArguments());
  arguments.append({global, end});
  t.builder.CreateCall(walk, arguments);
  words.clear();
  now = kUnknown;
}

void Launches::finish() {
  if (!begin)
    return;
  defineBegin();
  defineWalk();
}

/// `kiln_begin(call, worker, what)`: the probe's first word is the function to call with it.
void Launches::defineBegin() {
  llvm::LLVMContext &context = t.module.getContext();
  llvm::Type *pointer = llvm::PointerType::get(context, 0);
  llvm::Value *call = begin->getArg(0), *worker = begin->getArg(1), *what = begin->getArg(2);
  auto *first = llvm::BasicBlock::Create(context, "", begin), *measured = llvm::BasicBlock::Create(context, "", begin),
       *plain = llvm::BasicBlock::Create(context, "", begin);
  llvm::IRBuilder<> b(first);
  llvm::Value *probe = b.CreateLoad(pointer, b.CreateConstGEP1_64(b.getInt8Ty(), call, offsetof(KilnCall, probe)));
  b.CreateCondBr(b.CreateIsNull(probe), plain, measured);
  b.SetInsertPoint(measured);
  auto *type = llvm::FunctionType::get(b.getVoidTy(), {pointer, worker->getType(), what->getType()}, false);
  b.CreateCall(type, b.CreateLoad(pointer, probe), {probe, worker, what});
  b.CreateBr(plain);
  b.SetInsertPoint(plain);
  b.CreateRetVoid();
}

/// Where each kernel lies, from the table on: numbers that no loader has to change.
llvm::GlobalVariable *Launches::kernelTable() {
  llvm::IRBuilder<> b(t.module.getContext());
  auto *type = llvm::ArrayType::get(b.getInt32Ty(), kernels.size());
  auto *table = new llvm::GlobalVariable(t.module, type, /*isConstant=*/true, llvm::GlobalValue::PrivateLinkage, nullptr, "kiln_kernels");
  auto address = [&](llvm::Constant *of) { return llvm::ConstantExpr::getPtrToInt(of, b.getInt64Ty()); };
  SmallVector<llvm::Constant *> places;
  for (auto [kernel, number] : kernels)
    places.push_back(llvm::ConstantExpr::getTrunc(llvm::ConstantExpr::getSub(address(kernel), address(table)), b.getInt32Ty()));
  table->setInitializer(llvm::ConstantArray::get(type, places));
  return table;
}

/// `kiln_walk(arena, call, worker, workers, list, end)`.
void Launches::defineWalk() {
  llvm::LLVMContext &context = t.module.getContext();
  auto block = [&] { return llvm::BasicBlock::Create(context, "", walk); };
  llvm::BasicBlock *first = block(), *head = block(), *step = block(), *measured = block(), *plain = block(), *behind = block();
  llvm::IRBuilder<> b(first);
  llvm::Type *pointer = b.getPtrTy(), *word = b.getInt64Ty();
  llvm::Value *arena = walk->getArg(0), *call = walk->getArg(1), *worker = walk->getArg(2), *workers = walk->getArg(3);
  llvm::GlobalVariable *table = kernelTable();
  auto load = [&](llvm::Value *list, uint64_t at) { return b.CreateLoad(word, b.CreateConstGEP1_64(word, list, at)); };

  llvm::Value *bases = b.CreateAlloca(llvm::ArrayType::get(pointer, Number + 1));
  llvm::Constant *nothing = llvm::ConstantPointerNull::get(b.getPtrTy()), *constants = t.module.getNamedGlobal(kConstantsName);
  for (auto [base, value] : {std::pair<Base, llvm::Value *>(Arena, arena), {Call, call}, {Constants, constants ? constants : nothing},
                             {Number, nothing}})
    b.CreateStore(value, b.CreateConstGEP1_64(pointer, bases, base));
  llvm::Value *probe = b.CreateLoad(pointer, b.CreateConstGEP1_64(b.getInt8Ty(), call, offsetof(KilnCall, probe)));
  llvm::Value *isPlain = b.CreateIsNull(probe);
  b.CreateBr(head);

  b.SetInsertPoint(head);
  llvm::PHINode *list = b.CreatePHI(pointer, forms.size() + 2);
  list->addIncoming(walk->getArg(4), first);
  b.CreateCondBr(b.CreateICmpEQ(list, walk->getArg(5)), behind, step);
  b.SetInsertPoint(step);
  llvm::Value *begun = load(list, 0);
  b.CreateCondBr(isPlain, plain, measured);
  b.SetInsertPoint(measured);
  b.CreateCall(begin, {call, worker, b.CreateTrunc(b.CreateLShr(begun, 32), b.getInt32Ty())});
  b.CreateBr(plain);
  b.SetInsertPoint(plain);
  llvm::BasicBlock *barrier = block();
  llvm::SwitchInst *form = b.CreateSwitch(b.CreateTrunc(begun, b.getInt32Ty()), barrier, forms.size());
  auto next = [&](uint64_t length) {
    list->addIncoming(b.CreateConstGEP1_64(word, list, length), b.GetInsertBlock());
    b.CreateBr(head);
  };

  b.SetInsertPoint(barrier);
  if (llvm::Function *meet = t.module.getFunction(kBarrier))
    b.CreateCall(meet, {call, worker, workers});
  next(1);
  for (auto [count, number] : forms) {
    llvm::BasicBlock *launch = block();
    form->addCase(b.getInt32(number), launch);
    b.SetInsertPoint(launch);
    llvm::Value *place = b.CreateLoad(b.getInt32Ty(), b.CreateGEP(b.getInt32Ty(), table, load(list, 1)));
    llvm::Value *kernel = b.CreateGEP(b.getInt8Ty(), table, b.CreateSExt(place, word));
    SmallVector<llvm::Value *> arguments;
    for (unsigned i = 0; i < count; ++i) {
      llvm::Value *argument = load(list, 2 + i);
      llvm::Value *base = b.CreateLoad(pointer, b.CreateGEP(pointer, bases, b.CreateAnd(argument, Number)));
      arguments.push_back(b.CreateGEP(b.getInt8Ty(), base, b.CreateAShr(argument, kBaseBits)));
    }
    arguments.append({worker, workers});
    auto types = llvm::map_to_vector(arguments, [](llvm::Value *value) { return value->getType(); });
    b.CreateCall(llvm::FunctionType::get(b.getVoidTy(), types, false), kernel, arguments);
    next(2 + count);
  }
  b.SetInsertPoint(behind);
  b.CreateRetVoid();
}
