// SPDX-License-Identifier: Apache-2.0
//===- Clusters.cpp -------------------------------------------------------===//
#include "compiler/graph/Clusters.h"
#include "compiler/graph/GraphBuilder.h"

#include "mlir/IR/BuiltinAttributes.h"

#include "llvm/ADT/DenseSet.h"

#include <queue>

using namespace mlir;
using namespace kiln;

/// A scalar that depends on more values than this is computed once, not in each kernel that wants it.
static constexpr unsigned kMaxLeafInputs = 8;
/// Elements from which on it pays to turn a tensor by itself.
static constexpr int64_t kLargeTurn = 1 << 16;

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}
static bool isElementwise(Operation *op) { return op->hasTrait<OpTrait::Elementwise>(); }
static bool isSplat(Operation *op) {
  auto constant = dyn_cast<ConstantOp>(op);
  if (!constant)
    return false;
  auto elements = dyn_cast<DenseElementsAttr>(constant.getValue());
  return elements && elements.isSplat();
}

SmallVector<int64_t> Cluster::keptShape() const {
  SmallVector<int64_t> kept;
  for (auto [axis, size] : llvm::enumerate(space))
    if (!llvm::is_contained(axes, int64_t(axis)))
      kept.push_back(size);
  return kept;
}

//===----------------------------------------------------------------------===//
// The graph
//===----------------------------------------------------------------------===//

bool kiln::isNumbering(Operation *op) {
  if (isa<IotaOp>(op) || isSplat(op))
    return true;
  if (!isa<AddOp, MulOp, ReadOp>(op) ||
      !cast<RankedTensorType>(op->getResult(0).getType()).getElementType().isInteger())
    return false;
  return llvm::all_of(op->getOperands(), [](Value operand) {
    return operand.getDefiningOp() && isNumbering(operand.getDefiningOp());
  });
}

/// Whether a contraction widens what it reads of `op`'s operand itself.
static bool isWidenedByContraction(Operation *op) {
  return widensNarrowFloat(op) && !op->getOperand(0).getDefiningOp<ReadOp>();
}

/// A large tensor in another order of its axes, with another one last: as a kernel of its own it goes through registers in squares, while
/// other kernels would fetch element after element. A contraction reads it as it lies.
static bool isTurn(Operation *op) {
  auto read = dyn_cast<ReadOp>(op);
  if (!read || read.getFill() || !read.getMap().isPermutation() ||
      cast<RankedTensorType>(read.getType()).getNumElements() < kLargeTurn)
    return false;
  AffineMap map = read.getMap();
  return map.getResult(map.getNumResults() - 1) != getAffineDimExpr(map.getNumDims() - 1, op->getContext()) &&
         llvm::all_of(op->getUsers(), isElementwise);
}

static bool isLeafOp(Operation *op) {
  return isNumbering(op) || (isa<ReadOp>(op) && !isTurn(op)) || isWidenedByContraction(op) ||
         (isElementwise(op) && shapeOf(op->getResult(0)).empty());
}

/// The cluster of a node alone.
static Cluster clusterFor(Operation *op) {
  Cluster cluster;
  cluster.ops.push_back(op);
  auto setSpace = [&](Value value) {
    cluster.space.assign(shapeOf(value).begin(), shapeOf(value).end());
  };
  auto reduce = [&](ArrayRef<int64_t> axes, bool isReduce) {
    setSpace(op->getOperand(0));
    int64_t rank = cluster.space.size(), rows = rank - int64_t(axes.size());
    bool isTrailing = axes.empty() || axes.front() == rows;
    cluster.axes.assign(axes.begin(), axes.end());
    cluster.rowAxes = rows;
    cluster.kind = axes.empty()               ? Cluster::Single
                   : isTrailing && rows > 0   ? Cluster::Rows
                   : isReduce                 ? Cluster::Columns
                                              : Cluster::Single;
  };
  if (isTurn(op)) {
    cluster.kind = Cluster::Single;
  } else if (isElementwise(op) || isa<ReadOp, IotaOp>(op)) {
    cluster.kind = Cluster::Elementwise;
    setSpace(op->getResult(0));
  } else if (isa<ContractOp>(op)) {
    cluster.kind = Cluster::Contraction;
    setSpace(op->getResult(0));
  } else if (auto reduction = dyn_cast<ReduceOp>(op)) {
    reduce(reduction.getAxes(), true);
  } else if (auto arg = dyn_cast<ArgReduceOp>(op)) {
    reduce(int64_t(arg.getAxis()), false);
  } else if (isa<GatherOp, ScatterOp, UpdateOp, RandomOp, AccumulateOp, JoinOp, RecurOp, CumulateOp,
                 ArgSortOp>(op)) {
    cluster.kind = Cluster::Single;
  }
  return cluster;
}

