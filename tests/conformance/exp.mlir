// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @exp_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0.106053196> : tensor<f32>}) {
  %k = kiln.constant dense<3.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.exp %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @exp_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[0.106053196]> : tensor<1xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.exp %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @exp_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[0.106053196, 0.160402834, 8.86092281, 14.1432152, 15.4689436, 16.4359131, 2.61577153], [0.16643548, 0.187198177, 5.33281946, 0.27097249, 0.170068249, 1.45481551, 0.0695179105], [14.0525742, 3.49134493, 0.117092602, 0.063735038, 5.83086157, 0.058232408, 3.41953254]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.exp %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @exp_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[0.106053196, 0.160402834, 8.86092281, 14.1432152, 15.4689436], [16.4359131, 2.61577153, 0.16643548, 0.187198177, 5.33281946], [0.27097249, 0.170068249, 1.45481551, 0.0695179105, 14.0525742]], [[3.49134493, 0.117092602, 0.063735038, 5.83086157, 0.058232408], [3.41953254, 15.6573887, 18.0171871, 3.70083404, 0.248048753], [0.0529740937, 3.02740932, 1.26951969, 1.01856303, 0.804012775]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.exp %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @exp_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[0.10605319529090713, 0.16040283336638422, 8.8609224837238934, 14.143215089917348, 15.46894369060648, 16.43591296669414, 2.6157714334300453], [0.16643547804192921, 0.18719818402718294, 5.3328195803652161, 0.27097249105972693, 0.17006825479164261, 1.4548155484758698, 0.069517911826447856], [14.052573922392204, 3.4913450250603315, 0.11709260370595576, 0.06373504164127812, 5.8308614946496586, 0.058232409372579133, 3.4195325827049228]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.exp %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @exp_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[0.106933594, 0.161132812, 8.9375, 14.25, 15.625, 16.375, 2.609375], [0.166015625, 0.1875, 5.3125, 0.271484375, 0.170898438, 1.453125, 0.0693359375], [14.25, 3.484375, 0.117675781, 0.0639648438, 5.8125, 0.0581054688, 3.4375]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.exp %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @exp_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[0.106018066, 0.160400391, 8.859375, 14.15625, 15.4609375, 16.421875, 2.6171875], [0.166503906, 0.187133789, 5.33203125, 0.270996094, 0.170043945, 1.45507812, 0.069519043], [14.046875, 3.49023438, 0.117126465, 0.0637817383, 5.83203125, 0.0581970215, 3.41992188]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.exp %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
