// SPDX-License-Identifier: Apache-2.0
#include "runtime/cpu/Peak.h"

#include "runtime/core/File.h"
#include "runtime/cpu/Features.h"

#include <algorithm>
#include <string.h>
#include <time.h>

namespace kiln::runtime {

namespace {

constexpr int kSums = 12;             // vectors in flight: more than latency times units, fewer than registers
constexpr int kSteps = 20000;         // of the multiply-add loop
constexpr double kReadSeconds = 2e-3; // of reading, once
constexpr int kTries = 8;             // the best counts
constexpr size_t kLeastBuffer = 32 << 10, kMostBuffer = 64 << 20;

double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

template <int Bytes> struct Vector {
  typedef float Type __attribute__((vector_size(Bytes)));
};

// Each instance is compiled for the instructions that its vectors have; the sums go where nobody may leave them out.
#if defined(__x86_64__)
#define KILN_FOR(features) __attribute__((target(features)))
#else
#define KILN_FOR(features)
#endif
#define KILN_LOOPS(Bytes, features, multiplyAdd)                                                                      \
  KILN_FOR(features) void multiply##Bytes(float *out) {                                                               \
    typedef Vector<Bytes>::Type V;                                                                                    \
    V sums[kSums];                                                                                                    \
    V a = V{} + out[0], b = V{} + out[1];                                                                             \
    for (int i = 0; i != kSums; ++i)                                                                                  \
      sums[i] = V{} + float(i);                                                                                       \
    for (int step = 0; step != kSteps; ++step) {                                                                      \
      _Pragma("GCC unroll 12") for (int i = 0; i != kSums; ++i) multiplyAdd(sums[i], a, b);                           \
    }                                                                                                                 \
    V sum = {};                                                                                                       \
    for (int i = 0; i != kSums; ++i)                                                                                  \
      sum += sums[i];                                                                                                 \
    memcpy(out, &sum, sizeof sum);                                                                                    \
  }                                                                                                                   \
  KILN_FOR(features) void read##Bytes(const uint8_t *data, size_t size, float *out) {                                 \
    typedef int V __attribute__((vector_size(Bytes)));                                                                \
    V sums[8] = {};                                                                                                   \
    for (size_t at = 0; at + 8 * Bytes <= size; at += 8 * Bytes) {                                                    \
      _Pragma("GCC unroll 8") for (int i = 0; i != 8; ++i) sums[i] |=                                                 \
          *reinterpret_cast<const V *>(data + at + size_t(i) * Bytes);                                                \
    }                                                                                                                 \
    for (int i = 1; i != 8; ++i)                                                                                      \
      sums[0] |= sums[i];                                                                                             \
    memcpy(out, &sums[0], sizeof sums[0]);                                                                            \
  }
#define KILN_FUSED(sum, a, b) __asm__ volatile("vfmadd231ps %2, %1, %0" : "+x"(sum) : "x"(a), "x"(b))
#define KILN_FUSED_512(sum, a, b) __asm__ volatile("vfmadd231ps %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b))
#define KILN_APART(sum, a, b) __asm__ volatile("mulps %1, %0\n\taddps %2, %0" : "+x"(sum) : "x"(a), "x"(b))
#if defined(__x86_64__)
KILN_LOOPS(64, "avx512f", KILN_FUSED_512)
KILN_LOOPS(32, "avx2,fma", KILN_FUSED)
KILN_LOOPS(16, "sse2", KILN_APART)
#else
#define KILN_PLAIN(sum, a, b) (sum = sum * a + b)
KILN_LOOPS(16, "", KILN_PLAIN)
#endif

struct Work {
  unsigned vectorBytes;
  const uint8_t *buffer;
  size_t share; ///< bytes of the buffer for one worker
  int rounds;   ///< of reading; 0: multiply and add
};

void work(void *context, int64_t worker, int64_t) {
  const Work &work = *static_cast<const Work *>(context);
  alignas(64) float out[16] = {0.5f, 0.25f};
  const uint8_t *from = work.buffer + size_t(worker) * work.share;
  for (int round = 0; round < std::max(work.rounds, 1); ++round)
    switch (work.vectorBytes) {
#if defined(__x86_64__)
    case 64:
      work.rounds ? read64(from, work.share, out) : multiply64(out);
      break;
    case 32:
      work.rounds ? read32(from, work.share, out) : multiply32(out);
      break;
#endif
    default:
      work.rounds ? read16(from, work.share, out) : multiply16(out);
      break;
    }
  __asm__ volatile("" : : "r"(out) : "memory");
}

double measure(const Executor &executor, Work *job) {
  double best = 1e9;
  for (int attempt = 0; attempt != kTries; ++attempt) {
    double begin = now();
    executor.run(executor.self, work, job);
    best = std::min(best, now() - begin);
  }
  return best;
}

} // namespace

double Peak::seconds(double flopsOfWork, double bytesOfWork) const {
  return std::max(flops > 0 ? flopsOfWork / flops : 0, bytes > 0 ? bytesOfWork / bytes : 0);
}

unsigned vectorBytes(bool (*hasFeature)(void *context, std::string_view name), void *context) {
  auto both = [&](std::string_view name) { return hasFeature(context, name) && hasCpuFeature(name); };
  return both("avx512f") ? 64 : both("avx2") && both("fma") ? 32 : 16;
}

Peak measurePeak(const Executor &executor, unsigned vectorBytes, bool f64, size_t bufferBytes) {
  Peak peak;
  Work job = {vectorBytes, nullptr, 0, 0};
  measure(executor, &job); // wakes what sleeps
  double workers = double(executor.workers), lanes = vectorBytes / (f64 ? 8.0 : 4.0);
  peak.flops = workers * kSteps * kSums * lanes * 2 / measure(executor, &job);

  MappedFile buffer;
  constexpr size_t kLine = 64 * 8;
  size_t size = std::min(std::max(bufferBytes, kLeastBuffer), kMostBuffer);
  job.share = (size / size_t(executor.workers) + kLine - 1) / kLine * kLine;
  if (!MappedFile::buffer(job.share * size_t(executor.workers), &buffer).isOk())
    return peak;
  memset(buffer.writable(), 1, buffer.size()); // pages of its own
  job.buffer = buffer.data();
  job.rounds = 1;
  double once = measure(executor, &job);
  job.rounds = std::clamp(int(kReadSeconds / std::max(once, 1e-9)), 1, 10000);
  peak.bytes = double(buffer.size()) * job.rounds / measure(executor, &job);
  return peak;
}

} // namespace kiln::runtime
