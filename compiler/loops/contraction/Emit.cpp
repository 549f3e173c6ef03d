// SPDX-License-Identifier: Apache-2.0
//===- Emit.cpp -----------------------------------------------------------===//
// Addresses are built level by level: each loop adds its step to the offsets that it moves, and
// everything below it is a constant away, so no later pass has to hoist anything.
//===----------------------------------------------------------------------===//
#include "compiler/loops/contraction/Emitter.h"
#include "compiler/loops/Arithmetic.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

Value Emitter::flat(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  int64_t size = type.getNumElements();
  auto flatType = MemRefType::get({size}, type.getElementType());
  memref = memref::ReinterpretCastOp::create(b, flatType, memref, /*offset=*/0,
                                             ArrayRef<int64_t>{size}, ArrayRef<int64_t>{1});
  // A bool is a byte in memory; a vector of i1 would be bits. Of a bf16 only the bits move.
  if (type.getElementType().isInteger(1))
    flatType = MemRefType::get({size}, b.getI8Type());
  else if (type.getElementType().isBF16())
    flatType = MemRefType::get({size}, b.getI16Type());
  else
    return memref;
  return UnrealizedConversionCastOp::create(b, flatType, memref).getResult(0);
}

/// What was loaded from `access`, as its element: widened if it is an operand of the contraction.
Value Emitter::loaded(unsigned access, Value raw) {
  Arithmetic m(b, b.getLoc());
  Type type = elements[accesses[access]->memref];
  if (type.isBF16())
    raw = m.bitcast(raw, type);
  return access < 2 ? m.widen(raw) : raw;
}

SmallVector<int64_t> Emitter::rowDistances(unsigned access, int64_t count) const {
  SmallVector<int64_t> distances;
  for (int64_t r = 0; r < count; ++r)
    distances.push_back(r * s.rows.step(form(access)));
  for (const LabelAxis &axis : s.rowUnroll) {
    SmallVector<int64_t> all;
    for (int64_t d : distances)
      for (int64_t u = 0; u < axis.size; ++u)
        all.push_back(d + u * axis.step(form(access)));
    distances = std::move(all);
  }
  return distances;
}

/// Where lanes stand that lie `step` apart, and which of them exist.
std::pair<Value, Value> Emitter::strided(int64_t step, Value mask) {
  auto steps = llvm::map_to_vector(llvm::seq<int32_t>(0, lanesAtOnce), [&](int32_t i) { return int32_t(i * step); });
  if (!mask)
    mask = vector::ConstantMaskOp::create(b, VectorType::get({lanesAtOnce}, b.getI1Type()), ArrayRef<int64_t>{lanesAtOnce});
  return {arith::ConstantOp::create(b, b.getI32VectorAttr(steps)), mask};
}

/// Lanes a few elements apart, two or four: whole vectors that hold them, of which nothing behind the last lane is read, and those lanes picked.
Value Emitter::loadEvery(int64_t step, unsigned access, Cursor cursor, Value mask, Value zero) {
  int64_t length = lanesAtOnce, part = length / step;
  auto type = cast<VectorType>(zero.getType());
  Value made;
  for (int64_t k = 0; k < step; ++k) {
    int64_t offset = std::max<int64_t>(0, ((k + 1) * part - 1) * step + 1 - length);
    Value memref = memrefs[accesses[access]->memref], source = at(moved(cursor, offset));
    Value elements;
    if (mask) {
      auto lanes = llvm::map_to_vector(llvm::seq<int64_t>(0, length), [&](int64_t i) { return int64_t(llvm::divideCeil(offset + i, step)); });
      Value exists = vector::ShuffleOp::create(b, mask, mask, lanes);
      elements = vector::MaskedLoadOp::create(b, type, memref, source, exists, zero);
    } else {
      elements = vector::LoadOp::create(b, type, memref, source);
    }
    SmallVector<int64_t> picked = llvm::to_vector(llvm::seq<int64_t>(0, length));
    for (int64_t lane = k * part; lane < (k + 1) * part; ++lane)
      picked[lane] = length + lane * step - offset;
    made = vector::ShuffleOp::create(b, made ? made : elements, elements, picked);
  }
  return made;
}

