// SPDX-License-Identifier: Apache-2.0
//===- LoadedModel.cpp -----------------------------------------------------===//
#include "tools/kiln/LoadedModel.h"

#include "compiler/Pipeline.h"
#include "compiler/loops/KernelAttributes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "runtime/app/Profile.h"
#include "runtime/core/Element.h"

#include <cmath>
#include <cstring>
#include <time.h>

using namespace kiln;
using namespace kiln::abi;

static double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
}

std::unique_ptr<LoadedModel> LoadedModel::open(mlir::ModuleOp module, Stage first, const CompileOptions &options,
                                               const runtime::Executor &executor, std::string &problem) {
  std::unique_ptr<LoadedModel> result(new LoadedModel());
  mlir::ScopedDiagnosticHandler listener(module.getContext(), [&](mlir::Diagnostic &diagnostic) {
    if (problem.empty() && diagnostic.getSeverity() == mlir::DiagnosticSeverity::Error)
      problem = diagnostic.str();
    return mlir::success();
  });
  CompileReport report;
  llvm::SmallVector<char, 0> bytes;
  if (failed(runStages(module, Stage::Memory, options, report, first)))
    return nullptr;
  for (auto function : module.getOps<mlir::func::FuncOp>())
    if (auto kernel = function->getAttrOfType<mlir::DictionaryAttr>(kernel::kKernel))
      result->about[function.getSymName().str()] = kernel;
  if (failed(runNative(Variant{module, options}, report, bytes)))
    return nullptr;
  auto fail = [&](llvm::Error error) {
    problem = llvm::toString(std::move(error));
    return nullptr;
  };
  auto object = LoadedObject::load(bytes, {&kiln_barrier, &kiln_fault});
  if (!object)
    return fail(object.takeError());
  result->object = std::move(*object);
  auto package = result->object->find("kiln_package"), table = result->object->find("kiln_entry_table");
  if (!package || !table) {
    llvm::consumeError(package ? llvm::Error::success() : package.takeError());
    return fail(table ? llvm::createStringError("the object has no package") : table.takeError());
  }
  runtime::Status status = runtime::Package::open(*package, SIZE_MAX, &result->description);
  if (status.isOk())
    status = result->session.open(result->description, static_cast<const KilnEntryFn *>(*table), executor, /*seed=*/0);
  if (status.isOk())
    return result;
  problem = status.message();
  return nullptr;
}

void LoadedModel::setInputs(const Entry &entry) {
  auto all = description.inputs(entry);
  if (!inputs) {
    auto drawn = std::make_shared<std::vector<std::vector<uint8_t>>>();
    for (const Input &input : all) {
      std::vector<uint8_t> &bytes = drawn->emplace_back(runtime::slotBytes(input));
      if (input.hasDefault)
        memcpy(bytes.data(), description.defaultValue(input), bytes.size());
      else
        runtime::drawInput(input, uint32_t(drawn->size()), -0.5, bytes.data());
    }
    inputs = std::move(drawn);
  }
  if (filled != &entry || mustFill)
    for (size_t i = 0; i != inputs->size(); ++i)
      session.setInput(all[i], (*inputs)[i].data());
}

double LoadedModel::call(const Entry &entry) {
  setInputs(entry);
  double begin = now();
  (void)session.call(entry, calls++, int64_t(entry.rowSize)); // a check that fails is part of what is measured
  double seconds = now() - begin;
  if (filled != &entry) {
    filled = &entry;
    auto all = description.inputs(entry);
    mustFill = false;
    for (size_t i = 0; i != inputs->size(); ++i)
      mustFill |= memcmp(session.slot(all[i]), (*inputs)[i].data(), (*inputs)[i].size()) != 0;
  }
  return seconds;
}

std::vector<double> LoadedModel::profile(const Entry &entry) {
  std::vector<double> seconds(description.launches().size());
  runtime::Recorder recorder(session.executor().workers);
  session.setProbe(&recorder);
  call(entry);
  session.setProbe(nullptr);
  for (int64_t worker = 0; worker != recorder.workers(); ++worker) {
    const auto &marks = recorder.of(worker);
    for (size_t i = 0; i + 1 < marks.size(); ++i)
      if (marks[i].launch >= 0)
        seconds[size_t(marks[i].launch)] += 1e-9 * double(marks[i + 1].nanoseconds - marks[i].nanoseconds) / double(recorder.workers());
  }
  return seconds;
}

void LoadedModel::restart(const Entry &entry) {
  (void)session.reset(/*seed=*/0);
  filled = nullptr;
  calls = 0;
  call(entry);
}

double LoadedModel::distance(const LoadedModel &other, const Entry &entry) const {
  double worst = 0;
  auto compare = [&](const uint8_t *a, const uint8_t *b, uint64_t bytes, uint8_t dtype) {
    if (memcmp(a, b, bytes) == 0)
      return;
    auto element = runtime::elementOf(static_cast<DType>(dtype));
    uint64_t size = runtime::elementSize(element);
    double largest = 0, difference = 0;
    for (uint64_t i = 0; i != bytes / size; ++i) {
      double x = runtime::numberAt(element, a + i * size), y = runtime::numberAt(element, b + i * size);
      if (x == y || (std::isnan(x) && std::isnan(y)))
        continue;
      difference = std::isfinite(x - y) ? std::max(difference, std::fabs(x - y)) : INFINITY;
    }
    for (uint64_t i = 0; i != bytes / size; ++i)
      if (double x = std::fabs(runtime::numberAt(element, b + i * size)); std::isfinite(x))
        largest = std::max(largest, x);
    // Bits that differ and compare equal (zeros of both signs) are not the same bits.
    worst = std::max({worst, largest > 0 ? difference / largest : difference, 1e-300});
  };
  const abi::Entry *otherEntry = other.description.findEntry(description.text(entry.name));
  auto mine = description.outputs(entry), theirs = other.description.outputs(*otherEntry);
  for (size_t i = 0; i != mine.size(); ++i)
    compare(session.slot(mine[i]), other.session.slot(theirs[i]), runtime::slotBytes(mine[i]), mine[i].dtype);
  auto storages = description.storages(), otherStorages = other.description.storages();
  for (size_t i = 0; i != storages.size(); ++i)
    compare(session.slot(storages[i]), other.session.slot(otherStorages[i]), storages[i].size, storages[i].dtype);
  return worst;
}
