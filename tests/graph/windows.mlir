// RUN: kiln-opt %s --kiln-invert-windows --canonicalize --mlir-print-local-scope | FileCheck %s
// RUN: kiln-opt %s --kiln-invert-windows --canonicalize --kiln-pad-windows --mlir-print-local-scope | FileCheck %s --check-prefix=PAD

// The input gradient of a 3x3 convolution with padding 1 is a convolution of the cotangent.
// CHECK-LABEL: kiln.entry train @input_gradient
// CHECK: %[[W:.*]] = kiln.read %{{.*}} affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 - d4 + 1, d3 - d5 + 1)> else {{.*}} : tensor<2x4x5x5xf32> -> tensor<2x4x5x5x3x3xf32>
// CHECK: %[[R:.*]] = kiln.contract %[[W]] [0, 6, 2, 3, 4, 5], %{{.*}} [6, 1, 4, 5] -> [0, 1, 2, 3]
// CHECK-NOT: kiln.accumulate
// CHECK: kiln.return %[[R]]
// PAD-LABEL: kiln.entry train @input_gradient
// PAD: kiln.read {{.*}} affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 - 1, d3 - 1)> else {{.*}} : tensor<2x4x5x5xf32> -> tensor<2x4x7x7xf32>
// PAD: kiln.read {{.*}} affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 - d4 + 2, d3 - d5 + 2)> : tensor<2x4x7x7xf32> -> tensor<2x4x5x5x3x3xf32>
// PAD: kiln.contract
kiln.entry train @input_gradient(%dy: tensor<2x4x5x5xf32> {kiln.input = "dy"}, %w: tensor<4x3x3x3xf32> {kiln.input = "w"})
    -> (tensor<2x3x5x5xf32> {kiln.output = "dx"}) {
  %c = kiln.contract %dy [0, 6, 2, 3], %w [6, 1, 4, 5] -> [0, 1, 2, 3, 4, 5] : tensor<2x4x5x5xf32>, tensor<4x3x3x3xf32> -> tensor<2x3x5x5x3x3xf32>
  %dx = kiln.accumulate %c affine_map<(n, c, i, j, u, v) -> (n, c, i + u - 1, j + v - 1)> : tensor<2x3x5x5x3x3xf32> -> tensor<2x3x5x5xf32>
  kiln.return %dx : tensor<2x3x5x5xf32>
}

// Taps two apart: windows of the cotangent, no phases of the taps. With channels that fill vectors, an odd number of windows (five in each
// of the two that lie between each other) gets another behind.
// CHECK-LABEL: kiln.entry train @dilated
// CHECK: kiln.read %{{.*}} affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 - d4 * 2 + 2, d3 - d5 * 2 + 2)> else {{.*}} : tensor<1x16x10x10xf32> -> tensor<1x16x10x10x3x3xf32>
// CHECK-NOT: kiln.accumulate
// PAD-LABEL: kiln.entry train @dilated
// PAD: tensor<1x16x10x10xf32> -> tensor<1x16x16x16xf32>
kiln.entry train @dilated(%dy: tensor<1x16x10x10xf32> {kiln.input = "dy"}, %w: tensor<16x32x3x3xf32> {kiln.input = "w"})
    -> (tensor<1x32x10x10xf32> {kiln.output = "dx"}) {
  %c = kiln.contract %dy [0, 6, 2, 3], %w [6, 1, 4, 5] -> [0, 1, 2, 3, 4, 5] : tensor<1x16x10x10xf32>, tensor<16x32x3x3xf32> -> tensor<1x32x10x10x3x3xf32>
  %dx = kiln.accumulate %c affine_map<(n, c, i, j, u, v) -> (n, c, i + u * 2 - 2, j + v * 2 - 2)> : tensor<1x32x10x10x3x3xf32> -> tensor<1x32x10x10xf32>
  kiln.return %dx : tensor<1x32x10x10xf32>
}

// Channels of groups are two axes; the others are windows then.
// CHECK-LABEL: kiln.entry train @groups
// CHECK: %[[W:.*]] = kiln.read %{{.*}} affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3 - d4 + 1)> else
// CHECK: %[[R:.*]] = kiln.contract %[[W]] {{.*}} -> tensor<1x2x3x9xf32>
// CHECK: kiln.reshape %[[R]] : tensor<1x2x3x9xf32> -> tensor<1x6x9xf32>
// CHECK-NOT: kiln.accumulate
kiln.entry train @groups(%dy: tensor<1x2x4x9xf32> {kiln.input = "dy"}, %w: tensor<2x4x3x3xf32> {kiln.input = "w"}) -> (tensor<1x6x9xf32> {kiln.output = "dx"}) {
  %c = kiln.contract %dy [0, 1, 5, 3], %w [1, 5, 2, 4] -> [0, 1, 2, 3, 4] : tensor<1x2x4x9xf32>, tensor<2x4x3x3xf32> -> tensor<1x2x3x9x3xf32>
  %dx = kiln.accumulate %c affine_map<(n, k, c, j, v) -> (n, k * 3 + c, j + v - 1)> : tensor<1x2x3x9x3xf32> -> tensor<1x6x9xf32>
  kiln.return %dx : tensor<1x6x9xf32>
}

