// SPDX-License-Identifier: Apache-2.0
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Limits.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ScopedPrinter.h"

using namespace kiln;
using namespace kiln::frontend;
using mlir::AffineExpr;
using mlir::AffineMap;
using mlir::RankedTensorType;

mlir::Location Elaborator::loc() {
  mlir::Location at = builder.getUnknownLoc();
  if (here.isValid()) {
    LineColumn position = here.position();
    // Relative to the folder of the model; the library keeps its folder `std`.
    llvm::StringRef name = here.file->name();
    if (!name.starts_with("std/"))
      name = llvm::sys::path::filename(name);
    at = mlir::FileLineColLoc::get(&context, name, position.line, position.column);
  }
  if (!partPath.empty())
    at = mlir::NameLoc::get(builder.getStringAttr(partPath), at);
  if (caller)
    at = mlir::CallSiteLoc::get(at, *caller);
  return at;
}

mlir::Type Elaborator::floatType() {
  return options.f64 ? mlir::Type(builder.getF64Type()) : mlir::Type(builder.getF32Type());
}

mlir::Type Elaborator::dtypeOf(llvm::StringRef name) {
  if (options.f64 && (name == "f32" || name == "bf16" || name == "f16"))
    return builder.getF64Type();
  return llvm::StringSwitch<mlir::Type>(name)
      .Case("f32", builder.getF32Type())
      .Case("f64", builder.getF64Type())
      .Case("bf16", builder.getBF16Type())
      .Case("f16", builder.getF16Type())
      .Case("i32", builder.getI32Type())
      .Case("i64", builder.getI64Type())
      .Case("i8", builder.getI8Type())
      .Case("u8", builder.getIntegerType(8, false))
      .Case("u32", builder.getIntegerType(32, false))
      .Case("bool", builder.getI1Type())
      .Default(mlir::Type());
}

std::string Elaborator::spell(mlir::Type dtype) const {
  if (dtype.isInteger(1))
    return "bool";
  std::string text;
  llvm::raw_string_ostream out(text);
  out << dtype;
  if (llvm::StringRef(text).starts_with("ui"))
    text.erase(1, 1);
  return text;
}

std::string Elaborator::spellShape(const Tensor &tensor) const {
  std::string text = spell(tensor.dtype());
  for (size_t i = 0; i < tensor.axes.size(); ++i)
    text += (i ? ", " : "[") + tensor.axes[i].str();
  return tensor.axes.empty() ? text : text + "]";
}

std::string Elaborator::spell(const Term &term) const {
  switch (term.kind) {
  case TermKind::Error:
    return "an error";
  case TermKind::Int:
    return "the number " + std::to_string(term.integer.size());
  case TermKind::Real:
    return (llvm::Twine("the number ") + llvm::to_string(llvm::format("%g", term.real))).str();
  case TermKind::Bool:
    return "a constant of type bool";
  case TermKind::String:
    return "a string";
  case TermKind::Affine:
    return "an index";
  case TermKind::Tensor:
    return term.tensor.value ? spellShape(term.tensor) : "storage"; // outside of entries
  case TermKind::Tree:
    return "a tree";
  case TermKind::List:
    return "a list";
  case TermKind::Tuple:
    return std::to_string(term.items->size()) + " values";
  case TermKind::Fn:
  case TermKind::Builtin:
    return "a function";
  case TermKind::Block:
    return "a block";
  case TermKind::Part:
  case TermKind::PartList:
    return "a part";
  case TermKind::Draw:
    return "a distribution";
  case TermKind::Dtype:
    return "a type";
  case TermKind::Record:
    return "the result of an analysis";
  }
  return "";
}

void Elaborator::noteSizes(Diagnostic &diagnostic, const Dim &a, const Dim &b) const {
  if (a.size() == b.size()) {
    diagnostic.note("both are " + std::to_string(a.size()) + ", but they are different dims");
    return;
  }
  std::string text;
  for (const Dim *dim : {&a, &b})
    if (!dim->isLiteral())
      text += (text.empty() ? "" : ", ") + dim->str() + " is " + std::to_string(dim->size());
  if (!text.empty())
    diagnostic.note(text);
}

