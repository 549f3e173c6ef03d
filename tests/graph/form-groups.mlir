// RUN: kiln-opt %s --kiln-form-groups --split-input-file | FileCheck %s

// A dense layer: the bias and the activation are the contraction's epilogue, the softmax is one pass over rows.
// CHECK-LABEL: kiln.entry infer @layer
// CHECK: kiln.group "contraction"(%arg0, %arg1, %arg2)
// CHECK: kiln.contract
// CHECK: kiln.read
// CHECK: kiln.add
// CHECK: kiln.yield
// CHECK: kiln.group "rows"
// CHECK-COUNT-2: kiln.reduce
// CHECK: kiln.div
// CHECK: row_axes = 1
// CHECK-NOT: kiln.group
// CHECK: kiln.return
kiln.entry infer @layer(%x: tensor<4x3xf32> {kiln.input = "x"}, %w: tensor<3x5xf32> {kiln.input = "w"}, %b: tensor<5xf32> {kiln.input = "b"}) -> (tensor<4x5xf32> {kiln.output = "y"}) {
  %z = kiln.contract %x [0, 2], %w [2, 1] -> [0, 1] : tensor<4x3xf32>, tensor<3x5xf32> -> tensor<4x5xf32>
  %wide = kiln.read %b affine_map<(d0, d1) -> (d1)> : tensor<5xf32> -> tensor<4x5xf32>
  %a = kiln.add %z, %wide : tensor<4x5xf32>
  %max = kiln.reduce max %a [1] : tensor<4x5xf32> -> tensor<4xf32>
  %most = kiln.read %max affine_map<(d0, d1) -> (d0)> : tensor<4xf32> -> tensor<4x5xf32>
  %c = kiln.sub %a, %most : tensor<4x5xf32>
  %e = kiln.exp %c : tensor<4x5xf32>
  %sum = kiln.reduce sum %e [1] : tensor<4x5xf32> -> tensor<4xf32>
  %total = kiln.read %sum affine_map<(d0, d1) -> (d0)> : tensor<4xf32> -> tensor<4x5xf32>
  %y = kiln.div %e, %total : tensor<4x5xf32>
  kiln.return %y : tensor<4x5xf32>
}

// -----

// A value behind a reduction over other axes is another kernel; a scalar is computed again where it is used.
// CHECK-LABEL: kiln.entry train @update
// CHECK: kiln.group "columns"(%arg0)
// CHECK: kiln.reduce sum
// CHECK: axes = array<i64: 0>
// CHECK: kiln.group "elementwise"(%arg3)
// CHECK-NEXT: ^bb0
// CHECK-NEXT: kiln.sqrt
// CHECK: kiln.group "elementwise"(%arg1, %arg3)
// CHECK: kiln.sqrt
// CHECK: kiln.yield %{{.*}}, %{{.*}} : tensor<5xf32>, tensor<5xf32>
// CHECK: kiln.return
kiln.entry train @update(%g: tensor<4x5xf32> {kiln.input = "g"}, %m: tensor<5xf32> {kiln.input = "m"}, %p: tensor<4x5xf32> {kiln.input = "p"}, %n: tensor<f32> {kiln.input = "n"})
    -> (tensor<5xf32> {kiln.output = "a"}, tensor<5xf32> {kiln.output = "b"}, tensor<f32> {kiln.output = "r"}, tensor<5xf32> {kiln.output = "s"}) {
  %sum = kiln.reduce sum %g [0] : tensor<4x5xf32> -> tensor<5xf32>
  %rate = kiln.sqrt %n : tensor<f32>
  %rates = kiln.read %rate affine_map<(d0) -> ()> : tensor<f32> -> tensor<5xf32>
  %a = kiln.mul %m, %rates : tensor<5xf32>
  %b = kiln.exp %a : tensor<5xf32>
  kiln.return %a, %b, %rate, %sum : tensor<5xf32>, tensor<5xf32>, tensor<f32>, tensor<5xf32>
}

// -----

// What stands outside of groups: loops, reshapes, their operands.
// CHECK-LABEL: kiln.entry infer @outside
// CHECK: %[[WIDE:.*]] = kiln.group "elementwise"(%arg0)
// CHECK-NEXT: ^bb0
// CHECK-NEXT: kiln.read
// CHECK: kiln.reshape %[[WIDE]]
// CHECK: kiln.scan 2
// CHECK: kiln.group "elementwise"
// CHECK: kiln.yield
// CHECK: kiln.yield
// CHECK: kiln.return
kiln.entry infer @outside(%x: tensor<3xf32> {kiln.input = "x"}) -> (tensor<6xf32> {kiln.output = "y"}) {
  %wide = kiln.read %x affine_map<(d0, d1) -> (d1)> : tensor<3xf32> -> tensor<2x3xf32>
  %flat = kiln.reshape %wide : tensor<2x3xf32> -> tensor<6xf32>
  %y = kiln.scan 2 carries(%flat : tensor<6xf32>) sequences() captures() -> (tensor<6xf32>) {
  ^bb0(%step: tensor<i32>, %h: tensor<6xf32>):
    %t = kiln.tanh %h : tensor<6xf32>
    kiln.yield %t : tensor<6xf32>
  }
  kiln.return %y : tensor<6xf32>
}

