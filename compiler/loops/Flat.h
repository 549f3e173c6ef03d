// SPDX-License-Identifier: Apache-2.0
//===- Flat.h - elementwise groups that do not care for shapes -------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include <optional>
#include <vector>

namespace kiln::loops {

/// Where each element of the results follows from the elements at the same position of the operands and from scalars, the kernel is a
/// loop over a length that it can be told when it runs: optimizers over all parameters, products and sums of all layers are one kernel
/// each. Everything such a group depends on but its length; nothing for other groups. For equality alone.
std::optional<std::vector<const void *>> flatSignature(GroupOp group);

/// The elements of a flat group's results.
int64_t flatLength(GroupOp group);

/// A copy of a flat group on tensors of one axis, longer than any.
GroupOp flattened(GroupOp group, mlir::OpBuilder &builder);

} // namespace kiln::loops
