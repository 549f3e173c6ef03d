// SPDX-License-Identifier: Apache-2.0
//===- CompileOptions.h - everything that a user may choose ---------------===//
#pragma once

#include <memory>
#include <string>

namespace kiln {

struct TuningFile;

/// What the stages of the compiler need to know beside the module. No stage reads anything else:
/// no global, no environment. Dims (`--set`) are settled by the frontend before the first stage.
struct CompileOptions {
  /// The processor to compile for: `native`, or a name that LLVM knows, such as `x86-64-v3`. `fat` is no processor
  /// but several (native/Target.h): `kiln build` compiles for each of them.
  std::string cpu = "native";
  /// Off (`-O0`), the graph stage rewrites and fuses nothing, each op is a kernel of its own, and LLVM's code generator takes
  /// its shortest way.
  bool optimise = true;
  /// Convolutions may go through transforms, with fewer multiplications and other roundings (off: `--no-winograd`).
  bool winograd = true;
  /// Schedules that somebody else than the cost model has chosen (`--tune`, or a .tune file beside the model); null: none.
  std::shared_ptr<const TuningFile> tuning;
  /// Bytes that the arena may take, or hundredths of what it takes without (`--memory-budget`); 0: any.
  int64_t memoryBudget = 0;
  bool budgetInPercent = false;
  /// Behind each kernel the entry looks for what is not finite (`--trap-nonfinite`).
  bool trapNonFinite = false;
  /// Every float of the model is f64 (`--precision f64`). The frontend builds the module so; the
  /// package records it.
  bool f64 = false;
  /// Version of the compiler, written into the package.
  std::string version = "0.1.0";
};

} // namespace kiln
