// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Builtins.h"
#include "llvm/ADT/STLExtras.h"
#include <string>
#include <vector>

using namespace kiln;
using llvm::StringRef;

static constexpr StringRef elementwise[] = {
    "exp", "expm1", "log",   "log1p", "sqrt",  "rsqrt", "tanh", "sigmoid",
    "erf", "erf_inv", "sin",   "cos",   "floor", "ceil",  "round", "abs",  "sign"};
static constexpr StringRef functions[] = {"max",  "min", "clamp",  "stop",       "grad",
                                          "norm", "leaf_norm", "dot", "size",   "parameters", "spread",
                                          "rem",  "is_finite", "bit_and", "bit_or", "bit_xor", "bit_not",
                                          "shift_left", "shift_right", "receptive", "reorder"};
static constexpr StringRef distributions[] = {"uniform", "normal",      "truncated",
                                              "below",   "categorical", "bernoulli",
                                              "gumbel",  "permutation"};
static constexpr StringRef reducers[] = {"sum",   "prod",   "min",    "max",  "mean",     "any", "all",
                                         "count", "argmin", "argmax", "norm", "logsumexp"};
static constexpr StringRef keepers[] = {"softmax", "log_softmax", "cumsum", "cumprod", "cummax", "cumlogsumexp",
                                        "sort",    "argsort"};

static constexpr StringRef roleNames[] = {"weight", "bias", "scale", "table"};

llvm::ArrayRef<StringRef> frontend::roles() { return roleNames; }
llvm::ArrayRef<StringRef> frontend::builtinFunctions() { return functions; }
llvm::ArrayRef<StringRef> frontend::elementwiseFunctions() { return elementwise; }
bool frontend::isDistribution(StringRef name) { return llvm::is_contained(distributions, name); }
bool frontend::isElementwise(StringRef name) { return llvm::is_contained(elementwise, name); }
bool frontend::isBuiltinFunction(StringRef name) {
  return llvm::is_contained(functions, name) || isElementwise(name);
}
bool frontend::isReducer(StringRef name) { return llvm::is_contained(reducers, name); }
bool frontend::isKeeper(StringRef name) { return llvm::is_contained(keepers, name); }
bool frontend::takesIndices(StringRef name) {
  return isReducer(name) || isKeeper(name) || name == "join";
}

llvm::ArrayRef<StringRef> frontend::allBuiltins() {
  static const std::vector<StringRef> all = [] {
    std::vector<StringRef> names{"pi", "join"};
    for (llvm::ArrayRef<StringRef> some :
         {llvm::ArrayRef<StringRef>(elementwise), llvm::ArrayRef<StringRef>(functions),
          llvm::ArrayRef<StringRef>(distributions), llvm::ArrayRef<StringRef>(reducers),
          llvm::ArrayRef<StringRef>(keepers)})
      names.insert(names.end(), some.begin(), some.end());
    return names;
  }();
  return all;
}
