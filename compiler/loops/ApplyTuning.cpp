// SPDX-License-Identifier: Apache-2.0
//===- ApplyTuning.cpp - a file's choices become attributes of groups -------===//
#include "compiler/loops/ApplyTuning.h"

#include "compiler/graph/Attention.h"
#include "compiler/graph/BatchAxis.h"
#include "compiler/graph/FormGroups.h"
#include "compiler/graph/GraphBuilder.h"
#include "compiler/loops/Passes.h"
#include "dialects/kiln/analysis/Place.h"

#include "llvm/Support/MemoryBuffer.h"

namespace kiln {
#define GEN_PASS_DEF_APPLYTUNINGPASS
#include "compiler/loops/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

static std::string joined(ArrayRef<int64_t> sizes) {
  std::string text;
  for (int64_t size : sizes)
    text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
}

std::string kiln::kernelSizes(GroupOp group, bool atOnePosition) {
  if (group.getKind() == kAttentionGroup) {
    std::optional<Attention> attention = analyzeAttention(group);
    if (!attention)
      return "";
    int64_t batch = attention->batchCount();
    if (atOnePosition)
      if (auto axis = findBatchAxis(group))
        batch /= axis->size;
    return joined({batch, attention->queries, attention->keys});
  }
  auto contracts = group.getBody().front().getOps<ContractOp>();
  if (group.getKind() != kContractionGroup || contracts.empty())
    return "";
  ContractOp contract = *contracts.begin();
  int64_t batch = 1, rows = 1, lanes = 1, sum = 1;
  auto has = [](ArrayRef<int64_t> labels, int64_t label) { return llvm::is_contained(labels, label); };
  for (auto [axis, label] : llvm::enumerate(contract.getResultLabels())) {
    int64_t size = axis == 0 && atOnePosition ? 1 : tensorOf(contract.getResult()).getDimSize(axis);
    bool isLeft = has(contract.getLhsLabels(), label), isRight = has(contract.getRhsLabels(), label);
    (isLeft && isRight ? batch : isLeft ? rows : lanes) *= size;
  }
  for (auto [axis, label] : llvm::enumerate(contract.getLhsLabels()))
    if (!has(contract.getResultLabels(), label))
      sum *= tensorOf(contract.getLhs()).getDimSize(axis);
  return batch == 1 ? joined({rows, lanes, sum}) : joined({batch, rows, lanes, sum});
}

KernelKey kiln::kernelKey(GroupOp group, bool atOnePosition) {
  KernelKey key;
  key.kind = group.getKind().str();
  key.sizes = kernelSizes(group, atOnePosition);
  auto places = placesInModel(group.getLoc());
  if (!places.empty()) {
    key.path = places.front().path;
    key.line = places.front().line;
  }
  return key;
}

static Location placeIn(MLIRContext *context, const Tuning &tuning, unsigned line, unsigned column) {
  return FileLineColLoc::get(context, tuning.file, line, column);
}

static LogicalResult refuse(Location place, const Twine &what, const Twine &help) {
  InFlightDiagnostic error = emitError(place) << what;
  error.attachNote(place) << help;
  return error;
}

/// Errors of an entry that there is not.
static LogicalResult checkEntry(ModuleOp module, const Tuning &tuning, StringRef entry, unsigned line, unsigned column) {
  std::vector<std::string> names;
  std::string all;
  for (auto each : module.getOps<EntryOp>())
    if (each.getMode() != Mode::init) {
      names.push_back(each.getSymName().str());
      all += (all.empty() ? "`" : ", `") + names.back() + "`";
    }
  if (entry == "*" || llvm::is_contained(names, entry))
    return success();
  std::string near = nearest(entry, names);
  return refuse(placeIn(module.getContext(), tuning, line, column), "the model has no entry `" + entry + "`",
                near.empty() ? "it has " + all : "there is `" + near + "`");
}

LogicalResult kiln::limitChains(ModuleOp module, const Tuning &tuning) {
  Builder b(module.getContext());
  LogicalResult result = success();
  for (const ChainChoice &choice : tuning.chains)
    if (failed(checkEntry(module, tuning, choice.entry, choice.line, choice.column)))
      result = failure();
  for (auto entry : module.getOps<EntryOp>())
    for (const ChainChoice &choice : tuning.chains)
      if ((choice.entry == "*" || choice.entry == entry.getSymName()) && !entry->hasAttr(KilnDialect::kChainsAttr))
        entry->setAttr(KilnDialect::kChainsAttr, b.getI64IntegerAttr(choice.bytes));
  return result;
}

void kiln::forTunableGroups(EntryOp entry, llvm::function_ref<void(GroupOp, bool isLink)> found) {
  entry.walk([&](GroupOp group) {
    if (group.getKind() == kContractionGroup || group.getKind() == kAttentionGroup)
      found(group, isa<GroupOp>(group->getParentOp()));
  });
}

namespace {

struct ApplyTuningPass : public kiln::impl::ApplyTuningPassBase<ApplyTuningPass> {
  using ApplyTuningPassBase::ApplyTuningPassBase;
  ApplyTuningPass() = default;
  explicit ApplyTuningPass(std::shared_ptr<const Tuning> tuning) : tuning(std::move(tuning)) {}

