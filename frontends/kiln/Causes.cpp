// SPDX-License-Identifier: Apache-2.0
// The cause of an error often lies some lines before it: these methods show them.
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/SetVector.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;

/// Errors that say that the axes or dtypes of values do not fit.
static bool isOfValues(Diag diag) {
  switch (diag) {
  case Diag::IndexOverTwoDims:
  case Diag::IndexNoRange:
  case Diag::AxisCount:
  case Diag::WrongAxes:
  case Diag::AxisDiffers:
  case Diag::ShapesDiffer:
  case Diag::DotsDiffer:
  case Diag::CarryShape:
  case Diag::WrongDtype:
  case Diag::MixedDtypes:
    return true;
  default:
    return false;
  }
}

/// The names in a part of an expression; of an index, the name that it reads.
static void namesIn(const ast::Expr &expr, SourceRange within, llvm::SetVector<StringRef> &names) {
  auto inside = [](SourceRange small, SourceRange large) {
    return large.begin <= small.begin && small.end <= large.end;
  };
  if (auto *name = llvm::dyn_cast<ast::NameExpr>(&expr); name && inside(expr.range, within))
    names.insert(name->name);
  if (auto *index = llvm::dyn_cast<ast::IndexExpr>(&expr);
      index && inside(within, index->brackets) && within.file == expr.range.file)
    namesIn(*index->base, index->base->range, names);
  ast::forEachChild(expr, [&](const ast::Expr &child) { namesIn(child, within, names); });
}

/// To messages from number `first` on: the lines that made the values and parts of `stmt`, nearest first, with
/// what they are. One of them is often where the mistake is.
void Elaborator::showValues(size_t first, const ast::BindStmt &stmt) {
  constexpr unsigned shown = 5;
  for (size_t i = first; i < diagnostics.all().size(); ++i) {
    Diagnostic &diagnostic = diagnostics[i];
    auto inStmt = [&](SourceRange at) {
      return at.file == stmt.range.file && stmt.range.begin <= at.begin && at.end <= stmt.range.end;
    };
    if (!isOfValues(diagnostic.diag) || !inStmt(diagnostic.range))
      continue;
    unsigned left = shown;
    auto show = [&](SourceRange place, const llvm::Twine &text) {
      bool known = !place.isValid() || place.file != stmt.range.file || inStmt(place) ||
                   llvm::any_of(diagnostic.labels, [&](const DiagnosticLabel &label) {
                     return label.range.file == place.file && label.range.line() == place.line();
                   });
      if (!known && left) {
        diagnostic.label(place, text);
        --left;
      }
    };
    for (const ast::Target &target : stmt.targets)
      for (Frame *at = frame; at && diagnostic.diag == Diag::IndexOverTwoDims; at = at->outer)
        if (auto result = at->results.find(target.path.front().text);
            result != at->results.end() && result->second.type)
          show(result->second.type->range, "`" + target.path.front().text + "` is declared here");
    // The names in the marked text, or else in the whole statement; then those in what made them.
    llvm::SetVector<StringRef> names;
    namesIn(*stmt.value, diagnostic.range, names);
    for (const DiagnosticLabel &label : diagnostic.labels)
      if (inStmt(label.range))
        namesIn(*stmt.value, label.range, names);
    auto placeOf = [&](StringRef name, const Binding *binding) {
      const Instance *owner = frame->self ? frame->self : &root;
      auto storage = owner->storages.find(name.str());
      return binding                             ? binding->place
             : storage != owner->storages.end() ? storage->second->place
                                                 : SourceRange();
    };
    auto isTensor = [&](StringRef name) {
      const Binding *binding = findBinding(name);
      return binding ? binding->term.isTensor() : placeOf(name, nullptr).isValid();
    };
    auto showParts = [&] {
      for (StringRef name : names) {
        if (findBinding(name))
          continue;
        auto part = root.names.find(name.str());
        if (!frame->self && part != root.names.end() && part->second.kind == TermKind::Part)
          show(part->second.part->place, "`" + name + "` is made here");
        if (frame->self)
          for (const ast::DeclPtr &member : frame->self->block->members)
            if (llvm::isa<ast::PartDecl>(member.get()))
              ast::forEachName(*member, [&](const ast::Name &made) {
                if (made.text == name)
                  show(made.range, "`" + name + "` is made here");
              });
      }
    };
    showParts();
    if (diagnostic.diag == Diag::IndexNoRange || llvm::none_of(names, isTensor))
      namesIn(*stmt.value, stmt.value->range, names);
    for (size_t n = 0; n < names.size() && left; ++n) {
      std::string name = names[n].str();
      const Binding *binding = findBinding(name);
      if (!isTensor(name))
        continue;
      auto term = lookup(name, stmt.range);
      if (term && term->isTensor() && term->tensor.value)
        show(placeOf(name, binding), "`" + name + "` is " + spellShape(term->tensor));
      if (binding && binding->made)
        namesIn(*binding->made, binding->made->range, names);
    }
    showParts();
  }
}

