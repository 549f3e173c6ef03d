// SPDX-License-Identifier: Apache-2.0
//===- Transforms.cpp - into Winograd's squares and back ------------------===//
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

using Line = Emitter::Line;

/// Channels of the kernels that are asked for ahead: a unit's lanes are a piece of each row of them.
static constexpr int64_t kAhead = 2;

namespace {

// Of a tile of 4 x 4: the points 0, +-a, +-b and infinity, and for a and b what the polynomial of the others' roots is there. With 3/4 and 3/2
// errors are a quarter of those with 1 and 2.
constexpr double kA = 0.75, kB = 1.5, kA2 = kA * kA, kB2 = kB * kB, kAll = kA2 * kB2, kBoth = kA2 + kB2;
constexpr double kFactorA = 1 / (2 * kA2 * (kA2 - kB2)), kFactorB = 1 / (2 * kB2 * (kB2 - kA2));
constexpr double kFactors[] = {kA, kB, kA2, kB2, kA * kA2, kB * kB2, kAll, kBoth, 1 / kAll, kFactorA, kFactorB, kFactorA * kA, kFactorB * kB};

/// The matrices of Winograd.h, applied to one line of a square.
class Lines {
public:
  /// The factors of tiles of 4 x 4 are the last elements of `scratch`. They are read here.
  Lines(ImplicitLocOpBuilder &b, VectorType type, const WinogradPlan &plan, Value scratch)
      : b(b), type(type), taps(plan.taps), isLarge(plan.tile == 4), scratch(scratch) {
    if (isLarge)
      here = arith::ConstantIndexOp::create(b, cast<MemRefType>(scratch.getType()).getNumElements() - std::size(kFactors));
  }

