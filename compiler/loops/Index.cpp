// SPDX-License-Identifier: Apache-2.0
//===- Index.cpp ----------------------------------------------------------===//
#include "compiler/loops/Index.h"

#include "mlir/IR/MLIRContext.h"

#include "llvm/Support/MathExtras.h"

#include <numeric>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

namespace {

/// A sum of atoms with factors and a constant. Atoms are variables, divisions and remainders.
struct Sum {
  struct Term {
    AffineExpr atom;
    int64_t factor;
  };
  SmallVector<Term> terms;
  int64_t constant = 0;

  void add(AffineExpr atom, int64_t factor) {
    for (Term &term : terms)
      if (term.atom == atom) {
        term.factor += factor;
        llvm::erase_if(terms, [](const Term &t) { return t.factor == 0; });
        return;
      }
    if (factor != 0)
      terms.push_back({atom, factor});
  }
  void add(const Sum &other, int64_t factor) {
    for (const Term &term : other.terms)
      add(term.atom, term.factor * factor);
    constant += other.constant * factor;
  }
};

/// A total order of atoms by structure, so that canonical forms do not depend on addresses.
int compare(AffineExpr a, AffineExpr b) {
  if (a == b)
    return 0;
  if (a.getKind() != b.getKind())
    return a.getKind() < b.getKind() ? 1 : -1; // variables first
  if (auto dim = dyn_cast<AffineDimExpr>(a))
    return dim.getPosition() < cast<AffineDimExpr>(b).getPosition() ? -1 : 1;
  if (auto number = dyn_cast<AffineConstantExpr>(a))
    return number.getValue() < cast<AffineConstantExpr>(b).getValue() ? -1 : 1;
  auto x = cast<AffineBinaryOpExpr>(a), y = cast<AffineBinaryOpExpr>(b);
  if (int left = compare(x.getLHS(), y.getLHS()))
    return left;
  return compare(x.getRHS(), y.getRHS());
}

struct Simplifier {
  MLIRContext *context;
  BoundsOfVariable range;

  AffineExpr rebuild(Sum sum) const {
    llvm::sort(sum.terms, [](const Sum::Term &a, const Sum::Term &b) {
      return compare(a.atom, b.atom) < 0;
    });
    AffineExpr result;
    for (const Sum::Term &term : sum.terms) {
      AffineExpr part = term.factor == 1 ? term.atom : term.atom * term.factor;
      result = result ? result + part : part;
    }
    if (!result)
      return getAffineConstantExpr(sum.constant, context);
    return sum.constant ? result + sum.constant : result;
  }

  Bounds of(const Sum &sum) const {
    Bounds total{sum.constant, sum.constant};
    for (const Sum::Term &term : sum.terms) {
      Bounds r = boundsOf(term.atom, range);
      total.low += term.factor * (term.factor > 0 ? r.low : r.high);
      total.high += term.factor * (term.factor > 0 ? r.high : r.low);
    }
    return total;
  }

  /// `sum` = size * quotient + rest, as simply as the ranges allow.
  void divide(const Sum &sum, int64_t size, Sum &quotient, Sum &rest) const {
    Sum within;
    for (const Sum::Term &term : sum.terms) {
      if (term.factor % size == 0)
        quotient.add(term.atom, term.factor / size);
      else
        within.add(term.atom, term.factor);
    }
    int64_t whole = llvm::divideFloorSigned(sum.constant, size);
    quotient.constant += whole;
    within.constant = sum.constant - whole * size;

    Bounds r = of(within);
    int64_t low = llvm::divideFloorSigned(r.low, size),
            high = llvm::divideFloorSigned(r.high, size);
    if (low == high) {
      quotient.constant += low;
      within.constant -= low * size;
      rest.add(within, 1);
      return;
    }
    // (g x + c) / (g s) = x / s where 0 <= c < g.
    int64_t common = size;
    for (const Sum::Term &term : within.terms)
      common = std::gcd(common, term.factor);
    if (common > 1) {
      Sum scaled;
      for (const Sum::Term &term : within.terms)
        scaled.add(term.atom, term.factor / common);
      scaled.constant = llvm::divideFloorSigned(within.constant, common);
      Sum scaledRest;
      divide(scaled, size / common, quotient, scaledRest);
      rest.add(scaledRest, common);
      rest.constant += within.constant - scaled.constant * common;
      return;
    }
    if (within.terms.size() == 1 && within.constant == 0 && within.terms[0].factor == 1)
      if (auto inner = dyn_cast<AffineBinaryOpExpr>(within.terms[0].atom)) {
        auto innerSize = dyn_cast<AffineConstantExpr>(inner.getRHS());
        if (inner.getKind() == AffineExprKind::FloorDiv && innerSize) {
          // (x / a) / b = x / (a b).
          Sum deeper, unused;
          divide(flatten(inner.getLHS()), innerSize.getValue() * size, deeper, unused);
          quotient.add(deeper, 1);
          rest.add(rebuild(within) % size, 1);
          return;
        }
        if (inner.getKind() == AffineExprKind::Mod && innerSize &&
            innerSize.getValue() % size == 0) {
          // (x mod a b) / b = (x / b) mod a; (x mod a b) mod b = x mod b.
          Sum deeper, shallow, unused, turn;
          divide(flatten(inner.getLHS()), size, deeper, shallow);
          divide(deeper, innerSize.getValue() / size, unused, turn);
          quotient.add(turn, 1);
          rest.add(shallow, 1);
          return;
        }
      }
    AffineExpr whole2 = rebuild(within);
    quotient.add(whole2.floorDiv(size), 1);
    rest.add(whole2 % size, 1);
  }

