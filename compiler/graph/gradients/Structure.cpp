// SPDX-License-Identifier: Apache-2.0
//===- Structure.cpp - derivatives through loops and named functions ------===//
#include "compiler/graph/Checkpoints.h"
#include "compiler/graph/ReverseSweep.h"

#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace kiln;

namespace {

/// A result that is kept for the reverse step rather than computed again in it. Elementwise ops, reads
/// and constants are cheap.
bool isDear(Operation &op) {
  return isa<ContractOp, ScanOp, ReduceOp, ArgReduceOp, GatherOp, ScatterOp, AccumulateOp, RandomOp,
             CompositeOp>(op);
}

/// The row of `scan` that stacks `value` of its body, or -1.
int64_t rowOf(ScanOp scan, Value value) {
  auto rows = scan.getBody().front().getTerminator()->getOperands().drop_front(scan.getCarries().size());
  auto it = llvm::find(rows, value);
  return it == rows.end() ? -1 : it - rows.begin();
}

SmallVector<Value> carriesOf(ScanOp scan) {
  return SmallVector<Value>(scan.getBody().front().getArguments().slice(1, scan.getCarries().size()));
}

/// What is kept for a dear value: what is computed from it where that takes no more bytes and no derivative on the way needs an operand.
/// The reverse step then reads the gates of a cell, say, and neither makes them again nor reads what else they are made of.
void keepFor(Value value, SetVector<Value> &kept) {
  SmallVector<Value> made;
  for (Operation *user : value.getUsers())
    if (isa<AddOp, SubOp, NegOp, TanhOp, SigmoidOp, ExpOp, ReadOp>(user))
      made.push_back(user->getResult(0));
  if (made.empty() || !llvm::hasNItems(value.getUsers(), made.size()) || bytesOfTensors(made) > bytesOfTensors(value))
    return (void)kept.insert(value);
  for (Value next : made)
    keepFor(next, kept);
}

/// The carries, and what is dear of each step.
SmallVector<Value> leftByStep(ScanOp scan) {
  SetVector<Value> values;
  values.insert_range(carriesOf(scan));
  for (Operation &op : scan.getBody().front())
    if (isDear(op))
      for (Value result : op.getResults())
        keepFor(result, values);
  return values.takeVector();
}

SmallVector<Value> valuesToSave(ScanOp scan) {
  return keepsCarriesAlone(scan) ? carriesOf(scan) : leftByStep(scan);
}

/// Cuts a scan into the pieces that its annotation asks for.
ScanOp cut(ScanOp scan) {
  auto again = scan->getAttrOfType<IntegerAttr>(KilnDialect::kRecomputeAttr);
  int64_t steps = again ? again.getInt() : 1;
  if (steps == 0) {
    steps = stepsOfPiece(scan, bytesOfTensors(leftByStep(scan)));
    scan->setAttr(KilnDialect::kRecomputeAttr, IntegerAttr::get(again.getType(), 1));
  }
  return steps > 1 ? scanInPieces(scan, steps) : scan;
}

RankedTensorType stacked(Type type, int64_t count) {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> shape{count};
  llvm::append_range(shape, tensor.getShape());
  return RankedTensorType::get(shape, tensor.getElementType());
}

void saveForReverse(ScanOp scan) {
  scan = cut(scan);
  kiln::saveForReverse(scan.getBody().front());
  SmallVector<Value> missing;
  for (Value value : valuesToSave(scan))
    if (rowOf(scan, value) < 0)
      missing.push_back(value);
  if (missing.empty())
    return;
  SmallVector<Type> rows(scan.getRows().getTypes());
  for (Value value : missing)
    rows.push_back(stacked(value.getType(), scan.getCount()));
  OpBuilder builder(scan);
  auto wide = ScanOp::create(builder, scan.getLoc(), scan.getFinals().getTypes(), rows, scan.getCount(),
                             scan.getReverse(), scan.getCarries(), scan.getSequences(),
                             scan.getCaptures());
  wide->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
  wide.getBody().takeBody(scan.getBody());
  Operation *yield = wide.getBody().front().getTerminator();
  yield->insertOperands(yield->getNumOperands(), missing);
  scan->replaceAllUsesWith(wide->getResults().take_front(scan->getNumResults()));
  scan->erase();
}

/// The scan in the other direction. Its step clones the forward step on the saved carries, sweeps back through it,
/// and reads what was dear from the saved rows. Carries: derivatives by the forward carries, then sums for the
/// captures; rows: derivatives by the sequences.
class ScanGradient {
public:
  ScanGradient(ScanOp scan, Vjp &v) : scan(scan), v(v), body(scan.getBody().front()) {}