RankedTensorType Elaborator::typeOf(llvm::ArrayRef<LabelId> of, llvm::ArrayRef<Dim> axes,
                                    mlir::Type dtype) {
  llvm::SmallVector<int64_t> shape;
  for (LabelId label : of)
    shape.push_back(labels[label].dim.size());
  for (const Dim &dim : axes)
    shape.push_back(dim.size());
  return RankedTensorType::get(shape, dtype);
}

bool Elaborator::sizeAllowed(llvm::ArrayRef<int64_t> shape, SourceRange place) {
  double elements = 1;
  for (int64_t size : shape)
    elements *= double(size);
  if (elements <= double(limits::tensorElements))
    return true;
  error(Diag::TensorTooLarge, place, int64_t(limits::tensorElements))
      .help("make a dim smaller, or reduce before the axes meet");
  return false;
}

mlir::Value Elaborator::splat(double real, RankedTensorType type) {
  mlir::Type element = type.getElementType();
  mlir::Attribute value;
  if (auto floating = llvm::dyn_cast<mlir::FloatType>(element))
    value = builder.getFloatAttr(floating, real);
  else
    value = builder.getIntegerAttr(element, llvm::APInt(element.getIntOrFloatBitWidth(),
                                                        uint64_t(int64_t(real)), false, true));
  return ConstantOp::create(builder, loc(), type, mlir::DenseElementsAttr::get(type, value));
}

Tensor Elaborator::constant(const Term &number, mlir::Type dtype) {
  Tensor tensor;
  auto type = RankedTensorType::get({}, dtype);
  tensor.value = splat(number.kind == TermKind::Bool ? double(number.truth) : number.asReal(), type);
  return tensor;
}

Tensor Elaborator::iota(AffineExpr expr, mlir::Type dtype) {
  if (auto literal = llvm::dyn_cast<mlir::AffineConstantExpr>(expr))
    return constant(Term::number(Dim(literal.getValue())), dtype);
  if (auto dim = llvm::dyn_cast<mlir::AffineDimExpr>(expr)) {
    Tensor tensor;
    if (ScanState *scan = labels[dim.getPosition()].scan) {
      tensor.value = scan->step;
      return convert(tensor, dtype);
    }
    tensor.labels = {dim.getPosition()};
    tensor.value = IotaOp::create(builder, loc(), typeOf(tensor.labels, {}, dtype), 0);
    return tensor;
  }
  auto node = llvm::cast<mlir::AffineBinaryOpExpr>(expr);
  Tensor sides[2] = {iota(node.getLHS(), dtype), iota(node.getRHS(), dtype)};
  align(sides, here);
  switch (node.getKind()) {
  case mlir::AffineExprKind::Add:
    return emitBinary<AddOp>(sides[0], sides[1]);
  case mlir::AffineExprKind::Mul:
    return emitBinary<MulOp>(sides[0], sides[1]);
  case mlir::AffineExprKind::FloorDiv:
    return emitBinary<FloorDivOp>(sides[0], sides[1]);
  default:
    return emitBinary<ModOp>(sides[0], sides[1]);
  }
}

bool Elaborator::hasValue(const Term &term, SourceRange place) {
  bool isTree = term.kind == TermKind::Tree || term.kind == TermKind::Part || term.kind == TermKind::PartList;
  if (entry || !(isTree || (term.isTensor() && !term.tensor.value)))
    return true;
  error(Diag::NotConstant, place, "what stands outside of entries").here("this is storage").help("compute with it in an entry");
  return false;
}

