// SPDX-License-Identifier: Apache-2.0
//===- Arithmetic.h - arithmetic on scalars and vectors alike --------------===//
// One spelling for both: where a vector meets a scalar, the scalar is splat.
// Nothing here carries a fast-math flag; `fma` is one rounding, `mul` and `add` are two.
//===----------------------------------------------------------------------===//
#pragma once

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"

namespace kiln::loops {

/// How the bits of an integer are to be read; types in kernels are signless.
enum class Sign { isSigned, isUnsigned };

class Arithmetic {
public:
  Arithmetic(mlir::OpBuilder &builder, mlir::Location loc) : builder(builder), loc(loc) {}

  /// `type` is a scalar or a vector type; vectors are splats.
  mlir::Value constant(mlir::Type type, double value);
  mlir::Value integer(mlir::Type type, int64_t value);
  mlir::Value splat(mlir::Value value, int64_t lanes);
  /// Splats the one that is a scalar if the other is a vector.
  void unify(mlir::Value &a, mlir::Value &b);

  mlir::Value add(mlir::Value a, mlir::Value b);
  mlir::Value sub(mlir::Value a, mlir::Value b);
  mlir::Value mul(mlir::Value a, mlir::Value b);
  mlir::Value div(mlir::Value a, mlir::Value b);
  mlir::Value fma(mlir::Value a, mlir::Value b, mlir::Value c);
  mlir::Value neg(mlir::Value a);
  mlir::Value add(mlir::Value a, double b) { return add(a, number(a, b)); }
  mlir::Value sub(mlir::Value a, double b) { return sub(a, number(a, b)); }
  mlir::Value mul(mlir::Value a, double b) { return mul(a, number(a, b)); }
  mlir::Value fma(mlir::Value a, mlir::Value b, double c) { return fma(a, b, number(a, c)); }
  mlir::Value fma(mlir::Value a, double b, mlir::Value c) { return fma(a, number(a, b), c); }
  mlir::Value fma(mlir::Value a, double b, double c) {
    return fma(a, number(a, b), number(a, c));
  }
  /// The polynomial of `coefficients`, lowest order first, by Horner's rule with `fma`.
  mlir::Value polynomial(mlir::Value x, llvm::ArrayRef<double> coefficients);

  mlir::Value bitAnd(mlir::Value a, mlir::Value b);
  mlir::Value bitOr(mlir::Value a, mlir::Value b);
  mlir::Value bitXor(mlir::Value a, mlir::Value b);
  mlir::Value shiftLeft(mlir::Value a, int64_t bits);
  mlir::Value shiftRight(mlir::Value a, int64_t bits, Sign sign);

  mlir::Value compare(mlir::arith::CmpFPredicate predicate, mlir::Value a, mlir::Value b);
  mlir::Value compare(mlir::arith::CmpIPredicate predicate, mlir::Value a, mlir::Value b);
  mlir::Value isNaN(mlir::Value a) {
    return compare(mlir::arith::CmpFPredicate::UNO, a, a);
  }
  mlir::Value select(mlir::Value condition, mlir::Value a, mlir::Value b);
  /// Both hold. An absent condition (null) holds.
  mlir::Value both(mlir::Value a, mlir::Value b);

  /// The greater (smaller) of two; NaN if either is. Cheap where `b` is a constant.
  mlir::Value max(mlir::Value a, mlir::Value b, Sign sign = Sign::isSigned);
  mlir::Value min(mlir::Value a, mlir::Value b, Sign sign = Sign::isSigned);

  mlir::Value bitcast(mlir::Value a, mlir::Type element);
  /// Conversions between scalar element types, defined as `kiln.convert` is.
  mlir::Value convert(mlir::Value a, mlir::Type element, Sign from, Sign to);
  /// A narrow float (f16, bf16) as f32, in which all arithmetic on it is done; else `a`.
  mlir::Value widen(mlir::Value a);
  mlir::Value indexCast(mlir::Value a, mlir::Type element);

  /// `type` with the lanes of `like`.
  static mlir::Type like(mlir::Value like, mlir::Type element);
  static bool isVector(mlir::Value value);
  static mlir::Type elementOf(mlir::Value value);
  static bool isFloat(mlir::Value value);
  static bool isNarrowFloat(mlir::Type element);

  mlir::OpBuilder &builder;
  mlir::Location loc;

private:
  mlir::Value number(mlir::Value like, double value) { return constant(like.getType(), value); }
  mlir::Value convertFloat(mlir::Value a, mlir::Type to);
  mlir::Value extreme(mlir::Value a, mlir::Value b, bool greater, Sign sign);
};

} // namespace kiln::loops
