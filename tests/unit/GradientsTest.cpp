// SPDX-License-Identifier: Apache-2.0
//===- GradientsTest.cpp - every rule against central differences ---------===//
// For each differentiable op: y = op(x…), s = sum(w y), g = ds/dx; then t = sum(v g), h = dt/dx. On the interpreter in
// f64, g is compared with central differences of s and h with those of t, every element. One test for each op, so
// that a wrong rule fails under its own name.
#include "compiler/graph/Passes.h"
#include "compiler/graph/gradients/Gradients.h"
#include "dialects/kiln/reference/Interpreter.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

namespace {

using Shape = std::vector<int64_t>;

std::string typed(const Shape &shape, const char *element = "f64") {
  std::string text = "tensor<";
  for (int64_t size : shape)
    text += std::to_string(size) + "x";
  return text + element + ">";
}

/// One function of the inputs %x0, %x1, … whose value %y has the shape `result`.
struct Function {
  std::vector<Shape> inputs;
  std::string body;
  Shape result;
};

struct Case {
  std::string op;
  std::vector<Function> functions;
};

std::vector<Shape> shapes() { return {{}, {1}, {4}, {2, 3}, {3, 1, 2}}; }

Case unary(const std::string &op) {
  Case test{op, {}};
  for (const Shape &shape : shapes())
    test.functions.push_back({{shape}, "%y = kiln." + op + " %x0 : " + typed(shape), shape});
  return test;
}
Case binary(const std::string &op) {
  Case test{op, {}};
  for (const Shape &shape : shapes())
    test.functions.push_back(
        {{shape, shape}, "%y = kiln." + op + " %x0, %x1 : " + typed(shape), shape});
  return test;
}

Function contract(Shape lhs, Shape rhs, Shape result, const std::string &l, const std::string &r,
                  const std::string &y) {
  return {{lhs, rhs},
          "%y = kiln.contract %x0 " + l + ", %x1 " + r + " -> " + y + " : " + typed(lhs) + ", " +
              typed(rhs) + " -> " + typed(result),
          result};
}
Function reduce(const std::string &kind, Shape from, const std::string &axes, Shape to) {
  return {{from},
          "%y = kiln.reduce " + kind + " %x0 " + axes + " : " + typed(from) + " -> " + typed(to), to};
}
Case reduction(const std::string &kind) {
  return {"reduce_" + kind,
          {reduce(kind, {1}, "[0]", {}), reduce(kind, {4}, "[0]", {}), reduce(kind, {2, 3}, "[0]", {3}),
           reduce(kind, {2, 3}, "[1]", {2}), reduce(kind, {2, 3, 2}, "[0, 2]", {3}),
           reduce(kind, {1, 2, 1}, "[0, 1, 2]", {})}};
}
Function read(Shape from, const std::string &map, Shape to, const std::string &fill = "") {
  return {{from},
          "%y = kiln.read %x0 affine_map<" + map + "> " + fill + " : " + typed(from) + " -> " +
              typed(to),
          to};
}
Function accumulate(Shape from, const std::string &map, Shape to) {
  return {{from},
          "%y = kiln.accumulate %x0 affine_map<" + map + "> : " + typed(from) + " -> " + typed(to), to};
}

Case gathers(bool isScatter) {
  Case test{isScatter ? "scatter" : "gather", {}};
  struct Pick {
    Shape whole, index, picked;
    std::string axes, batch, positions;
    bool two = false;
  };
  for (const Pick &p : std::vector<Pick>{
           {{4}, {3}, {3}, "[0]", "0", "[2, 0, 2]"},
           {{1}, {1}, {1}, "[0]", "0", "[0]"},
           {{4, 2}, {3}, {3, 2}, "[0]", "0", "[1, 1, 3]"},
           {{2, 4}, {2}, {2}, "[1]", "1", "[3, 1]"},
           {{2, 4, 3}, {2, 2}, {2, 2, 3}, "[1]", "1", "[[3, 1], [0, 0]]"},
           {{3, 4, 2}, {2}, {2, 2}, "[0, 1]", "0", "[2, 1]", true}}) {
    std::string index = typed(p.index, "i32"), names = p.two ? "%i, %i" : "%i",
                types = p.two ? index + ", " + index : index;
    const Shape &from = isScatter ? p.picked : p.whole, &to = isScatter ? p.whole : p.picked;
    test.functions.push_back({{from},
                              "%i = kiln.constant dense<" + p.positions + "> : " + index + "\n%y = kiln." +
                                  test.op + " %x0[" + names + "] axes " + p.axes + " batch " + p.batch +
                                  " : " + typed(from) + ", " + types + " -> " + typed(to),
                              to});
  }
  return test;
}

Case scans() {
  Case test{"scan", {}};
  // A fold over layers: x carried, weights one slice each.
  for (auto [count, size, direction] :
       {std::tuple(1, 2, ""), std::tuple(3, 2, ""), std::tuple(3, 1, "reverse"), std::tuple(2, 3, "reverse")}) {
    Shape weights{count, size, size};
    std::string x = typed({size}), w = typed({size, size});
    test.functions.push_back(
        {{{size}, weights},
         "%y = kiln.scan " + std::to_string(count) + " " + direction + " carries(%x0 : " + x +
             ") sequences(%x1 : " + typed(weights) + ") captures() -> (" + x + ") {\n^bb0(%step: tensor<i32>, %h: " +
             x + ", %v: " + w + "):\n%z = kiln.contract %h [1], %v [1, 0] -> [0] : " + x + ", " + w +
             " -> " + x + "\n%t = kiln.tanh %z : " + x + "\nkiln.yield %t : " + x + "\n}",
         {size}});
  }
  // A recurrence: rows come out, the weight is captured, the final carry counts as well.
  test.functions.push_back({{{2}, {3, 2}, {2}},
                            R"(%f, %r = kiln.scan 3 carries(%x0 : tensor<2xf64>) sequences(%x1 : tensor<3x2xf64>)
  captures(%x2 : tensor<2xf64>) -> (tensor<2xf64>) rows(tensor<3x2xf64>) {
^bb0(%step: tensor<i32>, %h: tensor<2xf64>, %v: tensor<2xf64>, %k: tensor<2xf64>):
  %a = kiln.mul %h, %k : tensor<2xf64>
  %b = kiln.add %a, %v : tensor<2xf64>
  %c = kiln.sin %b : tensor<2xf64>
  %d = kiln.mul %c, %c : tensor<2xf64>
  kiln.yield %c, %d : tensor<2xf64>, tensor<2xf64>
}
%fs = kiln.read %f affine_map<(d0, d1) -> (d1)> : tensor<2xf64> -> tensor<3x2xf64>
%y = kiln.mul %r, %fs : tensor<3x2xf64>)",
                            {3, 2}});
  // A carry that starts from a constant; a carry that conducts nothing; a scan inside the step.
  test.functions.push_back({{{2}},
                            R"(%zero = kiln.constant dense<0.0> : tensor<2xf64>
%n = kiln.constant dense<0> : tensor<i32>
%y, %m = kiln.scan 2 carries(%zero, %n : tensor<2xf64>, tensor<i32>) sequences() captures(%x0 : tensor<2xf64>)
  -> (tensor<2xf64>, tensor<i32>) {
^bb0(%step: tensor<i32>, %h: tensor<2xf64>, %i: tensor<i32>, %k: tensor<2xf64>):
  %one = kiln.constant dense<1> : tensor<i32>
  %j = kiln.add %i, %one : tensor<i32>
  %inner = kiln.scan 2 carries(%h : tensor<2xf64>) sequences() captures(%k : tensor<2xf64>) -> (tensor<2xf64>) {
  ^bb0(%s: tensor<i32>, %a: tensor<2xf64>, %b: tensor<2xf64>):
    %c = kiln.add %a, %b : tensor<2xf64>
    %d = kiln.sin %c : tensor<2xf64>
    %e = kiln.mul %d, %b : tensor<2xf64>
    kiln.yield %e : tensor<2xf64>
  }
  kiln.yield %inner, %j : tensor<2xf64>, tensor<i32>
})",
                            {2}});
  return test;
}

