// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt %s --kiln-fit-budget="bytes=70 percent=true" | FileCheck %s

// %0 waits for the end while two more of its size live: it is made again, and %x, which it needs, stays.
module {
  func.func private @wide(%x: memref<16xf32>, %y: memref<64x16xf32>, %worker: index, %workers: index) { return }
  func.func private @next(%x: memref<64x16xf32>, %y: memref<64x16xf32>, %worker: index, %workers: index) { return }
  func.func private @narrow(%y: memref<64x16xf32>, %z: memref<16xf32>, %worker: index, %workers: index) { return }
  func.func private @end(%g: memref<16xf32>, %y: memref<64x16xf32>, %z: memref<16xf32>, %worker: index, %workers: index) { return }

  // CHECK-LABEL: kiln.entry infer @run
  // CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<16xf32>
  // CHECK: %[[ONCE:.*]] = kiln.launch @wide(%[[X]])
  // CHECK: kiln.launch @next(%[[ONCE]])
  // CHECK: %[[SMALL:.*]] = kiln.launch @narrow
  // CHECK: %[[TWICE:.*]] = kiln.launch @wide(%[[X]]) in_place [-1] {kiln.again}
  // CHECK: kiln.launch @end(%[[SMALL]], %[[TWICE]])
  kiln.entry infer @run(%x: tensor<16xf32> {kiln.input = "x"}) -> (tensor<16xf32> {kiln.output = "y"}) {
    %0 = kiln.launch @wide(%x) in_place [-1] : (tensor<16xf32>) -> tensor<64x16xf32>
    %1 = kiln.launch @next(%0) in_place [-1] : (tensor<64x16xf32>) -> tensor<64x16xf32>
    %2 = kiln.launch @next(%1) in_place [-1] : (tensor<64x16xf32>) -> tensor<64x16xf32>
    %3 = kiln.launch @narrow(%2) in_place [-1] : (tensor<64x16xf32>) -> tensor<16xf32>
    %4 = kiln.launch @end(%3, %0) in_place [-1] : (tensor<16xf32>, tensor<64x16xf32>) -> tensor<16xf32>
    kiln.return %4 : tensor<16xf32>
  }
}
