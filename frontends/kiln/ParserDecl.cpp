// SPDX-License-Identifier: Apache-2.0
// Declarations of a file and members of a block.
#include "frontends/kiln/ParserImpl.h"

using namespace kiln::frontend;
using namespace kiln::frontend::ast;
using llvm::StringRef;

//===-- Where declarations begin and end
//----------------------------------------------------------===

bool Parser::atDecl() const {
  switch (peek().kind) {
  case Kind::Use:
  case Kind::Const:
  case Kind::Block:
  case Kind::Param:
  case Kind::State:
  case Kind::Part:
  case Kind::Train:
  case Kind::Assert:
  case Kind::Expect:
    return true;
  case Kind::Fn:
    return at(Kind::Name, 1);
  case Kind::Infer:
    return at(Kind::Name, 1) && at(Kind::LeftParen, 2) && peek().startsLine;
  case Kind::LeftParen:
    return match[pos] != pos && match[pos] + 1 < lexed.tokens.size() &&
           (lexed.tokens[match[pos] + 1].kind == Kind::Arrow ||
            lexed.tokens[match[pos] + 1].kind == Kind::LeftBrace);
  default:
    break;
  }
  if (!at(Kind::Name))
    return false;
  // Words that are reserved only here.
  if (atWord("dim") || atWord("rows") || atWord("memory") || atWord("data") || atWord("face"))
    return at(Kind::Name, 1) && !peek(1).startsLine;
  return (atWord("frozen") || atWord("recompute")) && at(Kind::Part, 1);
}

std::string Parser::docBefore(const Token &token) const {
  const std::vector<Comment> &comments = lexed.comments;
  auto after = std::partition_point(comments.begin(), comments.end(),
                                    [&](const Comment &c) { return c.begin < token.begin; });
  auto first = after;
  unsigned line = source.position(token.begin).line;
  while (first != comments.begin()) {
    const Comment &comment = *std::prev(first);
    if (!comment.isDoc || !comment.ownLine || source.position(comment.begin).line + 1 != line)
      break;
    --first;
    --line;
  }
  std::string doc;
  for (auto comment = first; comment != after; ++comment) {
    StringRef text = source.text().slice(comment->begin + 2, comment->end);
    text.consume_front(" ");
    if (comment != first)
      doc += '\n';
    doc += text;
  }
  return doc;
}

/// Whether a statement or declaration begins at this token, wherever it stands on its line.
bool Parser::beginsLine(size_t index) const {
  switch (lexed.tokens[index].kind) {
  case Kind::Use:
  case Kind::Const:
  case Kind::Block:
  case Kind::Param:
  case Kind::State:
  case Kind::Part:
  case Kind::Train:
  case Kind::Scan:
  case Kind::For:
  case Kind::When:
  case Kind::Assert:
  case Kind::Expect:
    return true;
  default:
    return looksLikeBinding(index);
  }
}

void Parser::endLine(StringRef what) {
  if (lost || peek().startsLine || at(Kind::EndOfFile) || at(Kind::RightBrace))
    return;
  if (at(Kind::Semicolon)) {
    diagnostics.report(Diag::Semicolon, rangeOf(take()))
        .help(("one " + what + " a line, with nothing at its end").str());
    return;
  }
  if (atGradAs()) {
    fail(Diag::GradAsMisplaced, rangeOf(peek()).to(rangeOf(peek(1))))
        .help("only `name = e grad as e2` and `fn f(x) = e grad as e2` take it");
    return;
  }
  if (at(Kind::RightParen) || at(Kind::RightBracket)) {
    fail(Diag::UnmatchedBracket, rangeOf(peek()), {textOf(peek()).str()}).help("remove it");
    return;
  }
  if (beginsLine(pos)) {
    diagnostics.report(Diag::TwoOnOneLine, rangeOf(peek()), what)
        .help(("one " + what + " a line").str());
    return;
  }
  failExpected("the end of the line");
}

void Parser::notADecl(bool inBlock) {
  if (lost || failForeignWord())
    return;
  if (looksLikeBinding(pos)) {
    Diagnostic &diagnostic =
        fail(Diag::StatementInFile, rangeOf(peek()), {inBlock ? "a block" : "a file"});
    if (inBlock)
      diagnostic.help("statements stand in a face: `(x: f32[D]) -> y: f32[D] { … }`");
    else
      diagnostic.help("name a constant by `const`, a part by `part`, storage by `state`");
    return;
  }
  SourceRange range = rangeOf(peek());
  fail(Diag::ExpectedDeclaration, range, {describeToken()})
      .help(inBlock ? "a block holds const, param, state, part, face and assert"
                    : "a file holds use, dim, rows, const, fn, block, param, state, part, train, "
                      "infer and assert");
}

