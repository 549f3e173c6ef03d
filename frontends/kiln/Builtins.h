// SPDX-License-Identifier: Apache-2.0
// The names that the language itself knows; everything else is declared in some file.
#ifndef KILN_FRONTENDS_KILN_BUILTINS_H
#define KILN_FRONTENDS_KILN_BUILTINS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace kiln::frontend {

/// Functions of values, applied with round brackets.
llvm::ArrayRef<llvm::StringRef> builtinFunctions();
/// Functions of one float, element by element.
llvm::ArrayRef<llvm::StringRef> elementwiseFunctions();
/// Distributions: what stands right of `~`.
bool isDistribution(llvm::StringRef name);
bool isBuiltinFunction(llvm::StringRef name);
bool isElementwise(llvm::StringRef name);
/// `sum[k](…)`: the index goes.
bool isReducer(llvm::StringRef name);
/// `softmax[s](…)`: the index stays.
bool isKeeper(llvm::StringRef name);
/// Reducers, keepers and `join`: what takes indices in square brackets.
bool takesIndices(llvm::StringRef name);
/// Roles of storage, as in `param b: f32[D] is bias`; without a word it is the first.
llvm::ArrayRef<llvm::StringRef> roles();
/// Every name of this file, for suggestions.
llvm::ArrayRef<llvm::StringRef> allBuiltins();

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_BUILTINS_H
