// SPDX-License-Identifier: Apache-2.0
//
// Progress of a training on stderr: a bar that is redrawn on a terminal, a line now and then elsewhere.
#ifndef KILN_RUNTIME_APP_PROGRESS_H
#define KILN_RUNTIME_APP_PROGRESS_H

#include <string>

namespace kiln::runtime {

/// Seconds on a clock that never goes back.
double monotonicSeconds();

struct ProgressState {
  uint64_t step = 0, lastStep = 0; ///< lastStep 0: unknown
  uint64_t epoch = 0, epochs = 0;  ///< epochs 0: no row data
  double rowsPerSecond = 0;
  double secondsLeft = 0;
  std::string scalars; ///< `loss 0.4312`
};

class Progress {
public:
  Progress();

  /// Whether enough time has passed for another report; cheap, for each step.
  bool isDue(double now) const { return now >= next; }
  void report(const ProgressState &state, double now);
  /// A line that stays, such as the end of an epoch.
  void line(const std::string &text);
  /// Removes the bar.
  void clear();

private:
  bool terminal;
  bool drawn = false;
  double next = 0;
};

} // namespace kiln::runtime

#endif // KILN_RUNTIME_APP_PROGRESS_H
