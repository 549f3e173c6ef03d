// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Element.h"

#include "runtime/core/Status.h"

#include <math.h>
#include <string.h>

namespace kiln::runtime {

using abi::DType;

namespace {

struct Row {
  const char *name;
  const char *safetensors;
  uint32_t size;
  uint8_t bits; ///< value bits of an integer
  bool isInteger, isSigned;
};

// In the order of Element.
constexpr Row kRows[] = {
    {"bool", "BOOL", 1, 1, false, false}, {"u8", "U8", 1, 8, true, false},
    {"i8", "I8", 1, 7, true, true},       {"u16", "U16", 2, 16, true, false},
    {"i16", "I16", 2, 15, true, true},    {"u32", "U32", 4, 32, true, false},
    {"i32", "I32", 4, 31, true, true},    {"u64", "U64", 8, 64, true, false},
    {"i64", "I64", 8, 63, true, true},    {"f16", "F16", 2, 0, false, false},
    {"bf16", "BF16", 2, 0, false, false}, {"f32", "F32", 4, 0, false, false},
    {"f64", "F64", 8, 0, false, false},
};

const Row &row(Element element) { return kRows[static_cast<unsigned>(element)]; }

template <typename T> T load(const uint8_t *data) {
  T value;
  memcpy(&value, data, sizeof value);
  return value;
}

template <typename From, typename To>
void widen(const uint8_t *source, uint8_t *target, uint64_t count) {
  for (uint64_t i = 0; i != count; ++i) {
    To value = static_cast<To>(load<From>(source + i * sizeof(From)));
    memcpy(target + i * sizeof(To), &value, sizeof value);
  }
}

template <typename To>
void widenInteger(Element from, const uint8_t *source, uint8_t *target, uint64_t count) {
  switch (from) {
  case Element::U8:
    return widen<uint8_t, To>(source, target, count);
  case Element::I8:
    return widen<int8_t, To>(source, target, count);
  case Element::U16:
    return widen<uint16_t, To>(source, target, count);
  case Element::I16:
    return widen<int16_t, To>(source, target, count);
  case Element::U32:
    return widen<uint32_t, To>(source, target, count);
  default:
    return widen<int32_t, To>(source, target, count);
  }
}

} // namespace

uint32_t elementSize(Element element) { return row(element).size; }
const char *elementName(Element element) { return row(element).name; }
const char *safetensorsName(Element element) { return row(element).safetensors; }

bool elementBySafetensorsName(std::string_view name, Element *out_element) {
  for (unsigned i = 0; i != sizeof kRows / sizeof kRows[0]; ++i)
    if (name == kRows[i].safetensors) {
      *out_element = static_cast<Element>(i);
      return true;
    }
  return false;
}

Element elementOf(DType type) {
  switch (type) {
  case DType::F32:
    return Element::F32;
  case DType::F64:
    return Element::F64;
  case DType::BF16:
    return Element::BF16;
  case DType::F16:
    return Element::F16;
  case DType::I32:
    return Element::I32;
  case DType::I64:
    return Element::I64;
  case DType::I8:
    return Element::I8;
  case DType::U8:
    return Element::U8;
  case DType::U32:
    return Element::U32;
  case DType::Bool:
    break;
  }
  return Element::Bool;
}

bool convertible(Element from, DType to, bool widenFloats) {
  Element target = elementOf(to);
  if (from == target)
    return true;
  if (from == Element::F32 && target == Element::F64)
    return widenFloats;
  const Row &a = row(from), &b = row(target);
  return a.isInteger && b.isInteger && (b.isSigned || !a.isSigned) && a.bits <= b.bits;
}

void convert(Element from, const uint8_t *source, DType to, uint8_t *target, uint64_t count) {
  Element element = elementOf(to);
  if (from == element) {
    memcpy(target, source, count * elementSize(from));
    return;
  }
  switch (element) {
  case Element::F64:
    return widen<float, double>(source, target, count);
  case Element::U32:
    return widenInteger<uint32_t>(from, source, target, count);
  case Element::I64:
    return widenInteger<int64_t>(from, source, target, count);
  default:
    return widenInteger<int32_t>(from, source, target, count);
  }
}

int64_t integerAt(Element element, const uint8_t *data) {
  switch (element) {
  case Element::I8:
    return load<int8_t>(data);
  case Element::U16:
    return load<uint16_t>(data);
  case Element::I16:
    return load<int16_t>(data);
  case Element::U32:
    return load<uint32_t>(data);
  case Element::I32:
    return load<int32_t>(data);
  case Element::U64:
  case Element::I64:
    return load<int64_t>(data);
  default:
    return *data;
  }
}

double numberAt(Element element, const uint8_t *data) {
  switch (element) {
  case Element::F64:
    return load<double>(data);
  case Element::F32:
    return load<float>(data);
  case Element::BF16: {
    uint32_t bits = uint32_t(load<uint16_t>(data)) << 16;
    return load<float>(reinterpret_cast<const uint8_t *>(&bits));
  }
  case Element::F16: {
    uint16_t bits = load<uint16_t>(data);
    int exponent = bits >> 10 & 31, fraction = bits & 1023;
    double magnitude = exponent == 31  ? (fraction ? NAN : INFINITY)
                       : exponent == 0 ? ldexp(fraction, -24)
                                       : ldexp(1024 + fraction, exponent - 25);
    return bits >> 15 ? -magnitude : magnitude;
  }
  case Element::U64:
    return static_cast<double>(load<uint64_t>(data));
  default:
    return static_cast<double>(integerAt(element, data));
  }
}

std::string typeText(Element element, const std::vector<uint64_t> &dims) {
  std::string result = elementName(element);
  for (size_t i = 0; i != dims.size(); ++i)
    result += text("%s%llu", i == 0 ? "[" : ", ", static_cast<unsigned long long>(dims[i]));
  return dims.empty() ? result : result + "]";
}

} // namespace kiln::runtime
