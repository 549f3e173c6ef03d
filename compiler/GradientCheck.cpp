// SPDX-License-Identifier: Apache-2.0
//===- GradientCheck.cpp --------------------------------------------------===//
#include "compiler/GradientCheck.h"

#include "compiler/CompiledEntry.h"
#include "compiler/Difference.h"
#include "compiler/GradientFault.h"
#include "compiler/GradientProbe.h"

#include "llvm/Support/FormatVariadic.h"

#include <cmath>
#include <random>
#include <set>

using namespace mlir;
using namespace kiln;
using reference::HostTensor;

double kiln::gradientTolerance(double largest) {
  if (!std::isfinite(largest))
    return 0;
  // 1e-8 is what rounding of y alone may leave in a difference.
  return std::min(1e-6 * std::max(1.0, largest), std::max(1e-3 * largest, 1e-8));
}
double kiln::distance(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b)) ? 0 : std::fabs(a - b);
}
double kiln::compiledTolerance(ModuleOp module, double largest) {
  bool drawsNormals = module
                          .walk([](RandomOp op) {
                            return op.getKind() == Draw::normal ? WalkResult::interrupt()
                                                                : WalkResult::advance();
                          })
                          .wasInterrupted();
  return (drawsNormals ? 1e-5 : 1e-10) * std::max(1.0, largest);
}

bool GradientReport::ok() const {
  return faults.empty() && llvm::all_of(rows, [](const GradientRow &row) { return row.ok; });
}

/// So many elements of each tensor are differenced on the interpreter where compiled code does the rest.
static constexpr int64_t kInterpreted = 16;

/// The greater; once no number, always so.
static void raise(double &worst, double error) { worst = error <= worst ? worst : error; }

/// The central difference of compiled code with the last step of the interpreted one.
static double differenceOf(CompiledEntry &code, unsigned argument, int64_t element,
                           const Difference &function) {
  double at = function.replay().argument(argument).floats[element], step = function.step(), ends[2];
  for (int side : {0, 1}) {
    code.set(argument, element, side ? at - step : at + step);
    code.call();
    ends[side] = code.result(0).floats[0];
  }
  code.set(argument, element, at);
  return (ends[0] - ends[1]) / (2 * step);
}

static double largestOf(const HostTensor &tensor) {
  double largest = 0;
  for (double value : tensor.floats)
    largest = std::isfinite(value) ? std::max(largest, std::fabs(value)) : INFINITY;
  return largest;
}

namespace {

class Checker {
public:
  Checker(const GradientCheckOptions &options) : options(options) {}

  LogicalResult check(EntryOp entry, GradientProbe &probe);
  void note(const Twine &text) {
    std::string line = text.str();
    if (!known.insert(line).second)
      return;
    report.notes.push_back(line);
    if (options.onNote)
      options.onNote(line);
  }
  GradientReport report;

private:
  /// `code`: the same function compiled, or null.
  LogicalResult difference(Difference &function, CompiledEntry *code, const HostTensor &analytic,
                           const ProbeTarget &target, GradientRow &row);
  std::unique_ptr<CompiledEntry> compile(ModuleOp module, ArrayRef<HostTensor> arguments);
  void compareCompiled(const GradientProbe &probe, unsigned number, const HostTensor &analytic,
                       GradientRow &row);
  void noteHeld(EntryOp entry, const reference::Trace &trace);
  void find(EntryOp entry, GradientProbe &probe, int order);

