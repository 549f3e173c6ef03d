// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Parser.h"
#include "frontends/kiln/Limits.h"
#include "frontends/kiln/ParserImpl.h"
#include "llvm/ADT/StringSwitch.h"

using namespace kiln::frontend;
using namespace kiln::frontend::ast;
using llvm::StringRef;
using llvm::Twine;

/// Brackets that may be open inside one another when a closing one is looked for: bounds the work
/// on files of nothing but brackets.
static constexpr size_t searchedBrackets = 8;

static TokenKind closerOf(TokenKind open) {
  switch (open) {
  case TokenKind::LeftParen:
    return TokenKind::RightParen;
  case TokenKind::LeftBracket:
    return TokenKind::RightBracket;
  case TokenKind::LeftBrace:
    return TokenKind::RightBrace;
  default:
    return TokenKind::Lost;
  }
}

/// For each token its partner among brackets and braces, or itself.
static std::vector<uint32_t> matchBrackets(const std::vector<Token> &tokens) {
  std::vector<uint32_t> match(tokens.size());
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i < tokens.size(); ++i) {
    match[i] = i;
    TokenKind kind = tokens[i].kind;
    if (closerOf(kind) != TokenKind::Lost) {
      open.push_back(i);
      continue;
    }
    if (kind != TokenKind::RightParen && kind != TokenKind::RightBracket &&
        kind != TokenKind::RightBrace)
      continue;
    for (size_t back = 1; back <= std::min(open.size(), searchedBrackets); ++back) {
      uint32_t candidate = open[open.size() - back];
      if (closerOf(tokens[candidate].kind) == kind) {
        match[i] = candidate;
        match[candidate] = i;
        open.resize(open.size() - back);
        break;
      }
      // A `)` does not close across a brace.
      if (tokens[candidate].kind == TokenKind::LeftBrace)
        break;
    }
  }
  return match;
}

Parser::Parser(const SourceFile &source, Diagnostics &diagnostics)
    : source(source), diagnostics(diagnostics), lexed(lex(source, diagnostics)),
      match(matchBrackets(lexed.tokens)), isHead(lexed.tokens.size()) {
  lostToken.kind = Kind::Lost;
}

//===-- Tokens
//-----------------------------------------------------------------------------------===

const Token &Parser::peek(size_t ahead) const {
  if (lost)
    return lostToken;
  return lexed.tokens[std::min(pos + ahead, lexed.tokens.size() - 1)];
}

StringRef Parser::textOf(const Token &token) const {
  return source.text().slice(token.begin, token.end);
}

bool Parser::atWord(StringRef text, size_t ahead) const {
  return at(Kind::Name, ahead) && textOf(peek(ahead)) == text;
}

SourceRange Parser::rangeOf(const Token &token) const { return {&source, token.begin, token.end}; }

SourceRange Parser::from(const Token &start) const {
  return {&source, start.begin, std::max(start.begin, lastEnd)};
}

SourceRange Parser::hereRange() const {
  if (atLineEnd() || at(Kind::EndOfFile))
    return {&source, lastEnd, lastEnd};
  return rangeOf(peek());
}

std::string Parser::found() const {
  bool lineEnds = atLineEnd() && pos > 0 && !at(Kind::EndOfFile);
  return lineEnds ? "the end of the line" : describeToken();
}

std::string Parser::describeToken() const {
  const Token &token = peek();
  switch (token.kind) {
  case Kind::Name:
  case Kind::Integer:
  case Kind::Real:
    return ("`" + textOf(token).take_front(limits::nameBytes) + "`").str();
  default:
    return describe(token.kind);
  }
}

Token Parser::take() {
  Token token = peek();
  if (lost || token.kind == Kind::EndOfFile)
    return token;
  lastEnd = token.end;
  ++pos;
  return token;
}

bool Parser::accept(Kind kind) {
  if (!at(kind))
    return false;
  take();
  return true;
}

