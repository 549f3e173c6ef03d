// RUN: kiln-opt %s --kiln-simplify | FileCheck %s


// CHECK-LABEL: kiln.entry infer @reads
// CHECK-NEXT: %[[R:.*]] = kiln.read %arg0 affine_map<(d0, d1) -> (d1 + 1)>
// CHECK-NEXT: kiln.return %[[R]]
kiln.entry infer @reads(%x: tensor<5xf32> {kiln.input = "x"}) -> (tensor<2x3xf32> {kiln.output = "y"}) {
  %a = kiln.read %x affine_map<(d0) -> (d0 + 1)> : tensor<5xf32> -> tensor<3xf32>
  %b = kiln.read %a affine_map<(d0, d1) -> (d1)> else 0.0 : f32 : tensor<3xf32> -> tensor<2x3xf32>
  %zero = kiln.constant dense<0.0> : tensor<2x3xf32>
  %c = kiln.add %b, %zero : tensor<2x3xf32>
  kiln.return %c : tensor<2x3xf32>
}

// A window's fill belongs to the window: it is not what lies outside of the second read.
// CHECK-LABEL: kiln.entry infer @fills
// CHECK-COUNT-2: kiln.read
kiln.entry infer @fills(%x: tensor<5xf32> {kiln.input = "x"}) -> (tensor<7xf32> {kiln.output = "y"}) {
  %a = kiln.read %x affine_map<(d0) -> (d0 + 1)> : tensor<5xf32> -> tensor<3xf32>
  %b = kiln.read %a affine_map<(d0) -> (d0 - 1)> else 0.0 : f32 : tensor<3xf32> -> tensor<7xf32>
  kiln.return %b : tensor<7xf32>
}

// CHECK-LABEL: kiln.entry infer @sum_of_broadcast
// CHECK: %[[FOUR:.*]] = kiln.constant dense<4.0
// CHECK: %[[Y:.*]] = kiln.mul %arg0, %[[FOUR]]
// CHECK: kiln.return %[[Y]]
kiln.entry infer @sum_of_broadcast(%x: tensor<3xf32> {kiln.input = "x"}) -> (tensor<3xf32> {kiln.output = "y"}) {
  %a = kiln.read %x affine_map<(d0, d1) -> (d1)> : tensor<3xf32> -> tensor<4x3xf32>
  %b = kiln.reduce sum %a [0] : tensor<4x3xf32> -> tensor<3xf32>
  kiln.return %b : tensor<3xf32>
}

// CHECK-LABEL: kiln.entry infer @transposed
// CHECK-NEXT: %[[Y:.*]] = kiln.contract %arg0 [2, 0], %arg1 [2, 1] -> [1, 0]
// CHECK-NEXT: kiln.return %[[Y]]
kiln.entry infer @transposed(%x: tensor<3x4xf32> {kiln.input = "x"}, %w: tensor<3x5xf32> {kiln.input = "w"}) -> (tensor<5x4xf32> {kiln.output = "y"}) {
  %t = kiln.read %x affine_map<(d0, d1) -> (d1, d0)> : tensor<3x4xf32> -> tensor<4x3xf32>
  %z = kiln.contract %t [0, 2], %w [2, 1] -> [0, 1] : tensor<4x3xf32>, tensor<3x5xf32> -> tensor<4x5xf32>
  %y = kiln.read %z affine_map<(d0, d1) -> (d1, d0)> : tensor<4x5xf32> -> tensor<5x4xf32>
  kiln.return %y : tensor<5x4xf32>
}

// Windows that do not overlap: the adjoint fetches.
// CHECK-LABEL: kiln.entry infer @windows
// CHECK-NEXT: kiln.read %arg0 affine_map<(d0) -> (d0 floordiv 2, d0 mod 2)>
kiln.entry infer @windows(%x: tensor<3x2xf32> {kiln.input = "x"}) -> (tensor<6xf32> {kiln.output = "y"}) {
  %y = kiln.accumulate %x affine_map<(d0, d1) -> (d0 * 2 + d1)> : tensor<3x2xf32> -> tensor<6xf32>
  kiln.return %y : tensor<6xf32>
}

