// SPDX-License-Identifier: Apache-2.0
//===- Pack.cpp - the lane operand's tile in the order in which it is used ===//
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Summed positions by which lanes are asked for before they are filled ahead.
static constexpr int64_t kFetchedAhead = 4;
/// Summed positions of a panel that is worth filling ahead.
static constexpr int64_t kLongSum = 16;

/// Copies the lane operand's tile into the panel: [summed position][vector of the tile][lane].
void Emitter::pack(Cursor lanes) {
  const LinearForm &lane = form(1);
  // The panel is row-major over the summed axes, so neighbours that merge in this operand are one
  // axis.
  SmallVector<LabelAxis> sum;
  for (const LabelAxis &axis : s.sum) {
    if (!sum.empty() && sum.back().step(lane) == axis.step(lane) * axis.size)
      sum.back() = {axis.labels, sum.back().size * axis.size, axis.stride};
    else
      sum.push_back(axis);
  }
  bool transposes = s.lanes.step(lane) != 1 && !sum.empty() && sum.back().step(lane) == 1 &&
                    sum.back().size >= s.vectorLength / 2;
  std::function<void(unsigned, Cursor, Cursor)> walk = [&](unsigned depth, Cursor from, Cursor to) {
    if (transposes && depth + 1 == sum.size())
      return packTransposed(sum.back(), from, to);
    if (depth < sum.size()) {
      int64_t inner = rowElements();
      for (const LabelAxis &axis : llvm::drop_begin(sum, depth + 1))
        inner *= axis.size;
      loop(sum[depth].size, [&](Value i) {
        walk(depth + 1, moved(from, i, sum[depth].step(lane)), moved(to, i, inner));
      });
      return;
    }
    for (int64_t r = 0; r < s.laneRowCount; ++r)
      for (int64_t v = 0; v < s.laneVectors; ++v) {
        Cursor source =
            moved(from, r * s.laneRows.step(lane) + v * s.vectorLength * s.lanes.step(lane));
        Value vector = loadLanes(1, source, s.lanes, masks[v]);
        vector::StoreOp::create(b, vector, panel,
                                at(moved(to, (r * s.laneVectors + v) * s.vectorLength)));
      }
  };
  walk(0, lanes, panelAt);
}

/// Whether the next panel is filled, a summed position now and then, while the present one is multiplied. What waits for memory then
/// stands between multiplications, and memory is asked for no more than it gives at that pace: a line here and a line there, as the
/// lanes of a tile lie, is the slowest way to read it.
bool Emitter::fillsAhead() const {
  return s.pack && !s.dots && s.lanes.step(form(1)) == 1 && s.laneRowCount == 1 && s.laneBlockTiles == 1 && s.rowOuter.empty() &&
         s.rowTiles() > 1 && s.sum.size() == 1 && s.sumLength() >= kLongSum && s.sumBlocks.size() <= 1 && (s.laneTiles() > 1 || !s.outer.empty());
}

/// Summed positions that are multiplied for each one that is filled ahead: few enough that the row tiles of a unit get to the end.
int64_t Emitter::positionsForEach() const {
  int64_t blocks = llvm::divideCeil(s.rowTiles(), s.rowBlockTiles), least = s.rowTiles() - (blocks - 1) * s.rowBlockTiles;
  int64_t positions = 16;
  while (positions > 1 && least * (s.sumLength() / positions) < s.sumLength())
    positions /= 2;
  return positions;
}

/// The half of `panel` in which the panel of a unit stands, by turns.
Value Emitter::halfOf(Value unit, Value block) {
  Value number = block ? plus(times(unit, s.sumBlocks.back().size), block) : unit;
  return arith::RemUIOp::create(b, number, index(2));
}

/// The present panel is `half` of `panel`, and what stands at `lanes` goes into the other one.
void Emitter::aimAhead(Value half, Cursor lanes, Value laneTile) {
  int64_t elements = s.sumLength() * rowElements();
  panelAt = moved(Cursor(), half, elements);
  ahead = {lanes, moved(Cursor(), arith::SubIOp::create(b, index(1), half), elements), masksOf(laneTile)};
}

