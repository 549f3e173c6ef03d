// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Status.h"

#include <stdio.h>

namespace kiln::runtime {

std::string textList(const char *pattern, va_list arguments) {
  va_list copy;
  va_copy(copy, arguments);
  int length = vsnprintf(nullptr, 0, pattern, copy);
  va_end(copy);
  if (length <= 0)
    return {};
  std::string result(static_cast<size_t>(length), '\0');
  vsnprintf(result.data(), result.size() + 1, pattern, arguments);
  return result;
}

std::string text(const char *pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  std::string result = textList(pattern, arguments);
  va_end(arguments);
  return result;
}

Status error(Code code, const char *pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  Status result(code, textList(pattern, arguments));
  va_end(arguments);
  return result;
}

} // namespace kiln::runtime
