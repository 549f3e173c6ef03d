// SPDX-License-Identifier: Apache-2.0
//===- Contracts.h - what may exist at each stage boundary ----------------===//
#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

namespace kiln {

/// The stages, by the words that name their folders; `Kiln` is what a frontend hands over.
enum class Stage { Kiln, Graph, Loops, Memory, Native };

llvm::StringRef stageName(Stage stage);
std::optional<Stage> stageNamed(llvm::StringRef name);

/// Verifies a module and that it holds what the next stage expects and nothing else. Runs in all
/// builds: a failure is a bug of the compiler, reported at its place instead of as wrong code.
mlir::LogicalResult checkContract(mlir::ModuleOp module, Stage after);

} // namespace kiln
