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

struct RunArguments {
  ModelOptions model;
  std::string file;
  bool reference = false;
  std::string rest; // which the executable reads
  std::vector<std::string> words; ///< of the executable, its name first
  CommandLine line{"run", "Does what the model's executable does with the same words, and leaves no executable behind:\n"
                          "  kiln run FILE                                what the model is: entries, inputs, outputs\n"
                          "  kiln run FILE train ENTRY name=FILE… …       train with a train entry\n"
                          "  kiln run FILE run ENTRY name=FILE… …         run an infer entry\n"
                          "  kiln run FILE --help                         all words and options\n"};

  RunArguments() {
    line.flag("--reference",
              "on the interpreter, the executable meaning of the model: no machine code, far slower, the same readers,\n"
              "order of rows, draws and checkpoints; with --trap-nonfinite it stops at the first op",
              reference);
    line.operand("FILE", "model", file);
    line.operand("WORD…", "word", rest, /*isOptional=*/true);
    model.declare(line, {"--set", "--precision", "--dump", "--cpu", "--trap-nonfinite"});
  }

  /// Options of `kiln` may stand anywhere: the executable has none of these names.
  std::optional<int> read(llvm::ArrayRef<StringRef> given) {
    words.emplace_back();
    for (size_t i = 0; i < given.size(); ++i) {
      std::string problem;
      if (line.readOption(given, i, problem)) {
        if (!problem.empty())
          return line.misuse(problem);
      } else if (!file.empty()) {
        words.push_back(given[i].str());
      } else if (given[i] == "--help" || given[i] == "-h") {
        return line.read(given[i]);
      } else if (given[i].starts_with("-")) {
        return line.misuse("there is no option `" + given[i] + "` before the model");
      } else {
        file = given[i].str();
      }
    }
    if (file.empty())
      return line.misuse("which model?");
    words[0] = (reference ? "kiln run --reference " : "kiln run ") + file;
    return std::nullopt;
  }
};

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
  if (auto code = arguments.read(invocation.arguments))
    return *code;
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
