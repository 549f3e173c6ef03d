// SPDX-License-Identifier: Apache-2.0
//===- Tune.cpp - kiln tune: schedules that this machine likes better ------===//
#include "compiler/native/ReplaceFile.h"
#include "compiler/native/Target.h"
#include "runtime/cpu/Workers.h"
#include "tools/kiln/Commands.h"
#include "tools/kiln/ModelOptions.h"
#include "tools/kiln/TuneSearch.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"

#include <csignal>

using namespace kiln;
using llvm::formatv;
using llvm::StringRef;

namespace {

int failure(const llvm::Twine &problem) {
  llvm::errs() << "kiln tune: " << problem << "\n";
  return ExitError;
}

struct TuneArguments {
  std::string file, entry, output;
  TuneSearch::Limits limits;
  int threads = 0;
  ModelOptions model;
  CommandLine line{"tune",
                   "Looks for faster schedules of an entry's kernels, most time first, by measuring them on this machine, and writes those that win by\n"
                   "more than the noise into FILE.tune beside the model, where `kiln build` finds it. Inputs and weights are drawn.\n",
                   "`kiln explain` shows each schedule, and where it comes from.\n"};

  TuneArguments() {
    line.operand("FILE", "model", file);
    line.operand("ENTRY", "entry", entry, /*isOptional=*/true);
    auto option = [this](StringRef name, StringRef value, StringRef help, StringRef takes, std::function<bool(StringRef)> take) {
      line.option(name, value, help, [=](StringRef given) -> std::string {
        return take(given) ? "" : ("`" + name + "` takes " + takes + ", not `" + given + "`").str();
      });
    };
    option("--time", "SECONDS", "how long at most, 120 if not given; Ctrl-C ends it before, and keeps what was found", "seconds",
           [this](StringRef value) { return !value.getAsDouble(limits.seconds) && limits.seconds > 0; });
    option("--trials", "N", "candidates for each kernel at most, 100 if not given", "a number of candidates, 1 or more",
           [this](StringRef value) { return !value.getAsInteger(10, limits.trials) && limits.trials > 0; });
    option("--threads", "N", "workers; as many as there are processors if not given", mostThreads,
           [this](StringRef value) { return !value.getAsInteger(10, threads) && threads >= 1 && threads <= runtime::kMaxWorkers; });
    option("--tolerance", "X",
           "what results may differ by, relative to the largest element of each tensor, such as 1e-5; it is written\n"
           "into the file. Without it, and without a line in the file, results keep their bits",
           "a number above 0 and below 1, such as 1e-5",
           [this](StringRef value) { return !value.getAsDouble(limits.tolerance) && limits.tolerance > 0 && limits.tolerance < 1; });
    option("--output", "FILE.tune", "another file to read and write", "a name that ends in .tune", [this](StringRef value) {
      output = value.str();
      return value.ends_with(".tune");
    });
    model.declare(line, {"--set", "--precision", "--no-winograd"});
  }

  std::optional<int> read(llvm::ArrayRef<StringRef> words) {
    if (auto code = line.read(words))
      return code;
    if (model.compile.cpu != "native")
      return line.misuse("`--cpu`: schedules are measured, so on the processor that they are for");
    if (!model.compile.optimise)
      return line.misuse("`-O0` has no schedules");
    if (model.compile.trapNonFinite)
      return line.misuse("`--trap-nonfinite` is for `kiln build` and `kiln run`");
    if (!model.tune.empty())
      return line.misuse("`--tune` is an option of `kiln build`; here `--output` names the file");
    return std::nullopt;
  }

private:
  std::string mostThreads = "a number from 1 to " + std::to_string(runtime::kMaxWorkers);
};

std::string numberText(double number) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%g", number);
  return text;
}

volatile std::sig_atomic_t isInterrupted = 0;

/// The first time it ends the search, the second time the program.
void interrupt(int signal) {
  isInterrupted = 1;
  std::signal(signal, SIG_DFL);
}

/// Bytes of this machine's caches of data, first level first.
std::vector<int64_t> caches() {
  std::vector<int64_t> sizes;
  for (int i = 0; i < 8; ++i) {
    auto read = [&](StringRef what) {
      auto file = llvm::MemoryBuffer::getFileAsStream(formatv("/sys/devices/system/cpu/cpu0/cache/index{0}/{1}", i, what).str());
      return file ? (*file)->getBuffer().trim().str() : std::string();
    };
    std::string type = read("type"), size = read("size");
    StringRef digits(size);
    int64_t number = 0;
    if ((type == "Data" || type == "Unified") && digits.consume_back("K") && !digits.getAsInteger(10, number) && number > 0 && sizes.size() < 4)
      sizes.push_back(number * 1024);
  }
  return sizes;
}

