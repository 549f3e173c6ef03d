// SPDX-License-Identifier: Apache-2.0
//===- EmitEntry.cpp ------------------------------------------------------===//
#include "compiler/memory/EmitEntry.h"

#include "compiler/memory/DescribeEntry.h"
#include "compiler/memory/PlanAttributes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "runtime/abi/Package.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace kiln;

static constexpr StringLiteral kBarrier = "kiln_barrier", kFault = "kiln_fault",
                               kNonFinite = "kiln_nonfinite", kTrap = "kiln_trap";

static MemRefType bytesType(MLIRContext *context, int64_t size) {
  return MemRefType::get({size}, IntegerType::get(context, 8));
}
static Type inMemory(Type element) {
  auto integer = dyn_cast<IntegerType>(element);
  return integer ? IntegerType::get(element.getContext(), integer.getWidth()) : element;
}

void kiln::declareRuntime(ModuleOp module, bool trapNonFinite) {
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  MLIRContext *context = module.getContext();
  Type call = bytesType(context, sizeof(KilnCall)), index = builder.getIndexType(), word = builder.getI32Type();
  auto declare = [&](StringRef name, TypeRange arguments, TypeRange results = {}) {
    auto function = func::FuncOp::create(builder, module.getLoc(), name,
                                         builder.getFunctionType(arguments, results));
    function.setPrivate();
  };
  declare(kBarrier, {call, index, index});
  declare(kFault, {call, word});
  if (!trapNonFinite)
    return;
  declare(kNonFinite, {word, bytesType(context, ShapedType::kDynamic), index, word, index}, {word});
  declare(kTrap, {call, word, word, word});
}

namespace {

class Emitter {
public:
  Emitter(const EntryPlan &plan, SymbolTable &symbols, int64_t arenaSize, int64_t constantsSize)
      : plan(plan), symbols(symbols), arenaSize(arenaSize), constantsSize(constantsSize),
        b(EntryOp(plan.entry).getLoc(), EntryOp(plan.entry).getContext()) {}
  LogicalResult run();

private:
  struct Loop {
    Value step;   // number of the step
    Value parity; // of the iteration
    Value over;   // set by Leave
  };
  Value constant(int64_t value) { return arith::ConstantIndexOp::create(b, value); }
  /// Where the slot starts in its home.
  Value start(const Slot &slot);
  Value base(const Slot &slot);
  /// As a memref of `type`, of `length` elements if that does not say it.
  Value view(const Slot &slot, MemRefType type, int64_t length = 0);
  /// The function of (memrefs…, elements, worker, workers) in which each worker does its part, as `body` says it the first time.
  func::FuncOp movement(const Twine &name, ArrayRef<Type> memrefs, llvm::function_ref<void(Block &, Value begin, Value length)> body);

  /// The entry's function of (arena, call, worker, workers), at the end of which the builder then stands.
  func::FuncOp beginFunction(const Twine &name);
  LogicalResult emit(ArrayRef<Step> steps);
  LogicalResult emitLaunch(const Step &step);
  void emitBarrier() { func::CallOp::create(b, kBarrier, TypeRange(), ValueRange{call, worker, workers}); }
  /// What is not finite among the values in `slots`, and in `seen`.
  Value lookAt(ArrayRef<Slot> slots, TypeRange types, int32_t seen);
  void emitCopy(const Step &step);
  void emitFill(const Slot &slot, TypedAttr value, int64_t count);
  void emitCheck(const Step &step);
  LogicalResult emitLoop(const Step &step);
  LogicalResult emitIteration(const Step &step, Value iteration);
  int64_t offsetOf(const Slot &slot) const { return plan.buffers[slot.buffer].offset + slot.shift; }

  const EntryPlan &plan;
  SymbolTable &symbols;
  int64_t arenaSize, constantsSize;
  ImplicitLocOpBuilder b;
  Value arena, call, worker, workers, constants;
  llvm::DenseMap<Operation *, Loop> loops;
};

} // namespace

