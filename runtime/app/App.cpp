// SPDX-License-Identifier: Apache-2.0
#include "runtime/app/App.h"

#include "runtime/core/Checkpoint.h"
#include "runtime/cpu/Features.h"

#include <signal.h>
#include <stdio.h>

namespace kiln::runtime {

Status App::start(uint32_t seed) {
  KILN_TRY(checkCpu(package));
  KILN_TRY(workers.start(arguments.threads.value_or(availableProcessors())));
  return session.open(package, table, workers.executor(), seed);
}

/// The names of all visible entries, or of those in one mode.
static std::string entryNames(const Package &package, std::optional<abi::Mode> mode) {
  std::string known;
  for (const abi::Entry &entry : package.entries())
    if (mode ? entry.mode == static_cast<uint8_t>(*mode) : entry.mode != static_cast<uint8_t>(abi::Mode::Init))
      known += (known.empty() ? "`" : ", `") + std::string(package.text(entry.name)) + "`";
  return known.empty() ? "it has none" : known;
}

Status App::findEntry(const std::string &name, abi::Mode mode, const abi::Entry **out_entry) const {
  const abi::Entry *entry = package.findEntry(name);
  if (entry && entry->mode == static_cast<uint8_t>(mode)) {
    *out_entry = entry;
    return ok();
  }
  return error(Code::Usage, "`%s` is no %s entry of this model (%s)", name.c_str(),
               mode == abi::Mode::Train ? "train" : "infer", entryNames(package, mode).c_str());
}

Status App::findEntry(const std::string &name, const abi::Entry **out_entry) const {
  *out_entry = package.findEntry(name);
  if (*out_entry)
    return ok();
  return error(Code::Usage, "`%s` is no entry of this model (%s)", name.c_str(),
               entryNames(package, std::nullopt).c_str());
}

Status App::load() {
  Take take = arguments.partial ? Take::Partial : Take::Model;
  for (const LoadArgument &load : arguments.loads) {
    std::vector<std::string> skipped;
    if (load.part.empty())
      KILN_TRY(loadCheckpoint(load.path.c_str(), &session, take, nullptr, &skipped));
    else
      KILN_TRY(loadPart(load.path.c_str(), load.part, load.from, &session, take, &skipped));
    for (const std::string &line : skipped)
      fprintf(stderr, "not loaded: %s\n", line.c_str());
  }
  return ok();
}

int runApp(int count, const char *const *arguments, const void *bytes, const KilnEntryFn *table) {
  // A closed pipe or a file size limit is an error of the write, not the end of the process.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  App app;
  app.table = table;
  app.program = count > 0 ? arguments[0] : "model";
  int exit = kDone;
  Status status = parseArguments(count > 0 ? count - 1 : 0, arguments + 1, &app.arguments);
  if (status.isOk() && app.arguments.command == Command::Help) {
    fputs(helpText(app.program).c_str(), stdout);
    return kDone;
  }
  if (status.isOk())
    status = openForCpu(bytes, SIZE_MAX, app.arguments.cpu, &app.package);
  if (status.isOk()) {
    switch (app.arguments.command) {
    case Command::Describe:
      status = describe(&app);
      break;
    case Command::Train:
      status = trainCommand(&app, &exit);
      break;
    case Command::Run:
      status = runCommand(&app);
      break;
    case Command::Profile:
      status = profileCommand(&app);
      break;
    case Command::Version:
      printf("%s, built by kiln %s\n", app.package.c(app.package.header().model),
             app.package.c(app.package.header().compiler));
      break;
    case Command::Help:
      break;
    }
  }
  if (status.isOk() && (fflush(stdout) != 0 || ferror(stdout)))
    status = error(Code::Io, "cannot write the results to standard output");
  if (!status.isOk()) {
    fprintf(stderr, "error: %s\n", status.message().c_str());
    return status.code() == Code::Usage ? kUsage : kError;
  }
  return exit;
}

} // namespace kiln::runtime
