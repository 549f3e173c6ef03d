// SPDX-License-Identifier: Apache-2.0
//===- Evaluator.cpp ------------------------------------------------------===//
#include "compiler/loops/Evaluator.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <numeric>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;
using arith::CmpIPredicate;

/// Loops of at most this many steps in all are written out.
static constexpr int64_t kWrittenOut = 9;

Type kiln::loops::storageElement(Type element) {
  if (auto integer = dyn_cast<IntegerType>(element))
    return IntegerType::get(element.getContext(), integer.getWidth());
  return element;
}
Sign kiln::loops::signOf(Type element) {
  return element.isUnsignedInteger() || element.isInteger(1) ? Sign::isUnsigned : Sign::isSigned;
}
int64_t kiln::loops::productOf(ArrayRef<int64_t> sizes) {
  return std::accumulate(sizes.begin(), sizes.end(), int64_t(1), std::multiplies<>());
}
RankedTensorType kiln::loops::tensorOf(Value value) { return cast<RankedTensorType>(value.getType()); }

//===----------------------------------------------------------------------===//
// Variables, expressions
//===----------------------------------------------------------------------===//

AffineExpr Evaluator::variable(Value value, Bounds range) {
  auto vector = dyn_cast<VectorType>(value.getType());
  int64_t lanes = vector ? vector.getNumElements() : 1;
  variables.push_back({value, range, unsigned(scopes.size() - 1), lanes, nullptr});
  return getAffineDimExpr(variables.size() - 1, builder.getContext());
}
AffineExpr Evaluator::laneVariable(Value first, Bounds range, int64_t lanes, Value mask) {
  if (lanes == 1)
    return variable(first, range);
  unsigned level = scopes.size() - 1, number = variables.size();
  variables.push_back({first, range, level, 1, nullptr});
  variables.push_back({first, range, level, lanes, mask, number});
  return getAffineDimExpr(number + 1, builder.getContext());
}
AffineExpr Evaluator::probe(Bounds range) {
  variables.push_back({nullptr, range, unsigned(scopes.size() - 1), 1, nullptr});
  return getAffineDimExpr(variables.size() - 1, builder.getContext());
}
AffineExpr Evaluator::number(int64_t value) const {
  return getAffineConstantExpr(value, builder.getContext());
}
Value Evaluator::constantIndex(int64_t value) {
  return arith::ConstantIndexOp::create(builder, loc, value);
}
AffineExpr Evaluator::simplify(AffineExpr expr) const {
  return simplifyIndex(expr, [&](unsigned v) { return variables[v].range; });
}
Bounds Evaluator::boundsOf(AffineExpr expr) const {
  return kiln::loops::boundsOf(expr, [&](unsigned v) { return variables[v].range; });
}
unsigned Evaluator::levelOf(ArrayRef<AffineExpr> exprs) const {
  unsigned level = 0;
  for (AffineExpr expr : exprs)
    expr.walk([&](AffineExpr e) {
      if (auto dim = dyn_cast<AffineDimExpr>(e))
        level = std::max(level, variables[dim.getPosition()].level);
    });
  return level;
}
int64_t Evaluator::lanesOf(ArrayRef<AffineExpr> exprs) const {
  int64_t lanes = 1;
  for (AffineExpr expr : exprs)
    expr.walk([&](AffineExpr e) {
      if (auto dim = dyn_cast<AffineDimExpr>(e))
        lanes = std::max(lanes, variables[dim.getPosition()].lanes);
    });
  return lanes;
}
Value Evaluator::maskOf(AffineExpr expr) {
  Value mask;
  expr.walk([&](AffineExpr e) {
    if (auto dim = dyn_cast<AffineDimExpr>(e))
      if (Value own = variables[dim.getPosition()].mask)
        mask = own;
  });
  return mask;
}

Value Evaluator::expand(AffineExpr expr) {
  Arithmetic math = arithmetic();
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constantIndex(constant.getValue());
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    const Variable &v = variables[dim.getPosition()];
    if (v.lanes == 1)
      return v.value;
    if (Arithmetic::isVector(v.value))
      return v.value;
    auto steps = llvm::to_vector(llvm::seq<int32_t>(0, v.lanes));
    auto type = VectorType::get({v.lanes}, builder.getI32Type());
    Value offsets =
        arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(type, ArrayRef(steps)));
    return math.add(math.indexCast(v.value, builder.getI32Type()), offsets);
  }
  auto binary = cast<AffineBinaryOpExpr>(expr);
  Value a = index(binary.getLHS()), b = index(binary.getRHS());
  if (Arithmetic::isVector(a) != Arithmetic::isVector(b))
    for (Value *side : {&a, &b})
      *side = math.indexCast(*side, builder.getI32Type());
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return math.add(a, b);
  case AffineExprKind::Mul:
    return math.mul(a, b);
  default:
    break;
  }
  if (Arithmetic::isVector(a))
    b = math.splat(b, cast<VectorType>(a.getType()).getNumElements());
  bool positive = boundsOf(binary.getLHS()).low >= 0;
  if (expr.getKind() == AffineExprKind::FloorDiv) {
    if (positive)
      return arith::DivUIOp::create(builder, loc, a, b);
    return arith::FloorDivSIOp::create(builder, loc, a, b);
  }
  assert(expr.getKind() == AffineExprKind::Mod && "simplified expressions have no ceildiv");
  if (positive)
    return arith::RemUIOp::create(builder, loc, a, b);
  return math.sub(a, math.mul(arith::FloorDivSIOp::create(builder, loc, a, b), b));
}

