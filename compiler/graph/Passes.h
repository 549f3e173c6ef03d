// SPDX-License-Identifier: Apache-2.0
//===- Passes.h - the graph stage -----------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"

namespace kiln {

struct CompileOptions;

#define GEN_PASS_DECL
#include "compiler/graph/Passes.h.inc"

/// The whole stage: entries of a checked module in, entries of groups out.
void buildGraphPipeline(mlir::OpPassManager &manager, const CompileOptions &options);

/// Makes the passes known to a command line.
void registerGraphPasses();

} // namespace kiln
