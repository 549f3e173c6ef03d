// SPDX-License-Identifier: Apache-2.0
//
// What an entry built with `--trap-nonfinite` asks around each kernel.
#include "runtime/core/Executor.h"

namespace {

/// Of `count` floats as words: `exponent` are the bits that both kinds set, `magnitude` all but the sign.
template <typename Word>
uint32_t kindsIn(const uint8_t *values, int64_t count, Word exponent, Word magnitude) {
  auto *words = reinterpret_cast<const Word *>(values);
  Word nan = 0, infinity = 0;
  for (int64_t i = 0; i < count; ++i) {
    Word size = words[i] & magnitude;
    nan |= Word(size > exponent);
    infinity |= Word(size == exponent);
  }
  return (nan ? KILN_NAN : 0) | (infinity ? KILN_INFINITY : 0);
}

uint32_t kindsIn(const uint8_t *values, int64_t count, kiln::abi::DType type) {
  switch (type) {
  case kiln::abi::DType::F32:
    return kindsIn<uint32_t>(values, count, 0x7f800000, 0x7fffffff);
  case kiln::abi::DType::F64:
    return kindsIn<uint64_t>(values, count, 0x7ffull << 52, ~0ull >> 1);
  case kiln::abi::DType::BF16:
    return kindsIn<uint16_t>(values, count, 0x7f80, 0x7fff);
  case kiln::abi::DType::F16:
    return kindsIn<uint16_t>(values, count, 0x7c00, 0x7fff);
  default:
    return 0;
  }
}

} // namespace

extern "C" int32_t kiln_nonfinite(int32_t seen, const uint8_t *values, int64_t count, int32_t dtype, int64_t worker) {
  return worker == 0 ? seen | int32_t(kindsIn(values, count, kiln::abi::DType(dtype))) : seen;
}

extern "C" void kiln_trap(KilnCall *call, int32_t site, int32_t before, int32_t after) {
  bool made = after & KILN_NAN || (after & KILN_INFINITY && !(before & KILN_INFINITY));
  if (made && !(before & KILN_NAN))
    kiln_fault(call, site);
}
