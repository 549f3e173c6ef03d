// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @eq_f32(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, false, false, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xf32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_f64(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, false, false, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xf64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_bf16(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, false, false, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xbf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_f16(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, false, false, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_i32(%x0: tensor<3x7xi32> {kiln.input = "x0"}, %x1: tensor<3x7xi32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, true, true, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xi32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_i64(%x0: tensor<3x7xi64> {kiln.input = "x0"}, %x1: tensor<3x7xi64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, true, true, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xi64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_i8(%x0: tensor<3x7xi8> {kiln.input = "x0"}, %x1: tensor<3x7xi8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, true, true, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xi8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_ui8(%x0: tensor<3x7xui8> {kiln.input = "x0"}, %x1: tensor<3x7xui8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, true, true, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xui8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_ui32(%x0: tensor<3x7xui32> {kiln.input = "x0"}, %x1: tensor<3x7xui32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, false, false], [false, false, false, false, false, false, false], [false, false, true, true, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xui32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, false, false, true, true, false, false], [false, false, true, false, true, false, false], [false, false, true, true, true, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare eq %x0, %x1 : tensor<3x7xi1> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @eq_nan(%x0: tensor<4xf32> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false, false]> : tensor<4xi1>}) {
  %n = kiln.constant dense<0x7FC00000> : tensor<4xf32>
  %y = kiln.compare eq %x0, %n : tensor<4xf32> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @ne_f32(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xf32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_f64(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xf64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_bf16(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xbf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_f16(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_i32(%x0: tensor<3x7xi32> {kiln.input = "x0"}, %x1: tensor<3x7xi32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, false, false, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xi32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_i64(%x0: tensor<3x7xi64> {kiln.input = "x0"}, %x1: tensor<3x7xi64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, false, false, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xi64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_i8(%x0: tensor<3x7xi8> {kiln.input = "x0"}, %x1: tensor<3x7xi8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, false, false, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xi8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_ui8(%x0: tensor<3x7xui8> {kiln.input = "x0"}, %x1: tensor<3x7xui8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, false, false, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xui8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_ui32(%x0: tensor<3x7xui32> {kiln.input = "x0"}, %x1: tensor<3x7xui32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, false, false, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xui32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, true, true, false, false, true, true], [true, true, false, true, false, true, true], [true, true, false, false, false, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ne %x0, %x1 : tensor<3x7xi1> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ne_nan(%x0: tensor<4xf32> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[true, true, true, true]> : tensor<4xi1>}) {
  %n = kiln.constant dense<0x7FC00000> : tensor<4xf32>
  %y = kiln.compare ne %x0, %n : tensor<4xf32> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @lt_f32(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, false, false], [true, true, false, false, true, false, true], [false, false, false, true, false, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xf32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_f64(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, false, false], [true, true, false, false, true, false, true], [false, false, false, true, false, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xf64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_bf16(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, false, false], [true, true, false, false, true, false, true], [false, false, false, true, false, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xbf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_f16(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, false, false], [true, true, false, false, true, false, true], [false, false, false, true, false, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_i32(%x0: tensor<3x7xi32> {kiln.input = "x0"}, %x1: tensor<3x7xi32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, false, false, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xi32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_i64(%x0: tensor<3x7xi64> {kiln.input = "x0"}, %x1: tensor<3x7xi64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, false, false, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xi64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_i8(%x0: tensor<3x7xi8> {kiln.input = "x0"}, %x1: tensor<3x7xi8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, false, false, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xi8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_ui8(%x0: tensor<3x7xui8> {kiln.input = "x0"}, %x1: tensor<3x7xui8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, false, false, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xui8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_ui32(%x0: tensor<3x7xui32> {kiln.input = "x0"}, %x1: tensor<3x7xui32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, false, false, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xui32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, false, false, true], [false, true, false, false, false, true, false], [true, false, false, false, false, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare lt %x0, %x1 : tensor<3x7xi1> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @lt_nan(%x0: tensor<4xf32> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false, false]> : tensor<4xi1>}) {
  %n = kiln.constant dense<0x7FC00000> : tensor<4xf32>
  %y = kiln.compare lt %x0, %n : tensor<4xf32> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @le_f32(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, false, false], [true, true, false, false, true, false, true], [false, false, false, true, false, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xf32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_f64(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, false, false], [true, true, false, false, true, false, true], [false, false, false, true, false, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xf64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_bf16(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, false, false], [true, true, false, false, true, false, true], [false, false, false, true, false, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xbf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_f16(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, false, false], [true, true, false, false, true, false, true], [false, false, false, true, false, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_i32(%x0: tensor<3x7xi32> {kiln.input = "x0"}, %x1: tensor<3x7xi32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, true, true, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xi32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_i64(%x0: tensor<3x7xi64> {kiln.input = "x0"}, %x1: tensor<3x7xi64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, true, true, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xi64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_i8(%x0: tensor<3x7xi8> {kiln.input = "x0"}, %x1: tensor<3x7xi8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, true, true, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xi8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_ui8(%x0: tensor<3x7xui8> {kiln.input = "x0"}, %x1: tensor<3x7xui8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, true, true, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xui8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_ui32(%x0: tensor<3x7xui32> {kiln.input = "x0"}, %x1: tensor<3x7xui32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, true, false, true], [false, false, true, false, true, false, true], [false, false, true, true, true, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xui32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, false, true, true, true, false, true], [false, true, true, false, true, true, false], [true, false, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.compare le %x0, %x1 : tensor<3x7xi1> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @le_nan(%x0: tensor<4xf32> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false, false]> : tensor<4xi1>}) {
  %n = kiln.constant dense<0x7FC00000> : tensor<4xf32>
  %y = kiln.compare le %x0, %n : tensor<4xf32> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @gt_f32(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, true, true], [false, false, true, true, false, true, false], [true, true, true, false, true, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xf32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_f64(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, true, true], [false, false, true, true, false, true, false], [true, true, true, false, true, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xf64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_bf16(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, true, true], [false, false, true, true, false, true, false], [true, true, true, false, true, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xbf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_f16(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, true, true], [false, false, true, true, false, true, false], [true, true, true, false, true, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_i32(%x0: tensor<3x7xi32> {kiln.input = "x0"}, %x1: tensor<3x7xi32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, false, false, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xi32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_i64(%x0: tensor<3x7xi64> {kiln.input = "x0"}, %x1: tensor<3x7xi64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, false, false, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xi64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_i8(%x0: tensor<3x7xi8> {kiln.input = "x0"}, %x1: tensor<3x7xi8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, false, false, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xi8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_ui8(%x0: tensor<3x7xui8> {kiln.input = "x0"}, %x1: tensor<3x7xui8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, false, false, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xui8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_ui32(%x0: tensor<3x7xui32> {kiln.input = "x0"}, %x1: tensor<3x7xui32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, false, false, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xui32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, true, false, false, false, true, false], [true, false, false, true, false, false, true], [false, true, false, false, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare gt %x0, %x1 : tensor<3x7xi1> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @gt_nan(%x0: tensor<4xf32> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false, false]> : tensor<4xi1>}) {
  %n = kiln.constant dense<0x7FC00000> : tensor<4xf32>
  %y = kiln.compare gt %x0, %n : tensor<4xf32> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @ge_f32(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, true, true], [false, false, true, true, false, true, false], [true, true, true, false, true, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xf32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_f64(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, true, true], [false, false, true, true, false, true, false], [true, true, true, false, true, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xf64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_bf16(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, true, true], [false, false, true, true, false, true, false], [true, true, true, false, true, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xbf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_f16(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, false, false, false, true, true], [false, false, true, true, false, true, false], [true, true, true, false, true, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_i32(%x0: tensor<3x7xi32> {kiln.input = "x0"}, %x1: tensor<3x7xi32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, true, true, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xi32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_i64(%x0: tensor<3x7xi64> {kiln.input = "x0"}, %x1: tensor<3x7xi64> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, true, true, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xi64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_i8(%x0: tensor<3x7xi8> {kiln.input = "x0"}, %x1: tensor<3x7xi8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, true, true, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xi8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_ui8(%x0: tensor<3x7xui8> {kiln.input = "x0"}, %x1: tensor<3x7xui8> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, true, true, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xui8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_ui32(%x0: tensor<3x7xui32> {kiln.input = "x0"}, %x1: tensor<3x7xui32> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, false, true, false], [true, true, false, true, false, true, false], [true, true, true, true, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xui32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true, true, true, false], [true, false, true, true, true, false, true], [false, true, true, true, true, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.compare ge %x0, %x1 : tensor<3x7xi1> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @ge_nan(%x0: tensor<4xf32> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false, false]> : tensor<4xi1>}) {
  %n = kiln.constant dense<0x7FC00000> : tensor<4xf32>
  %y = kiln.compare ge %x0, %n : tensor<4xf32> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
