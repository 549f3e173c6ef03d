// SPDX-License-Identifier: Apache-2.0
//===- Cases.cpp ----------------------------------------------------------===//
#include "tests/unit/gradients/Cases.h"

#include <tuple>

using namespace kiln::testing;

std::string kiln::testing::typed(const Shape &shape, const char *element) {
  std::string text = "tensor<";
  for (int64_t size : shape)
    text += std::to_string(size) + "x";
  return text + element + ">";
}

namespace {

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

} // namespace

std::vector<Case> kiln::testing::cases() {
  std::vector<Case> all;
  for (const char *op : {"neg", "abs", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "tanh", "sigmoid", "erf",
                         "sin", "cos", "floor", "ceil", "round", "sign"})
    all.push_back(unary(op));
  for (const char *op : {"add", "sub", "mul", "div", "pow", "max", "min", "mod", "floordiv"})
    all.push_back(binary(op));

  Case inverse{"erf_inv", {}}; // on the half of the numbers drawn
  for (const Shape &shape : shapes())
    inverse.functions.push_back({{shape},
                                 "%half = kiln.constant dense<0.5> : " + typed(shape) + "\n%a = kiln.mul %x0, %half : " +
                                     typed(shape) + "\n%y = kiln.erf_inv %a : " + typed(shape),
                                 shape});
  all.push_back(inverse);

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
  Case gradAs{"grad_as", {}}, stop{"stop", {}};
  for (const Shape &shape : shapes()) {
    std::string x = typed(shape);
    gradAs.functions.push_back(
        {{shape}, "%r = kiln.round %x0 : " + x + "\n%y = kiln.grad_as %r, %x0 : " + x, shape});
    stop.functions.push_back(
        {{shape, shape}, "%s = kiln.stop %x0 : " + x + "\n%y = kiln.add %s, %x1 : " + x, shape});
  }
  all.push_back(gradAs);
  all.push_back(stop);
  for (const char *kind : {"sum", "max", "min", "update"})
    all.push_back(scattered(kind));
  for (const char *op : {"recur", "recur_sum", "cumulate_max", "cumulate_min"})
    all.push_back(lines(op));
  all.push_back(sorted());
  all.push_back(scans());
  all.push_back(composites());
  return all;
}
