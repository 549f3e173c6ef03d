// SPDX-License-Identifier: Apache-2.0
//===- Lines.cpp - kernels of ops that walk along one axis ------------------===//
// A line is all elements along the axis. Lines are independent of each other, so workers share them; one line is
// walked in order by one worker. Recurrences and running extremes walk as many lines at once as a vector has lanes:
// neighbours where the axis is not the last, lines apart where it is. Sorting takes line by line.
#include "compiler/loops/Kernel.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpFPredicate;
using arith::CmpIPredicate;

namespace {

class Lines {
public:
  Lines(GroupOp group, func::FuncOp kernel, const Target &target)
      : kernel(kernel), builder(kernel.getContext()), at(builder, group.getLoc(), target),
        target(target) {
    Block *entry = kernel.addEntryBlock();
    builder.setInsertionPointToStart(entry);
    Block &body = group.getBody().front();
    for (auto [value, memref] : llvm::zip(body.getArguments(), entry->getArguments())) {
      flat[value] = at.flatten(memref);
      at.bind(value, flat[value]);
    }
    result = at.flatten(entry->getArgument(body.getNumArguments()));
  }

  void emit(Operation *op, int64_t axis, bool reverse);
  void sort(ArgSortOp op);
  void finish() { func::ReturnOp::create(builder, at.loc); }

private:
  Value worker() { return kernel.getArgument(kernel.getNumArguments() - 2); }
  Value workers() { return kernel.getArgument(kernel.getNumArguments() - 1); }
  /// What is carried from element to element: its start and its next value at a position.
  Value start(Operation *op);
  Value next(Operation *op, ArrayRef<AffineExpr> position, Value carried);

  func::FuncOp kernel;
  OpBuilder builder;
  Evaluator at;
  const Target &target;
  llvm::DenseMap<Value, Value> flat;
  Value result;
};

} // namespace

Value Lines::start(Operation *op) {
  Type element = tensorOf(op->getResult(0)).getElementType();
  auto cumulate = dyn_cast<CumulateOp>(op);
  return identityOf(cumulate ? cumulate.getKind() : Reduction::sum, wideOf(storageElement(element)),
                    signOf(element), at.arithmetic());
}

Value Lines::next(Operation *op, ArrayRef<AffineExpr> position, Value carried) {
  Sign sign = signOf(tensorOf(op->getResult(0)).getElementType());
  SmallVector<Value> in;
  for (Value operand : op->getOperands())
    in.push_back(at.arithmetic().convert(at.evaluate(operand, position),
                                         Arithmetic::elementOf(carried), sign, sign));
  Arithmetic m = at.arithmetic();
  if (auto cumulate = dyn_cast<CumulateOp>(op))
    return combine(cumulate.getKind(), carried, in[0], sign, m);
  return m.add(m.mul(in[0], carried), in[1]);
}

void Lines::emit(Operation *op, int64_t axis, bool reverse) {
  auto type = tensorOf(op->getResult(0));
  ArrayRef<int64_t> shape = type.getShape(), outer = shape.take_front(axis),
                    inner = shape.drop_front(axis + 1);
  int64_t steps = shape[axis];
  if (type.getNumElements() == 0)
    return;
  // Lanes run along the axes behind, or over the lines where nothing is behind.
  bool isLast = productOf(inner) == 1;
  int64_t blocks = isLast ? 1 : productOf(outer), width = isLast ? productOf(outer) : productOf(inner);
  unsigned bits = std::max(32u, type.getElementTypeBitWidth());
  int64_t lanes = std::min<int64_t>(target.lanes(bits), llvm::PowerOf2Ceil(width));
  int64_t chunks = llvm::divideCeil(width, lanes);

  auto walk = [&](AffineExpr block, Value first, Value mask) {
    AffineExpr along = at.laneVariable(first, {0, width - 1}, lanes, mask);
    Value init = at.arithmetic().splat(start(op), lanes);
    at.loop(0, steps, 1, init, [&](Value step, ValueRange carried) {
      AffineExpr t = at.variable(step, {0, steps - 1});
      Coordinates position = delinearize(isLast ? along : block, outer);
      position.push_back(reverse ? steps - 1 - t : t);
      if (isLast)
        position.append(inner.size(), at.number(0));
      else
        llvm::append_range(position, delinearize(along, inner));
      Value value = next(op, position, carried[0]);
      Type element = storageElement(type.getElementType());
      Sign sign = signOf(type.getElementType());
      at.store(at.arithmetic().convert(value, element, sign, sign), result,
               linearize(position, shape, builder.getContext()));
      return SmallVector<Value>{value};
    });
  };
  at.loop(worker(), at.constantIndex(blocks * chunks), workers(), {}, [&](Value tile, ValueRange) {
    AffineExpr t = at.variable(tile, {0, blocks * chunks - 1});
    AffineExpr block = at.simplify(t.floorDiv(chunks));
    Value first = at.index(at.simplify(t % chunks * lanes)), mask;
    if (width % lanes) {
      Arithmetic m = at.arithmetic();
      Type i32 = builder.getI32Type();
      auto numbers = llvm::to_vector(llvm::seq<int32_t>(0, lanes));
      auto vector = VectorType::get({lanes}, i32);
      Value lane = arith::ConstantOp::create(builder, at.loc,
                                             DenseElementsAttr::get(vector, ArrayRef(numbers)));
      lane = m.add(lane, m.indexCast(first, i32));
      mask = m.compare(CmpIPredicate::slt, lane, m.integer(vector, width));
    }
    walk(block, first, mask);
    return SmallVector<Value>();
  });
}

