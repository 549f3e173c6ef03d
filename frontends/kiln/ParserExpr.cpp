// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Limits.h"
#include "frontends/kiln/ParserImpl.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>
#include <optional>

using namespace kiln::frontend;
using namespace kiln::frontend::ast;
using llvm::StringRef;

ExprPtr Parser::errorExpr() const {
  return std::make_unique<ErrorExpr>(SourceRange{&source, lastEnd, lastEnd});
}

ExprPtr Parser::finish(ExprPtr node, llvm::ArrayRef<const Expr *> parts) {
  unsigned height = 0;
  for (const Expr *part : parts)
    if (part)
      height = std::max(height, part->height);
  node->height = height + 1;
  if (node->height > limits::nesting)
    fail(Diag::NestingTooDeep, node->range, {std::to_string(limits::nesting)})
        .help("give parts of it names of their own");
  return node;
}

//===-- Operators
//--------------------------------------------------------------------------------===

static std::optional<BinaryOp> binaryOp(TokenKind kind) {
  switch (kind) {
  case TokenKind::Or:
    return BinaryOp::Or;
  case TokenKind::And:
    return BinaryOp::And;
  case TokenKind::EqualEqual:
  case TokenKind::Equal: // reported, and taken for a comparison
    return BinaryOp::Eq;
  case TokenKind::NotEqual:
    return BinaryOp::Ne;
  case TokenKind::Less:
  case TokenKind::LeftArrow: // reported, and taken for `< -`
    return BinaryOp::Lt;
  case TokenKind::LessEqual:
    return BinaryOp::Le;
  case TokenKind::Greater:
    return BinaryOp::Gt;
  case TokenKind::GreaterEqual:
    return BinaryOp::Ge;
  case TokenKind::Plus:
    return BinaryOp::Add;
  case TokenKind::Minus:
    return BinaryOp::Sub;
  case TokenKind::Star:
    return BinaryOp::Mul;
  case TokenKind::Slash:
    return BinaryOp::Div;
  case TokenKind::SlashSlash:
    return BinaryOp::FloorDiv;
  case TokenKind::Percent:
    return BinaryOp::Mod;
  case TokenKind::Caret:
    return BinaryOp::Pow;
  default:
    return std::nullopt;
  }
}

/// How tightly `op` binds, as in the table of ParserImpl.h.
static unsigned tightness(BinaryOp op) {
  switch (op) {
  case BinaryOp::Or:
    return 2;
  case BinaryOp::And:
    return 3;
  case BinaryOp::Eq:
  case BinaryOp::Ne:
  case BinaryOp::Lt:
  case BinaryOp::Le:
  case BinaryOp::Gt:
  case BinaryOp::Ge:
  case BinaryOp::Is:
    return 5;
  case BinaryOp::Add:
  case BinaryOp::Sub:
    return 6;
  case BinaryOp::Mul:
  case BinaryOp::Div:
  case BinaryOp::FloorDiv:
  case BinaryOp::Mod:
    return 7;
  case BinaryOp::Pow:
    return 9;
  }
  return 0;
}

/// `a // two words`: a comment in the manner of C. The words of clauses may follow an operand.
bool Parser::skipForeignComment(bool wherever) {
  auto isProse = [&](size_t ahead) {
    return at(Kind::Name, ahead) && !peek(ahead).startsLine && !atWord("is", ahead) &&
           !atWord("where", ahead) && !atWord("with", ahead) && !atWord("until", ahead) &&
           !atWord("window", ahead) && !atWord("recompute", ahead) && !atWord("grad", ahead) && !atWord("from", ahead);
  };
  if (!at(Kind::SlashSlash) || !(wherever || (isProse(1) && isProse(2))))
    return false;
  diagnostics.report(Diag::ForeignComment, rangeOf(peek()), "//")
      .help("write `#`; `//` divides and rounds down");
  do
    ++pos;
  while (!peek().startsLine && !at(Kind::EndOfFile));
  return true;
}

void Parser::mendOperator(const Expr &lhs, const Token &op) {
  StringRef left = lhs.range.text();
  if (op.kind == Kind::LeftArrow && textOf(op) == "<-") {
    StringRef right = at(Kind::Name) || at(Kind::Integer) || at(Kind::Real) ? textOf(peek()) : "…";
    diagnostics.report(Diag::UpdateInExpression, rangeOf(op))
        .help("write `" + left.take_front(40) + " < -" + right + "`");
  } else if (op.kind == Kind::Equal && textOf(op) == "=") {
    diagnostics.report(Diag::EqualInExpression, rangeOf(op)).help("`==` compares");
  }
}

