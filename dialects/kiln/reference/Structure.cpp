// SPDX-License-Identifier: Apache-2.0
//===- Structure.cpp ------------------------------------------------------===//
#include "dialects/kiln/reference/Base.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

/// Slice `index` of axis 0.
static Shared slice(const HostTensor &from, int64_t index) {
  HostTensor to(
      RankedTensorType::get(from.shape().drop_front(), from.type.getElementType()));
  int64_t size = to.size();
  if (to.isFloat())
    std::copy_n(from.floats.begin() + index * size, size, to.floats.begin());
  else
    std::copy_n(from.ints.begin() + index * size, size, to.ints.begin());
  return std::make_shared<HostTensor>(std::move(to));
}

static Outcome scan(ScanOp op, const Frame &frame) {
  SmallVector<Shared> carries;
  for (Value carry : op.getCarries())
    carries.push_back(frame.share(carry));
  std::vector<std::shared_ptr<HostTensor>> rows;
  for (Value row : op.getRows())
    rows.push_back(std::make_shared<HostTensor>(tensorOf(row)));

  auto numberType = cast<RankedTensorType>(op.getBody().getArgument(0).getType());
  for (int64_t step = 0, count = op.getCount(); step < count; ++step) {
    int64_t index = op.getReverse() ? count - 1 - step : step;
    auto number = std::make_shared<HostTensor>(numberType);
    number->ints[0] = index;
    SmallVector<Shared> arguments{std::move(number)};
    llvm::append_range(arguments, carries);
    for (Value sequence : op.getSequences())
      arguments.push_back(slice(frame.get(sequence), index));
    for (Value capture : op.getCaptures())
      arguments.push_back(frame.share(capture));
    FailureOr<SmallVector<Shared>> yielded = frame.run(op.getBody(), arguments);
    if (failed(yielded))
      return Outcome(failure());
    carries.assign(yielded->begin(), yielded->begin() + carries.size());
    for (auto [row, stacked] : llvm::zip_equal(ArrayRef(*yielded).drop_front(carries.size()), rows))
      if (row->isFloat())
        llvm::copy(row->floats, stacked->floats.begin() + index * row->size());
      else
        llvm::copy(row->ints, stacked->ints.begin() + index * row->size());
    if (op->hasAttr(KilnDialect::kUntilAttr) && carries.back()->ints[0] != 0)
      break;
  }
  Results results(carries.begin(), carries.end());
  llvm::append_range(results, rows);
  return Outcome(std::move(results));
}

static Outcome inner(Operation *op, const Frame &frame) {
  SmallVector<Shared> arguments;
  for (Value operand : op->getOperands())
    arguments.push_back(frame.share(operand));
  FailureOr<SmallVector<Shared>> yielded = frame.run(op->getRegion(0), arguments);
  if (failed(yielded))
    return Outcome(failure());
  return Outcome(Results(yielded->begin(), yielded->end()));
}

Outcome kiln::reference::evaluateStructure(Operation *op, const Frame &frame) {
  return TypeSwitch<Operation *, Outcome>(op)
      .Case([&](ScanOp loop) { return scan(loop, frame); })
      .Case<CompositeOp, GroupOp>([&](Operation *) { return inner(op, frame); })
      .Case<StopOp, GradAsOp>(
          [&](Operation *) { return one(HostTensor(frame.get(op->getOperand(0)))); })
      .Case([&](GradOp) {
        return Outcome(op->emitError(
            "the interpreter runs no gradient: let `kiln-differentiate` expand it first"));
      })
      .Case([&](LaunchOp) {
        return Outcome(op->emitError("the interpreter runs no kernel: its group is gone"));
      })
      .Default(Outcome());
}
