// SPDX-License-Identifier: Apache-2.0
//===- GradientProbe.cpp --------------------------------------------------===//
#include "compiler/GradientProbe.h"

#include "compiler/graph/Differentiate.h"
#include "dialects/kiln/reference/Session.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Verifier.h"

#include <random>

using namespace mlir;
using namespace kiln;
using reference::HostTensor;

EntryOp kiln::onlyEntry(ModuleOp module) { return *module.getOps<EntryOp>().begin(); }

OwningOpRef<ModuleOp>
kiln::makeEntry(Location loc, TypeRange arguments,
                llvm::function_ref<SmallVector<Value>(GraphBuilder &, ValueRange)> body) {
  MLIRContext *context = loc.getContext();
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  OpBuilder builder = OpBuilder::atBlockEnd(module->getBody());
  // The body decides the results, so their types are set at the end.
  auto entry = EntryOp::create(builder, loc, builder.getStringAttr("probe"), TypeAttr::get(builder.getFunctionType(arguments, {})),
                               ModeAttr::get(context, Mode::infer), ArrayAttr(), ArrayAttr());
  Block &block = entry.getBody().emplaceBlock();
  for (Type type : arguments)
    block.addArgument(type, loc);
  builder.setInsertionPointToEnd(&block);
  GraphBuilder b(builder, loc);
  SmallVector<Value> results = body(b, block.getArguments());
  b.make<ReturnOp>(results);
  auto named = [&](StringRef attribute, StringRef letter, size_t count) {
    SmallVector<Attribute> all;
    for (size_t i = 0; i < count; ++i)
      all.push_back(builder.getDictionaryAttr(builder.getNamedAttr(
          attribute, builder.getStringAttr(letter + Twine(i)))));
    return builder.getArrayAttr(all);
  };
  entry.setFunctionType(builder.getFunctionType(arguments, TypeRange(ValueRange(results))));
  entry.setArgAttrsAttr(named(KilnDialect::kInputAttr, "x", arguments.size()));
  entry.setResAttrsAttr(named(KilnDialect::kOutputAttr, "y", results.size()));
  return module;
}

namespace {

/// Storages as initialised and then moved a little, so that no bias is 0 and no scale 1; inputs drawn.
class Arguments {
public:
  Arguments(EntryOp entry, uint32_t seed)
      : entry(entry), seed(seed), session(entry->getParentOfType<ModuleOp>(), seed), generator(seed) {}

  FailureOr<std::vector<HostTensor>> draw() {
    if (failed(session.initialize()))
      return failure();
    std::vector<HostTensor> all;
    for (unsigned i = 0; i < entry.getArgumentTypes().size(); ++i) {
      FailureOr<HostTensor> value = draw(i);
      if (failed(value))
        return failure();
      all.push_back(std::move(*value));
    }
    return all;
  }

private:
  double uniform() { return std::uniform_real_distribution<double>(-1, 1)(generator); }

  FailureOr<HostTensor> draw(unsigned index) {
    HostTensor value(cast<RankedTensorType>(entry.getArgumentTypes()[index]));
    if (auto path = entry.getArgAttrOfType<FlatSymbolRefAttr>(index, KilnDialect::kStorageAttr)) {
      value = session.storages.at(path.getValue().str());
      auto storage = SymbolTable::lookupNearestSymbolFrom<StorageOp>(entry, path);
      if (storage.getKind() == StorageKind::param)
        for (double &x : value.floats)
          x += 0.05 * uniform();
      else // a variance stays positive
        for (double &x : value.floats)
          x *= 1 + 0.1 * uniform();
      return value;
    }
    if (auto what = entry.getArgAttrOfType<StringAttr>(index, KilnDialect::kBuiltinAttr)) {
      auto rows = entry->getAttrOfType<IntegerAttr>("kiln.row_size");
      value.ints[0] = what == "seed" ? int64_t(seed) : what == "rows" && rows ? rows.getInt() : 0;
      return value;
    }
    if (Attribute known = entry.getArgAttr(index, KilnDialect::kDefaultAttr)) {
      if (auto elements = dyn_cast<ElementsAttr>(known); elements && elements.getType() == value.type)
        return HostTensor::fromAttribute(elements);
      if (auto typed = dyn_cast<TypedAttr>(known);
          typed && typed.getType() == value.type.getElementType())
        return HostTensor::fromAttribute(DenseElementsAttr::get(value.type, {known}));
    }
    Type element = value.type.getElementType();
    auto limit = entry.getArgAttrOfType<IntegerAttr>(index, KilnDialect::kIndexLimitAttr);
    int64_t below = element.isInteger(1)           ? 2
                    : limit                        ? limit.getInt()
                    : element.isUnsignedInteger(8) ? 256
                                                   : 4;
    for (double &x : value.floats)
      x = uniform();
    for (int64_t &x : value.ints)
      x = std::uniform_int_distribution<int64_t>(0, below - 1)(generator);
    return value;
  }

