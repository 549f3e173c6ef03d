// SPDX-License-Identifier: Apache-2.0
//===- Differentiated.h - a function with its derivatives -----------------===//
// No op is added between a function and its derivative, so that no rule but those of the function's ops is applied:
// with a weight w for each element of y and a direction v for each x,
//   g = the derivatives by x of <w, y>      swept back from y with w
//   h = the derivatives by x of <v, g>      swept back from g with v
#pragma once

#include "compiler/graph/gradients/Gradients.h"
#include "dialects/kiln/reference/HostTensor.h"
#include "tests/unit/gradients/Cases.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace kiln::testing {

class Differentiated {
public:
  Differentiated(mlir::MLIRContext &context, const Function &function);

  bool isValid() const { return bool(value); }
  unsigned count() const { return function.inputs.size(); }
  bool contains(llvm::StringRef op) const;
  /// <w, y>, from the arguments (x…, v…, w).
  EntryOp entry() const;

  /// g (order 1) or h (order 2) by these rules; empty after an error.
  std::vector<reference::HostTensor> analytic(int order, const GradientRules &rules) const;
  /// The same by central differences of <w, y> and <v, g>.
  std::vector<reference::HostTensor> differenced(int order, const GradientRules &rules) const;

  std::vector<reference::HostTensor> arguments;

private:
  mlir::OwningOpRef<mlir::ModuleOp> build(int order, bool asScalar, const GradientRules &rules) const;

  Function function;
  mlir::OwningOpRef<mlir::ModuleOp> parsed, value;
};

/// The greatest error of two lists of tensors as a multiple of the tolerance: at most 1 is right.
double excess(const std::vector<reference::HostTensor> &analytic,
              const std::vector<reference::HostTensor> &differenced);

/// All rules, with the sign of one turned.
GradientRules withTurned(const std::string &op);

} // namespace kiln::testing
