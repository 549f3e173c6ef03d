// SPDX-License-Identifier: Apache-2.0
//===- Evaluator.h - the value of a tensor at a position -------------------===//
// A group's body is evaluated backwards: the element of a result at some position
// asks for the elements of its operands at positions that follow by composing
// affine maps, down to the memrefs of the kernel. A reduction opens a loop.
//
// Positions are affine expressions over variables; a variable is the induction
// variable of an open loop (or a value computed in it). An element is computed at
// the outermost loop where all its variables are known, once: what depends on the
// row alone is computed before the loop over the row's columns.
//
// A variable may stand for several neighbouring lanes; elements at positions that
// depend on it are vectors.
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/loops/Arithmetic.h"
#include "compiler/loops/Index.h"
#include "dialects/kiln/Kiln.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

#include <map>
#include <set>
#include <vector>

namespace kiln::loops {

using Coordinates = llvm::SmallVector<mlir::AffineExpr, 6>;

/// What kernels are written for.
struct Target {
  unsigned vectorBytes = 64;
  /// Lanes of a vector of `bits`-wide elements.
  unsigned lanes(unsigned bits) const { return vectorBytes * 8 / bits; }
};

/// The type of an element in memory and in registers: signless.
mlir::Type storageElement(mlir::Type element);
/// How the element's bits are to be read.
Sign signOf(mlir::Type element);
int64_t productOf(llvm::ArrayRef<int64_t> sizes);
mlir::RankedTensorType tensorOf(mlir::Value value);

/// A condition under which elements are asked for: elsewhere any value will do, and no memory is touched.
struct Guard {
  mlir::Value condition; // i1 or a vector of i1; null holds everywhere
  unsigned level = 0;    // the loop that knows it
};

class Evaluator {
public:
  Evaluator(mlir::OpBuilder &builder, mlir::Location loc, const Target &target)
      : builder(builder), loc(loc), target(target), scopes(1) {}

  /// The memref that holds a value of the group's body: of one axis, of bytes where it holds bools.
  void bind(mlir::Value value, mlir::Value flat) { memory[value] = flat; }
  /// A kernel's memref argument in the form that `bind` and `store` take.
  mlir::Value flatten(mlir::Value memref);
  /// How to find elements of a value that is neither in memory nor to be evaluated from its op.
  using Provider = std::function<mlir::Value(llvm::ArrayRef<mlir::AffineExpr>)>;
  void provide(mlir::Value value, Provider provider) { providers[value] = std::move(provider); }

  /// Says that each row is walked several times before the next.
  void walkAgain() { walksAgain = true; }
  /// Lets the reduction `by`, which asks for every element of a row of `value`, leave them in `flat` for what is evaluated behind it.
  void keepRow(mlir::Value value, ReduceOp by, mlir::Value flat, unsigned rowAxes);
  /// Leaves what `by` keeps at the position of its operand.
  void storeKept(ReduceOp by, llvm::ArrayRef<mlir::AffineExpr> position);

  /// The element of `value` at `position`: a scalar, or a vector if the position depends on lanes.
  mlir::Value evaluate(mlir::Value value, llvm::ArrayRef<mlir::AffineExpr> position);
  /// From the op that gives `value`, even if a provider is set.
  mlir::Value compute(mlir::Value value, llvm::ArrayRef<mlir::AffineExpr> position);
  /// Makes `element` the element of `value` at `position` from here on.
  void define(mlir::Value value, llvm::ArrayRef<mlir::AffineExpr> position, mlir::Value element);
  /// The elements of a flat memref at `offset` and its lanes.
  mlir::Value load(mlir::Value flat, mlir::AffineExpr offset, bool mayLeave = false);
  void store(mlir::Value element, mlir::Value flat, mlir::AffineExpr offset);

