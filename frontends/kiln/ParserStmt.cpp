// SPDX-License-Identifier: Apache-2.0
// Statements of a body.
#include "frontends/kiln/ParserImpl.h"

using namespace kiln::frontend;
using namespace kiln::frontend::ast;
using llvm::StringRef;

bool Parser::looksLikeBinding(size_t index) const {
  const std::vector<Token> &tokens = lexed.tokens;
  if (tokens[index].kind != Kind::Name)
    return false;
  size_t i = index + 1; // the last token is EndOfFile, hence in range
  while (tokens[i].kind == Kind::Dot && tokens[i + 1].kind == Kind::Name)
    i += 2;
  if (tokens[i].kind == Kind::LeftBracket && !tokens[i].startsLine) {
    if (match[i] == i)
      return true; // an index that is never closed
    i = match[i] + 1;
  }
  switch (tokens[i].kind) {
  case Kind::Equal:
  case Kind::LeftArrow:
  case Kind::Tilde:
  case Kind::Colon:
  case Kind::Comma:
    return true;
  default:
    return false;
  }
}

bool Parser::atGradAs(size_t ahead) const {
  return atWord("grad", ahead) && atWord("as", ahead + 1);
}

ExprPtr Parser::parseGradAs() {
  take();
  take();
  return parseExpr();
}

void Parser::closeBrace(const Token &open, StringRef what) {
  if (lost || accept(Kind::RightBrace))
    return;
  SourceRange end{&source, lastEnd, lastEnd};
  fail(Diag::UnclosedBracket, rangeOf(open), {"{"})
      .here("opened here")
      .label(end, "still open here")
      .help("add `}` at the end of the " + what);
}

bool Parser::parseBody(Body &body, StringRef what) {
  Nested nested(*this);
  Token open = peek();
  if (!nested || !expect(Kind::LeftBrace, " and the body of the " + what))
    return false;
  unsigned outside = openBrackets;
  openBrackets = 0;
  // Where statements are indented, a declaration that is not belongs to the file.
  uint32_t begin = peek().begin;
  bool indented = begin != 0 && source.text()[begin - 1] != '\n';
  while (!at(Kind::RightBrace) && !at(Kind::EndOfFile) && !atTopLevelLine(pos, indented)) {
    size_t before = pos;
    StmtPtr stmt = parseStmt();
    if (stmt && !lost)
      body.stmts.push_back(std::move(stmt));
    endLine("statement");
    if (lost) {
      pos += pos == before;
      recover();
    }
  }
  closeBrace(open, what);
  openBrackets = outside;
  body.range = from(open);
  return !lost;
}

/// `print x`, unless `print` is a value's name.
static bool beginsPrinted(TokenKind next) {
  using Kind = TokenKind;
  return next == Kind::Name || next == Kind::Integer || next == Kind::LeftParen ||
         next == Kind::Minus || next == Kind::Not || next == Kind::If;
}

StmtPtr Parser::parseCheckStmt() {
  auto stmt = std::make_unique<CheckStmt>(rangeOf(peek()));
  stmt->check = parseCheck();
  return stmt;
}

StmtPtr Parser::parseStmt() {
  Token start = peek();
  isHead[pos] = true;
  StmtPtr stmt;
  switch (start.kind) {
  case Kind::Scan:
    stmt = parseScan();
    break;
  case Kind::For:
    stmt = parseFor();
    break;
  case Kind::When:
    stmt = parseWhen();
    break;
  case Kind::Assert:
  case Kind::Expect:
    stmt = parseCheckStmt();
    break;
  case Kind::SlashSlash:
    skipForeignComment(/*wherever=*/true);
    return nullptr;
  case Kind::Else:
    fail(Diag::ElseAlone, rangeOf(start))
        .help("`else` follows the body of a `when`: `when train { … } else { … }`");
    return nullptr;
  case Kind::If:
    fail(Diag::ExpectedStatement, rangeOf(start), {"`if`"})
        .help("`y = if c then a else b` chooses a value, `when c { … }` statements when compiled");
    return nullptr;
  default:
    if (atWord("metric") && at(Kind::Name, 1) && !peek(1).startsLine)
      stmt = parseMetric();
    else if (atWord("print") && !peek(1).startsLine && beginsPrinted(peek(1).kind))
      stmt = parseCheckStmt();
    else if (looksLikeBinding(pos))
      stmt = parseBind();
    else
      return parseOther();
    break;
  }
  if (stmt)
    stmt->range = from(start);
  return stmt;
}

