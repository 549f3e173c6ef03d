// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @and_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[1, 56, 32, 33, 41, 26, 2], [34, 36, 1, 8, 24, 24, 20], [36, 8, 24, 24, 12, 0, 16]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.and %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @and_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[1, 56, 32, 33, 41, 26, 2], [34, 36, 1, 8, 24, 24, 20], [36, 8, 24, 24, 12, 0, 16]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.and %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @and_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[1, 56, 32, 33, 41, 26, 2], [34, 36, 1, 8, 24, 24, 20], [36, 8, 24, 24, 12, 0, 16]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.and %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @and_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[1, 56, 32, 33, 41, 26, 2], [34, 36, 1, 8, 24, 24, 20], [36, 8, 24, 24, 12, 0, 16]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.and %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @and_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[1, 56, 32, 33, 41, 26, 2], [34, 36, 1, 8, 24, 24, 20], [36, 8, 24, 24, 12, 0, 16]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.and %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @and_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, false, false, true, true, false, false], [false, false, true, false, false, false, false], [false, false, false, false, false, false, false]]> : tensor<3x7xi1>}) {
  %y = kiln.and %x0, %x1 : tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
