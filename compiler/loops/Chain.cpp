// SPDX-License-Identifier: Apache-2.0
//===- Chain.cpp ----------------------------------------------------------===//
// A link at one batch position is the same group on tensors whose first axis has one element. That group becomes a kernel
// like any other, and the chain hands it the bytes of the position.
//===----------------------------------------------------------------------===//
#include "compiler/loops/Chain.h"

#include "compiler/graph/BatchAxis.h"
#include "compiler/loops/Evaluator.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

static RankedTensorType onePosition(RankedTensorType type) {
  SmallVector<int64_t> shape(type.getShape());
  shape.front() = 1;
  return RankedTensorType::get(shape, type.getElementType());
}
static int64_t bytesOf(Type tensor) {
  auto type = cast<RankedTensorType>(tensor);
  return type.getNumElements() * llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}
static MemRefType inMemory(RankedTensorType type) {
  return MemRefType::get(type.getShape(), storageElement(type.getElementType()));
}

namespace {

class Emitter {
public:
  Emitter(GroupOp chain, func::FuncOp kernel, LinkOf linkOf)
      : chain(chain), body(chain.getBody().front()), kernel(kernel), linkOf(linkOf),
        b(chain.getLoc(), kernel.getContext()) {}

  void run();

private:
  Value index(int64_t value) { return arith::ConstantIndexOp::create(b, value); }
  /// The bytes of a kernel's argument.
  Value bytes(Value memref);
  void findPlaces();
  void callLink(GroupOp link, Value position);
  Value prepared(func::FuncOp prepare, Value operand, bool atEach);
  GroupOp atOnePosition(GroupOp link, const BatchAxis &axis, OpBuilder &builder);

  GroupOp chain;
  Block &body;
  func::FuncOp kernel;
  LinkOf linkOf;
  ImplicitLocOpBuilder b;
  /// Where a value lies: a kernel's argument, or an offset in what the links hand on.
  struct Place {
    Value whole, bytes;
    int64_t offset = 0;
  };
  llvm::DenseMap<Value, Place> places;
  Value scratch;
};

} // namespace

Value Emitter::bytes(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  int64_t count = type.getNumElements();
  auto flat = MemRefType::get({count}, type.getElementType());
  Value walked = memref::ReinterpretCastOp::create(b, flat, memref, /*offset=*/0,
                                                   ArrayRef<int64_t>{count}, ArrayRef<int64_t>{1});
  auto raw = MemRefType::get({count * int64_t(llvm::divideCeil(type.getElementTypeBitWidth(), 8))},
                             b.getI8Type());
  return UnrealizedConversionCastOp::create(b, raw, walked).getResult(0);
}

void Emitter::findPlaces() {
  Block &entry = kernel.getBody().front();
  unsigned operands = body.getNumArguments();
  for (auto [value, memref] : llvm::zip(body.getArguments(), entry.getArguments()))
    places[value] = {memref, bytes(memref)};
  for (auto [i, value] : llvm::enumerate(body.getTerminator()->getOperands()))
    places[value] = {Value(), bytes(entry.getArgument(operands + i))};

  // First fit: a place is free again behind the last link that reads it.
  struct Taken {
    int64_t offset, end;
    Operation *last;
  };
  SmallVector<Taken> taken;
  int64_t size = 0;
  for (Operation &op : body.without_terminator()) {
    llvm::erase_if(taken, [&](const Taken &t) { return t.last->isBeforeInBlock(&op); });
    if (auto reshape = dyn_cast<ReshapeOp>(op)) {
      places.try_emplace(reshape, places.lookup(reshape.getOperand()));
      continue;
    }
    for (Value result : op.getResults()) {
      if (places.contains(result))
        continue;
      Operation *last = &op;
      SmallVector<Value> names{result};
      while (!names.empty())
        for (Operation *user : names.pop_back_val().getUsers()) {
          if (isa<ReshapeOp>(user))
            names.push_back(user->getResult(0));
          if (last->isBeforeInBlock(user))
            last = user;
        }
      int64_t length = llvm::alignTo(bytesOf(onePosition(tensorOf(result))), 64), offset = 0;
      llvm::sort(taken, [](const Taken &x, const Taken &y) { return x.offset < y.offset; });
      for (const Taken &t : taken)
        if (offset + length > t.offset)
          offset = std::max(offset, t.end);
      taken.push_back({offset, offset + length, last});
      places[result] = {Value(), Value(), offset};
      size = std::max(size, offset + length);
    }
  }
  if (size)
    scratch = memref::AllocaOp::create(b, MemRefType::get({size}, b.getI8Type()),
                                       b.getI64IntegerAttr(64));
}

