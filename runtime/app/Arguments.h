// SPDX-License-Identifier: Apache-2.0
//
// The command line of a produced executable.
#ifndef KILN_RUNTIME_APP_ARGUMENTS_H
#define KILN_RUNTIME_APP_ARGUMENTS_H

#include "runtime/data/Batches.h"

#include <optional>

namespace kiln::runtime {

enum class Command : uint8_t { Describe, Train, Run, Profile, Help, Version };

struct EvalArgument {
  std::string entry;
  std::vector<NamedFile> files;
};

/// `--load FILE`, `--load part=FILE` or `--load part:from=FILE`.
struct LoadArgument {
  std::string path;
  std::string part; ///< of the model; empty: all of it
  std::string from; ///< its name in the file; empty: the one that fits
};

struct Arguments {
  Command command = Command::Describe;
  std::string entry;
  std::vector<NamedFile> files; ///< inputs of the entry
  std::vector<NamedFile> outs;  ///< outputs of the entry
  std::vector<EvalArgument> evals;
  std::vector<LoadArgument> loads;
  std::string resume, save, log, trace;
  std::string keepBest; ///< name of a scalar
  bool keepLeast = false;
  std::string until; ///< name of a scalar that ends the training where it is untilValue
  double untilValue = 0;
  std::optional<uint64_t> epochs, steps, saveEvery, logEvery, rounds;
  std::optional<uint32_t> seed;
  std::optional<int> threads;
  std::string cpu; ///< of which CPU the code runs; the best that this machine has if empty
  std::optional<bool> shuffle;
  bool json = false, partial = false, force = false;
};

/// Parses what follows the program's name. An error has Code::Usage.
Status parseArguments(int count, const char *const *arguments, Arguments *out_arguments);

/// The text of `--help`; `program` is how the executable was called.
std::string helpText(const char *program);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_APP_ARGUMENTS_H
