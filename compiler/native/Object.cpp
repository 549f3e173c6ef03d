// SPDX-License-Identifier: Apache-2.0
//===- Object.cpp ---------------------------------------------------------===//
#include "compiler/native/Object.h"

#include "compiler/memory/PlanAttributes.h"
#include "compiler/native/translate/Translate.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

// The body takes (arena, call, worker, workers); the runtime calls (call, worker, workers).
static Function *createEntry(Module &module, const kiln::EntrySymbol &entry) {
  Function *body = module.getFunction(entry.function);
  if (!body || body->arg_size() != 4)
    return nullptr;
  LLVMContext &context = module.getContext();
  Type *pointer = PointerType::get(context, 0);
  Type *word = Type::getInt64Ty(context);
  auto *type = FunctionType::get(Type::getVoidTy(context), {pointer, word, word}, false);
  Function *function = Function::Create(type, GlobalValue::InternalLinkage,
                                        "kiln_call_" + entry.function, module);
  IRBuilder<> builder(BasicBlock::Create(context, "", function));
  // KilnCall::arena is the first word of the call.
  Value *arena = builder.CreateLoad(pointer, function->getArg(0));
  builder.CreateCall(body, {arena, function->getArg(0), function->getArg(1), function->getArg(2)});
  builder.CreateRetVoid();
  return function;
}

static void addConstant(Module &module, StringRef name, Constant *value, unsigned align) {
  auto *global = new GlobalVariable(module, value->getType(), /*isConstant=*/true,
                                    GlobalValue::ExternalLinkage, value, name);
  global->setAlignment(Align(align));
  global->setVisibility(GlobalValue::HiddenVisibility);
}

std::unique_ptr<Module> kiln::translateToLLVM(mlir::ModuleOp module, LLVMContext &context,
                                              const Cpu &cpu, TargetMachine &machine,
                                              ArrayRef<EntrySymbol> entries,
                                              ArrayRef<char> package) {
  std::unique_ptr<Module> result = translateFunctions(module, context);
  if (!result)
    return nullptr;
  result->setTargetTriple(machine.getTargetTriple());
  result->setDataLayout(machine.createDataLayout());

  SmallVector<Constant *> table;
  for (const EntrySymbol &entry : entries) {
    Function *function = createEntry(*result, entry);
    if (!function) {
      module.emitError("entry function `") << entry.function << "` is missing or takes other "
                                           << "arguments than arena, call, worker and workers";
      return nullptr;
    }
    table.push_back(function);
  }
  for (Function &function : *result) {
    if (function.isDeclaration())
      continue;
    if (!function.hasInternalLinkage())
      function.setLinkage(GlobalValue::InternalLinkage);
    function.addFnAttr("target-cpu", machine.getTargetCPU());
    function.addFnAttr("tune-cpu", cpu.name);
    function.addFnAttr("target-features", cpu.featureString());
    function.addFnAttr(Attribute::NoUnwind);
  }
  // Thousands of calls in a row: a pointer made once and kept for all of them costs more than one made for each.
  for (Function &function : *result)
    if (!function.isDeclaration() && function.getName().starts_with(plan::kEntryPrefix))
      for (Attribute::AttrKind kind : {Attribute::NoInline, Attribute::OptimizeNone})
        function.addFnAttr(kind);
  auto *tableType = ArrayType::get(PointerType::get(context, 0), table.size());
  addConstant(*result, "kiln_entry_table", ConstantArray::get(tableType, table), 8);
  addConstant(*result, "kiln_package",
              ConstantDataArray::getString(context, StringRef(package.data(), package.size()),
                                           /*AddNull=*/false),
              64);
  return result;
}

/// Passes of the code generator that only an option leaves out. The search for better addresses in loops finds none after the loops
/// stage; the order of instructions after register allocation is of no use to processors that reorder them. Both take an eighth of the time.
static void leaveOutPasses() {
  auto &options = cl::getRegisteredOptions();
  for (auto [name, value] : {std::pair("disable-lsr", "true"), std::pair("post-RA-scheduler", "false")})
    if (auto option = options.find(name); option != options.end())
      if (option->second->getNumOccurrences() == 0)
        option->second->addOccurrence(0, name, value);
}

mlir::LogicalResult kiln::emitObject(Module &module, TargetMachine &machine,
                                     SmallVectorImpl<char> &object) {
  leaveOutPasses();
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  ModuleAnalysisManager modules;
  PassBuilder passes(&machine);
  passes.registerModuleAnalyses(modules);
  passes.registerCGSCCAnalyses(components);
  passes.registerFunctionAnalyses(functions);
  passes.registerLoopAnalyses(loops);
  passes.crossRegisterProxies(loops, functions, components, modules);
  // The loops stage has vectorised, tiled and hoisted; what is left is cleaning. LLVM's default
  // pipelines take eight times as long for code of the same speed.
  ModulePassManager pipeline;
  if (Error problem = passes.parsePassPipeline(
          pipeline, "function(sroa,early-cse,instsimplify,simplifycfg),globaldce")) {
    consumeError(std::move(problem));
    return mlir::failure();
  }
  pipeline.run(module, modules);

  raw_svector_ostream stream(object);
  legacy::PassManager codegen;
  if (machine.addPassesToEmitFile(codegen, stream, nullptr, CodeGenFileType::ObjectFile))
    return mlir::failure();
  codegen.run(module);
  return mlir::success();
}
