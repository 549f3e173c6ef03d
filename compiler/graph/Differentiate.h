// SPDX-License-Identifier: Apache-2.0
//===- Differentiate.h - gradients become ordinary ops --------------------===//
#pragma once

#include "compiler/graph/gradients/Gradients.h"

namespace kiln {

/// Replaces every `kiln.grad` of an entry by the ops that compute it. `kiln.stop` and `kiln.grad_as` stay, for
/// derivatives that are still to come; the pass drops them at the end.
mlir::LogicalResult expandGradients(EntryOp entry, const GradientRules &rules);

} // namespace kiln
