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

static LogicalResult verifySchedule(Operation *op, Attribute value) {
  auto group = dyn_cast<GroupOp>(op);
  auto choices = dyn_cast<DictionaryAttr>(value);
  if (!group || !choices)
    return op->emitError() << "`" << KilnDialect::kScheduleAttr << "` is a dictionary on a group";
  for (NamedAttribute choice : choices) {
    auto number = dyn_cast<IntegerAttr>(choice.getValue());
    bool isKnown = false;
#define CHOICE(key, kind, least, most)                                                                                 \
  if (choice.getName() == #key && group.getKind() == kind) {                                                           \
    isKnown = true;                                                                                                    \
    if (!number || !number.getType().isInteger(64) || number.getInt() < least || number.getInt() > most)               \
      return op->emitError() << "`" #key "` of a schedule is an i64 from " << int64_t(least) << " to " << int64_t(most); \
  }
#include "dialects/kiln/Schedule.def"
    if (!isKnown)
      return op->emitError() << "a group of kind \"" << group.getKind() << "\" has no choice `" << choice.getName().getValue() << "`";
  }
  return success();
}

LogicalResult KilnDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  if (attribute.getName() == kScheduleAttr)
    return verifySchedule(op, attribute.getValue());
  if (attribute.getName() == kChainsAttr) {
    auto bytes = dyn_cast<IntegerAttr>(attribute.getValue());
    if (!isa<EntryOp>(op) || !bytes || !bytes.getType().isInteger(64) || bytes.getInt() < 0)
      return op->emitError() << "`" << kChainsAttr << "` is a number of bytes, i64, on an entry";
  }
  return success();
}