  /// \name Variables and loops.
  /// @{
  /// A new variable with value `value` (index) in [range.low, range.high].
  mlir::AffineExpr variable(mlir::Value value, Bounds range);
  /// `lanes` neighbours from `first`, a multiple of `lanes`, on, of which those with `mask` exist (null: all).
  mlir::AffineExpr laneVariable(mlir::Value first, Bounds range, int64_t lanes, mlir::Value mask);
  /// for (v = from; v < to; v += step), handing on `inits`. The body gets the induction value and the
  /// carried values and gives their successors.
  using Body = llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::Value, mlir::ValueRange)>;
  mlir::ValueRange loop(mlir::Value from, mlir::Value to, mlir::Value step, mlir::ValueRange inits,
                        Body body);
  mlir::ValueRange loop(int64_t from, int64_t to, int64_t step, mlir::ValueRange inits, Body body);
  /// Loops over all positions of `sizes`, the last fastest; the body gets one variable for each.
  using NestBody =
      llvm::function_ref<llvm::SmallVector<mlir::Value>(const Coordinates &, mlir::ValueRange)>;
  llvm::SmallVector<mlir::Value> nest(llvm::ArrayRef<int64_t> sizes, mlir::ValueRange inits,
                                      NestBody body);
  /// @}

  /// \name For the lowerings of single ops.
  /// @{
  mlir::AffineExpr simplify(mlir::AffineExpr expr) const;
  Bounds boundsOf(mlir::AffineExpr expr) const;
  mlir::AffineExpr number(int64_t value) const;
  /// The value of an expression: index, or a vector of i32 if it depends on lanes.
  mlir::Value index(mlir::AffineExpr expr);
  /// Whether 0 <= expr < size; null if it always is. `outside` if it never is.
  mlir::Value inside(mlir::AffineExpr expr, int64_t size, bool &outside);
  /// Evaluates `value` where `condition` holds; null: everywhere.
  mlir::Value evaluateIf(mlir::Value condition, llvm::ArrayRef<mlir::AffineExpr> conditionOn,
                         mlir::Value value, llvm::ArrayRef<mlir::AffineExpr> position);
  /// How many of the last of `sizes` can be walked as one axis in all that `value` is computed from:
  /// `place` puts the variables of the axes into a position of `value`. At least 1.
  unsigned collapsible(mlir::Value value, llvm::ArrayRef<int64_t> sizes,
                       llvm::function_ref<Coordinates(llvm::ArrayRef<mlir::AffineExpr>)> place);
  /// Like `nest`, but the last `collapsed` axes are one loop over vectors of at most `lanes` lanes; the body
  /// is written once for whole vectors and once for the masked rest.
  llvm::SmallVector<mlir::Value> vectorNest(llvm::ArrayRef<int64_t> sizes, unsigned collapsed,
                                            int64_t lanes, mlir::ValueRange inits, NestBody body);
  /// The first `count` of `lanes` lanes.
  mlir::Value laneMaskOf(int64_t count, int64_t lanes);
  /// The mask of the lanes that exist, where the open vector loop is at its rest; else null.
  mlir::Value restMask() const { return rest; }
  /// The first of `count` neighbours, where `expr` is certain to be those from a multiple of `count` on; else null.
  mlir::Value firstOfAligned(mlir::AffineExpr expr, int64_t count);
  /// The lanes that a position spans; 1 for a scalar.
  int64_t lanesOf(llvm::ArrayRef<mlir::AffineExpr> position) const;
  Arithmetic arithmetic() { return Arithmetic(builder, loc); }
  mlir::Value constantIndex(int64_t value);
  /// @}

  mlir::OpBuilder &builder;
  mlir::Location loc;
  const Target &target;

private:
  struct Variable {
    mlir::Value value;
    Bounds range;
    unsigned level;
    int64_t lanes;
    mlir::Value mask;
    unsigned first = 0; // of lanes: the variable of the first
  };
  using Key = std::vector<const void *>;
  struct Scope {
    mlir::Operation *inner = nullptr; // the loop that the next scope is the body of
    std::map<Key, mlir::Value> known;
  };

