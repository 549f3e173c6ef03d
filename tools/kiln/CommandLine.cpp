// SPDX-License-Identifier: Apache-2.0
//===- CommandLine.cpp ----------------------------------------------------===//
#include "tools/kiln/CommandLine.h"
#include "tools/kiln/Commands.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using llvm::StringRef;

void CommandLine::operand(StringRef shown, StringRef what, std::string &to, bool isOptional) {
  operands.push_back({shown, what, &to, isOptional});
}

void CommandLine::flag(StringRef name, StringRef help, bool &is, bool value) {
  option(name, "", help, [&is, value](StringRef) {
    is = value;
    return "";
  });
}

void CommandLine::option(StringRef name, StringRef value, StringRef help, Take take) {
  options.push_back({name, value, help, std::move(take)});
}

bool CommandLine::readOption(llvm::ArrayRef<StringRef> words, size_t &i, std::string &problem) {
  auto [name, value] = words[i].split('=');
  auto found = llvm::find_if(options, [&](const Option &option) { return option.name == (option.value.empty() ? words[i] : name); });
  if (found == options.end())
    return false;
  found->wasGiven = true;
  if (!found->value.empty() && !words[i].contains('=')) {
    if (i + 1 == words.size()) {
      problem = "`" + name.str() + "` needs a value";
      return true;
    }
    value = words[++i];
  }
  problem = found->take(value);
  return true;
}

std::optional<int> CommandLine::read(llvm::ArrayRef<StringRef> words) {
  if (llvm::is_contained(words, "--help") || llvm::is_contained(words, "-h")) {
    printHelp(llvm::outs());
    return ExitSuccess;
  }
  size_t given = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    std::string problem;
    if (!words[i].starts_with("-")) {
      if (given == operands.size())
        return misuse("one " + operands.back().what + " at a time; `" + words[i] + "` is a second");
      *operands[given++].to = words[i].str();
    } else if (!readOption(words, i, problem)) {
      return misuse("there is no option `" + words[i].split('=').first + "`");
    } else if (!problem.empty()) {
      return misuse(problem);
    }
  }
  for (const Operand &operand : operands)
    if (!operand.isOptional && operand.to->empty())
      return misuse("which " + operand.what + "?");
  return std::nullopt;
}

bool CommandLine::wasGiven(StringRef name) const {
  return llvm::any_of(options, [&](const Option &option) { return option.name == name && option.wasGiven; });
}

int CommandLine::misuse(const llvm::Twine &problem) const {
  llvm::errs() << "kiln " << command << ": " << problem << "\n";
  printUsage(llvm::errs());
  return ExitUsage;
}

void CommandLine::printUsage(llvm::raw_ostream &os) const {
  constexpr size_t kWidth = 132;
  std::string line = ("usage: kiln " + command).str();
  std::string indent(line.size(), ' ');
  auto add = [&](const llvm::Twine &word) {
    std::string text = word.str();
    if (line.size() + 1 + text.size() > kWidth) {
      os << line << "\n";
      line = indent;
    }
    line += " " + text;
  };
  for (const Operand &operand : operands)
    add(operand.isOptional ? "[" + operand.shown + "]" : llvm::Twine(operand.shown));
  for (const Option &option : options)
    if (!option.help.empty())
      add("[" + option.name + (option.value.empty() ? "" : " ") + option.value + "]");
  os << line << "\n";
}

void CommandLine::printHelp(llvm::raw_ostream &os) const {
  constexpr size_t kColumn = 22;
  printUsage(os);
  os << "\n" << about << (about.empty() ? "" : "\n");
  for (const Option &option : options) {
    if (option.help.empty())
      continue;
    std::string name = ("  " + option.name + (option.value.empty() ? "" : " ") + option.value).str();
    name += name.size() < kColumn ? std::string(kColumn - name.size(), ' ') : "\n" + std::string(kColumn, ' ');
    llvm::SmallVector<StringRef> lines;
    option.help.split(lines, '\n');
    os << name << llvm::join(lines, "\n" + std::string(kColumn, ' ')) << "\n";
  }
  os << notes;
}
