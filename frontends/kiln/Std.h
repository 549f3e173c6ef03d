// SPDX-License-Identifier: Apache-2.0
// The standard library, embedded: the text of `std/nn.kiln` and its neighbours.
#ifndef KILN_FRONTENDS_KILN_STD_H
#define KILN_FRONTENDS_KILN_STD_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace kiln::frontend {

/// The text of a library file such as `std/nn.kiln`; empty where there is none of that name.
llvm::StringRef standardLibrary(llvm::StringRef name);

/// `std.act`, `std.dist` …, in alphabetical order.
llvm::ArrayRef<llvm::StringRef> standardLibraries();

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_STD_H
