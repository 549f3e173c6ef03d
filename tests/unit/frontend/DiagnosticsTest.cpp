// SPDX-License-Identifier: Apache-2.0
// How messages look, and that each of them is explained.
#include "frontends/kiln/Diagnostics.h"
#include "frontends/kiln/Parser.h"
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

/// The first place of `piece` in the text of `source`.
SourceRange find(const SourceFile &source, llvm::StringRef piece) {
  size_t begin = source.text().find(piece);
  EXPECT_NE(begin, llvm::StringRef::npos);
  return {&source, static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + piece.size())};
}

TEST(Rendering, AsInTheDocs) {
  std::string before(12, '\n');
  SourceFile source("vit.kiln",
                    before + "    q[t, h, e] = sum[d](x[t, e] * wq[d, h, e]) + bq[h, e]\n");
  Diagnostics diagnostics;
  diagnostics.report(Diag::IndexOverTwoDims, find(source, "x[t, e]"), "e")
      .here("here `e` runs over D")
      .label(find(source, "wq[d, h, e]"), "here `e` runs over K")
      .note("D and K are both 64 in Attention(D: 64, H: 1), but they are different dims")
      .help("`x[t, d]`");
  EXPECT_EQ(rendered(diagnostics), R"(error[E201]: index `e` runs over two different dims
  vit.kiln:13:25
   13 |     q[t, h, e] = sum[d](x[t, e] * wq[d, h, e]) + bq[h, e]
      |                         ^^^^^^^   ----------- here `e` runs over K
      |                         here `e` runs over D
   D and K are both 64 in Attention(D: 64, H: 1), but they are different dims
   help: `x[t, d]`
)");
}

TEST(Rendering, SeveralLinesAndFiles) {
  SourceFile model("model.kiln", "const A = 1\n\n\nconst B = A\n");
  SourceFile library("std/nn.kiln", "fn f(x) = x\n");
  Diagnostics diagnostics;
  diagnostics.report(Diag::UnusedValue, find(model, "B"))
      .here("second")
      .label(find(model, "A"), "first")
      .label(find(library, "f(x)"), "declared here");
  EXPECT_EQ(rendered(diagnostics), R"(error[E105]: the value of this line is not used
  model.kiln:4:7
    1 | const A = 1
      |       - first
      :
    4 | const B = A
      |       ^ second
  std/nn.kiln:1:4
    1 | fn f(x) = x
      |    ---- declared here
)");
}

TEST(Rendering, ForeignText) {
  // Terminal codes never reach the terminal, wide characters keep the marks in place.
  SourceFile source("a.kiln", "# \x1b[31m 注 x\tb\r\n");
  Diagnostics diagnostics;
  diagnostics.report(Diag::UnusedValue, find(source, "b"));
  EXPECT_EQ(rendered(diagnostics), "error[E105]: the value of this line is not used\n"
                                   "  a.kiln:1:13\n"
                                   "    1 | # ?[31m 注 x b\n"
                                   "      |              ^\n");
}

TEST(Rendering, LongLines) {
  SourceFile source("a.kiln", std::string(5000, 'a') + "!" + std::string(5000, 'b'));
  Diagnostics diagnostics;
  diagnostics.report(Diag::UnusedValue, find(source, "!"));
  EXPECT_LT(rendered(diagnostics).size(), 500u);
  EXPECT_NE(rendered(diagnostics).find("aaa!bbb"), std::string::npos);
}

TEST(Rendering, BestFirst) {
  SourceFile source("a.kiln", "a b\n");
  Diagnostics diagnostics;
  diagnostics.report(Diag::UnusedValue, find(source, "a")).consequence();
  diagnostics.report(Diag::ReservedWord, find(source, "b"), "b", "a value");
  EXPECT_EQ(diagnostics.ordered()[0]->diag, Diag::ReservedWord);
  EXPECT_EQ(diagnostics.ordered()[0]->message, "`b` is a reserved word and cannot be a value");
}

TEST(Rendering, FaultOfKiln) {
  Diagnostics diagnostics;
  diagnostics.fault("the module does not verify: x");
  EXPECT_TRUE(diagnostics.hasErrors());
  EXPECT_EQ(rendered(diagnostics), "a fault of kiln, not of the model: the module does not verify: x\n"
                                   "   help: please report it with the model\n");
}

//===-- docs/errors.md
//---------------------------------------------------------------------------===

TEST(ErrorsDocument, EveryMessageHasItsParagraph) {
  std::map<std::string, ErrorSection> sections = readErrorsDocument();
  std::string missing;
  for (Diag diag : allDiags())
    if (sections[diagId(diag).str()].prose.size() < 20)
      missing += diagId(diag).str() + " " + diagName(diag).str() + "\n";
  EXPECT_EQ(missing, "") << "add `### ID: title` with a paragraph to docs/errors.md";
}

TEST(ErrorsDocument, EveryParagraphHasItsMessage) {
  std::map<std::string, ErrorSection> sections = readErrorsDocument();
  for (Diag diag : allDiags())
    sections.erase(diagId(diag).str());
  for (const auto &[id, section] : sections)
    ADD_FAILURE() << id << " is explained and does not exist";
}

TEST(ErrorsDocument, ItsGrammarExamplesAreTrue) {
  for (const auto &[id, section] : readErrorsDocument()) {
    if (id >= "E200" || section.wrong.empty())
      continue;
    SourceFile wrong("wrong.kiln", section.wrong), right("right.kiln", section.right);
    Diagnostics ofWrong, ofRight;
    parse(wrong, ofWrong);
    ASSERT_FALSE(ofWrong.all().empty()) << id << "\n" << section.wrong;
    EXPECT_EQ(diagId(ofWrong.ordered()[0]->diag).str(), id) << rendered(ofWrong);
    parse(right, ofRight);
    EXPECT_FALSE(ofRight.hasErrors()) << id << "\n" << rendered(ofRight);
  }
}

} // namespace
