// SPDX-License-Identifier: Apache-2.0
// What elaboration knows of the place where it is: the body, its names and rows, the statement's indices, the scan, the
// entry.
#ifndef KILN_FRONTENDS_KILN_FRAMES_H
#define KILN_FRONTENDS_KILN_FRAMES_H

#include "dialects/kiln/Kiln.h"
#include "frontends/kiln/Values.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"

namespace kiln::frontend {

using Labels = llvm::SmallVector<LabelId, 4>;
using Dims = llvm::SmallVector<Dim, 4>;
using Args = std::vector<std::pair<const ast::Name *, Term>>; // null: positional

enum class BindingKind { Value, Input, Carry, LoopVariable };

/// A scan whose body is being elaborated.
struct ScanState {
  mlir::Block *block = nullptr;
  mlir::Value step; // from 0, whatever the range
  mlir::OpBuilder::InsertPoint outside;
  /// What the body reads at the step from values around the scan: each becomes a sequence.
  struct Sequence {
    mlir::Value base, whole, slice;
    mlir::AffineMap map;
    mlir::Attribute fill;
  };
  std::vector<Sequence> sequences;
  /// Of a loop over an index of an equation: the one around it.
  ScanState *outerMap = nullptr;
  /// Labels that a carry turned out to need.
  ByName<Labels> grown;
};

struct Binding {
  Term term;
  BindingKind kind = BindingKind::Value;
  SourceRange place;
  const ast::Expr *made = nullptr; // what `=` gave it
};

/// What a signature or a type annotation says about a name.
struct Declared {
  mlir::Type dtype; // null: any
  bool hasDots = false;
  bool hasDims = false;
  Dims dims;
  std::shared_ptr<Tree> like; // `like net`
  const ast::Type *type = nullptr;
};

/// A body that is being elaborated.
struct Frame {
  Frame *outer = nullptr; // the body around this one
  Module *module = nullptr;
  Instance *self = nullptr;
  ByName<Binding> names;
  ByName<Declared> results;
  std::map<const Storage *, SourceRange> updates; // `<-` seen in this text
  unsigned dimFrame = 0;
  bool ofNumbers = false;           // a function that only computes with numbers: they stay in the caller's words
  bool ofOwnPart = false;           // called from a face of the same part, whose dims are these
  Dim::Equalities given;             // dims that the signature has named, as the caller has them
  /// A dim of this body as its caller has it.
  Dim outside(const Dim &dim) const { return ofOwnPart ? dim.substitute(given) : dim.leave(dimFrame); }
  Labels dots;   // what `..` stands for
  bool dotsBound = false;
  Labels mapped; // labels that arguments brought along
  Labels passed; // those of them that `..` of the caller stands for, by arguments with `..` of their own
  const Frame *caller = nullptr; // whose arguments are bound
  bool train = false;
  ScanState *scan = nullptr; // the body of a scan
  std::string loopVariable;  // its variable
  /// A row written by index; `outer` of its positions are the variables of scans around this one.
  struct Row {
    Term value;
    SourceRange place;
    size_t outer = 0;
  };
  ByName<Row> rows;
};

/// The indices of one statement: scopes of names, and what the range collection found.
struct Equation {
  std::vector<ByName<LabelId>> scopes;
  std::map<const ast::Expr *, Labels> reducerLabels;
  std::map<const ast::Expr *, Term> cache;
  /// How many uses of call paths there were before and after ranges were collected, which may call.
  size_t usesBefore = 0, usesCollected = 0;
  bool collected = false;
  bool hasLeft = false;
};

/// What a `data` declaration drew for an entry.
struct DataDraw {
  bool done = false;
  SourceRange place;
  Dims lead;
  ByName<Term> fields;
};

struct MetricResult {
  std::string name;
  mlir::Value value;
};

/// A named value that becomes an output of the entry, on its way out of the loops around it.
struct Tap {
  size_t wanted;                 // which of FrontendOptions::taps
  std::vector<int64_t> layers;   // of the loops over layers that it has still to leave, outermost first
  mlir::Value value;
  std::optional<int64_t> rowAxis; // of `value`
  size_t uses;                   // of call paths when it was defined
  SourceRange place;
};

struct EntryState {
  EntryOp op;
  mlir::Block *block = nullptr;
  bool isTrain = false;
  bool isInit = false;
  std::string name;
  std::vector<mlir::Value> storages; // current value by id; null: not read yet
  std::vector<mlir::Value> initial;  // the argument
  std::vector<mlir::Attribute> argAttrs;
  ByName<mlir::Value> builtins;
  mlir::Value layer; // the number of the current fold step; null: 0
  int64_t layerCount = 1;
  llvm::StringMap<int> pathUses;
  std::vector<llvm::StringMapEntry<int> *> uses; // the paths counted there, in order
  /// Layers that the parts around here are at, outermost first; null: at all of them, in one loop.
  std::vector<std::optional<int64_t>> layers;
  std::vector<Tap> taps;

  /// Counts one more use of a call path.
  int use(const std::vector<std::string> &path);
  /// Forgets the uses since there were `count`, and the taps.
  void forgetUses(size_t count);
  ScanState *mapLoop = nullptr; // the innermost loop over an index of an equation
  const ast::MetricStmt *metric = nullptr; // that is being elaborated
  unsigned metricParts = 0;
  llvm::DenseSet<mlir::Value> metricTotals; // its reductions over all batches so far
  llvm::DenseSet<mlir::Value> ofBatch;      // what the entry itself made of the rows of one batch together
  std::vector<MetricResult> metrics;
  ByName<DataDraw> data;
  ByName<int> dataUses;
  /// Blocks that hang in no op yet, outermost first.
  std::vector<mlir::Block *> open;
};

/// Whether one of `values` was computed from one of `on`, with a derivative.
bool dependsOn(llvm::ArrayRef<mlir::Value> values, const llvm::DenseSet<mlir::Value> &on);

/// Lists a block under construction for the time of a scope.
struct OpenBlock {
  EntryState &entry;
  OpenBlock(EntryState &entry, mlir::Block *block) : entry(entry) { entry.open.push_back(block); }
  ~OpenBlock() { entry.open.pop_back(); }
};

/// Storages keep no value of a block that is given up, after an error in it. To be declared behind its region.
struct BlockValues {
  EntryState &entry;
  mlir::Block *block;
  std::vector<mlir::Value> before;
  BlockValues(EntryState &entry, mlir::Block *block)
      : entry(entry), block(block), before(entry.storages) {}
  ~BlockValues() {
    if (block->getParentOp())
      return;
    before.resize(entry.storages.size());
    for (size_t i = 0; i < before.size(); ++i)
      if (entry.storages[i] && entry.storages[i].getParentBlock() == block)
        entry.storages[i] = before[i];
  }
};

/// Makes an index the variable of a scan (or with null an axis again) for the time of a scope.
struct StepLabel {
  std::vector<AxisLabel> &labels; // which grows meanwhile
  LabelId label;
  ScanState *old;
  StepLabel(std::vector<AxisLabel> &labels, LabelId label, ScanState *scan)
      : labels(labels), label(label), old(labels[label].scan) {
    labels[label].scan = scan;
  }
  ~StepLabel() { labels[label].scan = old; }
};

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_FRAMES_H
