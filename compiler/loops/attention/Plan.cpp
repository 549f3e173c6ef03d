// SPDX-License-Identifier: Apache-2.0
//===- Plan.cpp - phases of an attention kernel and what lies in scratch --===//
#include "compiler/loops/attention/Emitter.h"

#include "llvm/Support/FormatVariadic.h"

#include <climits>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Bytes of scratch that a tile may take: it is to stay in the second-level cache.
static constexpr int64_t kMostScratch = 640 * 1024;
/// Vectors of queries in a tile: with 8 keys as many sums as registers hold.
static constexpr int64_t kMostVectors = 3;

/// A phase behind those of everything that the value is made of; a reduction is known in the next one.
int AttentionEmitter::phaseOf(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return 0;
  auto [known, isNew] = phaseNumbers.try_emplace(value, 0);
  if (!isNew)
    return known->second;
  int number = 0;
  if (!isa<ContractOp>(op))
    for (Value operand : op->getOperands())
      number = std::max(number, phaseOf(operand));
  if (isa<ReduceOp>(op))
    ++number;
  phaseNumbers[value] = number;
  return number;
}

bool AttentionEmitter::dependsOn(Value value, Value on) {
  if (value == on)
    return true;
  Operation *op = value.getDefiningOp();
  return op && llvm::any_of(op->getOperands(), [&](Value operand) { return dependsOn(operand, on); });
}

void AttentionEmitter::plan() {
  // Scores are made as late as what they meet first allows, so that they meet it in registers.
  llvm::DenseMap<Value, int> made;
  for (const ScoreProduct &product : a.products) {
    Value scores = product.op->getResult(0);
    int latest = INT_MAX;
    for (Operation *user : scores.getUsers()) {
      int others = -1;
      for (Value operand : user->getOperands())
        if (!dependsOn(operand, scores))
          others = std::max(others, phaseOf(operand));
      if (others >= 0 || user->getNumOperands() == 1)
        latest = std::min(latest, std::max(others, 0));
    }
    made[scores] = latest == INT_MAX ? 0 : latest;
    phaseNumbers.clear();
    for (auto [value, number] : made)
      phaseNumbers[value] = number;
  }
  for (Operation &op : body.without_terminator())
    for (Value result : op.getResults())
      phases = std::max(phases, phaseOf(result) + 1);

  // The last phase in which each value is asked for; products with scores come behind all phases.
  llvm::DenseMap<Value, int> last;
  auto isKept = [&](Value value) {
    Operation *op = value.getDefiningOp();
    return a.isComputed(value) && (!op || !isa<ReadOp>(op));
  };
  auto ask = [&](Value value, int number) {
    if (!isKept(value))
      return;
    auto [entry, isNew] = last.try_emplace(value, number);
    entry->second = std::max(entry->second, number);
  };
  for (Operation &op : body.without_terminator()) {
    if (isa<ContractOp>(op))
      continue;
    int number = phaseOf(op.getResult(0)) - isa<ReduceOp>(op);
    for (Value operand : op.getOperands())
      ask(operand, number);
  }
  for (const MixProduct &mix : a.mixes)
    ask(mix.scores, phases);
  for (Value value : body.getTerminator()->getOperands())
    ask(value, phases);

  SmallVector<int> freeFrom; // of each buffer: the phase from which another value may take it
  auto take = [&](Value value, int number) {
    for (auto [buffer, from] : llvm::enumerate(freeFrom))
      if (from <= number) {
        buffers[value] = buffer;
        from = last[value];
        return;
      }
    buffers[value] = freeFrom.size();
    freeFrom.push_back(last[value]);
  };
  for (BlockArgument argument : body.getArguments())
    if (last.contains(argument))
      take(argument, -1);
  for (int number = 0; number < phases; ++number)
    for (Operation &op : body.without_terminator())
      for (Value result : op.getResults())
        if (last.contains(result) && phaseOf(result) == number && last[result] > number)
          take(result, number);
  bufferCount = freeFrom.size();

  sumsOverQueries = llvm::any_of(a.mixes, [](const MixProduct &mix) { return !mix.overKeys; });
  int64_t depth = 0;
  for (const ScoreProduct &product : a.products)
    depth += product.depth;
  mostVectors = std::min<int64_t>(kMostVectors, llvm::divideCeil(a.queries, lanes));
  while (mostVectors > 1 && (depth + int64_t(bufferCount) * a.keys) * mostVectors * lanes * int64_t(sizeof(float)) > kMostScratch)
    --mostVectors;
}

LogicalResult AttentionEmitter::take(const ScheduleChoices &choices) {
  std::optional<int64_t> queries = choices.of("queries");
  if (!queries)
    return success();
  int64_t most = std::min<int64_t>(kMostVectors, llvm::divideCeil(a.queries, lanes));
  if (*queries % lanes != 0 || *queries > most * lanes)
    return choices.error() << "`tiles of " << *queries << " queries`: whole vectors of " << lanes << ", " << most * lanes << " queries at most";
  if (sumsOverQueries && *queries != mostVectors * lanes && !choices.mayReorder())
    return choices.error() << "`tiles of " << *queries << " queries` adds the gradients of keys and values up in another order: the file needs a "
                           << "`tolerance`, such as `tolerance 1e-5`, that results may differ by";
  mostVectors = *queries / lanes;
  return success();
}

std::string AttentionEmitter::scheduleText() const {
  return llvm::formatv("tiles of {0} queries, vectors of {1}, {2} products{3}", mostVectors * lanes, lanes, a.products.size() + a.mixes.size(),
                       a.visible ? ", keys up to the query" : "");
}