//===----------------------------------------------------------------------===//
// Sorting
//===----------------------------------------------------------------------===//

namespace {

/// One line of positions being sorted: a heap whose root is the last of those kept, in the result itself.
class Heap {
public:
  Heap(OpBuilder &builder, Location loc, ArgSortOp op) : b(builder), m(builder, loc), op(op) {}

  Value keys, positions;           // flat memrefs; null keys: all elements are equal
  Value firstKey, firstPosition;   // where the line begins in each
  int64_t step = 1;                // between neighbours of the line, in both

  Value position(Value number) {
    return m.indexCast(memref::LoadOp::create(b, m.loc, positions, place(firstPosition, number)),
                       b.getIndexType());
  }
  void put(Value number, Value value) {
    memref::StoreOp::create(b, m.loc, m.indexCast(value, b.getI32Type()), positions,
                            place(firstPosition, number));
  }
  /// Whether position i comes before position j.
  Value before(Value i, Value j);
  /// Lets the element at `root` sink among the first `end`.
  void sink(Value root, Value end);

  Value constant(int64_t value) { return arith::ConstantIndexOp::create(b, m.loc, value); }
  Value less(Value x, Value y) { return m.compare(CmpIPredicate::slt, x, y); }
  /// for (i = from; i < to; ++i)
  void count(Value from, Value to, llvm::function_ref<void(Value)> body) {
    auto loop = scf::ForOp::create(b, m.loc, from, to, constant(1));
    OpBuilder::InsertionGuard back(b);
    b.setInsertionPointToStart(loop.getBody());
    body(loop.getInductionVar());
  }

  OpBuilder &b;
  Arithmetic m;

private:
  Value place(Value first, Value number) { return m.add(first, m.mul(number, constant(step))); }
  /// The element as an integer in the order of elements: NaN the greatest, -0 as 0.
  Value key(Value position);

  ArgSortOp op;
};

} // namespace

Value Heap::key(Value position) {
  Type i64 = b.getI64Type(), element = tensorOf(op.getOperand()).getElementType();
  if (!keys)
    return m.integer(i64, 0);
  Value x = memref::LoadOp::create(b, m.loc, keys, place(firstKey, position));
  if (!isa<FloatType>(element))
    return m.convert(x, i64, signOf(element), Sign::isSigned);
  if (element.getIntOrFloatBitWidth() < 32)
    x = m.convert(x, b.getF32Type(), Sign::isSigned, Sign::isSigned);
  unsigned width = x.getType().getIntOrFloatBitWidth();
  Type integer = b.getIntegerType(width);
  Value highest = m.integer(integer, APInt::getSignedMaxValue(width).getSExtValue());
  Value bits = m.bitcast(m.add(x, 0.0), integer);
  // Of a negative number all but the sign turns around.
  Value ordered = m.bitXor(bits, m.bitAnd(m.shiftRight(bits, width - 1, Sign::isSigned), highest));
  return m.convert(m.select(m.isNaN(x), highest, ordered), i64, Sign::isSigned, Sign::isSigned);
}

Value Heap::before(Value i, Value j) {
  Value a = key(i), c = key(j);
  Value first = op.getDescending() ? less(c, a) : less(a, c);
  return m.bitOr(first, m.bitAnd(m.compare(CmpIPredicate::eq, a, c), less(i, j)));
}

