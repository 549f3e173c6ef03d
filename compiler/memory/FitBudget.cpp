// SPDX-License-Identifier: Apache-2.0
//===- FitBudget.cpp - less memory for more time --------------------------===//
// While the plan of an entry needs more than the budget, one kernel whose results wait at the peak runs again where they are read:
// of those that promise the most bytes times time for their cost, the one whose plan shows it. The kernels and what they read are
// the same, so are the bits.
//===----------------------------------------------------------------------===//
#include "compiler/loops/KernelAttributes.h"
#include "compiler/memory/EntryPlan.h"
#include "compiler/memory/Passes.h"
#include "dialects/kiln/analysis/Place.h"
#include "compiler/memory/PlanAttributes.h"
#include "compiler/memory/Recompute.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"
#include "runtime/abi/Package.h"
#include "llvm/Support/FormatVariadic.h"

namespace kiln {
#define GEN_PASS_DEF_FITBUDGETPASS
#include "compiler/memory/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// Multiplications and additions that take as long as reading or writing a byte, about.
constexpr double kFlopsOfByte = 6;
/// Choices of a round whose plans are made, the most promising ones.
constexpr int kTried = 6;
/// Of what an entry does, the most that is done again.
constexpr double kMostWork = 1.5;
/// Parts of the room that the choices are made for.
constexpr double kTargets[] = {1, 0.8, 0.6};
/// Tensors that a refusal names.
constexpr unsigned kNamed = 3;

/// An entry's plan and the bytes that are live at each position.
struct Profile {
  EntryPlan plan;
  int64_t end = 0; ///< bytes of the arena
  std::vector<int64_t> live;

  int peak() const { return int(llvm::max_element(live) - live.begin()); }
  /// Bytes times positions above `target`.
  double excess(int64_t target) const {
    double sum = 0;
    for (int64_t bytes : live)
      sum += double(std::max<int64_t>(0, bytes - target));
    return sum;
  }
};

struct Choice {
  LaunchOp launch;
  Operation *border = nullptr;     ///< in one block: results are made again behind it
  std::optional<RowReader> reader; ///< or in the loop that reads its rows
  double promise = 0;
  size_t number = 0; ///< in program order
};

class FitBudget {
public:
  FitBudget(ModuleOp module, int64_t budget) : module(module), budget(budget) {
    storageBytes = placeStorages(module, storages);
  }

  FailureOr<Profile> profile(EntryOp entry);
  /// Replaces the entry by one that fits, with the least more work found.
  LogicalResult fit(EntryOp &entry);
  double cost(EntryOp entry, bool again);

private:
  struct Attempt {
    EntryOp entry;
    Profile profile;
  };
  bool improve(Attempt &now, int64_t target);
  std::vector<Choice> choices(const Profile &profile, int position);
  double cost(LaunchOp launch);
  LogicalResult refuse(const Profile &profile);

  ModuleOp module;
  int64_t budget, storageBytes = 0;
  llvm::DenseMap<StringAttr, int64_t> storages;
};

/// How often the body that holds `op` runs in one call.
double runs(Operation *op) {
  double count = 1;
  for (auto scan = op->getParentOfType<ScanOp>(); scan; scan = scan->getParentOfType<ScanOp>())
    count *= double(scan.getCount());
  return count;
}

} // namespace

FailureOr<Profile> FitBudget::profile(EntryOp entry) {
  // What these plans remark is said of the last one, by the pass that follows.
  ScopedDiagnosticHandler quiet(entry.getContext(), [](Diagnostic &note) {
    return success(note.getSeverity() == DiagnosticSeverity::Remark);
  });
  ConstantPool constants;
  FailureOr<EntryPlan> plan = assignSlots(entry, storages, constants, 0);
  if (failed(plan))
    return failure();
  Profile result;
  result.plan = std::move(*plan);
  result.end = placeBuffers(result.plan, storageBytes);
  for (const Buffer &buffer : result.plan.buffers) {
    if (buffer.home != Buffer::Home::Arena || buffer.last < 0)
      continue;
    if (int(result.live.size()) <= buffer.last)
      result.live.resize(buffer.last + 1);
    for (int position = buffer.first; position <= buffer.last; ++position)
      result.live[position] += llvm::alignTo(buffer.size, abi::kArenaAlign);
  }
  if (result.live.empty())
    result.live.push_back(0);
  return std::move(result);
}