  EntryOp entry;
  uint32_t seed;
  reference::Session session;
  std::mt19937_64 generator;
};

/// The ops of a block before `end`, cloned where `b` stands.
void cloneUpTo(Operation *end, ValueRange arguments, GraphBuilder &b, IRMapping &map,
               llvm::function_ref<void(Operation *)> behind = nullptr) {
  Block &block = *end->getBlock();
  map.map(block.getArguments(), arguments);
  for (Operation &op : block) {
    if (&op == end)
      break;
    b.builder.clone(op, map);
    if (behind)
      behind(&op);
  }
}

std::string nameOf(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    unsigned number = argument.getArgNumber();
    Operation *parent = argument.getOwner()->getParentOp();
    if (auto entry = dyn_cast<EntryOp>(parent)) {
      if (auto path = entry.getArgAttrOfType<FlatSymbolRefAttr>(number, KilnDialect::kStorageAttr))
        return path.getValue().str();
      if (auto name = entry.getArgAttrOfType<StringAttr>(number, KilnDialect::kInputAttr))
        return name.str();
    } else if (auto scan = dyn_cast<ScanOp>(parent); scan && number > 0) {
      bool isSlice = number > scan.getCarries().size() &&
                     number <= scan.getCarries().size() + scan.getSequences().size();
      return nameOf(scan->getOperand(number - 1)) + (isSlice ? "[0]" : "");
    } else if (isa<CompositeOp>(parent)) {
      return nameOf(parent->getOperand(number));
    }
  }
  for (OpOperand &use : value.getUses())
    if (auto back = dyn_cast<ReturnOp>(use.getOwner()))
      if (auto entry = dyn_cast<EntryOp>(back->getParentOp()))
        if (auto name = entry.getResultAttrOfType<StringAttr>(use.getOperandNumber(),
                                                              KilnDialect::kOutputAttr))
          return name.str();
  Place place = placeOf(value.getLoc());
  return "value of " + place.file + ":" + std::to_string(place.line);
}

class Prober {
public:
  Prober(const GradientRules &rules, uint32_t seed) : rules(rules), seed(seed) {}

  /// Probes of the gradients of `block`, whose arguments have these values, and of the loops in it.
  LogicalResult visit(Block &block, const std::vector<HostTensor> &arguments) {
    for (Operation &op : block) {
      if (auto grad = dyn_cast<GradOp>(op)) {
        if (failed(add(grad, arguments)))
          return failure();
      } else if (op.getNumRegions() && op.walk([](GradOp) { return WalkResult::interrupt(); })
                                           .wasInterrupted()) {
        FailureOr<std::vector<HostTensor>> inner = argumentsOf(&op, arguments);
        if (failed(inner) || failed(visit(op.getRegion(0).front(), *inner)))
          return failure();
      }
    }
    return success();
  }

  std::vector<GradientProbe> probes;

private:
  /// What the region of `op` is given, at its first step.
  FailureOr<std::vector<HostTensor>> argumentsOf(Operation *op,
                                                 const std::vector<HostTensor> &arguments) {
    OwningOpRef<ModuleOp> module = makeEntry(
        op->getLoc(), op->getBlock()->getArgumentTypes(), [&](GraphBuilder &b, ValueRange values) {
          IRMapping map;
          cloneUpTo(op, values, b, map);
          return llvm::map_to_vector(op->getOperands(),
                                     [&](Value operand) { return map.lookup(operand); });
        });
    EntryOp entry = onlyEntry(*module);
    if (failed(expandGradients(entry, rules)))
      return failure();
    FailureOr<SmallVector<HostTensor>> operands = reference::interpret(entry, arguments);
    if (failed(operands))
      return failure();
    auto scan = dyn_cast<ScanOp>(op);
    std::vector<HostTensor> values;
    if (!scan) {
      values.assign(operands->begin(), operands->end());
      return values;
    }
    int64_t step = scan.getReverse() ? scan.getCount() - 1 : 0;
    HostTensor number(cast<RankedTensorType>(scan.getBody().getArgument(0).getType()));
    number.ints[0] = step;
    values.push_back(number);
    unsigned first = scan.getCarries().size(), behind = first + scan.getSequences().size();
    for (auto [i, operand] : llvm::enumerate(*operands)) {
      if (i < first || i >= behind) {
        values.push_back(std::move(operand));
        continue;
      }
      HostTensor slice(cast<RankedTensorType>(scan.getBody().getArgument(i + 1).getType()));
      int64_t size = slice.size();
      if (slice.isFloat())
        std::copy_n(operand.floats.begin() + step * size, size, slice.floats.begin());
      else
        std::copy_n(operand.ints.begin() + step * size, size, slice.ints.begin());
      values.push_back(std::move(slice));
    }
    return values;
  }