void Heap::sink(Value root, Value end) {
  Type index = b.getIndexType();
  Value sinking = position(root);
  auto descend = scf::WhileOp::create(b, m.loc, TypeRange{index}, ValueRange{root});
  OpBuilder::InsertionGuard back(b);
  Block *test = b.createBlock(&descend.getBefore(), {}, {index}, {m.loc});
  Value node = test->getArgument(0);
  Value child = m.add(m.mul(node, constant(2)), constant(1));
  auto goesOn = scf::IfOp::create(b, m.loc, TypeRange{b.getI1Type(), index}, less(child, end), true);
  {
    OpBuilder::InsertionGuard inside(b);
    b.setInsertionPointToStart(goesOn.thenBlock());
    Value sibling = m.add(child, constant(1));
    auto later = scf::IfOp::create(b, m.loc, TypeRange{index}, less(sibling, end), true);
    {
      OpBuilder::InsertionGuard two(b);
      b.setInsertionPointToStart(later.thenBlock());
      Value isFirst = before(position(child), position(sibling));
      scf::YieldOp::create(b, m.loc, m.select(isFirst, sibling, child));
      b.setInsertionPointToStart(later.elseBlock());
      scf::YieldOp::create(b, m.loc, child);
    }
    Value chosen = later.getResult(0), risen = position(chosen);
    Value sinks = before(sinking, risen);
    auto rise = scf::IfOp::create(b, m.loc, sinks, false);
    {
      OpBuilder::InsertionGuard up(b);
      b.setInsertionPointToStart(rise.thenBlock());
      put(node, risen);
    }
    scf::YieldOp::create(b, m.loc, ValueRange{sinks, m.select(sinks, chosen, node)});
    b.setInsertionPointToStart(goesOn.elseBlock());
    scf::YieldOp::create(b, m.loc, ValueRange{m.integer(b.getI1Type(), 0), node});
  }
  scf::ConditionOp::create(b, m.loc, goesOn.getResult(0), ValueRange{goesOn.getResult(1)});
  Block *next = b.createBlock(&descend.getAfter(), {}, {index}, {m.loc});
  scf::YieldOp::create(b, m.loc, next->getArgument(0));
  b.setInsertionPointAfter(descend);
  put(descend.getResult(0), sinking);
}

void Lines::sort(ArgSortOp op) {
  auto from = tensorOf(op.getOperand()), to = tensorOf(op.getResult());
  int64_t axis = op.getAxis(), all = from.getDimSize(axis), wanted = to.getDimSize(axis);
  if (to.getNumElements() == 0)
    return;
  Heap heap(builder, at.loc, op);
  heap.keys = flat.lookup(op.getOperand());
  heap.positions = result;
  heap.step = productOf(from.getShape().drop_front(axis + 1));
  int64_t lines = to.getNumElements() / wanted;
  auto shared = scf::ForOp::create(builder, at.loc, worker(), at.constantIndex(lines), workers());
  OpBuilder::InsertionGuard back(builder);
  builder.setInsertionPointToStart(shared.getBody());
  Arithmetic m = heap.m;
  Value step = heap.constant(heap.step), line = shared.getInductionVar();
  Value block = arith::DivUIOp::create(builder, at.loc, line, step);
  Value inside = arith::RemUIOp::create(builder, at.loc, line, step);
  auto begin = [&](int64_t size) {
    return m.add(m.mul(block, heap.constant(size * heap.step)), inside);
  };
  heap.firstKey = begin(all);
  heap.firstPosition = begin(wanted);

  Value zero = heap.constant(0), end = heap.constant(wanted);
  heap.count(zero, end, [&](Value i) { heap.put(i, i); });
  Value half = heap.constant(wanted / 2);
  heap.count(zero, half, [&](Value i) { heap.sink(m.sub(m.sub(half, heap.constant(1)), i), end); });
  if (wanted < all)
    heap.count(end, heap.constant(all), [&](Value i) {
      auto better = scf::IfOp::create(builder, at.loc, heap.before(i, heap.position(zero)), false);
      OpBuilder::InsertionGuard inner(builder);
      builder.setInsertionPointToStart(better.thenBlock());
      heap.put(zero, i);
      heap.sink(zero, end);
    });
  heap.count(zero, heap.constant(wanted - 1), [&](Value i) {
    Value last = m.sub(heap.constant(wanted - 1), i);
    Value root = heap.position(zero), moved = heap.position(last);
    heap.put(zero, moved);
    heap.put(last, root);
    heap.sink(zero, last);
  });
}

bool kiln::loops::emitLines(GroupOp group, func::FuncOp kernel, const Target &target) {
  for (Operation &op : group.getBody().front()) {
    if (!isa<RecurOp, CumulateOp, ArgSortOp>(op))
      continue;
    Lines lines(group, kernel, target);
    if (auto recur = dyn_cast<RecurOp>(op))
      lines.emit(&op, recur.getAxis(), recur.getReverse());
    else if (auto cumulate = dyn_cast<CumulateOp>(op))
      lines.emit(&op, cumulate.getAxis(), cumulate.getReverse());
    else
      lines.sort(cast<ArgSortOp>(op));
    lines.finish();
    return true;
  }
  return false;
}