  void runOnOperation() override {
    if (!tuning && failed(read()))
      return signalPassFailure();
    if (failed(apply()))
      signalPassFailure();
  }

private:
  /// The file that `--kiln-apply-tuning=file=…` names.
  LogicalResult read() {
    auto buffer = llvm::MemoryBuffer::getFile(file);
    if (!buffer)
      return emitError(UnknownLoc::get(&getContext()), "cannot read `" + file + "`: " + buffer.getError().message());
    std::vector<TuningError> errors;
    std::optional<TuningFile> all = parseTuning((*buffer)->getBuffer(), file, errors);
    for (const TuningError &error : errors)
      (void)refuse(FileLineColLoc::get(&getContext(), file, error.line, error.column), error.text, error.help);
    if (!all)
      return failure();
    std::optional<Tuning> chosen = all->of(cpu);
    if (!chosen)
      return emitError(UnknownLoc::get(&getContext()), "`" + file + "` has nothing for " + cpu);
    tuning = std::make_shared<Tuning>(std::move(*chosen));
    return success();
  }

  LogicalResult apply() {
    ModuleOp module = getOperation();
    LogicalResult result = success();
    SmallVector<bool> isUsed(tuning->kernels.size());
    std::vector<std::pair<std::string, KernelKey>> keys;
    for (auto entry : module.getOps<EntryOp>())
      forTunableGroups(entry, [&](GroupOp group, bool isLink) {
        KernelKey key = kernelKey(group, isLink);
        keys.emplace_back(entry.getSymName().str(), key);
        bool isChosen = group->hasAttr(KilnDialect::kScheduleAttr);
        for (auto [number, choices] : llvm::enumerate(tuning->kernels))
          if (choices.isAbout(entry.getSymName(), key)) {
            isUsed[number] = true;
            if (!isChosen)
              set(group, choices);
            isChosen = true;
          }
      });
    for (auto [number, choices] : llvm::enumerate(tuning->kernels))
      if (!isUsed[number] && failed(explain(choices, keys)))
        result = failure();
    return result;
  }

  void set(GroupOp group, const KernelChoices &choices) {
    Builder b(&getContext());
    NamedAttrList all;
    for (const auto &[key, value] : choices.choices)
      all.set(key, b.getI64IntegerAttr(value));
    if (tuning->tolerance > 0)
      all.set("reorder", b.getI64IntegerAttr(1));
    group->setAttr(KilnDialect::kScheduleAttr, all.getDictionary(&getContext()));
    group->setAttr(KilnDialect::kSchedulePlaceAttr, LocationAttr(placeIn(&getContext(), *tuning, choices.line, choices.column)));
  }

  /// Why a line is about no kernel. A kernel of other sizes is none to worry about: the model was built with other dims.
  LogicalResult explain(const KernelChoices &choices, ArrayRef<std::pair<std::string, KernelKey>> keys) {
    if (failed(checkEntry(getOperation(), *tuning, choices.entry, choices.line, choices.column)))
      return failure();
    std::vector<std::string> paths;
    std::string sizes;
    for (const auto &[entry, key] : keys) {
      if (choices.isAbout(entry, key, /*ofAnySizes=*/true) && !StringRef(sizes).contains("`" + key.sizes + "`"))
        sizes += (sizes.empty() ? "`" : ", `") + key.sizes + "`";
      if ((choices.entry == "*" || choices.entry == entry) && key.kind == choices.kernel.kind)
        paths.push_back(key.path.empty() ? "line " + std::to_string(key.line) : key.path);
    }
    Location place = placeIn(&getContext(), *tuning, choices.line, choices.column);
    if (!sizes.empty()) {
      emitWarning(place) << "`" << choices.kernel.sizes << "` is no size that this kernel has here (" << sizes << "): the line is left out";
      return success();
    }
    std::string wanted = choices.kernel.path.empty() ? "line " + std::to_string(choices.kernel.line) : choices.kernel.path;
    std::string near = nearest(wanted, paths);
    return refuse(place, "no " + choices.kernel.kind + " of `" + choices.entry + "` comes from `" + wanted + "`",
                  near.empty() ? "`kiln explain` lists the kernels; `kiln tune` writes the file again" : "there is `" + near + "`");
  }

  std::shared_ptr<const Tuning> tuning;
};

} // namespace

std::unique_ptr<Pass> kiln::createApplyTuningPass(std::shared_ptr<const Tuning> tuning) {
  return std::make_unique<ApplyTuningPass>(std::move(tuning));
}
