// SPDX-License-Identifier: Apache-2.0
//
// Checked sizes: every product and sum of counts that come from a file or a package goes through these.
#ifndef KILN_RUNTIME_CORE_SIZE_H
#define KILN_RUNTIME_CORE_SIZE_H

#include <stddef.h>
#include <stdint.h>

namespace kiln::runtime {

/// `*value *= factor`; false (value unspecified) where the product does not fit.
[[nodiscard]] inline bool multiply(uint64_t *value, uint64_t factor) {
  return !__builtin_mul_overflow(*value, factor, value);
}

/// `*value += summand`; false (value unspecified) where the sum does not fit.
[[nodiscard]] inline bool add(uint64_t *value, uint64_t summand) {
  return !__builtin_add_overflow(*value, summand, value);
}

/// Whether [offset, offset + size) lies inside [0, limit).
[[nodiscard]] inline bool inside(uint64_t offset, uint64_t size, uint64_t limit) {
  return offset <= limit && size <= limit - offset;
}

/// Product of `count` dims times `unit`; false where it does not fit or exceeds 2^62.
template <typename Dim>
[[nodiscard]] inline bool product(const Dim *dims, size_t count, uint64_t unit, uint64_t *out_size) {
  bool empty = false;
  uint64_t size = unit;
  for (size_t i = 0; i != count; ++i) {
    if (dims[i] == 0)
      empty = true;
    else if (!multiply(&size, dims[i]) || size > (uint64_t(1) << 62))
      return false;
  }
  *out_size = empty ? 0 : size;
  return true;
}

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_SIZE_H
