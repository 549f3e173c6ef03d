// SPDX-License-Identifier: Apache-2.0
//===- Transforms.cpp - into Winograd's squares and back ------------------===//
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

namespace {

using Vectors = SmallVector<Value, 16>; // row-major squares
using Line = SmallVector<Value, 4>;

/// The matrices of Winograd.h, applied to one line of a square.
class Lines {
public:
  Lines(ImplicitLocOpBuilder &b, VectorType type, int64_t taps) : b(b), type(type), taps(taps) {}

  Line data(ArrayRef<Value> x) {
    if (taps == 2)
      return {minus(x[0], x[1]), x[1], minus(x[1], x[2])};
    return {minus(x[0], x[2]), plus(x[1], x[2]), minus(x[2], x[1]), minus(x[1], x[3])};
  }
  Line kernel(ArrayRef<Value> g) {
    if (taps == 2)
      return {g[0], plus(g[0], g[1]), g[1]};
    Value ends = half(plus(g[0], g[2])), middle = half(g[1]);
    return {g[0], plus(ends, middle), minus(ends, middle), g[2]};
  }
  Line result(ArrayRef<Value> m) {
    if (taps == 2)
      return {plus(m[0], m[1]), minus(m[1], m[2])};
    return {plus(plus(m[0], m[1]), m[2]), minus(minus(m[1], m[2]), m[3])};
  }
  Line gradient(ArrayRef<Value> y) {
    Value last = minus(arith::ConstantOp::create(b, type, b.getZeroAttr(type)), y[1]);
    if (taps == 2)
      return {y[0], plus(y[0], y[1]), last};
    return {y[0], plus(y[0], y[1]), minus(y[0], y[1]), last};
  }
  Line kernelGradient(ArrayRef<Value> m) {
    if (taps == 2)
      return {plus(m[0], m[1]), plus(m[1], m[2])};
    Value both = half(plus(m[1], m[2])), difference = half(minus(m[1], m[2]));
    return {plus(m[0], both), difference, plus(both, m[3])};
  }

private:
  Value plus(Value x, Value y) { return arith::AddFOp::create(b, x, y); }
  Value minus(Value x, Value y) { return arith::SubFOp::create(b, x, y); }
  Value half(Value x) {
    auto factor = DenseElementsAttr::get(type, b.getFloatAttr(type.getElementType(), 0.5));
    return arith::MulFOp::create(b, arith::ConstantOp::create(b, factor), x);
  }

  ImplicitLocOpBuilder &b;
  VectorType type;
  int64_t taps;
};

} // namespace

/// Applies `line` to each column of a square, then to each row of what that gives.
static Vectors transformSquare(ArrayRef<Value> square, int64_t size, int64_t made, llvm::function_ref<Line(ArrayRef<Value>)> line) {
  Vectors half(made * size), whole(made * made);
  for (int64_t j = 0; j < size; ++j) {
    Line column;
    for (int64_t i = 0; i < size; ++i)
      column.push_back(square[i * size + j]);
    Line results = line(column);
    for (int64_t i = 0; i < made; ++i)
      half[i * size + j] = results[i];
  }
  for (int64_t i = 0; i < made; ++i) {
    Line results = line(ArrayRef(half).slice(i * size, size));
    for (int64_t j = 0; j < made; ++j)
      whole[i * made + j] = results[j];
  }
  return whole;
}

