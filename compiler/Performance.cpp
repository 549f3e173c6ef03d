// SPDX-License-Identifier: Apache-2.0
//===- Performance.cpp ----------------------------------------------------===//
#include "compiler/Performance.h"

#include "compiler/graph/FormGroups.h"
#include "compiler/loops/KernelAttributes.h"
#include "compiler/memory/EntryCalls.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace kiln;
using llvm::formatv;

/// Steps of a scalar loop, in one launch, from which on it is worth a word.
static constexpr int64_t kScalarSteps = 1 << 14;
/// FLOPs from which on a contraction that is not cut into tiles is.
static constexpr int64_t kUntiledFlops = 1 << 20;

Kernels::Kernels(ModuleOp module) {
  SymbolTable symbols(module);
  for (auto function : module.getOps<func::FuncOp>()) {
    auto mode = function->getAttrOfType<StringAttr>(plan::kMode);
    if (mode && mode != "init")
      forLaunches(function, symbols, [&](func::CallOp call, func::FuncOp kernel) { add(symbols, call, kernel.getSymName(), 0); });
  }
}

void Kernels::add(SymbolTable &symbols, Operation *call, StringRef callee, int depth) {
  auto function = symbols.lookup<func::FuncOp>(callee);
  auto about = function ? function->getAttrOfType<DictionaryAttr>(kernel::kKernel) : DictionaryAttr();
  if (!about)
    return;
  auto [place, isNew] = numbers.try_emplace(callee, all.size());
  if (isNew)
    all.push_back({callee.str(), about, {}, {}});
  Kernel *known = &all[place->second];
  std::string path;
  for (Place &place : placesInModel(call->getLoc())) {
    if (path.empty())
      path = place.path;
    if (llvm::none_of(known->places, [&](const Place &other) { return other.file == place.file && other.line == place.line; }))
      known->places.push_back(std::move(place));
  }
  if (!llvm::is_contained(known->paths, path))
    known->paths.push_back(path);
  if (isNew && depth == 0)
    function.walk([&](func::CallOp link) { add(symbols, link, link.getCallee(), depth + 1); });
}

std::vector<std::string> Kernels::named(StringRef wanted) const {
  auto isPart = [&](StringRef path) {
    return path.consume_front(wanted) && (path.empty() || path.front() == '.' || path.front() == '[');
  };
  std::vector<std::string> names;
  for (const Kernel &kernel : all)
    if (kernel.name == wanted || llvm::any_of(kernel.paths, isPart))
      names.push_back(kernel.name);
  return names;
}

static PerformanceFault fault(const Kernels::Kernel &kernel, std::string text) {
  Place place = kernel.places.empty() ? Place() : kernel.places.front();
  std::string path = kernel.paths.front().empty() ? "" : " of " + kernel.paths.front();
  return {place, formatv("kernel {0}{1} {2}", kernel.name, path, text)};
}

std::vector<PerformanceFault> Kernels::faults() const {
  std::vector<PerformanceFault> found;
  for (const Kernel &kernel : all) {
    auto number = [&](StringRef key) {
      auto value = kernel.about.getAs<IntegerAttr>(key);
      return value ? value.getInt() : 0;
    };
    auto kind = kernel.about.getAs<StringAttr>(kernel::kKind);
    int64_t steps = number(kernel::kScalarTrips);
    if (steps >= kScalarSteps && kind != kChainGroup) // the links of a chain speak for themselves
      found.push_back(fault(kernel, formatv("runs a loop of {0} steps without vectors", steps)));
    if (kind == kContractionGroup && !kernel.about.contains(kernel::kSchedule) && number(kernel::kFlops) >= kUntiledFlops)
      found.push_back(fault(kernel, "is a contraction that could not be cut into tiles (`kiln explain` says why)"));
  }
  return found;
}

std::vector<PerformanceFault> Kernels::faults(ArrayRef<Spills> spills) const {
  std::vector<PerformanceFault> found;
  for (const Kernel &kernel : all)
    for (const Spills &each : spills)
      if (each.kernel == kernel.name)
        found.push_back(fault(kernel, each.text()));
  return found;
}
