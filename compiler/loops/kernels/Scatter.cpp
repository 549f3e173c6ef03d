// SPDX-License-Identifier: Apache-2.0
//===- Scatter.cpp - kernels that write at positions that are values --------===//
// Each element of the result belongs to one tile and each tile to one worker: a piece of the batch, some of the rows that
// indices choose, some of the columns behind them. A tile goes through all updates in row-major order and takes those that
// are its own, so an element sees its updates in one order whatever the number of workers, and nothing is locked.
#include "compiler/loops/Kernel.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpIPredicate;

/// Columns of a tile, and how many tiles there should be to share out.
static constexpr int64_t kColumns = 512, kTiles = 16;

namespace {

class Scatter {
public:
  Scatter(GroupOp group, func::FuncOp kernel, const Target &target, Operation *op);
  void emit();

private:
  Value worker() { return kernel.getArgument(kernel.getNumArguments() - 2); }
  Value workers() { return kernel.getArgument(kernel.getNumArguments() - 1); }
  Value constant(int64_t value) { return arith::ConstantIndexOp::create(b, m.loc, value); }
  Value times(Value a, int64_t factor) { return m.mul(a, constant(factor)); }
  Value quotient(Value a, int64_t by) { return arith::DivUIOp::create(b, m.loc, a, constant(by)); }
  Value rest(Value a, int64_t by) { return arith::RemUIOp::create(b, m.loc, a, constant(by)); }
  /// Sum of the coordinates of `number` in `sizes` times `strides`.
  Value offset(Value number, ArrayRef<int64_t> sizes, ArrayRef<int64_t> strides);
  void count(Value from, Value to, int64_t step, llvm::function_ref<void(Value)> body);
  /// Runs `body(column, lanes)` over the columns of the tile, in vectors and then one by one.
  void columns(llvm::function_ref<void(Value, int64_t)> body);
  Value load(Value memref, Value at, int64_t lanes);
  void store(Value value, Value memref, Value at, int64_t lanes);
  Value joined(Reduction kind, Value old, Value update);
  /// The elements of the result before the first update.
  void begin(Value batchOffset);
  void update(Value batch, Value batchOffset, Value outerUpdates);

  func::FuncOp kernel;
  OpBuilder b;
  Arithmetic m;
  const Target &target;
  Operation *op;
  RankedTensorType whole, updates, index;
  SmallVector<int64_t> axes, chosenSizes, chosenStrides, outerSizes, outerStrides;
  int64_t batchSize = 1, batchStride = 1, picks = 1, outer = 1, inner = 1, rows = 1;
  SmallVector<Value> indices;
  Value from, base, baseArgument, into, intoArgument;
  Value firstRow, lastRow, firstColumn, lastColumn;
};

} // namespace

Scatter::Scatter(GroupOp group, func::FuncOp kernel, const Target &target, Operation *op)
    : kernel(kernel), b(kernel.getContext()), m(b, op->getLoc()), target(target), op(op) {
  Block *entry = kernel.addEntryBlock();
  b.setInsertionPointToStart(entry);
  Evaluator at(b, op->getLoc(), target);
  Block &body = group.getBody().front();
  auto argumentOf = [&](Value value) -> Value {
    auto argument = dyn_cast<BlockArgument>(value);
    return argument ? Value(entry->getArgument(argument.getArgNumber())) : Value();
  };
  for (BlockArgument argument : body.getArguments())
    at.bind(argument, at.flatten(argumentOf(argument)));
  // A splat, and a scalar computed here, have no memory of their own: their element stands for it.
  auto memoryOf = [&](Value value) -> Value {
    if (Value argument = argumentOf(value))
      return at.flatten(argument);
    Value element = at.evaluate(value, Coordinates(tensorOf(value).getRank(), at.number(0)));
    if (Arithmetic::elementOf(element).isInteger(1))
      element = m.convert(element, b.getI8Type(), Sign::isUnsigned, Sign::isUnsigned);
    return element;
  };
  auto update = dyn_cast<UpdateOp>(op);
  auto scatter = dyn_cast<ScatterOp>(op);
  Value source = update ? update.getUpdates() : scatter.getUpdates();
  OperandRange positions = update ? update.getIndices() : scatter.getIndices();
  axes.assign(update ? update.getAxes() : scatter.getAxes());
  int64_t batch = update ? update.getBatch() : scatter.getBatch();
  whole = tensorOf(op->getResult(0));
  updates = tensorOf(source);
  index = tensorOf(positions.front());
  from = memoryOf(source);
  for (Value one : positions)
    indices.push_back(memoryOf(one));
  intoArgument = entry->getArgument(body.getNumArguments());
  into = at.flatten(intoArgument);
  if (update) {
    baseArgument = argumentOf(update.getOperand());
    base = memoryOf(update.getOperand());
  }

  batchSize = productOf(whole.getShape().take_front(batch));
  batchStride = productOf(whole.getShape().drop_front(batch));
  picks = productOf(index.getShape().drop_front(batch));
  for (int64_t axis = batch; axis < whole.getRank(); ++axis) {
    int64_t size = whole.getDimSize(axis), stride = productOf(whole.getShape().drop_front(axis + 1));
    if (llvm::is_contained(axes, axis)) {
      chosenSizes.push_back(size);
      chosenStrides.push_back(stride);
    } else if (axis < axes.back()) {
      outerSizes.push_back(size);
      outerStrides.push_back(stride);
    } else {
      inner *= size;
    }
  }
  outer = productOf(outerSizes);
  rows = productOf(chosenSizes);
}

