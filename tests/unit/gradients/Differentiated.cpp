// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/gradients/Differentiated.h"

#include "compiler/Difference.h"
#include "compiler/GradientCheck.h"
#include "compiler/GradientProbe.h"
#include "compiler/graph/ReverseSweep.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/Parser/Parser.h"

#include <cmath>

using namespace mlir;
using namespace kiln;
using namespace kiln::testing;
using reference::HostTensor;

/// Numbers in [0.25, 1.75], no two alike and none near a multiple of 0.5.
static double draw(uint64_t &state) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  double u = double(state >> 40) / double(1 << 24);
  return 0.5 * std::floor(3 * double((state >> 20) & 0xFFFF) / 65536) + 0.3 + 0.15 * u;
}

Differentiated::Differentiated(MLIRContext &context, const Function &function) : function(function) {
  std::string arguments, y = typed(function.result);
  for (unsigned i = 0; i < count(); ++i)
    arguments += (i ? ", %x" : "%x") + std::to_string(i) + ": " + typed(function.inputs[i]) +
                 " {kiln.input = \"x" + std::to_string(i) + "\"}";
  parsed = parseSourceString<ModuleOp>("kiln.entry infer @f(" + arguments + ") -> (" + y +
                                           " {kiln.output = \"y\"}) {\n" + function.body +
                                           "\nkiln.return %y : " + y + "\n}\n",
                                       &context);
  if (!parsed)
    return;
  uint64_t state = 7;
  EntryOp entry = onlyEntry(*parsed);
  SmallVector<Type> types(entry.getArgumentTypes());
  llvm::append_range(types, entry.getArgumentTypes());
  llvm::append_range(types, entry.getResultTypes());
  for (Type type : types) {
    HostTensor &tensor = this->arguments.emplace_back(cast<RankedTensorType>(type));
    for (double &x : tensor.floats)
      x = draw(state);
  }
  value = build(0, true, GradientRules::all());
}

bool Differentiated::contains(StringRef op) const {
  return parsed.get()
      ->walk([&](Operation *each) {
        return each->getName().getStringRef() == op ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

EntryOp Differentiated::entry() const { return onlyEntry(value.get()); }

OwningOpRef<ModuleOp> Differentiated::build(int order, bool asScalar, const GradientRules &rules) const {
  EntryOp original = onlyEntry(parsed.get());
  SmallVector<Type> types;
  for (const HostTensor &argument : arguments)
    types.push_back(argument.type);
  bool isWrong = false;
  OwningOpRef<ModuleOp> module =
      makeEntry(original.getLoc(), types, [&](GraphBuilder &b, ValueRange values) {
        IRMapping map;
        Block &body = original.getBody().front(), &block = *b.builder.getBlock();
        ValueRange x = values.take_front(count());
        map.map(body.getArguments(), x);
        for (Operation &op : body.without_terminator())
          b.builder.clone(op, map);
        // Holds on to the values of this order while loops are replaced.
        auto end = b.make<ReturnOp>(ValueRange{map.lookup(body.getTerminator()->getOperand(0))});
        SmallVector<Value> seeds{values.back()};
        for (int sweeps = 0; sweeps < order; ++sweeps) {
          saveForReverse(block, end);
          b.builder.setInsertionPoint(end);
          ReverseSweep sweep(rules, b.builder, block, x, end);
          for (auto [of, seed] : llvm::zip_equal(end.getOperands(), seeds))
            sweep.add(of, {seed, {}});
          isWrong |= failed(sweep.run());
          SmallVector<Value> slopes;
          for (Value target : x) {
            Value slope = sweep.take(target).value;
            slopes.push_back(slope ? slope : b.zeros(target.getType()));
          }
          end->setOperands(slopes);
          seeds.assign(values.begin() + count(), values.begin() + 2 * count());
        }
        b.builder.setInsertionPoint(end);
        SmallVector<Value> results(end.getOperands());
        if (asScalar) {
          Value sum;
          for (auto [of, seed] : llvm::zip_equal(results, seeds)) {
            SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(tensorOf(of).getRank()));
            Value part = b.reduce(Reduction::sum, b.mul(of, seed), axes);
            sum = sum ? b.add(sum, part) : part;
          }
          results = {sum};
        }
        end->erase();
        b.builder.setInsertionPointToEnd(&block);
        return results;
      });
  return isWrong ? OwningOpRef<ModuleOp>() : std::move(module);
}

std::vector<HostTensor> Differentiated::analytic(int order, const GradientRules &rules) const {
  OwningOpRef<ModuleOp> module = build(order, false, rules);
  if (!module)
    return {};
  FailureOr<SmallVector<HostTensor>> results = reference::interpret(onlyEntry(*module), arguments);
  if (failed(results))
    return {};
  return std::vector<HostTensor>(results->begin(), results->end());
}

std::vector<HostTensor> Differentiated::differenced(int order, const GradientRules &rules) const {
  OwningOpRef<ModuleOp> module = build(order - 1, true, rules);
  auto function = module ? Difference::of(onlyEntry(*module), arguments) : nullptr;
  std::vector<HostTensor> results;
  for (unsigned i = 0; function && i < count(); ++i) {
    HostTensor &result = results.emplace_back(arguments[i].type);
    for (int64_t e = 0; e < result.size(); ++e) {
      FailureOr<std::optional<double>> value = function->byElement(i, e);
      if (failed(value) || !*value) // inputs are away from kinks
        return {};
      result.floats[e] = **value;
    }
  }
  return results;
}

double kiln::testing::excess(const std::vector<HostTensor> &analytic,
                             const std::vector<HostTensor> &differenced) {
  double worst = 0;
  if (analytic.empty() || analytic.size() != differenced.size())
    return INFINITY;
  for (auto [a, d] : llvm::zip_equal(analytic, differenced)) {
    double largest = 0;
    for (double x : a.floats)
      largest = std::max(largest, std::fabs(x));
    for (auto [x, y] : llvm::zip_equal(a.floats, d.floats)) {
      double error = std::fabs(x - y) / gradientTolerance(largest);
      worst = error <= worst ? worst : error;
    }
  }
  return worst;
}

GradientRules kiln::testing::withTurned(const std::string &op) {
  GradientRules rules = GradientRules::all();
  rules.replace(op, [](const GradientRules::Rule &rule, Operation *at, Vjp &v) {
    SmallVector<Adjoint> turned;
    for (unsigned i = 0; i < at->getNumResults(); ++i)
      turned.push_back({v.derivative(i) ? v.neg(v.derivative(i)) : Value(), v.guard(i)});
    Vjp other = v.with(turned);
    rule(at, other);
  });
  return rules;
}
