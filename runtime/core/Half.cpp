// SPDX-License-Identifier: Apache-2.0
//
// f16 in processors without F16C: the two functions that LLVM calls for it there, by the names that compilers' support
// libraries give them. In a program that links one these are never taken from the archive.
#include <bit>
#include <stdint.h>

extern "C" float __extendhfsf2(_Float16 half) {
  uint32_t bits = std::bit_cast<uint16_t>(half), sign = bits >> 15 << 31, size = bits & 0x7fff;
  if (size < 0x400) { // denormal or 0: that many times 2^-24
    float value = float(size) * 0x1p-24f;
    return sign ? -value : value;
  }
  uint32_t wide = (size << 13) + (size < 0x7c00 ? 112u << 23 : 224u << 23); // infinity and NaN keep an exponent of ones
  return std::bit_cast<float>(sign | wide | (size > 0x7c00 ? 1u << 22 : 0)); // a NaN is quiet
}

extern "C" _Float16 __truncsfhf2(float single) {
  uint32_t bits = std::bit_cast<uint32_t>(single), sign = bits >> 31 << 15, size = bits & 0x7fffffff, half;
  if (size > 0x7f800000) {
    half = 0x7e00 | (size >> 13 & 0x3ff);
  } else if (size >= 0x477ff000) { // from the middle between the greatest f16 and 2^16 on
    half = 0x7c00;
  } else if (size < 0x38800000) {
    // Below the least normal: adding 1/2 leaves the multiple of 2^-24 in the lowest bits, rounded to nearest even.
    half = std::bit_cast<uint32_t>(std::bit_cast<float>(size) + 0.5f) - 0x3f000000;
  } else {
    half = (size - (112u << 23) + 0xfff + (size >> 13 & 1)) >> 13;
  }
  return std::bit_cast<_Float16>(uint16_t(sign | half));
}
