// SPDX-License-Identifier: Apache-2.0
//===- PrintLLVM.cpp - functions as LLVM IR, for tests --------------------===//
#include "compiler/native/Passes.h"
#include "compiler/native/translate/Translate.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/raw_ostream.h"

namespace kiln {
#define GEN_PASS_DEF_PRINTLLVMPASS
#include "compiler/native/Passes.h.inc"
} // namespace kiln

namespace {

struct PrintLLVM : kiln::impl::PrintLLVMPassBase<PrintLLVM> {
  using PrintLLVMPassBase::PrintLLVMPassBase;

  void runOnOperation() override {
    llvm::LLVMContext context;
    std::unique_ptr<llvm::Module> ir = kiln::translateFunctions(getOperation(), context, {}, shares);
    if (!ir)
      return signalPassFailure();
    std::error_code problem;
    llvm::raw_fd_ostream out(output, problem);
    if (problem) {
      getOperation().emitError("cannot write `") << output << "`: " << problem.message();
      return signalPassFailure();
    }
    ir->print(out, nullptr);
  }
};

} // namespace
