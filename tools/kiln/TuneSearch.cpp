// SPDX-License-Identifier: Apache-2.0
//===- TuneSearch.cpp ------------------------------------------------------===//
// A kernel is measured alone, in a program of its own that takes some hundredths of a second to compile; the whole entry is measured
// before and behind. Both sides of a comparison take turns, so that what slows the machine down slows both.
//===----------------------------------------------------------------------===//
#include "tools/kiln/TuneSearch.h"

#include "compiler/Pipeline.h"
#include "compiler/graph/FormGroups.h"
#include "compiler/loops/ApplyTuning.h"
#include "compiler/loops/KernelAttributes.h"
#include "dialects/kiln/analysis/Place.h"
#include "dialects/kiln/analysis/Work.h"
#include "runtime/app/Profile.h"
#include "tools/kiln/LoadedModel.h"

#include "llvm/Support/FormatVariadic.h"

#include <chrono>
#include <cmath>
#include <set>

using namespace kiln;
using llvm::formatv;
using llvm::StringRef;

/// Pairs of a first look and of a second one; seconds of one sample, in which a short kernel runs many times.
static constexpr unsigned kLook = 5, kCheck = 21;
static constexpr double kSample = 4e-4;
/// Seconds behind which a comparison ends with the pairs that it has.
static constexpr double kLongest = 10;
/// Beyond this ratio two pairs are enough.
static constexpr double kHopeless = 1.1;
/// A gain below it is none, however sure.
static constexpr double kLeastGain = 0.01;
/// Kernels of a smaller share of the call are not looked at.
static constexpr double kLeastShare = 0.01;

static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

bool TimedPair::isFaster() const { return ratio < 1 - std::max(kLeastGain, noise); }

static TimedPair timed(LoadedModel &first, LoadedModel &second, StringRef name, unsigned pairs) {
  const abi::Entry &one = *first.find(name), &other = *second.find(name);
  first.call(one);
  second.call(other);
  double once = std::min(first.call(one), second.call(other));
  unsigned repeats = std::clamp<unsigned>(unsigned(kSample / std::max(once, 1e-7)), 1, 1000);
  auto sample = [&](LoadedModel &model, const abi::Entry &entry) {
    double sum = 0;
    for (unsigned i = 0; i < repeats; ++i)
      sum += model.call(entry);
    return sum / repeats;
  };
  std::vector<double> firsts, seconds, ratios;
  double begin = now();
  for (unsigned i = 0; i < pairs; ++i) {
    bool isTurned = i % 2; // none is always behind the other
    double b = isTurned ? sample(second, other) : 0, a = sample(first, one);
    if (!isTurned)
      b = sample(second, other);
    firsts.push_back(a);
    seconds.push_back(b);
    ratios.push_back(b / a);
    if (i == 1 && std::min(ratios[0], ratios[1]) > kHopeless)
      break;
    if (i + 1 >= kLook && now() > begin + kLongest)
      break;
  }
  TimedPair result;
  result.first = runtime::medianOf(firsts);
  result.second = runtime::medianOf(seconds);
  result.ratio = runtime::medianOf(ratios);
  std::vector<double> spread;
  for (double ratio : ratios)
    spread.push_back(std::fabs(ratio - result.ratio));
  // Two standard errors of a median, from the median deviation.
  result.noise = 2 * 1.4826 * 1.2533 * runtime::medianOf(spread) / std::sqrt(double(ratios.size()));
  return result;
}

static std::string starred(StringRef path) {
  std::string result;
  for (size_t i = 0; i < path.size(); ++i) {
    result += path[i];
    if (path[i] != '[' || path.find(']', i) == StringRef::npos)
      continue;
    result += "*]";
    i = path.find(']', i);
  }
  return result;
}

static std::string scheduleIn(const LoadedModel &model, const KernelKey &key) {
  for (const auto &[name, about] : model.kernels())
    if (auto sizes = about.getAs<mlir::StringAttr>(kernel::kSizes);
        sizes && sizes == key.sizes && about.getAs<mlir::StringAttr>(kernel::kKind) == key.kind)
      if (auto schedule = about.getAs<mlir::StringAttr>(kernel::kSchedule))
        return schedule.str();
  return "";
}

