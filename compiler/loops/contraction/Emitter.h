// SPDX-License-Identifier: Apache-2.0
//===- Emitter.h - the state of writing one contraction kernel ------------===//
#pragma once

#include "compiler/loops/contraction/Emit.h"
#include "compiler/loops/contraction/Winograd.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace kiln::loops {

using mlir::ArrayRef;
using mlir::SmallVector;
using mlir::SmallVectorImpl;
using mlir::Type;
using mlir::Value;
using mlir::VectorType;

/// An element offset: a value of the loops around plus a constant.
struct Cursor {
  Value base;
  int64_t constant = 0;
};

class Emitter {
public:
  Emitter(const Contraction &contraction, const ContractionSchedule &schedule, GroupOp group,
          mlir::func::FuncOp kernel, ElementwiseEmitter elementwise)
      : c(contraction), s(schedule), group(group), kernel(kernel), elementwise(elementwise),
        op(contraction.op), b(op.getLoc(), kernel.getContext()) {}

  /// As a convolution of the plan; without one, directly.
  void run(const WinogradPlan *plan);
  /// The same with transformed kernels that the argument before the worker holds, and what fills it.
  void runPrepared(const WinogradPlan &plan);
  void runPreparation(const WinogradPlan &plan);

  /// A row or column of one of Winograd's squares.
  using Line = SmallVector<Value, 6>;

private:
  /// Where every access stands: row operand, lane operand, leaves, results, in this order.
  using Cursors = SmallVector<Cursor, 8>;
  using Body = llvm::function_ref<void(Value)>;

  Value index(int64_t value) { return mlir::arith::ConstantIndexOp::create(b, value); }
  Value times(Value value, int64_t factor) {
    return factor == 1 ? value : mlir::arith::MulIOp::create(b, value, index(factor)).getResult();
  }
  Value plus(Value lhs, Value rhs) {
    return !lhs ? rhs : !rhs ? lhs : mlir::arith::AddIOp::create(b, lhs, rhs).getResult();
  }
  Value at(Cursor cursor) {
    if (!cursor.base)
      return index(cursor.constant);
    return cursor.constant ? plus(cursor.base, index(cursor.constant)) : cursor.base;
  }
  Cursor moved(Cursor cursor, Value steps, int64_t step) {
    if (step != 0)
      cursor.base = plus(cursor.base, times(steps, step));
    return cursor;
  }
  Cursor moved(Cursor cursor, int64_t distance) {
    return {cursor.base, cursor.constant + distance};
  }
  Cursor moved(Cursor cursor, Cursor steps, int64_t step) {
    return moved(steps.base ? moved(cursor, steps.base, step) : cursor, steps.constant * step);
  }

  const LinearForm &form(unsigned access) const { return accesses[access]->offset; }
  Cursors moved(Cursors cursors, const LabelAxis &axis, Value steps) {
    for (unsigned i = 0; i < cursors.size(); ++i)
      cursors[i] = moved(cursors[i], steps, axis.step(form(i)));
    return cursors;
  }
  /// A loop over [0, count) without carried values; no loop for a count of 1.
  void loop(Value low, Value high, Value step, Body body) {
    auto loop = mlir::scf::ForOp::create(b, low, high, step);
    mlir::OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    body(loop.getInductionVar());
  }
  void loop(int64_t count, Body body) {
    if (count == 1)
      return body(index(0));
    loop(index(0), index(count), index(1), body);
  }

  /// Units of work in the order in which their results lie in memory, the longest steps first: workers take neighbouring ones, and
  /// two of them should not write to one line.
  SmallVector<LabelAxis, 4> inOrderOfResult(ArrayRef<LabelAxis> axes) const {
    SmallVector<LabelAxis, 4> sorted(axes);
    llvm::stable_sort(sorted, [&](const LabelAxis &x, const LabelAxis &y) {
      return std::abs(x.step(form(result(0)))) > std::abs(y.step(form(result(0))));
    });
    return sorted;
  }

