// SPDX-License-Identifier: Apache-2.0
//===- Session.cpp --------------------------------------------------------===//
#include "dialects/kiln/reference/Session.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

Session::Session(ModuleOp module, uint32_t seed, const InterpretOptions &options)
    : module(module), seed(seed), options(options) {
  for (auto storage : module.getOps<StorageOp>())
    storages.emplace(storage.getSymName().str(), HostTensor(storage.getTensorType()));
}

EntryOp Session::entry(StringRef name) { return module.lookupSymbol<EntryOp>(name); }

LogicalResult Session::initialize() {
  for (auto entry : module.getOps<EntryOp>())
    if (entry.getMode() == Mode::init)
      return LogicalResult(call(entry, {}));
  return success();
}

FailureOr<HostTensor> Session::argument(EntryOp entry, unsigned index, const NamedTensors &inputs,
                                        std::optional<int64_t> rows) {
  auto type = cast<RankedTensorType>(entry.getArgumentTypes()[index]);
  if (auto path = entry.getArgAttrOfType<FlatSymbolRefAttr>(index, KilnDialect::kStorageAttr)) {
    auto it = storages.find(path.getValue().str());
    if (it == storages.end())
      return entry.emitError("no storage `") << path.getValue() << "` is declared";
    return it->second;
  }
  if (auto what = entry.getArgAttrOfType<StringAttr>(index, KilnDialect::kBuiltinAttr)) {
    HostTensor value(type);
    auto all = entry->getAttrOfType<IntegerAttr>("kiln.row_size");
    value.ints[0] = what == "seed"    ? int64_t(seed)
                    : what == "count" ? counts[entry.getSymName().str()]
                    : rows            ? *rows
                    : all             ? all.getInt()
                                      : 0;
    return value;
  }
  auto name = entry.getArgAttrOfType<StringAttr>(index, KilnDialect::kInputAttr);
  if (!name)
    return entry.emitError("argument ") << index << " is neither storage, input nor builtin";
  if (auto it = inputs.find(name.str()); it != inputs.end())
    return it->second;
  if (Attribute value = entry.getArgAttr(index, KilnDialect::kDefaultAttr)) {
    if (auto elements = dyn_cast<ElementsAttr>(value); elements && elements.getType() == type)
      return HostTensor::fromAttribute(elements);
    auto typed = dyn_cast<TypedAttr>(value);
    if (typed && typed.getType() == type.getElementType())
      return HostTensor::fromAttribute(DenseElementsAttr::get(type, {value}));
    return entry.emitError("the default of `") << name.getValue() << "` has not its type";
  }
  return entry.emitError("no value for the input `") << name.getValue() << "`";
}

FailureOr<NamedTensors> Session::call(EntryOp entry, const NamedTensors &inputs,
                                      std::optional<int64_t> rows) {
  SmallVector<HostTensor> arguments;
  for (unsigned i = 0, n = entry.getArgumentTypes().size(); i < n; ++i) {
    FailureOr<HostTensor> value = argument(entry, i, inputs, rows);
    if (failed(value))
      return failure();
    arguments.push_back(std::move(*value));
  }
  FailureOr<SmallVector<HostTensor>> results = interpret(entry, arguments, options);
  if (failed(results))
    return failure();
  ++counts[entry.getSymName().str()];
  NamedTensors outputs;
  for (auto [i, result] : llvm::enumerate(*results)) {
    if (auto path = entry.getResultAttrOfType<FlatSymbolRefAttr>(i, KilnDialect::kStorageAttr))
      storages[path.getValue().str()] = std::move(result);
    else if (auto name = entry.getResultAttrOfType<StringAttr>(i, KilnDialect::kOutputAttr))
      outputs[name.str()] = std::move(result);
    else if (!entry.getResultAttr(i, KilnDialect::kFaultAttr))
      return entry.emitError("result ") << i << " is neither storage nor output";
  }
  return outputs;
}
