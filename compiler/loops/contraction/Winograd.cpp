// SPDX-License-Identifier: Apache-2.0
//===- Winograd.cpp -------------------------------------------------------===//
#include "compiler/loops/contraction/Winograd.h"
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Products of a tile, one for each place of a 4 x 4 square.
static constexpr int64_t kPlaces = 16;
/// Bytes of transformed data and products of one block: half of the second-level cache.
static constexpr int64_t kBlockBytes = 512 * 1024;
/// Bytes of transformed kernels that a worker keeps.
static constexpr int64_t kKernelBytes = 1024 * 1024;
/// Tiles of one image below which transforming the kernel does not pay.
static constexpr int64_t kTiles = 16;
/// Units of work that the gradient of a kernel should have at least.
static constexpr int64_t kUnits = 4;

//===----------------------------------------------------------------------===//
// The plan
//===----------------------------------------------------------------------===//

std::optional<WinogradPlan> loops::planWinograd(const Contraction &c, unsigned elementBits, unsigned vectorBits,
                                                ContractionSchedule &s) {
  unsigned labels = c.sizes.size();
  int64_t length = vectorBits / elementBits;
  for (bool swapped : {false, true}) {
    const LinearForm &data = (swapped ? c.b : c.a).offset, &other = (swapped ? c.a : c.b).offset;
    const SmallVector<bool, 8> &inData = swapped ? c.inB : c.inA, &inOther = swapped ? c.inA : c.inB;
    WinogradPlan plan;
    SmallVector<unsigned> taps, positions, depths, lanes;
    // What the result shares with the data alone: positions of a convolution, taps of a kernel's gradient.
    for (unsigned l = 0; l < labels; ++l) {
      if (!inData[l])
        lanes.push_back(l);
      else if (c.inC[l] && inOther[l])
        taps.push_back(labels); // groups: no match
    }
    if (lanes.size() != 1 || !taps.empty() || !c.inC[lanes.front()] || c.results.front().offset.coefficient[lanes.front()] == 0)
      continue;
    // A tap and its position move the data by the same distance.
    for (unsigned t = 0; t < labels; ++t)
      if (inData[t] && c.sizes[t] == 3)
        for (unsigned p = 0; p < labels; ++p)
          if (p != t && inData[p] && c.inC[p] != c.inC[t] && data.coefficient[t] != 0 &&
              std::abs(data.coefficient[t]) == std::abs(data.coefficient[p]) && taps.size() < 3) {
            taps.push_back(t);
            positions.push_back(p);
          }
    if (taps.size() != 2 || positions[0] == positions[1] || taps[0] == taps[1] || c.inC[taps[0]] != c.inC[taps[1]] ||
        positions[0] == taps[1] || positions[1] == taps[0])
      continue;
    plan.ofKernel = c.inC[taps[0]];
    plan.tapY = taps[0], plan.tapX = taps[1], plan.y = positions[0], plan.x = positions[1];
    plan.flipsY = data.coefficient[plan.tapY] != data.coefficient[plan.y];
    plan.flipsX = data.coefficient[plan.tapX] != data.coefficient[plan.x];
    if (plan.ofKernel && other.coefficient[lanes.front()] != 1)
      continue;
    if (data.coefficient[plan.y] < 0 || data.coefficient[plan.x] < 0)
      continue;
    for (unsigned l = 0; l < labels; ++l) {
      if (!inData[l] || llvm::is_contained(taps, l) || llvm::is_contained(positions, l))
        continue;
      if (c.inC[l] == plan.ofKernel)
        depths.push_back(l);
      else
        plan.images.push_back(l);
    }
    if (depths.size() != 1)
      continue;
    plan.depth = depths.front();
    int64_t depth = c.sizes[plan.depth], width = c.sizes[lanes.front()];
    int64_t rows = c.sizes[plan.y], columns = c.sizes[plan.x];
    if (data.coefficient[plan.depth] != 1 || depth % length != 0 || width % length != 0 || depth < 2 * length ||
        width < 2 * length || rows % 2 != 0 || columns % 2 != 0 || rows * columns / 4 < kTiles ||
        kPlaces * depth * width * elementBits / 8 > kKernelBytes)
      continue;

    s.vectorLength = length;
    s.swapped = swapped;
    s.lanes = {{lanes.front()}, width, 1};
    int64_t vectors = width / length;
    s.laneVectors = vectors % 2 == 0 ? 2 : vectors == 3 ? 3 : 1;
    int64_t accumulators = (vectorBits >= 512 ? 32 : 16) - s.laneVectors - 2;
    plan.depthBlock = depth;
    if (plan.ofKernel)
      plan.depthBlock = length * largestDivisor(depth / length, std::max<int64_t>(1, vectors / s.laneVectors * depth / length / kUnits));
    int64_t beside = plan.ofKernel ? s.laneVectors * length : width;
    int64_t tileBytes = kPlaces * (plan.depthBlock + beside) * elementBits / 8;
    plan.tileRows = largestDivisor(rows / 2, std::max<int64_t>(1, kBlockBytes / tileBytes / (columns / 2)));
    int64_t walked = plan.ofKernel ? plan.depthBlock : plan.tileRows * columns / 2;
    int64_t target = std::min<int64_t>({14, accumulators / s.laneVectors, walked});
    s.rowCount = llvm::divideCeil(walked, llvm::divideCeil(walked, target));
    return plan;
  }
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

namespace {
using Vectors = SmallVector<Value, 16>; // row-major squares
}

/// Applies `line` to each column of a square of `size` columns, then to each row of what that gives.
template <typename Line> static Vectors transformSquare(ArrayRef<Value> square, int64_t size, int64_t made, Line line) {
  Vectors half(made * size), whole(made * made);
  for (int64_t j = 0; j < size; ++j) {
    SmallVector<Value, 4> column;
    for (int64_t i = 0; i < size; ++i)
      column.push_back(square[i * size + j]);
    SmallVector<Value, 4> results = line(column);
    for (int64_t i = 0; i < made; ++i)
      half[i * size + j] = results[i];
  }
  for (int64_t i = 0; i < made; ++i) {
    SmallVector<Value, 4> results = line(ArrayRef(half).slice(i * size, size));
    for (int64_t j = 0; j < made; ++j)
      whole[i * made + j] = results[j];
  }
  return whole;
}

void Emitter::winograd(const WinogradPlan &plan) {
  Value worker = kernel.getArgument(kernel.getNumArguments() - 2), workers = kernel.getArguments().back();
  int64_t blocks = c.sizes[plan.y] / 2 / plan.tileRows, tiles = plan.tileRows * c.sizes[plan.x] / 2;
  int64_t depth = c.sizes[plan.depth], laneTiles = s.laneTiles(), lanes = rowElements();
  auto allocate = [&](int64_t elements) {
    return memref::AllocaOp::create(b, MemRefType::get({elements}, element), b.getI64IntegerAttr(64)).getResult();
  };
  auto label = [&](unsigned number) { return LabelAxis{{number}, c.sizes[number], 1}; };
  auto block = [&](unsigned number, int64_t size) { return LabelAxis{{number}, c.sizes[number] / size, size}; };
  Cursors start(accesses.size());
  for (unsigned i = 0; i < start.size(); ++i)
    start[i].constant = form(i).constant;
  // Taps that run against the positions are walked from their end.
  if (plan.flipsY)
    start[0].constant += 2 * form(0).coefficient[plan.tapY];
  if (plan.flipsX)
    start[0].constant += 2 * form(0).coefficient[plan.tapX];
  auto images = [&](Cursors cursors, llvm::function_ref<void(const Cursors &)> body) {
    std::function<void(unsigned, const Cursors &)> walk = [&](unsigned axis, const Cursors &now) {
      if (axis == plan.images.size())
        return loop(blocks, [&](Value i) { body(moved(now, block(plan.y, 2 * plan.tileRows), i)); });
      loop(c.sizes[plan.images[axis]], [&](Value i) { walk(axis + 1, moved(now, label(plan.images[axis]), i)); });
    };
    walk(0, cursors);
  };
  auto digit = [&](Value &rest, int64_t size) -> Value {
    if (size == 1)
      return index(0);
    Value result = arith::RemUIOp::create(b, rest, index(size));
    rest = arith::DivUIOp::create(b, rest, index(size));
    return result;
  };
  LabelAxis laneTile = s.lanes;
  laneTile.stride = lanes;

  if (!plan.ofKernel) {
    Value kernels = allocate(kPlaces * depth * s.lanes.size), data = allocate(kPlaces * tiles * depth),
          products = allocate(kPlaces * tiles * s.lanes.size);
    transformKernels(plan, start, kernels);
    int64_t units = blocks;
    for (unsigned image : plan.images)
      units *= c.sizes[image];
    loop(worker, index(units), workers, [&](Value number) {
      Value rest = number;
      Cursors now = moved(start, block(plan.y, 2 * plan.tileRows), digit(rest, blocks));
      for (unsigned image : llvm::reverse(plan.images))
        now = moved(now, label(image), digit(rest, c.sizes[image]));
      transformData(plan, now[0], data, depth);
      // products[place][tile][lane] = sum over d of data[place][tile][d] * kernels[place][lane tile][d][lane]
      loop(kPlaces, [&](Value place) {
        loop(laneTiles, [&](Value tile) {
          Cursor k = moved(moved(Cursor(), place, depth * s.lanes.size), tile, depth * lanes);
          Cursor p = moved(moved(Cursor(), place, tiles * s.lanes.size), tile, lanes);
          rowBlocks(tiles, [&](Value first, int64_t count) {
            Vectors sums = multiplyRows(data, moved(moved(Cursor(), place, tiles * depth), first, depth), depth, 1, kernels, k, depth, count);
            Cursor to = moved(p, first, s.lanes.size);
            for (int64_t r = 0; r < count; ++r)
              for (int64_t v = 0; v < s.laneVectors; ++v)
                vector::StoreOp::create(b, sums[r * s.laneVectors + v], products,
                                        at(moved(to, r * s.lanes.size + v * s.vectorLength)));
          });
        });
      });
      transformResult(plan, now, products);
    });
    return;
  }

  int64_t depthBlocks = depth / plan.depthBlock;
  Value data = allocate(kPlaces * tiles * plan.depthBlock), gradients = allocate(kPlaces * tiles * lanes),
        sums = allocate(kPlaces * plan.depthBlock * lanes);
  loop(worker, index(depthBlocks * laneTiles), workers, [&](Value number) {
    Value rest = number;
    Cursors unit = moved(start, laneTile, digit(rest, laneTiles));
    unit = moved(unit, block(plan.depth, plan.depthBlock), digit(rest, depthBlocks));
    Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
    loop(index(0), index(kPlaces * plan.depthBlock * lanes), index(s.vectorLength),
         [&](Value i) { vector::StoreOp::create(b, zero, sums, i); });
    images(unit, [&](const Cursors &now) {
      transformData(plan, now[0], data, plan.depthBlock);
      transformGradients(plan, now[1], gradients);
      // sums[place][d][lane] += sum over tiles of data[place][tile][d] * gradients[place][tile][lane]
      loop(kPlaces, [&](Value place) {
        Cursor g = moved(Cursor(), place, tiles * lanes);
        rowBlocks(plan.depthBlock, [&](Value first, int64_t count) {
          Cursor from = moved(moved(Cursor(), place, tiles * plan.depthBlock), first, 1);
          Vectors partial = multiplyRows(data, from, 1, plan.depthBlock, gradients, g, tiles, count);
          Cursor to = moved(moved(Cursor(), place, plan.depthBlock * lanes), first, lanes);
          for (auto [i, sum] : llvm::enumerate(partial)) {
            Value slot = at(moved(to, i * s.vectorLength));
            Value before = vector::LoadOp::create(b, vectorType, sums, slot);
            vector::StoreOp::create(b, arith::AddFOp::create(b, before, sum), sums, slot);
          }
        });
      });
    });
    transformKernelGradient(plan, unit, sums);
  });
}

/// Runs `body(first, count)` over [0, size) in blocks of `rowCount`, the last one shorter.
void Emitter::rowBlocks(int64_t size, llvm::function_ref<void(Value, int64_t)> body) {
  int64_t whole = size / s.rowCount, rest = size % s.rowCount;
  if (whole)
    loop(whole, [&](Value i) { body(times(i, s.rowCount), s.rowCount); });
  if (rest)
    body(index(whole * s.rowCount), rest);
}

/// Sums over `steps` of rows[r * rowDistance + k * rowStep] times the lanes at k of `lanes`, for `count` rows.
SmallVector<Value, 16> Emitter::multiplyRows(Value rows, Cursor row, int64_t rowDistance, int64_t rowStep, Value lanes, Cursor lane,
                                             int64_t steps, int64_t count) {
  Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  SmallVector<Value> sums(count * s.laneVectors, zero);
  auto loop = scf::ForOp::create(b, index(0), index(steps), index(1), sums);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  sums.assign(loop.getRegionIterArgs().begin(), loop.getRegionIterArgs().end());
  Cursor here = moved(row, loop.getInductionVar(), rowStep), there = moved(lane, loop.getInductionVar(), rowElements());
  SmallVector<Value> vectors;
  for (int64_t v = 0; v < s.laneVectors; ++v)
    vectors.push_back(vector::LoadOp::create(b, vectorType, lanes, at(moved(there, v * s.vectorLength))));
  for (int64_t r = 0; r < count; ++r) {
    Value scalar = memref::LoadOp::create(b, rows, at(moved(here, r * rowDistance)));
    Value factor = vector::BroadcastOp::create(b, vectorType, scalar);
    for (auto [v, vector] : llvm::enumerate(vectors)) {
      Value &sum = sums[r * s.laneVectors + v];
      sum = math::FmaOp::create(b, factor, vector, sum);
    }
  }
  scf::YieldOp::create(b, sums);
  return Vectors(loop.getResults());
}

/// kernels[place][lane tile][d][lane] = G g G'.
void Emitter::transformKernels(const WinogradPlan &plan, const Cursors &start, Value kernels) {
  const LinearForm &lane = form(1);
  int64_t depth = c.sizes[plan.depth], lanes = rowElements();
  Value half = arith::ConstantOp::create(b, DenseElementsAttr::get(vectorType, b.getFloatAttr(element, 0.5)));
  loop(depth, [&](Value d) {
    loop(s.laneTiles(), [&](Value tile) {
      Cursor from = moved(moved(start[1], d, lane.coefficient[plan.depth]), tile, lanes * s.lanes.step(lane));
      Cursor to = moved(moved(Cursor(), tile, depth * lanes), d, lanes);
      for (int64_t v = 0; v < s.laneVectors; ++v) {
        Vectors taps;
        for (int64_t i = 0; i < 3; ++i)
          for (int64_t j = 0; j < 3; ++j)
            taps.push_back(loadLanes(1,
                                     moved(from, (plan.flipsY ? 2 - i : i) * lane.coefficient[plan.tapY] +
                                                     (plan.flipsX ? 2 - j : j) * lane.coefficient[plan.tapX] +
                                                     v * s.vectorLength * s.lanes.step(lane)),
                                     s.lanes, Value()));
        Vectors places = transformSquare(taps, 3, 4, [&](ArrayRef<Value> g) -> SmallVector<Value, 4> {
          Value ends = arith::MulFOp::create(b, half, arith::AddFOp::create(b, g[0], g[2]));
          Value middle = arith::MulFOp::create(b, half, g[1]);
          return {g[0], arith::AddFOp::create(b, ends, middle), arith::SubFOp::create(b, ends, middle), g[2]};
        });
        for (auto [place, value] : llvm::enumerate(places))
          vector::StoreOp::create(b, value, kernels,
                                  at(moved(to, int64_t(place) * depth * s.lanes.size + v * s.vectorLength)));
      }
    });
  });
}

/// Runs `body(row, column, number)` for the tiles of a block.
void Emitter::tilesOf(const WinogradPlan &plan, llvm::function_ref<void(Value, Value, Value)> body) {
  int64_t columns = c.sizes[plan.x] / 2;
  loop(plan.tileRows, [&](Value i) {
    loop(columns, [&](Value j) { body(i, j, plus(times(i, columns), j)); });
  });
}

/// data[place][tile][d] = B' d B, for `depth` channels from `from` on.
void Emitter::transformData(const WinogradPlan &plan, Cursor from, Value data, int64_t depth) {
  int64_t down = form(0).coefficient[plan.y], right = form(0).coefficient[plan.x];
  int64_t tiles = plan.tileRows * c.sizes[plan.x] / 2;
  tilesOf(plan, [&](Value i, Value j, Value tile) {
    Cursor square = moved(moved(from, i, 2 * down), j, 2 * right), to = moved(Cursor(), tile, depth);
    loop(depth / s.vectorLength, [&](Value d) {
      Cursor source = moved(square, d, s.vectorLength), target = moved(to, d, s.vectorLength);
      Vectors values;
      for (int64_t u = 0; u < 4; ++u)
        for (int64_t v = 0; v < 4; ++v)
          values.push_back(vector::LoadOp::create(b, vectorType, memrefs[accesses[0]->memref], at(moved(source, u * down + v * right))));
      Vectors places = transformSquare(values, 4, 4, [&](ArrayRef<Value> x) -> SmallVector<Value, 4> {
        return {arith::SubFOp::create(b, x[0], x[2]), arith::AddFOp::create(b, x[1], x[2]),
                arith::SubFOp::create(b, x[2], x[1]), arith::SubFOp::create(b, x[1], x[3])};
      });
      for (auto [place, value] : llvm::enumerate(places))
        vector::StoreOp::create(b, value, data, at(moved(target, int64_t(place) * tiles * depth)));
    });
  });
}

/// The vectors of the 16 places, `distance` apart.
SmallVector<Value, 16> Emitter::placesAt(Value memory, Cursor from, int64_t distance) {
  Vectors places;
  for (int64_t place = 0; place < kPlaces; ++place)
    places.push_back(vector::LoadOp::create(b, vectorType, memory, at(moved(from, place * distance))));
  return places;
}

/// The four positions of each tile: A' m A, then the epilogue.
void Emitter::transformResult(const WinogradPlan &plan, const Cursors &now, Value products) {
  int64_t tiles = plan.tileRows * c.sizes[plan.x] / 2, lanes = rowElements();
  LabelAxis pairY{{plan.y}, c.sizes[plan.y] / 2, 2}, pairX{{plan.x}, c.sizes[plan.x] / 2, 2}, laneTile = s.lanes;
  laneTile.stride = lanes;
  tilesOf(plan, [&](Value i, Value j, Value tile) {
    Cursors corner = moved(moved(now, pairY, i), pairX, j);
    loop(s.laneTiles(), [&](Value number) {
      Cursors here = moved(corner, laneTile, number);
      Cursor from = moved(moved(Cursor(), tile, s.lanes.size), number, lanes);
      SmallVector<Vectors> made;
      for (int64_t v = 0; v < s.laneVectors; ++v) {
        made.push_back(transformSquare(placesAt(products, moved(from, v * s.vectorLength), tiles * s.lanes.size), 4, 2, [&](ArrayRef<Value> m) -> SmallVector<Value, 4> {
          return {arith::AddFOp::create(b, arith::AddFOp::create(b, m[0], m[1]), m[2]),
                  arith::SubFOp::create(b, arith::SubFOp::create(b, m[1], m[2]), m[3])};
        }));
      }
      for (int64_t u = 0; u < 2; ++u)
        for (int64_t w = 0; w < 2; ++w) {
          SmallVector<Value> sums;
          for (const Vectors &square : made)
            sums.push_back(square[2 * u + w]);
          Cursors row = here;
          for (unsigned k = 2; k < accesses.size(); ++k)
            row[k] = moved(row[k], u * form(k).coefficient[plan.y] + w * form(k).coefficient[plan.x]);
          finishRow(row, sums);
        }
    });
  });
}

/// gradients[place][tile][lane] = A y A', for the lanes of one tile.
void Emitter::transformGradients(const WinogradPlan &plan, Cursor from, Value gradients) {
  int64_t down = form(1).coefficient[plan.y], right = form(1).coefficient[plan.x], lanes = rowElements();
  int64_t tiles = plan.tileRows * c.sizes[plan.x] / 2;
  Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  tilesOf(plan, [&](Value i, Value j, Value tile) {
    Cursor square = moved(moved(from, i, 2 * down), j, 2 * right), to = moved(Cursor(), tile, lanes);
    for (int64_t v = 0; v < s.laneVectors; ++v) {
      Vectors values;
      for (int64_t u = 0; u < 2; ++u)
        for (int64_t w = 0; w < 2; ++w)
          values.push_back(loadLanes(1, moved(square, u * down + w * right + v * s.vectorLength), s.lanes, Value()));
      Vectors places = transformSquare(values, 2, 4, [&](ArrayRef<Value> y) -> SmallVector<Value, 4> {
        return {y[0], arith::AddFOp::create(b, y[0], y[1]), arith::SubFOp::create(b, y[0], y[1]),
                arith::SubFOp::create(b, zero, y[1])};
      });
      for (auto [place, value] : llvm::enumerate(places))
        vector::StoreOp::create(b, value, gradients, at(moved(to, int64_t(place) * tiles * lanes + v * s.vectorLength)));
    }
  });
}

/// The nine taps: G' m G, then the epilogue.
void Emitter::transformKernelGradient(const WinogradPlan &plan, const Cursors &unit, Value sums) {
  int64_t lanes = rowElements();
  Value half = arith::ConstantOp::create(b, DenseElementsAttr::get(vectorType, b.getFloatAttr(element, 0.5)));
  loop(plan.depthBlock, [&](Value d) {
    Cursors here = moved(unit, LabelAxis{{plan.depth}, c.sizes[plan.depth], 1}, d);
    Cursor from = moved(Cursor(), d, lanes);
    SmallVector<Vectors> made;
    for (int64_t v = 0; v < s.laneVectors; ++v) {
      made.push_back(transformSquare(placesAt(sums, moved(from, v * s.vectorLength), plan.depthBlock * lanes), 4, 3, [&](ArrayRef<Value> m) -> SmallVector<Value, 4> {
        Value both = arith::MulFOp::create(b, half, arith::AddFOp::create(b, m[1], m[2]));
        Value difference = arith::MulFOp::create(b, half, arith::SubFOp::create(b, m[1], m[2]));
        return {arith::AddFOp::create(b, m[0], both), difference, arith::AddFOp::create(b, both, m[3])};
      }));
    }
    for (int64_t i = 0; i < 3; ++i)
      for (int64_t j = 0; j < 3; ++j) {
        SmallVector<Value> tap;
        for (const Vectors &square : made)
          tap.push_back(square[3 * i + j]);
        Cursors row = here;
        for (unsigned k = 2; k < accesses.size(); ++k)
          row[k] = moved(row[k], (plan.flipsY ? 2 - i : i) * form(k).coefficient[plan.tapY] +
                                     (plan.flipsX ? 2 - j : j) * form(k).coefficient[plan.tapX]);
        finishRow(row, tap);
      }
  });
}
