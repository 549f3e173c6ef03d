// SPDX-License-Identifier: Apache-2.0
//===- Explain.h - what became of an entry, and why -----------------------===//
//
// Read off the module behind its stages; nothing runs. One call of the entry, the whole batch.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/CompileOptions.h"
#include "dialects/kiln/analysis/Place.h"
#include "dialects/kiln/Kiln.h"
#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace kiln {

/// How a kernel is cut.
struct ExplainedSchedule {
  std::string text;   ///< of a contraction or attention; empty: written by the general evaluator
  std::string sizes;  ///< by which a .tune file knows it
  std::string chosen; ///< where it was chosen, such as `mlp.tune:5`; empty: by the cost model
};

/// A kernel that a chain runs at each position.
struct ExplainedLink {
  Place place;
  std::vector<std::string> paths;
  std::string kind;
  ExplainedSchedule schedule;
};

/// All launches of one kernel.
struct ExplainedKernel {
  std::string name, kind;
  ExplainedSchedule schedule;
  std::vector<ExplainedLink> links; ///< of a chain: those with schedules
  std::vector<Place> places;
  std::vector<std::string> paths; ///< one a launch in the text of the entry
  int64_t launches = 0;
  double flops = 0, bytes = 0; ///< of all launches
  int64_t lanes = 1;           ///< of its longest vector
  int64_t scalarTrips = 0;     ///< steps in one launch of its longest loop without vectors
};

/// Why a tensor goes through memory between two kernels.
struct Refusal {
  std::string reason;
  Place place;  ///< of the reader
  Place source; ///< of what it reads; its file is empty where the reason is the reader's own
  std::vector<std::string> paths; ///< of the readers, one for each time
  double bytes = 0;               ///< of the tensors, once each
};

/// A run of bytes of the arena. `first` and `last` are numbers of steps.
struct ExplainedBuffer {
  enum class Kind { Storage, Input, Output, Temporary };
  Kind kind;
  std::string name;
  std::vector<Place> places;
  int64_t offset, size;
  int first, last;
};

struct EntryExplanation {
  std::string entry, mode;
  std::vector<ExplainedKernel> kernels; ///< in the order of their first launch
  std::vector<Refusal> refusals;        ///< most bytes first
  std::vector<ExplainedBuffer> buffers; ///< by offset
  std::vector<std::string> steps;       ///< what runs at each step, by its number
  int64_t launches = 0, barriers = 0, copies = 0;
  int64_t arenaBytes = 0, lowerBound = 0, storageBytes = 0; ///< of this entry: another one may need more
};

/// Of each entry but `init` of a module from the frontend, which goes through the stages up to the loops.
mlir::FailureOr<std::vector<EntryExplanation>> explainEntries(mlir::ModuleOp module, const CompileOptions &options);

} // namespace kiln
