// SPDX-License-Identifier: Apache-2.0
// Elaboration: walks the syntax tree with the values of Values.h and emits the dialect. Names,
// dims, dtypes, storage and gradients are checked where they are met; every block is inlined at its
// calls, `part xs[L]` stays one scan. One class, its methods by topic in the files named below.
#ifndef KILN_FRONTENDS_KILN_ELABORATOR_H
#define KILN_FRONTENDS_KILN_ELABORATOR_H

#include "frontends/kiln/Diagnostics.h"
#include "frontends/kiln/Frames.h"
#include "frontends/kiln/Frontend.h"
#include "frontends/kiln/Tables.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SetVector.h"
#include <functional>

namespace kiln::frontend {

class Elaborator {
public:
  Elaborator(mlir::MLIRContext &context, const FrontendOptions &options, Library &library, Diagnostics &diagnostics);

  /// Elaborates `main`, whose modules are all loaded.
  mlir::OwningOpRef<mlir::ModuleOp> run(Module &main, Module &prelude);

private:
  //===- Names.cpp: what a name means ---------------------------------------------------------===
  const Binding *findBinding(llvm::StringRef name) const;
  std::optional<Term> lookup(llvm::StringRef name, SourceRange place);
  std::optional<Term> lookupOutside(llvm::StringRef name, SourceRange place); // of the bodies around here
  std::optional<Term> lookupModule(Module &module, llvm::StringRef name, SourceRange place);
  std::optional<Term> memberTerm(Instance &part, llvm::StringRef name, SourceRange place);
  Term evalDecl(Module &module, const ast::Decl &decl, llvm::StringRef name);
  Term unknownName(llvm::StringRef name, SourceRange place);
  bool isRole(llvm::StringRef name, SourceRange place);
  bool isValueName(llvm::StringRef name);
  std::optional<LabelId> findLabel(llvm::StringRef name) const;
  std::vector<std::pair<std::string, SourceRange>> namesInScope() const;

  //===- Causes.cpp: more lines that take part in an error ------------------------------------===
  void showValues(size_t first, const ast::BindStmt &stmt);
  void showConst(Diagnostic &diagnostic, llvm::StringRef name);
  void showParameters(Diagnostic &diagnostic, const ast::Expr &condition);
  void resultMissing(const Frame &inside, const ast::Field &field);

  //===- Expressions.cpp ----------------------------------------------------------------------===
  Term eval(const ast::Expr &expr);
  Term evalFresh(const ast::Expr &expr); // with an equation of its own
  Term evalName(const ast::NameExpr &expr);
  Term evalIf(const ast::IfExpr &expr);
  /// Counts one step of elaboration; false once the limit is passed, so that all loops end.
  bool spend(SourceRange place);
  Term evalMember(const ast::MemberExpr &expr);
  Term evalBinary(const ast::BinaryExpr &expr);
  Term binary(ast::BinaryOp op, const Term &a, const Term &b, SourceRange place);
  Term unary(ast::UnaryOp op, const Term &a, SourceRange place);
  Term select(const Term &condition, const Term &a, const Term &b, SourceRange place);
  std::optional<Dim> evalDim(const ast::Expr &expr);
  std::optional<int64_t> evalInt(const ast::Expr &expr);

  //===- Lists.cpp ----------------------------------------------------------------------------===
  Term evalList(const ast::ListExpr &expr);
  std::optional<Tensor> listTensor(const Term &list, mlir::Type dtype, SourceRange place);

  //===- Numbers.cpp: what is known when compiled ---------------------------------------------===
  std::optional<Term> foldBinary(ast::BinaryOp op, const Term &a, const Term &b, SourceRange place);
  std::optional<Term> foldAffine(ast::BinaryOp op, const Term &a, const Term &b);
  std::optional<Term> foldCall(llvm::StringRef name, llvm::ArrayRef<Term> args, SourceRange place);
  /// Smallest and largest value over the ranges of the labels.
  std::pair<int64_t, int64_t> bounds(mlir::AffineExpr expr) const;
  Labels labelsOf(mlir::AffineExpr expr) const;
  Term foldReducer(llvm::StringRef word, const ast::CallExpr &call, const ast::IndexExpr &head,
                   llvm::ArrayRef<LabelId> over);

  //===- Tables.cpp: const t[i: 1000] = … -----------------------------------------------------===
  Term evalTable(const ast::ConstDecl &decl);
  std::optional<Column> tableColumn(const ast::Expr &expr, TableAxes &axes);
  std::optional<Column> tableReduction(const ast::CallExpr &call, const ast::IndexExpr &head,
                                       TableAxes &axes);
  std::optional<Column> tableRead(const ast::IndexExpr &expr, TableAxes &axes);