void printGains(const TuneSearch &search, StringRef entry) {
  auto &os = llvm::outs();
  size_t width = 6;
  for (const TuneKernel &kernel : search.kernels)
    if (!kernel.choices.empty())
      width = std::max(width, kernel.keys.front().text().size());
  std::string form = formatv("{{0,-{0}} {{1,10} {{2,10} {{3,7} {{4,7}  {{5}\n", width);
  os << "\n" << formatv(form.c_str(), "kernel", "alone, ms", "tuned, ms", "gain", "noise", "schedule");
  for (const TuneKernel &kernel : search.kernels) {
    if (kernel.choices.empty())
      continue;
    KernelChoices line;
    line.kernel = kernel.keys.front();
    line.choices = kernel.choices;
    os << formatv(form.c_str(), line.kernel.text(), formatv("{0:F4}", 1e3 * kernel.gain.first).str(),
                  formatv("{0:F4}", 1e3 * kernel.gain.second).str(), formatv("{0:F1} %", 100 * (1 - kernel.gain.ratio)).str(),
                  formatv("{0:F1} %", 100 * kernel.gain.noise).str(), line.choicesText());
  }
  os << formatv(form.c_str(), ("entry " + entry).str(), formatv("{0:F4}", 1e3 * search.whole.first).str(),
                formatv("{0:F4}", 1e3 * search.whole.second).str(), formatv("{0:F1} %", 100 * (1 - search.whole.ratio)).str(),
                formatv("{0:F1} %", 100 * search.whole.noise).str(),
                search.distance > 0 ? formatv("results differ by {0:e1} at most", search.distance).str() : "the same bits");
}

} // namespace

int kiln::tuneCommand(const Invocation &invocation) {
  TuneArguments arguments;
  if (auto code = arguments.read(invocation.arguments))
    return *code;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  auto module = readModel(context, arguments.file, arguments.model.frontend);
  if (!module)
    return ExitError;
  std::vector<std::string> names = entriesOf(*module);
  if (arguments.entry.empty() && names.size() == 1)
    arguments.entry = names.front();
  if (arguments.entry.empty())
    return arguments.line.misuse("one entry is tuned at a time: name it (" + listed(names) + ")");
  if (!llvm::is_contained(names, arguments.entry))
    return arguments.line.misuse("there is no entry `" + arguments.entry + "` (" + listed(names) + ")");

  // What the file has is kept, its tolerance holds.
  std::string file = arguments.output.empty() ? tuneFileOf(arguments.file) : arguments.output, text;
  auto cpu = findCpu("native");
  if (!cpu)
    return failure(llvm::toString(cpu.takeError()));
  Tuning lines;
  if (llvm::sys::fs::exists(file)) {
    auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/true);
    if (!buffer)
      return failure("cannot read " + file + ": " + buffer.getError().message());
    text = (*buffer)->getBuffer().str();
    std::vector<TuningError> errors;
    auto before = parseTuning(text, file, errors);
    printErrors(file, text, errors);
    if (!before)
      return ExitError;
    lines = before->of(cpu->name).value_or(Tuning());
    if (before->tolerance > 0 && arguments.limits.tolerance > 0 && before->tolerance != arguments.limits.tolerance)
      return failure(file + " says `tolerance " + numberText(before->tolerance) + "`: leave `--tolerance` out, or change the line");
    if (before->tolerance > 0)
      arguments.limits.tolerance = before->tolerance;
    else if (arguments.limits.tolerance > 0)
      text = "tolerance " + numberText(arguments.limits.tolerance) + "\n" + text;
  } else {
    text = "# Schedules that `kiln tune` found to be faster than the cost model's.\n";
    if (arguments.limits.tolerance > 0)
      text += "tolerance " + numberText(arguments.limits.tolerance) + "\n";
  }

  bool isTerminal = llvm::sys::Process::StandardErrIsDisplayed();
  auto say = [&](const std::string &line, bool lasts) {
    if (!lasts && !isTerminal)
      return;
    if (isTerminal)
      llvm::errs() << "\r\x1b[K";
    llvm::errs() << (lasts ? line + "\n" : line.substr(0, 110));
  };
  int threads = arguments.threads ? arguments.threads : runtime::availableProcessors();
  std::signal(SIGINT, interrupt);
  TuneSearch search(*module, arguments.entry, arguments.model.compile, arguments.limits, std::move(lines), threads, say);
  say(formatv("{0} of {1}: {2} worker{3}, {4}", arguments.entry, arguments.file, search.workers(), search.workers() == 1 ? "" : "s",
              arguments.limits.tolerance > 0 ? "results within " + numberText(arguments.limits.tolerance) : "the same bits"),
      true);
  std::string problem;
  if (!search.run([] { return isInterrupted != 0; }, problem))
    return failure(problem);
  if (isInterrupted)
    say("interrupted: what was found so far is kept", true);

  Tuning tuning = search.result();
  bool isSlower = search.whole.ratio > 1 + std::max(0.01, search.whole.noise);
  if (tuning.isEmpty()) {
    llvm::outs() << "nothing is faster than the cost model's schedules by more than the noise; " << file << " stays as it is\n";
    return ExitSuccess;
  }
  printGains(search, arguments.entry);
  if (isSlower) {
    llvm::outs() << "kernels that are faster alone make the entry slower: " << file << " stays as it is\n";
    return ExitSuccess;
  }
  tuning.cpu = cpu->name;
  tuning.caches = caches();
  if (llvm::Error error = replaceFile(file, updatedTuning(text, tuning)))
    return failure(llvm::toString(std::move(error)));
  llvm::outs() << "written to " << file << "\n";
  return ExitSuccess;
}
