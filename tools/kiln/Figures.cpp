// SPDX-License-Identifier: Apache-2.0
//===- Figures.cpp --------------------------------------------------------===//
#include "tools/kiln/Figures.h"

#include "llvm/Support/FormatVariadic.h"

using llvm::formatv;
using llvm::StringRef;

std::string kiln::grouped(int64_t number) {
  std::string digits = std::to_string(number), text;
  for (size_t i = 0; i < digits.size(); ++i)
    text += (i && (digits.size() - i) % 3 == 0 ? "," : "") + digits.substr(i, 1);
  return text;
}

std::string kiln::scaled(double number, StringRef unit) {
  static constexpr StringRef prefixes[] = {"", " k", " M", " G", " T", " P"};
  size_t power = 0;
  for (; number >= 1000 && power + 1 < std::size(prefixes); ++power)
    number /= 1000;
  std::string text = power == 0 ? formatv("{0:F0}", number).str() : formatv("{0:F3}", number).str();
  return text + (power == 0 && !unit.empty() ? " " : "") + prefixes[power].str() + unit.str();
}

std::string kiln::placeText(llvm::ArrayRef<Place> places) {
  constexpr size_t kMost = 6;
  std::string text;
  StringRef file;
  for (const Place &place : places.take_front(kMost)) {
    if (place.file == file)
      text += ",";
    else
      text += (text.empty() ? "" : " ") + place.file + ":";
    text += std::to_string(place.line);
    file = place.file;
  }
  return places.size() > kMost ? text + ",…" : text;
}
