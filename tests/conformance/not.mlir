// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @not_i32(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 1000})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-168, -378, -657, -936, -182, -660, -467], [-256, -267, -938, -712, -629, -279, -370], [-555, -846, -285, -325, -329, -935, -909]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %y = kiln.not %a : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @not_i64(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 1000})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-168, -378, -657, -936, -182, -660, -467], [-256, -267, -938, -712, -629, -279, -370], [-555, -846, -285, -325, -329, -935, -909]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %y = kiln.not %a : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @not_i8(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %y = kiln.not %a : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @not_ui8(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[188, 178, 199, 220, 174, 196, 189], [200, 189, 218, 244, 227, 177, 186], [201, 210, 171, 231, 227, 221, 247]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %y = kiln.not %a : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @not_ui32(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 1000})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[4294967128, 4294966918, 4294966639, 4294966360, 4294967114, 4294966636, 4294966829], [4294967040, 4294967029, 4294966358, 4294966584, 4294966667, 4294967017, 4294966926], [4294966741, 4294966450, 4294967011, 4294966971, 4294966967, 4294966361, 4294966387]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %y = kiln.not %a : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @not_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[false, false, true, false, false, false, true], [false, true, false, false, true, true, false], [true, false, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %y = kiln.not %x0 : tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
