// SPDX-License-Identifier: Apache-2.0
//===- Explain.cpp --------------------------------------------------------===//
#include "compiler/Explain.h"

#include "compiler/Pipeline.h"
#include "compiler/graph/FormGroups.h"
#include "compiler/loops/KernelAttributes.h"
#include "compiler/memory/EntryPlan.h"
#include "compiler/memory/PlanAttributes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Remarks.h"
#include "runtime/abi/Package.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"

#include <tuple>

using namespace mlir;
using namespace kiln;

namespace {

Place firstPlace(Location location) {
  auto places = placesInModel(location);
  return places.empty() ? Place() : places.front();
}

/// Collects what passes say they did not do.
class Listener : public remark::detail::MLIRRemarkStreamerBase {
public:
  struct Heard {
    std::string entry, reason;
    double bytes = 0;
    Location reader;
    LocationAttr source;
  };
  explicit Listener(std::vector<Heard> &heard) : heard(heard) {}
  void streamOptimizationRemark(const remark::detail::Remark &remark) override {
    Heard one{remark.getFunction().str(), "", 0, remark.getLocation(), {}};
    for (const auto &arg : remark.getArgs()) {
      if (arg.key == "Reason")
        one.reason = arg.val;
      else if (arg.key == "Bytes")
        llvm::StringRef(arg.val).getAsDouble(one.bytes);
      else if (auto location = dyn_cast_or_null<LocationAttr>(arg.getAttribute()))
        one.source = location;
    }
    heard.push_back(std::move(one));
  }

private:
  std::vector<Heard> &heard;
};

/// Whether both are ops of one chain, which came later and hands the tensor on in its cache.
bool meetInChain(ArrayRef<DenseSet<Location>> chains, const Listener::Heard &one) {
  return one.source && llvm::any_of(chains, [&](const DenseSet<Location> &chain) {
    return chain.contains(one.reader) && chain.contains(Location(one.source));
  });
}

std::vector<Refusal> summarise(ArrayRef<Listener::Heard> heard, StringRef entry, ArrayRef<DenseSet<Location>> chains) {
  std::vector<Refusal> found;
  for (const Listener::Heard &one : heard) {
    if (one.entry != entry || meetInChain(chains, one))
      continue;
    Place reader = firstPlace(one.reader), source = one.source ? firstPlace(Location(one.source)) : Place();
    auto known = llvm::find_if(found, [&](const Refusal &other) {
      return std::tie(other.reason, other.place.file, other.place.line, other.source.line) ==
             std::tie(one.reason, reader.file, reader.line, source.line);
    });
    if (known == found.end())
      known = found.insert(found.end(), {one.reason, reader, source, {}, 0});
    known->paths.push_back(reader.path);
    known->bytes += one.bytes;
  }
  llvm::sort(found, [](const Refusal &a, const Refusal &b) {
    return std::tie(b.bytes, a.place.file, a.place.line, a.source.line, a.reason) <
           std::tie(a.bytes, b.place.file, b.place.line, b.source.line, b.reason);
  });
  return found;
}

/// The stages up to the loops with somebody who listens.
LogicalResult lower(ModuleOp module, const CompileOptions &options, llvm::StringMap<std::vector<Refusal>> &refusals) {
  MLIRContext &context = *module.getContext();
  std::vector<Listener::Heard> heard;
  remark::RemarkCategories categories;
  categories.missed = ".*";
  if (failed(remark::enableOptimizationRemarks(context, std::make_unique<Listener>(heard),
                                               std::make_unique<remark::RemarkEmittingPolicyAll>(), categories)))
    return failure();
  llvm::DenseMap<Location, StringRef> entryOf; // of a group behind the graph stage
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() != DiagnosticSeverity::Remark)
      return failure();
    heard.push_back({entryOf.lookup(diagnostic.getLocation()).str(), "a contraction that is not cut into tiles: " + diagnostic.str(), 0,
                     diagnostic.getLocation(), {}});
    return success();
  });
  CompileReport report;
  if (failed(runStages(module, Stage::Graph, options, report)))
    return failure();
  llvm::StringMap<std::vector<DenseSet<Location>>> chains;
  for (auto entry : module.getOps<EntryOp>())
    entry.walk([&](GroupOp group) {
      group.walk([&](Operation *op) { entryOf.try_emplace(op->getLoc(), entry.getSymName()); });
      if (group.getKind() == kChainGroup || group.getKind() == kAttentionGroup)
        group.walk([&chain = chains[entry.getSymName()].emplace_back()](Operation *op) { chain.insert(op->getLoc()); });
    });
  LogicalResult result = runStages(module, Stage::Loops, options, report, Stage::Loops);
  context.setRemarkEngine(nullptr);
  for (auto entry : module.getOps<EntryOp>())
    refusals[entry.getSymName()] = summarise(heard, entry.getSymName(), chains[entry.getSymName()]);
  return result;
}

