// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_FRONTENDS_KILN_ASTDUMP_H
#define KILN_FRONTENDS_KILN_ASTDUMP_H

#include "frontends/kiln/Ast.h"
#include "llvm/Support/raw_ostream.h"

namespace kiln::frontend {

/// Writes a tree in prefix form, a line for each declaration and statement: `(= y (+ a (* b c)))`.
void dump(const ast::File &file, llvm::raw_ostream &out);
void dump(const ast::Expr &expr, llvm::raw_ostream &out);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_ASTDUMP_H
