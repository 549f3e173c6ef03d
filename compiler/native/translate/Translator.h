// SPDX-License-Identifier: Apache-2.0
//===- Translator.h - one function at a time, one op at a time -------------===//
// Ten conversion passes with a memref descriptor for each view took 3.4 of the 9 seconds that the U-Net of
// examples/ddpm needed; this walk takes a tenth of that. See docs/rationale/native.md.
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/native/translate/Translate.h"
#include "compiler/native/translate/SharedCode.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

#include <functional>

namespace kiln::native {

class Launches;

class Translator {
public:
  Translator(llvm::Module &module, Instructions has, const SharedCode *shared);

  /// Translates the ops of `block`, without its terminator, at the builder's place.
  mlir::LogicalResult translate(mlir::Block &block);

  llvm::Value *operator[](mlir::Value value) const { return values.lookup(value); }
  llvm::SmallVector<llvm::Value *> all(mlir::ValueRange range) const;
  void define(mlir::Value value, llvm::Value *made) { values[value] = made; }

  /// Adds the function, but for one whose code another has.
  void declare(mlir::func::FuncOp function);
  mlir::LogicalResult define(mlir::func::FuncOp function);
  /// The function that is called for `callee`, and the constants that it is handed before worker and workers.
  std::pair<llvm::Function *, llvm::ArrayRef<mlir::arith::ConstantOp>> calleeOf(mlir::StringAttr callee) const;
  /// Calls what stands for a loop; `write` translates the loop itself.
  mlir::LogicalResult callShared(mlir::Operation *loop, const SharedCode::Place &place,
                                 llvm::function_ref<mlir::LogicalResult()> write);
  /// A constant, or what the function that is being written is handed for it.
  llvm::Value *valueOf(mlir::arith::ConstantOp constant);

  llvm::Type *typeOf(mlir::Type type);
  llvm::Type *typeOf(mlir::Value value) { return typeOf(value.getType()); }
  llvm::Constant *constantOf(mlir::Attribute value, mlir::Type type);
  /// Bytes of an element in memory.
  static unsigned bytesOf(mlir::Type element);

  using Handler = std::function<mlir::LogicalResult(mlir::Operation &)>;
  /// What an op with one result becomes.
  template <class Op>
  void value(std::function<llvm::Value *(Op)> make) {
    handlers[mlir::TypeID::get<Op>()] = [this, make](mlir::Operation &op) {
      define(op.getResult(0), make(llvm::cast<Op>(op)));
      return mlir::success();
    };
  }
  /// An op with no result or several, or with regions.
  template <class Op>
  void effect(std::function<mlir::LogicalResult(Op)> make) {
    handlers[mlir::TypeID::get<Op>()] = [make](mlir::Operation &op) {
      return make(llvm::cast<Op>(op));
    };
  }

  llvm::BasicBlock *newBlock() {
    return llvm::BasicBlock::Create(module.getContext(), "", builder.GetInsertBlock()->getParent());
  }

  llvm::Module &module;
  llvm::IRBuilder<> builder;
  const Instructions has;
  const SharedCode *const shared; ///< null: each place for itself
  Launches *launches = nullptr; ///< while an entry is translated

private:
  llvm::DenseMap<mlir::TypeID, Handler> handlers;
  llvm::DenseMap<mlir::Value, llvm::Value *> values;
  llvm::DenseMap<mlir::StringAttr, const SharedCode::Place *> kernels; // that share their code
  llvm::DenseMap<mlir::Operation *, llvm::Value *> handed;             // to the function that is being written, for constants
};

/// \name What each dialect's ops become.
/// @{
void addArithmetic(Translator &t);  // arith, math
void addControlFlow(Translator &t); // func, scf
void addMemory(Translator &t);      // memref, and what vector loads and stores
void addVectors(Translator &t);     // vector, in registers
/// @}

} // namespace kiln::native
