// SPDX-License-Identifier: Apache-2.0
//===- Layouts.cpp - the order of axes in memory --------------------------===//
// Tensors are row-major, so the order of axes is the layout. Seeds are the results of convolutions; the order then
// follows the values downstream, into the bodies of scans and around them with the carries. A read, a splat and an iota have any order
// for free: they are made again in the one that is asked for. Everything else that wants the old order gets a transposing read.
#include "compiler/graph/Clusters.h"
#include "compiler/graph/GraphBuilder.h"
#include "compiler/graph/Passes.h"
#include "compiler/graph/PruneScan.h"

#include "mlir/IR/IRMapping.h"

namespace kiln {
#define GEN_PASS_DEF_CHOOSELAYOUTSPASS
#include "compiler/graph/Passes.h.inc"
} // namespace kiln

using namespace mlir;
using namespace kiln;

namespace {

/// For each axis in memory, the axis of the value as the model has it.
using Order = SmallVector<int64_t>;

/// Fewer channels do not fill vectors.
constexpr int64_t kLeastChannels = 8;

Order identityOrder(int64_t rank) { return llvm::to_vector(llvm::seq<int64_t>(0, rank)); }
bool isIdentity(ArrayRef<int64_t> order) { return llvm::equal(order, llvm::seq<int64_t>(0, order.size())); }

/// Rounds in which the carries of a scan settle.
constexpr int kRounds = 3;

class LayoutChooser {
public:
  explicit LayoutChooser(Block &block) : block(block), builder(block.getParentOp()) {}

  void run() {
    infer(block);
    arrange(block);
  }

private:
  //===--------------------------------------------------------------------===//
  // The order of each value
  //===--------------------------------------------------------------------===//

  void infer(Block &block) {
    for (Operation &op : block.without_terminator()) {
      if (auto scan = dyn_cast<ScanOp>(op))
        infer(scan);
      else if (op.getNumResults() == 1)
        setOrder(op.getResult(0), inferred(&op));
    }
  }
  Order inferred(Operation *op) {
    Order identity = identityOrder(tensorOf(op->getResult(0)).getRank());
    if (isa<ReadOp, ConstantOp>(op) || isNumbering(op))
      return identity; // made where they are wanted
    if (auto contract = dyn_cast<ContractOp>(op))
      return resultOrder(contract);
    if (auto reduce = dyn_cast<ReduceOp>(op))
      return withoutAxes(natural(reduce.getOperand()), reduce.getAxes());
    if (auto reshape = dyn_cast<ReshapeOp>(op))
      return reshaped(reshape).value_or(identity);
    if (op->hasTrait<OpTrait::Elementwise>())
      for (Value operand : op->getOperands())
        if (Order order = natural(operand); !isIdentity(order))
          return order;
    return identity;
  }
  /// Carries get the order that a step leaves them in, slices and captures the one of what they are of.
  void infer(ScanOp scan) {
    Block &body = scan.getBody().front();
    auto yield = cast<YieldOp>(body.getTerminator());
    unsigned carries = scan.getCarries().size();
    for (auto [i, sequence] : llvm::enumerate(scan.getSequences()))
      setOrder(body.getArgument(1 + carries + i), sliced(natural(sequence)));
    for (auto [i, capture] : llvm::enumerate(scan.getCaptures()))
      setOrder(body.getArgument(1 + carries + scan.getSequences().size() + i), natural(capture));
    for (auto [i, carry] : llvm::enumerate(scan.getCarries()))
      setOrder(body.getArgument(1 + i), natural(carry));
    for (int round = 0, changes = true; changes; ++round) {
      infer(body);
      changes = false;
      for (unsigned i = 0; i < carries; ++i) {
        Order after = round < kRounds ? natural(yield->getOperand(i)) : identityOrder(tensorOf(yield->getOperand(i)).getRank());
        if (after == natural(body.getArgument(1 + i)))
          continue;
        setOrder(body.getArgument(1 + i), after);
        changes = round <= kRounds;
      }
    }
    SmallVector<Order> &of = yields[yield];
    of.clear();
    for (auto [i, result] : llvm::enumerate(scan.getResults())) {
      bool isCarry = i < carries;
      of.push_back(natural(isCarry ? Value(body.getArgument(1 + i)) : yield->getOperand(i)));
      setOrder(result, isCarry ? of.back() : stacked(of.back()));
    }
  }

