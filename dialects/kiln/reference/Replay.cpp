// SPDX-License-Identifier: Apache-2.0
//===- Replay.cpp ---------------------------------------------------------===//
#include "dialects/kiln/reference/Replay.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

Replay::Replay(EntryOp entry) : entry(entry), first(options) { options.trace = &theTrace; }

std::unique_ptr<Replay> Replay::start(EntryOp entry, ArrayRef<HostTensor> arguments) {
  std::unique_ptr<Replay> replay(new Replay(entry));
  Block &block = entry.getBody().front();
  for (auto [argument, value] : llvm::zip_equal(block.getArguments(), arguments))
    replay->first.set(argument, std::make_shared<HostTensor>(value));

  llvm::DenseSet<Value> needed(block.getTerminator()->operand_begin(),
                               block.getTerminator()->operand_end());
  SmallVector<Operation *> ops;
  for (Operation &op : llvm::reverse(block.without_terminator()))
    if (llvm::any_of(op.getResults(), [&](Value result) { return needed.contains(result); })) {
      needed.insert(op.operand_begin(), op.operand_end());
      ops.push_back(&op);
    }
  std::reverse(ops.begin(), ops.end());
  for (BlockArgument argument : block.getArguments()) {
    llvm::DenseSet<Value> reached{argument};
    std::vector<Operation *> &list = replay->dependents.emplace_back();
    for (Operation *op : ops)
      if (llvm::any_of(op->getOperands(), [&](Value operand) { return reached.contains(operand); })) {
        reached.insert(op->result_begin(), op->result_end());
        list.push_back(op);
      }
  }
  for (Operation *op : ops)
    if (failed(replay->first.evaluate(op)))
      return nullptr;
  return replay;
}

const HostTensor &Replay::argument(unsigned index) const {
  return first.get(EntryOp(entry).getBody().getArgument(index));
}
const HostTensor &Replay::result(unsigned index) const {
  return first.get(EntryOp(entry).getBody().front().getTerminator()->getOperand(index));
}

FailureOr<Replay::Run> Replay::with(unsigned argument, HostTensor value, bool holding) {
  theTrace.again(holding);
  Frame frame(options, &first);
  frame.set(entry.getBody().getArgument(argument), std::make_shared<HostTensor>(std::move(value)));
  for (Operation *op : dependents[argument]) {
    if (failed(frame.evaluate(op)))
      return failure();
    frame.release(op);
  }
  Run run;
  for (Value operand : entry.getBody().front().getTerminator()->getOperands())
    run.results.push_back(frame.share(operand));
  run.turned = theTrace.turned();
  run.strayed = theTrace.strayed();
  return run;
}
