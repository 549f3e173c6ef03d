// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: %python %S/Inputs/kernels.py %s

// A result that does not depend on the contraction is computed beside it in the same tiles: twelve rows of
// accumulators, no gathers.
// CHECK-LABEL: func.func private @contraction_0
// CHECK-NOT: vector.gather
// CHECK: scf.for {{.*}} -> ({{(vector<16xf32>, ){11}vector<16xf32>}})
// CHECK-NOT: vector.gather
// CHECK: return
kiln.entry infer @beside(%x: tensor<12x20xf32> {kiln.input = "x"}, %w: tensor<16x20xf32> {kiln.input = "w"},
                         %s: tensor<12x16xf32> {kiln.input = "s"})
    -> (tensor<12x16xf32> {kiln.output = "y"}, tensor<12x16xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "contraction" (%x, %w, %s)
      : (tensor<12x20xf32>, tensor<16x20xf32>, tensor<12x16xf32>) -> (tensor<12x16xf32>, tensor<12x16xf32>) {
  ^bb0(%x_: tensor<12x20xf32>, %w_: tensor<16x20xf32>, %s_: tensor<12x16xf32>):
    %e = kiln.exp %s_ : tensor<12x16xf32>
    %c = kiln.contract %x_ [0, 1], %w_ [2, 1] -> [0, 2] : tensor<12x20xf32>, tensor<16x20xf32> -> tensor<12x16xf32>
    %p = kiln.mul %c, %e : tensor<12x16xf32>
    kiln.yield %e, %p : tensor<12x16xf32>, tensor<12x16xf32>
  }
  kiln.return %g#0, %g#1 : tensor<12x16xf32>, tensor<12x16xf32>
}