ExplainedSchedule scheduleOf(DictionaryAttr about) {
  ExplainedSchedule schedule;
  if (auto text = about.getAs<StringAttr>(kernel::kSchedule))
    schedule.text = text.str();
  if (auto sizes = about.getAs<StringAttr>(kernel::kSizes))
    schedule.sizes = sizes.str();
  if (auto chosen = about.getAs<LocationAttr>(kernel::kChosen)) {
    Place place = placeOf(chosen);
    schedule.chosen = place.file + ":" + std::to_string(place.line);
  }
  return schedule;
}

std::vector<ExplainedLink> linksOf(func::FuncOp chain) {
  std::vector<ExplainedLink> links;
  std::vector<StringRef> names;
  chain.walk([&](func::CallOp call) {
    auto function = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr());
    auto about = function->getAttrOfType<DictionaryAttr>(kernel::kKernel);
    if (!about || !about.contains(kernel::kSizes))
      return;
    Place place = firstPlace(call.getLoc());
    for (size_t i = 0; i < names.size(); ++i)
      if (names[i] == call.getCallee() && links[i].place.line == place.line)
        return links[i].paths.push_back(place.path);
    names.push_back(call.getCallee());
    links.push_back({place, {place.path}, about.getAs<StringAttr>(kernel::kKind).str(), scheduleOf(about)});
  });
  return links;
}

class Reader {
public:
  Reader(const EntryPlan &plan, EntryExplanation &result) : plan(plan), result(result) {}

  void run() {
    steps(plan.steps, 1);
    for (auto &[name, kernel] : kernels)
      result.kernels.push_back(std::move(kernel));
    buffers();
  }

private:
  void steps(const std::vector<Step> &list, int64_t times) {
    for (const Step &step : list) {
      result.barriers += step.barrier ? times : 0;
      std::string what;
      switch (step.kind) {
      case Step::Kind::Launch:
        what = launch(cast<LaunchOp>(step.op), times);
        break;
      case Step::Kind::Copy:
        what = "copy";
        result.copies += times;
        break;
      case Step::Kind::Loop:
        what = "loop";
        steps(step.body, times * cast<ScanOp>(step.op).getCount());
        break;
      case Step::Kind::Fill:
      case Step::Kind::Clear:
        what = "fill";
        break;
      case Step::Kind::Check:
      case Step::Kind::Leave:
        continue;
      }
      if (size_t(step.position) >= result.steps.size())
        result.steps.resize(step.position + 1);
      std::string &text = result.steps[step.position];
      text += (text.empty() ? "" : ", ") + what;
    }
  }

  std::string launch(LaunchOp launch, int64_t times) {
    StringAttr name = launch.getKernelAttr().getAttr();
    auto function = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(launch, launch.getKernelAttr());
    auto about = function->getAttrOfType<DictionaryAttr>(kernel::kKernel);
    auto number = [&](StringRef key) {
      auto value = about.getAs<IntegerAttr>(key);
      return value ? value.getInt() : 0;
    };
    ExplainedKernel &kernel = kernels[name];
    if (kernel.launches == 0) {
      kernel.name = name.str();
      kernel.kind = about.getAs<StringAttr>(kernel::kKind).str();
      kernel.schedule = scheduleOf(about);
      if (kernel.kind == kChainGroup)
        kernel.links = linksOf(function);
      kernel.lanes = number(kernel::kLanes);
      kernel.scalarTrips = number(kernel::kScalarTrips);
    }
    kernel.launches += times;
    result.launches += times;
    auto written = cast<RankedTensorType>(launch->getResult(0).getType());
    int64_t elements = written.getNumElements();
    kernel.flops += double(times) * double(kernel::workOf(about, kernel::kFlops, elements));
    kernel.bytes += double(times) * double(kernel::workOf(about, kernel::kBytes, elements));
    std::string path;
    for (Place &place : placesInModel(launch.getLoc())) {
      if (path.empty())
        path = place.path;
      auto same = [&](const Place &known) { return known.file == place.file && known.line == place.line; };
      if (llvm::none_of(kernel.places, same))
        kernel.places.push_back(std::move(place));
    }
    kernel.paths.push_back(path);
    return path.empty() ? name.str() : name.str() + " " + path;
  }

