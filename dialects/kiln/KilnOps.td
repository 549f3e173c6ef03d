// SPDX-License-Identifier: Apache-2.0
//===- KilnOps.td - all families, for one run of TableGen -----------------===//
#ifndef KILN_OPS_TD
#define KILN_OPS_TD

include "dialects/kiln/ops/Elementwise.td"
include "dialects/kiln/ops/Contraction.td"
include "dialects/kiln/ops/Reduction.td"
include "dialects/kiln/ops/Movement.td"
include "dialects/kiln/ops/Random.td"
include "dialects/kiln/ops/Structure.td"

#endif
