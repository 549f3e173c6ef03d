// SPDX-License-Identifier: Apache-2.0
//===- TuneSearch.h - schedules that are faster, measured ------------------===//
#pragma once

#include "compiler/Candidates.h"
#include "compiler/CompileOptions.h"
#include "compiler/loops/Tuning.h"
#include "dialects/kiln/Kiln.h"
#include "mlir/IR/OwningOpRef.h"
#include "runtime/cpu/Workers.h"

#include <functional>

namespace kiln {

/// Two programs of the same results, timed in turns.
struct TimedPair {
  double first = 0, second = 0; ///< medians, seconds
  double ratio = 1;             ///< median of second over first, pair by pair
  double noise = 0;             ///< of the ratio: what it may be off by
  bool isFaster() const;
};

/// A kernel to choose for.
struct TuneKernel {
  std::vector<KernelKey> keys; ///< lines that a file needs for it
  GroupOp root, group;         ///< what runs alone, and the group in it whose schedule is chosen
  double seconds = 0;          ///< of all launches of `root`'s kernel in a call
  double flops = 0;
  std::string schedule; ///< the cost model's
  // What came of it.
  Choices choices; ///< empty: the cost model's stays
  TimedPair gain;
  double distance = 0; ///< of its results from the cost model's
  std::string tuned;   ///< the schedule, if another
  unsigned tried = 0, refused = 0, unequal = 0;
};

class TuneSearch {
public:
  struct Limits {
    double seconds = 120;
    unsigned trials = 100; ///< candidates for each kernel
    double tolerance = 0;
  };
  /// `say(text, isLasting)`: progress; a line that lasts, or one that the next may take the place of.
  using Say = std::function<void(const std::string &, bool isLasting)>;

  /// `known`: what a file has chosen before, tried first.
  TuneSearch(mlir::ModuleOp module, std::string entry, CompileOptions options, Limits limits, Tuning known, int threads, Say say);

  /// Profiles the entry and searches, until the time is up or `isStopped`. False with the reason in `problem`.
  bool run(const std::function<bool()> &isStopped, std::string &problem);

  /// What was found, for the file.
  Tuning result() const;
  std::vector<TuneKernel> kernels; ///< most time first
  std::vector<ChainChoice> chains;
  TimedPair whole;     ///< of the entry, before and behind
  double distance = 0;   ///< of its results
  int64_t workers() const { return executor.workers; }

private:
  bool profile(std::string &problem);
  void tune(TuneKernel &kernel);
  void tuneChains();
  bool finish(std::string &problem);
  bool isOver() const;

  mlir::OwningOpRef<mlir::ModuleOp> source, grouped; ///< from the frontend; behind the graph stage
  std::string entry;
  CompileOptions options;
  Limits limits;
  Tuning known;
  Say say;
  std::function<bool()> isStopped;
  runtime::Workers threads;
  runtime::Executor executor;
  double end = 0;
};

} // namespace kiln