TuneSearch::TuneSearch(mlir::ModuleOp module, std::string entry, CompileOptions given, Limits limits, Tuning known, int count, Say say)
    : source(module.clone()), entry(std::move(entry)), options(std::move(given)), limits(limits), known(std::move(known)), say(std::move(say)) {
  options.tuning = nullptr;
  options.memoryBudget = 0;
  // The others would be compiled each time.
  for (auto each : llvm::make_early_inc_range(source->getOps<EntryOp>()))
    if (each.getMode() != Mode::init && each.getSymName() != this->entry)
      each.erase();
  (void)threads.start(count).isOk();
  executor = threads.executor();
}

bool TuneSearch::isOver() const { return now() > end || isStopped(); }

bool TuneSearch::run(const std::function<bool()> &stopped, std::string &problem) {
  isStopped = stopped;
  end = now() + limits.seconds;
  tuneChains();
  if (!profile(problem))
    return false;
  unsigned number = 0;
  std::set<std::string> taken; // a line may be about several kernels: it is found for the one that takes most time
  for (TuneKernel &kernel : kernels) {
    ++number;
    llvm::erase_if(kernel.keys, [&](const KernelKey &key) { return !taken.insert(key.text()).second; });
    if (isOver())
      break;
    if (kernel.keys.empty())
      continue;
    say(formatv("{0} of {1}: {2}, {3:F4} ms a call: {4}", number, kernels.size(), kernel.keys.front().text(), 1e3 * kernel.seconds, kernel.schedule),
        true);
    tune(kernel);
  }
  return finish(problem);
}

bool TuneSearch::profile(std::string &problem) {
  CompileReport report;
  grouped = source->clone();
  Tuning limitsOfChains;
  limitsOfChains.chains = chains;
  if (failed(limitChains(*grouped, limitsOfChains)) || failed(runStages(*grouped, Stage::Graph, options, report))) {
    problem = "the model does not compile";
    return false;
  }
  mlir::OwningOpRef<mlir::ModuleOp> copy(grouped->clone());
  auto model = LoadedModel::open(*copy, Stage::Loops, options, executor, problem);
  if (!model)
    return false;
  const abi::Entry &described = *model->find(entry);
  std::vector<std::vector<double>> rounds(model->package().launches().size());
  double whole = 0;
  model->call(described);
  for (double begin = now(); rounds.empty() || rounds.front().size() < 3 || (now() < begin + 0.5 && rounds.front().size() < 50);) {
    std::vector<double> seconds = model->profile(described);
    for (size_t i = 0; i < seconds.size(); ++i)
      rounds[i].push_back(seconds[i]);
    if (rounds.empty())
      break;
  }
  // Launches of one kernel, and the groups that they come from.
  auto launches = model->package().launches();
  std::map<std::string, double> secondsOf;
  std::map<std::string, std::set<std::pair<std::string, unsigned>>> placesOf;
  for (size_t i = 0; i < launches.size(); ++i) {
    if (model->package().text(model->package().entries()[launches[i].entry].name) != entry)
      continue;
    std::string name(model->package().text(launches[i].kernel));
    double seconds = runtime::medianOf(rounds[i]);
    secondsOf[name] += seconds;
    whole += seconds;
    placesOf[name].insert({std::string(model->package().text(launches[i].path)), launches[i].line});
  }
  EntryOp op;
  for (auto each : grouped->getOps<EntryOp>())
    if (each.getSymName() == entry)
      op = each;
  std::map<std::pair<std::string, std::string>, size_t> known; // by kernel name and sizes
  forTunableGroups(op, [&](GroupOp group, bool isLink) {
    GroupOp root = isLink ? group->getParentOfType<GroupOp>() : group;
    KernelKey key = kernelKey(group, isLink), rootKey = kernelKey(root);
    for (const auto &[name, places] : placesOf) {
      auto about = model->kernels().find(name);
      if (about == model->kernels().end() || !places.contains({rootKey.path, rootKey.line}) ||
          about->second.getAs<mlir::StringAttr>(kernel::kKind) != root.getKind())
        continue;
      auto sizes = about->second.getAs<mlir::StringAttr>(kernel::kSizes);
      if (!isLink && (!sizes || sizes != key.sizes || !about->second.contains(kernel::kSchedule)))
        continue;
      key.path = starred(key.path);
      auto [at, isNew] = known.try_emplace({name, isLink ? key.text() : key.sizes}, kernels.size());
      if (isNew) {
        TuneKernel &kernel = kernels.emplace_back();
        kernel.root = root;
        kernel.group = group;
        kernel.seconds = secondsOf[name];
        kernel.flops = analysis::flopsOf(group);
        kernel.schedule = scheduleIn(*model, key);
      }
      if (!llvm::is_contained(kernels[at->second].keys, key))
        kernels[at->second].keys.push_back(key);
    }
  });
  llvm::erase_if(kernels, [&](const TuneKernel &kernel) { return kernel.seconds < kLeastShare * whole || kernel.schedule.empty(); });
  llvm::sort(kernels, [](const TuneKernel &a, const TuneKernel &b) {
    return std::tuple(-a.seconds, -a.flops, a.keys.front().text()) < std::tuple(-b.seconds, -b.flops, b.keys.front().text());
  });
  return true;
}

