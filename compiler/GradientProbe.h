// SPDX-License-Identifier: Apache-2.0
//===- GradientProbe.h - one gradient of a model, cut out -----------------===//
#pragma once

#include "compiler/graph/gradients/Gradients.h"
#include "dialects/kiln/analysis/Place.h"
#include "dialects/kiln/reference/HostTensor.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <string>
#include <vector>

namespace kiln {

/// A value by which is differentiated.
struct ProbeTarget {
  std::string path; ///< `net.l1.w`, the name of an input, or the place of a value between
  mlir::RankedTensorType type;
  unsigned argument;  ///< what is varied: the value itself, or an offset that is added to it
  unsigned direction; ///< an argument of its type, for second derivatives
};

/// The function around one `kiln.grad`: y and its gradients from the arguments of the block that holds it, draws
/// included (seed and count are arguments). Its three modules have one entry each, of the same arguments:
///   value      y
///   slope      t = the sum over all targets of <dy/dx, u>, with a direction u for each
///   gradients  y, dy/dx for each target, t, dt/dx for each target
/// In `value` and `slope` the ops `kiln.stop` and `kiln.grad_as` are still there; differences need them.
struct GradientProbe {
  std::string of;  ///< what y is called, or where it stands
  Place place;     ///< of the gradient
  llvm::SmallVector<ProbeTarget> targets;
  std::vector<reference::HostTensor> arguments;
  mlir::OwningOpRef<mlir::ModuleOp> value, slope, gradients;
};

/// The gradients of an entry, those inside its loops included, with arguments that are drawn from `seed`. Fails with
/// a diagnostic. A gradient inside a loop is looked at in the loop's first step.
mlir::FailureOr<std::vector<GradientProbe>> probesOf(EntryOp entry, uint32_t seed,
                                                     const GradientRules &rules);

/// The entry of a module that has one.
EntryOp onlyEntry(mlir::ModuleOp module);

/// Makes a module with one entry of the given arguments, all inputs; `body` returns the results, all outputs.
mlir::OwningOpRef<mlir::ModuleOp>
makeEntry(mlir::Location loc, mlir::TypeRange arguments,
          llvm::function_ref<llvm::SmallVector<mlir::Value>(GraphBuilder &, mlir::ValueRange)> body);

} // namespace kiln
