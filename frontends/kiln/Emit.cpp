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
  if (partMade.first != partPath)
    partMade = {partPath, builder.getStringAttr(partPath)};
  // The ops of one expression ask one after another.
  auto asked = std::tuple(here.file, here.begin, mlir::Attribute(partMade.second), caller);
  if (lastMade && lastMade->first == asked)
    return lastMade->second;
  mlir::Location at = builder.getUnknownLoc();
  if (here.isValid()) {
    auto [made, isNew] = placesMade.try_emplace({here.file, here.begin}, at);
    if (isNew) {
      LineColumn position = here.position();
      // Relative to the folder of the model; the library keeps its folder `std`.
      llvm::StringRef name = here.file->name();
      if (!name.starts_with("std/"))
        name = llvm::sys::path::filename(name);
      made->second = mlir::FileLineColLoc::get(&context, name, position.line, position.column);
    }
    at = made->second;
  }
  if (!partPath.empty())
    at = mlir::NameLoc::get(partMade.second, at);
  if (caller)
    at = mlir::CallSiteLoc::get(at, *caller);
  lastMade = {asked, at};
  return at;
}

AffineExpr Elaborator::dimExpr(unsigned position) {
  if (dimExprs.size() <= position)
    dimExprs.resize(position + 1);
  AffineExpr &dim = dimExprs[position];
  if (!dim)
    dim = mlir::getAffineDimExpr(position, &context);
  return dim;
}

mlir::Type Elaborator::floatType() {
  return options.f64 ? mlir::Type(builder.getF64Type()) : mlir::Type(builder.getF32Type());
}

mlir::Type Elaborator::dtypeOf(llvm::StringRef name) {
  if (dtypes.empty()) {
    mlir::Type f64 = builder.getF64Type();
    auto narrow = [&](mlir::Type type) { return options.f64 ? f64 : type; };
    dtypes = {{"f32", narrow(builder.getF32Type())},
              {"f64", f64},
              {"bf16", narrow(builder.getBF16Type())},
              {"f16", narrow(builder.getF16Type())},
              {"i32", builder.getI32Type()},
              {"i64", builder.getI64Type()},
              {"i8", builder.getI8Type()},
              {"u8", builder.getIntegerType(8, false)},
              {"u32", builder.getIntegerType(32, false)},
              {"bool", builder.getI1Type()}};
  }
  return dtypes.lookup(name);
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
  case TermKind::Real: {
    std::string text = llvm::to_string(llvm::format("%g", term.real));
    bool isWhole = llvm::StringRef(text).find_first_not_of("-0123456789") == llvm::StringRef::npos;
    return "the number " + text + (isWhole ? ".0" : "");
  }
  case TermKind::Bool:
    return "a constant of type bool";
  case TermKind::Role:
    return "the role of a parameter";
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
  return RankedTensorType::get(sizesOf(of, axes), dtype);
}

llvm::SmallVector<int64_t> Elaborator::sizesOf(llvm::ArrayRef<LabelId> of, llvm::ArrayRef<Dim> axes) const {
  llvm::SmallVector<int64_t> shape;
  for (LabelId label : of)
    shape.push_back(labels[label].dim.size());
  for (const Dim &dim : axes)
    shape.push_back(dim.size());
  return shape;
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
  mlir::Attribute value = element(Term::number(real), type.getElementType());
  return ConstantOp::create(builder, loc(), type, mlir::DenseElementsAttr::get(type, value));
}

mlir::TypedAttr Elaborator::element(const Term &number, mlir::Type dtype) {
  double real = number.kind == TermKind::Bool ? double(number.truth) : number.asReal();
  if (auto floating = llvm::dyn_cast<mlir::FloatType>(dtype))
    return builder.getFloatAttr(floating, real);
  int64_t whole = number.kind == TermKind::Int ? number.integer.size() : int64_t(real);
  return builder.getIntegerAttr(dtype, llvm::APInt(dtype.getIntOrFloatBitWidth(), uint64_t(whole), false, true));
}

