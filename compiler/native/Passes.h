// SPDX-License-Identifier: Apache-2.0
//===- Passes.h - the passes of the native stage --------------------------===//
#pragma once

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace kiln {

#define GEN_PASS_DECL
#include "compiler/native/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "compiler/native/Passes.h.inc"

} // namespace kiln