void TuneSearch::tune(TuneKernel &kernel) {
  static constexpr StringRef probe = "probe";
  bool mayReorder = limits.tolerance > 0;
  auto cpu = findCpu(options.cpu);
  std::string problem;
  auto alone = isolated(kernel.root);
  auto model = LoadedModel::open(*alone, Stage::Loops, options, executor, problem);
  if (!cpu || !model) {
    if (!cpu)
      llvm::consumeError(cpu.takeError());
    return say("  left as it is: " + problem, true);
  }
  const abi::Entry &entry = *model->find(probe);
  model->restart(entry);
  auto compile = [&](const Choices &choices) -> std::unique_ptr<LoadedModel> {
    std::string reason;
    auto module = isolated(kernel.root, kernel.group, choices, mayReorder);
    auto made = LoadedModel::open(*module, Stage::Loops, options, executor, reason);
    if (made)
      made->takeInputs(*model);
    return made;
  };
  unsigned vectorBits = llvm::is_contained(cpu->features, "avx512f") ? 512 : llvm::is_contained(cpu->features, "avx") ? 256 : 128;
  unsigned elementBits = options.f64 ? 64 : 32;
  std::set<Choices> seen;
  std::set<std::string> schedules{kernel.schedule};
  struct Best {
    Choices choices;
    TimedPair gain;
    double distance = 0;
    std::string schedule;
  } best;
  auto turns = candidateTurns(kernel.keys.front().kind, vectorBits / elementBits, vectorBits >= 512 ? 32 : 16, mayReorder);
  for (const KernelChoices &before : known.kernels)
    if (before.isAbout(this->entry, kernel.keys.front()))
      turns.insert(turns.begin(), {before.choices});
  for (const std::vector<Choices> &turn : turns) {
    Choices base = best.choices;
    for (const Choices &more : turn) {
      Choices choices = merged(base, more), sorted = choices;
      llvm::sort(sorted);
      if (isOver() || kernel.tried >= limits.trials)
        break;
      if (!seen.insert(sorted).second)
        continue;
      ++kernel.tried;
      auto candidate = compile(choices);
      KernelChoices line;
      line.kernel = kernel.keys.front();
      line.choices = choices;
      std::string text = line.choicesText();
      say(formatv("  candidate {0}, best {1:F1} %: {2}", kernel.tried, 100 * (1 - best.gain.ratio), text), false);
      if (!candidate) {
        ++kernel.refused;
        continue;
      }
      std::string schedule = scheduleIn(*candidate, kernel.keys.front());
      bool asksAhead = llvm::any_of(choices, [](const auto &choice) { return choice.first == "ahead"; });
      if (!asksAhead && !schedules.insert(schedule).second)
        continue; // it has been measured
      model->restart(entry);
      candidate->restart(*candidate->find(probe));
      double distance = candidate->distance(*model, *candidate->find(probe));
      if (distance > limits.tolerance) {
        ++kernel.unequal;
        continue;
      }
      TimedPair pair = timed(*model, *candidate, probe, kLook);
      if (!pair.isFaster() || pair.ratio > best.gain.ratio - std::max(kLeastGain, pair.noise))
        continue;
      pair = timed(*model, *candidate, probe, kCheck);
      if (!pair.isFaster() || pair.ratio > best.gain.ratio - kLeastGain)
        continue;
      best = {choices, pair, distance, schedule};
      say(formatv("  {0,6:F1} %  {1:F4} ms for {2:F4}  {3}", 100 * (1 - pair.ratio), 1e3 * pair.second, 1e3 * pair.first, text), true);
    }
  }
  std::string counts = formatv("{0} candidate{1}, {2} that the kernel cannot be{3}", kernel.tried, kernel.tried == 1 ? "" : "s", kernel.refused,
                               kernel.unequal ? formatv(", {0} of other results", kernel.unequal).str() : "");
  if (!best.choices.empty()) { // once more, in other places of memory
    auto candidate = compile(best.choices);
    TimedPair pair = candidate ? timed(*model, *candidate, probe, kCheck) : TimedPair();
    if (pair.isFaster()) {
      kernel.choices = best.choices;
      kernel.gain = pair;
      kernel.distance = best.distance;
      kernel.tuned = best.schedule;
    }
  }
  say("  " + counts + (kernel.choices.empty() ? ": nothing faster" : formatv(": {0:F1} % faster", 100 * (1 - kernel.gain.ratio)).str()), true);
}

