// SPDX-License-Identifier: Apache-2.0
//===- Base.td - what every family starts from ----------------------------===//
#ifndef KILN_OPS_BASE_TD
#define KILN_OPS_BASE_TD

include "dialects/kiln/KilnTypes.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"

class Kiln_Op<string mnemonic, list<Trait> traits = []> : Op<Kiln_Dialect, mnemonic, traits>;
class Kiln_PureOp<string mnemonic, list<Trait> traits = []> : Kiln_Op<mnemonic, !listconcat([Pure], traits)>;

#endif
