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

// Positions of a convolution that are no one axis: a panel would be filled before the first of them, so lanes are read where they lie; for a
// short sum, whose panel stays in the first-level cache, they are copied.
// CHECK-LABEL: func.func private @contraction_2
// CHECK-NOT: memref.alloca
// CHECK: return
kiln.entry infer @positions(%x: tensor<1x68x36x32xf32> {kiln.input = "x"}, %w: tensor<5x5x32x64xf32> {kiln.input = "w"}) -> (tensor<1x64x32x64xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x68x36x32xf32>, tensor<5x5x32x64xf32>) -> tensor<1x64x32x64xf32> {
  ^bb0(%x_: tensor<1x68x36x32xf32>, %w_: tensor<5x5x32x64xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x68x36x32xf32> -> tensor<1x64x32x32x5x5xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<1x64x32x32x5x5xf32>, tensor<5x5x32x64xf32> -> tensor<1x64x32x64xf32>
    kiln.yield %c : tensor<1x64x32x64xf32>
  }
  kiln.return %g : tensor<1x64x32x64xf32>
}
// CHECK-LABEL: func.func private @contraction_3
// CHECK: memref.alloca
kiln.entry infer @short(%x: tensor<1x66x34x16xf32> {kiln.input = "x"}, %w: tensor<3x3x3x64xf32> {kiln.input = "w"}) -> (tensor<1x64x32x64xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x66x34x16xf32>, tensor<3x3x3x64xf32>) -> tensor<1x64x32x64xf32> {
  ^bb0(%x_: tensor<1x66x34x16xf32>, %w_: tensor<3x3x3x64xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x66x34x16xf32> -> tensor<1x64x32x3x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<1x64x32x3x3x3xf32>, tensor<3x3x3x64xf32> -> tensor<1x64x32x64xf32>
    kiln.yield %c : tensor<1x64x32x64xf32>
  }
  kiln.return %g : tensor<1x64x32x64xf32>
}
