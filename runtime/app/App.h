// SPDX-License-Identifier: Apache-2.0
//
// What the commands of a produced executable share.
#ifndef KILN_RUNTIME_APP_APP_H
#define KILN_RUNTIME_APP_APP_H

#include "runtime/app/Arguments.h"
#include "runtime/core/Session.h"
#include "runtime/cpu/Workers.h"

namespace kiln::runtime {

/// Exit codes of the executable.
enum Exit : int { kDone = 0, kError = 1, kUsage = 2, kInterrupted = 130 };

/// The package, its functions, and the workers and session of one command.
struct App {
  Package package;
  const KilnEntryFn *table = nullptr;
  const char *program = "";
  Arguments arguments;
  Workers workers;
  Session session;

  /// Checks the CPU, starts the workers and opens the session: from here on compiled code may run.
  Status start(uint32_t seed);
  /// The entry named on the command line, in `mode`; errors name the entries that there are.
  Status findEntry(const std::string &name, abi::Mode mode, const abi::Entry **out_entry) const;
  /// The same in any mode.
  Status findEntry(const std::string &name, const abi::Entry **out_entry) const;
  /// `--load`, with the list of what `--partial` left.
  Status load();
};

Status describe(App *app);
Status runCommand(App *app);
Status profileCommand(App *app);
/// `out_exit` is kDone or kInterrupted where the status is ok.
Status trainCommand(App *app, int *out_exit);

/// Runs the executable's command line on a package; returns the exit code. `bytes` and `table` are of the
/// running executable.
int runApp(int count, const char *const *arguments, const void *bytes, const KilnEntryFn *table);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_APP_APP_H