void Parser::checkMember(const Token &start, const Decl &decl, bool inBlock) {
  bool belongs = true;
  StringRef help;
  switch (decl.kind) {
  case Decl::Kind::Use:
  case Decl::Kind::Dims:
  case Decl::Kind::Fn:
  case Decl::Kind::Block:
  case Decl::Kind::Entry:
  case Decl::Kind::Data:
    belongs = !inBlock;
    help = decl.kind == Decl::Kind::Entry ? "a block computes in its face: `(x: …) -> y: … { … }`"
                                          : "put it before the block";
    break;
  case Decl::Kind::Face:
    belongs = inBlock;
    help = "a function is `fn f(x) = …`, an entry `infer name(x: …) -> y: … { … }`";
    break;
  case Decl::Kind::Storage:
    belongs = inBlock || llvm::cast<StorageDecl>(decl).storage != StorageKind::Memory;
    help = "memory belongs to a face of a block; storage of the file is `state`";
    break;
  case Decl::Kind::Const:
  case Decl::Kind::Part:
  case Decl::Kind::Check:
    break;
  }
  if (belongs)
    return;
  std::string word = decl.kind == Decl::Kind::Face ? "face" : textOf(start).str();
  diagnostics.report(inBlock ? Diag::NotInBlock : Diag::NotInFile, rangeOf(start), word).help(help);
}

DeclPtr Parser::parseDecl(bool inBlock) {
  if (at(Kind::SlashSlash) && skipForeignComment(/*wherever=*/true))
    return nullptr;
  Token start = peek();
  isHead[pos] = true;
  if (!atDecl()) {
    notADecl(inBlock);
    return nullptr;
  }
  DeclPtr decl = parseDeclOfKind();
  if (lost)
    return nullptr;
  decl->range = from(start);
  decl->doc = docBefore(start);
  checkMember(start, *decl, inBlock);
  endLine("declaration");
  return decl;
}

DeclPtr Parser::parseDeclOfKind() {
  switch (peek().kind) {
  case Kind::Use:
    return parseUse();
  case Kind::Const:
    return parseConst();
  case Kind::Fn:
    return parseFn();
  case Kind::Block:
    return parseBlock();
  case Kind::Param:
  case Kind::State:
    return parseStorage();
  case Kind::Part:
    return parsePart();
  case Kind::Train:
  case Kind::Infer:
    return parseEntry();
  case Kind::LeftParen:
    return parseFace();
  case Kind::Assert:
  case Kind::Expect: {
    auto decl = std::make_unique<CheckDecl>(rangeOf(peek()));
    decl->check = parseCheck();
    return decl;
  }
  default:
    break;
  }
  if (atWord("dim") || atWord("rows"))
    return parseDims();
  if (atWord("memory"))
    return parseStorage();
  if (atWord("data"))
    return parseData();
  return atWord("face") ? parseFace() : parsePart();
}

//===-- Declarations
//-----------------------------------------------------------------------------===

DeclPtr Parser::parseUse() {
  auto decl = std::make_unique<UseDecl>(rangeOf(take()));
  Token start = peek();
  if (at(Kind::String)) {
    decl->file = stringValue(take());
  } else {
    decl->path.emplace();
    parsePath(*decl->path, "a library such as `std.nn`, or a file in quotes");
  }
  decl->sourceRange = from(start);
  if (lost || !at(Kind::LeftParen) || atLineEnd())
    return decl;
  Token open = peek();
  Bracketed parens(*this, Kind::RightParen);
  parseList(parens, "names", [&] {
    Alias alias;
    if (!parseName(alias.name, "the name of a declaration"))
      return;
    if (acceptWord("as")) {
      alias.as.emplace();
      parseName(*alias.as, "a name after `as`");
    }
    decl->aliases.push_back(std::move(alias));
  });
  if (!lost && decl->aliases.empty())
    diagnostics.report(Diag::UseNothing, from(open))
        .help("list what is used: `use std.nn (Linear)`, or leave the parentheses out");
  return decl;
}

DeclPtr Parser::parseDims() {
  auto decl = std::make_unique<DimsDecl>(rangeOf(peek()));
  decl->isRows = textOf(take()) == "rows";
  do {
    DimBinding dim;
    if (!parseName(dim.name, "the name of a dim") || !expect(Kind::Equal, " and a size"))
      break;
    dim.value = parseExpr();
    decl->dims.push_back(std::move(dim));
  } while (accept(Kind::Comma));
  return decl;
}

DeclPtr Parser::parseConst() {
  auto decl = std::make_unique<ConstDecl>(rangeOf(take()));
  parseName(decl->name, "the name of a constant");
  if (at(Kind::LeftBracket))
    parseReps(decl->reps);
  expect(Kind::Equal, " and a value");
  decl->value = parseExpr();
  return decl;
}

DeclPtr Parser::parseFn() {
  auto decl = std::make_unique<FnDecl>(rangeOf(take()));
  parseName(decl->name, "the name of a function");
  parseParams(decl->params);
  if (at(Kind::LeftParen) && !atLineEnd()) {
    decl->innerParams.emplace();
    parseParams(*decl->innerParams);
  }
  if (accept(Kind::Arrow)) {
    decl->result.emplace();
    parseResult(*decl->result);
  }
  if (at(Kind::LeftBrace)) {
    if (!decl->result)
      diagnostics.report(Diag::MissingResult, decl->name.range, "a function with a body")
          .help("name it: `fn f(x: f32[N]) -> y: f32[N] { … }`, or write `fn f(x) = …`");
    decl->body.emplace();
    parseBody(*decl->body, "function");
    return decl;
  }
  expect(Kind::Equal, " and a value, or `-> name: type { … }`");
  decl->value = parseExpr();
  if (atGradAs())
    decl->gradAs = parseGradAs();
  return decl;
}

