// SPDX-License-Identifier: Apache-2.0
//
// The workers of a CPU: threads made once, which wait spinning, then parked, for the next region.
#ifndef KILN_RUNTIME_CPU_WORKERS_H
#define KILN_RUNTIME_CPU_WORKERS_H

#include "runtime/core/Executor.h"
#include "runtime/core/Status.h"

#include <atomic>
#include <memory>
#include <pthread.h>

/// A meeting point of `workers` threads, usable again and again. One cache line for each word that a
/// different side writes.
struct KilnBarrier {
  alignas(64) std::atomic<uint32_t> arrived{0};
  alignas(64) std::atomic<uint32_t> generation{0};
  alignas(64) std::atomic<uint32_t> sleepers{0};
  std::atomic<uint32_t> workers{1};
  uint32_t eager = 0; ///< polls before the first that lets other threads run
  uint32_t spins = 0; ///< polls before parking

  void wait();
};

namespace kiln::runtime {

/// Processors that this process may use.
int availableProcessors();

inline constexpr int kMaxWorkers = 256;

class Workers {
public:
  Workers() = default;
  ~Workers();
  Workers(const Workers &) = delete;
  Workers &operator=(const Workers &) = delete;

  /// Starts `workers` − 1 threads; the thread that calls run() is worker 0. The threads inherit the
  /// floating-point mode of the caller. Call once.
  Status start(int workers);

  /// The table for sessions; valid as long as this object. One caller at a time.
  Executor executor();

private:
  static void run(void *self, Region region, void *context);
  static void *enter(void *argument);
  void stop();

  struct Thread {
    Workers *owner;
    int64_t worker;
    pthread_t handle;
  };

  KilnBarrier edge;   // begin and end of a region
  KilnBarrier inside; // of compiled code within it
  Region region = nullptr;
  void *context = nullptr;
  std::unique_ptr<Thread[]> threads;
  int64_t started = 0; // threads that exist
  int64_t workers = 1;
};

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CPU_WORKERS_H
