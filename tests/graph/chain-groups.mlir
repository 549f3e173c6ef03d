// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-chain-groups %s | FileCheck %s

// A dense layer and the norm of its rows hand on one example at a time; the reshape between them goes inside.
// CHECK-LABEL: kiln.entry infer @joins
// CHECK: %[[CHAIN:.*]] = kiln.group "chain"(%{{.*}}, %{{.*}}) : (tensor<32x40x64xf32>, tensor<64x32xf32>) -> tensor<32x20x64xf32>
// CHECK:   %[[FIRST:.*]] = kiln.group "contraction"
// CHECK:   %[[SHAPED:.*]] = kiln.reshape %[[FIRST]] : tensor<32x40x32xf32> -> tensor<32x20x64xf32>
// CHECK:   %[[SECOND:.*]] = kiln.group "elementwise"(%[[SHAPED]])
// CHECK:   kiln.yield %[[SECOND]]
// CHECK: kiln.return %[[CHAIN]]
kiln.entry infer @joins(%x: tensor<32x40x64xf32> {kiln.input = "x"}, %w: tensor<64x32xf32> {kiln.input = "w"})
    -> (tensor<32x20x64xf32> {kiln.output = "y"}) {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<32x40x64xf32>, tensor<64x32xf32>) -> tensor<32x40x32xf32> {
  ^bb0(%a: tensor<32x40x64xf32>, %b: tensor<64x32xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<32x40x64xf32>, tensor<64x32xf32> -> tensor<32x40x32xf32>
    kiln.yield %c : tensor<32x40x32xf32>
  }
  %1 = kiln.reshape %0 : tensor<32x40x32xf32> -> tensor<32x20x64xf32>
  %2 = kiln.group "elementwise" (%1) : (tensor<32x20x64xf32>) -> tensor<32x20x64xf32> {
  ^bb0(%a: tensor<32x20x64xf32>):
    %e = kiln.exp %a : tensor<32x20x64xf32>
    kiln.yield %e : tensor<32x20x64xf32>
  }
  kiln.return %2 : tensor<32x20x64xf32>
}

// The entry may say how many bytes a chain hands on at one position at most (5120 here: 40 x 32 floats), or that there are none.
// CHECK-LABEL: kiln.entry infer @has_no_chains
// CHECK-NOT: "chain"
// CHECK-LABEL: kiln.entry infer @hands_on_too_much
// CHECK-NOT: "chain"
// CHECK-LABEL: kiln.entry infer @hands_on_as_much
// CHECK: kiln.group "chain"
kiln.entry infer @has_no_chains(%x: tensor<32x40x64xf32> {kiln.input = "x"}, %w: tensor<64x32xf32> {kiln.input = "w"})
    -> (tensor<32x20x64xf32> {kiln.output = "y"}) attributes {kiln.chains = 0 : i64} {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<32x40x64xf32>, tensor<64x32xf32>) -> tensor<32x40x32xf32> {
  ^bb0(%a: tensor<32x40x64xf32>, %b: tensor<64x32xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<32x40x64xf32>, tensor<64x32xf32> -> tensor<32x40x32xf32>
    kiln.yield %c : tensor<32x40x32xf32>
  }
  %1 = kiln.reshape %0 : tensor<32x40x32xf32> -> tensor<32x20x64xf32>
  %2 = kiln.group "elementwise" (%1) : (tensor<32x20x64xf32>) -> tensor<32x20x64xf32> {
  ^bb0(%a: tensor<32x20x64xf32>):
    %e = kiln.exp %a : tensor<32x20x64xf32>
    kiln.yield %e : tensor<32x20x64xf32>
  }
  kiln.return %2 : tensor<32x20x64xf32>
}

kiln.entry infer @hands_on_too_much(%x: tensor<32x40x64xf32> {kiln.input = "x"}, %w: tensor<64x32xf32> {kiln.input = "w"})
    -> (tensor<32x20x64xf32> {kiln.output = "y"}) attributes {kiln.chains = 5056 : i64} {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<32x40x64xf32>, tensor<64x32xf32>) -> tensor<32x40x32xf32> {
  ^bb0(%a: tensor<32x40x64xf32>, %b: tensor<64x32xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<32x40x64xf32>, tensor<64x32xf32> -> tensor<32x40x32xf32>
    kiln.yield %c : tensor<32x40x32xf32>
  }
  %1 = kiln.reshape %0 : tensor<32x40x32xf32> -> tensor<32x20x64xf32>
  %2 = kiln.group "elementwise" (%1) : (tensor<32x20x64xf32>) -> tensor<32x20x64xf32> {
  ^bb0(%a: tensor<32x20x64xf32>):
    %e = kiln.exp %a : tensor<32x20x64xf32>
    kiln.yield %e : tensor<32x20x64xf32>
  }
  kiln.return %2 : tensor<32x20x64xf32>
}

