// SPDX-License-Identifier: Apache-2.0
//===- Emitter.h - the state of writing one attention kernel --------------===//
// A tile is a few vectors of queries, the lanes, against all keys. Its scores lie in scratch key by key, so that maxima and sums over
// keys are lane by lane, and a query's scores with the next keys are a column: the rows that products of scores broadcast.
//
//   batch position                          divided among the workers, with the tiles where no result is summed over queries
//     tile of queries
//       queries turned into a panel         [depth][lane]
//       phases                              a phase ends where a reduction over the keys must be known
//         blocks of keys                    scores in registers, what follows from them, their maxima and sums
//       products with the scores            rows x vectors of sums in registers
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/graph/Attention.h"
#include "compiler/loops/Arithmetic.h"
#include "compiler/loops/contraction/Emit.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

#include <map>

namespace kiln::loops {

using mlir::ArrayRef;
using mlir::SmallVector;
using mlir::Value;

class AttentionEmitter {
public:
  AttentionEmitter(const Attention &attention, GroupOp group, mlir::func::FuncOp kernel, unsigned vectorBits, ElementwiseEmitter elementwise);

  void run();
  std::string scheduleText() const;
  /// Takes what somebody else has chosen; fails behind an error where it cannot be.
  mlir::LogicalResult take(const ScheduleChoices &choices);

private:
  /// Keys [low, high) in blocks, and `rest` more; of a causal diagonal the vectors from `first` on.
  struct Segment {
    Value low, high;
    int64_t rest = 0, first = 0;
    bool allVisible = true;
  };
  using Body = llvm::function_ref<void(Value)>;

  /// \name Loops and addresses.
  /// @{
  Value index(int64_t value) { return mlir::arith::ConstantIndexOp::create(b, value); }
  Value plus(Value x, Value y) { return mlir::arith::AddIOp::create(b, x, y); }
  Value plus(Value x, int64_t y) { return y == 0 ? x : plus(x, index(y)); }
  Value times(Value x, int64_t y) { return y == 1 ? x : mlir::arith::MulIOp::create(b, x, index(y)).getResult(); }
  void loop(Value low, Value high, int64_t step, Body body);
  /// The same, handing `values` on from step to step.
  void loopWith(SmallVector<Value> &values, Value low, Value high, int64_t step, Body body);
  Value load(Value memref, Value at);
  Value loadMasked(Value memref, Value at, int64_t count);
  void store(Value vector, Value memref, Value at);
  void storeMasked(Value vector, Value memref, Value at, int64_t count);
  Value scalar(Value memref, Value at);
  Value flat(Value memref);
  /// Where the batch position begins.
  Value baseOf(const ScoreAccess &access);
  Value fullBase();
  /// @}

  /// \name Plan.cpp: which value is made in which phase and where it lies.
  /// @{
  void plan();
  int phaseOf(Value value);
  bool dependsOn(Value value, Value on);
  /// @}

  /// \name Emit.cpp
  /// @{
  void tile(Value first, int64_t vectors, int64_t count);
  void findSegments();
  void phase(int number);
  void block(Value key, int64_t count, const Segment &segment);
  void evaluateRow(const Segment &segment);
  void turnIn(Value value);
  void turnOut(Value value, Value memref);
  void storeRows(Value value, Value memref);
  void zero(const MixProduct &mix);
  /// @}

  /// \name Products.cpp
  /// @{
  void packQueries(unsigned product);
  SmallVector<Value> multiply(unsigned product, Value key, int64_t count, int64_t first);
  /// What one product of a sum after the other reads: from `start` on by `step`, and for each row of the tile `across` further.
  struct Walk {
    Value memref, start;
    int64_t step = 0, across = 0;
  };
  int64_t widthOf(const MixProduct &mix) const;
  void sumProducts(SmallVector<Value> &tile, int64_t width, Walk scores, Walk operand, Value count);
  void mixOverKeys(const MixProduct &mix);
  void mixOverQueries(const MixProduct &mix);
  void mixRows(const MixProduct &mix, Value row, int64_t count, Value low, Value high);
  /// @}

  /// \name Evaluate.cpp: the elements of a value at the present key and vector.
  /// @{
  Value at(Value value, mlir::AffineMap map, int64_t vector);
  Value compute(Value value, mlir::AffineMap map, int64_t vector);
  Value coordinate(mlir::AffineExpr expr);
  Value fromMemory(mlir::BlockArgument argument, mlir::AffineMap map, int64_t vector);
  Value position(mlir::AffineExpr expr, int64_t vector);
  /// @}

  const Attention &a;
  GroupOp group;
  mlir::Block &body;
  mlir::func::FuncOp kernel;
  ElementwiseEmitter elementwise;
  mlir::ImplicitLocOpBuilder b;
  Arithmetic m;
  mlir::AffineMap fullMap, rowMap;
  int64_t lanes, blockKeys, mixVectors, mixSums, productsAtOnce, mostVectors;
  mlir::VectorType vectorType;

  int phases = 0;
  llvm::DenseMap<Value, int> phaseNumbers;
  llvm::DenseMap<Value, unsigned> buffers; ///< of values that are kept for a later phase or product
  unsigned bufferCount = 0;
  bool sumsOverQueries = false;

  SmallVector<Value> memrefs, panels, scratch; ///< by operand and result; by product; by buffer
  Value sums, rowScratch;
  SmallVector<Value> batchIndex;

  // The present tile, phase, block, key.
  Value firstQuery;
  int64_t vectors = 0, queries = 0, pitch = 0;
  SmallVector<Segment> segments;
  int current = 0;
  llvm::DenseMap<Value, SmallVector<Value>> rowValues;
  SmallVector<Value> roots, carried;
  SmallVector<ReduceOp> reduces;
  SmallVector<unsigned> made; ///< products of the phase
  SmallVector<SmallVector<Value>> inRegisters; ///< their sums; empty where these are in scratch
  Value key, sumsRow;
  int64_t blockRow = 0;
  bool allVisible = false;
  std::map<std::pair<const void *, int64_t>, Value> known;
};

} // namespace kiln::loops
