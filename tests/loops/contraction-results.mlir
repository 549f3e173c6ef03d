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

// A bool is a byte in memory, 0 or 1, also where vectors read and write it: the mask of a relu beside a product, and
// in its backward product.
kiln.entry infer @mask_kept(%x: tensor<12x20xf32> {kiln.input = "x"}, %w: tensor<20x35xf32> {kiln.input = "w"})
    -> (tensor<12x35xi1> {kiln.output = "y"}, tensor<12x35xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "contraction" (%x, %w) : (tensor<12x20xf32>, tensor<20x35xf32>) -> (tensor<12x35xi1>, tensor<12x35xf32>) {
  ^bb0(%x_: tensor<12x20xf32>, %w_: tensor<20x35xf32>):
    %c = kiln.contract %x_ [0, 1], %w_ [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    %zero = kiln.constant dense<0.0> : tensor<12x35xf32>
    %m = kiln.compare gt %c, %zero : tensor<12x35xf32> -> tensor<12x35xi1>
    %r = kiln.select %m, %c, %zero : tensor<12x35xi1>, tensor<12x35xf32>
    kiln.yield %m, %r : tensor<12x35xi1>, tensor<12x35xf32>
  }
  kiln.return %g#0, %g#1 : tensor<12x35xi1>, tensor<12x35xf32>
}
kiln.entry infer @mask_used(%x: tensor<12x20xf32> {kiln.input = "x"}, %w: tensor<20x35xf32> {kiln.input = "w"},
                            %m: tensor<12x35xi1> {kiln.input = "m"}) -> (tensor<12x35xf32> {kiln.output = "z"}) {
  %g = kiln.group "contraction" (%x, %w, %m) : (tensor<12x20xf32>, tensor<20x35xf32>, tensor<12x35xi1>) -> (tensor<12x35xf32>) {
  ^bb0(%x_: tensor<12x20xf32>, %w_: tensor<20x35xf32>, %m_: tensor<12x35xi1>):
    %c = kiln.contract %x_ [0, 1], %w_ [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    %zero = kiln.constant dense<0.0> : tensor<12x35xf32>
    %r = kiln.select %m_, %c, %zero : tensor<12x35xi1>, tensor<12x35xf32>
    kiln.yield %r : tensor<12x35xf32>
  }
  kiln.return %g : tensor<12x35xf32>
}
