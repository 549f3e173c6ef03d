// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt %s --kiln-lower-groups | FileCheck %s
// How kernels walk memory that they wait for.

// A sum over columns takes four lines of each row at once, whatever is done with the sums afterwards; fewer only where that leaves
// nothing to share out.
// CHECK-LABEL: func.func private @columns_tanh_0
// CHECK: scf.for {{.*}} -> (vector<64xf32>)
// CHECK-LABEL: func.func private @columns_reduce_0
// CHECK: scf.for {{.*}} -> (vector<64xf32>)
// CHECK-LABEL: func.func private @columns_reduce_1
// CHECK: scf.for {{.*}} -> (vector<16xf32>)
kiln.entry infer @sums(%x: tensor<3200x512xf32> {kiln.input = "x"}) -> (tensor<512xf32> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x) : (tensor<3200x512xf32>) -> tensor<512xf32> {
  ^bb0(%x_: tensor<3200x512xf32>):
    %s = kiln.reduce sum %x_ [0] : tensor<3200x512xf32> -> tensor<512xf32>
    %a = kiln.tanh %s : tensor<512xf32>
    %b = kiln.exp %a : tensor<512xf32>
    %c = kiln.sigmoid %b : tensor<512xf32>
    %d = kiln.log %c : tensor<512xf32>
    kiln.yield %d : tensor<512xf32>
  } {axes = array<i64: 0>}
  kiln.return %g : tensor<512xf32>
}

kiln.entry infer @sums_of_192(%x: tensor<4160x192xf32> {kiln.input = "x"}) -> (tensor<192xf32> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x) : (tensor<4160x192xf32>) -> tensor<192xf32> {
  ^bb0(%x_: tensor<4160x192xf32>):
    %s = kiln.reduce sum %x_ [0] : tensor<4160x192xf32> -> tensor<192xf32>
    kiln.yield %s : tensor<192xf32>
  } {axes = array<i64: 0>}
  kiln.return %g : tensor<192xf32>
}

kiln.entry infer @sums_of_64(%x: tensor<4160x64xf32> {kiln.input = "x"}) -> (tensor<64xf32> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x) : (tensor<4160x64xf32>) -> tensor<64xf32> {
  ^bb0(%x_: tensor<4160x64xf32>):
    %s = kiln.reduce sum %x_ [0] : tensor<4160x64xf32> -> tensor<64xf32>
    kiln.yield %s : tensor<64xf32>
  } {axes = array<i64: 0>}
  kiln.return %g : tensor<64xf32>
}

// Of one gate of four each row lies apart from the next, which is asked for; what lies side by side is not.
// CHECK-LABEL: func.func private @elementwise_sigmoid_0
// CHECK-SAME: (%[[A:[^:]*]]: memref<16x4x256xf32>, %[[C:[^:]*]]: memref<16x256xf32>
// CHECK: %[[GATES:.*]] = memref.reinterpret_cast %[[A]]
// CHECK-COUNT-4: memref.prefetch %[[GATES]]
// CHECK-NOT: memref.prefetch
// CHECK: return
kiln.entry infer @gate(%x: tensor<16x4x256xf32> {kiln.input = "x"}, %c: tensor<16x256xf32> {kiln.input = "c"}) -> (tensor<16x256xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %c) : (tensor<16x4x256xf32>, tensor<16x256xf32>) -> tensor<16x256xf32> {
  ^bb0(%x_: tensor<16x4x256xf32>, %c_: tensor<16x256xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1) -> (d0, 2, d1)> : tensor<16x4x256xf32> -> tensor<16x256xf32>
    %s = kiln.sigmoid %r : tensor<16x256xf32>
    %m = kiln.mul %s, %c_ : tensor<16x256xf32>
    kiln.yield %m : tensor<16x256xf32>
  }
  kiln.return %g : tensor<16x256xf32>
}

// The operations of a long epilogue wait for each other: four vectors of a row are computed side by side, two of a very long one.
// CHECK-LABEL: func.func private @contraction_0
// CHECK: scf.for
// CHECK: math.fma {{.*}} : vector<16xf32>
// CHECK: arith.divf {{.*}} : vector<64xf32>
kiln.entry infer @epilogue(%x: tensor<65x192xf32> {kiln.input = "x"}, %w: tensor<192x768xf32> {kiln.input = "w"}) -> (tensor<65x768xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<65x192xf32>, tensor<192x768xf32>) -> tensor<65x768xf32> {
  ^bb0(%x_: tensor<65x192xf32>, %w_: tensor<192x768xf32>):
    %s = kiln.contract %x_ [0, 1], %w_ [1, 2] -> [0, 2] : tensor<65x192xf32>, tensor<192x768xf32> -> tensor<65x768xf32>
    %t = kiln.tanh %s : tensor<65x768xf32>
    %m = kiln.mul %s, %t : tensor<65x768xf32>
    kiln.yield %m : tensor<65x768xf32>
  }
  kiln.return %g : tensor<65x768xf32>
}
