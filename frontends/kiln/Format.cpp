// SPDX-License-Identifier: Apache-2.0
// The formatter works on tokens, not on the tree: so it cannot lose a comment or a line end.
#include "frontends/kiln/Format.h"
#include "frontends/kiln/ParserImpl.h"
#include "llvm/Support/Unicode.h"
#include <algorithm>
#include <map>

using namespace kiln::frontend;
using llvm::StringRef;
using Kind = TokenKind;

namespace {

constexpr unsigned indentStep = 2;
/// Blanks before a comment that follows code.
constexpr unsigned commentGap = 2;

/// A token or a comment of a line, and where it goes.
struct Piece {
  StringRef text;
  size_t token = 0; // its index, or `none` for a comment
  /// Where it stood: the column that alignment looks at, which is the last one of a `<-`, so that
  /// it goes with a `=`.
  unsigned oldColumn = 0;
  unsigned anchor = 0; // from its first column to that one
  unsigned oldGap = 0; // blanks before it
  unsigned gap = 0;    // blanks before it in the new text, before alignment
  /// Columns of the new text, once they are known.
  unsigned column = 0;
};

constexpr size_t none = ~size_t(0);

struct Line {
  unsigned number = 0; // in the source
  unsigned indent = 0;
  bool blankBefore = false;
  std::vector<Piece> pieces;
};

unsigned widthOf(StringRef text) {
  int width = llvm::sys::unicode::columnWidthUTF8(text);
  return width < 0 ? static_cast<unsigned>(text.size()) : static_cast<unsigned>(width);
}

class Formatter {
public:
  Formatter(const SourceFile &source, const Parser &parser)
      : source(source), tokens(parser.tokens().tokens), comments(parser.tokens().comments),
        heads(parser.heads()) {}

  std::string run();

private:
  Kind kindAt(size_t token) const { return tokens[token].kind; }
  StringRef textOf(size_t token) const {
    return source.text().slice(tokens[token].begin, tokens[token].end);
  }
  void collect();
  bool endsOperand(size_t token) const;
  bool isClauseWord(size_t token) const;
  bool isPrefixMinus(size_t token) const;
  bool isRange(size_t token) const;
  unsigned gapBetween(size_t left, size_t right) const;
  void indentLines();
  void align();
  void columnsFrom(Line &line, size_t piece);

