// SPDX-License-Identifier: Apache-2.0
//===- Launches.h - runs of launches as lists that one function walks ------===//
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/IR/Module.h"

namespace kiln::native {

class Translator;

/// What an entry does is launches and barriers, one behind the other, at addresses that are known: thousands of calls, which cost
/// more to compile than the kernels. So a run of them is a list of words, and one function calls what stands there.
///
///   barrier: what << 32
///   launch:  what << 32 | form, index of the kernel, one word an argument: offset << 2 | base
///
/// `what` is told to the probe of a call that has one (KilnProbe). The form says how many arguments there are; the base is the arena,
/// the call, the constants, or nothing for a number. Launches whose addresses a loop computes stay calls, each behind one of `kiln_begin`.
class Launches {
public:
  explicit Launches(Translator &t) : t(t) {}

  /// `function` is an entry, whose ops come next.
  void beginEntry(mlir::func::FuncOp function);
  void endEntry();

  /// \name While an entry is translated.
  /// @{
  /// Whether `op` goes into a list. Before all others stands what was listed so far, and what the probe is told.
  bool take(mlir::Operation &op);
  void enterBlock() { ++depth; }
  void leaveBlock();
  /// @}

  /// Writes the functions that the entries call.
  void finish();

private:
  std::optional<uint64_t> wordOf(mlir::Value argument);
  bool isListed(mlir::func::CallOp call);
  unsigned kernelNumber(llvm::Function *kernel);
  void flush();
  void tell(int32_t what);
  void defineBegin();
  void defineWalk();
  llvm::GlobalVariable *kernelTable();

  Translator &t;
  mlir::func::FuncOp entry;
  unsigned depth = 0;
  int32_t now = 0; // what the probe was told last
  llvm::DenseSet<mlir::Operation *> listed;
  llvm::SmallVector<uint64_t> words; // the list that waits
  llvm::Function *begin = nullptr, *walk = nullptr;
  llvm::MapVector<llvm::Function *, unsigned> kernels;
  llvm::MapVector<unsigned, unsigned> forms; // number of arguments to form
};

} // namespace kiln::native
