// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/AstDump.h"

using namespace kiln::frontend;
using namespace kiln::frontend::ast;
using llvm::cast;
using llvm::StringRef;

namespace {

class Dumper {
public:
  explicit Dumper(llvm::raw_ostream &out) : out(out) {}

  void expr(const Expr *e);
  void decl(const Decl &d);

private:
  void call(const CallExpr &call);
  void index(const IndexExpr &index);
  void items(const std::vector<IndexItem> &list);
  void item(const IndexItem &item);
  void type(const Type &type);
  void maybeType(const std::optional<Type> &type);
  void params(const std::vector<Param> &list);
  void result(const Result &result);
  void reps(const std::vector<Rep> &list);
  void range(const LoopRange &over);
  void body(const Body &body);
  void stmt(const Stmt &s);
  void bind(const BindStmt &bind);
  void scan(const ScanStmt &scan);
  void check(const Check &check);
  void fn(const FnDecl &fn);
  void storage(const StorageDecl &storage);
  void use(const UseDecl &use);
  void names(const std::vector<Name> &list);
  /// " <word> e", or nothing without an expression.
  void clause(StringRef word, const Expr *e);
  void newLine() { (out << '\n').indent(indent); }

  llvm::raw_ostream &out;
  unsigned indent = 0;
};

void Dumper::clause(StringRef word, const Expr *e) {
  if (!e)
    return;
  out << ' ' << word << (word.empty() ? "" : " ");
  expr(e);
}

void Dumper::expr(const Expr *e) {
  switch (e->kind) {
  case Expr::Kind::Number:
    out << cast<NumberExpr>(e)->text;
    return;
  case Expr::Kind::Bool:
    out << (cast<BoolExpr>(e)->value ? "true" : "false");
    return;
  case Expr::Kind::Name:
    out << cast<NameExpr>(e)->name;
    return;
  case Expr::Kind::List:
    out << "(list";
    for (const ExprPtr &element : cast<ListExpr>(e)->elements)
      clause("", element.get());
    out << ')';
    return;
  case Expr::Kind::Unary: {
    const auto *unary = cast<UnaryExpr>(e);
    out << '(' << spelling(unary->op);
    clause("", unary->operand.get());
    out << ')';
    return;
  }
  case Expr::Kind::Binary: {
    const auto *binary = cast<BinaryExpr>(e);
    out << '(' << spelling(binary->op) << ' ';
    expr(binary->lhs.get());
    out << ' ';
    expr(binary->rhs.get());
    out << ')';
    return;
  }
  case Expr::Kind::If: {
    const auto *choice = cast<IfExpr>(e);
    out << "(if ";
    expr(choice->condition.get());
    out << ' ';
    expr(choice->thenValue.get());
    out << ' ';
    expr(choice->elseValue.get());
    out << ')';
    return;
  }
  case Expr::Kind::Lambda:
    out << "(fn (";
    names(cast<LambdaExpr>(e)->params);
    out << ") ";
    expr(cast<LambdaExpr>(e)->body.get());
    out << ')';
    return;
  case Expr::Kind::Call:
    return call(*cast<CallExpr>(e));
  case Expr::Kind::Index:
    return index(*cast<IndexExpr>(e));
  case Expr::Kind::Member:
    expr(cast<MemberExpr>(e)->base.get());
    out << '.' << cast<MemberExpr>(e)->name.text;
    return;
  case Expr::Kind::Infer:
    out << "(infer ";
    expr(cast<InferExpr>(e)->operand.get());
    out << ')';
    return;
  case Expr::Kind::Error:
    out << "(error)";
    return;
  }
}

void Dumper::call(const CallExpr &call) {
  out << (call.piped ? "(pipe " : "(call ");
  expr(call.callee.get());
  for (const Arg &arg : call.args) {
    out << ' ';
    if (arg.name)
      out << arg.name->text << ": ";
    expr(arg.value.get());
  }
  out << ')';
}

void Dumper::index(const IndexExpr &index) {
  expr(index.base.get());
  out << '[';
  items(index.items);
  clause("where", index.where.get());
  clause("else", index.elseValue.get());
  out << ']';
}

void Dumper::items(const std::vector<IndexItem> &list) {
  llvm::StringRef separator;
  for (const IndexItem &one : list) {
    out << separator;
    item(one);
    separator = ", ";
  }
}

void Dumper::item(const IndexItem &item) {
  switch (item.kind) {
  case IndexItem::Kind::Dots:
    out << "..";
    return;
  case IndexItem::Kind::Star:
    out << '*';
    return;
  case IndexItem::Kind::Value:
    return expr(item.value.get());
  case IndexItem::Kind::Ranged:
    out << item.name->text << ": ";
    [[fallthrough]];
  case IndexItem::Kind::Slice:
    if (item.low) {
      expr(item.low.get());
      out << " .. ";
    }
    if (item.high)
      expr(item.high.get());
    return;
  case IndexItem::Kind::Group: {
    llvm::StringRef separator = "(";
    for (const GroupMember &member : item.members) {
      out << separator << member.name.text;
      if (member.size) {
        out << ": ";
        expr(member.size.get());
      }
      separator = ", ";
    }
    out << ')';
    return;
  }
  }
}

void Dumper::names(const std::vector<Name> &list) {
  llvm::StringRef separator;
  for (const Name &name : list) {
    out << separator << name.text;
    separator = ", ";
  }
}

void Dumper::type(const Type &type) {
  out << (type.kind == Type::Kind::Like ? "like " : "") << type.path.str();
  if (type.asDtype)
    out << " as " << type.asDtype->text;
  if (!type.hasDims)
    return;
  llvm::StringRef separator = "[";
  for (const Dim &dim : type.dims) {
    out << separator;
    if (dim.name)
      out << dim.name->text << ": ";
    if (dim.isDots)
      out << "..";
    else
      expr(dim.size.get());
    separator = ", ";
  }
  out << ']';
}

void Dumper::maybeType(const std::optional<Type> &given) {
  if (!given)
    return;
  out << ": ";
  type(*given);
}

void Dumper::params(const std::vector<Param> &list) {
  out << '(';
  llvm::StringRef separator;
  for (const Param &param : list) {
    out << separator << param.name.text;
    if (param.functionArg)
      out << '(' << param.functionArg->text << ')';
    maybeType(param.type);
    clause("=", param.defaultValue.get());
    if (param.from)
      out << " from " << param.from->str();
    separator = ", ";
  }
  out << ')';
}

void Dumper::result(const Result &result) {
  llvm::StringRef separator = " -> ";
  for (const Field &field : result.fields) {
    out << separator << field.name.text << ": ";
    type(field.type);
    separator = ", ";
  }
}

void Dumper::reps(const std::vector<Rep> &list) {
  llvm::StringRef separator = "[";
  for (const Rep &rep : list) {
    out << separator;
    if (rep.index)
      out << rep.index->text << ": ";
    expr(rep.count.get());
    separator = ", ";
  }
  if (!list.empty())
    out << ']';
}

void Dumper::range(const LoopRange &over) {
  out << (over.reverse ? " reverse " : " ");
  if (over.low) {
    expr(over.low.get());
    out << " .. ";
  }
  expr(over.high.get());
}

//===-- Statements
//-------------------------------------------------------------------------------===

void Dumper::body(const Body &body) {
  indent += 2;
  for (const StmtPtr &one : body.stmts) {
    newLine();
    stmt(*one);
  }
  indent -= 2;
}

void Dumper::bind(const BindStmt &bind) {
  out << (bind.form == BindForm::Equal ? "(= " : bind.form == BindForm::Update ? "(<- " : "(~ ");
  llvm::StringRef separator;
  for (const Target &target : bind.targets) {
    out << separator << target.path.str();
    if (target.hasIndex) {
      out << '[';
      items(target.items);
      out << ']';
    }
    separator = ", ";
  }
  maybeType(bind.type);
  clause("", bind.value.get());
  clause("grad as", bind.gradAs.get());
  out << ')';
}

void Dumper::scan(const ScanStmt &scan) {
  out << "(scan " << scan.variable.text;
  range(scan.over);
  clause("window", scan.window.get());
  if (scan.recompute)
    out << " recompute";
  for (const Carry &carry : scan.carries) {
    out << " with " << carry.name.text;
    maybeType(carry.type);
    clause("=", carry.init.get());
  }
  clause("until", scan.until.get());
  body(scan.body);
  out << ')';
}

void Dumper::check(const Check &check) {
  out << (check.kind == CheckKind::Assert   ? "(assert "
          : check.kind == CheckKind::Expect ? "(expect "
                                            : "(print ");
  expr(check.condition.get());
  out << ')';
}

void Dumper::stmt(const Stmt &s) {
  switch (s.kind) {
  case Stmt::Kind::Bind:
    return bind(cast<BindStmt>(s));
  case Stmt::Kind::Scan:
    return scan(cast<ScanStmt>(s));
  case Stmt::Kind::For:
    out << "(for " << cast<ForStmt>(s).variable.text;
    range(cast<ForStmt>(s).over);
    body(cast<ForStmt>(s).body);
    out << ')';
    return;
  case Stmt::Kind::When: {
    const auto &when = cast<WhenStmt>(s);
    out << "(when";
    if (when.test == WhenStmt::Test::Condition)
      clause("", when.condition.get());
    else
      out << (when.test == WhenStmt::Test::Train ? " train" : " infer");
    body(when.thenBody);
    if (when.elseBody) {
      newLine();
      out << "else";
      body(*when.elseBody);
    }
    out << ')';
    return;
  }
  case Stmt::Kind::Check:
    return check(cast<CheckStmt>(s).check);
  case Stmt::Kind::Metric:
    out << "(metric " << cast<MetricStmt>(s).name.text;
    clause("", cast<MetricStmt>(s).value.get());
    out << ')';
    return;
  }
}

//===-- Declarations
//-----------------------------------------------------------------------------===

void Dumper::use(const UseDecl &use) {
  out << "(use " << (use.path ? use.path->str() : '"' + use.file + '"');
  for (const Alias &alias : use.aliases) {
    out << ' ' << alias.name.text;
    if (alias.as)
      out << " as " << alias.as->text;
  }
  out << ')';
}

void Dumper::fn(const FnDecl &fn) {
  out << "(fn " << fn.name.text;
  params(fn.params);
  if (fn.innerParams)
    params(*fn.innerParams);
  if (fn.result)
    result(*fn.result);
  clause("", fn.value.get());
  clause("grad as", fn.gradAs.get());
  if (fn.body)
    body(*fn.body);
  out << ')';
}

void Dumper::storage(const StorageDecl &storage) {
  out << (storage.storage == StorageKind::Param   ? "(param "
          : storage.storage == StorageKind::State ? "(state "
                                                  : "(memory ");
  names(storage.names);
  out << ": ";
  type(storage.type);
  if (storage.role)
    out << " is " << storage.role->text;
  clause(storage.initForm == InitForm::Draw ? "~" : "=", storage.init.get());
  out << ')';
}

void Dumper::decl(const Decl &d) {
  if (!d.doc.empty()) {
    out << "(doc \"";
    out.write_escaped(d.doc);
    out << "\")";
    newLine();
  }
  switch (d.kind) {
  case Decl::Kind::Use:
    return use(cast<UseDecl>(d));
  case Decl::Kind::Dims: {
    out << (cast<DimsDecl>(d).isRows ? "(rows" : "(dim");
    for (const DimBinding &dim : cast<DimsDecl>(d).dims)
      clause(dim.name.text, dim.value.get());
    break;
  }
  case Decl::Kind::Const:
    out << "(const " << cast<ConstDecl>(d).name.text;
    reps(cast<ConstDecl>(d).reps);
    clause("", cast<ConstDecl>(d).value.get());
    break;
  case Decl::Kind::Fn:
    return fn(cast<FnDecl>(d));
  case Decl::Kind::Block: {
    const auto &block = cast<BlockDecl>(d);
    out << "(block " << block.name.text;
    params(block.params);
    clause("where", block.where.get());
    indent += 2;
    for (const DeclPtr &member : block.members) {
      newLine();
      decl(*member);
    }
    indent -= 2;
    break;
  }
  case Decl::Kind::Storage:
    return storage(cast<StorageDecl>(d));
  case Decl::Kind::Part: {
    const auto &part = cast<PartDecl>(d);
    llvm::StringRef separator = part.frozen      ? "(frozen part "
                                : part.recompute ? "(recompute part "
                                                 : "(part ";
    for (const PartName &one : part.names) {
      out << separator << one.name.text;
      reps(one.reps);
      separator = ", ";
    }
    clause("", part.value.get());
    break;
  }
  case Decl::Kind::Face: {
    const auto &face = cast<FaceDecl>(d);
    out << "(face " << (face.name ? face.name->text : "");
    params(face.params);
    result(face.result);
    body(face.body);
    break;
  }
  case Decl::Kind::Entry: {
    const auto &entry = cast<EntryDecl>(d);
    out << (entry.isTrain ? "(train " : "(infer ") << entry.name.text;
    params(entry.params);
    if (entry.result)
      result(*entry.result);
    body(entry.body);
    break;
  }
  case Decl::Kind::Data:
    out << "(data " << cast<DataDecl>(d).name.text;
    params(cast<DataDecl>(d).params);
    result(cast<DataDecl>(d).result);
    body(cast<DataDecl>(d).body);
    break;
  case Decl::Kind::Check:
    return check(cast<CheckDecl>(d).check);
  }
  out << ')';
}

} // namespace

void kiln::frontend::dump(const File &file, llvm::raw_ostream &out) {
  Dumper dumper(out);
  for (const DeclPtr &decl : file.decls) {
    dumper.decl(*decl);
    out << '\n';
  }
}

void kiln::frontend::dump(const Expr &expr, llvm::raw_ostream &out) { Dumper(out).expr(&expr); }