DeclPtr Parser::parseBlock() {
  auto decl = std::make_unique<BlockDecl>(rangeOf(take()));
  parseName(decl->name, "the name of a block");
  if (at(Kind::LeftParen))
    parseParams(decl->params);
  if (acceptWord("where"))
    decl->where = parseExpr();
  Token open = peek();
  Nested nested(*this);
  if (!nested || !expect(Kind::LeftBrace, " and the members of the block"))
    return decl;
  while (!at(Kind::RightBrace) && !at(Kind::EndOfFile) && !atTopLevelLine(pos)) {
    size_t before = pos;
    if (DeclPtr member = parseDecl(/*inBlock=*/true))
      decl->members.push_back(std::move(member));
    if (lost) {
      pos += pos == before;
      recover();
    }
  }
  closeBrace(open, "block");
  return decl;
}

DeclPtr Parser::parseStorage() {
  Token word = take();
  auto decl = std::make_unique<StorageDecl>(rangeOf(word));
  decl->storage = word.kind == Kind::Param   ? StorageKind::Param
                  : word.kind == Kind::State ? StorageKind::State
                                             : StorageKind::Memory;
  do {
    Name name;
    if (!parseName(name, "a name"))
      return decl;
    decl->names.push_back(std::move(name));
  } while (accept(Kind::Comma));
  // A block has a capital.
  StringRef next = textOf(peek(1));
  if ((at(Kind::Colon) || at(Kind::Equal)) && at(Kind::Name, 1) && at(Kind::LeftParen, 2) && next.front() >= 'A' && next.front() <= 'Z') {
    std::string block = next.str();
    fail(Diag::ExpectedToken, rangeOf(peek(1)), {"a type", "`" + block + "(`"})
        .help("an instance of a block is a part: `part " + decl->names.front().text + " = " + block + "(…)`");
    return decl;
  }
  if (!expect(Kind::Colon, " and a type") || !parseType(decl->type))
    return decl;
  if (acceptWord("is")) {
    decl->role.emplace();
    parseName(*decl->role, "a role: weight, bias, scale or table");
  }
  if (at(Kind::Equal) || at(Kind::Tilde)) {
    decl->initForm = take().kind == Kind::Equal ? InitForm::Equal : InitForm::Draw;
    decl->init = parseExpr();
  }
  return decl;
}

DeclPtr Parser::parsePart() {
  auto decl = std::make_unique<PartDecl>(rangeOf(peek()));
  decl->frozen = acceptWord("frozen");
  decl->recompute = !decl->frozen && acceptWord("recompute");
  expect(Kind::Part);
  do {
    PartName part;
    if (!parseName(part.name, "the name of a part"))
      return decl;
    if (at(Kind::LeftBracket))
      parseReps(part.reps);
    decl->names.push_back(std::move(part));
  } while (accept(Kind::Comma));
  expect(Kind::Equal, " and a block with its arguments");
  decl->value = parseExpr();
  return decl;
}

DeclPtr Parser::parseFace() {
  auto decl = std::make_unique<FaceDecl>(rangeOf(peek()));
  if (acceptWord("face")) {
    decl->name.emplace();
    parseName(*decl->name, "the name of a face");
  }
  parseParams(decl->params);
  if (!accept(Kind::Arrow)) {
    if (!lost)
      fail(Diag::MissingResult, hereRange(), {"a face"}).help("add `-> y: f32[…]`");
    return decl;
  }
  parseResult(decl->result);
  parseBody(decl->body, "face");
  return decl;
}

DeclPtr Parser::parseEntry() {
  Token word = take();
  auto decl = std::make_unique<EntryDecl>(rangeOf(word));
  decl->isTrain = word.kind == Kind::Train;
  parseName(decl->name, "the name of an entry");
  parseParams(decl->params);
  if (accept(Kind::Arrow)) {
    decl->result.emplace();
    parseResult(*decl->result);
  }
  parseBody(decl->body, "entry");
  return decl;
}

DeclPtr Parser::parseData() {
  auto decl = std::make_unique<DataDecl>(rangeOf(take()));
  parseName(decl->name, "the name of generated data");
  if (at(Kind::LeftParen))
    parseParams(decl->params);
  if (!accept(Kind::Arrow)) {
    if (!lost)
      fail(Diag::MissingResult, hereRange(), {"generated data"}).help("add `-> x: f32[…]`");
    return decl;
  }
  parseResult(decl->result);
  parseBody(decl->body, "data");
  return decl;
}

Check Parser::parseCheck() {
  Check check;
  Kind word = take().kind;
  check.kind = word == Kind::Assert   ? CheckKind::Assert
               : word == Kind::Expect ? CheckKind::Expect
                                      : CheckKind::Print;
  check.condition = parseExpr();
  return check;
}
