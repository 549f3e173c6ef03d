// RUN: %kiln-opt --kiln-interpret="entry=step calls=3 storages=true" %s -o /dev/null | FileCheck %s
// RUN: %kiln-opt --kiln-interpret="entry=step dump=true" %s -o /dev/null | FileCheck %s --check-prefix=DUMP
// RUN: not %kiln-opt --kiln-interpret="entry=wrong" %s -o /dev/null 2>&1 | FileCheck %s --check-prefix=WRONG
// RUN: not %kiln-opt --kiln-interpret="entry=grad" %s -o /dev/null 2>&1 | FileCheck %s --check-prefix=GRAD

kiln.storage param @net.w : tensor<2xf32>
kiln.storage train @opt.n : tensor<i32>

kiln.entry init @init(%seed: tensor<ui32> {kiln.builtin = "seed"})
    -> (tensor<2xf32> {kiln.storage = @net.w}, tensor<i32> {kiln.storage = @opt.n}) {
  %w = kiln.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %n = kiln.constant dense<0> : tensor<i32>
  kiln.return %w, %n : tensor<2xf32>, tensor<i32>
}

// The values of the storages go from call to call, and so does the count.
// CHECK:      step.count = [0] : tensor<i64>
// CHECK-NEXT: step.y = [4, 8] : tensor<2xf32>
// CHECK-NEXT: step.count = [1] : tensor<i64>
// CHECK-NEXT: step.y = [16, 32] : tensor<2xf32>
// CHECK-NEXT: step.count = [2] : tensor<i64>
// CHECK-NEXT: step.y = [64, 128] : tensor<2xf32>
// CHECK:      net.w = [64, 128] : tensor<2xf32>
// CHECK-NEXT: opt.n = [3] : tensor<i32>
// DUMP:      kiln.constant = [1, 2] : tensor<2xf32>
// DUMP:      kiln.mul = [4, 8] : tensor<2xf32>
kiln.entry train @step(%w: tensor<2xf32> {kiln.storage = @net.w}, %n: tensor<i32> {kiln.storage = @opt.n},
                       %x: tensor<2xf32> {kiln.input = "x", kiln.default = 4.0 : f32},
                       %count: tensor<i64> {kiln.builtin = "count"})
    -> (tensor<2xf32> {kiln.storage = @net.w}, tensor<i32> {kiln.storage = @opt.n},
        tensor<2xf32> {kiln.output = "y"}, tensor<i64> {kiln.output = "count"}) {
  %one = kiln.constant dense<1> : tensor<i32>
  %y = kiln.mul %w, %x : tensor<2xf32>
  %next = kiln.add %n, %one : tensor<i32>
  kiln.return %y, %next, %y, %count : tensor<2xf32>, tensor<i32>, tensor<2xf32>, tensor<i64>
}

// WRONG: error: `y` element 1 is 3.000000, not 2.500000
kiln.entry infer @wrong() -> (tensor<2xf32> {kiln.output = "y", kiln.expected = dense<[2.0, 2.5]> : tensor<2xf32>}) {
  %y = kiln.constant dense<[2.0, 3.0]> : tensor<2xf32>
  kiln.return %y : tensor<2xf32>
}

// GRAD: error: the interpreter runs no gradient: let `kiln-differentiate` expand it first
kiln.entry infer @grad(%x: tensor<f32> {kiln.input = "x"}) -> (tensor<f32> {kiln.output = "y"}) {
  %y = kiln.grad %x wrt %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  kiln.return %y : tensor<f32>
}
