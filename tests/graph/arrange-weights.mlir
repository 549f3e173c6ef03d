// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-arrange-weights %s | FileCheck %s

// The weights of an input gradient, the same at all positions of a chain, are turned in front of it.
// CHECK-LABEL: kiln.entry infer @in_a_chain
// CHECK: %[[TURNED:.*]] = kiln.group "elementwise"(%arg1) : (tensor<64x96xf32>) -> tensor<96x64xf32>
// CHECK: kiln.read %{{.*}} affine_map<(d0, d1) -> (d1, d0)>
// CHECK: kiln.group "chain"(%arg0, %[[TURNED]])
// CHECK: kiln.contract %{{.*}} [0, 1, 2], %{{.*}} [2, 3] -> [0, 1, 3] : tensor<32x40x96xf32>, tensor<96x64xf32>
kiln.entry infer @in_a_chain(%x: tensor<32x40x96xf32> {kiln.input = "x"}, %w: tensor<64x96xf32> {kiln.input = "w"})
    -> (tensor<32x40x64xf32> {kiln.output = "y"}) {
  %0 = kiln.group "chain" (%x, %w) : (tensor<32x40x96xf32>, tensor<64x96xf32>) -> tensor<32x40x64xf32> {
  ^bb0(%a: tensor<32x40x96xf32>, %b: tensor<64x96xf32>):
    %1 = kiln.group "contraction" (%a, %b) : (tensor<32x40x96xf32>, tensor<64x96xf32>) -> tensor<32x40x64xf32> {
    ^bb0(%l: tensor<32x40x96xf32>, %r: tensor<64x96xf32>):
      %c = kiln.contract %l [0, 1, 2], %r [3, 2] -> [0, 1, 3] : tensor<32x40x96xf32>, tensor<64x96xf32> -> tensor<32x40x64xf32>
      kiln.yield %c : tensor<32x40x64xf32>
    }
    kiln.yield %1 : tensor<32x40x64xf32>
  }
  kiln.return %0 : tensor<32x40x64xf32>
}

// So are those of a recurrence; its other use keeps them as they are.
// CHECK-LABEL: kiln.entry infer @in_a_scan
// CHECK: %[[TURNED:.*]] = kiln.group "elementwise"(%arg1) : (tensor<64x64xf32>) -> tensor<64x64xf32>
// CHECK: kiln.scan 50 carries(%arg0 {{.*}} captures(%arg1, %[[TURNED]] :
// CHECK: ^bb0(%{{.*}}, %[[H:.*]]: tensor<16x64xf32>, %[[W:.*]]: tensor<64x64xf32>, %[[T:.*]]: tensor<64x64xf32>):
// CHECK: kiln.group "contraction"(%[[H]], %[[T]])
// CHECK: kiln.contract %{{.*}} [0, 1], %{{.*}} [1, 2] -> [0, 2]
// CHECK: kiln.group "contraction"(%{{.*}}, %[[W]])
// CHECK: kiln.contract %{{.*}} [0, 1], %{{.*}} [1, 2] -> [0, 2]
kiln.entry infer @in_a_scan(%h: tensor<16x64xf32> {kiln.input = "h"}, %w: tensor<64x64xf32> {kiln.input = "w"})
    -> (tensor<16x64xf32> {kiln.output = "y"}) {
  %0 = kiln.scan 50 carries(%h : tensor<16x64xf32>) sequences() captures(%w : tensor<64x64xf32>) -> (tensor<16x64xf32>) {
  ^bb0(%t: tensor<i32>, %a: tensor<16x64xf32>, %b: tensor<64x64xf32>):
    %1 = kiln.group "contraction" (%a, %b) : (tensor<16x64xf32>, tensor<64x64xf32>) -> tensor<16x64xf32> {
    ^bb0(%l: tensor<16x64xf32>, %r: tensor<64x64xf32>):
      %c = kiln.contract %l [0, 1], %r [2, 1] -> [0, 2] : tensor<16x64xf32>, tensor<64x64xf32> -> tensor<16x64xf32>
      kiln.yield %c : tensor<16x64xf32>
    }
    %2 = kiln.group "contraction" (%1, %b) : (tensor<16x64xf32>, tensor<64x64xf32>) -> tensor<16x64xf32> {
    ^bb0(%l: tensor<16x64xf32>, %r: tensor<64x64xf32>):
      %c = kiln.contract %l [0, 1], %r [1, 2] -> [0, 2] : tensor<16x64xf32>, tensor<64x64xf32> -> tensor<16x64xf32>
      kiln.yield %c : tensor<16x64xf32>
    }
    kiln.yield %2 : tensor<16x64xf32>
  }
  kiln.return %0 : tensor<16x64xf32>
}

