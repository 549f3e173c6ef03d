// SPDX-License-Identifier: Apache-2.0
//===- Structure.cpp ------------------------------------------------------===//
#include "dialects/kiln/Kiln.h"

#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/FunctionImplementation.h"

using namespace mlir;
using namespace kiln;

static RankedTensorType tensorOf(Value value) { return cast<RankedTensorType>(value.getType()); }

LogicalResult StorageOp::verify() {
  auto type = dyn_cast<RankedTensorType>(getType());
  if (!type || !type.hasStaticShape())
    return emitOpError("needs a tensor type of static shape");
  if (getSymName().count("[*]") != getStacked() || int64_t(getStacked()) > type.getRank())
    return emitOpError("C1: the path needs one `[*]` for each stacked axis");
  return success();
}

ParseResult EntryOp::parse(OpAsmParser &parser, OperationState &result) {
  StringRef mode;
  if (parser.parseKeyword(&mode))
    return failure();
  std::optional<Mode> value = symbolizeMode(mode);
  if (!value)
    return parser.emitError(parser.getCurrentLocation(), "expected train, infer or init");
  result.addAttribute(getModeAttrName(result.name), ModeAttr::get(parser.getContext(), *value));
  auto build = [](Builder &builder, ArrayRef<Type> arguments, ArrayRef<Type> results,
                  function_interface_impl::VariadicFlag, std::string &) {
    return builder.getFunctionType(arguments, results);
  };
  return function_interface_impl::parseFunctionOp(
      parser, result, /*allowVariadic=*/false, getFunctionTypeAttrName(result.name), build,
      getArgAttrsAttrName(result.name), getResAttrsAttrName(result.name));
}
void EntryOp::print(OpAsmPrinter &printer) {
  printer << ' ' << stringifyMode(getMode());
  // `mode` is already printed; the function printer elides only what it knows.
  printer << ' ';
  printer.printSymbolName(getSymName());
  function_interface_impl::printFunctionSignature(printer, *this, getArgumentTypes(), false,
                                                  getResultTypes());
  function_interface_impl::printFunctionAttributes(
      printer, *this,
      {getModeAttrName(), getFunctionTypeAttrName(), getArgAttrsAttrName(), getResAttrsAttrName()});
  printer << ' ';
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}
LogicalResult EntryOp::verify() { return success(); }

LogicalResult ReturnOp::verify() {
  auto entry = cast<EntryOp>((*this)->getParentOp());
  if (TypeRange(getOperandTypes()) != TypeRange(entry.getResultTypes()))
    return emitOpError("types differ from the results of the entry");
  return success();
}

static LogicalResult verifyRegion(Operation *op, TypeRange arguments, TypeRange yields) {
  Block &body = op->getRegion(0).front();
  if (TypeRange(body.getArgumentTypes()) != arguments)
    return op->emitOpError("the region's arguments must have types ") << arguments;
  if (TypeRange(body.getTerminator()->getOperandTypes()) != yields)
    return op->emitOpError("the region must yield ") << yields;
  return success();
}

LogicalResult ScanOp::verify() {
  SmallVector<Type> arguments{RankedTensorType::get({}, IntegerType::get(getContext(), 32))};
  llvm::append_range(arguments, getCarries().getTypes());
  for (Value sequence : getSequences()) {
    auto type = tensorOf(sequence);
    if (type.getRank() == 0 || type.getDimSize(0) != int64_t(getCount()))
      return emitOpError("C1: a sequence must have ") << getCount() << " first, not " << type;
    arguments.push_back(
        RankedTensorType::get(type.getShape().drop_front(), type.getElementType()));
  }
  llvm::append_range(arguments, getCaptures().getTypes());
  if (getCarries().getTypes() != getFinals().getTypes())
    return emitOpError("C4: carries must keep their types");
  auto flag = RankedTensorType::get({}, IntegerType::get(getContext(), 1));
  if ((*this)->hasAttr(KilnDialect::kUntilAttr) &&
      (getCarries().empty() || getCarries().back().getType() != flag))
    return emitOpError("`") << KilnDialect::kUntilAttr << "` wants a last carry of type " << flag;
  if (Attribute again = (*this)->getAttr(KilnDialect::kRecomputeAttr)) {
    auto steps = dyn_cast<IntegerAttr>(again);
    if (!steps || steps.getInt() < 0 || getCount() % std::max<int64_t>(1, steps.getInt()) != 0)
      return emitOpError("`") << KilnDialect::kRecomputeAttr << "` wants a divisor of " << getCount() << ", or 0";
    if ((*this)->hasAttr(KilnDialect::kUntilAttr))
      return emitOpError("`") << KilnDialect::kRecomputeAttr << "` is about a derivative, and none goes through `" << KilnDialect::kUntilAttr << "`";
  }
  SmallVector<Type> yields(getFinals().getTypes());
  for (Value row : getRows()) {
    auto type = tensorOf(row);
    if (type.getRank() == 0 || type.getDimSize(0) != int64_t(getCount()))
      return emitOpError("C1: stacked rows must have ") << getCount() << " first, not " << type;
    yields.push_back(RankedTensorType::get(type.getShape().drop_front(), type.getElementType()));
  }
  return verifyRegion(*this, arguments, yields);
}
LogicalResult CompositeOp::verify() {
  return verifyRegion(*this, getOperandTypes(), getResultTypes());
}
LogicalResult GroupOp::verify() {
  bool isChain = getKind() == "chain";
  for (Operation &op : getBody().front())
    if (isa<ScanOp>(op) || isChain != isa<GroupOp, ReshapeOp, YieldOp>(op))
      if (!isa<YieldOp>(op))
        return emitOpError("C2: a group of kind \"") << getKind() << "\" holds no " << op.getName();
  return verifyRegion(*this, getOperandTypes(), getResultTypes());
}
LogicalResult GradOp::verify() {
  if (tensorOf(getY()).getRank() != 0)
    return emitOpError("C1: only a scalar has a gradient, not ") << getY().getType();
  if (getWrt().getTypes() != getGradients().getTypes())
    return emitOpError("C2: gradients must have the types of what they are taken by");
  return success();
}
LogicalResult LaunchOp::verify() {
  if (getInPlace().size() != getNumResults())
    return emitOpError("needs one `in_place` number for each result");
  for (int64_t operand : getInPlace())
    if (operand >= int64_t(getOperands().size()))
      return emitOpError("`in_place` ") << operand << " is no operand";
  return success();
}