kiln.entry infer @hands_on_as_much(%x: tensor<32x40x64xf32> {kiln.input = "x"}, %w: tensor<64x32xf32> {kiln.input = "w"})
    -> (tensor<32x20x64xf32> {kiln.output = "y"}) attributes {kiln.chains = 5120 : i64} {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<32x40x64xf32>, tensor<64x32xf32>) -> tensor<32x40x32xf32> {
  ^bb0(%a: tensor<32x40x64xf32>, %b: tensor<64x32xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<32x40x64xf32>, tensor<64x32xf32> -> tensor<32x40x32xf32>
    kiln.yield %c : tensor<32x40x32xf32>
  }
  %1 = kiln.reshape %0 : tensor<32x40x32xf32> -> tensor<32x20x64xf32>
  %2 = kiln.group "elementwise" (%1) : (tensor<32x20x64xf32>) -> tensor<32x20x64xf32> {
  ^bb0(%a: tensor<32x20x64xf32>):
    %e = kiln.exp %a : tensor<32x20x64xf32>
    kiln.yield %e : tensor<32x20x64xf32>
  }
  kiln.return %2 : tensor<32x20x64xf32>
}


// What is read whole cannot be handed on position by position: the sum over the batch.
// CHECK-LABEL: kiln.entry infer @needs_the_batch
// CHECK-NOT: "chain"
kiln.entry infer @needs_the_batch(%x: tensor<32x40x64xf32> {kiln.input = "x"}, %w: tensor<64x32xf32> {kiln.input = "w"})
    -> (tensor<40x32xf32> {kiln.output = "y"}) {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<32x40x64xf32>, tensor<64x32xf32>) -> tensor<32x40x32xf32> {
  ^bb0(%a: tensor<32x40x64xf32>, %b: tensor<64x32xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<32x40x64xf32>, tensor<64x32xf32> -> tensor<32x40x32xf32>
    kiln.yield %c : tensor<32x40x32xf32>
  }
  %1 = kiln.group "columns" (%0) : (tensor<32x40x32xf32>) -> tensor<40x32xf32> {
  ^bb0(%a: tensor<32x40x32xf32>):
    %e = kiln.reduce sum %a [0] : tensor<32x40x32xf32> -> tensor<40x32xf32>
    kiln.yield %e : tensor<40x32xf32>
  } {axes = array<i64: 0>}
  kiln.return %1 : tensor<40x32xf32>
}

// Weights that each position would use once are better read once for all: a perceptron.
// CHECK-LABEL: kiln.entry infer @reads_weights_again
// CHECK-NOT: "chain"
kiln.entry infer @reads_weights_again(%x: tensor<256x64xf32> {kiln.input = "x"}, %w: tensor<64x96xf32> {kiln.input = "w"})
    -> (tensor<256x96xf32> {kiln.output = "y"}) {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<256x64xf32>, tensor<64x96xf32>) -> tensor<256x96xf32> {
  ^bb0(%a: tensor<256x64xf32>, %b: tensor<64x96xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<256x64xf32>, tensor<64x96xf32> -> tensor<256x96xf32>
    kiln.yield %c : tensor<256x96xf32>
  }
  %1 = kiln.group "elementwise" (%0) : (tensor<256x96xf32>) -> tensor<256x96xf32> {
  ^bb0(%a: tensor<256x96xf32>):
    %e = kiln.exp %a : tensor<256x96xf32>
    kiln.yield %e : tensor<256x96xf32>
  }
  kiln.return %1 : tensor<256x96xf32>
}