  const SourceFile &source;
  const std::vector<Token> &tokens;
  const std::vector<Comment> &comments;
  const std::vector<bool> &heads;
  std::vector<Line> lines;
};

//===-- Blanks
//-----------------------------------------------------------------------------------===

/// Whether an operand may end with this token, so that an operator or a clause follows.
bool Formatter::endsOperand(size_t token) const {
  switch (kindAt(token)) {
  case Kind::Name:
    return !isClauseWord(token);
  case Kind::Integer:
  case Kind::Real:
  case Kind::String:
  case Kind::True:
  case Kind::False:
  case Kind::RightParen:
  case Kind::RightBracket:
    return true;
  case Kind::DotDot:
    return !isRange(token);
  case Kind::Star: // of `[*]`
    return token > 0 &&
           (kindAt(token - 1) == Kind::LeftBracket || kindAt(token - 1) == Kind::Comma);
  default:
    return false;
  }
}

/// `where`, `with`, `until`, `is`…: a name behind an operand. (`as` and `like` stand before names.)
bool Formatter::isClauseWord(size_t token) const {
  if (kindAt(token) != Kind::Name || token == 0 || heads[token])
    return false;
  StringRef text = textOf(token);
  if (text == "like" || text == "reverse")
    return kindAt(token + 1) == Kind::Name || (text == "reverse" && kindAt(token - 1) == Kind::In &&
                                               kindAt(token + 1) != Kind::LeftBrace);
  bool isWord = text == "where" || text == "with" || text == "until" || text == "window" || text == "recompute" ||
                text == "is" || text == "as" || text == "from" || text == "grad";
  return isWord && (endsOperand(token - 1) || kindAt(token - 1) == Kind::RightBrace);
}

bool Formatter::isPrefixMinus(size_t token) const {
  return kindAt(token) == Kind::Minus && (token == 0 || !endsOperand(token - 1));
}

/// `a .. b`, and not the `..` of leading axes.
bool Formatter::isRange(size_t token) const {
  return kindAt(token) == Kind::DotDot && token > 0 && kindAt(token - 1) != Kind::LeftBracket &&
         kindAt(token - 1) != Kind::Comma;
}

unsigned Formatter::gapBetween(size_t left, size_t right) const {
  Kind a = kindAt(left), b = kindAt(right);
  if (a == Kind::LeftParen || a == Kind::LeftBracket || b == Kind::RightParen ||
      b == Kind::RightBracket || b == Kind::Comma || b == Kind::Colon || b == Kind::Semicolon)
    return 0;
  if (a == Kind::Dot || b == Kind::Dot || a == Kind::Caret || b == Kind::Caret)
    return 0;
  if (isPrefixMinus(left))
    return 0;
  if (b == Kind::LeftParen) {
    // A call, the parameters of a declaration, or parentheses around a value.
    bool inUse = false;
    for (size_t i = left; !inUse && i + 1 > 0 &&
                          (kindAt(i) == Kind::Name || kindAt(i) == Kind::Dot ||
                           kindAt(i) == Kind::String || kindAt(i) == Kind::Use);
         --i) {
      inUse = kindAt(i) == Kind::Use;
      if (i == 0)
        break;
    }
    return a == Kind::Fn || (endsOperand(left) && !inUse) ? 0 : 1;
  }
  if (b == Kind::LeftBracket)
    return endsOperand(left) ? 0 : 1;
  return 1;
}

//===-- Lines
//------------------------------------------------------------------------------------===

void Formatter::collect() {
  size_t comment = 0;
  size_t last = tokens.size() - 1; // the end of the file
  auto add = [&](uint32_t begin, uint32_t end, size_t token) {
    unsigned number = source.position(begin).line;
    bool first = lines.empty() || lines.back().number != number;
    if (first) {
      Line line;
      line.number = number;
      if (!lines.empty()) {
        uint32_t previousEnd = 0;
        const Piece &piece = lines.back().pieces.back();
        previousEnd = static_cast<uint32_t>(piece.text.end() - source.text().begin());
        line.blankBefore = source.text().slice(previousEnd, begin).count('\n') > 1;
      }
      lines.push_back(std::move(line));
    }
    Line &line = lines.back();
    Piece piece;
    piece.text = source.text().slice(begin, end);
    piece.token = token;
    StringRef before = source.text().slice(source.lineStart(number), begin);
    piece.anchor = piece.text == "<-" ? 1 : 0;
    piece.oldColumn = widthOf(before) + piece.anchor;
    piece.oldGap = static_cast<unsigned>(before.size() - before.rtrim(" \t").size());
    if (!first && token == none)
      piece.gap = commentGap;
    else if (!first)
      piece.gap = gapBetween(token - 1, token);
    line.pieces.push_back(piece);
  };
  for (size_t i = 0; i <= last; ++i) {
    while (comment < comments.size() && comments[comment].begin < tokens[i].begin) {
      add(comments[comment].begin, comments[comment].end, none);
      ++comment;
    }
    if (i != last)
      add(tokens[i].begin, tokens[i].end, i);
  }
  for (; comment < comments.size(); ++comment)
    add(comments[comment].begin, comments[comment].end, none);
}

/// Lines within brackets are indented from the line of the bracket, lines that go on from the line
/// that they continue.
void Formatter::indentLines() {
  struct Open {
    unsigned indent; // of the line of the bracket
    bool isBrace;
  };
  std::vector<Open> open;
  unsigned statementIndent = 0;
  for (Line &line : lines) {
    size_t first = line.pieces.front().token;
    unsigned inside = open.empty() ? 0 : open.back().indent + indentStep;
    bool inBraces = open.empty() || open.back().isBrace;
    line.indent = inside;
    if (first != none) {
      Kind kind = kindAt(first);
      bool closes =
          kind == Kind::RightBrace || kind == Kind::RightParen || kind == Kind::RightBracket;
      if (closes && !open.empty())
        line.indent = open.back().indent;
      else if (inBraces && !heads[first] && !(first > 0 && kindAt(first - 1) == Kind::RightBrace))
        line.indent = kind == Kind::LeftBrace ? statementIndent : statementIndent + indentStep;
      if (inBraces && heads[first])
        statementIndent = line.indent;
    }
    for (const Piece &piece : line.pieces) {
      if (piece.token == none)
        continue;
      switch (kindAt(piece.token)) {
      case Kind::LeftBrace:
        // The body of a declaration whose head goes over several lines.
        open.push_back({statementIndent, true});
        break;
      case Kind::LeftParen:
      case Kind::LeftBracket:
        open.push_back({line.indent, false});
        break;
      case Kind::RightBrace:
      case Kind::RightParen:
      case Kind::RightBracket:
        if (!open.empty()) {
          if (open.back().isBrace)
            statementIndent = open.back().indent;
          open.pop_back();
        }
        break;
      default:
        break;
      }
    }
  }
}

//===-- Alignment
//--------------------------------------------------------------------------------===

void Formatter::columnsFrom(Line &line, size_t piece) {
  for (size_t i = piece; i < line.pieces.size(); ++i) {
    Piece &one = line.pieces[i];
    if (i == 0) {
      one.column = line.indent;
      continue;
    }
    const Piece &left = line.pieces[i - 1];
    one.column = left.column + widthOf(left.text) + one.gap;
  }
}

/// A piece that stood in one column with a piece of the same kind in the next line, with more than
/// one blank before one of them, is aligned: it stays so, in the leftmost column that suits all.
void Formatter::align() {
  using Place = std::pair<size_t, size_t>; // line, piece
  // By old column, so that what stands left is placed first.
  std::map<unsigned, std::vector<std::vector<Place>>> groups;
  std::map<unsigned, size_t> openGroups; // old column -> number of the group, for the line before
  for (size_t l = 0; l < lines.size(); ++l) {
    std::map<unsigned, size_t> next;
    for (size_t p = 1; p < lines[l].pieces.size(); ++p) {
      const Piece &piece = lines[l].pieces[p];
      if (piece.oldGap == 0)
        continue;
      auto &list = groups[piece.oldColumn];
      auto known = openGroups.find(piece.oldColumn);
      bool joins = known != openGroups.end() && lines[l].number == lines[l - 1].number + 1;
      if (joins) {
        const Place &above = list[known->second].back();
        const Piece &other = lines[above.first].pieces[above.second];
        joins = (other.token == none) == (piece.token == none);
      }
      if (!joins)
        list.emplace_back();
      size_t group = joins ? known->second : list.size() - 1;
      list[group].push_back({l, p});
      next[piece.oldColumn] = group;
    }
    openGroups = std::move(next);
  }
  for (const auto &[column, list] : groups) {
    for (const std::vector<Place> &group : list) {
      bool intended = false;
      unsigned target = 0;
      for (auto [l, p] : group) {
        intended |= lines[l].pieces[p].oldGap > 1;
        target = std::max(target, lines[l].pieces[p].column + lines[l].pieces[p].anchor);
      }
      if (!intended || group.size() < 2)
        continue;
      for (auto [l, p] : group) {
        Piece &piece = lines[l].pieces[p];
        piece.gap += target - piece.column - piece.anchor;
        columnsFrom(lines[l], p);
      }
    }
  }
}

std::string Formatter::run() {
  collect();
  indentLines();
  for (Line &line : lines)
    columnsFrom(line, 0);
  align();
  std::string out;
  for (const Line &line : lines) {
    if (line.blankBefore)
      out += '\n';
    unsigned column = 0;
    for (const Piece &piece : line.pieces) {
      out.append(piece.column - column, ' ');
      out += piece.text;
      column = piece.column + widthOf(piece.text);
    }
    out += '\n';
  }
  return out;
}

} // namespace

std::optional<std::string> kiln::frontend::format(const SourceFile &source,
                                                  Diagnostics &diagnostics) {
  unsigned before = diagnostics.errorCount();
  Parser parser(source, diagnostics);
  parser.parseFile();
  if (diagnostics.errorCount() != before)
    return std::nullopt;
  return Formatter(source, parser).run();
}
