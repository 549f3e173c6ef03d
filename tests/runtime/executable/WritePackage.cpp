// SPDX-License-Identifier: Apache-2.0
//
// WritePackage FILE: the package of the fake model with B = 8, for the linked executable.
#include "tests/runtime/FakeModel.h"

#include <cstdio>

extern "C" {
void kiln_barrier(KilnCall *, int64_t, int64_t) {}
void kiln_fault(KilnCall *, int32_t) {}
}

int main(int count, char **arguments) {
  if (count != 2)
    return 2;
  std::vector<uint64_t> words = kiln::test::fakeModel(8).finish();
  FILE *file = fopen(arguments[1], "wb");
  return file && fwrite(words.data(), 8, words.size(), file) == words.size() && fclose(file) == 0 ? 0 : 1;
}
