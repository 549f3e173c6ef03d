// SPDX-License-Identifier: Apache-2.0
//===- ReplaceFile.h - a file is the old one or the whole new one ---------===//
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace kiln {

enum class FileKind { Plain, Executable };

/// Writes `bytes` beside the file and puts them in its place: at any moment it is the old one or the whole new
/// one. A file that is there keeps its permissions (an executable gets those of a new one), a link its target.
llvm::Error replaceFile(llvm::StringRef path, llvm::StringRef bytes, FileKind kind = FileKind::Plain);

/// Says why `path` cannot be written before work is spent on it, where that can be known.
llvm::Error checkReplaceable(llvm::StringRef path);

} // namespace kiln