  Line data(ArrayRef<Value> x) {
    if (isLarge) {
      Line line{fma(kAll, x[0], minusTimes(kBoth, x[2], x[4]))};
      for (auto [p, other] : {std::pair(kA, kB2), std::pair(kB, kA2)})
        bothSigns(line, minusTimes(other, x[2], x[4]), p, minusTimes(other, x[1], x[3]));
      line.push_back(fma(kAll, x[1], minusTimes(kBoth, x[3], x[5])));
      return line;
    }
    if (taps == 2)
      return {minus(x[0], x[1]), x[1], minus(x[1], x[2])};
    return {minus(x[0], x[2]), plus(x[1], x[2]), minus(x[2], x[1]), minus(x[1], x[3])};
  }
  Line kernel(ArrayRef<Value> g) {
    if (isLarge) {
      Line line{times(1 / kAll, g[0])};
      bothSigns(line, times(kFactorA, fma(kA2, g[2], g[0])), kFactorA * kA, g[1]);
      bothSigns(line, times(kFactorB, fma(kB2, g[2], g[0])), kFactorB * kB, g[1]);
      line.push_back(g[2]);
      return line;
    }
    if (taps == 2)
      return {g[0], plus(g[0], g[1]), g[1]};
    Value ends = half(plus(g[0], g[2])), middle = half(g[1]);
    return {g[0], plus(ends, middle), minus(ends, middle), g[2]};
  }
  Line result(ArrayRef<Value> m) {
    if (isLarge) {
      Value a = plus(m[1], m[2]), b = plus(m[3], m[4]), c = minus(m[1], m[2]), d = minus(m[3], m[4]);
      return {plus(plus(m[0], a), b), fma(kB, d, times(kA, c)), fma(kB2, b, times(kA2, a)), fma(kB * kB2, d, fma(kA * kA2, c, m[5]))};
    }
    if (taps == 2)
      return {plus(m[0], m[1]), minus(m[1], m[2])};
    return {plus(plus(m[0], m[1]), m[2]), minus(minus(m[1], m[2]), m[3])};
  }
  Line gradient(ArrayRef<Value> y) {
    if (isLarge) {
      Line line{y[0]};
      bothSigns(line, fma(kA2, y[2], y[0]), kA, fma(kA2, y[3], y[1]));
      bothSigns(line, fma(kB2, y[2], y[0]), kB, fma(kB2, y[3], y[1]));
      line.push_back(y[3]);
      return line;
    }
    Value last = minus(arith::ConstantOp::create(b, type, b.getZeroAttr(type)), y[1]);
    if (taps == 2)
      return {y[0], plus(y[0], y[1]), last};
    return {y[0], plus(y[0], y[1]), minus(y[0], y[1]), last};
  }
  Line kernelGradient(ArrayRef<Value> m) {
    if (isLarge) {
      Value a = times(kFactorA, plus(m[1], m[2])), b = times(kFactorB, plus(m[3], m[4]));
      return {fma(1 / kAll, m[0], plus(a, b)), fma(kFactorB * kB, minus(m[3], m[4]), times(kFactorA * kA, minus(m[1], m[2]))),
              fma(kB2, b, fma(kA2, a, m[5]))};
    }
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
  Value factor(double value) {
    size_t number = llvm::find(kFactors, value) - std::begin(kFactors);
    if (Value &made = known[number]; made)
      return made;
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointAfter(here);
    Value place = arith::ConstantIndexOp::create(b, here.value() + number);
    return known[number] = vector::BroadcastOp::create(b, type, memref::LoadOp::create(b, scratch, place).getResult());
  }
  Value times(double value, Value x) { return arith::MulFOp::create(b, factor(value), x); }
  Value fma(double value, Value x, Value y) { return math::FmaOp::create(b, factor(value), x, y); }
  Value minusTimes(double value, Value x, Value y) { return math::FmaOp::create(b, factor(value), arith::NegFOp::create(b, x), y); }
  /// even + value * odd and even - value * odd.
  void bothSigns(Line &line, Value even, double value, Value odd) {
    line.push_back(fma(value, odd, even));
    line.push_back(minusTimes(value, odd, even));
  }

  ImplicitLocOpBuilder &b;
  VectorType type;
  int64_t taps;
  bool isLarge;
  Value scratch;
  arith::ConstantIndexOp here;      ///< where factors are read; the place of the first one
  Value known[std::size(kFactors)]; ///< those that have been read
};

} // namespace

/// What transforms of 4 x 4 have in memory: rows of squares whose columns are transformed, as 36 vectors do not stay in registers, and behind them the
/// factors. Each tile reads these: constants would be kept in registers from one transform to the next, and sums of products between the two would
/// have to leave.
Value Emitter::scratchOf(const WinogradPlan &plan) {
  if (plan.tile == 4 && !squares) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(&kernel.getBody().front());
    int64_t end = s.laneVectors * plan.places() * s.vectorLength;
    squares = allocate(end + std::size(kFactors));
    for (auto [i, value] : llvm::enumerate(kFactors))
      memref::StoreOp::create(b, arith::ConstantOp::create(b, b.getFloatAttr(element, value)), squares, index(end + i));
  }
  return squares;
}

/// Applies `line` to each column of `count` squares, then to each row of what that gives: `store(i, rows)` takes row i of each.
void Emitter::transformSquares(const WinogradPlan &plan, int64_t count, int64_t size, int64_t made, LineOf line, LoadOf load, StoreOf store) {
  auto columnOf = [&](int64_t v, Cursor j) {
    Line column;
    for (int64_t i = 0; i < size; ++i)
      column.push_back(load(v, i, j));
    return line(column);
  };
  if (plan.tile == 2) {
    SmallVector<SmallVector<Line>> rows(made);
    for (int64_t v = 0; v < count; ++v) {
      SmallVector<Line> half(made);
      for (int64_t j = 0; j < size; ++j)
        for (auto [i, value] : llvm::enumerate(columnOf(v, {Value(), j})))
          half[i].push_back(value);
      for (int64_t i = 0; i < made; ++i)
        rows[i].push_back(line(half[i]));
    }
    for (int64_t i = 0; i < made; ++i)
      store({Value(), i}, rows[i]);
    return;
  }
  // Columns and rows are walked.
  int64_t width = size * s.vectorLength;
  auto place = [&](int64_t v, Cursor i, Cursor j) { return at(moved(moved(moved(Cursor(), v * made * width), i, width), j, s.vectorLength)); };
  loop(size, [&](Value j) {
    for (int64_t v = 0; v < count; ++v)
      for (auto [i, value] : llvm::enumerate(columnOf(v, {j, 0})))
        vector::StoreOp::create(b, value, squares, place(v, {Value(), int64_t(i)}, {j, 0}));
  });
  loop(made, [&](Value i) {
    SmallVector<Line> rows;
    for (int64_t v = 0; v < count; ++v) {
      Line row;
      for (int64_t j = 0; j < size; ++j)
        row.push_back(vector::LoadOp::create(b, vectorType, squares, place(v, {i, 0}, {Value(), j})));
      rows.push_back(line(row));
    }
    store({i, 0}, rows);
  });
}

