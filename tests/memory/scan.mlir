// RUN: kiln-opt %s --kiln-plan-arena | FileCheck %s

module {
  kiln.storage param @net.ws : tensor<3x16xf32>
  func.func private @start(%x: memref<16xf32>, %y: memref<16xf32>, %worker: index, %workers: index) { return }
  func.func private @layer(%x: memref<16xf32>, %w: memref<16xf32>, %n: memref<i32>, %y: memref<16xf32>, %z: memref<16xf32>, %worker: index, %workers: index) { return }
  func.func private @sum(%x: memref<16xf32>, %z: memref<3x16xf32>, %y: memref<f32>, %worker: index, %workers: index) { return }

  // CHECK-LABEL: func.func @kiln_entry.run(
  // The initial value is computed in the first of the two slots of the carry.
  // CHECK: call @start
  // CHECK: call @kiln_barrier
  // CHECK: scf.for %[[I:.*]] = %{{.*}} to %{{.*}} step
  // CHECK: %[[STEP:.*]] = arith.subi %{{.*}}, %[[I]]
  // CHECK: arith.andi %[[I]]
  // Each layer needs the one before.
  // CHECK: call @kiln_barrier
  // CHECK: arith.muli %[[STEP]]
  // CHECK: call @layer
  // CHECK: }
  // CHECK: call @kiln_barrier
  // CHECK: call @sum
  // CHECK-NOT: memref.copy
  kiln.entry infer @run(%ws: tensor<3x16xf32> {kiln.storage = @net.ws}, %x: tensor<16xf32> {kiln.input = "x"})
      -> (tensor<f32> {kiln.output = "y"}) {
    %0 = kiln.launch @start(%x) in_place [-1] : (tensor<16xf32>) -> tensor<16xf32>
    %1, %2 = kiln.scan 3 reverse carries(%0 : tensor<16xf32>) sequences(%ws : tensor<3x16xf32>) captures()
        -> (tensor<16xf32>) rows(tensor<3x16xf32>) {
    ^bb0(%n: tensor<i32>, %h: tensor<16xf32>, %w: tensor<16xf32>):
      %3:2 = kiln.launch @layer(%h, %w, %n) in_place [-1, -1] : (tensor<16xf32>, tensor<16xf32>, tensor<i32>) -> (tensor<16xf32>, tensor<16xf32>)
      kiln.yield %3#0, %3#1 : tensor<16xf32>, tensor<16xf32>
    }
    %4 = kiln.launch @sum(%1, %2) in_place [-1] : (tensor<16xf32>, tensor<3x16xf32>) -> tensor<f32>
    kiln.return %4 : tensor<f32>
  }
}
