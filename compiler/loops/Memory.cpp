// SPDX-License-Identifier: Apache-2.0
//===- Memory.cpp - how elements leave and enter memory --------------------===//
// All memrefs are walked as one axis. Neighbouring lanes at neighbouring offsets are one vector load;
// lanes at the same offset are one scalar; lanes that always stand in the same way within one vector are that vector, shuffled; other
// lanes are gathered.
#include "compiler/loops/Evaluator.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpIPredicate;

/// Bytes of a line of a cache.
static constexpr int64_t kLine = 64;
/// Elements of a row that the first-level cache keeps beside the next, and of one that takes long enough for memory to stand still.
static constexpr int64_t kShortRow = 4096, kLeastRow = 512;
/// Neighbours that are looked at to tell whether an axis can be walked in vectors: the lanes of most of them.
static constexpr int64_t kRun = 16;

Value Evaluator::flatten(Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  int64_t count = type.hasStaticShape() ? type.getNumElements() : ShapedType::kDynamic;
  if (type.getRank() != 1) {
    type = MemRefType::get({count}, type.getElementType());
    memref = memref::ReinterpretCastOp::create(builder, loc, type, memref, /*offset=*/0,
                                               ArrayRef<int64_t>{count}, ArrayRef<int64_t>{1});
  }
  if (!type.getElementType().isInteger(1))
    return memref;
  // A bool is a byte in memory; a vector of i1 would be bits.
  type = MemRefType::get({count}, builder.getI8Type());
  return UnrealizedConversionCastOp::create(builder, loc, type, memref).getResult(0);
}

/// Of a bf16 only the bits move: LLVM cannot select every copy of one on processors that have no
/// arithmetic for it.
static Value asBits(OpBuilder &builder, Location loc, Value flat) {
  auto type = cast<MemRefType>(flat.getType());
  if (!type.getElementType().isBF16())
    return flat;
  type = MemRefType::get(type.getShape(), builder.getI16Type());
  return UnrealizedConversionCastOp::create(builder, loc, type, flat).getResult(0);
}

bool Evaluator::isContiguous(AffineExpr offset) const {
  AffineExpr found;
  for (unsigned v = 0; v < variables.size(); ++v) {
    if (variables[v].lanes == 1 || !offset.isFunctionOfDim(v))
      continue;
    AffineExpr dim = getAffineDimExpr(v, offset.getContext());
    if (found || Arithmetic::isVector(variables[v].value) || factorOf(offset, dim) != 1)
      return false;
    found = dim;
  }
  return bool(found);
}
Value Evaluator::firstLane(AffineExpr offset) {
  for (unsigned v = 0; v < variables.size(); ++v)
    if (variables[v].lanes > 1 && offset.isFunctionOfDim(v))
      offset = offset.replace(getAffineDimExpr(v, offset.getContext()),
                              getAffineDimExpr(variables[v].first, offset.getContext()));
  return index(simplify(offset));
}

Value Evaluator::firstOfAligned(AffineExpr expr, int64_t count) {
  if (lanesOf(expr) != count || !isContiguous(expr))
    return nullptr;
  AffineExpr zero = number(0), rest = expr;
  for (unsigned v = 0; v < variables.size(); ++v)
    if (variables[v].lanes > 1)
      rest = rest.replace(getAffineDimExpr(v, expr.getContext()), zero);
  return simplify(rest).isMultipleOf(count) ? firstLane(expr) : nullptr;
}

/// How far beyond the first of `count` neighbours, from a multiple of `count` on, each stands where `variable` numbers them, if that is
/// the same for all such runs; `first`: where the first stands, by the number of the run.
static std::optional<SmallVector<int64_t>> distancesInRun(AffineExpr offset, AffineExpr variable, int64_t count, AffineExpr run,
                                                          llvm::function_ref<AffineExpr(AffineExpr)> simplify, AffineExpr &first) {
  SmallVector<int64_t> distances;
  for (int64_t i = 0; i < count; ++i) {
    AffineExpr here = simplify(offset.replace(variable, run * count + i));
    if (i == 0)
      first = here;
    auto distance = dyn_cast<AffineConstantExpr>(simplify(here - first));
    if (!distance)
      return std::nullopt;
    distances.push_back(distance.getValue());
  }
  return distances;
}
static int64_t spanOf(ArrayRef<int64_t> distances) {
  return *llvm::max_element(distances) - *llvm::min_element(distances) + 1;
}

