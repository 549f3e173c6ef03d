// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_FRONTENDS_KILN_PARSER_H
#define KILN_FRONTENDS_KILN_PARSER_H

#include "frontends/kiln/Ast.h"
#include "frontends/kiln/Diagnostics.h"
#include <memory>

namespace kiln::frontend {

/// Parses a whole file. There is always a tree: where `diagnostics` has errors it lacks the
/// declarations that could not be read, and ErrorExpr stands for lost expressions. `source` must
/// outlive the tree.
std::unique_ptr<ast::File> parse(const SourceFile &source, Diagnostics &diagnostics);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_PARSER_H
