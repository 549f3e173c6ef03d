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

/// What a processor has instructions for.
struct Instructions {
  bool scaling = false; ///< x * 2^n (AVX-512)
  bool fma = true;      ///< a * b + c in one rounding; without, it is two: a call for each element takes a hundred times as long
};

/// The functions and constants of `module` as LLVM IR, in one walk: memrefs are bare pointers, indices i64, loops blocks.
/// With `shares` kernels and loops that differ in sizes alone are there once (SharedCode). Takes func, scf, memref, vector, arith and math ops as kernels and entry functions use them. Null after an error that was reported.
std::unique_ptr<llvm::Module> translateFunctions(mlir::ModuleOp module, llvm::LLVMContext &context, Instructions has = {},
                                                 bool shares = false);

} // namespace kiln
