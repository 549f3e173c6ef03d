// SPDX-License-Identifier: Apache-2.0
//===- Interpreter.h - the executable meaning of the dialect --------------===//
#pragma once

#include "dialects/kiln/Kiln.h"
#include "dialects/kiln/reference/HostTensor.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace kiln::reference {

class Trace;

struct InterpretOptions {
  /// Each op computes in double from its operands, and sums in double in row-major order. Then its
  /// result is rounded once to its element type, so an f32 model parts from compiled code only
  /// where that code sums in another order or approximates a function. With `precise` results of
  /// f32 and narrower types keep their double: the value that the equations have, to judge both.
  /// A `kiln.convert` rounds in either case, and f64 models are the same in both.
  bool precise = false;
  /// Called after each op, in the order of the program, inner ops before the op that holds them.
  llvm::function_ref<void(mlir::Operation *, llvm::ArrayRef<const HostTensor *>)> afterOp;
  /// Receives the ops, each once, at which a gather's position left its axis and was clamped.
  llvm::SmallVectorImpl<mlir::Operation *> *faults = nullptr;
  /// Called for the first op that makes a NaN of operands without one, or an infinity of finite operands; the run then
  /// ends. Not for constants, nor for ops that only move elements, whose fill may be infinite.
  llvm::function_ref<void(mlir::Operation *)> onNonFinite;
  /// Compares this run with the first one that had the same trace.
  Trace *trace = nullptr;
};

/// The results of `entry` for one value of each argument. Fails, with a diagnostic at the op, on
/// arguments of other types and on what has no meaning here: `kiln.grad` before
/// `kiln-differentiate` has replaced it, `kiln.launch`, ops of other dialects.
mlir::FailureOr<llvm::SmallVector<HostTensor>> interpret(EntryOp entry,
                                                         llvm::ArrayRef<HostTensor> arguments,
                                                         const InterpretOptions &options = {});

} // namespace kiln::reference
