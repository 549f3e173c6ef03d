// SPDX-License-Identifier: Apache-2.0
// What a name means: the bodies around it, the block, the file, what the file uses, the prelude.
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Parser.h"
#include "frontends/kiln/Std.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>
#include <utility>

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;

const Binding *Elaborator::findBinding(StringRef name) const {
  for (const Frame *at = frame; at; at = at->outer) {
    auto found = at->names.find(name);
    if (found != at->names.end())
      return &found->second;
  }
  return nullptr;
}

std::optional<LabelId> Elaborator::findLabel(StringRef name) const {
  if (equation)
    for (auto scope = equation->scopes.rbegin(); scope != equation->scopes.rend(); ++scope) {
      auto found = scope->find(name);
      if (found != scope->end())
        return found->second;
    }
  return std::nullopt;
}

std::optional<Term> Elaborator::lookup(StringRef name, SourceRange place) {
  const Binding *binding = findBinding(name);
  return binding ? binding->term : lookupOutside(name, place);
}

std::optional<Term> Elaborator::lookupOutside(StringRef name, SourceRange place) {
  if (frame->self) {
    Instance &self = *frame->self;
    auto found = self.names.find(name);
    if (found != self.names.end())
      // A parameter of another part has the value that it has now.
      return found->second.storage ? storageTerm(*found->second.storage) : found->second;
    if (self.storages.count(name) || self.trees.count(name))
      return memberTerm(self, name, place);
    // A named face of the block, called from another one.
    for (const ast::DeclPtr &member : self.block->members)
      if (auto *face = llvm::dyn_cast<ast::FaceDecl>(member.get());
          face && face->name && face->name->text == name) {
        Term term;
        term.kind = TermKind::Part;
        term.part = &self;
        term.text = name.str();
        return term;
      }
  }
  if (auto term = lookupModule(*frame->module, name, place))
    return term;
  if (prelude && frame->module != prelude)
    if (auto term = lookupModule(*prelude, name, place))
      return term;
  Term term;
  term.text = name.str();
  if (name == "pi")
    return Term::number(M_PI);
  if (dtypeOf(name)) {
    term.kind = TermKind::Dtype;
    return term;
  }
  if (isBuiltinFunction(name) || isDistribution(name)) {
    term.kind = TermKind::Builtin;
    return term;
  }
  return std::nullopt;
}

std::optional<Term> Elaborator::lookupModule(Module &module, StringRef name, SourceRange place) {
  auto value = module.values.find(name);
  if (value != module.values.end()) {
    const std::set<std::string> &read = module.reads.find(name)->second;
    dimsRead.insert(read.begin(), read.end());
    return value->second;
  }
  if (&module == mainModule) {
    auto part = root.names.find(name);
    if (part != root.names.end())
      return part->second;
    if (root.storages.count(name) || root.trees.count(name))
      return memberTerm(root, name, place);
  }
  auto found = module.decls.find(name);
  if (found == module.decls.end()) {
    auto used = module.used.find(name);
    if (used == module.used.end())
      return std::nullopt;
    return lookupModule(*used->second.first, used->second.second, place);
  }
  // Functions and blocks are what they are, wherever they are named.
  Term term;
  term.text = name.str();
  term.kind = TermKind::Fn;
  if (auto *fn = llvm::dyn_cast<ast::FnDecl>(found->second)) {
    term.closure = std::make_shared<Closure>();
    term.closure->decl = fn;
    term.closure->module = &module;
    return term;
  }
  term.kind = TermKind::Block;
  if (auto *block = llvm::dyn_cast<ast::BlockDecl>(found->second)) {
    term.block = block;
    term.module = &module;
    return term;
  }
  bool &busy = module.busy[name.str()];
  if (busy) {
    error(Diag::Recursion, place, name)
        .here("needed here to compute itself")
        .label(found->second->range, "declared here")
        .help("a declaration may use only what does not use it");
    return Term();
  }
  busy = true;
  term = evalDecl(module, *found->second, name);
  busy = false;
  return term;
}

