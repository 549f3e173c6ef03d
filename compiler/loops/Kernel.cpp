// SPDX-License-Identifier: Apache-2.0
//===- Kernel.cpp ---------------------------------------------------------===//
#include "compiler/loops/Kernel.h"

#include "compiler/graph/FormGroups.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// A tile is the least piece of work that a worker takes: elements of it at most, and work, in ops on one element, from which
/// on it is cheap to take. Fewer elements where fewer than eight tiles would be left, down to a cache line of a result.
static constexpr int64_t kTileElements = 4096, kTileWork = 8 * kTileElements, kFewTiles = 8, kLineElements = 16;

/// `indices` follow the memrefs.
static func::FuncOp declareKernel(OpBuilder &builder, GroupOp group, StringRef name,
                                  llvm::function_ref<ArrayRef<int64_t>(RankedTensorType)> shapeOf,
                                  unsigned indices) {
  SmallVector<Type> arguments;
  auto addMemref = [&](Value value) {
    auto type = tensorOf(value);
    arguments.push_back(MemRefType::get(shapeOf(type), storageElement(type.getElementType())));
  };
  llvm::for_each(group.getBody().getArguments(), addMemref);
  llvm::for_each(group.getResults(), addMemref);
  arguments.append(indices, builder.getIndexType());
  auto kernel = func::FuncOp::create(builder, group.getLoc(), name,
                                     builder.getFunctionType(arguments, {}));
  kernel.setPrivate();
  return kernel;
}

func::FuncOp kiln::loops::createKernel(OpBuilder &builder, GroupOp group, StringRef name) {
  return declareKernel(
      builder, group, name, [](RankedTensorType type) { return type.getShape(); }, 2);
}

namespace {

class Emitter {
public:
  Emitter(GroupOp group, func::FuncOp kernel, const Target &target)
      : group(group), kernel(kernel), builder(kernel.getContext()),
        at(builder, group.getLoc(), target), target(target) {}

  void run();
  void runFlat();

private:
  /// One result and the flat memref that it fills.
  struct Output {
    Value value, flat;
    ArrayRef<int64_t> shape() const { return tensorOf(value).getShape(); }
  };

  /// Exponentials that a sum over the row has made are kept for the passes behind it.
  void keepExponentials(ArrayRef<Output> outputs, unsigned rowAxes);
  /// The outputs, with all arguments bound to their memrefs.
  SmallVector<Output> begin();
  Value worker() { return kernel.getArgument(kernel.getNumArguments() - 2); }
  Value workers() { return kernel.getArgument(kernel.getNumArguments() - 1); }

  /// Results of one space: `rows` leading axes are shared out and walked one by one, the rest in vectors.
  void emitSpace(ArrayRef<Output> outputs, ArrayRef<int64_t> shape, unsigned rows);
  void emitRow(ArrayRef<Output> outputs, ArrayRef<int64_t> shape, unsigned rows,
               const Coordinates &row);
  void emitSpan(ArrayRef<Output> outputs, ArrayRef<int64_t> columns, const Coordinates &row,
                Value from, Value to, int64_t length);
  void storeAll(ArrayRef<Output> outputs, const Coordinates &position);

  unsigned rowsOf(ArrayRef<Output> outputs, ArrayRef<int64_t> shape);
  int64_t lanesFor(int64_t columns);
  int64_t tileFor(int64_t elements);
  /// Elements [from, to) of a row, `length` at most; `mask` gives the lanes that exist of a vector by its first.
  void emitVectors(ArrayRef<Output> outputs, ArrayRef<int64_t> columns, const Coordinates &row,
                   Value from, Value to, int64_t length, llvm::function_ref<Value(Value)> mask);
  /// Runs `body` for each tile of `tiles` that is this worker's.
  void forTiles(Value tiles, llvm::function_ref<void(Value)> body);

  GroupOp group;
  func::FuncOp kernel;
  OpBuilder builder;
  Evaluator at;
  const Target &target;
};

} // namespace

SmallVector<Emitter::Output> Emitter::begin() {
  Block *entry = kernel.addEntryBlock();
  builder.setInsertionPointToStart(entry);
  Block &body = group.getBody().front();
  unsigned operands = body.getNumArguments();
  for (auto [value, memref] : llvm::zip(body.getArguments(), entry->getArguments()))
    at.bind(value, at.flatten(memref));
  SmallVector<Output> outputs;
  for (auto [i, value] : llvm::enumerate(body.getTerminator()->getOperands()))
    outputs.push_back({value, at.flatten(entry->getArgument(operands + i))});
  return outputs;
}

