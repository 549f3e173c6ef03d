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
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
                           "::mlir::LLVM::LLVMDialect"];
}

#endif
