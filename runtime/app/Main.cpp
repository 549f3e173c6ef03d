// SPDX-License-Identifier: Apache-2.0
//
// `main` of a produced executable. Taken from the archive only where the object files define none.
#include "runtime/app/App.h"

extern "C" {
#define KILN_OBJECT_SYMBOL(name, declaration) extern declaration;
#include "runtime/abi/Symbols.def"
}

int main(int count, char **arguments) {
  return kiln::runtime::runApp(count, arguments, kiln_package, kiln_entry_table);
}
