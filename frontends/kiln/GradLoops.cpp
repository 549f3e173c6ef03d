// SPDX-License-Identifier: Apache-2.0
// A gradient for each value of an index: `mean[m](grad(loss(x[m]), net))` is a loop that adds up,
// `one[b] = grad(loss(x[b]), net)` one that keeps a tree for each row.
#include "frontends/kiln/Builtins.h"
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/DenseSet.h"

using namespace kiln;
using namespace kiln::frontend;
using llvm::StringRef;
using mlir::RankedTensorType;
using mlir::Value;

static const ast::CallExpr *gradCall(const ast::Expr &expr) {
  auto *call = llvm::dyn_cast<ast::CallExpr>(&expr);
  auto *name = call ? llvm::dyn_cast<ast::NameExpr>(call->callee.get()) : nullptr;
  bool plain = name && name->name == "grad" && call->args.size() == 2 && !call->args[0].name &&
               !call->args[1].name;
  return plain ? call : nullptr;
}

/// The indices of the equation that an expression mentions, without those that it binds itself.
void Elaborator::mentionedLabels(const ast::Expr &expr, std::vector<std::string> &bound,
                                 Labels &found) {
  using Kind = ast::Expr::Kind;
  auto take = [&](StringRef name) {
    if (isValueName(name) || llvm::is_contained(bound, name.str()))
      return;
    auto label = findLabel(name);
    if (label && !labels[*label].scan && !llvm::is_contained(found, *label))
      found.push_back(*label);
  };
  auto visit = [&](const ast::ExprPtr &e) {
    if (e)
      mentionedLabels(*e, bound, found);
  };
  switch (expr.kind) {
  case Kind::Name:
    return take(llvm::cast<ast::NameExpr>(expr).name);
  case Kind::List:
    for (const ast::ExprPtr &element : llvm::cast<ast::ListExpr>(expr).elements)
      visit(element);
    return;
  case Kind::Unary:
    return visit(llvm::cast<ast::UnaryExpr>(expr).operand);
  case Kind::Binary:
    visit(llvm::cast<ast::BinaryExpr>(expr).lhs);
    return visit(llvm::cast<ast::BinaryExpr>(expr).rhs);
  case Kind::If: {
    auto &node = llvm::cast<ast::IfExpr>(expr);
    visit(node.condition);
    visit(node.thenValue);
    return visit(node.elseValue);
  }
  case Kind::Member:
    return visit(llvm::cast<ast::MemberExpr>(expr).base);
  case Kind::Infer:
    return visit(llvm::cast<ast::InferExpr>(expr).operand);
  case Kind::Index: {
    auto &node = llvm::cast<ast::IndexExpr>(expr);
    visit(node.base);
    for (const ast::IndexItem &item : node.items) {
      visit(item.value);
      for (const ast::GroupMember &member : item.members)
        take(member.name.text);
    }
    return visit(node.elseValue);
  }
  case Kind::Call: {
    auto &node = llvm::cast<ast::CallExpr>(expr);
    const ast::IndexExpr *head = reducerHead(node);
    size_t before = bound.size();
    if (head) {
      StringRef word = llvm::cast<ast::NameExpr>(head->base.get())->name;
      for (const ast::IndexItem &item : head->items) {
        auto *bare = item.value ? llvm::dyn_cast<ast::NameExpr>(item.value.get()) : nullptr;
        if (item.name)
          bound.push_back(item.name->text);
        else if (bare && isKeeper(word) && findLabel(bare->name))
          take(bare->name);
        else if (bare)
          bound.push_back(bare->name);
      }
      visit(head->where);
    } else {
      visit(node.callee);
    }
    for (const ast::Arg &arg : node.args)
      visit(arg.value);
    bound.resize(before);
    return;
  }
  default:
    return;
  }
}

