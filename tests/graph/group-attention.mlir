// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt %s --kiln-form-groups --kiln-group-attention --split-input-file | FileCheck %s
// RUN: kiln-opt %s --kiln-form-groups --kiln-group-attention --split-input-file --remark-format=emitRemark --remarks-filter=fusion -o /dev/null 2>&1 | FileCheck %s --check-prefix=WHY

// Scores, their softmax and the product with the values: one kernel. The mask is made inside; what is divided by is left for behind the product.
// CHECK-LABEL: kiln.entry infer @causal
// CHECK-NEXT: %[[ALL:.*]] = kiln.group "attention"(%arg0, %arg1, %arg2)
// CHECK: %[[SCORES:.*]] = kiln.contract %{{.*}} [0, 1, 2, 3], %{{.*}} [0, 4, 2, 3] -> [0, 2, 1, 4]
// CHECK: kiln.reduce max
// CHECK: %[[SUM:.*]] = kiln.reduce sum %[[E:.*]] [3]
// CHECK: %[[ONE:.*]] = kiln.constant dense<1.000000e+00> : tensor<2x4x24xf32>
// CHECK: %[[SHARE:.*]] = kiln.div %[[ONE]], %[[SUM]]
// CHECK: %[[MIXED:.*]] = kiln.contract %[[E]] [0, 1, 2, 3]
// CHECK: %[[SPREAD:.*]] = kiln.read %[[SHARE]] affine_map<(d0, d1, d2, d3) -> (d0, d2, d1)>
// CHECK: %[[Y:.*]] = kiln.mul %[[MIXED]], %[[SPREAD]]
// CHECK-NEXT: kiln.yield %[[Y]]
// CHECK: kiln.return %[[ALL]]
kiln.entry infer @causal(%q: tensor<2x24x4x16xf32> {kiln.input = "q"}, %k: tensor<2x24x4x16xf32> {kiln.input = "k"}, %v: tensor<2x24x4x32xf32> {kiln.input = "v"})
    -> (tensor<2x24x4x32xf32> {kiln.output = "y"}) {
  %keys = kiln.iota 1 : tensor<24x24xi32>
  %queries = kiln.iota 0 : tensor<24x24xi32>
  %seen = kiln.compare le %keys, %queries : tensor<24x24xi32> -> tensor<24x24xi1>
  %mask = kiln.read %seen affine_map<(d0, d1, d2, d3) -> (d2, d3)> : tensor<24x24xi1> -> tensor<2x4x24x24xi1>
  %low = kiln.constant dense<0xFF800000> : tensor<2x4x24x24xf32>
  %s = kiln.contract %q [0, 1, 2, 3], %k [0, 4, 2, 3] -> [0, 2, 1, 4] : tensor<2x24x4x16xf32>, tensor<2x24x4x16xf32> -> tensor<2x4x24x24xf32>
  %x = kiln.select %mask, %s, %low : tensor<2x4x24x24xi1>, tensor<2x4x24x24xf32>
  %max = kiln.reduce max %x [3] : tensor<2x4x24x24xf32> -> tensor<2x4x24xf32>
  %top = kiln.read %max affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<2x4x24xf32> -> tensor<2x4x24x24xf32>
  %less = kiln.sub %x, %top : tensor<2x4x24x24xf32>
  %e = kiln.exp %less : tensor<2x4x24x24xf32>
  %sum = kiln.reduce sum %e [3] : tensor<2x4x24x24xf32> -> tensor<2x4x24xf32>
  %all = kiln.read %sum affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<2x4x24xf32> -> tensor<2x4x24x24xf32>
  %p = kiln.div %e, %all : tensor<2x4x24x24xf32>
  %y = kiln.contract %p [0, 1, 2, 3], %v [0, 3, 1, 4] -> [0, 2, 1, 4] : tensor<2x4x24x24xf32>, tensor<2x24x4x32xf32> -> tensor<2x24x4x32xf32>
  kiln.return %y : tensor<2x24x4x32xf32>
}

// -----

// The gradient of what was kept: three products share the scores, and the one with the kept shares alone joins as it reads them too.
// CHECK-LABEL: kiln.entry infer @backward
// CHECK: kiln.group "attention"
// CHECK-COUNT-4: kiln.contract
// CHECK-NOT: kiln.group
// CHECK: kiln.return
kiln.entry infer @backward(%p: tensor<4x24x24xf32> {kiln.input = "p"}, %q: tensor<4x24x16xf32> {kiln.input = "q"}, %k: tensor<4x24x16xf32> {kiln.input = "k"},
                           %v: tensor<4x24x16xf32> {kiln.input = "v"}, %g: tensor<4x24x16xf32> {kiln.input = "g"})
    -> (tensor<4x24x16xf32> {kiln.output = "dq"}, tensor<4x24x16xf32> {kiln.output = "dk"}, tensor<4x24x16xf32> {kiln.output = "dv"}) {
  %dv = kiln.contract %p [0, 1, 2], %g [0, 1, 3] -> [0, 2, 3] : tensor<4x24x24xf32>, tensor<4x24x16xf32> -> tensor<4x24x16xf32>
  %dp = kiln.contract %g [0, 1, 3], %v [0, 2, 3] -> [0, 1, 2] : tensor<4x24x16xf32>, tensor<4x24x16xf32> -> tensor<4x24x24xf32>
  %w = kiln.mul %dp, %p : tensor<4x24x24xf32>
  %d = kiln.reduce sum %w [2] : tensor<4x24x24xf32> -> tensor<4x24xf32>
  %dd = kiln.read %d affine_map<(d0, d1, d2) -> (d0, d1)> : tensor<4x24xf32> -> tensor<4x24x24xf32>
  %c = kiln.sub %dp, %dd : tensor<4x24x24xf32>
  %ds = kiln.mul %p, %c : tensor<4x24x24xf32>
  %dq = kiln.contract %ds [0, 1, 2], %k [0, 2, 3] -> [0, 1, 3] : tensor<4x24x24xf32>, tensor<4x24x16xf32> -> tensor<4x24x16xf32>
  %dk = kiln.contract %ds [0, 1, 2], %q [0, 1, 3] -> [0, 2, 3] : tensor<4x24x24xf32>, tensor<4x24x16xf32> -> tensor<4x24x16xf32>
  kiln.return %dq, %dk, %dv : tensor<4x24x16xf32>, tensor<4x24x16xf32>, tensor<4x24x16xf32>
}

