// SPDX-License-Identifier: Apache-2.0
//===- ReceptiveField.cpp -------------------------------------------------===//
#include "dialects/kiln/analysis/ReceptiveField.h"
#include "dialects/kiln/analysis/Extent.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::analysis;

namespace {

/// What is read of a tensor: one extent for each axis.
using Demand = std::vector<Extent>;

int64_t sizeOf(Value value, size_t axis) { return cast<RankedTensorType>(value.getType()).getDimSize(axis); }
size_t rankOf(Value value) { return size_t(cast<RankedTensorType>(value.getType()).getRank()); }

/// Loops of more steps are taken as a whole.
constexpr int64_t kStepsFollowed = 4096;

struct Search {
  size_t axesOfOwner;
  ReceptiveFieldOptions options;
  SmallVector<std::pair<Location, Location>> misalignments;

  Extent all(Value value, size_t axis) const { return Extent::interval(axesOfOwner, 0, sizeOf(value, axis) - 1); }
};

/// The ops of one region, users before what they use.
class Sweep {
public:
  explicit Sweep(Search &search) : search(search) {}

  /// `value` is read where `extents` say, for one more reason, which is `op`.
  void demand(Value value, Demand extents, Operation *op);
  /// Follows what is demanded so far, but not through `target`.
  void run(Value target = {});
  /// What is read of the target.
  const Demand *ofTarget() const { return inside ? &*inside : of(target); }
  const Demand *of(Value value) const {
    auto found = demands.find(value);
    return found == demands.end() ? nullptr : &found->second;
  }

private:
  void visit(Operation *op);
  void read(ReadOp op, const Demand &want);
  void contract(ContractOp op, const Demand &want);
  void reshape(Value from, Value to, const Demand &want, Operation *op);
  void joinPieces(JoinOp op, const Demand &want);
  void gather(GatherOp op, const Demand &want);
  void composite(CompositeOp op);
  void scan(ScanOp op);
  void scanAsAWhole(ScanOp op, ArrayRef<std::pair<unsigned, Demand>> rows);
  Demand all(Value value) const;

