// SPDX-License-Identifier: Apache-2.0
//===- Performance.h - kernels that fall short of what was meant ----------===//
#pragma once

#include "dialects/kiln/analysis/Place.h"
#include "compiler/native/Native.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/StringMap.h"

#include <string>
#include <vector>

namespace kiln {

/// A kernel that runs a long loop without vectors, a contraction that is not cut into tiles, or an innermost loop that keeps
/// registers in memory. A warning of `kiln build`, an error under `--strict-performance`.
struct PerformanceFault {
  Place place;
  std::string text;
};

/// The kernels that entries run, but for `init`, of a module behind the memory stage.
class Kernels {
public:
  explicit Kernels(mlir::ModuleOp module);

  struct Kernel {
    std::string name;
    mlir::DictionaryAttr about; ///< see KernelAttributes.h
    llvm::SmallVector<Place, 4> places;
    std::vector<std::string> paths;
  };
  /// Those called `wanted`, or that come from the path `wanted` or a part of it.
  std::vector<std::string> named(llvm::StringRef wanted) const;
  /// What the loops stage has written.
  std::vector<PerformanceFault> faults() const;
  /// What the register allocator did to it.
  std::vector<PerformanceFault> faults(llvm::ArrayRef<Spills> spills) const;

  std::vector<Kernel> all; ///< in the order of their first launch; links of chains follow their chain

private:
  llvm::StringMap<size_t> numbers; // of `all`
  void add(mlir::SymbolTable &symbols, mlir::Operation *call, llvm::StringRef callee, int depth);
};

} // namespace kiln
