// SPDX-License-Identifier: Apache-2.0
//===- Units.cpp - the loops around the tiles of one contraction ----------===//
#include "compiler/loops/Units.h"
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

void Emitter::direct() {
  if (s.pack)
    panel = allocate((fillsAhead() ? 2 : 1) * s.sumLength() * rowElements());
  if (isNarrow(0))
    rowPanel = allocate(s.rowCount * s.rowUnrollCount() * s.sumLength());
  if (spills())
    scratch = allocate((s.sumBlocks.empty() ? 1 : s.laneBlockTiles * s.rowOuterCount() * s.rowBlockTiles) * s.rowCount *
                       s.rowUnrollCount() * rowElements());

  int64_t units = s.laneBlocks() * (s.laneRows.size / s.laneRowCount) *
                  llvm::divideCeil(s.rowTiles(), s.rowBlockTiles);
  for (const LabelAxis &axis : s.outer)
    units *= axis.size;
  Value worker = kernel.getArgument(kernel.getNumArguments() - 2), workers = kernel.getArguments().back();
  if (!fillsAhead())
    return loop(worker, index(units), workers, [&](Value number) { unit(number, Value()); });

  auto [low, high] = unitsOf(b, worker, workers, index(units));
  auto branch = scf::IfOp::create(b, arith::CmpIOp::create(b, arith::CmpIPredicate::ult, low, high), /*withElse=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  Place first = placeOf(low);
  masks = masksOf(first.laneBlock);
  aimAhead(halfOf(low, s.sumBlocks.empty() ? Value() : index(0)), first.cursors[1], first.laneBlock);
  pack(first.cursors[1]);
  Value last = arith::SubIOp::create(b, high, index(1));
  loop(low, high, index(1), [&](Value number) { unit(number, last); });
}

static LabelAxis tiled(LabelAxis axis, int64_t tile) {
  axis.stride *= tile;
  return axis;
}

Emitter::Place Emitter::placeOf(Value unit) {
  Place place{origin(), Value(), Value()};
  auto take = [&](int64_t size) -> Value {
    if (size == 1)
      return index(0);
    Value digit = arith::RemUIOp::create(b, unit, index(size));
    unit = arith::DivUIOp::create(b, unit, index(size));
    return digit;
  };
  place.rowBlock = take(llvm::divideCeil(s.rowTiles(), s.rowBlockTiles));
  place.laneBlock = take(s.laneBlocks());
  Value laneRow = take(s.laneRows.size / s.laneRowCount);
  if (s.laneBlocks() > 1)
    place.cursors = moved(place.cursors, tiled(s.lanes, s.laneVectors * s.vectorLength * s.laneBlockTiles), place.laneBlock);
  if (s.laneRows.size > s.laneRowCount)
    place.cursors = moved(place.cursors, tiled(s.laneRows, s.laneRowCount), laneRow);
  SmallVector<LabelAxis, 4> outer = inOrderOfResult(s.outer);
  for (const LabelAxis &axis : llvm::reverse(outer))
    if (axis.size > 1)
      place.cursors = moved(place.cursors, axis, take(axis.size));
  return place;
}

/// Which lanes of a tile exist, for each of its vectors: nothing where all do, as in all tiles but the last one.
SmallVector<Value> Emitter::masksOf(Value laneTile) {
  int64_t tileLanes = s.laneVectors * s.vectorLength;
  SmallVector<Value> masks(s.laneVectors);
  if (s.lanes.size % tileLanes == 0)
    return masks;
  auto maskType = VectorType::get({s.vectorLength}, b.getI1Type());
  Value start = times(laneTile, tileLanes);
  for (int64_t v = 0; v < s.laneVectors; ++v) {
    if (s.laneTiles() == 1 && (v + 1) * s.vectorLength <= s.lanes.size)
      continue;
    Value left = arith::SubIOp::create(b, index(s.lanes.size - v * s.vectorLength), start);
    masks[v] = vector::CreateMaskOp::create(b, maskType, ValueRange{left});
  }
  return masks;
}

/// Whether whole tiles have a body of their own beside the one with masks: where those are vectors like any other, they take registers,
/// and a store under one takes as long as a dozen without.
bool Emitter::branchesOnMasks() const {
  return !isWide() && s.laneTiles() > 1 && s.lanes.size % (s.laneVectors * s.vectorLength) != 0;
}

void Emitter::enterLanes(Value laneTile) {
  int64_t tileLanes = s.laneVectors * s.vectorLength;
  masks = masksOf(laneTile);
  lanesLeft = index(tileLanes);
  if (s.lanes.size % tileLanes != 0)
    lanesLeft = arith::MinUIOp::create(b, lanesLeft, arith::SubIOp::create(b, index(s.lanes.size), times(laneTile, tileLanes)));
}

/// One unit of work: a block of lane tiles for a block of rows at one position of the outer axes. `last` is the worker's last one,
/// where panels are filled ahead.
void Emitter::unit(Value number, Value last) {
  Place place = placeOf(number), after;
  if (last)
    after = placeOf(arith::MinUIOp::create(b, plus(number, index(1)), last));
  if (s.laneBlockTiles > 1)
    return unitAt(place, number, after, last);
  enterLanes(place.laneBlock);
  if (!branchesOnMasks())
    return unitAt(place, number, after, last);
  Value isLast = arith::CmpIOp::create(b, arith::CmpIPredicate::eq, place.laneBlock, index(s.laneTiles() - 1));
  auto branch = scf::IfOp::create(b, isLast, /*withElse=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  unitAt(place, number, after, last);
  b.setInsertionPointToStart(branch.elseBlock());
  masks.assign(s.laneVectors, Value());
  unitAt(place, number, after, last);
}

/// The rows of a unit at `place`, of lanes whose masks are those of the present tile; panels ahead are filled with the lanes at `after`.
void Emitter::unitAt(const Place &place, Value number, const Place &after, Value last) {
  const Cursors &cursors = place.cursors;
  int64_t tileLanes = s.laneVectors * s.vectorLength;
  Value low = times(place.rowBlock, s.rowBlockTiles);
  Value high = s.rowTiles() <= s.rowBlockTiles
                   ? index(s.rowTiles())
                   : arith::MinUIOp::create(b, plus(low, index(s.rowBlockTiles)), index(s.rowTiles())).getResult();
  bool fills = fillsPanel();
  // Lanes at `lanes` of the block `block` of the sum go into the panel, or it is there and the one behind it is filled ahead.
  auto enterPanel = [&](Cursor lanes, Value block) {
    if (!last)
      return s.pack && !fills ? pack(lanes) : void();
    Cursor next = after.cursors[1];
    Value laneTile = after.laneBlock;
    if (block) {
      Value following = plus(block, index(1)), isNext = arith::CmpIOp::create(b, arith::CmpIPredicate::ult, following, index(s.sumBlocks.back().size));
      Cursor behind = moved(cursors[1], following, s.sumBlocks.back().step(form(1)));
      next = {arith::SelectOp::create(b, isNext, at(behind), at(next)), 0};
      laneTile = arith::SelectOp::create(b, isNext, place.laneBlock, laneTile);
    }
    aimAhead(halfOf(number, block), next, laneTile);
  };
  if (s.sumBlocks.empty()) {
    enterPanel(cursors[1], Value());
    return rowsOfUnit(cursors, low, high, fills, [&](const Cursors &tile, int64_t count, Value number, Lanes from) {
      s.dots ? dots(tile, count) : rowTile(tile, count, number, index(0), from);
      if (finishesLater())
        finishFromScratch(tile, count, index(0));
      if (last && turnsAhead())
        turnSquares(number);
    });
  }

  // Partial sums start from zero in each block and are added up in scratch: two levels of summation
  // keep the rounding error of long sums small.
  auto zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  int64_t scratchSize = cast<MemRefType>(scratch.getType()).getNumElements();
  loop(index(0), index(scratchSize), index(s.vectorLength),
       [&](Value i) { vector::StoreOp::create(b, zero, scratch, i); });
  Value firstTile = times(place.laneBlock, s.laneBlockTiles);
  Value tilesLeft = arith::SubIOp::create(b, index(s.laneTiles()), firstTile);
  auto laneTiles = [&](const Cursors &now, llvm::function_ref<void(const Cursors &, Value)> body) {
    if (s.laneBlockTiles == 1)
      return body(now, Value());
    Value tilesHere = arith::MinUIOp::create(b, index(s.laneBlockTiles), tilesLeft);
    loop(index(0), tilesHere, index(1), [&](Value t) {
      enterLanes(plus(firstTile, t));
      body(moved(now, tiled(s.lanes, tileLanes), t), times(t, s.rowOuterCount() * s.rowBlockTiles));
    });
  };
  std::function<void(unsigned, const Cursors &, Value)> blocks = [&](unsigned depth, const Cursors &now, Value block) {
    if (depth < s.sumBlocks.size()) {
      loop(s.sumBlocks[depth].size,
           [&](Value i) { blocks(depth + 1, moved(now, s.sumBlocks[depth], i), i); });
      return;
    }
    laneTiles(now, [&](const Cursors &tiles, Value slot) {
      enterPanel(tiles[1], block);
      rowsOfUnit(tiles, low, high, fills, [&](const Cursors &tile, int64_t count, Value number, Lanes from) {
        rowTile(tile, count, number, plus(slot, number), from);
        if (last && turnsAhead())
          turnSquares(number);
      });
    });
  };
  blocks(0, cursors, Value());
  laneTiles(cursors, [&](const Cursors &tiles, Value slot) {
    rowsOfUnit(tiles, low, high, /*fills=*/false, [&](const Cursors &tile, int64_t count, Value number, Lanes) {
      finishFromScratch(tile, count, plus(slot, number));
    });
  });
}