Case composites() {
  Case test{"composite", {}};
  for (const Shape &shape : shapes())
    test.functions.push_back({{shape, shape},
                              "%p, %q = kiln.composite \"twice\"(%x0, %x1) : (" + typed(shape) + ", " + typed(shape) +
                                  ") -> (" + typed(shape) + ", " + typed(shape) + ") {\n^bb0(%a: " + typed(shape) +
                                  ", %b: " + typed(shape) + "):\n%c = kiln.mul %a, %b : " + typed(shape) +
                                  "\n%d = kiln.exp %c : " + typed(shape) + "\nkiln.yield %c, %d : " +
                                  typed(shape) + ", " + typed(shape) + "\n}\n%y = kiln.mul %p, %q : " + typed(shape),
                              shape});
  return test;
}

/// The side that is not chosen is no number at x < 0, and so are all of its derivatives.
Case unchosen() {
  Case test{"select_unchosen", {}};
  for (const Shape &shape : shapes()) {
    std::string x = typed(shape), b = typed(shape, "i1");
    test.functions.push_back({{shape},
                              "%zero = kiln.constant dense<0.9> : " + x + "\n%c = kiln.compare gt %x0, %zero : " + x +
                                  " -> " + b + "\n%d = kiln.sub %x0, %zero : " + x + "\n%l = kiln.log %d : " + x +
                                  "\n%m = kiln.mul %l, %x0 : " + x + "\n%y = kiln.select %c, %m, %x0 : " + b + ", " + x,
                              shape});
  }
  return test;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const char *op : {"neg", "abs", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "tanh", "sigmoid", "erf",
                         "sin", "cos", "floor", "ceil", "round", "sign"})
    all.push_back(unary(op));
  for (const char *op : {"add", "sub", "mul", "div", "pow", "max", "min", "mod", "floordiv"})
    all.push_back(binary(op));

  Case select{"select", {}}, convert{"convert", {}}, reshape{"reshape", {}};
  for (const Shape &shape : shapes()) {
    std::string x = typed(shape), b = typed(shape, "i1");
    select.functions.push_back({{shape, shape, shape},
                                "%c = kiln.compare gt %x0, %x1 : " + x + " -> " + b +
                                    "\n%y = kiln.select %c, %x1, %x2 : " + b + ", " + x,
                                shape});
    convert.functions.push_back({{shape}, "%y = kiln.convert %x0 : " + x + " -> " + x, shape});
    int64_t count = 1;
    for (int64_t size : shape)
      count *= size;
    reshape.functions.push_back({{shape}, "%y = kiln.reshape %x0 : " + x + " -> " + typed({1, count}), {1, count}});
  }
  all.push_back(select);
  all.push_back(unchosen());
  all.push_back(convert);
  all.push_back(reshape);

  all.push_back({"contract",
                 {contract({2, 3}, {3, 2}, {2, 2}, "[0, 2]", "[2, 1]", "[0, 1]"),
                  contract({1}, {1}, {}, "[0]", "[0]", "[]"), contract({2}, {3}, {3, 2}, "[0]", "[1]", "[1, 0]"),
                  contract({2, 3, 1}, {3, 2, 2}, {2, 2, 1}, "[0, 1, 2]", "[1, 0, 3]", "[0, 3, 2]"),
                  contract({}, {2}, {2}, "[]", "[0]", "[0]"),
                  contract({2, 2}, {2, 2}, {2}, "[0, 1]", "[1, 0]", "[0]")}});
  for (const char *kind : {"sum", "prod", "max", "min"})
    all.push_back(reduction(kind));

  const std::string zero = "else 0.0 : f64", two = "else 2.0 : f64";
  all.push_back({"read",
                 {read({}, "(d0, d1) -> ()", {2, 3}), read({1}, "(d0) -> (d0)", {1}),
                  read({3}, "(d0, d1) -> (d1)", {2, 3}), read({2, 3}, "(d0, d1) -> (d1, d0)", {3, 2}),
                  read({5}, "(d0) -> (d0 + 1)", {3}), read({5}, "(d0) -> (d0)", {3}),
                  read({6}, "(d0) -> (d0 * 2 + 1)", {3}), read({4}, "(d0) -> (-d0 + 3)", {4}),
                  read({3}, "(d0) -> (d0 - 1)", {5}, two),
                  read({1, 4, 4}, "(d0, d1, d2, d3) -> (0, d0 + d2 - 1, d1 + d3 - 1)", {4, 4, 3, 3}, zero),
                  read({5}, "(d0, d1) -> (d0 * 2 + d1 - 1)", {3, 3}, zero),
                  read({4, 4}, "(d0, d1, d2, d3) -> (d0 * 2 + d2, d1 * 2 + d3)", {2, 2, 2, 2}),
                  read({3, 2}, "(d0) -> (d0 floordiv 2, d0 mod 2)", {6}), read({3, 3}, "(d0) -> (d0, d0)", {3}),
                  read({2, 3}, "(d0) -> (1, d0)", {3}), read({2, 1}, "(d0, d1) -> (d0, 0)", {2, 3})}});
  all.push_back({"accumulate",
                 {accumulate({1}, "(d0) -> (d0)", {1}), accumulate({2, 3}, "(d0, d1) -> (d1)", {3}),
                  accumulate({2, 3}, "(d0, d1) -> (d1, d0)", {3, 2}), accumulate({3}, "(d0) -> (d0 - 1)", {2}),
                  accumulate({3, 3}, "(d0, d1) -> (d0 * 2 + d1 - 1)", {5}),
                  accumulate({3, 2}, "(d0, d1) -> (d0 * 2 + d1)", {6}),
                  accumulate({2}, "(d0) -> (d0 * 3 + 1)", {6}), accumulate({2}, "(d0) -> (1, d0)", {3, 2})}});
  Case join{"join", {}};
  for (auto [a, b, axis] : {std::tuple(Shape{1}, Shape{2}, 0), {Shape{2, 3}, Shape{1, 3}, 0},
                            {Shape{2, 1}, Shape{2, 2}, 1}, {Shape{1, 1, 1}, Shape{1, 1, 1}, 2}, {Shape{3}, Shape{3}, 0}}) {
    Shape whole = a;
    whole[axis] += b[axis];
    join.functions.push_back({{a, b},
                              "%y = kiln.join %x0, %x1 " + std::to_string(axis) + " : " + typed(a) + ", " + typed(b) +
                                  " -> " + typed(whole),
                              whole});
  }
  all.push_back(join);
  all.push_back(gathers(false));
  all.push_back(gathers(true));
  all.push_back(scans());
  all.push_back(composites());
  return all;
}

