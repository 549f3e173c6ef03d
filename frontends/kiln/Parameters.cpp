// SPDX-License-Identifier: Apache-2.0
// How arguments meet parameters: types are evaluated, free dims and `..` get what they stand for.
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;

bool Elaborator::bindParams(Frame &inside, const std::vector<ast::Param> &params, const Args &args,
                            SourceRange place, StringRef name, bool statics) {
  std::vector<const Term *> given(params.size());
  size_t positional = 0, wanted = 0;
  for (const ast::Param &param : params)
    wanted += !param.defaultValue;
  for (const auto &[argName, term] : args) {
    if (!argName) {
      while (positional < params.size() && params[positional].defaultValue)
        ++positional;
      if (positional == params.size()) {
        Diagnostic &diagnostic = error(Diag::ArgumentCount, place, name, int64_t(wanted),
                                       int64_t(args.size()));
        diagnostic.help(wanted == params.size() ? std::string("leave arguments away")
                                                : "options are given by name: `" +
                                                      params.back().name.text + ": …`");
        return false;
      }
      given[positional++] = &term;
      continue;
    }
    auto found = llvm::find_if(
        params, [&](const ast::Param &param) { return param.name.text == argName->text; });
    if (found == params.end()) {
      std::string known;
      for (const ast::Param &param : params)
        known += (known.empty() ? "`" : ", `") + param.name.text + "`";
      Diagnostic &diagnostic = error(Diag::UnknownOption, argName->range, name, argName->text);
      if (!params.empty())
        diagnostic.label(params.front().range.to(params.back().range), "what it takes");
      diagnostic.help(known.empty() ? std::string("it takes nothing") : "it takes " + known);
      return false;
    }
    size_t at = size_t(found - params.begin());
    if (given[at]) {
      error(Diag::ArgumentGivenTwice, argName->range, argName->text)
          .help("it was given by its position already");
      return false;
    }
    given[at] = &term;
  }
  bool ok = true;
  for (size_t i = 0; i < params.size(); ++i) {
    const ast::Param &param = params[i];
    if (!given[i] && !param.defaultValue) {
      error(Diag::ArgumentMissing, place, name, param.name.text)
          .label(param.range, "declared here")
          .help("give it: `" + param.name.text + ": …`");
      return false;
    }
    Term term = given[i] ? *given[i] : evalFresh(*param.defaultValue);
    if (statics && term.isTensor() && !term.storage) {
      error(Diag::NotConstant, place, param.name.text)
          .label(param.range, "a static argument")
          .help("parts are made when compiled: give values to the part's face");
      return false;
    }
    ok &= !term.isError() && bindParam(inside, param, std::move(term), place);
  }
  return ok;
}

bool Elaborator::bindParam(Frame &inside, const ast::Param &param, Term arg, SourceRange place) {
  Binding &binding = inside.names[param.name.text];
  binding.kind = BindingKind::Input;
  binding.place = param.name.range;
  if (param.functionArg) {
    if (arg.isNumber()) {
      // A number is a constant function.
      Term term;
      term.kind = TermKind::Fn;
      term.text = param.name.text;
      auto captured = std::make_shared<Frame>();
      captured->module = inside.module;
      captured->names["value"] = {arg, BindingKind::Input, param.range};
      static const std::unique_ptr<ast::LambdaExpr> constantFunction = [] {
        auto lambda = std::make_unique<ast::LambdaExpr>(SourceRange());
        lambda->params.push_back({"n", {}});
        lambda->body = std::make_unique<ast::NameExpr>(SourceRange(), "value");
        return lambda;
      }();
      term.closure = std::make_shared<Closure>();
      term.closure->lambda = constantFunction.get();
      term.closure->module = inside.module;
      term.closure->captured = captured;
      binding.term = term;
      return true;
    }
    if (arg.kind != TermKind::Fn) {
      error(Diag::NotAFunction, place, param.name.text, spell(arg))
          .label(param.range, "declared here")
          .help("give a function, such as `fn(n) = 1e-3`, or a number");
      return false;
    }
    binding.term = arg;
    return true;
  }
  if (!param.type) {
    if (arg.kind == TermKind::Int && !inside.ofNumbers) {
      Dim outer = inside.outside(arg.integer);
      arg.integer = Dim::symbol(param.name.text, outer.size(), inside.dimFrame, outer);
    } else if (arg.kind == TermKind::List) {
      arg = withLengths(arg, [](const Dim &length) { return Dim(length.size()); });
    } else if (arg.isTensor() && !arg.storage) {
      auto tensor = bindShape(inside, param, arg.tensor, place);
      if (!tensor)
        return false;
      arg.tensor = std::move(*tensor);
    } else if (arg.isTensor()) {
      for (LabelId label : arg.tensor.labels)
        if (!llvm::is_contained(inside.mapped, label))
          inside.mapped.push_back(label);
    }
    binding.term = std::move(arg);
    return true;
  }
  const ast::Type &type = *param.type;
  if (type.kind == ast::Type::Kind::Like) {
    auto declared = declare(type);
    if (!declared)
      return false;
    auto tree = bindTree(*declared->like, arg, place);
    if (!tree)
      return false;
    bool single = tree->leaves.size() == 1 && tree->leaves[0].path.empty();
    binding.term = single ? tree->leaves[0].value : Term::of(tree);
    return true;
  }
  mlir::Type dtype = type.isDtype() ? dtypeOf(type.path.front().text) : mlir::Type();
  if (!dtype) {
    error(Diag::UnknownType, type.range, type.path.str()).help("types: f32 f64 i32 i64 u8 bool…");
    return false;
  }
  if (arg.isConstant() && !type.hasDims) {
    bool fits = arg.kind == TermKind::Bool ? dtype.isInteger(1)
                : arg.kind == TermKind::Int ? !dtype.isInteger(1)
                                            : llvm::isa<mlir::FloatType>(dtype);
    if (!fits) {
      error(Diag::WrongDtype, place, spell(dtype), spell(arg)).label(param.range, "declared here")
          .help("convert it");
      return false;
    }
    binding.term = arg;
    return true;
  }
  if (arg.isConstant() || arg.kind == TermKind::List) {
    error(Diag::NotAValue, place, spell(arg)).label(param.range, "a tensor is declared here")
        .help("give a tensor");
    return false;
  }
  auto tensor = toTensor(arg, dtype, place);
  if (!tensor)
    return false;
  if (tensor->dtype() != dtype) {
    error(Diag::WrongDtype, place, spell(dtype), spell(tensor->dtype()))
        .label(param.range, "declared here")
        .help("convert it: `" + type.path.str() + "(…)`");
    return false;
  }
  auto shaped = bindShape(inside, param, std::move(*tensor), place);
  if (!shaped)
    return false;
  binding.term = Term::of(std::move(*shaped));
  binding.term.storage = arg.storage;
  return true;
}

