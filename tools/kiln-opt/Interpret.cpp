// SPDX-License-Identifier: Apache-2.0
//===- Interpret.cpp - the interpreter as a pass of kiln-opt --------------===//
// Prints what entries give, so that the IR before and after any pass can be compared by value.
#include "tools/kiln-opt/Interpret.h"

#include "dialects/kiln/reference/Session.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassRegistry.h"

#include "llvm/Support/Format.h"

#include <cmath>

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

namespace {
/// On a result of an entry: the value that it should have, to about one rounding of its type.
constexpr StringLiteral kExpectedAttr = "kiln.expected";

struct InterpretPass : PassWrapper<InterpretPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(InterpretPass)

  InterpretPass() = default;
  InterpretPass(const InterpretPass &other) : PassWrapper(other) {}

  StringRef getArgument() const final { return "kiln-interpret"; }
  StringRef getDescription() const final {
    return "run entries on the interpreter, print their results and compare those that have a "
           "`kiln.expected`";
  }

  Option<std::string> only{*this, "entry", llvm::cl::desc("run this entry alone")};
  Option<unsigned> seed{*this, "seed", llvm::cl::init(1),
                        llvm::cl::desc("of the model's draws and of inputs without a value")};
  Option<unsigned> calls{*this, "calls", llvm::cl::init(1),
                         llvm::cl::desc("calls of each entry, storages handed on")};
  Option<int64_t> rows{*this, "rows", llvm::cl::init(-1), llvm::cl::desc("valid rows")};
  Option<bool> precise{*this, "precise", llvm::cl::desc("keep doubles, round nothing")};
  Option<bool> dump{*this, "dump", llvm::cl::desc("print the result of every op")};
  Option<bool> quiet{*this, "quiet", llvm::cl::desc("compare only, print nothing")};
  Option<bool> showStorages{*this, "storages", llvm::cl::desc("print the storages at the end")};

  void runOnOperation() final;
  LogicalResult check(EntryOp entry, const NamedTensors &outputs);
};

void print(StringRef name, const HostTensor &tensor) {
  llvm::outs() << name << " = ";
  Type element = tensor.type.getElementType();
  if (tensor.isFloat()) {
    // Enough digits to tell any two values of the type apart.
    int digits = element.isF64() ? 17 : 9;
    llvm::outs() << "[";
    for (auto [i, value] : llvm::enumerate(tensor.floats))
      llvm::outs() << (i ? ", " : "") << llvm::format("%.*g", digits, value);
  } else {
    llvm::outs() << "[";
    for (auto [i, value] : llvm::enumerate(tensor.ints))
      llvm::outs() << (i ? ", " : "") << value;
  }
  llvm::outs() << "] : " << tensor.type << "\n";
}

/// Values for an input that has none: floats in [-1, 1), integers below the limit or below 4.
HostTensor draw(EntryOp entry, unsigned index, uint32_t seed) {
  HostTensor tensor(cast<RankedTensorType>(entry.getArgumentTypes()[index]));
  auto limit = entry.getArgAttrOfType<IntegerAttr>(index, KilnDialect::kIndexLimitAttr);
  uint64_t below = tensor.type.getElementType().isInteger(1) ? 2 : limit ? limit.getInt() : 4;
  uint64_t state = (uint64_t(seed) << 32) + index * 0x9E3779B97F4A7C15u + 1;
  auto next = [&] { // splitmix64
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  };
  for (double &value : tensor.floats)
    value = double(next() >> 41) * 0x1p-22 - 1;
  for (int64_t &value : tensor.ints)
    value = int64_t(next() % below);
  tensor.roundFloats();
  return tensor;
}

/// What one rounding to the element type, and the libm of another machine, may change.
double toleranceOf(Type element) {
  return element.isF64() ? 1e-13 : element.isF32() ? 0x1p-22 : element.isF16() ? 0x1p-10 : 0x1p-7;
}
} // namespace

LogicalResult InterpretPass::check(EntryOp entry, const NamedTensors &outputs) {
  for (unsigned i = 0, n = entry.getResultTypes().size(); i < n; ++i) {
    auto attribute = entry.getResultAttrOfType<ElementsAttr>(i, kExpectedAttr);
    auto name = entry.getResultAttrOfType<StringAttr>(i, KilnDialect::kOutputAttr);
    if (!attribute || !name)
      continue;
    FailureOr<HostTensor> expected = HostTensor::fromAttribute(attribute);
    const HostTensor &got = outputs.at(name.str());
    if (failed(expected) || expected->type != got.type)
      return entry.emitError("`kiln.expected` of `") << name.getValue() << "` is not " << got.type;
    double scale = 1;
    for (double value : expected->floats)
      if (std::isfinite(value))
        scale = std::max(scale, std::fabs(value));
    double tolerance = toleranceOf(got.type.getElementType()) * scale;
    for (int64_t k = 0; k < got.size(); ++k) {
      bool fits = true;
      if (!got.isFloat())
        fits = got.ints[k] == expected->ints[k];
      else if (double a = got.floats[k], b = expected->floats[k]; std::isnan(b))
        fits = std::isnan(a);
      else
        fits = a == b || std::fabs(a - b) <= tolerance;
      if (!fits) {
        InFlightDiagnostic error = entry.emitError("`") << name.getValue() << "` element " << k;
        if (got.isFloat())
          error << " is " << std::to_string(got.floats[k]) << ", not "
                << std::to_string(expected->floats[k]);
        else
          error << " is " << got.ints[k] << ", not " << expected->ints[k];
        return error;
      }
    }
  }
  return success();
}

void InterpretPass::runOnOperation() {
  InterpretOptions options;
  options.precise = precise;
  auto show = [](Operation *op, ArrayRef<const HostTensor *> results) {
    for (const HostTensor *result : results)
      print((op->getName().getStringRef()).str(), *result);
  };
  if (dump)
    options.afterOp = show;
  Session session(getOperation(), seed, options);
  if (failed(session.initialize()))
    return signalPassFailure();
  for (auto entry : getOperation().getOps<EntryOp>()) {
    if (only.empty() ? entry.getMode() == Mode::init : entry.getSymName() != only)
      continue;
    NamedTensors inputs;
    for (unsigned i = 0, n = entry.getArgumentTypes().size(); i < n; ++i)
      if (auto name = entry.getArgAttrOfType<StringAttr>(i, KilnDialect::kInputAttr))
        if (!entry.getArgAttr(i, KilnDialect::kDefaultAttr))
          inputs[name.str()] = draw(entry, i, seed);
    std::optional<int64_t> valid;
    if (rows >= 0)
      valid = int64_t(rows);
    for (unsigned call = 0; call < calls; ++call) {
      auto outputs = session.call(entry, inputs, valid);
      if (failed(outputs) || failed(check(entry, *outputs)))
        return signalPassFailure();
      if (!quiet)
        for (const auto &[name, value] : *outputs)
          print((entry.getSymName() + "." + name).str(), value);
    }
  }
  if (showStorages)
    for (const auto &[path, value] : session.storages)
      print(path, value);
}

void registerInterpretPass() { PassRegistration<InterpretPass>(); }
