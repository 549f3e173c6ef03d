// SPDX-License-Identifier: Apache-2.0
// What stands between the brackets of an index.
#include "frontends/kiln/ParserImpl.h"

using namespace kiln::frontend;
using namespace kiln::frontend::ast;

/// "(" NAME followed by "," or ":": a group; else the parentheses of an expression.
bool Parser::atGroup() const {
  return at(Kind::LeftParen) && at(Kind::Name, 1) && (at(Kind::Comma, 2) || at(Kind::Colon, 2));
}

void Parser::parseGroup(IndexItem &item) {
  item.kind = IndexItem::Kind::Group;
  Token open = peek();
  {
    Bracketed parens(*this, Kind::RightParen);
    parseList(parens, "the indices of a group", [&] {
      GroupMember member;
      if (!parseName(member.name, "the name of an index"))
        return;
      if (accept(Kind::Colon))
        member.size = parseExpr();
      item.members.push_back(std::move(member));
    });
  }
  if (!lost && item.members.size() < 2)
    diagnostics.report(Diag::GroupTooSmall, from(open))
        .help("`(i, j)` merges or splits an axis; a single index stands without parentheses");
}

IndexItem Parser::parseItem() {
  IndexItem item;
  Token start = peek();
  if (at(Kind::DotDot)) {
    take();
    item.kind = IndexItem::Kind::Dots;
  } else if (at(Kind::Star)) {
    take();
    item.kind = IndexItem::Kind::Star;
  } else if (atGroup()) {
    parseGroup(item);
  } else {
    ExprPtr first = parseExpr();
    auto *name = llvm::dyn_cast<NameExpr>(first.get());
    if (at(Kind::Colon)) {
      if (!name || name->parenthesized) {
        fail(Diag::ExpectedToken, rangeOf(peek()), {"`,` or `]`", "`:`"})
            .help("a range is given to a name: `t: 64`; a part of an axis is `a .. b`");
        return item;
      }
      take();
      item.kind = IndexItem::Kind::Ranged;
      item.name = Name{name->name, name->range};
      item.high = parseExpr();
      if (accept(Kind::DotDot)) {
        item.low = std::move(item.high);
        item.high = parseExpr();
      }
    } else if (accept(Kind::DotDot)) {
      item.kind = IndexItem::Kind::Slice;
      item.low = std::move(first);
      bool open = at(Kind::RightBracket) || at(Kind::Comma) || at(Kind::Else) || atWord("where");
      if (!open)
        item.high = parseExpr();
    } else {
      item.value = std::move(first);
    }
    if (at(Kind::DotDot) || (item.kind == IndexItem::Kind::Slice && at(Kind::Colon)))
      fail(Diag::RangeWithStep, rangeOf(peek()))
          .help("for every second row: an index of its own, `x[2 * i]`");
  }
  item.range = from(start);
  return item;
}

bool Parser::parseItems(std::vector<IndexItem> &items, ExprPtr *where, ExprPtr *elseValue,
                        SourceRange &range) {
  Token open = peek();
  Bracketed brackets(*this, Kind::RightBracket);
  if (at(Kind::RightBracket)) {
    take();
    diagnostics.report(Diag::EmptyBrackets, from(open))
        .help("a scalar has no brackets; `[*]` reduces every axis");
    range = from(open);
    return true;
  }
  do {
    items.push_back(parseItem());
    // As in the arguments of a call.
    if (at(Kind::Semicolon))
      diagnostics.report(Diag::Semicolon, rangeOf(peek())).help("indices are separated by `,`");
  } while (accept(Kind::Comma) || accept(Kind::Semicolon));

  while (!lost && (atWord("where") || at(Kind::Else))) {
    Token clause = take();
    bool isWhere = clause.kind == Kind::Name;
    ExprPtr value = parseExpr();
    ExprPtr *slot = isWhere ? where : elseValue;
    if (!slot)
      diagnostics.report(Diag::IndexClause, rangeOf(clause), textOf(clause))
          .help(isWhere ? "a condition stands in a reducer: `sum[i where c](…)`"
                        : "only a read may fall outside: `y[t] = x[t - 1 else 0]`");
    else if (*slot || (isWhere && elseValue && *elseValue))
      diagnostics.report(Diag::IndexClause, rangeOf(clause), textOf(clause))
          .help(*slot ? "join the conditions by `and`" : "`where` comes before `else`");
    else
      *slot = std::move(value);
    if (!lost && at(Kind::Comma))
      fail(Diag::IndexClause, rangeOf(clause), {textOf(clause).str()})
          .help(isWhere ? "the condition comes last: `sum[i, j where i < j](…)`"
                        : "`else` stands once, behind all positions: `x[i - 1, j - 1 else 0]`");
  }
  bool closed = brackets.close("indices");
  range = from(open);
  return closed;
}

ExprPtr Parser::parseIndex(ExprPtr base) {
  SourceRange baseRange = base->range;
  auto node = std::make_unique<IndexExpr>(baseRange);
  node->base = std::move(base);
  parseItems(node->items, &node->where, &node->elseValue, node->brackets);
  node->range = baseRange.to(node->brackets);
  std::vector<const Expr *> parts = {node->base.get(), node->where.get(), node->elseValue.get()};
  for (const IndexItem &item : node->items) {
    parts.insert(parts.end(), {item.value.get(), item.low.get(), item.high.get()});
    for (const GroupMember &member : item.members)
      parts.push_back(member.size.get());
  }
  return finish(std::move(node), parts);
}
