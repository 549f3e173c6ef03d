// SPDX-License-Identifier: Apache-2.0
// What walks along one index and keeps it: cumsum, cumprod, cummax, cumlogsumexp, sort, argsort.
#include "frontends/kiln/Elaborator.h"

#include <cfloat>
#include <cmath>

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;

/// The least number that is finite: what stands for "nothing yet" where a difference is taken.
static double lowestOf(mlir::Type dtype) { return dtype.isF64() ? -DBL_MAX : -double(FLT_MAX); }

Tensor Elaborator::like(const Tensor &model, double value) {
  Tensor tensor = model;
  tensor.value = splat(value, llvm::cast<mlir::RankedTensorType>(model.value.getType()));
  return tensor;
}

Tensor Elaborator::logOrNothing(const Tensor &sum, const Tensor &plus) {
  Tensor zero = like(sum, 0);
  Tensor some = emitCompare(Comparison::gt, sum, zero);
  Tensor log = emitUnary<LogOp>(emitSelect(some, sum, like(sum, 1)));
  return emitSelect(some, emitBinary<AddOp>(log, plus), like(sum, -INFINITY));
}

std::optional<Tensor> Elaborator::walk(StringRef word, const Tensor &x, LabelId over,
                                       const std::optional<Tensor> &mask, SourceRange place) {
  auto type = llvm::cast<mlir::RankedTensorType>(x.value.getType());
  mlir::Type dtype = type.getElementType();
  bool isFloat = llvm::isa<mlir::FloatType>(dtype);
  bool isSort = word == "sort" || word == "argsort";
  if (!isFloat && word == "cumlogsumexp") {
    error(Diag::WrongDtype, place, "a float", spell(dtype)).help("convert: `f32(…)`");
    return std::nullopt;
  }
  if (mask && isSort) {
    error(Diag::NotBuilt, place, word.str() + " … where").help("give what is left out a value that comes last");
    return std::nullopt;
  }
  uint64_t axis = uint64_t(llvm::find(x.labels, over) - x.labels.begin());
  auto made = [&](mlir::Value value) {
    Tensor result = x;
    result.adapts = false;
    result.combine = {};
    result.value = value;
    return result;
  };
  auto recur = [&](const Tensor &decay, const Tensor &input) {
    return made(RecurOp::create(builder, loc(), type, decay.value, input.value, axis, false));
  };
  auto greatest = [&](const Tensor &of) {
    return made(CumulateOp::create(builder, loc(), type, Reduction::max, of.value, axis, false));
  };
  auto elseWhere = [&](double value) { return mask ? emitSelect(*mask, x, like(x, value)) : x; };
  if (word == "cumsum")
    return recur(like(x, 1), elseWhere(0));
  if (word == "cumprod") {
    Tensor factors = elseWhere(1), number = x;
    number.value = IotaOp::create(builder, loc(), type.clone(i32()), axis);
    Tensor isFirst = emitCompare(Comparison::eq, number, like(number, 0));
    return recur(factors, emitSelect(isFirst, factors, like(x, 0)));
  }
  if (word == "cummax") {
    unsigned width = dtype.getIntOrFloatBitWidth();
    double lowest = isFloat                       ? -INFINITY
                    : dtype.isUnsignedInteger() ? 0
                                                  : -std::ldexp(1.0, int(width) - 1);
    return greatest(elseWhere(lowest));
  }
  if (word == "cumlogsumexp") {
    // The sum of e^(x - peak), which shrinks whenever the peak grows. The peak changes no value: no derivative.
    Tensor held = elseWhere(-INFINITY), floor = like(x, lowestOf(dtype));
    Tensor peak = emitBinary<MaxOp>(emitUnary<StopOp>(greatest(held)), floor);
    auto map = builder.getMultiDimIdentityMap(type.getRank());
    llvm::SmallVector<mlir::AffineExpr> before(map.getResults());
    before[axis] = before[axis] - 1;
    map = mlir::AffineMap::get(type.getRank(), 0, before, &context);
    Tensor last = made(emitRead(peak.value, map, type.getShape(),
                                builder.getFloatAttr(dtype, lowestOf(dtype))));
    Tensor decay = emitUnary<ExpOp>(emitBinary<SubOp>(last, peak));
    return logOrNothing(recur(decay, emitUnary<ExpOp>(emitBinary<SubOp>(held, peak))), peak);
  }
  // Positions come from the line itself; the axis goes last, behind the batch of all others.
  Labels axes, order;
  Tensor line = axesToLabels(x, axes);
  for (LabelId label : line.labels)
    if (label != over)
      order.push_back(label);
  order.push_back(over);
  line.value = arrange(line, order, {});
  line.labels = order;
  auto lineType = llvm::cast<mlir::RankedTensorType>(line.value.getType());
  uint64_t last = uint64_t(order.size() - 1);
  Tensor sorted = line;
  sorted.adapts = false;
  sorted.combine = {};
  sorted.value = ArgSortOp::create(builder, loc(), lineType.clone(i32()), line.value, last, false);
  if (word == "sort")
    sorted.value = GatherOp::create(builder, loc(), lineType, line.value,
                                    mlir::ValueRange(sorted.value), llvm::ArrayRef<int64_t>(int64_t(last)), last);
  Labels back = x.labels;
  back.append(axes);
  sorted.value = arrange(sorted, back, {});
  sorted.labels = x.labels;
  sorted.axes = x.axes;
  return sorted;
}
