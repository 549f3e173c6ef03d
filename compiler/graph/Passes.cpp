// SPDX-License-Identifier: Apache-2.0
//===- Passes.cpp - the stage in order, and its names on a command line ---===//
#include "compiler/graph/Passes.h"

#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace kiln {
namespace {
#define GEN_PASS_REGISTRATION
#include "compiler/graph/Passes.h.inc"
} // namespace
} // namespace kiln

static void addPasses(OpPassManager &manager) {
  OpPassManager &entry = manager.nest<kiln::EntryOp>();
  entry.addPass(kiln::createInlineCompositesPass());
  entry.addPass(kiln::createSimplifyPass());
  entry.addPass(createCSEPass());
  entry.addPass(kiln::createDifferentiatePass());
  entry.addPass(kiln::createSimplifyPass());
  entry.addPass(createCSEPass());
  entry.addPass(kiln::createInvertWindowsPass());
  entry.addPass(kiln::createSimplifyPass());
  entry.addPass(createCSEPass());
  entry.addPass(kiln::createPadWindowsPass());
  entry.addPass(kiln::createFormGroupsPass());
}

void kiln::buildGraphPipeline(OpPassManager &manager, const CompileOptions &) { addPasses(manager); }

void kiln::registerGraphPasses() {
  registerKilnGraphPasses();
  PassPipelineRegistration<>("kiln-graph", "the graph stage", addPasses);
}