Clusters::Clusters(Block &block) {
  classify(block);
  for (auto [i, op] : llvm::enumerate(nodes)) {
    number[op] = i;
    clusterOf.push_back(i);
    members.push_back({unsigned(i)});
    clusters.push_back(clusterFor(op));
  }
  order = rank = llvm::to_vector(llvm::seq<unsigned>(0, clusters.size()));
  searchOf.resize(clusters.size());
  usesFrom.resize(nodes.size());
  usesOf.resize(nodes.size());
  for (auto [i, op] : llvm::enumerate(nodes))
    for (Value operand : op->getOperands())
      collectUses(i, op, operand, dyn_cast<ReadOp>(op));
}

bool Clusters::makesAgain(Operation *user, Value operand) const {
  Operation *def = operand.getDefiningOp();
  if (!def || !leaves.contains(def))
    return false;
  bool isScalar = shapeOf(operand).empty();
  if (isa<ReadOp>(user))
    return isScalar || isNumbering(def);
  if (isa<ContractOp>(user)) {
    auto read = dyn_cast<ReadOp>(def);
    return isWidenedByContraction(def) || (read && !makesAgain(read, read.getOperand()));
  }
  if (isWidenedByContraction(def) && !isScalar)
    return false;
  switch (clusterFor(user).kind) {
  case Cluster::Fixed:
    return false;
  case Cluster::Single:
    return isScalar || isSplat(def);
  default:
    return true;
  }
}

void Clusters::classify(Block &block) {
  llvm::DenseMap<Operation *, unsigned> inputs; // of a leaf: values that it is made again from
  for (Operation &op : block) {
    if (!isLeafOp(&op))
      continue;
    unsigned count = 0;
    for (Value operand : op.getOperands()) {
      auto inner = inputs.find(operand.getDefiningOp());
      count += inner == inputs.end() ? 1 : inner->second;
    }
    if (!isElementwise(&op) || count <= kMaxLeafInputs) {
      leaves.insert(&op);
      inputs[&op] = count;
    }
  }
  DenseSet<Operation *> rooted;
  for (Operation &op : block)
    for (Value operand : op.getOperands())
      if (Operation *def = operand.getDefiningOp();
          def && leaves.contains(def) && !makesAgain(&op, operand))
        rooted.insert(def);
  for (Operation &op : block)
    if (!leaves.contains(&op) || rooted.contains(&op))
      nodes.push_back(&op);
}

void Clusters::collectUses(unsigned consumer, Operation *user, Value operand, ReadOp read) {
  Operation *def = operand.getDefiningOp();
  if (!def)
    return;
  bool isNear = user == nodes[consumer];
  if (makesAgain(user, operand)) {
    for (Value inner : def->getOperands())
      collectUses(consumer, def, inner, isNear ? dyn_cast<ReadOp>(def) : ReadOp());
    return;
  }
  unsigned producer = number.lookup(def);
  usesFrom[producer].push_back(uses.size());
  usesOf[consumer].push_back(uses.size());
  uses.push_back({producer, consumer, operand, read, isNear && !isa<ReadOp>(user)});
}

bool Clusters::leavesItsCluster(Value value) const {
  unsigned node = number.lookup(value.getDefiningOp());
  return llvm::any_of(usesFrom[node], [&](unsigned use) {
    return uses[use].value == value && clusterAt(uses[use].consumer) != clusterAt(node);
  });
}

ArrayRef<unsigned> Clusters::findReached(unsigned from, unsigned to) const {
  ++search;
  reached.clear();
  auto take = [&](unsigned next) {
    if (rank[next] < rank[to] && !isReached(next)) {
      searchOf[next] = search;
      reached.push_back(next);
    }
  };
  forUsers(from, take);
  for (size_t i = 0; i < reached.size(); ++i)
    forUsers(reached[i], take);
  return reached;
}

bool Clusters::hasDetour(unsigned a, unsigned b) const {
  if (rank[a] > rank[b])
    std::swap(a, b);
  return llvm::any_of(findReached(a, b), [&](unsigned between) {
    bool meets = false;
    forUsers(between, [&](unsigned next) { meets |= next == b; });
    return meets;
  });
}

void Clusters::moveTogether(unsigned a, unsigned b) {
  unsigned begin = std::min(rank[a], rank[b]), end = std::max(rank[a], rank[b]);
  unsigned first = order[begin], last = order[end];
  // What follows the earlier one goes behind both; nothing of it leads to the later one.
  findReached(first, last);
  SmallVector<unsigned> before{first}, after;
  for (unsigned place = begin + 1; place < end; ++place)
    (isReached(order[place]) ? after : before).push_back(order[place]);
  std::rotate(before.begin(), before.begin() + 1, before.end());
  before.push_back(last);
  before.append(after);
  llvm::copy(before, order.begin() + begin);
  for (unsigned place = begin; place <= end; ++place)
    rank[order[place]] = place;
}

