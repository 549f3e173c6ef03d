// SPDX-License-Identifier: Apache-2.0
//===- LoadedObject.h - an object file of ours in this process -------------===//
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <memory>

struct KilnCall;
namespace llvm::orc {
class LLJIT;
}

namespace kiln {

/// The object that `kiln build` would link, loaded instead.
class LoadedObject {
public:
  /// What compiled code calls of the runtime.
  struct Runtime {
    void (*barrier)(KilnCall *, int64_t worker, int64_t workers);
    void (*fault)(KilnCall *, int32_t site);
  };
  static llvm::Expected<std::unique_ptr<LoadedObject>> load(llvm::ArrayRef<char> object, Runtime runtime);
  ~LoadedObject();

  /// Where a symbol of it lies, such as `kiln_entry_table`.
  llvm::Expected<const void *> find(llvm::StringRef name);

private:
  LoadedObject();
  std::unique_ptr<llvm::orc::LLJIT> jit;
};

} // namespace kiln
