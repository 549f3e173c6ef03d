// SPDX-License-Identifier: Apache-2.0
//===- GradientFault.h - the op at which values part ----------------------===//
#pragma once

#include "compiler/GradientCheck.h"
#include "compiler/GradientProbe.h"

namespace kiln {

/// The op of `entry` whose rule gives a wrong derivative of the entry's first result by the arguments `by`: of
/// the ops whose derivative by an operand differs from the central difference, the last in the order of the program,
/// which is the first that the reverse sweep meets. Composites and short loops are looked into.
std::optional<GradientFault> wrongRule(EntryOp entry, llvm::ArrayRef<reference::HostTensor> arguments,
                                       llvm::ArrayRef<unsigned> by, const GradientRules &rules);

/// The first op, in the order of the program behind the graph stage, that compiled code computes differently.
std::optional<GradientFault> wrongCode(mlir::ModuleOp module,
                                       llvm::ArrayRef<reference::HostTensor> arguments);

/// How far two values are from each other: 0 where both are no number.
double distance(double a, double b);

/// What compiled values may differ from interpreted ones, in a tensor whose greatest is `largest`: sums in another
/// order, functions to the last bits. Normal draws are f32 numbers whatever the precision: what depends on them may be off by
/// roundings of f32.
double compiledTolerance(mlir::ModuleOp module, double largest);

} // namespace kiln
