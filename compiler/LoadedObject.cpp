// SPDX-License-Identifier: Apache-2.0
//===- LoadedObject.cpp ----------------------------------------------------===//
#include "compiler/LoadedObject.h"

#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace kiln;
using llvm::StringRef;

LoadedObject::LoadedObject() = default;
LoadedObject::~LoadedObject() = default;

llvm::Expected<std::unique_ptr<LoadedObject>> LoadedObject::load(llvm::ArrayRef<char> object, Runtime runtime) {
  std::unique_ptr<LoadedObject> result(new LoadedObject());
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    return jit.takeError();
  result->jit = std::move(*jit);
  llvm::orc::JITDylib &library = result->jit->getMainJITDylib();
  llvm::orc::SymbolMap symbols;
  auto define = [&](StringRef name, auto *function) {
    symbols[result->jit->mangleAndIntern(name)] = {llvm::orc::ExecutorAddr::fromPtr(function), llvm::JITSymbolFlags::Exported};
  };
  define("kiln_barrier", runtime.barrier);
  define("kiln_fault", runtime.fault);
  if (llvm::Error error = library.define(llvm::orc::absoluteSymbols(std::move(symbols))))
    return std::move(error);
  if (llvm::Error error = result->jit->addObjectFile(
          llvm::MemoryBuffer::getMemBufferCopy(StringRef(object.data(), object.size()), "kiln")))
    return std::move(error);
  return std::move(result);
}

llvm::Expected<const void *> LoadedObject::find(StringRef name) {
  // What the runtime reads is hidden: only what it is linked with may see it.
  auto found = jit->getExecutionSession().lookup({{&jit->getMainJITDylib(), llvm::orc::JITDylibLookupFlags::MatchAllSymbols}},
                                                 jit->mangleAndIntern(name));
  if (!found)
    return found.takeError();
  return found->getAddress().toPtr<const void *>();
}
