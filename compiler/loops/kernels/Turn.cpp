// SPDX-License-Identifier: Apache-2.0
//===- Turn.cpp - copies whose axes have another order ----------------------===//
// result[i] = operand[map(i)], where neighbours of the operand do not lie along the last axis of the result: an image with its
// channels first as one with its channels last, padded or not, or weights in the order of a kernel's loops. Vectors are read along
// the operand; squares of them are turned in registers and written along the result.
//===----------------------------------------------------------------------===//
#include "compiler/graph/FormGroups.h"
#include "compiler/graph/Windows.h"
#include "compiler/loops/Kernel.h"
#include "compiler/loops/contraction/Emit.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

namespace {

/// Elements side by side in the operand that are spread over several axes of the result, at most and at least.
constexpr int64_t kMostTogether = 64, kLeastTogether = 4;
/// Elements below which nothing is gained.
constexpr int64_t kSmall = 4096;

/// An axis of the result: from one position to the next, `from` elements in the operand and `to` in the result.
struct Axis {
  int64_t size, from, to;
  SmallVector<int64_t, 4> coordinates; ///< coefficients in the bounded coordinates
};
/// A coordinate of the operand that may lie outside of [0, size).
struct Bound {
  int64_t constant, size;
};

struct Plan {
  SmallVector<Axis> outer;
  Axis lanes;                    ///< the result's last axis
  std::optional<Axis> row;       ///< the operand's last axis; without one …
  SmallVector<int64_t> together; ///< … where in the result the elements from `start` on lie
  int64_t start = 0;
  SmallVector<Bound> bounds;
};

std::optional<Plan> planTurn(ReadOp read) {
  auto from = tensorOf(read.getOperand()), to = tensorOf(read.getResult());
  std::optional<SmallVector<Linear>> forms = linearForms(read.getMap());
  if (!forms || to.getNumElements() < kSmall || to.getRank() < 2)
    return std::nullopt;
  Plan plan;
  SmallVector<Axis> axes;
  for (int64_t size : to.getShape())
    axes.push_back({size, 0, 1, {}});
  for (size_t i = axes.size() - 1; i-- > 0;)
    axes[i].to = axes[i + 1].to * axes[i + 1].size;
  int64_t stride = 1;
  for (int64_t axis = from.getRank() - 1; axis >= 0; --axis) {
    const Linear &form = (*forms)[axis];
    int64_t low = form.constant, high = form.constant;
    for (auto [d, c] : llvm::enumerate(form.coefficient)) {
      (c < 0 ? low : high) += c * (to.getDimSize(d) - 1);
      axes[d].from += c * stride;
    }
    plan.start += form.constant * stride;
    if (low < 0 || high >= from.getDimSize(axis)) {
      plan.bounds.push_back({form.constant, from.getDimSize(axis)});
      for (auto [d, c] : llvm::enumerate(form.coefficient))
        axes[d].coordinates.push_back(c);
    }
    stride *= from.getDimSize(axis);
  }
  // Neighbours that are neighbours in the operand too are one axis.
  auto isFree = [](const Axis &axis) { return llvm::all_of(axis.coordinates, [](int64_t c) { return c == 0; }); };
  SmallVector<Axis> merged;
  for (const Axis &axis : axes) {
    if (axis.size == 1)
      continue;
    if (!merged.empty() && isFree(merged.back()) && isFree(axis) && merged.back().from == axis.from * axis.size)
      merged.back() = {merged.back().size * axis.size, axis.from, axis.to, axis.coordinates};
    else
      merged.push_back(axis);
  }
  if (merged.size() < 2 || merged.back().to != 1 || merged.back().from == 1 || merged.back().from == 0)
    return std::nullopt;
  plan.lanes = merged.pop_back_val();
  auto row = llvm::find_if(merged, [](const Axis &axis) { return axis.from == 1 && axis.size >= kLeastTogether; });
  if (row != merged.end()) {
    plan.row = *row;
    merged.erase(row);
    plan.outer = merged;
    return plan;
  }
  // Several short axes: all places of the elements that they walk together, if these lie side by side.
  SmallVector<Axis> order(merged);
  llvm::sort(order, [](const Axis &x, const Axis &y) { return std::abs(x.from) < std::abs(y.from); });
  SmallVector<std::pair<int64_t, int64_t>> places = {{0, 0}}; // in the operand, in the result
  size_t best = 0;
  for (size_t taken = 0; taken < order.size() && isFree(order[taken]) && int64_t(places.size()) * order[taken].size <= kMostTogether; ++taken) {
    SmallVector<std::pair<int64_t, int64_t>> more;
    for (int64_t i = 0; i < order[taken].size; ++i)
      for (auto [source, target] : places)
        more.push_back({source + i * order[taken].from, target + i * order[taken].to});
    llvm::sort(more);
    places = more;
    bool isRun = true;
    for (size_t i = 1; i < places.size(); ++i)
      isRun &= places[i].first == places[i - 1].first + 1;
    if (!isRun || int64_t(places.size()) < kLeastTogether)
      continue;
    best = taken + 1;
    plan.together.clear();
    for (auto [source, target] : places)
      plan.together.push_back(target);
  }
  if (best == 0)
    return std::nullopt;
  for (const Axis &axis : ArrayRef(order).take_front(best)) {
    plan.start += std::min<int64_t>(0, axis.from) * (axis.size - 1);
    llvm::erase_if(merged, [&](const Axis &other) { return other.to == axis.to; });
  }
  plan.outer = merged;
  return plan;
}

class Turn {
public:
  Turn(const Plan &plan, ReadOp read, func::FuncOp kernel, int64_t length)
      : plan(plan), kernel(kernel), b(read.getLoc(), kernel.getContext()), length(length) {
    Block *entry = kernel.addEntryBlock();
    b.setInsertionPointToStart(entry);
    from = flat(entry->getArgument(0));
    to = flat(entry->getArgument(1));
    Type element = tensorOf(read.getResult()).getElementType();
    type = VectorType::get({length}, element);
    maskType = VectorType::get({length}, b.getI1Type());
    TypedAttr fill = read.getFill() ? *read.getFill() : b.getZeroAttr(element);
    filled = arith::ConstantOp::create(b, DenseElementsAttr::get(type, Attribute(fill)));
  }

