// RUN: kiln-opt %s --kiln-inline-composites | FileCheck %s

// CHECK-LABEL: kiln.entry infer @nested
// CHECK-NOT: kiln.composite
// CHECK: %[[A:.*]] = kiln.exp %arg0
// CHECK-NEXT: %[[B:.*]] = kiln.neg %[[A]]
// CHECK-NEXT: kiln.return %[[B]]
kiln.entry infer @nested(%x: tensor<3xf32> {kiln.input = "x"}) -> (tensor<3xf32> {kiln.output = "y"}) {
  %y = kiln.composite "outer"(%x) : (tensor<3xf32>) -> tensor<3xf32> {
  ^bb0(%a: tensor<3xf32>):
    %b = kiln.composite "inner"(%a) : (tensor<3xf32>) -> tensor<3xf32> {
    ^bb0(%c: tensor<3xf32>):
      %d = kiln.exp %c : tensor<3xf32>
      kiln.yield %d : tensor<3xf32>
    }
    %e = kiln.neg %b : tensor<3xf32>
    kiln.yield %e : tensor<3xf32>
  }
  kiln.return %y : tensor<3xf32>
}
