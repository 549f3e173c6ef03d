// SPDX-License-Identifier: Apache-2.0
//===- FormGroups.h - what a `kiln.group` is guaranteed to look like ------===//
//
// `kiln-form-groups` is the last pass of the graph stage. After it the block of an entry, and the
// body of every `kiln.scan`, holds only `kiln.constant`, `kiln.reshape`, `kiln.group`, `kiln.scan`
// and the terminator. A group becomes one kernel; no group needs workers to talk to each other.
//
// Every kind
//   F1  The region's arguments are the operands, in order, each a different value and each used.
//   F2  Nothing in the body is dead. No group, scan, composite, reshape, stop, grad or grad_as.
//   F3  A splat constant, and an `iota`, is inside the group that uses it. A constant that is no splat
//       is outside and comes as an operand.
//   F4  Scalars: 0-d elementwise ops and constants may stand in any group (a learning rate is computed
//       again in each group that uses it). They reach the space of the group by a `read` with the map
//       `(d0, …) -> ()`.
//   F5  "An input read" is a `kiln.read` whose operand is a region argument: any map, any fill. A read of an `iota` (or of
//       sums and products of iotas and whole numbers) may stand wherever an iota may, but in a contraction's epilogue.
//   F6  Yielded values are all different; none is a region argument.
//
// kind "elementwise": one space S, the shape of every result.
//   Body: elementwise ops on S; input reads to S; iota and splat constants of S; scalars (F4).
//   Several results are common (the new parameter and its moments). S may be 0-d.
//
// kind "rows": attribute `row_axes = n : i64`. The space F has the row axes R first (n of them), then
//   the axes C of one row. Values have the shape F ("full"), R ("one for each row") or are scalars.
//   Body: elementwise ops on F or on R; input reads to F or to R; iota, splat constants;
//     `reduce` of a full value over exactly the axes C, giving R;
//     `arg_reduce` of a full value where C is one axis, giving R;
//     `read` of an R value to F with the map `(r…, c…) -> (r…)`.
//   Results are F or R. Rows are independent of each other: workers share them out.
//
// kind "columns": attribute `axes` (the reduced axes, ascending). The space S, reduced over `axes`, leaves K.
//   Body: as "elementwise" on S; at least one `reduce` over exactly `axes` of an S value, giving K;
//     elementwise ops, input reads, iota, splat constants on K after it.
//   Results are K alone. K may be 0-d (a sum of everything).
//
// kind "contraction": exactly one `kiln.contract`, with a result of shape S.
//   Body: its operands are region arguments or input reads used by nothing else (the windows of a
//     convolution, a transposition, a broadcast);
//     after it elementwise ops on S, input reads to S, iota and splat constants of S, scalars.
//   Results are S. The contract's own result may be among them.
//
// kind "single": exactly one op of another sort: gather, scatter, update, random, accumulate, join, recur, cumulate,
//   arg_sort, or a reduce or arg_reduce that fits none of the above. Its operands are the region's arguments in order (one argument
//   stands for a repeated operand; scalar constants may stand before it by F3).
//
// kind "attention": made by `kiln-group-attention` of contraction and rows groups that hand scores on; Attention.h says what it holds.
//
// kind "chain": made by `kiln-chain-groups` of groups that are batched over one axis (BatchAxis.h).
//   Body: the groups that are its links, and reshapes of what they hand on. Results have the batch axis first.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace kiln {

inline constexpr const char *kElementwiseGroup = "elementwise";
inline constexpr const char *kRowsGroup = "rows";
inline constexpr const char *kColumnsGroup = "columns";
inline constexpr const char *kContractionGroup = "contraction";
inline constexpr const char *kSingleGroup = "single";
inline constexpr const char *kAttentionGroup = "attention";
inline constexpr const char *kChainGroup = "chain";

/// Discardable attributes of a group: how many leading axes are rows; which axes are reduced.
inline constexpr const char *kRowAxesAttr = "row_axes";
inline constexpr const char *kReducedAxesAttr = "axes";

} // namespace kiln
