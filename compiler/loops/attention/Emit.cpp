// SPDX-License-Identifier: Apache-2.0
//===- Emit.cpp -----------------------------------------------------------===//
#include "compiler/loops/attention/Emitter.h"
#include "compiler/loops/Evaluator.h"
#include "compiler/loops/KernelAttributes.h"
#include "compiler/loops/attention/LowerAttention.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

AttentionEmitter::AttentionEmitter(const Attention &attention, GroupOp group, func::FuncOp kernel, unsigned vectorBits,
                                   ElementwiseEmitter elementwise)
    : a(attention), group(group), body(group.getBody().front()), kernel(kernel), elementwise(elementwise),
      b(group.getLoc(), kernel.getContext()), m(b, group.getLoc()), fullMap(a.fullMap(kernel.getContext())),
      rowMap(a.rowMap(kernel.getContext())), lanes(vectorBits / 32) {
  // As many sums as registers hold beside what is multiplied: 32 of 512 bits, else 16.
  bool isWide = vectorBits >= 512;
  blockKeys = isWide ? 8 : 4;
  mixVectors = isWide ? 4 : 2;
  mixSums = isWide ? 24 : 12;
  productsAtOnce = isWide ? 1 : 4; // as in contractions: few sums make a short loop
  vectorType = VectorType::get({lanes}, b.getF32Type());
  plan();
}

//===----------------------------------------------------------------------===//
// Loops and addresses
//===----------------------------------------------------------------------===//

void AttentionEmitter::loop(Value low, Value high, int64_t step, Body body) {
  SmallVector<Value> none;
  loopWith(none, low, high, step, body);
}
void AttentionEmitter::loopWith(SmallVector<Value> &values, Value low, Value high, int64_t step, Body body) {
  auto loop = scf::ForOp::create(b, low, high, index(step), values);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  values.assign(loop.getRegionIterArgs().begin(), loop.getRegionIterArgs().end());
  body(loop.getInductionVar());
  if (!values.empty()) {
    b.setInsertionPointToEnd(loop.getBody());
    scf::YieldOp::create(b, values);
  }
  values.assign(loop.getResults().begin(), loop.getResults().end());
}
Value AttentionEmitter::load(Value memref, Value at) {
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  return vector::LoadOp::create(b, VectorType::get({lanes}, element), memref, at);
}
Value AttentionEmitter::loadMasked(Value memref, Value at, int64_t count) {
  auto type = VectorType::get({lanes}, cast<MemRefType>(memref.getType()).getElementType());
  Value mask = vector::ConstantMaskOp::create(b, type.clone(b.getI1Type()), ArrayRef<int64_t>{count});
  return vector::MaskedLoadOp::create(b, type, memref, at, mask, arith::ConstantOp::create(b, type, b.getZeroAttr(type)).getResult());
}
void AttentionEmitter::store(Value vector, Value memref, Value at) { vector::StoreOp::create(b, vector, memref, at); }
void AttentionEmitter::storeMasked(Value vector, Value memref, Value at, int64_t count) {
  auto type = cast<VectorType>(vector.getType());
  Value mask = vector::ConstantMaskOp::create(b, type.clone(b.getI1Type()), ArrayRef<int64_t>{count});
  vector::MaskedStoreOp::create(b, memref, at, mask, vector);
}
Value AttentionEmitter::scalar(Value memref, Value at) { return memref::LoadOp::create(b, memref, at); }

Value AttentionEmitter::flat(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  int64_t size = type.getNumElements();
  auto flatType = MemRefType::get({size}, type.getElementType());
  memref = memref::ReinterpretCastOp::create(b, flatType, memref, /*offset=*/0, ArrayRef<int64_t>{size}, ArrayRef<int64_t>{1});
  if (!type.getElementType().isInteger(1))
    return memref;
  return UnrealizedConversionCastOp::create(b, MemRefType::get({size}, b.getI8Type()), memref).getResult(0); // a bool is a byte
}
Value AttentionEmitter::baseOf(const ScoreAccess &access) {
  Value base = index(0);
  for (auto [position, stride] : llvm::zip_equal(batchIndex, access.batch))
    base = plus(base, times(position, stride));
  return base;
}
/// Where the scores of the tile begin in a tensor of the space.
Value AttentionEmitter::fullBase() {
  Value number = index(0);
  for (auto [position, size] : llvm::zip_equal(batchIndex, a.batch))
    number = plus(times(number, size), position);
  return times(plus(times(number, a.queries), firstQuery), a.keys);
}

//===----------------------------------------------------------------------===//
// Tiles
//===----------------------------------------------------------------------===//

