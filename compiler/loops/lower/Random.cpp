// SPDX-License-Identifier: Apache-2.0
//===- Random.cpp - elements of draws: Philox-4x32-10 ----------------------===//
#include "compiler/loops/Evaluator.h"
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <array>
#include <cmath>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

namespace {

using Words = std::array<Value, 4>;

/// High and low half of the 64-bit product.
std::pair<Value, Value> multiply(Value word, uint32_t factor, Arithmetic m) {
  Type i32 = m.builder.getI32Type(), i64 = m.builder.getI64Type();
  Value wide = m.convert(word, i64, Sign::isUnsigned, Sign::isUnsigned);
  Value product = m.mul(wide, m.integer(wide.getType(), factor));
  auto narrow = [&](Value value) {
    return m.convert(value, i32, Sign::isUnsigned, Sign::isUnsigned);
  };
  return {narrow(m.shiftRight(product, 32, Sign::isUnsigned)), narrow(product)};
}

/// Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (2011), section 3.3.
Words philox(Words x, Value key0, Value key1, Arithmetic m) {
  Type i32 = m.builder.getI32Type();
  for (uint32_t round = 0; round < 10; ++round) {
    auto [high0, low0] = multiply(x[0], 0xD2511F53u, m);
    auto [high1, low1] = multiply(x[2], 0xCD9E8D57u, m);
    Value step0 = m.add(key0, m.integer(i32, int32_t(round * 0x9E3779B9u)));
    Value step1 = m.add(key1, m.integer(i32, int32_t(round * 0xBB67AE85u)));
    x = {m.bitXor(m.bitXor(high1, x[1]), step0), low1,
         m.bitXor(m.bitXor(high0, x[3]), step1), low0};
  }
  return x;
}

/// The top 24 bits as an f32 in [0, 2^24).
Value top24(Value word, Arithmetic m) {
  return m.convert(m.shiftRight(word, 8, Sign::isUnsigned), m.builder.getF32Type(), Sign::isSigned,
                   Sign::isSigned);
}

/// In [0, 1).
Value uniformOf(Value word, Arithmetic m) { return m.mul(top24(word, m), std::ldexp(1.0, -24)); }

/// Box and Muller: the radius and the two directions that a pair of words gives.
struct NormalPair {
  Value radius, cosine, sine;
};
NormalPair normalOf(Value even, Value odd, Arithmetic m) {
  Value u = m.mul(m.add(top24(even, m), 1.0), std::ldexp(1.0, -24));
  Value radius = math::SqrtOp::create(m.builder, m.loc, m.mul(emitLog(u, m), -2.0));
  auto [cosine, sine] = emitCosSinOfTurn(uniformOf(odd, m), m);
  return {radius, cosine, sine};
}

/// One vector of the lanes of all parts.
Value joined(ArrayRef<Value> parts, Arithmetic m) {
  SmallVector<Value> now(parts);
  while (now.size() > 1) {
    SmallVector<Value> next;
    for (size_t i = 0; i < now.size(); i += 2) {
      int64_t lanes = cast<VectorType>(now[i].getType()).getNumElements();
      auto all = llvm::to_vector(llvm::seq<int64_t>(0, 2 * lanes));
      next.push_back(vector::ShuffleOp::create(m.builder, m.loc, now[i], now[i + 1], all));
    }
    now = std::move(next);
  }
  return now.front();
}

Words wordsOf(Value block, Value layer, Value count, Value seed, Value stream, Arithmetic m) {
  Type i32 = m.builder.getI32Type();
  auto word = [&](Value value) { return m.convert(value, i32, Sign::isUnsigned, Sign::isUnsigned); };
  return philox({block, layer, word(count), word(m.shiftRight(count, 32, Sign::isUnsigned))}, seed,
                stream, m);
}

/// The 64 elements of sixteen blocks from one on, as ui32 or f32.
Value drawn(Draw kind, ValueRange arguments, Arithmetic m) {
  auto steps = llvm::to_vector(llvm::seq<int32_t>(0, 16));
  Value lanes = arith::ConstantOp::create(m.builder, m.loc, m.builder.getI32VectorAttr(steps));
  Words words = wordsOf(m.add(m.splat(arguments[0], 16), lanes), arguments[1], arguments[2],
                        arguments[3], arguments[4], m);
  if (kind == Draw::bits)
    return joined(words, m);
  if (kind == Draw::uniform)
    return uniformOf(joined(words, m), m);
  NormalPair low = normalOf(words[0], words[1], m), high = normalOf(words[2], words[3], m);
  return joined({m.mul(low.radius, low.cosine), m.mul(low.radius, low.sine),
                 m.mul(high.radius, high.cosine), m.mul(high.radius, high.sine)},
                m);
}

/// All kernels of a module that draw call one function for each kind: its code is as long as that of many a kernel.
func::FuncOp drawFunction(Draw kind, Evaluator &at) {
  Operation *around = at.builder.getBlock()->getParentOp();
  auto kernel = dyn_cast<func::FuncOp>(around);
  if (!kernel)
    kernel = around->getParentOfType<func::FuncOp>();
  auto module = kernel->getParentOfType<ModuleOp>();
  std::string name = ("kiln_" + stringifyDraw(kind)).str();
  if (auto found = module.lookupSymbol<func::FuncOp>(name))
    return found;
  OpBuilder builder(kernel);
  Type i32 = builder.getI32Type(), element = kind == Draw::bits ? i32 : builder.getF32Type();
  auto type = builder.getFunctionType({i32, i32, builder.getI64Type(), i32, i32},
                                      VectorType::get({64}, element));
  auto function = func::FuncOp::create(builder, at.loc, name, type);
  function.setPrivate();
  builder.setInsertionPointToStart(function.addEntryBlock());
  Value result = drawn(kind, function.getArguments(), Arithmetic{builder, at.loc});
  func::ReturnOp::create(builder, at.loc, result);
  return function;
}

} // namespace

