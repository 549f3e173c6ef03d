// SPDX-License-Identifier: Apache-2.0
//===- DescribeEntry.h - what the package has to know about an entry ------===//
#pragma once

#include "dialects/kiln/Kiln.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace kiln {

/// One of the `kiln.faults` of an entry: `kind` is index, non_finite or assert.
mlir::DictionaryAttr faultSite(llvm::StringRef kind, const llvm::Twine &message, mlir::LocationAttr place);
/// That the kernel of `launch` made the first value that is not finite, with all lines that it comes from.
mlir::DictionaryAttr trapSite(LaunchOp launch);

/// Notes on `function`, which stands for `entry`, what the package says about it (PlanAttributes.h):
/// name, mode, rows, and each input and output with its place in the arena. `argumentOffsets` and
/// `resultOffsets` hold one number for each argument and result of the entry; those of storages and
/// builtins are not read.
void describeEntry(EntryOp entry, mlir::func::FuncOp function,
                   llvm::ArrayRef<int64_t> argumentOffsets, llvm::ArrayRef<int64_t> resultOffsets,
                   llvm::ArrayRef<mlir::DictionaryAttr> faults);

} // namespace kiln
