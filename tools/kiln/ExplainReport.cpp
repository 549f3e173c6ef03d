// SPDX-License-Identifier: Apache-2.0
//===- ExplainReport.cpp --------------------------------------------------===//
#include "tools/kiln/ExplainReport.h"

#include "runtime/core/PathPattern.h"
#include "tools/kiln/ArenaPicture.h"
#include "tools/kiln/Figures.h"

#include "llvm/Support/FormatVariadic.h"

using namespace kiln;
using llvm::formatv;
using llvm::StringRef;
namespace json = llvm::json;

/// Of what goes through memory the text shows this many.
static constexpr size_t kMostRefusals = 20;
/// Shorter loops without vectors are not worth a word.
static constexpr int64_t kLeastTrips = 256;

double CostModel::seconds(const EntryExplanation &entry) const {
  double sum = 0;
  for (const ExplainedKernel &kernel : entry.kernels)
    sum += seconds(kernel);
  return sum;
}

void kiln::sortByTime(EntryExplanation &entry, const CostModel &model) {
  llvm::sort(entry.kernels, [&](const ExplainedKernel &a, const ExplainedKernel &b) {
    double first = model.seconds(a), second = model.seconds(b);
    return first != second ? first > second : a.name < b.name;
  });
}

namespace {

std::string timeText(double seconds) { return formatv("{0:F4} ms", 1e3 * seconds); }

bool isScalar(const ExplainedKernel &kernel) { return kernel.lanes == 1 && kernel.scalarTrips > 1; }

std::string scheduleText(const ExplainedKernel &kernel) {
  std::string text = kernel.schedule.text;
  if (text.empty())
    text = kernel.lanes > 1 ? formatv("vectors of up to {0}", kernel.lanes).str() : isScalar(kernel) ? "scalar code" : "one element";
  if (kernel.kind == "contraction" && kernel.schedule.text.empty())
    text += ", not in tiles";
  if (kernel.scalarTrips >= kLeastTrips)
    text += formatv(", a scalar loop of {0} steps", grouped(kernel.scalarTrips));
  return text;
}

/// As a line of a .tune file names it, then how it is cut, then who chose that.
std::string keyed(StringRef kind, const ExplainedSchedule &schedule, StringRef text) {
  std::string result = schedule.sizes.empty() ? text.str() : (kind + " " + schedule.sizes + ": " + text).str();
  return schedule.chosen.empty() ? result : result + " (" + schedule.chosen + ")";
}
std::string keyed(const ExplainedKernel &kernel) { return keyed(kernel.kind, kernel.schedule, scheduleText(kernel)); }
std::string linkText(const ExplainedLink &link) {
  std::string path = runtime::pathPattern(link.paths);
  return placeText(link.place) + (path.empty() ? "  " : " " + path + "  ") + keyed(link.kind, link.schedule, link.schedule.text);
}

StringRef boundText(const ExplainedKernel &kernel, const CostModel &model) {
  return kernel.flops * model.peak.bytes >= kernel.bytes * model.peak.flops ? "compute" : "memory";
}

std::string counted(int64_t number, StringRef word) {
  return formatv("{0} {1}{2}", grouped(number), word, number == 1 ? "" : word.ends_with("y") ? "" : "s");
}

std::string headline(const EntryExplanation &entry, const CostModel &model) {
  std::string copies = entry.copies == 1 ? "1 copy" : grouped(entry.copies) + " copies";
  return formatv("{0} {1}: {2} expected, {3} of {4}, {5}, {6}", entry.mode, entry.entry, timeText(model.seconds(entry)),
                 entry.launches == 1 ? "1 launch" : grouped(entry.launches) + " launches", counted(entry.kernels.size(), "kernel"),
                 counted(entry.barriers, "barrier"), copies);
}
/// The arena over what is live at once, which no order of offsets can do with less than.
double overLowerBound(const EntryExplanation &entry) {
  return entry.lowerBound > 0 ? double(entry.arenaBytes) / double(entry.lowerBound) : 1;
}
std::string memoryLine(const EntryExplanation &entry) {
  return formatv("arena: {0}, of which {1} are storages; no plan needs less than {2} ({3:F3} times that)", scaled(double(entry.arenaBytes), "B"),
                 scaled(double(entry.storageBytes), "B"), scaled(double(entry.lowerBound), "B"), overLowerBound(entry));
}
std::string modelLine(const CostModel &model) {
  return formatv("expected: the larger of FLOPs / {0:F1} GFLOP/s and bytes / {1:F1} GB/s, one worker ({2})", 1e-9 * model.peak.flops,
                 1e-9 * model.peak.bytes, model.source);
}

std::string refusalText(const Refusal &refusal) {
  std::string path = runtime::pathPattern(refusal.paths), where = placeText(refusal.place);
  if (!path.empty())
    where += " " + path;
  if (refusal.source.line != 0)
    where += " reads " + placeText(refusal.source);
  return where;
}

json::Object placeJson(const Place &place) {
  return json::Object{{"file", place.file}, {"line", int64_t(place.line)}, {"path", place.path}};
}

} // namespace

