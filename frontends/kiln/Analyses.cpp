// SPDX-License-Identifier: Apache-2.0
// What the compiler knows of a value without running anything: `assert receptive(feat, image).size == 70`.
#include "dialects/kiln/analysis/ReceptiveField.h"
#include "frontends/kiln/Elaborator.h"

using namespace kiln;
using namespace kiln::frontend;
using analysis::FieldAxis;
using analysis::Rational;

static Term numberOf(const Rational &value) {
  return value.isWhole() ? Term::number(Dim(value.numerator())) : Term::number(value.value());
}

/// One number where all axes agree, else a list in their order.
static Term numbersOf(llvm::ArrayRef<FieldAxis> axes, llvm::function_ref<Rational(const FieldAxis &)> number) {
  llvm::SmallVector<Rational> values;
  for (const FieldAxis &axis : axes)
    values.push_back(number(axis));
  if (llvm::all_equal(values))
    return numberOf(values.front());
  std::vector<Term> items;
  for (const Rational &value : values)
    items.push_back(numberOf(value));
  return Term::list(std::move(items));
}

/// `vit.kiln:13` of the text that an op comes from.
static std::string lineOf(mlir::Location place) {
  std::string line = "an op";
  place->walk([&](mlir::Location at) {
    auto file = llvm::dyn_cast<mlir::FileLineColLoc>(at);
    if (!file)
      return mlir::WalkResult::advance();
    line = file.getFilename().str() + ":" + std::to_string(file.getLine());
    return mlir::WalkResult::interrupt();
  });
  return line;
}

Term Elaborator::callReceptive(const Args &args, SourceRange place) {
  bool named = llvm::any_of(args, [](const auto &arg) { return arg.first != nullptr; });
  if (args.size() != 2 || named) {
    error(Diag::ArgumentCount, place, "receptive", 2, int64_t(args.size()))
        .help("`receptive(feat, image)`: what an element of the first sees of the second");
    return Term();
  }
  for (const auto &arg : args)
    if (!arg.second.isTensor()) {
      error(Diag::WrongDtype, place, "two tensors", spell(arg.second)).help("name values of this body");
      return Term();
    }
  const Tensor &of = args[0].second.tensor, &in = args[1].second.tensor;
  analysis::NoField why;
  auto field = analysis::receptiveField(of.value, in.value, why);
  if (mlir::failed(field)) {
    Diagnostic &diagnostic = error(Diag::NoReceptiveField, place);
    diagnostic.here(why.what);
    bool misaligned = !why.places.empty();
    if (misaligned)
      diagnostic.note("they part at " + lineOf(why.places[0]) + " and " + lineOf(why.places[1]));
    diagnostic.help(misaligned ? "paths agree where their strides and the middles of their windows do: correct a padding"
                              : "the first value must be computed from the second in this body");
    return Term();
  }
  // The axes of `..` and of indices around here are mapped, no part of the field.
  auto axes = field->windows(in.labels.size());
  Term result;
  result.kind = TermKind::Record;
  result.fields = std::make_shared<ByName<Term>>();
  auto set = [&](const char *name, llvm::function_ref<Rational(const FieldAxis &)> number, double whole) {
    (*result.fields)[name] = axes.empty() ? Term::number(whole) : numbersOf(axes, number);
  };
  set("size", [](const FieldAxis &axis) { return Rational(axis.size); }, INFINITY);
  set("stride", [](const FieldAxis &axis) { return axis.stride; }, 0);
  set("padding", [](const FieldAxis &axis) { return axis.padding; }, INFINITY);
  set("centre", [](const FieldAxis &axis) { return axis.centre; }, NAN);
  return result;
}
