// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt %s -split-input-file -verify-diagnostics
// What `kiln.schedule` and `kiln.chains` may say is verified.
// What `kiln.schedule` may say is verified, and what a kernel cannot be is refused where it is lowered.

kiln.entry infer @unknown(%x: tensor<8x16xf32> {kiln.input = "x"}, %w: tensor<16x32xf32> {kiln.input = "w"}) -> (tensor<8x32xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{a group of kind "contraction" has no choice `rovs`}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<8x16xf32>, tensor<16x32xf32>) -> (tensor<8x32xf32>) {
  ^bb0(%a: tensor<8x16xf32>, %b: tensor<16x32xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<8x16xf32>, tensor<16x32xf32> -> tensor<8x32xf32>
    kiln.yield %c : tensor<8x32xf32>
  } {kiln.schedule = {rovs = 3 : i64}}
  kiln.return %g : tensor<8x32xf32>
}

// -----
kiln.entry infer @range(%x: tensor<8x16xf32> {kiln.input = "x"}, %w: tensor<16x32xf32> {kiln.input = "w"}) -> (tensor<8x32xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{`rows` of a schedule is an i64 from 1 to 64}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<8x16xf32>, tensor<16x32xf32>) -> (tensor<8x32xf32>) {
  ^bb0(%a: tensor<8x16xf32>, %b: tensor<16x32xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<8x16xf32>, tensor<16x32xf32> -> tensor<8x32xf32>
    kiln.yield %c : tensor<8x32xf32>
  } {kiln.schedule = {rows = 65 : i64}}
  kiln.return %g : tensor<8x32xf32>
}

// -----
// expected-error @+1 {{`kiln.chains` is a number of bytes, i64, on an entry}}
kiln.entry infer @chains(%x: tensor<8xf32> {kiln.input = "x"}) -> (tensor<8xf32> {kiln.output = "y"}) attributes {kiln.chains = -1 : i64} {
  kiln.return %x : tensor<8xf32>
}