  Search &search;
  llvm::DenseMap<Value, Demand> demands;
  llvm::DenseMap<Value, Operation *> readers; ///< the first for each value
  Value target;
  std::optional<Demand> inside; ///< of a target that a step of a loop gives out as a row
};

/// A value that is one row of a loop: which step makes it, and where.
struct RowOfLoop {
  ScanOp scan;
  unsigned row;
  int64_t step;
};
std::optional<RowOfLoop> rowOfLoop(Value value) {
  auto slice = value ? value.getDefiningOp<ReadOp>() : ReadOp();
  auto scan = slice ? slice.getOperand().getDefiningOp<ScanOp>() : ScanOp();
  if (!scan || slice.getFill() || slice.getMap().getNumResults() != slice.getMap().getNumDims() + 1)
    return std::nullopt;
  auto step = dyn_cast<AffineConstantExpr>(slice.getMap().getResult(0));
  auto found = llvm::find(scan.getRows(), slice.getOperand());
  if (!step || found == scan.getRows().end() || !slice.getMap().dropResult(0).isIdentity())
    return std::nullopt;
  return RowOfLoop{scan, unsigned(found - scan.getRows().begin()), step.getValue()};
}

Demand Sweep::all(Value value) const {
  Demand result;
  for (size_t axis = 0; axis < rankOf(value); ++axis)
    result.push_back(search.all(value, axis));
  return result;
}

void Sweep::demand(Value value, Demand extents, Operation *op) {
  // Of what lies in the tensor: a fixed range is cut, and where nothing is left nothing is read.
  for (auto [axis, extent] : llvm::enumerate(extents)) {
    int64_t last = sizeOf(value, axis) - 1;
    if (!extent.isFixed() || extent.misaligned)
      continue;
    if (extent.high < 0 || Rational(last) < extent.low)
      return;
    extent.low = std::max(extent.low, Rational(0));
    extent.high = std::min(extent.high, Rational(last));
  }
  auto [at, isNew] = demands.try_emplace(value, extents);
  auto [first, _] = readers.try_emplace(value, op);
  if (isNew)
    return;
  for (auto [axis, mine, more] : llvm::enumerate(at->second, extents)) {
    if (auto both = join(mine, more, sizeOf(value, axis))) {
      mine = *both;
      continue;
    }
    search.misalignments.push_back({first->second->getLoc(), op->getLoc()});
    mine.misaligned = unsigned(search.misalignments.size());
  }
}

void Sweep::run(Value stop) {
  target = stop;
  // Ops behind the demands, each after all its users among them.
  SmallVector<std::pair<Operation *, unsigned>> stack;
  llvm::DenseSet<Operation *> seen;
  SmallVector<Operation *> order;
  auto enter = [&](Value value) {
    Operation *op = value.getDefiningOp();
    if (value != stop && op && seen.insert(op).second)
      stack.push_back({op, 0});
  };
  SmallVector<Value> roots(llvm::make_first_range(demands));
  for (Value root : roots) {
    enter(root);
    while (!stack.empty()) {
      auto &[op, next] = stack.back();
      if (next < op->getNumOperands()) {
        enter(op->getOperand(next++));
        continue;
      }
      order.push_back(op);
      stack.pop_back();
    }
  }
  for (Operation *op : llvm::reverse(order))
    if (llvm::any_of(op->getResults(), [&](Value result) { return result != stop && of(result); }))
      visit(op);
}

void Sweep::read(ReadOp op, const Demand &want) {
  Demand extents;
  for (AffineExpr coordinate : op.getMap().getResults())
    extents.push_back(evaluate(coordinate, want, search.axesOfOwner));
  demand(op.getOperand(), extents, op);
}

void Sweep::contract(ContractOp op, const Demand &want) {
  auto side = [&](Value operand, ArrayRef<int64_t> labels) {
    Demand extents = all(operand);
    for (auto [axis, label] : llvm::enumerate(labels))
      if (const auto *at = llvm::find(op.getResultLabels(), label); at != op.getResultLabels().end())
        extents[axis] = want[at - op.getResultLabels().begin()];
    demand(operand, extents, op);
  };
  side(op.getLhs(), op.getLhsLabels());
  side(op.getRhs(), op.getRhsLabels());
}

// Axes that have the same elements in the same order correspond in groups; axes of one element hold none.
void Sweep::reshape(Value from, Value to, const Demand &want, Operation *op) {
  auto longAxes = [](Value value) {
    SmallVector<size_t> axes;
    for (size_t axis = 0; axis < rankOf(value); ++axis)
      if (sizeOf(value, axis) > 1)
        axes.push_back(axis);
    return axes;
  };
  SmallVector<size_t> theirs = longAxes(from), ours = longAxes(to);
  Demand extents = all(from);
  size_t i = 0, k = 0;
  while (i < theirs.size() && k < ours.size()) {
    size_t firstI = i, firstK = k;
    int64_t a = sizeOf(from, theirs[i++]), b = sizeOf(to, ours[k++]);
    while (a != b) {
      if (a < b)
        a *= sizeOf(from, theirs[i++]);
      else
        b *= sizeOf(to, ours[k++]);
    }
    if (i - firstI == 1 && k - firstK == 1) {
      extents[theirs[firstI]] = want[ours[firstK]];
      continue;
    }
    // The number of an element in its group, then its coordinates.
    Extent flat = Extent::interval(search.axesOfOwner, 0, 0);
    bool isAll = true;
    for (size_t axis : ArrayRef(ours).slice(firstK, k - firstK)) {
      flat = flat.times(sizeOf(to, axis)).plus(want[axis]);
      isAll &= want[axis].isWhole(sizeOf(to, axis));
    }
    if (isAll)
      continue;
    int64_t below = a;
    for (size_t axis : ArrayRef(theirs).slice(firstI, i - firstI)) {
      below /= sizeOf(from, axis);
      // Nothing lies above the first.
      extents[axis] = axis == theirs[firstI] ? flat.floorDiv(below) : flat.floorDiv(below).mod(sizeOf(from, axis));
    }
  }
  demand(from, extents, op);
}

void Sweep::joinPieces(JoinOp op, const Demand &want) {
  int64_t offset = 0;
  for (Value operand : op.getOperands()) {
    Demand extents = want;
    extents[op.getAxis()] = want[op.getAxis()].plus(-offset);
    if (want[op.getAxis()].isWhole(sizeOf(op.getResult(), op.getAxis())))
      extents[op.getAxis()] = search.all(operand, op.getAxis());
    demand(operand, extents, op);
    offset += sizeOf(operand, op.getAxis());
  }
}

void Sweep::gather(GatherOp op, const Demand &want) {
  Demand extents = all(op.getOperand());
  size_t batch = op.getBatch(), indexRank = rankOf(op.getIndices().front()), rest = indexRank;
  for (size_t axis = 0; axis < extents.size(); ++axis)
    if (axis < batch)
      extents[axis] = want[axis];
    else if (!llvm::is_contained(op.getAxes(), int64_t(axis)))
      extents[axis] = want[rest++];
  demand(op.getOperand(), extents, op);
  for (Value index : op.getIndices())
    demand(index, ArrayRef(want).take_front(indexRank).vec(), op);
}

void Sweep::composite(CompositeOp op) {
  if (search.options.ignoreStatistics && op.getName().ends_with("norm")) {
    for (Value operand : op.getOperands())
      if (operand.getType() == op.getResult(0).getType())
        demand(operand, *of(op.getResult(0)), op);
    return;
  }
  Block &body = op.getBody().front();
  Sweep inside(search);
  for (auto [result, yielded] : llvm::zip_equal(op.getResults(), body.getTerminator()->getOperands()))
    if (const Demand *want = of(result))
      inside.demand(yielded, *want, op);
  inside.run();
  for (auto [operand, argument] : llvm::zip_equal(op.getOperands(), body.getArguments()))
    if (const Demand *want = inside.of(argument))
      demand(operand, *want, op);
}

// A loop whose rows move with the position: as if every step were needed, unless the steps know nothing of each other.
void Sweep::scanAsAWhole(ScanOp op, ArrayRef<std::pair<unsigned, Demand>> rows) {
  Block &body = op.getBody().front();
  size_t carries = op.getCarries().size(), sequences = op.getSequences().size();
  bool alone = llvm::none_of(op.getFinals(), [&](Value last) { return of(last); });
  std::vector<Sweep> steps;
  for (const auto &[row, want] : rows) {
    Sweep &inside = steps.emplace_back(search);
    inside.demand(body.getTerminator()->getOperand(carries + row), ArrayRef(want).drop_front().vec(), op);
    inside.run();
    for (size_t i = 0; i < carries; ++i)
      alone &= !inside.of(body.getArgument(unsigned(1 + i)));
  }
  if (!alone) {
    for (Value operand : op->getOperands())
      demand(operand, all(operand), op);
    return;
  }
  for (auto [inside, row] : llvm::zip_equal(steps, rows)) {
    auto argument = [&](size_t i) { return inside.of(body.getArgument(unsigned(1 + carries + i))); };
    for (size_t i = 0; i < sequences; ++i)
      if (const Demand *slice = argument(i)) {
        Demand extents = *slice;
        extents.insert(extents.begin(), row.second.front());
        demand(op.getSequences()[i], extents, op);
      }
    for (size_t i = 0; i < op.getCaptures().size(); ++i)
      if (const Demand *slice = argument(sequences + i))
        demand(op.getCaptures()[i], *slice, op);
  }
}

void Sweep::scan(ScanOp op) {
  Block &block = op.getBody().front();
  Operation *yield = block.getTerminator();
  size_t carries = op.getCarries().size(), sequences = op.getSequences().size();
  int64_t count = int64_t(op.getCount());
  std::optional<RowOfLoop> wanted = rowOfLoop(target);
  if (wanted && wanted->scan != op)
    wanted.reset();
  SmallVector<std::pair<unsigned, Demand>> rows;
  for (auto [i, row] : llvm::enumerate(op.getRows()))
    if (const Demand *want = of(row))
      rows.push_back({unsigned(i), *want});
  if (count > kStepsFollowed || llvm::any_of(rows, [](auto &row) { return !row.second.front().isFixed(); }))
    return scanAsAWhole(op, rows);

  SmallVector<std::optional<Demand>> carried(carries);
  for (size_t i = 0; i < carries; ++i)
    if (const Demand *want = of(op.getFinals()[i]))
      carried[i] = *want;
  for (int64_t back = 0; back < count; ++back) {
    int64_t step = op.getReverse() ? back : count - 1 - back;
    Sweep body(search);
    for (size_t i = 0; i < carries; ++i)
      if (carried[i])
        body.demand(yield->getOperand(unsigned(i)), *carried[i], op);
    for (const auto &[row, want] : rows)
      if (want.front().low <= step && Rational(step) <= want.front().high)
        body.demand(yield->getOperand(unsigned(carries + row)), ArrayRef(want).drop_front().vec(), op);
    bool isWanted = wanted && wanted->step == step;
    body.run(isWanted ? yield->getOperand(unsigned(carries + wanted->row)) : Value());
    if (isWanted && body.ofTarget())
      inside = *body.ofTarget();
    auto argument = [&](size_t i) { return body.of(block.getArgument(unsigned(1 + i))); };
    for (size_t i = 0; i < carries; ++i)
      carried[i] = argument(i) ? std::optional(*argument(i)) : std::nullopt;
    for (size_t i = 0; i < sequences; ++i)
      if (const Demand *slice = argument(carries + i)) {
        Demand extents = *slice;
        extents.insert(extents.begin(), Extent::interval(search.axesOfOwner, step, step));
        demand(op.getSequences()[i], extents, op);
      }
    for (size_t i = 0; i < op.getCaptures().size(); ++i)
      if (const Demand *slice = argument(carries + sequences + i))
        demand(op.getCaptures()[i], *slice, op);
  }
  for (size_t i = 0; i < carries; ++i)
    if (carried[i])
      demand(op.getCarries()[i], *carried[i], op);
}

void Sweep::visit(Operation *op) {
  if (auto composed = dyn_cast<CompositeOp>(op))
    return composite(composed);
  if (auto loop = dyn_cast<ScanOp>(op))
    return scan(loop);
  if (op->getNumOperands() == 0)
    return;
  auto wanted = llvm::find_if(op->getResults(), [&](Value result) { return of(result); });
  Demand want = *of(*wanted); // a copy: demands move it
  // Along one axis everything is read, along the others each position its own.
  auto along = [&](int64_t axis) {
    for (Value operand : op->getOperands()) {
      Demand extents = want;
      extents[axis] = search.all(operand, axis);
      demand(operand, extents, op);
    }
  };
  auto without = [&](Value operand, ArrayRef<int64_t> axes) {
    Demand extents = all(operand);
    size_t next = 0;
    for (size_t axis = 0; axis < extents.size(); ++axis)
      if (!llvm::is_contained(axes, int64_t(axis)))
        extents[axis] = want[next++];
    demand(operand, extents, op);
  };
  llvm::TypeSwitch<Operation *>(op)
      .Case([&](ReadOp reads) { read(reads, want); })
      .Case([&](ContractOp product) { contract(product, want); })
      .Case([&](ReduceOp reduce) { without(reduce.getOperand(), reduce.getAxes()); })
      .Case([&](ArgReduceOp reduce) { without(reduce.getOperand(), int64_t(reduce.getAxis())); })
      .Case([&](ReshapeOp shape) { reshape(shape.getOperand(), shape.getResult(), want, op); })
      .Case([&](JoinOp joined) { joinPieces(joined, want); })
      .Case([&](GatherOp gathered) { gather(gathered, want); })
      .Case([&](RecurOp recur) { along(int64_t(recur.getAxis())); })
      .Case([&](CumulateOp cumulate) { along(int64_t(cumulate.getAxis())); })
      .Case([&](ArgSortOp sort) { along(int64_t(sort.getAxis())); })
      .Default([&](Operation *) {
        // Element by element, or something that may read anything.
        bool isElementwise = op->hasTrait<OpTrait::Elementwise>() || isa<StopOp, GradAsOp>(op);
        for (Value operand : op->getOperands())
          demand(operand, isElementwise ? want : all(operand), op);
      });
}

FieldAxis describe(const Extent &extent, int64_t size) {
  FieldAxis axis;
  if (extent.isFixed()) {
    axis.kind = extent.isWhole(size) ? FieldAxis::Kind::Whole : FieldAxis::Kind::Fixed;
    axis.size = (extent.high - extent.low).floor() + 1;
  } else {
    axis.kind = FieldAxis::Kind::Moving;
    axis.size = (extent.high - extent.low).floor() + 1;
    for (auto [owner, stride] : llvm::enumerate(extent.strides))
      if (!stride.isZero() && axis.along < 0) {
        axis.stride = stride;
        axis.along = int64_t(owner);
      }
  }
  axis.padding = -extent.low;
  axis.centre = extent.middle();
  return axis;
}

} // namespace