double FitBudget::cost(LaunchOp launch) {
  auto kernel = module.lookupSymbol<func::FuncOp>(launch.getKernel());
  auto about = kernel ? kernel->getAttrOfType<DictionaryAttr>(kernel::kKernel) : DictionaryAttr();
  int64_t elements = cast<RankedTensorType>(launch->getResult(0).getType()).getNumElements();
  auto work = [&](StringRef what) { return double(kernel::workOf(about, what, elements)); };
  return std::max({1.0, work(kernel::kFlops), kFlopsOfByte * work(kernel::kBytes)});
}

double FitBudget::cost(EntryOp entry, bool again) {
  double sum = 0;
  entry.walk([&](LaunchOp launch) {
    if (launch->hasAttr(kAgainAttr) == again)
      sum += runs(launch) * cost(launch);
  });
  return sum;
}

std::vector<Choice> FitBudget::choices(const Profile &profile, int position) {
  // In each block the op that runs at the position, or ran last.
  llvm::DenseMap<Block *, Operation *> borders;
  std::vector<const Step *> launches;
  std::function<void(ArrayRef<Step>)> walk = [&](ArrayRef<Step> steps) {
    for (const Step &step : steps) {
      if (step.position <= position) {
        Operation *&border = borders[step.op->getBlock()];
        if (!border || border->isBeforeInBlock(step.op))
          border = step.op;
        if (step.kind == Step::Kind::Launch)
          launches.push_back(&step);
      }
      walk(step.body);
    }
  };
  walk(profile.plan.steps);

  std::vector<Choice> found;
  for (const Step *step : launches) {
    auto launch = cast<LaunchOp>(step->op);
    auto bufferOf = [&](unsigned result) -> const Buffer & {
      return profile.plan.buffers[step->slots[step->written + result].buffer];
    };
    auto gain = [&](const Buffer &buffer) {
      bool waits = buffer.home == Buffer::Home::Arena && buffer.first <= position && position <= buffer.last;
      return waits ? double(buffer.size) * double(buffer.last - buffer.first) : 0.0;
    };
    Choice here{launch, borders.lookup(launch->getBlock()), std::nullopt, 0, found.size()};
    if (here.border != launch)
      for (Value result : launch.getResults())
        if (!usesBehind(result, here.border).empty())
          here.promise += gain(bufferOf(cast<OpResult>(result).getResultNumber()));
    here.promise /= runs(launch) * cost(launch);
    if (here.promise > 0)
      found.push_back(here);

    Choice there{launch, nullptr, readerOfRows(launch), 0, found.size()};
    if (!there.reader)
      continue;
    auto scan = cast<ScanOp>(launch->getParentOp());
    Operation *yield = scan.getBody().front().getTerminator();
    for (unsigned row : there.reader->rows)
      there.promise += gain(bufferOf(cast<OpResult>(yield->getOperand(scan.getCarries().size() + row)).getResultNumber()));
    there.promise /= runs(launch) * cost(launch);
    if (there.promise > 0)
      found.push_back(there);
  }
  llvm::sort(found, [](const Choice &a, const Choice &b) {
    return std::pair(-a.promise, a.number) < std::pair(-b.promise, b.number);
  });
  return found;
}

/// Runs one more kernel again: of the choices that promise most the one whose plan has the least left above `target` for its work.
/// False where none helps.
bool FitBudget::improve(Attempt &now, int64_t target) {
  double excess = now.profile.excess(target), before = cost(now.entry, true), best = 0;
  Attempt chosen;
  int tried = 0;
  for (Choice &choice : choices(now.profile, now.profile.peak())) {
    if (tried++ >= kTried && chosen.entry)
      break;
    IRMapping mapping;
    auto copy = cast<EntryOp>(now.entry->clone(mapping));
    auto launch = cast<LaunchOp>(mapping.lookup(choice.launch.getOperation()));
    if (choice.reader) {
      auto scan = cast<ScanOp>(mapping.lookup(choice.reader->scan.getOperation()));
      runAgainIn({scan, choice.reader->rows}, launch);
    } else {
      runAgainBehind(mapping.lookup(choice.border), launch);
    }
    FailureOr<Profile> then = profile(copy);
    double again = cost(copy, true);
    bool isTooMuch = failed(then) || again > kMostWork * cost(copy, false);
    double worth = isTooMuch ? 0 : (excess - then->excess(target)) / (again - before + 1);
    if (worth <= best) {
      copy->erase();
      continue;
    }
    if (chosen.entry)
      chosen.entry->erase();
    chosen = {copy, std::move(*then)}, best = worth;
  }
  if (!chosen.entry)
    return false;
  now.entry->erase();
  now = std::move(chosen);
  return true;
}