/// Whether an expression is a tree by its form: a gradient, arithmetic with one, a row of trees.
bool Elaborator::yieldsTree(const ast::Expr &expr) {
  if (gradCall(expr))
    return true;
  if (auto *node = llvm::dyn_cast<ast::BinaryExpr>(&expr))
    return yieldsTree(*node->lhs) || yieldsTree(*node->rhs);
  if (auto *node = llvm::dyn_cast<ast::UnaryExpr>(&expr))
    return yieldsTree(*node->operand);
  if (auto *node = llvm::dyn_cast<ast::CallExpr>(&expr))
    return node->piped && !node->args.empty() && yieldsTree(*node->args[0].value);
  if (auto *node = llvm::dyn_cast<ast::IndexExpr>(&expr))
    return yieldsTree(*node->base);
  if (auto *node = llvm::dyn_cast<ast::NameExpr>(&expr)) {
    const Binding *binding = findBinding(node->name);
    return binding && binding->term.kind == TermKind::Tree;
  }
  return false;
}

std::optional<Term> Elaborator::evalMappedGrad(const ast::CallExpr &call) {
  if (!equation || !gradCall(call) || isValueName("grad"))
    return std::nullopt;
  Labels over;
  std::vector<std::string> bound;
  for (const ast::Arg &arg : call.args)
    mentionedLabels(*arg.value, bound, over);
  if (over.empty())
    return std::nullopt;
  llvm::sort(over);
  return gradOver(call, over, {});
}

/// `sum[m](…)` and `mean[m](…)` of trees.
std::optional<Term> Elaborator::reduceTrees(StringRef word, const ast::Expr &body,
                                            const ast::IndexExpr &head, const Labels &over) {
  if ((word != "sum" && word != "mean") || !yieldsTree(body))
    return std::nullopt;
  if (head.where) {
    error(Diag::NotBuilt, head.where->range, "`where` over trees")
        .help("multiply by what passes: `f32(ok[m]) * grad(…)`");
    return Term();
  }
  Term result;
  double count = 1;
  const ast::CallExpr *call = gradCall(body);
  Labels mentioned;
  std::vector<std::string> bound;
  if (call && !isValueName("grad"))
    for (const ast::Arg &arg : call->args)
      mentionedLabels(*arg.value, bound, mentioned);
  if (!mentioned.empty()) {
    // Rows of other indices outside, what is added up inside.
    llvm::sort(mentioned, [&](LabelId a, LabelId b) {
      return std::pair(llvm::is_contained(over, a), a) < std::pair(llvm::is_contained(over, b), b);
    });
    result = gradOver(*call, mentioned, over);
    for (LabelId label : over)
      if (word == "mean" ? llvm::is_contained(mentioned, label)
                         : !llvm::is_contained(mentioned, label))
        count *= double(labels[label].dim.size());
  } else {
    Term value = eval(body);
    auto tree = value.isError() ? nullptr : treeOf(value, body.range);
    if (!tree)
      return Term();
    result = mapTrees(Term::of(tree), body.range, [&](llvm::ArrayRef<Term> leaf) {
      auto tensor = toTensor(leaf[0], floatType(), body.range);
      return tensor ? Term::of(emitReduce(Reduction::sum, *tensor, over)) : Term();
    });
    for (LabelId label : over)
      count *= double(labels[label].dim.size());
    if (word == "sum")
      count = 1;
  }
  if (result.isError() || count == 1)
    return result;
  return binary(ast::BinaryOp::Mul, result, Term::number(word == "mean" ? 1 / count : count),
                head.range);
}

/// Whether a number is a quotient by what was summed over rows: such numbers do not add up over parts of the rows.
static bool isRatioOfSums(Value y, bool isDivisor = false) {
  mlir::Operation *op = y.getDefiningOp();
  auto type = llvm::cast<RankedTensorType>(y.getType());
  if (!op || type.getRank() != 0)
    return false;
  if (llvm::isa<ReduceOp, ContractOp>(op))
    return isDivisor;
  if (auto quotient = llvm::dyn_cast<DivOp>(op); quotient && !isDivisor)
    return isRatioOfSums(quotient.getLhs()) || isRatioOfSums(quotient.getRhs(), true);
  return llvm::any_of(op->getOperands(), [&](Value operand) { return isRatioOfSums(operand, isDivisor); });
}

