// SPDX-License-Identifier: Apache-2.0
//===- SplitWindows.cpp - more convolutions with kernels of 3 x 3 or 2 x 2 -===//
// A label that counts S * m + e may be walked as two. That makes convolutions that Winograd.h knows of others:
//   stride S      x[S * i + t], t = S * m + e: kernels of R taps m over the channels and the phases e
//   longer ones   x[i + t], t = R * a + m: the sum over a of kernels of R taps m
//   dilation S    x[i + S * t], i = S * q + e: images e, each of every S-th place
//===----------------------------------------------------------------------===//
#include "compiler/loops/contraction/Winograd.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Kernels longer than this gain less by their transforms than the data, transformed again for each part, costs.
static constexpr int64_t kMostParts = 2;

/// `label` counts `step` * itself + the label that is made.
static void split(Contraction &c, unsigned label, int64_t step) {
  auto divide = [&](LinearForm &form) {
    form.coefficient.push_back(form.coefficient[label]);
    form.coefficient[label] *= step;
  };
  divide(c.a.offset);
  divide(c.b.offset);
  for (Access &result : c.results)
    divide(result.offset);
  for (auto &position : c.resultPositions)
    llvm::for_each(position, divide);
  for (Contraction::Leaf &leaf : c.leaves) {
    llvm::for_each(leaf.position, divide);
    divide(leaf.access.offset);
  }
  c.sizes.push_back(step);
  c.sizes[label] /= step;
  for (auto *present : {&c.inA, &c.inB, &c.inC})
    present->push_back((*present)[label]);
}

std::optional<Contraction> loops::splitWindows(const Contraction &c, bool swapped) {
  const LinearForm &data = (swapped ? c.b : c.a).offset;
  const SmallVector<bool, 8> &inData = swapped ? c.inB : c.inA, &inOther = swapped ? c.inA : c.inB;
  auto distance = [&](unsigned label) { return std::abs(data.coefficient[label]); };
  // The tap of each position is the label that moves the data by the most similar distance, as in Winograd.cpp.
  SmallVector<std::pair<unsigned, int64_t>> splits;
  for (unsigned t = 0; t < c.sizes.size(); ++t) {
    int64_t least = 0, closest = -1;
    for (unsigned p = 0; p < c.sizes.size(); ++p) {
      if (!inData[t] || !inData[p] || c.inC[p] == c.inC[t] || inOther[p] == inOther[t] || !distance(t) || !distance(p))
        continue;
      int64_t ratio = std::max(distance(t), distance(p)) / std::min(distance(t), distance(p));
      if (closest < 0 || ratio < least) {
        closest = p;
        least = ratio;
      }
    }
    if (closest < 0 || c.sizes[t] == 1 || c.sizes[closest] < c.sizes[t])
      continue;
    bool isStrided = distance(closest) == least * distance(t), isDilated = distance(t) == least * distance(closest);
    for (int64_t taps : {3, 2}) {
      int64_t parts = c.sizes[t] / taps;
      if (c.sizes[t] % taps != 0)
        continue;
      if (least > 1 && isStrided && parts == least)
        splits.push_back({t, least});
      else if (least > 1 && isDilated && parts == 1 && c.sizes[closest] % least == 0)
        splits.push_back({closest, least});
      else if (least == 1 && parts > 1 && parts <= kMostParts)
        splits.push_back({t, taps});
    }
  }
  if (splits.size() != 2)
    return std::nullopt;
  Contraction made = c;
  for (auto [label, step] : splits)
    split(made, label, step);
  return made;
}
