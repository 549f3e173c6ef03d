// SPDX-License-Identifier: Apache-2.0
//===- Attention.cpp ------------------------------------------------------===//
#include "compiler/graph/Attention.h"
#include "compiler/graph/FormGroups.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace kiln;

/// Elements that rows of operands and results must be a multiple of: whole vectors on every machine.
static constexpr int64_t kWhole = 16;
/// Keys beyond which the values of a few queries do not stay in a cache.
static constexpr int64_t kMostKeys = 4096;

static ArrayRef<int64_t> shapeOf(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }
static Type elementOf(Value value) { return cast<RankedTensorType>(value.getType()).getElementType(); }

int64_t Attention::batchCount() const {
  int64_t count = 1;
  for (int64_t size : batch)
    count *= size;
  return count;
}
bool Attention::isFull(Value value) const {
  ArrayRef<int64_t> shape = shapeOf(value);
  return shape.size() == batch.size() + 2 && shape.drop_back(2) == ArrayRef(batch) && shape[batch.size()] == queries &&
         shape.back() == keys;
}
bool Attention::isRow(Value value) const {
  ArrayRef<int64_t> shape = shapeOf(value);
  return shape.size() == batch.size() + 1 && shape.drop_back() == ArrayRef(batch) && shape.back() == queries;
}
AffineMap Attention::fullMap(MLIRContext *context) const {
  return AffineMap::getMultiDimIdentityMap(batch.size() + 2, context);
}
AffineMap Attention::rowMap(MLIRContext *context) const {
  return fullMap(context).getMajorSubMap(batch.size() + 1);
}
bool Attention::isComputed(Value value) const {
  if (!isFull(value))
    return false;
  Operation *op = value.getDefiningOp();
  if (!op)
    return true;
  if (auto product = dyn_cast<ContractOp>(op)) // one of scores and an operand may have the same shape
    return isa<BlockArgument>(product.getLhs()) && isa<BlockArgument>(product.getRhs());
  return op->hasTrait<OpTrait::Elementwise>() && llvm::any_of(op->getOperands(), [&](Value v) { return isComputed(v); });
}

namespace {

/// What is known of a value where the key comes after the query.
enum class Beyond { Anything, Zero, Lowest };

class Analysis {
public:
  Analysis(GroupOp group, ArrayRef<int64_t> space, std::string &reason)
      : group(group), body(group.getBody().front()), reason(reason) {
    a.batch.assign(space.begin(), space.end() - 2);
    a.queries = space[space.size() - 2];
    a.keys = space.back();
  }

  std::optional<Attention> run() {
    if (a.keys > kMostKeys)
      return fail("more than " + llvm::Twine(kMostKeys) + " keys");
    for (Operation &op : body.without_terminator())
      if (!check(op))
        return std::nullopt;
    for (auto [number, value] : llvm::enumerate(body.getTerminator()->getOperands()))
      if (!checkResult(number, value))
        return std::nullopt;
    if (a.products.empty() || llvm::any_of(a.mixes, [](const MixProduct &mix) { return mix.result.batch.empty() && mix.width == 0; }))
      return fail("no product makes the scores");
    for (const MixProduct &mix : a.mixes)
      if (!given.contains(mix.op))
        return fail("a product of scores is no result");
    findVisible();
    return a;
  }

private:
  std::nullopt_t fail(const llvm::Twine &why) {
    if (reason.empty())
      reason = why.str();
    return std::nullopt;
  }
  bool no(const llvm::Twine &why) {
    fail(why);
    return false;
  }

