// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Dims.h"
#include <algorithm>

using namespace kiln::frontend;

int64_t kiln::frontend::floorDiv(int64_t a, int64_t b) {
  int64_t quotient = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}
int64_t kiln::frontend::floorMod(int64_t a, int64_t b) { return a - floorDiv(a, b) * b; }

namespace {
/// Sizes wrap rather than overflow; limits refuse such programs elsewhere.
int64_t wrap(uint64_t bits) { return static_cast<int64_t>(bits); }

std::string keyOf(const std::vector<DimAtomRef> &factors) {
  std::string key;
  for (const DimAtomRef &factor : factors)
    key += factor->key + "*";
  return key;
}
} // namespace

Dim::Dim(int64_t number) : number(number) {
  auto made = std::make_shared<Terms>();
  if (number != 0)
    (*made)[""] = {number, {}};
  terms = made;
  canonical = std::to_string(number);
}

Dim Dim::fromTerms(Terms made, int64_t size) {
  for (auto it = made.begin(); it != made.end();)
    it = it->second.coefficient == 0 ? made.erase(it) : std::next(it);
  Dim dim;
  dim.number = size;
  dim.canonical.clear();
  for (const auto &[key, monomial] : made)
    dim.canonical += (dim.canonical.empty() ? "" : "+") + std::to_string(monomial.coefficient) +
                     (key.empty() ? "" : "*" + key);
  if (dim.canonical.empty())
    dim.canonical = "0";
  dim.terms = std::make_shared<Terms>(std::move(made));
  return dim;
}

Dim Dim::fromAtom(DimAtom atom, int64_t size) {
  auto shared = std::make_shared<const DimAtom>(std::move(atom));
  Terms made;
  made[keyOf({shared})] = {1, {shared}};
  return fromTerms(std::move(made), size);
}

Dim Dim::symbol(std::string name, int64_t size, unsigned frame, std::optional<Dim> outer) {
  DimAtom atom;
  atom.key = name + "@" + std::to_string(frame);
  atom.name = std::move(name);
  atom.isSymbol = true;
  atom.frame = frame;
  atom.size = size;
  atom.outer = std::move(outer);
  return fromAtom(std::move(atom), size);
}

Dim Dim::opaque(const std::string &op, const std::vector<Dim> &args, int64_t size) {
  if (std::all_of(args.begin(), args.end(), [](const Dim &arg) { return arg.isLiteral(); }))
    return Dim(size);
  DimAtom atom;
  atom.name = op;
  atom.args = args;
  atom.size = size;
  atom.key = op + "(";
  for (const Dim &arg : args)
    atom.key += arg.canonical + ",";
  atom.key += ")";
  return fromAtom(std::move(atom), size);
}

bool Dim::isLiteral() const {
  return terms->empty() || (terms->size() == 1 && terms->begin()->first.empty());
}

