// SPDX-License-Identifier: Apache-2.0
//===- Layouts.cpp - the order of axes in memory --------------------------===//
// Tensors are row-major, so the order of axes is the layout. Seeds are the results of convolutions; the order then
// follows the values downstream. A read, a splat and an iota have any order for free: they are made again in the one that is
// asked for. Everything else that wants the old order gets a transposing read.
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

class LayoutChooser {
public:
  explicit LayoutChooser(Block &block) : block(block), builder(block.getParentOp()) {}

  void run() {
    for (Operation &op : llvm::make_early_inc_range(block)) {
      builder.setInsertionPoint(&op);
      if (isa<ReadOp, ConstantOp>(op) || isNumbering(&op))
        continue; // made where they are wanted
      if (auto contract = dyn_cast<ContractOp>(op))
        arrange(contract);
      else if (auto reduce = dyn_cast<ReduceOp>(op))
        arrange(reduce);
      else if (op.hasTrait<OpTrait::Elementwise>())
        arrangeElementwise(op);
      else if (auto reshape = dyn_cast<ReshapeOp>(op); reshape && arrange(reshape))
        continue;
      else
        for (OpOperand &operand : op.getOpOperands())
          operand.set(inOrder(operand.get(), identityOrder(tensorOf(operand.get()).getRank())));
    }
  }

private:
  struct Stored {
    Value value;
    Order order;
  };

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
    if (auto it = stored.find(value); it != stored.end())
      return it->second.order;
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
    auto it = stored.find(value);
    ArrayRef<int64_t> own;
    Order identity = identityOrder(order.size());
    own = it == stored.end() ? ArrayRef(identity) : ArrayRef(it->second.order);
    Value now = it == stored.end() ? value : it->second.value;
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

  void store(Value old, Value value, Order order) {
    if (isIdentity(order)) {
      if (old != value)
        old.replaceAllUsesWith(value);
      return;
    }
    stored[old] = {value, std::move(order)};
  }

  void arrangeElementwise(Operation &op) {
    Order order = identityOrder(tensorOf(op.getResult(0)).getRank());
    for (Value operand : op.getOperands())
      if (isIdentity(order))
        order = natural(operand);
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
    store(op.getResult(0), copy->getResult(0), order);
  }

  void arrange(ReduceOp op) {
    Order from = natural(op.getOperand()), order;
    SmallVector<int64_t> axes;
    for (auto [place, axis] : llvm::enumerate(from)) {
      if (llvm::is_contained(op.getAxes(), axis))
        axes.push_back(place);
      else
        order.push_back(axis - llvm::count_if(op.getAxes(), [&](int64_t a) { return a < axis; }));
    }
    store(op.getResult(), at(op).reduce(op.getKind(), inOrder(op.getOperand(), from), axes), order);
  }

  /// Axes that are merged or split stay neighbours in many orders: the reshape is then the same in that order.
  bool arrange(ReshapeOp op) {
    Order from = natural(op.getOperand()), order;
    if (isIdentity(from))
      return false;
    ArrayRef<int64_t> before = tensorOf(op.getOperand()).getShape(), after = tensorOf(op.getResult()).getShape();
    // Which axes of the result are made of those that begin at an axis of the operand.
    llvm::DenseMap<int64_t, std::pair<int64_t, Order>> madeOf; // first axis: how many, into which
    for (size_t i = 0, j = 0; i < before.size() || j < after.size();) {
      if (i == before.size() || j == after.size())
        return false; // axes of one at the end
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
        return false;
      for (int64_t k = 0; k < made->second.first; ++k, ++place)
        if (place == from.size() || from[place] != made->first + k)
          return false;
      llvm::append_range(order, made->second.second);
    }
    store(op.getResult(), at(op).make<ReshapeOp>(permuted(tensorOf(op.getResult()), order), inOrder(op.getOperand(), from)), order);
    return true;
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
                                  labels[1], resultLabels),
          order);
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
  llvm::DenseMap<Value, Stored> stored;
};

struct ChooseLayoutsPass : public kiln::impl::ChooseLayoutsPassBase<ChooseLayoutsPass> {
  void runOnOperation() override {
    SmallVector<Block *> blocks;
    getOperation()->walk([&](Block *block) { blocks.push_back(block); });
    IRRewriter rewriter(&getContext());
    for (Block *block : blocks) {
      LayoutChooser(*block).run();
      eraseDead(*block, rewriter);
    }
  }
};

} // namespace