SmallVector<FieldAxis> ReceptiveField::windows(size_t from) const {
  SmallVector<FieldAxis> moving, same;
  for (const FieldAxis &axis : ArrayRef(axes).drop_front(from))
    if (axis.isSame())
      same.push_back(axis);
    else if (axis.kind == FieldAxis::Kind::Moving)
      moving.push_back(axis);
  return moving.empty() ? same : moving;
}

FailureOr<ReceptiveField> kiln::analysis::receptiveField(Value of, Value in, NoField &why,
                                                         const ReceptiveFieldOptions &options) {
  Search search{rankOf(of), options, {}};
  Sweep sweep(search);
  Demand own;
  for (size_t axis = 0; axis < rankOf(of); ++axis)
    own.push_back(Extent::position(search.axesOfOwner, axis));
  Operation *at = of.getDefiningOp();
  sweep.demand(of, own, at);
  sweep.run(in);
  const Demand *found = sweep.ofTarget();
  if (!found) {
    why.what = "it is not computed from it";
    return failure();
  }
  ReceptiveField field;
  for (auto [axis, extent] : llvm::enumerate(*found)) {
    if (extent.misaligned && options.axis.value_or(axis) == axis) {
      why.what = "two paths are not aligned along axis " + std::to_string(axis);
      auto [one, other] = search.misalignments[extent.misaligned - 1];
      why.places = {one, other};
      return failure();
    }
    field.axes.push_back(describe(extent.misaligned ? search.all(in, axis) : extent, sizeOf(in, axis)));
  }
  return field;
}