  void emit() {
    Value worker = kernel.getArgument(2), workers = kernel.getArgument(3);
    bool sharesLanes = plan.lanes.size % length == 0;
    int64_t laneTiles = llvm::divideCeil(plan.lanes.size, length), units = sharesLanes ? laneTiles : 1;
    for (const Axis &axis : plan.outer)
      units *= axis.size;
    auto loop = scf::ForOp::create(b, worker, index(units), workers);
    b.setInsertionPointToStart(loop.getBody());
    Value rest = loop.getInductionVar();
    auto digit = [&](int64_t size) {
      Value value = arith::RemUIOp::create(b, rest, index(size));
      rest = arith::DivUIOp::create(b, rest, index(size));
      return value;
    };
    Place place{index(plan.start), index(0), {}};
    for (const Bound &bound : plan.bounds)
      place.coordinates.push_back(index(bound.constant));
    if (sharesLanes)
      place = moved(place, plan.lanes, times(digit(laneTiles), length));
    for (const Axis &axis : llvm::reverse(plan.outer))
      place = moved(place, axis, digit(axis.size));
    if (sharesLanes)
      lines(place, length);
    else
      tiles(plan.lanes, place, [&](const Place &at, int64_t count) { lines(at, count); });
    b.setInsertionPointAfter(loop);
    func::ReturnOp::create(b);
  }

private:
  struct Place {
    Value from, to;
    SmallVector<Value, 4> coordinates;
  };

  Value index(int64_t value) { return arith::ConstantIndexOp::create(b, value); }
  Value plus(Value x, Value y) { return arith::AddIOp::create(b, x, y); }
  Value times(Value x, int64_t factor) { return arith::MulIOp::create(b, x, index(factor)); }
  Value flat(Value memref) {
    auto memrefType = cast<MemRefType>(memref.getType());
    int64_t size = memrefType.getNumElements();
    return memref::ReinterpretCastOp::create(b, MemRefType::get({size}, memrefType.getElementType()), memref, /*offset=*/0,
                                             ArrayRef<int64_t>{size}, ArrayRef<int64_t>{1});
  }
  Place moved(Place place, const Axis &axis, Value steps) {
    place.from = plus(place.from, times(steps, axis.from));
    place.to = plus(place.to, times(steps, axis.to));
    for (auto [coordinate, c] : llvm::zip_equal(place.coordinates, axis.coordinates))
      if (c != 0)
        coordinate = plus(coordinate, times(steps, c));
    return place;
  }
  /// Runs `body` for runs of `length` positions of `axis`; the last one begins earlier where it would not be whole.
  void tiles(const Axis &axis, const Place &place, llvm::function_ref<void(const Place &, int64_t)> body) {
    if (axis.size <= length)
      return body(place, axis.size);
    auto loop = scf::ForOp::create(b, index(0), index(llvm::divideCeil(axis.size, length)), index(1));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value first = times(loop.getInductionVar(), length);
    if (axis.size % length != 0)
      first = arith::MinUIOp::create(b, first, index(axis.size - length));
    body(moved(place, axis, first), length);
  }

