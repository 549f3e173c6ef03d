// SPDX-License-Identifier: Apache-2.0
//===- ModelsTest.cpp - the check on texts of the language ----------------===//
// Functions of the standard library, first and second order, in five shapes each with size 1 among them; the fixed rules at
// kinks and ties; what the report says of a wrong rule in a model.
#include "compiler/GradientCheck.h"
#include "compiler/graph/Passes.h"
#include "dialects/kiln/Kiln.h"
#include "dialects/kiln/reference/Session.h"
#include "frontends/kiln/Frontend.h"
#include "tests/unit/gradients/Differentiated.h"

#include "mlir/Pass/PassManager.h"
#include "llvm/Support/raw_ostream.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace mlir;
using namespace kiln;
using namespace kiln::testing;

namespace {

class Model {
public:
  explicit Model(const std::string &text, std::vector<std::pair<std::string, int64_t>> sets = {})
      : context(MLIRContext::Threading::DISABLED) {
    frontend::FrontendOptions options;
    options.f64 = true;
    options.sets = std::move(sets);
    module = frontend::compileText(context, text, "model.kiln", options, sources, diagnostics);
    if (!module)
      diagnostics.render(llvm::errs(), false);
  }
  MLIRContext context;
  frontend::Sources sources;
  frontend::Diagnostics diagnostics;
  OwningOpRef<ModuleOp> module;
};

/// `s` in terms of x[t, c], y[t, c] (f32[T, C]) and label[t].
std::string lossText(const std::string &lines) {
  return "dim T = 2, C = 3\n"
         "infer check(x: f32[T, C], y: f32[T, C], label: i32[T]) -> (gx: f32[T, C], gy: f32[T, C]) {\n" +
         lines + "  gx = grad(s, x)\n  gy = grad(s, y)\n}\n";
}

struct Named {
  std::string name, lines;
};

class Reducers : public ::testing::TestWithParam<Named> {};

TEST_P(Reducers, AgreesWithCentralDifferences) {
  int moving = 0;
  for (auto [t, c] : {std::pair(1, 1), {1, 4}, {3, 1}, {2, 3}, {4, 6}}) {
    SCOPED_TRACE(std::to_string(t) + "x" + std::to_string(c));
    Model model(lossText(GetParam().lines), {{"T", t}, {"C", c}});
    ASSERT_TRUE(model.module);
    GradientCheckOptions options;
    options.compiled = false;
    FailureOr<GradientReport> report = checkGradients(*model.module, options);
    ASSERT_TRUE(succeeded(report));
    EXPECT_EQ(report->rows.size(), 4u);
    EXPECT_TRUE(report->faults.empty());
    for (const GradientRow &row : report->rows) {
      EXPECT_TRUE(row.ok) << row.path << " order " << row.order << " worst " << row.worst << " largest " << row.largest;
      EXPECT_EQ(row.checked + row.atKinks, row.elements);
      moving += row.largest > 1e-6;
    }
  }
  EXPECT_GE(moving, 5); // not all of them 0
}

INSTANTIATE_TEST_SUITE_P(
    Functions, Reducers,
    ::testing::Values(
        Named{"softmax", "  p[t, c] = softmax[c](x[t, c])\n  s = sum[t, c](p[t, c] * y[t, c] * y[t, c])\n"},
        Named{"softmax_chosen", "  p[t, c] = softmax[c](x[t, c])\n  s = sum[t, c where c == t](p[t, c] * y[t, c])\n"},
        Named{"log_softmax", "  p[t, c] = log_softmax[c](x[t, c])\n  s = sum[t, c](p[t, c] * y[t, c] * y[t, c])\n"},
        Named{"logsumexp", "  s = sum[t](logsumexp[c](x[t, c] * y[t, c]))\n"},
        Named{"norm", "  s = norm(x) * norm(y)\n"}),
    [](const ::testing::TestParamInfo<Named> &info) { return info.param.name; });

/// The results of the only entry for these numbers in `x`.
std::vector<double> gradientAt(const std::string &lines, std::vector<double> x, const std::string &also = "") {
  Model model("use std.nn (max_pool)\n" + also + "infer check(x: f32[" + std::to_string(x.size()) +
              "]) -> g: f32[" + std::to_string(x.size()) + "] {\n" + lines + "  g = grad(s, x)\n}\n");
  if (!model.module)
    return {};
  PassManager passes(&model.context);
  passes.nest<EntryOp>().addPass(createDifferentiatePass());
  if (failed(passes.run(*model.module)))
    return {};
  reference::Session session(*model.module, 1);
  EntryOp entry = session.entry("check");
  reference::HostTensor input(cast<RankedTensorType>(entry.getArgumentTypes()[0]));
  input.floats = x;
  FailureOr<reference::NamedTensors> results = session.call(entry, {{"x", input}});
  return succeeded(results) ? results->at("g").floats : std::vector<double>();
}

using Numbers = std::vector<double>;

TEST(FixedRules, ReluHasNoSlopeAtZero) {
  EXPECT_EQ(gradientAt("  s = sum[i](relu(x[i]))\n", {-1, 0, -0.0, 2}), (Numbers{0, 0, 0, 1}));
}
TEST(FixedRules, FirstWinnerOfAReductionTakesAll) {
  EXPECT_EQ(gradientAt("  s = max[i](x[i])\n", {1, 3, 3, 2}), (Numbers{0, 1, 0, 0}));
  EXPECT_EQ(gradientAt("  s = min[i](x[i])\n", {4, 3, 3, 5}), (Numbers{0, 1, 0, 0}));
}
TEST(FixedRules, FirstWinnerOfAPoolTakesAll) {
  EXPECT_EQ(gradientAt("  p[c: 1, i: 2, j: 4] = x[i * 4 + j]\n  s = sum[*](max_pool(p, 2))\n",
                       {1, 5, 2, 2, 5, 5, 2, 2}),
            (Numbers{0, 1, 1, 0, 0, 0, 0, 0}));
}
TEST(FixedRules, PositionsHaveNoDerivative) {
  EXPECT_EQ(gradientAt("  s = f32(argmax[i](x[i])) * 2 + sum[i](x[i])\n", {1, 3, 3}), (Numbers{1, 1, 1}));
}
TEST(FixedRules, ElementwiseTiesSplitInHalf) {
  EXPECT_EQ(gradientAt("  s = sum[i](max(x[i], 1.0))\n", {0, 1, 2}), (Numbers{0, 0.5, 1}));
  EXPECT_EQ(gradientAt("  s = sum[i](min(x[i], 1.0))\n", {0, 1, 2}), (Numbers{1, 0.5, 0}));
}
TEST(FixedRules, SlopeOfAbsAtZeroIsZero) {
  EXPECT_EQ(gradientAt("  s = sum[i](abs(x[i]))\n", {-2, 0, 2}), (Numbers{-1, 0, 1}));
}
TEST(FixedRules, UnchosenSideIsExactlyZero) {
  // log and its slope are NaN or infinite on the side that is not chosen, sqrt's slope is infinite.
  EXPECT_EQ(gradientAt("  s = sum[i](if x[i] > 0 then log(x[i]) else 0)\n", {-1, 0, 2}), (Numbers{0, 0, 0.5}));
  EXPECT_EQ(gradientAt("  s = sum[i](if x[i] > 0 then sqrt(x[i]) else 3 * x[i])\n", {-1, 0, 4}), (Numbers{3, 3, 0.25}));
}

/// The report on a model names the op, its path and its line, whatever rule is wrong.
TEST(Report, NamesTheOpThePathAndTheLine) {
  const std::string text = "block Half {\n"
                           "  param w: f32[3] = 1\n"
                           "  (x: f32[3]) -> y: f32[3] {\n"
                           "    y = x + tanh(w * x)\n"
                           "  }\n"
                           "}\n"
                           "block Net {\n"
                           "  part layers[2] = Half\n"
                           "  (x: f32[3]) -> y: f32 {\n"
                           "    h = layers(x)\n"
                           "    y = sum[i](exp(h[i]))\n"
                           "  }\n"
                           "}\n"
                           "part net = Net\n"
                           "train step(x: f32[3]) -> loss: f32 {\n"
                           "  loss = net(x)\n"
                           "  net <- net - 0.1 * grad(loss, net)\n"
                           "}\n";
  struct Expected {
    const char *op;
    unsigned line;
    const char *path;
  };
  for (const Expected &expected : {Expected{"kiln.exp", 11, "net"}, {"kiln.tanh", 4, "net.layers"},
                                   {"kiln.reduce", 11, "net"}, {"kiln.scan", 10, "net"}}) {
    Model model(text);
    ASSERT_TRUE(model.module);
    GradientRules turned = withTurned(expected.op);
    GradientCheckOptions options;
    options.compiled = false;
    options.rules = &turned;
    FailureOr<GradientReport> report = checkGradients(*model.module, options);
    ASSERT_TRUE(succeeded(report));
    EXPECT_FALSE(report->ok()) << expected.op;
    ASSERT_EQ(report->faults.size(), 1u) << expected.op;
    const GradientFault &fault = report->faults.front();
    EXPECT_EQ(fault.op, expected.op);
    EXPECT_EQ(fault.place.line, expected.line) << expected.op;
    EXPECT_EQ(fault.place.path.substr(0, std::string(expected.path).size()), expected.path) << expected.op;
  }
}

} // namespace
