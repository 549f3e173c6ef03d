// SPDX-License-Identifier: Apache-2.0
//===- LowerContractions.cpp ----------------------------------------------===//
#include "compiler/loops/contraction/LowerContractions.h"

#include "compiler/loops/KernelAttributes.h"
#include "compiler/loops/contraction/ScheduleText.h"

#include "mlir/IR/Builders.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

static void describe(func::FuncOp kernel, StringRef key, const llvm::Twine &text) {
  Builder b(kernel.getContext());
  kernel->setAttr(kernel::kKernel, b.getDictionaryAttr(b.getNamedAttr(key, b.getStringAttr(text))));
}

/// Bytes of transformed kernels that a chain keeps of one link: it keeps those of all on its worker's stack.
static constexpr int64_t kPreparedBytes = 1280 * 1024;
static constexpr StringRef kOtherSums = "this adds up in another order than the cost model's schedule: the file needs a `tolerance`, such as "
                                        "`tolerance 1e-5`, that results may differ by";

/// The plan of a convolution by transforms, where there is one: of the contraction, or of it with labels divided, which then takes its place.
static std::optional<WinogradPlan> findWinograd(Contraction &contraction, unsigned elementBits, unsigned vectorBits, int64_t tile,
                                                ContractionSchedule &lanes) {
  if (auto plan = planWinograd(contraction, elementBits, vectorBits, tile, {}, lanes))
    return plan;
  for (bool swapped : {false, true})
    if (std::optional<Contraction> split = splitWindows(contraction, swapped))
      if (auto plan = planWinograd(*split, elementBits, vectorBits, tile, {}, lanes)) {
        contraction = std::move(*split);
        return plan;
      }
  return std::nullopt;
}

/// That plan where nobody chose otherwise; a failure behind an error.
static FailureOr<std::optional<WinogradPlan>> chooseWinograd(Contraction &contraction, unsigned elementBits, unsigned vectorBits,
                                                             const ScheduleChoices &choices, ContractionSchedule &lanes) {
  Contraction own = contraction;
  std::optional<WinogradPlan> plan = findWinograd(own, elementBits, vectorBits, 2, lanes);
  int64_t tile = choices.of("winograd", plan ? 2 : 0);
  std::string name = llvm::formatv("`Winograd F({0} x {0})`", tile);
  if (tile == 0) {
    if (plan && !choices.mayReorder())
      return choices.error() << "`Winograd off`: " << kOtherSums;
    return std::optional<WinogradPlan>();
  }
  if (tile != 2 && tile != 4)
    return choices.error() << name << ": there are tiles of 2 x 2 and of 4 x 4";
  if (tile == 4)
    plan = findWinograd(contraction, elementBits, vectorBits, tile, lanes);
  else
    contraction = std::move(own);
  if (!plan && tile == 4)
    return choices.error() << name << ": this is no such convolution, of 3 x 3 taps with stride 1 and whole vectors of " << vectorBits / elementBits
                           << " channels on both sides";
  if (!plan)
    return choices.error() << name << ": this is no such convolution, or too narrow a one";
  if (tile == 4 && !choices.mayReorder())
    return choices.error() << name << ": " << kOtherSums;
  for (StringRef key : {"sum", "block", "pack", "left", "stream", "ahead"})
    if (choices.of(key))
      return choices.error() << "a convolution by Winograd has a `tile` alone; the others go with `Winograd off`";
  ContractionSchedule chosenLanes;
  std::optional<WinogradPlan> chosen = planWinograd(contraction, elementBits, vectorBits, tile, choices, chosenLanes);
  if (!chosen)
    return choices.error() << "`tile " << choices.of("rows", lanes.rowCount) << " x " << choices.of("lanes", lanes.laneVectors * lanes.vectorLength)
                           << "`: there is no room for its sums in registers, or its lanes do not divide those of the convolution";
  if (!choices.mayReorder() && !haveSameSums(*plan, *chosen))
    return choices.error() << kOtherSums;
  lanes = chosenLanes;
  return chosen;
}

FailureOr<bool> loops::lowerContraction(GroupOp group, func::FuncOp kernel, unsigned vectorBits, bool mayTransform,
                                        ElementwiseEmitter elementwise, Preparation *preparation) {
  FailureOr<Contraction> contraction = analyzeContraction(group);
  ScheduleChoices choices(group);
  Type element = succeeded(contraction) ? getElementTypeOrSelf(contraction->op.getType()) : Type();
  if (!element || (!element.isF32() && !element.isF64())) {
    if (choices)
      return choices.error() << "this kernel is not cut into tiles, so there is nothing to choose (`kiln explain` says why)";
    return false;
  }
  unsigned elementBits = element.getIntOrFloatBitWidth();
  auto isWide = [&](const Access &access) {
    return getElementTypeOrSelf(group.getOperand(access.memref).getType()) == element;
  };
  if (mayTransform && isWide(contraction->a) && isWide(contraction->b)) {
    ContractionSchedule lanes;
    Contraction convolution = *contraction;
    auto plan = chooseWinograd(convolution, elementBits, vectorBits, choices, lanes);
    if (failed(plan))
      return failure();
    if (*plan) {
      bool isPrepared = preparation && (*plan)->keepsKernels(lanes) && (*plan)->kernelElements() * elementBits / 8 <= kPreparedBytes;
      if (isPrepared)
        *preparation = {emitPrepared(convolution, lanes, **plan, group, kernel, elementwise),
                        (lanes.swapped ? convolution.a : convolution.b).memref};
      else
        emitContraction(convolution, lanes, &**plan, group, kernel, elementwise);
      describe(kernel, kernel::kSchedule, textOf(lanes, &**plan));
      return true;
    }
  }
  auto schedule = chooseSchedule(*contraction, group, elementBits, vectorBits, choices);
  if (failed(schedule) || !*schedule)
    return failed(schedule) ? FailureOr<bool>() : false;
  if (choices && !choices.mayReorder()) {
    auto own = chooseSchedule(*contraction, group, elementBits, vectorBits, {});
    if (failed(own) || !*own || !haveSameSums(**own, **schedule))
      return choices.error() << kOtherSums;
  }
  describe(kernel, kernel::kSchedule, textOf(**schedule, nullptr));
  emitContraction(*contraction, **schedule, /*plan=*/nullptr, group, kernel, elementwise);
  return true;
}
