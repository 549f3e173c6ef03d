// SPDX-License-Identifier: Apache-2.0
// What the frontend tells its user: several errors in one run, each with an id, the place, the
// facts that disagree and a repair.
//
//   diagnostics.report(Diag::IndexOverTwoDims, use1, indexName)
//       .here("here `e` runs over D")
//       .label(use2, "here `e` runs over K")
//       .note("D and K are both 64 in Attention(D: 64, H: 1), but they are different dims")
//       .help("`x[t, d]`");
#ifndef KILN_FRONTENDS_KILN_DIAGNOSTICS_H
#define KILN_FRONTENDS_KILN_DIAGNOSTICS_H

#include "frontends/kiln/Source.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"
#include <deque>
#include <string>
#include <vector>

namespace kiln::frontend {

/// Every message of the frontend, registered once in Diagnostics.def.
enum class Diag : uint16_t {
#define DIAG(id, name, text) name,
#include "frontends/kiln/Diagnostics.def"
};

enum class Severity : uint8_t { Error, Warning };

/// The id as written in messages and docs: "E201".
llvm::StringRef diagId(Diag diag);
/// The name of the entry in Diagnostics.def: "IndexOverTwoDims".
llvm::StringRef diagName(Diag diag);
/// The message with its holes `{0}`, `{1}`…
llvm::StringRef diagText(Diag diag);
/// Ids that begin with W are warnings, all others errors.
Severity diagSeverity(Diag diag);
/// All entries, in the order of Diagnostics.def.
llvm::ArrayRef<Diag> allDiags();

/// A further place that belongs to a message; it may lie in another file.
struct DiagnosticLabel {
  SourceRange range;
  std::string text;
};

struct Diagnostic {
  Diag diag = {};
  SourceRange range;
  std::string message;
  std::string primaryLabel;
  std::vector<DiagnosticLabel> labels;
  std::vector<std::string> notes;
  std::string helpText;
  /// Causes are shown first, then likely consequences, each in the order of the report.
  bool isConsequence = false;

  /// Text under the carets of the primary range.
  Diagnostic &here(const llvm::Twine &text);
  Diagnostic &label(SourceRange place, const llvm::Twine &text);
  Diagnostic &note(const llvm::Twine &text);
  /// The repair, shown last. A second call replaces the first.
  Diagnostic &help(const llvm::Twine &text);
  /// Marks a message that probably follows from another one: shown after the others.
  Diagnostic &consequence();

  Severity severity() const { return diagSeverity(diag); }
};

/// Collects the messages of one run. References that `report` returns stay valid.
class Diagnostics {
public:
  /// Adds a message at `range`; `args` fill the holes of its text (strings and integers).
  template <typename... Args>
  Diagnostic &report(Diag diag, SourceRange range, const Args &...args) {
    return add(diag, range, {llvm::Twine(args).str()...});
  }

  /// Says that kiln itself is wrong, whatever the model says: no message of the language, and no way to it is known.
  void fault(std::string what);

  bool hasErrors() const { return errors != 0; }
  unsigned errorCount() const { return errors; }
  const std::deque<Diagnostic> &all() const { return diagnostics; }
  /// The message of a number in `all()`, to say more of it.
  Diagnostic &operator[](size_t number) { return diagnostics[number]; }
  /// The messages in the order in which they are shown: best first.
  std::vector<const Diagnostic *> ordered() const;

  /// Writes the messages, at most `limits::shownErrors` of them, then a line on how many are left.
  void render(llvm::raw_ostream &out, bool colour = false) const;

private:
  Diagnostic &add(Diag diag, SourceRange range, std::vector<std::string> args);

  std::deque<Diagnostic> diagnostics;
  std::vector<std::string> faults;
  unsigned errors = 0;
  /// Messages beyond limits::keptErrors, and the last of them.
  size_t dropped = 0;
  Diagnostic overflow;
};

/// Writes one message in the manner of docs/errors.md.
void render(llvm::raw_ostream &out, const Diagnostic &diagnostic, bool colour = false);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_DIAGNOSTICS_H
