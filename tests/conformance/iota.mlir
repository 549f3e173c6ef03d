// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @iota_f32_0()
 -> (tensor<3x5xf32> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 2.0, 2.0]]> : tensor<3x5xf32>}) {
  %y = kiln.iota 0 : tensor<3x5xf32>
  kiln.return %y : tensor<3x5xf32>
}
kiln.entry infer @iota_f32_1()
 -> (tensor<3x5xf32> {kiln.output = "y", kiln.expected = dense<[[0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0]]> : tensor<3x5xf32>}) {
  %y = kiln.iota 1 : tensor<3x5xf32>
  kiln.return %y : tensor<3x5xf32>
}
kiln.entry infer @iota_f64_0()
 -> (tensor<3x5xf64> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 2.0, 2.0]]> : tensor<3x5xf64>}) {
  %y = kiln.iota 0 : tensor<3x5xf64>
  kiln.return %y : tensor<3x5xf64>
}
kiln.entry infer @iota_f64_1()
 -> (tensor<3x5xf64> {kiln.output = "y", kiln.expected = dense<[[0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0]]> : tensor<3x5xf64>}) {
  %y = kiln.iota 1 : tensor<3x5xf64>
  kiln.return %y : tensor<3x5xf64>
}
kiln.entry infer @iota_bf16_0()
 -> (tensor<3x5xbf16> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 2.0, 2.0]]> : tensor<3x5xbf16>}) {
  %y = kiln.iota 0 : tensor<3x5xbf16>
  kiln.return %y : tensor<3x5xbf16>
}
kiln.entry infer @iota_bf16_1()
 -> (tensor<3x5xbf16> {kiln.output = "y", kiln.expected = dense<[[0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0]]> : tensor<3x5xbf16>}) {
  %y = kiln.iota 1 : tensor<3x5xbf16>
  kiln.return %y : tensor<3x5xbf16>
}
kiln.entry infer @iota_f16_0()
 -> (tensor<3x5xf16> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 2.0, 2.0]]> : tensor<3x5xf16>}) {
  %y = kiln.iota 0 : tensor<3x5xf16>
  kiln.return %y : tensor<3x5xf16>
}
kiln.entry infer @iota_f16_1()
 -> (tensor<3x5xf16> {kiln.output = "y", kiln.expected = dense<[[0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 2.0, 3.0, 4.0]]> : tensor<3x5xf16>}) {
  %y = kiln.iota 1 : tensor<3x5xf16>
  kiln.return %y : tensor<3x5xf16>
}
kiln.entry infer @iota_i32_0()
 -> (tensor<3x5xi32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [2, 2, 2, 2, 2]]> : tensor<3x5xi32>}) {
  %y = kiln.iota 0 : tensor<3x5xi32>
  kiln.return %y : tensor<3x5xi32>
}
kiln.entry infer @iota_i32_1()
 -> (tensor<3x5xi32> {kiln.output = "y", kiln.expected = dense<[[0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]> : tensor<3x5xi32>}) {
  %y = kiln.iota 1 : tensor<3x5xi32>
  kiln.return %y : tensor<3x5xi32>
}
kiln.entry infer @iota_i64_0()
 -> (tensor<3x5xi64> {kiln.output = "y", kiln.expected = dense<[[0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [2, 2, 2, 2, 2]]> : tensor<3x5xi64>}) {
  %y = kiln.iota 0 : tensor<3x5xi64>
  kiln.return %y : tensor<3x5xi64>
}
kiln.entry infer @iota_i64_1()
 -> (tensor<3x5xi64> {kiln.output = "y", kiln.expected = dense<[[0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]> : tensor<3x5xi64>}) {
  %y = kiln.iota 1 : tensor<3x5xi64>
  kiln.return %y : tensor<3x5xi64>
}
kiln.entry infer @iota_ui8_0()
 -> (tensor<3x5xui8> {kiln.output = "y", kiln.expected = dense<[[0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [2, 2, 2, 2, 2]]> : tensor<3x5xui8>}) {
  %y = kiln.iota 0 : tensor<3x5xui8>
  kiln.return %y : tensor<3x5xui8>
}
kiln.entry infer @iota_ui8_1()
 -> (tensor<3x5xui8> {kiln.output = "y", kiln.expected = dense<[[0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]> : tensor<3x5xui8>}) {
  %y = kiln.iota 1 : tensor<3x5xui8>
  kiln.return %y : tensor<3x5xui8>
}
