// SPDX-License-Identifier: Apache-2.0
//===- Explain.cpp - kiln explain: what became of a model, and why --------===//
#include "compiler/native/ReplaceFile.h"
#include "compiler/native/Target.h"
#include "runtime/cpu/Workers.h"
#include "tools/kiln/ArenaPicture.h"
#include "tools/kiln/Commands.h"
#include "tools/kiln/ExplainReport.h"
#include "tools/kiln/ModelOptions.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace kiln;
using llvm::formatv;
using llvm::StringRef;
namespace json = llvm::json;

namespace {

struct ExplainArguments {
  std::string file, entry, output;
  bool asJson = false;
  std::optional<runtime::Peak> machine;
  ModelOptions model;
  CommandLine line{"explain",
                   "Says what becomes of each entry (or of ENTRY alone), without running it: its kernels, most expected time first, each with the\n"
                   "lines and the path of the model that it comes from, how it is cut, what it computes and moves; what goes through memory\n"
                   "between two kernels, and why they are two.\n",
                   "What it took in truth says the executable: `./model profile ENTRY`.\n"};

  ExplainArguments() {
    line.operand("FILE", "model", file);
    line.operand("ENTRY", "entry", entry, /*isOptional=*/true);
    line.option("-o", "OUT", "OUT.html: the same as a page, with the bytes of the arena over time as a picture; OUT.svg: the picture of one entry alone",
                [this](StringRef value) -> std::string {
                  output = value.str();
                  if (!value.ends_with(".html") && !value.ends_with(".svg"))
                    return "`-o` takes a name that ends in .html (the whole report) or .svg (the arena), not `" + output + "`";
                  return "";
                });
    line.flag("--json", "the same for programs", asJson);
    line.option("--machine", "GFLOPS,GBS", "the two numbers of the cost model, instead of measuring this machine (a few hundredths of a second)",
                [this](StringRef value) -> std::string {
                  auto [flops, bytes] = value.split(',');
                  runtime::Peak peak;
                  if (flops.getAsDouble(peak.flops) || bytes.getAsDouble(peak.bytes) || !(peak.flops > 0) || !(peak.bytes > 0))
                    return "`--machine` takes two positive numbers, GFLOP/s and GB/s, such as 100,20, not `" + value.str() + "`";
                  peak.flops *= 1e9;
                  peak.bytes *= 1e9;
                  machine = peak;
                  return "";
                });
    model.declare(line, {"--set", "--precision", "--cpu", "-O0", "--no-winograd", "--tune", "--no-tune"});
  }
};

/// The numbers of this machine for an entry of so many bytes.
CostModel measured(const CompileOptions &options, int64_t bytes) {
  CostModel model;
  auto cpu = findCpu(options.cpu);
  runtime::Workers workers;
  if (!cpu || !workers.start(1).isOk()) {
    if (!cpu)
      llvm::consumeError(cpu.takeError());
    return model;
  }
  auto hasFeature = [](void *context, std::string_view name) {
    return llvm::is_contained(static_cast<Cpu *>(context)->features, name);
  };
  unsigned width = runtime::vectorBytes(hasFeature, &*cpu);
  model.peak = runtime::measurePeak(workers.executor(), width, options.f64, size_t(bytes));
  model.source = formatv("multiply-adds of {0}-bit vectors and reads of the arena's size, measured on this machine", 8 * width);
  return model;
}

int save(StringRef path, llvm::function_ref<void(llvm::raw_ostream &)> write) {
  std::string text;
  llvm::raw_string_ostream os(text);
  write(os);
  if (llvm::Error problem = replaceFile(path, text)) {
    llvm::errs() << "kiln explain: " << llvm::toString(std::move(problem)) << "\n";
    return ExitError;
  }
  return ExitSuccess;
}

} // namespace

int kiln::explainCommand(const Invocation &invocation) {
  ExplainArguments arguments;
  if (auto code = arguments.line.read(invocation.arguments))
    return *code;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  auto module = readModel(context, arguments.file, arguments.model.frontend);
  if (!module)
    return ExitError;
  if (!arguments.model.readTuning(arguments.file))
    return ExitError;
  std::vector<std::string> names = entriesOf(*module);
  std::string known = listed(names);
  if (!arguments.entry.empty()) {
    if (!llvm::is_contained(names, arguments.entry))
      return arguments.line.misuse("there is no entry `" + arguments.entry + "` (" + known + ")");
    names = {arguments.entry};
  }
  bool isPicture = StringRef(arguments.output).ends_with(".svg");
  if (isPicture && names.size() != 1)
    return arguments.line.misuse("a picture shows one entry: name it (" + known + ")");

  auto explained = explainEntries(*module, arguments.model.compile);
  if (failed(explained))
    return ExitError;
  std::vector<std::pair<EntryExplanation, CostModel>> entries;
  for (EntryExplanation &entry : *explained) {
    if (!llvm::is_contained(names, entry.entry))
      continue;
    CostModel model;
    if (arguments.machine)
      model = {*arguments.machine, "as `--machine` says"};
    else
      model = measured(arguments.model.compile, entry.arenaBytes);
    sortByTime(entry, model);
    entries.emplace_back(std::move(entry), std::move(model));
  }
  if (!arguments.output.empty())
    if (int code = save(arguments.output, [&](llvm::raw_ostream &os) {
          if (isPicture)
            drawArena(entries.front().first, os);
          else
            printHtml(llvm::sys::path::filename(arguments.file), entries, os);
        }))
      return code;
  if (arguments.asJson) {
    json::Array array;
    for (const auto &[entry, model] : entries)
      array.push_back(toJson(entry, model));
    llvm::outs() << formatv("{0:2}\n", json::Value(json::Object{{"entries", std::move(array)}}));
  } else if (arguments.output.empty()) {
    if (const TuningFile *file = arguments.model.compile.tuning.get())
      if (auto cpu = findCpu(arguments.model.compile.cpu); cpu && !file->of(cpu->name).value_or(Tuning()).isEmpty())
        llvm::outs() << "schedules for " << cpu->name << " as " << file->file << " has them, the others as the cost model chooses\n\n";
    for (const auto &[entry, model] : entries) {
      if (&entry != &entries.front().first)
        llvm::outs() << "\n";
      printText(entry, model, llvm::outs());
    }
  }
  return ExitSuccess;
}
