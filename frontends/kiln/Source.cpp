// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Source.h"
#include "frontends/kiln/Limits.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <algorithm>
#include <cassert>

using namespace kiln::frontend;

SourceFile::SourceFile(std::string name, std::string text)
    : shownName(std::move(name)), contents(std::move(text)) {
  lineStarts.push_back(0);
  for (size_t i = 0; i < contents.size(); ++i)
    if (contents[i] == '\n')
      lineStarts.push_back(static_cast<uint32_t>(i + 1));
}

llvm::ErrorOr<std::unique_ptr<SourceFile>> SourceFile::open(llvm::StringRef path,
                                                            llvm::StringRef shownName) {
  auto opened = llvm::sys::fs::openNativeFileForRead(path);
  if (!opened)
    return llvm::errorToErrorCode(opened.takeError());
  std::string text(limits::fileBytes + 1, '\0');
  size_t filled = 0;
  std::error_code failure;
  while (filled < text.size()) {
    auto got = llvm::sys::fs::readNativeFile(
        *opened, llvm::MutableArrayRef<char>(text.data() + filled, text.size() - filled));
    if (!got)
      failure = llvm::errorToErrorCode(got.takeError());
    if (failure || *got == 0)
      break;
    filled += *got;
  }
  llvm::sys::fs::closeFile(*opened);
  if (failure)
    return failure;
  text.resize(filled);
  text.shrink_to_fit();
  return std::make_unique<SourceFile>((shownName.empty() ? path : shownName).str(),
                                      std::move(text));
}

LineColumn SourceFile::position(uint32_t offset) const {
  offset = std::min<uint32_t>(offset, contents.size());
  auto after = std::upper_bound(lineStarts.begin(), lineStarts.end(), offset);
  unsigned line = static_cast<unsigned>(after - lineStarts.begin());
  unsigned column = 1;
  for (uint32_t i = lineStarts[line - 1]; i < offset; ++i)
    if ((static_cast<unsigned char>(contents[i]) & 0xC0) != 0x80)
      ++column;
  return {line, column};
}

llvm::StringRef SourceFile::lineText(unsigned line) const {
  llvm::StringRef rest = llvm::StringRef(contents).substr(lineStart(line));
  return rest.take_until([](char c) { return c == '\n' || c == '\r'; });
}

uint32_t SourceFile::lineStart(unsigned line) const {
  assert(line >= 1 && line <= lineCount() && "no such line");
  return lineStarts[line - 1];
}

llvm::StringRef SourceRange::text() const {
  return file ? file->text().slice(begin, end) : llvm::StringRef();
}

SourceRange SourceRange::to(SourceRange other) const {
  if (!isValid())
    return other;
  if (!other.isValid())
    return *this;
  assert(file == other.file && "a range lies in one file");
  return {file, std::min(begin, other.begin), std::max(end, other.end)};
}
