// SPDX-License-Identifier: Apache-2.0
//===- DescribeKernel.h - sets what a kernel says about itself ------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <optional>

namespace kiln::loops {

/// Adds the attribute of KernelAttributes.h to the kernel written for `group`; keeps what is in it already. A kernel for any
/// length says of which one its work is.
void describeKernel(GroupOp group, mlir::func::FuncOp kernel, std::optional<int64_t> length = std::nullopt);

} // namespace kiln::loops
