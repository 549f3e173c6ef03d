// SPDX-License-Identifier: Apache-2.0
// Malformed text: which messages come, on which lines, and that nothing else comes.
#include "frontends/kiln/Limits.h"
#include "frontends/kiln/Parser.h"
#include "gtest/gtest.h"
#include <set>

using namespace kiln::frontend;

namespace {

struct Case {
  const char *errors; // "E101@2 E105@3": all of them, in the order shown
  const char *text;
  const char *help; // a part of the help of the first message, or nothing
};

// A body is line 2 on.
#define BODY(text) "train f() {\n" text "\n}\n"

const Case cases[] = {
    // Characters and tokens
    {"E007@1", "const K = 3 $ 2\n", ""},
    {"E007@1", "const K = a \xE2\x89\xA4 b\n", "write `<=`"},
    {"E007@1", "const \xC3\xA4 = 3\nconst B = 2\n", "letters"},
    {"E007@1", "use 'a.kiln'\n", "strings are written \"a.kiln\""},
    {"E008@1", "use \"a.kiln\nconst B = 2\n", "close it"},
    {"E009@1", "const K = 1.\n", "`1.0`"},
    {"E009@1", "const K = .5\n", "`0.5`"},
    {"E009@1", "const K = 3x + 1\n", "`3 * x`"},
    {"E009@1", "const K = 0x1F\n", "decimal"},
    {"E009@1", "const K = 1__0\n", "between two digits"},
    {"E010@1", "const K = 9223372036854775808\n", "point"},
    {"E010@1", "const K = 1e999\n", ""},
    {"E011@1", "const K = a ** 2\n", "`x^2`"},
    {"E011@1 E011@1 E011@1", "assert a && b || !c\n", ""},
    {"E011@2", BODY("n += 1"), "`x <- x + "},
    {"E011@2", BODY("n := 1"), "`=` names"},
    {"E011@1", "const K = a @ b\n", "sum[k]"},
    {"E012@1", "part opt = AdamW(net; rate: 1e-4)\n", "`,`"},
    {"E012@2 E012@3", BODY("a = 1;\nb = 2; c = 3"), "one statement a line"},
    {"E013@1", "/* a\n model */\nconst K = 2\n", "`#`"},
    {"E013@1", "// the model of\nconst K = 2\n", "`#`"},
    {"E013@2", BODY("y = x // mean over rows\nz = y"), "`#`"},

    // What is expected where
    {"E101@1", "const = 3\n", ""},
    {"E101@1", "param w f32[D]\nconst K = 2\n", ""},
    {"E101@2", BODY("y x\nz = 2"), ""},
    {"E101@2", BODY("scan t of T { y[t] = 1 }\nz = 2"), ""},
    {"E101@1", "const K = (a, b)\n", "no tuples"},
    {"E101@1", "const K = f(a]\nconst L = 1\n", ""},
    {"E101@2", BODY("when train { y = 1 } else if c { y = 2 }"), "else when"},
    {"E102@1", "const K =\nparam w: f32\n", ""},
    {"E102@2", BODY("y = x *\nscan t in T { z[t] = 1 }"), ""},
    {"E102@2", BODY("y = a + * b\nz = sum[k](\n)"), ""},
    {"E103@1", "42\nconst K = 2\n", "a file holds"},
    {"E103@2", "block A(D) {\n  ]\n  const K = 2\n}\n", "a block holds"},
    {"E104@2", BODY("if c then y = 1\nz = 2"), "when"},
    {"E104@2", BODY("-> y\nz = 2"), ""},
    {"E105@2", BODY("net(x)\nz = 2"), "`y = "},
    {"E105@2", BODY("y + 1"), ""},
    {"E106@1", "state a: f32 = 0 state b: f32 = 0\n", "one declaration a line"},
    {"E106@2", BODY("y = 1 z = 2"), "one statement a line"},
    {"E107@2", BODY("y = f(a, b\nz = g(c)"), "`)`"},
    {"E107@2", BODY("y[t = 3\nz = 2"), "`]`"},
    {"E107@1", "block A(D) {\n  const K = D\n\ntrain f() {\n  y = 1\n}\n", "`}`"},
    {"E107@1", "train f() {\n  y = 1\n  when train {\n    z = 1\n}\n", "`}`"},
    {"E107@1", "const K = f(\n", "`)`"},
    {"E108@2", "const K = 2\n}\nconst L = 2\n", "remove it"},
    {"E108@1", "const K = f(a))\nconst L = 2\n", "remove it"},
    {"E109@1", "const K = if x<-1 then 0 else 1\n", "`x < -1`"},
    {"E109@2", BODY("y = a + b <- 2"), "< -2`"},
    {"E110@1", "assert 0 <= i < n\n", "`0 <= i and i < …`"},
    {"E111@1", "const K = if x = 1 then 0 else 1\n", "`==`"},
    {"E111@1", "part p = Adam(net, rate = 1e-4)\n", "`rate: …`"},
    {"E111@1", "const K = sum[s where s = t](x[s])\n", "`==`"},
    {"E112@2", BODY("y == 2"), "assert"},
    {"E113@2", BODY("y = if c then 1\nz = 2"), "if c then a else b"},
    {"E114@2", BODY("y = f(a grad as b)\nz = 2"), "name"},
    {"E114@2", BODY("y <- a grad as b\nz = 2"), "name = e grad as e2"},
    {"E115@1", "const K = f(a: 1, 2)\n", "front"},
    {"E116@1", "const K = f(a: 1, a: 2)\n", "remove"},
    {"E117@1", "const state = 2\n", "another name"},
    {"E117@2", BODY("y = part + 1\nz = 2"), "another name"},
    {"E117@2", BODY("in = 1\nz = 2"), "another name"},
    {"E118@2", BODY("y = x |> f + 1\nz = 2"), "parentheses"},
    {"E118@2", BODY("y = x |> 2"), ""},
    {"E119@2", BODY("a, b: f32 = f(x)"), "first"},
    {"E120@2", "block A(D) {\n  (x: f32[D]) {\n    y = x\n  }\n  const K = 2\n}\n", ""},
    {"E120@1", "fn f(x: f32[N]) { y = x }\n", ""},
    {"E120@1", "data d(n) { x = n }\n", ""},
    {"E120@1", "infer f(x: f32) -> () { y = x }\n", "name the results"},
    {"E121@2", "block A(D) {\n  train f() { y = 1 }\n}\n", "face"},
    {"E121@2", "block A(D) {\n  fn f(x) = x\n}\n", "before the block"},
    {"E122@2", BODY("param w: f32[D] = 0\nz = 2"), "before the bodies"},
    {"E122@2", BODY("part p = Linear(D, C)\nz = 2"), ""},
    {"E123@1", "y = 2\nconst K = 3\n", "`const`"},
    {"E123@2", "block A(D) {\n  y = 2\n  const K = 3\n}\n", "face"},
    {"E124@1", "param w: f32[] = 0\n", "`f32`"},
    {"E124@1", "const K = x[]\n", "[*]"},
    {"E124@1", "const K = []\n", "[a, b]"},
    {"E124@1", "part p[] = A\n", "layers[L]"},
    {"E125@1", "const K = x[(i: 2)]\n", "merges"},
    {"E126@2", BODY("y[t where t > 2] = x"), "reducer"},
    {"E126@2", BODY("y[t else 0] = x"), "read"},
    {"E126@1", "const K = x[t else 0 where t > 1]\n", "before"},
    {"E126@1", "const K = sum[t where a where b](x[t])\n", "`and`"},
    {"E126@1", "const K = x[t - 1 else 0, u - 1 else 0]\n", "behind all positions"},
    {"E126@1", "const K = sum[t where t > 1, u](x[t, u])\n", "comes last"},
    {"E127@1", "const K = f((a, b) => a)\n", "`fn(a, b) = …`"},
    {"E127@1", "const K = f(a => a)\n", "`fn(a) = …`"},
    {"E128@1", "def f(x):\nconst K = 2\n", "`fn name(x) = …`"},
    {"E128@1", "import std.nn\nconst K = 2\n", "use std.nn"},
    {"E128@2", BODY("return y\nz = 2"), "signature"},
    {"E128@2", BODY("let y = 2\nz = 2"), "names a value"},
    {"E128@2", BODY("while x { y = 2 }\nz = 2"), "scan"},
    {"E128@1", "const K = True\n", "`true`"},
    {"E128@1", "const K = f(lambda x: x)\n", "fn(x)"},
    {"E129@1", "const K = x[0 .. 10 .. 2]\n", "2 * i"},
    {"E129@2", BODY("for i in 0 .. 10 .. 2 { y[i] = 1 }\nz = 2"), ""},
    {"E130@2", BODY("else { y = 2 }\nz = 2"), "when"},
    {"E131@1", "const K = 0 + .. \n", "leading axes"},
    {"E132@2", BODY("f(x) = 2\nz = 2"), "left stands"},
    {"E132@2", BODY("keep[l][0] = h\nz = 2"), "one pair"},
    {"E132@2", BODY("(a, b) = f(x)\nz = 2"), "without parentheses"},
    {"E133@1", "const K = f(a b)\n", ""},
    {"E133@1", "train f(x: f32 y: f32) -> z: f32 {\n  z = x\n}\n", ""},
    {"E134@1", "use std.nn ()\n", "Linear"},
    {"E135@1", "memory k: f32[N]\nconst K = 2\n", "state"},
    {"E135@1", "(x: f32[D]) -> y: f32[D] { y = x }\n", "infer name"},

    // Several in one run, each where it is
    {"E109@2 E105@3 E113@4", BODY("a = if x<-1 then 0 else 1\nnet(x)\nb = if c then 1"), ""},
    {"E133@1 E101@3 E106@6",
     "const A = f(1 2)\nblock N(D) {\n  param w f32[D]\n  (x: f32[D]) -> y: f32[D] {\n    z = x\n"
     "    y = z q = 2\n  }\n}\n",
     ""},
};

std::string shown(const Diagnostics &diagnostics) {
  std::string text;
  for (const Diagnostic *diagnostic : diagnostics.ordered()) {
    if (!text.empty())
      text += ' ';
    text += diagId(diagnostic->diag).str() + "@" + std::to_string(diagnostic->range.line());
  }
  return text;
}

std::string rendered(const Diagnostics &diagnostics) {
  std::string text;
  llvm::raw_string_ostream out(text);
  diagnostics.render(out);
  return text;
}

TEST(BadInput, Table) {
  for (const Case &one : cases) {
    SourceFile source("bad.kiln", one.text);
    Diagnostics diagnostics;
    parse(source, diagnostics);
    std::string all = rendered(diagnostics);
    EXPECT_EQ(shown(diagnostics), one.errors) << one.text << all;
    if (*one.help && !diagnostics.all().empty())
      EXPECT_NE(diagnostics.ordered()[0]->helpText.find(one.help), std::string::npos) << all;
  }
}

TEST(BadInput, NotUtf8) {
  SourceFile source("bad.kiln", "const K = 2\nconst \xFF = 3\n");
  Diagnostics diagnostics;
  parse(source, diagnostics);
  EXPECT_EQ(shown(diagnostics), "E006@2");
}

TEST(BadInput, Limits) {
  auto errorsOf = [](std::string text) {
    SourceFile source("bomb.kiln", std::move(text));
    Diagnostics diagnostics;
    parse(source, diagnostics);
    return shown(diagnostics);
  };
  auto repeat = [](const std::string &piece, size_t times) {
    std::string text;
    for (size_t i = 0; i < times; ++i)
      text += piece;
    return text;
  };
  size_t deep = 50'000;
  EXPECT_EQ(errorsOf("const K = " + repeat("(", deep) + "1\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = " + repeat("f(", deep) + "1\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = " + repeat("[", deep) + "1\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = " + repeat("x[", deep) + "1\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = " + repeat("-", deep) + "1\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = 1" + repeat("^1", deep) + "\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = 1" + repeat("+1", deep) + "\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = 1" + repeat(" |> f", deep) + "\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = f" + repeat("(1)", deep) + "\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = f" + repeat(".g", deep) + "\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = " + repeat("if a then b else ", deep / 2) + "1\n"), "E004@1");
  EXPECT_EQ(errorsOf("const K = " + repeat("fn(a) = ", deep / 2) + "1\n"), "E004@1");
  EXPECT_EQ(errorsOf("train f() {\n" + repeat("when train {", deep)).substr(0, 6), "E004@2");
  EXPECT_EQ(errorsOf("train f() {\nwhen a {}" + repeat(" else when a {}", deep / 2)).substr(0, 6),
            "E004@2");
  EXPECT_EQ(errorsOf("const K = " + std::string(limits::nameBytes + 1, 'k') + "\n"), "E005@1");
  EXPECT_EQ(errorsOf("const K = " + std::string(limits::nameBytes + 1, '7') + "\n"), "E005@1");
  EXPECT_EQ(errorsOf(std::string(limits::fileBytes + 1, '\n')), "E002@1");
  EXPECT_EQ(errorsOf("const K = [" + repeat("1,", limits::tokens / 2) + "1]\n").substr(0, 6),
            "E003@1");
  // Work stays linear in files of nothing but brackets.
  for (const char *piece : {"(", "[", "{", ")", "]", "}", "([{", "x[", "y[t] = (\n", "train f(\n"})
    EXPECT_NE(errorsOf(repeat(piece, 30'000)), "");
}

TEST(BadInput, ManyMessagesAreCounted) {
  std::string text = "train f() {\n";
  for (int i = 0; i < 2000; ++i)
    text += "f(x)\n";
  SourceFile source("bad.kiln", text + "}\n");
  Diagnostics diagnostics;
  parse(source, diagnostics);
  EXPECT_EQ(diagnostics.errorCount(), 2000u);
  EXPECT_EQ(diagnostics.all().size(), limits::keptErrors);
  EXPECT_NE(rendered(diagnostics).find("and 1980 more\n"), std::string::npos);
}

} // namespace
