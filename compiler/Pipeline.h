// SPDX-License-Identifier: Apache-2.0
//===- Pipeline.h - the table of contents of the compiler -----------------===//
#pragma once

#include "compiler/CompileOptions.h"
#include "compiler/Contracts.h"
#include "compiler/native/Native.h"
#include "compiler/native/Target.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/SmallVector.h"

namespace kiln {

struct Tuning;

/// The first half of the graph stage, which settles what is computed: gradients written out, nothing computed twice.
void buildDerivativePipeline(mlir::OpPassManager &passes);

/// The passes of a stage, in order.
void buildGraphPipeline(mlir::OpPassManager &passes);
void buildPlainGraphPipeline(mlir::OpPassManager &passes); ///< of `-O0`: nothing rewritten, nothing fused
void buildLoopsPipeline(mlir::OpPassManager &passes, const Cpu &cpu, bool winograd = true, std::shared_ptr<const Tuning> tuning = nullptr);
/// `budget` in bytes or hundredths of the peak without; 0: none.
void buildMemoryPipeline(mlir::OpPassManager &passes, int64_t budget = 0, bool inPercent = false,
                         bool trapNonFinite = false);

/// `kiln-graph`, `kiln-plain-graph`, `kiln-loops` (for this machine) and `kiln-memory`, for kiln-opt.
void registerPipelines();

/// What happened on the way.
struct CompileReport {
  struct Row {
    Stage stage;
    double milliseconds; ///< processor time
    PassTimes passes;
  };
  llvm::SmallVector<Row> times;
  Cpu cpu;
  int64_t arenaBytes = 0;      ///< the planned peak
  int64_t arenaLowerBound = 0; ///< no plan could need less
  int64_t budget = 0;          ///< bytes that the arena may take; 0: any
  int64_t arenaWithoutBudget = 0; ///< bytes
  double moreWork = 0;         ///< of what an entry computes and moves, to keep to the budget
  int64_t parameters = 0;      ///< scalars found by training
  std::vector<Spills> spills;  ///< in innermost loops of kernels
  size_t kernels = 0;          ///< distinct ones; several launches may share one
};

/// Takes a module from the frontend (or from behind the stage before `first`) through the stages up
/// to `last`, checking the contract behind each one; of the native stage only the lowering to the
/// LLVM dialect.
mlir::LogicalResult runStages(mlir::ModuleOp module, Stage last, const CompileOptions &options,
                              CompileReport &report, Stage first = Stage::Graph);

/// The object file of a model behind the memory stage, for one processor or several.
mlir::LogicalResult runNative(llvm::ArrayRef<Variant> variants, CompileReport &report, llvm::SmallVectorImpl<char> &object);

} // namespace kiln
