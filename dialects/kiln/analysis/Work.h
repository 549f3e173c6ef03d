// SPDX-License-Identifier: Apache-2.0
//===- Work.h - what one evaluation of an op or group computes and moves --===//
//
// Counted, not measured:
//   MACs     multiplications that a contraction adds up: the product of the sizes of its labels, those at zeros of a padding too
//   FLOPs    two for each MAC; one for each element of an arithmetic op and for each element that a reduction takes in.
//            Moving, comparing, selecting, converting and drawing count none
//   bytes    of a group: each operand and result once; of an operand that is looked up by index alone no more than is looked up
//
//===----------------------------------------------------------------------===//
#pragma once

#include "dialects/kiln/Kiln.h"

namespace kiln::analysis {

double macsOf(ContractOp op);
/// Of this op alone, whatever its regions hold.
double flopsOf(mlir::Operation *op);
/// Of all that the group computes.
double flopsOf(GroupOp group);
double bytesOf(GroupOp group);

} // namespace kiln::analysis
