// SPDX-License-Identifier: Apache-2.0
//===- Trace.h - what runs with neighbouring arguments have in common -----===//
#pragma once

#include "dialects/kiln/reference/Base.h"

namespace kiln::reference {

/// For differences of an entry's results. The first run with a trace is remembered, op by op and step by step; each
/// later one is compared with it:
///  - an op with kinks (a comparison, max, floor, the winner of a reduction…) may have taken another side than in
///    the first run; then a difference between the two runs says nothing about a derivative;
///  - `kiln.stop` gives what it gave in the first run, and `kiln.grad_as` its first value plus the change of its
///    surrogate. So differences follow exactly what derivatives follow. A run may also hold nothing, as compiled code
///    does.
class Trace {
public:
  /// Before each run but the first.
  void again(bool holding);
  /// The first op of this run that took another side; null where every side is the same.
  mlir::Operation *turned() const { return turnedAt; }
  /// Whether something held would have had another value in this run.
  bool strayed() const { return hasStrayed; }
  /// Ops of the first run whose value was held.
  llvm::ArrayRef<mlir::Operation *> holders() const { return held; }

  /// Called for each op when it has been evaluated; may replace its results.
  void visit(mlir::Operation *op, const Frame &frame, Results &results);

private:
  struct Memory {
    llvm::SmallVector<uint64_t, 1> sides;
    llvm::SmallVector<Shared, 0> values;
    size_t visits = 0;
  };
  void hold(mlir::Operation *op, const Frame &frame, Results &results);

  llvm::DenseMap<mlir::Operation *, Memory> memories;
  llvm::SmallVector<mlir::Operation *> held;
  mlir::Operation *turnedAt = nullptr;
  bool isFirst = true, isHolding = true, hasStrayed = false;
};

} // namespace kiln::reference
