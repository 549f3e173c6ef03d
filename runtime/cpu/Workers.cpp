// SPDX-License-Identifier: Apache-2.0
#include "runtime/cpu/Workers.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace {

constexpr uint32_t kPollsOfYield = 64; // about as long as a yield to nobody takes

inline void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

void park(std::atomic<uint32_t> *word, uint32_t expected) {
  syscall(SYS_futex, reinterpret_cast<uint32_t *>(word), FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr,
          0);
}

void unpark(std::atomic<uint32_t> *word) {
  syscall(SYS_futex, reinterpret_cast<uint32_t *>(word), FUTEX_WAKE_PRIVATE, INT32_MAX, nullptr, nullptr,
          0);
}

} // namespace

void KilnBarrier::wait() {
  uint32_t mine = generation.load(std::memory_order_relaxed);
  if (arrived.fetch_add(1, std::memory_order_acq_rel) + 1 ==
      workers.load(std::memory_order_relaxed)) {
    arrived.store(0, std::memory_order_relaxed);
    // Sequentially consistent with the sleeper's announcement: either it sees the new generation, or
    // this thread sees the sleeper.
    generation.store(mine + 1, std::memory_order_seq_cst);
    if (sleepers.load(std::memory_order_seq_cst) != 0)
      unpark(&generation);
    return;
  }
  for (uint32_t i = 0; i != spins; ++i) {
    if (generation.load(std::memory_order_acquire) != mine)
      return;
    // Whoever is late may be waiting for this very processor.
    if (i >= eager && i % kPollsOfYield == 0)
      sched_yield();
    else
      relax();
  }
  sleepers.fetch_add(1, std::memory_order_seq_cst);
  while (generation.load(std::memory_order_seq_cst) == mine)
    park(&generation, mine);
  sleepers.fetch_sub(1, std::memory_order_relaxed);
}

extern "C" void kiln_barrier(KilnCall *call, int64_t worker, int64_t workers) {
  if (workers > 1)
    call->barrier->wait();
}

extern "C" void kiln_fault(KilnCall *call, int32_t site) {
  uint64_t mine = static_cast<uint32_t>(site);
  uint64_t seen = __atomic_load_n(&call->fault, __ATOMIC_RELAXED);
  while (mine < seen && !__atomic_compare_exchange_n(&call->fault, &seen, mine, true, __ATOMIC_RELAXED,
                                                     __ATOMIC_RELAXED)) {
  }
}

namespace kiln::runtime {

namespace {

constexpr size_t kStackBytes = 8 << 20; // as that of the main thread; kernels keep packed tiles there
constexpr double kSpinSeconds = 300e-6;    // longer than the imbalance of a kernel
constexpr double kEagerSeconds = 5e-6;     // from then on others may have the processor
constexpr uint32_t kSpinsOversubscribed = 64; // more workers than processors: yield soon

double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

/// Seconds of a poll; a pause takes 4 to 150 cycles, by processor.
double pollSeconds() {
  constexpr int kProbe = 512;
  double begin = now();
  for (int i = 0; i != kProbe; ++i)
    relax();
  double each = (now() - begin) / kProbe;
  return each > 1e-9 ? each : 1e-9;
}

} // namespace

int availableProcessors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    return 1;
  int count = CPU_COUNT(&set);
  return count < 1 ? 1 : count;
}

Workers::~Workers() { stop(); }

Status Workers::start(int count) {
  if (count < 1 || count > kMaxWorkers)
    return error(Code::Usage, "%d threads: the number must be between 1 and %d", count, kMaxWorkers);
  workers = count;
  bool oversubscribed = count > availableProcessors();
  double poll = pollSeconds();
  for (KilnBarrier *barrier : {&edge, &inside}) {
    barrier->workers = static_cast<uint32_t>(count);
    barrier->eager = static_cast<uint32_t>(kEagerSeconds / poll);
    barrier->spins = oversubscribed ? kSpinsOversubscribed : static_cast<uint32_t>(kSpinSeconds / poll);
  }
  if (count == 1)
    return ok();
  threads = std::make_unique<Thread[]>(static_cast<size_t>(count) - 1);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  // Signals belong to the caller's thread.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int failure = 0;
  for (int i = 0; i + 1 < count && failure == 0; ++i) {
    threads[i] = {this, i + 1, {}};
    failure = pthread_create(&threads[i].handle, &attributes, enter, &threads[i]);
    if (failure == 0)
      ++started;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (failure != 0) {
    // The threads that exist wait for the full number; shrink it to what is there, then stop them.
    edge.workers = static_cast<uint32_t>(started) + 1;
    stop();
    return error(Code::Io, "cannot start %d threads: %s", count, strerror(failure));
  }
  return ok();
}

void Workers::stop() {
  if (started == 0)
    return;
  region = nullptr;
  edge.wait();
  for (int64_t i = 0; i != started; ++i)
    pthread_join(threads[i].handle, nullptr);
  started = 0;
}

void *Workers::enter(void *argument) {
  Thread *thread = static_cast<Thread *>(argument);
  Workers *owner = thread->owner;
  for (;;) {
    owner->edge.wait();
    if (!owner->region)
      return nullptr;
    owner->region(owner->context, thread->worker, owner->workers);
    owner->edge.wait();
  }
}

void Workers::run(void *self, Region region, void *context) {
  Workers *workers = static_cast<Workers *>(self);
  if (workers->workers == 1)
    return region(context, 0, 1);
  workers->region = region;
  workers->context = context;
  workers->edge.wait();
  region(context, 0, workers->workers);
  workers->edge.wait();
}

Executor Workers::executor() { return {this, run, &inside, workers}; }

} // namespace kiln::runtime
