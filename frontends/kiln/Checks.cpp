// SPDX-License-Identifier: Apache-2.0
// `assert` when compiled, `expect` and `print` when the program runs: both are values that the entry
// hands out beside its results. Where they stand in a body they are marked; when the entry is
// finished its marks become results, those of a loop's body the rows of all steps.
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

using namespace kiln;
using namespace kiln::frontend;
using mlir::RankedTensorType;
using mlir::Value;

static constexpr llvm::StringLiteral kPrint = "print";

void Elaborator::runCheck(const ast::Check &check, bool inBody) {
  if (check.kind == ast::CheckKind::Print)
    return print(*check.condition);
  if (check.kind == ast::CheckKind::Expect && inBody)
    return expect(*check.condition);
  Term condition = evalFresh(*check.condition);
  if (condition.isError())
    return;
  if (condition.kind != TermKind::Bool) {
    error(Diag::NotConstant, check.condition->range, "an assertion")
        .help("`expect` is tested at run time");
    return;
  }
  if (condition.truth)
    return;
  // What else is wrong comes first: it may be why.
  Diagnostic &diagnostic = error(Diag::AssertFails, check.condition->range).consequence();
  auto *comparison = llvm::dyn_cast<ast::BinaryExpr>(check.condition.get());
  if (comparison && ast::isComparison(comparison->op)) {
    Term a = evalFresh(*comparison->lhs), b = evalFresh(*comparison->rhs);
    auto shown = [](const Term &term) {
      return term.kind == TermKind::Int ? std::to_string(term.integer.size())
                                        : std::to_string(term.real);
    };
    if (a.isNumber() && b.isNumber())
      diagnostic.here("left is " + shown(a) + ", right is " + shown(b));
  }
  showParameters(diagnostic, *check.condition);
  diagnostic.help("correct the model, or the number");
}

/// `0 <= label and label < C` of an input is a limit of the entry's argument, which the runtime
/// checks when it reads the file; all else is tested by the call.
void Elaborator::expect(const ast::Expr &condition) {
  auto *node = llvm::dyn_cast<ast::BinaryExpr>(&condition);
  auto limits = [&](const ast::Expr &expr) {
    auto *below = llvm::dyn_cast<ast::BinaryExpr>(&expr);
    if (!below || below->op != ast::BinaryOp::Lt)
      return false;
    Term a = evalFresh(*below->lhs), b = evalFresh(*below->rhs);
    return a.isTensor() && b.kind == TermKind::Int && limitInput(a.tensor.value, b.integer.size());
  };
  auto notNegative = [&](const ast::Expr &expr) {
    auto *above = llvm::dyn_cast<ast::BinaryExpr>(&expr);
    auto *zero = above ? llvm::dyn_cast<ast::NumberExpr>(above->lhs.get()) : nullptr;
    return zero && above->op == ast::BinaryOp::Le && zero->isInteger && zero->integer == 0;
  };
  if (node && node->op == ast::BinaryOp::And) {
    if (notNegative(*node->lhs) && limits(*node->rhs))
      return; // every limit begins at 0
    expect(*node->lhs);
    expect(*node->rhs);
    return;
  }
  Term holds = evalFresh(condition);
  if (holds.isError() || (holds.kind == TermKind::Bool && holds.truth))
    return;
  auto tensor = toTensor(holds, boolType(), condition.range);
  if (!tensor)
    return;
  if (!tensor->dtype().isInteger(1)) {
    error(Diag::WrongDtype, condition.range, "bool", spell(tensor->dtype())).help("write a condition");
    return;
  }
  Tensor bad = emitUnary<NotOp>(*tensor);
  if (!bad.labels.empty() || !bad.axes.empty())
    bad = emitReduce(Reduction::any, bad, bad.labels, true);
  mark(bad.value, KilnDialect::kFaultAttr,
       ("expected `" + condition.range.text() + "`, which does not hold").str());
}

void Elaborator::print(const ast::Expr &expr) {
  Term term = evalFresh(expr);
  auto show = [&](const Term &value, const llvm::Twine &name) {
    std::string place =
        llvm::sys::path::filename(expr.range.file->name()).str() + ":" + std::to_string(expr.range.line()) + ": ";
    if (auto tensor = toTensor(value, mlir::Type(), expr.range))
      mark(tensor->value, kPrint, place + (partPath.empty() ? "" : partPath + ": ") + name.str());
  };
  if (term.isError())
    return;
  if (term.kind != TermKind::Tree && term.kind != TermKind::Part && term.kind != TermKind::PartList)
    return show(term, expr.range.text());
  if (auto tree = treeOf(term, expr.range))
    for (size_t i = 0; i < tree->leaves.size(); ++i)
      show(tree->leaves[i].value, tree->pathBelow(expr.range.text(), i));
}

