// SPDX-License-Identifier: Apache-2.0
// Text to tokens. Line ends are no tokens: each token knows whether it is the first of its line,
// and the parser decides whether that ends a statement.
#ifndef KILN_FRONTENDS_KILN_LEXER_H
#define KILN_FRONTENDS_KILN_LEXER_H

#include "frontends/kiln/Diagnostics.h"
#include "frontends/kiln/Source.h"
#include <vector>

namespace kiln::frontend {

enum class TokenKind : uint8_t {
#define FORM(name, description) name,
#define WORD(name, spelling) name,
#define MARK(name, spelling) name,
#include "frontends/kiln/Tokens.def"
};

/// "`then`", "`(`", "a name": for messages.
std::string describe(TokenKind kind);
bool isReservedWord(TokenKind kind);
/// Whether a name of this spelling would be a reserved word.
bool isReservedWord(llvm::StringRef text);

struct Token {
  TokenKind kind = TokenKind::EndOfFile;
  /// The first token of its line.
  bool startsLine = false;
  uint32_t begin = 0;
  uint32_t end = 0;
};

/// `# …`, `## …`: not a token, kept for documentation and formatting.
struct Comment {
  uint32_t begin = 0;
  uint32_t end = 0; // before the line end
  bool isDoc = false;
  /// Nothing but blanks stands before it on its line.
  bool ownLine = false;
};

struct Tokens {
  std::vector<Token> tokens; // the last is EndOfFile
  std::vector<Comment> comments;
};

/// Lexes the whole file. Spellings of other languages (`**`, `&&`, `+=`) are reported and become
/// the token that was meant.
Tokens lex(const SourceFile &source, Diagnostics &diagnostics);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_LEXER_H
