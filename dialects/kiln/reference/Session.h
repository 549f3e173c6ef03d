// SPDX-License-Identifier: Apache-2.0
//===- Session.h - a model that lives on the interpreter ------------------===//
#pragma once

#include "dialects/kiln/reference/Interpreter.h"

#include "mlir/IR/BuiltinOps.h"

#include <map>
#include <string>

namespace kiln::reference {

/// Values by name: of inputs, of outputs, of storages by path.
using NamedTensors = std::map<std::string, HostTensor>;

/// What a compiled artefact's session is: the storages of a module and calls of its entries.
class Session {
public:
  /// `module` must outlive the session. Storages start as zeros.
  explicit Session(mlir::ModuleOp module, uint32_t seed, const InterpretOptions &options = {});

  /// Gives every storage its initial value: runs the entry of mode `init`, if there is one.
  mlir::LogicalResult initialize();

  /// Runs one call: reads storages, then replaces those that the entry gives back. An input left
  /// out takes its default. `rows` is the number of valid rows; without it all are.
  mlir::FailureOr<NamedTensors> call(EntryOp entry, const NamedTensors &inputs,
                                     std::optional<int64_t> rows = std::nullopt);

  EntryOp entry(llvm::StringRef name);

  NamedTensors storages;
  /// Calls of each entry so far: what its draws depend on.
  std::map<std::string, int64_t> counts;

private:
  mlir::FailureOr<HostTensor> argument(EntryOp entry, unsigned index, const NamedTensors &inputs,
                                       std::optional<int64_t> rows);

  mlir::ModuleOp module;
  uint32_t seed;
  InterpretOptions options;
};

} // namespace kiln::reference
