// SPDX-License-Identifier: Apache-2.0
//===- ApplyTuning.h - which kernel a line of a .tune file is about --------===//
#pragma once

#include "compiler/loops/Tuning.h"
#include "dialects/kiln/Kiln.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <memory>

namespace kiln {

/// The sizes by which a contraction or attention is known; empty for other groups. Of a link of a chain those at one position, which it has
/// already where its kernel is written.
std::string kernelSizes(GroupOp group, bool atOnePosition = false);
KernelKey kernelKey(GroupOp group, bool atOnePosition = false);

/// Each group of an entry that choices may be about.
void forTunableGroups(EntryOp entry, llvm::function_ref<void(GroupOp, bool isLink)> found);

/// Marks the entries whose chains a line limits: before groups are formed.
mlir::LogicalResult limitChains(mlir::ModuleOp module, const Tuning &tuning);

/// The pass with a file that has been read.
std::unique_ptr<mlir::Pass> createApplyTuningPass(std::shared_ptr<const Tuning> tuning);

} // namespace kiln