  void run() {
    findActive();
    layOut();
    build();
  }

private:
  unsigned numCarries() { return scan.getCarries().size(); }
  unsigned numSequences() { return scan.getSequences().size(); }
  Value yielded(unsigned i) { return body.getTerminator()->getOperand(i); }
  Value carryArgument(unsigned i) { return body.getArgument(1 + i); }
  Value sequenceArgument(unsigned i) { return body.getArgument(1 + numCarries() + i); }
  Value captureArgument(unsigned i) {
    return body.getArgument(1 + numCarries() + numSequences() + i);
  }

  /// Which carries depend on what is differentiated by, through any number of steps.
  void findActive() {
    activeCarry.assign(numCarries(), false);
    SmallVector<Value> sources;
    for (unsigned i = 0; i < scan->getNumOperands(); ++i)
      if (v.wants(i))
        sources.push_back(body.getArgument(1 + i));
    for (unsigned i = 0; i < numCarries(); ++i)
      activeCarry[i] = v.wants(i);
    for (bool grows = true; grows;) {
      grows = false;
      llvm::DenseSet<Value> active = dependents(v.rules(), body, sources);
      for (unsigned i = 0; i < numCarries(); ++i)
        if (!activeCarry[i] && active.contains(yielded(i))) {
          activeCarry[i] = grows = true;
          sources.push_back(carryArgument(i));
        }
    }
  }

  /// `sum` and what one step adds to it. A loop inside that begins its own sum at 0 goes on with `sum` instead: the order of
  /// additions is then that of one loop over all steps.
  static Value addTo(Value sum, Value known, GraphBuilder &b) {
    if (!known)
      return sum;
    auto inner = known.getDefiningOp<ScanOp>();
    unsigned number = inner ? cast<OpResult>(known).getResultNumber() : 0;
    if (!inner || !known.use_empty() || number >= inner.getCarries().size() ||
        !matchPattern(inner.getCarries()[number], m_AnyZeroFloat()))
      return b.add(sum, known);
    inner->setOperand(number, sum);
    return known;
  }

  Value derivativeOrZeros(unsigned result) {
    Value known = v.derivative(result);
    return known ? known : v.zeros(scan.getResult(result).getType());
  }

  /// Operands of the reverse scan.
  void layOut() {
    for (unsigned i = 0; i < numCarries(); ++i)
      if (activeCarry[i]) {
        carries.push_back(derivativeOrZeros(i));
        carried.push_back(i);
      }
    for (unsigned i = 0; i < scan.getCaptures().size(); ++i)
      if (v.wants(numCarries() + numSequences() + i)) {
        carries.push_back(v.zeros(scan.getCaptures()[i].getType()));
        summed.push_back(i);
      }
    llvm::append_range(sequences, scan.getSequences());
    saved = valuesToSave(scan);
    for (Value value : saved)
      sequences.push_back(scan.getRows()[rowOf(scan, value)]);
    for (unsigned i = 0; i < scan.getRows().size(); ++i)
      if (Value derivative = v.derivative(numCarries() + i)) {
        sequences.push_back(derivative);
        rowsWithDerivative.push_back(i);
      }
    for (unsigned i = 0; i < numSequences(); ++i)
      if (v.wants(numCarries() + i)) {
        stackedFor.push_back(i);
        rowTypes.push_back(scan.getSequences()[i].getType());
      }
  }

