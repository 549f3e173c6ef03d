// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Ast.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace kiln::frontend;
using namespace kiln::frontend::ast;

// The virtual tables live here.
Expr::~Expr() = default;
Stmt::~Stmt() = default;
Decl::~Decl() = default;

std::string Path::str() const {
  std::string joined;
  for (const Name &name : names) {
    if (!joined.empty())
      joined += '.';
    joined += name.text;
  }
  return joined;
}

llvm::StringRef ast::spelling(BinaryOp op) {
  switch (op) {
  case BinaryOp::Or:
    return "or";
  case BinaryOp::And:
    return "and";
  case BinaryOp::Eq:
    return "==";
  case BinaryOp::Ne:
    return "!=";
  case BinaryOp::Lt:
    return "<";
  case BinaryOp::Le:
    return "<=";
  case BinaryOp::Gt:
    return ">";
  case BinaryOp::Ge:
    return ">=";
  case BinaryOp::Is:
    return "is";
  case BinaryOp::Add:
    return "+";
  case BinaryOp::Sub:
    return "-";
  case BinaryOp::Mul:
    return "*";
  case BinaryOp::Div:
    return "/";
  case BinaryOp::FloorDiv:
    return "//";
  case BinaryOp::Mod:
    return "%";
  case BinaryOp::Pow:
    return "^";
  }
  return "";
}

llvm::StringRef ast::spelling(UnaryOp op) { return op == UnaryOp::Neg ? "-" : "not"; }

bool ast::isDtypeName(llvm::StringRef name) {
  return llvm::StringSwitch<bool>(name)
      .Cases({"f32", "f64", "bf16", "f16", "bool"}, true)
      .Cases({"i32", "i64", "i8", "u8", "u32"}, true)
      .Default(false);
}

const Expr *CallExpr::named(llvm::StringRef name) const {
  for (const Arg &arg : args)
    if (arg.name && arg.name->text == name)
      return arg.value.get();
  return nullptr;
}

size_t CallExpr::positionalCount() const {
  size_t count = 0;
  while (count < args.size() && !args[count].name)
    ++count;
  return count;
}

void ast::forEachChild(const Expr &expr, llvm::function_ref<void(const Expr &)> visit) {
  auto each = [&](const ExprPtr &child) {
    if (child)
      visit(*child);
  };
  switch (expr.kind) {
  case Expr::Kind::List:
    for (const ExprPtr &element : llvm::cast<ListExpr>(expr).elements)
      each(element);
    return;
  case Expr::Kind::Unary:
    return each(llvm::cast<UnaryExpr>(expr).operand);
  case Expr::Kind::Binary:
    each(llvm::cast<BinaryExpr>(expr).lhs);
    return each(llvm::cast<BinaryExpr>(expr).rhs);
  case Expr::Kind::If: {
    auto &node = llvm::cast<IfExpr>(expr);
    each(node.condition);
    each(node.thenValue);
    return each(node.elseValue);
  }
  case Expr::Kind::Lambda:
    return each(llvm::cast<LambdaExpr>(expr).body);
  case Expr::Kind::Call: {
    auto &node = llvm::cast<CallExpr>(expr);
    each(node.callee);
    for (const Arg &arg : node.args)
      each(arg.value);
    return;
  }
  case Expr::Kind::Index: {
    auto &node = llvm::cast<IndexExpr>(expr);
    each(node.base);
    for (const IndexItem &item : node.items) {
      each(item.value);
      each(item.low);
      each(item.high);
      for (const GroupMember &member : item.members)
        each(member.size);
    }
    each(node.where);
    return each(node.elseValue);
  }
  case Expr::Kind::Member:
    return each(llvm::cast<MemberExpr>(expr).base);
  case Expr::Kind::Infer:
    return each(llvm::cast<InferExpr>(expr).operand);
  case Expr::Kind::Number:
  case Expr::Kind::Bool:
  case Expr::Kind::Name:
  case Expr::Kind::Error:
    return;
  }
}

void ast::forEachName(const Decl &decl, llvm::function_ref<void(const Name &)> visit) {
  switch (decl.kind) {
  case Decl::Kind::Use:
    for (const Alias &alias : llvm::cast<UseDecl>(decl).aliases)
      visit(alias.local());
    return;
  case Decl::Kind::Dims:
    for (const DimBinding &binding : llvm::cast<DimsDecl>(decl).dims)
      visit(binding.name);
    return;
  case Decl::Kind::Const:
    return visit(llvm::cast<ConstDecl>(decl).name);
  case Decl::Kind::Fn:
    return visit(llvm::cast<FnDecl>(decl).name);
  case Decl::Kind::Block:
    return visit(llvm::cast<BlockDecl>(decl).name);
  case Decl::Kind::Storage:
    for (const Name &name : llvm::cast<StorageDecl>(decl).names)
      visit(name);
    return;
  case Decl::Kind::Part:
    for (const PartName &part : llvm::cast<PartDecl>(decl).names)
      visit(part.name);
    return;
  case Decl::Kind::Face:
    if (auto &name = llvm::cast<FaceDecl>(decl).name)
      visit(*name);
    return;
  case Decl::Kind::Entry:
    return visit(llvm::cast<EntryDecl>(decl).name);
  case Decl::Kind::Data:
    return visit(llvm::cast<DataDecl>(decl).name);
  case Decl::Kind::Check:
    return;
  }
}