/// Whether `y` depends on what it is differentiated by inside of `block` alone.
static bool insideAlone(Value y, llvm::ArrayRef<Value> wrt, mlir::Block *block,
                        const std::vector<ScanState::Sequence> &sequences) {
  llvm::DenseSet<Value> by, seen;
  by.insert(wrt.begin(), wrt.end());
  llvm::SmallVector<Value> open{y}, outside;
  bool reached = false;
  while (!open.empty()) {
    Value value = open.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    if (by.contains(value)) {
      reached = true;
      continue;
    }
    mlir::Operation *op = value.getDefiningOp();
    if (op && op->getBlock() == block) {
      if (!llvm::isa<StopOp>(op))
        open.append(op->operand_begin(), op->operand_end());
      continue;
    }
    if (value.getParentBlock() != block)
      outside.push_back(value);
    for (const ScanState::Sequence &sequence : sequences)
      if (sequence.slice == value)
        outside.push_back(sequence.whole);
  }
  return reached && !dependsOn(outside, by);
}

bool kiln::frontend::dependsOn(llvm::ArrayRef<Value> values, const llvm::DenseSet<Value> &on) {
  llvm::DenseSet<Value> seen;
  llvm::SmallVector<Value> open(values);
  while (!open.empty()) {
    Value value = open.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    if (on.contains(value))
      return true;
    mlir::Operation *op = value.getDefiningOp();
    if (op && !llvm::isa<StopOp>(op))
      open.append(op->operand_begin(), op->operand_end());
  }
  return false;
}

