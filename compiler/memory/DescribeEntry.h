// SPDX-License-Identifier: Apache-2.0
//===- DescribeEntry.h - what the package has to know about an entry ------===//
#pragma once

#include "dialects/kiln/Kiln.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace kiln {

/// Notes on `function`, which stands for `entry`, what the package says about it (PlanAttributes.h):
/// name, mode, rows, and each input and output with its place in the arena. `argumentOffsets` and
/// `resultOffsets` hold one number for each argument and result of the entry; those of storages and
/// builtins are not read.
void describeEntry(EntryOp entry, mlir::func::FuncOp function,
                   llvm::ArrayRef<int64_t> argumentOffsets, llvm::ArrayRef<int64_t> resultOffsets,
                   llvm::ArrayRef<mlir::DictionaryAttr> faults);

} // namespace kiln
