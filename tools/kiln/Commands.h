// SPDX-License-Identifier: Apache-2.0
//===- Commands.h - the subcommands of the driver -------------------------===//
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace kiln {

/// What a subcommand is called with.
struct Invocation {
  /// The folder that holds bin/, lib/kiln/ and share/kiln/: the build folder, or the prefix of an installation.
  std::string root;
  /// The words after the subcommand.
  llvm::ArrayRef<llvm::StringRef> arguments;
};

/// Exit codes of `kiln`, the same as those of the executables it makes.
enum ExitCode { ExitSuccess = 0, ExitError = 1, ExitUsage = 2 };

#define COMMAND(word, operands, help) int word##Command(const Invocation &invocation);
#include "tools/kiln/Commands.def"

} // namespace kiln
