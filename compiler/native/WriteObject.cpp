// SPDX-License-Identifier: Apache-2.0
//===- WriteObject.cpp ----------------------------------------------------===//
#include "compiler/native/Native.h"
#include "compiler/native/Passes.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/raw_ostream.h"

namespace kiln {
#define GEN_PASS_DEF_WRITEOBJECTPASS
#include "compiler/native/Passes.h.inc"
} // namespace kiln

using namespace mlir;

namespace {

struct WriteObject : kiln::impl::WriteObjectPassBase<WriteObject> {
  using WriteObjectPassBase::WriteObjectPassBase;

  void runOnOperation() override {
    kiln::CompileOptions options;
    options.cpu = cpu;
    llvm::SmallString<0> object;
    // Compiled from a copy: passes must not run inside of a pass on the op that it works on.
    OwningOpRef<ModuleOp> copy = getOperation().clone();
    kiln::NativeReport report;
    if (failed(kiln::compileObject(*copy, options, object, &report)))
      return signalPassFailure();
    for (const kiln::Spills &spills : report.spills)
      getOperation().emitRemark() << "kernel " << spills.kernel << " " << spills.text();
    std::error_code code;
    llvm::raw_fd_ostream stream(output, code);
    stream << object;
    stream.close();
    if (stream.has_error()) {
      stream.clear_error();
      getOperation().emitError("cannot write `") << output << "`";
      signalPassFailure();
    }
  }

  // Loaded up front: a pass manager inside of a pass may load no dialect.
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<LLVM::LLVMDialect>();
  }
};

} // namespace