// Two megabytes of weights stay in no second-level cache: 64 uses at each position are too few for them, where 16 are enough for less.
// CHECK-LABEL: kiln.entry infer @reads_many_weights_again
// CHECK-NOT: "chain"
// CHECK-LABEL: kiln.entry infer @keeps_few_weights
// CHECK: "chain"
kiln.entry infer @reads_many_weights_again(%x: tensor<16x64x512xf32> {kiln.input = "x"}, %w: tensor<512x1024xf32> {kiln.input = "w"})
    -> (tensor<16x64x1024xf32> {kiln.output = "y"}) {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<16x64x512xf32>, tensor<512x1024xf32>) -> tensor<16x64x1024xf32> {
  ^bb0(%a: tensor<16x64x512xf32>, %b: tensor<512x1024xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<16x64x512xf32>, tensor<512x1024xf32> -> tensor<16x64x1024xf32>
    kiln.yield %c : tensor<16x64x1024xf32>
  }
  %1 = kiln.group "elementwise" (%0) : (tensor<16x64x1024xf32>) -> tensor<16x64x1024xf32> {
  ^bb0(%a: tensor<16x64x1024xf32>):
    %e = kiln.exp %a : tensor<16x64x1024xf32>
    kiln.yield %e : tensor<16x64x1024xf32>
  }
  kiln.return %1 : tensor<16x64x1024xf32>
}
kiln.entry infer @keeps_few_weights(%x: tensor<16x64x256xf32> {kiln.input = "x"}, %w: tensor<256x1024xf32> {kiln.input = "w"})
    -> (tensor<16x64x1024xf32> {kiln.output = "y"}) {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<16x64x256xf32>, tensor<256x1024xf32>) -> tensor<16x64x1024xf32> {
  ^bb0(%a: tensor<16x64x256xf32>, %b: tensor<256x1024xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<16x64x256xf32>, tensor<256x1024xf32> -> tensor<16x64x1024xf32>
    kiln.yield %c : tensor<16x64x1024xf32>
  }
  %1 = kiln.group "elementwise" (%0) : (tensor<16x64x1024xf32>) -> tensor<16x64x1024xf32> {
  ^bb0(%a: tensor<16x64x1024xf32>):
    %e = kiln.exp %a : tensor<16x64x1024xf32>
    kiln.yield %e : tensor<16x64x1024xf32>
  }
  kiln.return %1 : tensor<16x64x1024xf32>
}


// What one position hands on lies in the worker's second-level cache: 600 KiB do, 700 do not.
// CHECK-LABEL: kiln.entry infer @fits
// CHECK: kiln.group "chain"
kiln.entry infer @fits(%x: tensor<16x300x64xf32> {kiln.input = "x"}, %w: tensor<64x512xf32> {kiln.input = "w"})
    -> (tensor<16x300x512xf32> {kiln.output = "y"}) {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<16x300x64xf32>, tensor<64x512xf32>) -> tensor<16x300x512xf32> {
  ^bb0(%a: tensor<16x300x64xf32>, %b: tensor<64x512xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<16x300x64xf32>, tensor<64x512xf32> -> tensor<16x300x512xf32>
    kiln.yield %c : tensor<16x300x512xf32>
  }
  %1 = kiln.group "elementwise" (%0) : (tensor<16x300x512xf32>) -> tensor<16x300x512xf32> {
  ^bb0(%a: tensor<16x300x512xf32>):
    %e = kiln.exp %a : tensor<16x300x512xf32>
    kiln.yield %e : tensor<16x300x512xf32>
  }
  kiln.return %1 : tensor<16x300x512xf32>
}

// CHECK-LABEL: kiln.entry infer @does_not_fit
// CHECK-NOT: "chain"
kiln.entry infer @does_not_fit(%x: tensor<16x350x64xf32> {kiln.input = "x"}, %w: tensor<64x512xf32> {kiln.input = "w"})
    -> (tensor<16x350x512xf32> {kiln.output = "y"}) {
  %0 = kiln.group "contraction" (%x, %w) : (tensor<16x350x64xf32>, tensor<64x512xf32>) -> tensor<16x350x512xf32> {
  ^bb0(%a: tensor<16x350x64xf32>, %b: tensor<64x512xf32>):
    %c = kiln.contract %a [0, 1, 2], %b [2, 3] -> [0, 1, 3] : tensor<16x350x64xf32>, tensor<64x512xf32> -> tensor<16x350x512xf32>
    kiln.yield %c : tensor<16x350x512xf32>
  }
  %1 = kiln.group "elementwise" (%0) : (tensor<16x350x512xf32>) -> tensor<16x350x512xf32> {
  ^bb0(%a: tensor<16x350x512xf32>):
    %e = kiln.exp %a : tensor<16x350x512xf32>
    kiln.yield %e : tensor<16x350x512xf32>
  }
  kiln.return %1 : tensor<16x350x512xf32>
}
