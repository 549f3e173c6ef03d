// SPDX-License-Identifier: Apache-2.0
//===- ArenaPicture.h - the bytes of the arena over an entry's steps ------===//
#pragma once

#include "compiler/Explain.h"
#include "llvm/Support/raw_ostream.h"

namespace kiln {

/// `text` as characters of XML.
std::string xmlText(llvm::StringRef text);

/// One <svg> element: a rectangle for each run of bytes, from the step that first writes it to the last that reads it; its
/// name, size and lines are shown when it is pointed at.
void drawArena(const EntryExplanation &entry, llvm::raw_ostream &os);

} // namespace kiln
