// SPDX-License-Identifier: Apache-2.0
//===- GradientCheck.h - gradients against central differences ------------===//
//
// For each `kiln.grad` of a model, in f64 and with draws held fixed:
//   first order    dy/dx as differentiated, against (y(x + h) - y(x - h)) / 2h
//   second order   dt/dx as differentiated, against differences of t, the sum of <dy/dx, u> with drawn directions u
// Analytic values come from the interpreter, and compiled code must give the same. Differences are taken of both: of compiled
// code at every element that is looked at; of the interpreter, which is some twenty times slower, along one direction, at the
// first few of these elements, and wherever the compiled difference is off. Only the interpreter sees kinks. An element may be off
// by at most 1e-6 * max(1, greatest analytic value of the tensor); where that greatest is small, by at most a thousandth of it.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/graph/gradients/Gradients.h"
#include "dialects/kiln/analysis/Place.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace kiln {

/// One tensor at one order.
struct GradientRow {
  std::string entry;
  std::string of;    ///< `loss`
  Place place;       ///< of the gradient
  std::string path;  ///< `net.l1.w`
  int order = 1;
  int64_t elements = 0;
  int64_t checked = 0;     ///< elements that were differenced
  int64_t interpreted = 0; ///< of these, on the interpreter
  bool direction = false;  ///< and one random direction
  int64_t atKinks = 0;     ///< elements left out: a step however small reaches a kink
  double largest = 0;      ///< of the analytic values
  double worst = 0;        ///< greatest error of interpreted differences
  double compiled = 0;     ///< greatest distance of compiled analytic values from interpreted ones
  double compiledDifference = 0; ///< greatest error of compiled differences
  bool hasCompiled = false, hasCompiledDifference = false;
  bool ok = false;
};

/// Where values part: an op of the model.
struct GradientFault {
  std::string entry, what, op;
  Place place;
};

struct GradientReport {
  std::vector<GradientRow> rows;
  std::vector<GradientFault> faults;
  std::vector<std::string> notes; ///< surrogates and stopped values, entries without gradients
  bool ok() const;
};

struct GradientCheckOptions {
  /// Of a larger tensor this many elements and one random direction; of a smaller one every element.
  int64_t samples = 256;
  /// Of storages, inputs, directions, sampled elements.
  uint32_t seed = 1;
  /// This entry alone; empty: all.
  std::string entry;
  bool compiled = true;
  /// Take every difference on the interpreter too.
  bool reference = false;
  const GradientRules *rules = &GradientRules::all();
  /// Called for each row when it is done, and for each note.
  llvm::function_ref<void(const GradientRow &)> onRow;
  llvm::function_ref<void(llvm::StringRef)> onNote;
  /// Called often: what is at work, how far it is.
  llvm::function_ref<void(llvm::StringRef what, int64_t done, int64_t all)> onProgress;
};

/// Checks the entries of a module from the frontend, which is left as it is. Fails, with a diagnostic, where
/// something cannot be checked at all; wrong gradients are in the report.
mlir::FailureOr<GradientReport> checkGradients(mlir::ModuleOp module,
                                               const GradientCheckOptions &options);

/// What an analytic value may be off, in a tensor (or along a direction) whose greatest is `largest`.
double gradientTolerance(double largest);

} // namespace kiln