Term Elaborator::evalDecl(Module &module, const ast::Decl &decl, StringRef name) {
  auto scope = std::make_shared<Frame>();
  scope->module = &module;
  scope->train = frame && frame->train;
  Restore<Frame *> inFrame(frame, scope.get());
  Restore<std::string> noPath(partPath, "");
  Restore<bool> folds(isTable, decl.kind == ast::Decl::Kind::Const);
  Term term;
  if (&module != mainModule && llvm::isa<ast::PartDecl, ast::StorageDecl>(decl)) {
    error(Diag::OfOtherFile, here, name)
        .label(decl.range, "declared here")
        .help(llvm::isa<ast::PartDecl>(decl)
                  ? "make a part of your own as it is made there: `frozen part p = " + name.str() + "`"
                  : std::string("storage belongs to the file that is built: declare it here, or give a block what it needs"));
    return term;
  }
  switch (decl.kind) {
  case ast::Decl::Kind::Const: {
    std::set<std::string> outside = std::exchange(dimsRead, {});
    term = llvm::cast<ast::ConstDecl>(decl).reps.empty()
               ? evalFresh(*llvm::cast<ast::ConstDecl>(decl).value)
               : evalTable(llvm::cast<ast::ConstDecl>(decl));
    if (!term.isError() && !term.isConstant() && term.kind != TermKind::List &&
        term.kind != TermKind::Fn) {
      error(Diag::NotConstant, decl.range, name).help("a const is computed from constants alone");
      term = Term();
    }
    module.values[name.str()] = term;
    module.reads[name.str()] = dimsRead;
    dimsRead.merge(outside);
    return term;
  }
  case ast::Decl::Kind::Dims: {
    auto &dims = llvm::cast<ast::DimsDecl>(decl);
    for (const ast::DimBinding &binding : dims.dims)
      if (binding.name.text == name)
        // Not kept: an entry may have a size of its own.
        return Term::number(fileDim(name, dims, binding));
    return term;
  }
  case ast::Decl::Kind::Part: {
    auto &part = llvm::cast<ast::PartDecl>(decl);
    for (const ast::PartName &partName : part.names)
      if (partName.name.text == name) {
        Restore<std::optional<mlir::Location>> noCaller(caller, std::nullopt);
        Restore<std::set<std::string>> reads(dimsRead, {});
        term = makeParts(part, partName, module, nullptr);
        checkMade(decl, name);
        root.names[name.str()] = term;
      }
    return term;
  }
  case ast::Decl::Kind::Storage:
    declareStorage(llvm::cast<ast::StorageDecl>(decl), nullptr);
    return memberTerm(root, name, decl.range).value_or(Term());
  default:
    error(Diag::NotAValue, decl.range, "an entry").help("entries are called from outside");
    return term;
  }
}

std::optional<Term> Elaborator::memberTerm(Instance &part, StringRef name, SourceRange place) {
  auto storage = part.storages.find(name);
  if (storage != part.storages.end())
    return storageTerm(*storage->second);
  auto tree = part.trees.find(name);
  if (tree != part.trees.end()) {
    auto made = std::make_shared<Tree>(*part.treeShapes[name.str()]);
    for (size_t i = 0; i < made->leaves.size(); ++i)
      made->leaves[i].value = storageTerm(*tree->second[i]);
    return Term::of(made);
  }
  auto found = part.names.find(name);
  if (found != part.names.end())
    return found->second;
  return std::nullopt;
}

std::pair<Module *, StringRef> Module::home(StringRef name) {
  Module *at = this;
  while (!at->decls.count(name)) {
    auto from = at->used.find(name);
    if (from == at->used.end())
      return {nullptr, name};
    std::tie(at, name) = from->second;
  }
  return {at, name};
}

bool Elaborator::isValueName(StringRef name) {
  if (findBinding(name))
    return true;
  if (Instance *self = frame->self)
    if (self->names.count(name) || self->storages.count(name) || self->trees.count(name))
      return true;
  auto [known, isNew] = frame->module->valueNames.try_emplace(name, false);
  if (!isNew)
    return known->second;
  auto [home, key] = frame->module->home(name);
  if (!home)
    return false;
  const ast::Decl *decl = home->decls.find(key)->second;
  known->second = llvm::isa<ast::ConstDecl, ast::DimsDecl>(decl) ||
                  (home == frame->module && llvm::isa<ast::StorageDecl, ast::PartDecl>(decl));
  return known->second;
}

/// The name of a declaration and where it is declared.
static SourceRange placeOf(const ast::Decl &decl, StringRef name) {
  SourceRange place = decl.range;
  ast::forEachName(decl, [&](const ast::Name &made) {
    if (made.text == name)
      place = made.range;
  });
  return place;
}

std::vector<std::pair<std::string, SourceRange>> Elaborator::namesInScope() const {
  std::vector<std::pair<std::string, SourceRange>> names;
  for (const Frame *at = frame; at; at = at->outer)
    for (const auto &[name, binding] : at->names)
      names.push_back({name, binding.place});
  if (const Instance *self = frame->self) {
    for (const ast::Param &param : self->block->params)
      names.push_back({param.name.text, param.name.range});
    for (const ast::DeclPtr &member : self->block->members)
      ast::forEachName(*member, [&](const ast::Name &name) { names.push_back({name.text, name.range}); });
  }
  for (const Module *module : {static_cast<const Module *>(frame->module),
                               static_cast<const Module *>(prelude)})
    if (module) {
      for (const auto &[name, decl] : module->decls)
        names.push_back({name, placeOf(*decl, name)});
      for (const ast::DeclPtr &decl : module->file->decls)
        if (llvm::isa<ast::UseDecl>(decl.get()))
          ast::forEachName(*decl, [&](const ast::Name &name) { names.push_back({name.text, name.range}); });
    }
  if (equation)
    for (const auto &scope : equation->scopes)
      for (const auto &[name, label] : scope)
        names.push_back({name, labels[label].place});
  for (StringRef name : allBuiltins())
    names.push_back({name.str(), {}});
  return names;
}

