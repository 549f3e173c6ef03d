// SPDX-License-Identifier: Apache-2.0
//===- Translate.h - functions of the memory stage to LLVM IR --------------===//
#pragma once

#include "mlir/IR/BuiltinOps.h"

#include <memory>

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace kiln {

/// The functions and constants of `module` as LLVM IR, in one walk: memrefs are bare pointers, indices i64, loops blocks.
/// Takes func, scf, memref, vector, arith and math ops as kernels and entry functions use them. Null after an error that was reported.
/// With `scalesByPowers` the processor has an instruction for x * 2^n (AVX-512).
std::unique_ptr<llvm::Module> translateFunctions(mlir::ModuleOp module, llvm::LLVMContext &context, bool scalesByPowers = false);

} // namespace kiln