bool Parser::acceptWord(StringRef text) {
  if (!atWord(text))
    return false;
  take();
  return true;
}

bool Parser::expect(Kind kind, const Twine &context) {
  if (accept(kind))
    return true;
  failExpected(describe(kind) + context);
  return false;
}

bool Parser::parseName(Name &name, const Twine &what) {
  if (at(Kind::Name)) {
    Token token = take();
    name = {textOf(token).str(), rangeOf(token)};
    return true;
  }
  if (!lost && isReservedWord(peek().kind) && !atLineEnd())
    fail(Diag::ReservedWord, rangeOf(peek()), {textOf(peek()).str(), what.str()})
        .help("choose another name");
  else
    failExpected(what);
  return false;
}

bool Parser::parsePath(Path &path, const Twine &what) {
  Token start = peek();
  Name name;
  if (!parseName(name, what))
    return false;
  path.names.push_back(std::move(name));
  while (accept(Kind::Dot)) {
    if (!parseName(name, "a name after `.`"))
      return false;
    path.names.push_back(std::move(name));
  }
  path.range = from(start);
  return true;
}

//===-- Brackets
//---------------------------------------------------------------------------------===

Parser::Nested::Nested(Parser &parser) : parser(parser), ok(++parser.depth <= limits::nesting) {
  if (!ok)
    parser.fail(Diag::NestingTooDeep, parser.hereRange(), {std::to_string(limits::nesting)})
        .help("give parts of it names of their own");
  ok = ok && !parser.lost;
}

Parser::Bracketed::Bracketed(Parser &parser, Kind close)
    : open(parser.peek()), parser(parser), closing(close), outside(parser.openBrackets),
      outer(parser.innermostBracket) {
  parser.innermostBracket = parser.pos;
  parser.take();
  ++parser.openBrackets;
}

Parser::Bracketed::~Bracketed() {
  parser.openBrackets = outside;
  parser.innermostBracket = outer;
}

bool Parser::endsBrackets() const {
  if (at(Kind::EndOfFile) || at(Kind::LeftBrace) || at(Kind::RightBrace))
    return true;
  return !lost && peek().startsLine && !at(Kind::Name) && beginsLine(pos);
}

void Parser::failUnclosed(size_t index) {
  const Token &open = lexed.tokens[index];
  Diagnostic &diagnostic = fail(Diag::UnclosedBracket, rangeOf(open), {textOf(open).str()})
                               .here("opened here")
                               .label({&source, lastEnd, lastEnd}, "still open here")
                               .help("add " + describe(closerOf(open.kind)));
  // The first brace inside that stands further left than the line it would close.
  for (size_t i = index + 1; open.kind == Kind::LeftBrace && i < lexed.tokens.size(); ++i) {
    const Token &closer = lexed.tokens[i];
    if (closer.kind != Kind::RightBrace || !closer.startsLine || match[i] <= index)
      continue;
    size_t first = match[i]; // the token that begins its line
    while (!lexed.tokens[first].startsLine)
      --first;
    if (source.position(closer.begin).column < source.position(lexed.tokens[first].begin).column) {
      diagnostic.label(rangeOf(closer), "this closes the `{` of line " + std::to_string(rangeOf(lexed.tokens[match[i]]).line()));
      break;
    }
  }
  // The bracket is treated as closed: the next line is a line again.
  lostBrackets = 0;
}