  //===- Emit.cpp: ops on labelled tensors ----------------------------------------------------===
  mlir::Location loc();
  mlir::AffineExpr dimExpr(unsigned position);
  llvm::SmallVector<int64_t> sizesOf(llvm::ArrayRef<LabelId> labels, llvm::ArrayRef<Dim> axes) const;
  mlir::RankedTensorType typeOf(llvm::ArrayRef<LabelId> labels, llvm::ArrayRef<Dim> axes,
                                mlir::Type dtype);
  mlir::Type floatType();
  mlir::Type i32() { return builder.getI32Type(); }
  mlir::Type boolType() { return builder.getI1Type(); }
  mlir::Type dtypeOf(llvm::StringRef name);
  std::string spell(mlir::Type dtype) const;
  std::string spell(const Term &term) const;
  std::string spellShape(const Tensor &tensor) const;
  mlir::Value splat(double real, mlir::RankedTensorType type);
  /// A number or truth value as an element of `dtype`; `elementOf` says, with an error, where it is none.
  mlir::TypedAttr element(const Term &number, mlir::Type dtype);
  mlir::TypedAttr elementOf(const Term &number, mlir::Type dtype, SourceRange place);
  Tensor constant(const Term &number, mlir::Type dtype);
  Tensor constant(mlir::TypedAttr element, const Tensor *like = nullptr);
  Tensor iota(mlir::AffineExpr expr, mlir::Type dtype);
  /// False, with an error, for storage that is met outside of entries, where nothing is computed.
  bool hasValue(const Term &term, SourceRange place);
  /// Numbers and affine indices become tensors of `dtype`; tensors stay.
  /// A number takes the shape of `like`, if given.
  std::optional<Tensor> toTensor(const Term &term, mlir::Type dtype, SourceRange place, const Tensor *like = nullptr);
  mlir::Value arrange(const Tensor &tensor, llvm::ArrayRef<LabelId> labels,
                      llvm::ArrayRef<Dim> axes);
  bool align(llvm::MutableArrayRef<Tensor> tensors, SourceRange place);
  Tensor convert(const Tensor &tensor, mlir::Type dtype);
  template <typename Op> Tensor emitUnary(const Tensor &a) {
    Tensor result = a;
    result.adapts = false;
    result.combine = {};
    result.value = Op::create(builder, loc(), a.value.getType(), a.value);
    return result;
  }
  template <typename Op> Tensor emitBinary(const Tensor &a, const Tensor &b) {
    Tensor result = a; // aligned
    result.adapts = false;
    result.combine = {};
    result.value = Op::create(builder, loc(), a.value.getType(), a.value, b.value);
    return result;
  }
  Tensor emitCompare(Comparison predicate, Tensor a, Tensor b);
  Tensor emitSelect(const Tensor &condition, const Tensor &a, const Tensor &b);
  Tensor emitReduce(Reduction kind, const Tensor &a, llvm::ArrayRef<LabelId> labels,
                    bool allAxes = false);
  Tensor emitContract(const Tensor &a, const Tensor &b, llvm::ArrayRef<LabelId> over);
  mlir::Value emitRead(mlir::Value operand, mlir::AffineMap map, llvm::ArrayRef<int64_t> shape,
                       mlir::TypedAttr fill = {});
  bool sizeAllowed(llvm::ArrayRef<int64_t> shape, SourceRange place);

  //===- Indices.cpp: which index runs over which dim -----------------------------------------===
  LabelId newLabel(llvm::StringRef name, std::optional<Dim> dim, SourceRange place);
  bool hasRange(LabelId label, const llvm::Twine &repair);
  bool sameDim(const Dim &a, const Dim &b) const;
  void learnEqual(const ast::Expr &condition, bool holds);
  LabelId bindIndex(const ast::Name &name, std::optional<Dim> range);
  void collectRanges(const ast::Expr &expr);
  bool collectOnce(const ast::Expr &expr, bool &changed);
  bool collectItems(const ast::IndexExpr &expr, bool &changed);
  void enterReducer(const ast::CallExpr &call, const ast::IndexExpr &head);
  bool ready(const ast::Expr &expr);
  std::optional<Dim> rangeOf(const ast::IndexItem &item, int64_t *low);
  const ast::IndexExpr *reducerHead(const ast::CallExpr &call);

