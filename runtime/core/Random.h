// SPDX-License-Identifier: Apache-2.0
//
// Philox-4×32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3, 2011) and
// the order of rows, which is a pure function of seed and epoch.
#ifndef KILN_RUNTIME_CORE_RANDOM_H
#define KILN_RUNTIME_CORE_RANDOM_H

#include <stdint.h>

namespace kiln::runtime {

struct Philox {
  uint32_t key[2];
};

/// Encrypts the counter with ten rounds.
inline void philox(Philox generator, const uint32_t counter[4], uint32_t out_words[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = generator.key[0], k1 = generator.key[1];
  for (int round = 0; round != 10; ++round) {
    uint64_t p0 = uint64_t(0xD2511F53u) * c0;
    uint64_t p1 = uint64_t(0xCD9E8D57u) * c2;
    uint32_t n0 = uint32_t(p1 >> 32) ^ c1 ^ k0;
    uint32_t n2 = uint32_t(p0 >> 32) ^ c3 ^ k1;
    c0 = n0;
    c1 = uint32_t(p1);
    c2 = n2;
    c3 = uint32_t(p0);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out_words[0] = c0;
  out_words[1] = c1;
  out_words[2] = c2;
  out_words[3] = c3;
}

/// Second key word of the row order, so that it shares no stream with a draw of the model ("rows").
inline constexpr uint32_t kOrderKey = 0x726f7773u;

/// Fills `order` with a permutation of [0, count): Fisher and Yates from the top, the number for place
/// i being the high half of (i + 1) times words 0 and 1 of Philox(key (seed, kOrderKey), counter
/// (i, 0, low epoch, high epoch)). Frozen: checkpoints rely on it. The caller owns `order`.
inline void shuffleRows(uint32_t seed, uint64_t epoch, uint32_t *order, uint32_t count) {
  for (uint32_t i = 0; i != count; ++i)
    order[i] = i;
  for (uint32_t i = count; i-- > 1;) {
    uint32_t counter[4] = {i, 0, uint32_t(epoch), uint32_t(epoch >> 32)};
    uint32_t words[4];
    philox({{seed, kOrderKey}}, counter, words);
    uint64_t draw = uint64_t(words[1]) << 32 | words[0];
    uint32_t j = uint32_t((unsigned __int128)draw * (uint64_t(i) + 1) >> 64);
    uint32_t other = order[j];
    order[j] = order[i];
    order[i] = other;
  }
}

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_RANDOM_H
