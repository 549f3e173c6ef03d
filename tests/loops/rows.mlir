// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32

// The exponentials that are added up stay in a row of scratch; the pass that divides them reads them there.
// CHECK-LABEL: func.func private @rows_exp_0
// CHECK: %[[ROW:.*]] = memref.alloca() {alignment = 64 : i64} : memref<128xf32>
// CHECK: llvm.call_intrinsic "llvm.ldexp"
// CHECK: vector.store %{{.*}}, %[[ROW]][
// CHECK-NOT: llvm.ldexp
// CHECK: vector.load %[[ROW]][
// CHECK: arith.divf
// CHECK-NOT: llvm.ldexp
// CHECK: return
kiln.entry infer @softmax(%x: tensor<3x128xf32> {kiln.input = "x"}) -> (tensor<3x128xf32> {kiln.output = "y"}) {
  %g = kiln.group "rows" (%x) : (tensor<3x128xf32>) -> (tensor<3x128xf32>) {
  ^bb0(%x_: tensor<3x128xf32>):
    %max = kiln.reduce max %x_ [1] : tensor<3x128xf32> -> tensor<3xf32>
    %top = kiln.read %max affine_map<(d0, d1) -> (d0)> : tensor<3xf32> -> tensor<3x128xf32>
    %less = kiln.sub %x_, %top : tensor<3x128xf32>
    %e = kiln.exp %less : tensor<3x128xf32>
    %sum = kiln.reduce sum %e [1] : tensor<3x128xf32> -> tensor<3xf32>
    %all = kiln.read %sum affine_map<(d0, d1) -> (d0)> : tensor<3xf32> -> tensor<3x128xf32>
    %y = kiln.div %e, %all : tensor<3x128xf32>
    kiln.yield %y : tensor<3x128xf32>
  } {row_axes = 1 : i64}
  kiln.return %g : tensor<3x128xf32>
}

// A second sum asks for them too, behind the first; a row of several axes with a rest.
// CHECK-LABEL: func.func private @rows_exp_1
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<111xf32>
kiln.entry infer @gradient(%x: tensor<5x3x37xf32> {kiln.input = "x"}, %d: tensor<5x3x37xf32> {kiln.input = "d"}) -> (tensor<5x3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "rows" (%x, %d) : (tensor<5x3x37xf32>, tensor<5x3x37xf32>) -> (tensor<5x3x37xf32>) {
  ^bb0(%x_: tensor<5x3x37xf32>, %d_: tensor<5x3x37xf32>):
    %max = kiln.reduce max %x_ [1, 2] : tensor<5x3x37xf32> -> tensor<5xf32>
    %top = kiln.read %max affine_map<(d0, d1, d2) -> (d0)> : tensor<5xf32> -> tensor<5x3x37xf32>
    %less = kiln.sub %x_, %top : tensor<5x3x37xf32>
    %e = kiln.exp %less : tensor<5x3x37xf32>
    %sum = kiln.reduce sum %e [1, 2] : tensor<5x3x37xf32> -> tensor<5xf32>
    %all = kiln.read %sum affine_map<(d0, d1, d2) -> (d0)> : tensor<5xf32> -> tensor<5x3x37xf32>
    %p = kiln.div %e, %all : tensor<5x3x37xf32>
    %w = kiln.mul %p, %d_ : tensor<5x3x37xf32>
    %dot = kiln.reduce sum %w [1, 2] : tensor<5x3x37xf32> -> tensor<5xf32>
    %far = kiln.read %dot affine_map<(d0, d1, d2) -> (d0)> : tensor<5xf32> -> tensor<5x3x37xf32>
    %c = kiln.sub %d_, %far : tensor<5x3x37xf32>
    %y = kiln.mul %p, %c : tensor<5x3x37xf32>
    kiln.yield %y : tensor<5x3x37xf32>
  } {row_axes = 1 : i64}
  kiln.return %g : tensor<5x3x37xf32>
}

// The sum comes first, though the exponentials are a result by themselves.
// CHECK-LABEL: func.func private @rows_exp_2
// CHECK: %[[ROW:.*]] = memref.alloca() {alignment = 64 : i64} : memref<128xf32>
// CHECK-NOT: vector.load %[[ROW]]
// CHECK: vector.store %{{.*}}, %[[ROW]][
// CHECK: vector.load %[[ROW]][
// CHECK: return
kiln.entry infer @both(%x: tensor<3x128xf32> {kiln.input = "x"}) -> (tensor<3x128xf32> {kiln.output = "y"}, tensor<3xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "rows" (%x) : (tensor<3x128xf32>) -> (tensor<3x128xf32>, tensor<3xf32>) {
  ^bb0(%x_: tensor<3x128xf32>):
    %e = kiln.exp %x_ : tensor<3x128xf32>
    %sum = kiln.reduce sum %e [1] : tensor<3x128xf32> -> tensor<3xf32>
    kiln.yield %e, %sum : tensor<3x128xf32>, tensor<3xf32>
  } {row_axes = 1 : i64}
  kiln.return %g#0, %g#1 : tensor<3x128xf32>, tensor<3xf32>
}