  //===- Reads.cpp: x[…] ----------------------------------------------------------------------===
  Term evalIndex(const ast::IndexExpr &expr);
  /// `keep[l, r]`: what a `for` collected, if anything of this name.
  std::optional<Term> keptValue(const ast::NameExpr &name, const ast::IndexExpr &expr);
  /// The constant numbers in `layers[1]`, one for each count of the list.
  std::optional<std::vector<int64_t>> layerNumbers(const PartList &list, const ast::IndexExpr &expr);
  Term readTensor(const Tensor &base, const ast::IndexExpr &expr);
  Term gather(Tensor base, const ast::IndexExpr &expr); // Gathers.cpp
  Tensor nameAxes(const Tensor &base, llvm::ArrayRef<std::optional<LabelId>> names);
  /// `base` read at the steps of scans around here, or null where it is computed inside of them.
  mlir::Value readAtSteps(mlir::Value base, mlir::AffineMap map, llvm::ArrayRef<int64_t> shape,
                          mlir::TypedAttr fill, llvm::ArrayRef<LabelId> steps);
  /// Whether `value` is computed outside of `block`, which is under construction.
  bool isOutside(mlir::Value value, mlir::Block *block) const;
  void agree(LabelId label, const Dim &dim, SourceRange place);
  bool splitGroup(const ast::IndexItem &item, const Dim &axis, mlir::AffineExpr &coordinate);

  //===- Reducers.cpp, Keepers.cpp: sum[k](…), softmax[s](…), join ----------------------------===
  Term evalReducer(const ast::CallExpr &call, const ast::IndexExpr &head);
  Term reduceOver(llvm::StringRef name, const ast::CallExpr &call, const ast::IndexExpr &head,
                  const Labels &over, bool star);
  std::optional<Tensor> sumProduct(const ast::Expr &body, const Labels &over);
  bool factorsOf(const ast::Expr &expr, std::vector<const ast::Expr *> &factors);
  std::optional<Tensor> reducerMask(const ast::IndexExpr &head, const Labels &over);
  Term keeper(llvm::StringRef name, const ast::CallExpr &call, const ast::IndexExpr &head,
              const Labels &over, const Labels &own, bool star);
  Term evalJoin(const ast::CallExpr &call, const ast::IndexExpr &head);

  //===- Lines.cpp: cumsum[t](…), argsort[k](…) -----------------------------------------------===
  std::optional<Tensor> walk(llvm::StringRef word, const Tensor &x, LabelId over,
                             const std::optional<Tensor> &mask, SourceRange place);
  /// A tensor of the shape of `model` with every element equal to `value`.
  Tensor like(const Tensor &model, double value);
  /// log(sum) + plus, -inf where the sum is 0, with finite derivatives everywhere.
  Tensor logOrNothing(const Tensor &sum, const Tensor &plus);
  Tensor axesToLabels(Tensor tensor, Labels &made);
  Tensor labelsToAxes(Tensor tensor, llvm::ArrayRef<LabelId> labels);

  //===- Calls.cpp: functions and faces -------------------------------------------------------===
  Term evalCall(const ast::CallExpr &call);
  Term apply(const Term &callee, const Args &args, SourceRange place, llvm::StringRef name);
  Term callFn(const Closure &closure, const Args &args, SourceRange place, llvm::StringRef name);
  /// Whether this face of this part is being computed already, which is told as an error.
  bool isActive(const Instance &part, const ast::FaceDecl &face, SourceRange place, llvm::StringRef name);
  Term callFace(Instance &part, const ast::FaceDecl &face, const Args &args, SourceRange place,
                llvm::StringRef name);
  const ast::FaceDecl *findFace(Instance &part, llvm::StringRef name, SourceRange place);
  bool bindParams(Frame &frame, const std::vector<ast::Param> &params, const Args &args,
                  SourceRange place, llvm::StringRef name, bool statics);
  bool bindParam(Frame &frame, const ast::Param &param, Term arg, SourceRange place);
  std::optional<Tensor> bindShape(Frame &frame, const ast::Param &param, Tensor tensor,
                                  SourceRange place);
  std::optional<Declared> declare(const ast::Type &type);
  Term finishCall(Frame &frame, const ast::Result &result);
  Term leaveCall(Frame &frame, Term term, const Declared *declared, SourceRange place);
  Term convertTo(mlir::Type dtype, const Args &args, SourceRange place);
  Term callTree(const Term &tree, const Args &args, SourceRange place, llvm::StringRef name);
  std::shared_ptr<Tree> bindTree(const Tree &shape, const Term &arg, SourceRange place);
  /// Refuses a function or block that needs itself.
  bool enter(const ast::Decl &decl, llvm::StringRef name, SourceRange place);