/// `grad(y, x)` for each value of the first of `over`; those in `summed` are added up.
Term Elaborator::gradOver(const ast::CallExpr &call, llvm::ArrayRef<LabelId> over,
                          const Labels &summed) {
  if (over.empty())
    return evalGrad({{nullptr, eval(*call.args[0].value)}, {nullptr, eval(*call.args[1].value)}},
                    call.range);
  LabelId label = over.front();
  bool adds = llvm::is_contained(summed, label);
  if (!hasRange(label, "state it: `" + labels[label].name + ": 64`"))
    return Term();
  int64_t count = labels[label].dim.size();
  mlir::Region region;
  auto *block = new mlir::Block;
  region.push_back(block);
  BlockValues values(*entry, block);
  ScanState state;
  state.block = block;
  state.outside = builder.saveInsertionPoint();
  state.step = block->addArgument(RankedTensorType::get({}, i32()), loc());
  std::vector<Value> before = entry->storages;
  // Calls that only told ranges are made again: their draws keep their names.
  if (equation->collected && entry->uses.size() == equation->usesCollected)
    entry->forgetUses(equation->usesBefore);
  size_t uses = entry->uses.size();
  bool loops = true;
  Term result;
  std::vector<Tensor *> tensors;
  {
    mlir::OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(block);
    OpenBlock opened(*entry, block);
    // What was computed for all values of the index before is computed for one here.
    Restore<std::map<const ast::Expr *, Term>> cache(equation->cache, {});
    StepLabel one(labels, label, &state);
    state.outerMap = entry->mapLoop;
    Restore<ScanState *> mapped(entry->mapLoop, &state);
    if (over.size() > 1) {
      result = gradOver(call, over.drop_front(), summed);
    } else {
      Term y = eval(*call.args[0].value), x = eval(*call.args[1].value);
      if (y.isError() || x.isError())
        return Term();
      auto by = treeOf(x, call.args[1].value->range);
      if (!by)
        return Term();
      llvm::SmallVector<Value> wrt;
      for (const Leaf &leaf : by->leaves)
        if (leaf.value.isTensor())
          wrt.push_back(leaf.value.tensor.value);
      loops = y.isTensor() && y.tensor.labels.empty() &&
              insideAlone(y.tensor.value, wrt, block, state.sequences);
      if (loops)
        result = evalGrad({{nullptr, y}, {nullptr, x}}, call.range);
      if (loops && adds && isRatioOfSums(y.tensor.value))
        error(Diag::MeanOfRatios, call.args[0].value->range, labels[label].name)
            .help("divide by what all parts share, such as their number of rows, or take the gradient of one batch");
    }
    if (loops && result.isError())
      return Term();
    if (loops) {
      result = Term::of(std::make_shared<Tree>(*treeOf(result, call.range)));
      llvm::SmallVector<Value> yields;
      for (Leaf &leaf : result.tree->leaves) {
        Tensor &tensor = leaf.value.tensor;
        tensors.push_back(&tensor);
        if (adds) {
          // Carries stand before the sequences.
          Value sum = block->insertArgument(unsigned(tensors.size()), tensor.value.getType(), loc());
          tensor.value = AddOp::create(builder, loc(), sum.getType(), sum, tensor.value);
        }
        yields.push_back(tensor.value);
      }
      YieldOp::create(builder, loc(), yields);
    }
  }
  for (auto &storage : storages) {
    Value now = storage->id < entry->storages.size() ? entry->storages[storage->id] : Value();
    Value then = storage->id < before.size() ? before[storage->id] : Value();
    if (now && now != then && now.getParentBlock() != entry->block && !isOutside(now, block)) {
      error(Diag::UpdateInMap, call.range, storage->path, "`" + labels[label].name + "`")
          .help("update in a `scan`, or outside of the map");
      return Term();
    }
  }
  if (!loops) {
    // It was computed for all values of the index before: a sum of gradients is that of the sum.
    entry->forgetUses(uses);
    Term y = eval(*call.args[0].value);
    if (y.isError())
      return y;
    auto tensor = toTensor(y, floatType(), call.range);
    if (!tensor)
      return Term();
    if (!adds) {
      error(Diag::GradMapped, call.range, "`" + labels[label].name + "`")
          .help("compute the value inside: `grad(loss(net(x[b])), net)`");
      return Term();
    }
    if (!llvm::is_contained(tensor->labels, label))
      return evalGrad({{nullptr, y}, {nullptr, eval(*call.args[1].value)}}, call.range);
    return evalGrad({{nullptr, Term::of(emitReduce(Reduction::sum, *tensor, {label}))},
                     {nullptr, eval(*call.args[1].value)}},
                    call.range);
  }
  llvm::SmallVector<Value> inits, sequences;
  llvm::SmallVector<mlir::Type> finals, rows;
  for (Tensor *tensor : tensors) {
    auto type = llvm::cast<RankedTensorType>(tensor->value.getType());
    if (adds) {
      inits.push_back(splat(0, type));
      finals.push_back(type);
      continue;
    }
    llvm::SmallVector<int64_t> shape(type.getShape());
    shape.insert(shape.begin(), count);
    if (!sizeAllowed(shape, call.range))
      return Term();
    rows.push_back(RankedTensorType::get(shape, type.getElementType()));
  }
  for (const ScanState::Sequence &sequence : state.sequences)
    sequences.push_back(sequence.whole);
  llvm::SetVector<Value> captures = isolate(region);
  auto scan = ScanOp::create(builder, loc(), finals, rows, uint64_t(count), false, inits, sequences,
                             captures.getArrayRef());
  scan.getBody().takeBody(region);
  for (size_t i = 0; i < tensors.size(); ++i) {
    tensors[i]->value = scan->getResult(unsigned(i));
    if (!adds)
      tensors[i]->labels.insert(tensors[i]->labels.begin(), label);
  }
  bool single = result.tree->leaves.size() == 1 && result.tree->leaves[0].path.empty();
  return single ? result.tree->leaves[0].value : result;
}
