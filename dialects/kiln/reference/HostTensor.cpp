// SPDX-License-Identifier: Apache-2.0
//===- HostTensor.cpp -----------------------------------------------------===//
#include "dialects/kiln/reference/HostTensor.h"

#include "llvm/ADT/APFloat.h"

#include <cstring>

using namespace mlir;
using namespace kiln::reference;

HostTensor::HostTensor(RankedTensorType type) : type(type) {
  if (isFloat())
    floats.resize(size());
  else
    ints.resize(size());
}

int64_t kiln::reference::bytesOf(Type element) {
  return (element.getIntOrFloatBitWidth() + 7) / 8;
}

double kiln::reference::roundTo(Type element, double value) {
  if (element.isF64())
    return value;
  if (element.isF32())
    return static_cast<float>(value);
  llvm::APFloat wide(value);
  bool losesInfo;
  wide.convert(cast<FloatType>(element).getFloatSemantics(), llvm::APFloat::rmNearestTiesToEven,
               &losesInfo);
  return wide.convertToDouble();
}

int64_t kiln::reference::wrapTo(Type element, int64_t value) {
  unsigned width = element.getIntOrFloatBitWidth();
  if (width == 64)
    return value;
  uint64_t low = static_cast<uint64_t>(value) & ((uint64_t(1) << width) - 1);
  // Bool and unsigned types extend with zeros, signless ones with their sign.
  if (width == 1 || element.isUnsignedInteger())
    return static_cast<int64_t>(low);
  return static_cast<int64_t>(low << (64 - width)) >> (64 - width);
}

void HostTensor::roundFloats() {
  Type element = type.getElementType();
  if (element.isF64())
    return;
  if (element.isF32()) {
    for (double &value : floats)
      value = static_cast<float>(value);
    return;
  }
  for (double &value : floats)
    value = roundTo(element, value);
}

void HostTensor::wrapInts() {
  Type element = type.getElementType();
  if (element.getIntOrFloatBitWidth() == 64)
    return;
  for (int64_t &value : ints)
    value = wrapTo(element, value);
}

FailureOr<HostTensor> HostTensor::fromAttribute(ElementsAttr attribute) {
  HostTensor tensor(cast<RankedTensorType>(attribute.getShapedType()));
  if (tensor.isFloat()) {
    auto toDouble = [](APFloat value) {
      bool losesInfo;
      value.convert(llvm::APFloat::IEEEdouble(), llvm::APFloat::rmNearestTiesToEven, &losesInfo);
      return value.convertToDouble();
    };
    auto values = attribute.tryGetValues<APFloat>();
    if (!values)
      return failure();
    for (auto [to, from] : llvm::zip_equal(tensor.floats, *values))
      to = toDouble(from);
    return tensor;
  }
  auto values = attribute.tryGetValues<APInt>();
  if (!values)
    return failure();
  for (auto [to, from] : llvm::zip_equal(tensor.ints, *values))
    to = wrapTo(tensor.type.getElementType(), static_cast<int64_t>(from.getZExtValue()));
  return tensor;
}

FailureOr<HostTensor> HostTensor::fromBytes(RankedTensorType type, ArrayRef<char> bytes) {
  HostTensor tensor(type);
  Type element = type.getElementType();
  int64_t width = bytesOf(element);
  if (int64_t(bytes.size()) != tensor.size() * width)
    return failure();
  const char *at = bytes.data();
  for (int64_t i = 0; i < tensor.size(); ++i, at += width) {
    uint64_t bits = 0;
    std::memcpy(&bits, at, width);
    if (!tensor.isFloat()) {
      tensor.ints[i] = element.isInteger(1) ? bits != 0 : wrapTo(element, int64_t(bits));
    } else if (element.isF64()) {
      std::memcpy(&tensor.floats[i], at, sizeof(double));
    } else if (element.isF32()) {
      float value;
      std::memcpy(&value, at, sizeof(float));
      tensor.floats[i] = value;
    } else {
      llvm::APFloat value(cast<FloatType>(element).getFloatSemantics(), APInt(16, bits));
      tensor.floats[i] = value.convertToDouble();
    }
  }
  return tensor;
}

std::vector<char> HostTensor::toBytes() const {
  Type element = type.getElementType();
  int64_t width = bytesOf(element);
  std::vector<char> bytes(size() * width);
  char *at = bytes.data();
  for (int64_t i = 0; i < size(); ++i, at += width) {
    if (!isFloat()) {
      std::memcpy(at, &ints[i], width);
    } else if (element.isF64()) {
      std::memcpy(at, &floats[i], width);
    } else if (element.isF32()) {
      float value = static_cast<float>(floats[i]);
      std::memcpy(at, &value, width);
    } else {
      llvm::APFloat value(floats[i]);
      bool losesInfo;
      value.convert(cast<FloatType>(element).getFloatSemantics(),
                    llvm::APFloat::rmNearestTiesToEven, &losesInfo);
      uint64_t bits = value.bitcastToAPInt().getZExtValue();
      std::memcpy(at, &bits, width);
    }
  }
  return bytes;
}

DenseElementsAttr HostTensor::toAttribute() const {
  Type element = type.getElementType();
  if (auto floatType = dyn_cast<FloatType>(element)) {
    SmallVector<APFloat> values;
    values.reserve(size());
    for (double value : floats) {
      llvm::APFloat narrow(value);
      bool losesInfo;
      narrow.convert(floatType.getFloatSemantics(), llvm::APFloat::rmNearestTiesToEven,
                     &losesInfo);
      values.push_back(narrow);
    }
    return DenseElementsAttr::get(type, values);
  }
  SmallVector<APInt> values;
  values.reserve(size());
  unsigned width = element.getIntOrFloatBitWidth();
  for (int64_t value : ints)
    values.push_back(APInt(64, static_cast<uint64_t>(value)).trunc(width));
  return DenseElementsAttr::get(type, values);
}
