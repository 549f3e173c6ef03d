// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt %s --kiln-lower-groups="vector-bytes=32" -split-input-file -verify-diagnostics
// Tiles of 4 x 4 are for who allows other results, and for convolutions of 3 x 3 taps with whole vectors of channels.

kiln.entry infer @no_tolerance(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{`Winograd F(4 x 4)`: this adds up in another order than the cost model's schedule: the file needs a `tolerance`, such as `tolerance 1e-5`}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x32xf32>, tensor<3x3x32x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<3x3x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<2x8x8x32xf32>
    kiln.yield %c : tensor<2x8x8x32xf32>
  } {kiln.schedule = {winograd = 4 : i64}}
  kiln.return %g : tensor<2x8x8x32xf32>
}

// -----
kiln.entry infer @two_taps(%x: tensor<2x9x9x32xf32> {kiln.input = "x"}, %w: tensor<2x2x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{`Winograd F(4 x 4)`: this is no such convolution, of 3 x 3 taps with stride 1 and whole vectors of 8 channels on both sides}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x9x9x32xf32>, tensor<2x2x32x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x9x9x32xf32>, %w_: tensor<2x2x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x9x9x32xf32> -> tensor<2x8x8x32x2x2xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x2x2xf32>, tensor<2x2x32x32xf32> -> tensor<2x8x8x32xf32>
    kiln.yield %c : tensor<2x8x8x32xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<2x8x8x32xf32>
}

// -----
kiln.entry infer @channels(%x: tensor<2x10x10x12xf32> {kiln.input = "x"}, %w: tensor<3x3x12x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{`Winograd F(4 x 4)`: this is no such convolution, of 3 x 3 taps with stride 1 and whole vectors of 8 channels on both sides}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x12xf32>, tensor<3x3x12x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x10x10x12xf32>, %w_: tensor<3x3x12x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x12xf32> -> tensor<2x8x8x12x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x12x3x3xf32>, tensor<3x3x12x32xf32> -> tensor<2x8x8x32xf32>
    kiln.yield %c : tensor<2x8x8x32xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<2x8x8x32xf32>
}

// -----
kiln.entry infer @lanes(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x12xf32> {kiln.input = "w"}) -> (tensor<2x8x8x12xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{`Winograd F(4 x 4)`: this is no such convolution, of 3 x 3 taps with stride 1 and whole vectors of 8 channels on both sides}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x32xf32>, tensor<3x3x32x12xf32>) -> tensor<2x8x8x12xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<3x3x32x12xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x3x3xf32>, tensor<3x3x32x12xf32> -> tensor<2x8x8x12xf32>
    kiln.yield %c : tensor<2x8x8x12xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<2x8x8x12xf32>
}

// -----
kiln.entry infer @tile(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{`tile 9 x 16`: there is no room for its sums in registers}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x32xf32>, tensor<3x3x32x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<3x3x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<2x8x8x32xf32>
    kiln.yield %c : tensor<2x8x8x32xf32>
  } {kiln.schedule = {reorder = 1 : i64, rows = 9 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<2x8x8x32xf32>
}

// -----
kiln.entry infer @sums(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{a convolution by Winograd has a `tile` alone}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x32xf32>, tensor<3x3x32x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<3x3x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<2x8x8x32xf32>
    kiln.yield %c : tensor<2x8x8x32xf32>
  } {kiln.schedule = {reorder = 1 : i64, sum = 9 : i64, winograd = 4 : i64}}
  kiln.return %g : tensor<2x8x8x32xf32>
}

// -----
kiln.entry infer @three(%x: tensor<2x10x10x32xf32> {kiln.input = "x"}, %w: tensor<3x3x32x32xf32> {kiln.input = "w"}) -> (tensor<2x8x8x32xf32> {kiln.output = "y"}) {
  // expected-error @+1 {{`Winograd F(3 x 3)`: there are tiles of 2 x 2 and of 4 x 4}}
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x10x10x32xf32>, tensor<3x3x32x32xf32>) -> tensor<2x8x8x32xf32> {
  ^bb0(%x_: tensor<2x10x10x32xf32>, %w_: tensor<3x3x32x32xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4, d2 + d5, d3)> : tensor<2x10x10x32xf32> -> tensor<2x8x8x32x3x3xf32>
    %c = kiln.contract %r [0, 1, 2, 3, 4, 5], %w_ [4, 5, 3, 6] -> [0, 1, 2, 6] : tensor<2x8x8x32x3x3xf32>, tensor<3x3x32x32xf32> -> tensor<2x8x8x32xf32>
    kiln.yield %c : tensor<2x8x8x32xf32>
  } {kiln.schedule = {reorder = 1 : i64, winograd = 3 : i64}}
  kiln.return %g : tensor<2x8x8x32xf32>
}