/// How far a name is from one that may have been meant, 0 where only the case differs. Numbers are seldom
/// mistaken (`conv1` is not `conv2`), nor is the first letter.
static unsigned mistakes(StringRef name, StringRef candidate, unsigned most) {
  if (name.equals_insensitive(candidate))
    return 0;
  unsigned distance = 2 * name.edit_distance(candidate, true, most / 2);
  bool onlyNumbers = name.size() == candidate.size() &&
                     llvm::all_of(llvm::zip_equal(name, candidate), [](auto pair) {
                       auto [a, b] = pair;
                       return a == b || (llvm::isDigit(a) && llvm::isDigit(b));
                     });
  return distance + onlyNumbers + (name[0] != candidate[0]);
}

bool Elaborator::isRole(StringRef name, SourceRange place) {
  if (llvm::is_contained(roles(), name))
    return true;
  auto distance = [&](StringRef role) { return name.edit_distance(role); };
  StringRef nearest = *llvm::min_element(
      roles(), [&](StringRef a, StringRef b) { return distance(a) < distance(b); });
  std::string known = llvm::join(roles(), ", ");
  error(Diag::UnknownRole, place, name)
      .help("the roles are " + known + (distance(nearest) <= 2 ? "; did you mean `" + nearest.str() + "`?" : ""));
  return false;
}

Term Elaborator::unknownName(StringRef name, SourceRange place) {
  if (isKeeper(name)) {
    error(Diag::ReducerWithoutIndex, place, name).help("say along what: `y[k] = " + name.str() + "[k](x[k])`");
    return Term();
  }
  if (name == "jvp" || name == "hvp" || name == "jacfwd") {
    error(Diag::UnknownName, place, name)
        .help("there is no forward mode; `grad(dot(grad(y, x), v), x)` is the product of the second derivatives with v");
    return Term();
  }
  for (const Frame *at = frame; at; at = at->outer)
    if (auto row = at->rows.find(name); row != at->rows.end()) {
      error(Diag::UnknownName, place, name)
          .label(row->second.place, "the rows of all steps are one value behind this scan")
          .help("give the row of this step a name, `now = …` and `" + name.str() + "[t] = now`, or carry what the next step reads");
      return Term();
    }
  for (const Frame *at = frame; at; at = at->outer)
    if (at->results.count(name)) {
      error(Diag::UnknownName, place, name).help("this result gets its value further down: read it below that line");
      return Term();
    }
  // Of two short names one is as near as any other, but for their case.
  unsigned most = 2 * (unsigned(name.size() + 2) / 3 + (name.size() > 1));
  struct Candidate {
    unsigned distance, number;
    std::string name;
    SourceRange place;
  };
  std::vector<Candidate> meant;
  for (auto &[other, declared] : namesInScope()) {
    unsigned distance = name == other || other.empty() ? most : mistakes(name, other, most);
    bool known = llvm::any_of(meant, [&](const Candidate &candidate) { return candidate.name == other; });
    if (distance < most && !known)
      meant.push_back({distance, unsigned(meant.size()), other, declared});
  }
  llvm::sort(meant, [](const Candidate &a, const Candidate &b) {
    return std::pair(a.distance, a.number) < std::pair(b.distance, b.number);
  });
  std::string home = library.homeOf(name);
  // The nearest; and a second one where that is a letter away, too. What the library has is nearer than others.
  if (meant.size() > 1)
    meant.resize(meant[1].distance <= 2 ? 2 : 1);
  if (!home.empty())
    llvm::erase_if(meant, [](const Candidate &candidate) { return candidate.distance > 2; });
  Diagnostic &diagnostic = error(Diag::UnknownName, place, name);
  std::string help;
  for (const Candidate &candidate : meant) {
    if (candidate.place.file == place.file)
      diagnostic.label(candidate.place, "`" + candidate.name + "` is declared here");
    help += (help.empty() ? "did you mean `" : " or `") + candidate.name + "`";
  }
  help += help.empty() ? "" : "?";
  if (!home.empty())
    help += (help.empty() ? "" : " ") + ("the library has it: `use " + home + " (") + name.str() + ")`";
  diagnostic.help(help.empty() ? "declare it, or take it from a library with `use`" : help);
  return Term();
}