void AttentionEmitter::run() {
  Block *entry = kernel.addEntryBlock();
  b.setInsertionPointToStart(entry);
  for (BlockArgument argument : entry->getArguments().drop_back(2))
    memrefs.push_back(flat(argument));
  int64_t width = mostVectors * lanes;
  auto allocate = [&](int64_t elements) {
    return memref::AllocaOp::create(b, MemRefType::get({elements}, b.getF32Type()), b.getI64IntegerAttr(64)).getResult();
  };
  for (const ScoreProduct &product : a.products)
    panels.push_back(allocate(product.depth * width));
  for (unsigned i = 0; i < bufferCount; ++i)
    scratch.push_back(allocate(a.keys * width));
  sums = allocate(a.products.size() * blockKeys * width);
  rowScratch = allocate(width);

  int64_t whole = a.queries / width, rest = a.queries % width, tiles = whole + (rest != 0);
  int64_t restVectors = llvm::divideCeil(rest, lanes);
  Value worker = kernel.getArgument(kernel.getNumArguments() - 2), workers = kernel.getArguments().back();
  auto units = scf::ForOp::create(b, worker, index(a.batchCount() * (sumsOverQueries ? 1 : tiles)), workers);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(units.getBody());
    Value number = units.getInductionVar(), tileNumber;
    auto digit = [&](int64_t size) -> Value {
      if (size == 1)
        return index(0);
      Value value = arith::RemUIOp::create(b, number, index(size));
      number = arith::DivUIOp::create(b, number, index(size));
      return value;
    };
    if (!sumsOverQueries)
      tileNumber = digit(tiles);
    batchIndex.resize(a.batch.size());
    for (int64_t axis = int64_t(a.batch.size()) - 1; axis >= 0; --axis)
      batchIndex[axis] = digit(a.batch[axis]);
    auto wholeTile = [&](Value t) { tile(times(t, width), mostVectors, width); };
    auto lastTile = [&] { tile(index(whole * width), restVectors, rest); };
    if (sumsOverQueries) {
      for (const MixProduct &mix : a.mixes)
        if (!mix.overKeys)
          zero(mix);
      if (whole)
        loop(index(0), index(whole), 1, wholeTile);
      if (rest)
        lastTile();
    } else if (!rest || !whole) {
      rest ? lastTile() : wholeTile(tileNumber);
    } else {
      Value isWhole = arith::CmpIOp::create(b, arith::CmpIPredicate::ult, tileNumber, index(whole));
      auto branch = scf::IfOp::create(b, isWhole, /*withElse=*/true);
      b.setInsertionPointToStart(branch.thenBlock());
      wholeTile(tileNumber);
      b.setInsertionPointToStart(branch.elseBlock());
      lastTile();
    }
  }
  func::ReturnOp::create(b);
}

void AttentionEmitter::zero(const MixProduct &mix) {
  Value none = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType)), base = baseOf(mix.result);
  loop(index(0), index(a.keys), 1, [&](Value row) {
    for (int64_t v = 0; v < mix.width; v += lanes)
      store(none, memrefs[mix.result.memref], plus(plus(base, times(row, mix.result.along)), v));
  });
}

void AttentionEmitter::tile(Value first, int64_t vectorCount, int64_t count) {
  firstQuery = first;
  vectors = vectorCount;
  queries = count;
  pitch = vectors * lanes;
  rowValues.clear();
  known.clear();
  key = Value();
  findSegments();
  for (BlockArgument argument : body.getArguments()) {
    if (a.isRow(argument))
      for (int64_t v = 0; v < vectors; ++v) {
        Value vector = fromMemory(argument, rowMap, v);
        rowValues[argument].push_back(vector);
      }
    else if (buffers.contains(argument))
      turnIn(argument);
  }
  for (int number = 0; number <= phases; ++number)
    phase(number);
  for (const MixProduct &mix : a.mixes)
    mix.overKeys ? mixOverKeys(mix) : mixOverQueries(mix);
  for (auto [number, value] : llvm::enumerate(body.getTerminator()->getOperands())) {
    Value memref = memrefs[group.getNumOperands() + number];
    if (a.isRow(value))
      storeRows(value, memref);
    else if (a.isFull(value) && a.isComputed(value))
      turnOut(value, memref);
  }
}

void AttentionEmitter::findSegments() {
  segments.clear();
  if (!a.visible) {
    segments.push_back({index(0), index(a.keys - a.keys % blockKeys), a.keys % blockKeys, 0, false});
    return;
  }
  segments.push_back({index(0), firstQuery, 0, 0, true});
  for (int64_t v = 0; v < vectors; ++v) {
    int64_t count = std::min(lanes, queries - v * lanes), rest = count % blockKeys;
    Value low = plus(firstQuery, v * lanes);
    segments.push_back({low, plus(low, count - rest), rest, v, false});
  }
}