  void build() {
    auto back = v.make<ScanOp>(TypeRange(ValueRange(carries)), TypeRange(rowTypes), scan.getCount(),
                               !scan.getReverse(), carries, sequences, scan.getCaptures());
    if (keepsCarriesAlone(scan))
      back->setAttr(KilnDialect::kRecomputeAttr, v.builder.getI64IntegerAttr(1));
    Block &step = back.getBody().emplaceBlock();
    auto argument = [&](Type type) { return step.addArgument(type, scan.getLoc()); };
    auto slice = [&](Value sequence) {
      auto type = tensorOf(sequence);
      return argument(RankedTensorType::get(type.getShape().drop_front(), type.getElementType()));
    };
    IRMapping map;
    map.map(body.getArgument(0), argument(body.getArgument(0).getType()));
    SmallVector<Value> carryIn, slices;
    for (Value carry : carries)
      carryIn.push_back(argument(carry.getType()));
    for (Value sequence : sequences)
      slices.push_back(slice(sequence));
    for (unsigned i = 0; i < numSequences(); ++i)
      map.map(sequenceArgument(i), slices[i]);
    for (auto [i, capture] : llvm::enumerate(scan.getCaptures()))
      map.map(captureArgument(i), argument(capture.getType()));
    ArrayRef<Value> savedSlices = ArrayRef(slices).slice(numSequences(), saved.size());
    for (unsigned i = 0; i < numCarries(); ++i)
      map.map(carryArgument(i), savedSlices[i]);

    OpBuilder::InsertionGuard restore(v.builder);
    v.builder.setInsertionPointToEnd(&step);
    for (Operation &op : body.without_terminator())
      v.builder.clone(op, map);
    SmallVector<Value> targets;
    for (unsigned i : carried)
      targets.push_back(map.lookup(carryArgument(i)));
    for (unsigned i : stackedFor)
      targets.push_back(slices[i]);
    for (unsigned i : summed)
      targets.push_back(map.lookup(captureArgument(i)));

    ReverseSweep sweep(v.rules(), v.builder, step, targets);
    for (auto [place, i] : llvm::enumerate(carried))
      sweep.add(map.lookup(yielded(i)), {carryIn[place], {}});
    for (auto [place, i] : llvm::enumerate(rowsWithDerivative))
      sweep.add(map.lookup(yielded(numCarries() + i)),
                {slices[numSequences() + saved.size() + place], {}});
    if (failed(sweep.run()))
      v.fail("no derivative through this loop");

    SmallVector<Value> results;
    GraphBuilder b(v.builder, scan.getLoc());
    auto takeOrZeros = [&](Value target) {
      Value known = sweep.take(target).value;
      return known ? known : b.zeros(target.getType());
    };
    for (unsigned i : carried)
      results.push_back(takeOrZeros(map.lookup(carryArgument(i))));
    for (auto [place, i] : llvm::enumerate(summed)) {
      Value known = sweep.take(map.lookup(captureArgument(i))).value, sum = carryIn[carried.size() + place];
      results.push_back(addTo(sum, known, b));
    }
    for (unsigned i : stackedFor)
      results.push_back(takeOrZeros(slices[i]));
    b.make<YieldOp>(results);
    for (auto [value, slice] : llvm::zip_equal(saved, savedSlices))
      if (!isa<BlockArgument>(value))
        map.lookup(value).replaceAllUsesWith(slice);

    v.builder.setInsertionPointAfter(back);
    for (auto [place, i] : llvm::enumerate(carried))
      v.giveGuarded(i, back.getFinals()[place], {});
    for (auto [place, i] : llvm::enumerate(summed))
      v.giveGuarded(numCarries() + numSequences() + i, back.getFinals()[carried.size() + place], {});
    for (auto [place, i] : llvm::enumerate(stackedFor))
      v.giveGuarded(numCarries() + i, back.getRows()[place], {});
  }

