// SPDX-License-Identifier: Apache-2.0
//===- AssignSlots.cpp - which bytes hold which value ---------------------===//
// One walk over an entry in program order. A value that leaves its block (to a storage, as the next
// carry of a loop, as a stacked row) is computed where it must end up wherever that is safe; what
// cannot be is copied, and a remark says why.
//===----------------------------------------------------------------------===//
#include "compiler/memory/DescribeEntry.h"
#include "compiler/memory/EntryPlan.h"
#include "compiler/memory/PlanAttributes.h"
#include "mlir/IR/Builders.h"
#include "runtime/abi/Package.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace kiln;

// A constant up to this size is read from the executable, a larger splat is filled in.
static constexpr int64_t kPooledSplatBytes = 256;

int64_t kiln::elementBytes(Type element) {
  return llvm::divideCeil(element.getIntOrFloatBitWidth(), 8);
}
int64_t kiln::tensorBytes(Type tensor) {
  auto type = cast<RankedTensorType>(tensor);
  return type.getNumElements() * elementBytes(type.getElementType());
}
static int64_t aligned(int64_t bytes) { return llvm::alignTo(bytes, abi::kArenaAlign); }

int64_t ConstantPool::add(DenseElementsAttr value) {
  auto [found, isNew] = offsets.try_emplace(value, 0);
  if (!isNew)
    return found->second;
  bytes.resize(aligned(bytes.size()));
  found->second = bytes.size();
  if (value.getElementType().isInteger(1)) {
    for (bool element : value.getValues<bool>())
      bytes.push_back(element);
  } else {
    ArrayRef<char> raw = value.getRawData();
    for (int64_t i = 0, n = value.isSplat() ? value.getNumElements() : 1; i < n; ++i)
      bytes.insert(bytes.end(), raw.begin(), raw.end());
  }
  return found->second;
}
int64_t ConstantPool::addSteps(int64_t count, MLIRContext *context) {
  SmallVector<int32_t> numbers(count);
  for (int64_t i = 0; i < count; ++i)
    numbers[i] = i;
  auto type = RankedTensorType::get({count}, IntegerType::get(context, 32));
  return add(DenseElementsAttr::get(type, ArrayRef<int32_t>(numbers)));
}

static Value rootOf(Value value) {
  while (auto reshape = value.getDefiningOp<ReshapeOp>())
    value = reshape.getOperand();
  return value;
}

namespace {

class Assigner {
public:
  Assigner(EntryOp entry, const llvm::DenseMap<StringAttr, int64_t> &storageOffsets,
           ConstantPool &constants, int firstFault, bool trapNonFinite)
      : storageOffsets(storageOffsets), constants(constants), firstFault(firstFault), trapNonFinite(trapNonFinite) {
    plan.entry = entry;
  }
  FailureOr<EntryPlan> run();

private:
  Slot newBuffer(int64_t size, Buffer::Home home = Buffer::Home::Arena, int64_t offset = 0);
  void use(const Slot &slot, int position) { plan.buffers[slot.buffer].liveAt(position); }
  /// The slot of a new value: where it must end up, or a buffer of its own.
  Slot define(Value value, int position);
  Slot takeOver(LaunchOp launch, unsigned result, int position);

  void number(Block &block);
  bool mayStoreInto(Value value, Value old);
  void wishStorages(ReturnOp ret);
  LogicalResult visit(Block &block, std::vector<Step> &steps);
  LogicalResult visitScan(ScanOp scan, std::vector<Step> &steps);
  LogicalResult visitConstant(ConstantOp constant, std::vector<Step> &steps);
  void visitReturn(ReturnOp ret, std::vector<Step> &steps);
  void copy(std::vector<Step> &steps, Operation *op, int position, Slot to, Slot from);
  /// Its number. Of those that a call records the smallest is told, so they stand in program order.
  int addFault(DictionaryAttr site);

  const llvm::DenseMap<StringAttr, int64_t> &storageOffsets;
  ConstantPool &constants;
  int firstFault;
  bool trapNonFinite;
  EntryPlan plan;
  int now = 0;
  llvm::DenseMap<Operation *, std::pair<int, int>> span; // first and last position of an op
  llvm::DenseMap<Value, int> lastUse;                    // of a value and its reshapes
  llvm::DenseMap<Value, Slot> slots;
  llvm::DenseMap<Value, Slot> wishes; // where a value must end up
  llvm::DenseMap<Value, Operation *> firstSlots; // initial values computed in the carry of this scan
};

} // namespace

