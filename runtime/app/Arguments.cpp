// SPDX-License-Identifier: Apache-2.0
#include "runtime/app/Arguments.h"

#include <stdlib.h>
#include <string.h>

namespace kiln::runtime {

namespace {

enum Commands : uint8_t { InTrain = 1, InRun = 2, InDescribe = 4, InProfile = 8 };

struct Option {
  const char *name;
  const char *value; ///< null for a switch
  uint8_t commands;
  const char *help;
};

constexpr Option kOptions[] = {
    {"--epochs", "N", InTrain, "stop when N epochs are done since the start, also after --resume"},
    {"--steps", "N", InTrain, "stop when N steps are done since the start, also after --resume"},
    {"--until", "NAME==VALUE", InTrain, "and stop before that after a step whose scalar NAME is VALUE"},
    {"--seed", "S", InTrain | InRun | InProfile, "of initial values, draws and row order; 0 if not given"},
    {"--threads", "T", InTrain | InRun | InProfile, "workers; the processors available if not given"},
    {"--cpu", "NAME", InTrain | InRun | InProfile | InDescribe, "the code for this CPU of an executable for several"},
    {"--shuffle", nullptr, InTrain, "rows in an order drawn from seed and epoch (the default)"},
    {"--no-shuffle", nullptr, InTrain, "rows in the order of the files"},
    {"--save", "FILE", InTrain, "replace FILE by a checkpoint at the end and after each epoch"},
    {"--save-every", "N", InTrain, "and after every N steps"},
    {"--load", "[PART=]FILE", InTrain | InRun | InProfile, "begin with the parameters and model state of FILE, or PART with its own"},
    {"--partial", nullptr, InTrain | InRun | InProfile, "let --load take what fits, and list what does not"},
    {"--resume", "FILE", InTrain, "continue the training that FILE was saved from"},
    {"--force", nullptr, InTrain, "let --resume continue with other data, batch size or order"},
    {"--eval", "ENTRY name=FILE…", InTrain, "run an infer entry after each epoch"},
    {"--keep-best", "NAME[:min]", InTrain,
     "beside --save FILE keep FILE's best epoch by the scalar NAME of --eval, the largest or least"},
    {"--log", "FILE.csv", InTrain, "write scalars as CSV, and a curve as FILE.svg"},
    {"--log-every", "N", InTrain, "steps between lines of the log; 10 if not given"},
    {"--out", "name=FILE", InRun, "write an output as .npy, .npz or .safetensors"},
    {"--rounds", "N", InProfile, "measured calls; as many as fit in a second if not given"},
    {"--trace", "FILE.json", InProfile, "write the fastest call as a trace for Perfetto or chrome://tracing"},
    {"--json", nullptr, InTrain | InRun | InDescribe | InProfile, "results as JSON"},
};

const Option *findOption(std::string_view name) {
  for (const Option &option : kOptions)
    if (name == option.name)
      return &option;
  return nullptr;
}

bool parseCount(const char *text, uint64_t limit, uint64_t *out_value) {
  uint64_t value = 0;
  if (!*text)
    return false;
  for (; *text; ++text) {
    if (*text < '0' || *text > '9' || __builtin_mul_overflow(value, uint64_t(10), &value) ||
        __builtin_add_overflow(value, uint64_t(*text - '0'), &value))
      return false;
  }
  *out_value = value;
  return value <= limit;
}

bool splitNamedFile(const char *argument, NamedFile *out_file) {
  const char *equals = strchr(argument, '=');
  if (!equals || equals == argument || !equals[1])
    return false;
  *out_file = {std::string(argument, equals), equals + 1};
  return true;
}

Status usage(const std::string &message) {
  return Status(Code::Usage, message + " (see `--help`)");
}

class Parser {
public:
  Parser(int count, const char *const *arguments, Arguments *result)
      : count(count), arguments(arguments), result(*result) {}