  /// All elements of the operand's line for `count` lanes.
  void lines(const Place &place, int64_t count) {
    if (plan.row)
      return tiles(*plan.row, place, [&](const Place &at, int64_t positions) {
        SmallVector<int64_t> targets;
        for (int64_t k = 0; k < positions; ++k)
          targets.push_back(k * plan.row->to);
        square(at, count, targets, plan.row->coordinates);
      });
    SmallVector<int64_t> still(plan.bounds.size(), 0);
    for (size_t first = 0; first < plan.together.size(); first += length) {
      Place at = place;
      at.from = plus(at.from, index(first));
      square(at, count, ArrayRef(plan.together).slice(first, std::min<size_t>(length, plan.together.size() - first)), still);
    }
  }

  /// The lanes in which an element is read: those inside of all bounds. Null where all are.
  Value maskOf(const Place &place, int64_t positions, ArrayRef<int64_t> alongRow) {
    Value mask;
    auto both = [&](Value other) { mask = mask ? arith::AndIOp::create(b, mask, other).getResult() : other; };
    if (positions < length)
      both(vector::CreateMaskOp::create(b, maskType, ValueRange{index(positions)}));
    for (auto [bound, coordinate, step] : llvm::zip_equal(plan.bounds, place.coordinates, alongRow)) {
      auto numbers = VectorType::get({length}, b.getI32Type());
      SmallVector<int32_t> steps;
      for (int64_t lane = 0; lane < length; ++lane)
        steps.push_back(int32_t(lane * step));
      Value first = arith::IndexCastOp::create(b, b.getI32Type(), coordinate);
      Value all = arith::AddIOp::create(b, vector::BroadcastOp::create(b, numbers, first),
                                        arith::ConstantOp::create(b, b.getI32VectorAttr(steps)));
      Value size = arith::ConstantOp::create(b, DenseElementsAttr::get(numbers, int32_t(bound.size)));
      both(arith::CmpIOp::create(b, arith::CmpIPredicate::ult, all, size));
    }
    return mask;
  }

  /// Whether a vector has elements of the operand at all, by the bounds that hold for all of it; null where there are none such. A
  /// masked load of nothing from where no memory is mapped takes hundreds of cycles.
  Value insideOf(const Place &place, ArrayRef<int64_t> alongRow) {
    Value inside;
    for (auto [bound, coordinate, step] : llvm::zip_equal(plan.bounds, place.coordinates, alongRow)) {
      if (step != 0)
        continue;
      Value holds = arith::CmpIOp::create(b, arith::CmpIPredicate::ult, coordinate, index(bound.size));
      inside = inside ? arith::AndIOp::create(b, inside, holds).getResult() : holds;
    }
    return inside;
  }

  /// Reads vectors of the operand, one for each of `count` lanes, and writes their elements to `targets`.
  void square(const Place &place, int64_t count, ArrayRef<int64_t> targets, ArrayRef<int64_t> alongRow) {
    SmallVector<Value> rows;
    Value base, inside;
    for (int64_t lane = 0; lane < length; ++lane) {
      if (lane >= count) {
        rows.push_back(filled);
        continue;
      }
      // Lanes may themselves be bounded, as channels are that stand beside the operand's.
      Place at = moved(place, plan.lanes, index(lane));
      bool isBounded = llvm::any_of(plan.lanes.coordinates, [](int64_t c) { return c != 0; });
      if (lane == 0 || isBounded) {
        base = maskOf(at, targets.size(), alongRow);
        inside = insideOf(at, alongRow);
      }
      Value first = inside ? arith::SelectOp::create(b, inside, at.from, index(0)).getResult() : at.from;
      rows.push_back(base ? vector::MaskedLoadOp::create(b, type, from, first, base, filled).getResult()
                          : vector::LoadOp::create(b, type, from, first).getResult());
    }
    transposeSquare(b, rows);
    Value lanes = count < length ? vector::CreateMaskOp::create(b, maskType, ValueRange{index(count)}) : Value();
    for (auto [k, target] : llvm::enumerate(targets)) {
      Value at = plus(place.to, index(target));
      if (lanes)
        vector::MaskedStoreOp::create(b, to, at, lanes, rows[k]);
      else
        vector::StoreOp::create(b, rows[k], to, at);
    }
  }

  const Plan &plan;
  func::FuncOp kernel;
  ImplicitLocOpBuilder b;
  int64_t length;
  Value from, to, filled;
  VectorType type, maskType;
};

} // namespace

bool loops::emitTurn(GroupOp group, func::FuncOp kernel, unsigned vectorBits) {
  Block &body = group.getBody().front();
  auto read = dyn_cast<ReadOp>(body.front());
  if ((group.getKind() != kElementwiseGroup && group.getKind() != kSingleGroup) || !read || body.getOperations().size() != 2 || group.getNumOperands() != 1)
    return false;
  Type element = tensorOf(read.getResult()).getElementType();
  std::optional<Plan> plan = element.isF32() || element.isF64() ? planTurn(read) : std::nullopt;
  if (!plan)
    return false;
  Turn(*plan, read, kernel, vectorBits / element.getIntOrFloatBitWidth()).emit();
  return true;
}
