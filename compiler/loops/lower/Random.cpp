// SPDX-License-Identifier: Apache-2.0
//===- Random.cpp - elements of draws: Philox-4x32-10 ----------------------===//
#include "compiler/loops/Evaluator.h"
#include "compiler/loops/math/Functions.h"

#include "mlir/Dialect/Math/IR/Math.h"

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

} // namespace

Value kiln::loops::evaluateRandom(OpResult result, ArrayRef<AffineExpr> position, Evaluator &at) {
  auto op = dyn_cast<RandomOp>(result.getOwner());
  if (!op)
    return {};
  AffineExpr element =
      at.simplify(linearize(position, tensorOf(result).getShape(), at.builder.getContext()));
  Value seed = at.evaluate(op.getSeed(), {}), count = at.evaluate(op.getCount(), {}),
        layer = at.evaluate(op.getLayer(), {});
  Value blockNumber = at.index(at.simplify(element.floorDiv(64) * 16 + element % 16));
  AffineExpr wordNumber = at.simplify(element.floorDiv(16) % 4);

  Arithmetic m = at.arithmetic();
  Type i32 = at.builder.getI32Type();
  auto word32 = [&](Value value) {
    return isa<IndexType>(value.getType())
               ? m.indexCast(value, i32)
               : m.convert(value, i32, Sign::isUnsigned, Sign::isUnsigned);
  };
  Words words = philox({word32(blockNumber), layer, word32(count),
                        word32(m.shiftRight(count, 32, Sign::isUnsigned))},
                       seed, m.integer(i32, int32_t(op.getStream())), m);
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
  Value drawn;
  if (op.getKind() == Draw::uniform) {
    drawn = m.mul(top24(wordAt(3), m), std::ldexp(1.0, -24));
  } else {
    Value evenWord = wordAt(2);
    words = {words[1], words[1], words[3], words[3]};
    Value oddWord = wordAt(2);
    Value u = m.mul(m.add(top24(evenWord, m), 1.0), std::ldexp(1.0, -24));
    Value v = m.mul(top24(oddWord, m), std::ldexp(1.0, -24));
    Value radius = math::SqrtOp::create(
        at.builder, at.loc, m.mul(emitLog(u, m), -2.0));
    auto [cosine, sine] = emitCosSinOfTurn(v, m);
    Value number = word32(at.index(wordNumber));
    Value isOdd = m.compare(arith::CmpIPredicate::eq,
                            m.bitAnd(number, m.integer(number.getType(), 1)),
                            m.integer(number.getType(), 1));
    drawn = m.mul(radius, m.select(isOdd, sine, cosine));
  }
  return m.convert(drawn, tensorOf(result).getElementType(), Sign::isSigned, Sign::isSigned);
}
