// SPDX-License-Identifier: Apache-2.0
//===- Cost.h - what an entry computes, holds and moves -------------------===//
//
// Counted on the module, not measured. One call of the entry, the whole batch:
//   MACs, FLOPs, moved bytes   as dialects/kiln/analysis/Work.h counts them; moved is what the graph stage's groups take and give
//   resident                   storages, which are there all the time; arena - storages is what inputs, outputs and activations share
//
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/CompileOptions.h"
#include "dialects/kiln/Kiln.h"
#include "mlir/IR/BuiltinOps.h"

#include <array>
#include <string>
#include <vector>

namespace kiln {

/// The families of ops, as docs/path.md has them; Structure holds others and counts nothing itself.
enum class Family { Contraction, Elementwise, Reduction, Movement, Random };
inline constexpr size_t kFamilies = 5;
llvm::StringRef familyName(Family family);
/// The family of an op that computes something; of one that holds others or ends a region none.
std::optional<Family> familyOf(mlir::Operation *op);

struct FamilyCost {
  int64_t ops = 0; ///< evaluated: each as often as its loop runs
  double macs = 0, flops = 0;
};

struct EntryCost {
  std::string entry;
  std::array<FamilyCost, kFamilies> families;
  double macs = 0, flops = 0;
  double movedBytes = 0;
  int64_t kernels = 0;      ///< launches a call
  int64_t inputBytes = 0, outputBytes = 0;
  int64_t arenaBytes = 0;   ///< planned for this entry alone, storages included
  int64_t storageBytes = 0; ///< of all storages of the model

  int64_t activationBytes() const { return arenaBytes - storageBytes; }
  /// FLOPs for each byte moved.
  double intensity() const { return movedBytes > 0 ? flops / movedBytes : 0; }
};

/// The cost of one entry of a module from the frontend, which is left as it is.
mlir::FailureOr<EntryCost> costOf(mlir::ModuleOp module, llvm::StringRef entry, const CompileOptions &options);

} // namespace kiln
