// SPDX-License-Identifier: Apache-2.0
// What expressions mean while a program is elaborated: numbers known when compiled, run-time
// tensors whose leading axes carry labels, trees of them, functions, blocks and parts.
#ifndef KILN_FRONTENDS_KILN_VALUES_H
#define KILN_FRONTENDS_KILN_VALUES_H

#include "frontends/kiln/Ast.h"
#include "frontends/kiln/Dims.h"
#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace kiln::frontend {

/// In the order of names; looked up by what a StringRef says.
template <typename T> using ByName = std::map<std::string, T, std::less<>>;

struct Frame;
struct Instance;
struct Module;
struct PartList;
struct ScanState;

/// An axis with a name: an index of the equation that is being elaborated, or one of the axes that
/// a call maps (`..`). Smaller numbers are older, hence further out; a tensor's labels lie in
/// that order wherever there is a choice.
using LabelId = unsigned;

struct AxisLabel {
  std::string name;
  Dim dim;
  bool known = false; // the dim is known
  bool lost = false;  // what would tell the dim is in error itself
  int64_t low = 0;     // `t: 8 .. 16` begins at 8
  SourceRange place;   // where the index was bound, or got its dim
  /// The variable of a scan: one value at a time, no axis of a tensor.
  ScanState *scan = nullptr;
};

/// A run-time value. The axes of `value` are `labels`, then `axes`.
struct Tensor {
  mlir::Value value;
  llvm::SmallVector<LabelId, 4> labels;
  llvm::SmallVector<Dim, 4> axes;
  /// A number that takes the dtype of what it meets: the variable of a scan.
  bool adapts = false;
  /// How an entry's scalar joins over batches, where it is a reduction over the rows.
  llvm::StringRef combine;

  mlir::Type dtype() const {
    return llvm::cast<mlir::RankedTensorType>(value.getType()).getElementType();
  }
};

/// A declared parameter, state or memory.
struct Storage {
  std::string path; // net.layers[*].w
  std::string role = "weight";
  unsigned id = 0;
  unsigned stacked = 0;
  bool isParam = true;
  /// Handed in and out by the outermost call of a face: it has a value during such a call alone.
  bool isMemory = false;
  bool updatedByTrain = false;
  bool updatedByInfer = false;
  bool readByInfer = false;
  mlir::RankedTensorType type; // with the stacked axes
  llvm::SmallVector<Dim, 4> dims; // without them
  llvm::SmallVector<LabelId, 4> labels; // memory: what `..` stands for
  const ast::StorageDecl *decl = nullptr;
  std::string leaf; // of a `like` tree: the path below its root
  Instance *owner = nullptr;
  SourceRange place;
};

enum class TermKind {
  Error, // reported already
  Int,
  Real,
  Bool,
  Role, // of a parameter
  Affine, // an affine expression of indices
  Tensor,
  Tree,
  List,
  Tuple, // the results of a call with several
  Fn,
  Builtin,
  Block,
  Part,
  PartList,
  Draw, // a distribution
  Dtype,
  Record, // named constants: what an analysis found
};

struct Term;

/// One tensor of a tree, or a number that stands for all its elements.
struct Leaf;

struct Tree {
  std::vector<Leaf> leaves;
  /// The part, or the parts of `part xs[L]`, whose parameters the tree has; neither for a single tensor.
  Instance *like = nullptr;
  PartList *list = nullptr;

  /// The path of leaf `i` below `root`, which may be empty.
  std::string pathBelow(llvm::StringRef root, size_t i) const;
  /// Whether there is one tree of a list's parameters for each value of an index.
  bool hasRows() const;
};

/// A function with the values that it was given when it was made.
struct Closure {
  const ast::FnDecl *decl = nullptr;
  const ast::LambdaExpr *lambda = nullptr;
  Module *module = nullptr;
  /// The frame of a lambda or of an applied first parameter list.
  std::shared_ptr<Frame> captured;
  /// The first list is applied; the function takes the second.
  bool inner = false;
};

/// A distribution: `uniform(low, high)`, `normal(mean, sd)`, `bernoulli(p)`…
struct Distribution {
  std::string kind;
  std::vector<Term> args;
};

/// `part xs[L]`: one instance with stacked parameters, or one for each combination.
struct PartList {
  std::string name;
  std::vector<int64_t> counts;
  bool stacked = false;
  std::vector<Instance *> instances; // stacked: one

