// SPDX-License-Identifier: Apache-2.0
//===- Passes.td - the passes of the native stage -------------------------===//
#ifndef KILN_NATIVE_PASSES_TD
#define KILN_NATIVE_PASSES_TD

include "mlir/Pass/PassBase.td"

def PrintLLVMPass : Pass<"kiln-print-llvm", "::mlir::ModuleOp"> {
  let summary = "writes the functions of a module as LLVM IR (for tests)";
  let options = [Option<"shares", "share", "bool", "false", "kernels and loops that differ in sizes alone are one function">,
                 Option<"output", "output", "std::string", "\"-\"", "the file to write">];
}

def WriteObjectPass : Pass<"kiln-write-object", "::mlir::ModuleOp"> {
  let summary = "compiles a planned module to an object file (for tests; `kiln build` links it too)";
  let options = [
    Option<"output", "output", "std::string", "\"\"", "the object file to write">,
    Option<"cpu", "cpu", "std::string", "\"native\"", "the processor to compile for">,
  ];
}

#endif
