// SPDX-License-Identifier: Apache-2.0
//===- Passes.td - the stage `loops`: groups become kernels ----------------===//
#ifndef KILN_LOOPS_PASSES_TD
#define KILN_LOOPS_PASSES_TD

include "mlir/Pass/PassBase.td"

def ApplyTuningPass : Pass<"kiln-apply-tuning", "::mlir::ModuleOp"> {
  let summary = "put the choices of a .tune file on the groups that they are about";
  let description = [{
    Each becomes `kiln.schedule`, with its place in the file beside it. A line about no kernel is an error with a near name; one about a
    kernel of other sizes a warning.
  }];
  let options = [Option<"file", "file", "std::string", "", "the .tune file">,
                 Option<"cpu", "cpu", "std::string", "", "whose part of it holds">];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def LowerGroupsPass : Pass<"kiln-lower-groups", "::mlir::ModuleOp"> {
  let summary = "write a kernel for each `kiln.group` and launch it there";
  let description = [{
    A kernel is a `func.func` on memrefs, as `kiln.launch` describes it; groups with the same body share one. The work
    of a kernel is cut into tiles by the shapes alone, and tile t is done by worker t mod workers: results do not depend
    on the number of workers. A kernel of little work is one tile.
  }];
  let options = [Option<"vectorBytes", "vector-bytes", "unsigned", "64", "bytes of a vector register">,
                 Option<"winograd", "winograd", "bool", "true", "convolve by transforms where that is faster">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect", "::mlir::math::MathDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

#endif