Slot Assigner::newBuffer(int64_t size, Buffer::Home home, int64_t offset) {
  Buffer buffer;
  buffer.home = home;
  buffer.size = size;
  buffer.offset = offset;
  plan.buffers.push_back(buffer);
  Slot slot;
  slot.buffer = plan.buffers.size() - 1;
  slot.size = size;
  return slot;
}

// Positions in program order; a scan spans those of its body.
void Assigner::number(Block &block) {
  // A constant is filled in just before it is used.
  for (ConstantOp constant : llvm::to_vector(block.getOps<ConstantOp>())) {
    Operation *first = nullptr;
    for (Operation *user : constant->getUsers())
      if (!first || user->isBeforeInBlock(first))
        first = user;
    if (first)
      constant->moveBefore(first);
  }
  for (Operation &op : block) {
    int begin = ++now;
    if (auto scan = dyn_cast<ScanOp>(op)) {
      number(scan.getBody().front());
      ++now;
    }
    span[&op] = {begin, now};
    if (!isa<ReshapeOp>(op))
      for (Value operand : op.getOperands()) {
        int &last = lastUse[rootOf(operand)];
        last = std::max(last, now);
      }
  }
}

Slot Assigner::define(Value value, int position) {
  Slot slot = wishes.lookup(value);
  if (!slot)
    slot = newBuffer(tensorBytes(value.getType()));
  if (Value &named = plan.buffers[slot.buffer].value; !named)
    named = value;
  use(slot, position);
  use(slot, std::max(position, lastUse.lookup(value)));
  slots[value] = slot;
  return slot;
}

// A result may take the bytes of the operand that it replaces element by element, if nobody wants
// that one any more.
Slot Assigner::takeOver(LaunchOp launch, unsigned result, int position) {
  int64_t number = launch.getInPlace()[result];
  Value value = launch.getResult(result);
  if (number < 0 || wishes.contains(value))
    return {};
  Value old = rootOf(launch.getOperands()[number]);
  Slot slot = slots.lookup(old);
  if (!slot || !slot.terms.empty() || slot.size != tensorBytes(value.getType()) ||
      slot.size != plan.buffers[slot.buffer].size ||
      plan.buffers[slot.buffer].home != Buffer::Home::Arena || lastUse.lookup(old) != position)
    return {};
  // A capture lives on in the next iteration.
  if (isa<BlockArgument>(old) && !isa<EntryOp>(old.getParentBlock()->getParentOp()))
    return {};
  if (llvm::count_if(launch.getOperands(), [&](Value v) { return rootOf(v) == old; }) != 1)
    return {};
  return slot;
}

/// Whether computing `value` straight into the bytes of `old` spoils no later read of `old`.
bool Assigner::mayStoreInto(Value value, Value old) {
  Operation *op = value.getDefiningOp();
  if (!old)
    return true;
  int last = lastUse.lookup(old);
  int begin = span.lookup(op).first;
  if (last < begin)
    return true;
  auto launch = dyn_cast<LaunchOp>(op);
  if (!launch || last != begin)
    return false;
  int64_t number = launch.getInPlace()[cast<OpResult>(value).getResultNumber()];
  return number >= 0 && rootOf(launch.getOperands()[number]) == old &&
         llvm::count_if(launch.getOperands(), [&](Value v) { return rootOf(v) == old; }) == 1;
}

static StringAttr storageOf(EntryOp entry, unsigned result) {
  auto name = entry.getResultAttrOfType<FlatSymbolRefAttr>(result, KilnDialect::kStorageAttr);
  return name ? name.getAttr() : StringAttr();
}

void Assigner::wishStorages(ReturnOp ret) {
  llvm::DenseMap<StringAttr, Value> old;
  for (BlockArgument argument : plan.entry.getBody().getArguments())
    if (auto name = plan.entry.getArgAttrOfType<FlatSymbolRefAttr>(argument.getArgNumber(),
                                                                   KilnDialect::kStorageAttr))
      old[name.getAttr()] = argument;
  for (auto [number, operand] : llvm::enumerate(ret.getOperands())) {
    StringAttr name = storageOf(plan.entry, number);
    Value value = rootOf(operand);
    if (!name || wishes.contains(value) || isa<BlockArgument>(value))
      continue;
    Value before = old.lookup(name);
    // What the end of a loop leaves lies in one of two slots of the loop.
    auto scan = value.getDefiningOp<ScanOp>();
    if (scan && cast<OpResult>(value).getResultNumber() < scan.getFinals().size())
      continue;
    Slot slot;
    if (!mayStoreInto(value, before)) {
      emitRemark(value.getLoc()) << "the new value of `" << name.getValue()
                                 << "` is copied, because the old one is still read when it is computed";
      continue;
    }
    if (before)
      slot = slots.lookup(before);
    else
      slot = newBuffer(tensorBytes(value.getType()), Buffer::Home::Storage,
                       storageOffsets.lookup(name));
    wishes[value] = slot;
  }
}