/// kernels[place][lane tile][d][lane] = G g G', for a block of lanes.
void Emitter::transformKernels(const WinogradPlan &plan, Cursor start, Value kernels) {
  const LinearForm &lane = form(1);
  int64_t depth = plan.depth(), lanes = rowElements(), inner = plan.depths.back().size, length = s.vectorLength;
  int64_t across = s.lanes.step(lane), down = lane.coefficient[plan.tapY], right = lane.coefficient[plan.tapX];
  Lines lines(b, vectorType, plan.taps);
  Value turned; // weights of a square of channels and lanes, where these are not side by side
  if (across != 1 && plan.depths.back().step(lane) == 1)
    turned = allocate(plan.taps * plan.taps * length * lanes);
  using Load = llvm::function_ref<Value(int64_t, int64_t, int64_t)>;
  auto channel = [&](Cursor to, Load load) {
    for (int64_t v = 0; v < s.laneVectors; ++v) {
      Vectors taps;
      for (int64_t i = 0; i < plan.taps; ++i)
        for (int64_t j = 0; j < plan.taps; ++j)
          taps.push_back(load(plan.flipsY ? plan.taps - 1 - i : i, plan.flipsX ? plan.taps - 1 - j : j, v));
      Vectors places = transformSquare(taps, plan.taps, plan.side(), [&](ArrayRef<Value> g) { return lines.kernel(g); });
      for (auto [place, value] : llvm::enumerate(places))
        vector::StoreOp::create(b, value, kernels, at(moved(to, int64_t(place) * plan.kernelPlace() + v * length)));
    }
  };
  auto forTiles = [&](Cursor source, Cursor target, llvm::function_ref<void(Cursor, Cursor)> body) {
    loop(plan.laneBlock / lanes,
         [&](Value tile) { body(moved(source, tile, lanes * across), moved(target, tile, depth * lanes)); });
  };
  depthsOf(plan, lane, start, Cursor(), lanes, [&](Cursor source, Cursor target) {
    if (!turned) {
      loop(inner, [&](Value d) {
        forTiles(moved(source, d, plan.depths.back().step(lane)), moved(target, d, lanes), [&](Cursor from, Cursor to) {
          channel(to, [&](int64_t i, int64_t j, int64_t v) {
            return loadLanes(1, moved(from, i * down + j * right + v * length * across), s.lanes, Value());
          });
        });
      });
      return;
    }
    // Channels side by side: squares of them and lanes are turned first.
    loop(inner / length, [&](Value d) {
      forTiles(moved(source, d, length), moved(target, d, length * lanes), [&](Cursor from, Cursor to) {
        loop(plan.taps, [&](Value i) {
          loop(plan.taps, [&](Value j) {
            loop(s.laneVectors, [&](Value v) {
              Cursor square = moved(moved(moved(from, i, down), j, right), v, length * across);
              Cursor place = moved(moved(moved(Cursor(), i, plan.taps * length * lanes), j, length * lanes), v, length);
              Vectors rows;
              for (int64_t l = 0; l < length; ++l)
                rows.push_back(vector::LoadOp::create(b, vectorType, memrefs[accesses[1]->memref], at(moved(square, l * across))));
              transposeSquare(b, rows);
              for (int64_t k = 0; k < length; ++k)
                vector::StoreOp::create(b, rows[k], turned, at(moved(place, k * lanes)));
            });
          });
        });
        loop(length, [&](Value k) {
          channel(moved(to, k, lanes), [&](int64_t i, int64_t j, int64_t v) {
            Cursor place = moved(moved(Cursor(), k, lanes), (i * plan.taps + j) * length * lanes + v * length);
            return vector::LoadOp::create(b, vectorType, turned, at(place)).getResult();
          });
        });
      });
    });
  });
}

/// Runs `body` for each run of channels with unit steps: where it begins in an operand and, `step` a channel, in what is made.
void Emitter::depthsOf(const WinogradPlan &plan, const LinearForm &operand, Cursor from, Cursor to, int64_t step,
                       llvm::function_ref<void(Cursor, Cursor)> body) {
  std::function<void(unsigned, Cursor, Cursor)> walk = [&](unsigned depth, Cursor source, Cursor target) {
    if (depth + 1 == plan.depths.size())
      return body(source, target);
    int64_t below = step;
    for (const LabelAxis &axis : llvm::drop_begin(plan.depths, depth + 1))
      below *= axis.size;
    const LabelAxis &axis = plan.depths[depth];
    loop(axis.size, [&](Value i) { walk(depth + 1, moved(source, i, axis.step(operand)), moved(target, i, below)); });
  };
  walk(0, from, to);
}