std::optional<Tensor> Elaborator::toTensor(const Term &term, mlir::Type dtype, SourceRange place) {
  switch (term.kind) {
  case TermKind::Error:
    return std::nullopt;
  case TermKind::Tensor:
    if (!hasValue(term, place))
      return std::nullopt;
    if (term.tensor.adapts && dtype && term.tensor.dtype() != dtype && !dtype.isInteger(1))
      return convert(term.tensor, dtype);
    return term.tensor;
  case TermKind::Int:
  case TermKind::Real:
    if (!dtype)
      dtype = term.kind == TermKind::Int ? i32() : floatType();
    if (dtype.isInteger(1) || (term.kind == TermKind::Real && !llvm::isa<mlir::FloatType>(dtype))) {
      error(Diag::WrongDtype, place, spell(dtype), spell(term))
          .help("write a value of type " + spell(dtype));
      return std::nullopt;
    }
    if (auto integer = llvm::dyn_cast<mlir::IntegerType>(dtype)) {
      unsigned width = integer.getWidth();
      int64_t value = term.integer.size();
      bool fits = integer.isUnsigned() ? value >= 0 && (width == 64 || value >> width == 0)
                                       : width == 64 || llvm::isIntN(width, value);
      if (!fits) {
        error(Diag::NumberDoesNotFit, place, value, spell(dtype))
            .help("take a larger type, or `f32(…)`");
        return std::nullopt;
      }
    }
    return constant(term, dtype);
  case TermKind::Bool:
    if (dtype && !dtype.isInteger(1)) {
      error(Diag::WrongDtype, place, spell(dtype), "bool").help("convert it: `f32(…)`");
      return std::nullopt;
    }
    return constant(term, boolType());
  case TermKind::List:
    return listTensor(term, dtype, place);
  case TermKind::Affine:
    return iota(term.affine, dtype && !dtype.isInteger(1) ? dtype : i32());
  default:
    error(Diag::NotAValue, place, spell(term)).help("a tensor or a number can stand here");
    return std::nullopt;
  }
}

mlir::Value Elaborator::emitRead(mlir::Value operand, AffineMap map, llvm::ArrayRef<int64_t> shape,
                                 mlir::TypedAttr fill) {
  auto from = llvm::cast<RankedTensorType>(operand.getType());
  auto type = RankedTensorType::get(shape, from.getElementType());
  if (!fill && map.isIdentity() && type == from)
    return operand;
  return ReadOp::create(builder, loc(), type, operand, mlir::AffineMapAttr::get(map), fill);
}

mlir::Value Elaborator::arrange(const Tensor &tensor, llvm::ArrayRef<LabelId> order,
                                llvm::ArrayRef<Dim> axes) {
  llvm::SmallVector<AffineExpr> results;
  for (LabelId label : tensor.labels) {
    const LabelId *at = llvm::find(order, label);
    assert(at != order.end() && "a label of the tensor is not in the order");
    results.push_back(builder.getAffineDimExpr(unsigned(at - order.begin())));
  }
  for (size_t i = 0; i < tensor.axes.size(); ++i)
    results.push_back(
        builder.getAffineDimExpr(unsigned(order.size() + axes.size() - tensor.axes.size() + i)));
  RankedTensorType type = typeOf(order, axes, tensor.dtype());
  AffineMap map = AffineMap::get(unsigned(type.getRank()), 0, results, &context);
  return emitRead(tensor.value, map, type.getShape());
}

bool Elaborator::align(llvm::MutableArrayRef<Tensor> tensors, SourceRange place) {
  Labels order;
  const Tensor *shaped = nullptr;
  for (const Tensor &tensor : tensors) {
    for (LabelId label : tensor.labels)
      if (!llvm::is_contained(order, label))
        order.push_back(label);
    if (tensor.axes.empty())
      continue;
    if (!shaped) {
      shaped = &tensor;
      continue;
    }
    bool equal = shaped->axes.size() == tensor.axes.size();
    for (size_t i = 0; equal && i < tensor.axes.size(); ++i)
      equal = sameDim(shaped->axes[i], tensor.axes[i]);
    if (!equal) {
      error(Diag::ShapesDiffer, place, spellShape(*shaped), spellShape(tensor))
          .help("name the axes: write an equation such as `y[i, j] = a[i] + b[i, j]`");
      return false;
    }
  }
  // Without need nothing is transposed: the order of a tensor that has all labels stays.
  bool found = false;
  for (const Tensor &tensor : tensors)
    if (!found && tensor.labels.size() == order.size()) {
      order = tensor.labels;
      found = true;
    }
  if (!found)
    llvm::sort(order);
  Dims axes = shaped ? shaped->axes : Dims();
  if (!sizeAllowed(typeOf(order, axes, i32()).getShape(), place))
    return false;
  for (Tensor &tensor : tensors) {
    tensor.value = arrange(tensor, order, axes);
    tensor.labels = order;
    tensor.axes = axes;
  }
  return true;
}