/// An op that computes nothing bears the mark: no pass has seen it yet when it is read.
void Elaborator::mark(Value value, llvm::StringRef kind, const std::string &text) {
  if (!entry)
    return;
  auto bearer = StopOp::create(builder, loc(), value.getType(), value);
  bearer->setAttr(kind, builder.getStringAttr(text));
  // What is elaborated twice, such as a call that first tells ranges, is told once.
  std::string at = text;
  for (const std::string &step : path)
    at += "/" + step;
  bearer->setAttr("kiln.at", builder.getStringAttr(at));
}

namespace {

struct Marked {
  Value value;
  mlir::NamedAttribute mark;
  mlir::Location place; // of the statement, whatever becomes of the value
};

class Raiser {
public:
  explicit Raiser(mlir::MLIRContext *context) : builder(context) {}

  std::vector<Marked> run(mlir::Block &block) {
    std::vector<Marked> found;
    for (mlir::Operation &op : llvm::make_early_inc_range(block)) {
      if (auto scan = llvm::dyn_cast<ScanOp>(op)) {
        std::vector<Marked> rows = run(scan);
        found.insert(found.end(), rows.begin(), rows.end());
        continue; // with more rows it was made anew: `op` is gone
      }
      auto at = op.getAttrOfType<mlir::StringAttr>("kiln.at");
      if (!at)
        continue;
      for (llvm::StringRef kind : {llvm::StringRef(KilnDialect::kFaultAttr), llvm::StringRef(kPrint)})
        if (mlir::Attribute text = op.getAttr(kind)) {
          if (seen.insert(at.getValue()).second)
            found.push_back({op.getResult(0), builder.getNamedAttr(kind, text), op.getLoc()});
          op.removeAttr(kind);
        }
      op.removeAttr("kiln.at");
    }
    return found;
  }

private:
  std::vector<Marked> run(ScanOp &scan) {
    mlir::Block &body = scan.getBody().front();
    std::vector<Marked> inner = run(body);
    if (inner.empty())
      return inner;
    int64_t count = int64_t(scan.getCount());
    mlir::Operation *yield = body.getTerminator();
    llvm::SmallVector<mlir::Type> rows(scan.getRows().getTypes());
    for (Marked &marked : inner) {
      auto type = llvm::cast<RankedTensorType>(marked.value.getType());
      bool isFlag = marked.mark.getName() == KilnDialect::kFaultAttr;
      if (isFlag && scan->hasAttr(KilnDialect::kUntilAttr)) {
        // Behind the end nothing is tested.
        builder.setInsertionPoint(yield);
        Value done = body.getArgument(unsigned(scan.getCarries().size()));
        Value runs = NotOp::create(builder, marked.value.getLoc(), type, done);
        marked.value = AndOp::create(builder, marked.value.getLoc(), type, marked.value, runs);
      }
      yield->insertOperands(yield->getNumOperands(), marked.value);
      llvm::SmallVector<int64_t> shape(type.getShape());
      shape.insert(shape.begin(), count);
      rows.push_back(RankedTensorType::get(shape, type.getElementType()));
    }
    builder.setInsertionPoint(scan);
    auto wide = ScanOp::create(builder, scan.getLoc(), scan.getFinals().getTypes(), rows,
                               scan.getCount(), scan.getReverse(), scan.getCarries(),
                               scan.getSequences(), scan.getCaptures());
    wide->setDiscardableAttrs(scan->getDiscardableAttrDictionary());
    wide.getBody().takeBody(scan.getBody());
    unsigned old = scan->getNumResults();
    scan->replaceAllUsesWith(wide->getResults().take_front(old));
    scan->erase();
    builder.setInsertionPointAfter(wide);
    for (size_t i = 0; i < inner.size(); ++i) {
      Value row = wide->getResult(old + unsigned(i));
      if (inner[i].mark.getName() == KilnDialect::kFaultAttr)
        row = ReduceOp::create(builder, inner[i].value.getLoc(), RankedTensorType::get({}, builder.getI1Type()),
                               Reduction::any, row, llvm::ArrayRef<int64_t>{0});
      inner[i].value = row;
    }
    return inner;
  }

  mlir::OpBuilder builder;
  llvm::StringSet<> seen;
};

} // namespace

void Elaborator::raiseMarks(llvm::SmallVectorImpl<Value> &results,
                            llvm::SmallVectorImpl<mlir::Attribute> &attrs) {
  // A loop that gets more rows is made anew: an op holds the results meanwhile.
  builder.setInsertionPointToEnd(entry->block);
  auto held = ReturnOp::create(builder, loc(), results);
  std::vector<Marked> found = Raiser(&context).run(*entry->block);
  results.assign(held->operand_begin(), held->operand_end());
  held->erase();
  builder.setInsertionPointToEnd(entry->block);
  for (const Marked &marked : found) {
    results.push_back(marked.value);
    mlir::NamedAttrList list;
    if (marked.mark.getName() == KilnDialect::kFaultAttr) {
      list.append(marked.mark);
      list.set("kiln.place", mlir::LocationAttr(marked.place));
    } else {
      list.set(KilnDialect::kOutputAttr, marked.mark.getValue());
      list.set(KilnDialect::kCombineAttr, builder.getStringAttr(kPrint));
    }
    attrs.push_back(list.getDictionary(&context));
  }
}
