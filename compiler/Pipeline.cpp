// SPDX-License-Identifier: Apache-2.0
//===- Pipeline.cpp -------------------------------------------------------===//
#include "compiler/Pipeline.h"

#include "compiler/graph/Passes.h"
#include "compiler/loops/ApplyTuning.h"
#include "compiler/loops/KernelAttributes.h"
#include "compiler/loops/Passes.h"
#include "compiler/memory/Passes.h"
#include "compiler/memory/PlanAttributes.h"
#include "compiler/native/Native.h"
#include "dialects/kiln/Kiln.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace kiln;

void kiln::buildPlainGraphPipeline(OpPassManager &passes) {
  OpPassManager &entry = passes.nest<EntryOp>();
  entry.addPass(createInlineCompositesPass({/*keepRules=*/true}));
  entry.addPass(createCheckIndicesPass());
  entry.addPass(createDifferentiatePass());
  entry.addPass(createInlineCompositesPass());
  entry.addPass(createWidenSumsPass());
  entry.addPass(createFormGroupsPass({/*fuse=*/false}));
}

void kiln::buildDerivativePipeline(OpPassManager &passes) {
  OpPassManager &entry = passes.nest<EntryOp>();
  // Nothing is merged or folded before derivatives are taken: by which of two equal values one differentiates matters.
  entry.addPass(createInlineCompositesPass({/*keepRules=*/true}));
  entry.addPass(createCheckIndicesPass());
  entry.addPass(createDifferentiatePass());
  entry.addPass(createInlineCompositesPass());
  entry.addPass(createWidenSumsPass());
  entry.addPass(createSimplifyPass());
  entry.addPass(createCSEPass());
}

void kiln::buildGraphPipeline(OpPassManager &passes) {
  buildDerivativePipeline(passes);
  OpPassManager &entry = passes.nest<EntryOp>();
  entry.addPass(createInvertWindowsPass());
  entry.addPass(createSimplifyPass());
  entry.addPass(createCSEPass());
  entry.addPass(createUnfoldWindowsPass());
  entry.addPass(createSimplifyPass());
  entry.addPass(createCSEPass());
  entry.addPass(createChooseLayoutsPass());
  entry.addPass(createSimplifyPass());
  entry.addPass(createCSEPass());
  entry.addPass(createPadWindowsPass());
  entry.addPass(createCSEPass());
  entry.addPass(createFormGroupsPass());
  entry.addPass(createGroupAttentionPass());
  entry.addPass(createChainGroupsPass());
  entry.addPass(createArrangeWeightsPass());
}

void kiln::buildLoopsPipeline(OpPassManager &passes, const Cpu &cpu, bool winograd, std::shared_ptr<const Tuning> tuning) {
  LowerGroupsPassOptions options;
  options.vectorBytes = llvm::is_contained(cpu.features, "avx512f") ? 64
                        : llvm::is_contained(cpu.features, "avx")   ? 32
                                                                    : 16;
  options.winograd = winograd;
  if (tuning && !tuning->kernels.empty())
    passes.addPass(createApplyTuningPass(std::move(tuning)));
  passes.addPass(createLowerGroupsPass(options));
}

void kiln::buildMemoryPipeline(OpPassManager &passes, int64_t budget, bool inPercent, bool trapNonFinite) {
  if (budget)
    passes.addPass(createFitBudgetPass({budget, inPercent}));
  passes.addPass(createPlanArenaPass({trapNonFinite}));
}

void kiln::registerPipelines() {
  PassPipelineRegistration<>("kiln-graph", "the graph stage", buildGraphPipeline);
  PassPipelineRegistration<>("kiln-plain-graph", "the graph stage of -O0", buildPlainGraphPipeline);
  PassPipelineRegistration<>("kiln-loops", "the loops stage, for this machine",
                             [](OpPassManager &passes) {
                               if (auto cpu = findCpu("native"))
                                 buildLoopsPipeline(passes, *cpu);
                               else
                                 llvm::consumeError(cpu.takeError());
                             });
  PassPipelineRegistration<>("kiln-memory", "the memory stage", [](OpPassManager &passes) { buildMemoryPipeline(passes); });
}

