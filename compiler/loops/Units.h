// SPDX-License-Identifier: Apache-2.0
//===- Units.h - how workers share the units of a kernel --------------------===//
#pragma once

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace kiln::loops {

/// The first of `units` that `worker` of `workers` takes, and the one behind its last: neighbours, so that what one kernel leaves in
/// a worker's caches the next one reads there, as long as both go along the same axis.
inline std::pair<mlir::Value, mlir::Value> unitsOf(mlir::ImplicitLocOpBuilder &b, mlir::Value worker, mlir::Value workers, mlir::Value units) {
  using namespace mlir::arith;
  mlir::Value one = ConstantIndexOp::create(b, 1), others = SubIOp::create(b, workers, one);
  auto before = [&](mlir::Value number) -> mlir::Value { // rounded up: the only unit is the first worker's
    return DivUIOp::create(b, AddIOp::create(b, MulIOp::create(b, number, units), others), workers);
  };
  mlir::Value low = before(worker);
  return {low, before(AddIOp::create(b, worker, one))};
}

} // namespace kiln::loops
