// SPDX-License-Identifier: Apache-2.0
//===- CommandLine.h - the words of a subcommand --------------------------===//
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kiln {

/// What a subcommand understands, declared once: each option with its help and what becomes of its value. Usage and help are made of the
/// same table that words are read by. Ours, and not one of LLVM's libraries: `cl` keeps options in globals, and those of the LLVM that is
/// linked stand among them; `Option` reads words into a second table, made by a generator, whose values are still to be taken one by one.
class CommandLine {
public:
  /// What is wrong with a value; empty where nothing is.
  using Take = std::function<std::string(llvm::StringRef value)>;

  /// `about` stands in the help above the options, `notes` below them.
  explicit CommandLine(llvm::StringRef command, llvm::StringRef about = {}, llvm::StringRef notes = {})
      : command(command), about(about), notes(notes) {}

  /// The next word that is no option, such as a "model", shown as `FILE`; without `isOptional` it must be given.
  void operand(llvm::StringRef shown, llvm::StringRef what, std::string &to, bool isOptional = false);
  /// `--json`: sets `is`. An option without help is understood, not shown.
  void flag(llvm::StringRef name, llvm::StringRef help, bool &is, bool value = true);
  /// `--name VALUE` or `--name=VALUE`.
  void option(llvm::StringRef name, llvm::StringRef value, llvm::StringRef help, Take take);

  /// Reads all words. The exit code where nothing is left to do: behind the help, or behind a message.
  std::optional<int> read(llvm::ArrayRef<llvm::StringRef> words);
  /// Reads the option at `words[i]`, and its value, and leaves `i` at the last word read; false where there is no option of this name. What is
  /// wrong with it is put into `problem`.
  bool readOption(llvm::ArrayRef<llvm::StringRef> words, size_t &i, std::string &problem);
  bool wasGiven(llvm::StringRef name) const;
  /// Says what is wrong, with the usage; the exit code.
  int misuse(const llvm::Twine &problem) const;

private:
  struct Operand {
    llvm::StringRef shown, what;
    std::string *to;
    bool isOptional;
  };
  struct Option {
    llvm::StringRef name, value, help;
    Take take;
    bool wasGiven = false;
  };
  void printUsage(llvm::raw_ostream &os) const;
  void printHelp(llvm::raw_ostream &os) const;

  llvm::StringRef command, about, notes;
  llvm::SmallVector<Operand, 2> operands;
  std::vector<Option> options;
};

} // namespace kiln