static int64_t number(ModuleOp module, StringRef name) {
  auto value = module->getAttrOfType<IntegerAttr>(name);
  return value ? value.getInt() : 0;
}

LogicalResult kiln::runStages(ModuleOp module, Stage last, const CompileOptions &options,
                              CompileReport &report, Stage first) {
  llvm::Expected<Cpu> cpu = findCpu(options.cpu);
  if (!cpu)
    return module.emitError(llvm::toString(cpu.takeError()));
  report.cpu = *cpu;
  for (auto storage : module.getOps<StorageOp>())
    if (storage.getKind() == StorageKind::param)
      report.parameters += storage.getTensorType().getNumElements();
  if (failed(checkContract(module, Stage(int(first) - 1))))
    return failure();

  std::shared_ptr<const Tuning> tuning;
  if (options.optimise && options.tuning)
    if (std::optional<Tuning> ofCpu = options.tuning->of(cpu->name))
      tuning = std::make_shared<Tuning>(std::move(*ofCpu));
  if (first == Stage::Graph && tuning && failed(limitChains(module, *tuning)))
    return failure();

  for (Stage stage : {Stage::Graph, Stage::Loops, Stage::Memory}) {
    if (stage < first)
      continue;
    if (stage > last)
      break;
    double begin = PassTimes::now();
    CompileReport::Row row{stage, 0, {}};
    PassManager passes(module.getContext());
    passes.addInstrumentation(std::make_unique<TimePasses>(row.passes));
    // Contracts verify the module behind each stage.
    passes.enableVerifier(false);
    switch (stage) {
    case Stage::Kiln:
    case Stage::Native: // gives an object, no module
      break;
    case Stage::Graph:
      options.optimise ? buildGraphPipeline(passes) : buildPlainGraphPipeline(passes);
      break;
    case Stage::Loops:
      buildLoopsPipeline(passes, *cpu, options.optimise && options.winograd, tuning);
      break;
    case Stage::Memory:
      buildMemoryPipeline(passes, options.memoryBudget, options.budgetInPercent, options.trapNonFinite);
      break;
    }
    bool told = false;
    ScopedDiagnosticHandler listener(module.getContext(), [&](Diagnostic &diagnostic) {
      told |= diagnostic.getSeverity() == DiagnosticSeverity::Error;
      return failure(); // others show it
    });
    if (failed(passes.run(module))) {
      if (!told)
        module.emitError("a pass came to no end, or failed without a word");
      return failure();
    }
    if (failed(checkContract(module, stage)))
      return failure();
    row.milliseconds = PassTimes::now() - begin;
    report.times.push_back(std::move(row));
  }
  report.arenaBytes = number(module, plan::kArenaSize);
  report.arenaLowerBound = number(module, plan::kLowerBound);
  report.budget = number(module, plan::kBudget);
  report.arenaWithoutBudget = number(module, plan::kDefaultSize);
  if (auto more = module->getAttrOfType<FloatAttr>(plan::kMoreWork))
    report.moreWork = more.getValueAsDouble();
  return success();
}

LogicalResult kiln::runNative(ArrayRef<Variant> variants, CompileReport &report, llvm::SmallVectorImpl<char> &object) {
  double begin = PassTimes::now();
  NativeReport native;
  for (const Variant &variant : variants)
    report.kernels += size_t(llvm::count_if(ModuleOp(variant.module).getOps<func::FuncOp>(),
                                            [](func::FuncOp function) { return function->hasAttr(kernel::kKernel); }));
  if (failed(compileObject(variants, object, &native)))
    return failure();
  report.times.push_back({Stage::Native, PassTimes::now() - begin, std::move(native.times)});
  report.spills = std::move(native.spills);
  return success();
}