/// What is no statement: declarations, words of other languages, values that nobody uses.
StmtPtr Parser::parseOther() {
  Token start = peek();
  if (atDecl()) {
    diagnostics.report(Diag::NotInBody, rangeOf(start), textOf(start))
        .help("declarations stand in a block or in the file, before the bodies that use them");
    parseDeclOfKind(); // only to find its end
    return nullptr;
  }
  if (failForeignWord())
    return nullptr;
  if (at(Kind::LeftParen) && match[pos] != pos && match[pos] + 1 < lexed.tokens.size() &&
      lexed.tokens[match[pos] + 1].kind == Kind::Equal) {
    fail(Diag::InvalidTarget, rangeOf(start), {"="})
        .help("several results are bound without parentheses: `a, b = f(x)`");
    return nullptr;
  }
  switch (start.kind) {
  case Kind::Name:
  case Kind::Integer:
  case Kind::Real:
  case Kind::String:
  case Kind::True:
  case Kind::False:
  case Kind::Minus:
  case Kind::Not:
  case Kind::Infer:
  case Kind::LeftParen:
  case Kind::LeftBracket:
    parseBareExpression();
    return nullptr;
  default:
    if (!lost && isReservedWord(start.kind) && at(Kind::Equal, 1))
      fail(Diag::ReservedWord, rangeOf(start), {textOf(start).str(), "a value"})
          .help("choose another name");
    else if (!lost && (at(Kind::RightParen) || at(Kind::RightBracket)))
      fail(Diag::UnmatchedBracket, rangeOf(start), {textOf(start).str()}).help("remove it");
    else
      fail(Diag::ExpectedStatement, rangeOf(start), {describeToken()})
          .help("a statement is `name = value`, `storage <- value`, `name ~ draw`, `scan`, `for`, "
                "`when` or `assert`");
    return nullptr;
  }
}

void Parser::parseBareExpression() {
  unsigned before = diagnostics.errorCount();
  ExprPtr value = parsePrefix();
  auto *member = llvm::dyn_cast<MemberExpr>(value.get());
  if (at(Kind::LeftArrow) && member) {
    const Expr *base = member->base.get();
    while (auto *below = llvm::dyn_cast<MemberExpr>(base))
      base = below->base.get();
    if (auto *element = llvm::dyn_cast<IndexExpr>(base)) {
      std::string list = element->base->range.text().str();
      fail(Diag::TargetBelowIndex, value->range, {value->range.text().str()})
          .help("a list of parts is updated as a whole, `" + list + " <- …`; what is updated alone is a part of its own, `part last = …`");
      return;
    }
  }
  if (at(Kind::Equal) || at(Kind::LeftArrow) || at(Kind::Tilde)) {
    fail(Diag::InvalidTarget, value->range, {textOf(peek()).str()})
        .help("left stands a name or path, with at most one pair of brackets: `y[t, d] = …`");
    return;
  }
  value = parseOperators(std::move(value), PrecNone);
  if (lost || diagnostics.errorCount() != before)
    return;
  if (!peek().startsLine && !at(Kind::RightBrace) && !at(Kind::EndOfFile))
    return; // endLine says more
  auto *binary = llvm::dyn_cast<BinaryExpr>(value.get());
  if (binary && binary->op == BinaryOp::Eq)
    diagnostics.report(Diag::ComparisonAsStatement, binary->opRange)
        .help("`=` names a value; `assert a == b` checks");
  else
    diagnostics.report(Diag::UnusedValue, value->range)
        .help("name it: `y = …`, or update storage: `x <- …`");
}

Target Parser::parseTarget() {
  Target target;
  Token start = peek();
  if (!parsePath(target.path, "a name"))
    return target;
  if (at(Kind::LeftBracket) && !atLineEnd()) {
    target.hasIndex = true;
    SourceRange brackets;
    parseItems(target.items, nullptr, nullptr, brackets);
  }
  target.range = from(start);
  return target;
}

