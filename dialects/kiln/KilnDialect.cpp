// SPDX-License-Identifier: Apache-2.0
//===- KilnDialect.cpp - registration -------------------------------------===//
#include "dialects/kiln/Kiln.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"

using namespace mlir;
using namespace kiln;

#include "dialects/kiln/KilnDialect.cpp.inc"
#include "dialects/kiln/KilnEnums.cpp.inc"

// The classes of the ops themselves are compiled in shards, see CMakeLists.txt.
void KilnDialect::initialize() { registerKilnDialectOperations(this); }

Operation *KilnDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                            Location loc) {
  auto elements = dyn_cast<ElementsAttr>(value);
  if (!elements || elements.getType() != type)
    return nullptr;
  return ConstantOp::create(builder, loc, type, elements);
}
