// SPDX-License-Identifier: Apache-2.0
//===- DescribeKernel.cpp - read off the loops that were written ----------===//
#include "compiler/loops/DescribeKernel.h"

#include "compiler/graph/FormGroups.h"
#include "compiler/loops/ApplyTuning.h"
#include "compiler/loops/KernelAttributes.h"
#include "dialects/kiln/analysis/Work.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace kiln;

namespace {

/// What the loops of a kernel look like, whoever wrote them.
class Loops {
public:
  explicit Loops(func::FuncOp kernel) { visit(kernel.getBody(), 1); }

  int64_t lanes = 1;
  int64_t scalarTrips = 0; ///< of the innermost loops without vectors, the one that runs most

private:
  struct Found {
    bool loop = false, vectors = false, elements = false;
  };

  /// Iterations as far as the bounds say; of a loop that workers share, those of all workers.
  static int64_t tripsOf(scf::ForOp loop) {
    auto low = getConstantIntValue(loop.getLowerBound()), high = getConstantIntValue(loop.getUpperBound()),
         step = getConstantIntValue(loop.getStep());
    if (!high)
      return 1;
    return std::max<int64_t>(1, llvm::divideCeil(*high - low.value_or(0), step.value_or(1)));
  }

  Found visit(Region &region, int64_t trips) {
    Found found;
    for (Operation &op : region.getOps()) {
      for (Type type : llvm::concat<const Type>(op.getOperandTypes(), op.getResultTypes()))
        if (auto vector = dyn_cast<VectorType>(type)) {
          found.vectors = true;
          lanes = std::max(lanes, vector.getNumElements());
        }
      found.elements |= isa<memref::LoadOp, memref::StoreOp>(op);
      auto loop = dyn_cast<scf::ForOp>(op);
      for (Region &inner : op.getRegions()) {
        int64_t each = loop ? trips * tripsOf(loop) : trips;
        Found in = visit(inner, each);
        if (isa<LoopLikeOpInterface>(op) && !in.loop && !in.vectors && in.elements)
          scalarTrips = std::max(scalarTrips, each);
        found.loop |= in.loop || isa<LoopLikeOpInterface>(op);
        found.vectors |= in.vectors;
        found.elements |= in.elements;
      }
    }
    return found;
  }
};

} // namespace

/// What the links of a chain are, for each position of its first axis.
static void describeLinks(GroupOp chain, func::FuncOp kernel, Loops &loops, NamedAttrList &all) {
  Builder b(kernel.getContext());
  int64_t positions = cast<RankedTensorType>(chain.getResult(0).getType()).getDimSize(0), links = 0;
  kernel.walk([&](func::CallOp call) {
    auto link = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr());
    auto about = link->getAttrOfType<DictionaryAttr>(kernel::kKernel);
    if (!about)
      return;
    loops.lanes = std::max(loops.lanes, about.getAs<IntegerAttr>(kernel::kLanes).getInt());
    if (auto trips = about.getAs<IntegerAttr>(kernel::kScalarTrips))
      loops.scalarTrips = std::max(loops.scalarTrips, positions * trips.getInt());
    ++links;
  });
  all.set(kernel::kSchedule, b.getStringAttr(llvm::Twine(positions) + " positions, " + llvm::Twine(links) + " kernels at each"));
}

void loops::describeKernel(GroupOp group, func::FuncOp kernel, std::optional<int64_t> length) {
  Loops loops(kernel);
  Builder b(kernel.getContext());
  NamedAttrList all(kernel->getAttrOfType<DictionaryAttr>(kernel::kKernel));
  if (group.getKind() == kChainGroup)
    describeLinks(group, kernel, loops, all);
  if (std::string sizes = kernelSizes(group); !sizes.empty())
    all.set(kernel::kSizes, b.getStringAttr(sizes));
  if (group->hasAttr(KilnDialect::kScheduleAttr))
    all.set(kernel::kChosen, group->hasAttr(KilnDialect::kSchedulePlaceAttr) ? group->getAttr(KilnDialect::kSchedulePlaceAttr)
                                                                             : LocationAttr(group.getLoc()));
  all.set(kernel::kKind, group.getKindAttr());
  all.set(kernel::kFlops, b.getI64IntegerAttr(int64_t(analysis::flopsOf(group))));
  all.set(kernel::kBytes, b.getI64IntegerAttr(int64_t(analysis::bytesOf(group))));
  all.set(kernel::kLanes, b.getI64IntegerAttr(loops.lanes));
  if (loops.scalarTrips)
    all.set(kernel::kScalarTrips, b.getI64IntegerAttr(loops.scalarTrips));
  if (length)
    all.set(kernel::kLength, b.getI64IntegerAttr(*length));
  kernel->setAttr(kernel::kKernel, all.getDictionary(kernel.getContext()));
}
