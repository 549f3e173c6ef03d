// SPDX-License-Identifier: Apache-2.0
//===- PlanArena.cpp ------------------------------------------------------===//
#include "compiler/memory/EmitEntry.h"
#include "compiler/memory/EntryPlan.h"
#include "compiler/memory/Passes.h"
#include "compiler/memory/PlanAttributes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"
#include "runtime/abi/Package.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/MathExtras.h"

namespace kiln {
#define GEN_PASS_DEF_PLANARENAPASS
#include "compiler/memory/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Of each kernel, the arguments that no other argument shares bytes with in any launch, where one of
/// the two is written.
class Aliases {
public:
  void add(const EntryPlan &plan, ArrayRef<Step> steps) {
    for (const Step &step : steps) {
      if (step.kind == Step::Kind::Launch)
        add(plan, step);
      add(plan, step.body);
    }
  }
  void mark(SymbolTable &symbols) {
    for (auto &[name, alone] : kernels)
      if (auto kernel = symbols.lookup<func::FuncOp>(name))
        for (auto [number, yes] : llvm::enumerate(alone))
          if (yes)
            kernel.setArgAttr(number, LLVM::LLVMDialect::getNoAliasAttrName(),
                              UnitAttr::get(name.getContext()));
  }

private:
  void add(const EntryPlan &plan, const Step &step) {
    auto &alone = kernels[cast<LaunchOp>(step.op).getKernelAttr().getAttr()];
    alone.resize(step.slots.size(), true);
    for (size_t i = step.written; i < step.slots.size(); ++i)
      for (size_t j = 0; j < i; ++j)
        if (mayOverlap(plan, step.slots[i], step.slots[j], /*sameIteration=*/true))
          alone[i] = alone[j] = false;
  }

  llvm::MapVector<StringAttr, SmallVector<bool>> kernels;
};

} // namespace

int64_t kiln::placeStorages(ModuleOp module, llvm::DenseMap<StringAttr, int64_t> &offsets) {
  Builder builder(module.getContext());
  int64_t end = 0;
  for (auto storage : module.getOps<StorageOp>()) {
    offsets[storage.getSymNameAttr()] = end;
    storage->setAttr(plan::kOffset, builder.getI64IntegerAttr(end));
    end = llvm::alignTo(end + tensorBytes(storage.getTensorType()), abi::kArenaAlign);
  }
  return end;
}

FailureOr<ArenaPlan> kiln::planArena(ModuleOp module, bool trapNonFinite) {
  llvm::DenseMap<StringAttr, int64_t> storages;
  int64_t end = placeStorages(module, storages);

  // Entries run one after the other: each has the bytes behind the storages to itself.
  ArenaPlan plan;
  plan.size = plan.lowerBound = end;
  int faults = 0;
  for (auto entry : module.getOps<EntryOp>()) {
    auto planned = assignSlots(entry, storages, plan.constants, faults, trapNonFinite);
    if (failed(planned))
      return failure();
    faults += planned->faults.size();
    plan.size = std::max(plan.size, placeBuffers(*planned, end));
    plan.lowerBound = std::max(plan.lowerBound, end + planned->lowerBound);
    insertBarriers(*planned);
    plan.entries.push_back(std::move(*planned));
  }
  plan.size = std::max<int64_t>(plan.size, abi::kArenaAlign);
  return std::move(plan);
}

namespace {

struct PlanArena : kiln::impl::PlanArenaPassBase<PlanArena> {
  using PlanArenaPassBase::PlanArenaPassBase;

  void runOnOperation() override {
    if (failed(plan(getOperation())))
      signalPassFailure();
  }

  LogicalResult plan(ModuleOp module) {
    Builder builder(module.getContext());
    FailureOr<ArenaPlan> planned = planArena(module, trapNonFinite);
    if (failed(planned))
      return failure();
    module->setAttr(plan::kArenaSize, builder.getI64IntegerAttr(planned->size));
    module->setAttr(plan::kLowerBound, builder.getI64IntegerAttr(planned->lowerBound));

    Aliases aliases;
    declareRuntime(module, trapNonFinite);
    SymbolTable symbols(module);
    for (const EntryPlan &entry : planned->entries) {
      if (failed(emitEntry(entry, symbols, planned->size, planned->constants.bytes.size())))
        return failure();
      aliases.add(entry, entry.steps);
    }
    aliases.mark(symbols);
    for (EntryPlan &entry : planned->entries)
      entry.entry.erase();
    if (!planned->constants.bytes.empty())
      emitConstants(module, planned->constants);
    return success();
  }

  void emitConstants(ModuleOp module, const ConstantPool &constants) {
    OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
    Type byte = builder.getI8Type();
    int64_t size = constants.bytes.size();
    auto value = DenseElementsAttr::getFromRawBuffer(RankedTensorType::get({size}, byte),
                                                     constants.bytes);
    memref::GlobalOp::create(builder, module.getLoc(), kConstantsName,
                             builder.getStringAttr("private"), MemRefType::get({size}, byte), value,
                             /*constant=*/true, builder.getI64IntegerAttr(abi::kArenaAlign));
  }
};

} // namespace
