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
