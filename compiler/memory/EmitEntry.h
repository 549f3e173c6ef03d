// SPDX-License-Identifier: Apache-2.0
//===- EmitEntry.h - a planned entry as a function over the arena ---------===//
#pragma once

#include "compiler/memory/EntryPlan.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace kiln {

/// The global that holds the constants.
inline constexpr llvm::StringLiteral kConstantsName = "kiln_constants";

/// Declares what entries call of runtime/abi/Symbols.def.
void declareRuntime(mlir::ModuleOp module, bool trapNonFinite);

/// Writes `func.func @kiln_entry.<name>` before the entry; see PlanAttributes.h. Copies and fills are calls of functions of the module
/// that are there once.
mlir::LogicalResult emitEntry(const EntryPlan &plan, mlir::SymbolTable &symbols, int64_t arenaSize, int64_t constantsSize);

} // namespace kiln