  bool check(Operation &op) {
    if (auto contract = dyn_cast<ContractOp>(op))
      return checkProduct(contract);
    for (Value result : op.getResults())
      if (a.isComputed(result) && !elementOf(result).isF32())
        return no("a value that is no f32 is computed from scores");
    if (auto reduce = dyn_cast<ReduceOp>(op)) {
      if (!a.isFull(reduce.getOperand()) || reduce.getAxes() != ArrayRef<int64_t>(int64_t(a.batch.size()) + 1) ||
          !elementOf(reduce.getOperand()).isF32() || !llvm::is_contained({Reduction::sum, Reduction::max, Reduction::min}, reduce.getKind()))
        return no("a reduction that is none over the keys");
      return true;
    }
    if (auto constant = dyn_cast<ConstantOp>(op))
      return constant.getValue().isSplat() || no("a constant of several numbers");
    if (auto read = dyn_cast<ReadOp>(op)) {
      if (read.getFill() || !llvm::all_of(read.getMap().getResults(), [](AffineExpr expr) { return isa<AffineDimExpr, AffineConstantExpr>(expr); }))
        return no("a read that is no broadcast");
      auto product = read.getOperand().getDefiningOp<ContractOp>();
      if (product || (a.isComputed(read.getOperand()) && !read.getMap().isIdentity()))
        return no("scores are read at other positions");
      return true;
    }
    if (isa<IotaOp>(op))
      return true;
    return op.hasTrait<OpTrait::Elementwise>() || no("an op that is not elementwise");
  }

  /// The strides of an argument by label.
  static SmallVector<int64_t> stridesOf(Value argument) {
    SmallVector<int64_t> strides(shapeOf(argument).size(), 1);
    for (int64_t axis = int64_t(strides.size()) - 2; axis >= 0; --axis)
      strides[axis] = strides[axis + 1] * shapeOf(argument)[axis + 1];
    return strides;
  }
  /// `spaceLabels` are those of batch, query, key; `along` is the one of the last two that the operand has.
  std::optional<ScoreAccess> accessOf(Value value, ArrayRef<int64_t> labels, ArrayRef<int64_t> spaceLabels, int64_t along, int64_t inner) {
    ScoreAccess access;
    SmallVector<int64_t> strides = stridesOf(value);
    auto step = [&](int64_t label) -> std::optional<int64_t> {
      const auto *place = llvm::find(labels, label);
      if (place == labels.end())
        return std::nullopt;
      return strides[place - labels.begin()];
    };
    for (int64_t label : spaceLabels.drop_back(2)) {
      auto stride = step(label);
      if (!stride)
        return std::nullopt;
      access.batch.push_back(*stride);
    }
    auto alongStride = step(along), innerStride = step(inner);
    if (!alongStride || !innerStride || labels.size() != spaceLabels.size())
      return std::nullopt;
    access.along = *alongStride;
    access.inner = *innerStride;
    if (auto argument = dyn_cast<BlockArgument>(value))
      access.memref = argument.getArgNumber();
    return access;
  }
  static bool has(ArrayRef<int64_t> labels, int64_t label) { return llvm::is_contained(labels, label); }

  bool checkProduct(ContractOp op) {
    for (Value value : {op.getLhs(), op.getRhs(), op.getResult()})
      if (!elementOf(value).isF32())
        return no("a product of other elements than f32");
    if (a.isFull(op.getResult()) && isa<BlockArgument>(op.getLhs()) && isa<BlockArgument>(op.getRhs()))
      return checkScores(op);
    bool left = a.isFull(op.getLhs()) && isComputedOrArgument(op.getLhs());
    return checkMix(op, left ? op.getLhs() : op.getRhs(), left ? op.getLhsLabels() : op.getRhsLabels(),
                    left ? op.getRhs() : op.getLhs(), left ? op.getRhsLabels() : op.getLhsLabels());
  }
  bool isComputedOrArgument(Value value) { return isa<BlockArgument>(value) || a.isComputed(value); }