// A large tensor in another order is turned by a kernel of its own; a small one, and one whose last axis stays last, where it is used.
// CHECK-LABEL: kiln.entry infer @turned_apart
// CHECK: %[[T:.*]] = kiln.group "single"(%arg0) : (tensor<128x32x32xf32>) -> tensor<32x32x128xf32>
// CHECK-NEXT: ^bb0
// CHECK-NEXT: kiln.read
// CHECK-NEXT: kiln.yield
// CHECK: kiln.group "elementwise"(%arg1, %[[T]], %arg2, %arg3)
// CHECK-NOT: kiln.group
// CHECK: kiln.return
kiln.entry infer @turned_apart(%t: tensor<128x32x32xf32> {kiln.input = "t"}, %y: tensor<32x32x128xf32> {kiln.input = "y"}, %s: tensor<128x32xf32> {kiln.input = "s"},
                               %u: tensor<32x32x128xf32> {kiln.input = "u"}) -> (tensor<32x32x128xf32> {kiln.output = "z"}) {
  %r = kiln.read %t affine_map<(d0, d1, d2) -> (d2, d0, d1)> : tensor<128x32x32xf32> -> tensor<32x32x128xf32>
  %d = kiln.sub %y, %r : tensor<32x32x128xf32>
  %w = kiln.read %s affine_map<(d0, d1, d2) -> (d2, d0)> : tensor<128x32xf32> -> tensor<32x32x128xf32>
  %e = kiln.mul %d, %w : tensor<32x32x128xf32>
  %v = kiln.read %u affine_map<(d0, d1, d2) -> (d1, d0, d2)> : tensor<32x32x128xf32> -> tensor<32x32x128xf32>
  %z = kiln.add %e, %v : tensor<32x32x128xf32>
  kiln.return %z : tensor<32x32x128xf32>
}

// -----

// What no tile of sums can go through stays out of the contraction's kernel: positions as values, and reads beyond an axis.
// CHECK-LABEL: kiln.entry infer @labels
// CHECK: kiln.group "contraction"(%arg0, %arg1)
// CHECK-NEXT: ^bb0
// CHECK-NEXT: kiln.contract
// CHECK-NEXT: kiln.yield
// CHECK: kiln.group "elementwise"
// CHECK: kiln.iota
// CHECK: kiln.select
kiln.entry infer @labels(%x: tensor<4x3xf32> {kiln.input = "x"}, %w: tensor<3x5xf32> {kiln.input = "w"}, %id: tensor<4xi32> {kiln.input = "id"}) -> (tensor<4x5xf32> {kiln.output = "y"}) {
  %z = kiln.contract %x [0, 2], %w [2, 1] -> [0, 1] : tensor<4x3xf32>, tensor<3x5xf32> -> tensor<4x5xf32>
  %place = kiln.iota 1 : tensor<4x5xi32>
  %label = kiln.read %id affine_map<(d0, d1) -> (d0)> : tensor<4xi32> -> tensor<4x5xi32>
  %hit = kiln.compare eq %place, %label : tensor<4x5xi32> -> tensor<4x5xi1>
  %zero = kiln.constant dense<0.0> : tensor<4x5xf32>
  %y = kiln.select %hit, %z, %zero : tensor<4x5xi1>, tensor<4x5xf32>
  kiln.return %y : tensor<4x5xf32>
}

// -----

// CHECK-LABEL: kiln.entry infer @beyond
// CHECK: kiln.group "contraction"(%arg0, %arg1)
// CHECK-NEXT: ^bb0
// CHECK-NEXT: kiln.contract
// CHECK-NEXT: kiln.yield
// CHECK: kiln.group "elementwise"
// CHECK: kiln.read {{.*}} else
// CHECK: kiln.add
kiln.entry infer @beyond(%x: tensor<4x3xf32> {kiln.input = "x"}, %w: tensor<3x5xf32> {kiln.input = "w"}, %more: tensor<4x4xf32> {kiln.input = "more"}) -> (tensor<4x5xf32> {kiln.output = "y"}) {
  %z = kiln.contract %x [0, 2], %w [2, 1] -> [0, 1] : tensor<4x3xf32>, tensor<3x5xf32> -> tensor<4x5xf32>
  %shifted = kiln.read %more affine_map<(d0, d1) -> (d0, d1 - 1)> else 0.0 : f32 : tensor<4x4xf32> -> tensor<4x5xf32>
  %y = kiln.add %z, %shifted : tensor<4x5xf32>
  kiln.return %y : tensor<4x5xf32>
}
