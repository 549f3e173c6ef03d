// SPDX-License-Identifier: Apache-2.0
#include "runtime/app/Numbers.h"

#include "runtime/core/Status.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

namespace kiln::runtime {

std::string decimal(double value, bool single) {
  if (isnan(value))
    return "nan";
  if (isinf(value))
    return value < 0 ? "-inf" : "inf";
  if (value == 0)
    return "0";
  char scientific[40];
  for (int digits = 0; digits <= 17; ++digits) {
    snprintf(scientific, sizeof scientific, "%.*e", digits, value);
    bool same = single ? strtof(scientific, nullptr) == static_cast<float>(value)
                       : strtod(scientific, nullptr) == value;
    if (same)
      break;
  }
  // -d.ddde±xx
  const char *at = scientific;
  std::string sign, digits;
  if (*at == '-')
    sign = *at++;
  for (; *at != 'e'; ++at)
    if (*at != '.')
      digits += *at;
  while (digits.size() > 1 && digits.back() == '0')
    digits.pop_back();
  int point = atoi(at + 1) + 1; // digits before the decimal point
  int length = static_cast<int>(digits.size());
  if (point <= 0)
    return sign + "0." + std::string(size_t(-point), '0') + digits;
  if (point >= length)
    return sign + digits + std::string(size_t(point - length), '0');
  return sign + digits.substr(0, size_t(point)) + "." + digits.substr(size_t(point));
}

std::string grouped(uint64_t value) {
  std::string digits = text("%llu", static_cast<unsigned long long>(value));
  for (size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string byteSize(uint64_t bytes) {
  if (bytes < 1000)
    return text("%u bytes", unsigned(bytes));
  const char *const units[] = {"kB", "MB", "GB", "TB", "PB"};
  double size = double(bytes) / 1e3;
  unsigned unit = 0;
  for (; size >= 999.5 && unit != 4; ++unit)
    size /= 1e3;
  return text(size < 99.95 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}

std::string duration(double seconds) {
  uint64_t whole = seconds < 0 ? 0 : static_cast<uint64_t>(seconds + 0.5);
  unsigned s = unsigned(whole % 60), m = unsigned(whole / 60 % 60);
  unsigned long long h = whole / 3600;
  if (h != 0)
    return text("%llu:%02u:%02u", h, m, s);
  return m != 0 ? text("%u:%02u", m, s) : text("%u s", s);
}

} // namespace kiln::runtime
