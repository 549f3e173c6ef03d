// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @sum_f32(%x0: tensor<2x3xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0.135140181, 0.302922487, 1.66037321]> : tensor<3xf32>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d1)> : tensor<2x3xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @turned_f32(%x0: tensor<2x3xf32> {kiln.input = "x0"})
 -> (tensor<3x2xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, 0.883078337], [-0.610022306, 0.912944794], [0.727216959, 0.933156252]]> : tensor<3x2xf32>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d1, d0)> : tensor<2x3xf32> -> tensor<3x2xf32>
  kiln.return %y : tensor<3x2xf32>
}
kiln.entry infer @window_f32(%x0: tensor<5x3xf32> {kiln.input = "x0"})
 -> (tensor<5xf32> {kiln.output = "y", kiln.expected = dense<[0.27305603, 1.96068144, 0.893400431, -0.868815422, -1.47924209]> : tensor<5xf32>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d0 + d1 - 1)> : tensor<5x3xf32> -> tensor<5xf32>
  kiln.return %y : tensor<5xf32>
}
kiln.entry infer @strided_f32(%x0: tensor<3x3xf32> {kiln.input = "x0"})
 -> (tensor<7xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, -0.610022306, 1.6102953, 0.912944794, 1.25367594, -0.597715855, -0.558529139]> : tensor<7xf32>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d0 * 2 + d1)> : tensor<3x3xf32> -> tensor<7xf32>
  kiln.return %y : tensor<7xf32>
}
kiln.entry infer @interior_f32(%x0: tensor<4xf32> {kiln.input = "x0"})
 -> (tensor<8xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, 0.0, -0.610022306, 0.0, 0.727216959, 0.0, 0.883078337, 0.0]> : tensor<8xf32>}) {
  %y = kiln.accumulate %x0 affine_map<(d0) -> (d0 * 2)> : tensor<4xf32> -> tensor<8xf32>
  kiln.return %y : tensor<8xf32>
}
kiln.entry infer @diagonal_f32(%x0: tensor<3xf32> {kiln.input = "x0"})
 -> (tensor<3x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, 0.0, 0.0], [0.0, -0.610022306, 0.0], [0.0, 0.0, 0.727216959]]> : tensor<3x3xf32>}) {
  %y = kiln.accumulate %x0 affine_map<(d0) -> (d0, d0)> : tensor<3xf32> -> tensor<3x3xf32>
  kiln.return %y : tensor<3x3xf32>
}
kiln.entry infer @row_f32(%x0: tensor<4xf32> {kiln.input = "x0"})
 -> (tensor<3x4xf32> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 0.0, 0.0], [-0.747938156, -0.610022306, 0.727216959, 0.883078337], [0.0, 0.0, 0.0, 0.0]]> : tensor<3x4xf32>}) {
  %y = kiln.accumulate %x0 affine_map<(d0) -> (1, d0)> : tensor<4xf32> -> tensor<3x4xf32>
  kiln.return %y : tensor<3x4xf32>
}
kiln.entry infer @typed_f64(%x0: tensor<5x3xf64> {kiln.input = "x0"})
 -> (tensor<5xf64> {kiln.output = "y", kiln.expected = dense<[0.2730560302734375, 1.9606814384460449, 0.89340043067932129, -0.86881542205810547, -1.4792420864105225]> : tensor<5xf64>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d0 + d1 - 1)> : tensor<5x3xf64> -> tensor<5xf64>
  kiln.return %y : tensor<5xf64>
}
kiln.entry infer @typed_bf16(%x0: tensor<5x3xbf16> {kiln.input = "x0"})
 -> (tensor<5xbf16> {kiln.output = "y", kiln.expected = dense<[0.2734375, 1.9609375, 0.89453125, -0.8671875, -1.484375]> : tensor<5xbf16>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d0 + d1 - 1)> : tensor<5x3xbf16> -> tensor<5xbf16>
  kiln.return %y : tensor<5xbf16>
}
kiln.entry infer @typed_f16(%x0: tensor<5x3xf16> {kiln.input = "x0"})
 -> (tensor<5xf16> {kiln.output = "y", kiln.expected = dense<[0.2734375, 1.9609375, 0.893554688, -0.869140625, -1.47851562]> : tensor<5xf16>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d0 + d1 - 1)> : tensor<5x3xf16> -> tensor<5xf16>
  kiln.return %y : tensor<5xf16>
}
kiln.entry infer @typed_i32(%x0: tensor<5x3xi32> {kiln.input = "x0"})
 -> (tensor<5xi32> {kiln.output = "y", kiln.expected = dense<[4, 3, 7, 7, 1]> : tensor<5xi32>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d0 + d1 - 1)> : tensor<5x3xi32> -> tensor<5xi32>
  kiln.return %y : tensor<5xi32>
}
kiln.entry infer @typed_i64(%x0: tensor<5x3xi64> {kiln.input = "x0"})
 -> (tensor<5xi64> {kiln.output = "y", kiln.expected = dense<[4, 3, 7, 7, 1]> : tensor<5xi64>}) {
  %y = kiln.accumulate %x0 affine_map<(d0, d1) -> (d0 + d1 - 1)> : tensor<5x3xi64> -> tensor<5xi64>
  kiln.return %y : tensor<5xi64>
}