Value Emitter::start(const Slot &slot) {
  const Buffer &buffer = plan.buffers[slot.buffer];
  Value offset = constant(buffer.offset + slot.shift);
  for (const Slot::Term &term : slot.terms) {
    const Loop &loop = loops[term.loop];
    Value factor = loop.step;
    if (term.kind != Slot::Term::Kind::Row)
      factor = loop.parity;
    if (term.kind == Slot::Term::Kind::Next)
      factor = arith::SubIOp::create(b, constant(1), factor);
    Value more = arith::MulIOp::create(b, factor, constant(term.stride));
    offset = arith::AddIOp::create(b, offset, more);
  }
  return offset;
}

Value Emitter::base(const Slot &slot) {
  switch (plan.buffers[slot.buffer].home) {
  case Buffer::Home::Arena:
  case Buffer::Home::Storage:
    return arena;
  case Buffer::Home::Call:
    return call;
  case Buffer::Home::Constants:
    return memref::GetGlobalOp::create(b, bytesType(b.getContext(), constantsSize), kConstantsName);
  }
  llvm_unreachable("all homes are named");
}

Value Emitter::view(const Slot &slot, MemRefType type, int64_t length) {
  SmallVector<Value> sizes;
  if (!type.hasStaticShape())
    sizes.push_back(constant(length));
  return memref::ViewOp::create(b, type, base(slot), start(slot), sizes);
}

/// Where this worker's part of `count` elements begins, a multiple of the arena's alignment, and its length.
static std::pair<Value, Value> share(ImplicitLocOpBuilder &b, Value count, Value worker, Value workers) {
  auto constant = [&](int64_t value) -> Value { return arith::ConstantIndexOp::create(b, value); };
  Value grain = constant(abi::kArenaAlign);
  Value pieces = arith::DivUIOp::create(b, arith::AddIOp::create(b, count, constant(abi::kArenaAlign - 1)), grain);
  Value most = arith::SubIOp::create(b, arith::AddIOp::create(b, pieces, workers), constant(1));
  Value each = arith::MulIOp::create(b, arith::DivUIOp::create(b, most, workers), grain);
  Value begin = arith::MinUIOp::create(b, arith::MulIOp::create(b, worker, each), count);
  Value left = arith::SubIOp::create(b, count, begin);
  return {begin, arith::MinUIOp::create(b, left, each)};
}

func::FuncOp Emitter::movement(const Twine &name, ArrayRef<Type> memrefs, llvm::function_ref<void(Block &, Value, Value)> body) {
  if (auto known = symbols.lookup<func::FuncOp>(name.str()))
    return known;
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToEnd(cast<ModuleOp>(symbols.getOp()).getBody());
  SmallVector<Type> types(memrefs);
  types.append(3, b.getIndexType());
  auto function = func::FuncOp::create(b, name.str(), b.getFunctionType(types, {}));
  function.setPrivate();
  symbols.insert(function);
  Block *block = function.addEntryBlock();
  b.setInsertionPointToStart(block);
  auto arguments = block->getArguments().take_back(3);
  auto [begin, length] = share(b, arguments[0], arguments[1], arguments[2]);
  body(*block, begin, length);
  b.setInsertionPointToEnd(block);
  func::ReturnOp::create(b);
  return function;
}

/// Whether a kernel has infinities of its own: masks, and where a maximum begins.
static bool holdsInfinity(func::FuncOp kernel) {
  auto isInfinity = [](Attribute value) {
    if (auto elements = dyn_cast<DenseElementsAttr>(value))
      return isa<FloatType>(elements.getElementType()) &&
             llvm::any_of(elements.getValues<APFloat>(), [](const APFloat &x) { return x.isInfinity(); });
    auto number = dyn_cast<FloatAttr>(value);
    return number && number.getValue().isInfinity();
  };
  return kernel.walk([&](arith::ConstantOp constant) {
    return isInfinity(constant.getValue()) ? WalkResult::interrupt() : WalkResult::advance();
  }).wasInterrupted();
}

