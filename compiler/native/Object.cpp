// SPDX-License-Identifier: Apache-2.0
//===- Object.cpp ---------------------------------------------------------===//
#include "compiler/native/Object.h"

#include "compiler/memory/PlanAttributes.h"
#include "compiler/native/translate/Translate.h"
#include "runtime/abi/Package.h"
#include "llvm/CodeGen/MachineDominators.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/MachineLoopInfo.h"
#include "llvm/CodeGen/MachineOptimizationRemarkEmitter.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DiagnosticHandler.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/MCSubtargetInfo.h"
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
  Value *call = function->getArg(0);
  IRBuilder<> builder(BasicBlock::Create(context, "", function));
  Value *arena = builder.CreateLoad(pointer, call); // its first word
  builder.CreateCall(body, {arena, call, function->getArg(1), function->getArg(2)});
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
                                              SmallVectorImpl<Function *> &table, bool shares) {
  auto has = [&](StringRef feature) { return machine.getMCSubtargetInfo()->checkFeatures(feature); };
  std::unique_ptr<Module> result = translateFunctions(module, context, {has("+avx512f"), has("+fma")}, shares);
  if (!result)
    return nullptr;
  result->setTargetTriple(machine.getTargetTriple());
  result->setDataLayout(machine.createDataLayout());

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
  return result;
}

void kiln::addPackage(Module &module, ArrayRef<Function *> table, ArrayRef<char> package) {
  auto *type = ArrayType::get(PointerType::get(module.getContext(), 0), table.size());
  SmallVector<Constant *> functions(table.begin(), table.end());
  addConstant(module, "kiln_entry_table", ConstantArray::get(type, functions), 8);
  addConstant(module, "kiln_package",
              ConstantDataArray::getString(module.getContext(), StringRef(package.data(), package.size()), /*AddNull=*/false), 64);
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

static mlir::LogicalResult generate(Module &module, TargetMachine &machine, CodeGenFileType type, SmallVectorImpl<char> &output,
                                    kiln::NativeReport &report) {
  leaveOutPasses();
  double begin = kiln::PassTimes::now();
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
  report.times.add("LLVM passes", kiln::PassTimes::now() - begin);

  begin = kiln::PassTimes::now();
  raw_svector_ostream stream(output);
  legacy::PassManager codegen;
  if (machine.addPassesToEmitFile(codegen, stream, nullptr, type))
    return mlir::failure();
  codegen.run(module);
  report.times.add("code generation", kiln::PassTimes::now() - begin);
  return mlir::success();
}

namespace {

/// Of so many instructions of a loop one that moves a register from or to memory costs nothing to speak of, nor do fewer than kFewSpills.
constexpr unsigned kSpillShare = 50, kFewSpills = 4;

/// Listens to what the register allocator says of loops.
class SpillListener : public DiagnosticHandler {
public:
  explicit SpillListener(std::vector<kiln::Spills> &found) : found(found) {}
  bool isMissedOptRemarkEnabled(StringRef pass) const override { return pass == "regalloc"; }
  bool isAnyRemarkEnabled() const override { return true; }
  bool handleDiagnostics(const DiagnosticInfo &info) override {
    auto *remark = dyn_cast<DiagnosticInfoMIROptimization>(&info);
    if (!remark)
      return false;
    if (remark->getRemarkName() != "LoopSpillReloadCopies")
      return true;
    kiln::Spills spills;
    for (const auto &argument : remark->getArgs()) {
      unsigned number = 0;
      if (StringRef(argument.Val).getAsInteger(10, number))
        continue;
      if (argument.Key == "NumSpills" || argument.Key == "NumFoldedSpills")
        spills.stores += number;
      else if (argument.Key == "NumReloads" || argument.Key == "NumFoldedReloads")
        spills.loads += number;
    }
    if (spills.stores + spills.loads < kFewSpills)
      return true;
    auto &function = *const_cast<MachineFunction *>(remark->getBlock()->getParent());
    MachineDominatorTree dominators(function);
    MachineLoopInfo loops(dominators);
    MachineLoop *loop = loops.getLoopFor(remark->getBlock());
    if (!loop || !loop->isInnermost())
      return true;
    unsigned instructions = 0;
    for (MachineBasicBlock *block : loop->blocks())
      for (const MachineInstr &instruction : *block) {
        if (instruction.isCall())
          return true; // around kernels, not in one
        ++instructions;
      }
    if (spills.stores + spills.loads < std::max(kFewSpills, instructions / kSpillShare + 1))
      return true;
    spills.kernel = function.getName().split('.').first.str(); // of a loop of it too
    auto known = find_if(found, [&](const kiln::Spills &other) { return other.kernel == spills.kernel; });
    if (known == found.end())
      found.push_back(spills);
    else if (known->stores + known->loads < spills.stores + spills.loads)
      *known = spills;
    return true;
  }

private:
  std::vector<kiln::Spills> &found;
};

} // namespace

mlir::LogicalResult kiln::emitObject(Module &module, TargetMachine &machine, SmallVectorImpl<char> &object,
                                     NativeReport &report) {
  module.getContext().setDiagnosticHandler(std::make_unique<SpillListener>(report.spills), /*RespectFilters=*/true);
  return generate(module, machine, CodeGenFileType::ObjectFile, object, report);
}

mlir::LogicalResult kiln::emitAssembly(Module &module, TargetMachine &machine, ArrayRef<std::string> functions,
                                       SmallVectorImpl<char> &text) {
  for (StringRef name : {"kiln_entry_table", "kiln_package"})
    if (GlobalVariable *global = module.getGlobalVariable(name))
      global->eraseFromParent();
  for (const std::string &name : functions)
    if (Function *function = module.getFunction(name))
      function->setLinkage(GlobalValue::ExternalLinkage);
  machine.Options.MCOptions.AsmVerbose = true;
  NativeReport report;
  return generate(module, machine, CodeGenFileType::AssemblyFile, text, report);
}
