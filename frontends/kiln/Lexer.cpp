// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Lexer.h"
#include "frontends/kiln/Limits.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include <algorithm>

using namespace kiln::frontend;
using llvm::StringRef;

namespace {

/// Signs of the language, longest first where one begins another.
struct Sign {
  StringRef text;
  TokenKind kind;
};

/// Signs of other languages, tried before our own: the token that was meant, and the repair.
struct ForeignSign {
  StringRef text;
  TokenKind meant;
  StringRef help;
};

constexpr ForeignSign foreignSigns[] = {
    {"===", TokenKind::EqualEqual, "equality is `==`"},
    {"!==", TokenKind::NotEqual, "inequality is `!=`"},
    {"**", TokenKind::Caret, "a power is `x^2`"},
    {"&&", TokenKind::And, "write `and`"},
    {"||", TokenKind::Or, "write `or`"},
    {"+=", TokenKind::LeftArrow, "storage is updated by `x <- x + …`"},
    {"-=", TokenKind::LeftArrow, "storage is updated by `x <- x - …`"},
    {"*=", TokenKind::LeftArrow, "storage is updated by `x <- x * …`"},
    {"/=", TokenKind::LeftArrow, "storage is updated by `x <- x / …`"},
    {":=", TokenKind::Equal, "`=` names a value, `<-` updates storage"},
    {"~=", TokenKind::NotEqual, "inequality is `!=`"},
    {"<>", TokenKind::NotEqual, "inequality is `!=`"},
    {"@", TokenKind::Star,
     "a matrix product is an equation: `y[i, j] = sum[k](a[i, k] * b[k, j])`"},
    {"&", TokenKind::And, "write `and`"},
};

/// Longest first among those with the same beginning.
constexpr Sign signs[] = {
    {"..", TokenKind::DotDot},     {"->", TokenKind::Arrow},       {"<-", TokenKind::LeftArrow},
    {"|>", TokenKind::Pipe},       {"==", TokenKind::EqualEqual},  {"=>", TokenKind::FatArrow},
    {"!=", TokenKind::NotEqual},   {"<=", TokenKind::LessEqual},   {">=", TokenKind::GreaterEqual},
    {"//", TokenKind::SlashSlash}, {"(", TokenKind::LeftParen},    {")", TokenKind::RightParen},
    {"[", TokenKind::LeftBracket}, {"]", TokenKind::RightBracket}, {"{", TokenKind::LeftBrace},
    {"}", TokenKind::RightBrace},  {",", TokenKind::Comma},        {":", TokenKind::Colon},
    {";", TokenKind::Semicolon},   {".", TokenKind::Dot},          {"=", TokenKind::Equal},
    {"~", TokenKind::Tilde},       {"<", TokenKind::Less},         {">", TokenKind::Greater},
    {"+", TokenKind::Plus},        {"-", TokenKind::Minus},        {"*", TokenKind::Star},
    {"/", TokenKind::Slash},       {"%", TokenKind::Percent},      {"^", TokenKind::Caret},
};

bool isNameStart(char c) { return llvm::isAlpha(c) || c == '_'; }
bool isNamePart(char c) { return llvm::isAlnum(c) || c == '_'; }

/// The token that was meant by a character which looks like one, or Unknown.
TokenKind plainForm(StringRef character) {
  return llvm::StringSwitch<TokenKind>(character)
      .Cases({"−", "–", "—"}, TokenKind::Minus)
      .Cases({"×", "·"}, TokenKind::Star)
      .Case("÷", TokenKind::Slash)
      .Case("≤", TokenKind::LessEqual)
      .Case("≥", TokenKind::GreaterEqual)
      .Case("≠", TokenKind::NotEqual)
      .Case("→", TokenKind::Arrow)
      .Case("←", TokenKind::LeftArrow)
      .Case("…", TokenKind::DotDot)
      .Default(TokenKind::Unknown);
}

class Lexer {
public:
  Lexer(const SourceFile &source, Diagnostics &diagnostics)
      : source(source), diagnostics(diagnostics), text(source.text()) {}

