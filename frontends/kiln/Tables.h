// SPDX-License-Identifier: Apache-2.0
// Numbers that are known when compiled: tables of them, and what reduces them.
#ifndef KILN_FRONTENDS_KILN_TABLES_H
#define KILN_FRONTENDS_KILN_TABLES_H

#include "llvm/ADT/StringRef.h"
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kiln::frontend {

/// An index of a table: its range is `low` … `low + size - 1`.
struct TableAxis {
  std::string name;
  int64_t size = 1;
  int64_t low = 0;
};
using TableAxes = std::vector<TableAxis>;

/// The values of an expression for every combination of the indices that it mentions.
struct Column {
  std::vector<size_t> axes; // by their place in TableAxes, ascending
  std::vector<double> values;
  bool whole = false; // integers (or truth values)
};

/// What a reducer makes of numbers, in the order of their positions.
class NumberFold {
public:
  enum class Word { Sum, Prod, Mean, Min, Max, ArgMin, ArgMax, Any, All, Count };
  /// The reducer of this name, if it reduces numbers to one.
  static std::optional<Word> named(llvm::StringRef word);
  static bool ofTruths(Word word) { return word >= Word::Any; }

  explicit NumberFold(Word word) : word(word) {}
  /// The next one; what a filter leaves out takes a position only. Whether it is the extreme so far.
  bool take(double value, bool passes);
  double result() const;
  /// Whether the result of whole numbers is whole: not so for a mean, or the extreme of nothing.
  bool isWhole() const {
    return word != Word::Mean && (passed || (word != Word::Min && word != Word::Max));
  }
  /// How many passed the filter.
  int64_t count() const { return passed; }

private:
  Word word;
  int64_t position = 0, best = 0, passed = 0, truths = 0;
  double sum = 0, product = 1, extreme = 0;
};

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_TABLES_H
