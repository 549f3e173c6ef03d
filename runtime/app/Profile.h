// SPDX-License-Identifier: Apache-2.0
//
// `profile ENTRY`: what each kernel of an entry takes, measured.
#ifndef KILN_RUNTIME_APP_PROFILE_H
#define KILN_RUNTIME_APP_PROFILE_H

#include "runtime/core/Package.h"
#include "runtime/cpu/Peak.h"

#include <vector>

namespace kiln::runtime {

/// Notes when each worker begins what.
class Recorder : public KilnProbe {
public:
  struct Mark {
    uint64_t nanoseconds;
    int32_t launch; ///< or KILN_PROBE_…; KILN_PROBE_END last
  };
  explicit Recorder(int64_t workers);
  /// Forgets all marks and keeps their memory.
  void clear();
  int64_t workers() const { return int64_t(lines_.size()); }
  const std::vector<Mark> &of(int64_t worker) const { return lines_[size_t(worker)].marks; }
  /// Seconds from the first mark of any worker to the last one.
  double seconds() const;

private:
  static void note(KilnProbe *probe, int64_t worker, int32_t launch);
  struct alignas(64) Line {
    std::vector<Mark> marks;
  };
  std::vector<Line> lines_;
};

/// What the launches of one kernel took in one call.
struct KernelTime {
  std::string name;              ///< of the kernel, or of what is none
  std::vector<uint32_t> sites;   ///< its launches in the package
  std::vector<uint64_t> runs;    ///< of each site, in the last round
  std::vector<double> seconds;   ///< of each round, mean of the workers
  double median = 0;
  bool isKernel = true;
  uint64_t runsInAll() const;
};

struct Profile {
  const abi::Entry *entry = nullptr;
  int64_t workers = 1;
  Peak peak;
  std::vector<KernelTime> kernels; ///< most time first; then copies and loops, and waiting
  std::vector<double> rounds;      ///< seconds of each call
  double call = 0;                 ///< their median
  double unprobed = 0;             ///< median of calls without a probe, taken in turn with the others
  std::vector<std::vector<Recorder::Mark>> trace; ///< of each worker, in the fastest round
};

double medianOf(std::vector<double> values);

std::string profileTable(const Package &package, const Profile &profile);
std::string profileJson(const Package &package, const Profile &profile);
/// In the trace event format that Perfetto and chrome://tracing read: a row for each worker.
std::string profileTrace(const Package &package, const Profile &profile);

/// Draws an input: numbers from `least` to `least` + 1, indices inside of their limits. Inputs of other numbers are others.
void drawInput(const abi::Input &input, uint32_t number, double least, uint8_t *data);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_APP_PROFILE_H
