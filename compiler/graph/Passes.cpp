// SPDX-License-Identifier: Apache-2.0
//===- Passes.cpp - its passes on a command line ------------------------===//
#include "compiler/graph/Passes.h"

namespace kiln {
namespace {
#define GEN_PASS_REGISTRATION
#include "compiler/graph/Passes.h.inc"
} // namespace
} // namespace kiln

void kiln::registerGraphPasses() { registerKilnGraphPasses(); }