  //===- BuiltinCalls.cpp: sqrt(x), max(a, b), stop(x), uniform(a)… ---------------------------===
  Term callBuiltin(llvm::StringRef name, const Args &args, SourceRange place);
  Term callElementwise(llvm::StringRef name, const Term &arg, SourceRange place);
  Term callTest(llvm::StringRef name, const Term &arg, SourceRange place);
  Term makeDraw(llvm::StringRef name, const Args &args, SourceRange place);
  std::optional<Tensor> conform(const Term &term, const Declared &declared, SourceRange place);

  //===- Statements.cpp -----------------------------------------------------------------------===
  void runBody(const ast::Body &body);
  void runStmt(const ast::Stmt &stmt);
  void runBind(const ast::BindStmt &stmt);
  void runEqual(const ast::BindStmt &stmt);
  void runUpdate(const ast::BindStmt &stmt);
  void runDraw(const ast::BindStmt &stmt);
  bool runRow(const ast::BindStmt &stmt);
  Term runEquation(const ast::BindStmt &stmt, const ast::Target &target,
                   llvm::ArrayRef<ast::IndexItem> items, const Declared *declared);
  void define(const ast::Target &target, Term term, const ast::Expr *made = nullptr);
  void runWhen(const ast::WhenStmt &stmt);
  void runFor(const ast::ForStmt &stmt);

  //===- Checks.cpp ---------------------------------------------------------------------------===
  void runCheck(const ast::Check &check, bool inBody);
  void expect(const ast::Expr &condition);
  void print(const ast::Expr &expr);
  void mark(mlir::Value value, llvm::StringRef kind, const std::string &text);
  void raiseMarks(llvm::SmallVectorImpl<mlir::Value> &results,
                  llvm::SmallVectorImpl<mlir::Attribute> &attrs);

  //===- Metrics.cpp --------------------------------------------------------------------------===
  void runMetric(const ast::MetricStmt &stmt);
  Tensor overBatches(const Tensor &batch, Reduction kind, const Tensor &rows);
  bool isRowByRow(const Tensor &rows) const;
  /// Remembers what was made of the rows of one batch: no metric may be made of it.
  void noteOfBatch(mlir::Value value);

  //===- Updates.cpp --------------------------------------------------------------------------===
  void assign(const Term &target, const Term &value, SourceRange place);
  bool hasPosition(const ast::Target &target);
  Term placed(const ast::BindStmt &stmt, const ast::Target &target, const Tensor &old);
  void assignCarry(Binding &carry, const Term &value, SourceRange place);
  Binding *findCarry(llvm::StringRef name);
  void assignStorage(Storage &storage, const Term &value, SourceRange place);

  //===- Scans.cpp: the scan statement --------------------------------------------------------===
  void runScan(const ast::ScanStmt &stmt);
  bool scan(const ast::ScanStmt &stmt);
  void giveUp(const ast::ScanStmt &stmt);
  std::optional<Term> carryOf(const ast::Carry &carry);
  void cutWindow(Frame &inside, const ast::ScanStmt &stmt, int64_t window, int64_t count);

  //===- Taps.cpp: values that are wanted by their path ---------------------------------------===
  void tap(llvm::StringRef name, const Term &term, SourceRange place);
  /// The taps behind the first `before` become rows of the loop whose body `yields` ends.
  void yieldTaps(size_t before, int64_t count, llvm::SmallVectorImpl<mlir::Value> &yields,
                 llvm::SmallVectorImpl<mlir::Type> &rowTypes);
  /// … and these rows, or the layer of them that is wanted, take their place.
  void stackTaps(size_t before, mlir::ValueRange rows, bool isFold);
  void rowsFirst(Tap &tap);
  void returnTaps(llvm::SmallVectorImpl<mlir::Value> &results,
                  llvm::SmallVectorImpl<mlir::Attribute> &attrs);
  void checkTaps();

  //===- Analyses.cpp: receptive(feat, image) -------------------------------------------------===
  Term callReceptive(const Args &args, SourceRange place);

