// SPDX-License-Identifier: Apache-2.0
//===- ProbedEntries.cpp --------------------------------------------------===//
#include "compiler/native/ProbedEntries.h"

#include "compiler/memory/EntryCalls.h"
#include "compiler/native/Package.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "runtime/abi/Package.h"

using namespace mlir;
using namespace kiln;

std::string kiln::probedName(StringRef function) { return (function + ".probed").str(); }

namespace {

class Prober {
public:
  /// Of an entry, or of a part of one: what goes on where it begins and what follows it is not known here.
  Prober(func::FuncOp function, bool isPart)
      : b(function.getLoc(), function.getContext()), call(function.getArgument(1)), worker(function.getArgument(2)), isPart(isPart) {
    probe(function.getBody().front(), kUnknown);
  }

private:
  static constexpr int32_t kUnknown = INT32_MIN;

  void tell(Operation &before, int32_t what) {
    b.setInsertionPoint(&before);
    Value number = arith::ConstantOp::create(b, b.getI32IntegerAttr(what));
    func::CallOp::create(b, kBeginName, TypeRange(), ValueRange{call, worker, number});
  }

  /// `now`: what goes on where the block begins.
  void probe(Block &block, int32_t now) {
    for (Operation &op : llvm::make_early_inc_range(block)) {
      auto callee = dyn_cast<func::CallOp>(op);
      auto launch = op.getAttrOfType<IntegerAttr>(kLaunchAttr);
      if (callee && isPartCall(callee)) {
        callee.setCallee(probedName(callee.getCallee()));
        now = kUnknown;
        continue;
      }
      if (isa<func::ReturnOp>(op) && isPart)
        return;
      int32_t next = now == kUnknown ? KILN_PROBE_OTHER : now;
      if (launch)
        next = int32_t(launch.getInt());
      else if (callee && callee.getCallee() == "kiln_barrier")
        next = KILN_PROBE_WAIT;
      else if (isa<func::ReturnOp>(op))
        next = KILN_PROBE_END;
      else if (op.getNumRegions() || op.hasTrait<OpTrait::IsTerminator>() || !isMemoryEffectFree(&op))
        next = KILN_PROBE_OTHER;
      if (next != now || launch)
        tell(op, next);
      now = next;
      for (Region &region : op.getRegions())
        for (Block &inner : region)
          probe(inner, KILN_PROBE_OTHER);
    }
  }

  ImplicitLocOpBuilder b;
  Value call, worker;
  bool isPart;
};

void addCopy(func::FuncOp function, bool isPart) {
  function.walk([](func::CallOp call) {
    if (isPartCall(call))
      addCopy(SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr()), /*isPart=*/true);
  });
  OpBuilder after(function);
  after.setInsertionPointAfter(function);
  auto copy = cast<func::FuncOp>(after.clone(*function));
  copy.setSymName(probedName(function.getSymName()));
  copy->removeAttr(plan::kEntryName);
  Prober(copy, isPart);
}

} // namespace

void kiln::addProbedEntries(ModuleOp module, ArrayRef<EntrySymbol> entries) {
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  bool isDeclared = false;
  for (const EntrySymbol &entry : entries) {
    auto function = module.lookupSymbol<func::FuncOp>(entry.function);
    if (!entry.isProbed || !function || function.getNumArguments() != 4 || function.isExternal())
      continue; // what is wrong is reported where it is translated
    if (!isDeclared) {
      auto type = builder.getFunctionType({function.getArgumentTypes()[1], builder.getIndexType(), builder.getI32Type()}, {});
      func::FuncOp::create(builder, module.getLoc(), kBeginName, type).setPrivate();
      isDeclared = true;
    }
    addCopy(function, /*isPart=*/false);
  }
}