// -----

// Sums over the queries belong to one worker for each head: two heads are too few.
// CHECK-LABEL: kiln.entry infer @few
// CHECK-NOT: "attention"
// WHY: Function=few {{.*}} Reason="no part of an attention kernel: the batch and its heads are too few to share out"
kiln.entry infer @few(%p: tensor<2x24x24xf32> {kiln.input = "p"}, %q: tensor<2x24x16xf32> {kiln.input = "q"}, %k: tensor<2x24x16xf32> {kiln.input = "k"},
                           %v: tensor<2x24x16xf32> {kiln.input = "v"}, %g: tensor<2x24x16xf32> {kiln.input = "g"})
    -> (tensor<2x24x16xf32> {kiln.output = "dq"}, tensor<2x24x16xf32> {kiln.output = "dk"}, tensor<2x24x16xf32> {kiln.output = "dv"}) {
  %dv = kiln.contract %p [0, 1, 2], %g [0, 1, 3] -> [0, 2, 3] : tensor<2x24x24xf32>, tensor<2x24x16xf32> -> tensor<2x24x16xf32>
  %dp = kiln.contract %g [0, 1, 3], %v [0, 2, 3] -> [0, 1, 2] : tensor<2x24x16xf32>, tensor<2x24x16xf32> -> tensor<2x24x24xf32>
  %w = kiln.mul %dp, %p : tensor<2x24x24xf32>
  %d = kiln.reduce sum %w [2] : tensor<2x24x24xf32> -> tensor<2x24xf32>
  %dd = kiln.read %d affine_map<(d0, d1, d2) -> (d0, d1)> : tensor<2x24xf32> -> tensor<2x24x24xf32>
  %c = kiln.sub %dp, %dd : tensor<2x24x24xf32>
  %ds = kiln.mul %p, %c : tensor<2x24x24xf32>
  %dq = kiln.contract %ds [0, 1, 2], %k [0, 2, 3] -> [0, 1, 3] : tensor<2x24x24xf32>, tensor<2x24x16xf32> -> tensor<2x24x16xf32>
  %dk = kiln.contract %ds [0, 1, 2], %q [0, 1, 3] -> [0, 2, 3] : tensor<2x24x24xf32>, tensor<2x24x16xf32> -> tensor<2x24x16xf32>
  kiln.return %dq, %dk, %dv : tensor<2x24x16xf32>, tensor<2x24x16xf32>, tensor<2x24x16xf32>
}

// -----

// CHECK-LABEL: kiln.entry infer @narrow
// CHECK-NOT: "attention"
// WHY: Function=narrow {{.*}} Reason="no part of an attention kernel: what scores are multiplied with does not lie side by side in whole vectors"
kiln.entry infer @narrow(%q: tensor<2x24x16xf32> {kiln.input = "q"}, %k: tensor<2x24x16xf32> {kiln.input = "k"}, %v: tensor<2x24x5xf32> {kiln.input = "v"})
    -> (tensor<2x24x5xf32> {kiln.output = "y"}) {
  %s = kiln.contract %q [0, 1, 2], %k [0, 3, 2] -> [0, 1, 3] : tensor<2x24x16xf32>, tensor<2x24x16xf32> -> tensor<2x24x24xf32>
  %sum = kiln.reduce sum %s [2] : tensor<2x24x24xf32> -> tensor<2x24xf32>
  %all = kiln.read %sum affine_map<(d0, d1, d2) -> (d0, d1)> : tensor<2x24xf32> -> tensor<2x24x24xf32>
  %p = kiln.div %s, %all : tensor<2x24x24xf32>
  %y = kiln.contract %p [0, 1, 2], %v [0, 2, 3] -> [0, 1, 3] : tensor<2x24x24xf32>, tensor<2x24x5xf32> -> tensor<2x24x5xf32>
  kiln.return %y : tensor<2x24x5xf32>
}

// -----

// Shares that are a result and nothing else.
// CHECK-LABEL: kiln.entry infer @shares
// CHECK-NOT: "attention"
// WHY: Function=shares {{.*}} Reason="no part of an attention kernel: scores are not multiplied with anything"
kiln.entry infer @shares(%q: tensor<2x24x16xf32> {kiln.input = "q"}, %k: tensor<2x24x16xf32> {kiln.input = "k"})
    -> (tensor<2x24x24xf32> {kiln.output = "y"}) {
  %s = kiln.contract %q [0, 1, 2], %k [0, 3, 2] -> [0, 1, 3] : tensor<2x24x16xf32>, tensor<2x24x16xf32> -> tensor<2x24x24xf32>
  %sum = kiln.reduce sum %s [2] : tensor<2x24x24xf32> -> tensor<2x24xf32>
  %all = kiln.read %sum affine_map<(d0, d1, d2) -> (d0, d1)> : tensor<2x24xf32> -> tensor<2x24x24xf32>
  %p = kiln.div %s, %all : tensor<2x24x24xf32>
  kiln.return %p : tensor<2x24x24xf32>
}
