// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Dims.h"
#include "llvm/ADT/STLExtras.h"
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
} // namespace

/// By name, and symbols of one name by frame.
int Dim::compare(const DimAtom &a, const DimAtom &b) {
  if (&a == &b)
    return 0;
  if (int order = llvm::StringRef(a.name).compare(b.name))
    return order;
  if (a.isSymbol != b.isSymbol)
    return a.isSymbol ? 1 : -1;
  if (a.isSymbol)
    return a.frame < b.frame ? -1 : a.frame > b.frame;
  for (size_t i = 0; i < a.args.size() && i < b.args.size(); ++i)
    if (int order = compare(a.args[i], b.args[i]))
      return order;
  return a.args.size() < b.args.size() ? -1 : a.args.size() > b.args.size();
}

/// A prefix comes first.
int Dim::compare(llvm::ArrayRef<Atom> a, llvm::ArrayRef<Atom> b) {
  for (size_t i = 0; i < a.size() && i < b.size(); ++i)
    if (int order = compare(*a[i], *b[i]))
      return order;
  return a.size() < b.size() ? -1 : a.size() > b.size();
}

int Dim::compare(const Dim &a, const Dim &b) {
  if (!a.form && !b.form)
    return a.number < b.number ? -1 : a.number > b.number;
  if (a.form == b.form)
    return 0;
  if (!a.form || !b.form)
    return a.form ? 1 : -1;
  const Terms &x = a.form->terms, &y = b.form->terms;
  for (size_t i = 0; i < x.size() && i < y.size(); ++i) {
    if (int order = compare(x[i].factors, y[i].factors))
      return order;
    if (x[i].coefficient != y[i].coefficient)
      return x[i].coefficient < y[i].coefficient ? -1 : 1;
  }
  return x.size() < y.size() ? -1 : x.size() > y.size();
}

void Dim::Monomial::sort() {
  llvm::sort(factors, [](const Atom &p, const Atom &q) { return compare(*p, *q) < 0; });
}

void Dim::sort(Terms &terms) {
  llvm::sort(terms, [](const Monomial &a, const Monomial &b) { return compare(a.factors, b.factors) < 0; });
}

llvm::ArrayRef<Dim::Monomial> Dim::terms(Monomial &room) const {
  if (form)
    return form->terms;
  room = {number, {}};
  return {&room, size_t(number != 0)};
}

Dim Dim::fromTerms(Terms made, int64_t size) {
  llvm::erase_if(made, [](const Monomial &monomial) { return monomial.coefficient == 0; });
  Dim result(size);
  if (llvm::all_of(made, [](const Monomial &monomial) { return monomial.factors.empty(); }))
    return result;
  auto dim = llvm::makeIntrusiveRefCnt<DimForm>();
  dim->terms = std::move(made);
  for (const Monomial &monomial : dim->terms)
    for (const Atom &factor : monomial.factors) {
      dim->pure &= factor->isSymbol;
      dim->leads |= factor->outer.has_value();
      auto mention = [&](unsigned frame) {
        auto at = llvm::lower_bound(dim->frames, frame);
        if (at == dim->frames.end() || *at != frame)
          dim->frames.insert(at, frame);
      };
      if (factor->isSymbol)
        mention(factor->frame);
      for (const Dim &arg : factor->args) {
        if (arg.isLiteral())
          continue;
        dim->leads |= arg.form->leads;
        llvm::for_each(arg.form->frames, mention);
      }
    }
  result.form = std::move(dim);
  return result;
}

Dim Dim::collect(Terms all, int64_t size) {
  sort(all);
  Terms merged;
  merged.reserve(all.size());
  for (Monomial &monomial : all)
    if (!merged.empty() && compare(merged.back().factors, monomial.factors) == 0)
      merged.back().coefficient = wrap(uint64_t(merged.back().coefficient) + uint64_t(monomial.coefficient));
    else
      merged.push_back(std::move(monomial));
  return fromTerms(std::move(merged), size);
}

Dim Dim::fromAtom(Atom atom, int64_t size) {
  Terms only;
  only.push_back({1, {std::move(atom)}});
  return fromTerms(std::move(only), size);
}

Dim Dim::symbol(llvm::StringRef name, int64_t size, unsigned frame, std::optional<Dim> outer) {
  auto atom = llvm::makeIntrusiveRefCnt<DimAtom>();
  atom->name = name.str();
  atom->isSymbol = true;
  atom->frame = frame;
  atom->size = size;
  atom->outer = std::move(outer);
  auto only = llvm::makeIntrusiveRefCnt<DimForm>(); // as fromTerms would make it
  only->leads = atom->outer.has_value();
  only->frames.push_back(frame);
  only->terms.push_back({1, {std::move(atom)}});
  Dim result(size);
  result.form = std::move(only);
  return result;
}

