// SPDX-License-Identifier: Apache-2.0
// The examples of docs/errors.md that need more than the grammar: the wrong text gives the message
// that it explains, and gives it first; the repaired one compiles.
#include "frontends/kiln/Frontend.h"
#include "tests/unit/frontend/ErrorsDocument.h"
#include "gtest/gtest.h"

using namespace kiln::frontend;

namespace {

std::string rendered(const Diagnostics &diagnostics) {
  std::string text;
  llvm::raw_string_ostream out(text);
  diagnostics.render(out);
  return text;
}

TEST(ErrorsDocument, ItsModelExamplesAreTrue) {
  mlir::MLIRContext context;
  for (const auto &[id, section] : readErrorsDocument()) {
    if (id < "E200" || section.wrong.empty())
      continue;
    SCOPED_TRACE(id);
    Diagnostics ofWrong, ofRight;
    Sources sources;
    compileText(context, section.wrong, "wrong.kiln", {}, sources, ofWrong);
    if (ofWrong.all().empty())
      ADD_FAILURE() << "compiles:\n" << section.wrong;
    else
      EXPECT_EQ(diagId(ofWrong.ordered()[0]->diag).str(), id) << rendered(ofWrong);
    compileText(context, section.right, "right.kiln", {}, sources, ofRight);
    EXPECT_FALSE(ofRight.hasErrors()) << rendered(ofRight);
  }
}

} // namespace