// Pooling windows do not overlap; an odd last row belongs to none.
// CHECK-LABEL: kiln.entry train @pooling
// CHECK: kiln.read %{{.*}} affine_map<(d0, d1) -> (d0 floordiv 2, d1 floordiv 2, d0 mod 2, d1 mod 2)> else {{.*}} : tensor<2x3x2x2xf32> -> tensor<5x6xf32>
// CHECK-NOT: kiln.accumulate
kiln.entry train @pooling(%g: tensor<2x3x2x2xf32> {kiln.input = "g"}) -> (tensor<5x6xf32> {kiln.output = "dx"}) {
  %dx = kiln.accumulate %g affine_map<(i, j, u, v) -> (i * 2 + u, j * 2 + v)> : tensor<2x3x2x2xf32> -> tensor<5x6xf32>
  kiln.return %dx : tensor<5x6xf32>
}

// Overlapping windows of something that is no contraction stay, and phases of a stride of 3 that begin at no linear positions.
// CHECK-LABEL: kiln.entry train @refused
// CHECK: kiln.accumulate
// CHECK: kiln.accumulate
kiln.entry train @refused(%g: tensor<4x3xf32> {kiln.input = "g"}, %dy: tensor<5x2xf32> {kiln.input = "dy"}, %w: tensor<2x4xf32> {kiln.input = "w"})
    -> (tensor<6xf32> {kiln.output = "a"}, tensor<15xf32> {kiln.output = "b"}) {
  %a = kiln.accumulate %g affine_map<(i, u) -> (i + u)> : tensor<4x3xf32> -> tensor<6xf32>
  %c = kiln.contract %dy [0, 2], %w [2, 1] -> [0, 1] : tensor<5x2xf32>, tensor<2x4xf32> -> tensor<5x4xf32>
  %b = kiln.accumulate %c affine_map<(i, u) -> (i * 3 + u - 1)> : tensor<5x4xf32> -> tensor<15xf32>
  kiln.return %a, %b : tensor<6xf32>, tensor<15xf32>
}

// The input gradient of a convolution with stride 2, by phases: position 2 a + e takes the taps 2 m + (e + 1) mod 2.
// CHECK-LABEL: kiln.entry train @strided
// CHECK-DAG: %[[X:.*]] = kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d0 + (d2 + 1) floordiv 2 - d3, d1)> else {{.*}} : tensor<4x2xf32> -> tensor<4x2x2x2xf32>
// CHECK-DAG: %[[W:.*]] = kiln.read %{{.*}} affine_map<(d0, d1, d2) -> (d0, d1 * 2 + (d2 + 1) mod 2)> else {{.*}} : tensor<2x3xf32> -> tensor<2x2x2xf32>
// CHECK: %[[C:.*]] = kiln.contract %[[X]] [0, 2, 3, 1], %[[W]] [2, 1, 3] -> [0, 3] : {{.*}} -> tensor<4x2xf32>
// CHECK: %[[R:.*]] = kiln.reshape %[[C]] : tensor<4x2xf32> -> tensor<8xf32>
// CHECK: kiln.read %[[R]] {{.*}} : tensor<8xf32> -> tensor<7xf32>
kiln.entry train @strided(%dy: tensor<4x2xf32> {kiln.input = "dy"}, %w: tensor<2x3xf32> {kiln.input = "w"}) -> (tensor<7xf32> {kiln.output = "dx"}) {
  %c = kiln.contract %dy [0, 2], %w [2, 1] -> [0, 1] : tensor<4x2xf32>, tensor<2x3xf32> -> tensor<4x3xf32>
  %dx = kiln.accumulate %c affine_map<(i, u) -> (i * 2 + u - 1)> : tensor<4x3xf32> -> tensor<7xf32>
  kiln.return %dx : tensor<7xf32>
}