  std::string nameOf(const Buffer &buffer, ExplainedBuffer::Kind &kind) {
    EntryOp entry = plan.entry;
    if (auto argument = dyn_cast_or_null<BlockArgument>(buffer.value); argument && argument.getOwner()->getParentOp() == entry) {
      unsigned number = argument.getArgNumber();
      if (auto input = entry.getArgAttrOfType<StringAttr>(number, KilnDialect::kInputAttr)) {
        kind = ExplainedBuffer::Kind::Input;
        return input.str();
      }
    }
    for (auto [number, slot] : llvm::enumerate(plan.results))
      if (slot && &plan.buffers[slot.buffer] == &buffer)
        if (auto output = entry.getResultAttrOfType<StringAttr>(number, KilnDialect::kOutputAttr)) {
          kind = ExplainedBuffer::Kind::Output;
          return output.str();
        }
    return placeOf(buffer.value.getLoc()).path;
  }

  void buffers() {
    int last = int(result.steps.size());
    for (auto storage : cast<ModuleOp>(EntryOp(plan.entry)->getParentOp()).getOps<StorageOp>()) {
      int64_t offset = storage->getAttrOfType<IntegerAttr>(plan::kOffset).getInt(), size = tensorBytes(storage.getTensorType());
      result.buffers.push_back(
          {ExplainedBuffer::Kind::Storage, storage.getSymName().str(), {firstPlace(storage.getLoc())}, offset, size, 0, last});
      result.storageBytes += size;
    }
    for (const Buffer &buffer : plan.buffers) {
      if (buffer.home != Buffer::Home::Arena || buffer.last < 0 || !buffer.value)
        continue;
      ExplainedBuffer explained{ExplainedBuffer::Kind::Temporary, "", {}, buffer.offset, buffer.size, buffer.first, buffer.last};
      explained.name = nameOf(buffer, explained.kind);
      auto places = placesInModel(buffer.value.getLoc());
      explained.places.assign(places.begin(), places.end());
      result.buffers.push_back(std::move(explained));
    }
    int64_t end = 0;
    for (const ExplainedBuffer &buffer : result.buffers) {
      int64_t last = llvm::alignTo(buffer.offset + buffer.size, abi::kArenaAlign);
      result.arenaBytes = std::max(result.arenaBytes, last);
      if (buffer.kind == ExplainedBuffer::Kind::Storage)
        end = std::max(end, last);
    }
    result.lowerBound = end + plan.lowerBound;
    llvm::sort(result.buffers, [](const auto &a, const auto &b) {
      return std::tie(a.offset, a.first, a.size, a.name) < std::tie(b.offset, b.first, b.size, b.name);
    });
  }

  const EntryPlan &plan;
  EntryExplanation &result;
  llvm::MapVector<StringAttr, ExplainedKernel> kernels;
};

} // namespace

FailureOr<std::vector<EntryExplanation>> kiln::explainEntries(ModuleOp module, const CompileOptions &options) {
  llvm::StringMap<std::vector<Refusal>> refusals;
  if (failed(lower(module, options, refusals)))
    return failure();
  FailureOr<ArenaPlan> plan = planArena(module);
  if (failed(plan))
    return failure();
  std::vector<EntryExplanation> all;
  for (const EntryPlan &planned : plan->entries) {
    EntryOp entry = planned.entry;
    if (entry.getMode() == Mode::init)
      continue;
    EntryExplanation &result = all.emplace_back();
    result.entry = entry.getSymName().str();
    result.mode = stringifyMode(entry.getMode()).str();
    result.refusals = std::move(refusals[entry.getSymName()]);
    Reader(planned, result).run();
  }
  return std::move(all);
}
