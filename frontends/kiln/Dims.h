// SPDX-License-Identifier: Apache-2.0
// Dims: sizes that know what they are called. Two axes agree when their dims are the same
// expression, not when they happen to have the same number. A dim is a polynomial with integer
// coefficients over symbols (static arguments of a block, free dims of a signature, `dim` and
// `rows`) and over quotients that do not reduce.
#ifndef KILN_FRONTENDS_KILN_DIMS_H
#define KILN_FRONTENDS_KILN_DIMS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kiln::frontend {

struct DimAtom;
struct DimForm;

/// Values carry dims wherever they go, so a dim is small: copies share its form.
class Dim {
public:
  Dim(int64_t number = 0) : number(number) {}
  /// A symbol of its own. `outer` is what it stands for outside of `frame`, if anything.
  static Dim symbol(llvm::StringRef name, int64_t size, unsigned frame, std::optional<Dim> outer);

  int64_t size() const { return number; }
  bool isLiteral() const { return !form; }
  bool isSymbol() const;
  /// As a person would write it: `H + 2`, `D / H`.
  std::string str() const;

  friend Dim operator+(const Dim &a, const Dim &b);
  friend Dim operator-(const Dim &a, const Dim &b);
  friend Dim operator*(const Dim &a, const Dim &b);
  /// The divisor must be nonzero and, for `exact`, divide.
  static Dim exact(const Dim &a, const Dim &b);
  static Dim floorDiv(const Dim &a, const Dim &b);
  static Dim mod(const Dim &a, const Dim &b);
  /// Any other function of dims: equal only to itself on the same arguments.
  static Dim opaque(llvm::StringRef op, llvm::ArrayRef<Dim> args, int64_t size);

  /// The same dim seen from outside `frame`.
  Dim leave(unsigned frame) const;
  /// The same dim in terms of the symbols of the file alone.
  Dim resolve() const;

  /// Symbols, and what each of them is known to equal.
  using Equalities = std::vector<std::pair<Dim, Dim>>;
  /// The same dim with symbols replaced that are known to equal others.
  Dim substitute(const Equalities &equal) const;

  /// Whether both are one expression.
  static bool identical(const Dim &a, const Dim &b) { return compare(a, b) == 0; }
  /// Whether two axes agree: by expression where that decides, else by number.
  static bool same(const Dim &a, const Dim &b);

private:
  using Atom = llvm::IntrusiveRefCntPtr<const DimAtom>;
  struct Monomial {
    int64_t coefficient = 0;
    llvm::SmallVector<Atom, 1> factors; // sorted
    void sort();
  };
  using Terms = llvm::SmallVector<Monomial, 1>;
  friend struct DimAtom;
  friend struct DimForm;

  /// Of terms that are sorted, each with factors of its own.
  static Dim fromTerms(Terms terms, int64_t size);
  static Dim fromAtom(Atom atom, int64_t size);
  /// Of terms in any order, some of them with the same factors.
  static Dim collect(Terms all, int64_t size);
  /// a + sign * b
  static Dim sum(const Dim &a, const Dim &b, int64_t sign);
  static std::optional<Dim> divided(const Dim &a, const Dim &b);
  /// \name The order of factors in a monomial and of monomials in a dim; 0 for the same expression.
  /// @{
  static int compare(const DimAtom &a, const DimAtom &b);
  static int compare(llvm::ArrayRef<Atom> a, llvm::ArrayRef<Atom> b);
  static int compare(const Dim &a, const Dim &b);
  /// @}
  static void sort(Terms &terms);
  /// The terms of any dim; of a number those in `room`.
  llvm::ArrayRef<Monomial> terms(Monomial &room) const;
  Dim rewrite(llvm::function_ref<std::optional<Dim>(const DimAtom &)> replace) const;

  int64_t number = 0;
  llvm::IntrusiveRefCntPtr<const DimForm> form; // null: a number
};

/// A symbol, or an operation on dims that does not reduce.
struct DimAtom : llvm::RefCountedBase<DimAtom> {
  std::string name;       // symbol: its name; else the operation
  bool isSymbol = false;
  unsigned frame = 0;     // symbol
  int64_t size = 0;
  std::optional<Dim> outer;       // symbol
  llvm::SmallVector<Dim, 0> args; // operation
};

/// What a dim is made of, and what there is to know of it at once.
struct DimForm : llvm::RefCountedBase<DimForm> {
  Dim::Terms terms;                     // none with coefficient 0, sorted by factors
  llvm::SmallVector<unsigned, 2> frames; // of all symbols in it, sorted
  bool pure = true;                     // no operation in it
  bool leads = false;                   // one of its symbols stands for something outside
};

int64_t floorDiv(int64_t a, int64_t b);
int64_t floorMod(int64_t a, int64_t b);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_DIMS_H
