// SPDX-License-Identifier: Apache-2.0
//===- kiln-opt: runs any pass on any stage's IR --------------------------===//
#include "compiler/Pipeline.h"
#include "compiler/graph/Passes.h"
#include "compiler/loops/Passes.h"
#include "compiler/memory/Passes.h"
#include "compiler/native/Passes.h"
#include "dialects/kiln/Kiln.h"
#include "tools/kiln-opt/Interpret.h"

#include "mlir/IR/DialectRegistry.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mlir::registerAllPasses();
  kiln::registerGraphPasses();
  kiln::registerMemoryPasses();
  kiln::registerNativePasses();
  kiln::registerPipelines();
  registry.insert<kiln::KilnDialect>();
  kiln::registerLoopsPasses();
  registerInterpretPass();
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "Kiln's pass driver\n", registry));
}