ExprPtr Parser::makeBinary(BinaryOp op, const Token &opToken, ExprPtr lhs, ExprPtr rhs) {
  SourceRange range = lhs->range.to(rhs->range);
  const Expr *parts[] = {lhs.get(), rhs.get()};
  return finish(
      std::make_unique<BinaryExpr>(range, op, rangeOf(opToken), std::move(lhs), std::move(rhs)),
      parts);
}

ExprPtr Parser::makePipe(ExprPtr value, const Token &pipe, ExprPtr target) {
  SourceRange range = value->range.to(target->range);
  bool isPart = llvm::isa<NameExpr, MemberExpr, IndexExpr, CallExpr, InferExpr, ErrorExpr>(*target);
  if (!isPart) {
    diagnostics.report(Diag::PipeTarget, target->range)
        .label(rangeOf(pipe), "this pipe binds most loosely")
        .help("put what should be piped, or the whole pipe, in parentheses");
    return value;
  }
  auto *call = llvm::dyn_cast<CallExpr>(target.get());
  if (call && !call->parenthesized && !call->piped) {
    call->range = range;
    call->piped = true;
    const Expr *parts[] = {value.get(), target.get()};
    call->args.insert(call->args.begin(), Arg{std::nullopt, std::move(value)});
    return finish(std::move(target), parts);
  }
  auto made = std::make_unique<CallExpr>(range);
  made->piped = made->pipedBare = true;
  const Expr *parts[] = {value.get(), target.get()};
  made->callee = std::move(target);
  made->args.push_back({std::nullopt, std::move(value)});
  return finish(std::move(made), parts);
}

ExprPtr Parser::parseExpr(Precedence above) {
  Nested nested(*this);
  if (!nested)
    return errorExpr();
  return parseOperators(parsePrefix(), above);
}

ExprPtr Parser::parseOperators(ExprPtr lhs, Precedence above) {
  bool chainReported = false;
  while (!lost) {
    if (at(Kind::Pipe)) {
      if (above >= PrecPipe)
        break;
      Token pipe = take();
      lhs = makePipe(std::move(lhs), pipe, parseExpr(PrecPipe));
      continue;
    }
    if (atGradAs()) {
      if (openBrackets != 0)
        fail(Diag::GradAsMisplaced, rangeOf(peek()).to(rangeOf(peek(1))))
            .help("give the value a name: `q = e grad as e2`");
      break;
    }
    if (skipForeignComment(/*wherever=*/false))
      break;
    std::optional<BinaryOp> op = binaryOp(peek().kind);
    if (!op && atWord("is") && !atLineEnd())
      op = BinaryOp::Is;
    if (!op || tightness(*op) <= above)
      break;

    auto *left = llvm::dyn_cast<BinaryExpr>(lhs.get());
    if (left && isComparison(*op) && isComparison(left->op) && !left->parenthesized &&
        !chainReported) {
      chainReported = true;
      StringRef middle = left->rhs->range.text();
      diagnostics.report(Diag::ChainedComparison, rangeOf(peek()))
          .label(left->opRange, "the first comparison")
          .help("write `" + left->range.text().take_front(60) + " and " + middle.take_front(40) +
                " " + spelling(*op) + " …`");
    }
    bool nameInBrackets =
        at(Kind::Equal) && openBrackets != 0 && match[innermostBracket] == innermostBracket;
    if (nameInBrackets) {
      // `y[t = 3`: not a comparison, the bracket is missing.
      failUnclosed(innermostBracket);
      break;
    }
    Token opToken = take();
    mendOperator(*lhs, opToken);
    // `^` is the only operator that groups to the right: its right side may be another power.
    Precedence inner = *op == BinaryOp::Pow ? PrecNeg : static_cast<Precedence>(tightness(*op));
    ExprPtr rhs = parseExpr(inner);
    if (opToken.kind == Kind::LeftArrow) {
      SourceRange range = rhs->range;
      const Expr *parts[] = {rhs.get()};
      rhs = finish(std::make_unique<UnaryExpr>(range, UnaryOp::Neg, std::move(rhs)), parts);
    }
    lhs = makeBinary(*op, opToken, std::move(lhs), std::move(rhs));
  }
  return lhs;
}

ExprPtr Parser::parsePrefix() {
  Token start = peek();
  switch (start.kind) {
  case Kind::Minus:
  case Kind::Not: {
    take();
    bool isMinus = start.kind == Kind::Minus;
    ExprPtr operand = parseExpr(isMinus ? PrecNeg : PrecNot);
    const Expr *parts[] = {operand.get()};
    return finish(std::make_unique<UnaryExpr>(from(start), isMinus ? UnaryOp::Neg : UnaryOp::Not,
                                              std::move(operand)),
                  parts);
  }
  case Kind::If:
    return parseIf();
  case Kind::Fn:
    return parseLambda();
  case Kind::Infer: {
    take();
    ExprPtr operand = parsePostfix(parsePrimary());
    const Expr *parts[] = {operand.get()};
    return finish(std::make_unique<InferExpr>(from(start), std::move(operand)), parts);
  }
  default:
    return parsePostfix(parsePrimary());
  }
}