void kiln::printText(const EntryExplanation &entry, const CostModel &model, llvm::raw_ostream &os) {
  os << headline(entry, model) << "\n" << memoryLine(entry) << "\n" << modelLine(model) << "\n\n";
  size_t width = 8;
  for (const ExplainedKernel &kernel : entry.kernels)
    width = std::max(width, kernel.name.size());
  std::string form = formatv("{{0,-{0}} {{1,8} {{2,12} {{3,6} {{4,10} {{5,11}  {{6,-7}  {{7}\n", width);
  os << formatv(form.c_str(), "kernel", "launches", "expected", "share", "FLOPs", "bytes", "bound", "lines, path and schedule");
  double all = std::max(model.seconds(entry), 1e-30);
  for (const ExplainedKernel &kernel : entry.kernels) {
    os << formatv(form.c_str(), kernel.name, grouped(kernel.launches), timeText(model.seconds(kernel)),
                  formatv("{0:F1}%", 100 * model.seconds(kernel) / all).str(), scaled(kernel.flops), scaled(kernel.bytes, "B"),
                  boundText(kernel, model), placeText(kernel.places) + "  " + runtime::pathPattern(kernel.paths));
    os.indent(width + 1) << "  " << keyed(kernel) << "\n";
    for (const ExplainedLink &link : kernel.links)
      os.indent(width + 1) << "    " << linkText(link) << "\n";
  }
  if (entry.refusals.empty())
    return;
  os << "\nthrough memory between two kernels, most bytes first:\n";
  for (const Refusal &refusal : llvm::ArrayRef(entry.refusals).take_front(kMostRefusals))
    os << formatv("{0,11}  {1}{2}: {3}\n", scaled(refusal.bytes, "B"), refusalText(refusal),
                  refusal.paths.size() > 1 ? formatv(" ({0} times)", refusal.paths.size()).str() : "", refusal.reason);
  if (entry.refusals.size() > kMostRefusals)
    os << formatv("             and {0} more, which --json and the report list\n", entry.refusals.size() - kMostRefusals);
}

