// SPDX-License-Identifier: Apache-2.0
//===- Candidates.cpp ------------------------------------------------------===//
#include "compiler/Candidates.h"

#include "compiler/GradientProbe.h"
#include "compiler/graph/FormGroups.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace kiln;

/// Rows of a tile at most, and vectors.
static constexpr int64_t kMostRows = 28, kMostVectors = 8;

Choices kiln::merged(const Choices &choices, const Choices &others) {
  Choices all;
  for (const auto &choice : choices)
    if (llvm::none_of(others, [&](const auto &other) { return other.first == choice.first; }))
      all.push_back(choice);
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

std::vector<std::vector<Choices>> kiln::candidateTurns(StringRef kind, int64_t vectorLength, int64_t registers, bool mayReorder) {
  auto each = [](StringRef key, std::initializer_list<int64_t> values) {
    std::vector<Choices> all;
    for (int64_t value : values)
      all.push_back({{key.str(), value}});
    return all;
  };
  auto joined = [](std::initializer_list<std::vector<Choices>> lists) {
    std::vector<Choices> all;
    for (const auto &list : lists)
      all.insert(all.end(), list.begin(), list.end());
    return all;
  };
  if (kind == kAttentionGroup)
    return {each("queries", {vectorLength, 2 * vectorLength, 3 * vectorLength})};
  std::vector<Choices> tiles;
  for (int64_t vectors = 1; vectors <= kMostVectors; ++vectors)
    for (int64_t rows = 1; rows <= kMostRows; ++rows)
      if (int64_t sums = rows * vectors; sums <= registers - vectors - 2 && sums >= registers / 4 && (rows <= 14 || rows % 4 == 0))
        tiles.push_back({{"rows", rows}, {"lanes", vectors * vectorLength}});
  // Tiles that load least for each product come first.
  llvm::stable_sort(tiles, [](const Choices &a, const Choices &b) { return a[0].second * a[1].second > b[0].second * b[1].second; });
  std::vector<std::vector<Choices>> turns;
  turns.push_back(joined({each("stream", {0, 1}), each("pack", {0, 1}), each("left", {0, 1})}));
  if (mayReorder)
    turns.push_back(joined({each("winograd", {0, 4}), each("sum", {64, 128, 256, 512, 1024, 2048, 4096})}));
  turns.push_back(std::move(tiles));
  turns.push_back(joined({each("pack", {0, 1}), each("block", {1, 24, 48, 96, 192, 384, 1 << 30})}));
  turns.push_back(each("ahead", {0, 1, 2, 4, 8, 16, 32, 64, 128}));
  return turns;
}

OwningOpRef<ModuleOp> kiln::isolated(GroupOp root) { return isolated(root, root, {}, false); }

OwningOpRef<ModuleOp> kiln::isolated(GroupOp root, GroupOp group, const Choices &choices, bool mayReorder) {
  return makeEntry(root.getLoc(), root.getOperandTypes(), [&](GraphBuilder &b, ValueRange arguments) {
    IRMapping map;
    map.map(root.getOperands(), arguments);
    OpBuilder builder(root.getContext());
    builder.setInsertionPointToEnd(arguments.empty() ? nullptr : arguments.front().getParentBlock());
    Operation *copy = builder.clone(*root, map);
    NamedAttrList all;
    for (const auto &[key, value] : choices)
      all.set(key, builder.getI64IntegerAttr(value));
    if (mayReorder && !choices.empty())
      all.set("reorder", builder.getI64IntegerAttr(1));
    Operation *chosen = group == root ? copy : map.lookup(group.getOperation());
    if (choices.empty())
      chosen->removeAttr(KilnDialect::kScheduleAttr);
    else
      chosen->setAttr(KilnDialect::kScheduleAttr, all.getDictionary(root.getContext()));
    return SmallVector<Value>(copy->getResults());
  });
}
