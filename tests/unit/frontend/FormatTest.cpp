// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Format.h"
#include "frontends/kiln/AstDump.h"
#include "frontends/kiln/Lexer.h"
#include "frontends/kiln/Parser.h"
#include "gtest/gtest.h"
#include <filesystem>

using namespace kiln::frontend;

namespace {

std::string formatted(const std::string &text) {
  SourceFile source("test.kiln", text);
  Diagnostics diagnostics;
  std::optional<std::string> result = format(source, diagnostics);
  EXPECT_TRUE(result.has_value()) << text;
  return result.value_or("");
}

std::string treeOf(const std::string &text) {
  SourceFile source("test.kiln", text);
  Diagnostics diagnostics;
  std::unique_ptr<ast::File> file = parse(source, diagnostics);
  std::string tree;
  llvm::raw_string_ostream out(tree);
  dump(*file, out);
  return tree;
}

std::vector<std::string> commentsOf(const std::string &text) {
  SourceFile source("test.kiln", text);
  Diagnostics diagnostics;
  std::vector<std::string> comments;
  for (const Comment &comment : lex(source, diagnostics).comments)
    comments.push_back(source.text().slice(comment.begin, comment.end).str());
  return comments;
}

/// Formatting keeps tree and comments, and formats its own result to itself.
void expectSound(const std::string &text) {
  std::string once = formatted(text);
  EXPECT_EQ(formatted(once), once);
  EXPECT_EQ(treeOf(once), treeOf(text));
  EXPECT_EQ(commentsOf(once), commentsOf(text));
}

TEST(Format, Blanks) {
  EXPECT_EQ(formatted("const K=f( a,b :2 )*-x ^ 2+y [ 0 ]\n"),
            "const K = f(a, b: 2) * -x^2 + y[0]\n");
  EXPECT_EQ(formatted("const K = sum [k where( k<2 )] (x[..,k]+[a] [k]) - 1\n"),
            "const K = sum[k where (k < 2)](x[.., k] + [a][k]) - 1\n");
  EXPECT_EQ(formatted("use std.nn( Linear )\n"), "use std.nn (Linear)\n");
  EXPECT_EQ(formatted("const K = fn (p)=if p is bias then(1)else -2\n"),
            "const K = fn(p) = if p is bias then (1) else -2\n");
  EXPECT_EQ(formatted("const K = x[0..T]+mean [ * ](y)|>f\n"),
            "const K = x[0 .. T] + mean[*](y) |> f\n");
}

TEST(Format, Lines) {
  EXPECT_EQ(formatted("\n\n# a\n\n\n\nconst A=1   # one\nconst B=2\n\n\n"),
            "# a\n\nconst A = 1  # one\nconst B = 2\n");
  EXPECT_EQ(formatted("train f(x: f32[B],\n y: f32[B]) -> z: f32 {\nz = x\n|> g\n    |> h\n"
                      "when train {\nw = f(x,\ny\n)\n}\nelse { w = 1 }\n# end\n}\n"),
            "train f(x: f32[B],\n  y: f32[B]) -> z: f32 {\n  z = x\n    |> g\n    |> h\n"
            "  when train {\n    w = f(x,\n      y\n    )\n  }\n  else { w = 1 }\n  # end\n}\n");
}

TEST(Format, KeepsAlignment) {
  std::string aligned = "block A(D) {\n"
                        "  param wq, wk: f32[D] ~ g(D)\n"
                        "  param wo:     f32[D] ~ g(D)\n"
                        "  param b:      f32[D]     = 0  # shift\n"
                        "  param longer: f32[D + 1] = 0  # scale\n"
                        "}\n";
  EXPECT_EQ(formatted(aligned), aligned);
  // Also where a change on its left moves it.
  EXPECT_EQ(formatted("const A=1\nconst Bc  = 2\n"), "const A = 1\nconst Bc = 2\n");
  EXPECT_EQ(formatted("part a    = F( 1 )\npart b, c = F( 2 )\n"),
            "part a    = F(1)\npart b, c = F(2)\n");
}

TEST(Format, TheSketches) {
  size_t files = 0;
  for (auto &entry :
       std::filesystem::directory_iterator(KILN_SOURCE "/tests/frontend/Inputs/sketches")) {
    auto source = SourceFile::open(entry.path().string());
    ASSERT_TRUE(static_cast<bool>(source));
    std::string text = (*source)->text().str();
    expectSound(text);
    EXPECT_EQ(formatted(text), text) << entry.path();
    // Squeezed and stretched texts come back to the same tokens.
    std::string stretched;
    for (char c : text)
      stretched += c == ' ' ? std::string("  ") : std::string(1, c);
    expectSound(stretched);
    ++files;
  }
  EXPECT_GE(files, 16u);
}

TEST(Format, RefusesWhatDoesNotParse) {
  SourceFile source("test.kiln", "const =\n");
  Diagnostics diagnostics;
  EXPECT_FALSE(format(source, diagnostics).has_value());
  EXPECT_TRUE(diagnostics.hasErrors());
}

} // namespace