// Refused: what differs from position to position, lanes that lie side by side in the other operand, a few lanes, a short loop.
// CHECK-LABEL: kiln.entry infer @refused
// CHECK-NOT: kiln.group "elementwise"
kiln.entry infer @refused(%x: tensor<32x40x96xf32> {kiln.input = "x"}, %k: tensor<32x64x96xf32> {kiln.input = "k"},
                          %u: tensor<32x96x40xf32> {kiln.input = "u"}, %w: tensor<64x96xf32> {kiln.input = "w"},
                          %v: tensor<8x96xf32> {kiln.input = "v"}, %h: tensor<16x64xf32> {kiln.input = "h"}, %q: tensor<64x64xf32> {kiln.input = "q"})
    -> (tensor<32x40x64xf32> {kiln.output = "y"}, tensor<32x40x64xf32> {kiln.output = "z"}, tensor<32x40x8xf32> {kiln.output = "o"},
        tensor<16x64xf32> {kiln.output = "p"}) {
  %0:3 = kiln.group "chain" (%x, %k, %u, %w, %v) : (tensor<32x40x96xf32>, tensor<32x64x96xf32>, tensor<32x96x40xf32>, tensor<64x96xf32>, tensor<8x96xf32>)
      -> (tensor<32x40x64xf32>, tensor<32x40x64xf32>, tensor<32x40x8xf32>) {
  ^bb0(%a: tensor<32x40x96xf32>, %b: tensor<32x64x96xf32>, %d: tensor<32x96x40xf32>, %e: tensor<64x96xf32>, %f: tensor<8x96xf32>):
    %1 = kiln.group "contraction" (%a, %b) : (tensor<32x40x96xf32>, tensor<32x64x96xf32>) -> tensor<32x40x64xf32> {
    ^bb0(%l: tensor<32x40x96xf32>, %r: tensor<32x64x96xf32>):
      %c = kiln.contract %l [0, 1, 2], %r [0, 3, 2] -> [0, 1, 3] : tensor<32x40x96xf32>, tensor<32x64x96xf32> -> tensor<32x40x64xf32>
      kiln.yield %c : tensor<32x40x64xf32>
    }
    %2 = kiln.group "contraction" (%d, %e) : (tensor<32x96x40xf32>, tensor<64x96xf32>) -> tensor<32x40x64xf32> {
    ^bb0(%l: tensor<32x96x40xf32>, %r: tensor<64x96xf32>):
      %c = kiln.contract %l [0, 2, 1], %r [3, 2] -> [0, 1, 3] : tensor<32x96x40xf32>, tensor<64x96xf32> -> tensor<32x40x64xf32>
      kiln.yield %c : tensor<32x40x64xf32>
    }
    %3 = kiln.group "contraction" (%a, %f) : (tensor<32x40x96xf32>, tensor<8x96xf32>) -> tensor<32x40x8xf32> {
    ^bb0(%l: tensor<32x40x96xf32>, %r: tensor<8x96xf32>):
      %c = kiln.contract %l [0, 1, 2], %r [3, 2] -> [0, 1, 3] : tensor<32x40x96xf32>, tensor<8x96xf32> -> tensor<32x40x8xf32>
      kiln.yield %c : tensor<32x40x8xf32>
    }
    kiln.yield %1, %2, %3 : tensor<32x40x64xf32>, tensor<32x40x64xf32>, tensor<32x40x8xf32>
  }
  %4 = kiln.scan 4 carries(%h : tensor<16x64xf32>) sequences() captures(%q : tensor<64x64xf32>) -> (tensor<16x64xf32>) {
  ^bb0(%t: tensor<i32>, %a: tensor<16x64xf32>, %b: tensor<64x64xf32>):
    %5 = kiln.group "contraction" (%a, %b) : (tensor<16x64xf32>, tensor<64x64xf32>) -> tensor<16x64xf32> {
    ^bb0(%l: tensor<16x64xf32>, %r: tensor<64x64xf32>):
      %c = kiln.contract %l [0, 1], %r [2, 1] -> [0, 2] : tensor<16x64xf32>, tensor<64x64xf32> -> tensor<16x64xf32>
      kiln.yield %c : tensor<16x64xf32>
    }
    kiln.yield %5 : tensor<16x64xf32>
  }
  kiln.return %0#0, %0#1, %0#2, %4 : tensor<32x40x64xf32>, tensor<32x40x64xf32>, tensor<32x40x8xf32>, tensor<16x64xf32>
}