Value Scatter::offset(Value number, ArrayRef<int64_t> sizes, ArrayRef<int64_t> strides) {
  Value sum;
  for (size_t i = sizes.size(); i-- > 0;) {
    Value term = times(i ? rest(number, sizes[i]) : number, strides[i]);
    sum = sum ? m.add(sum, term) : term;
    if (i)
      number = quotient(number, sizes[i]);
  }
  return sum ? sum : constant(0);
}

void Scatter::count(Value first, Value end, int64_t step, llvm::function_ref<void(Value)> body) {
  auto loop = scf::ForOp::create(b, m.loc, first, end, constant(step));
  OpBuilder::InsertionGuard back(b);
  b.setInsertionPointToStart(loop.getBody());
  body(loop.getInductionVar());
}

void Scatter::columns(llvm::function_ref<void(Value, int64_t)> body) {
  int64_t lanes = target.lanes(std::max(8u, whole.getElementTypeBitWidth()));
  if (inner == 1)
    return body(constant(0), 1);
  if (inner < lanes)
    return count(firstColumn, lastColumn, 1, [&](Value column) { body(column, 1); });
  Value width = m.sub(lastColumn, firstColumn);
  Value vectors = m.add(firstColumn, m.sub(width, rest(width, lanes)));
  count(firstColumn, vectors, lanes, [&](Value column) { body(column, lanes); });
  count(vectors, lastColumn, 1, [&](Value column) { body(column, 1); });
}

Value Scatter::load(Value memref, Value at, int64_t lanes) {
  auto type = dyn_cast<MemRefType>(memref.getType());
  if (!type)
    return m.splat(memref, lanes);
  if (lanes == 1)
    return memref::LoadOp::create(b, m.loc, memref, at);
  return vector::LoadOp::create(b, m.loc, VectorType::get({lanes}, type.getElementType()), memref, at);
}
void Scatter::store(Value value, Value memref, Value at, int64_t lanes) {
  if (lanes == 1)
    memref::StoreOp::create(b, m.loc, value, memref, at);
  else
    vector::StoreOp::create(b, m.loc, m.splat(value, lanes), memref, at);
}

Value Scatter::joined(Reduction kind, Value old, Value update) {
  Sign sign = signOf(whole.getElementType());
  Value result = combine(kind, m.widen(old), m.widen(update), sign, m);
  return m.convert(result, Arithmetic::elementOf(old), sign, sign);
}

