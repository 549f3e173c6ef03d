// SPDX-License-Identifier: Apache-2.0
// The page of `kiln doc`: signatures as they are written, without what is computed.
#include "frontends/kiln/Document.h"
#include "frontends/kiln/Parser.h"
#include "llvm/ADT/StringExtras.h"

using namespace kiln::frontend;
using llvm::StringRef;

namespace {

/// The text of a declaration up to its body or value, on one line and without comments.
std::string signature(const SourceFile &source, uint32_t begin, uint32_t end, char stop) {
  std::string plain;
  StringRef lines = source.text().slice(begin, end);
  while (!lines.empty()) {
    auto [line, rest] = lines.split('\n');
    plain += (line.split('#').first + "\n").str();
    lines = rest;
  }
  StringRef text = StringRef(plain).take_until([&](char c) { return c == stop; }).rtrim(" \t\r\n={");
  std::string line;
  for (char c : text)
    if (!llvm::isSpace(c))
      line += c;
    else if (!line.empty() && line.back() != ' ' && line.back() != '(' && line.back() != '[')
      line += ' ';
  return line;
}

class Page {
public:
  explicit Page(const SourceFile &source) : source(source) {}

  std::string text;

  /// The comment that opens the file.
  void head() {
    bool any = false;
    for (unsigned line = 1; line <= source.lineCount(); ++line) {
      StringRef comment = source.lineText(line);
      if (!comment.consume_front("#") || comment.starts_with("#"))
        break;
      if (comment.contains("SPDX-License-Identifier"))
        continue;
      text += comment.trim().str() + "\n";
      any = true;
    }
    if (any)
      text += "\n";
  }

  void decl(const ast::Decl &decl) {
    using Kind = ast::Decl::Kind;
    uint32_t begin = decl.range.begin, end = decl.range.end;
    switch (decl.kind) {
    case Kind::Fn: {
      auto &fn = llvm::cast<ast::FnDecl>(decl);
      return item(fn.body ? signature(source, begin, end, '{')
                          : signature(source, begin, fn.value->range.begin, '\0'),
                  decl.doc);
    }
    case Kind::Entry:
    case Kind::Data:
      return item(signature(source, begin, end, '{'), decl.doc);
    case Kind::Block: {
      item(signature(source, begin, end, '{'), decl.doc, /*isOpen=*/true);
      for (const ast::DeclPtr &member : llvm::cast<ast::BlockDecl>(decl).members)
        this->member(*member);
      text += "\n";
      return;
    }
    default:
      return;
    }
  }

private:
  void item(const std::string &line, StringRef doc, bool isOpen = false) {
    text += line + "\n";
    documentation(doc, "    ");
    if (!isOpen)
      text += "\n";
  }

  void documentation(StringRef doc, StringRef indent) {
    while (!doc.empty()) {
      auto [line, rest] = doc.split('\n');
      doc = rest;
      if (line.trim() != "composite") // for the compiler
        text += (indent + line + "\n").str();
    }
  }

  void member(const ast::Decl &member) {
    uint32_t begin = member.range.begin;
    if (llvm::isa<ast::StorageDecl>(member))
      text += "  " + signature(source, begin, member.range.end, '\n') + "\n";
    else if (llvm::isa<ast::FaceDecl>(member))
      text += "  " + signature(source, begin, member.range.end, '{') + "\n";
    else
      return;
    documentation(member.doc, "      ");
  }

  const SourceFile &source;
};

} // namespace

std::optional<std::string> kiln::frontend::document(const SourceFile &source,
                                                    Diagnostics &diagnostics) {
  std::unique_ptr<ast::File> file = parse(source, diagnostics);
  if (diagnostics.hasErrors())
    return std::nullopt;
  Page page(source);
  page.head();
  for (const ast::DeclPtr &decl : file->decls)
    page.decl(*decl);
  StringRef text = page.text;
  return text.rtrim('\n').str() + "\n";
}