Dim Dim::opaque(llvm::StringRef op, llvm::ArrayRef<Dim> args, int64_t size) {
  if (llvm::all_of(args, [](const Dim &arg) { return arg.isLiteral(); }))
    return Dim(size);
  auto atom = llvm::makeIntrusiveRefCnt<DimAtom>();
  atom->name = op.str();
  atom->args.assign(args.begin(), args.end());
  atom->size = size;
  return fromAtom(std::move(atom), size);
}

bool Dim::isSymbol() const {
  if (!form || form->terms.size() != 1)
    return false;
  const Monomial &only = form->terms[0];
  return only.coefficient == 1 && only.factors.size() == 1 && only.factors[0]->isSymbol;
}

Dim Dim::sum(const Dim &a, const Dim &b, int64_t sign) {
  int64_t size = wrap(uint64_t(a.number) + uint64_t(sign) * uint64_t(b.number));
  if (a.isLiteral() && b.isLiteral())
    return Dim(size);
  if (b.isLiteral() && b.number == 0)
    return a;
  // Both are sorted.
  Monomial roomOfA, roomOfB;
  llvm::ArrayRef<Monomial> x = a.terms(roomOfA), y = b.terms(roomOfB);
  Terms merged;
  merged.reserve(x.size() + y.size());
  auto left = x.begin(), right = y.begin();
  while (left != x.end() || right != y.end()) {
    int order = left == x.end() ? 1 : right == y.end() ? -1 : compare(left->factors, right->factors);
    int64_t more = order < 0 ? 0 : wrap(uint64_t(sign) * uint64_t(right->coefficient));
    int64_t sum = order > 0 ? more : wrap(uint64_t(left->coefficient) + uint64_t(more));
    if (sum != 0)
      merged.push_back({sum, (order <= 0 ? left : right)->factors});
    left += order <= 0;
    right += order >= 0;
  }
  return fromTerms(std::move(merged), size);
}

namespace kiln::frontend {
Dim operator+(const Dim &a, const Dim &b) { return Dim::sum(a, b, 1); }
Dim operator-(const Dim &a, const Dim &b) { return Dim::sum(a, b, -1); }

Dim operator*(const Dim &a, const Dim &b) {
  int64_t size = wrap(uint64_t(a.number) * uint64_t(b.number));
  if (a.isLiteral() && b.isLiteral())
    return Dim(size);
  for (auto [one, other] : {std::pair(&a, &b), std::pair(&b, &a)})
    if (one->isLiteral() && one->number == 1)
      return *other;
  // (D / H) * H is D.
  auto cancels = [](const Dim &quotient, const Dim &by) -> std::optional<Dim> {
    if (!quotient.form || quotient.form->terms.size() != 1)
      return std::nullopt;
    const Dim::Monomial &only = quotient.form->terms[0];
    if (only.factors.size() != 1 || only.factors[0]->isSymbol || only.factors[0]->name != "/" ||
        !Dim::identical(only.factors[0]->args[1], by))
      return std::nullopt;
    return Dim(only.coefficient) * only.factors[0]->args[0];
  };
  if (auto dim = cancels(a, b))
    return *dim;
  if (auto dim = cancels(b, a))
    return *dim;
  Dim::Monomial roomOfA, roomOfB;
  llvm::ArrayRef<Dim::Monomial> left = a.terms(roomOfA), right = b.terms(roomOfB);
  Dim::Terms product;
  product.reserve(left.size() * right.size());
  for (const Dim::Monomial &x : left)
    for (const Dim::Monomial &y : right) {
      Dim::Monomial into{wrap(uint64_t(x.coefficient) * uint64_t(y.coefficient)), x.factors};
      llvm::append_range(into.factors, y.factors);
      into.sort();
      product.push_back(std::move(into));
    }
  return Dim::collect(std::move(product), size);
}
} // namespace kiln::frontend

/// a / b where its terms can be divided one by one.
std::optional<Dim> Dim::divided(const Dim &a, const Dim &b) {
  int64_t size = a.number / b.number;
  if (compare(a, b) == 0)
    return Dim(1);
  Monomial room;
  if (b.isLiteral()) {
    if (b.number == 1)
      return a;
    Terms terms(a.terms(room));
    for (Monomial &monomial : terms) {
      if (monomial.coefficient % b.number != 0)
        return std::nullopt;
      monomial.coefficient /= b.number;
    }
    return fromTerms(std::move(terms), size);
  }
  if (b.form->terms.size() != 1 || b.form->terms[0].coefficient != 1)
    return std::nullopt;
  // Each monomial of a holds the factors of b: strike them out.
  Terms terms(a.terms(room));
  for (Monomial &monomial : terms)
    for (const Atom &strike : b.form->terms[0].factors) {
      auto it = llvm::find_if(monomial.factors, [&](const Atom &f) { return compare(*f, *strike) == 0; });
      if (it == monomial.factors.end())
        return std::nullopt;
      monomial.factors.erase(it);
    }
  sort(terms);
  return fromTerms(std::move(terms), size);
}

