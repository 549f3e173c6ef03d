// SPDX-License-Identifier: Apache-2.0
//===- Package.cpp --------------------------------------------------------===//
#include "compiler/native/Package.h"

#include "compiler/loops/KernelAttributes.h"
#include "compiler/memory/EntryCalls.h"
#include "dialects/kiln/analysis/Place.h"
#include "compiler/memory/PlanAttributes.h"
#include "dialects/kiln/Kiln.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "runtime/abi/Package.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/CRC.h"

#include <cstring>

using namespace mlir;
using namespace kiln;

static std::optional<abi::DType> dtypeOf(Type type) {
  if (type.isF32())
    return abi::DType::F32;
  if (type.isF64())
    return abi::DType::F64;
  if (type.isBF16())
    return abi::DType::BF16;
  if (type.isF16())
    return abi::DType::F16;
  if (type.isInteger(1))
    return abi::DType::Bool;
  if (type.isUnsignedInteger(8))
    return abi::DType::U8;
  if (type.isUnsignedInteger(32))
    return abi::DType::U32;
  if (type.isSignlessInteger(8))
    return abi::DType::I8;
  if (type.isSignlessInteger(32))
    return abi::DType::I32;
  if (type.isSignlessInteger(64))
    return abi::DType::I64;
  return std::nullopt;
}

static abi::StorageKind kindOf(StorageKind kind) {
  switch (kind) {
  case StorageKind::param:
    return abi::StorageKind::Param;
  case StorageKind::model:
    return abi::StorageKind::ModelState;
  case StorageKind::train:
    return abi::StorageKind::TrainState;
  case StorageKind::session:
    return abi::StorageKind::SessionState;
  }
  llvm_unreachable("all kinds are named");
}

static int64_t integer(DictionaryAttr attributes, StringRef name, int64_t otherwise) {
  auto value = attributes.getAs<IntegerAttr>(name);
  return value ? value.getInt() : otherwise;
}
static StringRef text(DictionaryAttr attributes, StringRef name) {
  auto value = attributes.getAs<StringAttr>(name);
  return value ? value.getValue() : StringRef();
}

namespace {

class Writer {
public:
  Writer(ModuleOp module, const Cpu &cpu, const CompileOptions &options)
      : module(module), cpu(cpu), options(options) {}

  FailureOr<Package> run();

private:
  abi::String string(StringRef value);
  uint32_t blob(ArrayRef<char> bytes, unsigned align);
  LogicalResult shape(Location location, RankedTensorType type, uint8_t &dtype, uint8_t &rank);
  void addDim(StringRef text, abi::String name, uint64_t size);
  void axes(abi::Axis *axes, RankedTensorType type, DictionaryAttr attributes);

  LogicalResult addStorage(StorageOp storage);
  LogicalResult addEntry(func::FuncOp function);
  LogicalResult addInput(Location location, DictionaryAttr input);
  LogicalResult addOutput(Location location, DictionaryAttr output);
  void addFault(DictionaryAttr fault);
  void addLaunches();

  template <typename Record> void place(abi::Table &table, const std::vector<Record> &records);

  ModuleOp module;
  const Cpu &cpu;
  const CompileOptions &options;
  Package package;
  uint64_t base = 0;              // where strings and blobs start
  std::vector<char> tail;         // strings and blobs
  llvm::StringMap<abi::String> known;
  std::vector<abi::String> features;
  std::vector<abi::Dim> dims;
  std::vector<abi::Storage> storages;
  std::vector<abi::Entry> entries;
  std::vector<abi::Input> inputs;
  std::vector<abi::Output> outputs;
  std::vector<abi::FaultSite> faults;
  std::vector<abi::Launch> launches;
  uint64_t parameters = 0;
};

} // namespace

abi::String Writer::string(StringRef value) {
  if (value.empty())
    return {0, 0};
  auto [found, isNew] = known.try_emplace(value);
  if (isNew) {
    found->second = {uint32_t(base + tail.size()), uint32_t(value.size())};
    tail.insert(tail.end(), value.begin(), value.end());
    tail.push_back('\0');
  }
  return found->second;
}

uint32_t Writer::blob(ArrayRef<char> bytes, unsigned align) {
  tail.resize(llvm::alignTo(base + tail.size(), align) - base);
  uint32_t offset = base + tail.size();
  tail.insert(tail.end(), bytes.begin(), bytes.end());
  return offset;
}

