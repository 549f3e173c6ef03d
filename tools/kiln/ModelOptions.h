// SPDX-License-Identifier: Apache-2.0
//===- ModelOptions.h - which model, of which sizes -----------------------===//
#pragma once

#include "compiler/CompileOptions.h"
#include "compiler/loops/Tuning.h"
#include "frontends/kiln/Frontend.h"
#include "tools/kiln/CommandLine.h"
#include "llvm/ADT/ArrayRef.h"

namespace kiln {

/// What settles a model, whatever a subcommand then does with it.
struct ModelOptions {
  frontend::FrontendOptions frontend;
  CompileOptions compile;

  ModelOptions() { compile.version = KILN_VERSION; }

  /// `--tune FILE`; empty: the .tune file beside the model, where there is one and not `--no-tune`.
  std::string tune;
  bool mayTune = true;

  /// Reads the schedules that are chosen for the model `file`; false behind the messages of their errors.
  bool readTuning(llvm::StringRef file);

  /// Declares `-O0`, `--no-winograd`, `--trap-nonfinite`, `--tune FILE`, `--no-tune`, `--set DIM=N`, `--cpu NAME`, `--precision f64`,
  /// `--memory-budget N` and `--dump PATH`, of which the help shows `shown`; the others are understood.
  void declare(CommandLine &line, llvm::ArrayRef<llvm::StringRef> shown);
};

/// `mlp.tune` beside `mlp.kiln`.
std::string tuneFileOf(llvm::StringRef model);
/// The messages of errors in a .tune file, with the lines.
void printErrors(llvm::StringRef file, llvm::StringRef text, llvm::ArrayRef<TuningError> errors);

/// The module of a model file; null behind the messages of its errors.
mlir::OwningOpRef<mlir::ModuleOp> readModel(mlir::MLIRContext &context, llvm::StringRef file,
                                            const frontend::FrontendOptions &options);

/// The entries that a user calls, in the model's order.
std::vector<std::string> entriesOf(mlir::ModuleOp module);
/// The same as a message lists them: "`step`, `predict`", or "the model has none".
std::string listed(llvm::ArrayRef<std::string> entries);

} // namespace kiln