/// The elements under the lanes: `axis` walked from `cursor`, as they lie in memory.
Value Emitter::loadLanes(unsigned access, Cursor cursor, const LabelAxis &axis, Value mask) {
  Value memref = memrefs[accesses[access]->memref];
  Type type = cast<MemRefType>(memref.getType()).getElementType();
  auto vector = VectorType::get({lanesAtOnce}, type);
  int64_t step = axis.step(form(access));
  if (step == 0) {
    Value scalar = memref::LoadOp::create(b, memref, at(cursor));
    Value element = loaded(access, scalar);
    return vector::BroadcastOp::create(b, VectorType::get({lanesAtOnce}, element.getType()), element);
  }
  auto zero = [&] {
    return arith::ConstantOp::create(b, vector, b.getZeroAttr(vector)).getResult();
  };
  if (step == 1)
    return loaded(access, mask ? vector::MaskedLoadOp::create(b, vector, memref, at(cursor), mask, zero())
                                     .getResult()
                               : vector::LoadOp::create(b, vector, memref, at(cursor)).getResult());
  if (isNear(step))
    return loaded(access, loadEvery(step, access, cursor, mask, zero()));
  auto [indices, all] = strided(step, mask);
  return loaded(access, vector::GatherOp::create(b, vector, memref, at(cursor), indices, all, zero()));
}

/// The same the other way: whole vectors, of which only the places of the lanes are written.
void Emitter::storeEvery(int64_t step, Value memref, Cursor cursor, Value vector, Value mask) {
  int64_t length = lanesAtOnce;
  auto maskType = VectorType::get({length}, b.getI1Type());
  auto isLane = llvm::map_to_vector(llvm::seq<int64_t>(0, length), [&](int64_t i) { return i % step == 0; });
  Value lanes = arith::ConstantOp::create(b, DenseElementsAttr::get(maskType, ArrayRef(isLane)));
  for (int64_t k = 0; k < step; ++k) {
    auto from = llvm::map_to_vector(llvm::seq<int64_t>(0, length), [&](int64_t i) { return (k * length + i) / step; });
    Value exists = mask ? arith::AndIOp::create(b, lanes, vector::ShuffleOp::create(b, mask, mask, from)).getResult() : lanes;
    vector::MaskedStoreOp::create(b, memref, at(moved(cursor, k * length)), exists, vector::ShuffleOp::create(b, vector, vector, from));
  }
}

void Emitter::storeLanes(unsigned access, Cursor cursor, Value vector, Value mask) {
  Value memref = memrefs[accesses[access]->memref];
  auto type = cast<VectorType>(vector.getType());
  if (type.getElementType().isInteger(1))
    vector = arith::ExtUIOp::create(b, type.clone(b.getI8Type()), vector);
  else if (type.getElementType().isBF16())
    vector = Arithmetic(b, b.getLoc()).bitcast(vector, b.getI16Type());
  int64_t step = s.lanes.step(form(access));
  if (step == 1) {
    if (mask)
      vector::MaskedStoreOp::create(b, memref, at(cursor), mask, vector);
    else
      vector::StoreOp::create(b, vector, memref, at(cursor));
    return;
  }
  if (isNear(step)) {
    storeEvery(step, memref, cursor, vector, mask);
    return;
  }
  auto [indices, all] = strided(step, mask);
  vector::ScatterOp::create(b, /*resultType=*/Type(), memref, at(cursor), indices, all, vector);
}

/// Instructions of an epilogue for one vector, about.
static unsigned lengthOf(Block &body) {
  unsigned length = 0;
  for (Operation &op : body)
    length += isa<ExpOp, Expm1Op, LogOp, Log1pOp, TanhOp, SigmoidOp, ErfOp, PowOp, SinOp, CosOp>(op) ? 16 : 1;
  return length;
}
/// Epilogues that are so long that one copy of them, in a loop over the rows, is better than one for each row of a tile; and those of
/// which two vectors side by side are enough to keep the units busy.
static constexpr unsigned kLong = 12, kVeryLong = 40;

void Emitter::begin() {
  b.setInsertionPointToStart(kernel.addEntryBlock());
  accesses.push_back(s.swapped ? &c.b : &c.a);
  accesses.push_back(s.swapped ? &c.a : &c.b);
  for (const Contraction::Leaf &leaf : c.leaves)
    accesses.push_back(&leaf.access);
  for (const Access &access : c.results)
    accesses.push_back(&access);

  element = cast<RankedTensorType>(op.getType()).getElementType();
  vectorType = VectorType::get({s.vectorLength}, element);
  lanesAtOnce = s.vectorLength;
  epilogueLength = lengthOf(group.getBody().front());
  heavyEpilogue = epilogueLength > kLong;
  masks.assign(s.laneVectors, Value());
}

void Emitter::takeOperands(unsigned count) {
  for (Value argument : kernel.getArguments().take_front(count)) {
    memrefs.push_back(flat(argument));
    elements.push_back(cast<MemRefType>(argument.getType()).getElementType());
  }
}

void Emitter::run(const WinogradPlan *plan) {
  begin();
  takeOperands(kernel.getNumArguments() - 2);
  plan ? winograd(*plan) : direct();
  func::ReturnOp::create(b);
}