void Assigner::copy(std::vector<Step> &steps, Operation *op, int position, Slot to, Slot from) {
  use(to, position);
  use(from, position);
  Step step{Step::Kind::Copy, op, position, {from, to}, 1};
  steps.push_back(std::move(step));
}

int Assigner::addFault(DictionaryAttr site) {
  plan.faults.push_back(site);
  return firstFault + int(plan.faults.size()) - 1;
}

LogicalResult Assigner::visitConstant(ConstantOp constant, std::vector<Step> &steps) {
  auto value = dyn_cast<DenseElementsAttr>(constant.getValue());
  if (!value)
    return constant.emitError("a constant must list its elements or repeat one");
  int position = span.lookup(constant).first;
  if (constant.use_empty())
    return success();
  if (!wishes.contains(constant) && (!value.isSplat() || tensorBytes(constant.getType()) <= kPooledSplatBytes)) {
    slots[constant] = newBuffer(tensorBytes(constant.getType()), Buffer::Home::Constants,
                                constants.add(value));
    return success();
  }
  Slot slot = define(constant, position);
  if (!value.isSplat()) {
    copy(steps, constant, position, slot,
         newBuffer(slot.size, Buffer::Home::Constants, constants.add(value)));
    return success();
  }
  steps.push_back({Step::Kind::Fill, constant, position, {slot}, 0});
  return success();
}

LogicalResult Assigner::visitScan(ScanOp scan, std::vector<Step> &steps) {
  auto [begin, end] = span.lookup(scan);
  Block &body = scan.getBody().front();
  using Term = Slot::Term;
  auto within = [&](Slot slot, Term::Kind kind, int64_t stride, int64_t size) {
    slot.terms.push_back({scan, kind, stride});
    slot.size = size;
    return slot;
  };
  auto whole = [&](const Slot &slot) { use(slot, begin), use(slot, end); };

  Step loop{Step::Kind::Loop, scan, begin};
  BlockArgument step = body.getArgument(0);
  Slot numbers = newBuffer(4 * scan.getCount(), Buffer::Home::Constants,
                           constants.addSteps(scan.getCount(), scan.getContext()));
  slots[step] = within(numbers, Term::Kind::Row, 4, 4);

  unsigned argument = 1;
  SmallVector<Slot> next; // where the body must leave the next carries and the rows
  for (auto [initial, final] : llvm::zip(scan.getCarries(), scan.getFinals())) {
    int64_t size = tensorBytes(initial.getType()), stride = aligned(size);
    // The two slots of the carry; the first one may hold the initial value already.
    Slot from = slots.lookup(rootOf(initial));
    Slot pair = from;
    if (firstSlots.lookup(rootOf(initial)) != scan.getOperation()) {
      pair = newBuffer(2 * stride);
      pair.size = size;
      plan.buffers[pair.buffer].value = initial;
      copy(steps, scan, begin, pair, from);
    }
    whole(pair);
    slots[body.getArgument(argument++)] = within(pair, Term::Kind::Carry, stride, size);
    next.push_back(within(pair, Term::Kind::Next, stride, size));
    Slot last = pair;
    last.shift = scan.getCount() % 2 ? stride : 0;
    slots[final] = last;
    use(last, std::max(end, lastUse.lookup(final)));
  }
  for (Value sequence : scan.getSequences()) {
    Slot slot = slots.lookup(rootOf(sequence));
    whole(slot);
    int64_t stride = tensorBytes(sequence.getType()) / std::max<int64_t>(scan.getCount(), 1);
    slots[body.getArgument(argument++)] = within(slot, Term::Kind::Row, stride, stride);
  }
  for (Value capture : scan.getCaptures()) {
    Slot slot = slots.lookup(rootOf(capture));
    whole(slot);
    slots[body.getArgument(argument++)] = slot;
  }
  for (Value rows : scan.getRows()) {
    Slot slot = define(rows, begin);
    whole(slot);
    int64_t stride = tensorBytes(rows.getType()) / std::max<int64_t>(scan.getCount(), 1);
    next.push_back(within(slot, Term::Kind::Row, stride, stride));
  }

  // A loop that ends early leaves the rows behind its end as they are: zeros.
  bool ends = scan->hasAttr(KilnDialect::kUntilAttr);
  if (ends)
    for (Value rows : scan.getRows())
      steps.push_back({Step::Kind::Clear, scan, begin, {slots.lookup(rows)}, 0});

  auto yield = cast<YieldOp>(body.getTerminator());
  SmallVector<bool> inPlace;
  for (auto [operand, slot] : llvm::zip(yield.getOperands(), next)) {
    Value value = rootOf(operand);
    auto inner = value.getDefiningOp<ScanOp>();
    bool isFinal = inner && cast<OpResult>(value).getResultNumber() < inner.getFinals().size();
    inPlace.push_back(!isa<BlockArgument>(value) && !isFinal &&
                      wishes.try_emplace(value, slot).second);
  }
  if (failed(visit(body, loop.body)))
    return failure();
  int leave = span.lookup(yield).first;
  for (auto [operand, slot, done] : llvm::zip(yield.getOperands(), next, inPlace))
    if (!done)
      copy(loop.body, yield, leave, slot, slots.lookup(rootOf(operand)));
  if (ends)
    loop.body.push_back({Step::Kind::Leave, scan, leave, {next[scan.getCarries().size() - 1]}, 1});
  steps.push_back(std::move(loop));
  return success();
}

