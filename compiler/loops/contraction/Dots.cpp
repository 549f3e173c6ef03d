// SPDX-License-Identifier: Apache-2.0
//===- Dots.cpp - few results, each a sum along vectors -------------------===//
// Where one operand has a few positions alone (a convolution to three colours) and both have the summed channels side by side,
// vectors run along the sum: no lane is lost and nothing is turned. So it is where there are a few lanes alone (the taps of a depthwise
// kernel's gradient). The lanes of each sum are added in a fixed tree.
//===----------------------------------------------------------------------===//
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
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
  int64_t length = s.vectorLength, positions = s.dots * s.laneRowCount;
  SmallVector<int64_t> distances = rowDistances(0, count);
  Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  SmallVector<int64_t> places;
  for (int64_t r = 0; r < s.laneRowCount; ++r)
    for (int64_t p = 0; p < s.dots; ++p)
      places.push_back(r * s.laneRows.step(lane) + p * s.lanes.step(lane));
  Value last = arith::SubIOp::create(b, lanesLeft, index(s.dots));
  loop(index(0), lanesLeft, index(s.dots), [&](Value next) {
    Value first = arith::MinUIOp::create(b, next, last); // the last ones again where a part would be shorter
    SmallVector<Value> sums(distances.size() * positions, zero);
    std::function<void(unsigned, Cursor, Cursor)> walk = [&](unsigned depth, Cursor rows, Cursor lanes) {
      bool isLast = depth + 1 == s.sum.size();
      const LabelAxis &axis = s.sum[depth];
      int64_t steps = isLast ? axis.size / length : axis.size, distance = isLast ? length : 1, rest = isLast ? axis.size % length : 0;
      auto load = [&](unsigned access, Cursor cursor, Value mask) -> Value {
        Value memref = memrefs[accesses[access]->memref];
        if (int64_t step = axis.step(form(access)); step != 1)
          return loadEvery(step, access, cursor, mask, zero);
        if (!mask)
          return vector::LoadOp::create(b, vectorType, memref, at(cursor));
        return vector::MaskedLoadOp::create(b, vectorType, memref, at(cursor), mask, zero);
      };
      auto add = [&](Cursor r, Cursor l, Value mask) {
        SmallVector<Value> factors;
        for (int64_t at_ : distances)
          factors.push_back(load(0, moved(r, at_), mask));
        for (auto [p, place] : llvm::enumerate(places)) {
          Value data = load(1, moved(l, place), mask);
          for (auto [k, factor] : llvm::enumerate(factors)) {
            Value &sum = sums[k * positions + p];
            sum = math::FmaOp::create(b, factor, data, sum);
          }
        }
      };
      if (steps) {
        auto scope = scf::ForOp::create(b, index(0), index(steps), index(1), sums);
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPointToStart(scope.getBody());
        sums.assign(scope.getRegionIterArgs().begin(), scope.getRegionIterArgs().end());
        Cursor r = moved(rows, scope.getInductionVar(), distance * axis.step(row));
        Cursor l = moved(lanes, scope.getInductionVar(), distance * axis.step(lane));
        isLast ? add(r, l, Value()) : walk(depth + 1, r, l);
        scf::YieldOp::create(b, sums);
        sums.assign(scope.getResults().begin(), scope.getResults().end());
      }
      if (rest)
        add(moved(rows, steps * length * axis.step(row)), moved(lanes, steps * length * axis.step(lane)),
            vector::ConstantMaskOp::create(b, VectorType::get({length}, b.getI1Type()), ArrayRef<int64_t>{rest}));
    };
    walk(0, cursors[0], moved(cursors[1], first, s.lanes.step(lane)));

    if (s.laneRowCount > 1 || s.dots < 4 || !llvm::isPowerOf2_64(s.dots)) { // each sum for itself
      for (auto [i, sum] : llvm::enumerate(sums)) {
        for (int64_t bit = length / 2; bit; bit /= 2)
          sum = addPairs(sum, sum, bit);
        int64_t k = int64_t(i) / positions, r = int64_t(i) % positions / s.dots, p = int64_t(i) % s.dots;
        memref::StoreOp::create(b, vector::ExtractOp::create(b, sum, 0), scratch,
                                at(moved(moved(Cursor(), first, 1), k * rowElements() + r * length + p)));
      }
      return;
    }
    auto narrow = VectorType::get({positions}, element);
    Cursor place = moved(Cursor(), first, 1);
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
