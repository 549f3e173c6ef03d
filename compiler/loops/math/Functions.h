// SPDX-License-Identifier: Apache-2.0
//===- Functions.h - elementary functions as arithmetic --------------------===//
// On scalars and vectors of f32 everything is written out: at most 2 ulp, the same bits for any
// number of lanes. f64 goes to libm where an intrinsic leads there, and is written out elsewhere.
// Narrow floats come widened to f32. Measured over all floats by `tests/long/run ulp`.
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/loops/Arithmetic.h"

namespace kiln::loops {

mlir::Value emitExp(mlir::Value x, Arithmetic m);
/// e^x for x <= 0.
mlir::Value emitExpOfNegative(mlir::Value x, Arithmetic m);
mlir::Value emitExpm1(mlir::Value x, Arithmetic m);
mlir::Value emitSigmoid(mlir::Value x, Arithmetic m);
mlir::Value emitTanh(mlir::Value x, Arithmetic m);
mlir::Value emitLog(mlir::Value x, Arithmetic m);
mlir::Value emitLog1p(mlir::Value x, Arithmetic m);
mlir::Value emitErf(mlir::Value x, Arithmetic m);
mlir::Value emitErfInv(mlir::Value x, Arithmetic m);
mlir::Value emitSin(mlir::Value x, Arithmetic m);
mlir::Value emitCos(mlir::Value x, Arithmetic m);
mlir::Value emitPow(mlir::Value x, mlir::Value y, Arithmetic m);
/// 2 pi v turned to a unit vector: its cosine and sine, for v in [0, 1).
std::pair<mlir::Value, mlir::Value> emitCosSinOfTurn(mlir::Value v, Arithmetic m);

/// \name Parts that several functions share.
/// @{
/// e^x = (1 + rest) * 2^power, x already held where the power fits: `rest` in about ±0.42.
struct SplitExponential {
  mlir::Value rest, power; // power: an integer-valued float; `bits` the same as an i32
  mlir::Value bits;
};
SplitExponential splitExp(mlir::Value x, Arithmetic m);
/// p * 2^bits, for bits from -151 to 129, rounded once where the result is denormal.
mlir::Value scaleByPower(mlir::Value p, mlir::Value bits, Arithmetic m);
/// The greater (smaller) of x and a constant; NaN stays. One instruction.
mlir::Value atLeast(mlir::Value x, double low, Arithmetic m);
mlir::Value atMost(mlir::Value x, double high, Arithmetic m);
bool isF64(mlir::Value x);
/// @}

} // namespace kiln::loops
