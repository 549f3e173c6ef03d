// SPDX-License-Identifier: Apache-2.0
//
// The entry functions of the fake model, as compiled code is: many workers, barriers, no C++ library.
#include "tests/runtime/FakePlaces.h"

extern "C" {
#define KILN_RUNTIME_SYMBOL(name, result, parameters) result name parameters;
#include "runtime/abi/Symbols.def"
}

namespace kiln::test {

int64_t fakeRows = 8;

namespace {

float *floats(KilnCall *call, uint64_t offset) { return reinterpret_cast<float *>(call->arena + offset); }
int32_t *ints(KilnCall *call, uint64_t offset) { return reinterpret_cast<int32_t *>(call->arena + offset); }

/// Element (k, n) of net.w: [ceil(3 / 2)][4][2].
float &weight(KilnCall *call, uint64_t k, uint64_t n) {
  return floats(call, kWeight)[(n / 2 * kFeatures + k) * 2 + n % 2];
}

/// As the copy of an entry that runs for a probe does.
void tell(KilnCall *call, int64_t worker, int32_t what) {
  if (call->probe)
    call->probe->begin(call->probe, worker, what);
}

/// Any pure function of seed, count and place.
float draw(uint32_t seed, uint64_t count, uint64_t place) {
  uint64_t x = (seed * 0x9E3779B97F4A7C15ull + count) * 0xBF58476D1CE4E5B9ull + place;
  x = (x ^ x >> 30) * 0x94D049BB133111EBull;
  return static_cast<float>((x ^ x >> 31) >> 40) / 16777216.0f - 0.5f;
}

void init(KilnCall *call, int64_t worker, int64_t workers) {
  for (uint64_t i = 0; i != kFeatures * kClasses; ++i)
    if (int64_t(i) % workers == worker)
      weight(call, i / kClasses, i % kClasses) = draw(call->seed, 1 << 20, i);
  if (worker != 0)
    return;
  for (uint64_t i = 0; i != kLayers * kBias; ++i)
    floats(call, kBiases)[i] = float(i);
}

/// m = 0.9 m + x' (onehot - 1/3) / B + noise; w += 0.1 m; loss = 1 / (1 + |m|) in a fixed order.
void step(KilnCall *call, int64_t worker, int64_t workers) {
  tell(call, worker, KILN_PROBE_OTHER);
  tell(call, worker, 0);
  float *x = floats(call, kInputX), *m = floats(call, kMoment);
  int32_t *label = ints(call, kInputLabel);
  for (uint64_t i = 0; i != kFeatures * kClasses; ++i) {
    if (int64_t(i) % workers != worker)
      continue;
    uint64_t k = i / kClasses, n = i % kClasses;
    float sum = 0;
    for (int64_t b = 0; b != fakeRows; ++b) {
      float value = x[b * int64_t(kFeatures) + int64_t(k)];
      sum += value * (float(label[b] == int32_t(n)) - 1.0f / 3);
      if (value > 1e6f)
        kiln_fault(call, k == 0 ? 0 : 1);
    }
    m[i] = 0.9f * m[i] + sum / float(fakeRows) + 1e-3f * draw(call->seed, call->count, i);
    weight(call, k, n) += 0.1f * m[i];
  }
  tell(call, worker, KILN_PROBE_WAIT);
  kiln_barrier(call, worker, workers);
  if (worker == 0) {
    tell(call, worker, 1);
    float norm = 0;
    for (uint64_t i = 0; i != kFeatures * kClasses; ++i)
      norm += m[i] * m[i];
    floats(call, kLoss)[0] = 1 / (1 + norm);
    ++ints(call, kCounter)[0];
  }
  tell(call, worker, KILN_PROBE_END);
}

void score(KilnCall *call, int64_t worker, int64_t workers) {
  float *x = floats(call, kInputX), *y = floats(call, kOutputY);
  for (int64_t b = worker; b < fakeRows; b += workers)
    for (uint64_t n = 0; n != kClasses; ++n) {
      float sum = 0;
      for (uint64_t k = 0; k != kFeatures; ++k)
        sum += x[b * int64_t(kFeatures) + int64_t(k)] * weight(call, k, n);
      y[b * int64_t(kClasses) + int64_t(n)] = sum;
    }
  kiln_barrier(call, worker, workers);
  if (worker != 0)
    return;
  int32_t hits = 0;
  float worst = -1e30f;
  for (int64_t b = 0; b != call->rows; ++b) {
    const float *row = y + b * int64_t(kClasses);
    int32_t best = row[0] >= row[1] && row[0] >= row[2] ? 0 : row[1] >= row[2] ? 1 : 2;
    hits += best == ints(call, kInputLabel)[b];
    for (uint64_t n = 0; n != kClasses; ++n)
      worst = row[n] > worst ? row[n] : worst;
  }
  floats(call, kAccuracy)[0] = float(hits) / float(call->rows);
  ints(call, kHits)[0] = hits;
  floats(call, kWorst)[0] = worst;
}

void echo(KilnCall *call, int64_t worker, int64_t) {
  if (worker == 0)
    floats(call, kEcho)[0] = floats(call, kInputX)[0];
}

void tiny(KilnCall *call, int64_t worker, int64_t) {
  if (worker == 0)
    floats(call, kEcho)[0] += 1;
}

} // namespace

} // namespace kiln::test

extern "C" {
extern const KilnEntryFn kiln_entry_table[];
const KilnEntryFn kiln_entry_table[] = {kiln::test::init, kiln::test::step, kiln::test::score,
                                        kiln::test::echo, kiln::test::tiny};
}
