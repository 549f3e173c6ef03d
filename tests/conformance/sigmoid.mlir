// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @sigmoid_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<3.18780366e-07> : tensor<f32>}) {
  %k = kiln.constant dense<20.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.sigmoid %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @sigmoid_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[3.18780366e-07]> : tensor<1xf32>}) {
  %k = kiln.constant dense<20.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.sigmoid %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @sigmoid_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[3.18780366e-07, 5.02818648e-06, 0.999999523, 1.0, 1.0, 1.0, 0.998358309], [6.43136627e-06, 1.40822294e-05, 0.999985754, 0.000165740785, 7.42708653e-06, 0.924085319, 1.90829361e-08], [1.0, 0.999760151, 6.16873535e-07, 1.06951896e-08, 0.999992132, 5.85821169e-09, 0.999724507]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<20.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.sigmoid %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @sigmoid_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[3.18780366e-07, 5.02818648e-06, 0.999999523, 1.0, 1.0], [1.0, 0.998358309, 6.43136627e-06, 1.40822294e-05, 0.999985754], [0.000165740785, 7.42708653e-06, 0.924085319, 1.90829361e-08, 1.0]], [[0.999760151, 6.16873535e-07, 1.06951896e-08, 0.999992132, 5.85821169e-09], [0.999724507, 1.0, 1.0, 0.999837339, 9.1947586e-05], [3.11714143e-09, 0.999379694, 0.830746114, 0.530616343, 0.189345658]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<20.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.sigmoid %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @sigmoid_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[3.1878037804668019e-07, 5.0281865935067277e-06, 0.99999951752641436, 0.99999997863617485, 0.99999998824392711, 0.99999999215292557, 0.99835832257763979], [6.4313664908095705e-06, 1.4082229795289939e-05, 0.99998575657144806, 0.00016574077781393812, 7.427086380864584e-06, 0.92408530724965843, 1.9082917845293568e-08], [0.99999997770055082, 0.99976014762329646, 6.1687355612693008e-07, 1.0695189599810763e-08, 0.99999214562281957, 5.858211682237164e-09, 0.99972451241455029]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<20.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.sigmoid %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @sigmoid_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[3.25962901e-07, 5.09619713e-06, 1.0, 1.0, 1.0, 1.0, 1.0], [6.5267086e-06, 1.38282776e-05, 1.0, 0.000168800354, 7.42077827e-06, 0.92578125, 1.95577741e-08], [1.0, 1.0, 6.07222319e-07, 1.0477379e-08, 1.0, 5.61703928e-09, 1.0]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<20.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.sigmoid %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @sigmoid_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[2.98023224e-07, 5.06639481e-06, 1.0, 1.0, 1.0, 1.0, 0.998535156], [6.43730164e-06, 1.40666962e-05, 1.0, 0.00016605854, 7.4505806e-06, 0.923828125, 0.0], [1.0, 1.0, 5.96046448e-07, 0.0, 1.0, 0.0, 0.999511719]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<20.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.sigmoid %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