ExprPtr Parser::parseIf() {
  Token start = take();
  auto node = std::make_unique<IfExpr>(rangeOf(start));
  node->condition = parseExpr();
  expect(Kind::Then, " and a value for this `if`");
  node->thenValue = parseExpr();
  if (!lost && !at(Kind::Else))
    fail(Diag::IfWithoutElse, rangeOf(start))
        .help("a value needs both sides: `if c then a else b`; `when c { … }` chooses statements");
  accept(Kind::Else);
  node->elseValue = parseExpr();
  node->range = from(start);
  const Expr *parts[] = {node->condition.get(), node->thenValue.get(), node->elseValue.get()};
  return finish(std::move(node), parts);
}

ExprPtr Parser::parseLambda() {
  Token start = take();
  auto node = std::make_unique<LambdaExpr>(rangeOf(start));
  if (!at(Kind::LeftParen)) {
    failExpected("`(` and the parameters: `fn(x) = …`");
    return errorExpr();
  }
  {
    Bracketed parens(*this, Kind::RightParen);
    parseList(parens, "parameters", [&] {
      Name name;
      if (parseName(name, "the name of a parameter"))
        node->params.push_back(std::move(name));
    });
  }
  expect(Kind::Equal, " and the value of the function");
  node->body = parseExpr();
  node->range = from(start);
  const Expr *parts[] = {node->body.get()};
  return finish(std::move(node), parts);
}

//===-- Primaries
//--------------------------------------------------------------------------------===

ExprPtr Parser::parseNumber() {
  Token token = take();
  auto node = std::make_unique<NumberExpr>(rangeOf(token));
  for (char c : textOf(token))
    if (c != '_')
      node->text += c;
  StringRef digits = node->text;
  node->isInteger = token.kind == Kind::Integer;
  if (node->isInteger) {
    if (digits.size() <= limits::nameBytes && digits.getAsInteger(10, node->integer)) {
      diagnostics.report(Diag::NumberTooLarge, node->range, digits, "an integer of 64 bits")
          .help("write it with a point or an exponent: it is then a real number");
    }
    node->real = static_cast<double>(node->integer);
  } else if (!digits.getAsDouble(node->real) && std::isinf(node->real)) {
    diagnostics.report(Diag::NumberTooLarge, node->range, digits, "f64");
  }
  return node;
}

ExprPtr Parser::parseParenthesized() {
  size_t openIndex = pos;
  Token after = match[openIndex] != openIndex && match[openIndex] + 1 < lexed.tokens.size()
                    ? lexed.tokens[match[openIndex] + 1]
                    : Token();
  if (after.kind == Kind::FatArrow || (after.kind == Kind::Arrow && openBrackets != 0)) {
    std::string inside =
        source.text().slice(peek().begin, after.begin).rtrim().take_front(60).str();
    fail(Diag::ForeignLambda, rangeOf(after), {textOf(after).str()})
        .help("write `fn" + inside + " = …`");
    return errorExpr();
  }
  Bracketed parens(*this, Kind::RightParen);
  ExprPtr inner = parseExpr();
  if (at(Kind::Comma)) {
    fail(Diag::ExpectedToken, rangeOf(peek()), {"`)`", "`,`"})
        .label(rangeOf(parens.open), "for this `(`")
        .help(
            "there are no tuples: a list is `[a, b]`, several results are bound by `a, b = f(x)`");
  }
  parens.close("");
  inner->parenthesized = true;
  inner->range = from(parens.open);
  return inner;
}

ExprPtr Parser::parseNameExpr() {
  StringRef text = textOf(peek());
  if (at(Kind::FatArrow, 1)) {
    fail(Diag::ForeignLambda, rangeOf(peek(1)), {"=>"}).help("write `fn(" + text + ") = …`");
    return errorExpr();
  }
  if (text == "lambda" && (at(Kind::Name, 1) || at(Kind::Colon, 1)) && failForeignWord())
    return errorExpr();
  Token token = take();
  if (text == "True" || text == "False") {
    diagnostics.report(Diag::ForeignWord, rangeOf(token), text)
        .help("write `" + text.lower() + "`");
    return std::make_unique<BoolExpr>(rangeOf(token), text == "True");
  }
  return std::make_unique<NameExpr>(rangeOf(token), text.str());
}

