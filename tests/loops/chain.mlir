// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: %python %S/Inputs/kernels.py %s

// Attention of one head: scores, softmax and the weighted sum of one example at a time. What they hand on has one example's size.
// CHECK-LABEL: func.func private @chain_0
// CHECK: %[[SCRATCH:.*]] = memref.alloca() {alignment = 64 : i64} : memref<1920xi8>
// CHECK: scf.for %[[EXAMPLE:.*]] = %{{.*}} to %{{.*}} step
// CHECK:   memref.view %[[SCRATCH]][%c0
// CHECK:   call @contraction_0
// CHECK:   memref.view %[[SCRATCH]][%c960
// CHECK:   call @rows_exp_0
// CHECK:   call @contraction_1
kiln.entry infer @attention(%q: tensor<6x15x8xf32> {kiln.input = "q"}, %k: tensor<6x15x8xf32> {kiln.input = "k"},
                            %w: tensor<8x5xf32> {kiln.input = "w"})
    -> (tensor<6x15x8xf32> {kiln.output = "y"}, tensor<6x15x5xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "chain" (%q, %k, %w)
      : (tensor<6x15x8xf32>, tensor<6x15x8xf32>, tensor<8x5xf32>) -> (tensor<6x15x8xf32>, tensor<6x15x5xf32>) {
  ^bb0(%q_: tensor<6x15x8xf32>, %k_: tensor<6x15x8xf32>, %w_: tensor<8x5xf32>):
    %s = kiln.group "contraction" (%q_, %k_) : (tensor<6x15x8xf32>, tensor<6x15x8xf32>) -> tensor<6x15x15xf32> {
    ^bb0(%a: tensor<6x15x8xf32>, %b: tensor<6x15x8xf32>):
      %c = kiln.contract %a [0, 1, 2], %b [0, 3, 2] -> [0, 1, 3] : tensor<6x15x8xf32>, tensor<6x15x8xf32> -> tensor<6x15x15xf32>
      %half = kiln.constant dense<0.5> : tensor<6x15x15xf32>
      %m = kiln.mul %c, %half : tensor<6x15x15xf32>
      kiln.yield %m : tensor<6x15x15xf32>
    }
    %p = kiln.group "rows" (%s) : (tensor<6x15x15xf32>) -> tensor<6x15x15xf32> {
    ^bb0(%a: tensor<6x15x15xf32>):
      %e = kiln.exp %a : tensor<6x15x15xf32>
      %t = kiln.reduce sum %e [2] : tensor<6x15x15xf32> -> tensor<6x15xf32>
      %b = kiln.read %t affine_map<(d0, d1, d2) -> (d0, d1)> : tensor<6x15xf32> -> tensor<6x15x15xf32>
      %d = kiln.div %e, %b : tensor<6x15x15xf32>
      kiln.yield %d : tensor<6x15x15xf32>
    } {row_axes = 2 : i64}
    %y = kiln.group "contraction" (%p, %k_) : (tensor<6x15x15xf32>, tensor<6x15x8xf32>) -> tensor<6x15x8xf32> {
    ^bb0(%a: tensor<6x15x15xf32>, %b: tensor<6x15x8xf32>):
      %c = kiln.contract %a [0, 1, 2], %b [0, 2, 3] -> [0, 1, 3] : tensor<6x15x15xf32>, tensor<6x15x8xf32> -> tensor<6x15x8xf32>
      kiln.yield %c : tensor<6x15x8xf32>
    }
    %r = kiln.reshape %y : tensor<6x15x8xf32> -> tensor<6x8x15xf32>
    %z = kiln.group "contraction" (%r, %w_) : (tensor<6x8x15xf32>, tensor<8x5xf32>) -> tensor<6x15x5xf32> {
    ^bb0(%a: tensor<6x8x15xf32>, %b: tensor<8x5xf32>):
      %c = kiln.contract %a [0, 2, 1], %b [2, 3] -> [0, 1, 3] : tensor<6x8x15xf32>, tensor<8x5xf32> -> tensor<6x15x5xf32>
      kiln.yield %c : tensor<6x15x5xf32>
    }
    kiln.yield %y, %z : tensor<6x15x8xf32>, tensor<6x15x5xf32>
  }
  kiln.return %g#0, %g#1 : tensor<6x15x8xf32>, tensor<6x15x5xf32>
}