/// Rows are multiplied in the time in which their lanes are copied: the first tile of each block fills the panel. Strided
/// lanes are copied apart, as squares; so are those of a block that consists of the short last tile alone.
bool Emitter::fillsPanel() const {
  bool endsInShortTile = s.rows.size % s.rowCount != 0 && s.rowTiles() > s.rowBlockTiles && (s.rowTiles() - 1) % s.rowBlockTiles == 0;
  return s.pack && !s.dots && !fillsAhead() && s.lanes.step(form(1)) == 1 && s.rowOuter.empty() && s.rowTiles() > 1 && !endsInShortTile;
}

/// Runs `body` for the row tiles [low, high) at each of the outer positions, with the number of the tile in the unit.
void Emitter::rowsOfUnit(const Cursors &cursors, Value low, Value high, bool fills, TileBody body) {
  std::function<void(unsigned, const Cursors &, Value)> positions = [&](unsigned depth, const Cursors &now,
                                                                        Value position) {
    if (depth < s.rowOuter.size()) {
      const LabelAxis &axis = s.rowOuter[depth];
      return loop(axis.size, [&](Value i) {
        positions(depth + 1, moved(now, axis, i), plus(times(position, axis.size), i));
      });
    }
    rowTiles(now, low, high, fills, [&](const Cursors &tile, int64_t count, Value number, Lanes from) {
      Value inBlock = arith::SubIOp::create(b, number, low);
      body(tile, count, plus(times(position, s.rowBlockTiles), inBlock), from);
    });
  };
  positions(0, cursors, index(0));
}

