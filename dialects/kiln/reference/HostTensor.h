// SPDX-License-Identifier: Apache-2.0
//===- HostTensor.h - a tensor's value on the host ------------------------===//
#pragma once

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/Support/LLVM.h"

#include <cstdint>
#include <vector>

namespace kiln::reference {

/// A value of the interpreter. Elements are row-major: floats of any width as doubles in `floats`,
/// integers and bools sign- or zero-extended in `ints`; the other vector stays empty.
struct HostTensor {
  mlir::RankedTensorType type;
  std::vector<double> floats;
  std::vector<int64_t> ints;

  HostTensor() = default;
  /// All elements zero (false).
  explicit HostTensor(mlir::RankedTensorType type);

  bool isFloat() const { return mlir::isa<mlir::FloatType>(type.getElementType()); }
  llvm::ArrayRef<int64_t> shape() const { return type.getShape(); }
  int64_t size() const { return type.getNumElements(); }

  /// The value of a constant; fails on attributes that hold no elements of their own.
  static mlir::FailureOr<HostTensor> fromAttribute(mlir::ElementsAttr attribute);
  /// Little-endian elements, as in npy, safetensors and compiled memory; a bool is one byte.
  /// Fails where the number of bytes is not the type's.
  static mlir::FailureOr<HostTensor> fromBytes(mlir::RankedTensorType type,
                                               llvm::ArrayRef<char> bytes);
  std::vector<char> toBytes() const;
  mlir::DenseElementsAttr toAttribute() const;

  /// Rounds every element to the nearest value of the element type (to even).
  void roundFloats();
  /// Reduces every integer to the width of the element type.
  void wrapInts();
};

/// Bytes of one element in memory and in files.
int64_t bytesOf(mlir::Type element);
double roundTo(mlir::Type element, double value);
int64_t wrapTo(mlir::Type element, int64_t value);

} // namespace kiln::reference
