// SPDX-License-Identifier: Apache-2.0
//===- Gradients.h - the reverse rule of each op --------------------------===//
//
// One rule for each op, in the file of its family. A rule receives the derivatives of the scalar by the op's
// results and adds those by its operands; it makes ops of the dialect only, so a gradient can be differentiated
// again.
//
// Guards. `if x > 0 then log(x) else 0` must have the derivative 0 at x = -1, although log'(x) is not a number
// that 0 could cancel. So a derivative may carry a guard: a bool tensor which is false where the
// value was not chosen by any `select`. There the derivative is exactly 0, and stays so: elementwise rules mask what
// they add (`Vjp::give`) unless their factor is finite anyway (`Vjp::giveFinite`).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/graph/GraphBuilder.h"

#include "llvm/ADT/StringMap.h"
#include <functional>
#include <string>
#include <vector>

namespace kiln {

/// The derivative of the scalar by one value. `guard` may be null: chosen everywhere.
struct Adjoint {
  mlir::Value value;
  mlir::Value guard;
};

class GradientRules;
class ReverseSweep;

/// What a rule sees of the op that it differentiates.
class Vjp : public GraphBuilder {
public:
  Vjp(ReverseSweep &sweep, mlir::OpBuilder &builder, mlir::Operation *op,
      llvm::ArrayRef<Adjoint> results);

  /// The derivative by a result; null where the scalar does not depend on it.
  mlir::Value derivative(unsigned result = 0) const { return results[result].value; }
  mlir::Value guard(unsigned result = 0) const { return results[result].guard; }

  /// The rules that this sweep applies, for ops inside regions.
  const GradientRules &rules() const;

  /// The same op with other derivatives by its results.
  Vjp with(llvm::ArrayRef<Adjoint> others) const { return Vjp(sweep, builder, op, others); }

  /// Whether the derivative by this operand is asked for.
  bool wants(unsigned operand) const;

  /// For elementwise ops: adds `contribution`, made exactly 0 where the guard of the result is false.
  void give(unsigned operand, mlir::Value contribution);
  /// For elementwise ops whose contribution is 0 wherever the derivative by the result is.
  void giveFinite(unsigned operand, mlir::Value contribution);
  /// Adds a contribution with a guard of its own (null: none).
  void giveGuarded(unsigned operand, mlir::Value contribution, mlir::Value guard);

  /// The rule cannot be applied: reported at the op.
  void fail(const llvm::Twine &why);

private:
  ReverseSweep &sweep;
  mlir::Operation *op;
  llvm::ArrayRef<Adjoint> results;
};

/// Rules by op. An op in `add` conducts derivatives; one in `addNone` has derivative 0 by definition.
class GradientRules {
public:
  using Rule = std::function<void(mlir::Operation *, Vjp &)>;

  /// Rules of all families.
  static const GradientRules &all();

  template <typename OpType>
  void add(void (*rule)(OpType, Vjp &)) {
    rules[OpType::getOperationName()] = [rule](mlir::Operation *op, Vjp &vjp) {
      rule(llvm::cast<OpType>(op), vjp);
    };
  }
  /// Puts another rule in the place of that of an op; it is handed the one that it replaces.
  using Around = std::function<void(const Rule &inner, mlir::Operation *, Vjp &)>;
  void replace(llvm::StringRef op, Around rule) {
    rules[op] = [inner = rules.lookup(op), rule](mlir::Operation *at, Vjp &vjp) {
      rule(inner, at, vjp);
    };
  }
  /// Names of the ops that conduct, sorted.
  std::vector<std::string> conducting() const;
  template <typename... OpTypes>
  void addNone() {
    ((rules[OpTypes::getOperationName()] = Rule()), ...);
  }

  /// Whether the op is known at all, and whether it conducts.
  bool isKnown(mlir::Operation *op) const { return rules.contains(op->getName().getStringRef()); }
  bool conducts(mlir::Operation *op) const;
  void apply(mlir::Operation *op, Vjp &vjp) const;

private:
  llvm::StringMap<Rule> rules;
};

/// Whether the derivative of this composite is written down and not taken from its body: softmax.
bool hasGradientRule(CompositeOp op);

void addElementwiseGradients(GradientRules &rules);
void addContractionGradients(GradientRules &rules);
void addReductionGradients(GradientRules &rules);
void addMovementGradients(GradientRules &rules);
void addRandomGradients(GradientRules &rules);
void addStructureGradients(GradientRules &rules);

} // namespace kiln
