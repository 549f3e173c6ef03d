// SPDX-License-Identifier: Apache-2.0
//===- PlanAttributes.h - how the memory stage says what it planned -------===//
#pragma once

#include "llvm/ADT/StringRef.h"

/// After the memory stage a module holds `kiln.storage` ops, kernels, and for each entry a function
///
///   func.func @kiln_entry.<name>(%arena: memref<Nxi8>, %call: memref<64xi8>,
///                                %worker: index, %workers: index)
///
/// with the attributes below: all that the package records about it.
namespace kiln::plan {

inline constexpr llvm::StringLiteral kArenaSize = "kiln.arena_size"; ///< module: I64, bytes
inline constexpr llvm::StringLiteral kLowerBound = "kiln.arena_lower_bound"; ///< module: I64, bytes
inline constexpr llvm::StringLiteral kBudget = "kiln.memory_budget";      ///< module: I64, bytes; where there is one
inline constexpr llvm::StringLiteral kDefaultSize = "kiln.arena_size_without_budget"; ///< module: I64, bytes
inline constexpr llvm::StringLiteral kMoreWork = "kiln.more_work"; ///< module: F64, of what an entry computes and moves, for the budget
inline constexpr llvm::StringLiteral kOffset = "kiln.offset"; ///< storage, input, output: I64, bytes

inline constexpr llvm::StringLiteral kEntryName = "kiln.entry";   ///< function: StringAttr
inline constexpr llvm::StringLiteral kMode = "kiln.mode";         ///< function: train, infer, init
inline constexpr llvm::StringLiteral kRowSize = "kiln.row_size";  ///< function: I64, optional
inline constexpr llvm::StringLiteral kInputs = "kiln.inputs";     ///< function: array of dictionaries
inline constexpr llvm::StringLiteral kOutputs = "kiln.outputs";   ///< function: array of dictionaries
inline constexpr llvm::StringLiteral kFaults = "kiln.faults";     ///< function: array of dictionaries

/// In the dictionaries, beside the attributes that the entry's argument or result had:
inline constexpr llvm::StringLiteral kType = "kiln.type";         ///< TypeAttr of the tensor
inline constexpr llvm::StringLiteral kPlace = "kiln.place";       ///< a location
inline constexpr llvm::StringLiteral kFaultKind = "kiln.fault";   ///< index, non_finite, assert
inline constexpr llvm::StringLiteral kMessage = "kiln.message";   ///< StringAttr

/// The dot, which no name of a model holds, keeps these apart from `kiln_entry_table` and its like.
inline constexpr llvm::StringLiteral kEntryPrefix = "kiln_entry.";

/// Of the functions that entries call and that are no kernels.
inline constexpr llvm::StringLiteral kRuntimePrefix = "kiln_";

} // namespace kiln::plan