// A dim of two positions goes through a division as a straight line; one of three does where no multiple lies between.
// CHECK-LABEL: kiln.entry infer @divisions
// CHECK-NEXT: kiln.read %arg0 affine_map<(d0, d1, d2) -> (d0 + d1, d0 * 2 + -d1 + 1, (d2 + 1) floordiv 3, d2 + 3)>
kiln.entry infer @divisions(%x: tensor<4x6x2x6xf32> {kiln.input = "x"}) -> (tensor<3x2x3xf32> {kiln.output = "y"}) {
  %y = kiln.read %x affine_map<(a, e, f) -> (a + (e + 1) floordiv 2, a * 2 + (e + 1) mod 2, (f + 1) floordiv 3, f mod 3 + 3)> : tensor<4x6x2x6xf32> -> tensor<3x2x3xf32>
  kiln.return %y : tensor<3x2x3xf32>
}

// CHECK-LABEL: kiln.entry infer @scan
// CHECK: kiln.scan 2 carries(%arg0 : tensor<3xf32>) sequences() captures(%arg1 : tensor<3xf32>) -> (tensor<3xf32>) {
kiln.entry infer @scan(%x: tensor<3xf32> {kiln.input = "x"}, %k: tensor<3xf32> {kiln.input = "k"}, %s: tensor<2x3xf32> {kiln.input = "s"}) -> (tensor<3xf32> {kiln.output = "y"}) {
  %y:3 = kiln.scan 2 carries(%x, %k : tensor<3xf32>, tensor<3xf32>) sequences(%s : tensor<2x3xf32>) captures() -> (tensor<3xf32>, tensor<3xf32>) rows(tensor<2x3xf32>) {
  ^bb0(%step: tensor<i32>, %h: tensor<3xf32>, %l: tensor<3xf32>, %v: tensor<3xf32>):
    %a = kiln.add %h, %l : tensor<3xf32>
    kiln.yield %a, %l, %v : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  }
  kiln.return %y#0 : tensor<3xf32>
}

// -----

// Statistics of groups of four channels that come last: sums over the positions first, with lanes along all channels.
// CHECK-LABEL: @groups_last
// CHECK: %[[P:.*]] = kiln.reduce sum %arg0 [1, 2] : tensor<2x8x8x6x4xf32> -> tensor<2x6x4xf32>
// CHECK: kiln.reduce sum %[[P]] [2] : tensor<2x6x4xf32> -> tensor<2x6xf32>
kiln.entry infer @groups_last(%x: tensor<2x8x8x6x4xf32> {kiln.input = "x"}) -> (tensor<2x6xf32> {kiln.output = "y"}) {
  %y = kiln.reduce sum %x [1, 2, 4] : tensor<2x8x8x6x4xf32> -> tensor<2x6xf32>
  kiln.return %y : tensor<2x6xf32>
}

// -----

// Refused: few others; many last ones; nothing kept between.
// CHECK-LABEL: @one_sum
// CHECK: kiln.reduce sum %{{.*}} [1, 3]
// CHECK: kiln.reduce max %{{.*}} [0, 2]
// CHECK: kiln.reduce sum %{{.*}} [1, 2]
kiln.entry infer @one_sum(%x: tensor<2x8x6x4xf32> {kiln.input = "x"}, %z: tensor<99x6x32xf32> {kiln.input = "z"}, %u: tensor<2x99x4xf32> {kiln.input = "u"})
    -> (tensor<2x6xf32> {kiln.output = "y"}, tensor<6xf32> {kiln.output = "v"}, tensor<2xf32> {kiln.output = "w"}) {
  %y = kiln.reduce sum %x [1, 3] : tensor<2x8x6x4xf32> -> tensor<2x6xf32>
  %v = kiln.reduce max %z [0, 2] : tensor<99x6x32xf32> -> tensor<6xf32>
  %w = kiln.reduce sum %u [1, 2] : tensor<2x99x4xf32> -> tensor<2xf32>
  kiln.return %y, %v, %w : tensor<2x6xf32>, tensor<6xf32>, tensor<2xf32>
}
