// SPDX-License-Identifier: Apache-2.0
//===- Package.h - writes what a compiled model says about itself ---------===//
#pragma once

#include "compiler/CompileOptions.h"
#include "compiler/native/Object.h"
#include "compiler/native/Target.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"

#include <vector>

namespace kiln {

struct Package {
  std::vector<char> bytes;          ///< laid out as runtime/abi/Package.h says
  std::vector<EntrySymbol> entries; ///< in the order of `kiln_entry_table`
};

/// On each call of a kernel by an entry: the number of its record in the package's table of launches.
inline constexpr llvm::StringLiteral kLaunchAttr = "kiln.launch";

/// The package of a module that the memory stage has planned. Numbers its launches by kLaunchAttr.
mlir::FailureOr<Package> writePackage(mlir::ModuleOp module, const Cpu &cpu,
                                      const CompileOptions &options);

} // namespace kiln