json::Object kiln::toJson(const EntryExplanation &entry, const CostModel &model) {
  json::Array kernels, refusals, buffers, steps;
  for (const ExplainedKernel &kernel : entry.kernels) {
    json::Array places;
    for (const Place &place : kernel.places)
      places.push_back(placeJson(place));
    json::Array links;
    for (const ExplainedLink &link : kernel.links)
      links.push_back(json::Object{{"place", placeJson(link.place)},
                                   {"path", runtime::pathPattern(link.paths)},
                                   {"kind", link.kind},
                                   {"sizes", link.schedule.sizes},
                                   {"schedule", link.schedule.text},
                                   {"chosen", link.schedule.chosen}});
    kernels.push_back(json::Object{{"name", kernel.name},
                        {"kind", kernel.kind},
                        {"schedule", scheduleText(kernel)},
                        {"sizes", kernel.schedule.sizes},
                        {"chosen", kernel.schedule.chosen},
                        {"links", std::move(links)},
                        {"launches", kernel.launches},
                        {"flops", kernel.flops},
                        {"bytes", kernel.bytes},
                        {"expected_ms", 1e3 * model.seconds(kernel)},
                        {"bound", boundText(kernel, model)},
                        {"lanes", kernel.lanes},
                        {"scalar", isScalar(kernel)},
                        {"path", runtime::pathPattern(kernel.paths)},
                        {"scalar_trips", kernel.scalarTrips},
                        {"places", std::move(places)}});
  }
  for (const Refusal &refusal : entry.refusals)
    refusals.push_back(json::Object{{"reason", refusal.reason},
                                    {"count", int64_t(refusal.paths.size())},
                                    {"path", runtime::pathPattern(refusal.paths)},
                                    {"bytes", refusal.bytes},
                                    {"reader", placeJson(refusal.place)},
                                    {"source", placeJson(refusal.source)}});
  for (const ExplainedBuffer &buffer : entry.buffers) {
    static constexpr StringRef kinds[] = {"storage", "input", "output", "temporary"};
    buffers.push_back(json::Object{{"name", buffer.name},
                                   {"kind", kinds[size_t(buffer.kind)]},
                                   {"lines", placeText(buffer.places)},
                                   {"offset", buffer.offset},
                                   {"bytes", buffer.size},
                                   {"first", buffer.first},
                                   {"last", buffer.last}});
  }
  for (const std::string &step : entry.steps)
    steps.push_back(step);
  return json::Object{{"entry", entry.entry},
                      {"mode", entry.mode},
                      {"expected_ms", 1e3 * model.seconds(entry)},
                      {"launches", entry.launches},
                      {"barriers", entry.barriers},
                      {"copies", entry.copies},
                      {"arena_bytes", entry.arenaBytes},
                      {"lower_bound_bytes", entry.lowerBound},
                      {"arena_over_lower_bound", overLowerBound(entry)},
                      {"storage_bytes", entry.storageBytes},
                      {"model", json::Object{{"gflops", 1e-9 * model.peak.flops},
                                             {"gbs", 1e-9 * model.peak.bytes},
                                             {"source", model.source}}},
                      {"kernels", std::move(kernels)},
                      {"apart", std::move(refusals)},
                      {"buffers", std::move(buffers)},
                      {"steps", std::move(steps)}};
}

void kiln::printHtml(StringRef file, llvm::ArrayRef<std::pair<EntryExplanation, CostModel>> entries, llvm::raw_ostream &os) {
  os << formatv("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title>\n<style>"
                "body{{font-family:sans-serif;margin:2em auto;max-width:75em;padding:0 1em}"
                "table{{border-collapse:collapse;font-size:90%}td,th{{padding:.25em .7em;text-align:left;border-bottom:1px solid #ddd}"
                "td.n{{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}svg{{width:100%;height:auto}"
                "small{{color:#666}</style></head>\n<body><h1>{0}</h1>\n",
                xmlText(file));
  for (const auto &[entry, model] : entries) {
    os << formatv("<h2>{0} {1}</h2>\n<p>{2}.<br>{3}.<br>{4}.</p>\n", entry.mode, xmlText(entry.entry), headline(entry, model),
                  memoryLine(entry), xmlText(modelLine(model)));
    drawArena(entry, os);
    os << "<h3>Kernels</h3>\n<table><tr><th>kernel<th>launches<th>expected<th>share<th>FLOPs<th>bytes<th>bound<th>lines and path<th>"
          "schedule</tr>\n";
    double all = std::max(model.seconds(entry), 1e-30);
    for (const ExplainedKernel &kernel : entry.kernels)
      os << formatv("<tr><td>{0}<td class=n>{1}<td class=n>{2}<td class=n>{3:F1}%<td class=n>{4}<td class=n>{5}<td>{6}<td>{7}<br>"
                    "<small>{8}</small><td>{9}</tr>\n",
                    kernel.name, grouped(kernel.launches), timeText(model.seconds(kernel)), 100 * model.seconds(kernel) / all,
                    scaled(kernel.flops), scaled(kernel.bytes, "B"), boundText(kernel, model), xmlText(placeText(kernel.places)),
                    xmlText(runtime::pathPattern(kernel.paths)), xmlText(keyed(kernel)));
    os << "</table>\n";
    if (!entry.refusals.empty()) {
      os << "<h3>Through memory between two kernels</h3>\n<table><tr><th>bytes<th>times<th>where<th>why</tr>\n";
      for (const Refusal &refusal : entry.refusals)
        os << formatv("<tr><td class=n>{0}<td class=n>{1}<td>{2}<td>{3}</tr>\n", scaled(refusal.bytes, "B"), refusal.paths.size(),
                      xmlText(refusalText(refusal)), xmlText(refusal.reason));
      os << "</table>\n";
    }
  }
  os << "</body></html>\n";
}
