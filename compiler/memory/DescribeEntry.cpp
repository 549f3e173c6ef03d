// SPDX-License-Identifier: Apache-2.0
//===- DescribeEntry.cpp --------------------------------------------------===//
#include "compiler/memory/DescribeEntry.h"

#include "compiler/memory/PlanAttributes.h"
#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace kiln;

static DictionaryAttr describe(DictionaryAttr attributes, Value value, int64_t offset) {
  Builder b(value.getContext());
  SmallVector<NamedAttribute> all(attributes ? attributes.getValue() : ArrayRef<NamedAttribute>());
  all.push_back(b.getNamedAttr(plan::kType, TypeAttr::get(value.getType())));
  all.push_back(b.getNamedAttr(plan::kPlace, LocationAttr(value.getLoc())));
  all.push_back(b.getNamedAttr(plan::kOffset, b.getI64IntegerAttr(offset)));
  return b.getDictionaryAttr(all);
}

void kiln::describeEntry(EntryOp entry, func::FuncOp function, ArrayRef<int64_t> argumentOffsets,
                         ArrayRef<int64_t> resultOffsets, ArrayRef<DictionaryAttr> faults) {
  Builder b(entry.getContext());
  function->setAttr(plan::kEntryName, b.getStringAttr(entry.getSymName()));
  function->setAttr(plan::kMode, b.getStringAttr(stringifyMode(entry.getMode())));
  if (Attribute rows = entry->getAttr(plan::kRowSize))
    function->setAttr(plan::kRowSize, rows);
  SmallVector<Attribute> inputs, outputs;
  for (auto [argument, offset] : llvm::zip_equal(entry.getBody().getArguments(), argumentOffsets)) {
    unsigned number = argument.getArgNumber();
    if (entry.getArgAttr(number, KilnDialect::kInputAttr))
      inputs.push_back(describe(entry.getArgAttrDict(number), argument, offset));
  }
  auto ret = cast<ReturnOp>(entry.getBody().front().getTerminator());
  for (auto [number, offset] : llvm::enumerate(resultOffsets))
    if (entry.getResultAttr(number, KilnDialect::kOutputAttr))
      outputs.push_back(describe(entry.getResultAttrDict(number), ret.getOperand(number), offset));
  function->setAttr(plan::kInputs, b.getArrayAttr(inputs));
  function->setAttr(plan::kOutputs, b.getArrayAttr(outputs));
  function->setAttr(plan::kFaults,
                    b.getArrayAttr(SmallVector<Attribute>(faults.begin(), faults.end())));
}