void Emitter::runPrepared(const WinogradPlan &plan) {
  begin();
  takeOperands(kernel.getNumArguments() - 3);
  prepared = kernel.getArgument(kernel.getNumArguments() - 3);
  winograd(plan);
  func::ReturnOp::create(b);
}

void Emitter::runPreparation(const WinogradPlan &plan) {
  begin();
  memrefs.assign(accesses[1]->memref + 1, Value());
  memrefs.back() = flat(kernel.getArgument(0));
  elements.assign(memrefs.size(), element);
  transformKernels(plan, origin()[1], kernel.getArgument(1));
  func::ReturnOp::create(b);
}

Value Emitter::allocate(int64_t count) {
  return memref::AllocaOp::create(b, MemRefType::get({count}, element), b.getI64IntegerAttr(64));
}

Emitter::Cursors Emitter::origin() const {
  Cursors cursors(accesses.size());
  for (unsigned i = 0; i < cursors.size(); ++i)
    cursors[i].constant = form(i).constant;
  return cursors;
}

void Emitter::rowTile(const Cursors &cursors, int64_t count, Value tileInUnit, Value slotNumber, Lanes from) {
  SmallVector<Value> sums = multiply(cursors, count, tileInUnit, from);
  if (!spills())
    return finish(cursors, count, sums);
  Cursor slot = moved(Cursor(), slotNumber, s.rowCount * s.rowUnrollCount() * rowElements());
  for (auto [i, sum] : llvm::enumerate(sums)) {
    Value place = at(moved(slot, i * s.vectorLength));
    if (!s.sumBlocks.empty())
      sum = arith::AddFOp::create(b, vector::LoadOp::create(b, vectorType, scratch, place), sum);
    vector::StoreOp::create(b, sum, scratch, place);
  }
}

void Emitter::finish(const Cursors &cursors, int64_t count, ArrayRef<Value> sums) {
  SmallVector<SmallVector<int64_t>> distances;
  for (unsigned i = 0; i < accesses.size(); ++i)
    distances.push_back(rowDistances(i, count));
  for (int64_t r = 0; r < count * s.rowUnrollCount(); ++r) {
    Cursors row = cursors;
    for (unsigned i = 2; i < accesses.size(); ++i)
      row[i] = moved(row[i], distances[i][r]);
    finishRow(row, sums.slice(r * s.tileVectors(), s.tileVectors()));
  }
}

/// The same from scratch, with a loop over the rows: long epilogues are written once.
void Emitter::finishFromScratch(const Cursors &cursors, int64_t count, Value tileInBlock) {
  Cursor slot = moved(Cursor(), tileInBlock, s.rowCount * s.rowUnrollCount() * rowElements());
  std::function<void(unsigned, const Cursors &, Cursor, int64_t)> unrolled =
      [&](unsigned depth, const Cursors &row, Cursor from, int64_t elements) {
        if (depth < s.rowUnroll.size()) {
          const LabelAxis &axis = s.rowUnroll[depth];
          elements /= axis.size;
          loop(axis.size, [&](Value u) {
            unrolled(depth + 1, moved(row, axis, u), moved(from, u, elements), elements);
          });
          return;
        }
        SmallVector<Value> sums;
        for (int64_t v = 0; v < s.tileVectors(); ++v)
          sums.push_back(
              vector::LoadOp::create(b, vectorType, scratch, at(moved(from, v * s.vectorLength))));
        finishRow(row, sums);
      };
  int64_t elements = s.rowUnrollCount() * rowElements();
  loop(count, [&](Value r) {
    unrolled(0, moved(cursors, s.rows, r), moved(slot, r, elements), elements);
  });
}

/// Vectors of a row whose epilogue is computed side by side: of a long one, whose operations wait for each other.
int64_t Emitter::vectorsAtOnce() const {
  bool isApart = llvm::any_of(llvm::drop_begin(accesses, 2), [&](const Access *access) {
    return s.lanes.step(access->offset) != 0 && s.lanes.step(access->offset) != 1;
  });
  if (!heavyEpilogue || isApart || llvm::any_of(masks, [](Value mask) { return bool(mask); }))
    return 1;
  int64_t most = epilogueLength > kVeryLong ? 2 : 4;
  return s.laneVectors % most == 0 ? most : s.laneVectors % 2 == 0 ? 2 : 1;
}

/// The vectors as one.
Value Emitter::joined(ArrayRef<Value> vectors) {
  if (vectors.size() == 1)
    return vectors.front();
  Value first = joined(vectors.take_front(vectors.size() / 2)), second = joined(vectors.drop_front(vectors.size() / 2));
  int64_t lanes = int64_t(vectors.size()) * s.vectorLength;
  return vector::ShuffleOp::create(b, first, second, llvm::to_vector(llvm::seq<int64_t>(0, lanes)));
}

