// SPDX-License-Identifier: Apache-2.0
// Trees: the parameters of a part as one value, worked on leaf by leaf; gradients.
#include "frontends/kiln/Elaborator.h"
#include "llvm/ADT/DenseSet.h"

using namespace kiln;
using namespace kiln::frontend;

std::string Tree::pathBelow(llvm::StringRef root, size_t i) const {
  const std::string &path = leaves[i].path;
  bool apart = !root.empty() && !path.empty() && path.front() != '[';
  return root.str() + (apart ? "." : "") + path;
}

bool Tree::hasRows() const {
  const Instance *part = list ? list->instances.front() : like;
  const Term &first = leaves.front().value;
  return part && first.isTensor() && int64_t(first.tensor.axes.size()) > part->params.front()->type.getRank();
}

Instance &PartList::at(llvm::ArrayRef<int64_t> layer) const {
  size_t flat = 0;
  for (auto [at, count] : llvm::zip_equal(layer, counts))
    flat = flat * size_t(count) + size_t(at);
  return *instances[stacked ? 0 : flat];
}

std::shared_ptr<Tree> Elaborator::treeOf(Instance &part, bool values) {
  auto tree = std::make_shared<Tree>();
  tree->like = &part;
  tree->leaves.reserve(part.params.size());
  for (Storage *storage : part.params) {
    Leaf leaf;
    leaf.path = storage->path.substr(part.path.empty() ? 0 : part.path.size() + 1);
    leaf.role = storage->role;
    if (values)
      leaf.value = storageTerm(*storage);
    tree->leaves.push_back(std::move(leaf));
  }
  return tree;
}

std::shared_ptr<Tree> Elaborator::treeOf(const Term &term, SourceRange place) {
  switch (term.kind) {
  case TermKind::Tree:
    return term.tree;
  case TermKind::Part: {
    auto tree = treeOf(*term.part, true);
    for (Leaf &leaf : tree->leaves)
      if (entry && !term.layer.empty())
        leaf.value = layerSlice(leaf.value, term.layer);
    return tree;
  }
  case TermKind::PartList: {
    auto tree = std::make_shared<Tree>();
    tree->list = term.partList;
    for (Instance *part : term.partList->instances) {
      // net.layers[*] is [*] in the list net.layers.
      llvm::StringRef name = llvm::StringRef(part->path).rsplit('.').second;
      name = name.empty() ? llvm::StringRef(part->path) : name;
      auto below = treeOf(*part, true);
      for (Leaf &leaf : below->leaves) {
        leaf.path = name.drop_until([](char c) { return c == '['; }).str() + "." + leaf.path;
        tree->leaves.push_back(leaf);
      }
    }
    return tree;
  }
  case TermKind::Tensor: {
    auto tree = std::make_shared<Tree>();
    Leaf leaf;
    leaf.value = term;
    if (term.storage)
      leaf.role = term.storage->role;
    tree->leaves.push_back(leaf);
    return tree;
  }
  default:
    if (!term.isError())
      error(Diag::NotATree, place, spell(term))
          .help(term.isConstant() ? "a number known when compiled is no variable: give it a type, `x: f32 = 2`"
                                  : "name a part, a parameter or a value");
    return nullptr;
  }
}

std::shared_ptr<Tree> Elaborator::bindTree(const Tree &shape, const Term &arg, SourceRange place) {
  auto bound = std::make_shared<Tree>();
  bound->like = shape.like;
  bound->list = shape.list;
  if (arg.isNumber() || arg.kind == TermKind::Fn) {
    for (const Leaf &model : shape.leaves) {
      Leaf leaf = model;
      leaf.value = arg;
      if (arg.kind == TermKind::Fn) {
        Term role;
        role.kind = TermKind::Role;
        role.text = model.role;
        leaf.value = callFn(*arg.closure, {{nullptr, role}}, place, "fn");
        if (leaf.value.isError())
          return nullptr;
      }
      bound->leaves.push_back(leaf);
    }
    return bound;
  }
  auto tree = treeOf(arg, place);
  if (!tree || !fits(*tree, shape, arg, place))
    return nullptr;
  bound->leaves = tree->leaves;
  for (size_t i = 0; i < shape.leaves.size(); ++i)
    bound->leaves[i].role = shape.leaves[i].role;
  return bound;
}

