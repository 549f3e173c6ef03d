// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_FRONTENDS_KILN_FORMAT_H
#define KILN_FRONTENDS_KILN_FORMAT_H

#include "frontends/kiln/Diagnostics.h"
#include <optional>
#include <string>

namespace kiln::frontend {

/// The text of `source` in the one form: indentation and blanks are set, line ends stay where they
/// are, what the author aligned with the line above or below stays aligned, comments stay. A
/// formatted text is formatted to itself. Nothing if the text does not parse.
std::optional<std::string> format(const SourceFile &source, Diagnostics &diagnostics);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_FORMAT_H
