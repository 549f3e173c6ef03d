// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Json.h"

#include <stdio.h>

namespace kiln::runtime {

namespace {

void appendUtf8(std::string *text, uint32_t point) {
  if (point < 0x80) {
    *text += char(point);
  } else if (point < 0x800) {
    *text += char(0xc0 | point >> 6);
    *text += char(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    *text += char(0xe0 | point >> 12);
    *text += char(0x80 | (point >> 6 & 0x3f));
    *text += char(0x80 | (point & 0x3f));
  } else {
    *text += char(0xf0 | point >> 18);
    *text += char(0x80 | (point >> 12 & 0x3f));
    *text += char(0x80 | (point >> 6 & 0x3f));
    *text += char(0x80 | (point & 0x3f));
  }
}

} // namespace

bool validUtf8(std::string_view text) {
  for (size_t i = 0; i != text.size();) {
    uint8_t first = static_cast<uint8_t>(text[i]);
    unsigned more = first < 0x80 ? 0 : first >> 5 == 6 ? 1 : first >> 4 == 14 ? 2 : first >> 3 == 30 ? 3 : 9;
    if (first == 0 || more == 9 || more >= text.size() - i)
      return false;
    uint32_t point = more == 0 ? first : first & (0x3fu >> more);
    for (unsigned k = 1; k <= more; ++k) {
      uint8_t next = static_cast<uint8_t>(text[i + k]);
      if (next >> 6 != 2)
        return false;
      point = point << 6 | (next & 0x3f);
    }
    constexpr uint32_t kLeast[4] = {0, 0x80, 0x800, 0x10000};
    if (point < kLeast[more] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
      return false;
    i += 1 + more;
  }
  return true;
}

void JsonCursor::skipSpace() {
  while (at != text.size() &&
         (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r'))
    ++at;
}

bool JsonCursor::peek(char symbol) {
  skipSpace();
  return at != text.size() && text[at] == symbol;
}

bool JsonCursor::take(char symbol) {
  if (!peek(symbol))
    return false;
  ++at;
  return true;
}

bool JsonCursor::atEnd() {
  skipSpace();
  return at == text.size();
}

bool JsonCursor::hex(uint32_t *out_unit) {
  if (text.size() - at < 4)
    return false;
  uint32_t unit = 0;
  for (int i = 0; i != 4; ++i) {
    char c = text[at++];
    uint32_t digit = c >= '0' && c <= '9'   ? uint32_t(c - '0')
                     : c >= 'a' && c <= 'f' ? uint32_t(c - 'a' + 10)
                     : c >= 'A' && c <= 'F' ? uint32_t(c - 'A' + 10)
                                            : 16;
    if (digit == 16)
      return false;
    unit = unit << 4 | digit;
  }
  *out_unit = unit;
  return true;
}

bool JsonCursor::escape(std::string *value) {
  if (at == text.size())
    return false;
  char c = text[at++];
  switch (c) {
  case '"':
  case '\\':
  case '/':
    *value += c;
    return true;
  case 'b':
    *value += '\b';
    return true;
  case 'f':
    *value += '\f';
    return true;
  case 'n':
    *value += '\n';
    return true;
  case 'r':
    *value += '\r';
    return true;
  case 't':
    *value += '\t';
    return true;
  case 'u':
    break;
  default:
    return false;
  }
  uint32_t point;
  if (!hex(&point) || point == 0)
    return false;
  if (point >= 0xdc00 && point < 0xe000)
    return false;
  if (point >= 0xd800 && point < 0xdc00) {
    uint32_t low;
    if (text.substr(at, 2) != "\\u")
      return false;
    at += 2;
    if (!hex(&low) || low < 0xdc00 || low >= 0xe000)
      return false;
    point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
  }
  appendUtf8(value, point);
  return true;
}

bool JsonCursor::string(std::string *out_value, size_t limit) {
  if (!take('"'))
    return false;
  std::string value;
  for (;;) {
    if (at == text.size() || value.size() > limit)
      return false;
    char c = text[at++];
    if (c == '"')
      break;
    if (static_cast<uint8_t>(c) < 0x20)
      return false;
    if (c != '\\')
      value += c;
    else if (!escape(&value))
      return false;
  }
  if (!validUtf8(value))
    return false;
  *out_value = static_cast<std::string &&>(value);
  return true;
}

bool JsonCursor::integer(uint64_t *out_value) {
  skipSpace();
  size_t begin = at;
  uint64_t value = 0;
  while (at != text.size() && text[at] >= '0' && text[at] <= '9') {
    if (__builtin_mul_overflow(value, uint64_t(10), &value) ||
        __builtin_add_overflow(value, uint64_t(text[at] - '0'), &value))
      return false;
    ++at;
  }
  if (at == begin || (text[begin] == '0' && at - begin > 1))
    return false;
  if (at != text.size() && (text[at] == '.' || text[at] == 'e' || text[at] == 'E'))
    return false;
  *out_value = value;
  return true;
}

std::string jsonString(std::string_view value) {
  std::string result = "\"";
  for (char c : value) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<uint8_t>(c) < 0x20) {
      char escaped[8];
      snprintf(escaped, sizeof escaped, "\\u%04x", unsigned(c));
      result += escaped;
    } else {
      result += c;
    }
  }
  return result + "\"";
}

} // namespace kiln::runtime
