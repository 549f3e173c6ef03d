// SPDX-License-Identifier: Apache-2.0
//===- Pack.cpp - the lane operand's tile in the order in which it is used ===//
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

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

/// A square of lanes by summed positions, read along the summed axis and turned in registers: `positions` of them, and lanes that are in
/// `laneMask`, if not all.
void Emitter::packSquare(Cursor source, Cursor target, int64_t positions, Value laneMask) {
  int64_t length = s.vectorLength;
  auto maskType = VectorType::get({length}, b.getI1Type());
  Value memref = memrefs[accesses[1]->memref];
  VectorType rowType = vectorType.clone(cast<MemRefType>(memref.getType()).getElementType());
  Value zero = arith::ConstantOp::create(b, rowType, b.getZeroAttr(rowType));
  SmallVector<Value> rows;
  for (int64_t l = 0; l < length; ++l) {
    Cursor cursor = moved(source, l * s.lanes.step(form(1)));
    if (!laneMask && positions == length) {
      rows.push_back(loaded(1, vector::LoadOp::create(b, rowType, memref, at(cursor))));
      continue;
    }
    Value count = index(positions);
    if (laneMask) {
      Value valid = vector::ExtractOp::create(b, laneMask, l);
      count = arith::SelectOp::create(b, valid, count, index(0));
    }
    Value mask = vector::CreateMaskOp::create(b, maskType, ValueRange{count});
    rows.push_back(loaded(1, vector::MaskedLoadOp::create(b, rowType, memref, at(cursor), mask, zero)));
  }
  transposeSquare(b, rows);
  for (int64_t k = 0; k < positions; ++k)
    vector::StoreOp::create(b, rows[k], panel, at(moved(target, k * rowElements())));
}

/// The tile's lanes in squares.
void Emitter::packTransposed(const LabelAxis &axis, Cursor from, Cursor to) {
  const LinearForm &lane = form(1);
  int64_t length = s.vectorLength;
  auto squares = [&](Cursor source, Cursor target, int64_t positions) {
    for (int64_t r = 0; r < s.laneRowCount; ++r)
      for (int64_t v = 0; v < s.laneVectors; ++v)
        packSquare(moved(source, r * s.laneRows.step(lane) + v * length * s.lanes.step(lane)),
                   moved(target, (r * s.laneVectors + v) * length), positions, masks[v]);
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

/// Blocks of 128 bits first, in which elements of two rows by turns give those of columns; then the blocks. Each of these shuffles is an
/// instruction by itself, while others would keep registers for what they choose.
void loops::transposeSquare(ImplicitLocOpBuilder &b, SmallVectorImpl<Value> &rows) {
  int64_t length = rows.size(), bits = cast<VectorType>(rows.front().getType()).getElementTypeBitWidth();
  int64_t block = std::min(length, 128 / bits), blocks = length / block;
  auto pair = [&](Value first, Value second, llvm::function_ref<int64_t(int64_t)> from) -> Value {
    return vector::ShuffleOp::create(b, first, second, llvm::map_to_vector(llvm::seq<int64_t>(0, length), from));
  };
  SmallVector<Value> made(length);
  for (int64_t step = 1; step < block; step *= 2) {
    for (int64_t group = 0; group < length; group += block)
      for (int64_t i = 0; i < block / 2; ++i)
        for (int64_t half : {0, 1}) // of each block of both
          made[group + 2 * i + half] = pair(rows[group + i], rows[group + i + block / 2], [&](int64_t lane) {
            return lane / block * block + half * block / 2 + lane % block / 2 + lane % 2 * length;
          });
    rows.assign(made);
  }
  // Now row group * block + c holds, in its block l, the column l * block + c of the group's rows.
  auto at = [&](SmallVectorImpl<Value> &all, int64_t group, int64_t c) -> Value & { return all[group * block + c]; };
  for (int64_t step = 1; step < blocks; step *= 2) {
    for (int64_t c = 0; c < block; ++c)
      for (int64_t i = 0; i < blocks / 2; ++i)
        for (int64_t odd : {0, 1})
          at(made, i + odd * blocks / 2, c) = pair(at(rows, 2 * i, c), at(rows, 2 * i + 1, c), [&](int64_t lane) {
            int64_t number = 2 * (lane / block) + odd; // of the blocks of both
            return number * block + lane % block;
          });
    rows.assign(made);
  }
}