bool Parser::Bracketed::close(StringRef between) {
  if (parser.lost)
    return false;
  if (parser.at(closing)) {
    // What follows on the next line is no longer inside.
    parser.openBrackets = outside;
    parser.take();
    return true;
  }
  const Token &next = parser.peek();
  size_t opened = parser.innermostBracket;
  bool neverCloses = parser.match[opened] == opened;
  if (parser.endsBrackets() ||
      (neverCloses && next.startsLine && parser.looksLikeBinding(parser.pos))) {
    parser.failUnclosed(opened);
    return false;
  }
  SourceRange openRange = parser.rangeOf(open);
  bool beginsItem = next.kind == Kind::Name || next.kind == Kind::Integer ||
                    next.kind == Kind::Real || next.kind == Kind::String ||
                    next.kind == Kind::LeftParen || next.kind == Kind::Star ||
                    next.kind == Kind::DotDot;
  if (beginsItem && !between.empty())
    parser.fail(Diag::MissingComma, parser.rangeOf(next), {between.str()})
        .label(openRange, "inside this `" + parser.textOf(open) + "`")
        .help("write `, ` between them");
  else
    parser
        .fail(Diag::ExpectedToken, parser.rangeOf(next),
              {(between.empty() ? "" : "`,` or ") + describe(closing), parser.found()})
        .label(openRange, "for this `" + parser.textOf(open) + "`")
        .help("close it, or remove what follows");
  return false;
}

void Parser::parseList(Bracketed &bracket, StringRef between, llvm::function_ref<void()> item) {
  Kind closing = closerOf(bracket.open.kind);
  while (!lost && !at(closing) && !endsBrackets()) {
    item();
    if (accept(Kind::Comma))
      continue;
    if (!at(Kind::Semicolon))
      break;
    diagnostics.report(Diag::Semicolon, rangeOf(take()))
        .help("`,` separates all arguments, with and without a name");
  }
  bracket.close(between);
}

//===-- Errors
//-----------------------------------------------------------------------------------===

Diagnostic &Parser::fail(Diag diag, SourceRange range, llvm::ArrayRef<std::string> args) {
  if (lost) {
    unused = Diagnostic();
    return unused;
  }
  lost = true;
  lostBrackets = openBrackets;
  if (lexed.tokens[pos].kind == Kind::Unknown) {
    unused = Diagnostic(); // the lexer has said it
    return unused;
  }
  return diagnostics.report(diag, range, args.size() > 0 ? args[0] : "",
                            args.size() > 1 ? args[1] : "", args.size() > 2 ? args[2] : "");
}

void Parser::failExpected(const Twine &what, StringRef help) {
  if (lost)
    return;
  SourceRange range = hereRange();
  fail(Diag::ExpectedToken, range, {what.str(), found()})
      .help(help.empty() ? "write " + what.str() + " here" : help.str());
}

/// What somebody meant who begins a line with this word of another language.
static StringRef foreignWordHelp(StringRef word) {
  return llvm::StringSwitch<StringRef>(word)
      .Cases({"def", "func", "function"}, "a function is `fn name(x) = …`")
      .Cases({"let", "var", "val", "auto"}, "`name = value` names a value")
      .Case("return", "a result is named in the signature and bound by `=`")
      .Cases({"while", "loop", "repeat"}, "the loop with memory is `scan t in T with h = 0 { … }`")
      .Cases({"class", "struct", "module", "model", "layer"}, "a piece of a model is a `block`")
      .Cases({"import", "include", "from"}, "write `use std.nn (Linear)`")
      .Cases({"elif", "switch", "match", "case"},
             "write `else when`, or `if … then … else …` in a value")
      .Cases({"tensor", "float", "int", "double"}, "a type follows the name: `x: f32[D] = …`")
      .Case("lambda", "a function without a name is `fn(x) = …`")
      .Cases({"print", "pass", "break", "continue", "yield"}, "the language has no such statement")
      .Default("");
}