static std::optional<abi::DType> floatOf(Type element) {
  if (element.isF32())
    return abi::DType::F32;
  if (element.isF64())
    return abi::DType::F64;
  if (element.isBF16())
    return abi::DType::BF16;
  return element.isF16() ? std::optional(abi::DType::F16) : std::nullopt;
}

Value Emitter::lookAt(ArrayRef<Slot> slots, TypeRange types, int32_t seen) {
  Value kinds = arith::ConstantOp::create(b, b.getI32IntegerAttr(seen));
  auto bytes = bytesType(b.getContext(), ShapedType::kDynamic);
  for (auto [slot, type] : llvm::zip_equal(slots, types)) {
    auto tensor = cast<RankedTensorType>(type);
    auto dtype = floatOf(tensor.getElementType());
    if (!dtype)
      continue;
    Value code = arith::ConstantOp::create(b, b.getI32IntegerAttr(int32_t(*dtype)));
    Value values = view(slot, bytes, tensorBytes(tensor)), count = constant(tensor.getNumElements());
    kinds = func::CallOp::create(b, kNonFinite, TypeRange{b.getI32Type()}, ValueRange{kinds, values, count, code, worker}).getResult(0);
  }
  return kinds;
}

LogicalResult Emitter::emitLaunch(const Step &step) {
  auto launch = cast<LaunchOp>(step.op);
  auto kernel = symbols.lookup<func::FuncOp>(launch.getKernelAttr().getAttr());
  if (!kernel)
    return launch.emitError("there is no kernel `") << launch.getKernel() << "`";
  ArrayRef<Type> types = kernel.getArgumentTypes();
  // A flat kernel (loops/Flat.h) is told its length.
  bool isFlat = types.size() == step.slots.size() + 3;
  if (types.size() != step.slots.size() + 2 + isFlat)
    return launch.emitError("the kernel takes ")
           << types.size() << " arguments, not one for each operand and result, worker and workers";
  SmallVector<Value> arguments;
  SmallVector<Type> values(launch.getOperandTypes());
  values.append(launch.getResultTypes().begin(), launch.getResultTypes().end());
  int64_t length = cast<RankedTensorType>(values.back()).getNumElements();
  for (auto [slot, type, value] : llvm::zip(step.slots, types, values)) {
    auto memref = dyn_cast<MemRefType>(type);
    auto tensor = cast<RankedTensorType>(value);
    bool fits = memref && memref.getElementType() == inMemory(tensor.getElementType()) &&
                (memref.hasStaticShape() ? memref.getShape() == tensor.getShape() &&
                                               memref.getLayout().isIdentity()
                                         : isFlat && tensor.getNumElements() == length);
    if (!fits)
      return launch.emitError("the kernel takes ") << type << " for a value of type " << value;
    arguments.push_back(view(slot, memref, length));
  }
  if (isFlat)
    arguments.push_back(constant(length));
  arguments.append({worker, workers});
  if (step.fault < 0) {
    func::CallOp::create(b, kernel, arguments);
    return success();
  }
  // One worker looks at all, while the others wait: they may write over what was read.
  ArrayRef<Slot> all(step.slots);
  Value before = lookAt(all.take_front(step.written), launch.getOperandTypes(), holdsInfinity(kernel) ? KILN_INFINITY : 0);
  emitBarrier();
  func::CallOp::create(b, kernel, arguments);
  emitBarrier();
  Value after = lookAt(all.drop_front(step.written), launch.getResultTypes(), 0);
  Value site = arith::ConstantOp::create(b, b.getI32IntegerAttr(step.fault));
  func::CallOp::create(b, kTrap, TypeRange(), ValueRange{call, site, before, after});
  emitBarrier();
  return success();
}

void Emitter::emitCopy(const Step &step) {
  const Slot &from = step.slots[0], &to = step.slots[1];
  auto type = bytesType(b.getContext(), ShapedType::kDynamic);
  func::FuncOp copy = movement("kiln_copy", {type, type}, [&](Block &block, Value begin, Value length) {
    Value source = memref::ViewOp::create(b, type, block.getArgument(0), begin, length);
    Value target = memref::ViewOp::create(b, type, block.getArgument(1), begin, length);
    memref::CopyOp::create(b, source, target);
  });
  Value source = view(from, type, from.size), target = view(to, type, from.size);
  func::CallOp::create(b, copy, {source, target, constant(from.size), worker, workers});
}

