// SPDX-License-Identifier: Apache-2.0
//===- Replay.h - an entry run again with one argument changed ------------===//
#pragma once

#include "dialects/kiln/reference/Trace.h"

#include <memory>

namespace kiln::reference {

/// Keeps every value of a first run of an entry. A later run, in which one argument has another value, computes only
/// the ops that depend on that argument and that a result needs.
class Replay {
public:
  /// The first run; null after an error that was reported. `entry` must outlive the replay.
  static std::unique_ptr<Replay> start(EntryOp entry, llvm::ArrayRef<HostTensor> arguments);

  const HostTensor &argument(unsigned index) const;
  /// Of the first run.
  const HostTensor &result(unsigned index) const;
  const Trace &trace() const { return theTrace; }

  struct Run {
    llvm::SmallVector<Shared> results;
    /// The first op that took another side than in the first run, or null (see Trace).
    mlir::Operation *turned = nullptr;
    /// Whether a held value would have been another one.
    bool strayed = false;
  };
  /// `holding` nothing computes what compiled code does.
  mlir::FailureOr<Run> with(unsigned argument, HostTensor value, bool holding = true);

private:
  explicit Replay(EntryOp entry);

  EntryOp entry;
  Trace theTrace;
  InterpretOptions options;
  Frame first;
  /// For each argument the ops that depend on it and reach a result, in order.
  std::vector<std::vector<mlir::Operation *>> dependents;
};

} // namespace kiln::reference