  bool checkScores(ContractOp op) {
    ArrayRef<int64_t> labels = op.getResultLabels();
    int64_t query = labels[labels.size() - 2], key = labels.back();
    bool isLeft = has(op.getLhsLabels(), query) && !has(op.getLhsLabels(), key);
    Value queries = isLeft ? op.getLhs() : op.getRhs(), keys = isLeft ? op.getRhs() : op.getLhs();
    ArrayRef<int64_t> queryLabels = isLeft ? op.getLhsLabels() : op.getRhsLabels(), keyLabels = isLeft ? op.getRhsLabels() : op.getLhsLabels();
    ScoreProduct product{op, {}, {}, 0};
    int64_t summed = -1;
    for (auto [axis, label] : llvm::enumerate(queryLabels))
      if (!has(labels, label)) {
        summed = label;
        product.depth = shapeOf(queries)[axis];
      }
    auto queryAccess = accessOf(queries, queryLabels, labels, query, summed), keyAccess = accessOf(keys, keyLabels, labels, key, summed);
    if (!queryAccess || !keyAccess)
      return no("operands of the scores do not each have the batch, one of queries and keys, and one summed axis");
    if (queryAccess->inner != 1 || product.depth % kWhole != 0)
      return no("queries do not lie side by side in whole vectors");
    product.query = *queryAccess;
    product.key = *keyAccess;
    a.products.push_back(product);
    return true;
  }

  bool checkMix(ContractOp op, Value scores, ArrayRef<int64_t> labels, Value operand, ArrayRef<int64_t> operandLabels) {
    if (!a.isFull(scores) || !isComputedOrArgument(scores) || !isa<BlockArgument>(operand))
      return no("a product of something else than scores and an operand");
    int64_t query = labels[labels.size() - 2], key = labels.back(), inner = -1;
    ArrayRef<int64_t> resultLabels = op.getResultLabels();
    MixProduct mix{op, scores, !has(resultLabels, key), {}, {}, 0, {}};
    int64_t summed = mix.overKeys ? key : query, kept = mix.overKeys ? query : key;
    for (auto [axis, label] : llvm::enumerate(operandLabels))
      if (!has(labels, label)) {
        inner = label;
        mix.width = shapeOf(operand)[axis];
      }
    auto operandAccess = accessOf(operand, operandLabels, labels, summed, inner);
    auto resultAccess = accessOf(op.getResult(), resultLabels, labels, kept, inner);
    if (!operandAccess || !resultAccess || has(operandLabels, kept) || has(resultLabels, summed))
      return no("a product of scores that does not sum over one of queries and keys");
    if (operandAccess->inner != 1 || resultAccess->inner != 1 || mix.width % kWhole != 0)
      return no("what scores are multiplied with does not lie side by side in whole vectors");
    mix.operand = *operandAccess;
    mix.result = *resultAccess;
    a.mixes.push_back(mix);
    return true;
  }

  bool checkResult(unsigned number, Value value) {
    unsigned memref = group.getNumOperands() + number;
    Value factor;
    auto product = value.getDefiningOp<ContractOp>();
    if (auto mul = value.getDefiningOp<MulOp>())
      if (auto inner = mul.getLhs().getDefiningOp<ContractOp>(); inner && !a.isFull(inner.getResult())) {
        auto read = mul.getRhs().getDefiningOp<ReadOp>();
        if (!read || !a.isRow(read.getOperand()))
          return no("a product of scores goes on");
        product = inner;
        factor = read.getOperand();
      }
    for (MixProduct &mix : a.mixes)
      if (mix.op == product) {
        if (!product->hasOneUse())
          return no("a product of scores goes on");
        mix.result.memref = memref;
        mix.factor = factor;
        given.insert(mix.op);
        return true;
      }
    if (!elementOf(value).isF32() || !(a.isFull(value) ? a.isComputed(value) && value.getDefiningOp() && !product : a.isRow(value)))
      return no("a result of another form");
    return true;
  }

  /// Whether a number of the compared space is that of the key (1), of the query (0), or something else (-1).
  int axisOf(Value value, unsigned rank, ArrayRef<int64_t> shape) {
    AffineMap map = AffineMap::getMultiDimIdentityMap(rank, value.getContext());
    while (auto read = value.getDefiningOp<ReadOp>()) {
      map = read.getMap().compose(map);
      value = read.getOperand();
    }
    auto iota = value.getDefiningOp<IotaOp>();
    auto dim = iota ? dyn_cast<AffineDimExpr>(map.getResult(iota.getAxis())) : AffineDimExpr(nullptr);
    if (!dim || dim.getPosition() + 2 < rank)
      return -1;
    return dim.getPosition() + 1 == rank ? 1 : 0;
  }

