// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: kiln-opt --kiln-lower-groups="winograd=false" %s | FileCheck %s --check-prefix=DIRECT
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32
// Sums of hundreds of products are scaled to the size of one, as weights of a layer do it.

// DIRECT-NOT: memref.alloca() {alignment = 64 : i64} : memref<16640xf32>

// Transformed kernels, data of the 32 tiles and products: 16 places of 32 x 32 and a line, all three. A bias and a mask go with it.
// CHECK-LABEL: func.func private @contraction_0
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<16640xf32>
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<16640xf32>
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<16640xf32>
// CHECK: return
kiln.entry infer @forward(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}, %s: tensor<32xf32> {kiln.input = "s"})
    -> (tensor<2x8x8x32xi1> {kiln.output = "m"}, tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  %g:2 = kiln.group "contraction" (%x, %w, %s)
      : (tensor<2x10x10x32xf32>, tensor<3x3x32x32xf32>, tensor<32xf32>) -> (tensor<2x8x8x32xi1>, tensor<2x8x8x32xf32>) {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<3x3x32x32xf32>, %s_: tensor<32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<2x8x8x32xf32>
    %b = kiln.read %s_ affine_map<(d0, d1, d2, d3) -> (d3)> : tensor<32xf32> -> tensor<2x8x8x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x8x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x8x32xf32>
    %a = kiln.add %h, %b : tensor<2x8x8x32xf32>
    %z = kiln.constant dense<0.0> : tensor<2x8x8x32xf32>
    %m = kiln.compare gt %a, %z : tensor<2x8x8x32xf32> -> tensor<2x8x8x32xi1>
    %y = kiln.max %a, %z : tensor<2x8x8x32xf32>
    kiln.yield %m, %y : tensor<2x8x8x32xi1>, tensor<2x8x8x32xf32>
  }
  kiln.return %g#0, %g#1 : tensor<2x8x8x32xi1>, tensor<2x8x8x32xf32>
}

// The gradient of the input: taps run against the positions, weights as they are stored.
// CHECK-LABEL: func.func private @contraction_1
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<24832xf32>
// CHECK: return
kiln.entry infer @input_gradient(%x: tensor<2x10x10x48xf32> {kiln.input = "x"}, %w: tensor<48x32x3x3xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x48xf32>, tensor<48x32x3x3xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x10x10x48xf32>, %w_: tensor<48x32x3x3xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d2 - d4 + 2, d3 - d5 + 2, d1)> : tensor<2x10x10x48xf32> -> tensor<2x48x8x8x3x3xf32>
    %c = kiln.contract %r [0, 6, 1, 2, 4, 5], %w_ [6, 3, 4, 5] -> [0, 1, 2, 3] : tensor<2x48x8x8x3x3xf32>, tensor<48x32x3x3xf32> -> tensor<2x8x8x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x8x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x8x32xf32>
    kiln.yield %h : tensor<2x8x8x32xf32>
  }
  kiln.return %g : tensor<2x8x8x32xf32>
}

// The gradient of the kernel: the sums of 16 places of 16 x 32 are kept over all images.
// CHECK-LABEL: func.func private @contraction_2
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<8448xf32>
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<16640xf32>
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<8192xf32>
// CHECK: return
kiln.entry infer @kernel_gradient(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %g0: tensor<2x8x8x32xf32> {kiln.input = "g"}) -> (tensor<32x32x3x3xf32> {kiln.output = "w"}) {
  %g = kiln.group "contraction" (%x, %g0) : (tensor<2x10x10x32xf32>, tensor<2x8x8x32xf32>) -> tensor<32x32x3x3xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %g_: tensor<2x8x8x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %g_ [0, 1, 2, 6] -> [6, 3, 4, 5] : tensor<2x8x8x32x3x3xf32>, tensor<2x8x8x32xf32> -> tensor<32x32x3x3xf32>
    %q = kiln.constant dense<0.0625> : tensor<32x32x3x3xf32>
    %h = kiln.mul %c, %q : tensor<32x32x3x3xf32>
    kiln.yield %h : tensor<32x32x3x3xf32>
  }
  kiln.return %g : tensor<32x32x3x3xf32>
}

// In double, and a kernel that reaches over the images' border at neither side.
kiln.entry infer @double(%x: tensor<1x18x10x16xf64> {kiln.input = "x"}, %w: tensor<16x16x3x3xf64> {kiln.input = "w"}) -> (tensor<1x16x8x16xf64> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x18x10x16xf64>, tensor<16x16x3x3xf64>) -> tensor<1x16x8x16xf64> {
  ^bb0(%x_: tensor<1x18x10x16xf64>, %w_: tensor<16x16x3x3xf64>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<1x18x10x16xf64> -> tensor<1x16x8x16x3x3xf64>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [6, 3, 4, 5] -> [0, 1, 2, 6] : tensor<1x16x8x16x3x3xf64>, tensor<16x16x3x3xf64> -> tensor<1x16x8x16xf64>
    %q = kiln.constant dense<0.0625> : tensor<1x16x8x16xf64>
    %h = kiln.mul %c, %q : tensor<1x16x8x16xf64>
    kiln.yield %h : tensor<1x16x8x16xf64>
  }
  kiln.return %g : tensor<1x16x8x16xf64>
}

