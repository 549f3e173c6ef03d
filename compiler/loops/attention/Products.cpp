// SPDX-License-Identifier: Apache-2.0
//===- Products.cpp - the register tiles of an attention kernel -----------===//
#include "compiler/loops/attention/Emitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Turns the tile's queries into the product's panel: [depth][lane]; lanes without a query are zero.
void AttentionEmitter::packQueries(unsigned product) {
  const ScoreProduct &p = a.products[product];
  Value memref = memrefs[p.query.memref], base = plus(baseOf(p.query), times(firstQuery, p.query.along));
  Value none = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  loop(index(0), index(p.depth), lanes, [&](Value depth) {
    Value from = plus(base, depth), to = times(depth, pitch);
    for (int64_t v = 0; v < vectors; ++v) {
      SmallVector<Value> rows;
      for (int64_t lane = v * lanes; lane < (v + 1) * lanes; ++lane)
        rows.push_back(lane < queries ? load(memref, plus(from, lane * p.query.along)) : none);
      transposeSquare(b, rows);
      for (auto [k, row] : llvm::enumerate(rows))
        store(row, panels[product], plus(to, k * pitch + v * lanes));
    }
  });
}

/// Scores of `count` keys from `key` on, with the vectors from `first` on: [key][vector].
SmallVector<Value> AttentionEmitter::multiply(unsigned product, Value key, int64_t count, int64_t first) {
  const ScoreProduct &p = a.products[product];
  Value keys = memrefs[p.key.memref], row = plus(baseOf(p.key), times(key, p.key.along));
  int64_t width = vectors - first;
  SmallVector<Value> tile(count * width, arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType)));
  auto step = [&](Value from, Value at) {
    SmallVector<Value> lanesOf;
    for (int64_t v = first; v < vectors; ++v)
      lanesOf.push_back(load(panels[product], plus(from, v * lanes)));
    for (int64_t r = 0; r < count; ++r) {
      Value factor = vector::BroadcastOp::create(b, vectorType, scalar(keys, plus(at, r * p.key.along)));
      for (int64_t v = 0; v < width; ++v) {
        Value &sum = tile[r * width + v];
        sum = math::FmaOp::create(b, factor, lanesOf[v], sum);
      }
    }
  };
  int64_t each = p.depth % productsAtOnce == 0 ? productsAtOnce : 1;
  loopWith(tile, index(0), index(p.depth), each, [&](Value depth) {
    Value from = times(depth, pitch), at = plus(row, times(depth, p.key.inner));
    for (int64_t i = 0; i < each; ++i)
      step(plus(from, i * pitch), plus(at, i * p.key.inner));
  });
  return tile;
}

/// Vectors of a row in one register tile.
int64_t AttentionEmitter::widthOf(const MixProduct &mix) const {
  int64_t width = mixVectors;
  while (mix.width / lanes % width != 0)
    --width;
  return width;
}

/// tile[row][vector] += the sum over `count` positions of a row's score times the operand's vectors there.
void AttentionEmitter::sumProducts(SmallVector<Value> &tile, int64_t width, Walk scores, Walk operand, Value count) {
  // The operand's offset counts the positions; the scores' is handed on beside it: no address is multiplied in the loop.
  int64_t rows = int64_t(tile.size()) / width;
  tile.push_back(scores.start);
  auto positions = [&](Value low, Value high, int64_t each) {
    loopWith(tile, low, high, each * operand.step, [&](Value moved) {
      Value start = plus(operand.start, moved), column = tile.back();
      for (int64_t i = 0; i < each; ++i) {
        SmallVector<Value> vectorsOf;
        for (int64_t v = 0; v < width; ++v)
          vectorsOf.push_back(load(operand.memref, plus(start, i * operand.step + v * lanes)));
        for (int64_t r = 0; r < rows; ++r) {
          Value factor = vector::BroadcastOp::create(b, vectorType, scalar(scores.memref, plus(column, i * scores.step + r * scores.across)));
          for (int64_t v = 0; v < width; ++v)
            tile[r * width + v] = math::FmaOp::create(b, factor, vectorsOf[v], tile[r * width + v]).getResult();
        }
      }
      tile.back() = plus(column, each * scores.step);
    });
  };
  Value all = times(count, operand.step), whole = index(0);
  if (productsAtOnce > 1) {
    whole = times(arith::DivUIOp::create(b, count, index(productsAtOnce)), productsAtOnce * operand.step);
    positions(index(0), whole, productsAtOnce);
  }
  positions(whole, all, 1);
  tile.pop_back();
}

