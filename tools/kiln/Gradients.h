// SPDX-License-Identifier: Apache-2.0
//===- Gradients.h - how kiln check --gradients prints --------------------===//
#pragma once

#include "compiler/GradientCheck.h"

namespace kiln {

/// Checks the gradients of a module and prints what was found: a line for each tensor, or JSON. The exit code.
int printGradients(mlir::ModuleOp module, GradientCheckOptions options, bool asJson);

} // namespace kiln
