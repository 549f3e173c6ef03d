// SPDX-License-Identifier: Apache-2.0
//
// A small model as the compiler would leave it: a package and entry functions in C++.
#ifndef KILN_TESTS_RUNTIME_FAKEMODEL_H
#define KILN_TESTS_RUNTIME_FAKEMODEL_H

#include "tests/runtime/FakePlaces.h"
#include "tests/runtime/PackageBuilder.h"

namespace kiln::test {

/// Records to change before finish(). `rows` is B, at most kMostRows.
PackageBuilder fakeModel(uint64_t rows);

} // namespace kiln::test

#endif // KILN_TESTS_RUNTIME_FAKEMODEL_H