  Status run() {
    if (count == 0)
      return ok();
    std::string_view first = arguments[0];
    if (first == "--help" || first == "-h" || first == "help") {
      result.command = Command::Help;
      return ok();
    }
    if (first == "--version") {
      result.command = Command::Version;
      return ok();
    }
    uint8_t command = InDescribe;
    if (first == "train" || first == "run" || first == "profile") {
      result.command = first == "train" ? Command::Train : first == "run" ? Command::Run : Command::Profile;
      command = first == "train" ? InTrain : first == "run" ? InRun : InProfile;
      at = 1;
      if (at == count || arguments[at][0] == '-' || strchr(arguments[at], '='))
        return usage(text("`%s` must be followed by the name of an entry", arguments[0]));
      result.entry = arguments[at++];
    } else if (first == "describe") {
      at = 1;
    } else if (first[0] != '-') {
      return usage(text("there is no command `%s`", arguments[0]));
    }
    std::vector<NamedFile> *files = &result.files;
    while (at != count) {
      const char *argument = arguments[at++];
      if (strcmp(argument, "--help") == 0) {
        result.command = Command::Help;
        return ok();
      }
      if (argument[0] == '-') {
        const Option *option = findOption(argument);
        if (!option || !(option->commands & command))
          return usage(text("there is no option `%s` here", argument));
        files = &result.files;
        const char *value = nullptr;
        if (option->value) {
          if (at == count)
            return usage(text("`%s` must be followed by %s", argument, option->value));
          value = arguments[at++];
          if (!*value)
            return usage(text("`%s` must be followed by %s, and that is empty", argument, option->value));
        }
        KILN_TRY(take(option->name, value));
        if (strcmp(argument, "--eval") == 0)
          files = &result.evals.back().files;
        continue;
      }
      NamedFile file;
      if (command == InDescribe || !splitNamedFile(argument, &file))
        return usage(text("`%s` is neither an option nor `name=FILE`", argument));
      files->push_back(std::move(file));
    }
    return check();
  }

private:
  Status number(const char *name, const char *value, uint64_t least, uint64_t most,
                std::optional<uint64_t> *out_number) {
    uint64_t parsed;
    if (!parseCount(value, most, &parsed) || parsed < least)
      return usage(text("`%s` must be followed by a whole number from %llu to %llu, not `%s`", name,
                        static_cast<unsigned long long>(least), static_cast<unsigned long long>(most),
                        value));
    *out_number = parsed;
    return ok();
  }

