// SPDX-License-Identifier: Apache-2.0
//===- FillAhead.cpp - the next panel, while the present one is multiplied -===//
// What waits for memory then stands between multiplications, and memory is asked for no more than it gives at that pace: a line here
// and a line there, as the lanes of a tile lie, is the slowest way to read it.
//===----------------------------------------------------------------------===//
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Summed positions by which lanes are asked for before they are copied.
static constexpr int64_t kFetchedAhead = 4;
/// Summed positions of a panel that is worth filling ahead.
static constexpr int64_t kLongSum = 16;

bool Emitter::fillsAhead() const {
  if (!s.pack || s.dots || s.laneRowCount != 1 || s.laneBlockTiles != 1 || !s.rowOuter.empty() || s.rowTiles() == 1 || s.sum.size() != 1 ||
      s.sumLength() < kLongSum || s.sumBlocks.size() > 1 || (s.laneTiles() == 1 && s.outer.empty()))
    return false;
  return s.lanes.step(form(1)) == 1 || turnsAhead();
}

/// Whether the lanes stand along the sum in memory, so that the next panel is filled by squares.
bool Emitter::turnsAhead() const {
  return s.lanes.step(form(1)) != 1 && s.sum.back().step(form(1)) == 1 && s.sumLength() % s.vectorLength == 0;
}

/// Row tiles that each unit has.
int64_t Emitter::leastRowTiles() const {
  int64_t blocks = llvm::divideCeil(s.rowTiles(), s.rowBlockTiles);
  return s.rowTiles() - (blocks - 1) * s.rowBlockTiles;
}

/// Summed positions that are multiplied for each one that is filled ahead: few enough that the row tiles of a unit get to the end.
int64_t Emitter::positionsForEach() const {
  int64_t positions = 16;
  while (positions > 1 && leastRowTiles() * (s.sumLength() / positions) < s.sumLength())
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

/// Rows of squares, one vector of summed positions each, that are turned after each row tile: there no sums are in registers.
int64_t Emitter::squareRows() const { return llvm::divideCeil(s.sumLength() / s.vectorLength, leastRowTiles()); }

/// Asks for some lines of the squares that are turned after this row tile, when the summed `position` begins another group of them. (A
/// loop over the groups around that over their positions costs registers.)
void Emitter::fetchSquares(Value rowTile, Value position) {
  int64_t length = s.vectorLength, lines = squareRows() * rowElements(), each = llvm::divideCeil(lines, s.sumLength() / length);
  Value inGroup = arith::RemUIOp::create(b, position, index(length));
  auto branch = scf::IfOp::create(b, arith::CmpIOp::create(b, arith::CmpIPredicate::eq, inGroup, index(0)), /*withElse=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(branch.thenBlock());
  Value first = times(arith::DivUIOp::create(b, position, index(length)), each);
  for (int64_t i = 0; i < each; ++i) {
    Value line = plus(first, index(i)), lane = arith::RemUIOp::create(b, line, index(rowElements()));
    Value row = plus(times(rowTile, squareRows()), arith::DivUIOp::create(b, line, index(rowElements())));
    fetch(1, moved(moved(ahead.lanes, row, length), lane, s.lanes.step(form(1))));
  }
}

void Emitter::turnSquares(Value rowTile) {
  Value first = times(rowTile, squareRows()), all = index(s.sumLength() / s.vectorLength);
  Value last = arith::MinUIOp::create(b, plus(first, index(squareRows())), all);
  loop(first, last, index(1), [&](Value row) {
    for (int64_t v = 0; v < s.laneVectors; ++v) {
      Cursor source = moved(moved(ahead.lanes, v * s.vectorLength * s.lanes.step(form(1))), row, s.vectorLength);
      packSquare(source, moved(moved(ahead.panelAt, v * s.vectorLength), row, s.vectorLength * rowElements()), s.vectorLength, ahead.masks[v]);
    }
  });
}
