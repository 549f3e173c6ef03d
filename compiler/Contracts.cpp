// SPDX-License-Identifier: Apache-2.0
//===- Contracts.cpp ------------------------------------------------------===//
#include "compiler/Contracts.h"

#include "compiler/loops/KernelAttributes.h"
#include "compiler/memory/PlanAttributes.h"
#include "dialects/kiln/Kiln.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Verifier.h"

using namespace mlir;
using namespace kiln;

static constexpr llvm::StringLiteral names[] = {"kiln", "graph", "loops", "memory", "native"};

llvm::StringRef kiln::stageName(Stage stage) { return names[size_t(stage)]; }
std::optional<Stage> kiln::stageNamed(llvm::StringRef name) {
  for (auto [number, each] : llvm::enumerate(names))
    if (each == name)
      return Stage(number);
  return std::nullopt;
}

namespace {

class Contract {
public:
  explicit Contract(Stage after) : after(after) {}

  LogicalResult check(ModuleOp module) {
    for (Operation &op : *module.getBody())
      if (failed(topLevel(&op)))
        return failure();
    auto walked = module.walk([&](Operation *op) {
      // A constant that was folded or shared has no place of its own.
      if (isa<UnknownLoc>(op->getLoc()) && !op->hasTrait<OpTrait::ConstantLike>() &&
          op != module.getOperation() && after <= Stage::Graph)
        return WalkResult(fail(op, "has no location"));
      return WalkResult::advance();
    });
    return success(!walked.wasInterrupted());
  }

private:
  LogicalResult fail(Operation *op, const Twine &what) {
    return op->emitError("`") << op->getName() << "` " << what << " after the " << stageName(after)
                              << " stage";
  }

  LogicalResult topLevel(Operation *op) {
    if (isa<StorageOp>(op))
      return after == Stage::Memory && !op->hasAttr(plan::kOffset) ? fail(op, "has no slot") : success();
    if (auto entry = dyn_cast<EntryOp>(op)) {
      if (after >= Stage::Memory)
        return fail(op, "must not be there");
      return values(entry.getBody().front());
    }
    if (auto function = dyn_cast<func::FuncOp>(op)) {
      if (after != Stage::Loops && after != Stage::Memory)
        return fail(op, "must not be there");
      return kernel(function);
    }
    if (isa<memref::GlobalOp>(op))
      return after == Stage::Memory ? success() : fail(op, "must not be there");
    return fail(op, "must not be there");
  }

  // The block of an entry or of a scan.
  LogicalResult values(Block &block) {
    for (Operation &op : block) {
      if (auto scan = dyn_cast<ScanOp>(op)) {
        if (failed(values(scan.getBody().front())))
          return failure();
        continue;
      }
      if (isa<ConstantOp, ReturnOp, YieldOp>(op))
        continue;
      bool allowed = after == Stage::Kiln    ? isa<KilnDialect>(op.getDialect()) &&
                                                !isa<GroupOp, LaunchOp>(op)
                     : after == Stage::Graph ? isa<ReshapeOp, GroupOp>(op)
                                             : isa<ReshapeOp, LaunchOp>(op);
      if (!allowed)
        return fail(&op, "must not be there");
    }
    return success();
  }

  // Kernels allocate nothing: all that is as large as a tensor lies in the arena.
  LogicalResult kernel(func::FuncOp function) {
    auto walked = function.walk([&](Operation *op) {
      if (isa<memref::AllocOp, memref::DeallocOp>(op) || isa_and_present<KilnDialect>(op->getDialect()))
        return WalkResult(fail(op, "must not be in a function"));
      return WalkResult::advance();
    });
    return success(!walked.wasInterrupted());
  }

  Stage after;
};

} // namespace

LogicalResult kiln::checkContract(ModuleOp module, Stage after) {
  // The memory stage leaves kernels as they are.
  if (failed(verify(module, /*verifyRecursively=*/after != Stage::Memory)))
    return failure();
  if (after == Stage::Memory)
    for (Operation &op : *module.getBody())
      if (!op.hasAttr(kernel::kKernel) && failed(verify(&op)))
        return failure();
  return Contract(after).check(module);
}