bool Evaluator::isBlocked(AffineExpr offset, AffineExpr variable) {
  int64_t high = variables[cast<AffineDimExpr>(variable).getPosition()].range.high;
  AffineExpr run = probe({0, high / kRun}), first;
  auto distances = distancesInRun(offset, variable, kRun, run, [&](AffineExpr e) { return simplify(e); }, first);
  return distances && spanOf(*distances) <= kRun && factorOf(first, run).has_value();
}

/// The lanes of `offset`, where they stand within one vector; else null.
Value Evaluator::loadBlock(Value flat, AffineExpr offset, Value mask) {
  if (guard.condition)
    return nullptr;
  int64_t lanes = lanesOf(offset);
  std::optional<unsigned> along;
  for (unsigned v = 0; v < variables.size(); ++v) {
    if (variables[v].lanes == 1 || !offset.isFunctionOfDim(v))
      continue;
    if (along || Arithmetic::isVector(variables[v].value))
      return nullptr;
    along = v;
  }
  AffineExpr variable = getAffineDimExpr(*along, offset.getContext());
  Value number = arith::DivUIOp::create(builder, loc, variables[*along].value, constantIndex(lanes));
  AffineExpr run = this->variable(number, {0, variables[*along].range.high / lanes}), begin;
  auto distances = distancesInRun(offset, variable, lanes, run, [&](AffineExpr e) { return simplify(e); }, begin);
  if (!distances || spanOf(*distances) > lanes)
    return nullptr;
  int64_t least = *llvm::min_element(*distances), span = spanOf(*distances);
  Arithmetic math = arithmetic();
  Value position = index(simplify(begin + least));
  if (span == 1)
    return math.splat(memref::LoadOp::create(builder, loc, flat, position), lanes);
  // Of each element the first lane that takes it; nobody looks at the others, which lie between.
  SmallVector<int64_t> taken, takers(span, lanes - 1);
  for (int64_t lane = lanes; lane-- != 0;)
    takers[(*distances)[lane] - least] = lane;
  for (int64_t distance : *distances)
    taken.push_back(distance - least);
  auto type = VectorType::get({span}, cast<MemRefType>(flat.getType()).getElementType());
  Value block;
  if (mask)
    block = vector::MaskedLoadOp::create(builder, loc, type, flat, position,
                                         vector::ShuffleOp::create(builder, loc, mask, mask, takers), math.constant(type, 0));
  else
    block = vector::LoadOp::create(builder, loc, type, flat, position);
  return vector::ShuffleOp::create(builder, loc, block, block, taken);
}

Value Evaluator::laneMask(AffineExpr offset, int64_t lanes) {
  Arithmetic math = arithmetic();
  Value mask = math.both(guard.condition, maskOf(offset));
  return mask ? math.splat(mask, lanes) : mask;
}

/// Asks for the same lanes of the next row: of short rows that lie apart, as those of one gate, each begins before the processor has seen
/// where the walk goes; and where a row is walked several times, memory would stand still from the second time on.
void Evaluator::fetchNextRow(Value flat, AffineExpr offset, Value first, int64_t lanes) {
  int64_t lines = llvm::divideCeil(lanes * cast<MemRefType>(flat.getType()).getElementTypeBitWidth() / 8, kLine);
  std::optional<int64_t> rowStep;
  int64_t length = 0;
  for (unsigned v = 0; v < variables.size(); ++v) {
    if (!offset.isFunctionOfDim(v))
      continue;
    if (variables[v].lanes > 1)
      length = variables[v].range.high + 1;
    else
      rowStep = factorOf(offset, getAffineDimExpr(v, offset.getContext())); // the innermost, which comes last
  }
  bool isApart = rowStep && *rowStep > length, comesNext = rowStep == length && walksAgain && length >= kLeastRow;
  if ((!isApart && !comesNext) || length > kShortRow)
    return;
  Arithmetic math = arithmetic();
  for (int64_t line = 0; line < lines; ++line)
    memref::PrefetchOp::create(builder, loc, flat, math.add(first, constantIndex(*rowStep + line * lanes / lines)), /*isWrite=*/false,
                               /*localityHint=*/3, /*isDataCache=*/true);
}