void Emitter::run() {
  // Results of one shape share their loops; those of "rows" all do.
  SmallVector<Output> outputs = begin();
  auto rowAxes = group->getAttrOfType<IntegerAttr>("row_axes");
  if (group.getKind() == "rows" && rowAxes) {
    ArrayRef<int64_t> full = outputs.front().shape();
    for (const Output &output : outputs)
      if (output.shape().size() > full.size())
        full = output.shape();
    at.walkAgain();
    keepExponentials(outputs, rowAxes.getInt());
    emitSpace(outputs, full, rowAxes.getInt());
  } else {
    while (!outputs.empty()) {
      SmallVector<int64_t> shape(outputs.front().shape());
      SmallVector<Output> same, others;
      for (const Output &output : outputs)
        (output.shape() == ArrayRef(shape) ? same : others).push_back(output);
      emitSpace(same, shape, rowsOf(same, shape));
      outputs = others;
    }
  }
  func::ReturnOp::create(builder, group.getLoc());
}

/// Elements of a row that is kept at most: it stays in the first-level cache.
static constexpr int64_t kMostKept = 8192;

/// Whether elements of `value` are asked for at the same position by `root`, and not by way of a reduction.
static bool asksFor(Value root, Value value) {
  if (root == value)
    return true;
  Operation *op = root.getDefiningOp();
  return op && op->hasTrait<OpTrait::Elementwise>() && llvm::any_of(op->getOperands(), [&](Value operand) { return asksFor(operand, value); });
}
void Emitter::keepExponentials(ArrayRef<Output> outputs, unsigned rowAxes) {
  Block &body = group.getBody().front();
  for (auto exp : body.getOps<ExpOp>()) {
    auto type = tensorOf(exp.getResult());
    if (type.getRank() <= int64_t(rowAxes) || !type.getElementType().isF32())
      continue;
    int64_t columns = productOf(type.getShape().drop_front(rowAxes));
    ReduceOp first;
    unsigned passes = llvm::any_of(outputs, [&](const Output &output) { return asksFor(output.value, exp); });
    for (auto reduce : body.getOps<ReduceOp>())
      if (asksFor(reduce.getOperand(), exp)) {
        first = first ? first : reduce;
        ++passes;
      }
    if (!first || passes < 2 || columns > kMostKept)
      continue;
    Value flat = memref::AllocaOp::create(builder, at.loc, MemRefType::get({columns}, builder.getF32Type()), builder.getI64IntegerAttr(64));
    at.keepRow(exp, first, flat, rowAxes);
  }
}

unsigned Emitter::rowsOf(ArrayRef<Output> outputs, ArrayRef<int64_t> shape) {
  if (shape.empty())
    return 0;
  // A reduction along the last axis has its lanes there, not in the result.
  for (const Output &output : outputs)
    for (auto reduce : group.getBody().front().getOps<ReduceOp>())
      if (int64_t rank = tensorOf(reduce.getOperand()).getRank();
          llvm::is_contained(reduce.getAxes(), rank - 1) &&
          tensorOf(reduce.getOperand()).getDimSize(rank - 1) >= 8 &&
          reduce.getType() == output.value.getType())
        return shape.size();
  unsigned collapsed = shape.size();
  for (const Output &output : outputs)
    collapsed = std::min(collapsed, at.collapsible(output.value, shape, [](auto axes) {
      return Coordinates(axes);
    }));
  return shape.size() - collapsed;
}

/// Instructions for one element, about.
static unsigned weightOf(Operation &op) {
  return isa<ReadOp, ConstantOp, IotaOp>(op)                                   ? 0
         : isa<ExpOp, LogOp, TanhOp, ErfOp, SigmoidOp, PowOp, RandomOp>(op) ? 8
                                                                               : 1;
}

/// Elements that an op takes in or gives, whichever are more.
static int64_t elementsOf(Operation &op) {
  auto reduce = dyn_cast<ReduceOp>(op);
  return tensorOf(reduce ? reduce->getOperand(0) : op.getResult(0)).getNumElements();
}

