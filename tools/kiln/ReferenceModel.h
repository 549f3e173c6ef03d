// SPDX-License-Identifier: Apache-2.0
//===- ReferenceModel.h - a model as the runtime sees it, interpreted -----===//
#pragma once

#include "compiler/CompileOptions.h"
#include "dialects/kiln/Kiln.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/DenseMap.h"

#include <vector>

struct KilnCall;

namespace kiln {

/// What an executable of `kiln build` brings to the runtime, a package and functions, for a module of
/// the dialect; the functions call the interpreter. So the command line, the readers, the order of
/// rows, the draws and the checkpoints are the executable's own.
class ReferenceModel {
public:
  /// Takes a module from the frontend, which must outlive the model, and expands its gradients: all
  /// that is done to it.
  mlir::LogicalResult open(mlir::ModuleOp module, const CompileOptions &options);

  /// Runs the executable's command line (`words[0]` is the program); returns its exit code.
  int run(llvm::ArrayRef<const char *> words);

  /// One call of an entry over the arena, as compiled code would do it.
  void call(KilnCall &call) const;

private:
  /// Where an entry finds its values; of builtins no offset is read.
  struct Places {
    EntryOp entry;
    std::vector<int64_t> arguments, results;
    llvm::DenseMap<mlir::Operation *, int32_t> sites; ///< fault of each check
    std::vector<std::pair<unsigned, int32_t>> flags;  ///< results that are true where they are a fault
    int32_t stopped = 0;                              ///< fault of an interpreter that gave up
  };
  Places place(EntryOp entry, const llvm::DenseMap<mlir::StringAttr, int64_t> &storages,
               int64_t &end) const;
  std::vector<mlir::DictionaryAttr> faultsOf(Places &places);

  bool trapsNonFinite = false; ///< a call ends at the first op that makes an infinity or a NaN, and says on stderr which
  std::vector<char> package;
  std::vector<Places> entries;
  int32_t faults = 0;
};

} // namespace kiln