  /// The part of one layer, by a number for each of `counts`.
  Instance &at(llvm::ArrayRef<int64_t> layer) const;
};

struct Term {
  TermKind kind = TermKind::Error;
  Dim integer; // Int; List: how long it is, as a dim
  double real = 0;
  bool truth = false;
  std::string text; // Role, Builtin, Dtype; Part: the face, if named
  mlir::AffineExpr affine;
  Tensor tensor;
  std::shared_ptr<Tree> tree;
  std::shared_ptr<std::vector<Term>> items; // List, Tuple
  std::shared_ptr<ByName<Term>> fields; // Record
  std::shared_ptr<Closure> closure;
  std::shared_ptr<Distribution> draw;
  const ast::BlockDecl *block = nullptr;
  Module *module = nullptr; // Block
  Instance *part = nullptr;
  PartList *partList = nullptr;
  /// Part: one layer of stacked parameters.
  std::vector<int64_t> layer;
  /// The storage that this value was read from.
  Storage *storage = nullptr;

  static Term number(const Dim &dim) {
    Term term;
    term.kind = TermKind::Int;
    term.integer = dim;
    return term;
  }
  static Term number(double real) {
    Term term;
    term.kind = TermKind::Real;
    term.real = real;
    return term;
  }
  static Term boolean(bool truth) {
    Term term;
    term.kind = TermKind::Bool;
    term.truth = truth;
    return term;
  }
  /// A list that is `length` long.
  static Term list(std::vector<Term> items, std::optional<Dim> length = std::nullopt) {
    Term term;
    term.kind = TermKind::List;
    term.integer = length.value_or(Dim(int64_t(items.size())));
    term.items = std::make_shared<std::vector<Term>>(std::move(items));
    return term;
  }
  static Term of(Tensor tensor) {
    Term term;
    term.kind = TermKind::Tensor;
    term.tensor = std::move(tensor);
    return term;
  }
  static Term of(std::shared_ptr<Tree> tree) {
    Term term;
    term.kind = TermKind::Tree;
    term.tree = std::move(tree);
    return term;
  }

  bool isError() const { return kind == TermKind::Error; }
  bool isNumber() const { return kind == TermKind::Int || kind == TermKind::Real; }
  bool isConstant() const { return isNumber() || kind == TermKind::Bool; }
  bool isTensor() const { return kind == TermKind::Tensor; }
  /// Int and Real as a double.
  double asReal() const { return kind == TermKind::Int ? double(integer.size()) : real; }
};

/// A list with other words for how long it and the lists in it are.
Term withLengths(Term list, llvm::function_ref<Dim(const Dim &)> length);

struct Leaf {
  std::string path; // below the root of the tree; empty for a single tensor
  std::string role = "weight";
  Term value;
};

/// A block with its static arguments: what `part` makes.
struct Instance {
  std::string path;  // net.layers[*]
  unsigned frame = 0; // of the symbols of its dims
  const ast::BlockDecl *block = nullptr;
  Module *module = nullptr;
  bool frozen = false;
  bool recompute = false; ///< what its applications leave for a gradient is made again
  std::vector<int64_t> stack; // counts of the `[*]` in the path
  ByName<Term> names; // statics, consts, parts
  ByName<Storage *> storages;
  ByName<std::vector<Storage *>> trees; // state m: like net
  ByName<std::shared_ptr<Tree>> treeShapes;
  /// Parameters of this part and the parts in it, in the order of declaration.
  std::vector<Storage *> params;
  /// The same with states.
  std::vector<Storage *> all;
  SourceRange place;
};

/// One source file: what its names mean.
struct Module {
  std::shared_ptr<const ast::File> file;
  std::string name; // as shown: vit.kiln, std/nn.kiln
  ByName<const ast::Decl *> decls;
  /// Names taken by `use`: the module and the name in it.
  ByName<std::pair<Module *, std::string>> used;
  ByName<Term> values; // consts already evaluated
  ByName<std::set<std::string>> reads; // the dims of a file that each of them was made of
  ByName<bool> busy;

  /// Where a name of this file is declared, here or in what it uses, and what it is called there; null where it is nowhere.
  std::pair<Module *, llvm::StringRef> home(llvm::StringRef name);
  llvm::StringMap<bool> valueNames; // as Elaborator::isValueName found them
};

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_VALUES_H
