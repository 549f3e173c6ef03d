// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 16
// Scales of groups of channels, which lie side by side: the two axes are walked as one, and a short vector of scales is spread over its lanes.

// CHECK-LABEL: func.func private @elementwise_mul_0
// CHECK: vector.load {{.*}} vector<64xf32>
// CHECK: %[[S:.*]] = vector.load {{.*}} vector<16xf32>
// CHECK: vector.shuffle %[[S]], %[[S]] [0, 0, 0, 0, 1, 1, 1, 1, 2
// CHECK-NOT: vector.gather
// CHECK: return
kiln.entry infer @groups_of_4(%x: tensor<3x5x32x4xf32> {kiln.input = "x"}, %s: tensor<3x32xf32> {kiln.input = "s"}) -> (tensor<3x5x32x4xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %s) : (tensor<3x5x32x4xf32>, tensor<3x32xf32>) -> tensor<3x5x32x4xf32> {
  ^bb0(%x_: tensor<3x5x32x4xf32>, %s_: tensor<3x32xf32>):
    %r = kiln.read %s_ affine_map<(d0, d1, d2, d3) -> (d0, d2)> : tensor<3x32xf32> -> tensor<3x5x32x4xf32>
    %y = kiln.mul %x_, %r : tensor<3x5x32x4xf32>
    kiln.yield %y : tensor<3x5x32x4xf32>
  }
  kiln.return %g : tensor<3x5x32x4xf32>
}

// A rest of 8 lanes: the mask of the short vector is every fourth of the long one's.
kiln.entry infer @with_a_rest(%x: tensor<3x5x18x4xf32> {kiln.input = "x"}, %s: tensor<3x18xf32> {kiln.input = "s"}) -> (tensor<3x5x18x4xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %s) : (tensor<3x5x18x4xf32>, tensor<3x18xf32>) -> tensor<3x5x18x4xf32> {
  ^bb0(%x_: tensor<3x5x18x4xf32>, %s_: tensor<3x18xf32>):
    %r = kiln.read %s_ affine_map<(d0, d1, d2, d3) -> (d0, d2)> : tensor<3x18xf32> -> tensor<3x5x18x4xf32>
    %y = kiln.sub %x_, %r : tensor<3x5x18x4xf32>
    kiln.yield %y : tensor<3x5x18x4xf32>
  }
  kiln.return %g : tensor<3x5x18x4xf32>
}

// Groups as long as the vectors and longer: one scale for all lanes.
// CHECK-LABEL: func.func private @elementwise_add_0
// CHECK-NOT: vector.gather
// CHECK: return
kiln.entry infer @long_groups(%x: tensor<3x5x4x128xf32> {kiln.input = "x"}, %s: tensor<3x4xf32> {kiln.input = "s"}) -> (tensor<3x5x4x128xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %s) : (tensor<3x5x4x128xf32>, tensor<3x4xf32>) -> tensor<3x5x4x128xf32> {
  ^bb0(%x_: tensor<3x5x4x128xf32>, %s_: tensor<3x4xf32>):
    %r = kiln.read %s_ affine_map<(d0, d1, d2, d3) -> (d0, d2)> : tensor<3x4xf32> -> tensor<3x5x4x128xf32>
    %y = kiln.add %x_, %r : tensor<3x5x4x128xf32>
    kiln.yield %y : tensor<3x5x4x128xf32>
  }
  kiln.return %g : tensor<3x5x4x128xf32>
}