bool Clusters::isUsedOnlyBy(unsigned cluster, unsigned user) const {
  for (unsigned node : members[cluster])
    for (unsigned use : usesFrom[node]) {
      unsigned consumer = clusterAt(uses[use].consumer);
      if (consumer != user && consumer != cluster)
        return false;
    }
  return true;
}

//===----------------------------------------------------------------------===//
// Merging
//===----------------------------------------------------------------------===//

bool Clusters::isInterior(Use use, const Cluster &merged) const {
  if (isa<ContractOp>(nodes[use.consumer]))
    return false; // a contraction reads memory
  if (use.isDirect)
    return true;
  // One value for each row, spread over the row.
  if (merged.kind != Cluster::Rows || !use.read || use.read.getFill() ||
      shapeOf(use.value) != merged.rowShape() ||
      shapeOf(use.read.getResult()) != ArrayRef(merged.space))
    return false;
  return use.read.getMap() == AffineMap::getMultiDimIdentityMap(merged.space.size(),
                                                                use.read.getContext())
                                  .getMajorSubMap(merged.rowAxes);
}

bool Clusters::tryMerge(unsigned a, unsigned b, Cluster merged) {
  for (unsigned node : members[b])
    for (unsigned use : usesOf[node])
      if (clusterAt(uses[use].producer) == a && !isInterior(uses[use], merged))
        return false;
  for (unsigned node : members[a])
    for (unsigned use : usesOf[node])
      if (clusterAt(uses[use].producer) == b && !isInterior(uses[use], merged))
        return false;
  if (hasDetour(a, b))
    return false;
  moveTogether(a, b);
  for (unsigned node : members[b])
    clusterOf[node] = a;
  llvm::append_range(members[a], members[b]);
  llvm::sort(members[a]);
  members[b].clear();
  merged.ops.clear();
  for (unsigned node : members[a])
    merged.ops.push_back(nodes[node]);
  clusters[b].ops.clear();
  clusters[a] = std::move(merged);
  return true;
}

void Clusters::mergeElementwise() {
  for (unsigned node = 0; node < nodes.size(); ++node)
    for (unsigned use : usesOf[node]) {
      unsigned a = clusterAt(uses[use].producer), b = clusterAt(node);
      if (a != b && clusters[a].kind == Cluster::Elementwise &&
          clusters[b].kind == Cluster::Elementwise && clusters[a].space == clusters[b].space)
        tryMerge(a, b, clusters[a]);
    }
}

unsigned Clusters::countFullInputs(unsigned cluster, unsigned except) const {
  DenseSet<Value> seen;
  for (Operation *op : clusters[cluster].ops)
    for (Value operand : op->getOperands()) {
      Operation *def = operand.getDefiningOp();
      if (isa<ContractOp>(op) || shapeOf(operand).empty() || (def && leaves.contains(def)))
        continue; // a leaf is most often a broadcast of something smaller
      if (auto node = number.find(def); node != number.end() && (clusterAt(node->second) == cluster || clusterAt(node->second) == except))
        continue;
      seen.insert(operand);
    }
  return seen.size();
}

/// Whether tiles of sums can go through these ops before they are stored: not with positions as values (one-hot labels) or reads beyond an axis,
/// which would cost the contraction its tiles.
static bool fitsEpilogue(const Cluster &cluster) {
  auto fits = [](Operation *op) {
    auto read = dyn_cast_or_null<ReadOp>(op);
    return !isa_and_nonnull<IotaOp>(op) && !(read && read.getFill());
  };
  return llvm::all_of(cluster.ops, [&](Operation *op) {
    return fits(op) && llvm::all_of(op->getOperands(), [&](Value operand) { return fits(operand.getDefiningOp()); });
  });
}