mlir::TypedAttr Elaborator::elementOf(const Term &number, mlir::Type dtype, SourceRange place) {
  if (number.kind == TermKind::Bool) {
    if (!dtype || dtype.isInteger(1))
      return element(number, boolType());
    error(Diag::WrongDtype, place, spell(dtype), "bool").help("convert it: `f32(…)`");
    return {};
  }
  if (!dtype)
    dtype = number.kind == TermKind::Int ? i32() : floatType();
  if (dtype.isInteger(1) || (number.kind == TermKind::Real && !llvm::isa<mlir::FloatType>(dtype))) {
    error(Diag::WrongDtype, place, spell(dtype), spell(number)).help("write a value of type " + spell(dtype));
    return {};
  }
  if (auto integer = llvm::dyn_cast<mlir::IntegerType>(dtype)) {
    unsigned width = integer.getWidth();
    int64_t value = number.integer.size();
    bool fits = integer.isUnsigned() ? value >= 0 && (width == 64 || value >> width == 0)
                                     : width == 64 || llvm::isIntN(width, value);
    if (!fits) {
      error(Diag::NumberDoesNotFit, place, value, spell(dtype)).help("take a larger type, or `f32(…)`");
      return {};
    }
  }
  return element(number, dtype);
}

Tensor Elaborator::constant(const Term &number, mlir::Type dtype) {
  return constant(element(number, dtype));
}

Tensor Elaborator::constant(mlir::TypedAttr element, const Tensor *like) {
  Tensor tensor;
  if (like) {
    tensor.labels = like->labels;
    tensor.axes = like->axes;
  }
  RankedTensorType type = typeOf(tensor.labels, tensor.axes, element.getType());
  tensor.value = ConstantOp::create(builder, loc(), type, mlir::DenseElementsAttr::get(type, mlir::Attribute(element)));
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

std::optional<Tensor> Elaborator::toTensor(const Term &term, mlir::Type dtype, SourceRange place, const Tensor *like) {
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
  case TermKind::Bool: {
    mlir::TypedAttr number = elementOf(term, dtype, place);
    return number ? std::optional(constant(number, like)) : std::nullopt;
  }
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
  auto hasSize = [](const Dim &a, const Dim &b) { return a.size() == b.size(); };
  if (order == llvm::ArrayRef(tensor.labels) && std::equal(axes.begin(), axes.end(), tensor.axes.begin(), tensor.axes.end(), hasSize))
    return tensor.value; // most are: no type, no map
  llvm::SmallVector<AffineExpr> results;
  for (LabelId label : tensor.labels) {
    const LabelId *at = llvm::find(order, label);
    assert(at != order.end() && "a label of the tensor is not in the order");
    results.push_back(dimExpr(unsigned(at - order.begin())));
  }
  for (size_t i = 0; i < tensor.axes.size(); ++i)
    results.push_back(
        dimExpr(unsigned(order.size() + axes.size() - tensor.axes.size() + i)));
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
  if (!sizeAllowed(sizesOf(order, axes), place))
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
  result.combine = {};
  auto type = llvm::cast<RankedTensorType>(tensor.value.getType()).clone(dtype);
  result.value = ConvertOp::create(builder, loc(), type, tensor.value);
  return result;
}

Tensor Elaborator::emitCompare(Comparison predicate, Tensor a, Tensor b) {
  Tensor result = a;
  result.adapts = false;
  result.combine = {};
  auto type = llvm::cast<RankedTensorType>(a.value.getType()).clone(boolType());
  result.value = CompareOp::create(builder, loc(), type, predicate, a.value, b.value);
  return result;
}

Tensor Elaborator::emitSelect(const Tensor &condition, const Tensor &a, const Tensor &b) {
  Tensor result = a;
  result.adapts = false;
  result.combine = {};
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
