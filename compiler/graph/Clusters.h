// SPDX-License-Identifier: Apache-2.0
//===- Clusters.h - which ops of a block become one group -----------------===//
//
// Ops of a block are of three sorts.
//   Leaves cost next to nothing and are made again in every group that uses them: splat constants, iotas and whole numbers
//   computed from them, reads, and elementwise ops on scalars. A leaf that something outside of groups needs (a return, a scan) is a node as well.
//   Nodes that can share a group: elementwise ops, reductions, contractions.
//   Nodes that cannot: everything else.
// Every node starts as a cluster. Clusters merge along uses, where the forms of FormGroups.h allow it and no path leads from one
// through a third to the other.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace kiln {

/// Sums and products of positions and whole numbers: where an element stands, made again wherever it is used.
bool isNumbering(mlir::Operation *op);

struct Cluster {
  enum Kind { Fixed, Single, Elementwise, Rows, Columns, Contraction };
  Kind kind = Fixed;
  /// The space: of the elements, of whole rows, of what is reduced, of the contraction's result.
  llvm::SmallVector<int64_t> space;
  /// Rows: how many leading axes are rows. Columns: the reduced axes.
  int64_t rowAxes = 0;
  llvm::SmallVector<int64_t> axes;
  /// Members by position in the block.
  llvm::SmallVector<mlir::Operation *> ops;

  llvm::ArrayRef<int64_t> rowShape() const { return llvm::ArrayRef(space).take_front(rowAxes); }
  /// What a column reduction leaves.
  llvm::SmallVector<int64_t> keptShape() const;
};

/// More than this many tensors of full size beside the contraction's result make an epilogue a kernel of its own.
inline constexpr unsigned kMaxEpilogueInputs = 2;

class Clusters {
public:
  explicit Clusters(mlir::Block &block);

  /// Merges all that may merge.
  void merge();

  /// Clusters in an order in which each follows what it uses; near to the order of the block.
  llvm::SmallVector<const Cluster *> inOrder() const;

  /// Whether a group makes this operand of `user` again, instead of taking it from outside.
  bool makesAgain(mlir::Operation *user, mlir::Value operand) const;
  const Cluster *find(mlir::Operation *op) const {
    auto it = number.find(op);
    return it == number.end() ? nullptr : &clusters[clusterOf[it->second]];
  }
  /// For each pair of clusters of which one uses the other: why they are two, as a missed remark of the category "fusion" at the
  /// user. For contexts with a remark engine.
  void remarkApart(llvm::StringRef entry) const;

  /// Whether another cluster uses this result of a node, be it through leaves.
  bool leavesItsCluster(mlir::Value value) const;

private:
  /// A use of a node's result by a node: at once, through one read, or through anything else made of leaves.
  struct Use {
    unsigned producer, consumer; // positions in `nodes`
    mlir::Value value;
    ReadOp read; // the one read between them, if that is all there is
    bool isDirect;
  };

  void classify(mlir::Block &block);
  void collectUses(unsigned consumer, mlir::Operation *user, mlir::Value operand, ReadOp read);
  unsigned clusterAt(unsigned node) const { return clusterOf[node]; }
  std::string whyApart(const Use &use) const;
  bool isInterior(Use use, const Cluster &merged) const;
  /// Calls `found` for each cluster that uses a result of `cluster`.
  template <class Found>
  void forUsers(unsigned cluster, Found found) const {
    for (unsigned node : members[cluster])
      for (unsigned use : usesFrom[node])
        if (unsigned user = clusterAt(uses[use].consumer); user != cluster)
          found(user);
  }
  /// Finds the clusters that `from` reaches and that stand before `to` in the order: those that `isReached` then names.
  llvm::ArrayRef<unsigned> findReached(unsigned from, unsigned to) const;
  bool isReached(unsigned cluster) const { return searchOf[cluster] == search; }
  /// Whether the earlier one of two clusters reaches the other through a third.
  bool hasDetour(unsigned a, unsigned b) const;
  /// `b` is now part of `a`: gives both one place in the order.
  void moveTogether(unsigned a, unsigned b);
  bool isUsedOnlyBy(unsigned cluster, unsigned user) const;
  /// Merges if `merged` is a form that all uses between the two allow.
  bool tryMerge(unsigned a, unsigned b, Cluster merged);
  std::optional<Cluster> asRows(const Cluster &a, const Cluster &b) const;
  unsigned countFullInputs(unsigned cluster, unsigned except) const;

  void mergeElementwise();
  void mergeEpilogues();
  void mergeRows();
  void mergeColumns();
  void mergeScalars();

  llvm::SmallVector<mlir::Operation *> nodes;
  llvm::DenseSet<mlir::Operation *> leaves;
  llvm::SmallVector<unsigned> clusterOf; // node -> cluster
  llvm::SmallVector<Cluster> clusters;
  llvm::SmallVector<llvm::SmallVector<unsigned, 4>> members; // cluster -> its nodes
  mutable unsigned search = 0;
  mutable llvm::SmallVector<unsigned> searchOf, reached; // cluster -> the search that found it; what the last one found
  /// An order in which each cluster follows what it uses, kept through all merging: the search for a path stays between its ends.
  llvm::SmallVector<unsigned> order, rank; // place -> cluster, cluster -> place
  llvm::SmallVector<Use> uses; // by consumer, then operand
  llvm::SmallVector<llvm::SmallVector<unsigned>> usesFrom; // node -> uses of its results
  llvm::SmallVector<llvm::SmallVector<unsigned>> usesOf;   // node -> uses by its operands
  llvm::DenseMap<mlir::Operation *, unsigned> number;      // node -> position in `nodes`
};

} // namespace kiln
