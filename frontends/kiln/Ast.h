// SPDX-License-Identifier: Apache-2.0
// The syntax tree of a .kiln file: plain data, owned from the top by unique_ptr, made by the
// parser and read by the checks. Nodes of one hierarchy (Expr, Stmt, Decl) carry a kind and work
// with llvm::isa, cast, dyn_cast and TypeSwitch. The grammar stands in README.md; a comment
// above a node quotes its form. Names are not resolved here: `sum[k](e)`, `layers[3](x)` and `x[0]`
// have the same shape.
#ifndef KILN_FRONTENDS_KILN_AST_H
#define KILN_FRONTENDS_KILN_AST_H

#include "frontends/kiln/Source.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Casting.h"
#include <cassert>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kiln::frontend::ast {

struct Expr;
struct Stmt;
struct Decl;
using ExprPtr = std::unique_ptr<Expr>;
using StmtPtr = std::unique_ptr<Stmt>;
using DeclPtr = std::unique_ptr<Decl>;

struct Name {
  std::string text;
  SourceRange range;

  bool isDiscard() const { return text == "_"; }
};

/// a.b.c, at least one name.
struct Path {
  std::vector<Name> names;
  SourceRange range;

  bool isSingle() const { return names.size() == 1; }
  const Name &front() const { return names.front(); }
  const Name &back() const { return names.back(); }
  std::string str() const;
};

//===-- Expressions
//------------------------------------------------------------------------------===

struct Expr {
  enum class Kind {
    Number,
    Bool,
    Name,
    List,
    Unary,
    Binary,
    If,
    Lambda,
    Call,
    Index,
    Member,
    Infer,
    Error,
  };

  const Kind kind;
  SourceRange range;
  /// Written in parentheses of its own; `range` includes them.
  bool parenthesized = false;
  /// Height of the tree below and with this node, at most limits::nesting.
  unsigned height = 1;

  Expr(Kind kind, SourceRange range) : kind(kind), range(range) {}
  virtual ~Expr();
};

/// 0.02, 10_000, 1e-4.
struct NumberExpr : Expr {
  /// Digits as written, without `_`.
  std::string text;
  /// Without point and exponent; then `integer` holds the value, which fits 63 bits.
  bool isInteger = false;
  int64_t integer = 0;
  /// The value as a double, for integers too.
  double real = 0;

  explicit NumberExpr(SourceRange range) : Expr(Kind::Number, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Number; }
};

struct BoolExpr : Expr {
  bool value;

  BoolExpr(SourceRange range, bool value) : Expr(Kind::Bool, range), value(value) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Bool; }
};

/// A name, also of a dtype (`f32(k)`), a reducer or a prelude function.
struct NameExpr : Expr {
  std::string name;

  NameExpr(SourceRange range, std::string name) : Expr(Kind::Name, range), name(std::move(name)) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Name; }
};

/// [a, b, c]
struct ListExpr : Expr {
  std::vector<ExprPtr> elements;

  explicit ListExpr(SourceRange range) : Expr(Kind::List, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::List; }
};

enum class UnaryOp { Neg, Not };

struct UnaryExpr : Expr {
  UnaryOp op;
  ExprPtr operand;

  UnaryExpr(SourceRange range, UnaryOp op, ExprPtr operand)
      : Expr(Kind::Unary, range), op(op), operand(std::move(operand)) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Unary; }
};

/// `Is` is the role test of `p is weight`. Pipes are calls (CallExpr::piped).
enum class BinaryOp { Or, And, Eq, Ne, Lt, Le, Gt, Ge, Is, Add, Sub, Mul, Div, FloorDiv, Mod, Pow };

/// "+", "//", "and"…
llvm::StringRef spelling(BinaryOp op);
llvm::StringRef spelling(UnaryOp op);
inline bool isComparison(BinaryOp op) { return op >= BinaryOp::Eq && op <= BinaryOp::Is; }
inline bool isLogical(BinaryOp op) { return op == BinaryOp::Or || op == BinaryOp::And; }
inline bool isArithmetic(BinaryOp op) { return op >= BinaryOp::Add; }

struct BinaryExpr : Expr {
  BinaryOp op;
  SourceRange opRange;
  ExprPtr lhs, rhs;

  BinaryExpr(SourceRange range, BinaryOp op, SourceRange opRange, ExprPtr lhs, ExprPtr rhs)
      : Expr(Kind::Binary, range), op(op), opRange(opRange), lhs(std::move(lhs)),
        rhs(std::move(rhs)) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Binary; }
};