/// The same group on tensors of one batch position.
GroupOp Emitter::atOnePosition(GroupOp link, const BatchAxis &axis, OpBuilder &builder) {
  auto copy = cast<GroupOp>(builder.clone(*link));
  Block &inner = copy.getBody().front();
  // What is asked for at the position alone shrinks; findBatchAxis has followed the same ways.
  llvm::DenseSet<Value> seen;
  SmallVector<Value> worklist;
  auto shrink = [&](Value value) {
    if (seen.insert(value).second)
      worklist.push_back(value);
  };
  for (Value value : inner.getTerminator()->getOperands())
    shrink(value);
  for (auto [argument, isBatched] : llvm::zip_equal(inner.getArguments(), axis.isBatched))
    if (isBatched)
      shrink(argument);
  while (!worklist.empty()) {
    Value value = worklist.pop_back_val();
    auto whole = tensorOf(value);
    value.setType(onePosition(whole));
    Operation *op = value.getDefiningOp();
    if (!op)
      continue;
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      auto elements = cast<DenseElementsAttr>(constant.getValue());
      constant.setValueAttr(elements.resizeSplat(tensorOf(value)));
    } else if (auto read = dyn_cast<ReadOp>(op)) {
      if (read.getMap().isFunctionOfDim(0))
        shrink(read.getOperand());
    } else if (auto contract = dyn_cast<ContractOp>(op)) {
      int64_t batch = contract.getResultLabels().front();
      if (contract.getLhsLabels().front() == batch)
        shrink(contract.getLhs());
      if (contract.getRhsLabels().front() == batch)
        shrink(contract.getRhs());
    } else {
      llvm::for_each(op->getOperands(), shrink);
    }
  }
  for (auto [result, value] :
       llvm::zip_equal(copy.getResults(), inner.getTerminator()->getOperands()))
    result.setType(cast<RankedTensorType>(value.getType()));
  return copy;
}

void Emitter::callLink(GroupOp link, Value position) {
  BatchAxis axis = *findBatchAxis(link);
  b.setLoc(link.getLoc());
  SmallVector<Value> arguments;
  auto view = [&](Value value) {
    const Place &place = places.find(value)->second;
    auto type = onePosition(tensorOf(value));
    Value start = place.bytes ? Value(arith::MulIOp::create(b, position, index(bytesOf(type))))
                              : index(place.offset);
    arguments.push_back(memref::ViewOp::create(b, inMemory(type),
                                               place.bytes ? place.bytes : scratch, start,
                                               ValueRange()));
  };
  for (auto [operand, isBatched] : llvm::zip_equal(link.getOperands(), axis.isBatched)) {
    if (isBatched)
      view(operand);
    else
      arguments.push_back(places.find(operand)->second.whole);
  }
  llvm::for_each(link.getResults(), view);

  OpBuilder outside(chain);
  GroupOp one = atOnePosition(link, axis, outside);
  auto [called, preparation] = linkOf(one);
  one.erase();
  if (func::FuncOp prepare = preparation.function)
    arguments.push_back(prepared(prepare, arguments[preparation.operand], axis.isBatched[preparation.operand]));
  arguments.append({index(0), index(1)});
  func::CallOp::create(b, called, arguments);
}

/// What `prepare` fills: before the loop over positions, where it is the same at all of them.
Value Emitter::prepared(func::FuncOp prepare, Value operand, bool atEach) {
  auto call = [&](Value kept) { func::CallOp::create(b, prepare, ValueRange{operand, kept}); };
  Value kept;
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPoint(b.getInsertionBlock()->getParentOp());
    kept = memref::AllocaOp::create(b, cast<MemRefType>(prepare.getArgumentTypes().back()), b.getI64IntegerAttr(64));
    if (!atEach)
      call(kept);
  }
  if (atEach)
    call(kept);
  return kept;
}

void Emitter::run() {
  Block *entry = kernel.addEntryBlock();
  b.setInsertionPointToStart(entry);
  findPlaces();
  Value worker = entry->getArgument(entry->getNumArguments() - 2), workers = entry->getArguments().back();
  int64_t positions = tensorOf(chain.getResult(0)).getDimSize(0);
  auto loop = scf::ForOp::create(b, worker, index(positions), workers);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    for (auto link : body.getOps<GroupOp>())
      callLink(link, loop.getInductionVar());
  }
  func::ReturnOp::create(b);
}

void kiln::loops::emitChain(GroupOp chain, func::FuncOp kernel, LinkOf linkOf) {
  Emitter(chain, kernel, linkOf).run();
}
