// SPDX-License-Identifier: Apache-2.0
//===- PlaceBuffers.cpp - offsets in the arena ----------------------------===//
#include "compiler/memory/EntryPlan.h"
#include "runtime/abi/Package.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <map>
#include <tuple>

using namespace kiln;

static int64_t slotBytes(const Buffer &buffer) {
  return llvm::alignTo(std::max<int64_t>(buffer.size, 1), abi::kArenaAlign);
}

static int64_t mostBytesLive(const std::vector<Buffer *> &buffers) {
  std::map<int, int64_t> changes;
  for (const Buffer *buffer : buffers) {
    changes[buffer->first] += slotBytes(*buffer);
    changes[buffer->last + 1] -= slotBytes(*buffer);
  }
  int64_t live = 0, most = 0;
  for (auto [position, change] : changes)
    most = std::max(most, live += change);
  return most;
}

/// Offsets in this order, each buffer in the smallest gap that takes it; the end of the last one.
static int64_t placeInOrder(llvm::ArrayRef<Buffer *> order, int64_t base) {
  int64_t end = base;
  std::vector<Buffer *> placed; // by offset
  for (Buffer *buffer : order) {
    int64_t size = slotBytes(*buffer), free = base, best = -1, bestGap = 0;
    for (const Buffer *other : placed) {
      if (other->last < buffer->first || other->first > buffer->last)
        continue;
      int64_t gap = other->offset - free;
      if (gap >= size && (best < 0 || gap < bestGap)) {
        best = free;
        bestGap = gap;
      }
      free = std::max(free, other->offset + slotBytes(*other));
    }
    buffer->offset = best < 0 ? free : best;
    end = std::max(end, buffer->offset + size);
    placed.insert(llvm::upper_bound(placed, buffer,
                                    [](const Buffer *a, const Buffer *b) {
                                      return a->offset < b->offset;
                                    }),
                  buffer);
  }
  return end;
}

/// A buffer that ends highest found its room taken: places it first, and again, as long as that is worth the time. Of orders that end as high the later
/// one goes on. Leaves the offsets of the order that ends lowest, and returns that end.
static int64_t raiseHighest(std::vector<Buffer *> &order, int64_t base, int64_t lowest, int64_t least) {
  constexpr int64_t kMostTries = 64, kMostPairs = 20'000'000; // a try looks at each pair
  int64_t pairs = int64_t(order.size()) * int64_t(order.size());
  int64_t tries = std::min(kMostTries, kMostPairs / std::max<int64_t>(pairs, 1));
  std::vector<Buffer *> best = order;
  bool isPlaced = true;
  for (; tries > 0 && least > lowest; --tries) {
    auto highest = llvm::max_element(order, [](const Buffer *a, const Buffer *b) {
      return a->offset + slotBytes(*a) < b->offset + slotBytes(*b);
    });
    if (highest == order.begin())
      break;
    std::rotate(order.begin(), highest, highest + 1);
    int64_t end = placeInOrder(order, base);
    isPlaced = end < least;
    if (isPlaced)
      least = end, best = order;
  }
  if (!isPlaced)
    placeInOrder(best, base);
  order = std::move(best);
  return least;
}

int64_t kiln::placeBuffers(EntryPlan &plan, int64_t base) {
  std::vector<Buffer *> order;
  for (Buffer &buffer : plan.buffers)
    if (buffer.home == Buffer::Home::Arena && buffer.last >= 0)
      order.push_back(&buffer);
  plan.lowerBound = mostBytesLive(order);
  const Buffer *first = plan.buffers.data();
  auto sortBy = [&](llvm::function_ref<int64_t(const Buffer &)> weight) {
    llvm::sort(order, [&](const Buffer *a, const Buffer *b) {
      return std::tuple(-weight(*a), a->first, a - first) < std::tuple(-weight(*b), b->first, b - first);
    });
  };
  // The largest first, unless another order leaves fewer holes: those that take the most bytes for the longest, or that live longest.
  using Weight = int64_t (*)(const Buffer &);
  static constexpr Weight weights[] = {
      [](const Buffer &buffer) { return buffer.size; },
      [](const Buffer &buffer) { return buffer.size * (buffer.last - buffer.first + 1); },
      [](const Buffer &buffer) { return int64_t(buffer.last - buffer.first); }};
  int64_t least = std::numeric_limits<int64_t>::max();
  Weight best = nullptr, last = nullptr;
  for (Weight weight : weights) {
    sortBy(weight);
    last = weight;
    int64_t end = placeInOrder(order, base);
    if (end < least)
      least = end, best = weight;
    if (least <= base + plan.lowerBound)
      break;
  }
  if (best != last) {
    sortBy(best);
    placeInOrder(order, base);
  }
  return raiseHighest(order, base, base + plan.lowerBound, least);
}

static bool inArena(const Buffer &buffer) {
  return buffer.home == Buffer::Home::Arena || buffer.home == Buffer::Home::Storage;
}

bool kiln::mayOverlap(const EntryPlan &plan, const Slot &a, const Slot &b,
                      bool sameIteration) {
  const Buffer &first = plan.buffers[a.buffer], &second = plan.buffers[b.buffer];
  if (!inArena(first) || !inArena(second))
    return false;
  // The two slots of a carry take turns.
  if (sameIteration && a.buffer == b.buffer && a.terms.size() == b.terms.size() && !a.terms.empty()) {
    using Kind = Slot::Term::Kind;
    const Slot::Term &x = a.terms.back(), &y = b.terms.back();
    if (x.loop == y.loop && x.kind != y.kind && x.kind != Kind::Row && y.kind != Kind::Row)
      return false;
  }
  auto range = [](const Buffer &buffer, const Slot &slot) {
    if (!slot.terms.empty())
      return std::pair(buffer.offset, buffer.offset + buffer.size);
    return std::pair(buffer.offset + slot.shift, buffer.offset + slot.shift + slot.size);
  };
  auto [begin, end] = range(first, a);
  auto [otherBegin, otherEnd] = range(second, b);
  return begin < otherEnd && otherBegin < end;
}
