// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @floordiv_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<f32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-1.0> : tensor<f32>}) {
  %k = kiln.constant dense<2.5> : tensor<f32>
  %b = kiln.add %x1, %k : tensor<f32>
  %y = kiln.floordiv %x0, %b : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @floordiv_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<1xf32> {kiln.input = "x1"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-1.0]> : tensor<1xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<1xf32>
  %b = kiln.add %x1, %k : tensor<1xf32>
  %y = kiln.floordiv %x0, %b : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @floordiv_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0], [-1.0, -1.0, 0.0, -1.0, -1.0, 0.0, -1.0], [0.0, 0.0, -1.0, -1.0, 0.0, -1.0, 0.0]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf32>
  %b = kiln.add %x1, %k : tensor<3x7xf32>
  %y = kiln.floordiv %x0, %b : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @floordiv_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"}, %x1: tensor<2x3x5xf32> {kiln.input = "x1"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-1.0, -1.0, 0.0, 0.0, 0.0], [0.0, 0.0, -1.0, -1.0, 0.0], [-1.0, -1.0, 0.0, -1.0, 0.0]], [[0.0, -1.0, -1.0, 0.0, -1.0], [0.0, 0.0, 0.0, 0.0, -1.0], [-1.0, 0.0, 0.0, 0.0, -1.0]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<2x3x5xf32>
  %b = kiln.add %x1, %k : tensor<2x3x5xf32>
  %y = kiln.floordiv %x0, %b : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @floordiv_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0], [-1.0, -1.0, 0.0, -1.0, -1.0, 0.0, -1.0], [0.0, 0.0, -1.0, -1.0, 0.0, -1.0, 0.0]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf64>
  %b = kiln.add %x1, %k : tensor<3x7xf64>
  %y = kiln.floordiv %x0, %b : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @floordiv_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0], [-1.0, -1.0, 0.0, -1.0, -1.0, 0.0, -1.0], [0.0, 0.0, -1.0, -1.0, 0.0, -1.0, 0.0]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xbf16>
  %b = kiln.add %x1, %k : tensor<3x7xbf16>
  %y = kiln.floordiv %x0, %b : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @floordiv_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0], [-1.0, -1.0, 0.0, -1.0, -1.0, 0.0, -1.0], [0.0, 0.0, -1.0, -1.0, 0.0, -1.0, 0.0]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf16>
  %b = kiln.add %x1, %k : tensor<3x7xf16>
  %y = kiln.floordiv %x0, %b : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @floordiv_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[0, -1, -2, -1, 4, -1, -1], [1, 1, 3, 0, -1, -1, 2], [-2, 0, 1, 0, 0, 2, -1]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<4> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.floordiv %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @floordiv_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[0, -1, -2, -1, 4, -1, -1], [1, 1, 3, 0, -1, -1, 2], [-2, 0, 1, 0, 0, 2, -1]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<4> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.floordiv %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @floordiv_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[0, -1, -2, -1, 4, -1, -1], [1, 1, 3, 0, -1, -1, 2], [-2, 0, 1, 0, 0, 2, -1]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<4> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.floordiv %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @floordiv_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[1, 63, 0, 63, 4, 0, 63], [1, 1, 3, 0, 0, 63, 2], [0, 1, 1, 0, 0, 2, 0]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<4> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.floordiv %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @floordiv_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[1, 1073741823, 0, 1073741823, 4, 0, 1073741823], [1, 1, 3, 0, 0, 1073741823, 2], [0, 1, 1, 0, 0, 2, 0]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<4> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.floordiv %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
