// SPDX-License-Identifier: Apache-2.0
//===- Contraction.cpp ----------------------------------------------------===//
#include "dialects/kiln/reference/Base.h"

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

namespace {
/// The labels of a contraction sorted into those of a batched matrix product.
struct Labels {
  SmallVector<int64_t> batch, left, right, summed;
  llvm::SmallDenseMap<int64_t, int64_t> sizes;

  explicit Labels(ContractOp op) {
    for (auto [label, size] : llvm::zip_equal(op.getLhsLabels(), tensorOf(op.getLhs()).getShape()))
      sizes[label] = size;
    for (auto [label, size] : llvm::zip_equal(op.getRhsLabels(), tensorOf(op.getRhs()).getShape()))
      sizes[label] = size;
    for (int64_t label : op.getLhsLabels()) {
      bool inRhs = llvm::is_contained(op.getRhsLabels(), label);
      bool inResult = llvm::is_contained(op.getResultLabels(), label);
      (inResult ? inRhs ? batch : left : summed).push_back(label);
    }
    for (int64_t label : op.getRhsLabels())
      if (!llvm::is_contained(op.getLhsLabels(), label))
        right.push_back(label);
  }
  int64_t count(ArrayRef<int64_t> labels) const {
    int64_t product = 1;
    for (int64_t label : labels)
      product *= sizes.lookup(label);
    return product;
  }
};
} // namespace

/// The elements of a tensor whose axes are labelled `labels`, in the order of `order`.
static void orderOf(const Labels &all, ArrayRef<int64_t> labels, ArrayRef<int64_t> order,
                    SmallVector<int64_t> &shape, SmallVector<int64_t> &strides) {
  SmallVector<int64_t> own;
  for (int64_t label : labels)
    own.push_back(all.sizes.lookup(label));
  SmallVector<int64_t> ownStrides = stridesOf(own);
  for (int64_t label : order) {
    shape.push_back(all.sizes.lookup(label));
    strides.push_back(ownStrides[llvm::find(labels, label) - labels.begin()]);
  }
}

template <typename T>
static std::vector<T> pack(const std::vector<T> &from, const Labels &all, ArrayRef<int64_t> labels,
                           ArrayRef<int64_t> order) {
  SmallVector<int64_t> shape, strides;
  orderOf(all, labels, order, shape, strides);
  std::vector<T> to;
  to.reserve(from.size());
  forEachOffset(shape, strides, [&](int64_t offset) { to.push_back(from[offset]); });
  return to;
}

/// Integers multiply and add modulo 2^64: T is double or uint64_t.
template <typename T, typename Element>
static void multiply(const std::vector<Element> &lhs, const std::vector<Element> &rhs,
                     std::vector<Element> &result, int64_t batch, int64_t rows, int64_t columns,
                     int64_t depth) {
  std::vector<T> sums(columns);
  for (int64_t b = 0; b < batch; ++b)
    for (int64_t i = 0; i < rows; ++i) {
      std::fill(sums.begin(), sums.end(), T(0));
      const Element *left = lhs.data() + (b * rows + i) * depth;
      const Element *right = rhs.data() + b * depth * columns;
      for (int64_t k = 0; k < depth; ++k, right += columns) {
        T factor = static_cast<T>(left[k]);
        for (int64_t j = 0; j < columns; ++j)
          sums[j] += factor * static_cast<T>(right[j]);
      }
      std::copy(sums.begin(), sums.end(), result.begin() + (b * rows + i) * columns);
    }
}

template <typename T, typename Element>
static void contract(ContractOp op, const Labels &labels, const std::vector<Element> &lhs,
                     const std::vector<Element> &rhs, std::vector<Element> &result) {
  auto join = [](std::initializer_list<ArrayRef<int64_t>> parts) {
    SmallVector<int64_t> all;
    for (ArrayRef<int64_t> part : parts)
      llvm::append_range(all, part);
    return all;
  };
  std::vector<Element> left =
      pack(lhs, labels, op.getLhsLabels(), join({labels.batch, labels.left, labels.summed}));
  std::vector<Element> right =
      pack(rhs, labels, op.getRhsLabels(), join({labels.batch, labels.summed, labels.right}));
  std::vector<Element> product(result.size());
  multiply<T>(left, right, product, labels.count(labels.batch), labels.count(labels.left),
              labels.count(labels.right), labels.count(labels.summed));
  SmallVector<int64_t> shape, strides;
  orderOf(labels, op.getResultLabels(), join({labels.batch, labels.left, labels.right}), shape,
          strides);
  int64_t at = 0;
  forEachOffset(shape, strides, [&](int64_t offset) { result[offset] = product[at++]; });
}

Outcome kiln::reference::evaluateContraction(Operation *op, const Frame &frame) {
  auto contraction = dyn_cast<ContractOp>(op);
  if (!contraction)
    return {};
  const HostTensor &lhs = frame.get(contraction.getLhs()), &rhs = frame.get(contraction.getRhs());
  HostTensor result(tensorOf(contraction.getResult()));
  Labels labels(contraction);
  if (result.isFloat())
    contract<double>(contraction, labels, lhs.floats, rhs.floats, result.floats);
  else
    contract<uint64_t>(contraction, labels, lhs.ints, rhs.ints, result.ints);
  return one(std::move(result));
}