// Groups of three do not fill vectors evenly: their axis is walked by itself.
// CHECK-LABEL: func.func private @elementwise_div_0
// CHECK-NOT: vector.shuffle
// CHECK: return
kiln.entry infer @groups_of_3(%x: tensor<3x5x32x3xf32> {kiln.input = "x"}, %s: tensor<3x32xf32> {kiln.input = "s"}) -> (tensor<3x5x32x3xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %s) : (tensor<3x5x32x3xf32>, tensor<3x32xf32>) -> tensor<3x5x32x3xf32> {
  ^bb0(%x_: tensor<3x5x32x3xf32>, %s_: tensor<3x32xf32>):
    %r = kiln.read %s_ affine_map<(d0, d1, d2, d3) -> (d0, d2)> : tensor<3x32xf32> -> tensor<3x5x32x3xf32>
    %two = kiln.constant dense<2.0> : tensor<3x5x32x3xf32>
    %h = kiln.div %x_, %two : tensor<3x5x32x3xf32>
    %y = kiln.sub %h, %r : tensor<3x5x32x3xf32>
    kiln.yield %y : tensor<3x5x32x3xf32>
  }
  kiln.return %g : tensor<3x5x32x3xf32>
}

// Sums over positions with their lanes along groups and channels.
// CHECK-LABEL: func.func private @columns_reduce_0
// CHECK: vector.shuffle
// CHECK-NOT: vector.gather
// CHECK: return
kiln.entry infer @sums(%x: tensor<3x20x32x4xf32> {kiln.input = "x"}, %s: tensor<3x32xf32> {kiln.input = "s"}) -> (tensor<3x32x4xf32> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x, %s) : (tensor<3x20x32x4xf32>, tensor<3x32xf32>) -> tensor<3x32x4xf32> {
  ^bb0(%x_: tensor<3x20x32x4xf32>, %s_: tensor<3x32xf32>):
    %r = kiln.read %s_ affine_map<(d0, d1, d2, d3) -> (d0, d2)> : tensor<3x32xf32> -> tensor<3x20x32x4xf32>
    %d = kiln.mul %x_, %r : tensor<3x20x32x4xf32>
    %y = kiln.reduce sum %d [1] : tensor<3x20x32x4xf32> -> tensor<3x32x4xf32>
    kiln.yield %y : tensor<3x32x4xf32>
  } {axes = array<i64: 1>}
  kiln.return %g : tensor<3x32x4xf32>
}

// Elements of a block of 16 in another order, as phases of a kernel are put together: one vector, shuffled.
// CHECK-LABEL: func.func private @elementwise_exp_0
// CHECK: vector.load {{.*}} vector<32xf32>
// CHECK: vector.shuffle {{.*}} [5, 4, 7, 6, 1, 0, 3, 2, 13, 12
// CHECK-NOT: vector.gather
// CHECK: return
kiln.entry infer @phases(%x: tensor<40x2x2x2x2xf32> {kiln.input = "x"}) -> (tensor<40x4x4xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<40x2x2x2x2xf32>) -> tensor<40x4x4xf32> {
  ^bb0(%x_: tensor<40x2x2x2x2xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2) -> (d0, d1 floordiv 2, -(d1 mod 2) + 1, d2 floordiv 2, -(d2 mod 2) + 1)> : tensor<40x2x2x2x2xf32> -> tensor<40x4x4xf32>
    %a = kiln.exp %r : tensor<40x4x4xf32>
    %b = kiln.tanh %a : tensor<40x4x4xf32>
    %c = kiln.exp %b : tensor<40x4x4xf32>
    %d = kiln.tanh %c : tensor<40x4x4xf32>
    kiln.yield %d : tensor<40x4x4xf32>
  }
  kiln.return %g : tensor<40x4x4xf32>
}

// Against the axis, with a rest.
// CHECK-LABEL: func.func private @elementwise_neg_0
// CHECK-NOT: vector.gather
// CHECK: return
kiln.entry infer @reversed(%x: tensor<3x150xf32> {kiln.input = "x"}) -> (tensor<3x150xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x150xf32>) -> tensor<3x150xf32> {
  ^bb0(%x_: tensor<3x150xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1) -> (d0, -d1 + 149)> : tensor<3x150xf32> -> tensor<3x150xf32>
    %n = kiln.neg %r : tensor<3x150xf32>
    kiln.yield %n : tensor<3x150xf32>
  }
  kiln.return %g : tensor<3x150xf32>
}