Tensor Elaborator::convert(const Tensor &tensor, mlir::Type dtype) {
  Tensor result = tensor;
  result.adapts = false;
  if (tensor.dtype() == dtype)
    return result;
  result.combine.clear();
  auto type = llvm::cast<RankedTensorType>(tensor.value.getType()).clone(dtype);
  result.value = ConvertOp::create(builder, loc(), type, tensor.value);
  return result;
}

Tensor Elaborator::emitCompare(Comparison predicate, Tensor a, Tensor b) {
  Tensor result = a;
  result.adapts = false;
  result.combine.clear();
  auto type = llvm::cast<RankedTensorType>(a.value.getType()).clone(boolType());
  result.value = CompareOp::create(builder, loc(), type, predicate, a.value, b.value);
  return result;
}

Tensor Elaborator::emitSelect(const Tensor &condition, const Tensor &a, const Tensor &b) {
  Tensor result = a;
  result.adapts = false;
  result.combine.clear();
  result.value =
      SelectOp::create(builder, loc(), a.value.getType(), condition.value, a.value, b.value);
  return result;
}

Tensor Elaborator::emitReduce(Reduction kind, const Tensor &a, llvm::ArrayRef<LabelId> over,
                              bool allAxes) {
  Tensor result;
  llvm::SmallVector<int64_t> axes;
  for (size_t i = 0; i < a.labels.size(); ++i) {
    if (llvm::is_contained(over, a.labels[i]))
      axes.push_back(int64_t(i));
    else
      result.labels.push_back(a.labels[i]);
  }
  for (size_t i = 0; i < a.axes.size(); ++i) {
    if (allAxes)
      axes.push_back(int64_t(a.labels.size() + i));
    else
      result.axes.push_back(a.axes[i]);
  }
  result.value = a.value;
  if (!axes.empty())
    result.value = ReduceOp::create(builder, loc(), typeOf(result.labels, result.axes, a.dtype()),
                                    kind, a.value, axes);
  return result;
}

Tensor Elaborator::emitContract(const Tensor &a, const Tensor &b, llvm::ArrayRef<LabelId> over) {
  // A label that goes but that only one side has is summed before.
  auto lone = [&](const Tensor &one, const Tensor &other) {
    Labels goes;
    for (LabelId label : one.labels)
      if (llvm::is_contained(over, label) && !llvm::is_contained(other.labels, label))
        goes.push_back(label);
    return goes.empty() ? one : emitReduce(Reduction::sum, one, goes);
  };
  Tensor left = lone(a, b), right = lone(b, a);
  Tensor result;
  std::map<LabelId, int64_t> numbers;
  for (const Tensor *side : {&left, &right})
    for (LabelId label : side->labels) {
      numbers.emplace(label, int64_t(numbers.size()));
      if (!llvm::is_contained(over, label) && !llvm::is_contained(result.labels, label))
        result.labels.push_back(label);
    }
  llvm::sort(result.labels);
  result.axes = left.axes.empty() ? right.axes : left.axes;
  int64_t firstAxis = int64_t(numbers.size());
  auto numbered = [&](const Tensor &tensor) {
    llvm::SmallVector<int64_t> list;
    for (LabelId label : tensor.labels)
      list.push_back(numbers[label]);
    for (size_t i = 0; i < tensor.axes.size(); ++i)
      list.push_back(firstAxis + int64_t(i));
    return list;
  };
  result.value = ContractOp::create(
      builder, loc(), typeOf(result.labels, result.axes, left.dtype()), left.value, right.value,
      numbered(left), numbered(right), numbered(result));
  return result;
}