namespace kiln::frontend {
Dim operator+(const Dim &a, const Dim &b) {
  if (a.isLiteral() && b.isLiteral())
    return Dim(wrap(uint64_t(a.number) + uint64_t(b.number)));
  Dim::Terms sum = *a.terms;
  for (const auto &[key, monomial] : *b.terms) {
    Dim::Monomial &into = sum[key];
    into.factors = monomial.factors;
    into.coefficient = wrap(uint64_t(into.coefficient) + uint64_t(monomial.coefficient));
  }
  return Dim::fromTerms(std::move(sum), wrap(uint64_t(a.number) + uint64_t(b.number)));
}
Dim operator-(const Dim &a, const Dim &b) { return a + Dim(-1) * b; }

Dim operator*(const Dim &a, const Dim &b) {
  if (a.isLiteral() && b.isLiteral())
    return Dim(wrap(uint64_t(a.number) * uint64_t(b.number)));
  // (D / H) * H is D.
  auto cancels = [](const Dim &quotient, const Dim &by) -> std::optional<Dim> {
    if (quotient.terms->size() != 1)
      return std::nullopt;
    const Dim::Monomial &only = quotient.terms->begin()->second;
    if (only.factors.size() != 1 || only.factors[0]->isSymbol || only.factors[0]->name != "/" ||
        only.factors[0]->args[1].canonical != by.canonical)
      return std::nullopt;
    return Dim(only.coefficient) * only.factors[0]->args[0];
  };
  if (auto dim = cancels(a, b))
    return *dim;
  if (auto dim = cancels(b, a))
    return *dim;
  Dim::Terms product;
  for (const auto &[keyA, left] : *a.terms)
    for (const auto &[keyB, right] : *b.terms) {
      std::vector<DimAtomRef> factors = left.factors;
      factors.insert(factors.end(), right.factors.begin(), right.factors.end());
      std::sort(factors.begin(), factors.end(),
                [](const DimAtomRef &x, const DimAtomRef &y) { return x->key < y->key; });
      Dim::Monomial &into = product[keyOf(factors)];
      into.factors = factors;
      into.coefficient = wrap(uint64_t(into.coefficient) +
                              uint64_t(left.coefficient) * uint64_t(right.coefficient));
    }
  return Dim::fromTerms(std::move(product), wrap(uint64_t(a.number) * uint64_t(b.number)));
}
} // namespace kiln::frontend

Dim Dim::exact(const Dim &a, const Dim &b) {
  int64_t size = a.number / b.number;
  if (a.canonical == b.canonical)
    return Dim(1);
  if (b.isLiteral()) {
    Terms divided = *a.terms;
    bool all = true;
    for (auto &[key, monomial] : divided) {
      all &= monomial.coefficient % b.number == 0;
      monomial.coefficient /= b.number;
    }
    if (all)
      return fromTerms(std::move(divided), size);
  }
  if (b.terms->size() == 1 && b.terms->begin()->second.coefficient == 1) {
    // Each monomial of a holds the factors of b: strike them out.
    Terms divided;
    bool all = true;
    for (const auto &[key, monomial] : *a.terms) {
      std::vector<DimAtomRef> factors = monomial.factors;
      for (const DimAtomRef &strike : b.terms->begin()->second.factors) {
        auto it = std::find_if(factors.begin(), factors.end(),
                               [&](const DimAtomRef &f) { return f->key == strike->key; });
        if (it == factors.end())
          all = false;
        else
          factors.erase(it);
      }
      divided[keyOf(factors)] = {monomial.coefficient, factors};
    }
    if (all)
      return fromTerms(std::move(divided), size);
  }
  return opaque("/", {a, b}, size);
}

Dim Dim::floorDiv(const Dim &a, const Dim &b) {
  if (a.number % b.number == 0) {
    Dim dim = exact(a, b);
    bool reduced = true;
    for (const auto &[key, monomial] : *dim.terms)
      for (const DimAtomRef &factor : monomial.factors)
        reduced &= factor->isSymbol || factor->name != "/";
    if (reduced)
      return dim;
  }
  return opaque("//", {a, b}, kiln::frontend::floorDiv(a.number, b.number));
}

Dim Dim::mod(const Dim &a, const Dim &b) {
  return opaque("%", {a, b}, floorMod(a.number, b.number));
}

/// `replace` gives the dim for a symbol, or nothing where it stays.
template <typename Replace> Dim Dim::rewrite(Replace replace) const {
  if (isLiteral())
    return *this;
  if (!symbolKey().empty()) {
    std::optional<Dim> made = replace(terms->begin()->second.factors[0]);
    if (!made)
      return *this;
    made->number = number;
    return *made;
  }
  Dim sum(0);
  for (const auto &[key, monomial] : *terms) {
    Dim product(monomial.coefficient);
    for (const DimAtomRef &factor : monomial.factors) {
      if (factor->isSymbol) {
        std::optional<Dim> made = replace(factor);
        product = product * (made ? *made : fromTerms({{keyOf({factor}), {1, {factor}}}}, factor->size));
        continue;
      }
      std::vector<Dim> args;
      for (const Dim &arg : factor->args)
        args.push_back(arg.rewrite(replace));
      Dim made = factor->name == "/"    ? exact(args[0], args[1])
                 : factor->name == "//" ? floorDiv(args[0], args[1])
                                        : opaque(factor->name, args, factor->size);
      product = product * made;
    }
    sum = sum + product;
  }
  sum.number = number;
  return sum;
}