std::string Parser::stringValue(const Token &token) const {
  StringRef text = textOf(token);
  StringRef inside = text.drop_front();
  // An unterminated one has no second quote.
  if (!inside.empty() && inside.back() == text.front())
    inside = inside.drop_back();
  return inside.str();
}

ExprPtr Parser::parsePrimary() {
  Token token = peek();
  switch (token.kind) {
  case Kind::Integer:
  case Kind::Real:
    return parseNumber();
  case Kind::String:
    take();
    diagnostics.report(Diag::StringValue, rangeOf(token))
        .help("a string names a file, after `use`; to choose by, give a number, a truth value, a function or a part");
    return std::make_unique<ErrorExpr>(rangeOf(token));
  case Kind::True:
  case Kind::False:
    take();
    return std::make_unique<BoolExpr>(rangeOf(token), token.kind == Kind::True);
  case Kind::Name:
    return parseNameExpr();
  case Kind::LeftParen:
    return parseParenthesized();
  case Kind::LeftBracket: {
    auto list = std::make_unique<ListExpr>(rangeOf(token));
    {
      Bracketed brackets(*this, Kind::RightBracket);
      parseList(brackets, "elements", [&] { list->elements.push_back(parseExpr()); });
    }
    list->range = from(token);
    if (!lost && list->elements.empty())
      diagnostics.report(Diag::EmptyBrackets, list->range)
          .help("a list has at least one element: `[a, b]`");
    std::vector<const Expr *> parts;
    for (const ExprPtr &element : list->elements)
      parts.push_back(element.get());
    return finish(std::move(list), parts);
  }
  case Kind::DotDot:
    fail(Diag::DotsMisplaced, rangeOf(token))
        .help(
            "`..` stands for leading axes in a shape or a reducer, or between the ends of a range");
    return errorExpr();
  default:
    if (!lost && isReservedWord(token.kind) && !atLineEnd())
      fail(Diag::ReservedWord, rangeOf(token), {textOf(token).str(), "a value"})
          .help("choose another name");
    else if (!lost)
      fail(Diag::ExpectedExpression, hereRange(), {found()})
          .help("write a value here: a number, a name, a call");
    return errorExpr();
  }
}

//===-- What follows a primary
//-------------------------------------------------------------------===

ExprPtr Parser::parsePostfix(ExprPtr base) {
  while (!lost && !atLineEnd()) {
    if (at(Kind::LeftParen)) {
      base = parseCall(std::move(base));
    } else if (at(Kind::LeftBracket)) {
      base = parseIndex(std::move(base));
    } else if (accept(Kind::Dot)) {
      Name name;
      if (!parseName(name, "a name after `.`"))
        break;
      SourceRange range = base->range.to(name.range);
      const Expr *parts[] = {base.get()};
      base = finish(std::make_unique<MemberExpr>(range, std::move(base), std::move(name)), parts);
    } else {
      break;
    }
  }
  return base;
}

void Parser::parseArg(CallExpr &call) {
  Arg arg;
  bool isNamed = at(Kind::Name) && (at(Kind::Colon, 1) || at(Kind::Equal, 1));
  if (isNamed) {
    Token token = take();
    arg.name = Name{textOf(token).str(), rangeOf(token)};
    Token sign = take();
    if (sign.kind == Kind::Equal)
      diagnostics.report(Diag::EqualInExpression, rangeOf(sign))
          .help("an argument by name is written `" + arg.name->text + ": …`");
    for (const Arg &other : call.args)
      if (other.name && other.name->text == arg.name->text)
        diagnostics.report(Diag::ArgumentTwice, arg.name->range, arg.name->text)
            .label(other.name->range, "first given here")
            .help("remove one of them");
  }
  arg.value = parseExpr();
  if (!lost && !isNamed && !call.args.empty() && call.args.back().name)
    diagnostics.report(Diag::PositionalAfterNamed, arg.value->range, call.args.back().name->text)
        .label(call.args.back().name->range, "arguments by name come last")
        .help("move it to the front, or give it its name");
  call.args.push_back(std::move(arg));
}

ExprPtr Parser::parseCall(ExprPtr callee) {
  SourceRange calleeRange = callee->range;
  auto call = std::make_unique<CallExpr>(calleeRange);
  call->callee = std::move(callee);
  {
    Bracketed parens(*this, Kind::RightParen);
    parseList(parens, "arguments", [&] { parseArg(*call); });
  }
  call->range = calleeRange.to({&source, lastEnd, lastEnd});
  std::vector<const Expr *> parts = {call->callee.get()};
  for (const Arg &arg : call->args)
    parts.push_back(arg.value.get());
  return finish(std::move(call), parts);
}
