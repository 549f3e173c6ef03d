// SPDX-License-Identifier: Apache-2.0
#include "tests/runtime/Fixture.h"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <time.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

// Counts allocations while `counting`; glibc's own functions do the work.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define KILN_COUNT_ALLOCATIONS 1
static std::atomic<bool> counting{false};
static std::atomic<int> allocations{0};
extern "C" void *__libc_malloc(size_t size);
extern "C" void *malloc(size_t size) {
  if (counting.load(std::memory_order_relaxed))
    allocations.fetch_add(1);
  return __libc_malloc(size);
}
#endif

namespace kiln::test {

using namespace kiln::runtime;

namespace {

struct Shared {
  KilnCall call = {};
  int64_t plain[64] = {}; // written by one worker, read by another after a barrier
  bool wrong = false;
};

void meet(void *context, int64_t worker, int64_t workers) {
  Shared *shared = static_cast<Shared *>(context);
  for (int64_t round = 1; round != 200; ++round) {
    shared->plain[worker] = round;
    kiln_barrier(&shared->call, worker, workers);
    if (shared->plain[(worker + 1) % workers] != round)
      shared->wrong = true;
    kiln_barrier(&shared->call, worker, workers);
  }
}

TEST(Workers, BarrierOrdersPlainMemory) {
  for (int count : {1, 2, 3, 4, 8}) {
    Workers workers;
    ASSERT_OK(workers.start(count));
    Executor executor = workers.executor();
    Shared shared;
    shared.call.barrier = executor.barrier;
    for (int region = 0; region != 5; ++region)
      executor.run(executor.self, meet, &shared);
    EXPECT_FALSE(shared.wrong) << count;
  }
}

TEST(Workers, StartsAndStopsManyTimes) {
  for (int i = 0; i != 50; ++i) {
    Workers workers;
    ASSERT_OK(workers.start(1 + i % 4));
  }
  Workers workers;
  EXPECT_EQ(workers.start(0).code(), Code::Usage);
  EXPECT_EQ(workers.start(kMaxWorkers + 1).code(), Code::Usage);
}

void sleepy(void *context, int64_t worker, int64_t workers) {
  Shared *shared = static_cast<Shared *>(context);
  if (worker == 0) {
    timespec time = {0, 3000000}; // long enough that the others park
    nanosleep(&time, nullptr);
  }
  kiln_barrier(&shared->call, worker, workers);
  shared->plain[worker] += 1;
}

TEST(Workers, ParkedWorkersWake) {
  Workers workers;
  ASSERT_OK(workers.start(3));
  Executor executor = workers.executor();
  Shared shared;
  shared.call.barrier = executor.barrier;
  for (int i = 0; i != 10; ++i)
    executor.run(executor.self, sleepy, &shared);
  for (int i = 0; i != 3; ++i)
    EXPECT_EQ(shared.plain[i], 10);
}

void faulty(void *context, int64_t worker, int64_t) {
  KilnCall *call = &static_cast<Shared *>(context)->call;
  for (int32_t site = 40; site != 20; --site)
    kiln_fault(call, site + int32_t(worker));
}

TEST(Workers, TheSmallestFaultIsKept) {
  Workers workers;
  ASSERT_OK(workers.start(4));
  Executor executor = workers.executor();
  Shared shared;
  shared.call.fault = KILN_NO_FAULT;
  executor.run(executor.self, faulty, &shared);
  EXPECT_EQ(shared.call.fault, 21u);
}

TEST(Workers, SameBitsForAnyNumber) {
  std::string first;
  for (int count : {1, 2, 3, 4, 8}) {
    Open open(8, count, 3);
    std::vector<float> x(8 * kFeatures, 0.25f);
    std::vector<int32_t> label(8, 1);
    const abi::Entry &step = open.entry("step");
    for (uint64_t i = 0; i != 50; ++i) {
      open.session.setInput(open.package.inputs(step)[0], x.data());
      open.session.setInput(open.package.inputs(step)[1], label.data());
      ASSERT_OK(open.session.call(step, i, 8));
    }
    std::string state(reinterpret_cast<char *>(open.session.arena()), kInputX);
    if (first.empty())
      first = state;
    EXPECT_EQ(state, first) << count;
  }
}

#ifdef KILN_COUNT_ALLOCATIONS
TEST(Session, AStepAllocatesNothing) {
  Open open(8, 2, 1);
  const abi::Entry &step = open.entry("step");
  memset(open.session.slot(open.package.inputs(step)[0]), 0, 8 * kFeatures * 4);
  memset(open.session.slot(open.package.inputs(step)[1]), 0, 8 * 4);
  counting = true;
  bool good = true;
  for (uint64_t i = 0; i != 100; ++i)
    good &= open.session.call(step, i, 8).isOk();
  counting = false;
  EXPECT_TRUE(good);
  EXPECT_EQ(allocations.load(), 0);
}
#endif

#if defined(__x86_64__)
TEST(Session, TheCallersFloatingPointModeStays) {
  unsigned before = _mm_getcsr();
  unsigned odd = (before & ~0x6000u) | 0x4000u; // round up
  _mm_setcsr(odd);
  {
    Open open(8, 2, 1);
    (void)open.session.call(open.entry("tiny"), 0, 0).isOk();
    EXPECT_EQ(_mm_getcsr() & ~0x3fu, odd & ~0x3fu);
  }
  EXPECT_EQ(_mm_getcsr() & ~0x3fu, odd & ~0x3fu);
  _mm_setcsr(before);
}
#endif

TEST(Session, FaultNamesItsPlace) {
  Open open(8, 2, 1);
  const abi::Entry &step = open.entry("step");
  std::vector<float> x(8 * kFeatures, 0);
  std::vector<int32_t> label(8, 1);
  x[5] = 2e6f;
  open.session.setInput(open.package.inputs(step)[0], x.data());
  open.session.setInput(open.package.inputs(step)[1], label.data());
  Status status = open.session.call(step, 0, 8);
  EXPECT_EQ(status.code(), Code::Fault);
  EXPECT_EQ(status.message(), "fake.kiln:9:3: index `b` left its axis (in `net`)");
}

TEST(Session, NonFiniteLossIsAFault) {
  Open open(8, 2, 1);
  const abi::Entry &step = open.entry("step");
  std::vector<float> x(8 * kFeatures, __builtin_nanf(""));
  std::vector<int32_t> label(8, 1);
  open.session.setInput(open.package.inputs(step)[0], x.data());
  open.session.setInput(open.package.inputs(step)[1], label.data());
  Status status = open.session.call(step, 0, 8);
  EXPECT_EQ(status.message(), "fake.kiln:7: `loss` of `step` is not finite");
}

} // namespace

} // namespace kiln::test