  Key keyOf(mlir::Value value, llvm::ArrayRef<mlir::AffineExpr> position, Coordinates &simple);
  unsigned levelOf(llvm::ArrayRef<mlir::AffineExpr> exprs) const;
  mlir::Value atLevel(unsigned level, llvm::function_ref<mlir::Value()> make);
  mlir::Value remember(unsigned level, const Key &key, llvm::function_ref<mlir::Value()> make);
  mlir::Value read(mlir::Value flat, mlir::RankedTensorType type,
                   llvm::ArrayRef<mlir::AffineExpr> position);
  mlir::Value laneMask(mlir::AffineExpr offset, int64_t lanes);
  bool isContiguous(mlir::AffineExpr offset) const;
  /// Whether runs of neighbours by `variable` stand within one vector, always in the same way, at offsets that are linear in the run.
  bool isBlocked(mlir::AffineExpr offset, mlir::AffineExpr variable);
  void fetchNextRow(mlir::Value flat, mlir::AffineExpr offset, mlir::Value first, int64_t lanes);
  bool walksAgain = false;
  mlir::Value loadBlock(mlir::Value flat, mlir::AffineExpr offset, mlir::Value mask);
  /// The offset of the first lane.
  mlir::Value firstLane(mlir::AffineExpr offset);
  mlir::AffineExpr probe(Bounds range);
  bool isLinear(mlir::Value value, llvm::ArrayRef<mlir::AffineExpr> position,
                mlir::AffineExpr variable, std::set<Key> &seen);
  mlir::Value expand(mlir::AffineExpr expr);
  mlir::Value maskOf(mlir::AffineExpr expr);

  std::vector<Variable> variables;
  std::vector<Scope> scopes;
  Guard guard;
  mlir::Value rest;
  llvm::DenseMap<mlir::Value, mlir::Value> memory;
  llvm::DenseMap<mlir::Value, Provider> providers;
  struct KeptRow {
    mlir::Value value, flat;
    unsigned rowAxes;
  };
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<KeptRow, 1>> keptBy;
  mlir::AffineExpr offsetInRow(mlir::Value value, llvm::ArrayRef<mlir::AffineExpr> position, unsigned rowAxes) const {
    return linearize(position.drop_front(rowAxes), tensorOf(value).getShape().drop_front(rowAxes), builder.getContext());
  }
};

/// What a reduction of nothing gives, and how one more element (a scalar or vector) joins.
mlir::Value identityOf(Reduction kind, mlir::Type element, Sign sign, Arithmetic m);
mlir::Value combine(Reduction kind, mlir::Value a, mlir::Value b, Sign sign, Arithmetic m);
/// What sums of narrow floats are carried in.
mlir::Type wideOf(mlir::Type element);

/// An elementwise op on elements (scalars or vectors).
mlir::Value elementwise(mlir::OpBuilder &builder, mlir::Operation *op, mlir::ValueRange operands);

/// \name One function for each family: the element of an op's result at a position. Null if the family
/// has no such op.
/// @{
mlir::Value evaluateElementwise(mlir::OpResult result, llvm::ArrayRef<mlir::AffineExpr> position, Evaluator &at);
mlir::Value evaluateContraction(mlir::OpResult result, llvm::ArrayRef<mlir::AffineExpr> position, Evaluator &at);
mlir::Value evaluateReduction(mlir::OpResult result, llvm::ArrayRef<mlir::AffineExpr> position, Evaluator &at);
mlir::Value evaluateMovement(mlir::OpResult result, llvm::ArrayRef<mlir::AffineExpr> position, Evaluator &at);
mlir::Value evaluateRandom(mlir::OpResult result, llvm::ArrayRef<mlir::AffineExpr> position, Evaluator &at);
mlir::Value evaluateStructure(mlir::OpResult result, llvm::ArrayRef<mlir::AffineExpr> position, Evaluator &at);
/// @}

} // namespace kiln::loops
