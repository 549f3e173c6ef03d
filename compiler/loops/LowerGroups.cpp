// SPDX-License-Identifier: Apache-2.0
//===- LowerGroups.cpp - groups become launches of kernels -----------------===//
#include "compiler/graph/FormGroups.h"
#include "compiler/loops/Chain.h"
#include "compiler/loops/DescribeKernel.h"
#include "compiler/loops/Flat.h"
#include "compiler/loops/InPlace.h"
#include "compiler/loops/Kernel.h"
#include "compiler/loops/Passes.h"
#include "compiler/loops/Units.h"
#include "compiler/loops/attention/LowerAttention.h"
#include "compiler/loops/contraction/LowerContractions.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

#include <map>
#include <set>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

namespace kiln {
#define GEN_PASS_DEF_LOWERGROUPSPASS
#include "compiler/loops/Passes.h.inc"
#include "compiler/loops/Units.h"
} // namespace kiln

namespace {

/// Everything about a group that its kernel depends on; attributes and types are unique objects.
/// Used for equality alone, so addresses in it do not reach the output.
std::vector<const void *> signatureOf(GroupOp group) {
  std::vector<const void *> signature{group.getKindAttr().getAsOpaquePointer(),
                                      group->getAttrOfType<DictionaryAttr>(KilnDialect::kScheduleAttr).getAsOpaquePointer()};
  llvm::DenseMap<Value, size_t> numbers;
  auto number = [&](Value value) {
    return reinterpret_cast<const void *>(numbers.try_emplace(value, numbers.size()).first->second);
  };
  group.getBody().walk<WalkOrder::PreOrder>([&](Block *block) {
    for (BlockArgument argument : block->getArguments()) {
      signature.push_back(argument.getType().getAsOpaquePointer());
      number(argument);
    }
    for (Operation &op : *block) {
      signature.push_back(op.getName().getAsOpaquePointer());
      signature.push_back(
          DictionaryAttr::get(op.getContext(), op.getAttrs()).getAsOpaquePointer());
      signature.push_back(op.getPropertiesAsAttribute().getAsOpaquePointer());
      signature.push_back(reinterpret_cast<const void *>(uintptr_t(op.getNumOperands())));
      for (Value operand : op.getOperands())
        signature.push_back(number(operand));
      for (Value result : op.getResults()) {
        signature.push_back(result.getType().getAsOpaquePointer());
        number(result);
      }
    }
  });
  return signature;
}

/// What a reader should think of when he sees the kernel's name: the group's kind and its weightiest op.
std::string nameOf(GroupOp group) {
  auto weight = [](Operation &op) {
    if (isa<ContractOp>(op))
      return 5;
    if (isa<ScatterOp, UpdateOp, GatherOp, RandomOp, ArgReduceOp, ArgSortOp, RecurOp, CumulateOp,
            AccumulateOp>(op))
      return 4;
    if (isa<ExpOp, Expm1Op, LogOp, Log1pOp, TanhOp, SigmoidOp, ErfOp, PowOp, RsqrtOp, SqrtOp>(op))
      return 3;
    if (isa<ReduceOp>(op))
      return 2;
    return isa<ReadOp, ConstantOp, YieldOp>(op) ? 0 : 1;
  };
  Operation *weightiest = nullptr;
  for (Operation &op : group.getBody().front())
    if (!weightiest || weight(op) > weight(*weightiest))
      weightiest = &op;
  if (group.getKind() == kChainGroup || group.getKind() == kAttentionGroup)
    return group.getKind().str();
  std::string what = weightiest->getName().stripDialect().str();
  if (what == group.getKind() || (group.getKind() == "contraction" && what == "contract"))
    return group.getKind().str();
  return (group.getKind() + "_" + what).str();
}

/// Each worker takes its part of the loop that workers share.
void shareUnits(func::FuncOp kernel) {
  if (kernel.isExternal())
    return; // a schedule that was refused has left it without a body
  Value worker = kernel.getArgument(kernel.getNumArguments() - 2), workers = kernel.getArguments().back();
  kernel.walk([&](scf::ForOp loop) {
    if (loop.getLowerBound() != worker || loop.getStep() != workers)
      return;
    ImplicitLocOpBuilder b(loop.getLoc(), loop);
    auto [low, high] = unitsOf(b, worker, workers, loop.getUpperBound());
    loop.setLowerBound(low);
    loop.setUpperBound(high);
    loop.setStep(arith::ConstantIndexOp::create(b, 1));
  });
}

struct LowerGroups : kiln::impl::LowerGroupsPassBase<LowerGroups> {
  using LowerGroupsPassBase::LowerGroupsPassBase;