LogicalResult Assigner::visit(Block &block, std::vector<Step> &steps) {
  // The initial value of a carry that only its loop wants is computed in the carry's slot.
  for (auto scan : block.getOps<ScanOp>())
    for (Value initial : scan.getCarries()) {
      Value value = rootOf(initial);
      if (isa<BlockArgument>(value) || value.getDefiningOp<ScanOp>() ||
          lastUse.lookup(value) != span.lookup(scan).second ||
          llvm::count_if(scan->getOperands(), [&](Value v) { return rootOf(v) == value; }) != 1 ||
          wishes.contains(value))
        continue;
      Slot pair = newBuffer(2 * aligned(tensorBytes(value.getType())));
      pair.size = tensorBytes(value.getType());
      wishes[value] = pair;
      firstSlots[value] = scan;
    }

  for (Operation &op : block) {
    int position = span.lookup(&op).first;
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      if (failed(visitConstant(constant, steps)))
        return failure();
    } else if (auto launch = dyn_cast<LaunchOp>(op)) {
      Step step{Step::Kind::Launch, launch, position};
      for (Value operand : launch.getOperands()) {
        Slot slot = slots.lookup(rootOf(operand));
        use(slot, position);
        step.slots.push_back(slot);
      }
      step.written = step.slots.size();
      for (auto [number, result] : llvm::enumerate(launch.getResults())) {
        if (Slot slot = takeOver(launch, number, position))
          wishes[result] = slot;
        step.slots.push_back(define(result, position));
      }
      if (trapNonFinite)
        step.fault = addFault(trapSite(launch));
      steps.push_back(std::move(step));
    } else if (auto scan = dyn_cast<ScanOp>(op)) {
      if (failed(visitScan(scan, steps)))
        return failure();
    } else if (!isa<ReshapeOp, ReturnOp, YieldOp>(op)) {
      return op.emitError("the memory stage plans launches, scans, constants and reshapes only");
    }
  }
  return success();
}

