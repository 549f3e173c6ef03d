// SPDX-License-Identifier: Apache-2.0
// libFuzzer entry: any bytes as a model, from the lexer to the verified module. Either there is a module, or an
// error with its place; nothing is ever a fault of kiln.
#include "frontends/kiln/Frontend.h"
#include "mlir/IR/MLIRContext.h"
#include <cstdlib>
#include <memory>

using namespace kiln::frontend;

static void require(bool holds) {
  if (!holds)
    abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static auto library = std::make_shared<Library>();
  // What a context has made once it keeps: a new one now and then.
  static std::unique_ptr<mlir::MLIRContext> context;
  static size_t runs = 0;
  if (runs++ % 1000 == 0)
    context = std::make_unique<mlir::MLIRContext>(mlir::MLIRContext::Threading::DISABLED);
  llvm::StringRef text(reinterpret_cast<const char *>(data), size);
  if (text.contains("use \"")) // reads no files
    return 0;
  Sources sources(library);
  Diagnostics diagnostics;
  auto module = compileText(*context, text, "fuzz.kiln", {}, sources, diagnostics);
  std::string shown;
  llvm::raw_string_ostream out(shown);
  diagnostics.render(out, /*colour=*/false);
  require(bool(module) != diagnostics.hasErrors());
  require(!shown.starts_with("a fault of kiln"));
  return 0;
}
