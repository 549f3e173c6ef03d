// SPDX-License-Identifier: Apache-2.0
//===- RemarkApart.cpp - why two groups are not one ------------------------===//
#include "compiler/graph/Clusters.h"

#include "mlir/IR/Remarks.h"

using namespace mlir;
using namespace kiln;

static RankedTensorType typeOf(Value value) { return cast<RankedTensorType>(value.getType()); }

static std::string shapeText(ArrayRef<int64_t> shape) {
  std::string text = "[";
  for (auto [i, size] : llvm::enumerate(shape))
    text += (i ? ", " : "") + std::to_string(size);
  return text + "]";
}

static StringRef kindText(Cluster::Kind kind) {
  switch (kind) {
  case Cluster::Elementwise:
    return "an elementwise pass";
  case Cluster::Rows:
    return "a pass over rows";
  case Cluster::Columns:
    return "a sum over columns";
  case Cluster::Contraction:
    return "a contraction";
  case Cluster::Single:
    return "one op of its own kind";
  case Cluster::Fixed:
    return "a loop";
  }
  llvm_unreachable("all kinds are named");
}

std::string Clusters::whyApart(const Use &use) const {
  unsigned from = clusterAt(use.producer), to = clusterAt(use.consumer);
  const Cluster &a = clusters[from], &b = clusters[to];
  Operation *reader = nodes[use.consumer];
  if (isa<ContractOp>(reader))
    return "a contraction reads its operands from memory, again for each tile";
  for (const Cluster *cluster : {&a, &b})
    if (cluster->kind == Cluster::Single)
      return (cluster->ops.front()->getName().stripDialect() + " is a kernel of its own").str();
  if (!use.isDirect && a.kind != Cluster::Rows && b.kind != Cluster::Rows)
    return "it is read at other positions than it is computed at";
  if (a.kind == Cluster::Contraction && b.kind == Cluster::Elementwise && a.space == b.space &&
      countFullInputs(from, to) + countFullInputs(to, from) > kMaxEpilogueInputs)
    return "beside the result of the contraction it would read " +
           std::to_string(countFullInputs(from, to) + countFullInputs(to, from)) +
           " more tensors of full size; an epilogue takes " + std::to_string(kMaxEpilogueInputs);
  if (hasDetour(from, to) || hasDetour(to, from))
    return "another kernel stands between the two: it needs the one and gives the other";
  bool isRows = a.kind == Cluster::Rows && b.kind == Cluster::Rows;
  if (a.kind == b.kind && a.space != b.space)
    return "they run over " + shapeText(a.space) + " and " + shapeText(b.space);
  if (isRows && a.rowAxes != b.rowAxes)
    return "their rows have " + std::to_string(a.rowAxes) + " and " + std::to_string(b.rowAxes) + " leading axes";
  if (b.kind == Cluster::Columns && !isUsedOnlyBy(from, to))
    return "what a sum over columns takes in is used elsewhere too";
  if (a.kind == b.kind)
    return "it is read at other positions than it is computed at";
  std::string reason = ("no kernel is both " + kindText(a.kind) + " and " + kindText(b.kind)).str();
  return a.space == b.space ? reason : reason + ": they run over " + shapeText(a.space) + " and " + shapeText(b.space);
}

void Clusters::remarkApart(StringRef entry) const {
  llvm::DenseSet<std::pair<unsigned, unsigned>> seen;
  for (const Use &use : uses) {
    unsigned a = clusterAt(use.producer), b = clusterAt(use.consumer);
    if (a == b || clusters[a].kind == Cluster::Fixed || clusters[b].kind == Cluster::Fixed || !seen.insert({a, b}).second)
      continue;
    auto type = typeOf(use.value);
    int64_t bytes = type.getNumElements() * llvm::divideCeil(type.getElementTypeBitWidth(), 8);
    remark::missed(nodes[use.consumer]->getLoc(), remark::RemarkOpts::name("apart").category("fusion").function(entry))
        << remark::detail::Remark::Arg("Reason", whyApart(use)) << remark::metric("Bytes", bytes)
        << remark::detail::Remark::Arg("Other", LocationAttr(nodes[use.producer]->getLoc()));
  }
}
