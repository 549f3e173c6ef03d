// SPDX-License-Identifier: Apache-2.0
//===- ControlFlow.cpp - calls, loops and conditions ----------------------===//
#include "compiler/native/translate/Translator.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace kiln::native;

namespace {

/// One phi for each of `values` at the start of the current block.
SmallVector<llvm::PHINode *> phisFor(ValueRange values, unsigned ways, Translator &t) {
  return llvm::map_to_vector(values, [&](Value value) {
    auto *phi = t.builder.CreatePHI(t.typeOf(value), ways);
    t.define(value, phi);
    return phi;
  });
}
void come(ArrayRef<llvm::PHINode *> phis, ArrayRef<llvm::Value *> values, llvm::BasicBlock *from) {
  for (auto [phi, value] : llvm::zip_equal(phis, values))
    phi->addIncoming(value, from);
}

LogicalResult translateFor(scf::ForOp loop, Translator &t) {
  llvm::IRBuilder<> &b = t.builder;
  llvm::Value *from = t[loop.getLowerBound()], *to = t[loop.getUpperBound()], *step = t[loop.getStep()];
  llvm::BasicBlock *before = b.GetInsertBlock(), *head = t.newBlock(), *body = t.newBlock();
  b.CreateBr(head);
  b.SetInsertPoint(head);
  SmallVector<llvm::PHINode *> phis = phisFor(loop.getBody()->getArguments(), 2, t);
  SmallVector<llvm::Value *> first{from};
  llvm::append_range(first, t.all(loop.getInitArgs()));
  come(phis, first, before);
  auto *test = cast<llvm::Instruction>(b.CreateICmpSLT(phis.front(), to));

  b.SetInsertPoint(body);
  if (failed(t.translate(*loop.getBody())))
    return failure();
  SmallVector<llvm::Value *> next{b.CreateAdd(phis.front(), step)};
  llvm::append_range(next, t.all(loop.getBody()->getTerminator()->getOperands()));
  come(phis, next, b.GetInsertBlock());
  b.CreateBr(head);

  llvm::BasicBlock *behind = t.newBlock();
  b.SetInsertPoint(head);
  b.CreateCondBr(test, body, behind);
  b.SetInsertPoint(behind);
  for (auto [result, phi] : llvm::zip_equal(loop.getResults(), ArrayRef(phis).drop_front()))
    t.define(result, phi);
  return success();
}

LogicalResult translateIf(scf::IfOp condition, Translator &t) {
  llvm::IRBuilder<> &b = t.builder;
  llvm::BasicBlock *head = b.GetInsertBlock(), *behind = nullptr;
  llvm::Value *test = t[condition.getCondition()];
  SmallVector<std::pair<llvm::BasicBlock *, SmallVector<llvm::Value *>>> ways;
  SmallVector<llvm::BasicBlock *> starts;
  for (Region *region : {&condition.getThenRegion(), &condition.getElseRegion()}) {
    if (region->empty())
      continue;
    starts.push_back(t.newBlock());
    b.SetInsertPoint(starts.back());
    if (failed(t.translate(region->front())))
      return failure();
    ways.emplace_back(b.GetInsertBlock(), t.all(region->front().getTerminator()->getOperands()));
  }
  behind = t.newBlock();
  b.SetInsertPoint(head);
  b.CreateCondBr(test, starts.front(), starts.size() == 2 ? starts.back() : behind);
  for (auto &[end, values] : ways) {
    b.SetInsertPoint(end);
    b.CreateBr(behind);
  }
  b.SetInsertPoint(behind);
  SmallVector<llvm::PHINode *> phis = phisFor(condition.getResults(), 2, t);
  if (!phis.empty())
    for (auto &[end, values] : ways)
      come(phis, values, end);
  return success();
}

LogicalResult translateWhile(scf::WhileOp loop, Translator &t) {
  llvm::IRBuilder<> &b = t.builder;
  llvm::BasicBlock *before = b.GetInsertBlock(), *head = t.newBlock();
  b.CreateBr(head);
  b.SetInsertPoint(head);
  SmallVector<llvm::PHINode *> phis = phisFor(loop.getBeforeArguments(), 2, t);
  come(phis, t.all(loop.getInits()), before);
  if (failed(t.translate(*loop.getBeforeBody())))
    return failure();
  scf::ConditionOp condition = loop.getConditionOp();
  llvm::Value *test = t[condition.getCondition()];
  SmallVector<llvm::Value *> handed = t.all(condition.getArgs());
  for (auto [argument, result, value] :
       llvm::zip_equal(loop.getAfterArguments(), loop.getResults(), handed)) {
    t.define(argument, value);
    t.define(result, value);
  }
  llvm::BasicBlock *tested = b.GetInsertBlock(), *body = t.newBlock();
  b.SetInsertPoint(body);
  if (failed(t.translate(*loop.getAfterBody())))
    return failure();
  come(phis, t.all(loop.getYieldOp().getOperands()), b.GetInsertBlock());
  b.CreateBr(head);
  llvm::BasicBlock *behind = t.newBlock();
  b.SetInsertPoint(tested);
  b.CreateCondBr(test, body, behind);
  b.SetInsertPoint(behind);
  return success();
}

} // namespace

void kiln::native::addControlFlow(Translator &t) {
  t.effect<func::CallOp>([&t](func::CallOp call) {
    auto [callee, constants] = t.calleeOf(call.getCalleeAttr().getAttr());
    SmallVector<llvm::Value *> arguments = t.all(call.getOperands());
    for (auto [i, constant] : llvm::enumerate(constants))
      arguments.insert(arguments.end() - 2, t.valueOf(constant));
    llvm::Value *made = t.builder.CreateCall(callee, arguments);
    if (call.getNumResults())
      t.define(call.getResult(0), made);
    return success();
  });
  t.effect<scf::ForOp>([&t](scf::ForOp op) {
    if (const SharedCode::Place *place = t.shared ? t.shared->find(op) : nullptr)
      return t.callShared(op, *place, [&] { return translateFor(op, t); });
    return translateFor(op, t);
  });
  t.effect<scf::IfOp>([&t](scf::IfOp op) { return translateIf(op, t); });
  t.effect<scf::WhileOp>([&t](scf::WhileOp op) { return translateWhile(op, t); });
}
