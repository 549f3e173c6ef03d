// SPDX-License-Identifier: Apache-2.0
//===- Accumulation.h - a scatter by an affine map, turned into reads -----===//
//
// `result[map(i)] += operand[i]` sends values; a kernel would rather fetch them. Where each dim of the operand appears
// in one coordinate of the map, and linearly, the map can be solved for the dims: position p of the result
// receives the elements `solved(p, s)` of the operand for all s of the dims that stay free. So
//   accumulate(x, map) = reduce sum over s of read(x, solved) else 0.
//   (n, i, j, u, v) -> (n, i + u - 1, j + v - 1): i = p + 1 - u, j = q + 1 - v; u and v stay free
//   (n, i, j, u, v) -> (n, 2 i + u, 2 j + v), u, v < 2: i = p floordiv 2, u = p mod 2: nothing stays free
//
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/graph/GraphBuilder.h"

#include <optional>

namespace kiln {

struct Accumulation {
  /// Operand dims that no coordinate mentions: summed before anything else.
  llvm::SmallVector<int64_t> unusedDims;
  /// Shape of the space (p…, s…): the result's axes, then the free dims that are summed.
  llvm::SmallVector<int64_t> space;
  /// The free dims s, as dims of the operand (before `unusedDims` are taken away).
  llvm::SmallVector<int64_t> freeDims;
  /// For each used dim of the operand, ascending, its coordinate over the space.
  llvm::SmallVector<mlir::AffineExpr> coordinates;
  /// Expressions over the space that must be 0 for a contribution to exist: coordinates into unit axes
  /// appended to the operand, with the used dim that each belongs to (-1: none).
  llvm::SmallVector<std::pair<mlir::AffineExpr, int64_t>> conditions;
  int64_t resultRank = 0;

  static std::optional<Accumulation> solve(mlir::AffineMap map, llvm::ArrayRef<int64_t> operandShape,
                                           llvm::ArrayRef<int64_t> resultShape);
};

/// Whether every coordinate of `map` stays inside `operandShape` for all positions of `resultShape`.
bool staysInside(mlir::AffineMap map, llvm::ArrayRef<int64_t> resultShape,
                 llvm::ArrayRef<int64_t> operandShape);

/// A read of the map, with fill 0 only where some position lies outside.
mlir::Value readInside(GraphBuilder &builder, mlir::Value operand, mlir::AffineMap map,
                       llvm::ArrayRef<int64_t> shape);

/// The adjoint of a read: sums and reads where nothing stays free, else `kiln.accumulate`.
mlir::Value accumulate(GraphBuilder &builder, mlir::Value operand, mlir::AffineMap map,
                       llvm::ArrayRef<int64_t> resultShape);

/// The same by sums and reads in every case that `solve` knows; null in the others.
mlir::Value accumulateByReads(GraphBuilder &builder, mlir::Value operand, mlir::AffineMap map,
                              llvm::ArrayRef<int64_t> resultShape);

} // namespace kiln
