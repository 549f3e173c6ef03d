// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_FRONTENDS_KILN_TABLES_H
#define KILN_FRONTENDS_KILN_TABLES_H

#include <cstdint>
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

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_TABLES_H