void Scatter::begin(Value batchOffset) {
  auto fill = [&] {
    count(firstRow, lastRow, 1, [&](Value row) {
      Value start = m.add(batchOffset, offset(row, chosenSizes, chosenStrides));
      columns([&](Value column, int64_t lanes) {
        Value at = m.add(start, column), value;
        if (base) {
          value = load(base, at, lanes);
        } else {
          Type element = cast<MemRefType>(into.getType()).getElementType();
          value = identityOf(cast<ScatterOp>(op).getKind(), element, signOf(whole.getElementType()), m);
        }
        store(value, into, at, lanes);
      });
    });
  };
  if (!baseArgument)
    return fill();
  // Where the result took over the operand's bytes, they are there already.
  auto address = [&](Value memref) -> Value {
    return memref::ExtractAlignedPointerAsIndexOp::create(b, m.loc, memref);
  };
  Value moved = m.compare(CmpIPredicate::ne, address(baseArgument), address(intoArgument));
  auto copy = scf::IfOp::create(b, m.loc, moved, false);
  OpBuilder::InsertionGuard back(b);
  b.setInsertionPointToStart(copy.thenBlock());
  fill();
}

void Scatter::update(Value batch, Value batchOffset, Value outerNumber) {
  count(constant(0), constant(picks), 1, [&](Value pick) {
    Value place = m.add(times(batch, picks), pick), isMine, row, start = batchOffset;
    for (auto [memref, size, stride] : llvm::zip_equal(indices, chosenSizes, chosenStrides)) {
      Value raw = load(memref, place, 1);
      Value at = arith::IndexCastOp::create(b, m.loc, b.getIndexType(), raw);
      isMine = m.both(isMine, m.compare(CmpIPredicate::ult, at, constant(size)));
      row = row ? m.add(times(row, size), at) : at;
      start = m.add(start, times(at, stride));
    }
    isMine = m.both(isMine, m.compare(CmpIPredicate::uge, row, firstRow));
    isMine = m.both(isMine, m.compare(CmpIPredicate::ult, row, lastRow));
    auto mine = scf::IfOp::create(b, m.loc, isMine, false);
    OpBuilder::InsertionGuard back(b);
    b.setInsertionPointToStart(mine.thenBlock());
    Value source = times(m.add(times(place, outer), outerNumber), inner);
    columns([&](Value column, int64_t lanes) {
      Value value = load(from, m.add(source, column), lanes), at = m.add(start, column);
      if (auto scatter = dyn_cast<ScatterOp>(op))
        value = joined(scatter.getKind(), load(into, at, lanes), value);
      store(value, into, at, lanes);
    });
  });
}

void Scatter::emit() {
  if (whole.getNumElements() > 0) {
    int64_t columnTiles = llvm::divideCeil(inner, kColumns);
    int64_t rowTiles = std::min<int64_t>(rows, llvm::divideCeil(kTiles, batchSize * outer * columnTiles));
    int64_t tileColumns = llvm::divideCeil(inner, columnTiles), tileRows = llvm::divideCeil(rows, rowTiles);
    rowTiles = llvm::divideCeil(rows, tileRows);
    int64_t tiles = batchSize * outer * columnTiles * rowTiles;
    auto shared = scf::ForOp::create(b, m.loc, worker(), constant(tiles), workers());
    OpBuilder::InsertionGuard back(b);
    b.setInsertionPointToStart(shared.getBody());
    Value tile = shared.getInductionVar();
    auto digit = [&](int64_t size) {
      Value value = rest(tile, size);
      tile = quotient(tile, size);
      return value;
    };
    auto border = [&](Value first, int64_t step, int64_t end) -> Value {
      return arith::MinUIOp::create(b, m.loc, m.add(first, constant(step)), constant(end));
    };
    firstColumn = times(digit(columnTiles), tileColumns);
    lastColumn = border(firstColumn, tileColumns, inner);
    firstRow = times(digit(rowTiles), tileRows);
    lastRow = border(firstRow, tileRows, rows);
    Value outerNumber = digit(outer), batch = tile;
    Value start = m.add(times(batch, batchStride), offset(outerNumber, outerSizes, outerStrides));
    begin(start);
    update(batch, start, outerNumber);
  }
  func::ReturnOp::create(b, m.loc);
}

bool kiln::loops::emitScatter(GroupOp group, func::FuncOp kernel, const Target &target) {
  for (Operation &op : group.getBody().front())
    if (isa<ScatterOp, UpdateOp>(op)) {
      Scatter(group, kernel, target, &op).emit();
      return true;
    }
  return false;
}
