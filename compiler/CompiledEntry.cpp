// SPDX-License-Identifier: Apache-2.0
//===- CompiledEntry.cpp --------------------------------------------------===//
#include "compiler/CompiledEntry.h"

#include "compiler/Pipeline.h"
#include "compiler/memory/PlanAttributes.h"
#include "compiler/native/Native.h"
#include "runtime/abi/Package.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/MathExtras.h"

#include <cstring>

using namespace mlir;
using namespace kiln;

// One worker meets nobody.
static void passBarrier(KilnCall *, int64_t, int64_t) {}
static void ignoreFault(KilnCall *, int32_t) {}

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
  auto loaded = LoadedObject::load(object, {&passBarrier, &ignoreFault});
  if (!loaded)
    return fail(loaded.takeError());
  result->object = std::move(*loaded);
  auto table = result->object->find("kiln_entry_table");
  if (!table)
    return fail(table.takeError());
  result->entry = reinterpret_cast<void *>(*static_cast<const KilnEntryFn *>(*table));

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
