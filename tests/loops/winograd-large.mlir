// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups="vector-bytes=32" %s | FileCheck %s
// RUN: kiln-opt --kiln-lower-groups="vector-bytes=32 winograd=false" %s | FileCheck %s --check-prefix=DIRECT
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32
// Tiles of 4 x 4 where somebody has chosen them: 36 places for 16 results. Sums of hundreds of products are scaled to the size of one, as weights
// of a layer do it.

// Without transforms the choice is not asked for.
// DIRECT-NOT: memref<1165xf32>

// Squares of two vectors of eight lanes and the factors; transformed kernels and a line, data of the 8 tiles and products. Columns go through the
// squares, a loop of three; then rows. Products are taken two channels at a time.
// CHECK-LABEL: func.func private @contraction_0
// CHECK-SAME: Winograd F(4 x 4), tile 4 x 16
// CHECK: %[[SQUARES:.*]] = memref.alloca() {alignment = 64 : i64} : memref<589xf32>
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<19008xf32>
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<4896xf32>
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<9504xf32>
// CHECK: scf.for
// CHECK: memref.prefetch
// CHECK-COUNT-12: vector.store {{.*}}, %[[SQUARES]]
// CHECK-NOT: vector.store {{.*}}, %[[SQUARES]]
// CHECK: scf.for
// CHECK-NOT: arith.minui
// CHECK: scf.for {{.*}} step %c2{{.*}} iter_args
// CHECK-COUNT-16: math.fma
// CHECK: scf.yield
// CHECK-NOT: scf.if
// CHECK: return
kiln.entry infer @forward(%x: tensor<2x10x10x16xf32> {kiln.input = "x"}, %w: tensor<3x3x16x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x16xf32>, tensor<3x3x16x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x10x10x16xf32>, %w_: tensor<3x3x16x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x16xf32> -> tensor<2x8x8x16x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x16x3x3xf32>, tensor<3x3x16x32xf32> -> tensor<2x8x8x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x8x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x8x32xf32>
    kiln.yield %h : tensor<2x8x8x32xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<2x8x8x32xf32>
}

// The gradient of the input: taps run against the positions, weights as they are stored. One block of lanes.
// CHECK-LABEL: func.func private @contraction_1
// CHECK: return
kiln.entry infer @input_gradient(%x: tensor<2x10x10x48xf32> {kiln.input = "x"}, %w: tensor<48x32x3x3xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x48xf32>, tensor<48x32x3x3xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x10x10x48xf32>, %w_: tensor<48x32x3x3xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 - d4 + 2, d2 - d5 + 2, d3)> : tensor<2x10x10x48xf32> -> tensor<2x8x8x48x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [3, 6, 4, 5] -> [0, 1, 2, 6] : tensor<2x8x8x48x3x3xf32>, tensor<48x32x3x3xf32> -> tensor<2x8x8x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x8x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x8x32xf32>
    kiln.yield %h : tensor<2x8x8x32xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<2x8x8x32xf32>
}

