// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @shr_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[0, 3, 0, 0, 0, 0, 3], [0, 0, 0, 0, 0, 0, 8], [0, 0, 0, 0, 0, 0, 0]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<3> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.shr %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @shr_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[0, 3, 0, 0, 0, 0, 3], [0, 0, 0, 0, 0, 0, 8], [0, 0, 0, 0, 0, 0, 0]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<3> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.shr %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @shr_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[0, 3, 0, 0, 0, 0, 3], [0, 0, 0, 0, 0, 0, 8], [0, 0, 0, 0, 0, 0, 0]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<3> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.shr %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @shr_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[0, 3, 0, 0, 0, 0, 3], [0, 0, 0, 0, 0, 0, 8], [0, 0, 0, 0, 0, 0, 0]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<3> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.shr %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @shr_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[0, 3, 0, 0, 0, 0, 3], [0, 0, 0, 0, 0, 0, 8], [0, 0, 0, 0, 0, 0, 0]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<3> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.shr %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