  //===- Folds.cpp, Regions.cpp ---------------------------------------------------------------===
  Term fold(PartList &list, llvm::StringRef face, const Args &args, SourceRange place);
  /// One layer of a stacked value.
  mlir::Value layerSlice(mlir::Value whole, llvm::ArrayRef<int64_t> layer);
  Term layerSlice(const Term &whole, llvm::ArrayRef<int64_t> layer);
  Term layerOf(Instance &part, llvm::ArrayRef<int64_t> layer,
               llvm::function_ref<Term()> call, SourceRange place);
  llvm::SetVector<mlir::Value> isolate(mlir::Region &region);
  Term callApart(Instance &part, llvm::function_ref<Term()> call);
  std::vector<mlir::Value> composite(llvm::StringRef name,
                                     llvm::function_ref<std::vector<mlir::Value>()> body);

  //===- Parts.cpp: instances and their storage -----------------------------------------------===
  Term makeParts(const ast::PartDecl &decl, const ast::PartName &name, Module &module,
                 Instance *owner);
  Term partList(const ast::Expr &value, std::string own, llvm::ArrayRef<ast::Rep> reps, std::vector<int64_t> stack,
                bool frozen, Instance *owner);
  Term instantiate(const Term &block, const Args &args, const std::string &path,
                   llvm::ArrayRef<int64_t> stack, bool frozen, Instance *owner, SourceRange place);
  Term partValue(const ast::Expr &value, const std::string &path, llvm::ArrayRef<int64_t> stack,
                 bool frozen, Instance *owner);
  void declareStorage(const ast::StorageDecl &decl, Instance *owner);
  Storage *addStorage(std::string path, const ast::StorageDecl &decl, const Declared &declared,
                      llvm::ArrayRef<int64_t> stack, Instance *owner, SourceRange place);
  mlir::Value readStorage(Storage &storage);
  Term storageTerm(Storage &storage);
  const ast::PartName *partOfFile(const ast::Expr &callee, Module *&home, const ast::PartDecl *&part);
  std::shared_ptr<Tree> treeOf(Instance &part, bool values);
  std::shared_ptr<Tree> treeOf(const Term &term, SourceRange place);

  //===- Memories.cpp: `memory` of faces ------------------------------------------------------===
  void declareMemory(const ast::StorageDecl &decl, Instance &owner);
  std::shared_ptr<Tree> memoryType(const ast::Type &type);
  std::shared_ptr<Tree> takeMemory(Instance &part, const ast::FaceDecl &face, Args &args);
  bool openMemory(Instance &part, const Tree &given, const Frame &inside, SourceRange place);
  void nameMemoryDims(Instance &part, Frame &inside);
  Term closeMemory(Instance &part, const Tree &given, llvm::ArrayRef<mlir::Value> old, Term result);
  Term memoryValue(Storage &storage);
  Term reorder(const Term &memory, const Term &from, SourceRange place);
  void assignMemory(Storage &storage, const Term &value, SourceRange place);
  llvm::SmallVector<Storage *> heldBy(const Instance &part) const;

  //===- Trees.cpp: grad, norm, dot, leaf by leaf ---------------------------------------------===
  bool fits(const Tree &tree, const Tree &shape, const Term &given, SourceRange place);
  Term mapTrees(llvm::ArrayRef<Term> terms, SourceRange place,
                llvm::function_ref<Term(llvm::ArrayRef<Term>)> leaf);
  Term evalGrad(const Args &args, SourceRange place);
  static bool isTrained(const Term &part);
  Term treeMember(const Term &term, const ast::Name &name);
  Term treeLayer(const Tree &tree, llvm::ArrayRef<int64_t> layer);
  Term treeNorm(const Tree &tree, SourceRange place);
  Term leafNorms(const Tree &tree, SourceRange place);
  Term treeDot(const Tree &a, const Tree &b, SourceRange place);

  //===- GradLoops.cpp ------------------------------------------------------------------------===
  void mentionedLabels(const ast::Expr &expr, std::vector<std::string> &bound, Labels &found);
  bool yieldsTree(const ast::Expr &expr);
  std::optional<Term> evalMappedGrad(const ast::CallExpr &call);
  std::optional<Term> reduceTrees(llvm::StringRef word, const ast::Expr &body,
                                  const ast::IndexExpr &head, const Labels &over);
  Term gradOver(const ast::CallExpr &call, llvm::ArrayRef<LabelId> over, const Labels &summed);

  //===- Draws.cpp ----------------------------------------------------------------------------===
  std::optional<Tensor> draw(const Term &distribution, llvm::ArrayRef<LabelId> labels,
                             const Dims &axes, mlir::Type dtype, SourceRange place);
  Tensor random(Draw kind, llvm::ArrayRef<LabelId> labels, const Dims &axes);
  int64_t stream() const;
  void buildInit();
  mlir::Value initialValue(Storage &storage);

