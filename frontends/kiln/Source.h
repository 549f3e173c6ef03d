// SPDX-License-Identifier: Apache-2.0
// A source text with the name under which messages show it, and ranges of bytes in such a text.
#ifndef KILN_FRONTENDS_KILN_SOURCE_H
#define KILN_FRONTENDS_KILN_SOURCE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/ErrorOr.h"
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kiln::frontend {

/// Line and column as people count them: from 1, the column in characters (UTF-8 code points).
struct LineColumn {
  unsigned line = 1;
  unsigned column = 1;
};

/// One source text. It stays where it is for as long as a range, a syntax tree or a diagnostic
/// refers to it (hence neither copied nor moved).
class SourceFile {
public:
  SourceFile(std::string shownName, std::string text);
  SourceFile(const SourceFile &) = delete;
  SourceFile &operator=(const SourceFile &) = delete;

  /// Reads `path` from disk and shows it as `shownName` (as `path` if empty). Files larger than
  /// limits::fileBytes are read up to one byte above it, so that the lexer can refuse them.
  static llvm::ErrorOr<std::unique_ptr<SourceFile>> open(llvm::StringRef path,
                                                         llvm::StringRef shownName = "");

  /// The name in messages and locations: as typed by the user, or `std/nn.kiln`.
  llvm::StringRef name() const { return shownName; }
  llvm::StringRef text() const { return contents; }

  LineColumn position(uint32_t offset) const;
  unsigned lineCount() const { return static_cast<unsigned>(lineStarts.size()); }
  /// The text of line `line` (from 1) without its line end.
  llvm::StringRef lineText(unsigned line) const;
  /// The offset of the first byte of line `line` (from 1).
  uint32_t lineStart(unsigned line) const;

private:
  std::string shownName;
  std::string contents;
  std::vector<uint32_t> lineStarts;
};

/// The bytes [begin, end) of a file. The default range belongs to no file.
struct SourceRange {
  const SourceFile *file = nullptr;
  uint32_t begin = 0;
  uint32_t end = 0;

  bool isValid() const { return file != nullptr; }
  llvm::StringRef text() const;
  LineColumn position() const { return file ? file->position(begin) : LineColumn{}; }
  unsigned line() const { return position().line; }
  /// The smallest range around this one and `other`, which lies in the same file.
  SourceRange to(SourceRange other) const;
};

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_SOURCE_H