/// The module with s, the first and the second derivatives of one function.
std::string moduleFor(const Function &f) {
  std::string arguments, names, types, results = "tensor<f64> {kiln.output = \"s\"}", values = "%s", valueTypes = "tensor<f64>";
  unsigned count = f.inputs.size();
  for (unsigned i = 0; i < count; ++i) {
    std::string n = std::to_string(i), type = typed(f.inputs[i]);
    arguments += "%x" + n + ": " + type + " {kiln.input = \"x" + n + "\"}, %v" + n + ": " + type +
                 " {kiln.input = \"v" + n + "\"}, ";
    names += (i ? ", %x" : "%x") + n;
    types += (i ? ", " : "") + type;
  }
  std::string y = typed(f.result), text;
  auto total = [](const std::string &to, const std::string &from, const Shape &shape) {
    std::string axes;
    for (unsigned i = 0; i < shape.size(); ++i)
      axes += (i ? ", " : "") + std::to_string(i);
    return to + " = kiln.reduce sum " + from + " [" + axes + "] : " + typed(shape) + " -> tensor<f64>\n";
  };
  text += f.body + "\n%wy = kiln.mul %y, %w : " + y + "\n" + total("%s", "%wy", f.result);
  std::string n = std::to_string(count), gradTypes = "(tensor<f64>, " + types + ") -> (" + types + ")";
  text += "%g:" + n + " = kiln.grad %s wrt " + names + " : " + gradTypes + "\n";
  std::string sum;
  for (unsigned i = 0; i < count; ++i) {
    std::string k = std::to_string(i);
    text += "%vg" + k + " = kiln.mul %g#" + k + ", %v" + k + " : " + typed(f.inputs[i]) + "\n";
    text += total("%t" + k, "%vg" + k, f.inputs[i]);
    if (i)
      text += "%u" + k + " = kiln.add " + sum + ", %t" + k + " : tensor<f64>\n";
    sum = i ? "%u" + k : "%t" + k;
  }
  text += "%h:" + n + " = kiln.grad " + sum + " wrt " + names + " : " + gradTypes + "\n";
  results += ", tensor<f64> {kiln.output = \"t\"}";
  values += ", " + sum;
  valueTypes += ", tensor<f64>";
  for (const char *of : {"g", "h"})
    for (unsigned i = 0; i < count; ++i) {
      std::string k = std::to_string(i);
      results += ", " + typed(f.inputs[i]) + " {kiln.output = \"" + of + k + "\"}";
      values += std::string(", %") + of + "#" + k;
      valueTypes += ", " + typed(f.inputs[i]);
    }
  return "kiln.entry train @f(" + arguments + "%w: " + y + " {kiln.input = \"w\"}) -> (" + results + ") {\n" + text +
         "kiln.return " + values + " : " + valueTypes + "\n}\n";
}