std::optional<Tensor> Elaborator::bindShape(Frame &inside, const ast::Param &param, Tensor tensor,
                                            SourceRange place) {
  for (LabelId label : tensor.labels)
    if (!llvm::is_contained(inside.mapped, label) && !llvm::is_contained(inside.dots, label))
      inside.mapped.push_back(label);
  std::vector<const ast::Dim *> fixed;
  bool dots = !param.type;
  if (param.type)
    for (const ast::Dim &dim : param.type->dims) {
      dots |= dim.isDots;
      if (!dim.isDots)
        fixed.push_back(&dim);
    }
  // `..` stands for the leading axes of the caller's `..` too, wherever between the two the call stands.
  for (LabelId label : tensor.labels)
    if (dots && inside.caller && !llvm::is_contained(inside.passed, label) &&
        (llvm::is_contained(inside.caller->dots, label) ||
         llvm::is_contained(inside.caller->passed, label)))
      inside.passed.push_back(label);
  size_t axes = tensor.axes.size();
  if (axes < fixed.size() || (!dots && axes != fixed.size())) {
    error(Diag::WrongAxes, place, "`" + param.name.text + "`", int64_t(fixed.size()), int64_t(axes))
        .here("this is " + spellShape(tensor))
        .label(param.range, "declared here")
        .help(dots ? "give a value with at least these axes"
                   : "map it with an index, `y[b] = f(x[b])`, or declare `..` in the signature");
    return std::nullopt;
  }
  size_t lead = axes - fixed.size();
  Dims own;
  for (size_t i = 0; i < fixed.size(); ++i) {
    const Dim &axis = tensor.axes[lead + i];
    auto *name = llvm::dyn_cast<ast::NameExpr>(fixed[i]->size.get());
    if (name && !isValueName(name->name)) {
      Dim dim = Dim::symbol(name->name, axis.size(), inside.dimFrame, axis);
      inside.given.push_back({dim, axis});
      inside.names[name->name] = {Term::number(dim), BindingKind::Input, fixed[i]->range};
      own.push_back(dim);
      continue;
    }
    auto dim = evalDim(*fixed[i]->size);
    if (!dim)
      return std::nullopt;
    Dim seen = inside.outside(*dim);
    if (seen.size() != axis.size() || !sameDim(seen, axis)) {
      // A dim of the file and one of the block may be called the same.
      std::string shown = dim->str() == axis.str() ? seen.str() : dim->str();
      Diagnostic &diagnostic = error(Diag::AxisDiffers, place, "`" + param.name.text + "`", int64_t(i + 1),
                                     axis.str(), shown);
      diagnostic.here("this is " + spellShape(tensor)).label(fixed[i]->range, "declared here");
      noteSizes(diagnostic, axis, *dim);
      diagnostic.help("check the order of the axes, or the static arguments of the block");
      return std::nullopt;
    }
    own.push_back(*dim);
  }
  if (lead != 0) {
    if (!inside.dotsBound) {
      for (size_t i = 0; i < lead; ++i)
        inside.dots.push_back(newLabel("..", tensor.axes[i], place));
      inside.dotsBound = true;
    } else {
      bool equal = lead == inside.dots.size();
      for (size_t i = 0; equal && i < lead; ++i)
        equal = sameDim(labels[inside.dots[i]].dim, tensor.axes[i]);
      if (!equal) {
        error(Diag::DotsDiffer, place, param.name.text)
            .here("this is " + spellShape(tensor))
            .label(param.range, "declared here")
            .help("every `..` of a signature stands for the same axes");
        return std::nullopt;
      }
    }
    tensor.labels.append(inside.dots);
  }
  tensor.axes = own;
  return tensor;
}