/// Whether `tree`, which `given` stands for, has the leaves of `shape`; else an error.
bool Elaborator::fits(const Tree &tree, const Tree &shape, const Term &given, SourceRange place) {
  bool equal = tree.leaves.size() == shape.leaves.size();
  llvm::StringRef differs;
  for (size_t i = 0; equal && i < shape.leaves.size(); ++i) {
    const Leaf &have = tree.leaves[i], &want = shape.leaves[i];
    equal = have.path == want.path;
    // A scalar stands for all elements.
    if (equal && have.value.isTensor() && want.value.isTensor() &&
        !have.value.tensor.axes.empty() && !want.value.tensor.axes.empty()) {
      equal = have.value.tensor.axes.size() == want.value.tensor.axes.size();
      for (size_t k = 0; equal && k < have.value.tensor.axes.size(); ++k)
        equal = have.value.tensor.axes[k].size() == want.value.tensor.axes[k].size();
    }
    if (!equal)
      differs = want.path.empty() ? llvm::StringRef("the value") : want.path;
  }
  if (equal)
    return true;
  if (shape.like && given.isTensor()) {
    error(Diag::NotATree, place, spell(given))
        .here("here the parameters of `" + shape.like->path + "` are wanted")
        .help("such a tree is the part itself, `grad(loss, " + shape.like->path + ")`, or arithmetic on both");
    return false;
  }
  Diagnostic &diagnostic =
      error(Diag::TreesDiffer, place, int64_t(tree.leaves.size()), int64_t(shape.leaves.size()));
  if (!differs.empty())
    diagnostic.here("they part at `" + differs.str() + "`");
  diagnostic.help("both must be trees of one part");
  return false;
}

Term Elaborator::mapTrees(llvm::ArrayRef<Term> terms, SourceRange place,
                          llvm::function_ref<Term(llvm::ArrayRef<Term>)> leaf) {
  std::vector<std::shared_ptr<Tree>> trees(terms.size());
  const Tree *shape = nullptr;
  for (size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].kind != TermKind::Tree && terms[i].kind != TermKind::Part &&
        terms[i].kind != TermKind::PartList)
      continue;
    trees[i] = treeOf(terms[i], place);
    if (!trees[i] || (shape && !fits(*trees[i], *shape, terms[i], place)))
      return Term();
    if (!shape)
      shape = trees[i].get();
  }
  auto result = std::make_shared<Tree>();
  result->like = shape->like;
  result->list = shape->list;
  result->leaves.reserve(shape->leaves.size());
  std::vector<Term> values(terms.begin(), terms.end());
  for (size_t i = 0; i < shape->leaves.size(); ++i) {
    for (size_t k = 0; k < terms.size(); ++k)
      if (trees[k])
        values[k] = trees[k]->leaves[i].value;
    Term value = leaf(values);
    value.storage = nullptr;
    if (value.isError())
      return Term();
    result->leaves.push_back({shape->leaves[i].path, shape->leaves[i].role, std::move(value)});
  }
  return Term::of(result);
}

/// Whether training may change what a part is.
bool Elaborator::isTrained(const Term &part) {
  auto trained = [](const Instance *one) { return !one->frozen && !one->params.empty(); };
  return part.part ? trained(part.part) : llvm::any_of(part.partList->instances, trained);
}

/// `ema.l1.w`: the leaves below a name; what is no parameter is that of the part.
Term Elaborator::treeMember(const Term &term, const ast::Name &name) {
  const Tree &tree = *term.tree;
  auto below = std::make_shared<Tree>();
  std::string members;
  for (const Leaf &leaf : tree.leaves) {
    llvm::StringRef path = leaf.path;
    if (path == name.text) {
      Term value = leaf.value;
      for (Dim &axis : value.tensor.axes) // in the words of who reads it
        axis = frame->self && tree.like ? axis.leave(tree.like->frame) : axis.resolve();
      return value;
    }
    if (path.consume_front(name.text) && (path.consume_front(".") || path.starts_with("["))) {
      below->leaves.push_back(leaf);
      below->leaves.back().path = path.str();
    }
    members += (members.empty() ? "" : ", ") + leaf.path;
  }
  Term found = Term::of(below);
  found.layer = term.layer;
  Instance *like = tree.like;
  if (like && !below->leaves.empty()) {
    if (auto part = like->names.find(name.text); part != like->names.end()) {
      below->like = part->second.part; // it can be applied
      below->list = part->second.partList;
    }
  } else if (like) {
    if (auto member = memberTerm(*like, name.text, name.range)) {
      member->layer = member->kind == TermKind::Part ? term.layer : member->layer;
      return *member;
    }
    for (const ast::DeclPtr &member : like->block->members)
      if (auto *face = llvm::dyn_cast<ast::FaceDecl>(member.get());
          face && face->name && face->name->text == name.text) {
        found = term;
        found.text = name.text;
        return found;
      }
  }
  if (!below->leaves.empty())
    return found;
  error(Diag::UnknownMember, name.range, like ? like->path : "the tree", name.text).help("it has " + members);
  return Term();
}

