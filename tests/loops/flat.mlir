// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt %s --kiln-lower-groups=vector-bytes=64 | FileCheck %s
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32
// Elementwise groups that differ in their shapes alone are one kernel, which is told the length: whole vectors, then one with a mask.
// CHECK: kiln.launch @[[FLAT:elementwise_[a-z]+_[0-9]+]](
// CHECK: kiln.launch @[[FLAT]](
// CHECK: kiln.launch @[[FLAT]](
// CHECK: kiln.launch @[[FLAT]](
// CHECK: kiln.launch @[[FLAT]](
// What is read at another position depends on the shape.
// CHECK: kiln.launch @[[OTHER:elementwise_[a-z]+_[0-9]+]](
// CHECK-NOT: kiln.launch @[[OTHER]](
// CHECK: func.func private @[[FLAT]](%{{.*}}: memref<?xf32>, %{{.*}}: memref<f32>, %{{.*}}: memref<?xf32>, %{{.*}}: memref<?xi1>, %[[LENGTH:.*]]: index, %{{.*}}: index, %{{.*}}: index)
// CHECK-COUNT-1: vector.load {{.*}} vector<64xf32>
// CHECK: vector.create_mask
// CHECK: vector.maskedload {{.*}} vector<64xf32>
kiln.entry infer @one(%x: tensor<1x1xf32> {kiln.input = "x"}, %s: tensor<f32> {kiln.input = "s"}) -> (tensor<1x1xf32> {kiln.output = "y"}, tensor<1x1xi1> {kiln.output = "b"}) {
  %g:2 = kiln.group "elementwise" (%x, %s) : (tensor<1x1xf32>, tensor<f32>) -> (tensor<1x1xf32>, tensor<1x1xi1>) {
  ^bb0(%x_: tensor<1x1xf32>, %s_: tensor<f32>):
    %k = kiln.constant dense<3.0> : tensor<1x1xf32>
    %half = kiln.constant dense<0.5> : tensor<f32>
    %h = kiln.mul %s_, %half : tensor<f32>
    %w = kiln.read %h affine_map<(d0, d1) -> ()> : tensor<f32> -> tensor<1x1xf32>
    %m = kiln.mul %x_, %k : tensor<1x1xf32>
    %r = kiln.add %m, %w : tensor<1x1xf32>
    %c = kiln.compare lt %r, %w : tensor<1x1xf32> -> tensor<1x1xi1>
    kiln.yield %r, %c : tensor<1x1xf32>, tensor<1x1xi1>
  }
  kiln.return %g#0, %g#1 : tensor<1x1xf32>, tensor<1x1xi1>
}
kiln.entry infer @rows(%x: tensor<3x37xf32> {kiln.input = "x"}, %s: tensor<f32> {kiln.input = "s"}) -> (tensor<3x37xf32> {kiln.output = "y"}, tensor<3x37xi1> {kiln.output = "b"}) {
  %g:2 = kiln.group "elementwise" (%x, %s) : (tensor<3x37xf32>, tensor<f32>) -> (tensor<3x37xf32>, tensor<3x37xi1>) {
  ^bb0(%x_: tensor<3x37xf32>, %s_: tensor<f32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %half = kiln.constant dense<0.5> : tensor<f32>
    %h = kiln.mul %s_, %half : tensor<f32>
    %w = kiln.read %h affine_map<(d0, d1) -> ()> : tensor<f32> -> tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.add %m, %w : tensor<3x37xf32>
    %c = kiln.compare lt %r, %w : tensor<3x37xf32> -> tensor<3x37xi1>
    kiln.yield %r, %c : tensor<3x37xf32>, tensor<3x37xi1>
  }
  kiln.return %g#0, %g#1 : tensor<3x37xf32>, tensor<3x37xi1>
}
kiln.entry infer @long(%x: tensor<9001xf32> {kiln.input = "x"}, %s: tensor<f32> {kiln.input = "s"}) -> (tensor<9001xf32> {kiln.output = "y"}, tensor<9001xi1> {kiln.output = "b"}) {
  %g:2 = kiln.group "elementwise" (%x, %s) : (tensor<9001xf32>, tensor<f32>) -> (tensor<9001xf32>, tensor<9001xi1>) {
  ^bb0(%x_: tensor<9001xf32>, %s_: tensor<f32>):
    %k = kiln.constant dense<3.0> : tensor<9001xf32>
    %half = kiln.constant dense<0.5> : tensor<f32>
    %h = kiln.mul %s_, %half : tensor<f32>
    %w = kiln.read %h affine_map<(d0) -> ()> : tensor<f32> -> tensor<9001xf32>
    %m = kiln.mul %x_, %k : tensor<9001xf32>
    %r = kiln.add %m, %w : tensor<9001xf32>
    %c = kiln.compare lt %r, %w : tensor<9001xf32> -> tensor<9001xi1>
    kiln.yield %r, %c : tensor<9001xf32>, tensor<9001xi1>
  }
  kiln.return %g#0, %g#1 : tensor<9001xf32>, tensor<9001xi1>
}
kiln.entry infer @whole(%x: tensor<2x2x64xf32> {kiln.input = "x"}, %s: tensor<f32> {kiln.input = "s"}) -> (tensor<2x2x64xf32> {kiln.output = "y"}, tensor<2x2x64xi1> {kiln.output = "b"}) {
  %g:2 = kiln.group "elementwise" (%x, %s) : (tensor<2x2x64xf32>, tensor<f32>) -> (tensor<2x2x64xf32>, tensor<2x2x64xi1>) {
  ^bb0(%x_: tensor<2x2x64xf32>, %s_: tensor<f32>):
    %k = kiln.constant dense<3.0> : tensor<2x2x64xf32>
    %half = kiln.constant dense<0.5> : tensor<f32>
    %h = kiln.mul %s_, %half : tensor<f32>
    %w = kiln.read %h affine_map<(d0, d1, d2) -> ()> : tensor<f32> -> tensor<2x2x64xf32>
    %m = kiln.mul %x_, %k : tensor<2x2x64xf32>
    %r = kiln.add %m, %w : tensor<2x2x64xf32>
    %c = kiln.compare lt %r, %w : tensor<2x2x64xf32> -> tensor<2x2x64xi1>
    kiln.yield %r, %c : tensor<2x2x64xf32>, tensor<2x2x64xi1>
  }
  kiln.return %g#0, %g#1 : tensor<2x2x64xf32>, tensor<2x2x64xi1>
}
kiln.entry infer @short(%x: tensor<5xf32> {kiln.input = "x"}, %s: tensor<f32> {kiln.input = "s"}) -> (tensor<5xf32> {kiln.output = "y"}, tensor<5xi1> {kiln.output = "b"}) {
  %g:2 = kiln.group "elementwise" (%x, %s) : (tensor<5xf32>, tensor<f32>) -> (tensor<5xf32>, tensor<5xi1>) {
  ^bb0(%x_: tensor<5xf32>, %s_: tensor<f32>):
    %k = kiln.constant dense<3.0> : tensor<5xf32>
    %half = kiln.constant dense<0.5> : tensor<f32>
    %h = kiln.mul %s_, %half : tensor<f32>
    %w = kiln.read %h affine_map<(d0) -> ()> : tensor<f32> -> tensor<5xf32>
    %m = kiln.mul %x_, %k : tensor<5xf32>
    %r = kiln.add %m, %w : tensor<5xf32>
    %c = kiln.compare lt %r, %w : tensor<5xf32> -> tensor<5xi1>
    kiln.yield %r, %c : tensor<5xf32>, tensor<5xi1>
  }
  kiln.return %g#0, %g#1 : tensor<5xf32>, tensor<5xi1>
}
kiln.entry infer @turned(%x: tensor<3x4xf32> {kiln.input = "x"}) -> (tensor<4x3xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x4xf32>) -> (tensor<4x3xf32>) {
  ^bb0(%x_: tensor<3x4xf32>):
    %t = kiln.read %x_ affine_map<(i, j) -> (j, i)> : tensor<3x4xf32> -> tensor<4x3xf32>
    %r = kiln.mul %t, %t : tensor<4x3xf32>
    kiln.yield %r : tensor<4x3xf32>
  }
  kiln.return %g : tensor<4x3xf32>
}
kiln.entry infer @turned_more(%x: tensor<5x4xf32> {kiln.input = "x"}) -> (tensor<4x5xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x4xf32>) -> (tensor<4x5xf32>) {
  ^bb0(%x_: tensor<5x4xf32>):
    %t = kiln.read %x_ affine_map<(i, j) -> (j, i)> : tensor<5x4xf32> -> tensor<4x5xf32>
    %r = kiln.mul %t, %t : tensor<4x5xf32>
    kiln.yield %r : tensor<4x5xf32>
  }
  kiln.return %g : tensor<4x5xf32>
}
