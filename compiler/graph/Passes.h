// SPDX-License-Identifier: Apache-2.0
//===- Passes.h - the graph stage -----------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include "mlir/Pass/Pass.h"

namespace kiln {

#define GEN_PASS_DECL
#include "compiler/graph/Passes.h.inc"

/// Makes the passes known to a command line.
void registerGraphPasses();

} // namespace kiln
