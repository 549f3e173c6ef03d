// SPDX-License-Identifier: Apache-2.0
// Dims: sizes that know what they are called. Two axes agree when their dims are the same
// expression, not when they happen to have the same number. A dim is a polynomial with integer
// coefficients over symbols (static arguments of a block, free dims of a signature, `dim` and
// `rows`) and over quotients that do not reduce.
#ifndef KILN_FRONTENDS_KILN_DIMS_H
#define KILN_FRONTENDS_KILN_DIMS_H

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kiln::frontend {

struct DimAtom;
using DimAtomRef = std::shared_ptr<const DimAtom>;

class Dim {
public:
  struct Monomial {
    int64_t coefficient = 0;
    std::vector<DimAtomRef> factors; // sorted by key
  };

  Dim(int64_t number = 0);
  /// A symbol of its own. `outer` is what it stands for outside of `frame`, if anything.
  static Dim symbol(std::string name, int64_t size, unsigned frame, std::optional<Dim> outer);

  int64_t size() const { return number; }
  bool isLiteral() const;
  /// As a person would write it: `H + 2`, `D / H`.
  std::string str() const;
  const std::string &key() const { return canonical; }

  friend Dim operator+(const Dim &a, const Dim &b);
  friend Dim operator-(const Dim &a, const Dim &b);
  friend Dim operator*(const Dim &a, const Dim &b);
  /// The divisor must be nonzero and, for `exact`, divide.
  static Dim exact(const Dim &a, const Dim &b);
  static Dim floorDiv(const Dim &a, const Dim &b);
  static Dim mod(const Dim &a, const Dim &b);
  /// Any other function of dims: equal only to itself on the same arguments.
  static Dim opaque(const std::string &op, const std::vector<Dim> &args, int64_t size);

  /// The same dim seen from outside `frame`.
  Dim leave(unsigned frame) const;
  /// The same dim in terms of the symbols of the file alone.
  Dim resolve() const;

  /// The symbol that this dim is, by its key; empty where it is more.
  std::string symbolKey() const;
  /// The same dim with symbols replaced that are known to equal others.
  Dim substitute(const std::map<std::string, Dim> &equal) const;

  /// Whether two axes agree: by expression where that decides, else by number.
  static bool same(const Dim &a, const Dim &b);

private:
  using Terms = std::map<std::string, Monomial>;
  static Dim fromTerms(Terms terms, int64_t size);
  static Dim fromAtom(DimAtom atom, int64_t size);
  template <typename Replace> Dim rewrite(Replace replace) const;
  void frames(std::set<unsigned> &found, bool &pure) const;

  int64_t number = 0;
  std::string canonical;
  std::shared_ptr<const Terms> terms;
};

/// A symbol, or an operation on dims that does not reduce.
struct DimAtom {
  std::string key;
  std::string name;       // symbol: its name; else the operation
  bool isSymbol = false;
  unsigned frame = 0;     // symbol
  int64_t size = 0;
  std::optional<Dim> outer; // symbol
  std::vector<Dim> args;    // operation
};

int64_t floorDiv(int64_t a, int64_t b);
int64_t floorMod(int64_t a, int64_t b);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_DIMS_H