  void setOrder(Value value, Order order) {
    if (isIdentity(order))
      orders.erase(value);
    else
      orders[value] = std::move(order);
  }
  /// Of the slices of a sequence in that order, of which the steps come first; and of the rows that are stacked.
  static Order sliced(ArrayRef<int64_t> order) {
    if (order.front() != 0)
      return identityOrder(order.size() - 1);
    return llvm::map_to_vector(order.drop_front(), [](int64_t axis) { return axis - 1; });
  }
  static Order stacked(ArrayRef<int64_t> order) {
    Order all{0};
    for (int64_t axis : order)
      all.push_back(axis + 1);
    return all;
  }
  static Order withoutAxes(ArrayRef<int64_t> from, ArrayRef<int64_t> axes) {
    Order order;
    for (int64_t axis : from)
      if (!llvm::is_contained(axes, axis))
        order.push_back(axis - llvm::count_if(axes, [&](int64_t a) { return a < axis; }));
    return order;
  }

  //===--------------------------------------------------------------------===//
  // The ops again
  //===--------------------------------------------------------------------===//

  void arrange(Block &block) {
    for (Operation &op : llvm::make_early_inc_range(block)) {
      builder.setInsertionPoint(&op);
      if (isa<ReadOp, ConstantOp>(op) || isNumbering(&op))
        continue;
      if (auto contract = dyn_cast<ContractOp>(op))
        arrange(contract);
      else if (auto reduce = dyn_cast<ReduceOp>(op))
        arrange(reduce);
      else if (auto scan = dyn_cast<ScanOp>(op))
        arrange(scan);
      else if (auto yield = dyn_cast<YieldOp>(op); yield && isa<ScanOp>(yield->getParentOp()))
        arrange(yield);
      else if (op.hasTrait<OpTrait::Elementwise>())
        arrangeElementwise(op);
      else if (auto reshape = dyn_cast<ReshapeOp>(op); reshape && reshaped(reshape))
        arrange(reshape);
      else
        for (OpOperand &operand : op.getOpOperands())
          operand.set(inOrder(operand.get(), identityOrder(tensorOf(operand.get()).getRank())));
    }
  }

  GraphBuilder at(Operation *op) { return GraphBuilder(builder, op->getLoc()); }
  static RankedTensorType permuted(RankedTensorType type, ArrayRef<int64_t> order) {
    SmallVector<int64_t> shape;
    for (int64_t axis : order)
      shape.push_back(type.getDimSize(axis));
    return RankedTensorType::get(shape, type.getElementType());
  }

  /// The order that costs nothing for `value`: its own, or for a read the one in which it walks its operand.
  Order natural(Value value) {
    int64_t rank = tensorOf(value).getRank();
    if (auto it = orders.find(value); it != orders.end())
      return it->second;
    auto read = value.getDefiningOp<ReadOp>();
    if (!read)
      return identityOrder(rank);
    Order from = natural(read.getOperand());
    if (isIdentity(from))
      return identityOrder(rank);
    // The first coordinate in memory that a dim walks; a repeated dim stays where it is.
    SmallVector<std::pair<int64_t, int64_t>> places;
    for (int64_t dim = 0; dim < rank; ++dim) {
      int64_t place = rank + dim;
      for (auto [axis, logical] : llvm::enumerate(from))
        if (read.getMap().getResult(logical).isFunctionOfDim(dim))
          place = std::min<int64_t>(place, axis);
      places.push_back({place, dim});
    }
    llvm::sort(places);
    return llvm::map_to_vector(places, [](auto &place) { return place.second; });
  }

  Value inOrder(Value value, ArrayRef<int64_t> order) {
    Operation *op = value.getDefiningOp();
    auto type = permuted(tensorOf(value), order);
    if (auto read = dyn_cast_or_null<ReadOp>(op))
      return readInOrder(read, order, type);
    auto it = orders.find(value);
    Order own = it == orders.end() ? identityOrder(order.size()) : it->second;
    Value now = stored.contains(value) ? stored.lookup(value) : value;
    if (own == order)
      return now;
    if (auto iota = dyn_cast_or_null<IotaOp>(op))
      return at(op).iota(type, llvm::find(order, int64_t(iota.getAxis())) - order.begin());
    if (auto constant = dyn_cast_or_null<ConstantOp>(op))
      if (auto elements = cast<DenseElementsAttr>(constant.getValue()); elements.isSplat())
        return at(op).make<ConstantOp>(elements.resizeSplat(type));
    if (op && isNumbering(op)) {
      IRMapping operands;
      for (Value operand : op->getOperands())
        operands.map(operand, inOrder(operand, order));
      Operation *copy = builder.clone(*op, operands);
      copy->getResult(0).setType(type);
      return copy->getResult(0);
    }
    SmallVector<AffineExpr> coordinates;
    for (int64_t axis : own)
      coordinates.push_back(builder.getAffineDimExpr(llvm::find(order, axis) - order.begin()));
    return GraphBuilder(builder, now.getLoc())
        .read(now, AffineMap::get(order.size(), 0, coordinates, builder.getContext()), type.getShape());
  }