void Clusters::mergeEpilogues() {
  // Behind: the latest contraction that the elementwise cluster uses takes the whole of it.
  for (unsigned node = nodes.size(); node-- > 0;) {
    unsigned a = clusterAt(node);
    if (clusters[a].kind != Cluster::Contraction || !isa<ContractOp>(nodes[node]))
      continue;
    for (bool grows = true; grows;) {
      grows = false;
      SmallVector<unsigned> around;
      for (unsigned node : members[a])
        for (unsigned use : usesFrom[node])
          around.push_back(clusterAt(uses[use].consumer));
      for (unsigned b : around) {
        if (b == a || clusters[b].kind != Cluster::Elementwise || clusters[b].ops.empty() ||
            clusters[b].space != clusters[a].space || clusters[b].space.empty() ||
            countFullInputs(a, b) + countFullInputs(b, a) > kMaxEpilogueInputs || !fitsEpilogue(clusters[b]))
          continue;
        grows |= tryMerge(a, b, clusters[a]);
      }
    }
  }
  // Before: what is computed for an epilogue alone.
  for (unsigned node = 0; node < nodes.size(); ++node) {
    unsigned a = clusterAt(node);
    if (clusters[a].kind != Cluster::Contraction)
      continue;
    SmallVector<unsigned> around;
    for (unsigned use : usesOf[node])
      if (uses[use].isDirect)
        around.push_back(clusterAt(uses[use].producer));
    for (unsigned b : around)
      if (b != a && clusters[b].kind == Cluster::Elementwise && !clusters[b].ops.empty() &&
          clusters[b].space == clusters[a].space && isUsedOnlyBy(b, a) && fitsEpilogue(clusters[b]))
        tryMerge(a, b, clusters[a]);
  }
}

std::optional<Cluster> Clusters::asRows(const Cluster &a, const Cluster &b) const {
  if (a.ops.empty() || b.ops.empty())
    return std::nullopt;
  if (b.kind == Cluster::Rows && a.kind != Cluster::Rows)
    return asRows(b, a);
  if (a.kind != Cluster::Rows)
    return std::nullopt;
  bool fits = b.kind == Cluster::Rows
                  ? a.space == b.space && a.rowAxes == b.rowAxes
                  : b.kind == Cluster::Elementwise &&
                        (a.space == b.space || a.rowShape() == ArrayRef(b.space));
  return fits ? std::optional(a) : std::nullopt;
}

void Clusters::mergeRows() {
  for (bool grows = true; grows;) {
    grows = false;
    for (const Use &use : uses) {
      unsigned a = clusterAt(use.producer), b = clusterAt(use.consumer);
      if (a == b)
        continue;
      if (std::optional<Cluster> merged = asRows(clusters[a], clusters[b]))
        grows |= tryMerge(a, b, *merged);
    }
  }
}

void Clusters::mergeColumns() {
  for (bool grows = true; grows;) {
    grows = false;
    for (const Use &use : uses) {
      unsigned a = clusterAt(use.producer), b = clusterAt(use.consumer);
      if (a == b || !use.isDirect)
        continue;
      bool isProducer = clusters[b].kind == Cluster::Columns &&
                        clusters[a].kind == Cluster::Elementwise &&
                        clusters[a].space == clusters[b].space && isUsedOnlyBy(a, b) &&
                        clusters[b].keptShape() != clusters[b].space;
      bool isConsumer = clusters[a].kind == Cluster::Columns &&
                        clusters[b].kind == Cluster::Elementwise &&
                        ArrayRef(clusters[b].space) == ArrayRef(clusters[a].keptShape());
      if (isProducer || isConsumer)
        grows |= tryMerge(a, b, isProducer ? clusters[b] : clusters[a]);
    }
  }
}

void Clusters::mergeScalars() {
  std::optional<unsigned> last;
  for (unsigned node = 0; node < nodes.size(); ++node) {
    unsigned b = clusterAt(node);
    if (clusters[b].kind != Cluster::Elementwise || !clusters[b].space.empty() || b == last)
      continue;
    if (!last || !tryMerge(*last, b, clusters[*last]))
      last = b;
  }
}

void Clusters::merge() {
  mergeElementwise();
  mergeEpilogues();
  mergeRows();
  mergeColumns();
  mergeScalars();
}

SmallVector<const Cluster *> Clusters::inOrder() const {
  SmallVector<DenseSet<unsigned>> successors(clusters.size());
  SmallVector<unsigned> waiting(clusters.size(), 0);
  for (const Use &use : uses) {
    unsigned a = clusterAt(use.producer), b = clusterAt(use.consumer);
    if (a != b && successors[a].insert(b).second)
      ++waiting[b];
  }
  using Entry = std::pair<unsigned, unsigned>; // last position in the block, cluster
  std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>> ready;
  auto push = [&](unsigned cluster) {
    if (!clusters[cluster].ops.empty() && waiting[cluster] == 0)
      ready.push({number.lookup(clusters[cluster].ops.back()), cluster});
  };
  for (unsigned i = 0; i < clusters.size(); ++i)
    push(i);
  SmallVector<const Cluster *> order;
  while (!ready.empty()) {
    unsigned cluster = ready.top().second;
    ready.pop();
    order.push_back(&clusters[cluster]);
    for (unsigned next : llvm::to_vector(successors[cluster])) // the queue restores an order
      if (--waiting[next] == 0)
        push(next);
  }
  return order;
}