  Beyond beyond(Value value) {
    Operation *op = value.getDefiningOp();
    if (!op)
      return Beyond::Anything;
    if (auto constant = dyn_cast<ConstantOp>(op)) {
      auto elements = cast<DenseElementsAttr>(constant.getValue());
      if (!elements.isSplat() || !elements.getElementType().isF32())
        return Beyond::Anything;
      APFloat number = elements.getSplatValue<APFloat>();
      return number.isZero() ? Beyond::Zero : number.isInfinity() && number.isNegative() ? Beyond::Lowest : Beyond::Anything;
    }
    if (auto select = dyn_cast<SelectOp>(op)) {
      Value condition = select.getOperand(0);
      while (auto read = condition.getDefiningOp<ReadOp>())
        condition = read.getOperand();
      if (condition == a.visible.getResult())
        return beyond(select.getOperand(2));
      return beyond(select.getOperand(1)) == beyond(select.getOperand(2)) ? beyond(select.getOperand(1)) : Beyond::Anything;
    }
    if (isa<SubOp>(op)) // what is subtracted is finite where any key is seen
      return beyond(op->getOperand(0)) == Beyond::Lowest && !a.isComputed(op->getOperand(1)) ? Beyond::Lowest : Beyond::Anything;
    if (isa<ExpOp>(op))
      return beyond(op->getOperand(0)) == Beyond::Lowest ? Beyond::Zero : Beyond::Anything;
    if (isa<MulOp>(op))
      return beyond(op->getOperand(0)) == Beyond::Zero || beyond(op->getOperand(1)) == Beyond::Zero ? Beyond::Zero : Beyond::Anything;
    if (isa<DivOp, NegOp>(op))
      return beyond(op->getOperand(0)) == Beyond::Zero ? Beyond::Zero : Beyond::Anything;
    return Beyond::Anything;
  }

  /// Keys after the query are left out where every sum over keys gets zeros of them and every maximum -inf.
  void findVisible() {
    if (a.queries != a.keys)
      return;
    for (auto compare : body.getOps<CompareOp>()) {
      ArrayRef<int64_t> shape = shapeOf(compare.getLhs());
      unsigned rank = shape.size();
      if (rank < 2 || shape[rank - 2] != a.queries || shape[rank - 1] != a.keys)
        continue;
      int left = axisOf(compare.getLhs(), rank, shape), right = axisOf(compare.getRhs(), rank, shape);
      bool keyFirst = left == 1 && right == 0 && compare.getPredicate() == Comparison::le;
      bool queryFirst = left == 0 && right == 1 && compare.getPredicate() == Comparison::ge;
      if (!keyFirst && !queryFirst)
        continue;
      a.visible = compare;
      bool holds = true;
      for (Operation &op : body) {
        if (auto reduce = dyn_cast<ReduceOp>(op))
          holds &= beyond(reduce.getOperand()) == (reduce.getKind() == Reduction::max ? Beyond::Lowest : Beyond::Zero) &&
                   reduce.getKind() != Reduction::min;
        if (isa<YieldOp>(op))
          for (Value value : op.getOperands())
            holds &= !a.isFull(value) || beyond(value) == Beyond::Zero;
      }
      for (const MixProduct &mix : a.mixes)
        holds &= beyond(mix.scores) == Beyond::Zero;
      if (holds)
        return;
      a.visible = {};
    }
  }

  GroupOp group;
  Block &body;
  std::string &reason;
  Attention a;
  llvm::SmallPtrSet<Operation *, 4> given;
};

} // namespace

std::optional<Attention> kiln::analyzeAttention(GroupOp group, ArrayRef<int64_t> space, std::string &reason) {
  return Analysis(group, space, reason).run();
}

std::optional<Attention> kiln::analyzeAttention(GroupOp group) {
  std::string reason;
  for (auto product : group.getBody().front().getOps<ContractOp>())
    if (isa<BlockArgument>(product.getLhs()) && isa<BlockArgument>(product.getRhs()))
      if (auto found = analyzeAttention(group, shapeOf(product.getResult()), reason))
        return found;
  return std::nullopt;
}
