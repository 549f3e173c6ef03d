// SPDX-License-Identifier: Apache-2.0
//===- Interpreter.cpp - runs the ops of a region in order ----------------===//
#include "dialects/kiln/reference/Interpreter.h"
#include "dialects/kiln/reference/Base.h"
#include "dialects/kiln/reference/Trace.h"

#include <cmath>

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

void Frame::release(Operation *op) {
  for (Value operand : op->getOperands())
    if (auto it = uses.find(operand.getAsOpaquePointer()); it != uses.end() && --it->second == 0)
      values.erase(operand.getAsOpaquePointer());
}

/// Of the elements of a tensor, what is not finite.
struct NonFinite {
  bool infinity = false, nan = false;

  void add(const HostTensor &tensor) {
    for (double x : tensor.floats) {
      nan |= std::isnan(x);
      infinity |= std::isinf(x);
    }
  }
};

/// Whether `op` made a NaN of operands without one, or an infinity of finite operands.
static bool madeNonFinite(Operation *op, const Frame &frame, ArrayRef<const HostTensor *> results) {
  if (op->getNumRegions() != 0 || op->getNumOperands() == 0 ||
      isa<ReadOp, ReshapeOp, JoinOp, GatherOp, UpdateOp>(op))
    return false;
  NonFinite before, after;
  for (const HostTensor *result : results)
    after.add(*result);
  if (!after.nan && !after.infinity)
    return false;
  for (Value operand : op->getOperands())
    before.add(frame.get(operand));
  return !before.nan && (after.nan || !before.infinity);
}

LogicalResult Frame::evaluate(Operation *op) {
  Outcome outcome;
  for (auto family : {evaluateElementwise, evaluateContraction, evaluateReduction,
                      evaluateMovement, evaluateRandom, evaluateStructure}) {
    outcome = family(op, *this);
    if (outcome)
      break;
  }
  if (!outcome)
    return op->emitError("the interpreter knows no `") << op->getName() << "`";
  if (failed(*outcome))
    return failure();
  if (options.trace)
    options.trace->visit(op, *this, **outcome);

  // What a region yields was rounded inside it, and what only moves is as it was.
  bool isExact = op->getNumRegions() != 0 || isa<ReadOp, ReshapeOp, JoinOp, GatherOp, UpdateOp>(op);
  SmallVector<const HostTensor *, 2> results;
  for (auto [value, tensor] : llvm::zip_equal(op->getResults(), **outcome)) {
    // The family made this tensor just now unless it is exact: nobody else holds it.
    auto &fresh = const_cast<HostTensor &>(*tensor);
    if (!isExact && !fresh.isFloat())
      fresh.wrapInts();
    else if (!isExact && (!options.precise || isa<ConvertOp>(op)))
      fresh.roundFloats();
    results.push_back(tensor.get());
    if (int64_t count = std::distance(value.use_begin(), value.use_end())) {
      uses[value.getAsOpaquePointer()] = count;
      set(value, tensor);
    }
  }
  if (options.afterOp)
    options.afterOp(op, results);
  if (options.onNonFinite)
    if (madeNonFinite(op, *this, results)) {
      options.onNonFinite(op);
      return failure();
    }
  return success();
}

FailureOr<SmallVector<Shared>> Frame::run(Region &region, ArrayRef<Shared> arguments) const {
  Frame frame(options);
  Block &block = region.front();
  for (auto [argument, value] : llvm::zip_equal(block.getArguments(), arguments)) {
    frame.set(argument, value);
    frame.uses[argument.getAsOpaquePointer()] =
        std::distance(argument.use_begin(), argument.use_end());
  }
  for (Operation &op : block.without_terminator()) {
    if (failed(frame.evaluate(&op)))
      return failure();
    frame.release(&op);
  }
  SmallVector<Shared> results;
  for (Value operand : block.getTerminator()->getOperands())
    results.push_back(frame.share(operand));
  return results;
}

FailureOr<SmallVector<HostTensor>> kiln::reference::interpret(EntryOp entry,
                                                              ArrayRef<HostTensor> arguments,
                                                              const InterpretOptions &options) {
  ArrayRef<Type> types = entry.getArgumentTypes();
  if (types.size() != arguments.size())
    return entry.emitError("has ") << types.size() << " arguments, not " << arguments.size();
  SmallVector<Shared> values;
  for (auto [i, type, value] : llvm::enumerate(types, arguments)) {
    if (value.type != type)
      return entry.emitError("argument ") << i << " has type " << type << ", not " << value.type;
    values.push_back(std::make_shared<HostTensor>(value));
  }
  FailureOr<SmallVector<Shared>> results = Frame(options).run(entry.getBody(), values);
  if (failed(results))
    return failure();
  SmallVector<HostTensor> copies;
  for (const Shared &result : *results)
    copies.push_back(*result);
  return copies;
}