/// kernels[place][lane tile][d][lane] = G g G', for a block of lanes.
void Emitter::transformKernels(const WinogradPlan &plan, Cursor start, Value kernels) {
  const LinearForm &lane = form(1);
  int64_t depth = plan.depth(), lanes = rowElements(), inner = plan.depths.back().size, length = s.vectorLength;
  int64_t across = s.lanes.step(lane), down = lane.coefficient[plan.tapY], right = lane.coefficient[plan.tapX];
  int64_t last = plan.taps - 1;
  Lines lines(b, vectorType, plan, scratchOf(plan));
  Value turned; // weights of a square of channels and lanes, where these are not side by side
  if (across != 1 && plan.depths.back().step(lane) == 1)
    turned = allocate(plan.taps * plan.taps * length * lanes);
  // Of taps that run against the positions the last one comes first.
  auto tap = [&](Cursor from, int64_t i, Cursor j, int64_t down, int64_t right) {
    from = moved(from, (plan.flipsY ? last - i : i) * down);
    return plan.flipsX ? moved(moved(from, j, -right), last * right) : moved(from, j, right);
  };
  auto channel = [&](Cursor to, LoadOf load) {
    transformSquares(plan, s.laneVectors, plan.taps, plan.side(), [&](ArrayRef<Value> g) { return lines.kernel(g); }, load,
                     [&](Cursor i, ArrayRef<Line> rows) {
                       for (auto [v, row] : llvm::enumerate(rows))
                         for (auto [j, value] : llvm::enumerate(row))
                           vector::StoreOp::create(b, value, kernels,
                                                   at(moved(moved(to, i, plan.side() * plan.kernelPlace()), j * plan.kernelPlace() + v * length)));
                     });
  };
  auto forTiles = [&](Cursor source, Cursor target, llvm::function_ref<void(Cursor, Cursor)> body) {
    loop(plan.laneBlock / lanes,
         [&](Value tile) { body(moved(source, tile, lanes * across), moved(target, tile, depth * lanes)); });
  };
  depthsOf(plan, lane, start, Cursor(), lanes, [&](Cursor source, Cursor target) {
    if (!turned) {
      loop(inner, [&](Value d) {
        forTiles(moved(source, d, plan.depths.back().step(lane)), moved(target, d, lanes), [&](Cursor from, Cursor to) {
          channel(to, [&](int64_t v, int64_t i, Cursor j) {
            Cursor place = moved(tap(from, i, j, down, right), v * length * across);
            fetch(1, moved(place, kAhead * plan.depths.back().step(lane)));
            return loadLanes(1, place, s.lanes, Value());
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
              SmallVector<Value, 16> rows;
              for (int64_t l = 0; l < length; ++l)
                rows.push_back(vector::LoadOp::create(b, vectorType, memrefs[accesses[1]->memref], at(moved(square, l * across))));
              transposeSquare(b, rows);
              for (int64_t k = 0; k < length; ++k)
                vector::StoreOp::create(b, rows[k], turned, at(moved(place, k * lanes)));
            });
          });
        });
        loop(length, [&](Value k) {
          channel(moved(to, k, lanes), [&](int64_t v, int64_t i, Cursor j) {
            Cursor place = moved(moved(Cursor(), k, lanes), v * length);
            return vector::LoadOp::create(b, vectorType, turned, at(tap(place, i, j, plan.taps * length * lanes, length * lanes))).getResult();
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
  LabelAxis down{{plan.y}, plan.tileRows, plan.tile}, right{{plan.x}, plan.tileColumns, plan.tile};
  loop(plan.imageBlock, [&](Value g) {
    Cursors inImage = plan.imageBlock == 1 ? now : moved(now, image, g);
    loop(plan.tileRows, [&](Value i) {
      Cursors inRow = moved(inImage, down, i);
      Value row = plus(times(g, plan.tileRows), i);
      loop(plan.tileColumns, [&](Value j) { body(moved(inRow, right, j), plus(times(row, plan.tileColumns), j)); });
    });
  });
}

/// data[place][tile][d] = B' d B, for `depth` channels.
void Emitter::transformData(const WinogradPlan &plan, const Cursors &now, Value data, int64_t depth) {
  int64_t down = form(0).coefficient[plan.y], right = form(0).coefficient[plan.x], side = plan.side();
  int64_t inner = std::min(depth, plan.depths.back().size);
  tilesOf(plan, now, [&](const Cursors &corner, Value tile) {
    Lines lines(b, vectorType, plan, scratchOf(plan));
    Cursor row = corner[accesses.size() - 2], column = corner.back();
    SmallVector<Cursor> rows;
    for (int64_t i = 0; i < side; ++i)
      rows.push_back(moved(Cursor(), upToEnd(plan, plan.y, row, {Value(), i}), down));
    depthsOf(plan, form(0), corner[0], moved(Cursor(), tile, dataStep), 1, [&](Cursor square, Cursor to) {
      loop(inner / s.vectorLength, [&](Value d) {
        Cursor source = moved(square, d, s.vectorLength), target = moved(to, d, s.vectorLength);
        transformSquares(plan, 1, side, side, [&](ArrayRef<Value> x) { return lines.data(x); },
                         [&](int64_t, int64_t i, Cursor j) {
                           Cursor from = moved(moved(source, rows[i], 1), upToEnd(plan, plan.x, column, j), right);
                           if (plan.tile == 4)
                             fetch(0, moved(from, plan.tile * right)); // of the next tile
                           return vector::LoadOp::create(b, vectorType, memrefs[accesses[0]->memref], at(from)).getResult();
                         },
                         [&](Cursor i, ArrayRef<Line> rows) {
                           for (auto [j, value] : llvm::enumerate(rows.front()))
                             vector::StoreOp::create(b, value, data, at(moved(moved(target, i, side * dataPlace), j * dataPlace)));
                         });
      });
    });
  });
}

/// The position of a tile's data `number` behind that at `corner`, or the last one that windows have: behind it there may be no memory, nor do
/// transforms of 4 x 4 leave what lies there out of the results.
Cursor Emitter::upToEnd(const WinogradPlan &plan, unsigned label, Cursor corner, Cursor number) {
  if (plan.tile == 2 || c.sizes[label] % plan.tile == 0)
    return number;
  Value end = arith::SubIOp::create(b, index(c.sizes[label] + plan.taps - 2), at(corner));
  return {arith::MinUIOp::create(b, at(number), end), 0};
}

/// The vector of a place, `distance` from the one before.
Value Emitter::placeAt(const WinogradPlan &plan, Value memory, Cursor from, int64_t i, Cursor j, int64_t distance) {
  return vector::LoadOp::create(b, vectorType, memory, at(moved(moved(from, i * plan.side() * distance), j, distance)));
}

/// Whether the position `down` and `right` of a tile's corner exists; null where it always does.
Value Emitter::isInside(const WinogradPlan &plan, const Cursors &corner, Cursor down, Cursor right) {
  Value inside;
  for (auto [label, step, place] : {std::tuple(plan.y, down, accesses.size() - 2), std::tuple(plan.x, right, accesses.size() - 1)}) {
    if ((!step.base && step.constant == 0) || c.sizes[label] % plan.tile == 0)
      continue;
    Value exists = arith::CmpIOp::create(b, arith::CmpIPredicate::ult, at(moved(corner[place], step, 1)), index(c.sizes[label]));
    inside = inside ? arith::AndIOp::create(b, inside, exists).getResult() : exists;
  }
  return inside;
}

/// The positions of each tile: A' m A, then the epilogue.
void Emitter::transformResult(const WinogradPlan &plan, const Cursors &now, Value products) {
  int64_t lanes = rowElements();
  LabelAxis laneTile = s.lanes;
  laneTile.stride = lanes;
  tilesOf(plan, now, [&](const Cursors &corner, Value tile) {
    loop(plan.laneBlock / lanes, [&](Value number) {
      Lines lines(b, vectorType, plan, scratchOf(plan));
      Cursors here = moved(corner, laneTile, number);
      Cursor from = moved(moved(Cursor(), tile, plan.laneBlock), number, lanes);
      transformSquares(plan, s.laneVectors, plan.side(), plan.tile, [&](ArrayRef<Value> m) { return lines.result(m); },
                       [&](int64_t v, int64_t i, Cursor j) {
                         return placeAt(plan, products, moved(from, v * s.vectorLength), i, j, productPlace);
                       },
                       [&](Cursor u, ArrayRef<Line> rows) {
                         for (int64_t w = 0; w < plan.tile; ++w) {
                           SmallVector<Value> sums;
                           for (const Line &row : rows)
                             sums.push_back(row[w]);
                           Cursors row = here;
                           for (unsigned k = 2; k < accesses.size(); ++k)
                             row[k] = moved(moved(row[k], u, form(k).coefficient[plan.y]), w * form(k).coefficient[plan.x]);
                           OpBuilder::InsertionGuard guard(b);
                           if (Value inside = isInside(plan, corner, u, {Value(), w}))
                             b.setInsertionPointToStart(scf::IfOp::create(b, inside, /*withElse=*/false).thenBlock());
                           finishRow(row, sums);
                         }
                       });
    });
  });
}

/// gradients[place][tile][lane] = A y A', for the lanes of one tile.
void Emitter::transformGradients(const WinogradPlan &plan, const Cursors &now, Value gradients) {
  int64_t down = form(1).coefficient[plan.y], right = form(1).coefficient[plan.x], lanes = rowElements();
  tilesOf(plan, now, [&](const Cursors &corner, Value tile) {
    Lines lines(b, vectorType, plan, scratchOf(plan));
    Cursor to = moved(Cursor(), tile, lanes);
    transformSquares(plan, s.laneVectors, plan.tile, plan.side(), [&](ArrayRef<Value> y) { return lines.gradient(y); },
                     [&](int64_t v, int64_t u, Cursor w) {
                       Value exists = isInside(plan, corner, {Value(), u}, w);
                       if (exists)
                         exists = vector::BroadcastOp::create(b, vectorType.clone(b.getI1Type()), exists);
                       return loadLanes(1, moved(moved(corner[1], w, right), u * down + v * s.vectorLength), s.lanes, exists);
                     },
                     [&](Cursor i, ArrayRef<Line> rows) {
                       for (auto [v, row] : llvm::enumerate(rows))
                         for (auto [j, value] : llvm::enumerate(row))
                           vector::StoreOp::create(b, value, gradients,
                                                   at(moved(moved(to, i, plan.side() * productPlace), j * productPlace + v * s.vectorLength)));
                     });
  });
}

/// The taps: G' m G, then the epilogue.
void Emitter::transformKernelGradient(const WinogradPlan &plan, const Cursors &unit, Value sums) {
  int64_t lanes = rowElements(), last = plan.taps - 1;
  loop(plan.depthBlock, [&](Value d) {
    Lines lines(b, vectorType, plan, scratchOf(plan));
    Cursors here = moved(unit, plan.depths.back(), d);
    Cursor from = moved(Cursor(), d, lanes);
    transformSquares(plan, s.laneVectors, plan.side(), plan.taps, [&](ArrayRef<Value> m) { return lines.kernelGradient(m); },
                     [&](int64_t v, int64_t i, Cursor j) {
                       return placeAt(plan, sums, moved(from, v * s.vectorLength), i, j, plan.depthBlock * lanes);
                     },
                     [&](Cursor i, ArrayRef<Line> rows) {
                       for (int64_t j = 0; j < plan.taps; ++j) {
                         SmallVector<Value> tap;
                         for (const Line &row : rows)
                           tap.push_back(row[j]);
                         Cursors row = here;
                         for (unsigned k = 2; k < accesses.size(); ++k) {
                           int64_t down = form(k).coefficient[plan.tapY], right = form(k).coefficient[plan.tapX];
                           row[k] = plan.flipsY ? moved(moved(row[k], i, -down), last * down) : moved(row[k], i, down);
                           row[k] = moved(row[k], (plan.flipsX ? last - j : j) * right);
                         }
                         finishRow(row, tap);
                       }
                     });
  });
}
