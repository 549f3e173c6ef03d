// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// A kernel is cut by the work that it holds, not by the elements that it writes: there is something for every worker,
// neighbouring pieces for each.

// 64 sums of 4096 elements: a line of a cache is the least.
// CHECK-LABEL: func.func private @columns_reduce_0
// CHECK-SAME: %[[WORKER:[a-z0-9]+]]: index, %[[WORKERS:[a-z0-9]+]]: index)
// CHECK: %[[FOUR:.*]] = arith.constant 4 : index
// CHECK: arith.muli %[[WORKER]], %[[FOUR]]
// CHECK: %[[FROM:.*]] = arith.divui %{{.*}}, %[[WORKERS]]
// CHECK: %[[TO:.*]] = arith.divui %{{.*}}, %[[WORKERS]]
// CHECK: scf.for %{{.*}} = %[[FROM]] to %[[TO]]
kiln.entry infer @sums(%x: tensor<4096x64xf32> {kiln.input = "x"}) -> (tensor<64xf32> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x) : (tensor<4096x64xf32>) -> (tensor<64xf32>) {
  ^bb0(%x_: tensor<4096x64xf32>):
    %r = kiln.reduce sum %x_ [0] : tensor<4096x64xf32> -> tensor<64xf32>
    kiln.yield %r : tensor<64xf32>
  } {axes = array<i64: 0>}
  kiln.return %g : tensor<64xf32>
}

// 4096 elements of much work each.
// CHECK-LABEL: func.func private @elementwise_sigmoid_0
// CHECK-SAME: %[[WORKER:[a-z0-9]+]]: index, %[[WORKERS:[a-z0-9]+]]: index)
// CHECK: %[[EIGHT:.*]] = arith.constant 8 : index
// CHECK: arith.muli %[[WORKER]], %[[EIGHT]]
// CHECK: %[[FROM:.*]] = arith.divui %{{.*}}, %[[WORKERS]]
// CHECK: %[[TO:.*]] = arith.divui %{{.*}}, %[[WORKERS]]
// CHECK: scf.for %{{.*}} = %[[FROM]] to %[[TO]]
kiln.entry infer @gates(%x: tensor<16x256xf32> {kiln.input = "x"}) -> (tensor<16x256xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<16x256xf32>) -> (tensor<16x256xf32>) {
  ^bb0(%x_: tensor<16x256xf32>):
    %a = kiln.sigmoid %x_ : tensor<16x256xf32>
    %b = kiln.tanh %a : tensor<16x256xf32>
    %c = kiln.exp %b : tensor<16x256xf32>
    %d = kiln.tanh %c : tensor<16x256xf32>
    %e = kiln.exp %d : tensor<16x256xf32>
    %f = kiln.tanh %e : tensor<16x256xf32>
    kiln.yield %f : tensor<16x256xf32>
  }
  kiln.return %g : tensor<16x256xf32>
}

// The same with a single addition: one piece.
// CHECK-LABEL: func.func private @elementwise_add_0
// CHECK-SAME: %[[WORKER:[a-z0-9]+]]: index, %[[WORKERS:[a-z0-9]+]]: index)
// CHECK: %[[ONE:.*]] = arith.constant 1 : index
// CHECK: arith.muli %[[WORKER]], %[[ONE]]
// CHECK: %[[FROM:.*]] = arith.divui %{{.*}}, %[[WORKERS]]
// CHECK: %[[TO:.*]] = arith.divui %{{.*}}, %[[WORKERS]]
// CHECK: scf.for %{{.*}} = %[[FROM]] to %[[TO]]
kiln.entry infer @one(%x: tensor<16x256xf32> {kiln.input = "x"}) -> (tensor<16x256xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<16x256xf32>) -> (tensor<16x256xf32>) {
  ^bb0(%x_: tensor<16x256xf32>):
    %a = kiln.add %x_, %x_ : tensor<16x256xf32>
    kiln.yield %a : tensor<16x256xf32>
  }
  kiln.return %g : tensor<16x256xf32>
}
