// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/loops/KernelRunner.h"

#include "compiler/loops/Passes.h"
#include "compiler/native/translate/Translate.h"
#include "dialects/kiln/Kiln.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ExecutionEngine/Orc/ThreadSafeModule.h"
#include "llvm/Support/TargetSelect.h"

using namespace kiln::testing;

std::unique_ptr<mlir::MLIRContext> kiln::testing::makeContext() {
  mlir::DialectRegistry registry;
  registry
      .insert<KilnDialect, mlir::arith::ArithDialect, mlir::cf::ControlFlowDialect,
              mlir::func::FuncDialect, mlir::LLVM::LLVMDialect, mlir::math::MathDialect,
              mlir::memref::MemRefDialect, mlir::scf::SCFDialect, mlir::vector::VectorDialect>();
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  auto context =
      std::make_unique<mlir::MLIRContext>(registry, mlir::MLIRContext::Threading::DISABLED);
  context->loadAllAvailableDialects();
  return context;
}

KernelRunner::KernelRunner(mlir::MLIRContext &context, const std::string &text) {
  auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
  if (!module) {
    message = "does not parse";
    return;
  }
  mlir::PassManager lower(&context);
  lower.addPass(createLowerGroupsPass());
  if (mlir::failed(lower.run(*module))) {
    message = "kiln-lower-groups failed";
    return;
  }
  // What launched the kernel has done its part.
  mlir::func::FuncOp function;
  for (mlir::Operation &op : llvm::make_early_inc_range(llvm::reverse(*module->getBody()))) {
    if (auto found = llvm::dyn_cast<mlir::func::FuncOp>(op))
      function = found;
    else
      op.erase();
  }
  function.setPublic();
  std::string name = function.getName().str();
  auto llvmContext = std::make_unique<llvm::LLVMContext>();
  auto llvmModule = translateFunctions(*module, *llvmContext);
  auto made = llvm::orc::LLJITBuilder().create();
  if (!llvmModule || !made) {
    message = "no code generator";
    return;
  }
  jit = std::move(*made);
  llvmModule->setDataLayout(jit->getDataLayout());
  if (auto e = jit->addIRModule(
          llvm::orc::ThreadSafeModule(std::move(llvmModule), std::move(llvmContext)))) {
    message = llvm::toString(std::move(e));
    return;
  }
  auto symbol = jit->lookup(name);
  if (!symbol) {
    message = llvm::toString(symbol.takeError());
    return;
  }
  kernel = symbol->toPtr<void *>();
}

void KernelRunner::run(const std::vector<void *> &b, int64_t workers) const {
  using P = void *;
  for (int64_t w = workers; w-- > 0;)
    switch (b.size()) {
    case 2:
      reinterpret_cast<void (*)(P, P, int64_t, int64_t)>(kernel)(b[0], b[1], w, workers);
      break;
    case 3:
      reinterpret_cast<void (*)(P, P, P, int64_t, int64_t)>(kernel)(b[0], b[1], b[2], w, workers);
      break;
    case 4:
      reinterpret_cast<void (*)(P, P, P, P, int64_t, int64_t)>(kernel)(b[0], b[1], b[2], b[3], w,
                                                                       workers);
      break;
    case 5:
      reinterpret_cast<void (*)(P, P, P, P, P, int64_t, int64_t)>(kernel)(b[0], b[1], b[2], b[3],
                                                                          b[4], w, workers);
      break;
    }
}