Value Evaluator::load(Value flat, AffineExpr offset, bool mayLeave) {
  Arithmetic math = arithmetic();
  flat = asBits(builder, loc, flat);
  auto type = cast<MemRefType>(flat.getType());
  Type element = type.getElementType();
  int64_t lanes = lanesOf(offset);
  if (lanes == 1) {
    Value position = index(offset);
    if (mayLeave) {
      // Only a guard lets a position leave the tensor: stay inside, the value will not be used.
      position = math.max(position, math.integer(position.getType(), 0));
      position = math.min(position, math.integer(position.getType(), type.getNumElements() - 1));
    }
    return memref::LoadOp::create(builder, loc, flat, position);
  }
  auto vectorType = VectorType::get({lanes}, element);
  Value mask = laneMask(offset, lanes);
  if (isContiguous(offset)) {
    Value first = firstLane(offset);
    if (!mask)
      fetchNextRow(flat, offset, first, lanes);
    if (!mask)
      return vector::LoadOp::create(builder, loc, vectorType, flat, first);
    return vector::MaskedLoadOp::create(builder, loc, vectorType, flat, first, mask,
                                        math.constant(vectorType, 0));
  }
  if (Value block = loadBlock(flat, offset, mask))
    return block;
  if (!mask)
    mask = math.integer(vectorType.clone(builder.getI1Type()), 1);
  return vector::GatherOp::create(builder, loc, vectorType, flat, constantIndex(0), index(offset),
                                  mask, math.constant(vectorType, 0));
}

void Evaluator::store(Value element, Value flat, AffineExpr offset) {
  Arithmetic math = arithmetic();
  flat = asBits(builder, loc, flat);
  auto type = cast<MemRefType>(flat.getType());
  offset = simplify(offset);
  if (Arithmetic::elementOf(element).isInteger(1))
    element = math.convert(element, type.getElementType(), Sign::isUnsigned, Sign::isUnsigned);
  else if (Arithmetic::elementOf(element).isBF16())
    element = math.bitcast(element, type.getElementType());
  int64_t lanes = lanesOf(offset);
  if (lanes == 1) {
    memref::StoreOp::create(builder, loc, element, flat, index(offset));
    return;
  }
  element = math.splat(element, lanes);
  Value mask = laneMask(offset, lanes);
  if (isContiguous(offset)) {
    Value first = firstLane(offset);
    if (mask)
      vector::MaskedStoreOp::create(builder, loc, flat, first, mask, element);
    else
      vector::StoreOp::create(builder, loc, element, flat, first);
    return;
  }
  if (!mask)
    mask = math.integer(VectorType::get({lanes}, builder.getI1Type()), 1);
  vector::ScatterOp::create(builder, loc, Type(), flat, ValueRange{constantIndex(0)}, index(offset),
                            mask, element);
}

Value Evaluator::read(Value flat, RankedTensorType type, ArrayRef<AffineExpr> position) {
  bool mayLeave = false;
  for (auto [expr, size] : llvm::zip_equal(position, type.getShape()))
    mayLeave |= !boundsOf(expr).inside(size);
  AffineExpr offset = simplify(linearize(position, type.getShape(), builder.getContext()));
  Value value = load(flat, offset, mayLeave && guard.condition);
  Arithmetic math = arithmetic();
  if (type.getElementType().isBF16())
    return math.bitcast(value, type.getElementType());
  if (!type.getElementType().isInteger(1))
    return value;
  return math.compare(CmpIPredicate::ne, value, math.integer(value.getType(), 0));
}