LogicalResult Writer::shape(Location location, RankedTensorType type, uint8_t &dtype,
                            uint8_t &rank) {
  auto element = dtypeOf(type.getElementType());
  if (!element || type.getRank() > abi::kMaxRank)
    return emitError(location) << "a package cannot hold a value of type " << type;
  dtype = uint8_t(*element);
  rank = type.getRank();
  return success();
}

// Numbers and expressions such as `N + 1` are no names.
void Writer::addDim(StringRef text, abi::String name, uint64_t size) {
  bool named = !text.empty() && !llvm::isDigit(text.front()) &&
               llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_'; });
  if (named && llvm::none_of(dims, [&](const abi::Dim &dim) { return dim.name.offset == name.offset; }))
    dims.push_back({name, size});
}

void Writer::axes(abi::Axis *axes, RankedTensorType type, DictionaryAttr attributes) {
  auto names = attributes.getAs<ArrayAttr>(KilnDialect::kDimNamesAttr);
  for (auto [axis, size] : llvm::enumerate(type.getShape())) {
    axes[axis].size = size;
    if (names && axis < names.size())
      if (auto name = dyn_cast<StringAttr>(names[axis])) {
        axes[axis].name = string(name.getValue());
        addDim(name.getValue(), axes[axis].name, size);
      }
  }
}

LogicalResult Writer::addStorage(StorageOp storage) {
  RankedTensorType type = storage.getTensorType();
  auto offset = storage->getAttrOfType<IntegerAttr>(plan::kOffset);
  if (!offset)
    return storage.emitError("the memory stage has planned no slot for this storage");
  abi::Storage record = {};
  record.path = string(storage.getSymName());
  record.offset = offset.getInt();
  if (failed(shape(storage.getLoc(), type, record.dtype, record.rank)))
    return failure();
  record.size = type.getNumElements() * abi::dtypeSize(abi::DType(record.dtype));
  record.kind = uint8_t(kindOf(storage.getKind()));
  record.stacked = storage.getStacked();
  record.checkpoint = storage.getKind() != StorageKind::session;
  record.role = string(storage.getRole());
  llvm::copy(type.getShape(), record.dims);
  if (storage.getKind() == StorageKind::param)
    parameters += type.getNumElements();
  storages.push_back(record);
  return success();
}

LogicalResult Writer::addInput(Location location, DictionaryAttr input) {
  auto type = cast<RankedTensorType>(input.getAs<TypeAttr>(plan::kType).getValue());
  abi::Input record = {};
  record.name = string(text(input, KilnDialect::kInputAttr));
  record.offset = integer(input, plan::kOffset, 0);
  if (failed(shape(location, type, record.dtype, record.rank)))
    return failure();
  record.rowAxis = integer(input, KilnDialect::kRowAxisAttr, -1);
  record.indexLimit = integer(input, KilnDialect::kIndexLimitAttr, -1);
  if (auto place = input.getAs<LocationAttr>(plan::kPlace))
    record.line = placeOf(Location(place)).line;
  axes(record.axes, type, input);
  if (Attribute given = input.get(KilnDialect::kDefaultAttr)) {
    unsigned size = abi::dtypeSize(abi::DType(record.dtype));
    auto elements = dyn_cast<DenseIntOrFPElementsAttr>(given);
    if (!elements) {
      auto scalar = dyn_cast<TypedAttr>(given);
      if (!scalar || scalar.getType() != type.getElementType())
        return emitError(location) << "the default of an input must have its type " << type;
      elements = cast<DenseIntOrFPElementsAttr>(DenseElementsAttr::get(type, scalar));
    }
    std::vector<char> bytes;
    ArrayRef<char> raw = elements.getRawData();
    for (int64_t i = 0, n = elements.isSplat() ? type.getNumElements() : 1; i < n; ++i)
      bytes.insert(bytes.end(), raw.begin(), raw.end());
    if (int64_t(bytes.size()) != type.getNumElements() * size)
      return emitError(location) << "the default of an input cannot be stored as " << type;
    record.hasDefault = 1;
    record.defaultOffset = blob(bytes, size);
  }
  inputs.push_back(record);
  return success();
}

