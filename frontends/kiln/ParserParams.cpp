// SPDX-License-Identifier: Apache-2.0
// Types, parameters and results.
#include "frontends/kiln/ParserImpl.h"

using namespace kiln::frontend;
using namespace kiln::frontend::ast;

Dim Parser::parseDim() {
  Dim dim;
  Token start = peek();
  if (accept(Kind::DotDot)) {
    dim.isDots = true;
  } else {
    if (at(Kind::Name) && at(Kind::Colon, 1)) {
      Token name = take();
      dim.name = Name{textOf(name).str(), rangeOf(name)};
      take();
    }
    dim.size = parseExpr();
  }
  dim.range = from(start);
  return dim;
}

bool Parser::parseType(Type &type) {
  Token start = peek();
  if (atWord("like") && at(Kind::Name, 1) && !peek(1).startsLine) {
    take();
    type.kind = Type::Kind::Like;
    parsePath(type.path, "a part or a value");
    if (acceptWord("as")) {
      type.asDtype.emplace();
      parseName(*type.asDtype, "a dtype such as `bf16`");
    }
  } else {
    if (!parsePath(type.path, "a type such as `f32[D]`"))
      return false;
    if (at(Kind::LeftBracket) && !atLineEnd()) {
      type.hasDims = true;
      Bracketed brackets(*this, Kind::RightBracket);
      if (at(Kind::RightBracket))
        diagnostics.report(Diag::EmptyBrackets, rangeOf(brackets.open).to(rangeOf(peek())))
            .help("a scalar has no brackets: `" + type.path.str() + "`");
      parseList(brackets, "dims", [&] { type.dims.push_back(parseDim()); });
    }
  }
  type.range = from(start);
  return !lost;
}

Param Parser::parseParam() {
  Param param;
  Token start = peek();
  if (!parseName(param.name, "the name of a parameter"))
    return param;
  if (accept(Kind::LeftParen)) {
    param.functionArg.emplace();
    parseName(*param.functionArg, "the argument of a function parameter, as in `rate(n)`");
    expect(Kind::RightParen);
  }
  if (accept(Kind::Colon)) {
    param.type.emplace();
    parseType(*param.type);
  }
  if (accept(Kind::Equal))
    param.defaultValue = parseExpr();
  if (acceptWord("from")) {
    param.from.emplace();
    parsePath(*param.from, "the name of data");
  }
  param.range = from(start);
  return param;
}

bool Parser::parseParams(std::vector<Param> &params) {
  if (!at(Kind::LeftParen)) {
    failExpected("`(` and parameters");
    return false;
  }
  size_t open = pos;
  Bracketed parens(*this, Kind::RightParen);
  parseList(parens, "parameters", [&] { params.push_back(parseParam()); });
  if (lost && match[open] != open && match[open] >= pos) {
    // The list is broken but its end is known: what follows may be read.
    lost = false;
    pos = match[open];
    take();
    return true;
  }
  return !lost;
}

bool Parser::parseField(Field &field) {
  return parseName(field.name, "the name of a result") &&
         expect(Kind::Colon, " and the type of the result") && parseType(field.type);
}

bool Parser::parseResult(Result &result) {
  Token start = peek();
  if (at(Kind::LeftParen)) {
    Bracketed parens(*this, Kind::RightParen);
    parseList(parens, "results", [&] {
      Field field;
      if (parseField(field))
        result.fields.push_back(std::move(field));
    });
    if (!lost && result.fields.empty())
      fail(Diag::MissingResult, from(start), {"`->`"})
          .help("name the results: `-> (a: f32, b: i32)`");
  } else {
    Field field;
    if (parseField(field))
      result.fields.push_back(std::move(field));
    if (at(Kind::Comma))
      fail(Diag::ExpectedToken, hereRange(), {"`(` before several results", found()})
          .label(rangeOf(start), "the first")
          .help("write them in brackets: `-> (a: f32, b: i32)`");
  }
  result.range = from(start);
  return !lost;
}

void Parser::parseReps(std::vector<Rep> &reps) {
  Bracketed brackets(*this, Kind::RightBracket);
  if (at(Kind::RightBracket))
    diagnostics.report(Diag::EmptyBrackets, rangeOf(brackets.open).to(rangeOf(peek())))
        .help("say how many: `layers[L]`, `beta[t: 1000]`");
  parseList(brackets, "counts", [&] {
    Rep rep;
    Token start = peek();
    if (at(Kind::Name) && at(Kind::Colon, 1)) {
      Token name = take();
      rep.index = Name{textOf(name).str(), rangeOf(name)};
      take();
    }
    rep.count = parseExpr();
    rep.range = from(start);
    reps.push_back(std::move(rep));
  });
}