int64_t Emitter::lanesFor(int64_t columns) {
  unsigned bits = 8;
  // What is done once for a row, a column or the whole group counts little.
  double weight = 0;
  int64_t space = 1;
  for (Operation &op : group.getBody().front().without_terminator())
    space = std::max(space, elementsOf(op));
  for (Operation &op : group.getBody().front())
    for (Value value : op.getResults()) {
      unsigned own = tensorOf(value).getElementTypeBitWidth();
      if (own > 8 || bits == 8)
        bits = std::max(bits, std::min(own, 64u));
      weight += weightOf(op) * double(elementsOf(op)) / double(space);
    }
  bits = std::max(bits, 32u);
  // Several vectors at once hide latency, as long as all fit into the registers.
  int64_t lanes = target.lanes(bits);
  lanes *= weight < 32 ? 4 : 2;
  // Draws come in fours of sixteen.
  if (!group.getBody().front().getOps<RandomOp>().empty())
    lanes = 64;
  return std::min<int64_t>(lanes, llvm::PowerOf2Ceil(columns));
}

/// Elements of a tile of a space of so many elements (0: of any number), a power of two.
int64_t Emitter::tileFor(int64_t elements) {
  double work = 0;
  bool reduces = false;
  for (Operation &op : group.getBody().front().without_terminator()) {
    reduces |= isa<ReduceOp>(op);
    work += double(weightOf(op)) * double(elementsOf(op));
  }
  double size = elements ? double(elements) : double(tensorOf(group.getResult(0)).getNumElements());
  double cheap = double(kTileWork) * size / std::max(work, size);
  int64_t tile = std::max(int64_t(cheap), elements / kFewTiles);
  // Sums over columns take four neighbouring lines of each row where three workers still find a tile.
  if (group.getKind() == kColumnsGroup)
    tile = std::max(tile, std::min(4 * kLineElements, elements / 3));
  return llvm::bit_floor(uint64_t(std::clamp<int64_t>(tile, reduces ? kLineElements : 4 * kLineElements, kTileElements)));
}

void Emitter::runFlat() {
  SmallVector<Output> outputs = begin();
  Arithmetic m = at.arithmetic();
  Value length = kernel.getArgument(kernel.getNumArguments() - 3);
  int64_t tileElements = tileFor(0);
  Value tileSize = at.constantIndex(tileElements), lanes = at.constantIndex(lanesFor(tileElements));
  Value tiles = arith::DivUIOp::create(
      builder, at.loc, m.add(length, at.constantIndex(tileElements - 1)), tileSize);
  forTiles(tiles, [&](Value tile) {
    Value from = m.mul(tile, tileSize);
    Value to = arith::MinUIOp::create(builder, at.loc, m.add(from, tileSize), length);
    Value border = m.sub(to, arith::RemUIOp::create(builder, at.loc, to, lanes));
    ArrayRef<int64_t> any = outputs.front().shape();
    emitVectors(outputs, any, {}, from, border, tileElements, [](Value) { return Value(); });
    emitVectors(outputs, any, {}, border, to, tileElements, [&](Value first) -> Value {
      auto type = VectorType::get({lanesFor(tileElements)}, builder.getI1Type());
      return vector::CreateMaskOp::create(builder, at.loc, type, ValueRange{m.sub(to, first)});
    });
  });
  func::ReturnOp::create(builder, group.getLoc());
}

void Emitter::forTiles(Value tiles, llvm::function_ref<void(Value)> body) {
  at.loop(worker(), tiles, workers(), {}, [&](Value tile, ValueRange) {
    body(tile);
    return SmallVector<Value>();
  });
}

void Emitter::emitSpace(ArrayRef<Output> outputs, ArrayRef<int64_t> shape, unsigned rowAxes) {
  ArrayRef<int64_t> rowSizes = shape.take_front(rowAxes), columnSizes = shape.drop_front(rowAxes);
  int64_t rows = productOf(rowSizes), columns = productOf(columnSizes);
  if (rows * columns == 0)
    return;
  int64_t tileElements = tileFor(rows * columns);
  bool isSpan = group.getKind() != "rows" && columns > tileElements;
  Arithmetic m = at.arithmetic();
  if (isSpan) {
    // Long rows are cut: a tile is a span of one row.
    int64_t spans = llvm::divideCeil(columns, tileElements);
    forTiles(at.constantIndex(rows * spans), [&](Value tile) {
      AffineExpr t = at.variable(tile, {0, rows * spans - 1});
      Value from = at.index(at.simplify(t % spans * tileElements));
      Value to = arith::MinUIOp::create(builder, at.loc, m.add(from, at.constantIndex(tileElements)),
                                        at.constantIndex(columns));
      Coordinates row = delinearize(t.floorDiv(spans), rowSizes);
      emitSpan(outputs, columnSizes, row, from, to, tileElements);
    });
    return;
  }
  int64_t rowsOfTile = std::max<int64_t>(1, tileElements / columns);
  int64_t tiles = llvm::divideCeil(rows, rowsOfTile);
  forTiles(at.constantIndex(tiles), [&](Value tile) {
    auto oneRow = [&](AffineExpr number) {
      emitRow(outputs, shape, rowAxes, delinearize(number, rowSizes));
    };
    if (rows == 1)
      return oneRow(at.number(0));
    Value from = at.constantIndex(0), to = at.constantIndex(rows);
    if (tiles > 1) {
      from = m.mul(tile, at.constantIndex(rowsOfTile));
      to = arith::MinUIOp::create(builder, at.loc, m.add(from, at.constantIndex(rowsOfTile)), to);
    }
    at.loop(from, to, at.constantIndex(1), {}, [&](Value number, ValueRange) {
      oneRow(at.variable(number, {0, rows - 1}));
      return SmallVector<Value>();
    });
  });
}