/// Runs `body` for the row tiles [low, high): whole tiles in a loop, a shorter last one apart. With `fills`, the tile that
/// comes first fills the panel: the short one where there is one block.
void Emitter::rowTiles(const Cursors &cursors, Value low, Value high, bool fills, TileBody body) {
  LabelAxis tiles = s.rows;
  tiles.stride *= s.rowCount;
  int64_t whole = s.rows.size / s.rowCount, rest = s.rows.size % s.rowCount;
  Lanes from = s.pack ? Lanes::Panel : Lanes::Memory;
  if (s.rowTiles() == 1)
    return body(cursors, s.rows.size, index(0), from);
  auto last = [&](Lanes from) { body(moved(cursors, tiles, index(whole)), rest, index(whole), from); };
  bool isOneBlock = s.rowTiles() <= s.rowBlockTiles;
  if (fills && rest && isOneBlock) {
    last(Lanes::Fill);
  } else if (fills) {
    body(moved(cursors, tiles, low), s.rowCount, low, Lanes::Fill);
    low = plus(low, index(1));
  }
  Value stop = rest ? arith::MinUIOp::create(b, high, index(whole)).getResult() : high;
  loop(low, stop, index(1), [&](Value t) { body(moved(cursors, tiles, t), s.rowCount, t, from); });
  if (!rest || (fills && isOneBlock))
    return;
  Value reached = arith::CmpIOp::create(b, arith::CmpIPredicate::ugt, high, index(whole));
  auto branch = scf::IfOp::create(b, reached, /*withElse=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  last(from);
}