  ScanOp scan;
  Vjp &v;
  Block &body;
  SmallVector<bool> activeCarry;
  SmallVector<Value> carries, sequences, saved;
  SmallVector<Type> rowTypes;
  /// Forward numbers of: carries with a derivative, captures with a sum, rows whose derivative comes in, sequences
  /// whose derivative goes out.
  SmallVector<unsigned> carried, summed, rowsWithDerivative, stackedFor;
};

/// The sum of a softmax over the axes that it normalises, of the whole shape; null in another body.
ReduceOp totalOf(CompositeOp softmax) {
  for (auto reduce : softmax.getBody().front().getOps<ReduceOp>())
    if (reduce.getKind() == Reduction::sum && reduce.getOperand().getType() == softmax.getResult(0).getType())
      return reduce;
  return {};
}

/// The number of the operand that a softmax is of: its only float. Any other is a mask, which has no derivative.
std::optional<unsigned> scoresOf(CompositeOp op) {
  std::optional<unsigned> scores;
  for (auto [i, operand] : llvm::enumerate(op.getOperands())) {
    if (!isFloatTensor(operand))
      continue;
    if (scores)
      return std::nullopt;
    scores = i;
  }
  return scores;
}

/// y (g - sum(g y)): from the result alone, so that neither scores nor exponentials are kept or made again. What a mask
/// leaves out has y = 0. Where one element of a row was chosen, the derivative goes to all scores of that row.
void softmaxGradient(CompositeOp op, Vjp &v) {
  Value y = op.getResult(0), g = v.derivative(), guard = v.guard();
  ArrayRef<int64_t> axes = totalOf(op).getAxes(), shape = tensorOf(y).getShape();
  auto kept = [&](Value value) { return guard ? v.keep(guard, value) : value; };
  Value weighted = v.reduce(Reduction::sum, kept(v.mul(g, y)), axes);
  if (guard)
    guard = v.spread(v.reduce(Reduction::any, guard, axes), axes, shape);
  v.giveGuarded(*scoresOf(op), kept(v.mul(y, v.sub(g, v.spread(weighted, axes, shape)))), guard);
}

/// `<name>.backward` of the operands and the derivatives by the results.
void compositeGradient(CompositeOp op, Vjp &v) {
  if (kiln::hasGradientRule(op))
    return softmaxGradient(op, v);
  SmallVector<Value> operands(op.getOperands());
  SmallVector<unsigned> given, wanted;
  SmallVector<Type> types;
  for (unsigned i = 0; i < op.getNumResults(); ++i)
    if (v.derivative(i)) {
      given.push_back(i);
      operands.push_back(v.derivative(i));
    }
  for (unsigned i = 0; i < op.getNumOperands(); ++i)
    if (v.wants(i)) {
      wanted.push_back(i);
      types.push_back(op.getOperand(i).getType());
    }
  auto back = v.make<CompositeOp>(TypeRange(types), (op.getName() + ".backward").str(), operands);
  Block &body = back.getBody().emplaceBlock();
  IRMapping map;
  for (auto [i, operand] : llvm::enumerate(operands)) {
    Value argument = body.addArgument(operand.getType(), op.getLoc());
    if (i < op.getNumOperands())
      map.map(op.getBody().front().getArgument(i), argument);
  }
  {
    OpBuilder::InsertionGuard restore(v.builder);
    v.builder.setInsertionPointToEnd(&body);
    for (Operation &inner : op.getBody().front())
      v.builder.clone(inner, map);
    kiln::saveForReverse(body);
    Operation *forwardYield = &body.back(); // holds on to what is seeded while scans are replaced
    v.builder.setInsertionPoint(forwardYield);
    SmallVector<Value> targets;
    for (unsigned i : wanted)
      targets.push_back(body.getArgument(i));
    ReverseSweep sweep(v.rules(), v.builder, body, targets, forwardYield);
    for (auto [place, i] : llvm::enumerate(given))
      sweep.add(forwardYield->getOperand(i), {body.getArgument(op.getNumOperands() + place), {}});
    if (failed(sweep.run()))
      v.fail("no derivative through `" + op.getName() + "`");
    GraphBuilder b(v.builder, op.getLoc());
    SmallVector<Value> results;
    for (Value target : targets) {
      Value known = sweep.take(target).value;
      results.push_back(known ? known : b.zeros(target.getType()));
    }
    forwardYield->setOperands(results);
  }
  v.builder.setInsertionPointAfter(back);
  for (auto [place, i] : llvm::enumerate(wanted))
    v.giveGuarded(i, back.getResult(place), {});
}

} // namespace

bool kiln::hasGradientRule(CompositeOp op) {
  if (op.getName() != "softmax" || op.getNumResults() != 1)
    return false;
  std::optional<unsigned> scores = scoresOf(op);
  return scores && op.getOperand(*scores).getType() == op.getResult(0).getType() && totalOf(op);
}

void kiln::saveForReverse(Block &block, Operation *end) {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    if (&op == end)
      break;
    if (auto scan = dyn_cast<ScanOp>(op))
      ::saveForReverse(scan);
  }
}

void kiln::addStructureGradients(GradientRules &rules) {
  rules.addNone<StopOp>();
  rules.add<GradAsOp>([](GradAsOp, Vjp &v) { v.giveFinite(1, v.derivative()); });
  rules.add<ScanOp>([](ScanOp op, Vjp &v) { ScanGradient(op, v).run(); });
  rules.add<CompositeOp>(compositeGradient);
}