/// if condition then a else b
struct IfExpr : Expr {
  ExprPtr condition, thenValue, elseValue;

  explicit IfExpr(SourceRange range) : Expr(Kind::If, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::If; }
};

/// fn(a, b) = body
struct LambdaExpr : Expr {
  std::vector<Name> params;
  ExprPtr body;

  explicit LambdaExpr(SourceRange range) : Expr(Kind::Lambda, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Lambda; }
};

/// One argument: positional ones come first, then those with a name.
struct Arg {
  std::optional<Name> name;
  ExprPtr value;
};

/// callee(args). `x |> f(a)` and `x |> f` are f(x, a) and f(x) with `piped` set: the first argument
/// is what stood left of the pipe.
struct CallExpr : Expr {
  ExprPtr callee;
  std::vector<Arg> args;
  bool piped = false;
  /// A pipe into a bare `f`, without argument list.
  bool pipedBare = false;

  explicit CallExpr(SourceRange range) : Expr(Kind::Call, range) {}
  /// The argument called `name`, or null.
  const Expr *named(llvm::StringRef name) const;
  size_t positionalCount() const;
  static bool classof(const Expr *e) { return e->kind == Kind::Call; }
};

/// A member of a group: `u` or `a: 2`.
struct GroupMember {
  Name name;
  ExprPtr size; // null: inferred
};

/// One item between the brackets of an index.
struct IndexItem {
  enum class Kind {
    Dots,   // ..
    Star,   // *
    Value,  // e: an index, a value, an affine expression of them
    Slice,  // a .. b, or a .. (to the end)
    Ranged, // t: 64, or t: a .. b
    Group,  // (i, u), (a: 2, b)
  };

  Kind kind = Kind::Value;
  SourceRange range;
  /// Value: the expression.
  ExprPtr value;
  /// Ranged: the index that gets its range here.
  std::optional<Name> name;
  /// Slice, and Ranged with `a .. b`: the first row. Null in `t: 64`, where it is 0.
  ExprPtr low;
  /// Slice and Ranged: one past the last row; null in the slice `a ..`.
  ExprPtr high;
  std::vector<GroupMember> members;
};

/// base[items where condition else value]
struct IndexExpr : Expr {
  ExprPtr base;
  std::vector<IndexItem> items;
  ExprPtr where;     // null: none
  ExprPtr elseValue; // null: none
  /// From `[` to `]`.
  SourceRange brackets;

  explicit IndexExpr(SourceRange range) : Expr(Kind::Index, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Index; }
};

/// base.name
struct MemberExpr : Expr {
  ExprPtr base;
  Name name;

  MemberExpr(SourceRange range, ExprPtr base, Name name)
      : Expr(Kind::Member, range), base(std::move(base)), name(std::move(name)) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Member; }
};

/// infer f(x): this one call runs in infer mode.
struct InferExpr : Expr {
  ExprPtr operand;

  InferExpr(SourceRange range, ExprPtr operand)
      : Expr(Kind::Infer, range), operand(std::move(operand)) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Infer; }
};

/// Stands where an expression could not be parsed; the error is reported already.
struct ErrorExpr : Expr {
  explicit ErrorExpr(SourceRange range) : Expr(Kind::Error, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Error; }
};

//===-- Types, parameters
//------------------------------------------------------------------------===

/// One of f32 f64 bf16 f16 i32 i64 i8 u8 u32 bool.
bool isDtypeName(llvm::StringRef name);

/// One entry of a shape: `..`, `D / H`, `N: N`.
struct Dim {
  SourceRange range;
  bool isDots = false;
  std::optional<Name> name;
  ExprPtr size; // null for `..`
};

/// `f32`, `f32[.., T, D]`, `like net`, `like net as bf16`, `net.memory[N: N]`.
struct Type {
  enum class Kind { Tensor, Like };

  Kind kind = Kind::Tensor;
  SourceRange range;
  /// Tensor: the dtype or the path of a memory. Like: the tree.
  Path path;
  /// Tensor with brackets (a scalar has none).
  bool hasDims = false;
  std::vector<Dim> dims;
  /// Like … as dtype.
  std::optional<Name> asDtype;

  bool isDtype() const {
    return kind == Kind::Tensor && path.isSingle() && isDtypeName(path.front().text);
  }
};

