// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// A matrix as wide as a tile is a panel already: it is read where it lies, however many rows meet it.

// CHECK-LABEL: func.func private @contraction_0
// CHECK-NOT: memref.alloca
// CHECK: math.fma
// CHECK-NOT: memref.alloca
// CHECK: return
kiln.entry infer @narrow(%x: tensor<512x512xf32> {kiln.input = "x"}, %w: tensor<512x16xf32> {kiln.input = "w"})
    -> (tensor<512x16xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<512x512xf32>, tensor<512x16xf32>) -> (tensor<512x16xf32>) {
  ^bb0(%a: tensor<512x512xf32>, %b: tensor<512x16xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<512x512xf32>, tensor<512x16xf32> -> tensor<512x16xf32>
    kiln.yield %c : tensor<512x16xf32>
  }
  kiln.return %g : tensor<512x16xf32>
}

// Wider, it is copied into panels.
// CHECK-LABEL: func.func private @contraction_1
// CHECK: memref.alloca
kiln.entry infer @wide(%x: tensor<512x512xf32> {kiln.input = "x"}, %w: tensor<512x512xf32> {kiln.input = "w"})
    -> (tensor<512x512xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<512x512xf32>, tensor<512x512xf32>) -> (tensor<512x512xf32>) {
  ^bb0(%a: tensor<512x512xf32>, %b: tensor<512x512xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<512x512xf32>, tensor<512x512xf32> -> tensor<512x512xf32>
    kiln.yield %c : tensor<512x512xf32>
  }
  kiln.return %g : tensor<512x512xf32>
}
