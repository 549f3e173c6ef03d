// SPDX-License-Identifier: Apache-2.0
//===- LineCases.cpp - ops at positions that are values and along one axis ===//
#include "tests/unit/gradients/Cases.h"

#include <tuple>

using namespace kiln::testing;

/// Scatters that choose, and updates; some positions twice and some outside.
Case kiln::testing::scattered(const std::string &kind) {
  Case test{kind == "update" ? "update" : "scatter_" + kind, {}};
  struct Pick {
    Shape whole, index, picked;
    std::string axes, batch, positions;
  };
  for (const Pick &p : std::vector<Pick>{{{4}, {5}, {5}, "[0]", "0", "[2, 0, 2, 3, 2]"},
                                         {{1}, {2}, {2}, "[0]", "0", "[0, 0]"},
                                         {{4, 2}, {4}, {4, 2}, "[0]", "0", "[1, 1, 3, 9]"},
                                         {{2, 4, 3}, {2, 2}, {2, 2, 3}, "[1]", "1", "[[3, 3], [0, -1]]"},
                                         {{3}, {}, {}, "[0]", "0", "1"}}) {
    std::string index = typed(p.index, "i32"), whole = typed(p.whole), picked = typed(p.picked);
    std::string body = "%i = kiln.constant dense<" + p.positions + "> : " + index + "\n";
    std::string at = " axes " + p.axes + " batch " + p.batch + " : ";
    if (kind == "update") {
      test.functions.push_back({{p.whole, p.picked},
                                body + "%y = kiln.update %x0[%i] with %x1" + at + whole + ", " + picked + ", " +
                                    index + " -> " + whole,
                                p.whole});
      continue;
    }
    // The lowest value where nothing arrives is made finite: 0 times it would be no number.
    bool isSum = kind == "sum";
    test.functions.push_back(
        {{p.picked},
         body + "%z = kiln.scatter " + kind + " %x0[%i]" + at + picked + ", " + index + " -> " + whole + "\n" +
             "%five = kiln.constant dense<" + (kind == "max" ? "-5.0" : "5.0") + "> : " + whole + "\n%y = kiln." +
             (isSum ? "mul" : kind) + " %z, %five : " + whole,
         p.whole});
  }
  return test;
}

/// What walks along one axis, in both directions.
Case kiln::testing::lines(const std::string &op) {
  Case test{op, {}};
  for (auto [shape, axis] : {std::pair(Shape{1}, 0), {Shape{4}, 0}, {Shape{2, 3}, 0}, {Shape{2, 3}, 1}, {Shape{2, 3, 2}, 1}})
    for (const char *direction : {"", "reverse "}) {
      std::string end = " " + std::to_string(axis) + " : " + typed(shape);
      bool isRecur = op == "recur", isSum = op == "recur_sum";
      std::string one = "%one = kiln.constant dense<1.0> : " + typed(shape) + "\n", kind = op.substr(op.size() - 3);
      if (isRecur)
        test.functions.push_back({{shape, shape}, std::string("%y = kiln.recur ") + direction + "%x0, %x1" + end, shape});
      else if (isSum)
        test.functions.push_back({{shape}, one + "%y = kiln.recur " + direction + "%one, %x0" + end, shape});
      else
        test.functions.push_back({{shape}, "%y = kiln.cumulate " + kind + " " + direction + "%x0" + end, shape});
    }
  return test;
}

/// Sorted values: the positions conduct nothing, the gather by them does.
Case kiln::testing::sorted() {
  Case test{"gather_sorted", {}};
  for (auto [rows, columns, kept] : {std::tuple(1, 1, 1), {1, 5, 5}, {2, 3, 3}, {2, 4, 2}, {3, 4, 1}}) {
    Shape from{rows, columns}, to{rows, kept};
    test.functions.push_back({{from},
                              "%p = kiln.arg_sort descending %x0 1 : " + typed(from) + " -> " + typed(to, "i32") +
                                  "\n%y = kiln.gather %x0[%p] axes [1] batch 1 : " + typed(from) + ", " +
                                  typed(to, "i32") + " -> " + typed(to),
                              to});
  }
  return test;
}
