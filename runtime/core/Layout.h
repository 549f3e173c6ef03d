// SPDX-License-Identifier: Apache-2.0
//
// Between the logical, row-major order of a storage and where its elements lie (abi::Layout).
#ifndef KILN_RUNTIME_CORE_LAYOUT_H
#define KILN_RUNTIME_CORE_LAYOUT_H

#include "runtime/abi/Package.h"

namespace kiln::runtime {

/// Copies logical elements [first, first + count) of `storage`, whose bytes in the arena begin at
/// `stored`, to `logical`.
void unpackElements(const abi::Storage &storage, const uint8_t *stored, uint64_t first, uint64_t count,
                    uint8_t *logical);

/// The other direction; padding of panels is left as it is.
void packElements(const abi::Storage &storage, uint8_t *stored, uint64_t first, uint64_t count,
                  const uint8_t *logical);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_LAYOUT_H
