// SPDX-License-Identifier: Apache-2.0
// The named limits of the frontend. Each has an error of its own, so that a bomb is refused with a
// sentence instead of exhausting memory or the stack.
#ifndef KILN_FRONTENDS_KILN_LIMITS_H
#define KILN_FRONTENDS_KILN_LIMITS_H

#include <cstddef>

namespace kiln::frontend::limits {

/// A limit that costs time has a smaller value where mutated texts are tried by the million.
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
#define KILN_LIMIT(inProduct, inFuzzing) inFuzzing
#else
#define KILN_LIMIT(inProduct, inFuzzing) inProduct
#endif

/// The size of one source file, in bytes.
inline constexpr size_t fileBytes = 1u << 20;
/// The number of tokens of one source file.
inline constexpr size_t tokens = 200'000;
/// The length of one name or number, in bytes.
inline constexpr size_t nameBytes = 100;
/// How deep brackets, blocks and operators nest: the height of any syntax tree below one
/// declaration, hence the recursion of everything that walks it.
inline constexpr unsigned nesting = 200;
/// The number of elements of one tensor.
inline constexpr size_t tensorElements = size_t(1) << 33;
/// The number of elements of a table computed when compiled, and of the columns on the way to it.
inline constexpr size_t tableElements = KILN_LIMIT(size_t(1) << 22, size_t(1) << 14);
/// How deep calls of functions, faces and blocks nest.
inline constexpr unsigned calls = 64;
/// The number of parts, layers of folds included.
inline constexpr size_t parts = KILN_LIMIT(10'000, 500);
/// The number of steps that all `for` loops of an entry unroll into.
inline constexpr size_t unrolled = KILN_LIMIT(10'000, 500);
/// The number of expressions that one model is elaborated from, each counted as often as a call,
/// a `for` or a table repeats it.
inline constexpr size_t steps = KILN_LIMIT(300'000, 20'000);
/// The numbers of one list that becomes a tensor.
inline constexpr size_t listElements = KILN_LIMIT(100'000, 4'000);
/// Messages that one run shows; the rest are counted.
inline constexpr unsigned shownErrors = 20;
/// Messages that one run keeps at all.
inline constexpr unsigned keptErrors = 500;

#undef KILN_LIMIT

} // namespace kiln::frontend::limits

#endif // KILN_FRONTENDS_KILN_LIMITS_H