Value Evaluator::index(AffineExpr expr) {
  static const char tag = 0;
  return remember(levelOf(expr), {&tag, expr.getAsOpaquePointer()}, [&] { return expand(expr); });
}

Value Evaluator::inside(AffineExpr expr, int64_t size, bool &outside) {
  Bounds range = boundsOf(expr);
  outside = range.outside(size);
  if (outside || range.inside(size))
    return nullptr;
  static const char tag = 0;
  const void *bound = number(size).getAsOpaquePointer();
  return remember(levelOf(expr), {&tag, expr.getAsOpaquePointer(), bound}, [&] {
    Arithmetic math = arithmetic();
    Value position = index(expr);
    // One unsigned comparison sees both ends.
    return math.compare(CmpIPredicate::ult, position, math.integer(position.getType(), size));
  });
}

//===----------------------------------------------------------------------===//
// Scopes and loops
//===----------------------------------------------------------------------===//

Value Evaluator::atLevel(unsigned level, function_ref<Value()> make) {
  if (level + 1 == scopes.size())
    return make();
  OpBuilder::InsertionGuard insertion(builder);
  std::vector<Scope> inner(std::make_move_iterator(scopes.begin() + level + 1),
                           std::make_move_iterator(scopes.end()));
  scopes.resize(level + 1);
  Operation *next = scopes.back().inner;
  builder.setInsertionPoint(next);
  Value result = make();
  scopes.back().inner = next;
  scopes.insert(scopes.end(), std::make_move_iterator(inner.begin()),
                std::make_move_iterator(inner.end()));
  return result;
}
Value Evaluator::remember(unsigned level, const Key &key, function_ref<Value()> make) {
  if (auto it = scopes[level].known.find(key); it != scopes[level].known.end())
    return it->second;
  Value value = atLevel(level, make);
  scopes[level].known[key] = value;
  return value;
}

ValueRange Evaluator::loop(Value from, Value to, Value step, ValueRange inits, Body body) {
  auto loop = scf::ForOp::create(builder, loc, from, to, step, inits);
  scopes.back().inner = loop;
  scopes.emplace_back();
  // A loop without carried values comes with its terminator.
  Block *block = loop.getBody();
  if (!block->empty())
    block->back().erase();
  builder.setInsertionPointToEnd(block);
  SmallVector<Value> next = body(loop.getInductionVar(), loop.getRegionIterArgs());
  scf::YieldOp::create(builder, loc, next);
  scopes.pop_back();
  scopes.back().inner = nullptr;
  builder.setInsertionPointAfter(loop);
  return loop.getResults();
}
ValueRange Evaluator::loop(int64_t from, int64_t to, int64_t step, ValueRange inits, Body body) {
  Value first = constantIndex(from), end = constantIndex(to), stride = constantIndex(step);
  return loop(first, end, stride, inits, body);
}
SmallVector<Value> Evaluator::nest(ArrayRef<int64_t> sizes, ValueRange inits, NestBody body) {
  Coordinates position;
  // Few steps are written out: windows of a convolution or a pooling.
  bool writeOut = productOf(sizes) <= kWrittenOut;
  std::function<SmallVector<Value>(size_t, ValueRange)> open = [&](size_t axis, ValueRange carried) {
    if (axis == sizes.size())
      return body(position, carried);
    if (sizes[axis] == 1 || writeOut) {
      SmallVector<Value> result(carried);
      for (int64_t i = 0; i < sizes[axis]; ++i) {
        position.push_back(number(i));
        result = open(axis + 1, result);
        position.pop_back();
      }
      return result;
    }
    ValueRange results = loop(0, sizes[axis], 1, carried, [&](Value iv, ValueRange inner) {
      position.push_back(variable(iv, {0, sizes[axis] - 1}));
      SmallVector<Value> next = open(axis + 1, inner);
      position.pop_back();
      return next;
    });
    return SmallVector<Value>(results);
  };
  return open(0, inits);
}

