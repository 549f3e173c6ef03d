// SPDX-License-Identifier: Apache-2.0
//===- ReverseSweep.h - reverse accumulation through one block ------------===//
#pragma once

#include "compiler/graph/gradients/Gradients.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace kiln {

/// The float values of a block that depend on `sources` through ops that conduct derivatives. Ops at and
/// behind `end` (null: the end of the block) are not looked at.
llvm::DenseSet<mlir::Value> dependents(const GradientRules &rules, mlir::Block &block,
                                       mlir::ValueRange sources, mlir::Operation *end = nullptr);

/// Makes the forward scans of a block hand out what a reverse scan reads: every carry at the start of each step and every
/// result that is dear to compute again become rows. Rows that nobody reads are pruned later.
void saveForReverse(mlir::Block &block, mlir::Operation *end = nullptr);

/// Seeds some values with derivatives, follows the block backwards, gives the derivatives by the targets.
class ReverseSweep {
public:
  /// New ops are made at the insertion point of `builder`, which must be behind all seeded values.
  ReverseSweep(const GradientRules &rules, mlir::OpBuilder &builder, mlir::Block &block,
               mlir::ValueRange targets, mlir::Operation *end = nullptr);

  void add(mlir::Value value, Adjoint adjoint);
  mlir::LogicalResult run();

  /// The derivative by a target; null where it is 0 for want of any path.
  Adjoint take(mlir::Value value);

  const GradientRules &gradientRules() const { return rules; }
  bool isActive(mlir::Value value) const { return active.contains(value); }
  void fail() { failed = true; }

private:
  const GradientRules &rules;
  mlir::OpBuilder &builder;
  llvm::SmallVector<mlir::Operation *> ops;
  llvm::DenseSet<mlir::Value> active;
  llvm::DenseMap<mlir::Value, llvm::SmallVector<Adjoint, 2>> adjoints;
  bool failed = false;
};

} // namespace kiln
