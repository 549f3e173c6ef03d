// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s

// Groups of one body share a kernel; a row's reductions stand before the loop over its columns.
// CHECK-LABEL: kiln.entry infer @softmax
// CHECK: %[[ONE:.*]] = kiln.launch @rows_exp_0(%{{.*}}) in_place [-1]
// CHECK: kiln.launch @rows_exp_0(%[[ONE]]) in_place [-1]
kiln.entry infer @softmax(%x: tensor<8x10xf32> {kiln.input = "x"}) -> (tensor<8x10xf32> {kiln.output = "y"}) {
  %0 = kiln.group "rows" (%x) : (tensor<8x10xf32>) -> tensor<8x10xf32> {
  ^bb0(%a: tensor<8x10xf32>):
    %m = kiln.reduce max %a [1] : tensor<8x10xf32> -> tensor<8xf32>
    %mb = kiln.read %m affine_map<(d0, d1) -> (d0)> : tensor<8xf32> -> tensor<8x10xf32>
    %d = kiln.sub %a, %mb : tensor<8x10xf32>
    %e = kiln.exp %d : tensor<8x10xf32>
    %t = kiln.reduce sum %e [1] : tensor<8x10xf32> -> tensor<8xf32>
    %tb = kiln.read %t affine_map<(d0, d1) -> (d0)> : tensor<8xf32> -> tensor<8x10xf32>
    %y = kiln.div %e, %tb : tensor<8x10xf32>
    kiln.yield %y : tensor<8x10xf32>
  }
  %1 = kiln.group "rows" (%0) : (tensor<8x10xf32>) -> tensor<8x10xf32> {
  ^bb0(%a: tensor<8x10xf32>):
    %m = kiln.reduce max %a [1] : tensor<8x10xf32> -> tensor<8xf32>
    %mb = kiln.read %m affine_map<(d0, d1) -> (d0)> : tensor<8xf32> -> tensor<8x10xf32>
    %d = kiln.sub %a, %mb : tensor<8x10xf32>
    %e = kiln.exp %d : tensor<8x10xf32>
    %t = kiln.reduce sum %e [1] : tensor<8x10xf32> -> tensor<8xf32>
    %tb = kiln.read %t affine_map<(d0, d1) -> (d0)> : tensor<8xf32> -> tensor<8x10xf32>
    %y = kiln.div %e, %tb : tensor<8x10xf32>
    kiln.yield %y : tensor<8x10xf32>
  }
  kiln.return %1 : tensor<8x10xf32>
}

// CHECK: func.func private @rows_exp_0(%{{.*}}: memref<8x10xf32>, %{{.*}}: memref<8x10xf32>, %[[WORKER:.*]]: index, %[[WORKERS:.*]]: index)
// CHECK: %[[FROM:.*]] = arith.divui %{{.*}}, %[[WORKERS]]
// CHECK: %[[TO:.*]] = arith.divui %{{.*}}, %[[WORKERS]]
// CHECK: scf.for %{{.*}} = %[[FROM]] to %[[TO]]
// CHECK:   scf.for
// Ten of sixteen lanes; the halves of the vector combine in a fixed tree.
// CHECK:     vector.maskedload
// CHECK:     vector.extract_strided_slice %{{.*}} {offsets = [8]
// CHECK:     math.fma
// CHECK:     arith.divf %{{.*}} : vector<16xf32>
// CHECK:     vector.maskedstore
// CHECK-NOT: func.func private @rows_exp