void Assigner::visitReturn(ReturnOp ret, std::vector<Step> &steps) {
  // First all that is copied from the old values of storages, then what is copied over them.
  int early = span.lookup(ret).first, late = early + 1;
  std::vector<Step> second;
  plan.results.resize(ret.getNumOperands());
  for (auto [number, operand] : llvm::enumerate(ret.getOperands())) {
    Value value = rootOf(operand);
    Slot from = slots.lookup(value);
    StringAttr name = storageOf(plan.entry, number);
    if (!name) {
      // The runtime reads an output after the call, from the arena, and never from a storage.
      if (plan.buffers[from.buffer].home != Buffer::Home::Arena) {
        Slot to = newBuffer(from.size);
        plan.buffers[to.buffer].value = operand;
        copy(steps, ret, early, to, from);
        from = to;
      }
      use(from, late);
      plan.results[number] = from;
      continue;
    }
    const Buffer &source = plan.buffers[from.buffer];
    int64_t offset = storageOffsets.lookup(name);
    if (source.home == Buffer::Home::Storage && source.offset == offset) {
      plan.results[number] = from;
      continue;
    }
    if (source.home == Buffer::Home::Storage && isa<BlockArgument>(value)) {
      Slot through = newBuffer(from.size);
      plan.buffers[through.buffer].value = operand;
      copy(steps, ret, early, through, from);
      from = through;
    }
    Slot to = newBuffer(from.size, Buffer::Home::Storage, offset);
    copy(second, ret, late, to, from);
    plan.results[number] = to;
  }
  std::move(second.begin(), second.end(), std::back_inserter(steps));

  auto check = [&](unsigned number, Type element, StringRef kind, const llvm::Twine &message) {
    auto place = plan.entry.getResultAttrOfType<LocationAttr>(number, plan::kPlace);
    Step step{Step::Kind::Check, ret, late, {plan.results[number]}, 1};
    step.fault = addFault(faultSite(kind, message, place ? place : LocationAttr(ret.getOperand(number).getLoc())));
    step.element = element;
    steps.push_back(std::move(step));
  };
  for (auto [number, operand] : llvm::enumerate(ret.getOperands()))
    if (Attribute fault = plan.entry.getResultAttr(number, KilnDialect::kFaultAttr)) {
      auto message = dyn_cast<StringAttr>(fault); // of an expectation
      check(number, IntegerType::get(ret.getContext(), 1), message ? "assert" : "index",
            message ? message.getValue() : "a computed index left its axis");
    }

  // A training whose loss is not finite ends; see FaultKind::NonFinite.
  if (plan.entry.getMode() != Mode::train)
    return;
  for (auto [number, operand] : llvm::enumerate(ret.getOperands())) {
    auto type = cast<RankedTensorType>(operand.getType());
    auto name = plan.entry.getResultAttrOfType<StringAttr>(number, KilnDialect::kOutputAttr);
    auto combine = plan.entry.getResultAttrOfType<StringAttr>(number, KilnDialect::kCombineAttr);
    if (!name || type.getRank() != 0 || !isa<FloatType>(type.getElementType()) ||
        (combine && combine == "print"))
      continue;
    check(number, type.getElementType(), "non_finite", "`" + name.getValue() + "` is not finite");
  }
}

FailureOr<EntryPlan> Assigner::run() {
  Block &block = plan.entry.getBody().front();
  number(block);
  for (BlockArgument argument : block.getArguments()) {
    unsigned index = argument.getArgNumber();
    int64_t size = tensorBytes(argument.getType());
    Slot slot;
    if (auto name = plan.entry.getArgAttrOfType<FlatSymbolRefAttr>(index, KilnDialect::kStorageAttr)) {
      slot = newBuffer(size, Buffer::Home::Storage, storageOffsets.lookup(name.getAttr()));
    } else if (auto what = plan.entry.getArgAttrOfType<StringAttr>(index, KilnDialect::kBuiltinAttr)) {
      // Little-endian: the low half of `rows` is its value as i32.
      int64_t offset = what == "seed"    ? offsetof(KilnCall, seed)
                       : what == "count" ? offsetof(KilnCall, count)
                                         : offsetof(KilnCall, rows);
      slot = newBuffer(size, Buffer::Home::Call, offset);
    } else {
      slot = newBuffer(size);
      use(slot, 0);
      use(slot, lastUse.lookup(argument));
    }
    plan.buffers[slot.buffer].value = argument;
    slots[argument] = slot;
    plan.arguments.push_back(slot);
  }
  auto ret = cast<ReturnOp>(block.getTerminator());
  wishStorages(ret);
  if (failed(visit(block, plan.steps)))
    return failure();
  visitReturn(ret, plan.steps);
  return std::move(plan);
}

FailureOr<EntryPlan> kiln::assignSlots(EntryOp entry,
                                       const llvm::DenseMap<StringAttr, int64_t> &storageOffsets,
                                       ConstantPool &constants, int firstFault, bool trapNonFinite) {
  return Assigner(entry, storageOffsets, constants, firstFault, trapNonFinite).run();
}
