// SPDX-License-Identifier: Apache-2.0
//===- Multiply.cpp - the sums of one tile in registers --------------------===//
#include "compiler/loops/contraction/Emitter.h"
#include "compiler/loops/contraction/Tile.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Summed positions by which lanes that are copied, and lines of neighbouring rows, are fetched ahead.
static constexpr int64_t kAhead = 16, kRowsAhead = 48;
/// Tiles of lanes by which a stream is fetched ahead.
static constexpr int64_t kTilesAhead = 2;
/// Summed positions of a stream, and taps that meet rows of lanes which other taps meet too, that are unrolled.
static constexpr int64_t kUnrolledStream = 8, kUnrolledTaps = 8;
/// Sums of vectors of less than 512 bits that leave few registers. The body of the innermost loop then has four summed positions, else
/// two, as LLVM would load the scalars of four before it needs them, until there are no registers left. So counting and addresses are few
/// instructions beside the multiplications: a processor whose other thread is busy too issues little more than three in a cycle, and
/// multiplies two.
static constexpr int64_t kManySums = 10;

/// Asks for the line at `cursor`, which may lie behind the end of the operand.
void Emitter::fetch(unsigned access, Cursor cursor) {
  memref::PrefetchOp::create(b, memrefs[accesses[access]->memref], at(cursor), /*isWrite=*/false, /*localityHint=*/3,
                             /*isDataCache=*/true);
}

