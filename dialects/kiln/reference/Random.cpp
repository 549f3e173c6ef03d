// SPDX-License-Identifier: Apache-2.0
//===- Random.cpp - Philox-4x32-10 (Salmon et al. 2011) -------------------===//
#include "dialects/kiln/reference/Base.h"

#include <cmath>
#include <numbers>

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

std::array<uint32_t, 4> kiln::reference::philox(std::array<uint32_t, 4> counter, uint32_t key0,
                                                uint32_t key1) {
  for (int round = 0; round < 10; ++round) {
    uint64_t a = uint64_t(0xD2511F53) * counter[0], b = uint64_t(0xCD9E8D57) * counter[2];
    counter = {uint32_t(b >> 32) ^ counter[1] ^ key0, uint32_t(b),
               uint32_t(a >> 32) ^ counter[3] ^ key1, uint32_t(a)};
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  return counter;
}

static double uniform(uint32_t word) { return (word >> 8) * 0x1p-24; }

/// The normals of a pair of words, rounded to f32: an f64 draw is the f32 draw widened.
static std::pair<double, double> normal(uint32_t even, uint32_t odd) {
  double radius = std::sqrt(-2 * std::log(((even >> 8) + 1) * 0x1p-24));
  double angle = 2 * std::numbers::pi * uniform(odd);
  return {float(radius * std::cos(angle)), float(radius * std::sin(angle))};
}

Outcome kiln::reference::evaluateRandom(Operation *op, const Frame &frame) {
  auto random = dyn_cast<RandomOp>(op);
  if (!random)
    return {};
  uint32_t seed = uint32_t(frame.get(random.getSeed()).ints[0]);
  uint64_t count = uint64_t(frame.get(random.getCount()).ints[0]);
  uint32_t layer = uint32_t(frame.get(random.getLayer()).ints[0]);
  uint32_t stream = uint32_t(random.getStream());

  HostTensor result(tensorOf(random.getResult()));
  int64_t size = result.size();
  for (int64_t block = 0; block * 4 < size + 48; ++block) {
    // Word w of this block is the element at `first + 16 w`.
    int64_t first = block / 16 * 64 + block % 16;
    if (first >= size)
      continue;
    std::array<uint32_t, 4> words =
        philox({uint32_t(block), layer, uint32_t(count), uint32_t(count >> 32)}, seed, stream);
    for (int w = 0; w < 4 && first + 16 * w < size; ++w) {
      int64_t element = first + 16 * w;
      if (random.getKind() == Draw::bits) {
        result.ints[element] = words[w];
      } else if (random.getKind() == Draw::uniform) {
        result.floats[element] = uniform(words[w]);
      } else {
        auto [even, odd] = normal(words[w & ~1], words[w | 1]);
        result.floats[element] = w % 2 ? odd : even;
      }
    }
  }
  return one(std::move(result));
}