LogicalResult FitBudget::fit(EntryOp &entry) {
  Attempt best;
  double least = std::numeric_limits<double>::infinity();
  // The best choices for a tighter budget are at times the cheaper ones for this one too.
  for (double part : kTargets) {
    Attempt now{cast<EntryOp>(entry->clone()), {}};
    FailureOr<Profile> first = profile(now.entry);
    if (failed(first))
      return now.entry->erase(), failure();
    now.profile = std::move(*first);
    int64_t target = int64_t(part * double(budget - storageBytes));
    bool fits = now.profile.end <= budget;
    while (!fits) {
      // Holes between buffers take room too.
      if (now.profile.plan.lowerBound <= target)
        target = now.profile.plan.lowerBound - (now.profile.end - budget);
      if (!improve(now, target))
        break;
      fits = now.profile.end <= budget;
    }
    double work = fits ? cost(now.entry, true) : double(now.profile.end) * 1e30;
    if (work >= least) {
      now.entry->erase();
      continue;
    }
    if (best.entry)
      best.entry->erase();
    best = std::move(now), least = work;
  }
  LogicalResult result = best.profile.end <= budget ? success() : refuse(best.profile);
  if (failed(result))
    return best.entry->erase(), failure();
  entry->getBlock()->getOperations().insert(Block::iterator(entry), best.entry);
  entry.erase();
  entry = best.entry;
  return success();
}

LogicalResult FitBudget::refuse(const Profile &profile) {
  struct Tensor {
    int64_t bytes;
    size_t number;
    std::string name;
    Location place;
  };
  std::vector<Tensor> tensors;
  for (auto storage : module.getOps<StorageOp>())
    tensors.push_back({tensorBytes(storage.getTensorType()), tensors.size(), storage.getSymName().str(), storage.getLoc()});
  int position = profile.peak();
  for (const Buffer &buffer : profile.plan.buffers)
    if (buffer.home == Buffer::Home::Arena && buffer.first <= position && position <= buffer.last && buffer.value)
      tensors.push_back({buffer.size, tensors.size(), "", buffer.value.getLoc()});
  llvm::sort(tensors, [](const Tensor &a, const Tensor &b) {
    return std::pair(-a.bytes, a.number) < std::pair(-b.bytes, b.number);
  });

  auto plain = [&](Location location) -> Location {
    auto places = placesInModel(location);
    if (places.empty())
      return location;
    return FileLineColLoc::get(module.getContext(), places.front().file, places.front().line, places.front().column);
  };
  EntryOp entry = profile.plan.entry;
  auto error = emitError(plain(entry.getLoc()))
               << "a memory budget of " << budget << " bytes is too small: `" << entry.getSymName() << "` takes " << profile.end
               << " with all computed again that helps";
  for (const Tensor &tensor : ArrayRef(tensors).take_front(kNamed)) {
    auto places = placesInModel(tensor.place);
    std::string name = !tensor.name.empty() ? tensor.name : places.empty() ? "" : places.front().path;
    auto &note = error.attachNote(plain(tensor.place)) << tensor.bytes << " bytes";
    if (!name.empty())
      note << " of `" << name << "`";
    note << (tensor.name.empty() ? ", at its peak" : ", a storage");
  }
  return error;
}

namespace {

struct FitBudgetPass : kiln::impl::FitBudgetPassBase<FitBudgetPass> {
  using FitBudgetPassBase::FitBudgetPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    FitBudget measure(module, 0);
    int64_t whole = 0;
    SmallVector<std::pair<EntryOp, int64_t>> entries;
    for (auto entry : module.getOps<EntryOp>()) {
      auto profile = measure.profile(entry);
      if (failed(profile))
        return signalPassFailure();
      entries.push_back({entry, profile->end});
      whole = std::max(whole, profile->end);
    }
    int64_t budget = percent ? int64_t(double(whole) * double(bytes) / 100) : int64_t(bytes);
    FitBudget fit(module, budget);
    double more = 0;
    for (auto &[entry, end] : entries) {
      if (end <= budget)
        continue;
      if (failed(fit.fit(entry)))
        return signalPassFailure();
      more = std::max(more, fit.cost(entry, true) / fit.cost(entry, false));
    }
    Builder builder(module.getContext());
    module->setAttr(plan::kBudget, builder.getI64IntegerAttr(budget));
    module->setAttr(plan::kDefaultSize, builder.getI64IntegerAttr(whole));
    module->setAttr(plan::kMoreWork, builder.getF64FloatAttr(more));
  }
};

} // namespace