  Value readInOrder(ReadOp read, ArrayRef<int64_t> order, RankedTensorType type) {
    Value operand = read.getOperand();
    Order from = natural(operand);
    if (isIdentity(from) && isIdentity(order) && !isa_and_nonnull<ReadOp>(operand.getDefiningOp()))
      return read;
    SmallVector<AffineExpr> dims(order.size());
    for (auto [place, axis] : llvm::enumerate(order))
      dims[axis] = builder.getAffineDimExpr(place);
    AffineMap map = read.getMap().replaceDimsAndSymbols(dims, {}, order.size(), 0);
    SmallVector<AffineExpr> coordinates;
    for (int64_t axis : from)
      coordinates.push_back(map.getResult(axis));
    return at(read).make<ReadOp>(type, inOrder(operand, from),
                                 AffineMap::get(order.size(), 0, coordinates, builder.getContext()),
                                 read.getFillAttr());
  }

  /// `value` is `old` in its order.
  void store(Value old, Value value) {
    if (orders.contains(old))
      stored[old] = value;
    else if (old != value)
      old.replaceAllUsesWith(value);
  }

  void arrangeElementwise(Operation &op) {
    Order order = natural(op.getResult(0));
    if (isIdentity(order)) {
      for (OpOperand &operand : op.getOpOperands())
        operand.set(inOrder(operand.get(), order));
      return;
    }
    IRMapping operands;
    for (Value operand : op.getOperands())
      operands.map(operand, inOrder(operand, order));
    Operation *copy = builder.clone(op, operands);
    copy->getResult(0).setType(permuted(tensorOf(op.getResult(0)), order));
    store(op.getResult(0), copy->getResult(0));
  }

  void arrange(ReduceOp op) {
    Order from = natural(op.getOperand());
    SmallVector<int64_t> axes;
    for (auto [place, axis] : llvm::enumerate(from))
      if (llvm::is_contained(op.getAxes(), axis))
        axes.push_back(place);
    store(op.getResult(), at(op).reduce(op.getKind(), inOrder(op.getOperand(), from), axes));
  }

  void arrange(ScanOp scan) {
    Block &body = scan.getBody().front();
    unsigned carries = scan.getCarries().size(), sequences = scan.getSequences().size();
    auto isMoved = [&](Value value) { return orders.contains(value); };
    if (llvm::none_of(body.getArguments(), isMoved) && llvm::none_of(scan.getResults(), isMoved)) {
      for (OpOperand &operand : scan->getOpOperands())
        operand.set(inOrder(operand.get(), identityOrder(tensorOf(operand.get()).getRank())));
      return arrange(body);
    }
    SmallVector<Value> operands;
    for (auto [i, operand] : llvm::enumerate(scan->getOperands())) {
      Order order = natural(body.getArgument(1 + i));
      operands.push_back(inOrder(operand, i >= carries && i < carries + sequences ? stacked(order) : order));
    }
    SmallVector<Type> types;
    for (Value result : scan.getResults())
      types.push_back(permuted(tensorOf(result), natural(result)));
    ArrayRef<Value> all(operands);
    ArrayRef<Type> made(types);
    builder.setInsertionPointAfter(scan); // so that what is dead of the new body goes before the old arguments do
    auto moved = ScanOp::create(builder, scan.getLoc(), made.take_front(carries), made.drop_front(carries), scan.getCount(), scan.getReverse(),
                                all.take_front(carries), all.slice(carries, sequences), all.drop_front(carries + sequences));
    moved->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
    Block *step = &moved.getBody().emplaceBlock();
    for (BlockArgument old : body.getArguments())
      store(old, step->addArgument(permuted(tensorOf(old), natural(old)), old.getLoc()));
    step->getOperations().splice(step->end(), body.getOperations());
    arrange(*step);
    for (auto [old, result] : llvm::zip_equal(scan.getResults(), moved.getResults()))
      store(old, result);
  }
  void arrange(YieldOp yield) {
    const SmallVector<Order> &of = yields.find(yield)->second;
    for (auto [operand, order] : llvm::zip_equal(yield->getOpOperands(), of))
      operand.set(inOrder(operand.get(), order));
  }

