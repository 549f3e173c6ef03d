// RUN: kiln-opt %s --kiln-differentiate --kiln-simplify --cse --kiln-unfold-windows --kiln-simplify --cse --mlir-print-local-scope --split-input-file | FileCheck %s

// ReLU, max-pool and their gradient: four strided reads, the mask from the pooled value, nothing with six axes.
// CHECK-LABEL: kiln.entry train @pool
// CHECK-NOT: reduce
// CHECK-DAG: kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 * 2, d3 * 2)> : tensor<2x3x4x4xf32> -> tensor<2x3x2x2xf32>
// CHECK-DAG: kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 * 2 + 1, d3 * 2 + 1)>
// CHECK: %[[M:.*]] = kiln.max {{.*}} : tensor<2x3x2x2xf32>
// CHECK-COUNT-2: kiln.min
// CHECK: %[[FIRST:.*]] = kiln.min {{.*}} : tensor<2x3x2x2xi32>
// CHECK: %[[P:.*]] = kiln.compare gt %[[M]], %{{.*}} : tensor<2x3x2x2xf32>
// CHECK: %[[D:.*]] = kiln.select %[[P]], %{{.*}} : tensor<2x3x2x2xi1>, tensor<2x3x2x2xf32>
// CHECK: kiln.read %[[FIRST]] affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 floordiv 2, d3 floordiv 2)>
// CHECK: %[[HERE:.*]] = kiln.compare eq
// CHECK: kiln.read %[[D]] affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 floordiv 2, d3 floordiv 2)>
// CHECK: %[[DX:.*]] = kiln.select %[[HERE]], {{.*}} : tensor<2x3x4x4xi1>, tensor<2x3x4x4xf32>
// CHECK-NOT: x2x2x2x2xf32
// The gradient of a bias sums the pooled cotangent, not the one that is spread over the windows.
// CHECK: %[[DB:.*]] = kiln.reduce sum %[[D]] [0, 2, 3]
// CHECK: kiln.return %[[DX]], %[[DB]]
kiln.entry train @pool(%x: tensor<2x3x4x4xf32> {kiln.input = "x"}, %b: tensor<3xf32> {kiln.input = "b"}, %g: tensor<2x3x2x2xf32> {kiln.input = "g"})
    -> (tensor<2x3x4x4xf32> {kiln.output = "dx"}, tensor<3xf32> {kiln.output = "db"}) {
  %zero = kiln.constant dense<0.0> : tensor<2x3x4x4xf32>
  %wide = kiln.read %b affine_map<(d0, d1, d2, d3) -> (d1)> : tensor<3xf32> -> tensor<2x3x4x4xf32>
  %z = kiln.add %x, %wide : tensor<2x3x4x4xf32>
  %c = kiln.compare gt %z, %zero : tensor<2x3x4x4xf32> -> tensor<2x3x4x4xi1>
  %y = kiln.select %c, %z, %zero : tensor<2x3x4x4xi1>, tensor<2x3x4x4xf32>
  %w = kiln.read %y affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 * 2 + d4, d3 * 2 + d5)> : tensor<2x3x4x4xf32> -> tensor<2x3x2x2x2x2xf32>
  %m = kiln.reduce max %w [4, 5] : tensor<2x3x2x2x2x2xf32> -> tensor<2x3x2x2xf32>
  %p = kiln.mul %m, %g : tensor<2x3x2x2xf32>
  %s = kiln.reduce sum %p [0, 1, 2, 3] : tensor<2x3x2x2xf32> -> tensor<f32>
  %d:2 = kiln.grad %s wrt %x, %b : (tensor<f32>, tensor<2x3x4x4xf32>, tensor<3xf32>) -> (tensor<2x3x4x4xf32>, tensor<3xf32>)
  kiln.return %d#0, %d#1 : tensor<2x3x4x4xf32>, tensor<3xf32>
}

// -----

// Without ReLU a NaN leaves no winner: the sum asks whether there is one.
// CHECK-LABEL: kiln.entry train @without_relu
// CHECK-COUNT-2: kiln.min
// CHECK: %[[FIRST:.*]] = kiln.min {{.*}} : tensor<2x3x2x2xi32>
// CHECK: %[[SOME:.*]] = kiln.compare ne %[[FIRST]]
// CHECK: kiln.select %[[SOME]]
// CHECK: kiln.reduce sum {{.*}} [0, 2, 3]
kiln.entry train @without_relu(%x: tensor<2x3x4x4xf32> {kiln.input = "x"}, %b: tensor<3xf32> {kiln.input = "b"}, %g: tensor<2x3x2x2xf32> {kiln.input = "g"})
    -> (tensor<3xf32> {kiln.output = "db"}) {
  %wide = kiln.read %b affine_map<(d0, d1, d2, d3) -> (d1)> : tensor<3xf32> -> tensor<2x3x4x4xf32>
  %z = kiln.add %x, %wide : tensor<2x3x4x4xf32>
  %w = kiln.read %z affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 * 2 + d4, d3 * 2 + d5)> : tensor<2x3x4x4xf32> -> tensor<2x3x2x2x2x2xf32>
  %m = kiln.reduce max %w [4, 5] : tensor<2x3x2x2x2x2xf32> -> tensor<2x3x2x2xf32>
  %p = kiln.mul %m, %g : tensor<2x3x2x2xf32>
  %s = kiln.reduce sum %p [0, 1, 2, 3] : tensor<2x3x2x2xf32> -> tensor<f32>
  %d = kiln.grad %s wrt %b : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
  kiln.return %d : tensor<3xf32>
}