/// Whole entries: a chain is more than its kernels.
void TuneSearch::tuneChains() {
  auto compile = [&](std::optional<int64_t> bytes) -> std::unique_ptr<LoadedModel> {
    mlir::OwningOpRef<mlir::ModuleOp> copy(source->clone());
    Tuning tuning;
    if (bytes)
      tuning.chains.push_back({entry, *bytes, 0, 0});
    CompileOptions own = options;
    own.tuning = std::make_shared<TuningFile>(TuningFile{"", 0, {tuning}});
    std::string problem;
    return LoadedModel::open(*copy, Stage::Graph, own, executor, problem);
  };
  auto model = compile(std::nullopt);
  if (!model || !llvm::any_of(model->kernels(), [](const auto &each) {
        return each.second.template getAs<mlir::StringAttr>(kernel::kKind) == kChainGroup;
      }))
    return;
  say("chains of the entry", true);
  double least = 1;
  for (int64_t bytes : {int64_t(0), int64_t(128) << 10, int64_t(384) << 10, int64_t(1536) << 10}) {
    if (isOver() || limits.trials < 4)
      return;
    std::string text = bytes ? "up to " + sizeText(bytes) : "off";
    say("  chains: " + text, false);
    auto candidate = compile(bytes);
    if (!candidate)
      continue;
    model->restart(*model->find(entry));
    candidate->restart(*candidate->find(entry));
    if (candidate->distance(*model, *candidate->find(entry)) > limits.tolerance)
      continue;
    TimedPair pair = timed(*model, *candidate, entry, kLook);
    if (!pair.isFaster() || pair.ratio > least - kLeastGain)
      continue;
    least = pair.ratio;
    chains = {{entry, bytes, 0, 0}};
    say(formatv("  {0,6:F1} %  {1:F4} ms for {2:F4}  chains: {3}", 100 * (1 - pair.ratio), 1e3 * pair.second, 1e3 * pair.first, text), true);
  }
}

Tuning TuneSearch::result() const {
  Tuning tuning;
  tuning.tolerance = limits.tolerance;
  tuning.chains = chains;
  for (const TuneKernel &kernel : kernels)
    for (const KernelKey &key : kernel.keys)
      if (!kernel.choices.empty())
        tuning.kernels.push_back({entry, key, kernel.choices, 0, 0});
  return tuning;
}

bool TuneSearch::finish(std::string &problem) {
  auto compile = [&](const Tuning &tuning) {
    mlir::OwningOpRef<mlir::ModuleOp> copy(source->clone());
    CompileOptions own = options;
    own.tuning = std::make_shared<TuningFile>(TuningFile{"", tuning.tolerance, {tuning}});
    return LoadedModel::open(*copy, Stage::Graph, own, executor, problem);
  };
  auto before = compile({});
  if (!before)
    return false;
  while (!result().isEmpty()) {
    auto behind = compile(result());
    if (!behind)
      return false;
    before->restart(*before->find(entry));
    behind->restart(*behind->find(entry));
    distance = behind->distance(*before, *behind->find(entry));
    if (distance <= limits.tolerance) {
      whole = timed(*before, *behind, entry, kCheck);
      return true;
    }
    // Small differences may grow on their way through the entry: without the largest one.
    TuneKernel *farthest = nullptr;
    for (TuneKernel &kernel : kernels)
      if (!kernel.choices.empty() && (!farthest || kernel.distance > farthest->distance))
        farthest = &kernel;
    if (!farthest) {
      chains.clear();
      continue;
    }
    say("results of the entry would differ by " + formatv("{0:e1}", distance).str() + ": without the choice for " + farthest->keys.front().text(), true);
    farthest->choices.clear();
    farthest->gain = {};
  }
  whole.first = whole.second = timed(*before, *before, entry, kLook).first;
  distance = 0;
  return true;
}
