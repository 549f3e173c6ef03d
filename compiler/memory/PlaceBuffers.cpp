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

int64_t kiln::placeBuffers(EntryPlan &plan, int64_t base) {
  std::vector<Buffer *> order;
  for (Buffer &buffer : plan.buffers)
    if (buffer.home == Buffer::Home::Arena && buffer.last >= 0)
      order.push_back(&buffer);
  plan.lowerBound = mostBytesLive(order);
  const Buffer *first = plan.buffers.data();
  llvm::sort(order, [&](const Buffer *a, const Buffer *b) {
    return std::tuple(-a->size, a->first, a - first) < std::tuple(-b->size, b->first, b - first);
  });

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