  /// c s (x / s) + c (x mod s) = c x.
  void merge(Sum &sum) const {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Sum::Term &term : sum.terms) {
        auto mod = dyn_cast<AffineBinaryOpExpr>(term.atom);
        if (!mod || mod.getKind() != AffineExprKind::Mod)
          continue;
        int64_t size = cast<AffineConstantExpr>(mod.getRHS()).getValue();
        Sum whole = flatten(mod.getLHS()), quotient, unused;
        divide(whole, size, quotient, unused);
        if (quotient.terms.size() != 1)
          continue;
        AffineExpr atom = quotient.terms[0].atom;
        int64_t wanted = term.factor * size;
        if (wanted % quotient.terms[0].factor != 0)
          continue;
        wanted /= quotient.terms[0].factor;
        if (llvm::none_of(sum.terms, [&](const Sum::Term &t) {
              return t.atom == atom && t.factor == wanted;
            }))
          continue;
        AffineExpr modAtom = term.atom;
        int64_t factor = term.factor;
        sum.add(atom, -wanted);
        sum.constant -= factor * size * quotient.constant;
        sum.add(modAtom, -factor);
        sum.add(whole, factor);
        changed = true;
        break;
      }
    }
  }

  Sum flatten(AffineExpr expr) const {
    Sum sum;
    if (auto number = dyn_cast<AffineConstantExpr>(expr)) {
      sum.constant = number.getValue();
      return sum;
    }
    auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
    if (!binary) {
      Bounds r = boundsOf(expr, range);
      if (r.low == r.high)
        sum.constant = r.low;
      else
        sum.add(expr, 1);
      return sum;
    }
    sum = flatten(binary.getLHS());
    if (expr.getKind() == AffineExprKind::Add) {
      sum.add(flatten(binary.getRHS()), 1);
      merge(sum);
      return sum;
    }
    int64_t right = cast<AffineConstantExpr>(binary.getRHS()).getValue();
    Sum result, other;
    switch (expr.getKind()) {
    case AffineExprKind::Mul:
      result.add(sum, right);
      break;
    case AffineExprKind::FloorDiv:
      divide(sum, right, result, other);
      break;
    case AffineExprKind::Mod:
      divide(sum, right, other, result);
      break;
    default: { // ceildiv: -(-x floordiv s)
      Sum negative, quotient;
      negative.add(sum, -1);
      divide(negative, right, quotient, other);
      result.add(quotient, -1);
    }
    }
    return result;
  }
};

} // namespace

Bounds kiln::loops::boundsOf(AffineExpr expr, BoundsOfVariable range) {
  if (auto number = dyn_cast<AffineConstantExpr>(expr))
    return {number.getValue(), number.getValue()};
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return range(dim.getPosition());
  auto binary = cast<AffineBinaryOpExpr>(expr);
  Bounds a = boundsOf(binary.getLHS(), range), b = boundsOf(binary.getRHS(), range);
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return {a.low + b.low, a.high + b.high};
  case AffineExprKind::Mul:
    return b.low >= 0 ? Bounds{a.low * b.low, a.high * b.low}
                      : Bounds{a.high * b.low, a.low * b.low};
  case AffineExprKind::FloorDiv:
    return {llvm::divideFloorSigned(a.low, b.low), llvm::divideFloorSigned(a.high, b.low)};
  case AffineExprKind::CeilDiv:
    return {llvm::divideCeilSigned(a.low, b.low), llvm::divideCeilSigned(a.high, b.low)};
  default:
    if (a.low >= 0 && a.high < b.low)
      return a;
    return {0, b.low - 1};
  }
}

AffineExpr kiln::loops::simplifyIndex(AffineExpr expr, BoundsOfVariable range) {
  Simplifier simplifier{expr.getContext(), range};
  return simplifier.rebuild(simplifier.flatten(expr));
}

AffineExpr kiln::loops::linearize(ArrayRef<AffineExpr> coordinates, ArrayRef<int64_t> shape,
                           MLIRContext *context) {
  AffineExpr position = getAffineConstantExpr(0, context);
  for (auto [coordinate, size] : llvm::zip_equal(coordinates, shape))
    position = position * size + coordinate;
  return position;
}

SmallVector<AffineExpr> kiln::loops::delinearize(AffineExpr position, ArrayRef<int64_t> shape) {
  SmallVector<AffineExpr> coordinates(shape.size());
  for (size_t i = shape.size(); i-- > 0;) {
    coordinates[i] = i == 0 ? position : position % shape[i];
    position = position.floorDiv(shape[i]);
  }
  return coordinates;
}

std::optional<int64_t> kiln::loops::factorOf(AffineExpr expr, AffineExpr variable) {
  if (expr == variable)
    return 1;
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return 0;
  if (expr.getKind() == AffineExprKind::Add) {
    auto a = factorOf(binary.getLHS(), variable), b = factorOf(binary.getRHS(), variable);
    return a && b ? std::optional(*a + *b) : std::nullopt;
  }
  auto a = factorOf(binary.getLHS(), variable);
  if (a && expr.getKind() == AffineExprKind::Mul)
    return *a * cast<AffineConstantExpr>(binary.getRHS()).getValue();
  if (a == 0)
    return 0;
  return std::nullopt;
}