  Status take(std::string_view name, const char *value) {
    constexpr uint64_t kMost = uint64_t(1) << 53;
    std::optional<uint64_t> parsed;
    if (name == "--epochs")
      return number("--epochs", value, 1, kMost, &result.epochs);
    if (name == "--steps")
      return number("--steps", value, 1, kMost, &result.steps);
    if (name == "--save-every")
      return number("--save-every", value, 1, kMost, &result.saveEvery);
    if (name == "--log-every")
      return number("--log-every", value, 1, kMost, &result.logEvery);
    if (name == "--rounds")
      return number("--rounds", value, 1, 1000000, &result.rounds);
    if (name == "--seed") {
      KILN_TRY(number("--seed", value, 0, UINT32_MAX, &parsed));
      result.seed = static_cast<uint32_t>(*parsed);
    } else if (name == "--threads") {
      KILN_TRY(number("--threads", value, 1, 256, &parsed));
      result.threads = static_cast<int>(*parsed);
    } else if (name == "--cpu") {
      result.cpu = value;
    } else if (name == "--shuffle" || name == "--no-shuffle") {
      if (result.shuffle && *result.shuffle != (name == "--shuffle"))
        return usage("`--shuffle` and `--no-shuffle` contradict each other");
      result.shuffle = name == "--shuffle";
    } else if (name == "--save") {
      result.save = value;
    } else if (name == "--load") {
      LoadArgument load{value, {}, {}};
      NamedFile named;
      if (splitNamedFile(value, &named)) {
        size_t colon = named.name.find(':');
        load.path = named.path;
        load.part = named.name.substr(0, colon);
        load.from = colon == std::string::npos ? std::string() : named.name.substr(colon + 1);
      }
      result.loads.push_back(std::move(load));
    } else if (name == "--resume") {
      result.resume = value;
    } else if (name == "--log") {
      result.log = value;
    } else if (name == "--trace") {
      result.trace = value;
    } else if (name == "--eval") {
      result.evals.push_back({value, {}});
    } else if (name == "--keep-best") {
      std::string_view scalar = value;
      result.keepLeast = scalar.ends_with(":min");
      result.keepBest = result.keepLeast ? scalar.substr(0, scalar.size() - 4) : scalar;
    } else if (name == "--until") {
      const char *equals = strstr(value, "==");
      char *end = nullptr;
      if (equals)
        result.untilValue = strtod(equals + 2, &end);
      if (!equals || equals == value || end == equals + 2 || *end)
        return usage(text("`--until` must be followed by NAME==VALUE, not `%s`", value));
      result.until = std::string(value, equals);
    } else if (name == "--out") {
      NamedFile file;
      if (!splitNamedFile(value, &file))
        return usage(text("`--out` must be followed by name=FILE, not `%s`", value));
      result.outs.push_back(std::move(file));
    } else if (name == "--json") {
      result.json = true;
    } else if (name == "--partial") {
      result.partial = true;
    } else if (name == "--force") {
      result.force = true;
    }
    return ok();
  }

  Status check() const {
    if (result.command == Command::Train && !result.epochs && !result.steps)
      return usage("a training needs an end: add `--epochs N` or `--steps N`");
    if (!result.loads.empty() && !result.resume.empty())
      return usage("`--load` and `--resume` contradict each other");
    if (result.partial && result.loads.empty())
      return usage("`--partial` belongs to `--load`");
    if (result.force && result.resume.empty())
      return usage("`--force` belongs to `--resume`");
    if (result.saveEvery && result.save.empty())
      return usage("`--save-every` needs `--save FILE`");
    if (result.logEvery && result.log.empty())
      return usage("`--log-every` needs `--log FILE.csv`");
    if (!result.log.empty() && !std::string_view(result.log).ends_with(".csv"))
      return usage("`--log` must be followed by a name that ends in .csv");
    if (!result.keepBest.empty() && (result.save.empty() || result.evals.empty()))
      return usage("`--keep-best` needs `--save FILE` and `--eval ENTRY`");
    return ok();
  }

  int count;
  const char *const *arguments;
  Arguments &result;
  int at = 0;
};

} // namespace

Status parseArguments(int count, const char *const *arguments, Arguments *out_arguments) {
  return Parser(count, arguments, out_arguments).run();
}

std::string helpText(const char *program) {
  std::string help = text("%s                            what the model is: entries, inputs, outputs\n"
                          "%s train ENTRY name=FILE…     train with a train entry\n"
                          "%s run ENTRY name=FILE…       run an infer entry\n"
                          "%s profile ENTRY [name=FILE…] time of each kernel of an entry, measured\n"
                          "%s --help | --version\n\n"
                          "Files: IDX, npy, npz, safetensors; IDX and npy also as .gz.\n\n",
                          program, program, program, program, program);
  for (const Option &option : kOptions) {
    std::string left = option.name;
    if (option.value)
      left += std::string(" ") + option.value;
    const char *where = option.commands == InTrain ? "train"
                        : option.commands == InRun ? "run  "
                        : option.commands == InProfile ? "prof "
                                                   : "     ";
    help += text("  %s  %-28s %s\n", where, left.c_str(), option.help);
  }
  help += "\nResults go to stdout as `name value`, progress and errors to stderr.\n"
          "Exit: 0 done, 1 error, 2 wrong usage, 130 interrupted (after saving, where --save is given).\n";
  return help;
}

} // namespace kiln::runtime
