// SPDX-License-Identifier: Apache-2.0
//===- Passes.td - the passes of the memory stage -------------------------===//
#ifndef KILN_MEMORY_PASSES_TD
#define KILN_MEMORY_PASSES_TD

include "mlir/Pass/PassBase.td"

def PlanArenaPass : Pass<"kiln-plan-arena", "::mlir::ModuleOp"> {
  let summary = "gives every value a slot of one arena and turns entries into functions over it";
  let description = [{
    Storages first, then what entries compute: each entry has the rest of the arena to itself, values whose
    lifetimes do not meet share bytes. A launch writes straight into the storage, stacked row or next carry
    that wants its result where no later read is spoilt; otherwise the value is copied and a remark says why.
    Workers meet only before a step that depends on an earlier one through some byte of the arena.
    With `trap-nonfinite` an entry looks at what each kernel reads and writes, and records a fault at the first that makes a NaN of
    operands without one, or an infinity of finite operands.
  }];
  let options = [Option<"trapNonFinite", "trap-nonfinite", "bool", "false", "find the kernel that makes the first NaN or infinity">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
                           "::mlir::LLVM::LLVMDialect"];
}

def FitBudgetPass : Pass<"kiln-fit-budget", "::mlir::ModuleOp"> {
  let summary = "runs kernels again instead of keeping their results, until each entry fits into a budget";
  let description = [{
    Before the plan. A kernel whose results wait at the peak of an entry runs once more before they are read again; rows that one loop leaves for
    another are made again in the other's steps. Chosen by bytes times time for the cost; the plan is made after each choice. Where nothing
    more helps an error names the three largest tensors.
  }];
  let options = [Option<"bytes", "bytes", "int64_t", "100", "the budget">,
                 Option<"percent", "percent", "bool", "true", "it is in hundredths of what the plan takes without it">];
  let dependentDialects = ["::kiln::KilnDialect"];
}

#endif
