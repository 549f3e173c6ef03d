// SPDX-License-Identifier: Apache-2.0
//===- Base.h - what the families of the interpreter share ----------------===//
#pragma once

#include "dialects/kiln/reference/Interpreter.h"

#include "llvm/ADT/DenseMap.h"

#include <array>
#include <memory>

namespace kiln::reference {

using Shared = std::shared_ptr<const HostTensor>;

/// One run of one region: the values that are still needed.
class Frame {
public:
  /// Values that this frame does not hold are those of `under`.
  Frame(const InterpretOptions &options, const Frame *under = nullptr)
      : options(options), under(under) {}

  const HostTensor &get(mlir::Value value) const { return *share(value); }
  const Shared &share(mlir::Value value) const {
    auto it = values.find(value.getAsOpaquePointer());
    return it == values.end() && under ? under->share(value) : it->second;
  }
  void set(mlir::Value value, Shared tensor) {
    values[value.getAsOpaquePointer()] = std::move(tensor);
  }
  /// Frees the operands of `op` that have no later use.
  void release(mlir::Operation *op);

  /// Runs `region` on `arguments` in a frame of its own: the operands of its terminator.
  mlir::FailureOr<llvm::SmallVector<Shared>> run(mlir::Region &region,
                                                 llvm::ArrayRef<Shared> arguments) const;

  const InterpretOptions &options;

  mlir::LogicalResult evaluate(mlir::Operation *op);

private:
  const Frame *under;
  llvm::DenseMap<const void *, Shared> values;
  llvm::DenseMap<const void *, int64_t> uses;
};

/// Each family evaluates its ops: the results of `op`, not yet rounded, or failure with a
/// diagnostic; `std::nullopt` for an op that it does not know.
using Results = llvm::SmallVector<Shared, 2>;
using Outcome = std::optional<mlir::FailureOr<Results>>;
/// For each element of a max or min, the row-major number of the element that won it.
std::vector<int64_t> winnersOf(ReduceOp op, const HostTensor &from, const HostTensor &result);
Outcome evaluateElementwise(mlir::Operation *op, const Frame &frame);
Outcome evaluateContraction(mlir::Operation *op, const Frame &frame);
Outcome evaluateReduction(mlir::Operation *op, const Frame &frame);
Outcome evaluateMovement(mlir::Operation *op, const Frame &frame);
Outcome evaluateRandom(mlir::Operation *op, const Frame &frame);
Outcome evaluateStructure(mlir::Operation *op, const Frame &frame);

inline mlir::RankedTensorType tensorOf(mlir::Value value) {
  return mlir::cast<mlir::RankedTensorType>(value.getType());
}
inline Outcome one(HostTensor &&tensor) {
  Results results;
  results.push_back(std::make_shared<HostTensor>(std::move(tensor)));
  return Outcome(mlir::FailureOr<Results>(std::move(results)));
}

/// What a reduction of nothing gives, and how one more element joins; in Reduction.cpp.
double identityOf(Reduction kind, mlir::Type element, double);
int64_t identityOf(Reduction kind, mlir::Type element, int64_t);
double combine(Reduction kind, double a, double b);
int64_t combine(Reduction kind, int64_t a, int64_t b);

/// The block of random words of Philox-4x32-10 at `counter` under the key.
std::array<uint32_t, 4> philox(std::array<uint32_t, 4> counter, uint32_t key0, uint32_t key1);

/// Row-major strides of a shape.
inline llvm::SmallVector<int64_t> stridesOf(llvm::ArrayRef<int64_t> shape) {
  llvm::SmallVector<int64_t> strides(shape.size(), 1);
  for (int64_t i = int64_t(shape.size()) - 2; i >= 0; --i)
    strides[i] = strides[i + 1] * shape[i + 1];
  return strides;
}

/// Calls `body(offset)` for every position of `shape` in row-major order, where `offset` is the sum
/// of positions times `strides`.
template <typename Body>
void forEachOffset(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> strides, Body body) {
  for (int64_t size : shape)
    if (size == 0)
      return;
  if (shape.empty())
    return body(int64_t(0));
  llvm::SmallVector<int64_t> at(shape.size(), 0);
  int64_t offset = 0, last = int64_t(shape.size()) - 1;
  while (true) {
    int64_t run = offset;
    for (int64_t i = 0; i < shape[last]; ++i, run += strides[last])
      body(run);
    int64_t axis = last - 1;
    for (; axis >= 0; --axis) {
      offset += strides[axis];
      if (++at[axis] < shape[axis])
        break;
      offset -= strides[axis] * shape[axis];
      at[axis] = 0;
    }
    if (axis < 0)
      return;
  }
}

} // namespace kiln::reference