/// Epilogue and stores of one row: its vectors in tile order.
void Emitter::finishRow(const Cursors &cursors, ArrayRef<Value> sums) {
  Operation *terminator = group.getBody().front().getTerminator();
  int64_t width = vectorsAtOnce();
  lanesAtOnce = width * s.vectorLength;
  for (int64_t r = 0; r < s.laneRowCount; ++r)
    for (int64_t v = 0; v < s.laneVectors; v += width) {
      Cursors here = cursors;
      for (unsigned i = 2; i < accesses.size(); ++i)
        here[i] = moved(here[i],
                        r * s.laneRows.step(form(i)) + v * s.vectorLength * s.lanes.step(form(i)));
      known.clear();
      Value sum = joined(sums.slice(r * s.laneVectors + v, width));
      // All of an element's reads come before its writes: a result may lie over an operand.
      SmallVector<Value> vectors;
      for (auto [number, value] : llvm::enumerate(terminator->getOperands()))
        vectors.push_back(epilogue(value, c.resultPositions[number], here, sum, v));
      for (auto [number, vector] : llvm::enumerate(vectors))
        storeLanes(result(number), here[result(number)], vector, masks[v]);
    }
  lanesAtOnce = s.vectorLength;
}

Value Emitter::epilogue(Value value, ArrayRef<LinearForm> position, const Cursors &cursors,
                        Value sum, unsigned vector) {
  if (value == op.getResult())
    return sum;
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    const Contraction::Leaf *found = findLeaf(c, argument, position);
    unsigned access = leaf(found - c.leaves.begin());
    Value loaded = loadLanes(access, cursors[access], s.lanes, masks[vector]);
    if (!cast<RankedTensorType>(argument.getType()).getElementType().isInteger(1))
      return loaded;
    Value none = arith::ConstantOp::create(b, b.getZeroAttr(loaded.getType()));
    return arith::CmpIOp::create(b, arith::CmpIPredicate::ne, loaded, none);
  }
  Operation *user = value.getDefiningOp();
  if (auto read = dyn_cast<ReadOp>(user))
    return epilogue(read.getOperand(), *followRead(read, position), cursors, sum, vector);
  for (const Known &entry : known)
    if (entry.value == value && samePosition(entry.position, position))
      return entry.result;
  Value result;
  if (auto constant = dyn_cast<ConstantOp>(user)) {
    Type type = constant.getType().getElementType();
    auto splat = cast<DenseElementsAttr>(constant.getValue()).getSplatValue<TypedAttr>();
    Type plain = isa<IntegerType>(type) ? b.getIntegerType(type.getIntOrFloatBitWidth()) : type;
    if (auto integer = dyn_cast<IntegerAttr>(splat))
      splat = b.getIntegerAttr(plain, integer.getValue());
    result = arith::ConstantOp::create(
        b, DenseElementsAttr::get(VectorType::get({lanesAtOnce}, plain), Attribute(splat)));
  } else {
    SmallVector<Value> operands;
    for (Value operand : user->getOperands())
      operands.push_back(epilogue(operand, position, cursors, sum, vector));
    result = elementwise(b, user, operands);
  }
  known.push_back({value, SmallVector<LinearForm, 4>(position), result});
  return result;
}

void loops::emitContraction(const Contraction &contraction, const ContractionSchedule &schedule,
                            const WinogradPlan *plan, GroupOp group, func::FuncOp kernel,
                            ElementwiseEmitter elementwise) {
  Emitter(contraction, schedule, group, kernel, elementwise).run(plan);
}

func::FuncOp loops::emitPrepared(const Contraction &contraction, const ContractionSchedule &schedule, const WinogradPlan &plan,
                                 GroupOp group, func::FuncOp kernel, ElementwiseEmitter elementwise) {
  OpBuilder builder(kernel);
  SmallVector<Type> arguments(kernel.getArgumentTypes());
  Type kernels = arguments[(schedule.swapped ? contraction.a : contraction.b).memref];
  Type made = MemRefType::get({plan.kernelElements()}, ContractOp(contraction.op).getType().getElementType());
  arguments.insert(arguments.end() - 2, made);
  kernel.setFunctionType(builder.getFunctionType(arguments, {}));
  auto prepare = func::FuncOp::create(builder, group.getLoc(), (kernel.getSymName() + "_prepare").str(),
                                      builder.getFunctionType({kernels, made}, {}));
  prepare.setPrivate();
  Emitter(contraction, schedule, group, prepare, elementwise).runPreparation(plan);
  Emitter(contraction, schedule, group, kernel, elementwise).runPrepared(plan);
  return prepare;
}
