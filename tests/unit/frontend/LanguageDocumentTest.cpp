// SPDX-License-Identifier: Apache-2.0
// Every example of docs/language.md compiles as it stands.
#include "frontends/kiln/Frontend.h"
#include "gtest/gtest.h"
#include <fstream>

using namespace kiln::frontend;

namespace {

/// The fenced blocks of a document that begin with ```kiln.
std::vector<std::string> examplesOf(const char *document) {
  std::ifstream file(std::string(KILN_SOURCE "/") + document);
  std::vector<std::string> examples;
  std::string line;
  for (bool inside = false; std::getline(file, line);) {
    if (line.rfind("```", 0) == 0) {
      inside = line == "```kiln";
      if (inside)
        examples.emplace_back();
    } else if (inside) {
      examples.back() += line + "\n";
    }
  }
  return examples;
}

TEST(LanguageDocument, ItsExamplesCompile) {
  mlir::MLIRContext context;
  std::vector<std::string> examples = examplesOf("docs/language.md");
  EXPECT_GE(examples.size(), 5u);
  for (const std::string &example : examples) {
    Diagnostics diagnostics;
    Sources sources;
    compileText(context, example, "example.kiln", {}, sources, diagnostics);
    std::string text;
    llvm::raw_string_ostream out(text);
    diagnostics.render(out);
    EXPECT_TRUE(diagnostics.all().empty()) << example << text;
  }
}

} // namespace
