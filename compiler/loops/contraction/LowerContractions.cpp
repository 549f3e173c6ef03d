// SPDX-License-Identifier: Apache-2.0
//===- LowerContractions.cpp ----------------------------------------------===//
#include "compiler/loops/contraction/LowerContractions.h"

#include "compiler/loops/KernelAttributes.h"
#include "compiler/loops/contraction/ScheduleText.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

static void describe(func::FuncOp kernel, StringRef key, const llvm::Twine &text) {
  Builder b(kernel.getContext());
  kernel->setAttr(kernel::kKernel, b.getDictionaryAttr(b.getNamedAttr(key, b.getStringAttr(text))));
}

LogicalResult loops::lowerContraction(GroupOp group, func::FuncOp kernel, unsigned vectorBits,
                                      bool mayTransform, ElementwiseEmitter elementwise, Preparation *preparation) {
  FailureOr<Contraction> contraction = analyzeContraction(group);
  if (failed(contraction))
    return failure();
  Type element = getElementTypeOrSelf(contraction->op.getType());
  if (!element.isF32() && !element.isF64())
    return failure();
  auto isWide = [&](const Access &access) {
    return getElementTypeOrSelf(group.getOperand(access.memref).getType()) == element;
  };
  bool areWide = isWide(contraction->a) && isWide(contraction->b);
  if (ContractionSchedule lanes; mayTransform && areWide && !group->hasAttr("kiln.schedule"))
    if (auto plan = planWinograd(*contraction, element.getIntOrFloatBitWidth(), vectorBits, lanes)) {
      if (preparation && plan->keepsKernels(lanes))
        *preparation = {emitPrepared(*contraction, lanes, *plan, group, kernel, elementwise),
                        (lanes.swapped ? contraction->a : contraction->b).memref};
      else
        emitContraction(*contraction, lanes, &*plan, group, kernel, elementwise);
      describe(kernel, kernel::kSchedule, textOf(lanes, &*plan));
      return success();
    }
  FailureOr<ContractionSchedule> schedule =
      chooseSchedule(*contraction, group, element.getIntOrFloatBitWidth(), vectorBits);
  if (failed(schedule))
    return failure();
  describe(kernel, kernel::kSchedule, textOf(*schedule, nullptr));
  emitContraction(*contraction, *schedule, /*plan=*/nullptr, group, kernel, elementwise);
  return success();
}
