// SPDX-License-Identifier: Apache-2.0
//===- Dots.cpp - few results, each a sum along vectors -------------------===//
// Where one operand has a few positions alone (a convolution to three colours) and both have the summed channels side by side,
// vectors run along the sum: no lane is lost and nothing is turned. The lanes of each sum are added in a fixed tree.
//===----------------------------------------------------------------------===//
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Lane l of the result is the sum of lanes l and l ^ bit: of `first` where l has not the bit, of `second` where it has.
Value Emitter::addPairs(Value first, Value second, int64_t bit) {
  SmallVector<int64_t> here, there;
  for (int64_t lane = 0; lane < s.vectorLength; ++lane) {
    int64_t from = lane & bit ? s.vectorLength : 0;
    here.push_back(from + lane);
    there.push_back(from + (lane ^ bit));
  }
  return arith::AddFOp::create(b, vector::ShuffleOp::create(b, first, second, here),
                               vector::ShuffleOp::create(b, first, second, there));
}

/// scratch[row][lane] = the sums of one tile.
void Emitter::dots(const Cursors &cursors, int64_t count) {
  const LinearForm &row = form(0), &lane = form(1);
  int64_t length = s.vectorLength, positions = s.dots;
  SmallVector<int64_t> distances = rowDistances(0, count);
  Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  Value parts = arith::DivUIOp::create(b, lanesLeft, index(positions));
  loop(index(0), parts, index(1), [&](Value part) {
    SmallVector<Value> sums(distances.size() * positions, zero);
    std::function<void(unsigned, Cursor, Cursor)> walk = [&](unsigned depth, Cursor rows, Cursor lanes) {
      bool isLast = depth + 1 == s.sum.size();
      const LabelAxis &axis = s.sum[depth];
      int64_t steps = isLast ? axis.size / length : axis.size, distance = isLast ? length : 1;
      auto scope = scf::ForOp::create(b, index(0), index(steps), index(1), sums);
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(scope.getBody());
      sums.assign(scope.getRegionIterArgs().begin(), scope.getRegionIterArgs().end());
      Cursor r = moved(rows, scope.getInductionVar(), distance * axis.step(row));
      Cursor l = moved(lanes, scope.getInductionVar(), distance * axis.step(lane));
      if (isLast) {
        SmallVector<Value> factors;
        for (int64_t at_ : distances)
          factors.push_back(vector::LoadOp::create(b, vectorType, memrefs[accesses[0]->memref], at(moved(r, at_))));
        for (int64_t p = 0; p < positions; ++p) {
          Value data = vector::LoadOp::create(b, vectorType, memrefs[accesses[1]->memref], at(moved(l, p * s.lanes.step(lane))));
          for (auto [k, factor] : llvm::enumerate(factors)) {
            Value &sum = sums[k * positions + p];
            sum = math::FmaOp::create(b, factor, data, sum);
          }
        }
      } else {
        walk(depth + 1, r, l);
      }
      scf::YieldOp::create(b, sums);
      sums.assign(scope.getResults().begin(), scope.getResults().end());
    };
    walk(0, cursors[0], moved(cursors[1], part, positions * s.lanes.step(lane)));

    auto narrow = VectorType::get({positions}, element);
    Cursor place = moved(Cursor(), part, positions);
    for (size_t k = 0; k < distances.size(); ++k) {
      SmallVector<Value> vectors(ArrayRef(sums).slice(k * positions, positions));
      int64_t bit = length / 2;
      for (; vectors.size() > 1; bit /= 2) {
        size_t half = vectors.size() / 2;
        for (size_t p = 0; p < half; ++p)
          vectors[p] = addPairs(vectors[p], vectors[p + half], bit);
        vectors.resize(half);
      }
      for (; bit; bit /= 2)
        vectors[0] = addPairs(vectors[0], vectors[0], bit);
      SmallVector<int64_t> ends;
      for (int64_t p = 0; p < positions; ++p)
        ends.push_back(p * (length / positions));
      Value made = vector::ShuffleOp::create(b, narrow, vectors[0], vectors[0], ends);
      vector::StoreOp::create(b, made, scratch, at(moved(place, int64_t(k) * rowElements())));
    }
  });
}
