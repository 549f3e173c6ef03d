// SPDX-License-Identifier: Apache-2.0
//
// Element types of files: those of the language, and the integers that may widen to them.
#ifndef KILN_RUNTIME_CORE_ELEMENT_H
#define KILN_RUNTIME_CORE_ELEMENT_H

#include "runtime/abi/Package.h"

#include <string>
#include <string_view>
#include <vector>

namespace kiln::runtime {

enum class Element : uint8_t { Bool, U8, I8, U16, I16, U32, I32, U64, I64, F16, BF16, F32, F64 };

uint32_t elementSize(Element element);
/// As Kiln spells it, such as `u16`.
const char *elementName(Element element);
/// As safetensors spells it, such as `U16`.
const char *safetensorsName(Element element);
bool elementBySafetensorsName(std::string_view name, Element *out_element);

Element elementOf(abi::DType type);

/// Whether every value of `from` is a value of `to` without loss: the same type, or integers that widen;
/// f32 to f64 only where `widenFloats`.
bool convertible(Element from, abi::DType to, bool widenFloats);

/// Converts `count` elements; requires convertible(from, to, true). The buffers do not overlap.
void convert(Element from, const uint8_t *source, abi::DType to, uint8_t *target, uint64_t count);

/// The integer at `data` (any integer type or bool).
int64_t integerAt(Element element, const uint8_t *data);

/// The number at `data`, of any type.
double numberAt(Element element, const uint8_t *data);

/// A tensor of a file: row-major, little-endian. `data` belongs to the file that it was read from.
struct FileTensor {
  std::string name;
  Element element = Element::U8;
  std::vector<uint64_t> dims;
  const uint8_t *data = nullptr;
  uint64_t size = 0; ///< bytes
};

/// `f32[60000, 784]`.
std::string typeText(Element element, const std::vector<uint64_t> &dims);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_ELEMENT_H
