// SPDX-License-Identifier: Apache-2.0
//===- GradientFault.cpp --------------------------------------------------===//
#include "compiler/GradientFault.h"

#include "compiler/CompiledEntry.h"
#include "compiler/Difference.h"
#include "compiler/Pipeline.h"
#include "compiler/graph/Differentiate.h"
#include "compiler/graph/Passes.h"
#include "compiler/graph/ReverseSweep.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"

#include <cmath>

using namespace mlir;
using namespace kiln;
using reference::HostTensor;

namespace {

/// Loops of more steps are not written out.
constexpr int64_t kLongLoop = 64;

GradientFault faultAt(Operation *op, StringRef what) {
  GradientFault fault;
  fault.what = what.str();
  fault.op = op->getName().getStringRef().str();
  if (auto composite = dyn_cast<CompositeOp>(op))
    fault.op += " \"" + composite.getName().str() + "\"";
  fault.place = placeOf(op->getLoc());
  return fault;
}

void inlineComposites(Block &block, IRRewriter &rewriter) {
  SmallVector<CompositeOp> composites;
  block.walk([&](CompositeOp op) { composites.push_back(op); }); // inner ones first
  for (CompositeOp op : composites) {
    Block &body = op.getBody().front();
    Operation *yield = body.getTerminator();
    rewriter.inlineBlockBefore(&body, op, op.getOperands());
    rewriter.replaceOp(op, yield->getOperands());
    rewriter.eraseOp(yield);
  }
}

/// A loop as its steps, one after the other.
void writeOut(ScanOp scan, OpBuilder &builder) {
  builder.setInsertionPoint(scan);
  GraphBuilder b(builder, scan.getLoc());
  auto slice = [&](Value sequence, int64_t step) {
    ArrayRef<int64_t> shape = tensorOf(sequence).getShape().drop_front();
    SmallVector<AffineExpr> at{builder.getAffineConstantExpr(step)};
    for (unsigned dim = 0; dim < shape.size(); ++dim)
      at.push_back(builder.getAffineDimExpr(dim));
    return b.read(sequence, AffineMap::get(shape.size(), 0, at, builder.getContext()), shape);
  };
  Block &body = scan.getBody().front();
  SmallVector<Value> carries(scan.getCarries());
  SmallVector<SmallVector<Value>> rows(scan.getRows().size(), SmallVector<Value>(scan.getCount()));
  for (int64_t i = 0, count = scan.getCount(); i < count; ++i) {
    int64_t step = scan.getReverse() ? count - 1 - i : i;
    IRMapping map;
    SmallVector<Value> arguments{b.splat(body.getArgument(0).getType(), double(step))};
    llvm::append_range(arguments, carries);
    for (Value sequence : scan.getSequences())
      arguments.push_back(slice(sequence, step));
    llvm::append_range(arguments, scan.getCaptures());
    map.map(body.getArguments(), arguments);
    for (Operation &op : body.without_terminator())
      builder.clone(op, map);
    auto yielded = llvm::map_to_vector(body.getTerminator()->getOperands(),
                                       [&](Value value) { return map.lookupOrDefault(value); });
    carries.assign(yielded.begin(), yielded.begin() + carries.size());
    for (auto [row, value] : llvm::zip_equal(rows, ArrayRef(yielded).drop_front(carries.size()))) {
      SmallVector<int64_t> shape{1};
      llvm::append_range(shape, tensorOf(value).getShape());
      row[step] = b.make<ReshapeOp>(
          RankedTensorType::get(shape, tensorOf(value).getElementType()), value);
    }
  }
  SmallVector<Value> results(carries);
  for (auto [row, result] : llvm::zip_equal(rows, scan.getRows()))
    results.push_back(b.make<JoinOp>(result.getType(), row, builder.getI64IntegerAttr(0)));
  scan->replaceAllUsesWith(results);
  scan->erase();
}

void writeOutLoops(Block &block, OpBuilder &builder) {
  while (true) {
    SmallVector<ScanOp> scans;
    for (ScanOp scan : block.getOps<ScanOp>())
      if (scan.getCount() > 0 && scan.getCount() <= kLongLoop)
        scans.push_back(scan);
    if (scans.empty())
      return;
    for (ScanOp scan : scans)
      writeOut(scan, builder);
  }
}

/// One use of a value by an op that conducts: an offset is added to it there, and its derivative is the derivative
/// by that operand alone.
struct Use {
  Operation *op;
  unsigned operand, argument, result;
};

/// Marks the sum of an operand and its offset.
constexpr StringLiteral kOffset = "kiln.offset_of_operand";

std::optional<GradientFault> search(EntryOp original, ArrayRef<HostTensor> given,
                                    ArrayRef<unsigned> by, const GradientRules &suspect,
                                    bool insideToo) {
  // The sums that are put in are beyond suspicion, whatever the rule of `kiln.add` says.
  GradientRules rules = suspect;
  rules.replace("kiln.add", [](const GradientRules::Rule &rule, Operation *op, Vjp &v) {
    if (!op->hasAttr(kOffset))
      return rule(op, v);
    v.giveFinite(0, v.derivative());
    v.giveFinite(1, v.derivative());
  });
  OwningOpRef<ModuleOp> module(original->getParentOfType<ModuleOp>().clone());
  EntryOp entry = onlyEntry(*module);
  Block &block = entry.getBody().front();
  IRRewriter rewriter(entry.getContext());
  if (insideToo) {
    inlineComposites(block, rewriter);
    writeOutLoops(block, rewriter);
  }
  std::vector<HostTensor> arguments(given);
  auto addArgument = [&](RankedTensorType type, Location loc) {
    arguments.emplace_back(type);
    return block.addArgument(type, loc);
  };

  SmallVector<Value> targets;
  for (unsigned number : by)
    targets.push_back(block.getArgument(number));
  DenseSet<Value> active = dependents(rules, block, targets);
  SmallVector<Use> uses;
  for (Operation &op : llvm::make_early_inc_range(block.without_terminator())) {
    if (!rules.conducts(&op) ||
        llvm::none_of(op.getResults(), [&](Value result) { return active.contains(result); }))
      continue;
    for (OpOperand &operand : op.getOpOperands()) {
      if (!active.contains(operand.get()) || (isa<GradAsOp>(op) && operand.getOperandNumber() == 0))
        continue;
      rewriter.setInsertionPoint(&op);
      unsigned number = block.getNumArguments();
      Value offset = addArgument(tensorOf(operand.get()), op.getLoc());
      auto sum = AddOp::create(rewriter, op.getLoc(), operand.get().getType(), operand.get(), offset);
      sum->setAttr(kOffset, rewriter.getUnitAttr());
      operand.set(sum);
      uses.push_back({&op, operand.getOperandNumber(), number, 0});
    }
  }
  auto finish = [&] {
    SmallVector<Type> results(block.getTerminator()->getOperandTypes());
    entry.setFunctionType(rewriter.getFunctionType(block.getArgumentTypes(), results));
    entry.removeArgAttrsAttr();
    entry.removeResAttrsAttr();
  };
  finish();
  auto function = Difference::of(entry, arguments);
  if (!function)
    return std::nullopt;

  // The same with the derivatives by all offsets as results.
  IRMapping map;
  OwningOpRef<ModuleOp> differentiated(cast<ModuleOp>(module->getOperation()->clone(map)));
  EntryOp back = onlyEntry(*differentiated);
  Operation *end = back.getBody().front().getTerminator();
  rewriter.setInsertionPoint(end);
  SmallVector<Value> offsets;
  for (Use &use : uses) {
    use.result = offsets.size() + 1;
    offsets.push_back(back.getBody().getArgument(use.argument));
  }
  auto grad = GradOp::create(rewriter, end->getLoc(), TypeRange(ValueRange(offsets)),
                             end->getOperand(0), offsets);
  end->insertOperands(1, grad.getGradients());
  back.setFunctionType(
      rewriter.getFunctionType(back.getBody().getArgumentTypes(), end->getOperandTypes()));
  if (failed(expandGradients(back, rules)))
    return std::nullopt;
  auto analytic = reference::Replay::start(back, arguments);
  if (!analytic)
    return std::nullopt;

  for (auto use = uses.rbegin(); use != uses.rend(); ++use) {
    const HostTensor &slope = analytic->result(use->result);
    // Rounding of y may hide a small error in one direction, hardly in three.
    for (uint64_t seed : {1, 2, 3}) {
      std::vector<double> direction = drawDirection(slope.size(), seed);
      FailureOr<std::optional<double>> value = function->along(use->argument, direction);
      if (failed(value) || !*value)
        continue;
      double along = 0;
      for (int64_t i = 0; i < slope.size(); ++i)
        along += direction[i] * slope.floats[i];
      double largest = 0;
      for (double x : slope.floats)
        largest = std::max(largest, std::fabs(x));
      if (!(std::fabs(**value - along) <= gradientTolerance(largest)))
        return faultAt(use->op, "the derivative and the difference part");
    }
  }
  return std::nullopt;
}

} // namespace

