// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32
// Transposed convolutions by their phases, weights too large to be kept transformed, results of few channels.
// Sums of hundreds of products are scaled to the size of one, as weights of a layer do it.

// The phases of a transposed convolution, 4 x 4 with stride 2: each a convolution by 2 x 2 with nine products for four results.
// CHECK-LABEL: func.func private @contraction_0
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<9360xf32>
// CHECK: return
kiln.entry infer @phases(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<2x2x2x2x32x32xf32> {kiln.input = "w"}, %s: tensor<32xf32> {kiln.input = "s"}) -> (tensor<2x8x2x8x2x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w, %s) : (tensor<2x10x10x32xf32>, tensor<2x2x2x2x32x32xf32>, tensor<32xf32>) -> tensor<2x8x2x8x2x32xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<2x2x2x2x32x32xf32>, %s_: tensor<32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1 + d2 - d6 + 1, d3 + d4 - d7 + 1, d5)> : tensor<2x10x10x32xf32> -> tensor<2x8x2x8x2x32x2x2xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5, 6, 7], %w_ [6, 2, 7, 4, 5, 8] -> [0, 1, 2, 3, 4, 8] : tensor<2x8x2x8x2x32x2x2xf32>, tensor<2x2x2x2x32x32xf32> -> tensor<2x8x2x8x2x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x2x8x2x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x2x8x2x32xf32>
    %b = kiln.read %s_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d5)> : tensor<32xf32> -> tensor<2x8x2x8x2x32xf32>
    %a = kiln.add %h, %b : tensor<2x8x2x8x2x32xf32>
    kiln.yield %a : tensor<2x8x2x8x2x32xf32>
  }
  kiln.return %g : tensor<2x8x2x8x2x32xf32>
}

// The gradient of its input adds the phases up: 128 channels. The weights lie side by side along the sum, so squares of 16 x 16 are turned.
// CHECK-LABEL: func.func private @contraction_1
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<37008xf32>
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<2048xf32>
// CHECK: return
kiln.entry infer @phases_input_gradient(%y: tensor<2x10x2x10x2x32xf32> {kiln.input = "y"}, %w: tensor<2x2x2x2x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "x"}) {
  %g = kiln.group "contraction" (%y, %w) : (tensor<2x10x2x10x2x32xf32>, tensor<2x2x2x2x32x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%y_: tensor<2x10x2x10x2x32xf32>, %w_: tensor<2x2x2x2x32x32xf32>):
    %r = kiln.read %y_ affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d2 - d3 + d6 + 1, d3, d4 - d5 + d7 + 1, d5, d1)> : tensor<2x10x2x10x2x32xf32> -> tensor<2x32x8x2x8x2x2x2xf32>
    %c = kiln.contract %r [0, 8, 1, 2, 3, 4, 6, 7], %w_ [6, 2, 7, 4, 5, 8] -> [0, 1, 3, 5] : tensor<2x32x8x2x8x2x2x2xf32>, tensor<2x2x2x2x32x32xf32> -> tensor<2x8x8x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x8x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x8x32xf32>
    kiln.yield %h : tensor<2x8x8x32xf32>
  }
  kiln.return %g : tensor<2x8x8x32xf32>
}

// Its kernel's gradient keeps the sums of nine places of 16 x 32.
// CHECK-LABEL: func.func private @contraction_2
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<4608xf32>
// CHECK: return
kiln.entry infer @phases_kernel_gradient(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %g0: tensor<2x8x2x8x2x32xf32> {kiln.input = "g0"}) -> (tensor<32x32x2x2x2x2xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %g0) : (tensor<2x10x10x32xf32>, tensor<2x8x2x8x2x32xf32>) -> tensor<32x32x2x2x2x2xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %g0_: tensor<2x8x2x8x2x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1 + d2 - d6 + 1, d3 + d4 - d7 + 1, d5)> : tensor<2x10x10x32xf32> -> tensor<2x8x2x8x2x32x2x2xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5, 6, 7], %g0_ [0, 1, 2, 3, 4, 8] -> [5, 8, 6, 2, 7, 4] : tensor<2x8x2x8x2x32x2x2xf32>, tensor<2x8x2x8x2x32xf32> -> tensor<32x32x2x2x2x2xf32>
    %q = kiln.constant dense<0.0625> : tensor<32x32x2x2x2x2xf32>
    %h = kiln.mul %c, %q : tensor<32x32x2x2x2x2xf32>
    kiln.yield %h : tensor<32x32x2x2x2x2xf32>
  }
  kiln.return %g : tensor<32x32x2x2x2x2xf32>
}

