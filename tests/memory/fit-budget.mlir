// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt %s --kiln-fit-budget="bytes=60 percent=true" | FileCheck %s
// RUN: not kiln-opt %s --kiln-fit-budget="bytes=4096 percent=false" 2>&1 | FileCheck %s --check-prefix=REFUSED

// What one loop leaves for another is made again in the other's steps; what waits in a block is made again behind the peak. What it
// needs comes along, in the number of the same step.
module {
  kiln.storage param @w : tensor<8x16xf32>
  func.func private @wide(%x: memref<16xf32>, %y: memref<64x16xf32>, %worker: index, %workers: index) { return }
  func.func private @narrow(%y: memref<64x16xf32>, %z: memref<16xf32>, %worker: index, %workers: index) { return }
  func.func private @layer(%x: memref<16xf32>, %w: memref<16xf32>, %h: memref<64x16xf32>, %y: memref<16xf32>, %worker: index, %workers: index) { return }
  func.func private @back(%g: memref<16xf32>, %h: memref<64x16xf32>, %w: memref<16xf32>, %y: memref<16xf32>, %worker: index, %workers: index) { return }
  func.func private @end(%g: memref<16xf32>, %y: memref<64x16xf32>, %z: memref<16xf32>, %worker: index, %workers: index) { return }

  // CHECK-LABEL: kiln.entry infer @run
  // CHECK: %[[WIDE:.*]] = kiln.launch @wide(
  // The carries of the loop are kept, 16 numbers a step, for what is made of them, 1024.
  // CHECK: %[[FINAL:.*]], %[[ROWS:.*]] = kiln.scan 8 carries({{.*}}) sequences({{.*}}) captures() -> (tensor<16xf32>) rows(tensor<8x16xf32>)
  // CHECK: ^bb0(%{{.*}}: tensor<i32>, %[[X:.*]]: tensor<16xf32>,
  // CHECK: %[[NEXT:.*]]:2 = kiln.launch @layer(
  // CHECK: kiln.yield %[[NEXT]]#1, %[[X]]
  // CHECK: kiln.scan 8 reverse carries({{.*}}) sequences(%{{.*}}, %[[ROWS]] : tensor<8x16xf32>, tensor<8x16xf32>)
  // CHECK: ^bb0(%{{.*}}: tensor<i32>, %[[G:.*]]: tensor<16xf32>, %[[W:.*]]: tensor<16xf32>, %[[KEPT:.*]]: tensor<16xf32>)
  // CHECK: %[[AGAIN:.*]]:2 = kiln.launch @layer(%[[KEPT]], %[[W]]) in_place [-1, -1] {kiln.again}
  // CHECK: kiln.launch @back(%[[G]], %[[AGAIN]]#0, %[[W]])
  // CHECK: kiln.return
  // REFUSED: error: a memory budget of 4096 bytes is too small: `run` takes {{[0-9]+}} with all computed again that helps
  kiln.entry infer @run(%w: tensor<8x16xf32> {kiln.storage = @w}, %x: tensor<16xf32> {kiln.input = "x"})
      -> (tensor<16xf32> {kiln.output = "y"}) {
    %0 = kiln.launch @wide(%x) in_place [-1] : (tensor<16xf32>) -> tensor<64x16xf32>
    %1 = kiln.launch @narrow(%0) in_place [-1] : (tensor<64x16xf32>) -> tensor<16xf32>
    %2, %3 = kiln.scan 8 carries(%1 : tensor<16xf32>) sequences(%w : tensor<8x16xf32>) captures()
        -> (tensor<16xf32>) rows(tensor<8x64x16xf32>) {
    ^bb0(%n: tensor<i32>, %h: tensor<16xf32>, %wi: tensor<16xf32>):
      %5:2 = kiln.launch @layer(%h, %wi) in_place [-1, -1] : (tensor<16xf32>, tensor<16xf32>) -> (tensor<64x16xf32>, tensor<16xf32>)
      kiln.yield %5#1, %5#0 : tensor<16xf32>, tensor<64x16xf32>
    }
    %4 = kiln.scan 8 reverse carries(%2 : tensor<16xf32>) sequences(%w, %3 : tensor<8x16xf32>, tensor<8x64x16xf32>) captures()
        -> (tensor<16xf32>) {
    ^bb0(%n: tensor<i32>, %g: tensor<16xf32>, %wi: tensor<16xf32>, %hi: tensor<64x16xf32>):
      %5 = kiln.launch @back(%g, %hi, %wi) in_place [-1] : (tensor<16xf32>, tensor<64x16xf32>, tensor<16xf32>) -> tensor<16xf32>
      kiln.yield %5 : tensor<16xf32>
    }
    %6 = kiln.launch @end(%4, %0) in_place [-1] : (tensor<16xf32>, tensor<64x16xf32>) -> tensor<16xf32>
    kiln.return %6 : tensor<16xf32>
  }
}
