// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @min_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<f32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.747938156> : tensor<f32>}) {
  %k = kiln.constant dense<0.0> : tensor<f32>
  %b = kiln.add %x1, %k : tensor<f32>
  %y = kiln.min %x0, %b : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @min_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<1xf32> {kiln.input = "x1"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156]> : tensor<1xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<1xf32>
  %b = kiln.add %x1, %k : tensor<1xf32>
  %y = kiln.min %x0, %b : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @min_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959, 0.883078337, 0.912944794, 0.320519686, -0.597715855], [-0.597715855, -0.558529139, -0.435245991, -0.590518475, -0.590518475, -0.888723612, -0.888723612], [0.416762352, -0.714930058, -0.917673588, -0.917673588, -0.947771072, -0.947771072, 0.409834623]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf32>
  %b = kiln.add %x1, %k : tensor<3x7xf32>
  %y = kiln.min %x0, %b : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @min_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"}, %x1: tensor<2x3x5xf32> {kiln.input = "x1"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.747938156, -0.610022306, 0.727216959, 0.883078337, 0.912944794], [0.320519686, -0.597715855, -0.597715855, -0.558529139, -0.435245991], [-0.590518475, -0.590518475, -0.888723612, -0.888723612, 0.416762352]], [[-0.714930058, -0.917673588, -0.917673588, -0.947771072, -0.947771072], [0.409834623, 0.916980982, 0.436186075, -0.464709997, -0.979317427], [-0.979317427, 0.0795462132, 0.00613093376, -0.0727133751, -0.218153715]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %b = kiln.add %x1, %k : tensor<2x3x5xf32>
  %y = kiln.min %x0, %b : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @min_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.74793815612792969, -0.61002230644226074, 0.72721695899963379, 0.88307833671569824, 0.91294479370117188, 0.32051968574523926, -0.59771585464477539], [-0.59771585464477539, -0.55852913856506348, -0.43524599075317383, -0.59051847457885742, -0.59051847457885742, -0.88872361183166504, -0.88872361183166504], [0.41676235198974609, -0.71493005752563477, -0.91767358779907227, -0.91767358779907227, -0.94777107238769531, -0.94777107238769531, 0.40983462333679199]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf64>
  %b = kiln.add %x1, %k : tensor<3x7xf64>
  %y = kiln.min %x0, %b : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @min_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.74609375, -0.609375, 0.7265625, 0.8828125, 0.9140625, 0.3203125, -0.59765625], [-0.59765625, -0.55859375, -0.435546875, -0.58984375, -0.58984375, -0.890625, -0.890625], [0.416015625, -0.71484375, -0.91796875, -0.91796875, -0.94921875, -0.94921875, 0.41015625]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %b = kiln.add %x1, %k : tensor<3x7xbf16>
  %y = kiln.min %x0, %b : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @min_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.748046875, -0.609863281, 0.727050781, 0.883300781, 0.913085938, 0.320556641, -0.59765625], [-0.59765625, -0.55859375, -0.435302734, -0.590332031, -0.590332031, -0.888671875, -0.888671875], [0.416748047, -0.71484375, -0.917480469, -0.917480469, -0.947753906, -0.947753906, 0.409912109]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf16>
  %b = kiln.add %x1, %k : tensor<3x7xf16>
  %y = kiln.min %x0, %b : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @min_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[7, 56, 35, 35, 41, 26, 26], [35, 37, 11, 11, 28, 29, 29], [45, 24, 24, 24, 14, 14, 29]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.min %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @min_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[7, 56, 35, 35, 41, 26, 26], [35, 37, 11, 11, 28, 29, 29], [45, 24, 24, 24, 14, 14, 29]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.min %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @min_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[7, 56, 35, 35, 41, 26, 26], [35, 37, 11, 11, 28, 29, 29], [45, 24, 24, 24, 14, 14, 29]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.min %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @min_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[7, 56, 35, 35, 41, 26, 26], [35, 37, 11, 11, 28, 29, 29], [45, 24, 24, 24, 14, 14, 29]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.min %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @min_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[7, 56, 35, 35, 41, 26, 26], [35, 37, 11, 11, 28, 29, 29], [45, 24, 24, 24, 14, 14, 29]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.min %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
