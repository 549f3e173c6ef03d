// SPDX-License-Identifier: Apache-2.0
//===- CompiledEntry.cpp --------------------------------------------------===//
#include "compiler/CompiledEntry.h"

#include "compiler/Pipeline.h"
#include "compiler/memory/PlanAttributes.h"
#include "compiler/native/Native.h"
#include "runtime/abi/Package.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"

#include <cstring>

using namespace mlir;
using namespace kiln;

// One worker meets nobody.
static void passBarrier(KilnCall *, int64_t, int64_t) {}
static void ignoreFault(KilnCall *, int32_t) {}

CompiledEntry::CompiledEntry() = default;
CompiledEntry::~CompiledEntry() = default;

std::unique_ptr<CompiledEntry> CompiledEntry::compile(ModuleOp module, bool behindGraph) {
  CompileOptions options;
  options.f64 = true;
  CompileReport report;
  if (failed(runStages(module, Stage::Memory, options, report, /*first=*/
                       behindGraph ? Stage::Loops : Stage::Graph)))
    return nullptr;

  std::unique_ptr<CompiledEntry> result(new CompiledEntry());
  for (auto function : module.getOps<func::FuncOp>()) {
    if (!function->hasAttr(plan::kEntryName))
      continue;
    auto read = [&](StringRef name, std::vector<Slot> &slots) {
      for (auto slot : function->getAttrOfType<ArrayAttr>(name).getAsRange<DictionaryAttr>())
        slots.push_back({cast<RankedTensorType>(slot.getAs<TypeAttr>(plan::kType).getValue()),
                         slot.getAs<IntegerAttr>(plan::kOffset).getInt()});
    };
    read(plan::kInputs, result->arguments);
    read(plan::kOutputs, result->results);
  }
  llvm::SmallVector<char, 0> object;
  if (failed(runNative(Variant{module, options}, report, object)))
    return nullptr;

  auto fail = [&](llvm::Error error) {
    module.emitError("compiled code cannot be loaded: ") << llvm::toString(std::move(error));
    return nullptr;
  };
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    return fail(jit.takeError());
  result->jit = std::move(*jit);
  llvm::orc::JITDylib &library = result->jit->getMainJITDylib();
  llvm::orc::SymbolMap runtime;
  auto define = [&](StringRef name, auto *function) {
    runtime[result->jit->mangleAndIntern(name)] = {llvm::orc::ExecutorAddr::fromPtr(function),
                                                  llvm::JITSymbolFlags::Exported};
  };
  define("kiln_barrier", &passBarrier);
  define("kiln_fault", &ignoreFault);
  if (llvm::Error error = library.define(llvm::orc::absoluteSymbols(std::move(runtime))))
    return fail(std::move(error));
  if (llvm::Error error = result->jit->addObjectFile(
          llvm::MemoryBuffer::getMemBufferCopy(StringRef(object.data(), object.size()), "kiln")))
    return fail(std::move(error));
  // The table is hidden: only what it is linked with may see it.
  auto table = result->jit->getExecutionSession().lookup(
      {{&library, llvm::orc::JITDylibLookupFlags::MatchAllSymbols}},
      result->jit->mangleAndIntern("kiln_entry_table"));
  if (!table)
    return fail(table.takeError());
  result->entry = reinterpret_cast<void *>(*table->getAddress().toPtr<const KilnEntryFn *>());

  result->memory = std::make_unique<char[]>(report.arenaBytes + abi::kArenaAlign);
  result->arena = reinterpret_cast<char *>(
      llvm::alignTo(reinterpret_cast<uintptr_t>(result->memory.get()), abi::kArenaAlign));
  result->values.resize(result->arguments.size());
  return result;
}

void CompiledEntry::set(unsigned argument, const reference::HostTensor &value) {
  values[argument] = value.toBytes();
}

void CompiledEntry::set(unsigned argument, int64_t element, double value) {
  std::memcpy(values[argument].data() + element * sizeof value, &value, sizeof value);
}

void CompiledEntry::call() {
  for (auto [slot, bytes] : llvm::zip_equal(arguments, values))
    std::memcpy(arena + slot.offset, bytes.data(), bytes.size());
  KilnCall call = {};
  call.arena = reinterpret_cast<uint8_t *>(arena);
  call.fault = KILN_NO_FAULT;
  reinterpret_cast<KilnEntryFn>(entry)(&call, /*worker=*/0, /*workers=*/1);
}

reference::HostTensor CompiledEntry::result(unsigned index) const {
  auto [type, offset] = results[index];
  int64_t bytes = type.getNumElements() * reference::bytesOf(type.getElementType());
  return *reference::HostTensor::fromBytes(type, ArrayRef<char>(arena + offset, bytes));
}