/// Of a number that is not whole: the constant, and what makes it whole.
void Elaborator::showConst(Diagnostic &diagnostic, StringRef name) {
  auto show = [&](const ast::Decl &decl) {
    auto *made = llvm::dyn_cast<ast::ConstDecl>(&decl);
    if (!made || made->name.text != name)
      return;
    diagnostic.label(made->range, "made here");
    auto *value = llvm::dyn_cast<ast::BinaryExpr>(made->value.get());
    if (value && value->op == ast::BinaryOp::Div)
      diagnostic.help("`//` rounds down; or choose sizes that divide");
  };
  if (frame->self)
    for (const ast::DeclPtr &member : frame->self->block->members)
      show(*member);
  if (auto found = frame->module->decls.find(name.str()); found != frame->module->decls.end())
    show(*found->second);
}

/// Of an assertion about `parameters(part)`: what the members of the part have.
void Elaborator::showParameters(Diagnostic &diagnostic, const ast::Expr &condition) {
  auto *call = llvm::dyn_cast<ast::CallExpr>(&condition);
  auto *callee = call ? llvm::dyn_cast<ast::NameExpr>(call->callee.get()) : nullptr;
  if (!callee || callee->name != "parameters" || call->args.size() != 1) {
    ast::forEachChild(condition, [&](const ast::Expr &child) { showParameters(diagnostic, child); });
    return;
  }
  Term term = evalFresh(*call->args[0].value);
  if (term.kind != TermKind::Part)
    return;
  Instance &part = *term.part;
  diagnostic.label(part.place, "made here");
  for (const ast::DeclPtr &member : part.block->members)
    if (llvm::isa<ast::PartDecl, ast::StorageDecl>(member.get()))
      ast::forEachName(*member, [&](const ast::Name &name) {
        std::string below = part.path + "." + name.text;
        int64_t count = 0;
        for (const Storage *storage : part.params) {
          StringRef rest = storage->path;
          if (rest.consume_front(below) && (rest.empty() || rest[0] == '.' || rest[0] == '['))
            count += storage->type.getNumElements();
        }
        if (count)
          diagnostic.label(name.range, std::to_string(count));
      });
}

/// The name of the body that may have been meant for the result.
void Elaborator::resultMissing(const Frame &inside, const ast::Field &field) {
  StringRef wanted = field.name.text;
  unsigned best = unsigned(wanted.size() + 5) / 3;
  const std::pair<const std::string, Binding> *near = nullptr;
  for (const auto &named : inside.names) {
    if (named.second.kind != BindingKind::Value || inside.results.count(named.first))
      continue;
    unsigned distance = wanted.edit_distance(named.first, true, best);
    if (distance < best) {
      best = distance;
      near = &named;
    }
  }
  Diagnostic &diagnostic = error(Diag::ResultMissing, field.name.range, wanted);
  if (near)
    diagnostic.label(near->second.place, "was `" + wanted + "` meant?");
  diagnostic.help("write `" + wanted + " = …` in the body");
}