// 256 kernels of 128 channels take 2 MB when transformed: for sixteen tiles a unit of work keeps those of 64 lanes and 64 channels, and adds
// up what these give.
// CHECK-LABEL: func.func private @contraction_3
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<65792xf32>
// CHECK: arith.addf
// CHECK: return
kiln.entry infer @blocks_of_lanes(%x: tensor<1x10x10x128xf32> {kiln.input = "x"}, %w: tensor<3x3x128x256xf32> {kiln.input = "w"}) -> (tensor<1x8x8x256xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x10x10x128xf32>, tensor<3x3x128x256xf32>) -> tensor<1x8x8x256xf32> {
  ^bb0(%x_: tensor<1x10x10x128xf32>, %w_: tensor<3x3x128x256xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x10x10x128xf32> -> tensor<1x8x8x128x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<1x8x8x128x3x3xf32>, tensor<3x3x128x256xf32> -> tensor<1x8x8x256xf32>
    %q = kiln.constant dense<0.03125> : tensor<1x8x8x256xf32>
    %h = kiln.mul %c, %q : tensor<1x8x8x256xf32>
    kiln.yield %h : tensor<1x8x8x256xf32>
  }
  kiln.return %g : tensor<1x8x8x256xf32>
}

// Three colours: vectors run along the channels that are summed, and eight sums of each colour are added up in a tree.
// CHECK-LABEL: func.func private @contraction_4
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (vector<16xf32>
// CHECK: vector.load {{.*}} vector<16xf32>
// CHECK-NOT: vector.broadcast
// CHECK: vector.shuffle {{.*}} vector<16xf32>, vector<16xf32>
// CHECK: vector.store {{.*}} vector<8xf32>
// CHECK: return
kiln.entry infer @few(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x3x32xf32> {kiln.input = "w"}, %s: tensor<3xf32> {kiln.input = "s"}) -> (tensor<2x3x8x8xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w, %s) : (tensor<2x10x10x32xf32>, tensor<3x3x3x32xf32>, tensor<3xf32>) -> tensor<2x3x8x8xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<3x3x3x32xf32>, %s_: tensor<3xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [6, 4, 5, 3] -> [0, 6, 1, 2] : tensor<2x8x8x32x3x3xf32>, tensor<3x3x3x32xf32> -> tensor<2x3x8x8xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x3x8x8xf32>
    %h = kiln.mul %c, %q : tensor<2x3x8x8xf32>
    %b = kiln.read %s_ affine_map<(d0, d1, d2, d3) -> (d1)> : tensor<3xf32> -> tensor<2x3x8x8xf32>
    %a = kiln.add %h, %b : tensor<2x3x8x8xf32>
    kiln.yield %a : tensor<2x3x8x8xf32>
  }
  kiln.return %g : tensor<2x3x8x8xf32>
}

// Rows of 28 end within a vector.
kiln.entry infer @few_uneven(%x: tensor<1x6x30x16xf32> {kiln.input = "x"}, %w: tensor<2x3x3x16xf32> {kiln.input = "w"}) -> (tensor<1x2x4x28xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x6x30x16xf32>, tensor<2x3x3x16xf32>) -> tensor<1x2x4x28xf32> {
  ^bb0(%x_: tensor<1x6x30x16xf32>, %w_: tensor<2x3x3x16xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x6x30x16xf32> -> tensor<1x4x28x16x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [6, 4, 5, 3] -> [0, 6, 1, 2] : tensor<1x4x28x16x3x3xf32>, tensor<2x3x3x16xf32> -> tensor<1x2x4x28xf32>
    %q = kiln.constant dense<0.0625> : tensor<1x2x4x28xf32>
    %h = kiln.mul %c, %q : tensor<1x2x4x28xf32>
    kiln.yield %h : tensor<1x2x4x28xf32>
  }
  kiln.return %g : tensor<1x2x4x28xf32>
}

