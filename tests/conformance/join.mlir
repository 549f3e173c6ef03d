// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @first_f32(%x0: tensor<2x3xf32> {kiln.input = "x0"}, %x1: tensor<1x3xf32> {kiln.input = "x1"})
 -> (tensor<3x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.883078337, 0.912944794, 0.933156252], [-0.610022306, 0.727216959, 0.883078337]]> : tensor<3x3xf32>}) {
  %y = kiln.join %x0, %x1 0 : tensor<2x3xf32>, tensor<1x3xf32> -> tensor<3x3xf32>
  kiln.return %y : tensor<3x3xf32>
}
kiln.entry infer @last_f32(%x0: tensor<2x3xf32> {kiln.input = "x0"}, %x1: tensor<2x1xf32> {kiln.input = "x1"}, %x2: tensor<2x4xf32> {kiln.input = "x2"})
 -> (tensor<2x8xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959, -0.610022306, 0.727216959, 0.883078337, 0.912944794, 0.933156252], [0.883078337, 0.912944794, 0.933156252, 0.727216959, 0.320519686, -0.597715855, -0.558529139, 0.557960033]]> : tensor<2x8xf32>}) {
  %y = kiln.join %x0, %x1, %x2 1 : tensor<2x3xf32>, tensor<2x1xf32>, tensor<2x4xf32> -> tensor<2x8xf32>
  kiln.return %y : tensor<2x8xf32>
}
kiln.entry infer @line_f32(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<5xf32> {kiln.input = "x1"})
 -> (tensor<6xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, -0.610022306, 0.727216959, 0.883078337, 0.912944794, 0.933156252]> : tensor<6xf32>}) {
  %y = kiln.join %x0, %x1 0 : tensor<1xf32>, tensor<5xf32> -> tensor<6xf32>
  kiln.return %y : tensor<6xf32>
}
kiln.entry infer @typed_f64(%x0: tensor<2x3xf64> {kiln.input = "x0"}, %x1: tensor<2x2xf64> {kiln.input = "x1"})
 -> (tensor<2x5xf64> {kiln.output = "y", kiln.expected = dense<[[-0.74793815612792969, -0.61002230644226074, 0.72721695899963379, -0.61002230644226074, 0.72721695899963379], [0.88307833671569824, 0.91294479370117188, 0.93315625190734863, 0.88307833671569824, 0.91294479370117188]]> : tensor<2x5xf64>}) {
  %y = kiln.join %x0, %x1 1 : tensor<2x3xf64>, tensor<2x2xf64> -> tensor<2x5xf64>
  kiln.return %y : tensor<2x5xf64>
}
kiln.entry infer @typed_bf16(%x0: tensor<2x3xbf16> {kiln.input = "x0"}, %x1: tensor<2x2xbf16> {kiln.input = "x1"})
 -> (tensor<2x5xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.74609375, -0.609375, 0.7265625, -0.609375, 0.7265625], [0.8828125, 0.9140625, 0.93359375, 0.8828125, 0.9140625]]> : tensor<2x5xbf16>}) {
  %y = kiln.join %x0, %x1 1 : tensor<2x3xbf16>, tensor<2x2xbf16> -> tensor<2x5xbf16>
  kiln.return %y : tensor<2x5xbf16>
}
kiln.entry infer @typed_f16(%x0: tensor<2x3xf16> {kiln.input = "x0"}, %x1: tensor<2x2xf16> {kiln.input = "x1"})
 -> (tensor<2x5xf16> {kiln.output = "y", kiln.expected = dense<[[-0.748046875, -0.609863281, 0.727050781, -0.609863281, 0.727050781], [0.883300781, 0.913085938, 0.933105469, 0.883300781, 0.913085938]]> : tensor<2x5xf16>}) {
  %y = kiln.join %x0, %x1 1 : tensor<2x3xf16>, tensor<2x2xf16> -> tensor<2x5xf16>
  kiln.return %y : tensor<2x5xf16>
}
kiln.entry infer @typed_i32(%x0: tensor<2x3xi32> {kiln.input = "x0"}, %x1: tensor<2x2xi32> {kiln.input = "x1"})
 -> (tensor<2x5xi32> {kiln.output = "y", kiln.expected = dense<[[3, 1, 0, 1, 0], [3, 1, 3, 3, 1]]> : tensor<2x5xi32>}) {
  %y = kiln.join %x0, %x1 1 : tensor<2x3xi32>, tensor<2x2xi32> -> tensor<2x5xi32>
  kiln.return %y : tensor<2x5xi32>
}
kiln.entry infer @typed_i64(%x0: tensor<2x3xi64> {kiln.input = "x0"}, %x1: tensor<2x2xi64> {kiln.input = "x1"})
 -> (tensor<2x5xi64> {kiln.output = "y", kiln.expected = dense<[[3, 1, 0, 1, 0], [3, 1, 3, 3, 1]]> : tensor<2x5xi64>}) {
  %y = kiln.join %x0, %x1 1 : tensor<2x3xi64>, tensor<2x2xi64> -> tensor<2x5xi64>
  kiln.return %y : tensor<2x5xi64>
}
kiln.entry infer @typed_i8(%x0: tensor<2x3xi8> {kiln.input = "x0"}, %x1: tensor<2x2xi8> {kiln.input = "x1"})
 -> (tensor<2x5xi8> {kiln.output = "y", kiln.expected = dense<[[3, 1, 0, 1, 0], [3, 1, 3, 3, 1]]> : tensor<2x5xi8>}) {
  %y = kiln.join %x0, %x1 1 : tensor<2x3xi8>, tensor<2x2xi8> -> tensor<2x5xi8>
  kiln.return %y : tensor<2x5xi8>
}
