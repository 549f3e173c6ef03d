// SPDX-License-Identifier: Apache-2.0
//===- Gradients.cpp - how kiln check --gradients prints ------------------===//
#include "tools/kiln/Gradients.h"
#include "tools/kiln/Commands.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <cmath>

using namespace kiln;
using llvm::formatv;

static std::string placeText(const Place &place) {
  return place.file.empty() ? std::string("?") : formatv("{0}:{1}", place.file, place.line).str();
}
static std::string number(double value) { return formatv("{0:E1}", value).str(); }

namespace {

class Printer {
public:
  void row(const GradientRow &row) {
    std::string title = formatv("{0}: d {1} at {2}, {3} order", row.entry, row.of,
                                placeText(row.place), row.order == 1 ? "first" : "second");
    if (title != section) {
      section = title;
      llvm::outs() << title << "\n";
    }
    std::string how = "every element";
    if (row.checked != row.elements)
      how = formatv("{0} of {1}", row.checked, row.elements);
    if (row.checked != row.elements && row.direction)
      how += " + 1 direction";
    if (row.atKinks)
      how += formatv(", {0} at kinks left out", row.atKinks);
    double worst = row.hasCompiledDifference && !(row.compiledDifference <= row.worst)
                       ? row.compiledDifference
                       : row.worst;
    llvm::outs() << formatv("  {0,-28} {1,7} elements  {2,-28} largest {3}  worst error {4}", row.path,
                            row.elements, how, number(row.largest), number(worst));
    if (row.hasCompiled)
      llvm::outs() << "  compiled off by " << number(row.compiled);
    llvm::outs() << (row.ok ? "  ok" : "  WRONG") << "\n";
    llvm::outs().flush();
  }
  void progress(llvm::StringRef what, int64_t done, int64_t all) {
    auto now = std::chrono::steady_clock::now();
    if (now - last < std::chrono::seconds(10))
      return;
    last = now;
    llvm::errs() << formatv("{0}: {1} of {2}\n", what, done, all);
  }

private:
  std::string section;
  std::chrono::steady_clock::time_point last = std::chrono::steady_clock::now();
};

llvm::json::Object placeJson(const Place &place) {
  return llvm::json::Object{{"file", place.file}, {"line", place.line}, {"path", place.path}};
}

void printJson(const GradientReport &report) {
  llvm::json::Array rows, faults, notes;
  // JSON has no infinity.
  auto finite = [](double value) {
    return std::isfinite(value) ? llvm::json::Value(value) : llvm::json::Value(nullptr);
  };
  for (const GradientRow &row : report.rows) {
    llvm::json::Object object{{"entry", row.entry},     {"of", row.of},
                              {"at", placeJson(row.place)}, {"path", row.path},
                              {"order", row.order},     {"elements", row.elements},
                              {"checked", row.checked}, {"interpreted", row.interpreted},
                              {"direction", row.direction},
                              {"at_kinks", row.atKinks}, {"largest", finite(row.largest)},
                              {"worst", finite(row.worst)}, {"ok", row.ok}};
    if (row.hasCompiled)
      object["compiled"] = finite(row.compiled);
    if (row.hasCompiledDifference)
      object["compiled_difference"] = finite(row.compiledDifference);
    rows.push_back(std::move(object));
  }
  for (const GradientFault &fault : report.faults)
    faults.push_back(llvm::json::Object{{"entry", fault.entry},
                                        {"what", fault.what},
                                        {"op", fault.op},
                                        {"at", placeJson(fault.place)}});
  for (const std::string &note : report.notes)
    notes.push_back(note);
  llvm::outs() << formatv("{0:2}", llvm::json::Value(llvm::json::Object{
                                       {"ok", report.ok()},
                                       {"tensors", std::move(rows)},
                                       {"faults", std::move(faults)},
                                       {"notes", std::move(notes)}}))
               << "\n";
}

} // namespace

int kiln::printGradients(mlir::ModuleOp module, GradientCheckOptions options, bool asJson) {
  Printer printer;
  auto onRow = [&](const GradientRow &row) { printer.row(row); };
  auto onNote = [&](llvm::StringRef note) { llvm::outs() << "note: " << note << "\n"; };
  auto onProgress = [&](llvm::StringRef what, int64_t done, int64_t all) {
    printer.progress(what, done, all);
  };
  if (!asJson) {
    options.onRow = onRow;
    options.onNote = onNote;
  }
  options.onProgress = onProgress;
  mlir::FailureOr<GradientReport> report = checkGradients(module, options);
  if (failed(report))
    return ExitError;
  if (asJson) {
    printJson(*report);
    return report->ok() ? ExitSuccess : ExitError;
  }
  for (const GradientFault &fault : report->faults)
    llvm::outs() << formatv("{0}: {1}: `{2}`{3} at {4}\n", fault.entry, fault.what, fault.op,
                            fault.place.path.empty() ? "" : " of " + fault.place.path,
                            placeText(fault.place));
  size_t wrong = llvm::count_if(report->rows, [](const GradientRow &row) { return !row.ok; });
  if (report->rows.empty())
    llvm::outs() << "no gradients: no entry takes one\n";
  else if (wrong)
    llvm::outs() << formatv("{0} of {1} gradients are WRONG\n", wrong, report->rows.size());
  else
    llvm::outs() << formatv("all {0} gradients agree with central differences\n", report->rows.size());
  return report->ok() ? ExitSuccess : ExitError;
}
