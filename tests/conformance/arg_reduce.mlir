// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @max_f32_5_0(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<i32> {kiln.output = "y", kiln.expected = dense<4> : tensor<i32>}) {
  %y = kiln.arg_reduce max %x0 0 : tensor<5xf32> -> tensor<i32>
  kiln.return %y : tensor<i32>
}
kiln.entry infer @max_f32_3x7_0(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<7xi32> {kiln.output = "y", kiln.expected = dense<[2, 2, 0, 0, 0, 0, 2]> : tensor<7xi32>}) {
  %y = kiln.arg_reduce max %x0 0 : tensor<3x7xf32> -> tensor<7xi32>
  kiln.return %y : tensor<7xi32>
}
kiln.entry infer @max_f32_3x7_1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[5, 2, 0]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce max %x0 1 : tensor<3x7xf32> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @max_f32_2x3x5_1(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x5xi32> {kiln.output = "y", kiln.expected = dense<[[1, 1, 0, 0, 0], [0, 1, 1, 0, 2]]> : tensor<2x5xi32>}) {
  %y = kiln.arg_reduce max %x0 1 : tensor<2x3x5xf32> -> tensor<2x5xi32>
  kiln.return %y : tensor<2x5xi32>
}
kiln.entry infer @max_f32_1_0(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<i32> {kiln.output = "y", kiln.expected = dense<0> : tensor<i32>}) {
  %y = kiln.arg_reduce max %x0 0 : tensor<1xf32> -> tensor<i32>
  kiln.return %y : tensor<i32>
}
kiln.entry infer @min_f32_5_0(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<i32> {kiln.output = "y", kiln.expected = dense<0> : tensor<i32>}) {
  %y = kiln.arg_reduce min %x0 0 : tensor<5xf32> -> tensor<i32>
  kiln.return %y : tensor<i32>
}
kiln.entry infer @min_f32_3x7_0(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<7xi32> {kiln.output = "y", kiln.expected = dense<[0, 0, 2, 2, 1, 2, 1]> : tensor<7xi32>}) {
  %y = kiln.arg_reduce min %x0 0 : tensor<3x7xf32> -> tensor<7xi32>
  kiln.return %y : tensor<7xi32>
}
kiln.entry infer @min_f32_3x7_1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 6, 5]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce min %x0 1 : tensor<3x7xf32> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @min_f32_2x3x5_1(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x5xi32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 1, 2, 1], [2, 0, 0, 2, 0]]> : tensor<2x5xi32>}) {
  %y = kiln.arg_reduce min %x0 1 : tensor<2x3x5xf32> -> tensor<2x5xi32>
  kiln.return %y : tensor<2x5xi32>
}
kiln.entry infer @min_f32_1_0(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<i32> {kiln.output = "y", kiln.expected = dense<0> : tensor<i32>}) {
  %y = kiln.arg_reduce min %x0 0 : tensor<1xf32> -> tensor<i32>
  kiln.return %y : tensor<i32>
}
kiln.entry infer @max_f64_3x7_1(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[5, 2, 0]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce max %x0 1 : tensor<3x7xf64> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @max_bf16_3x7_1(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[5, 2, 0]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce max %x0 1 : tensor<3x7xbf16> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @max_f16_3x7_1(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[5, 2, 0]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce max %x0 1 : tensor<3x7xf16> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @max_i32_3x7_1(%x0: tensor<3x7xi32> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce max %x0 1 : tensor<3x7xi32> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @max_i64_3x7_1(%x0: tensor<3x7xi64> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce max %x0 1 : tensor<3x7xi64> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @max_ui8_3x7_1(%x0: tensor<3x7xui8> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce max %x0 1 : tensor<3x7xui8> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @min_f64_3x7_1(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 6, 5]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce min %x0 1 : tensor<3x7xf64> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @min_bf16_3x7_1(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 6, 5]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce min %x0 1 : tensor<3x7xbf16> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @min_f16_3x7_1(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 6, 5]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce min %x0 1 : tensor<3x7xf16> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @min_i32_3x7_1(%x0: tensor<3x7xi32> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[2, 4, 2]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce min %x0 1 : tensor<3x7xi32> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @min_i64_3x7_1(%x0: tensor<3x7xi64> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[2, 4, 2]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce min %x0 1 : tensor<3x7xi64> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @min_ui8_3x7_1(%x0: tensor<3x7xui8> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[2, 4, 2]> : tensor<3xi32>}) {
  %y = kiln.arg_reduce min %x0 1 : tensor<3x7xui8> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