// -----

// Refused: the mask of another value than the pooled one stays where it is; rows side by side, and a window of 5 x 5, stay reductions.
// CHECK-LABEL: kiln.entry infer @refused
// CHECK: kiln.reduce max {{.*}} [1]
// CHECK: kiln.reduce max {{.*}} [2, 3]
kiln.entry infer @refused(%x: tensor<8x4xf32> {kiln.input = "x"}, %z: tensor<10x10xf32> {kiln.input = "z"})
    -> (tensor<8xf32> {kiln.output = "a"}, tensor<2x2xf32> {kiln.output = "b"}) {
  %t = kiln.read %x affine_map<(d0, d1) -> (7 - d0, d1)> : tensor<8x4xf32> -> tensor<8x4xf32>
  %a = kiln.reduce max %t [1] : tensor<8x4xf32> -> tensor<8xf32>
  %w = kiln.read %z affine_map<(d0, d1, d2, d3) -> (d0 * 5 + d2, d1 * 5 + d3)> : tensor<10x10xf32> -> tensor<2x2x5x5xf32>
  %b = kiln.reduce max %w [2, 3] : tensor<2x2x5x5xf32> -> tensor<2x2xf32>
  kiln.return %a, %b : tensor<8xf32>, tensor<2x2xf32>
}

// -----

// A read moves in front of a long chain of elementwise ops in one go.
// CHECK-LABEL: @far
// CHECK: kiln.read %arg0
// CHECK-NOT: kiln.read
kiln.entry infer @far(%x: tensor<6x4xf32> {kiln.input = "x"}) -> (tensor<2x4xf32> {kiln.output = "y"}) {
  %e0 = kiln.neg %x : tensor<6x4xf32>
  %e1 = kiln.tanh %e0 : tensor<6x4xf32>
  %e2 = kiln.abs %e1 : tensor<6x4xf32>
  %e3 = kiln.neg %e2 : tensor<6x4xf32>
  %e4 = kiln.tanh %e3 : tensor<6x4xf32>
  %e5 = kiln.abs %e4 : tensor<6x4xf32>
  %e6 = kiln.neg %e5 : tensor<6x4xf32>
  %e7 = kiln.tanh %e6 : tensor<6x4xf32>
  %e8 = kiln.abs %e7 : tensor<6x4xf32>
  %e9 = kiln.neg %e8 : tensor<6x4xf32>
  %e10 = kiln.tanh %e9 : tensor<6x4xf32>
  %e11 = kiln.abs %e10 : tensor<6x4xf32>
  %e12 = kiln.neg %e11 : tensor<6x4xf32>
  %e13 = kiln.tanh %e12 : tensor<6x4xf32>
  %y = kiln.read %e13 affine_map<(d0, d1) -> (d0 + 3, d1)> : tensor<6x4xf32> -> tensor<2x4xf32>
  kiln.return %y : tensor<2x4xf32>
}

// -----

// A transposition behind a contraction and its bias moves in front of the sum, so that the contraction gives its result in that order.
// CHECK-LABEL: @turned
// CHECK: %[[C:.*]] = kiln.contract %arg0 [0, 1, 2], %arg1 [2, 3] -> [1, 0, 3] : tensor<4x6x8xf32>, tensor<8x16xf32> -> tensor<6x4x16xf32>
// CHECK: %[[B:.*]] = kiln.read %arg2 affine_map<(d0, d1, d2) -> (d2)> : tensor<16xf32> -> tensor<6x4x16xf32>
// CHECK: %[[Y:.*]] = kiln.add %[[C]], %[[B]]
// CHECK: kiln.return %[[Y]]
kiln.entry infer @turned(%x: tensor<4x6x8xf32> {kiln.input = "x"}, %w: tensor<8x16xf32> {kiln.input = "w"}, %b: tensor<16xf32> {kiln.input = "b"})
    -> (tensor<6x4x16xf32> {kiln.output = "y"}) {
  %c = kiln.contract %x [0, 1, 2], %w [2, 3] -> [0, 1, 3] : tensor<4x6x8xf32>, tensor<8x16xf32> -> tensor<4x6x16xf32>
  %r = kiln.read %b affine_map<(d0, d1, d2) -> (d2)> : tensor<16xf32> -> tensor<4x6x16xf32>
  %s = kiln.add %c, %r : tensor<4x6x16xf32>
  %y = kiln.read %s affine_map<(d0, d1, d2) -> (d1, d0, d2)> : tensor<4x6x16xf32> -> tensor<6x4x16xf32>
  kiln.return %y : tensor<6x4x16xf32>
}