  Value flat(Value memref);
  void begin();
  void takeOperands(unsigned count);
  Value allocate(int64_t count);
  Cursors origin() const;
  /// Whether the machine has 32 vectors of 512 bits, and masks apart from them.
  bool isWide() const { return s.vectorLength * element.getIntOrFloatBitWidth() >= 512; }
  /// Whether an operand of the contraction is kept in a narrower float than it is added up in.
  bool isNarrow(unsigned access) const { return elements[accesses[access]->memref] != element; }
  Value loaded(unsigned access, Value raw);
  std::pair<Value, Value> strided(int64_t step, Value mask);
  Value loadEvery(int64_t step, unsigned access, Cursor cursor, Value mask, Value zero);
  void storeEvery(int64_t step, Value memref, Cursor cursor, Value vector, Value mask);
  Value loadLanes(unsigned access, Cursor cursor, const LabelAxis &axis, Value mask);
  void fetch(unsigned access, Cursor cursor);
  void storeLanes(unsigned access, Cursor cursor, Value vector, Value mask);

  void direct();
  /// Where a unit of work begins.
  struct Place {
    Cursors cursors;
    Value rowBlock, laneBlock;
  };
  Place placeOf(Value unit);
  void unit(Value number, Value last);
  void unitAt(const Place &place, Value number, const Place &after, Value last);
  bool branchesOnMasks() const;
  SmallVector<Value> masksOf(Value laneTile);
  void enterLanes(Value laneTile);
  void pack(Cursor lanes);
  void widenRows(Cursor from, int64_t count);
  /// Whether the rows of a tile lie side by side in the row operand, as they then do in its panel.
  bool rowsTouch() const { return s.rowUnroll.empty() && s.rows.step(form(0)) == 1; }
  void packTransposed(const LabelAxis &axis, Cursor from, Cursor to);
  void packSquare(Cursor source, Cursor target, int64_t positions, Value laneMask);
  void dots(const Cursors &cursors, int64_t count);
  Value addPairs(Value first, Value second, int64_t bit);
  /// Where the vectors of a tile come from; `Fill` reads memory and writes the panel.
  enum class Lanes { Memory, Panel, Fill };
  using TileBody = llvm::function_ref<void(const Cursors &, int64_t, Value, Lanes)>;
  bool fillsPanel() const;
  void rowTile(const Cursors &cursors, int64_t count, Value tileInUnit, Value slot, Lanes from);
  SmallVector<Value> multiply(const Cursors &cursors, int64_t count, Value tileInUnit, Lanes from);
  void finish(const Cursors &cursors, int64_t count, ArrayRef<Value> sums);
  int64_t vectorsAtOnce() const;
  Value joined(ArrayRef<Value> vectors);
  void finishRow(const Cursors &cursors, ArrayRef<Value> sums);
  void finishFromScratch(const Cursors &cursors, int64_t count, Value tileInUnit);
  void rowTiles(const Cursors &cursors, Value low, Value high, bool fills, TileBody body);
  void rowsOfUnit(const Cursors &cursors, Value low, Value high, bool fills, TileBody body);
  Value epilogue(Value value, ArrayRef<LinearForm> position, const Cursors &cursors, Value sum,
                 unsigned vector);

  /// \name The next panel, while the present one is multiplied.
  /// @{
  bool fillsAhead() const;
  bool turnsAhead() const;
  int64_t leastRowTiles() const;
  int64_t positionsForEach() const;
  int64_t squareRows() const;
  Value halfOf(Value unit, Value block);
  void aimAhead(Value half, Cursor lanes, Value laneTile);
  void fillAhead(Value position);
  void fetchSquares(Value rowTile, Value position);
  void turnSquares(Value rowTile);
  /// @}

