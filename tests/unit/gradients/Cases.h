// SPDX-License-Identifier: Apache-2.0
//===- Cases.h - functions of each differentiable op ----------------------===//
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kiln::testing {

using Shape = std::vector<int64_t>;

/// `tensor<2x3xf64>`.
std::string typed(const Shape &shape, const char *element = "f64");

/// One function of the inputs %x0, %x1, … whose value %y has the shape `result`.
struct Function {
  std::vector<Shape> inputs;
  std::string body;
  Shape result;
};

/// Functions of one op; its name, or `name_word` where an op has several cases.
struct Case {
  std::string op;
  std::vector<Function> functions;
};
std::vector<Case> cases();

/// Scatters of a kind, or "update"; some positions twice and some outside.
Case scattered(const std::string &kind);
/// "recur", "recur_sum", "cumulate_max", "cumulate_min" in both directions.
Case lines(const std::string &op);
/// Sorted values: the positions conduct nothing, the gather by them does.
Case sorted();

} // namespace kiln::testing
