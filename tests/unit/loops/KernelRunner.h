// SPDX-License-Identifier: Apache-2.0
//===- KernelRunner.h - compiles the kernels of a module and calls them ---===//
#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"

#include <memory>
#include <string>
#include <vector>

namespace kiln::testing {

/// A context with every dialect that kernels pass through.
std::unique_ptr<mlir::MLIRContext> makeContext();

/// The kernel of the only `kiln.group` in a module, compiled for this machine.
class KernelRunner {
public:
  /// `text`: a module with one group; empty `error` on success.
  KernelRunner(mlir::MLIRContext &context, const std::string &text);
  const std::string &error() const { return message; }
  /// Pointers to the operands, then the results; runs workers n-1 … 0 one after the other.
  void run(const std::vector<void *> &buffers, int64_t workers) const;

private:
  std::string message;
  std::unique_ptr<llvm::orc::LLJIT> jit;
  void *kernel = nullptr;
};

} // namespace kiln::testing
