// SPDX-License-Identifier: Apache-2.0
// What the grammar makes of well-formed text.
#include "frontends/kiln/Parser.h"
#include "frontends/kiln/AstDump.h"
#include "gtest/gtest.h"

using namespace kiln::frontend;

namespace {

std::string errorsOf(const Diagnostics &diagnostics) {
  std::string text;
  llvm::raw_string_ostream out(text);
  diagnostics.render(out);
  return text;
}

std::string dumpOf(std::string text) {
  SourceFile source("test.kiln", std::move(text));
  Diagnostics diagnostics;
  std::unique_ptr<ast::File> file = parse(source, diagnostics);
  EXPECT_FALSE(diagnostics.hasErrors()) << errorsOf(diagnostics);
  std::string dumped;
  llvm::raw_string_ostream out(dumped);
  dump(*file, out);
  return dumped;
}

/// The tree of an expression, by way of a constant.
std::string expr(const std::string &text) {
  std::string dumped = dumpOf("const X = " + text + "\n");
  llvm::StringRef tree = dumped;
  tree.consume_front("(const X ");
  return tree.rtrim().drop_back().str();
}

/// The tree of one statement.
std::string stmt(const std::string &text) {
  std::string dumped = dumpOf("train f() {\n" + text + "\n}\n");
  llvm::StringRef tree = dumped;
  tree.consume_front("(train f()\n  ");
  return tree.rtrim().drop_back().str();
}

TEST(Expressions, Precedence) {
  EXPECT_EQ(expr("a + b * c"), "(+ a (* b c))");
  EXPECT_EQ(expr("(a + b) * c"), "(* (+ a b) c)");
  EXPECT_EQ(expr("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(expr("a / b * c // d % e"), "(% (// (* (/ a b) c) d) e)");
  EXPECT_EQ(expr("-x^2"), "(- (^ x 2))");
  EXPECT_EQ(expr("2^-1"), "(^ 2 (- 1))");
  EXPECT_EQ(expr("a^b^c"), "(^ a (^ b c))");
  EXPECT_EQ(expr("2^-x * y"), "(* (^ 2 (- x)) y)");
  EXPECT_EQ(expr("-a * b"), "(* (- a) b)");
  EXPECT_EQ(expr("a * -b"), "(* a (- b))");
  EXPECT_EQ(expr("x^2[t]"), "(^ x 2[t])");
  EXPECT_EQ(expr("not a == b"), "(not (== a b))");
  EXPECT_EQ(expr("not a and b or c"), "(or (and (not a) b) c)");
  EXPECT_EQ(expr("0 <= i and i < n"), "(and (<= 0 i) (< i n))");
  EXPECT_EQ(expr("a + 1 < b * 2"), "(< (+ a 1) (* b 2))");
  EXPECT_EQ(expr("(a == b) == c"), "(== (== a b) c)");
}

TEST(Expressions, IfAndFn) {
  EXPECT_EQ(expr("if c then a else b + 1"), "(if c a (+ b 1))");
  EXPECT_EQ(expr("if a then 1 else if b then 2 else 3"), "(if a 1 (if b 2 3))");
  EXPECT_EQ(expr("1 + if c then a else b"), "(+ 1 (if c a b))");
  EXPECT_EQ(expr("fn(p) = if p is weight then 0.05 else 0"), "(fn (p) (if (is p weight) 0.05 0))");
  EXPECT_EQ(expr("f(fn(a, b) = a * b, k: 2)"), "(call f (fn (a, b) (* a b)) k: 2)");
}

TEST(Expressions, Pipes) {
  EXPECT_EQ(expr("x |> f"), "(pipe f x)");
  EXPECT_EQ(expr("x |> f |> g(2, k: 1)"), "(pipe g (pipe f x) 2 k: 1)");
  EXPECT_EQ(expr("x + y |> f"), "(pipe f (+ x y))");
  EXPECT_EQ(expr("h + (x |> net.a |> seen[l, r])"), "(+ h (pipe seen[l, r] (pipe net.a x)))");
  EXPECT_EQ(expr("x |> (f(a))"), "(pipe (call f a) x)");
  EXPECT_EQ(expr("x |> layers[0](m)"), "(pipe layers[0] x m)");
}

TEST(Expressions, Indices) {
  EXPECT_EQ(expr("x[..]"), "x[..]");
  EXPECT_EQ(expr("mean[*](x)"), "(call mean[*] x)");
  EXPECT_EQ(expr("count[.., n](id[n] == k)"), "(call count[.., n] (== id[n] k))");
  EXPECT_EQ(expr("x[c, (i, u), (j: 3, v)]"), "x[c, (i, u), (j: 3, v)]");
  EXPECT_EQ(expr("x[(i + 1) * 2, (k)]"), "x[(* (+ i 1) 2), k]");
  EXPECT_EQ(expr("x[0 .. W][w]"), "x[0 .. W][w]");
  EXPECT_EQ(expr("x[a ..]"), "x[a .. ]");
  EXPECT_EQ(expr("prod[s: 1000 where s <= t](b[s])"), "(call prod[s: 1000 where (<= s t)] b[s])");
  EXPECT_EQ(expr("x[t: 2 .. 7]"), "x[t: 2 .. 7]");
  EXPECT_EQ(expr("x[i + u - 1 else 0]"), "x[(- (+ i u) 1) else 0]");
  EXPECT_EQ(expr("[class][n, d]"), "(list class)[n, d]");
  EXPECT_EQ(expr("net(x)[b, 0].size"), "(call net x)[b, 0].size");
  EXPECT_EQ(expr("stop(infer teacher.head(x))"), "(call stop (infer (call teacher.head x)))");
}

TEST(Expressions, Numbers) {
  EXPECT_EQ(expr("10_000 + 0.5 + 1e-4 + 2.5E+3"), "(+ (+ (+ 10000 0.5) 1e-4) 2.5E+3)");
  SourceFile source("test.kiln", "dim A = 86_567_656, B = 2.5e1\n");
  Diagnostics diagnostics;
  std::unique_ptr<ast::File> file = parse(source, diagnostics);
  auto &dims = llvm::cast<ast::DimsDecl>(*file->decls[0]).dims;
  auto &a = llvm::cast<ast::NumberExpr>(*dims[0].value);
  EXPECT_TRUE(a.isInteger);
  EXPECT_EQ(a.integer, 86567656);
  EXPECT_EQ(a.range.text(), "86_567_656");
  auto &b = llvm::cast<ast::NumberExpr>(*dims[1].value);
  EXPECT_FALSE(b.isInteger);
  EXPECT_EQ(b.real, 25.0);
}

TEST(Lines, GoOnWhereSomethingIsMissing) {
  EXPECT_EQ(expr("a +\n  b"), "(+ a b)");
  EXPECT_EQ(expr("\n  a"), "a");
  EXPECT_EQ(expr("x\n  |> f\n  |> g"), "(pipe g (pipe f x))");
  EXPECT_EQ(expr("a\n  - b\n  and c"), "(and (- a b) c)");
  EXPECT_EQ(expr("if c\n  then a\n  else b"), "(if c a b)");
  EXPECT_EQ(expr("f(a,\n  b,\n)"), "(call f a b)");
}

TEST(Lines, EndOtherwise) {
  // The face begins a line, although `K / H` could be called.
  EXPECT_EQ(
      dumpOf("block A(D) {\n  const K = D / 2\n  (x: f32[D]) -> y: f32[K] {\n    y = x\n  }\n}\n"),
      "(block A(D)\n  (const K (/ D 2))\n  (face (x: f32[D]) -> y: f32[K]\n    (= y x)))\n");
  EXPECT_EQ(dumpOf("block A(D)\n  where D % 2 == 0\n{ const K = D }\n"),
            "(block A(D) where (== (% D 2) 0)\n  (const K D))\n");
}

TEST(Statements, Bindings) {
  EXPECT_EQ(stmt("y[t, d] = x"), "(= y[t, d] x)");
  EXPECT_EQ(stmt("z, _ = net(x)"), "(= z, _ (call net x))");
  EXPECT_EQ(stmt("net.head <- opt(g)"), "(<- net.head (call opt g))");
  EXPECT_EQ(stmt("v: like net ~ normal"), "(~ v: like net normal)");
  EXPECT_EQ(stmt("a[b]: i32 ~ categorical(x[b])"), "(~ a[b]: i32 (call categorical x[b]))");
  EXPECT_EQ(stmt("q[n] = c[id[n]] grad as z[n]"), "(= q[n] c[id[n]] grad as z[n])");
  EXPECT_EQ(stmt("twice[c, (i, a: 2)] = h[c, i]"), "(= twice[c, (i, a: 2)] h[c, i])");
  EXPECT_EQ(stmt("order[t: 64] = r[(seen + t) % 64]"), "(= order[t: 64] r[(% (+ seen t) 64)])");
  EXPECT_EQ(stmt("grad = grad(y, x)"), "(= grad (call grad y x))");
}

TEST(Statements, WordsByPlaceMayBeNames) {
  for (const char *word : {"memory", "data", "face", "metric", "window", "until", "reverse", "with",
                           "from", "is", "as", "like", "dim", "rows", "frozen", "where"})
    EXPECT_EQ(stmt(std::string(word) + " = " + word + "(x)"),
              "(= " + std::string(word) + " (call " + word + " x))");
}

TEST(Statements, Loops) {
  EXPECT_EQ(
      stmt("scan t in reverse T window 32 with h: f32[H] = 0, c = 1 until h > c {\n h <- c\n}"),
      "(scan t reverse T window 32 with h: f32[H] = 0 with c = 1 until (> h c)\n    (<- h c))");
  EXPECT_EQ(stmt("scan k in 5 { gap[k] = k }"), "(scan k 5\n    (= gap[k] k))");
  EXPECT_EQ(stmt("scan t in reverse with h = 0 { h <- t }"),
            "(scan t reverse with h = 0\n    (<- h t))");
  EXPECT_EQ(stmt("for l in reverse 0 .. L + 1 { h = f(h) }"),
            "(for l reverse 0 .. (+ L 1)\n    (= h (call f h)))");
}

TEST(Statements, When) {
  EXPECT_EQ(stmt("when train { y = a } else { y = b }"),
            "(when train\n    (= y a)\n  else\n    (= y b))");
  EXPECT_EQ(stmt("when infer { y = a }\nelse when L > 2 { y = b }"),
            "(when infer\n    (= y a)\n  else\n    (when (> L 2)\n      (= y b)))");
  EXPECT_EQ(stmt("metric hard = f1(p, y)"), "(metric hard (call f1 p y))");
  EXPECT_EQ(stmt("expect norm(g) < 10"), "(expect (< (call norm g) 10))");
}

TEST(Declarations, All) {
  EXPECT_EQ(dumpOf("use \"vqvae.kiln\" (Net as Tokenizer, x)\n"),
            "(use \"vqvae.kiln\" Net as Tokenizer x)\n");
  EXPECT_EQ(dumpOf("use std.nn\n"), "(use std.nn)\n");
  EXPECT_EQ(dumpOf("dim T = 64, S = 2 * T\nrows B = 8\n"), "(dim T 64 S (* 2 T))\n(rows B 8)\n");
  EXPECT_EQ(dumpOf("const beta[t: 1000] = 1e-4 + t\n"), "(const beta[t: 1000] (+ 1e-4 t))\n");
  EXPECT_EQ(dumpOf("fn cosine(peak, total)(n) = peak * n / total\n"),
            "(fn cosine(peak, total)(n) (/ (* peak n) total))\n");
  EXPECT_EQ(dumpOf("fn s(x) = (if x > 0 then 1 else 0) grad as sigmoid(4 * x)\n"),
            "(fn s(x) (if (> x 0) 1 0) grad as (call sigmoid (* 4 x)))\n");
  EXPECT_EQ(dumpOf("frozen part a, b[l: L, 3] = Net\n"), "(frozen part a, b[l: L, 3] Net)\n");
  EXPECT_EQ(dumpOf("state m, v: like net as bf16 = 0\n"), "(state m, v: like net as bf16 = 0)\n");
  EXPECT_EQ(dumpOf("param b: f32[D] is bias = 0\n"), "(param b: f32[D] is bias = 0)\n");
  EXPECT_EQ(dumpOf("data rings -> x: f32[2] { x = 0 }\n"),
            "(data rings() -> x: f32[2]\n  (= x 0))\n");
  EXPECT_EQ(dumpOf("train s(x: f32[B, D] from rings, rate = 1.0) -> (a: f32, b: i32) { }\n"),
            "(train s(x: f32[B, D] from rings, rate = 1.0) -> a: f32, b: i32)\n");
  EXPECT_EQ(dumpOf("block O(net, rate(n), decay: like net = 0) { }\n"),
            "(block O(net, rate(n), decay: like net = 0))\n");
  EXPECT_EQ(dumpOf("block M(D) {\n memory k: f32[.., N]\n face step(x: f32[.., D], at: i32) -> y: "
                   "f32[..] { y = 0 }\n}\n"),
            "(block M(D)\n  (memory k: f32[.., N])\n  (face step(x: f32[.., D], at: i32) -> y: "
            "f32[..]\n    (= y 0)))\n");
}

TEST(Declarations, Docs) {
  EXPECT_EQ(
      dumpOf("## far away\n\n## The rate.\n## In steps.\nconst R = 1\n# plain\nconst S = 2\n"),
      "(doc \"The rate.\\nIn steps.\")\n(const R 1)\n(const S 2)\n");
}

TEST(Ranges, AreExact) {
  SourceFile source("test.kiln", "infer f(x: f32[B]) -> y: f32[B] {\n  y[b] = (x[b] + 1) * 2\n}\n");
  Diagnostics diagnostics;
  std::unique_ptr<ast::File> file = parse(source, diagnostics);
  auto &entry = llvm::cast<ast::EntryDecl>(*file->decls[0]);
  auto &bind = llvm::cast<ast::BindStmt>(*entry.body.stmts[0]);
  EXPECT_EQ(bind.range.text(), "y[b] = (x[b] + 1) * 2");
  EXPECT_EQ(bind.targets[0].range.text(), "y[b]");
  EXPECT_EQ(bind.value->range.text(), "(x[b] + 1) * 2");
  EXPECT_EQ(bind.value->range.line(), 2u);
  EXPECT_EQ(bind.value->range.position().column, 10u);
  EXPECT_EQ(entry.result->fields[0].type.range.text(), "f32[B]");
}

} // namespace