// CHECK-LABEL: func.func private @contraction_4
// Seven columns without one behind them are no whole tiles, three taps with a stride of two no whole phases: directly.
// CHECK-NOT: memref.alloca() {alignment = 64 : i64} : memref<16640xf32>
// CHECK-NOT: memref.alloca() {alignment = 64 : i64} : memref<16640xf32>
kiln.entry infer @uneven(%x: tensor<2x10x9x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x7x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x9x32xf32>, tensor<3x3x32x32xf32>) -> tensor<2x8x7x32xf32> {
  ^bb0(%x_: tensor<2x10x9x32xf32>, %w_: tensor<3x3x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x9x32xf32> -> tensor<2x8x7x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x7x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<2x8x7x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x7x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x7x32xf32>
    kiln.yield %h : tensor<2x8x7x32xf32>
  }
  kiln.return %g : tensor<2x8x7x32xf32>
}
kiln.entry infer @strided(%x: tensor<2x18x18x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x18x18x32xf32>, tensor<3x3x32x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x18x18x32xf32>, %w_: tensor<3x3x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 * 2 + d4, d2 * 2 + d5, d3)> : tensor<2x18x18x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<2x8x8x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x8x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x8x32xf32>
    kiln.yield %h : tensor<2x8x8x32xf32>
  }
  kiln.return %g : tensor<2x8x8x32xf32>
}

// With a column behind, whose results are not stored: four tiles a row. Of the gradient of the kernel what lies there is not read.
// CHECK-LABEL: func.func private @contraction_6
// CHECK: scf.if
// CHECK: return
kiln.entry infer @odd(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x7x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x32xf32>, tensor<3x3x32x32xf32>) -> tensor<2x8x7x32xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<3x3x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x7x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x7x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<2x8x7x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x7x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x7x32xf32>
    kiln.yield %h : tensor<2x8x7x32xf32>
  }
  kiln.return %g : tensor<2x8x7x32xf32>
}
// CHECK-LABEL: func.func private @contraction_7
// CHECK: vector.maskedload
// CHECK: return
kiln.entry infer @odd_kernel_gradient(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %g0: tensor<2x7x7x32xf32> {kiln.input = "g"}) -> (tensor<32x32x3x3xf32> {kiln.output = "w"}) {
  %g = kiln.group "contraction" (%x, %g0) : (tensor<2x10x10x32xf32>, tensor<2x7x7x32xf32>) -> tensor<32x32x3x3xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %g_: tensor<2x7x7x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x7x7x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %g_ [0, 1, 2, 6] -> [6, 3, 4, 5] : tensor<2x7x7x32x3x3xf32>, tensor<2x7x7x32xf32> -> tensor<32x32x3x3xf32>
    %q = kiln.constant dense<0.0625> : tensor<32x32x3x3xf32>
    %h = kiln.mul %c, %q : tensor<32x32x3x3xf32>
    kiln.yield %h : tensor<32x32x3x3xf32>
  }
  kiln.return %g : tensor<32x32x3x3xf32>
}

// Four taps with a stride of two: two taps over channels and phases, nine places of 4 * 32 x 32. Of the gradient each phase is a unit of work.
// CHECK-LABEL: func.func private @contraction_8
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<37008xf32>
// CHECK: return
kiln.entry infer @phases(%x: tensor<2x18x18x32xf32> {kiln.input = "x"}, %w: tensor<4x4x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x18x18x32xf32>, tensor<4x4x32x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x18x18x32xf32>, %w_: tensor<4x4x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 * 2 + d4, d2 * 2 + d5, d3)> : tensor<2x18x18x32xf32> -> tensor<2x8x8x32x4x4xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x4x4xf32>, tensor<4x4x32x32xf32> -> tensor<2x8x8x32xf32>
    %q = kiln.constant dense<0.0625> : tensor<2x8x8x32xf32>
    %h = kiln.mul %c, %q : tensor<2x8x8x32xf32>
    kiln.yield %h : tensor<2x8x8x32xf32>
  }
  kiln.return %g : tensor<2x8x8x32xf32>
}
kiln.entry infer @phases_kernel_gradient(%x: tensor<2x18x18x32xf32> {kiln.input = "x"}, %g0: tensor<2x8x8x32xf32> {kiln.input = "g"}) -> (tensor<32x32x4x4xf32> {kiln.output = "w"}) {
  %g = kiln.group "contraction" (%x, %g0) : (tensor<2x18x18x32xf32>, tensor<2x8x8x32xf32>) -> tensor<32x32x4x4xf32> {
  ^bb0(%x_: tensor<2x18x18x32xf32>, %g_: tensor<2x8x8x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 * 2 + d4, d2 * 2 + d5, d3)> : tensor<2x18x18x32xf32> -> tensor<2x8x8x32x4x4xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %g_ [0, 1, 2, 6] -> [6, 3, 4, 5] : tensor<2x8x8x32x4x4xf32>, tensor<2x8x8x32xf32> -> tensor<32x32x4x4xf32>
    %q = kiln.constant dense<0.0625> : tensor<32x32x4x4xf32>
    %h = kiln.mul %c, %q : tensor<32x32x4x4xf32>
    kiln.yield %h : tensor<32x32x4x4xf32>
  }
  kiln.return %g : tensor<32x32x4x4xf32>
}

