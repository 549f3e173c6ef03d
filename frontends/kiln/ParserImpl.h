// SPDX-License-Identifier: Apache-2.0
// The recursive-descent parser; expressions by precedence climbing. Private to Parser*.cpp and Format.cpp.
//
// Errors: `fail` reports once and makes the parser lost. While it is lost the current token is
// TokenKind::Lost, which nothing accepts, so that every loop and every list ends by itself, and
// nothing is reported. The loops over declarations and statements call `recover`, which looks for
// the next place that is sure to begin one.
//
// Line ends: a token that starts a line ends the statement before it, except inside ( ) and [ ],
// where something is still missing (after an operator, a `=`, a comma), and where the line begins
// with a binary operator or a clause (`then`, `else`, `where`, `with`, `until`, `->`, `grad as`).
#ifndef KILN_FRONTENDS_KILN_PARSERIMPL_H
#define KILN_FRONTENDS_KILN_PARSERIMPL_H

#include "frontends/kiln/Ast.h"
#include "frontends/kiln/Diagnostics.h"
#include "frontends/kiln/Lexer.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace kiln::frontend {

class Parser {
public:
  Parser(const SourceFile &source, Diagnostics &diagnostics);

  std::unique_ptr<ast::File> parseFile();

  const Tokens &tokens() const { return lexed; }
  /// For each token whether a declaration or statement begins with it.
  const std::vector<bool> &heads() const { return isHead; }

private:
  using Kind = TokenKind;

  /// How tightly an operator binds, loosest first.
  enum Precedence {
    PrecNone,
    PrecPipe,
    PrecOr,
    PrecAnd,
    PrecNot,
    PrecCompare,
    PrecAdd,
    PrecMul,
    PrecNeg,
    PrecPow,
  };

  //===-- Tokens (Parser.cpp)
  const Token &peek(size_t ahead = 0) const;
  bool at(Kind kind, size_t ahead = 0) const { return peek(ahead).kind == kind; }
  bool atEnd() const { return at(Kind::EndOfFile) || lost; }
  llvm::StringRef textOf(const Token &token) const;
  /// Whether the token is the name `text`, one of the words that are reserved by place only.
  bool atWord(llvm::StringRef text, size_t ahead = 0) const;
  /// Whether a line ends before the current token, as far as brackets are concerned.
  bool atLineEnd() const { return openBrackets == 0 && peek().startsLine; }
  SourceRange rangeOf(const Token &token) const;
  /// From the token at `start` to the last one taken.
  SourceRange from(const Token &start) const;
  /// Where something is missing: the current token, or the end of the line before it.
  SourceRange hereRange() const;
  std::string describeToken() const;
  /// What stands where something else was expected: the token, or the end of the line before it.
  std::string found() const;

  Token take();
  bool accept(Kind kind);
  bool acceptWord(llvm::StringRef text);
  bool expect(Kind kind, const llvm::Twine &context = "");

  //===-- Errors (Parser.cpp)
  Diagnostic &fail(Diag diag, SourceRange range, llvm::ArrayRef<std::string> args = {});
  void failExpected(const llvm::Twine &what, llvm::StringRef help = "");
  bool failForeignWord();
  /// Skips to where a statement (of a body) or a declaration may begin.
  void recover();
  /// Whether a token can only begin a top-level declaration: at the very left of a line, and one that a
  /// block (or a body) has not.
  bool atTopLevelLine(size_t index, bool inIndentedBody = false) const;

  /// Counts how deep the parser is; false (and lost) above limits::nesting.
  class Nested {
  public:
    explicit Nested(Parser &parser);
    ~Nested() { --parser.depth; }
    explicit operator bool() const { return ok; }

  private:
    Parser &parser;
    bool ok;
  };

  /// A pair of brackets: takes the opening one, inside of it line ends mean nothing.
  class Bracketed {
  public:
    Bracketed(Parser &parser, Kind close);
    ~Bracketed();
    /// Takes the closing bracket, or reports what stands there instead.
    bool close(llvm::StringRef between);
    const Token open;

  private:
    Parser &parser;
    Kind closing;
    unsigned outside;
    size_t outer;
  };

  /// Reports that the bracket at `index` never closes.
  void failUnclosed(size_t index);
  bool parseName(ast::Name &name, const llvm::Twine &what);
  bool parsePath(ast::Path &path, const llvm::Twine &what);
  /// `item { "," item }` up to the closing bracket; a comma may end the list.
  void parseList(Bracketed &bracket, llvm::StringRef between, llvm::function_ref<void()> item);

