// SPDX-License-Identifier: Apache-2.0
// Files: parses the model, what it uses and the library, and hands them to elaboration.
#include "frontends/kiln/Frontend.h"
#include "frontends/kiln/Elaborator.h"
#include "frontends/kiln/Parser.h"
#include "frontends/kiln/Std.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;

/// std.nn lies in std/nn.kiln.
static std::string fileOf(StringRef library) { return llvm::join(llvm::split(library, '.'), "/") + ".kiln"; }

namespace {

/// Every module of one compilation, each loaded once.
class Loader {
public:
  Loader(Sources &sources, Diagnostics &diagnostics)
      : sources(sources), diagnostics(diagnostics) {}

  Module *load(const SourceFile &source, std::string name, StringRef folder);
  Module *load(const SourceFile &source, std::shared_ptr<const ast::File> file, std::string name, StringRef folder);
  Module *library(StringRef path, SourceRange place);

private:
  void take(Module &module, const ast::UseDecl &use, StringRef folder);
  void declare(ByName<const ast::Decl *> &decls, const ast::Name &name,
               const ast::Decl &decl);
  void checkMembers(const ast::BlockDecl &block);

  Sources &sources;
  Diagnostics &diagnostics;
  std::map<std::string, std::unique_ptr<Module>> modules;
};

void Loader::declare(ByName<const ast::Decl *> &decls, const ast::Name &name,
                     const ast::Decl &decl) {
  auto [at, added] = decls.emplace(name.text, &decl);
  if (!added)
    diagnostics.report(Diag::DeclaredTwice, name.range, name.text)
        .label(at->second->range, "declared here first")
        .help("choose another name");
}

/// What a block declares, its arguments and what its faces take among them, has a name of its own.
void Loader::checkMembers(const ast::BlockDecl &block) {
  ByName<const ast::Decl *> members;
  const ast::FaceDecl *unnamed = nullptr;
  for (const ast::DeclPtr &member : block.members) {
    if (auto *face = llvm::dyn_cast<ast::FaceDecl>(member.get()); face && !face->name) {
      if (unnamed)
        diagnostics.report(Diag::DeclaredTwice, face->result.range, "face")
            .label(unnamed->result.range, "declared here first")
            .help("give one a name: `face step(x: …) -> y: … { … }`");
      unnamed = face;
    }
    ast::forEachName(*member, [&](const ast::Name &name) {
      declare(members, name, *member);
      for (const ast::Param &param : block.params)
        if (param.name.text == name.text)
          diagnostics.report(Diag::DeclaredTwice, name.range, name.text)
              .label(param.range, "an argument of the block")
              .help("choose another name");
    });
  }
  for (const ast::DeclPtr &member : block.members)
    if (auto *face = llvm::dyn_cast<ast::FaceDecl>(member.get()))
      for (const ast::Param &param : face->params)
        if (auto hidden = members.find(param.name.text); hidden != members.end())
          diagnostics.report(Diag::DeclaredTwice, param.name.range, param.name.text)
              .label(hidden->second->range, "declared here first")
              .help("choose another name");
}

Module *Loader::load(const SourceFile &source, std::string name, StringRef folder) {
  return load(source, parse(source, diagnostics), std::move(name), folder);
}

Module *Loader::load(const SourceFile &source, std::shared_ptr<const ast::File> file, std::string name, StringRef folder) {
  auto &slot = modules[source.name().str()];
  slot = std::make_unique<Module>();
  Module &module = *slot;
  module.name = std::move(name);
  module.file = std::move(file);
  for (const ast::DeclPtr &decl : module.file->decls) {
    if (auto *use = llvm::dyn_cast<ast::UseDecl>(decl.get())) {
      take(module, *use, folder);
      continue;
    }
    ast::forEachName(*decl, [&](const ast::Name &name) { declare(module.decls, name, *decl); });
    if (auto *block = llvm::dyn_cast<ast::BlockDecl>(decl.get()))
      checkMembers(*block);
  }
  return &module;
}

Module *Loader::library(StringRef path, SourceRange place) {
  std::string name = fileOf(path);
  auto loaded = modules.find(name);
  if (loaded != modules.end())
    return loaded->second.get();
  const Library::File *file = sources.library().find(name, diagnostics);
  if (!file) {
    diagnostics.report(Diag::UnknownLibrary, place, path)
        .help("the library has " + llvm::join(standardLibraries(), ", "));
    return nullptr;
  }
  return load(file->source, file->tree, name, "");
}

void Loader::take(Module &module, const ast::UseDecl &use, StringRef folder) {
  Module *from = nullptr;
  if (use.path) {
    from = library(use.path->str(), use.path->range);
  } else {
    llvm::SmallString<256> path(folder);
    llvm::sys::path::append(path, use.file);
    auto loaded = modules.find(std::string(path));
    if (loaded != modules.end()) {
      from = loaded->second.get();
    } else {
      auto source = SourceFile::open(path);
      if (!source) {
        diagnostics.report(Diag::FileNotReadable, use.sourceRange, use.file,
                           source.getError().message())
            .help("the file is looked for beside the one that uses it");
        return;
      }
      from = load(sources.add(std::move(*source)), llvm::sys::path::filename(path).str(),
                  llvm::sys::path::parent_path(path));
    }
  }
  if (!from)
    return;
  for (const ast::Alias &alias : use.aliases) {
    if (!from->decls.count(alias.name.text) && !from->used.count(alias.name.text)) {
      std::string best;
      unsigned distance = 4;
      for (const auto &item : from->decls) {
        unsigned d = StringRef(item.first).edit_distance(alias.name.text, true, distance);
        if (d < distance) {
          distance = d;
          best = item.first;
        }
      }
      diagnostics.report(Diag::NotInLibrary, alias.name.range, from->name, alias.name.text)
          .help(best.empty() ? std::string("look into its documentation")
                             : "did you mean `" + best + "`?");
      continue;
    }
    if (module.decls.count(alias.local().text) ||
        !module.used.emplace(alias.local().text, std::make_pair(from, alias.name.text)).second)
      diagnostics.report(Diag::DeclaredTwice, alias.local().range, alias.local().text)
          .help("take it under another name: `" + alias.name.text + " as …`");
  }
}

mlir::OwningOpRef<mlir::ModuleOp> elaborate(mlir::MLIRContext &context, const SourceFile &source,
                                            const FrontendOptions &options, Sources &sources,
                                            Diagnostics &diagnostics) {
  context.loadDialect<KilnDialect>();
  Loader loader(sources, diagnostics);
  Module *prelude = loader.library("std.prelude", {});
  Module *main = loader.load(source, llvm::sys::path::filename(source.name()).str(),
                             llvm::sys::path::parent_path(source.name()));
  if (diagnostics.hasErrors())
    return nullptr;
  return Elaborator(context, options, sources.library(), diagnostics).run(*main, *prelude);
}

} // namespace

