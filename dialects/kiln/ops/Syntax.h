// SPDX-License-Identifier: Apache-2.0
//===- Syntax.h - custom directives of the ops' assembly formats ----------===//
#pragma once

#include "mlir/IR/OpImplementation.h"

namespace kiln {

/// `custom<AxisMap>`: a map printed in full, since `%1 #map`, with an alias, would be read as a result
/// number of `%1`.
mlir::ParseResult parseAxisMap(mlir::OpAsmParser &parser, mlir::AffineMapAttr &map);
void printAxisMap(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::AffineMapAttr map);

} // namespace kiln