LogicalResult Writer::addOutput(Location location, DictionaryAttr output) {
  auto type = cast<RankedTensorType>(output.getAs<TypeAttr>(plan::kType).getValue());
  abi::Output record = {};
  record.name = string(text(output, KilnDialect::kOutputAttr));
  record.offset = integer(output, plan::kOffset, 0);
  if (failed(shape(location, type, record.dtype, record.rank)))
    return failure();
  record.rowAxis = integer(output, KilnDialect::kRowAxisAttr, -1);
  StringRef combine = text(output, KilnDialect::kCombineAttr);
  auto value = llvm::StringSwitch<std::optional<abi::Combine>>(combine)
                   .Cases({"", "none"}, abi::Combine::None)
                   .Case("rows", abi::Combine::Rows)
                   .Case("sum", abi::Combine::Sum)
                   .Case("mean", abi::Combine::Mean)
                   .Case("min", abi::Combine::Min)
                   .Case("max", abi::Combine::Max)
                   .Case("any", abi::Combine::Any)
                   .Case("all", abi::Combine::All)
                   .Case("last", abi::Combine::Last)
                   .Case("print", abi::Combine::Print)
                   .Default(std::nullopt);
  if (!value)
    return emitError(location) << "no way to combine outputs is called `" << combine << "`";
  record.combine = uint8_t(record.rowAxis >= 0 && combine.empty() ? abi::Combine::Rows : *value);
  if (auto place = output.getAs<LocationAttr>(plan::kPlace))
    record.line = placeOf(Location(place)).line;
  axes(record.axes, type, output);
  outputs.push_back(record);
  return success();
}

void Writer::addFault(DictionaryAttr fault) {
  abi::FaultSite record = {};
  record.kind = uint8_t(llvm::StringSwitch<abi::FaultKind>(text(fault, plan::kFaultKind))
                            .Case("index", abi::FaultKind::Index)
                            .Case("non_finite", abi::FaultKind::NonFinite)
                            .Default(abi::FaultKind::Assert));
  record.message = string(text(fault, plan::kMessage));
  if (auto location = fault.getAs<LocationAttr>(plan::kPlace)) {
    Place place = placeOf(Location(location));
    record.file = string(place.file);
    record.path = string(place.path);
    record.line = place.line;
    record.column = place.column;
  }
  faults.push_back(record);
}

LogicalResult Writer::addEntry(func::FuncOp function) {
  DictionaryAttr attributes = function->getDiscardableAttrDictionary();
  Location location = function.getLoc();
  Place place = placeOf(location);
  abi::Entry record = {};
  record.name = string(text(attributes, plan::kEntryName));
  record.mode = uint8_t(llvm::StringSwitch<abi::Mode>(text(attributes, plan::kMode))
                            .Case("train", abi::Mode::Train)
                            .Case("infer", abi::Mode::Infer)
                            .Default(abi::Mode::Init));
  record.function = package.entries.size();
  record.rowSize = integer(attributes, plan::kRowSize, 0);
  record.file = string(place.file);
  record.line = place.line;
  record.column = place.column;
  record.inputFirst = inputs.size();
  if (auto list = attributes.getAs<ArrayAttr>(plan::kInputs))
    for (auto input : list.getAsRange<DictionaryAttr>())
      if (failed(addInput(location, input)))
        return failure();
  record.inputCount = inputs.size() - record.inputFirst;
  record.outputFirst = outputs.size();
  if (auto list = attributes.getAs<ArrayAttr>(plan::kOutputs))
    for (auto output : list.getAsRange<DictionaryAttr>())
      if (failed(addOutput(location, output)))
        return failure();
  record.outputCount = outputs.size() - record.outputFirst;
  record.faultFirst = faults.size();
  if (auto list = attributes.getAs<ArrayAttr>(plan::kFaults))
    for (auto fault : list.getAsRange<DictionaryAttr>())
      addFault(fault);
  record.faultCount = faults.size() - record.faultFirst;
  entries.push_back(record);
  package.entries.push_back({function.getSymName().str()});
  return success();
}