/// The sums of one tile over the register loops: row-major [row][vector].
SmallVector<Value> Emitter::multiply(const Cursors &cursors, int64_t count, Value tileInUnit, Lanes from) {
  const LinearForm &row = form(0), &lane = form(1);
  SmallVector<int64_t> distances = rowDistances(0, count);
  if (rowPanel) {
    widenRows(cursors[0], count);
    for (auto [r, distance] : llvm::enumerate(distances))
      distance = rowsTouch() ? r : r * s.sumLength();
  }
  Value rowMemref = rowPanel ? rowPanel : memrefs[accesses[0]->memref];
  Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  SmallVector<Value> sums(distances.size() * s.tileVectors(), zero);

  int64_t ahead = s.ahead.value_or(from == Lanes::Fill ? kAhead : 0);
  bool isStream = s.laneBlockTiles > 1;
  bool fetchesLanes = ahead && from != Lanes::Panel && !isStream && !s.sum.empty() && s.sum.back().size > ahead;
  int64_t tilesAhead = isStream ? s.ahead.value_or(s.rows.size > 1 ? kTilesAhead : 0) : 0; // one row alone reads as fast as the memory gives
  // Neighbouring rows share a line, and every summed position has another one: worth asking for where a tile uses most of it.
  bool fetchesRows = !rowPanel && s.rows.size > 1 && s.rows.step(row) == 1 && s.sum.size() == 1 && s.sum.back().size > kRowsAhead &&
                     s.sum.back().step(row) > s.vectorLength && 2 * count * element.getIntOrFloatBitWidth() > 8 * kLine;
  // A loop that carries the sums.
  auto positions = [&](int64_t size, Body body) {
    auto loop = scf::ForOp::create(b, index(0), index(size), index(1), sums);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    sums.assign(loop.getRegionIterArgs().begin(), loop.getRegionIterArgs().end());
    body(loop.getInductionVar());
    scf::YieldOp::create(b, sums);
    sums.assign(loop.getResults().begin(), loop.getResults().end());
  };
  // Summed positions of one pass through the innermost loop over `size` of them.
  auto unrolledOf = [&](int64_t size) { return std::min<int64_t>(size, isWide() ? 1 : int64_t(sums.size()) < kManySums ? 2 : 4); };
  // `lanes` is where they lie in memory, `packed` in the panel.
  std::function<void(unsigned, Cursor, Cursor, Cursor)> walk = [&](unsigned depth, Cursor rows, Cursor lanes, Cursor packed) {
    if (depth < s.sum.size()) {
      const LabelAxis &axis = s.sum[depth];
      int64_t inner = 1;
      for (const LabelAxis &other : llvm::drop_begin(s.sum, depth + 1))
        inner *= other.size;
      int64_t packedStep = inner * rowElements();
      int64_t rowStep = !rowPanel ? axis.step(row) : rowsTouch() ? inner * count : inner;
      // Short inner axes (the taps of a convolution, the rows of a stream) are unrolled.
      bool overlaps = s.laneRowCount > 1 && from == Lanes::Memory && std::abs(axis.step(lane)) == std::abs(s.laneRows.step(lane));
      if (axis.size <= 3 || (isStream && axis.size <= kUnrolledStream) || (overlaps && axis.size <= kUnrolledTaps)) {
        for (int64_t i = 0; i < axis.size; ++i)
          walk(depth + 1, moved(rows, i * rowStep), moved(lanes, i * axis.step(lane)), moved(packed, i * packedStep));
        return;
      }
      // `many` positions from `first` on, written out.
      auto writeOut = [&](Value first, int64_t many) {
        Cursor row = moved(rows, first, rowStep), source = lanes, target = packed;
        if (from != Lanes::Panel)
          source = moved(lanes, first, axis.step(lane));
        if (from != Lanes::Memory)
          target = moved(packed, first, packedStep);
        for (int64_t i = 0; i < many; ++i)
          walk(depth + 1, moved(row, i * rowStep), moved(source, i * axis.step(lane)), moved(target, i * packedStep));
      };
      // `size` positions behind `first`.
      auto run = [&](Value first, int64_t size) {
        int64_t unrolled = depth + 1 == s.sum.size() ? unrolledOf(size) : 1;
        bool turns = fillsAhead() && turnsAhead();
        positions(size / unrolled, [&](Value i) {
          Value position = plus(first, times(i, unrolled));
          if (turns)
            fetchSquares(tileInUnit, position);
          writeOut(position, unrolled);
        });
        if (int64_t rest = size % unrolled)
          writeOut(plus(first, index(size - rest)), rest);
      };
      if (!fillsAhead() || turnsAhead())
        return run(Value(), axis.size);
      int64_t each = positionsForEach(), groups = axis.size / each, rest = axis.size % each;
      positions(groups, [&](Value group) {
        fillAhead(plus(times(tileInUnit, groups), group));
        run(times(group, each), each);
      });
      if (rest)
        run(index(groups * each), rest);
      return;
    }
    SmallVector<Value> vectors;
    for (int64_t r = 0; r < s.laneRowCount; ++r)
      for (int64_t v = 0; v < s.laneVectors; ++v) {
        Cursor place = moved(packed, (r * s.laneVectors + v) * s.vectorLength);
        if (from == Lanes::Panel) {
          vectors.push_back(vector::LoadOp::create(b, vectorType, panel, at(place)));
          continue;
        }
        Cursor source = moved(lanes, r * s.laneRows.step(lane) + v * s.vectorLength * s.lanes.step(lane));
        vectors.push_back(loadLanes(1, source, s.lanes, masks[v]));
        if (fetchesLanes)
          fetch(1, moved(source, ahead * s.sum.back().step(lane)));
        else if (tilesAhead)
          fetch(1, moved(source, tilesAhead * s.laneVectors * s.vectorLength));
        if (from == Lanes::Fill)
          vector::StoreOp::create(b, vectors.back(), panel, at(place));
      }
    for (int64_t end : {int64_t(0), distances.back()})
      if (fetchesRows)
        fetch(0, moved(rows, kRowsAhead * s.sum.back().step(row) + end));
    for (auto [r, distance] : llvm::enumerate(distances)) {
      Value scalar = memref::LoadOp::create(b, rowMemref, at(moved(rows, distance)));
      Value factor = vector::BroadcastOp::create(b, vectorType, scalar);
      for (auto [v, vector] : llvm::enumerate(vectors)) {
        Value &sum = sums[r * vectors.size() + v];
        sum = math::FmaOp::create(b, factor, vector, sum);
      }
    }
  };
  walk(0, rowPanel ? Cursor() : cursors[0], cursors[1], panelAt);
  return sums;
}