void Emitter::fillAhead(Value position) {
  auto branch = scf::IfOp::create(b, arith::CmpIOp::create(b, arith::CmpIPredicate::ult, position, index(s.sumLength())), /*withElse=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  int64_t step = s.sum.back().step(form(1));
  Cursor source = moved(ahead.lanes, position, step), target = moved(ahead.panelAt, position, rowElements());
  for (int64_t v = 0; v < s.laneVectors; ++v) {
    Cursor from = moved(source, v * s.vectorLength);
    Value vector = loadLanes(1, from, s.lanes, ahead.masks[v]);
    if (int64_t distance = s.ahead.value_or(kFetchedAhead))
      fetch(1, moved(from, distance * step));
    vector::StoreOp::create(b, vector, panel, at(moved(target, v * s.vectorLength)));
  }
}

/// Squares of summed positions by lanes, read along the summed axis and turned in registers.
void Emitter::packTransposed(const LabelAxis &axis, Cursor from, Cursor to) {
  const LinearForm &lane = form(1);
  int64_t length = s.vectorLength;
  auto maskType = VectorType::get({length}, b.getI1Type());
  Value memref = memrefs[accesses[1]->memref];
  VectorType rowType = vectorType.clone(cast<MemRefType>(memref.getType()).getElementType());
  Value zero = arith::ConstantOp::create(b, rowType, b.getZeroAttr(rowType));
  auto square = [&](Cursor source, Cursor target, int64_t positions, unsigned v) {
    SmallVector<Value> rows;
    for (int64_t l = 0; l < length; ++l) {
      Cursor cursor = moved(source, l * s.lanes.step(lane));
      if (!masks[v] && positions == length) {
        rows.push_back(loaded(1, vector::LoadOp::create(b, rowType, memref, at(cursor))));
        continue;
      }
      Value count = index(positions);
      if (masks[v]) {
        Value valid = vector::ExtractOp::create(b, masks[v], l);
        count = arith::SelectOp::create(b, valid, count, index(0));
      }
      Value mask = vector::CreateMaskOp::create(b, maskType, ValueRange{count});
      rows.push_back(loaded(1, vector::MaskedLoadOp::create(b, rowType, memref, at(cursor), mask, zero)));
    }
    transposeSquare(b, rows);
    for (int64_t k = 0; k < positions; ++k)
      vector::StoreOp::create(b, rows[k], panel, at(moved(target, k * rowElements())));
  };
  auto squares = [&](Cursor source, Cursor target, int64_t positions) {
    for (int64_t r = 0; r < s.laneRowCount; ++r)
      for (int64_t v = 0; v < s.laneVectors; ++v)
        square(moved(source, r * s.laneRows.step(lane) + v * length * s.lanes.step(lane)),
               moved(target, (r * s.laneVectors + v) * length), positions, v);
  };
  int64_t whole = axis.size / length, rest = axis.size % length;
  if (whole)
    loop(whole, [&](Value i) {
      squares(moved(from, i, length), moved(to, i, length * rowElements()), length);
    });
  if (rest)
    squares(moved(from, whole * length), moved(to, whole * length * rowElements()), rest);
}

/// Copies `count` positions of the row operand's tile into its panel as f32: in vectors along the rows, or else along the
/// innermost summed axis, where the elements lie side by side.
void Emitter::widenRows(Cursor from, int64_t count) {
  Value memref = memrefs[accesses[0]->memref];
  VectorType narrow = vectorType.clone(cast<MemRefType>(memref.getType()).getElementType());
  auto one = [&](Cursor source, Cursor target) {
    memref::StoreOp::create(b, loaded(0, memref::LoadOp::create(b, memref, at(source))), rowPanel, at(target));
  };
  auto vector = [&](Cursor source, Cursor target) {
    vector::StoreOp::create(b, loaded(0, vector::LoadOp::create(b, narrow, memref, at(source))), rowPanel, at(target));
  };
  auto rows = [&](Cursor source, Cursor target) {
    int64_t length = s.vectorLength, whole = count / length, rest = count % length;
    for (int64_t v = 0; v < whole; ++v)
      vector(moved(source, v * length), moved(target, v * length));
    if (!rest)
      return;
    Value mask = vector::ConstantMaskOp::create(b, VectorType::get({length}, b.getI1Type()), ArrayRef<int64_t>{rest});
    Value zero = arith::ConstantOp::create(b, narrow, b.getZeroAttr(narrow));
    Value raw = vector::MaskedLoadOp::create(b, narrow, memref, at(moved(source, whole * length)), mask, zero);
    vector::MaskedStoreOp::create(b, rowPanel, at(moved(target, whole * length)), mask, loaded(0, raw));
  };
  std::function<void(unsigned, Cursor, Cursor)> walk = [&](unsigned depth, Cursor source, Cursor target) {
    if (depth == s.sum.size())
      return rowsTouch() ? rows(source, target) : one(source, target);
    const LabelAxis &axis = s.sum[depth];
    int64_t step = axis.step(form(0)), inner = rowsTouch() ? count : 1, done = 0;
    for (const LabelAxis &other : llvm::drop_begin(s.sum, depth + 1))
      inner *= other.size;
    if (inner == 1 && step == 1 && axis.size >= s.vectorLength) {
      done = axis.size - axis.size % s.vectorLength;
      loop(done / s.vectorLength,
           [&](Value i) { vector(moved(source, i, s.vectorLength), moved(target, i, s.vectorLength)); });
    }
    if (done != axis.size)
      loop(axis.size - done, [&](Value i) {
        walk(depth + 1, moved(moved(source, done * step), i, step), moved(moved(target, done * inner), i, inner));
      });
  };
  if (rowsTouch())
    return walk(0, from, Cursor());
  for (auto [r, distance] : llvm::enumerate(rowDistances(0, count)))
    walk(0, moved(from, distance), moved(Cursor(), r * s.sumLength()));
}

/// One bit of the numbers of rows and lanes at a time.
void loops::transposeSquare(ImplicitLocOpBuilder &b, SmallVectorImpl<Value> &rows) {
  int64_t length = rows.size();
  for (int64_t bit = length / 2; bit; bit /= 2) {
    SmallVector<int64_t> low, high;
    for (int64_t i = 0; i < length; ++i) {
      low.push_back(i & bit ? length + i - bit : i);
      high.push_back(i & bit ? length + i : i + bit);
    }
    for (int64_t r = 0; r < length; ++r) {
      if (r & bit)
        continue;
      Value first = rows[r], second = rows[r + bit];
      rows[r] = vector::ShuffleOp::create(b, first, second, low);
      rows[r + bit] = vector::ShuffleOp::create(b, first, second, high);
    }
  }
}