//===----------------------------------------------------------------------===//
// Phases
//===----------------------------------------------------------------------===//

/// Whether what is computed in a phase is so long that it is written once, in a loop over the keys of a block.
static bool isLong(Operation &op) {
  return isa<ExpOp, Expm1Op, LogOp, Log1pOp, TanhOp, SigmoidOp, ErfOp, PowOp, SinOp, CosOp>(op);
}

void AttentionEmitter::phase(int number) {
  current = number;
  known.clear();
  // What belongs to the queries and is known by now.
  for (Operation &op : body.without_terminator())
    for (Value result : op.getResults()) {
      if (isa<ReduceOp, ContractOp>(op) || rowValues.contains(result) || phaseOf(result) > number)
        continue;
      auto divisor = dyn_cast<ReadOp>(op);
      if (a.isRow(result)) {
        SmallVector<Value> all;
        for (int64_t v = 0; v < vectors; ++v)
          all.push_back(compute(result, rowMap, v));
        rowValues[result] = all;
      } else if (divisor && a.isRow(divisor.getOperand()) && a.isFull(result) &&
                 llvm::any_of(result.getUsers(), [&](Operation *user) { return isa<DivOp>(user) && user->getOperand(1) == result; })) {
        SmallVector<Value> all;
        for (Value vector : rowValues[divisor.getOperand()])
          all.push_back(m.div(m.constant(vectorType, 1.0), vector));
        rowValues[result] = all;
      }
    }
  if (number == phases)
    return;

  roots.clear();
  reduces.clear();
  made.clear();
  bool isHeavy = false;
  for (Operation &op : body.without_terminator())
    for (Value result : op.getResults()) {
      if (auto reduce = dyn_cast<ReduceOp>(op); reduce && phaseOf(result) == number + 1)
        reduces.push_back(reduce);
      if (phaseOf(result) != number)
        continue;
      isHeavy |= isLong(op);
      if (buffers.contains(result))
        roots.push_back(result);
    }
  for (auto [i, product] : llvm::enumerate(a.products))
    if (phaseOf(product.op->getResult(0)) == number)
      made.push_back(i);
  if (roots.empty() && reduces.empty())
    return;

  for (unsigned product : made)
    packQueries(product);
  carried.clear();
  for (ReduceOp reduce : reduces)
    carried.append(vectors, m.splat(identityOf(reduce.getKind(), b.getF32Type(), Sign::isSigned, m), lanes));
  bool throughScratch = isHeavy || made.size() > 1;
  for (const Segment &segment : segments) {
    Value end = plus(segment.high, segment.rest);
    if (segment.first > 0) { // later products take the whole diagonal
      Value none = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
      loop(segment.low, end, 1, [&](Value key) {
        for (Value root : roots)
          for (int64_t v = 0; v < segment.first; ++v)
            store(none, scratch[buffers[root]], plus(times(key, pitch), v * lanes));
      });
    }
    if (made.empty()) {
      loopWith(carried, segment.low, end, 1, [&](Value at) {
        key = at;
        evaluateRow(segment);
      });
      continue;
    }
    inRegisters.clear();
    auto step = [&](Value first, int64_t count) {
      for (unsigned product : made) {
        SmallVector<Value> tile = multiply(product, first, count, segment.first), all;
        for (int64_t r = 0; r < count; ++r)
          for (int64_t v = 0; v < vectors; ++v)
            all.push_back(v < segment.first ? Value() : tile[r * (vectors - segment.first) + v - segment.first]);
        inRegisters.push_back(all);
        if (!throughScratch)
          continue;
        int64_t slot = (inRegisters.size() - 1) * blockKeys * vectors;
        for (auto [i, vector] : llvm::enumerate(all))
          if (vector)
            store(vector, sums, index((slot + int64_t(i)) * lanes));
      }
      if (throughScratch) {
        inRegisters.clear();
        loopWith(carried, index(0), index(count), 1, [&](Value r) {
          key = plus(first, r);
          sumsRow = times(r, pitch);
          evaluateRow(segment);
        });
        return;
      }
      for (blockRow = 0; blockRow < count; ++blockRow) {
        key = plus(first, blockRow);
        evaluateRow(segment);
      }
      inRegisters.clear();
    };
    loopWith(carried, segment.low, segment.high, blockKeys, [&](Value at) { step(at, blockKeys); });
    if (segment.rest)
      step(segment.high, segment.rest);
  }
  for (auto [i, reduce] : llvm::enumerate(reduces))
    rowValues[reduce.getResult()].assign(carried.begin() + i * vectors, carried.begin() + (i + 1) * vectors);
}