// The gradient of the kernel.
// CHECK-LABEL: func.func private @contraction_2
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<589xf32>
// CHECK-NOT: vector.maskedload
// CHECK: return
kiln.entry infer @kernel_gradient(%x: tensor<2x10x10x16xf32> {kiln.input = "x"}, %g0: tensor<2x8x8x32xf32> {kiln.input = "g"}) -> (tensor<32x16x3x3xf32> {kiln.output = "w"}) {
  %g = kiln.group "contraction" (%x, %g0) : (tensor<2x10x10x16xf32>, tensor<2x8x8x32xf32>) -> tensor<32x16x3x3xf32> {
  ^bb0(%x_: tensor<2x10x10x16xf32>, %g_: tensor<2x8x8x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x16xf32> -> tensor<2x8x8x16x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %g_ [0, 1, 2, 6] -> [6, 3, 4, 5] : tensor<2x8x8x16x3x3xf32>, tensor<2x8x8x32xf32> -> tensor<32x16x3x3xf32>
    %q = kiln.constant dense<0.0625> : tensor<32x16x3x3xf32>
    %h = kiln.mul %c, %q : tensor<32x16x3x3xf32>
    kiln.yield %h : tensor<32x16x3x3xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<32x16x3x3xf32>
}

// Sizes that are no multiples of four: what a tile reads behind the last window is that one's last position, and what it computes there is not
// stored. Of the gradient of the kernel it is not read. All rests of a division, and two columns alone.
// CHECK-LABEL: func.func private @contraction_3
// CHECK-COUNT-6: arith.minui
// CHECK: scf.if
// CHECK: return
kiln.entry infer @five_by_seven(%x: tensor<2x7x9x16xf32> {kiln.input = "x"}, %w: tensor<3x3x16x16xf32> {kiln.input = "w"}) -> (tensor<2x5x7x16xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x7x9x16xf32>, tensor<3x3x16x16xf32>) -> tensor<2x5x7x16xf32> {
  ^bb0(%x_: tensor<2x7x9x16xf32>, %w_: tensor<3x3x16x16xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x7x9x16xf32> -> tensor<2x5x7x16x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x5x7x16x3x3xf32>, tensor<3x3x16x16xf32> -> tensor<2x5x7x16xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x5x7x16xf32>
    %h = kiln.mul %c, %q : tensor<2x5x7x16xf32>
    kiln.yield %h : tensor<2x5x7x16xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<2x5x7x16xf32>
}
kiln.entry infer @six_by_nine(%x: tensor<1x8x11x16xf32> {kiln.input = "x"}, %w: tensor<16x16x3x3xf32> {kiln.input = "w"}) -> (tensor<1x6x9x16xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x8x11x16xf32>, tensor<16x16x3x3xf32>) -> tensor<1x6x9x16xf32> {
  ^bb0(%x_: tensor<1x8x11x16xf32>, %w_: tensor<16x16x3x3xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 - d4 + 2, d2 - d5 + 2, d3)> : tensor<1x8x11x16xf32> -> tensor<1x6x9x16x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [6, 3, 4, 5] -> [0, 1, 2, 6] : tensor<1x6x9x16x3x3xf32>, tensor<16x16x3x3xf32> -> tensor<1x6x9x16xf32>
    %q = kiln.constant dense<0.0625> : tensor<1x6x9x16xf32>
    %h = kiln.mul %c, %q : tensor<1x6x9x16xf32>
    kiln.yield %h : tensor<1x6x9x16xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<1x6x9x16xf32>
}
kiln.entry infer @six_by_two(%x: tensor<3x8x4x16xf32> {kiln.input = "x"}, %w: tensor<3x3x16x16xf32> {kiln.input = "w"}) -> (tensor<3x6x2x16xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<3x8x4x16xf32>, tensor<3x3x16x16xf32>) -> tensor<3x6x2x16xf32> {
  ^bb0(%x_: tensor<3x8x4x16xf32>, %w_: tensor<3x3x16x16xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<3x8x4x16xf32> -> tensor<3x6x2x16x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<3x6x2x16x3x3xf32>, tensor<3x3x16x16xf32> -> tensor<3x6x2x16xf32>
    %q = kiln.constant dense<0.0625> : tensor<3x6x2x16xf32>
    %h = kiln.mul %c, %q : tensor<3x6x2x16xf32>
    kiln.yield %h : tensor<3x6x2x16xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<3x6x2x16xf32>
}
// CHECK-LABEL: func.func private @contraction_6
// CHECK: vector.maskedload
// CHECK: return
kiln.entry infer @five_by_seven_kernel_gradient(%x: tensor<2x7x9x16xf32> {kiln.input = "x"}, %g0: tensor<2x5x7x16xf32> {kiln.input = "g"}) -> (tensor<16x16x3x3xf32> {kiln.output = "w"}) {
  %g = kiln.group "contraction" (%x, %g0) : (tensor<2x7x9x16xf32>, tensor<2x5x7x16xf32>) -> tensor<16x16x3x3xf32> {
  ^bb0(%x_: tensor<2x7x9x16xf32>, %g_: tensor<2x5x7x16xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x7x9x16xf32> -> tensor<2x5x7x16x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %g_ [0, 1, 2, 6] -> [6, 3, 4, 5] : tensor<2x5x7x16x3x3xf32>, tensor<2x5x7x16xf32> -> tensor<16x16x3x3xf32>
    %q = kiln.constant dense<0.0625> : tensor<16x16x3x3xf32>
    %h = kiln.mul %c, %q : tensor<16x16x3x3xf32>
    kiln.yield %h : tensor<16x16x3x3xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<16x16x3x3xf32>
}
kiln.entry infer @six_by_nine_kernel_gradient(%x: tensor<1x8x11x32xf32> {kiln.input = "x"}, %g0: tensor<1x6x9x16xf32> {kiln.input = "g"}) -> (tensor<16x32x3x3xf32> {kiln.output = "w"}) {
  %g = kiln.group "contraction" (%x, %g0) : (tensor<1x8x11x32xf32>, tensor<1x6x9x16xf32>) -> tensor<16x32x3x3xf32> {
  ^bb0(%x_: tensor<1x8x11x32xf32>, %g_: tensor<1x6x9x16xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x8x11x32xf32> -> tensor<1x6x9x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %g_ [0, 1, 2, 6] -> [6, 3, 4, 5] : tensor<1x6x9x32x3x3xf32>, tensor<1x6x9x16xf32> -> tensor<16x32x3x3xf32>
    %q = kiln.constant dense<0.0625> : tensor<16x32x3x3xf32>
    %h = kiln.mul %c, %q : tensor<16x32x3x3xf32>
    kiln.yield %h : tensor<16x32x3x3xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<16x32x3x3xf32>
}

// In double, where the error is of another size; kernels that do not fit beside the data, by blocks of lanes; few tiles of many channels, by blocks
// of channels; rows of tiles that are too large for one block.
kiln.entry infer @double(%x: tensor<1x12x10x16xf64> {kiln.input = "x"}, %w: tensor<3x3x16x16xf64> {kiln.input = "w"}) -> (tensor<1x10x8x16xf64> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x12x10x16xf64>, tensor<3x3x16x16xf64>) -> tensor<1x10x8x16xf64> {
  ^bb0(%x_: tensor<1x12x10x16xf64>, %w_: tensor<3x3x16x16xf64>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x12x10x16xf64> -> tensor<1x10x8x16x3x3xf64>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<1x10x8x16x3x3xf64>, tensor<3x3x16x16xf64> -> tensor<1x10x8x16xf64>
    %q = kiln.constant dense<0.0625> : tensor<1x10x8x16xf64>
    %h = kiln.mul %c, %q : tensor<1x10x8x16xf64>
    kiln.yield %h : tensor<1x10x8x16xf64>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<1x10x8x16xf64>
}
kiln.entry infer @lanes(%x: tensor<1x14x14x160xf32> {kiln.input = "x"}, %w: tensor<3x3x160x160xf32> {kiln.input = "w"}) -> (tensor<1x12x12x160xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x14x14x160xf32>, tensor<3x3x160x160xf32>) -> tensor<1x12x12x160xf32> {
  ^bb0(%x_: tensor<1x14x14x160xf32>, %w_: tensor<3x3x160x160xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x14x14x160xf32> -> tensor<1x12x12x160x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<1x12x12x160x3x3xf32>, tensor<3x3x160x160xf32> -> tensor<1x12x12x160xf32>
    %q = kiln.constant dense<0.0625> : tensor<1x12x12x160xf32>
    %h = kiln.mul %c, %q : tensor<1x12x12x160xf32>
    kiln.yield %h : tensor<1x12x12x160xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<1x12x12x160xf32>
}
kiln.entry infer @channels(%x: tensor<1x8x8x192xf32> {kiln.input = "x"}, %w: tensor<192x192x3x3xf32> {kiln.input = "w"}) -> (tensor<1x6x6x192xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x8x8x192xf32>, tensor<192x192x3x3xf32>) -> tensor<1x6x6x192xf32> {
  ^bb0(%x_: tensor<1x8x8x192xf32>, %w_: tensor<192x192x3x3xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x8x8x192xf32> -> tensor<1x6x6x192x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [6, 3, 4, 5] -> [0, 1, 2, 6] : tensor<1x6x6x192x3x3xf32>, tensor<192x192x3x3xf32> -> tensor<1x6x6x192xf32>
    %q = kiln.constant dense<0.0625> : tensor<1x6x6x192xf32>
    %h = kiln.mul %c, %q : tensor<1x6x6x192xf32>
    kiln.yield %h : tensor<1x6x6x192xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<1x6x6x192xf32>
}
// CHECK-LABEL: func.func private @contraction_11
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<{{2[0-9]+}}xf64>
// CHECK: return
kiln.entry infer @wide(%x: tensor<1x6x114x512xf64> {kiln.input = "x"}, %w: tensor<3x3x512x16xf64> {kiln.input = "w"}) -> (tensor<1x4x112x16xf64> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x6x114x512xf64>, tensor<3x3x512x16xf64>) -> tensor<1x4x112x16xf64> {
  ^bb0(%x_: tensor<1x6x114x512xf64>, %w_: tensor<3x3x512x16xf64>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x6x114x512xf64> -> tensor<1x4x112x512x3x3xf64>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<1x4x112x512x3x3xf64>, tensor<3x3x512x16xf64> -> tensor<1x4x112x16xf64>
    %q = kiln.constant dense<0.0625> : tensor<1x4x112x16xf64>
    %h = kiln.mul %c, %q : tensor<1x4x112x16xf64>
    kiln.yield %h : tensor<1x4x112x16xf64>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<1x4x112x16xf64>
}