/// Runs `body(corner, number)` for the tiles of a block.
void Emitter::tilesOf(const WinogradPlan &plan, const Cursors &now, llvm::function_ref<void(const Cursors &, Value)> body) {
  LabelAxis image = plan.images.empty() ? LabelAxis() : plan.images.back();
  LabelAxis pairY{{plan.y}, plan.tileRows, 2}, pairX{{plan.x}, plan.tileColumns, 2};
  loop(plan.imageBlock, [&](Value g) {
    Cursors inImage = plan.imageBlock == 1 ? now : moved(now, image, g);
    loop(plan.tileRows, [&](Value i) {
      Cursors inRow = moved(inImage, pairY, i);
      Value row = plus(times(g, plan.tileRows), i);
      loop(plan.tileColumns, [&](Value j) { body(moved(inRow, pairX, j), plus(times(row, plan.tileColumns), j)); });
    });
  });
}

/// data[place][tile][d] = B' d B, for `depth` channels.
void Emitter::transformData(const WinogradPlan &plan, const Cursors &now, Value data, int64_t depth) {
  int64_t down = form(0).coefficient[plan.y], right = form(0).coefficient[plan.x], side = plan.side();
  int64_t inner = std::min(depth, plan.depths.back().size);
  Lines lines(b, vectorType, plan.taps);
  tilesOf(plan, now, [&](const Cursors &corner, Value tile) {
    depthsOf(plan, form(0), corner[0], moved(Cursor(), tile, dataStep), 1, [&](Cursor square, Cursor to) {
      loop(inner / s.vectorLength, [&](Value d) {
        Cursor source = moved(square, d, s.vectorLength), target = moved(to, d, s.vectorLength);
        Vectors values;
        for (int64_t u = 0; u < side; ++u)
          for (int64_t v = 0; v < side; ++v)
            values.push_back(vector::LoadOp::create(b, vectorType, memrefs[accesses[0]->memref], at(moved(source, u * down + v * right))));
        Vectors places = transformSquare(values, side, side, [&](ArrayRef<Value> x) { return lines.data(x); });
        for (auto [place, value] : llvm::enumerate(places))
          vector::StoreOp::create(b, value, data, at(moved(target, int64_t(place) * dataPlace)));
      });
    });
  });
}

/// The vectors of all places, `distance` apart.
SmallVector<Value, 16> Emitter::placesAt(const WinogradPlan &plan, Value memory, Cursor from, int64_t distance) {
  Vectors places;
  for (int64_t place = 0; place < plan.places(); ++place)
    places.push_back(vector::LoadOp::create(b, vectorType, memory, at(moved(from, place * distance))));
  return places;
}

/// Whether the position `down` and `right` of a tile's corner exists; null where it always does.
Value Emitter::isInside(const WinogradPlan &plan, const Cursors &corner, int64_t down, int64_t right) {
  Value inside;
  for (auto [label, step, place] : {std::tuple(plan.y, down, accesses.size() - 2), std::tuple(plan.x, right, accesses.size() - 1)}) {
    if (step == 0 || c.sizes[label] % 2 == 0)
      continue;
    Value exists = arith::CmpIOp::create(b, arith::CmpIPredicate::ult, at(moved(corner[place], step)), index(c.sizes[label]));
    inside = inside ? arith::AndIOp::create(b, inside, exists).getResult() : exists;
  }
  return inside;
}