const Library::File *Library::find(StringRef name, Diagnostics &diagnostics) {
  if (auto found = files.find(name); found != files.end())
    return &found->second;
  StringRef text = standardLibrary(name);
  if (text.empty())
    return nullptr;
  File &file = files.try_emplace(name.str(), name.str(), text.str()).first->second;
  file.tree = parse(file.source, diagnostics);
  return &file;
}

std::string Library::homeOf(StringRef name) {
  for (StringRef library : standardLibraries()) {
    Diagnostics none;
    for (const ast::DeclPtr &decl : find(fileOf(library), none)->tree->decls) {
      auto *fn = llvm::dyn_cast<ast::FnDecl>(decl.get());
      auto *block = llvm::dyn_cast<ast::BlockDecl>(decl.get());
      if ((fn && !fn->doc.empty() && fn->name.text == name) || (block && block->name.text == name))
        return library.str();
    }
  }
  return "";
}

mlir::OwningOpRef<mlir::ModuleOp> kiln::frontend::compile(mlir::MLIRContext &context,
                                                          StringRef path,
                                                          const FrontendOptions &options,
                                                          Sources &sources,
                                                          Diagnostics &diagnostics) {
  auto source = SourceFile::open(path);
  if (!source) {
    diagnostics.report(Diag::FileNotReadable, SourceRange(), path, source.getError().message())
        .help("give the path of a .kiln file");
    return nullptr;
  }
  return elaborate(context, sources.add(std::move(*source)), options, sources, diagnostics);
}

mlir::OwningOpRef<mlir::ModuleOp> kiln::frontend::compileText(mlir::MLIRContext &context,
                                                              StringRef text, StringRef name,
                                                              const FrontendOptions &options,
                                                              Sources &sources,
                                                              Diagnostics &diagnostics) {
  const SourceFile &source = sources.add(std::make_unique<SourceFile>(name.str(), text.str()));
  return elaborate(context, source, options, sources, diagnostics);
}