Dim Dim::exact(const Dim &a, const Dim &b) {
  std::optional<Dim> dim = divided(a, b);
  return dim ? *dim : opaque("/", {a, b}, a.number / b.number);
}

Dim Dim::floorDiv(const Dim &a, const Dim &b) {
  if (a.number % b.number == 0)
    if (std::optional<Dim> dim = divided(a, b)) {
      bool reduced = true;
      if (dim->form)
        for (const Monomial &monomial : dim->form->terms)
          for (const Atom &factor : monomial.factors)
            reduced &= factor->isSymbol || factor->name != "/";
      if (reduced)
        return *dim;
    }
  return opaque("//", {a, b}, kiln::frontend::floorDiv(a.number, b.number));
}

Dim Dim::mod(const Dim &a, const Dim &b) {
  return opaque("%", {a, b}, floorMod(a.number, b.number));
}

/// `replace` gives the dim for a symbol, or nothing where it stays.
Dim Dim::rewrite(llvm::function_ref<std::optional<Dim>(const DimAtom &)> replace) const {
  if (isLiteral())
    return *this;
  if (isSymbol()) {
    std::optional<Dim> made = replace(*form->terms[0].factors[0]);
    if (!made)
      return *this;
    made->number = number;
    return *made;
  }
  // Mostly symbols become symbols or numbers.
  Terms renamed;
  auto rename = [&](const Monomial &monomial) {
    Monomial &into = renamed.emplace_back(Monomial{monomial.coefficient, {}});
    for (const Atom &factor : monomial.factors) {
      std::optional<Dim> made = factor->isSymbol ? replace(*factor) : Dim(0);
      if (!factor->isSymbol || (made && !made->isLiteral() && !made->isSymbol()))
        return false;
      if (made && made->isLiteral())
        into.coefficient = wrap(uint64_t(into.coefficient) * uint64_t(made->number));
      else
        into.factors.push_back(made ? made->form->terms[0].factors[0] : factor);
    }
    into.sort();
    return true;
  };
  if (llvm::all_of(form->terms, rename))
    return collect(std::move(renamed), number);
  Dim sum(0);
  for (const Monomial &monomial : form->terms) {
    Dim product(monomial.coefficient);
    for (const Atom &factor : monomial.factors) {
      if (factor->isSymbol) {
        std::optional<Dim> made = replace(*factor);
        product = product * (made ? *made : fromAtom(factor, factor->size));
        continue;
      }
      llvm::SmallVector<Dim, 2> args;
      for (const Dim &arg : factor->args)
        args.push_back(arg.rewrite(replace));
      product = product * (factor->name == "/"    ? exact(args[0], args[1])
                           : factor->name == "//" ? floorDiv(args[0], args[1])
                                                  : opaque(factor->name, args, factor->size));
    }
    sum = sum + product;
  }
  sum.number = number;
  return sum;
}

Dim Dim::leave(unsigned frame) const {
  if (isLiteral() || !llvm::is_contained(form->frames, frame))
    return *this;
  return rewrite([&](const DimAtom &symbol) { return symbol.frame == frame ? symbol.outer : std::nullopt; });
}

Dim Dim::resolve() const {
  if (isLiteral() || !form->leads)
    return *this;
  return rewrite([&](const DimAtom &symbol) {
    return symbol.outer ? std::optional(symbol.outer->resolve()) : std::nullopt;
  });
}

Dim Dim::substitute(const Equalities &equal) const {
  if (equal.empty())
    return *this;
  return rewrite([&](const DimAtom &symbol) {
    auto found = llvm::find_if(equal, [&](const auto &pair) {
      return compare(*pair.first.form->terms[0].factors[0], symbol) == 0;
    });
    return found == equal.end() ? std::nullopt : std::optional(found->second);
  });
}

bool Dim::same(const Dim &a, const Dim &b) {
  if (identical(a, b))
    return true;
  if (a.number != b.number)
    return false;
  // Quotients may be equal without looking so, and dims of two blocks have no expression in
  // common: there the numbers decide.
  if ((a.form && !a.form->pure) || (b.form && !b.form->pure))
    return true;
  return a.form && b.form && a.form->frames != b.form->frames;
}

std::string Dim::str() const {
  if (!form)
    return std::to_string(number);
  auto wrapped = [](const Dim &dim) {
    std::string text = dim.str();
    return text.find(' ') == std::string::npos ? text : "(" + text + ")";
  };
  std::string text;
  // Terms with letters first, the number last, as people write.
  std::vector<const Monomial *> order;
  for (const Monomial &monomial : form->terms)
    order.push_back(&monomial);
  if (order[0]->factors.empty())
    std::rotate(order.begin(), order.begin() + 1, order.end());
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
    for (const Atom &factor : monomial->factors) {
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
