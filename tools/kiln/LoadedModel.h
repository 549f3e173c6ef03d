// SPDX-License-Identifier: Apache-2.0
//===- LoadedModel.h - what kiln build would write, run in this process ----===//
#pragma once

#include "compiler/CompileOptions.h"
#include "compiler/LoadedObject.h"
#include "compiler/Contracts.h"
#include "mlir/IR/BuiltinOps.h"
#include "runtime/core/Session.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kiln {

/// A compiled model with an arena of its own and drawn inputs. One caller at a time.
class LoadedModel {
public:
  /// Takes `module`, which is consumed, through the stages from `first` on. Null with the reason in `problem`.
  static std::unique_ptr<LoadedModel> open(mlir::ModuleOp module, Stage first, const CompileOptions &options,
                                           const runtime::Executor &executor, std::string &problem);

  const runtime::Package &package() const { return description; }
  const abi::Entry *find(llvm::StringRef entry) const { return description.findEntry(std::string_view(entry.data(), entry.size())); }
  /// What each kernel says of itself, by its name.
  const std::map<std::string, mlir::DictionaryAttr> &kernels() const { return about; }

  /// Has the same inputs as `other`, a model of the same ones, without drawing them again.
  void takeInputs(const LoadedModel &other) { inputs = other.inputs; }
  /// Seconds of one call. The inputs are the same ones each time.
  double call(const abi::Entry &entry);
  /// Seconds of each launch of the package in one call, a mean over the workers.
  std::vector<double> profile(const abi::Entry &entry);

  /// Starts again from the initial values and calls the entry once.
  void restart(const abi::Entry &entry);
  /// How far results and storages are from those of `other`, which has done the same: 0 for the same bits, else the largest difference of
  /// an element over the largest element of its tensor; infinite where one has a NaN and the other has none.
  double distance(const LoadedModel &other, const abi::Entry &entry) const;

private:
  LoadedModel() = default;
  void setInputs(const abi::Entry &entry);

  std::unique_ptr<LoadedObject> object;
  runtime::Package description;
  mutable runtime::Session session;
  std::map<std::string, mlir::DictionaryAttr> about;
  std::shared_ptr<const std::vector<std::vector<uint8_t>>> inputs;
  const abi::Entry *filled = nullptr; ///< whose inputs lie in the arena
  bool mustFill = false;              ///< the entry writes over them
  uint64_t calls = 0;
};

} // namespace kiln
