// SPDX-License-Identifier: Apache-2.0
//===- ReferenceModel.cpp -------------------------------------------------===//
#include "tools/kiln/ReferenceModel.h"

#include "compiler/Contracts.h"
#include "compiler/graph/Passes.h"
#include "compiler/memory/DescribeEntry.h"
#include "dialects/kiln/analysis/Place.h"
#include "compiler/memory/PlanAttributes.h"
#include "compiler/native/Package.h"
#include "dialects/kiln/reference/Interpreter.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"
#include "runtime/app/App.h"
#include "llvm/Support/MathExtras.h"

#include <cstring>

using namespace mlir;
using namespace kiln;
using reference::HostTensor;

static int64_t bytesOf(RankedTensorType type) {
  return type.getNumElements() * reference::bytesOf(type.getElementType());
}

// Every value has bytes of its own: what the interpreter needs no plan for is not planned.
ReferenceModel::Places ReferenceModel::place(EntryOp entry,
                                             const llvm::DenseMap<StringAttr, int64_t> &storages,
                                             int64_t &end) const {
  auto offsetOf = [&](DictionaryAttr attributes, Type type) {
    if (auto path = attributes.getAs<FlatSymbolRefAttr>(KilnDialect::kStorageAttr))
      return storages.lookup(path.getAttr());
    int64_t offset = end;
    end = llvm::alignTo(end + bytesOf(cast<RankedTensorType>(type)), abi::kArenaAlign);
    return offset;
  };
  Places places;
  places.entry = entry;
  for (auto [i, type] : llvm::enumerate(entry.getArgumentTypes()))
    places.arguments.push_back(offsetOf(entry.getArgAttrDict(i), type));
  for (auto [i, type] : llvm::enumerate(entry.getResultTypes()))
    places.results.push_back(offsetOf(entry.getResultAttrDict(i), type));
  return places;
}

// The checks of an entry in program order; behind them that the interpreter came to the end.
std::vector<DictionaryAttr> ReferenceModel::faultsOf(Places &places) {
  std::vector<DictionaryAttr> sites;
  auto add = [&](StringRef kind, StringRef message, Location place) {
    sites.push_back(faultSite(kind, message, place));
    return faults++;
  };
  for (unsigned i = 0, n = places.entry.getResultTypes().size(); i < n; ++i)
    if (auto message = places.entry.getResultAttrOfType<StringAttr>(i, KilnDialect::kFaultAttr)) {
      Attribute place = places.entry.getResultAttr(i, plan::kPlace);
      places.flags.push_back({i, add("assert", message.getValue(), Location(cast<LocationAttr>(place)))});
    }
  places.entry.walk<WalkOrder::PreOrder>([&](GatherOp gather) {
    places.sites[gather] = add("index", "a computed index left its axis", gather.getLoc());
  });
  places.stopped = add("assert", "the interpreter stopped for the reason above", places.entry.getLoc());
  return sites;
}

LogicalResult ReferenceModel::open(ModuleOp module, const CompileOptions &options) {
  trapsNonFinite = options.trapNonFinite;
  PassManager passes(module.getContext());
  passes.nest<EntryOp>().addPass(createDifferentiatePass());
  if (failed(checkContract(module, Stage::Kiln)) || failed(passes.run(module)))
    return failure();

  // A module that says to the writer of packages what the memory stage would say.
  OwningOpRef<ModuleOp> described = ModuleOp::create(module.getLoc());
  (*described)->setAttrs(module->getAttrDictionary());
  OpBuilder b = OpBuilder::atBlockEnd(described->getBody());
  llvm::DenseMap<StringAttr, int64_t> storages;
  int64_t end = 0;
  for (auto storage : module.getOps<StorageOp>()) {
    storages[storage.getSymNameAttr()] = end;
    b.clone(*storage)->setAttr(plan::kOffset, b.getI64IntegerAttr(end));
    end = llvm::alignTo(end + bytesOf(storage.getTensorType()), abi::kArenaAlign);
  }
  for (auto entry : module.getOps<EntryOp>()) {
    Places places = place(entry, storages, end);
    auto function =
        func::FuncOp::create(b, entry.getLoc(), (plan::kEntryPrefix + entry.getSymName()).str(),
                             b.getFunctionType({}, {}));
    function.setPrivate();
    describeEntry(entry, function, places.arguments, places.results, faultsOf(places));
    entries.push_back(std::move(places));
  }
  (*described)->setAttr(plan::kArenaSize,
                        b.getI64IntegerAttr(std::max<int64_t>(end, abi::kArenaAlign)));
  auto written = writePackage(*described, Cpu{"the interpreter", {}}, options);
  if (failed(written))
    return failure();
  package = std::move(written->bytes);
  return success();
}

void ReferenceModel::call(KilnCall &call) const {
  const Places &places = entries[call.function];
  EntryOp entry = places.entry;
  auto *arena = reinterpret_cast<char *>(call.arena);
  SmallVector<HostTensor> arguments;
  for (auto [i, offset] : llvm::enumerate(places.arguments)) {
    auto type = cast<RankedTensorType>(entry.getArgumentTypes()[i]);
    if (auto what = entry.getArgAttrOfType<StringAttr>(i, KilnDialect::kBuiltinAttr)) {
      HostTensor value(type);
      value.ints[0] = what == "seed"    ? int64_t(call.seed)
                      : what == "count" ? int64_t(call.count)
                                        : call.rows;
      arguments.push_back(std::move(value));
      continue;
    }
    arguments.push_back(
        *HostTensor::fromBytes(type, llvm::ArrayRef(arena + offset, bytesOf(type))));
  }
  SmallVector<Operation *> left;
  reference::InterpretOptions options;
  options.faults = &left;
  auto tell = [&](Operation *op) {
    Place at = placeOf(op->getLoc());
    llvm::errs() << "error: `" << op->getName().stripDialect() << "`";
    if (!at.path.empty())
      llvm::errs() << " of " << at.path;
    llvm::errs() << " at " << at.file << ":" << at.line << " made the first value that is not finite, in call "
                 << call.count + 1 << " of `" << entry.getSymName() << "`\n";
  };
  if (trapsNonFinite)
    options.onNonFinite = tell;
  auto results = reference::interpret(entry, arguments, options);
  if (failed(results))
    return kiln_fault(&call, places.stopped);
  for (Operation *op : left)
    kiln_fault(&call, places.sites.lookup(op));
  for (auto [number, fault] : places.flags)
    if ((*results)[number].ints[0])
      kiln_fault(&call, fault);
  for (auto [offset, result] : llvm::zip_equal(places.results, *results)) {
    std::vector<char> bytes = result.toBytes();
    std::memcpy(arena + offset, bytes.data(), bytes.size());
  }
}

// The functions of a table know no more than their call, so the one model that runs is named here.
static const ReferenceModel *running = nullptr;

static void callEntry(KilnCall *call, int64_t worker, int64_t) {
  if (worker == 0)
    running->call(*call);
}

int ReferenceModel::run(ArrayRef<const char *> words) {
  running = this;
  std::vector<KilnEntryFn> table(entries.size(), callEntry);
  return runtime::runApp(int(words.size()), words.data(), package.data(), table.data());
}