  //===- Entries.cpp --------------------------------------------------------------------------===
  void buildEntry(Module &module, const ast::EntryDecl &decl);
  Term drawInput(Module &module, const ast::Param &param, const Declared &declared); // Data.cpp
  const ast::DataDecl *findData(Module *&module, const ast::Name &name);
  void beginEntry(llvm::StringRef name, Mode mode);
  void finishEntry(llvm::ArrayRef<mlir::Value> outputs, llvm::ArrayRef<mlir::Attribute> attrs);
  mlir::Value builtin(llvm::StringRef name);
  bool isRowDim(const Dim &dim) const;
  std::optional<Tensor> rowMask(llvm::ArrayRef<LabelId> over);
  mlir::Attribute spellDims(const ast::Type &type);
  bool limitInput(mlir::Value value, int64_t limit);
  void declareLimits();
  Dim fileDim(llvm::StringRef name, const ast::DimsDecl &decl, const ast::DimBinding &binding);
  void emitStorages();
  void checkSets(Module &module);
  /// Refuses a part or storage that was made of a dim which one entry alone has otherwise.
  void checkMade(const ast::Decl &decl, llvm::StringRef name);

  template <typename... A> Diagnostic &error(Diag diag, SourceRange place, const A &...args) {
    Diagnostic &diagnostic = diagnostics.report(diag, place, args...);
    // In a block, a function or another file: which line of the model leads there.
    bool outside = place.file != mainCall.file || place.end <= mainCall.begin ||
                   place.begin >= mainCall.end;
    if (place.file && mainCall.file && outside)
      diagnostic.label(mainCall, "from here");
    return diagnostic;
  }
  /// The two facts behind dims that do not agree: their sizes, unless they are the numbers shown.
  void noteSizes(Diagnostic &diagnostic, const Dim &a, const Dim &b) const;

  /// Sets a member for the time of a scope.
  template <typename T> struct Restore {
    T &place;
    T old;
    Restore(T &place, T now) : place(place), old(std::move(place)) { place = std::move(now); }
    ~Restore() { place = std::move(old); }
  };

  mlir::MLIRContext &context;
  const FrontendOptions &options;
  Library &library;
  Diagnostics &diagnostics;
  mlir::OpBuilder builder;
  mlir::ModuleOp output;
  Module *prelude = nullptr;
  Module *mainModule = nullptr;

  Frame *frame = nullptr;
  Equation *equation = nullptr;
  EntryState *entry = nullptr;
  SourceRange here;
  SourceRange mainCall; // the call or part of the model's own file that is elaborated
  std::optional<mlir::Location> caller;
  // What was made already, as MLIR looks such things up by their contents.
  llvm::DenseMap<std::pair<const SourceFile *, uint32_t>, mlir::Location> placesMade;
  std::pair<std::string, mlir::StringAttr> partMade;
  std::optional<std::pair<std::tuple<const SourceFile *, uint32_t, mlir::Attribute, std::optional<mlir::Location>>, mlir::Location>> lastMade;
  std::vector<mlir::AffineExpr> dimExprs;
  llvm::StringMap<mlir::Type> dtypes;
  std::string partPath;          // of the instance whose face runs
  std::vector<std::string> path; // call path of draws
  unsigned depth = 0;
  bool isTable = false; // a `const` is evaluated: reducers fold to numbers
  size_t steps = 0; // of elaboration, so far
  std::vector<bool> tapsFound;
  std::vector<std::string> tapPaths; // that there were, where one is not found
  unsigned nextFrame = 1;

  std::vector<AxisLabel> labels;
  Dim::Equalities equalDims;            // symbols known to equal a dim
  std::vector<std::unique_ptr<Instance>> instances;
  std::vector<std::unique_ptr<PartList>> partLists;
  std::vector<std::unique_ptr<Storage>> storages;
  Instance root; // what the file declares outside of blocks
  std::vector<const ast::Decl *> active; // blocks and functions that are being elaborated
  std::vector<std::pair<const Instance *, const ast::Decl *>> activeFaces; // of parts
  std::vector<SourceRange> making;       // where the parts around here are made
  std::set<std::string> dimsRead; // dims of the file that were read since somebody cleared it
  std::string rowDim;
  std::optional<Dim> rowSymbol;
};

} // namespace kiln::frontend

#endif // KILN_FRONTENDS_KILN_ELABORATOR_H
