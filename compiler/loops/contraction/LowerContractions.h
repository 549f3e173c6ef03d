// SPDX-License-Identifier: Apache-2.0
//===- LowerContractions.h ------------------------------------------------===//
#pragma once

#include "compiler/loops/contraction/Emit.h"

namespace kiln::loops {

/// What a kernel leaves to be done once for many of its calls: `function` makes of the group's operand `operand`, its first argument, what
/// the kernel expects in the argument before the worker, its second. Null where there is nothing.
struct Preparation {
  mlir::func::FuncOp function;
  unsigned operand = 0;
};

/// Writes `kernel`'s body for a group of kind "contraction" of f32 or f64, of operands that may be kept in f16 or bf16; false, with the
/// kernel untouched, where the group is not of linear accesses; a failure behind an error where its schedule cannot be what was chosen. Only where it `mayTransform` does a convolution go
/// another way than its sum of products (Winograd.h), with other roundings. With a `preparation` the kernel may leave some of its work
/// to that, which the caller then has done before it calls the kernel.
mlir::FailureOr<bool> lowerContraction(GroupOp group, mlir::func::FuncOp kernel, unsigned vectorBits, bool mayTransform,
                                       ElementwiseEmitter elementwise, Preparation *preparation);

} // namespace kiln::loops