// -----

// Refused: the innermost axis would move; something else takes the contraction's result; no contraction; a slice.
// CHECK-LABEL: @kept
// CHECK: kiln.read {{.*}} affine_map<(d0, d1, d2) -> (d0, d2, d1)>
// CHECK: kiln.read {{.*}} affine_map<(d0, d1, d2) -> (d1, d0, d2)>
// CHECK: kiln.read {{.*}} affine_map<(d0, d1, d2) -> (d1, d0, d2)>
// CHECK: kiln.read {{.*}} affine_map<(d0, d1, d2) -> (d1, d0, d2)> : tensor<4x6x16xf32> -> tensor<6x2x16xf32>
kiln.entry infer @kept(%x: tensor<4x6x8xf32> {kiln.input = "x"}, %w: tensor<8x16xf32> {kiln.input = "w"}, %b: tensor<4x6x16xf32> {kiln.input = "b"})
    -> (tensor<4x16x6xf32> {kiln.output = "y"}, tensor<4x6x16xf32> {kiln.output = "z"}, tensor<6x4x16xf32> {kiln.output = "u"},
        tensor<6x4x16xf32> {kiln.output = "v"}, tensor<6x2x16xf32> {kiln.output = "o"}) {
  %c = kiln.contract %x [0, 1, 2], %w [2, 3] -> [0, 1, 3] : tensor<4x6x8xf32>, tensor<8x16xf32> -> tensor<4x6x16xf32>
  %d = kiln.exp %c : tensor<4x6x16xf32>
  %y = kiln.read %d affine_map<(d0, d1, d2) -> (d0, d2, d1)> : tensor<4x6x16xf32> -> tensor<4x16x6xf32>
  %z = kiln.contract %x [0, 1, 2], %w [2, 3] -> [0, 1, 3] : tensor<4x6x8xf32>, tensor<8x16xf32> -> tensor<4x6x16xf32>
  %e = kiln.neg %z : tensor<4x6x16xf32>
  %u = kiln.read %e affine_map<(d0, d1, d2) -> (d1, d0, d2)> : tensor<4x6x16xf32> -> tensor<6x4x16xf32>
  %f = kiln.tanh %b : tensor<4x6x16xf32>
  %v = kiln.read %f affine_map<(d0, d1, d2) -> (d1, d0, d2)> : tensor<4x6x16xf32> -> tensor<6x4x16xf32>
  %g = kiln.contract %x [0, 1, 2], %w [2, 3] -> [0, 1, 3] : tensor<4x6x8xf32>, tensor<8x16xf32> -> tensor<4x6x16xf32>
  %h = kiln.abs %g : tensor<4x6x16xf32>
  %o = kiln.read %h affine_map<(d0, d1, d2) -> (d1, d0, d2)> : tensor<4x6x16xf32> -> tensor<6x2x16xf32>
  kiln.return %y, %z, %u, %v, %o : tensor<4x16x6xf32>, tensor<4x6x16xf32>, tensor<6x4x16xf32>, tensor<6x4x16xf32>, tensor<6x2x16xf32>
}

// -----

// Refused: groups of four channels whose sums run over an image as well are no windows. Windows of four along an axis are.
// CHECK-LABEL: @groups
// CHECK: kiln.reduce sum %{{.*}} [2, 3, 4] : tensor<2x8x4x8x8xf32> -> tensor<2x8xf32>
// CHECK-NOT: kiln.reduce
// CHECK: kiln.return
kiln.entry infer @groups(%x: tensor<2x32x8x8xf32> {kiln.input = "x"}) -> (tensor<2x8xf32> {kiln.output = "y"}, tensor<2x8x8x8xf32> {kiln.output = "z"}) {
  %r = kiln.read %x affine_map<(d0, d1, d2, d3, d4) -> (d0, d1 * 4 + d2, d3, d4)> : tensor<2x32x8x8xf32> -> tensor<2x8x4x8x8xf32>
  %y = kiln.reduce sum %r [2, 3, 4] : tensor<2x8x4x8x8xf32> -> tensor<2x8xf32>
  %z = kiln.reduce max %r [2] : tensor<2x8x4x8x8xf32> -> tensor<2x8x8x8xf32>
  kiln.return %y, %z : tensor<2x8xf32>, tensor<2x8x8x8xf32>
}