/// The four positions of each tile: A' m A, then the epilogue.
void Emitter::transformResult(const WinogradPlan &plan, const Cursors &now, Value products) {
  int64_t lanes = rowElements();
  LabelAxis laneTile = s.lanes;
  laneTile.stride = lanes;
  Lines lines(b, vectorType, plan.taps);
  tilesOf(plan, now, [&](const Cursors &corner, Value tile) {
    loop(plan.laneBlock / lanes, [&](Value number) {
      Cursors here = moved(corner, laneTile, number);
      Cursor from = moved(moved(Cursor(), tile, plan.laneBlock), number, lanes);
      SmallVector<Vectors> made;
      for (int64_t v = 0; v < s.laneVectors; ++v)
        made.push_back(transformSquare(placesAt(plan, products, moved(from, v * s.vectorLength), productPlace), plan.side(), 2,
                                       [&](ArrayRef<Value> m) { return lines.result(m); }));
      for (int64_t u = 0; u < 2; ++u)
        for (int64_t w = 0; w < 2; ++w) {
          SmallVector<Value> sums;
          for (const Vectors &square : made)
            sums.push_back(square[2 * u + w]);
          Cursors row = here;
          for (unsigned k = 2; k < accesses.size(); ++k)
            row[k] = moved(row[k], u * form(k).coefficient[plan.y] + w * form(k).coefficient[plan.x]);
          OpBuilder::InsertionGuard guard(b);
          if (Value inside = isInside(plan, corner, u, w))
            b.setInsertionPointToStart(scf::IfOp::create(b, inside, /*withElse=*/false).thenBlock());
          finishRow(row, sums);
        }
    });
  });
}

/// gradients[place][tile][lane] = A y A', for the lanes of one tile.
void Emitter::transformGradients(const WinogradPlan &plan, const Cursors &now, Value gradients) {
  int64_t down = form(1).coefficient[plan.y], right = form(1).coefficient[plan.x], lanes = rowElements();
  Lines lines(b, vectorType, plan.taps);
  tilesOf(plan, now, [&](const Cursors &corner, Value tile) {
    Cursor to = moved(Cursor(), tile, lanes);
    SmallVector<Value> exists;
    for (int64_t u = 0; u < 2; ++u)
      for (int64_t w = 0; w < 2; ++w) {
        Value inside = isInside(plan, corner, u, w);
        exists.push_back(inside ? vector::BroadcastOp::create(b, vectorType.clone(b.getI1Type()), inside).getResult() : Value());
      }
    for (int64_t v = 0; v < s.laneVectors; ++v) {
      Vectors values;
      for (int64_t u = 0; u < 2; ++u)
        for (int64_t w = 0; w < 2; ++w)
          values.push_back(loadLanes(1, moved(corner[1], u * down + w * right + v * s.vectorLength), s.lanes, exists[2 * u + w]));
      Vectors places = transformSquare(values, 2, plan.side(), [&](ArrayRef<Value> y) { return lines.gradient(y); });
      for (auto [place, value] : llvm::enumerate(places))
        vector::StoreOp::create(b, value, gradients, at(moved(to, int64_t(place) * productPlace + v * s.vectorLength)));
    }
  });
}

/// The taps: G' m G, then the epilogue.
void Emitter::transformKernelGradient(const WinogradPlan &plan, const Cursors &unit, Value sums) {
  int64_t lanes = rowElements();
  Lines lines(b, vectorType, plan.taps);
  loop(plan.depthBlock, [&](Value d) {
    Cursors here = moved(unit, plan.depths.back(), d);
    Cursor from = moved(Cursor(), d, lanes);
    SmallVector<Vectors> made;
    for (int64_t v = 0; v < s.laneVectors; ++v)
      made.push_back(transformSquare(placesAt(plan, sums, moved(from, v * s.vectorLength), plan.depthBlock * lanes), plan.side(),
                                     plan.taps, [&](ArrayRef<Value> m) { return lines.kernelGradient(m); }));
    for (int64_t i = 0; i < plan.taps; ++i)
      for (int64_t j = 0; j < plan.taps; ++j) {
        SmallVector<Value> tap;
        for (const Vectors &square : made)
          tap.push_back(square[plan.taps * i + j]);
        Cursors row = here;
        for (unsigned k = 2; k < accesses.size(); ++k)
          row[k] = moved(row[k], (plan.flipsY ? plan.taps - 1 - i : i) * form(k).coefficient[plan.tapY] +
                                     (plan.flipsX ? plan.taps - 1 - j : j) * form(k).coefficient[plan.tapX]);
        finishRow(row, tap);
      }
  });
}