Value kiln::loops::evaluateRandom(OpResult result, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto op = dyn_cast<RandomOp>(result.getOwner());
  if (!op)
    return {};
  AffineExpr element =
      at.simplify(linearize(position, tensorOf(result).getShape(), at.builder.getContext()));
  Value seed = at.evaluate(op.getSeed(), {}), count = at.evaluate(op.getCount(), {}),
        layer = at.evaluate(op.getLayer(), {});
  Arithmetic m = at.arithmetic();
  Type i32 = at.builder.getI32Type();
  auto word32 = [&](Value value) {
    return isa<IndexType>(value.getType())
               ? m.indexCast(value, i32)
               : m.convert(value, i32, Sign::isUnsigned, Sign::isUnsigned);
  };
  Value stream = m.integer(i32, int32_t(op.getStream()));
  Type type = tensorOf(result).getElementType();
  auto finished = [&](Value drawn) { return m.convert(drawn, type, Sign::isSigned, Sign::isSigned); };

  // 64 neighbours from a multiple of 64 on are the four words of sixteen blocks.
  if (Value first = at.firstOfAligned(element, 64)) {
    func::FuncOp draw = drawFunction(op.getKind(), at);
    Value block = m.shiftRight(word32(first), 2, Sign::isUnsigned);
    SmallVector<Value> handed{block, layer, count, seed, stream};
    Value drawn = func::CallOp::create(at.builder, at.loc, draw, handed).getResult(0);
    return op.getKind() == Draw::bits ? drawn : finished(drawn);
  }

  Value block = word32(at.index(at.simplify(element.floorDiv(64) * 16 + element % 16)));
  Words words = wordsOf(block, layer, count, seed, stream, m);
  AffineExpr wordNumber = at.simplify(element.floorDiv(16) % 4);
  auto wordAt = [&](int64_t mask) {
    // The word of (number & mask); numbers that are constants cost nothing.
    Value number = word32(at.index(wordNumber));
    Value chosen;
    for (int64_t w = 3; w >= 0; --w) {
      if ((w & mask) != w)
        continue;
      Value isHere = m.compare(arith::CmpIPredicate::eq,
                               m.bitAnd(number, m.integer(number.getType(), mask)),
                               m.integer(number.getType(), w));
      chosen = chosen ? m.select(isHere, words[w], chosen) : words[w];
    }
    return chosen;
  };
  if (op.getKind() == Draw::bits)
    return wordAt(3);
  if (op.getKind() == Draw::uniform)
    return finished(uniformOf(wordAt(3), m));
  Value evenWord = wordAt(2);
  words = {words[1], words[1], words[3], words[3]};
  NormalPair pair = normalOf(evenWord, wordAt(2), m);
  Value number = word32(at.index(wordNumber));
  Value isOdd = m.compare(arith::CmpIPredicate::eq,
                          m.bitAnd(number, m.integer(number.getType(), 1)),
                          m.integer(number.getType(), 1));
  return finished(m.mul(pair.radius, m.select(isOdd, pair.sine, pair.cosine)));
}
