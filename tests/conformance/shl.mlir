// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @shl_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[234881024, 192, 0, 0, 1792, 49152, 52], [16384, 0, 8704, 268435456, 838860800, 1638400, 32], [0, 0, 65011712, 704643072, -2147483648, 992, 0]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<3> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.shl %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @shl_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[234881024, 192, 12884901888, 8589934592, 1792, 49152, 52], [16384, 223338299392, 8704, 268435456, 838860800, 1638400, 32], [4398046511104, 90194313216, 65011712, 704643072, 53687091200, 992, 351843720888320]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<3> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.shl %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @shl_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[0, -64, 0, 0, 0, 0, 52], [0, 0, 0, 0, 0, 0, 32], [0, 0, 0, 0, 0, -32, 0]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<3> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.shl %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @shl_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[0, 192, 0, 0, 0, 0, 52], [0, 0, 0, 0, 0, 0, 32], [0, 0, 0, 0, 0, 224, 0]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<3> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.shl %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @shl_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 50}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 50})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[234881024, 192, 0, 0, 1792, 49152, 52], [16384, 0, 8704, 268435456, 838860800, 1638400, 32], [0, 0, 65011712, 704643072, 2147483648, 992, 0]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<3> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.shl %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
