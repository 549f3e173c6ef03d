// SPDX-License-Identifier: Apache-2.0
//===- ReverseSweep.cpp ---------------------------------------------------===//
#include "compiler/graph/ReverseSweep.h"

using namespace mlir;
using namespace kiln;

//===----------------------------------------------------------------------===//
// Rules
//===----------------------------------------------------------------------===//

const GradientRules &GradientRules::all() {
  static const GradientRules rules = [] {
    GradientRules all;
    addElementwiseGradients(all);
    addContractionGradients(all);
    addReductionGradients(all);
    addMovementGradients(all);
    addRandomGradients(all);
    addStructureGradients(all);
    return all;
  }();
  return rules;
}

bool GradientRules::conducts(Operation *op) const {
  auto it = rules.find(op->getName().getStringRef());
  return it == rules.end() || it->second; // an unknown op conducts, so that it is reported
}

std::vector<std::string> GradientRules::conducting() const {
  std::vector<std::string> names;
  for (const auto &entry : rules)
    if (entry.second)
      names.push_back(entry.first().str());
  llvm::sort(names);
  return names;
}

void GradientRules::apply(Operation *op, Vjp &vjp) const {
  auto it = rules.find(op->getName().getStringRef());
  if (it == rules.end())
    return vjp.fail("`" + op->getName().getStringRef() + "` has no rule for its derivative");
  it->second(op, vjp);
}

Vjp::Vjp(ReverseSweep &sweep, OpBuilder &builder, Operation *op, ArrayRef<Adjoint> results)
    : GraphBuilder(builder, op->getLoc()), sweep(sweep), op(op), results(results) {}

const GradientRules &Vjp::rules() const { return sweep.gradientRules(); }
bool Vjp::wants(unsigned operand) const { return sweep.isActive(op->getOperand(operand)); }

void Vjp::give(unsigned operand, Value contribution) {
  if (wants(operand))
    giveGuarded(operand, guard() ? keep(guard(), contribution) : contribution, guard());
}
void Vjp::giveFinite(unsigned operand, Value contribution) {
  giveGuarded(operand, contribution, guard());
}
void Vjp::giveGuarded(unsigned operand, Value contribution, Value guard) {
  if (wants(operand))
    sweep.add(op->getOperand(operand), {contribution, guard});
}
void Vjp::fail(const Twine &why) {
  op->emitError(why);
  sweep.fail();
}

//===----------------------------------------------------------------------===//
// The sweep
//===----------------------------------------------------------------------===//

DenseSet<Value> kiln::dependents(const GradientRules &rules, Block &block, ValueRange sources,
                                 Operation *end) {
  DenseSet<Value> found;
  for (Value source : sources)
    if (isFloatTensor(source))
      found.insert(source);
  for (Operation &op : block) {
    if (&op == end)
      break;
    if (!rules.conducts(&op) ||
        llvm::none_of(op.getOperands(), [&](Value operand) { return found.contains(operand); }))
      continue;
    for (Value result : op.getResults())
      if (isFloatTensor(result))
        found.insert(result);
  }
  return found;
}

ReverseSweep::ReverseSweep(const GradientRules &rules, OpBuilder &builder, Block &block,
                           ValueRange targets, Operation *end)
    : rules(rules), builder(builder), active(dependents(rules, block, targets, end)) {
  for (Operation &op : block) {
    if (&op == end)
      break;
    if (llvm::any_of(op.getResults(), [&](Value result) { return active.contains(result); }))
      ops.push_back(&op);
  }
}

void ReverseSweep::add(Value value, Adjoint adjoint) {
  if (active.contains(value))
    adjoints[value].push_back(adjoint);
}

Adjoint ReverseSweep::take(Value value) {
  auto it = adjoints.find(value);
  if (it == adjoints.end())
    return {};
  GraphBuilder b(builder, value.getLoc());
  Adjoint sum = it->second.front();
  for (const Adjoint &next : ArrayRef(it->second).drop_front()) {
    sum.value = b.add(sum.value, next.value);
    if (!sum.guard || !next.guard)
      sum.guard = {};
    else if (sum.guard != next.guard)
      sum.guard = b.either(sum.guard, next.guard);
  }
  // What was summed once stays one value, for a target that is also on the way to another.
  it->second.assign({sum});
  return sum;
}

LogicalResult ReverseSweep::run() {
  for (Operation *op : llvm::reverse(ops)) {
    SmallVector<Adjoint> results;
    for (Value result : op->getResults())
      results.push_back(take(result));
    if (llvm::none_of(results, [](const Adjoint &adjoint) { return bool(adjoint.value); }) ||
        !rules.conducts(op))
      continue;
    Vjp vjp(*this, builder, op, results);
    rules.apply(op, vjp);
  }
  return failure(failed);
}
