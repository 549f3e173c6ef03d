// SPDX-License-Identifier: Apache-2.0
//===- Rational.h - exact fractions ---------------------------------------===//
#pragma once

#include <cstdint>
#include <numeric>
#include <string>

namespace kiln::analysis {

/// A fraction in lowest terms with a positive denominator. Strides and paddings are products of a few sizes of a
/// model; what does not fit 64 bits is cut to the greatest value, which no caller takes for an exact one.
class Rational {
public:
  Rational(int64_t whole = 0) : top(whole) {}
  Rational(int64_t numerator, int64_t denominator) : Rational(reduce(numerator, denominator)) {}

  int64_t numerator() const { return top; }
  int64_t denominator() const { return bottom; }
  bool isWhole() const { return bottom == 1; }
  bool isZero() const { return top == 0; }
  double value() const { return double(top) / double(bottom); }
  int64_t floor() const { return top / bottom - (top % bottom < 0); }

  Rational operator+(const Rational &b) const {
    return reduce(wide(top) * b.bottom + wide(b.top) * bottom, wide(bottom) * b.bottom);
  }
  Rational operator-(const Rational &b) const { return *this + Rational(-b.top, b.bottom); }
  Rational operator-() const { return Rational(-top, bottom); }
  Rational operator*(const Rational &b) const {
    return reduce(wide(top) * b.top, wide(bottom) * b.bottom);
  }
  Rational operator/(int64_t by) const { return *this * Rational(1, by); }
  bool operator==(const Rational &b) const { return top == b.top && bottom == b.bottom; }
  bool operator!=(const Rational &b) const { return !(*this == b); }
  bool operator<(const Rational &b) const { return wide(top) * b.bottom < wide(b.top) * bottom; }
  bool operator<=(const Rational &b) const { return !(b < *this); }

  /// `3`, `-1/2`.
  std::string str() const {
    return std::to_string(top) + (isWhole() ? "" : "/" + std::to_string(bottom));
  }

private:
  using Wide = __int128;
  static Wide wide(int64_t value) { return value; }
  static Rational reduce(Wide numerator, Wide denominator) {
    if (denominator < 0) {
      numerator = -numerator;
      denominator = -denominator;
    }
    Wide a = numerator < 0 ? -numerator : numerator, b = denominator;
    while (b != 0) {
      Wide rest = a % b;
      a = b;
      b = rest;
    }
    numerator /= a;
    denominator /= a;
    Rational result;
    result.top = numerator > INT64_MAX ? INT64_MAX : numerator < -INT64_MAX ? -INT64_MAX : int64_t(numerator);
    result.bottom = denominator > INT64_MAX ? INT64_MAX : int64_t(denominator);
    return result;
  }

  int64_t top = 0, bottom = 1;
};

} // namespace kiln::analysis