// A few rows at each step of a recurrence: the matrix is laid out in panels of 64 lanes, and so is the result, whose bytes stay where they are.
// CHECK-LABEL: kiln.entry infer @in_panels
// CHECK: %[[PANELS:.*]] = kiln.group "elementwise"(%arg1) : (tensor<128x2x128xf32>) -> tensor<2x2x128x64xf32>
// CHECK: kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d2, d0, d1 * 64 + d3)>
// CHECK: captures(%[[PANELS]] :
// CHECK: %[[C:.*]] = kiln.group "contraction"(%{{.*}}) : (tensor<16x128xf32>, tensor<2x2x128x64xf32>) -> tensor<16x2x2x64xf32>
// CHECK: kiln.contract %{{.*}} [0, 1], %{{.*}} [2, 4, 1, 3] -> [0, 2, 4, 3]
// CHECK: %[[WHOLE:.*]] = kiln.reshape %[[C]] : tensor<16x2x2x64xf32> -> tensor<16x2x128xf32>
// CHECK: kiln.group "elementwise"(%[[WHOLE]])
kiln.entry infer @in_panels(%h: tensor<16x128xf32> {kiln.input = "h"}, %w: tensor<128x2x128xf32> {kiln.input = "w"})
    -> (tensor<16x128xf32> {kiln.output = "y"}) {
  %0 = kiln.scan 50 carries(%h : tensor<16x128xf32>) sequences() captures(%w : tensor<128x2x128xf32>) -> (tensor<16x128xf32>) {
  ^bb0(%t: tensor<i32>, %a: tensor<16x128xf32>, %b: tensor<128x2x128xf32>):
    %1 = kiln.group "contraction" (%a, %b) : (tensor<16x128xf32>, tensor<128x2x128xf32>) -> tensor<16x2x128xf32> {
    ^bb0(%l: tensor<16x128xf32>, %r: tensor<128x2x128xf32>):
      %c = kiln.contract %l [0, 1], %r [1, 2, 3] -> [0, 2, 3] : tensor<16x128xf32>, tensor<128x2x128xf32> -> tensor<16x2x128xf32>
      kiln.yield %c : tensor<16x2x128xf32>
    }
    %2 = kiln.group "elementwise" (%1) : (tensor<16x2x128xf32>) -> tensor<16x128xf32> {
    ^bb0(%x: tensor<16x2x128xf32>):
      %p = kiln.read %x affine_map<(d0, d1) -> (d0, 0, d1)> : tensor<16x2x128xf32> -> tensor<16x128xf32>
      %q = kiln.read %x affine_map<(d0, d1) -> (d0, 1, d1)> : tensor<16x2x128xf32> -> tensor<16x128xf32>
      %s = kiln.mul %p, %q : tensor<16x128xf32>
      kiln.yield %s : tensor<16x128xf32>
    }
    kiln.yield %2 : tensor<16x128xf32>
  }
  kiln.return %0 : tensor<16x128xf32>
}