// Numbers the launches: what a probe is told.
void Writer::addLaunches() {
  Builder b(module.getContext());
  uint32_t entry = 0;
  SymbolTable symbols(module);
  for (auto function : module.getOps<func::FuncOp>()) {
    if (!function->hasAttr(plan::kEntryName))
      continue;
    forLaunches(function, symbols, [&](func::CallOp call, func::FuncOp kernel) {
      call->setAttr(kLaunchAttr, b.getI32IntegerAttr(launches.size()));
      auto described = kernel->getAttrOfType<DictionaryAttr>(kernel::kKernel);
      if (!described)
        described = b.getDictionaryAttr({});
      auto places = placesInModel(call.getLoc());
      Place place = places.empty() ? Place() : places.front();
      abi::Launch record = {};
      record.kernel = string(kernel.getSymName());
      record.path = string(place.path);
      record.file = string(place.file);
      record.line = place.line;
      record.entry = entry;
      int64_t elements = 0;
      if (call.getNumOperands() >= 3) // the length, before worker and workers
        elements = getConstantIntValue(call.getOperand(call.getNumOperands() - 3)).value_or(0);
      record.flops = kernel::workOf(described, kernel::kFlops, elements);
      record.bytes = kernel::workOf(described, kernel::kBytes, elements);
      launches.push_back(record);
    });
    ++entry;
  }
}

template <typename Record>
void Writer::place(abi::Table &table, const std::vector<Record> &records) {
  static_assert(sizeof(Record) % 8 == 0, "tables start at multiples of 8");
  if (records.empty())
    return;
  table = {uint32_t(package.bytes.size()), uint32_t(records.size())};
  auto *data = reinterpret_cast<const char *>(records.data());
  package.bytes.insert(package.bytes.end(), data, data + records.size() * sizeof(Record));
}

// Where strings start depends on how many records there are, and records hold the offsets of their
// strings: so all is written twice, the second time knowing where strings start.
FailureOr<Package> Writer::run() {
  uint64_t tables = 0;
  do {
    base = tables;
    package = {};
    tail.clear();
    known.clear();
    features.clear();
    dims.clear();
    storages.clear();
    entries.clear();
    inputs.clear();
    outputs.clear();
    faults.clear();
    launches.clear();
    parameters = 0;

    abi::Header header = {};
    std::memcpy(header.magic, abi::kMagic, sizeof(header.magic));
    header.abiVersion = abi::kAbiVersion;
    header.formatVersion = abi::kFormatVersion;
    header.headerSize = sizeof(header);
    auto arenaSize = module->getAttrOfType<IntegerAttr>(plan::kArenaSize);
    if (!arenaSize)
      return module.emitError("the memory stage has planned no arena");
    header.arenaSize = header.peakBytes = arenaSize.getInt();
    header.precision = uint8_t(options.f64 ? abi::Precision::F64 : abi::Precision::AsWritten);
    DictionaryAttr attributes = module->getDiscardableAttrDictionary();
    header.model = string(text(attributes, "kiln.model"));
    header.source = string(text(attributes, "kiln.source"));
    header.compiler = string(options.version);
    header.cpu = string(cpu.name);
    header.rowDim = string(text(attributes, KilnDialect::kRowDimAttr));
    header.rowSize = integer(attributes, "kiln.row_size", 0);
    for (const std::string &feature : cpu.features)
      features.push_back(string(feature));
    if (header.rowSize != 0)
      dims.push_back({header.rowDim, header.rowSize});
    for (auto storage : module.getOps<StorageOp>())
      if (failed(addStorage(storage)))
        return failure();
    for (auto function : module.getOps<func::FuncOp>())
      if (function->hasAttr(plan::kEntryName) && failed(addEntry(function)))
        return failure();
    addLaunches();
    header.parameterCount = parameters;
    header.functionCount = package.entries.size();

    package.bytes.resize(sizeof(header));
    place(header.features, features);
    place(header.dims, dims);
    place(header.storages, storages);
    place(header.entries, entries);
    place(header.inputs, inputs);
    place(header.outputs, outputs);
    place(header.faults, faults);
    place(header.launches, launches);
    tables = package.bytes.size();
    package.bytes.insert(package.bytes.end(), tail.begin(), tail.end());
    package.bytes.resize(llvm::alignTo(package.bytes.size(), 8));
    header.totalSize = package.bytes.size();
    auto body = ArrayRef<char>(package.bytes).drop_front(sizeof(header));
    header.crc = llvm::crc32(ArrayRef<uint8_t>(
        reinterpret_cast<const uint8_t *>(body.data()), body.size()));
    std::memcpy(package.bytes.data(), &header, sizeof(header));
  } while (base != tables);
  return std::move(package);
}

FailureOr<Package> kiln::writePackage(ModuleOp module, const Cpu &cpu,
                                      const CompileOptions &options) {
  return Writer(module, cpu, options).run();
}