  /// Axes that are merged or split stay neighbours in many orders: the reshape is then the same in that order.
  std::optional<Order> reshaped(ReshapeOp op) {
    Order from = natural(op.getOperand()), order;
    if (isIdentity(from))
      return std::nullopt;
    ArrayRef<int64_t> before = tensorOf(op.getOperand()).getShape(), after = tensorOf(op.getResult()).getShape();
    // Which axes of the result are made of those that begin at an axis of the operand.
    llvm::DenseMap<int64_t, std::pair<int64_t, Order>> madeOf; // first axis: how many, into which
    for (size_t i = 0, j = 0; i < before.size() || j < after.size();) {
      if (i == before.size() || j == after.size())
        return std::nullopt; // axes of one at the end
      int64_t first = i, have = before[i++], want = after[j];
      Order into = {int64_t(j++)};
      while (have != want) {
        if (have < want) {
          have *= before[i++];
        } else {
          into.push_back(j);
          want *= after[j++];
        }
      }
      madeOf[first] = {int64_t(i) - first, into};
    }
    for (size_t place = 0; place < from.size();) {
      auto made = madeOf.find(from[place]);
      if (made == madeOf.end())
        return std::nullopt;
      for (int64_t k = 0; k < made->second.first; ++k, ++place)
        if (place == from.size() || from[place] != made->first + k)
          return std::nullopt;
      llvm::append_range(order, made->second.second);
    }
    return order;
  }
  void arrange(ReshapeOp op) {
    auto type = permuted(tensorOf(op.getResult()), natural(op.getResult()));
    store(op.getResult(), at(op).make<ReshapeOp>(type, inOrder(op.getOperand(), natural(op.getOperand()))));
  }

  void arrange(ContractOp op) {
    SmallVector<Value> operands;
    SmallVector<SmallVector<int64_t>> labels;
    for (auto [value, own] : {std::pair(op.getLhs(), op.getLhsLabels()), std::pair(op.getRhs(), op.getRhsLabels())}) {
      bool isRead = isa_and_nonnull<ReadOp>(value.getDefiningOp());
      Order order = isRead ? identityOrder(own.size()) : natural(value);
      operands.push_back(inOrder(value, order));
      SmallVector<int64_t> &list = labels.emplace_back();
      for (int64_t axis : order)
        list.push_back(own[axis]);
    }
    Order order = resultOrder(op);
    SmallVector<int64_t> resultLabels;
    for (int64_t axis : order)
      resultLabels.push_back(op.getResultLabels()[axis]);
    if (isIdentity(order) && operands[0] == op.getLhs() && operands[1] == op.getRhs())
      return;
    store(op.getResult(),
          at(op).make<ContractOp>(permuted(tensorOf(op.getResult()), order), operands[0], operands[1], labels[0],
                                  labels[1], resultLabels));
  }

  /// Positions of a convolution's windows before the channels of its weights. The phases of a transposed convolution, short
  /// labels of its weights, stay where the model has them: beside the positions with which they are merged.
  static Order resultOrder(ContractOp op) {
    ArrayRef<int64_t> result = op.getResultLabels();
    Order order = identityOrder(result.size());
    for (bool isLhs : {true, false}) {
      auto read = (isLhs ? op.getLhs() : op.getRhs()).getDefiningOp<ReadOp>();
      ArrayRef<int64_t> mine = isLhs ? op.getLhsLabels() : op.getRhsLabels();
      if (!read || !walksWindows(read, mine, result))
        continue;
      Order first, last;
      int64_t channels = 1;
      for (int64_t axis : order) {
        int64_t size = tensorOf(op.getResult()).getDimSize(axis);
        bool isChannel = !llvm::is_contained(mine, result[axis]) && size >= kLeastChannels;
        (isChannel ? last : first).push_back(axis);
        if (isChannel)
          channels *= size;
      }
      if (channels < kLeastChannels)
        continue;
      llvm::append_range(first, last);
      return first;
    }
    return order;
  }
  /// Whether some axis is walked by a dim of the result and a shorter one that is summed: a position and a tap.
  static bool walksWindows(ReadOp read, ArrayRef<int64_t> labels, ArrayRef<int64_t> result) {
    auto window = tensorOf(read.getResult());
    for (AffineExpr expr : read.getMap().getResults()) {
      int64_t position = 0, tap = 0;
      for (int64_t dim = 0; dim < window.getRank(); ++dim)
        if (expr.isFunctionOfDim(dim)) {
          int64_t &longest = llvm::is_contained(result, labels[dim]) ? position : tap;
          longest = std::max(longest, window.getDimSize(dim));
        }
      if (tap > 1 && position > tap)
        return true;
    }
    return false;
  }

  Block &block;
  OpBuilder builder;
  llvm::DenseMap<Value, Order> orders; ///< those that are not the model's
  llvm::DenseMap<Value, Value> stored; ///< those values in their orders
  llvm::DenseMap<YieldOp, SmallVector<Order>> yields; ///< what the scans want
};

struct ChooseLayoutsPass : public kiln::impl::ChooseLayoutsPassBase<ChooseLayoutsPass> {
  void runOnOperation() override {
    SmallVector<Block *> blocks;
    getOperation()->walk([&](Block *block) {
      if (!isa<ScanOp>(block->getParentOp())) // these go with the block around them
        blocks.push_back(block);
    });
    IRRewriter rewriter(&getContext());
    for (Block *block : blocks) {
      LayoutChooser(*block).run();
      eraseDead(*block, rewriter);
    }
  }
};

} // namespace