  //===-- Expressions (ParserExpr.cpp, ParserIndex.cpp)
  ast::ExprPtr parseExpr(Precedence above = PrecNone);
  ast::ExprPtr parseOperators(ast::ExprPtr lhs, Precedence above);
  ast::ExprPtr parsePrefix();
  ast::ExprPtr parseIf();
  ast::ExprPtr parseLambda();
  ast::ExprPtr parsePostfix(ast::ExprPtr base);
  ast::ExprPtr parsePrimary();
  ast::ExprPtr parseNumber();
  ast::ExprPtr parseParenthesized();
  ast::ExprPtr parseNameExpr();
  ast::ExprPtr parseCall(ast::ExprPtr callee);
  ast::ExprPtr parseIndex(ast::ExprPtr base);
  ast::ExprPtr makePipe(ast::ExprPtr value, const Token &pipe, ast::ExprPtr target);
  ast::ExprPtr makeBinary(ast::BinaryOp op, const Token &opToken, ast::ExprPtr lhs,
                          ast::ExprPtr rhs);
  /// Reports signs that mean something else in other languages and takes them for what was meant.
  void mendOperator(const ast::Expr &lhs, const Token &op);
  /// `//` at the beginning of a line, or before prose.
  bool skipForeignComment(bool wherever);
  std::string stringValue(const Token &token) const;
  void parseArg(ast::CallExpr &call);
  bool parseItems(std::vector<ast::IndexItem> &items, ast::ExprPtr *where, ast::ExprPtr *elseValue,
                  SourceRange &brackets);
  ast::IndexItem parseItem();
  void parseGroup(ast::IndexItem &item);
  bool atGroup() const;
  /// An expression in an error's place.
  ast::ExprPtr errorExpr() const;
  /// Sets the height of `node` above `parts`; lost above limits::nesting.
  ast::ExprPtr finish(std::unique_ptr<ast::Expr> node, llvm::ArrayRef<const ast::Expr *> parts);

  //===-- Types and declarations (ParserDecl.cpp, ParserParams.cpp)
  bool atDecl() const;
  ast::DeclPtr parseDecl(bool inBlock);
  ast::DeclPtr parseUse();
  ast::DeclPtr parseDims();
  ast::DeclPtr parseConst();
  ast::DeclPtr parseFn();
  ast::DeclPtr parseBlock();
  ast::DeclPtr parseStorage();
  ast::DeclPtr parsePart();
  ast::DeclPtr parseFace();
  ast::DeclPtr parseEntry();
  ast::DeclPtr parseData();
  ast::Check parseCheck();
  ast::StmtPtr parseCheckStmt();
  void checkMember(const Token &start, const ast::Decl &decl, bool inBlock);
  ast::DeclPtr parseDeclOfKind();
  void notADecl(bool inBlock);
  /// After a declaration or statement: the line ends here, or an error says why it should.
  void endLine(llvm::StringRef what);
  bool beginsLine(size_t index) const;
  /// Whether this token cannot stand between brackets: a body, or a word that begins a line.
  bool endsBrackets() const;
  std::string docBefore(const Token &token) const;
  bool parseType(ast::Type &type);
  ast::Dim parseDim();
  bool parseParams(std::vector<ast::Param> &params);
  ast::Param parseParam();
  bool parseResult(ast::Result &result);
  bool parseField(ast::Field &field);
  void parseReps(std::vector<ast::Rep> &reps);

  //===-- Statements (ParserStmt.cpp)
  bool parseBody(ast::Body &body, llvm::StringRef what);
  void closeBrace(const Token &open, llvm::StringRef what);
  ast::StmtPtr parseStmt();
  ast::StmtPtr parseOther();
  ast::StmtPtr parseBind();
  ast::StmtPtr parseScan();
  ast::StmtPtr parseFor();
  ast::StmtPtr parseWhen();
  ast::StmtPtr parseMetric();
  void parseBareExpression();
  ast::Target parseTarget();
  void parseLoopRange(ast::LoopRange &over);
  /// A path with an index, then a sign that makes it a binding.
  bool looksLikeBinding(size_t index) const;
  /// grad as e: a clause of `=`.
  bool atGradAs(size_t ahead = 0) const;
  ast::ExprPtr parseGradAs();

  const SourceFile &source;
  Diagnostics &diagnostics;
  Tokens lexed;
  /// For each bracket or brace the token that matches it; itself where there is none.
  std::vector<uint32_t> match;
  std::vector<bool> isHead;
  size_t pos = 0;
  uint32_t lastEnd = 0;
  unsigned openBrackets = 0;
  /// The innermost open bracket, of which openBrackets counts all.
  size_t innermostBracket = 0;
  unsigned depth = 0;
  /// Whether an error was reported and no safe place to go on has been found yet.
  bool lost = false;
  /// The brackets that were open where the parser got lost.
  unsigned lostBrackets = 0;
  Token lostToken;
  /// Takes what is said about errors that are not reported.
  Diagnostic unused;
};

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_PARSERIMPL_H