// In a chain the kernels are transformed once, before the first position; where every position has its own, at each.
// CHECK-LABEL: func.func private @chain_0
// CHECK: %[[KEPT:.*]] = memref.alloca() {alignment = 64 : i64} : memref<16640xf32>
// CHECK: call @[[SHARED:contraction_[0-9]+]]_prepare(%arg1, %[[KEPT]]) : (memref<3x3x32x32xf32>, memref<16640xf32>) -> ()
// CHECK: scf.for
// CHECK:   call @[[SHARED]](%{{.*}}, %arg1, %{{.*}}, %[[KEPT]], %c0
kiln.entry infer @chain(%x: tensor<6x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<6x8x8x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "chain" (%x, %w) : (tensor<6x10x10x32xf32>, tensor<3x3x32x32xf32>) -> tensor<6x8x8x32xf32> {
  ^bb0(%xs: tensor<6x10x10x32xf32>, %ws: tensor<3x3x32x32xf32>):
    %f = kiln.group "contraction" (%xs, %ws) : (tensor<6x10x10x32xf32>, tensor<3x3x32x32xf32>) -> tensor<6x8x8x32xf32> {
    ^bb0(%x_: tensor<6x10x10x32xf32>, %w_: tensor<3x3x32x32xf32>):
      %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<6x10x10x32xf32> -> tensor<6x8x8x32x3x3xf32>
      %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<6x8x8x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<6x8x8x32xf32>
      %q = kiln.constant dense<0.0625> : tensor<6x8x8x32xf32>
      %h = kiln.mul %c, %q : tensor<6x8x8x32xf32>
      kiln.yield %h : tensor<6x8x8x32xf32>
    }
    %e = kiln.group "elementwise" (%f) : (tensor<6x8x8x32xf32>) -> tensor<6x8x8x32xf32> {
    ^bb0(%f_: tensor<6x8x8x32xf32>):
      %t = kiln.tanh %f_ : tensor<6x8x8x32xf32>
      kiln.yield %t : tensor<6x8x8x32xf32>
    }
    kiln.yield %e : tensor<6x8x8x32xf32>
  }
  kiln.return %g : tensor<6x8x8x32xf32>
}

// CHECK-LABEL: func.func private @chain_1
// CHECK: %[[KEPT:.*]] = memref.alloca() {alignment = 64 : i64} : memref<16640xf32>
// CHECK-NOT: _prepare
// CHECK: scf.for
// CHECK:   %[[OWN:.*]] = memref.view {{.*}} to memref<1x3x3x32x32xf32>
// CHECK:   call @[[EACH:contraction_[0-9]+]]_prepare(%[[OWN]], %[[KEPT]]) : (memref<1x3x3x32x32xf32>, memref<16640xf32>) -> ()
// CHECK:   call @[[EACH]](%{{.*}}, %[[OWN]], %{{.*}}, %[[KEPT]], %c0
kiln.entry infer @own_kernels(%x: tensor<6x10x10x32xf32> {kiln.input = "x"}, %w: tensor<6x3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<6x8x8x32xf32> {kiln.output = "y"}) {
  %g = kiln.group "chain" (%x, %w) : (tensor<6x10x10x32xf32>, tensor<6x3x3x32x32xf32>) -> tensor<6x8x8x32xf32> {
  ^bb0(%xs: tensor<6x10x10x32xf32>, %ws: tensor<6x3x3x32x32xf32>):
    %f = kiln.group "contraction" (%xs, %ws) : (tensor<6x10x10x32xf32>, tensor<6x3x3x32x32xf32>) -> tensor<6x8x8x32xf32> {
    ^bb0(%x_: tensor<6x10x10x32xf32>, %w_: tensor<6x3x3x32x32xf32>):
      %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<6x10x10x32xf32> -> tensor<6x8x8x32x3x3xf32>
      %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [0, 4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<6x8x8x32x3x3xf32>, tensor<6x3x3x32x32xf32> -> tensor<6x8x8x32xf32>
      %q = kiln.constant dense<0.0625> : tensor<6x8x8x32xf32>
      %h = kiln.mul %c, %q : tensor<6x8x8x32xf32>
      kiln.yield %h : tensor<6x8x8x32xf32>
    }
    %e = kiln.group "elementwise" (%f) : (tensor<6x8x8x32xf32>) -> tensor<6x8x8x32xf32> {
    ^bb0(%f_: tensor<6x8x8x32xf32>):
      %t = kiln.tanh %f_ : tensor<6x8x8x32xf32>
      kiln.yield %t : tensor<6x8x8x32xf32>
    }
    kiln.yield %e : tensor<6x8x8x32xf32>
  }
  kiln.return %g : tensor<6x8x8x32xf32>
}