// Windows of one position: position and tap meet in one place, so they are one label.
// CHECK-LABEL: kiln.entry infer @windows_of_one
// CHECK: kiln.contract %{{.*}} [0, 1], %{{.*}} [1, 4, 2] -> [0, 4, 2] : tensor<2x3xf32>, tensor<3x5x4xf32> -> tensor<2x5x4xf32>
kiln.entry infer @windows_of_one(%x: tensor<2x3x1xf32> {kiln.input = "x"}, %w: tensor<3x5x4xf32> {kiln.input = "w"}) -> (tensor<2x5x4xf32> {kiln.output = "y"}) {
  %window = kiln.read %x affine_map<(n, c, i, m) -> (n, c, i - m)> else 0.0 : f32 : tensor<2x3x1xf32> -> tensor<2x3x4x4xf32>
  %y = kiln.contract %window [0, 1, 2, 3], %w [1, 4, 3] -> [0, 4, 2] : tensor<2x3x4x4xf32>, tensor<3x5x4xf32> -> tensor<2x5x4xf32>
  kiln.return %y : tensor<2x5x4xf32>
}

// A kernel's weights are copied into the order of its loops, taps and channels as they lie in the image, output channels last; those of
// a matrix product, of few positions, or with their lanes last already stay as they are.
// PAD-LABEL: kiln.entry infer @weights
// PAD: %[[COPY:.*]] = kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d3, d2, d0, d1)> : tensor<8x3x3x3xf32> -> tensor<3x3x3x8xf32>
// PAD: %[[READ:.*]] = kiln.read %[[COPY]] affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// PAD: kiln.read {{.*}} -> tensor<16x10x10x3xf32>
// PAD: kiln.contract %{{.*}} [0, 1, 2, 3, 4, 5], %[[READ]] [4, 5, 3, 6] -> [0, 1, 2, 6]
// PAD: kiln.contract %{{.*}} [0, 2], %{{.*}} [1, 2] -> [0, 1]
// PAD: kiln.contract %{{.*}} [0, 1, 2, 3, 4, 5], %{{.*}} [6, 3, 4, 5] -> [0, 1, 2, 6]
kiln.entry infer @weights(%x: tensor<16x8x8x3xf32> {kiln.input = "x"}, %w: tensor<8x3x3x3xf32> {kiln.input = "w"}, %a: tensor<4x16xf32> {kiln.input = "a"}, %s: tensor<1x3x3x3xf32> {kiln.input = "s"})
    -> (tensor<16x8x8x8xf32> {kiln.output = "y"}, tensor<4x4xf32> {kiln.output = "c"}, tensor<1x2x2x8xf32> {kiln.output = "z"}) {
  %window = kiln.read %x affine_map<(n, i, j, c, u, v) -> (n, i + u - 1, j + v - 1, c)> else 0.0 : f32 : tensor<16x8x8x3xf32> -> tensor<16x8x8x3x3x3xf32>
  %y = kiln.contract %window [0, 1, 2, 3, 4, 5], %w [6, 3, 4, 5] -> [0, 1, 2, 6] : tensor<16x8x8x3x3x3xf32>, tensor<8x3x3x3xf32> -> tensor<16x8x8x8xf32>
  %c = kiln.contract %a [0, 2], %a [1, 2] -> [0, 1] : tensor<4x16xf32>, tensor<4x16xf32> -> tensor<4x4xf32>
  %few = kiln.read %s affine_map<(n, i, j, c, u, v) -> (n, i + u, j + v, c)> else 0.0 : f32 : tensor<1x3x3x3xf32> -> tensor<1x2x2x3x3x3xf32>
  %z = kiln.contract %few [0, 1, 2, 3, 4, 5], %w [6, 3, 4, 5] -> [0, 1, 2, 6] : tensor<1x2x2x3x3x3xf32>, tensor<8x3x3x3xf32> -> tensor<1x2x2x8xf32>
  kiln.return %y, %c, %z : tensor<16x8x8x8xf32>, tensor<4x4xf32>, tensor<1x2x2x8xf32>
}

// The padded copy has its channels last where vectors run along those of the weights, whatever the order of the image.
// PAD-LABEL: kiln.entry infer @channels_last
// PAD: %[[P:.*]] = kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d0, d3, d1 - 1, d2 - 1)> else {{.*}} : tensor<2x8x6x6xf32> -> tensor<2x8x8x8xf32>
// PAD: kiln.read %[[P]] affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x8x8x8xf32> -> tensor<2x6x6x8x3x3xf32>
kiln.entry infer @channels_last(%x: tensor<2x8x6x6xf32> {kiln.input = "x"}, %w: tensor<3x3x8x16xf32> {kiln.input = "w"})
    -> (tensor<2x6x6x16xf32> {kiln.output = "y"}) {
  %r = kiln.read %x affine_map<(n, i, j, c, u, v) -> (n, c, i + u - 1, j + v - 1)> else 0.0 : f32 : tensor<2x8x6x6xf32> -> tensor<2x6x6x8x3x3xf32>
  %y = kiln.contract %r [0, 1, 2, 3, 4, 5], %w [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x6x6x8x3x3xf32>, tensor<3x3x8x16xf32> -> tensor<2x6x6x16xf32>
  kiln.return %y : tensor<2x6x6x16xf32>
}