void Emitter::emitRow(ArrayRef<Output> outputs, ArrayRef<int64_t> shape, unsigned rowAxes,
                      const Coordinates &row) {
  ArrayRef<int64_t> columns = shape.drop_front(rowAxes);
  SmallVector<Output> full;
  for (const Output &output : outputs) {
    if (output.shape().size() == shape.size())
      full.push_back(output);
    else
      storeAll(output, row);
  }
  if (full.empty())
    return;
  if (columns.empty())
    return storeAll(full, row);
  unsigned collapsed = columns.size();
  for (const Output &output : full)
    collapsed = std::min(collapsed, at.collapsible(output.value, columns, [&](auto axes) {
      Coordinates position = row;
      llvm::append_range(position, axes);
      return position;
    }));
  int64_t lanes = lanesFor(productOf(columns.take_back(collapsed)));
  at.vectorNest(columns, collapsed, lanes, {}, [&](const Coordinates &column, ValueRange) {
    Coordinates position = row;
    llvm::append_range(position, column);
    storeAll(full, position);
    return SmallVector<Value>();
  });
}

void Emitter::emitVectors(ArrayRef<Output> outputs, ArrayRef<int64_t> columns, const Coordinates &row,
                          Value from, Value to, int64_t length,
                          llvm::function_ref<Value(Value)> mask) {
  int64_t count = productOf(columns), lanes = lanesFor(length);
  at.loop(from, to, at.constantIndex(lanes), {}, [&](Value first, ValueRange) {
    AffineExpr along = at.laneVariable(first, {0, count - 1}, lanes, mask(first));
    Coordinates position = row;
    llvm::append_range(position, delinearize(along, columns));
    storeAll(outputs, position);
    return SmallVector<Value>();
  });
}

void Emitter::emitSpan(ArrayRef<Output> outputs, ArrayRef<int64_t> columns, const Coordinates &row,
                       Value from, Value to, int64_t length) {
  int64_t count = productOf(columns), lanes = lanesFor(length), whole = count - count % lanes;
  auto all = [](Value) { return Value(); };
  if (whole == count)
    return emitVectors(outputs, columns, row, from, to, length, all);
  // Only the last span has a rest.
  Value border = at.constantIndex(whole), rest = at.laneMaskOf(count - whole, lanes);
  emitVectors(outputs, columns, row, from, arith::MinUIOp::create(builder, at.loc, to, border), length, all);
  emitVectors(outputs, columns, row, arith::MaxUIOp::create(builder, at.loc, from, border), to, length,
              [&](Value) { return rest; });
}

void Emitter::storeAll(ArrayRef<Output> outputs, const Coordinates &position) {
  // All reads come before the first write: a result may take over the storage of an operand.
  SmallVector<Value> elements;
  for (const Output &output : outputs)
    elements.push_back(at.evaluate(output.value, position));
  for (auto [output, element] : llvm::zip_equal(outputs, elements))
    at.store(element, output.flat, linearize(position, output.shape(), builder.getContext()));
}

void kiln::loops::emitKernel(GroupOp group, func::FuncOp kernel, const Target &target) {
  if (!emitLines(group, kernel, target) && !emitScatter(group, kernel, target))
    Emitter(group, kernel, target).run();
}

func::FuncOp kiln::loops::createFlatKernel(OpBuilder &builder, GroupOp group, StringRef name,
                                           const Target &target) {
  constexpr int64_t any = ShapedType::kDynamic;
  func::FuncOp kernel = declareKernel(
      builder, group, name,
      [&](RankedTensorType type) { return ArrayRef(&any, type.getRank()); }, 3);
  Emitter(group, kernel, target).runFlat();
  return kernel;
}
