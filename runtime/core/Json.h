// SPDX-License-Identifier: Apache-2.0
//
// The little JSON that headers of files and results need.
#ifndef KILN_RUNTIME_CORE_JSON_H
#define KILN_RUNTIME_CORE_JSON_H

#include <stdint.h>
#include <string>
#include <string_view>

namespace kiln::runtime {

/// A cursor over strict JSON text; every function returns false where the text is something else.
class JsonCursor {
public:
  explicit JsonCursor(std::string_view text) : text(text) {}

  /// Consumes `symbol` after white space.
  bool take(char symbol);
  /// Whether `symbol` comes next after white space; consumes only the white space.
  bool peek(char symbol);
  /// A string, escapes decoded, at most `limit` bytes; refuses control characters, broken UTF-8 and
  /// U+0000.
  bool string(std::string *out_value, size_t limit);
  /// A non-negative integer without sign, fraction, exponent or leading zeros.
  bool integer(uint64_t *out_value);
  /// Whether only white space is left.
  bool atEnd();
  size_t position() const { return at; }

private:
  void skipSpace();
  bool escape(std::string *value);
  bool hex(uint32_t *out_unit);

  std::string_view text;
  size_t at = 0;
};

/// `value` between quotes, escaped.
std::string jsonString(std::string_view value);

/// Whether the bytes are well-formed UTF-8 without U+0000.
bool validUtf8(std::string_view text);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_JSON_H