StmtPtr Parser::parseBind() {
  auto bind = std::make_unique<BindStmt>(rangeOf(peek()));
  do
    bind->targets.push_back(parseTarget());
  while (accept(Kind::Comma));
  if (at(Kind::Colon)) {
    if (bind->targets.size() > 1)
      diagnostics.report(Diag::TypeAfterTargets, rangeOf(peek()))
          .label(bind->targets.front().range, "the first of several names")
          .help("bind the results first, then name one with its type");
    take();
    bind->type.emplace();
    if (!parseType(*bind->type))
      return nullptr;
  }
  if (!at(Kind::Equal) && !at(Kind::LeftArrow) && !at(Kind::Tilde)) {
    failExpected("`=`, `<-` or `~`");
    return nullptr;
  }
  Token form = take();
  bind->formRange = rangeOf(form);
  bind->form = form.kind == Kind::Equal       ? BindForm::Equal
               : form.kind == Kind::LeftArrow ? BindForm::Update
                                              : BindForm::Draw;
  bind->value = parseExpr();
  if (bind->form == BindForm::Equal && atGradAs())
    bind->gradAs = parseGradAs();
  return bind;
}

void Parser::parseLoopRange(LoopRange &over) {
  // `reverse` may also be a value: then nothing that begins one follows.
  bool isWord =
      atWord("reverse") &&
      (at(Kind::Integer, 1) || at(Kind::LeftParen, 1) ||
       (at(Kind::Name, 1) && !atWord("with", 1) && !atWord("until", 1) && !atWord("window", 1) && !atWord("recompute", 1)));
  over.reverse = isWord && acceptWord("reverse");
  over.high = parseExpr();
  if (accept(Kind::DotDot)) {
    over.low = std::move(over.high);
    over.high = parseExpr();
  }
  if (at(Kind::DotDot) || at(Kind::Colon))
    fail(Diag::RangeWithStep, rangeOf(peek()))
        .help("compute the row from the variable: `x[2 * i]`; backwards is `in reverse a .. b`");
}

StmtPtr Parser::parseScan() {
  auto scan = std::make_unique<ScanStmt>(rangeOf(take()));
  parseName(scan->variable, "the variable of the scan");
  expect(Kind::In);
  parseLoopRange(scan->over);
  if (acceptWord("window"))
    scan->window = parseExpr();
  if (atWord("recompute"))
    scan->recompute = rangeOf(take());
  if (acceptWord("with")) {
    do {
      Carry carry;
      if (!parseName(carry.name, "the name of a carried value"))
        break;
      if (accept(Kind::Colon)) {
        carry.type.emplace();
        parseType(*carry.type);
      }
      expect(Kind::Equal, " and the first value of `" + carry.name.text + "`");
      carry.init = parseExpr();
      scan->carries.push_back(std::move(carry));
    } while (accept(Kind::Comma));
  }
  if (acceptWord("until"))
    scan->until = parseExpr();
  parseBody(scan->body, "scan");
  return scan;
}

StmtPtr Parser::parseFor() {
  auto loop = std::make_unique<ForStmt>(rangeOf(take()));
  parseName(loop->variable, "the variable of the loop");
  expect(Kind::In);
  parseLoopRange(loop->over);
  parseBody(loop->body, "for");
  return loop;
}

StmtPtr Parser::parseWhen() {
  Nested nested(*this);
  Token start = take();
  auto when = std::make_unique<WhenStmt>(rangeOf(start));
  if (at(Kind::LeftBrace, 1) && (at(Kind::Train) || at(Kind::Infer)))
    when->test = take().kind == Kind::Train ? WhenStmt::Test::Train : WhenStmt::Test::Infer;
  else
    when->condition = parseExpr();
  if (!parseBody(when->thenBody, "when") || !accept(Kind::Else))
    return when;
  when->elseBody.emplace();
  if (at(Kind::When)) {
    Token inner = peek();
    StmtPtr otherwise = parseWhen();
    when->elseBody->range = otherwise->range = from(inner);
    when->elseBody->stmts.push_back(std::move(otherwise));
  } else if (at(Kind::If)) {
    failExpected("`when` or `{`", "statements are chosen by `else when …`");
  } else {
    parseBody(*when->elseBody, "else");
  }
  return when;
}

StmtPtr Parser::parseMetric() {
  auto metric = std::make_unique<MetricStmt>(rangeOf(take()));
  parseName(metric->name, "the name of a metric");
  expect(Kind::Equal, " and a value");
  metric->value = parseExpr();
  return metric;
}
