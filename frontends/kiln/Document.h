// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_FRONTENDS_KILN_DOCUMENT_H
#define KILN_FRONTENDS_KILN_DOCUMENT_H

#include "frontends/kiln/Diagnostics.h"
#include <optional>
#include <string>

namespace kiln::frontend {

/// What `source` declares, as a page to read: the comment that opens the file, then each function, block and entry with its
/// signature and its `##` lines, a block with its storage and faces. Nothing where `diagnostics` has errors; only the syntax
/// is looked at.
std::optional<std::string> document(const SourceFile &source, Diagnostics &diagnostics);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_DOCUMENT_H
