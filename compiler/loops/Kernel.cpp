// SPDX-License-Identifier: Apache-2.0
//===- Kernel.cpp ---------------------------------------------------------===//
#include "compiler/loops/Kernel.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

#include <numeric>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Results of at most this many elements and inner steps are one tile.
static constexpr int64_t kSmallWork = 4096;

func::FuncOp kiln::loops::createKernel(OpBuilder &builder, GroupOp group, StringRef name) {
  SmallVector<Type> arguments;
  auto addMemref = [&](Value value) {
    auto type = tensorOf(value);
    arguments.push_back(
        MemRefType::get(type.getShape(), storageElement(type.getElementType())));
  };
  llvm::for_each(group.getOperands(), addMemref);
  llvm::for_each(group.getResults(), addMemref);
  arguments.append(2, builder.getIndexType());
  auto kernel = func::FuncOp::create(builder, group.getLoc(), name,
                                     builder.getFunctionType(arguments, {}));
  kernel.setPrivate();
  return kernel;
}

namespace {

class Emitter {
public:
  Emitter(GroupOp group, func::FuncOp kernel, const Target &target)
      : group(group), kernel(kernel), builder(kernel.getContext()),
        at(builder, group.getLoc(), target) {}

  void run() {
    Block *entry = kernel.addEntryBlock();
    builder.setInsertionPointToStart(entry);
    Block &body = group.getBody().front();
    for (auto [value, memref] : llvm::zip(body.getArguments(), entry->getArguments()))
      at.bind(value, memref);
    for (auto [i, value] : llvm::enumerate(body.getTerminator()->getOperands()))
      emitResult(value, entry->getArgument(body.getNumArguments() + i));
    func::ReturnOp::create(builder, group.getLoc());
  }

private:
  Value worker() { return kernel.getArgument(kernel.getNumArguments() - 2); }
  Value workers() { return kernel.getArgument(kernel.getNumArguments() - 1); }

  /// Loops over all elements of one result, in rows of the last axis.
  void emitResult(Value value, Value memref) {
    ArrayRef<int64_t> shape = tensorOf(value).getShape();
    int64_t columns = shape.empty() ? 1 : shape.back(), rows = 1;
    for (int64_t size : shape.drop_back(shape.empty() ? 0 : 1))
      rows *= size;
    if (rows * columns == 0)
      return;
    int64_t rowsOfTile = std::max<int64_t>(1, kSmallWork / columns);
    int64_t tiles = (rows + rowsOfTile - 1) / rowsOfTile;
    Value count = at.constantIndex(tiles);
    at.loop(worker(), count, workers(), {}, [&](Value tile, ValueRange) {
      Arithmetic m = at.arithmetic();
      Value first = m.mul(tile, m.integer(tile.getType(), rowsOfTile));
      Value end = arith::MinUIOp::create(
          builder, at.loc, m.add(first, m.integer(tile.getType(), rowsOfTile)),
          at.constantIndex(rows));
      at.loop(first, end, at.constantIndex(1), {}, [&](Value iv, ValueRange) {
        AffineExpr row = at.variable(iv, {0, rows - 1});
        at.nest({columns}, {}, [&](const Coordinates &column, ValueRange) {
          Coordinates position = delinearize(row, shape.drop_back(shape.empty() ? 0 : 1));
          if (!shape.empty())
            position.push_back(column[0]);
          at.store(at.evaluate(value, position), memref, position);
          return SmallVector<Value>();
        });
        return SmallVector<Value>();
      });
      return SmallVector<Value>();
    });
  }

  GroupOp group;
  func::FuncOp kernel;
  OpBuilder builder;
  Evaluator at;
};

} // namespace

void kiln::loops::emitKernel(GroupOp group, func::FuncOp kernel, const Target &target) {
  Emitter(group, kernel, target).run();
}