/// `g.layers[1]`: the leaves of one layer.
Term Elaborator::treeLayer(const Tree &tree, llvm::ArrayRef<int64_t> layer) {
  auto one = std::make_shared<Tree>();
  one->like = &tree.list->at(layer);
  std::string numbers;
  for (int64_t at : layer)
    numbers += (numbers.empty() ? "[" : ",") + std::to_string(at);
  for (const Leaf &leaf : tree.leaves) {
    auto [place, path] = llvm::StringRef(leaf.path).split("].");
    if (!tree.list->stacked && place != numbers)
      continue;
    Leaf made = leaf;
    made.path = path.str();
    if (tree.list->stacked) {
      made.path = llvm::StringRef(leaf.path).rsplit("[*].").second.str();
      made.value = layerSlice(leaf.value, layer);
    }
    made.value.storage = nullptr;
    one->leaves.push_back(made);
  }
  return Term::of(one);
}

Term Elaborator::treeDot(const Tree &a, const Tree &b, SourceRange place) {
  Term sum;
  for (size_t i = 0; i < a.leaves.size(); ++i) {
    Term product = binary(ast::BinaryOp::Mul, a.leaves[i].value, b.leaves[i].value, place);
    auto tensor = toTensor(product, floatType(), place);
    if (!tensor)
      return Term();
    Term one = Term::of(emitReduce(Reduction::sum, *tensor, {}, true));
    sum = i == 0 ? one : binary(ast::BinaryOp::Add, sum, one, place);
  }
  return sum;
}

/// Each element is the norm of its leaf, layers of stacked parameters apart.
Term Elaborator::leafNorms(const Tree &tree, SourceRange place) {
  auto result = std::make_shared<Tree>(tree);
  for (size_t i = 0; i < tree.leaves.size(); ++i) {
    auto tensor = toTensor(tree.leaves[i].value, floatType(), place);
    if (!tensor)
      return Term();
    size_t stacked = llvm::StringRef(tree.leaves[i].path).count("[*]");
    Labels made;
    Tensor square = axesToLabels(emitBinary<MulOp>(*tensor, *tensor), made);
    Labels over(made.begin() + ptrdiff_t(stacked), made.end());
    Tensor size = emitUnary<SqrtOp>(over.empty() ? square : emitReduce(Reduction::sum, square, over));
    size.value = arrange(size, square.labels, size.axes);
    size.labels = square.labels;
    result->leaves[i].value = Term::of(labelsToAxes(size, made));
  }
  bool single = result->leaves.size() == 1 && result->leaves[0].path.empty();
  return single ? result->leaves[0].value : Term::of(result);
}

Term Elaborator::treeNorm(const Tree &tree, SourceRange place) {
  Term square = treeDot(tree, tree, place);
  return square.isTensor() ? Term::of(emitUnary<SqrtOp>(square.tensor)) : square;
}

/// Whether a scan with `until` lies between what was `reached` and what it is differentiated by.
static bool throughUntil(const llvm::DenseSet<mlir::Value> &reached,
                         llvm::ArrayRef<mlir::Value> wrt) {
  llvm::DenseSet<mlir::Value> moving;
  llvm::SmallVector<mlir::Value> open;
  for (mlir::Value value : wrt)
    open.push_back(value);
  while (!open.empty()) {
    mlir::Value value = open.pop_back_val();
    if (!reached.contains(value) || !moving.insert(value).second)
      continue;
    for (mlir::Operation *user : value.getUsers()) {
      if (llvm::isa<StopOp>(user))
        continue;
      bool ends = false;
      user->walk([&](ScanOp scan) { ends |= scan->hasAttr(KilnDialect::kUntilAttr); });
      if (ends && llvm::any_of(user->getResults(),
                               [&](mlir::Value result) { return reached.contains(result); }))
        return true;
      llvm::append_range(open, user->getResults());
    }
  }
  return false;
}

