// SPDX-License-Identifier: Apache-2.0
//===- main.cpp - the driver `kiln` ---------------------------------------===//
#include "tools/kiln/Commands.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace kiln;
using llvm::StringRef;

namespace {

struct Command {
  StringRef word, operands, help;
  int (*run)(const Invocation &);
};

const Command commands[] = {
#define COMMAND(word, operands, help) {#word, operands, help, word##Command},
#include "tools/kiln/Commands.def"
    {"", "", "", nullptr},
};

void printUsage(llvm::raw_ostream &os) {
  os << "usage: kiln COMMAND …\n";
  for (const Command &command : commands)
    if (command.run)
      os << llvm::formatv("  kiln {0,-7} {1,-56} {2}\n", command.word, command.operands, command.help);
  os << "  kiln --version\n"
        "  kiln --help, kiln COMMAND --help\n";
}

/// Checking or compiling a large model makes thousands of small objects, and a twelfth of its time went into faults for their pages. So the
/// heap is taken in one piece, of which only what is touched costs memory, in large pages where the system has them.
void useLargePages() {
#ifdef __GLIBC__
  constexpr uintptr_t kHeap = 128 << 20, kLargePage = 2 << 20;
  mallopt(M_TOP_PAD, kHeap);
  mallopt(M_TRIM_THRESHOLD, 2 * kHeap); // and stays
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  void *volatile grown = malloc(kLargePage); // now
  free(grown);
  uintptr_t end = reinterpret_cast<uintptr_t>(sbrk(0)), begin = (end - kHeap + kLargePage - 1) / kLargePage * kLargePage;
  madvise(reinterpret_cast<void *>(begin), (end - begin) / kLargePage * kLargePage, MADV_HUGEPAGE); // a wish: without it all goes on
#endif
}

} // namespace

int main(int argc, char **argv) {
  useLargePages();
  llvm::SmallVector<StringRef> words(argv + 1, argv + argc);
  if (words.empty()) {
    printUsage(llvm::errs());
    return ExitUsage;
  }
  StringRef first = words.front();
  if (first == "--version") {
    llvm::outs() << "kiln " KILN_VERSION " (LLVM and MLIR " LLVM_VERSION_STRING ")\n";
    return ExitSuccess;
  }
  if (first == "--help" || first == "-h" || first == "help") {
    printUsage(llvm::outs());
    return ExitSuccess;
  }

  Invocation invocation;
  std::string program = llvm::sys::fs::getMainExecutable(argv[0], reinterpret_cast<void *>(&main));
  invocation.root = llvm::sys::path::parent_path(llvm::sys::path::parent_path(program)).str();
  invocation.arguments = llvm::ArrayRef(words).drop_front();
  for (const Command &command : commands)
    if (command.run && command.word == first)
      return command.run(invocation);

  llvm::errs() << "kiln: there is no command `" << first << "`\n";
  printUsage(llvm::errs());
  return ExitUsage;
}