// Refused: many rows, lanes that are no whole panels, and an epilogue that reads the result as it is.
// CHECK-LABEL: kiln.entry infer @not_in_panels
// CHECK-NOT: -> tensor<{{[0-9]+}}x{{[0-9]+}}x64xf32>
kiln.entry infer @not_in_panels(%h: tensor<40x128xf32> {kiln.input = "h"}, %w: tensor<128x128xf32> {kiln.input = "w"}, %g: tensor<16x160xf32> {kiln.input = "g"},
                                %v: tensor<160x160xf32> {kiln.input = "v"}, %k: tensor<16x128xf32> {kiln.input = "k"}, %u: tensor<128x128xf32> {kiln.input = "u"})
    -> (tensor<40x128xf32> {kiln.output = "y"}, tensor<16x160xf32> {kiln.output = "z"}, tensor<16x128xf32> {kiln.output = "o"}) {
  %0:3 = kiln.scan 50 carries(%h, %g, %k : tensor<40x128xf32>, tensor<16x160xf32>, tensor<16x128xf32>) sequences()
      captures(%w, %v, %u : tensor<128x128xf32>, tensor<160x160xf32>, tensor<128x128xf32>) -> (tensor<40x128xf32>, tensor<16x160xf32>, tensor<16x128xf32>) {
  ^bb0(%t: tensor<i32>, %a: tensor<40x128xf32>, %b: tensor<16x160xf32>, %d: tensor<16x128xf32>, %e: tensor<128x128xf32>, %f: tensor<160x160xf32>, %i: tensor<128x128xf32>):
    %1 = kiln.group "contraction" (%a, %e) : (tensor<40x128xf32>, tensor<128x128xf32>) -> tensor<40x128xf32> {
    ^bb0(%l: tensor<40x128xf32>, %r: tensor<128x128xf32>):
      %c = kiln.contract %l [0, 1], %r [1, 2] -> [0, 2] : tensor<40x128xf32>, tensor<128x128xf32> -> tensor<40x128xf32>
      kiln.yield %c : tensor<40x128xf32>
    }
    %2 = kiln.group "contraction" (%b, %f) : (tensor<16x160xf32>, tensor<160x160xf32>) -> tensor<16x160xf32> {
    ^bb0(%l: tensor<16x160xf32>, %r: tensor<160x160xf32>):
      %c = kiln.contract %l [0, 1], %r [1, 2] -> [0, 2] : tensor<16x160xf32>, tensor<160x160xf32> -> tensor<16x160xf32>
      kiln.yield %c : tensor<16x160xf32>
    }
    %3 = kiln.group "contraction" (%d, %i) : (tensor<16x128xf32>, tensor<128x128xf32>) -> tensor<16x128xf32> {
    ^bb0(%l: tensor<16x128xf32>, %r: tensor<128x128xf32>):
      %c = kiln.contract %l [0, 1], %r [1, 2] -> [0, 2] : tensor<16x128xf32>, tensor<128x128xf32> -> tensor<16x128xf32>
      %n = kiln.tanh %c : tensor<16x128xf32>
      kiln.yield %n : tensor<16x128xf32>
    }
    kiln.yield %1, %2, %3 : tensor<40x128xf32>, tensor<16x160xf32>, tensor<16x128xf32>
  }
  kiln.return %0#0, %0#1, %0#2 : tensor<40x128xf32>, tensor<16x160xf32>, tensor<16x128xf32>
}
