// SPDX-License-Identifier: Apache-2.0
//===- OpsTest.cpp - every rule against central differences ---------------===//
// First and second order, f64, every element; one test for each op, so that a wrong rule fails under its own name.
#include "tests/unit/gradients/Differentiated.h"

#include "compiler/GradientFault.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

using namespace mlir;
using namespace kiln;
using namespace kiln::testing;

namespace {

void load(MLIRContext &context) { context.loadDialect<KilnDialect, func::FuncDialect>(); }
std::string opOf(const Case &test) {
  return test.op == "grad_as" || test.op == "erf_inv" ? test.op : test.op.substr(0, test.op.find('_'));
}

class Gradients : public ::testing::TestWithParam<Case> {};

TEST_P(Gradients, AgreeWithCentralDifferences) {
  MLIRContext context;
  load(context);
  const GradientRules &rules = GradientRules::all();
  EXPECT_GE(GetParam().functions.size(), 5u);
  for (const Function &f : GetParam().functions) {
    SCOPED_TRACE(f.body);
    Differentiated function(context, f);
    ASSERT_TRUE(function.isValid());
    for (int order : {1, 2})
      EXPECT_LE(excess(function.analytic(order, rules), function.differenced(order, rules)), 1)
          << "order " << order;
  }
}

INSTANTIATE_TEST_SUITE_P(Ops, Gradients, ::testing::ValuesIn(cases()),
                         [](const ::testing::TestParamInfo<Case> &info) { return info.param.op; });

/// Ops that have no derivative.
const std::set<std::string> withoutDerivative = {
    "not", "and", "or", "xor", "compare", "constant", "iota", "arg_reduce", "arg_sort", "random", "shl", "shr",
    "bitcast", // nothing to differentiate
    "entry", "return", "yield", "storage", "grad", "group", "launch"}; // no values of their own

TEST(GradientRules, EveryOpIsTestedOrListed) {
  MLIRContext context;
  load(context);
  std::set<std::string> tested;
  for (const Case &test : cases())
    tested.insert(opOf(test));
  for (RegisteredOperationName name : context.getRegisteredOperationsByDialect("kiln")) {
    std::string op = name.stripDialect().str();
    EXPECT_EQ(tested.count(op) + withoutDerivative.count(op), 1u) << op;
  }
  for (const std::string &name : GradientRules::all().conducting())
    EXPECT_TRUE(tested.count(name.substr(5))) << name << " has a rule and no test";
}

/// With the sign of one rule turned, exactly the functions that contain its op are wrong, and the report names it.
TEST(GradientRules, TurnedSignIsFoundAndNamed) {
  MLIRContext context;
  load(context);
  struct Known {
    std::string op;
    Differentiated function;
    std::vector<reference::HostTensor> differenced;
  };
  std::vector<Known> functions;
  for (const Case &test : cases())
    for (const Function &f : test.functions) {
      Differentiated function(context, f);
      auto differenced = function.differenced(1, GradientRules::all());
      functions.push_back({"kiln." + opOf(test), std::move(function), std::move(differenced)});
    }
  int wrong = 0, named = 0;
  for (const std::string &op : GradientRules::all().conducting()) {
    GradientRules turned = withTurned(op);
    for (Known &known : functions) {
      bool isWrong = !(excess(known.function.analytic(1, turned), known.differenced) <= 1);
      if (!known.function.contains(op))
        EXPECT_FALSE(isWrong) << op << " is turned, but a function of " << known.op << " is wrong";
      wrong += isWrong;
      if (known.op != op)
        continue;
      EXPECT_TRUE(isWrong) << op << " is turned, and a function of it is right";
      std::vector<unsigned> by(known.function.count());
      for (unsigned i = 0; i < by.size(); ++i)
        by[i] = i;
      auto fault = wrongRule(known.function.entry(), known.function.arguments, by, turned);
      ASSERT_TRUE(fault) << op;
      EXPECT_EQ(llvm::StringRef(fault->op).split(' ').first.str(), op);
      ++named;
    }
  }
  RecordProperty("rules", int(GradientRules::all().conducting().size()));
  RecordProperty("wrong", wrong);
  RecordProperty("named", named);
}

TEST(GradientRules, NothingIsNamedWhereAllIsRight) {
  MLIRContext context;
  load(context);
  for (const Case &test : cases()) {
    Differentiated function(context, test.functions.back());
    std::vector<unsigned> by(function.count());
    for (unsigned i = 0; i < by.size(); ++i)
      by[i] = i;
    EXPECT_FALSE(wrongRule(function.entry(), function.arguments, by, GradientRules::all())) << test.op;
  }
}

} // namespace