Dim Dim::leave(unsigned frame) const {
  return rewrite([&](const DimAtomRef &symbol) { return symbol->frame == frame ? symbol->outer : std::nullopt; });
}

Dim Dim::resolve() const {
  return rewrite([&](const DimAtomRef &symbol) {
    return symbol->outer ? std::optional(symbol->outer->resolve()) : std::nullopt;
  });
}

std::string Dim::symbolKey() const {
  if (terms->size() != 1)
    return "";
  const Monomial &only = terms->begin()->second;
  bool symbol = only.coefficient == 1 && only.factors.size() == 1 && only.factors[0]->isSymbol;
  return symbol ? only.factors[0]->key : "";
}

Dim Dim::substitute(const std::map<std::string, Dim> &equal) const {
  return rewrite([&](const DimAtomRef &symbol) {
    auto found = equal.find(symbol->key);
    return found == equal.end() ? std::nullopt : std::optional(found->second);
  });
}

void Dim::frames(std::set<unsigned> &found, bool &pure) const {
  for (const auto &[key, monomial] : *terms)
    for (const DimAtomRef &factor : monomial.factors) {
      if (factor->isSymbol) {
        found.insert(factor->frame);
        continue;
      }
      pure = false;
      for (const Dim &arg : factor->args)
        arg.frames(found, pure);
    }
}

bool Dim::same(const Dim &a, const Dim &b) {
  if (a.canonical == b.canonical)
    return true;
  if (a.number != b.number)
    return false;
  bool pure = true;
  std::set<unsigned> left, right;
  a.frames(left, pure);
  b.frames(right, pure);
  // Quotients may be equal without looking so, and dims of two blocks have no expression in
  // common: there the numbers decide.
  return !pure || (!left.empty() && !right.empty() && left != right);
}

std::string Dim::str() const {
  if (terms->empty())
    return "0";
  auto wrapped = [](const Dim &dim) {
    std::string text = dim.str();
    return text.find(' ') == std::string::npos ? text : "(" + text + ")";
  };
  std::string text;
  // Terms with letters first, the number last, as people write.
  std::vector<const Monomial *> order;
  for (const auto &[key, monomial] : *terms)
    if (!key.empty())
      order.push_back(&monomial);
  if (terms->count(""))
    order.push_back(&terms->at(""));
  for (const Monomial *monomial : order) {
    int64_t coefficient = monomial->coefficient;
    if (!text.empty())
      text += coefficient < 0 ? " - " : " + ";
    else if (coefficient < 0)
      text += "-";
    coefficient = coefficient < 0 ? -coefficient : coefficient;
    std::string product;
    if (coefficient != 1 || monomial->factors.empty())
      product = std::to_string(coefficient);
    for (const DimAtomRef &factor : monomial->factors) {
      if (!product.empty())
        product += " * ";
      if (factor->isSymbol)
        product += factor->name;
      else if (factor->name == "/" || factor->name == "//" || factor->name == "%")
        product += wrapped(factor->args[0]) + " " + factor->name + " " + wrapped(factor->args[1]);
      else {
        product += factor->name + "(";
        for (size_t i = 0; i < factor->args.size(); ++i)
          product += (i ? ", " : "") + factor->args[i].str();
        product += ")";
      }
    }
    text += product;
  }
  return text;
}
