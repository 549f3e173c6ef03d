// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Diagnostics.h"
#include "frontends/kiln/Limits.h"
#include <algorithm>
#include <cassert>

using namespace kiln::frontend;

namespace {

struct Entry {
  llvm::StringRef id, name, text;
};

const Entry entries[] = {
#define DIAG(id, name, text) {#id, #name, text},
#include "frontends/kiln/Diagnostics.def"
};

// An id given twice does not compile.
enum RegisteredIds {
#define DIAG(id, name, text) Registered_##id,
#include "frontends/kiln/Diagnostics.def"
};

const Entry &entryOf(Diag diag) { return entries[static_cast<size_t>(diag)]; }

/// Replaces `{0}`, `{1}`… by the arguments.
std::string fillHoles(llvm::StringRef text, llvm::ArrayRef<std::string> args) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    bool hole = i + 2 < text.size() && text[i] == '{' && text[i + 2] == '}' && text[i + 1] >= '0' &&
                text[i + 1] <= '9';
    if (!hole) {
      out += text[i];
      continue;
    }
    size_t index = static_cast<size_t>(text[i + 1] - '0');
    assert(index < args.size() && "a hole of the message has no argument");
    if (index < args.size())
      out += args[index];
    i += 2;
  }
  return out;
}

} // namespace

llvm::StringRef kiln::frontend::diagId(Diag diag) { return entryOf(diag).id; }
llvm::StringRef kiln::frontend::diagName(Diag diag) { return entryOf(diag).name; }
llvm::StringRef kiln::frontend::diagText(Diag diag) { return entryOf(diag).text; }

Severity kiln::frontend::diagSeverity(Diag diag) {
  return entryOf(diag).id.starts_with("W") ? Severity::Warning : Severity::Error;
}

llvm::ArrayRef<Diag> kiln::frontend::allDiags() {
  static constexpr Diag all[] = {
#define DIAG(id, name, text) Diag::name,
#include "frontends/kiln/Diagnostics.def"
  };
  return all;
}

Diagnostic &Diagnostic::here(const llvm::Twine &text) {
  primaryLabel = text.str();
  return *this;
}

Diagnostic &Diagnostic::label(SourceRange place, const llvm::Twine &text) {
  labels.push_back({place, text.str()});
  return *this;
}

Diagnostic &Diagnostic::note(const llvm::Twine &text) {
  notes.push_back(text.str());
  return *this;
}

Diagnostic &Diagnostic::help(const llvm::Twine &text) {
  helpText = text.str();
  return *this;
}

Diagnostic &Diagnostic::consequence() {
  isConsequence = true;
  return *this;
}

Diagnostic &Diagnostics::add(Diag diag, SourceRange range, std::vector<std::string> args) {
  Diagnostic diagnostic;
  diagnostic.diag = diag;
  diagnostic.range = range;
  diagnostic.message = fillHoles(diagText(diag), args);
  if (diagnostic.severity() == Severity::Error)
    ++errors;
  if (diagnostics.size() >= limits::keptErrors) {
    ++dropped;
    overflow = std::move(diagnostic);
    return overflow;
  }
  diagnostics.push_back(std::move(diagnostic));
  return diagnostics.back();
}

void Diagnostics::fault(std::string what) {
  ++errors;
  faults.push_back(std::move(what));
}

std::vector<const Diagnostic *> Diagnostics::ordered() const {
  std::vector<const Diagnostic *> order;
  // What is elaborated several times, such as a block, says so once.
  auto known = [&](const Diagnostic &diagnostic) {
    return std::any_of(order.begin(), order.end(), [&](const Diagnostic *other) {
      return other->diag == diagnostic.diag && other->message == diagnostic.message &&
             other->range.file == diagnostic.range.file &&
             other->range.begin == diagnostic.range.begin && other->range.end == diagnostic.range.end;
    });
  };
  auto append = [&](Severity severity, bool causes) {
    for (const Diagnostic &diagnostic : diagnostics)
      if (diagnostic.severity() == severity && diagnostic.isConsequence != causes &&
          !known(diagnostic))
        order.push_back(&diagnostic);
  };
  append(Severity::Error, true);
  append(Severity::Error, false);
  append(Severity::Warning, true);
  append(Severity::Warning, false);
  return order;
}

void Diagnostics::render(llvm::raw_ostream &out, bool colour) const {
  for (const std::string &fault : faults)
    out << "a fault of kiln, not of the model: " << fault << "\n   help: please report it with the model\n";
  std::vector<const Diagnostic *> order = ordered();
  size_t shown = std::min<size_t>(order.size(), limits::shownErrors);
  for (size_t i = 0; i < shown; ++i) {
    if (i != 0)
      out << '\n';
    kiln::frontend::render(out, *order[i], colour);
  }
  if (size_t hidden = order.size() - shown + dropped)
    out << "\nand " << hidden << " more\n";
}
