// SPDX-License-Identifier: Apache-2.0
//===- Run.cpp - kiln run: a model's own command line, without an artefact ===//
#include "compiler/Pipeline.h"
#include "compiler/native/Native.h"
#include "tools/kiln/Commands.h"
#include "tools/kiln/ModelOptions.h"
#include "tools/kiln/ReferenceModel.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace kiln;
using llvm::StringRef;

namespace {

constexpr StringRef kUsage =
    "usage: kiln run [--reference] [--trap-nonfinite] FILE [--set DIM=N] [--set ENTRY.DIM=N] [--cpu NAME]\n"
    "                [--precision f64] [--dump PATH]… WORD…\n";
constexpr StringRef kHelp =
    "\n"
    "Does what the model's executable does with the same words, and leaves no executable behind:\n"
    "  kiln run FILE                                what the model is: entries, inputs, outputs\n"
    "  kiln run FILE train ENTRY name=FILE… …       train with a train entry\n"
    "  kiln run FILE run ENTRY name=FILE… …         run an infer entry\n"
    "  kiln run FILE --help                         all words and options\n"
    "\n"
    "  --reference      on the interpreter, the executable meaning of the model: no machine code, far slower,\n"
    "                   the same readers, order of rows, draws and checkpoints\n"
    "  --trap-nonfinite stop at the first kernel that makes an infinity or a NaN, and name its lines and path; with\n"
    "                   --reference, or -O0, the first op. All values that kernels write are looked at\n"
    "  --dump PATH      one more output: a name of the entry's body, or of a part's body behind its path, such as\n"
    "                   net.layers[0].y; written with --out like the others\n"
    "  --set DIM=N      the size of a dim, such as B=64; --set ENTRY.DIM=N in one entry\n"
    "  --precision f64  every float of the model is f64\n"
    "  --cpu NAME       the processor to compile for; this machine's if not given\n";

int usage(const llvm::Twine &problem) {
  llvm::errs() << "kiln run: " << problem << "\n" << kUsage << "Try `kiln run --help`.\n";
  return ExitUsage;
}

struct RunArguments {
  ModelOptions model;
  std::string file;
  bool reference = false, help = false;
  std::vector<std::string> words; ///< of the executable, its name first
};

/// 0 where the arguments make sense. Options of `kiln` may stand anywhere: the executable has none of these
/// names.
int parse(llvm::ArrayRef<StringRef> words, RunArguments &result) {
  result.words.emplace_back();
  for (size_t i = 0; i < words.size(); ++i) {
    std::string problem;
    switch (result.model.take(words, i, problem)) {
    case ModelOptions::Taken::Yes:
      continue;
    case ModelOptions::Taken::Wrong:
      return usage(problem);
    case ModelOptions::Taken::No:
      break;
    }
    if (words[i] == "--reference")
      result.reference = true;
    else if (!result.file.empty())
      result.words.push_back(words[i].str());
    else if (words[i] == "--help" || words[i] == "-h")
      result.help = true;
    else if (words[i].starts_with("-"))
      return usage("there is no option `" + words[i] + "` before the model");
    else
      result.file = words[i].str();
  }
  if (result.file.empty() && !result.help)
    return usage("which model?");
  result.words[0] = (result.reference ? "kiln run --reference " : "kiln run ") + result.file;
  return 0;
}

/// Compiles to a temporary file that is gone, but for this process, before it starts; so signals and the
/// exit code are the executable's own.
int compileAndRun(mlir::ModuleOp module, const Invocation &invocation, const CompileOptions &options,
                  llvm::ArrayRef<const char *> words) {
  CompileReport report;
  llvm::SmallString<0> object;
  if (failed(runStages(module, Stage::Memory, options, report)) ||
      failed(runNative(Variant{module, options}, report, object)))
    return ExitError;
  auto failed = [](const llvm::Twine &problem) {
    llvm::errs() << "kiln run: " << problem << "\n";
    return ExitError;
  };
  llvm::SmallString<128> path;
  if (std::error_code code = llvm::sys::fs::createTemporaryFile("kiln-run", "", path))
    return failed("cannot make a temporary file: " + code.message());
  llvm::Error problem = linkExecutable(invocation.root, object, path, /*symbols=*/false);
  int file = problem ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  int reason = errno;
  llvm::sys::fs::remove(path);
  if (problem)
    return failed(llvm::toString(std::move(problem)));
  llvm::SmallVector<char *> arguments;
  for (const char *word : words)
    arguments.push_back(const_cast<char *>(word));
  arguments.push_back(nullptr);
  if (file >= 0) {
    ::fexecve(file, arguments.data(), environ);
    reason = errno;
  }
  return failed("cannot run the executable: " + llvm::Twine(std::strerror(reason)));
}

} // namespace

int kiln::runCommand(const Invocation &invocation) {
  RunArguments arguments;
  if (int code = parse(invocation.arguments, arguments))
    return code;
  if (arguments.help) {
    llvm::outs() << kUsage << kHelp;
    return ExitSuccess;
  }
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  auto module = readModel(context, arguments.file, arguments.model.frontend);
  if (!module)
    return ExitError;
  if (!arguments.model.readTuning(arguments.file))
    return ExitError;
  llvm::SmallVector<const char *> words;
  for (const std::string &word : arguments.words)
    words.push_back(word.c_str());
  if (!arguments.reference)
    return compileAndRun(*module, invocation, arguments.model.compile, words);
  ReferenceModel model;
  if (failed(model.open(*module, arguments.model.compile)))
    return ExitError;
  return model.run(words);
}