bool Parser::failForeignWord() {
  if (!at(Kind::Name))
    return false;
  StringRef help = foreignWordHelp(textOf(peek()));
  if (help.empty())
    return false;
  // These words may name values: only in front of something that cannot follow a name.
  const Token &next = peek(1);
  bool isValue = next.startsLine || next.kind == Kind::Equal || next.kind == Kind::LeftArrow ||
                 next.kind == Kind::Tilde || next.kind == Kind::Comma || next.kind == Kind::Colon ||
                 next.kind == Kind::Dot || next.kind == Kind::LeftBracket;
  if (isValue && textOf(peek()) != "return" && textOf(peek()) != "pass" &&
      textOf(peek()) != "break")
    return false;
  if (isValue && looksLikeBinding(pos))
    return false;
  fail(Diag::ForeignWord, rangeOf(peek()), {textOf(peek()).str()}).help(help);
  return true;
}

bool Parser::atTopLevelLine(size_t index, bool inIndentedBody) const {
  const std::vector<Token> &tokens = lexed.tokens;
  const Token &token = tokens[index];
  if (!token.startsLine || (token.begin != 0 && source.text()[token.begin - 1] != '\n'))
    return false;
  auto kindAt = [&](size_t i) { return tokens[std::min(i, tokens.size() - 1)].kind; };
  switch (token.kind) {
  case Kind::Use:
  case Kind::Block:
  case Kind::Train:
    return true;
  case Kind::Infer:
  case Kind::Fn:
    return kindAt(index + 1) == Kind::Name && kindAt(index + 2) == Kind::LeftParen;
  case Kind::Const:
  case Kind::Param:
  case Kind::State:
  case Kind::Part:
    return inIndentedBody && kindAt(index + 1) == Kind::Name;
  case Kind::Name:
    return kindAt(index + 1) == Kind::Name && !tokens[index + 1].startsLine &&
           llvm::is_contained({"dim", "rows", "data"}, textOf(token));
  default:
    return false;
  }
}

void Parser::recover() {
  if (!lost)
    return;
  lost = false;
  size_t brackets = lostBrackets, braces = 0;
  for (;; ++pos) {
    const Token &token = lexed.tokens[pos];
    if (token.kind == Kind::EndOfFile || atTopLevelLine(pos))
      break;
    if (token.startsLine && braces == 0) {
      bool beginsStatement = isReservedWord(token.kind) && token.kind != Kind::Then &&
                             token.kind != Kind::Else && token.kind != Kind::And &&
                             token.kind != Kind::Or && token.kind != Kind::In;
      bool inBrackets = brackets != 0;
      bool isPlain = token.kind == Kind::Name || token.kind == Kind::LeftParen;
      if (inBrackets ? beginsStatement && token.kind != Kind::If && token.kind != Kind::Not &&
                           token.kind != Kind::True && token.kind != Kind::False &&
                           token.kind != Kind::Fn && token.kind != Kind::Infer
                     : beginsStatement || isPlain)
        break;
    }
    if (token.kind == Kind::LeftParen || token.kind == Kind::LeftBracket) {
      ++brackets;
    } else if (token.kind == Kind::RightParen || token.kind == Kind::RightBracket) {
      brackets -= brackets != 0;
    } else if (token.kind == Kind::LeftBrace) {
      ++braces;
      brackets = 0;
    } else if (token.kind == Kind::RightBrace) {
      if (braces == 0)
        break;
      --braces;
    }
    lastEnd = token.end;
  }
}

//===-- The file
//---------------------------------------------------------------------------------===

std::unique_ptr<File> Parser::parseFile() {
  auto file = std::make_unique<File>();
  file->source = &source;
  while (!at(Kind::EndOfFile)) {
    size_t before = pos;
    if (at(Kind::RightBrace)) {
      diagnostics.report(Diag::UnmatchedBracket, rangeOf(take()), "}").help("remove it");
      continue;
    }
    if (DeclPtr decl = parseDecl(/*inBlock=*/false))
      file->decls.push_back(std::move(decl));
    if (lost) {
      pos += pos == before;
      recover();
    }
  }
  return file;
}

std::unique_ptr<File> kiln::frontend::parse(const SourceFile &source, Diagnostics &diagnostics) {
  return Parser(source, diagnostics).parseFile();
}
