// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Layout.h"

#include <string.h>

namespace kiln::runtime {

using namespace abi;

namespace {

/// Index in the stored order as a sum over axes: the axes of N give n, all others a multiple.
struct Map {
  uint64_t dims[kMaxRank] = {};
  uint64_t stride[kMaxRank] = {}; ///< of batch and K axes, in elements of the stored order
  uint64_t weight[kMaxRank] = {}; ///< of N axes, in n
  unsigned rank = 0;
  uint64_t nr = 1, panel = 1; ///< elements of one panel: K · nr

  explicit Map(const Storage &storage) : rank(storage.rank) {
    const Layout &layout = storage.layout;
    memcpy(dims, storage.dims, sizeof dims);
    uint64_t n = 1, k = 1;
    for (unsigned i = layout.nCount; i-- != 0;) {
      weight[layout.nFirst + i] = n;
      n *= dims[layout.nFirst + i];
    }
    nr = layout.nr;
    for (unsigned i = layout.kCount; i-- != 0;) {
      stride[layout.kAxes[i]] = k * nr;
      k *= dims[layout.kAxes[i]];
    }
    panel = k * nr;
    uint64_t batch = (n + nr - 1) / nr * panel;
    for (unsigned i = layout.batchAxes; i-- != 0;) {
      stride[i] = batch;
      batch *= dims[i];
    }
  }

  uint64_t place(uint64_t base, uint64_t n) const { return base + n / nr * panel + n % nr; }
};

/// Calls move(stored index, logical index from 0) for each element of the range.
template <typename Move> void walk(const Map &map, uint64_t first, uint64_t count, Move move) {
  uint64_t index[kMaxRank] = {};
  uint64_t rest = first;
  for (unsigned axis = map.rank; axis-- != 0;) {
    index[axis] = rest % map.dims[axis];
    rest /= map.dims[axis];
  }
  unsigned last = map.rank - 1;
  uint64_t done = 0;
  while (done != count) {
    uint64_t base = 0, n = 0;
    for (unsigned axis = 0; axis != map.rank; ++axis) {
      base += index[axis] * map.stride[axis];
      n += index[axis] * map.weight[axis];
    }
    uint64_t run = map.dims[last] - index[last];
    if (run > count - done)
      run = count - done;
    for (uint64_t i = 0; i != run; ++i)
      move(map.place(base + i * map.stride[last], n + i * map.weight[last]), done + i);
    done += run;
    index[last] = 0;
    for (unsigned axis = last; axis-- != 0;) {
      if (++index[axis] != map.dims[axis])
        break;
      index[axis] = 0;
    }
  }
}

template <typename Unit>
void unpack(const Map &map, const uint8_t *stored, uint64_t first, uint64_t count, uint8_t *logical) {
  walk(map, first, count, [&](uint64_t from, uint64_t to) {
    memcpy(logical + to * sizeof(Unit), stored + from * sizeof(Unit), sizeof(Unit));
  });
}

template <typename Unit>
void pack(const Map &map, uint8_t *stored, uint64_t first, uint64_t count, const uint8_t *logical) {
  walk(map, first, count, [&](uint64_t to, uint64_t from) {
    memcpy(stored + to * sizeof(Unit), logical + from * sizeof(Unit), sizeof(Unit));
  });
}

bool rowMajor(const Storage &storage) {
  return storage.layout.kind == static_cast<uint8_t>(LayoutKind::RowMajor);
}

} // namespace

void unpackElements(const Storage &storage, const uint8_t *stored, uint64_t first, uint64_t count,
                    uint8_t *logical) {
  uint32_t unit = dtypeSize(static_cast<DType>(storage.dtype));
  if (rowMajor(storage) || count == 0) {
    memcpy(logical, stored + first * unit, count * unit);
    return;
  }
  Map map(storage);
  switch (unit) {
  case 1:
    return unpack<uint8_t>(map, stored, first, count, logical);
  case 2:
    return unpack<uint16_t>(map, stored, first, count, logical);
  case 4:
    return unpack<uint32_t>(map, stored, first, count, logical);
  default:
    return unpack<uint64_t>(map, stored, first, count, logical);
  }
}

void packElements(const Storage &storage, uint8_t *stored, uint64_t first, uint64_t count,
                  const uint8_t *logical) {
  uint32_t unit = dtypeSize(static_cast<DType>(storage.dtype));
  if (rowMajor(storage) || count == 0) {
    memcpy(stored + first * unit, logical, count * unit);
    return;
  }
  Map map(storage);
  switch (unit) {
  case 1:
    return pack<uint8_t>(map, stored, first, count, logical);
  case 2:
    return pack<uint16_t>(map, stored, first, count, logical);
  case 4:
    return pack<uint32_t>(map, stored, first, count, logical);
  default:
    return pack<uint64_t>(map, stored, first, count, logical);
  }
}

} // namespace kiln::runtime