std::optional<GradientFault> kiln::wrongRule(EntryOp entry, ArrayRef<HostTensor> arguments,
                                             ArrayRef<unsigned> by, const GradientRules &rules) {
  if (auto fault = search(entry, arguments, by, rules, /*insideToo=*/true))
    return fault;
  // Not an op inside: the composite's or the loop's own rule.
  return search(entry, arguments, by, rules, /*insideToo=*/false);
}

std::optional<GradientFault> kiln::wrongCode(ModuleOp original, ArrayRef<HostTensor> arguments) {
  OwningOpRef<ModuleOp> module(original.clone());
  CompileOptions options;
  CompileReport report;
  if (failed(runStages(*module, Stage::Graph, options, report)))
    return std::nullopt;
  // Every value that a kernel makes becomes a result.
  EntryOp entry = onlyEntry(*module);
  Block &block = entry.getBody().front();
  SmallVector<Value> made;
  for (Operation &op : block)
    if (isa<GroupOp, ScanOp>(op))
      llvm::append_range(made, op.getResults());
  Operation *end = block.getTerminator();
  end->setOperands(made);
  Builder builder(entry.getContext());
  SmallVector<Attribute> names;
  for (size_t i = 0; i < made.size(); ++i)
    names.push_back(builder.getDictionaryAttr(builder.getNamedAttr(
        KilnDialect::kOutputAttr, builder.getStringAttr("y" + Twine(i)))));
  entry.setFunctionType(builder.getFunctionType(block.getArgumentTypes(), end->getOperandTypes()));
  entry.setResAttrsAttr(builder.getArrayAttr(names));

  OwningOpRef<ModuleOp> copy(module->clone());
  FailureOr<SmallVector<HostTensor>> expected = reference::interpret(entry, arguments);
  auto code = CompiledEntry::compile(*copy, /*behindGraph=*/true);
  if (failed(expected) || !code)
    return std::nullopt;
  for (auto [i, value] : llvm::enumerate(arguments))
    code->set(i, value);
  code->call();
  for (auto [i, wanted] : llvm::enumerate(*expected)) {
    HostTensor value = code->result(i);
    double largest = 0, worst = 0;
    for (auto [a, b] : llvm::zip_equal(value.floats, wanted.floats)) {
      largest = std::max(largest, std::fabs(b));
      double error = distance(a, b);
      worst = error <= worst ? worst : error;
    }
    if (worst <= compiledTolerance(original, largest) && value.ints == wanted.ints)
      continue;
    GradientFault fault = faultAt(made[i].getDefiningOp(), "compiled and interpreted values part");
    if (auto group = made[i].getDefiningOp<GroupOp>()) {
      fault.op = "kiln.group " + group.getKind().str() + " of";
      for (Operation &op : group.getBody().front().without_terminator())
        if (!isa<ConstantOp, ReadOp>(op))
          fault.op += " " + op.getName().stripDialect().str();
    }
    return fault;
  }
  // Every kernel gives what it should from what it is given: the results of the whole part.
  GradientFault fault;
  fault.what = "compiled and interpreted values part, and no kernel alone does so: look at the graph and memory stages";
  fault.op = "kiln.entry";
  fault.place = placeOf(entry.getLoc());
  return fault;
}
