// SPDX-License-Identifier: Apache-2.0
// What it takes two workers to meet: barriers of compiled code, one after the other, and beside them a line of memory that two threads hand to and
// fro, which is what the machine takes for two messages, one each way. Prints the best median of five rounds of each, in nanoseconds. The loops take turns.
#include "runtime/abi/Package.h"
#include "runtime/cpu/Workers.h"

#include <algorithm>
#include <stdio.h>
#include <time.h>

namespace {

using namespace kiln::runtime;

constexpr int kRounds = 5, kSamples = 1000, kEach = 64; // a clock takes some 30 ns

struct Shared {
  KilnCall call = {};
  alignas(64) std::atomic<uint32_t> ball{0};
  alignas(64) double times[kSamples];
};

double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e9 * double(time.tv_sec) + double(time.tv_nsec);
}

/// Worker 0 notes what `kEach` runs of `step(number)` take.
template <typename Step>
void sample(Shared *shared, int64_t worker, Step step) {
  for (uint32_t i = 0; i != kSamples; ++i) {
    double begin = worker == 0 ? now() : 0;
    for (uint32_t j = 0; j != kEach; ++j)
      step(i * kEach + j);
    if (worker == 0)
      shared->times[i] = (now() - begin) / kEach;
  }
}

void meet(void *context, int64_t worker, int64_t workers) {
  Shared *shared = static_cast<Shared *>(context);
  sample(shared, worker, [&](uint32_t) { kiln_barrier(&shared->call, worker, workers); });
}

void throwBall(void *context, int64_t worker, int64_t) {
  Shared *shared = static_cast<Shared *>(context);
  sample(shared, worker, [&](uint32_t number) {
    uint32_t mine = 2 * number + uint32_t(worker);
    while (shared->ball.load(std::memory_order_acquire) != mine) {
    }
    shared->ball.store(mine + 1, std::memory_order_release);
  });
}

double median(Shared &shared) {
  std::nth_element(shared.times, shared.times + kSamples / 2, shared.times + kSamples);
  return shared.times[kSamples / 2];
}

} // namespace

int main() {
  Workers workers;
  if (!workers.start(2).isOk())
    return 1;
  Executor executor = workers.executor();
  static Shared shared;
  shared.call.barrier = executor.barrier;
  double barrier = 1e30, ball = 1e30;
  for (int round = 0; round != kRounds; ++round) {
    executor.run(executor.self, meet, &shared);
    barrier = std::min(barrier, median(shared));
    shared.ball = 0;
    executor.run(executor.self, throwBall, &shared);
    ball = std::min(ball, median(shared));
  }
  printf("barrier %.1f\nround_trip %.1f\n", barrier, ball);
}