SmallVector<Value> Evaluator::vectorNest(ArrayRef<int64_t> sizes, unsigned collapsed, int64_t lanes,
                                         ValueRange inits, NestBody body) {
  ArrayRef<int64_t> walked = sizes.take_back(collapsed);
  int64_t count = productOf(walked);
  lanes = std::min<int64_t>(lanes, llvm::PowerOf2Ceil(count));
  int64_t whole = count - count % lanes;
  return nest(sizes.drop_back(collapsed), inits, [&](const Coordinates &outer, ValueRange carried) {
    auto at = [&](Value first, Value mask, ValueRange values) {
      AffineExpr along = laneVariable(first, {0, count - 1}, lanes, mask);
      Coordinates position = outer;
      llvm::append_range(position, delinearize(along, walked));
      rest = mask;
      return body(position, values);
    };
    SmallVector<Value> values(carried);
    if (whole == lanes)
      values = at(constantIndex(0), nullptr, values);
    else if (whole > 0)
      values = llvm::to_vector(loop(0, whole, lanes, values, [&](Value first, ValueRange inner) {
        return at(first, nullptr, inner);
      }));
    if (whole < count)
      values = at(constantIndex(whole), laneMaskOf(count - whole, lanes), values);
    return values;
  });
}

Value Evaluator::laneMaskOf(int64_t count, int64_t lanes) {
  auto type = VectorType::get({lanes}, builder.getI1Type());
  SmallVector<bool> bits(lanes, false);
  std::fill(bits.begin(), bits.begin() + count, true);
  return arith::ConstantOp::create(builder, loc, DenseElementsAttr::get(type, ArrayRef(bits)));
}

//===----------------------------------------------------------------------===//
// Elements
//===----------------------------------------------------------------------===//

Evaluator::Key Evaluator::keyOf(Value value, ArrayRef<AffineExpr> position, Coordinates &simple) {
  Key key{value.getAsOpaquePointer(), guard.condition.getAsOpaquePointer()};
  for (AffineExpr expr : position) {
    simple.push_back(simplify(expr));
    key.push_back(simple.back().getAsOpaquePointer());
  }
  return key;
}
void Evaluator::define(Value value, ArrayRef<AffineExpr> position, Value element) {
  Coordinates simple;
  Key key = keyOf(value, position, simple);
  scopes[std::max(levelOf(simple), guard.level)].known[key] = element;
}

void Evaluator::keepRow(Value value, ReduceOp by, Value flat, unsigned rowAxes) {
  keptBy[by].push_back({value, flat, rowAxes});
  provide(value, [=, this](ArrayRef<AffineExpr> position) mutable {
    evaluate(by.getResult(), position.take_front(rowAxes)); // what it leaves must be there
    return load(flat, simplify(offsetInRow(value, position, rowAxes)));
  });
}

void Evaluator::storeKept(ReduceOp by, ArrayRef<AffineExpr> position) {
  for (const KeptRow &kept : keptBy.lookup(by)) {
    Value element = compute(kept.value, position);
    store(element, kept.flat, offsetInRow(kept.value, position, kept.rowAxes));
    define(kept.value, position, element);
  }
}

Value Evaluator::evaluate(Value value, ArrayRef<AffineExpr> position) {
  Coordinates simple;
  Key key = keyOf(value, position, simple);
  unsigned level = std::max(levelOf(simple), guard.level);
  return remember(level, key, [&] {
    Location outer = loc;
    if (Operation *op = value.getDefiningOp())
      loc = op->getLoc();
    Value result;
    if (auto it = providers.find(value); it != providers.end())
      result = it->second(simple);
    else if (Value flat = memory.lookup(value))
      result = read(flat, tensorOf(value), simple);
    else
      result = compute(value, simple);
    loc = outer;
    return result;
  });
}

Value Evaluator::compute(Value value, ArrayRef<AffineExpr> position) {
  for (auto lower : {evaluateElementwise, evaluateMovement, evaluateReduction, evaluateContraction, evaluateRandom,
                     evaluateStructure})
    if (Value result = lower(cast<OpResult>(value), position, *this))
      return result;
  llvm_unreachable("the pass checks that every op of a group has a lowering");
}

Value Evaluator::evaluateIf(Value condition, ArrayRef<AffineExpr> conditionOn, Value value,
                            ArrayRef<AffineExpr> position) {
  Guard outer = guard;
  unsigned level = std::max(guard.level, levelOf(conditionOn));
  if (condition && guard.condition) {
    static const char tag = 0;
    guard.condition = remember(level,
                               {&tag, condition.getAsOpaquePointer(),
                                outer.condition.getAsOpaquePointer()},
                               [&] { return arithmetic().both(outer.condition, condition); });
  } else if (condition) {
    guard.condition = condition;
  }
  guard.level = level;
  Value result = evaluate(value, position);
  guard = outer;
  return result;
}