/// Rows of the result from `row` of the tile on: the scores' lanes are its rows, and keys are summed.
void AttentionEmitter::mixOverKeys(const MixProduct &mix) {
  if (mix.factor)
    for (auto [v, vector] : llvm::enumerate(rowValues[mix.factor]))
      store(vector, rowScratch, index(v * lanes));
  Value scores = scratch[buffers[mix.scores]], operand = memrefs[mix.operand.memref], result = memrefs[mix.result.memref];
  Value from = baseOf(mix.operand), to = plus(baseOf(mix.result), times(firstQuery, mix.result.along));
  int64_t width = widthOf(mix);
  int64_t most = mixSums / width;
  auto rows = [&](Value row, int64_t count, Value inner) {
    Value high = a.visible ? plus(plus(firstQuery, row), count) : index(a.keys);
    SmallVector<Value> tile(count * width, arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType)));
    sumProducts(tile, width, {scores, row, pitch, 1}, {operand, plus(from, inner), mix.operand.along}, high);
    Value at = plus(plus(to, times(row, mix.result.along)), inner);
    for (int64_t r = 0; r < count; ++r) {
      Value factor = mix.factor ? vector::BroadcastOp::create(b, vectorType, scalar(rowScratch, plus(row, r))).getResult() : Value();
      for (int64_t v = 0; v < width; ++v) {
        Value sum = tile[r * width + v];
        store(factor ? m.mul(sum, factor) : sum, result, plus(at, r * mix.result.along + v * lanes));
      }
    }
  };
  loop(index(0), index(mix.width), width * lanes, [&](Value inner) {
    int64_t whole = queries - queries % most;
    loop(index(0), index(whole), most, [&](Value row) { rows(row, most, inner); });
    if (whole != queries)
      rows(index(whole), queries - whole, inner);
  });
}

/// Adds what the tile's queries give to the rows of the result, one for each key.
void AttentionEmitter::mixOverQueries(const MixProduct &mix) {
  for (const Segment &segment : segments) {
    auto rows = [&](Value row, int64_t count) {
      Value low = segment.allVisible || !a.visible ? index(0) : arith::SubIOp::create(b, row, firstQuery).getResult();
      mixRows(mix, row, count, low, index(queries));
    };
    int64_t most = mixSums / widthOf(mix);
    // Of whole segments the last rows are as many as are left, known for all but those before a causal diagonal.
    if (!segment.allVisible || !a.visible) {
      int64_t count = segment.rest;
      auto high = segment.high.getDefiningOp<arith::ConstantIndexOp>();
      auto low = segment.low.getDefiningOp<arith::ConstantIndexOp>();
      if (high && low)
        count += high.value() - low.value();
      else if (!segment.allVisible)
        count += std::min(lanes, queries - segment.first * lanes) - segment.rest;
      int64_t whole = count - count % most;
      Value stop = plus(segment.low, whole);
      loop(segment.low, stop, most, [&](Value row) { rows(row, most); });
      if (whole != count)
        rows(stop, count - whole);
    } else {
      int64_t each = most; // the tiles before are whole
      while (mostVectors * lanes % each != 0)
        --each;
      loop(segment.low, segment.high, each, [&](Value row) { rows(row, each); });
    }
  }
}

void AttentionEmitter::mixRows(const MixProduct &mix, Value row, int64_t count, Value low, Value high) {
  Value scores = scratch[buffers[mix.scores]], operand = memrefs[mix.operand.memref], result = memrefs[mix.result.memref];
  Value from = plus(baseOf(mix.operand), times(firstQuery, mix.operand.along));
  Value to = plus(baseOf(mix.result), times(row, mix.result.along)), column = times(row, pitch);
  int64_t width = widthOf(mix);
  loop(index(0), index(mix.width), width * lanes, [&](Value inner) {
    SmallVector<Value> tile;
    Value place = plus(to, inner);
    for (int64_t r = 0; r < count; ++r)
      for (int64_t v = 0; v < width; ++v)
        tile.push_back(load(result, plus(place, r * mix.result.along + v * lanes)));
    sumProducts(tile, width, {scores, plus(column, low), 1, pitch}, {operand, plus(plus(from, times(low, mix.operand.along)), inner), mix.operand.along},
                arith::SubIOp::create(b, high, low));
    for (int64_t r = 0; r < count; ++r)
      for (int64_t v = 0; v < width; ++v)
        store(tile[r * width + v], result, plus(place, r * mix.result.along + v * lanes));
  });
}
