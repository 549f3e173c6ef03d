// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32
// Copies whose axes have another order read vectors along the operand and turn squares of them in registers.

// Channels last, with a halo and with places beside the 32 channels: what lies outside is masked.
// CHECK-LABEL: func.func private @elementwise_read_0
// CHECK-COUNT-16: vector.maskedload {{.*}} vector<16xf32>
// CHECK-COUNT-64: vector.shuffle
// CHECK-COUNT-16: vector.store {{.*}} vector<16xf32>
// CHECK: return
kiln.entry infer @padded(%x: tensor<2x32x9x20xf32> {kiln.input = "x"}) -> (tensor<2x11x22x48xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<2x32x9x20xf32>) -> tensor<2x11x22x48xf32> {
  ^bb0(%x_: tensor<2x32x9x20xf32>):
    %r = kiln.read %x_ affine_map<(n, i, j, c) -> (n, c, i - 1, j - 1)> else 0.5 : f32 : tensor<2x32x9x20xf32> -> tensor<2x11x22x48xf32>
    kiln.yield %r : tensor<2x11x22x48xf32>
  }
  kiln.return %g : tensor<2x11x22x48xf32>
}

// Channels first: 7 x 7 positions are one axis, whose last vector begins earlier.
// CHECK-LABEL: func.func private @elementwise_read_1
// CHECK: arith.minui
// CHECK-COUNT-16: vector.load {{.*}} vector<16xf32>
// CHECK-COUNT-16: vector.store {{.*}} vector<16xf32>
// CHECK: return
kiln.entry infer @channels_first(%x: tensor<2x7x7x48xf32> {kiln.input = "x"}) -> (tensor<2x48x7x7xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<2x7x7x48xf32>) -> tensor<2x48x7x7xf32> {
  ^bb0(%x_: tensor<2x7x7x48xf32>):
    %r = kiln.read %x_ affine_map<(n, c, i, j) -> (n, i, j, c)> : tensor<2x7x7x48xf32> -> tensor<2x48x7x7xf32>
    kiln.yield %r : tensor<2x48x7x7xf32>
  }
  kiln.return %g : tensor<2x48x7x7xf32>
}

// The 16 taps of a transposed convolution lie side by side and go to the places of their phases.
// CHECK-LABEL: func.func private @elementwise_read_2
// CHECK-COUNT-16: vector.load {{.*}} vector<16xf32>
// CHECK-COUNT-16: vector.store {{.*}} vector<16xf32>
// CHECK: return
kiln.entry infer @phases(%w: tensor<16x32x4x4xf32> {kiln.input = "w"}) -> (tensor<16x2x2x2x2x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%w) : (tensor<16x32x4x4xf32>) -> tensor<16x2x2x2x2x32xf32> {
  ^bb0(%w_: tensor<16x32x4x4xf32>):
    %r = kiln.read %w_ affine_map<(c, m, e, n, f, o) -> (c, o, m * 2 - e + 1, n * 2 - f + 1)> : tensor<16x32x4x4xf32> -> tensor<16x2x2x2x2x32xf32>
    kiln.yield %r : tensor<16x2x2x2x2x32xf32>
  }
  kiln.return %g : tensor<16x2x2x2x2x32xf32>
}

// Lanes and rows that fill no vector, in double.
kiln.entry infer @short(%x: tensor<40x5x6x6xf64> {kiln.input = "x"}) -> (tensor<40x8x8x5xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<40x5x6x6xf64>) -> tensor<40x8x8x5xf64> {
  ^bb0(%x_: tensor<40x5x6x6xf64>):
    %r = kiln.read %x_ affine_map<(n, i, j, c) -> (n, c, i - 1, j - 1)> else 0.0 : f64 : tensor<40x5x6x6xf64> -> tensor<40x8x8x5xf64>
    kiln.yield %r : tensor<40x8x8x5xf64>
  }
  kiln.return %g : tensor<40x8x8x5xf64>
}