/// x: f32[.., T] · drop = 0.1 · rate(n) · decay: like net = 0 · real: f32[5, B, 2] from rings
struct Param {
  SourceRange range;
  Name name;
  /// `rate(n)`: the argument of a function parameter.
  std::optional<Name> functionArg;
  std::optional<Type> type;
  ExprPtr defaultValue; // null: required and positional; else by name only
  std::optional<Path> from;
};

struct Field {
  Name name;
  Type type;
};

/// -> y: f32 · -> (a: f32, b: i32)
struct Result {
  SourceRange range;
  std::vector<Field> fields;
};

/// A count in brackets after a name: `[L]`, `[l: L]`.
struct Rep {
  SourceRange range;
  std::optional<Name> index;
  ExprPtr count;
};

//===-- Statements
//-------------------------------------------------------------------------------===

struct Stmt {
  enum class Kind { Bind, Scan, For, When, Check, Metric };

  const Kind kind;
  SourceRange range;

  Stmt(Kind kind, SourceRange range) : kind(kind), range(range) {}
  virtual ~Stmt();
};

/// { statements }
struct Body {
  SourceRange range;
  std::vector<StmtPtr> stmts;
};

/// y · y[t, d] · net.head · _
struct Target {
  SourceRange range;
  Path path;
  bool hasIndex = false;
  std::vector<IndexItem> items;
};

enum class BindForm {
  Equal,  // =   names a value
  Update, // <-  updates storage
  Draw,   // ~   draws
};

/// targets [: type] = value [grad as value]
struct BindStmt : Stmt {
  std::vector<Target> targets;
  std::optional<Type> type;
  BindForm form = BindForm::Equal;
  SourceRange formRange;
  ExprPtr value;
  ExprPtr gradAs; // null: none

  explicit BindStmt(SourceRange range) : Stmt(Kind::Bind, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Bind; }
};

/// A range of a scan or for: `T` (low is null: 0) or `a .. b`.
struct LoopRange {
  bool reverse = false;
  ExprPtr low;
  ExprPtr high;
};

/// h: f32[H] = 0
struct Carry {
  Name name;
  std::optional<Type> type;
  ExprPtr init;
};

/// scan t in [reverse] T [window W] [recompute] [with carries] [until c] body
struct ScanStmt : Stmt {
  Name variable;
  LoopRange over;
  ExprPtr window; // null: none
  std::optional<SourceRange> recompute; // of the word
  std::vector<Carry> carries;
  ExprPtr until; // null: none
  Body body;

  explicit ScanStmt(SourceRange range) : Stmt(Kind::Scan, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Scan; }
};

/// for l in [reverse] a .. b body
struct ForStmt : Stmt {
  Name variable;
  LoopRange over;
  Body body;

  explicit ForStmt(SourceRange range) : Stmt(Kind::For, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::For; }
};

/// when train body else body · when infer … · when condition …; `else when` is an else body that
/// holds one WhenStmt.
struct WhenStmt : Stmt {
  enum class Test { Train, Infer, Condition };

  Test test = Test::Condition;
  ExprPtr condition; // null unless test is Condition
  Body thenBody;
  std::optional<Body> elseBody;

  explicit WhenStmt(SourceRange range) : Stmt(Kind::When, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::When; }
};

/// assert: proved when compiled, or an error. expect: tested at run time. print: shown at run time.
enum class CheckKind { Assert, Expect, Print };

struct Check {
  CheckKind kind = CheckKind::Assert;
  ExprPtr condition; // what is shown
};

struct CheckStmt : Stmt {
  Check check;

  explicit CheckStmt(SourceRange range) : Stmt(Kind::Check, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Check; }
};

/// metric name = value
struct MetricStmt : Stmt {
  Name name;
  ExprPtr value;

  explicit MetricStmt(SourceRange range) : Stmt(Kind::Metric, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Metric; }
};

//===-- Declarations: of a file, or members of a block
//--------------------------------------------===

struct Decl {
  enum class Kind { Use, Dims, Const, Fn, Block, Storage, Part, Face, Entry, Data, Check };

  const Kind kind;
  SourceRange range;
  /// The `##` lines right above, without `## `, joined by line ends.
  std::string doc;

  Decl(Kind kind, SourceRange range) : kind(kind), range(range) {}
  virtual ~Decl();
};

/// Net · Net as Tokenizer
struct Alias {
  Name name;
  std::optional<Name> as;

  const Name &local() const { return as ? *as : name; }
};

