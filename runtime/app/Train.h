// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_RUNTIME_APP_TRAIN_H
#define KILN_RUNTIME_APP_TRAIN_H

#include "runtime/app/App.h"
#include "runtime/app/Log.h"
#include "runtime/app/Progress.h"
#include "runtime/app/Results.h"

namespace kiln::runtime {

/// One training, from the command line to the summary.
class Training {
public:
  explicit Training(App *app) : app(*app), arguments(app->arguments) {}

  Status run(int *out_exit);

private:
  /// `--eval ENTRY name=FILE…`, with the results of its last run.
  struct Evaluation {
    const abi::Entry *entry;
    Batches batches;
    std::vector<Result> results;
    uint64_t step = 0; ///< when it ran last; 0: never
  };

  Status bind();
  Status bindEvaluation(const EvalArgument &argument);
  Status begin();
  Status resume();
  Status checkResumed(const TrainMark &saved) const;
  Status openLog();
  Status loop(int *out_exit);
  Status step();
  Status endEpoch();
  Status evaluate();
  Status keepBest();
  Status save();
  Status finish(bool stopped);
  Status logStep(bool withEvaluations);
  void progress(double now);
  void shuffle();
  void printResults() const;
  void printSummary() const;

  Status bindUntil();

  bool done() const;
  bool met() const;
  uint64_t lastStep() const;
  std::string scalarTexts(bool means) const;
  std::string bestPath() const;
  const Result *bestResult() const;
  double median() const;

  App &app;
  const Arguments &arguments;
  const abi::Entry *entry = nullptr;
  Batches batches;
  std::vector<Evaluation> evaluations;
  std::vector<const abi::Output *> scalars; ///< scalar outputs of the entry
  std::vector<double> values, sums;         ///< of the last step; over the epoch
  uint64_t summed = 0;
  size_t until = SIZE_MAX; ///< the scalar of `--until`; SIZE_MAX: none
  CheckpointInfo info;
  size_t mark = 0; ///< of this entry in info.trains
  MappedFile orderBuffer;
  uint32_t *order = nullptr; ///< null: as in the file
  uint64_t orderEpoch = UINT64_MAX;
  Log log;
  Progress display;
  std::string best; ///< best value so far, as text; empty: none
  uint64_t firstStep = 0, savedStep = UINT64_MAX, loggedStep = UINT64_MAX;
  double startedAt = 0, trained = 0, drawnAt = 0;
  std::vector<float> stepSeconds; ///< of the first steps, for the median
  std::string firstScalars;

  TrainMark &train() { return info.trains[mark]; }
  const TrainMark &train() const { return info.trains[mark]; }
};

} // namespace kiln::runtime

#endif // KILN_RUNTIME_APP_TRAIN_H