void Emitter::emitFill(const Slot &slot, TypedAttr value, int64_t count) {
  auto type = MemRefType::get({ShapedType::kDynamic}, value.getType());
  auto number = dyn_cast<FloatAttr>(value);
  llvm::APInt bits = number ? number.getValue().bitcastToAPInt() : cast<IntegerAttr>(value).getValue();
  std::string name = llvm::formatv("kiln_fill_{0}_{1}", value.getType(), llvm::toString(bits, 16, /*Signed=*/false));
  func::FuncOp fill = movement(name, {type}, [&](Block &block, Value begin, Value length) {
    Value scalar = arith::ConstantOp::create(b, value);
    auto loop = scf::ForOp::create(b, begin, arith::AddIOp::create(b, begin, length), constant(1));
    b.setInsertionPointToStart(loop.getBody());
    memref::StoreOp::create(b, scalar, block.getArgument(0), loop.getInductionVar());
  });
  func::CallOp::create(b, fill, {view(slot, type, count), constant(count), worker, workers});
}

void Emitter::emitCheck(const Step &step) {
  Value first = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, worker, constant(0));
  auto isFirst = scf::IfOp::create(b, first, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(isFirst.thenBlock());
  bool isFlag = step.element.isInteger(1); // a byte in memory
  Type element = isFlag ? Type(b.getI8Type()) : step.element;
  Value scalar = memref::LoadOp::create(b, view(step.slots[0], MemRefType::get({}, element)));
  Value bad;
  if (isFlag) {
    Value zero = arith::ConstantOp::create(b, b.getI8IntegerAttr(0));
    bad = arith::CmpIOp::create(b, arith::CmpIPredicate::ne, scalar, zero);
  } else {
    // x - x is NaN for infinities and NaN, and zero for all others.
    Value nothing = arith::SubFOp::create(b, scalar, scalar);
    bad = arith::CmpFOp::create(b, arith::CmpFPredicate::UNO, nothing, nothing);
  }
  auto isBad = scf::IfOp::create(b, bad, /*withElseRegion=*/false);
  b.setInsertionPointToStart(isBad.thenBlock());
  Value site = arith::ConstantOp::create(b, b.getI32IntegerAttr(step.fault));
  func::CallOp::create(b, kFault, TypeRange(), ValueRange{call, site});
}

LogicalResult Emitter::emitIteration(const Step &step, Value iteration) {
  auto scan = cast<ScanOp>(step.op);
  Loop now;
  now.step = iteration;
  if (scan.getReverse())
    now.step = arith::SubIOp::create(b, constant(scan.getCount() - 1), iteration);
  now.parity = arith::AndIOp::create(b, iteration, constant(1));
  loops[scan] = now;
  return emit(step.body);
}

LogicalResult Emitter::emitLoop(const Step &step) {
  auto scan = cast<ScanOp>(step.op);
  OpBuilder::InsertionGuard guard(b);
  if (!scan->hasAttr(KilnDialect::kUntilAttr)) {
    auto loop = scf::ForOp::create(b, constant(0), constant(scan.getCount()), constant(1));
    b.setInsertionPointToStart(loop.getBody());
    return emitIteration(step, loop.getInductionVar());
  }
  // Steps behind the end change nothing. One of them may be made, so that the carries end in the same
  // of their two slots as without an end.
  Type index = b.getIndexType(), flag = b.getI1Type();
  Value no = arith::ConstantOp::create(b, b.getBoolAttr(false));
  auto loop = scf::WhileOp::create(b, TypeRange{index, flag}, ValueRange{constant(0), no});
  SmallVector<Location> places(2, b.getLoc());
  Block *test = b.createBlock(&loop.getBefore(), {}, {index, flag}, places);
  Value count = constant(scan.getCount()), done = test->getArgument(0);
  Value more = arith::CmpIOp::create(b, arith::CmpIPredicate::ult, done, count);
  Value left = arith::AndIOp::create(b, arith::SubIOp::create(b, count, done), constant(1));
  Value odd = arith::CmpIOp::create(b, arith::CmpIPredicate::ne, left, constant(0));
  Value yes = arith::ConstantOp::create(b, b.getBoolAttr(true));
  Value runs = arith::XOrIOp::create(b, test->getArgument(1), yes);
  Value goes = arith::AndIOp::create(b, more, arith::OrIOp::create(b, runs, odd));
  scf::ConditionOp::create(b, goes, test->getArguments());
  Block *body = b.createBlock(&loop.getAfter(), {}, {index, flag}, places);
  if (failed(emitIteration(step, body->getArgument(0))))
    return failure();
  Value next = arith::AddIOp::create(b, body->getArgument(0), constant(1));
  scf::YieldOp::create(b, ValueRange{next, loops[scan].over});
  return success();
}