Term Elaborator::evalGrad(const Args &args, SourceRange place) {
  if (args.size() != 2 || args[0].first || args[1].first) {
    error(Diag::ArgumentCount, place, "grad", 2, int64_t(args.size()))
        .help("`grad(loss, net)`: of what, by what");
    return Term();
  }
  const Term &y = args[0].second;
  if (y.isConstant()) {
    error(Diag::GradNotReached, place, "a constant", "anything").help("give it a computed value");
    return Term();
  }
  auto scalar = toTensor(y, floatType(), place);
  auto by = treeOf(args[1].second, place);
  if (!scalar || !by)
    return Term();
  if (!scalar->labels.empty()) {
    std::string names;
    for (LabelId label : scalar->labels)
      names += (names.empty() ? "`" : ", `") + labels[label].name + "`";
    error(Diag::GradMapped, place, names)
        .help("`grad(sum[b](y[b]), x)` is the sum of these gradients; each of its own is `g[b] = grad(y(x[b]), x)`, or a step of a `scan`");
    return Term();
  }
  if (!scalar->axes.empty()) {
    Diagnostic &diagnostic = error(Diag::GradNotScalar, place, spellShape(*scalar));
    for (const Frame *at = frame; at; at = at->outer)
      for (const auto &[name, binding] : at->names)
        if (binding.term.isTensor() && binding.term.tensor.value == scalar->value && binding.place.isValid())
          diagnostic.label(binding.place, "`" + name + "` is made here");
    diagnostic.help("only a scalar has a gradient: `sum[*](…)` or `mean[*](…)` makes one");
    return Term();
  }
  if (!llvm::isa<mlir::FloatType>(scalar->dtype())) {
    error(Diag::GradOfInteger, place, spell(scalar->dtype())).help("only floats have derivatives");
    return Term();
  }
  llvm::SmallVector<mlir::Value> wrt;
  llvm::SmallVector<mlir::Type> types;
  for (const Leaf &leaf : by->leaves) {
    if (!leaf.value.isTensor() || !llvm::isa<mlir::FloatType>(leaf.value.tensor.dtype())) {
      error(Diag::GradOfInteger, place, spell(leaf.value)).help("only floats have derivatives");
      return Term();
    }
    wrt.push_back(leaf.value.tensor.value);
    types.push_back(wrt.back().getType());
  }
  // Everything that y was computed from in this body; what was computed around it counts as given.
  llvm::DenseSet<mlir::Value> reached, by_(wrt.begin(), wrt.end());
  llvm::SmallVector<mlir::Value> open{scalar->value}, given;
  while (!open.empty()) {
    mlir::Value value = open.pop_back_val();
    if (!reached.insert(value).second)
      continue;
    mlir::Operation *op = value.getDefiningOp();
    if (op && op->getBlock() != builder.getInsertionBlock() && !by_.contains(value))
      given.push_back(value);
    else if (op && !llvm::isa<StopOp>(op))
      open.append(op->operand_begin(), op->operand_end());
  }
  if (dependsOn(given, by_)) {
    error(Diag::GradFromOutside, place)
        .help("compute it inside of the scan too, or carry it: `with x = …`");
    return Term();
  }
  bool any = llvm::any_of(wrt, [&](mlir::Value value) { return reached.contains(value); });
  if (!any) {
    for (const Leaf &leaf : by->leaves) {
      Storage *storage = leaf.value.storage;
      if (!storage)
        continue;
      mlir::Value before = entry->initial[storage->id];
      if (!before || !reached.contains(before) || before == leaf.value.tensor.value)
        continue;
      Diagnostic &diagnostic = error(Diag::GradUpdatedSince, place, storage->path);
      auto update = frame->updates.find(storage);
      if (update != frame->updates.end())
        diagnostic.label(update->second, "updated here, after it was read");
      diagnostic.help("take the gradient before the update");
      return Term();
    }
    error(Diag::GradNotReached, place, "this value", "what it is differentiated by")
        .note("reads of storage and `stop(…)` conduct no derivative")
        .help("differentiate by something that the value was computed from");
    return Term();
  }
  if (throughUntil(reached, wrt)) {
    error(Diag::GradThroughUntil, place)
        .help("scan the whole range and keep the carries after the end: `h <- if done then h else …`");
    return Term();
  }
  auto op = GradOp::create(builder, loc(), types, scalar->value, wrt);
  auto result = std::make_shared<Tree>();
  result->like = by->like;
  result->list = by->list;
  result->leaves.reserve(by->leaves.size());
  for (size_t i = 0; i < by->leaves.size(); ++i) {
    Leaf leaf = by->leaves[i];
    leaf.value.storage = nullptr;
    leaf.value.tensor.adapts = false;
    leaf.value.tensor.combine = {};
    leaf.value.tensor.value = op.getGradients()[i];
    result->leaves.push_back(std::move(leaf));
  }
  bool single = result->leaves.size() == 1 && result->leaves[0].path.empty();
  return single ? result->leaves[0].value : Term::of(result);
}