std::optional<Declared> Elaborator::declare(const ast::Type &type) {
  Declared declared;
  declared.type = &type;
  if (type.kind == ast::Type::Kind::Like) {
    if (type.asDtype && !dtypeOf(type.asDtype->text)) {
      error(Diag::UnknownType, type.asDtype->range, type.asDtype->text).help("types: f32 f64 i32 i64 u8 bool…");
      return std::nullopt;
    }
    std::optional<Term> term = lookup(type.path.front().text, type.path.front().range);
    // A result that has no value yet has its type already.
    for (Frame *at = frame; at && !term && type.path.isSingle() && entry; at = at->outer)
      if (auto result = at->results.find(type.path.front().text);
          result != at->results.end() && !result->second.like) {
        Tensor model;
        model.axes = result->second.dims;
        if (result->second.hasDots)
          model.labels = frame->dots;
        model.value = splat(0, typeOf(model.labels, model.axes, result->second.dtype));
        term = Term::of(model);
      }
    if (!term) {
      unknownName(type.path.front().text, type.path.front().range);
      return std::nullopt;
    }
    for (size_t i = 1; i < type.path.names.size() && term && term->part; ++i)
      term = memberTerm(*term->part, type.path.names[i].text, type.path.names[i].range);
    if (!term || term->isError()) {
      if (!term)
        error(Diag::UnknownName, type.path.range, type.path.str()).help("a part or a value");
      return std::nullopt;
    }
    declared.like = treeOf(*term, type.range);
    if (!declared.like)
      return std::nullopt;
    return declared;
  }
  if (!type.path.isSingle() && type.path.names.back().text == "memory") {
    declared.like = memoryType(type);
    return declared.like ? std::optional(declared) : std::nullopt;
  }
  declared.dtype = type.isDtype() ? dtypeOf(type.path.front().text) : mlir::Type();
  if (!declared.dtype) {
    error(Diag::UnknownType, type.range, type.path.str()).help("types: f32 f64 i32 i64 u8 bool…");
    return std::nullopt;
  }
  declared.hasDims = type.hasDims;
  for (const ast::Dim &dim : type.dims) {
    if (dim.isDots) {
      declared.hasDots = true;
      continue;
    }
    auto *name = llvm::dyn_cast<ast::NameExpr>(dim.size.get());
    if (name && !isValueName(name->name)) {
      error(Diag::DimWithoutSize, dim.range, name->name)
          .help("declare it: `dim " + name->name + " = 64`");
      return std::nullopt;
    }
    auto size = evalDim(*dim.size);
    if (!size)
      return std::nullopt;
    if (size->size() <= 0) {
      error(Diag::DimNotPositive, dim.range, size->str(), size->size())
          .help("an axis has at least one element");
      return std::nullopt;
    }
    declared.dims.push_back(*size);
  }
  return declared;
}

std::optional<Tensor> Elaborator::conform(const Term &term, const Declared &declared,
                                          SourceRange place) {
  auto tensor = toTensor(term, declared.dtype, place);
  if (!tensor)
    return std::nullopt;
  SourceRange at = declared.type ? declared.type->range : place;
  if (tensor->dtype() != declared.dtype) {
    error(Diag::WrongDtype, place, spell(declared.dtype), spell(tensor->dtype()))
        .label(at, "declared here")
        .help("convert it: `" + spell(declared.dtype) + "(…)`");
    return std::nullopt;
  }
  if (tensor->axes.empty() && !declared.dims.empty()) {
    tensor->value = arrange(*tensor, tensor->labels, declared.dims);
    tensor->axes = declared.dims;
    return tensor;
  }
  if (tensor->axes.size() != declared.dims.size()) {
    error(Diag::WrongAxes, place, "this value", int64_t(declared.dims.size()),
          int64_t(tensor->axes.size()))
        .here("this is " + spellShape(*tensor))
        .label(at, "declared here")
        .help("reduce, or name every axis on the left");
    return std::nullopt;
  }
  for (size_t i = 0; i < tensor->axes.size(); ++i)
    if (!sameDim(tensor->axes[i], declared.dims[i])) {
      Diagnostic &diagnostic = error(Diag::AxisDiffers, place, "this value", int64_t(i + 1),
                                     tensor->axes[i].str(), declared.dims[i].str());
      diagnostic.here("this is " + spellShape(*tensor))
          .label(at, "declared here");
      noteSizes(diagnostic, tensor->axes[i], declared.dims[i]);
      diagnostic.help("check the order of the indices");
      return std::nullopt;
    }
  tensor->axes = declared.dims;
  return tensor;
}