  Tokens run();

private:
  SourceRange range(size_t begin, size_t end) const {
    return {&source, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  char at(size_t offset) const { return offset < text.size() ? text[offset] : '\0'; }
  void push(TokenKind kind, size_t begin, size_t end);
  /// Whether the file may be lexed at all; else reports why not.
  bool admit();
  void lexComment();
  void lexName();
  void lexNumber();
  void lexString(char quote);
  void lexSign();
  void skipForeignComment();
  void lexUnexpected();

  const SourceFile &source;
  Diagnostics &diagnostics;
  StringRef text;
  size_t pos = 0;
  bool lineStart = true;
  Tokens out;
};

void Lexer::push(TokenKind kind, size_t begin, size_t end) {
  out.tokens.push_back({kind, lineStart, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  lineStart = false;
}

bool Lexer::admit() {
  if (text.size() > limits::fileBytes) {
    diagnostics.report(Diag::FileTooLarge, range(0, 0), source.name(), limits::fileBytes)
        .help("split the model into files and join them by `use \"file.kiln\"`");
    return false;
  }
  const auto *begin = reinterpret_cast<const llvm::UTF8 *>(text.data());
  const llvm::UTF8 *cursor = begin;
  if (!llvm::isLegalUTF8String(&cursor, begin + text.size())) {
    size_t bad = static_cast<size_t>(cursor - begin);
    diagnostics.report(Diag::NotUtf8, range(bad, bad + 1)).help("save the file as UTF-8");
    return false;
  }
  return true;
}

Tokens Lexer::run() {
  if (!admit()) {
    push(TokenKind::EndOfFile, text.size(), text.size());
    return std::move(out);
  }
  if (text.starts_with("\xEF\xBB\xBF"))
    pos = 3;
  while (pos < text.size()) {
    char c = text[pos];
    if (c == '\n') {
      lineStart = true;
      ++pos;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++pos;
    } else if (c == '#') {
      lexComment();
    } else if (out.tokens.size() >= limits::tokens) {
      diagnostics.report(Diag::TooManyTokens, range(pos, pos + 1), source.name(), limits::tokens)
          .help("split the model into files and join them by `use \"file.kiln\"`");
      break;
    } else if (isNameStart(c)) {
      lexName();
    } else if (llvm::isDigit(c) || (c == '.' && llvm::isDigit(at(pos + 1)))) {
      lexNumber();
    } else if (c == '"' || c == '\'') {
      lexString(c);
    } else {
      lexSign();
    }
  }
  lineStart = true;
  push(TokenKind::EndOfFile, text.size(), text.size());
  return std::move(out);
}

void Lexer::lexComment() {
  size_t end = std::min(text.find('\n', pos), text.size());
  bool isDoc = text.substr(pos, 2) == "##" && at(pos + 2) != '#';
  StringRef line = text.slice(pos, end).rtrim();
  out.comments.push_back(
      {static_cast<uint32_t>(pos), static_cast<uint32_t>(pos + line.size()), isDoc, lineStart});
  pos = end;
}

void Lexer::lexName() {
  size_t begin = pos;
  while (isNamePart(at(pos)))
    ++pos;
  StringRef name = text.slice(begin, pos);
  if (name.size() > limits::nameBytes)
    diagnostics.report(Diag::NameTooLong, range(begin, pos), "name", name.size(), limits::nameBytes)
        .help("choose a shorter one");
  TokenKind kind = llvm::StringSwitch<TokenKind>(name)
#define WORD(name, spelling) .Case(spelling, TokenKind::name)
#include "frontends/kiln/Tokens.def"
                       .Default(TokenKind::Name);
  push(kind, begin, pos);
}

void Lexer::lexNumber() {
  size_t begin = pos;
  bool malformed = false, isReal = false;
  std::string help;
  auto digits = [&] {
    size_t start = pos;
    while (llvm::isDigit(at(pos)) || at(pos) == '_')
      ++pos;
    StringRef run = text.slice(start, pos);
    if (run.empty() || run.starts_with("_") || run.ends_with("_") || run.contains("__"))
      malformed = true;
  };

  if (at(pos) == '.') {
    ++pos;
    digits();
    malformed = true;
    help = "write `0" + text.slice(begin, pos).str() + "`";
  } else {
    digits();
    if (at(pos) == '.' && llvm::isDigit(at(pos + 1))) {
      isReal = true;
      ++pos;
      digits();
    } else if (at(pos) == '.' && at(pos + 1) != '.') {
      malformed = true;
      help = "digits follow the point: `" + text.slice(begin, pos).str() + ".0`";
      ++pos;
    }
  }
  if (at(pos) == 'e' || at(pos) == 'E') {
    size_t sign = at(pos + 1) == '+' || at(pos + 1) == '-' ? 1 : 0;
    if (llvm::isDigit(at(pos + 1 + sign))) {
      isReal = true;
      pos += 1 + sign;
      digits();
    }
  }
  if (isNameStart(at(pos))) {
    size_t tail = pos;
    while (isNamePart(at(pos)))
      ++pos;
    malformed = true;
    StringRef number = text.slice(begin, tail), name = text.slice(tail, pos);
    if (help.empty() && number == "0" && (name.starts_with("x") || name.starts_with("b")))
      help = "numbers are decimal";
    else if (help.empty())
      help = ("a product is written `" + number + " * " + name + "`").str();
  }
  if (pos - begin > limits::nameBytes)
    diagnostics.report(Diag::NameTooLong, range(begin, pos), "number", pos - begin, limits::nameBytes)
        .help("17 digits say all that a double holds");
  else if (malformed)
    diagnostics.report(Diag::MalformedNumber, range(begin, pos), text.slice(begin, pos))
        .help(help.empty() ? "`_` stands between two digits: `10_000`" : help);
  push(isReal || malformed ? TokenKind::Real : TokenKind::Integer, begin, pos);
}

void Lexer::lexString(char quote) {
  size_t begin = pos++;
  while (pos < text.size() && text[pos] != quote && text[pos] != '\n')
    ++pos;
  if (at(pos) != quote || pos >= text.size()) {
    diagnostics.report(Diag::UnterminatedString, range(begin, pos))
        .help(quote == '"' ? "close it with `\"`" : "strings are written \"so\"");
    push(TokenKind::String, begin, pos);
    return;
  }
  ++pos;
  StringRef inside = text.slice(begin + 1, pos - 1);
  if (quote == '\'')
    diagnostics.report(Diag::UnexpectedCharacter, range(begin, begin + 1), "`'`")
        .help(llvm::Twine("strings are written \"") + inside + "\"");
  auto control = llvm::find_if(inside, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (control != inside.end()) {
    size_t offset = begin + 1 + static_cast<size_t>(control - inside.begin());
    diagnostics.report(Diag::UnexpectedCharacter, range(offset, offset + 1),
                       "a control character in a string")
        .help("remove it: a string holds the name of a file");
  }
  push(TokenKind::String, begin, pos);
}

void Lexer::skipForeignComment() {
  size_t begin = pos;
  size_t close = text.find("*/", pos + 2);
  // Without its end, give up one line only.
  size_t end = close == StringRef::npos ? std::min(text.find('\n', pos), text.size()) : close + 2;
  diagnostics.report(Diag::ForeignComment, range(begin, begin + 2), "/*")
      .help("put `#` before each line of the comment");
  if (text.slice(begin, end).contains('\n'))
    lineStart = true;
  pos = end;
}

void Lexer::lexSign() {
  StringRef rest = text.substr(pos);
  if (rest.starts_with("/*"))
    return skipForeignComment();
  auto isHere = [&](StringRef sign) { return rest[0] == sign[0] && rest.starts_with(sign); }; // most differ at once
  for (const ForeignSign &sign : foreignSigns) {
    if (!isHere(sign.text))
      continue;
    diagnostics.report(Diag::ForeignOperator, range(pos, pos + sign.text.size()), sign.text)
        .help(sign.help);
    push(sign.meant, pos, pos + sign.text.size());
    pos += sign.text.size();
    return;
  }
  for (const Sign &sign : signs) {
    if (!isHere(sign.text))
      continue;
    push(sign.kind, pos, pos + sign.text.size());
    pos += sign.text.size();
    return;
  }
  if (rest.starts_with("!")) {
    diagnostics.report(Diag::ForeignOperator, range(pos, pos + 1), "!").help("write `not`");
    push(TokenKind::Not, pos, pos + 1);
    ++pos;
    return;
  }
  lexUnexpected();
}

void Lexer::lexUnexpected() {
  size_t begin = pos++;
  while (pos < text.size() && (static_cast<unsigned char>(text[pos]) & 0xC0) == 0x80)
    ++pos;
  StringRef character = text.slice(begin, pos);
  TokenKind meant = plainForm(character);
  if (meant == TokenKind::Unknown) // a run of them is one mistake
    while (pos < text.size() && static_cast<unsigned char>(text[pos]) >= 0x80)
      ++pos;
  std::string shown = ("`" + character + "`").str();
  if (character.size() == 1 && !llvm::isPrint(character[0]))
    shown = "the byte 0x" + llvm::utohexstr(static_cast<unsigned char>(character[0]), false, 2);
  Diagnostic &diagnostic = diagnostics.report(Diag::UnexpectedCharacter, range(begin, pos), shown);
  if (meant != TokenKind::Unknown)
    diagnostic.help("write " + describe(meant));
  else if (character == "“" || character == "”" || character == "„")
    diagnostic.help("write `\"`");
  else if (character == "?")
    diagnostic.help("a choice is `if a then b else c`");
  else if (character.size() == 1)
    diagnostic.help("remove it");
  else
    diagnostic.help("names consist of the letters a to z and A to Z, digits and `_`");
  push(meant, begin, pos);
}

} // namespace

std::string kiln::frontend::describe(TokenKind kind) {
  switch (kind) {
#define FORM(name, description)                                                                    \
  case TokenKind::name:                                                                            \
    return description;
#define WORD(name, spelling)                                                                       \
  case TokenKind::name:                                                                            \
    return "`" spelling "`";
#define MARK(name, spelling)                                                                       \
  case TokenKind::name:                                                                            \
    return "`" spelling "`";
#include "frontends/kiln/Tokens.def"
  }
  return "";
}

bool kiln::frontend::isReservedWord(TokenKind kind) {
  switch (kind) {
#define WORD(name, spelling) case TokenKind::name:
#include "frontends/kiln/Tokens.def"
    return true;
  default:
    return false;
  }
}

bool kiln::frontend::isReservedWord(StringRef text) {
  return llvm::StringSwitch<bool>(text)
#define WORD(name, spelling) .Case(spelling, true)
#include "frontends/kiln/Tokens.def"
      .Default(false);
}

Tokens kiln::frontend::lex(const SourceFile &source, Diagnostics &diagnostics) {
  return Lexer(source, diagnostics).run();
}