/// use std.nn (Linear, Mlp) · use "vqvae.kiln" (Net as Tokenizer)
struct UseDecl : Decl {
  std::optional<Path> path;
  /// Set when `path` is not: the file, relative to the using one.
  std::string file;
  SourceRange sourceRange;
  std::vector<Alias> aliases;

  explicit UseDecl(SourceRange range) : Decl(Kind::Use, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Use; }
};

struct DimBinding {
  Name name;
  ExprPtr value;
};

/// dim T = 64, S = 8 · rows B = 128
struct DimsDecl : Decl {
  bool isRows = false;
  std::vector<DimBinding> dims;

  explicit DimsDecl(SourceRange range) : Decl(Kind::Dims, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Dims; }
};

/// const K = D / H · const beta[t: 1000] = …
struct ConstDecl : Decl {
  Name name;
  std::vector<Rep> reps;
  ExprPtr value;

  explicit ConstDecl(SourceRange range) : Decl(Kind::Const, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Const; }
};

/// fn f(x) = e [grad as e2] · fn f(x: f32[N]) -> y: f32[N] { … } · fn cosine(peak)(n) = …, which
/// applied to its first list is a function of the second.
struct FnDecl : Decl {
  Name name;
  std::vector<Param> params;
  /// The second list of a function that makes a function.
  std::optional<std::vector<Param>> innerParams;
  std::optional<Result> result;
  /// `= value`: then `body` is empty.
  ExprPtr value;
  ExprPtr gradAs; // null: none
  std::optional<Body> body;

  explicit FnDecl(SourceRange range) : Decl(Kind::Fn, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Fn; }
};

/// block Name(params) where condition { members }: const, storage, part, face and check.
struct BlockDecl : Decl {
  Name name;
  std::vector<Param> params;
  ExprPtr where; // null: none
  std::vector<DeclPtr> members;

  explicit BlockDecl(SourceRange range) : Decl(Kind::Block, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Block; }
};

enum class StorageKind { Param, State, Memory };
enum class InitForm {
  None,
  Equal, // = value
  Draw,  // ~ distribution
};

/// param wq, wk: f32[D, H] ~ glorot(D, H) · param b: f32[D] is bias = 0 · state m: like net = 0
struct StorageDecl : Decl {
  StorageKind storage = StorageKind::Param;
  std::vector<Name> names;
  Type type;
  std::optional<Name> role;
  InitForm initForm = InitForm::None;
  ExprPtr init; // null: none

  explicit StorageDecl(SourceRange range) : Decl(Kind::Storage, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Storage; }
};

/// norm1 · layers[L] · down[l: L, r: R]
struct PartName {
  Name name;
  std::vector<Rep> reps;
};

/// [frozen | recompute] part names = value
struct PartDecl : Decl {
  bool frozen = false, recompute = false;
  std::vector<PartName> names;
  ExprPtr value;

  explicit PartDecl(SourceRange range) : Decl(Kind::Part, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Part; }
};

/// (x: f32[.., D]) -> y: f32[.., D] { … } · face step(x: f32) -> y: f32 { … }
struct FaceDecl : Decl {
  std::optional<Name> name;
  std::vector<Param> params;
  Result result;
  Body body;

  explicit FaceDecl(SourceRange range) : Decl(Kind::Face, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Face; }
};

/// train step(…) -> loss: f32 { … } · infer predict(…) -> …
struct EntryDecl : Decl {
  bool isTrain = false;
  Name name;
  std::vector<Param> params;
  std::optional<Result> result;
  Body body;

  explicit EntryDecl(SourceRange range) : Decl(Kind::Entry, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Entry; }
};

/// data rings -> x: f32[2] { … }
struct DataDecl : Decl {
  Name name;
  std::vector<Param> params;
  Result result;
  Body body;

  explicit DataDecl(SourceRange range) : Decl(Kind::Data, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Data; }
};

struct CheckDecl : Decl {
  Check check;

  explicit CheckDecl(SourceRange range) : Decl(Kind::Check, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Check; }
};

struct File {
  const SourceFile *source = nullptr;
  std::vector<DeclPtr> decls;
};

/// Calls `visit` for each expression right below `expr`, in the order of the text.
void forEachChild(const Expr &expr, llvm::function_ref<void(const Expr &)> visit);

/// Calls `visit` for each name that a declaration makes; `use` makes those that it takes.
void forEachName(const Decl &decl, llvm::function_ref<void(const Name &)> visit);

} // namespace kiln::frontend::ast

#endif // KILN_FRONTENDS_KILN_AST_H
