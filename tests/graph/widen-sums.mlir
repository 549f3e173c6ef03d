// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-widen-sums %s | FileCheck %s

// Sums of narrow floats are sums of f32, rounded once.
// CHECK-LABEL: @product
// CHECK: %[[X:.*]] = kiln.convert %arg0 : tensor<3x4xbf16> -> tensor<3x4xf32>
// CHECK: %[[W:.*]] = kiln.convert %arg1 : tensor<4x5xbf16> -> tensor<4x5xf32>
// CHECK: %[[Y:.*]] = kiln.contract %[[X]] [0, 1], %[[W]] [1, 2] -> [0, 2] : tensor<3x4xf32>, tensor<4x5xf32> -> tensor<3x5xf32>
// CHECK: kiln.convert %[[Y]] : tensor<3x5xf32> -> tensor<3x5xbf16>
kiln.entry infer @product(%x: tensor<3x4xbf16> {kiln.input = "x"}, %w: tensor<4x5xbf16> {kiln.input = "w"})
    -> (tensor<3x5xbf16> {kiln.output = "y"}) {
  %y = kiln.contract %x [0, 1], %w [1, 2] -> [0, 2] : tensor<3x4xbf16>, tensor<4x5xbf16> -> tensor<3x5xbf16>
  kiln.return %y : tensor<3x5xbf16>
}

// CHECK-LABEL: @others
// CHECK: kiln.reduce sum %{{.*}} : tensor<4x6xf32> -> tensor<4xf32>
// CHECK: kiln.scatter %{{.*}}[%arg1] axes [0] batch 0 : tensor<4x6xf32>, tensor<4xi32> -> tensor<9x6xf32>
// CHECK: kiln.accumulate %{{.*}} : tensor<4x6xf32> -> tensor<6xf32>
// The greatest needs no more bits than it has.
// CHECK: kiln.reduce max %arg0 [1] : tensor<4x6xf16> -> tensor<4xf16>
kiln.entry infer @others(%x: tensor<4x6xf16> {kiln.input = "x"}, %i: tensor<4xi32> {kiln.input = "i"})
    -> (tensor<4xf16> {kiln.output = "a"}, tensor<9x6xf16> {kiln.output = "b"}, tensor<6xf16> {kiln.output = "c"}, tensor<4xf16> {kiln.output = "d"}) {
  %a = kiln.reduce sum %x [1] : tensor<4x6xf16> -> tensor<4xf16>
  %b = kiln.scatter %x[%i] axes [0] batch 0 : tensor<4x6xf16>, tensor<4xi32> -> tensor<9x6xf16>
  %c = kiln.accumulate %x affine_map<(d0, d1) -> (d1)> : tensor<4x6xf16> -> tensor<6xf16>
  %d = kiln.reduce max %x [1] : tensor<4x6xf16> -> tensor<4xf16>
  kiln.return %a, %b, %c, %d : tensor<4xf16>, tensor<9x6xf16>, tensor<6xf16>, tensor<4xf16>
}

// What a contraction reads is widened in front of the window that it reads, whose fill is widened with it.
// CHECK-LABEL: @window
// CHECK: %[[WIDE:.*]] = kiln.convert %arg0 : tensor<8xbf16> -> tensor<8xf32>
// CHECK: %[[READ:.*]] = kiln.read %[[WIDE]] affine_map<(d0, d1) -> (d0 + d1 - 1)> else 0.000000e+00 : f32 : tensor<8xf32> -> tensor<8x3xf32>
// CHECK: kiln.contract %[[READ]]
kiln.entry infer @window(%x: tensor<8xbf16> {kiln.input = "x"}, %w: tensor<3xf32> {kiln.input = "w"}) -> (tensor<8xf32> {kiln.output = "y"}) {
  %r = kiln.read %x affine_map<(d0, d1) -> (d0 + d1 - 1)> else 0.0 : bf16 : tensor<8xbf16> -> tensor<8x3xbf16>
  %f = kiln.convert %r : tensor<8x3xbf16> -> tensor<8x3xf32>
  %y = kiln.contract %f [0, 1], %w [1] -> [0] : tensor<8x3xf32>, tensor<3xf32> -> tensor<8xf32>
  kiln.return %y : tensor<8xf32>
}