// One colour in phases, in double.
kiln.entry infer @few_phases(%x: tensor<1x10x10x16xf64> {kiln.input = "x"}, %w: tensor<2x2x2x2x1x16xf64> {kiln.input = "w"}) -> (tensor<1x1x8x2x8x2xf64> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x10x10x16xf64>, tensor<2x2x2x2x1x16xf64>) -> tensor<1x1x8x2x8x2xf64> {
  ^bb0(%x_: tensor<1x10x10x16xf64>, %w_: tensor<2x2x2x2x1x16xf64>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d0, d1 + d2 - d6 + 1, d3 + d4 - d7 + 1, d5)> : tensor<1x10x10x16xf64> -> tensor<1x8x2x8x2x16x2x2xf64>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5, 6, 7], %w_ [6, 2, 7, 4, 8, 5] -> [0, 8, 1, 2, 3, 4] : tensor<1x8x2x8x2x16x2x2xf64>, tensor<2x2x2x2x1x16xf64> -> tensor<1x1x8x2x8x2xf64>
    %q = kiln.constant dense<0.0625> : tensor<1x1x8x2x8x2xf64>
    %h = kiln.mul %c, %q : tensor<1x1x8x2x8x2xf64>
    kiln.yield %h : tensor<1x1x8x2x8x2xf64>
  }
  kiln.return %g : tensor<1x1x8x2x8x2xf64>
}

// A depthwise convolution with a stride of two: every second position is picked from whole vectors; eight rows of two vectors are added up at once.
// CHECK-LABEL: func.func private @contraction_7
// CHECK-NOT: vector.gather
// CHECK: vector.shuffle {{.*}} [16, 18, 20, 22, 24, 26, 28, 30,
// CHECK-NOT: vector.gather
// CHECK: return
kiln.entry infer @depthwise(%x: tensor<3x17x65xf32> {kiln.input = "x"}, %w: tensor<3x3x3xf32> {kiln.input = "w"}) -> (tensor<3x8x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<3x17x65xf32>, tensor<3x3x3xf32>) -> tensor<3x8x32xf32> {
  ^bb0(%x_: tensor<3x17x65xf32>, %w_: tensor<3x3x3xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4) -> (d0, d1 * 2 + d3, d2 * 2 + d4)> : tensor<3x17x65xf32> -> tensor<3x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4], %w_ [0, 3, 4] -> [0, 1, 2] : tensor<3x8x32x3x3xf32>, tensor<3x3x3xf32> -> tensor<3x8x32xf32>
    kiln.yield %c : tensor<3x8x32xf32>
  }
  kiln.return %g : tensor<3x8x32xf32>
}

// The gradient of its kernel: nine sums along the positions, the last of which end within a vector.
// CHECK-LABEL: func.func private @contraction_8
// CHECK-COUNT-9: math.fma
// CHECK: vector.constant_mask [3]
// CHECK: return
kiln.entry infer @depthwise_kernel(%x: tensor<3x11x39xf32> {kiln.input = "x"}, %dy: tensor<3x5x19xf32> {kiln.input = "g"}) -> (tensor<3x3x3xf32> {kiln.output = "w"}) {
  %g = kiln.group "contraction" (%x, %dy) : (tensor<3x11x39xf32>, tensor<3x5x19xf32>) -> tensor<3x3x3xf32> {
  ^bb0(%x_: tensor<3x11x39xf32>, %g_: tensor<3x5x19xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4) -> (d0, d1 * 2 + d3, d2 * 2 + d4)> : tensor<3x11x39xf32> -> tensor<3x5x19x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4], %g_ [0, 1, 2] -> [0, 3, 4] : tensor<3x5x19x3x3xf32>, tensor<3x5x19xf32> -> tensor<3x3x3xf32>
    %q = kiln.constant dense<0.0625> : tensor<3x3x3xf32>
    %h = kiln.mul %c, %q : tensor<3x3x3xf32>
    kiln.yield %h : tensor<3x3x3xf32>
  }
  kiln.return %g : tensor<3x3x3xf32>
}

// The phases of the gradient of its input: between the lanes that are stored nothing is written.
// CHECK-LABEL: func.func private @contraction_9
// CHECK: vector.maskedstore {{.*}} vector<16xf32>
// CHECK-NOT: vector.scatter
// CHECK: return
kiln.entry infer @depthwise_phases(%x: tensor<3x9x19xf32> {kiln.input = "x"}, %w: tensor<3x2x2x2xf32> {kiln.input = "w"}) -> (tensor<3x8x18x2xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<3x9x19xf32>, tensor<3x2x2x2xf32>) -> tensor<3x8x18x2xf32> {
  ^bb0(%x_: tensor<3x9x19xf32>, %w_: tensor<3x2x2x2xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4) -> (d0, d1 + d3, d2 + d4)> : tensor<3x9x19xf32> -> tensor<3x8x18x2x2xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4], %w_ [0, 3, 4, 5] -> [0, 1, 2, 5] : tensor<3x8x18x2x2xf32>, tensor<3x2x2x2xf32> -> tensor<3x8x18x2xf32>
    kiln.yield %c : tensor<3x8x18x2xf32>
  }
  kiln.return %g : tensor<3x8x18x2xf32>
}
