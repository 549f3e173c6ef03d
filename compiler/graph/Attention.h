// SPDX-License-Identifier: Apache-2.0
//===- Attention.h - a group of kind "attention" as products and strides --===//
// Everything happens in one space, batch x queries x keys: that of the scores. Products of two operands make values of it, elementwise
// ops and reductions over the keys follow, and products of such values with a third operand leave it. Softmax attention, masked
// or not, and its gradient have this form; so has anything else that is written with the same ops.
//===----------------------------------------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include <optional>
#include <string>

namespace kiln {

/// How an operand or result outside of the space is walked: elements between neighbours along each axis.
struct ScoreAccess {
  unsigned memref = 0; ///< operand number in the group; results are counted after all operands
  llvm::SmallVector<int64_t, 4> batch;
  int64_t along = 0; ///< queries or keys
  int64_t inner = 1; ///< the axis that the space does not have
};

/// [batch, query, key] = sum over `depth` of query[batch, query, .] * key[batch, key, .].
struct ScoreProduct {
  ContractOp op;
  ScoreAccess query, key;
  int64_t depth = 0;
};

/// [batch, query, .] = factor[batch, query] * sum over the keys of scores * operand[batch, key, .], or queries and keys exchanged.
struct MixProduct {
  ContractOp op;
  mlir::Value scores;
  bool overKeys = true;
  ScoreAccess operand, result;
  int64_t width = 0;
  mlir::Value factor; ///< one for each query; null without
};

struct Attention {
  llvm::SmallVector<int64_t, 4> batch;
  int64_t queries = 0, keys = 0;
  llvm::SmallVector<ScoreProduct, 2> products;
  llvm::SmallVector<MixProduct, 4> mixes;
  /// Holds where a key does not come after the query, and what lies beyond adds nothing to any result; null where all keys count.
  CompareOp visible;

  int64_t batchCount() const;
  /// Values of the space, and those with one element for each query.
  bool isFull(mlir::Value value) const;
  bool isRow(mlir::Value value) const;
  /// (batch…, query, key) as it is, and without the key.
  mlir::AffineMap fullMap(mlir::MLIRContext *context) const;
  mlir::AffineMap rowMap(mlir::MLIRContext *context) const;
  /// Whether `value` is computed from a product, or is an element of the space in memory.
  bool isComputed(mlir::Value value) const;
};

/// Of a group with the shapes of the space; nothing, with the reason, for what has another form.
std::optional<Attention> analyzeAttention(GroupOp group, llvm::ArrayRef<int64_t> space, std::string &reason);
/// The same for a group that has been formed.
std::optional<Attention> analyzeAttention(GroupOp group);

} // namespace kiln
