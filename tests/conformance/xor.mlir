// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @xor_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[62, 1, 27, 10, 18, 33, 57], [13, 11, 46, 23, 38, 39, 43], [27, 53, 0, 4, 18, 62, 45]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.xor %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @xor_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[62, 1, 27, 10, 18, 33, 57], [13, 11, 46, 23, 38, 39, 43], [27, 53, 0, 4, 18, 62, 45]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.xor %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @xor_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[62, 1, 27, 10, 18, 33, 57], [13, 11, 46, 23, 38, 39, 43], [27, 53, 0, 4, 18, 62, 45]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.xor %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @xor_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[62, 1, 27, 10, 18, 33, 57], [13, 11, 46, 23, 38, 39, 43], [27, 53, 0, 4, 18, 62, 45]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.xor %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @xor_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[62, 1, 27, 10, 18, 33, 57], [13, 11, 46, 23, 38, 39, 43], [27, 53, 0, 4, 18, 62, 45]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.xor %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @xor_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, true, true, false, false, true, true], [true, true, false, true, false, true, true], [true, true, false, false, false, false, true]]> : tensor<3x7xi1>}) {
  %y = kiln.xor %x0, %x1 : tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
