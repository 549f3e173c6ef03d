// SPDX-License-Identifier: Apache-2.0
#include "runtime/app/Progress.h"

#include "runtime/app/Numbers.h"
#include "runtime/core/Status.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

namespace kiln::runtime {

namespace {
constexpr double kRedraw = 0.1, kPlainLine = 10; // seconds
constexpr int kBar = 20;
} // namespace

double monotonicSeconds() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

Progress::Progress() : terminal(isatty(STDERR_FILENO) == 1) {
  next = monotonicSeconds() + (terminal ? kRedraw : kPlainLine);
}

void Progress::report(const ProgressState &state, double now) {
  next = now + (terminal ? kRedraw : kPlainLine);
  std::string line;
  if (terminal && state.lastStep != 0) {
    int full = static_cast<int>(kBar * state.step / state.lastStep);
    line += '[';
    for (int i = 0; i != kBar; ++i)
      line += i < full ? '=' : ' ';
    line += "] ";
  }
  if (state.epochs != 0)
    line += text("epoch %llu/%llu  ", static_cast<unsigned long long>(state.epoch),
                 static_cast<unsigned long long>(state.epochs));
  line += text("step %llu", static_cast<unsigned long long>(state.step));
  if (state.lastStep != 0)
    line += text("/%llu", static_cast<unsigned long long>(state.lastStep));
  if (!state.scalars.empty())
    line += "  " + state.scalars;
  if (state.rowsPerSecond > 0)
    line += "  " + grouped(static_cast<uint64_t>(state.rowsPerSecond)) + " rows/s";
  if (state.lastStep != 0)
    line += "  " + duration(state.secondsLeft) + " left";
  if (terminal) {
    fprintf(stderr, "\r%s\x1b[K", line.c_str());
    drawn = true;
  } else {
    fprintf(stderr, "%s\n", line.c_str());
  }
}

void Progress::line(const std::string &text) {
  clear();
  fprintf(stderr, "%s\n", text.c_str());
}

void Progress::clear() {
  if (drawn)
    fprintf(stderr, "\r\x1b[K");
  drawn = false;
}

} // namespace kiln::runtime