  LogicalResult add(GradOp grad, const std::vector<HostTensor> &arguments) {
    if (!tensorOf(grad.getY()).getElementType().isF64())
      return grad.emitError("gradients are checked in f64");
    GradientProbe probe;
    probe.of = nameOf(grad.getY());
    probe.place = placeOf(grad.getLoc());
    probe.arguments = arguments;
    SmallVector<Type> types(grad->getBlock()->getArgumentTypes());
    for (Value value : grad.getWrt()) {
      auto argument = dyn_cast<BlockArgument>(value);
      ProbeTarget target{nameOf(value), tensorOf(value), unsigned(types.size()), 0};
      if (argument) {
        target.argument = argument.getArgNumber();
      } else {
        types.push_back(value.getType());
        probe.arguments.emplace_back(tensorOf(value));
      }
      probe.targets.push_back(target);
    }
    std::mt19937_64 generator(seed + probes.size());
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (ProbeTarget &target : probe.targets) {
      target.direction = types.size();
      types.push_back(target.type);
      HostTensor direction(target.type);
      for (double &x : direction.floats)
        x = uniform(generator);
      probe.arguments.push_back(std::move(direction));
    }
    for (auto [part, order] : {std::pair(&probe.value, 0), {&probe.slope, 1}, {&probe.gradients, 2}}) {
      *part = cut(grad, probe, types, order);
      EntryOp entry = onlyEntry(**part);
      if (failed(verify(**part)) || failed(expandGradients(entry, rules)))
        return failure();
    }
    probes.push_back(std::move(probe));
    return success();
  }

  OwningOpRef<ModuleOp> cut(GradOp grad, const GradientProbe &probe, TypeRange types, int order) {
    return makeEntry(grad.getLoc(), types, [&](GraphBuilder &b, ValueRange arguments) {
      IRMapping map;
      cloneUpTo(grad, arguments.take_front(grad->getBlock()->getNumArguments()), b, map,
                [&](Operation *op) {
                  for (auto [value, target] : llvm::zip_equal(grad.getWrt(), probe.targets))
                    if (value.getDefiningOp() == op)
                      map.map(value, b.add(map.lookup(value), arguments[target.argument]));
                });
      Value y = map.lookup(grad.getY());
      SmallVector<Value> at, results{y};
      for (Value value : grad.getWrt())
        at.push_back(map.lookup(value));
      if (order == 0)
        return results;
      auto gradientsOf = [&](Value of) {
        return b.make<GradOp>(TypeRange(ValueRange(at)), of, at).getGradients();
      };
      ValueRange first = gradientsOf(y);
      Value slope;
      for (auto [gradient, target] : llvm::zip_equal(first, probe.targets)) {
        Value product = b.mul(gradient, arguments[target.direction]);
        SmallVector<int64_t> axes = llvm::to_vector(llvm::seq<int64_t>(target.type.getRank()));
        Value sum = b.reduce(Reduction::sum, product, axes);
        slope = slope ? b.add(slope, sum) : sum;
      }
      if (order == 1)
        return SmallVector<Value>{slope};
      llvm::append_range(results, first);
      results.push_back(slope);
      llvm::append_range(results, gradientsOf(slope));
      return results;
    });
  }

  const GradientRules &rules;
  uint32_t seed;
};

} // namespace

FailureOr<std::vector<GradientProbe>> kiln::probesOf(EntryOp entry, uint32_t seed,
                                                     const GradientRules &rules) {
  if (!entry.walk([](GradOp) { return WalkResult::interrupt(); }).wasInterrupted())
    return std::vector<GradientProbe>();
  FailureOr<std::vector<HostTensor>> arguments = Arguments(entry, seed).draw();
  if (failed(arguments))
    return failure();
  Prober prober(rules, seed);
  if (failed(prober.visit(entry.getBody().front(), *arguments)))
    return failure();
  return std::move(prober.probes);
}