  const GradientCheckOptions &options;
  std::set<std::string> known;
  std::unique_ptr<CompiledEntry> compiled;
  bool compiledFollows = true; ///< nothing is held: compiled values can be differenced
};

void Checker::noteHeld(EntryOp entry, const reference::Trace &trace) {
  for (Operation *op : trace.holders())
    if (isa<GradAsOp>(op)) {
      Place place = placeOf(op->getLoc());
      note(llvm::formatv("{0}:{1}: `grad as` has the derivative of its surrogate on purpose: "
                         "differences follow the surrogate too",
                         place.file, place.line));
      compiledFollows = false;
    }
}

LogicalResult Checker::difference(Difference &function, CompiledEntry *code,
                                  const HostTensor &analytic,
                                  const ProbeTarget &target, GradientRow &row) {
  row.elements = analytic.size();
  row.largest = largestOf(analytic);
  double tolerance = gradientTolerance(row.largest);
  bool everyElement = row.elements <= options.samples;
  int64_t wanted = everyElement ? row.elements : options.samples;
  std::mt19937_64 generator(options.seed + row.elements);
  Operation *kink = nullptr;
  // A sampled element at a kink is replaced by another one, up to as many again.
  std::set<int64_t> tried;
  while (row.checked < wanted && int64_t(tried.size()) < std::min(row.elements, 2 * wanted)) {
    int64_t element = everyElement ? tried.size() : int64_t(generator() % row.elements);
    if (!tried.insert(element).second)
      continue;
    if (options.onProgress)
      options.onProgress(target.path, row.checked, wanted);
    double wantedValue = analytic.floats[element];
    if (code && !options.reference && row.interpreted >= kInterpreted) {
      double error = std::fabs(differenceOf(*code, target.argument, element, function) - wantedValue);
      if (error <= tolerance) {
        row.compiledDifference = std::max(row.compiledDifference, error);
        ++row.checked;
        continue;
      }
    }
    auto value = function.byElement(target.argument, element);
    if (failed(value))
      return failure();
    if (!*value) {
      ++row.atKinks;
      kink = function.kink();
      continue;
    }
    ++row.checked;
    ++row.interpreted;
    raise(row.worst, std::fabs(**value - wantedValue));
    if (code) {
      bool strayed = function.strayed();
      double byCode = differenceOf(*code, target.argument, element, function);
      if (strayed && std::fabs(byCode - wantedValue) > tolerance) {
        auto loose = function.byElement(target.argument, element, false);
        if (failed(loose))
          return failure();
        wantedValue = loose->value_or(byCode); // a kink of what is held tells nothing
      }
      raise(row.compiledDifference, std::fabs(byCode - wantedValue));
    }
  }
  // Small tensors need no direction, but compiled code is differenced along one.
  std::vector<double> direction = drawDirection(row.elements, options.seed);
  auto value = function.along(target.argument, direction);
  if (failed(value))
    return failure();
  if (*value) {
    bool strayed = function.strayed();
    row.direction = true;
    double along = 0;
    for (int64_t i = 0; i < row.elements; ++i)
      along += direction[i] * analytic.floats[i];
    raise(row.worst, std::fabs(**value - along));
    if (code) {
      double ends[2], step = function.step();
      HostTensor at = function.replay().argument(target.argument);
      for (int side : {0, 1}) {
        HostTensor moved = at;
        for (int64_t i = 0; i < row.elements; ++i)
          moved.floats[i] += (side ? -step : step) * direction[i];
        code->set(target.argument, moved);
        code->call();
        ends[side] = code->result(0).floats[0];
      }
      code->set(target.argument, at);
      double byCode = (ends[0] - ends[1]) / (2 * step);
      if (strayed && std::fabs(byCode - along) > tolerance) {
        auto loose = function.along(target.argument, direction, false);
        if (failed(loose))
          return failure();
        along = loose->value_or(byCode);
      }
      raise(row.compiledDifference, std::fabs(byCode - along));
    }
  } else {
    kink = function.kink();
  }
  row.hasCompiledDifference = code;
  row.ok = row.worst <= tolerance && (!code || row.compiledDifference <= tolerance) &&
           (row.checked > 0 || row.elements == 0);
  if (kink) {
    Place place = placeOf(kink->getLoc());
    note(llvm::formatv("{0}: some elements lie on a kink of `{1}` at {2}:{3} and are left out", target.path,
                       kink->getName(), place.file, place.line));
  }
  return success();
}

std::unique_ptr<CompiledEntry> Checker::compile(ModuleOp module, ArrayRef<HostTensor> arguments) {
  OwningOpRef<ModuleOp> copy(module.clone());
  auto code = CompiledEntry::compile(*copy);
  for (unsigned i = 0; code && i < arguments.size(); ++i)
    code->set(i, arguments[i]);
  return code;
}

void Checker::compareCompiled(const GradientProbe &probe, unsigned number,
                              const HostTensor &analytic, GradientRow &row) {
  HostTensor value = compiled->result(number);
  row.hasCompiled = true;
  for (auto [a, b] : llvm::zip_equal(value.floats, analytic.floats))
    raise(row.compiled, distance(a, b));
  row.ok &= row.compiled <= compiledTolerance(*probe.gradients, row.largest);
}

LogicalResult Checker::check(EntryOp entry, GradientProbe &probe) {
  unsigned count = probe.targets.size();
  OwningOpRef<ModuleOp> plain(probe.gradients->clone());
  auto analytic = reference::Replay::start(onlyEntry(*plain), probe.arguments);
  if (!analytic)
    return failure();
  compiled.reset();
  compiledFollows = true;
  if (options.compiled) {
    compiled = compile(*probe.gradients, probe.arguments);
    if (!compiled)
      return failure();
    compiled->call();
  }

  bool broken[2] = {false, false};
  ModuleOp parted;
  for (int order : {0, 1}) {
    ModuleOp module = order ? *probe.slope : *probe.value;
    auto function = Difference::of(onlyEntry(module), probe.arguments);
    if (!function)
      return failure();
    noteHeld(entry, function->replay().trace());
    std::unique_ptr<CompiledEntry> code;
    if (options.compiled && compiledFollows && !(code = compile(module, probe.arguments)))
      return failure();
    for (auto [i, target] : llvm::enumerate(probe.targets)) {
      GradientRow row;
      row.entry = entry.getSymName().str();
      row.of = probe.of;
      row.place = probe.place;
      row.path = target.path;
      row.order = order + 1;
      // Results: y, first order, t, second order.
      unsigned number = 1 + i + order * (count + 1);
      const HostTensor &values = analytic->result(number);
      if (failed(difference(*function, code.get(), values, target, row)))
        return failure();
      bool isRight = row.worst <= gradientTolerance(row.largest);
      broken[order] |= !isRight;
      bool wasOk = row.ok;
      if (isRight && !row.ok)
        parted = module;
      if (compiled) {
        compareCompiled(probe, number, values, row);
        // Of wrong values nothing is known that compiled code could be held to.
        if (wasOk && !row.ok)
          parted = *probe.gradients;
      }
      report.rows.push_back(row);
      if (options.onRow)
        options.onRow(row);
    }
  }
  for (int order : {0, 1})
    if (broken[order]) {
      find(entry, probe, order);
      break;
    }
  if (parted)
    if (auto fault = wrongCode(parted, probe.arguments)) {
      fault->entry = entry.getSymName().str();
      report.faults.push_back(*fault);
    }
  return success();
}

void Checker::find(EntryOp entry, GradientProbe &probe, int order) {
  SmallVector<unsigned> by;
  for (const ProbeTarget &target : probe.targets)
    by.push_back(target.argument);
  auto fault = wrongRule(onlyEntry(order ? *probe.slope : *probe.value), probe.arguments, by,
                         *options.rules);
  if (!fault)
    return;
  fault->entry = entry.getSymName().str();
  report.faults.push_back(*fault);
}

} // namespace

FailureOr<GradientReport> kiln::checkGradients(ModuleOp module,
                                               const GradientCheckOptions &options) {
  Checker checker(options);
  bool found = false;
  for (auto entry : module.getOps<EntryOp>()) {
    if (!options.entry.empty() && entry.getSymName() != options.entry)
      continue;
    found = true;
    FailureOr<std::vector<GradientProbe>> probes = probesOf(entry, options.seed, *options.rules);
    if (failed(probes))
      return failure();
    for (GradientProbe &probe : *probes)
      if (failed(checker.check(entry, probe)))
        return failure();
  }
  if (!found)
    return module.emitError("there is no entry `") << options.entry << "`";
  return std::move(checker.report);
}
