// SPDX-License-Identifier: Apache-2.0
// The whole frontend in one call: a .kiln file becomes a verified module of the dialect.
#ifndef KILN_FRONTENDS_KILN_FRONTEND_H
#define KILN_FRONTENDS_KILN_FRONTEND_H

#include "frontends/kiln/Diagnostics.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kiln::frontend {

namespace ast {
struct File;
} // namespace ast

struct FrontendOptions {
  /// `--set B=64` and `--set predict.B=1`: a dim of the file, or of one entry, and its size.
  std::vector<std::pair<std::string, int64_t>> sets;
  /// Every float of the file is f64; draws are the f32 draws widened.
  bool f64 = false;
  /// Paths of values, such as `net.layers[0].y`, that become further outputs of the entries that compute them:
  /// the part's path and the name that `=` gives in its body, or only a name of the entry's own body. `#2` behind it
  /// is the second time that one entry does.
  std::vector<std::string> taps;
};

/// The standard library: each of its files is parsed when it is first asked for. One may serve any number of compilations,
/// one after the other.
class Library {
public:
  struct File {
    File(std::string name, std::string text) : source(std::move(name), std::move(text)) {}
    SourceFile source;
    std::shared_ptr<const ast::File> tree;
  };
  /// The file of a name such as `std/nn.kiln`; null where there is none.
  const File *find(llvm::StringRef name, Diagnostics &diagnostics);
  /// Where it has a block or a documented function of this name, such as `std.nn`; empty if nowhere.
  std::string homeOf(llvm::StringRef name);

private:
  std::map<std::string, File, std::less<>> files;
};

/// The texts of one compilation, the library's among them. Diagnostics point into them, so they must outlive these.
class Sources {
public:
  explicit Sources(std::shared_ptr<Library> library = std::make_shared<Library>()) : shared(std::move(library)) {}

  const SourceFile &add(std::unique_ptr<SourceFile> file) {
    files.push_back(std::move(file));
    return *files.back();
  }
  Library &library() { return *shared; }

private:
  std::shared_ptr<Library> shared;
  std::vector<std::unique_ptr<SourceFile>> files;
};

/// Reads, parses, checks and elaborates the file at `path`. Null where `diagnostics` has errors.
mlir::OwningOpRef<mlir::ModuleOp> compile(mlir::MLIRContext &context, llvm::StringRef path,
                                          const FrontendOptions &options, Sources &sources,
                                          Diagnostics &diagnostics);

/// The same for a text that is not in a file, shown as `name`.
mlir::OwningOpRef<mlir::ModuleOp> compileText(mlir::MLIRContext &context, llvm::StringRef text,
                                              llvm::StringRef name, const FrontendOptions &options,
                                              Sources &sources, Diagnostics &diagnostics);

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_FRONTEND_H