/// The values and reductions of the phase at the present key. All of an element's reads come before its writes.
void AttentionEmitter::evaluateRow(const Segment &segment) {
  allVisible = segment.allVisible;
  for (int64_t v = segment.first; v < vectors; ++v) {
    known.clear();
    SmallVector<Value> elements;
    for (Value root : roots)
      elements.push_back(at(root, fullMap, v));
    for (auto [i, reduce] : llvm::enumerate(reduces)) {
      Value &sum = carried[i * vectors + v];
      sum = combine(reduce.getKind(), sum, at(reduce.getOperand(), fullMap, v), Sign::isSigned, m);
    }
    for (auto [root, element] : llvm::zip_equal(roots, elements))
      store(element, scratch[buffers[root]], plus(times(key, pitch), v * lanes));
  }
  known.clear();
}

//===----------------------------------------------------------------------===//
// Scores and rows in memory
//===----------------------------------------------------------------------===//

/// Squares of an operand's scores, read along the keys, become columns of its buffer.
void AttentionEmitter::turnIn(Value value) {
  Value memref = memrefs[cast<BlockArgument>(value).getArgNumber()], base = fullBase(), buffer = scratch[buffers[value]];
  Value none = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  auto square = [&](Value first, int64_t count) {
    for (int64_t v = 0; v < vectors; ++v) {
      SmallVector<Value> rows;
      for (int64_t lane = v * lanes; lane < (v + 1) * lanes; ++lane) {
        Value at = plus(plus(base, first), lane * a.keys);
        rows.push_back(lane >= queries ? none : count < lanes ? loadMasked(memref, at, count) : load(memref, at));
      }
      transposeSquare(b, rows);
      for (int64_t k = 0; k < count; ++k)
        store(rows[k], buffer, plus(times(first, pitch), k * pitch + v * lanes));
    }
  };
  int64_t rest = a.keys % lanes;
  bool isLast = queries < mostVectors * lanes || !a.visible;
  loop(index(0), isLast ? index(a.keys - rest) : plus(firstQuery, queries), lanes, [&](Value first) { square(first, lanes); });
  if (isLast && rest)
    square(index(a.keys - rest), rest);
}

/// The way back; keys that are not visible get zeros.
void AttentionEmitter::turnOut(Value value, Value memref) {
  Value base = fullBase(), buffer = scratch[buffers[value]], none = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  auto square = [&](Value first, int64_t count, bool isZero) {
    for (int64_t v = 0; v < vectors; ++v) {
      SmallVector<Value> rows;
      for (int64_t k = 0; k < lanes; ++k)
        rows.push_back(isZero || k >= count ? none : load(buffer, plus(times(first, pitch), k * pitch + v * lanes)));
      if (!isZero)
        transposeSquare(b, rows);
      for (int64_t l = 0; l < lanes && v * lanes + l < queries; ++l) {
        Value at = plus(plus(base, first), (v * lanes + l) * a.keys);
        count < lanes ? storeMasked(rows[l], memref, at, count) : store(rows[l], memref, at);
      }
    }
  };
  int64_t rest = a.keys % lanes;
  bool isLast = queries < mostVectors * lanes || !a.visible;
  Value seen = isLast ? index(a.keys - rest) : plus(firstQuery, queries), end = index(a.keys - rest);
  loop(index(0), seen, lanes, [&](Value first) { square(first, lanes, false); });
  if (!isLast)
    loop(seen, end, lanes, [&](Value first) { square(first, lanes, true); });
  if (rest)
    square(end, rest, !isLast);
}

void AttentionEmitter::storeRows(Value value, Value memref) {
  Value number = index(0);
  for (auto [position, size] : llvm::zip_equal(batchIndex, a.batch))
    number = plus(times(number, size), position);
  Value base = plus(times(number, a.queries), firstQuery);
  for (auto [v, vector] : llvm::enumerate(rowValues[value])) {
    int64_t count = std::min(lanes, queries - int64_t(v) * lanes);
    Value at = plus(base, v * lanes);
    count < lanes ? storeMasked(vector, memref, at, count) : store(vector, memref, at);
  }
}

LogicalResult loops::lowerAttention(GroupOp group, func::FuncOp kernel, unsigned vectorBits, ElementwiseEmitter elementwise) {
  std::optional<Attention> attention = analyzeAttention(group);
  AttentionEmitter emitter(*attention, group, kernel, vectorBits, elementwise);
  if (failed(emitter.take(ScheduleChoices(group))))
    return failure();
  Builder b(kernel.getContext());
  kernel->setAttr(kernel::kKernel, b.getDictionaryAttr(b.getNamedAttr(kernel::kSchedule, b.getStringAttr(emitter.scheduleText()))));
  emitter.run();
  return success();
}
