// SPDX-License-Identifier: Apache-2.0
//===- Candidates.h - schedules worth measuring ----------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <string>
#include <utility>
#include <vector>

namespace kiln {

/// By the keys of Schedule.def, each once.
using Choices = std::vector<std::pair<std::string, int64_t>>;

/// `choices` with those of `others` in place of their own.
Choices merged(const Choices &choices, const Choices &others);

/// What to try for a kernel of `kind`, in turns: each turn on top of what the ones before have found. A schedule that a kernel cannot have
/// is among them: the compiler refuses it. `mayReorder`: also what adds up in another order.
std::vector<std::vector<Choices>> candidateTurns(llvm::StringRef kind, int64_t vectorLength, int64_t registers, bool mayReorder);

/// A module whose one entry, `probe`, runs `root` alone, a group behind the graph stage; its operands are inputs, its results outputs.
mlir::OwningOpRef<mlir::ModuleOp> isolated(GroupOp root);
/// The same with `choices` on its group `group`, which is `root` or one of its links.
mlir::OwningOpRef<mlir::ModuleOp> isolated(GroupOp root, GroupOp group, const Choices &choices, bool mayReorder);

} // namespace kiln
