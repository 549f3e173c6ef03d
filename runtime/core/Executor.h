// SPDX-License-Identifier: Apache-2.0
//
// What a session asks of a device: run one region on all its workers.
#ifndef KILN_RUNTIME_CORE_EXECUTOR_H
#define KILN_RUNTIME_CORE_EXECUTOR_H

#include "runtime/abi/Package.h"

extern "C" {
#define KILN_RUNTIME_SYMBOL(name, result, parameters) result name parameters;
#include "runtime/abi/Symbols.def"
}

namespace kiln::runtime {

/// A region: every worker runs it, with its own `worker` in [0, workers).
using Region = void (*)(void *context, int64_t worker, int64_t workers);

/// A device as a table of functions. Not owned; it outlives the sessions that use it.
struct Executor {
  void *self = nullptr;
  /// Runs the region on all workers (the caller is worker 0) and returns when all are done.
  void (*run)(void *self, Region region, void *context) = nullptr;
  /// For KilnCall::barrier.
  KilnBarrier *barrier = nullptr;
  int64_t workers = 1;
};

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_EXECUTOR_H
