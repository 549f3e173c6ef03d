// SPDX-License-Identifier: Apache-2.0
//===- Accesses.h - a contraction group as linear accesses over labels ----===//
// A group of kind "contraction" computes, for every position of its labels,
//   C[…] = epilogue(sum over the summed labels of A[…] * B[…], other operands…)
// where every tensor is reached by an element offset that is linear in the labels. This is what the
// schedule and the emitter see: no ops, no maps, only labels with sizes and offsets with
// coefficients.
//===----------------------------------------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include <optional>

namespace kiln::loops {

/// constant + sum over labels l of coefficient[l] * position[l].
struct LinearForm {
  int64_t constant = 0;
  llvm::SmallVector<int64_t, 8> coefficient;
};

/// One tensor that the kernel reads or writes, flattened row-major.
struct Access {
  unsigned memref; ///< operand number in the group; results are counted after all operands
  LinearForm offset;
};

struct Contraction {
  ContractOp op;
  llvm::SmallVector<int64_t, 8> sizes;      ///< of each label
  llvm::SmallVector<bool, 8> inA, inB, inC; ///< which of lhs, rhs, result has the label
  Access a, b;
  llvm::SmallVector<Access, 4> results; ///< one for each result of the group
  llvm::SmallVector<llvm::SmallVector<LinearForm, 4>, 4>
      resultPositions; ///< of those, axis by axis
  /// Reads of the epilogue, in the order in which `epilogueValue` meets them.
  struct Leaf {
    mlir::BlockArgument argument;
    llvm::SmallVector<LinearForm, 4> position; ///< of the read, one form for each axis
    Access access;
  };
  llvm::SmallVector<Leaf, 4> leaves;

  /// True where the labels are neighbours in every access that the epilogue makes: the two can be
  /// walked as one axis whose step is that of `inner`.
  bool mergesInEpilogue(unsigned outer, unsigned inner) const;
};

/// Reads the group; fails, with a remark, where an access is not linear or an op is not
/// elementwise.
mlir::FailureOr<Contraction> analyzeContraction(GroupOp group);

/// Positions of `value` (in the group's body) for each of its users' positions, followed to the
/// leaf `argument`: the leaf that equals this access, or null.
const Contraction::Leaf *findLeaf(const Contraction &contraction, mlir::BlockArgument argument,
                                  llvm::ArrayRef<LinearForm> position);

bool samePosition(llvm::ArrayRef<LinearForm> a, llvm::ArrayRef<LinearForm> b);

/// The positions of the operand of `read` when its result is read at `position`; fails where the
/// map is not linear.
mlir::FailureOr<llvm::SmallVector<LinearForm, 4>> followRead(ReadOp read,
                                                             llvm::ArrayRef<LinearForm> position);

} // namespace kiln::loops