  void runOnOperation() final {
    ModuleOp module = getOperation();
    Target target{vectorBytes};
    OpBuilder builder(module.getContext());
    builder.setInsertionPointToEnd(module.getBody());
    std::map<std::vector<const void *>, Link> kernels;
    llvm::StringMap<unsigned> count;
    SmallVector<GroupOp> groups;
    module.walk<WalkOrder::PreOrder>([&](GroupOp group) {
      groups.push_back(group);
      return WalkResult::skip(); // the links of a chain are its own affair
    });

    bool areChosen = true; // all schedules can be what somebody chose
    std::function<Link(GroupOp, bool)> kernelOf = [&](GroupOp group, bool isLink) {
      std::vector<const void *> signature = signatureOf(group);
      signature.push_back(isLink && group.getKind() == kContractionGroup ? &kernelOf : nullptr); // may be prepared
      if (auto found = kernels.find(signature); found != kernels.end())
        return found->second;
      std::string name = nameOf(group);
      name += "_" + std::to_string(count[name]++);
      func::FuncOp kernel = createKernel(builder, group, name);
      Link &made = kernels[signature];
      made.kernel = kernel;
      if (group.getKind() == kChainGroup)
        emitChain(group, kernel, [&](GroupOp link) { return kernelOf(link, /*isLink=*/true); });
      else if (group.getKind() == kAttentionGroup)
        areChosen &= succeeded(lowerAttention(group, kernel, vectorBytes * 8, elementwise));
      else if (!emitTurn(group, kernel, vectorBytes * 8)) {
        FailureOr<bool> isWritten = false;
        if (group.getKind() == kContractionGroup)
          isWritten = lowerContraction(group, kernel, vectorBytes * 8, winograd, elementwise, isLink ? &made.preparation : nullptr);
        areChosen &= succeeded(isWritten);
        if (succeeded(isWritten) && !*isWritten)
          emitKernel(group, kernel, target);
      }
      describeKernel(group, kernel);
      shareUnits(kernel);
      return made;
    };
    // A flat group that the model has at several lengths gets one kernel for all of them.
    std::map<std::vector<const void *>, std::set<int64_t>> lengths;
    std::map<std::vector<const void *>, func::FuncOp> flatKernels;
    for (GroupOp group : groups)
      if (auto signature = flatSignature(group))
        lengths[*signature].insert(flatLength(group));
    auto flatKernelOf = [&](GroupOp group) -> func::FuncOp {
      auto signature = flatSignature(group);
      if (!signature || lengths[*signature].size() == 1)
        return {};
      func::FuncOp &kernel = flatKernels[*signature];
      if (!kernel) {
        OpBuilder beside(group);
        GroupOp flat = flattened(group, beside);
        std::string name = nameOf(group);
        kernel = createFlatKernel(builder, flat, name + "_" + std::to_string(count[name]++), target);
        describeKernel(flat, kernel, flatLength(flat));
        shareUnits(kernel);
        flat.erase();
      }
      return kernel;
    };
    auto isEmpty = [](Value value) { return tensorOf(value).getNumElements() == 0; };
    for (GroupOp group : groups) {
      if (llvm::any_of(group.getOperands(), isEmpty) || llvm::any_of(group.getResults(), isEmpty)) {
        group.emitError("a tensor without elements reaches a kernel");
        return signalPassFailure();
      }
      func::FuncOp kernel = flatKernelOf(group);
      if (!kernel)
        kernel = kernelOf(group, /*isLink=*/false).kernel;
      OpBuilder launching(group);
      auto launch = LaunchOp::create(launching, group.getLoc(), group.getResultTypes(),
                                     kernel.getSymName(), group.getOperands(), inPlaceOperands(group));
      group.replaceAllUsesWith(launch.getResults());
      group.erase();
    }
    if (!areChosen)
      signalPassFailure();
  }
};

} // namespace