LogicalResult Emitter::emit(ArrayRef<Step> steps) {
  for (const Step &step : steps) {
    b.setLoc(step.op->getLoc());
    if (step.barrier)
      emitBarrier();
    switch (step.kind) {
    case Step::Kind::Launch:
      if (failed(emitLaunch(step)))
        return failure();
      break;
    case Step::Kind::Copy:
      emitCopy(step);
      break;
    case Step::Kind::Fill: {
      auto value = cast<DenseElementsAttr>(cast<ConstantOp>(step.op).getValue());
      auto splat = value.getSplatValue<TypedAttr>();
      if (auto integer = dyn_cast<IntegerAttr>(splat))
        splat = IntegerAttr::get(inMemory(value.getElementType()), integer.getValue());
      emitFill(step.slots[0], splat, value.getNumElements());
      break;
    }
    case Step::Kind::Clear:
      emitFill(step.slots[0], b.getI8IntegerAttr(0), step.slots[0].size);
      break;
    case Step::Kind::Check:
      emitCheck(step);
      break;
    case Step::Kind::Loop:
      if (failed(emitLoop(step)))
        return failure();
      break;
    case Step::Kind::Leave: {
      Type byte = b.getI8Type();
      Value flag = memref::LoadOp::create(b, view(step.slots[0], MemRefType::get({}, byte)));
      Value zero = arith::ConstantOp::create(b, b.getI8IntegerAttr(0));
      loops[step.op].over = arith::CmpIOp::create(b, arith::CmpIPredicate::ne, flag, zero);
      break;
    }
    }
  }
  return success();
}

func::FuncOp Emitter::beginFunction(const Twine &name) {
  MLIRContext *context = b.getContext();
  Type index = b.getIndexType();
  auto type = b.getFunctionType(
      {bytesType(context, arenaSize), bytesType(context, sizeof(KilnCall)), index, index}, {});
  auto function = func::FuncOp::create(b, name.str(), type);
  Block *block = function.addEntryBlock();
  arena = block->getArgument(0);
  call = block->getArgument(1);
  worker = block->getArgument(2);
  workers = block->getArgument(3);
  b.setInsertionPointToStart(block);
  return function;
}

LogicalResult Emitter::run() {
  EntryOp entry = plan.entry;
  b.setInsertionPoint(entry);
  std::string name = (plan::kEntryPrefix + entry.getSymName()).str();
  func::FuncOp function = beginFunction(name);
  auto offsets = [&](ArrayRef<Slot> slots) {
    return llvm::map_to_vector(slots, [&](const Slot &slot) { return slot ? offsetOf(slot) : 0; });
  };
  describeEntry(entry, function, offsets(plan.arguments), offsets(plan.results), plan.faults);

  if (failed(emit(plan.steps)))
    return failure();
  b.setLoc(entry.getBody().front().getTerminator()->getLoc());
  func::ReturnOp::create(b);
  return success();
}

LogicalResult kiln::emitEntry(const EntryPlan &plan, SymbolTable &symbols, int64_t arenaSize, int64_t constantsSize) {
  return Emitter(plan, symbols, arenaSize, constantsSize).run();
}