  /// \name Convolutions by Winograd.h.
  /// @{
  void winograd(const WinogradPlan &plan);
  void rowBlocks(int64_t size, llvm::function_ref<void(Value, int64_t)> body);
  SmallVector<Value, 16> multiplyRows(Value rows, Cursor row, int64_t rowDistance, int64_t rowStep, Value lanes, Cursor lane,
                                      int64_t steps, int64_t count);
  void tilesOf(const WinogradPlan &plan, const Cursors &now, llvm::function_ref<void(const Cursors &, Value)> body);
  void depthsOf(const WinogradPlan &plan, const LinearForm &operand, Cursor from, Cursor to, int64_t step,
                llvm::function_ref<void(Cursor, Cursor)> body);
  Value scratchOf(const WinogradPlan &plan);
  using LineOf = llvm::function_ref<Line(ArrayRef<Value>)>;
  using LoadOf = llvm::function_ref<Value(int64_t vector, int64_t i, Cursor j)>;
  using StoreOf = llvm::function_ref<void(Cursor i, ArrayRef<Line> rows)>;
  void transformSquares(const WinogradPlan &plan, int64_t count, int64_t size, int64_t made, LineOf line, LoadOf load, StoreOf store);
  Cursor upToEnd(const WinogradPlan &plan, unsigned label, Cursor corner, Cursor number);
  Value isInside(const WinogradPlan &plan, const Cursors &corner, Cursor down, Cursor right);
  Value placeAt(const WinogradPlan &plan, Value memory, Cursor from, int64_t i, Cursor j, int64_t distance);
  void transformKernels(const WinogradPlan &plan, Cursor start, Value kernels);
  void transformData(const WinogradPlan &plan, const Cursors &now, Value data, int64_t depth);
  void transformResult(const WinogradPlan &plan, const Cursors &now, Value products);
  void transformGradients(const WinogradPlan &plan, const Cursors &now, Value gradients);
  void transformKernelGradient(const WinogradPlan &plan, const Cursors &unit, Value sums);
  /// Elements from tile to tile of the transformed data, and from place to place there and in the products (or gradients).
  int64_t dataStep, dataPlace, productPlace;
  Value squares;  ///< scratch of transforms; null where they stay in registers
  Value prepared; ///< transformed kernels that somebody else has filled; null where this kernel does
  /// @}

  /// Rows of a tile with `count` positions of `rows`: the constant distance that each moves
  /// `access`.
  SmallVector<int64_t> rowDistances(unsigned access, int64_t count) const;
  /// Elements of scratch that one row of a tile takes.
  int64_t rowElements() const { return s.tileVectors() * s.vectorLength; }
  /// Epilogues that are written once, with a loop over the rows of scratch.
  bool finishesLater() const { return heavyEpilogue || s.dots > 0; }
  bool spills() const { return !s.sumBlocks.empty() || finishesLater(); }
  unsigned leaf(unsigned i) const { return 2 + i; }
  unsigned result(unsigned i) const { return 2 + c.leaves.size() + i; }

  const Contraction &c;
  const ContractionSchedule &s;
  GroupOp group;
  mlir::func::FuncOp kernel;
  ElementwiseEmitter elementwise;
  ContractOp op;
  mlir::ImplicitLocOpBuilder b;

  SmallVector<const Access *> accesses;
  SmallVector<Value> memrefs; ///< flat, by operand and result number
  SmallVector<Type> elements; ///< of each
  Type element; ///< that products are added up in
  VectorType vectorType;
  Value panel, scratch;
  Cursor panelAt; ///< the present panel; `panel` holds two where one is filled ahead
  /// The panel that is filled ahead, and what goes there.
  struct {
    Cursor lanes, panelAt;
    SmallVector<Value> masks;
  } ahead;
  Value rowPanel; ///< the row operand's tile, widened: [row][summed position], or [summed position][row]; null where it is not narrow
  SmallVector<Value> masks; ///< for each vector of the lanes; null where all lanes are valid
  Value lanesLeft;           ///< of the present lane tile
  bool heavyEpilogue = false;
  unsigned epilogueLength = 0;
  int64_t lanesAtOnce; ///< of the vectors that are loaded, stored and computed beside the sums
  struct Known {
    Value value;
    SmallVector<LinearForm, 4> position;
    Value result;
  };
  SmallVector<Known, 0> known; ///< values of the epilogue at the present row and vector
};

} // namespace kiln::loops