class Gradients : public testing::TestWithParam<Case> {
protected:
  Gradients() { context.loadDialect<KilnDialect, func::FuncDialect>(); }

  /// Numbers in [0.25, 1.75], no two alike and none near a multiple of 0.5.
  double draw() {
    state = state * 6364136223846793005u + 1442695040888963407u;
    double u = double(state >> 40) / double(1 << 24);
    return 0.5 * std::floor(3 * double((state >> 20) & 0xFFFF) / 65536) + 0.3 + 0.15 * u;
  }

  void check(const Function &f) {
    std::string text = moduleFor(f);
    SCOPED_TRACE(f.body);
    OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
    ASSERT_TRUE(module) << text;
    PassManager passes(&context);
    passes.nest<EntryOp>().addPass(createDifferentiatePass());
    ASSERT_TRUE(succeeded(passes.run(*module)));
    auto entry = *module->getOps<EntryOp>().begin();
    std::vector<HostTensor> arguments;
    for (Type type : entry.getArgumentTypes()) {
      HostTensor tensor(cast<RankedTensorType>(type));
      for (double &value : tensor.floats)
        value = draw();
      arguments.push_back(std::move(tensor));
    }
    auto run = [&] { return *interpret(entry, arguments); };
    unsigned count = f.inputs.size();
    SmallVector<HostTensor> at = run();
    constexpr double step = 1e-5;
    for (unsigned i = 0; i < count; ++i) {
      std::vector<double> &x = arguments[2 * i].floats;
      for (unsigned order : {0, 1}) {
        const std::vector<double> &analytic = at[2 + order * count + i].floats;
        double most = 1;
        for (double value : analytic)
          most = std::max(most, std::abs(value));
        for (size_t e = 0; e < x.size(); ++e) {
          double was = x[e];
          x[e] = was + step;
          double up = run()[order].floats[0];
          x[e] = was - step;
          double down = run()[order].floats[0];
          x[e] = was;
          EXPECT_NEAR(analytic[e], (up - down) / (2 * step), 1e-6 * most)
              << (order ? "second" : "first") << " order, input " << i << ", element " << e;
        }
      }
    }
  }

  MLIRContext context;
  uint64_t state = 7;
};

TEST_P(Gradients, AgreeWithCentralDifferences) {
  for (const Function &f : GetParam().functions)
    check(f);
}

INSTANTIATE_TEST_SUITE_P(Ops, Gradients, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<Case> &info) { return info.param.op; });

/// Ops that have no derivative, or none of their own to compare: what they give is stated here.
const std::set<std::string> withoutDerivative = {
    "not", "and", "or", "xor", "compare", "constant", "iota", "arg_reduce", "random", // nothing to differentiate
    "stop",    // 0 by definition
    "grad_as", // that of its second operand
    "entry", "return", "yield", "storage", "grad", "group", "launch"}; // no values of their own

TEST(GradientRules, EveryOpIsTestedOrListed) {
  MLIRContext context;
  context.loadDialect<KilnDialect>();
  std::set<std::string> tested;
  for (const Case &test : cases())
    tested.insert(test.op.substr(0, test.op.find('_')));
  for (RegisteredOperationName name : context.getRegisteredOperationsByDialect("kiln")) {
    std::string op = name.stripDialect().str();
    EXPECT_TRUE(tested.count(op) + withoutDerivative.count(op) == 1) << op;
  }
}

} // namespace
