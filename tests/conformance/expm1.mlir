// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @expm1_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.893946826> : tensor<f32>}) {
  %k = kiln.constant dense<3.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.expm1 %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @expm1_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.893946826]> : tensor<1xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.expm1 %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @expm1_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.893946826, -0.839597166, 7.86092234, 13.1432152, 14.4689436, 15.4359131, 1.61577141], [-0.83356452, -0.812801838, 4.33281946, -0.72902751, -0.829931736, 0.454815537, -0.93048209], [13.0525742, 2.49134493, -0.882907391, -0.936264932, 4.83086157, -0.941767573, 2.41953254]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.expm1 %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @expm1_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.893946826, -0.839597166, 7.86092234, 13.1432152, 14.4689436], [15.4359131, 1.61577141, -0.83356452, -0.812801838, 4.33281946], [-0.72902751, -0.829931736, 0.454815537, -0.93048209, 13.0525742]], [[2.49134493, -0.882907391, -0.936264932, 4.83086157, -0.941767573], [2.41953254, 14.6573887, 17.0171871, 2.70083404, -0.751951277], [-0.947025895, 2.02740932, 0.269519687, 0.0185629912, -0.195987225]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.expm1 %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @expm1_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.89394680470909282, -0.83959716663361583, 7.8609224837238942, 13.143215089917348, 14.46894369060648, 15.43591296669414, 1.6157714334300453], [-0.83356452195807085, -0.81280181597281709, 4.3328195803652161, -0.72902750894027302, -0.82993174520835733, 0.45481554847586969, -0.93048208817355216], [13.052573922392204, 2.4913450250603315, -0.88290739629404424, -0.93626495835872192, 4.8308614946496586, -0.94176759062742088, 2.4195325827049232]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.expm1 %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @expm1_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.89453125, -0.83984375, 7.90625, 13.25, 14.625, 15.375, 1.6171875], [-0.8359375, -0.8125, 4.3125, -0.73046875, -0.828125, 0.455078125, -0.9296875], [13.25, 2.484375, -0.8828125, -0.9375, 4.8125, -0.94140625, 2.4375]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.expm1 %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @expm1_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.894042969, -0.839355469, 7.859375, 13.15625, 14.4609375, 15.421875, 1.6171875], [-0.833496094, -0.812988281, 4.33203125, -0.729003906, -0.830078125, 0.454589844, -0.930664062], [13.046875, 2.49023438, -0.8828125, -0.936035156, 4.83203125, -0.941894531, 2.41992188]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.expm1 %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
