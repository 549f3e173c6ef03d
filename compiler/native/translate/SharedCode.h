// SPDX-License-Identifier: Apache-2.0
//===- SharedCode.h - code that differs in sizes alone, once ---------------===//
#pragma once

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>

namespace llvm {
class Function;
}

namespace kiln::native {

/// Kernels of a model repeat each other: layers differ in sizes and strides, contractions in what stands around the same loops. Whole
/// kernels that are the same but for indices are one function that takes those, and loops of contractions that are the same are
/// functions that their kernels call. What an innermost loop of a contraction adds to addresses is never handed over: it stays a
/// constant of the instruction.
class SharedCode {
public:
  /// A piece of code that stands at several places.
  struct Piece {
    mlir::Operation *first; ///< it is translated from here, the first place of all
    unsigned numbers = 0;   ///< that it is handed
    llvm::SmallVector<std::pair<mlir::arith::ConstantOp, unsigned>, 8> sizes; ///< constants of `first`, and which of the numbers they are
    llvm::Function *function = nullptr;
  };
  struct Place {
    Piece *piece;
    llvm::SmallVector<mlir::Value, 8> captures; ///< of a loop: what it reads of the code around it
    llvm::SmallVector<mlir::arith::ConstantOp, 8> constants; ///< that hold the numbers here
  };

  explicit SharedCode(mlir::ModuleOp module);

  /// Null where `op`, a kernel or a loop, stands for itself.
  const Place *find(mlir::Operation *op) const {
    auto found = places.find(op);
    return found == places.end() ? nullptr : &found->second;
  }

private:
  std::deque<Piece> pieces;
  llvm::DenseMap<mlir::Operation *, Place> places;
};

} // namespace kiln::native
