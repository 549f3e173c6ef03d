// SPDX-License-Identifier: Apache-2.0
//===- CompiledEntry.h - an entry compiled in this process and called -----===//
#pragma once

#include "compiler/CompileOptions.h"
#include "compiler/LoadedObject.h"
#include "dialects/kiln/reference/HostTensor.h"

#include "mlir/IR/BuiltinOps.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace kiln {

/// The object file that `kiln build` would link, loaded here instead; its entry runs with one worker. For judging
/// compiled code, not for using it: faults are not reported.
class CompiledEntry {
public:
  /// `module` has exactly one entry, whose arguments are inputs and whose results are outputs, and has passed no
  /// stage (`behindGraph`: the graph stage). It is consumed. Null after an error that was reported.
  static std::unique_ptr<CompiledEntry> compile(mlir::ModuleOp module, bool behindGraph = false);

  void set(unsigned argument, const reference::HostTensor &value);
  /// One element of an argument of f64.
  void set(unsigned argument, int64_t element, double value);
  /// Runs on the arguments that were set.
  void call();
  reference::HostTensor result(unsigned index) const;

private:
  struct Slot {
    mlir::RankedTensorType type;
    int64_t offset;
  };
  CompiledEntry() = default;

  std::unique_ptr<LoadedObject> object;
  void *entry = nullptr;
  std::vector<Slot> arguments, results;
  /// An input slot may be overwritten by a call: all are written before each.
  std::vector<std::vector<char>> values;
  std::unique_ptr<char[]> memory;
  char *arena = nullptr;
};

} // namespace kiln
