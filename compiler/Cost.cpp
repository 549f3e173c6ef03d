// SPDX-License-Identifier: Apache-2.0
//===- Cost.cpp -----------------------------------------------------------===//
#include "compiler/Cost.h"

#include "compiler/Pipeline.h"
#include "dialects/kiln/analysis/Work.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;
using namespace kiln;

StringRef kiln::familyName(Family family) {
  static constexpr StringRef names[] = {"contraction", "elementwise", "reduction", "movement", "random"};
  return names[size_t(family)];
}

std::optional<Family> kiln::familyOf(Operation *op) {
  if (isa<ContractOp>(op))
    return Family::Contraction;
  if (isa<ReduceOp, ArgReduceOp, RecurOp, CumulateOp, ArgSortOp>(op))
    return Family::Reduction;
  if (isa<ReadOp, AccumulateOp, ReshapeOp, JoinOp, GatherOp, ScatterOp, UpdateOp>(op))
    return Family::Movement;
  if (isa<RandomOp>(op))
    return Family::Random;
  if (op->hasTrait<OpTrait::Elementwise>())
    return Family::Elementwise;
  return std::nullopt;
}

static double bytes(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return double(tensor.getNumElements()) * ((tensor.getElementTypeBitWidth() + 7) / 8);
}

/// Calls `visit` for each op with how often it runs, and for the ops of those that it does not handle.
static void walk(Region &region, double times, function_ref<bool(Operation *, double)> visit) {
  for (Operation &op : region.getOps()) {
    if (visit(&op, times))
      continue;
    auto scan = dyn_cast<ScanOp>(op);
    for (Region &inner : op.getRegions())
      walk(inner, scan ? times * double(scan.getCount()) : times, visit);
  }
}

FailureOr<EntryCost> kiln::costOf(ModuleOp module, StringRef name, const CompileOptions &options) {
  EntryCost cost;
  cost.entry = name.str();
  OwningOpRef<ModuleOp> alone(module.clone());
  for (EntryOp entry : llvm::make_early_inc_range(alone->getOps<EntryOp>()))
    if (entry.getSymName() != name)
      entry.erase();
  for (auto storage : module.getOps<StorageOp>())
    cost.storageBytes += int64_t(bytes(storage.getTensorType()));
  auto entryOf = [&](ModuleOp from) { return *from.getOps<EntryOp>().begin(); };
  for (auto [i, type] : llvm::enumerate(entryOf(*alone).getArgumentTypes()))
    if (entryOf(*alone).getArgAttr(i, KilnDialect::kInputAttr))
      cost.inputBytes += int64_t(bytes(type));
  for (auto [i, type] : llvm::enumerate(entryOf(*alone).getResultTypes()))
    if (entryOf(*alone).getResultAttr(i, KilnDialect::kOutputAttr))
      cost.outputBytes += int64_t(bytes(type));

  // What is computed: the first half of the graph stage. How: the rest of the stages.
  OwningOpRef<ModuleOp> meaning(alone->clone());
  PassManager passes(module.getContext());
  buildDerivativePipeline(passes);
  if (failed(passes.run(*meaning)))
    return failure();
  walk(entryOf(*meaning).getBody(), 1, [&](Operation *op, double times) {
    std::optional<Family> family = familyOf(op);
    if (!family)
      return false;
    FamilyCost &sum = cost.families[size_t(*family)];
    sum.ops += int64_t(times);
    sum.flops += times * analysis::flopsOf(op);
    if (auto contract = dyn_cast<ContractOp>(op))
      sum.macs += times * analysis::macsOf(contract);
    return true;
  });
  for (const FamilyCost &family : cost.families) {
    cost.macs += family.macs;
    cost.flops += family.flops;
  }

  CompileReport report;
  if (failed(runStages(*alone, Stage::Graph, options, report)))
    return failure();
  walk(entryOf(*alone).getBody(), 1, [&](Operation *op, double times) {
    auto group = dyn_cast<GroupOp>(op);
    if (!group)
      return false;
    cost.kernels += int64_t(times);
    cost.movedBytes += times * analysis::bytesOf(group);
    return true;
  });
  if (failed(runStages(*alone, Stage::Memory, options, report, Stage::Loops)))
    return failure();
  cost.arenaBytes = report.arenaBytes;
  return cost;
}
