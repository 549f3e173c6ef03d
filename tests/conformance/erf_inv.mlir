// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @erf_inv_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.80988878> : tensor<f32>}) {
  %k = kiln.constant dense<1.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.erf_inv %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @erf_inv_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.80988878]> : tensor<1xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.erf_inv %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @erf_inv_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.80988878, -0.607869864, 0.775467038, 1.10862064, 1.20995891, 1.29593098, 0.292156994], [-0.592236459, -0.544268429, 0.543590426, -0.407148272, -0.583226204, 0.111199297, -1.126055], [1.10217512, 0.387962401, -0.755896747, -1.22848797, 0.579750299, -1.37266541, 0.380845159]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.erf_inv %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @erf_inv_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.80988878, -0.607869864, 0.775467038, 1.10862064, 1.20995891], [1.29593098, 0.292156994, -0.592236459, -0.544268429, 0.543590426], [-0.407148272, -0.583226204, 0.111199297, -1.126055, 1.10217512]], [[0.387962401, -0.755896747, -1.22848797, 0.579750299, -1.37266541], [0.380845159, 1.22572112, 1.48096251, 0.408132017, -0.438371599], [-1.63605368, 0.339871883, 0.0706131831, 0.00543345185, -0.0645300075]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.erf_inv %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @erf_inv_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.80988877801879111, -0.60786987248562396, 0.77546705329255239, 1.1086206449171783, 1.209958947787714, 1.2959309896512961, 0.2921569997479983], [-0.59223645262182345, -0.54426844220026149, 0.54359044562957259, -0.40714828159973526, -0.58322618264182424, 0.11119929889753261, -1.1260549982384609], [1.1021750857164991, 0.38796239496987528, -0.75589672057804425, -1.2284879531459512, 0.57975028017579844, -1.3726654015224882, 0.38084516212265851]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.erf_inv %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @erf_inv_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.80859375, -0.60546875, 0.7734375, 1.109375, 1.2109375, 1.296875, 0.291015625], [-0.59375, -0.54296875, 0.54296875, -0.408203125, -0.58203125, 0.111328125, -1.1328125], [1.109375, 0.38671875, -0.75390625, -1.2265625, 0.578125, -1.3828125, 0.380859375]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.erf_inv %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @erf_inv_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.810058594, -0.607421875, 0.775390625, 1.109375, 1.2109375, 1.29589844, 0.292236328], [-0.592285156, -0.544433594, 0.543945312, -0.407226562, -0.583007812, 0.111206055, -1.12597656], [1.1015625, 0.387939453, -0.755859375, -1.22753906, 0.580078125, -1.37304688, 0.380859375]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.erf_inv %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @erf_inv_tail(%x0: tensor<24xf32> {kiln.input = "x0"})
 -> (tensor<24xf32> {kiln.output = "y", kiln.expected = dense<[2.22233224, 2.238235, 2.53043699, 2.62513685, 2.65014982, 2.66916299, 2.39363337, 2.23971224, 2.24447227, 2.46209478, 2.26017141, 2.2405746, 2.35038924, 2.20717597, 2.62348127, 2.41870999, 2.22603464, 2.20418262, 2.47253847, 2.2011075, 2.41679263, 2.65380192, 2.70231605, 2.42415619]> : tensor<24xf32>}) {
  %b = kiln.constant dense<0.999> : tensor<24xf32>
  %s = kiln.constant dense<0.0009> : tensor<24xf32>
  %m = kiln.mul %x0, %s : tensor<24xf32>
  %a = kiln.add %m, %b : tensor<24xf32>
  %y = kiln.erf_inv %a : tensor<24xf32>
  kiln.return %y : tensor<24xf32>
}
kiln.entry infer @erf_inv_ends(%x0: tensor<24xf32> {kiln.input = "x0"})
 -> (tensor<24xf32> {kiln.output = "y", kiln.expected = dense<[0xff800000, 0xff800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0xff800000, 0xff800000, 0x7f800000, 0xff800000, 0xff800000, 0x7f800000, 0xff800000, 0x7f800000, 0x7f800000, 0xff800000, 0xff800000, 0x7f800000, 0xff800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000]> : tensor<24xf32>}) {
  %s = kiln.sign %x0 : tensor<24xf32>
  %y = kiln.erf_inv %s : tensor<24xf32>
  kiln.return %y : tensor<24xf32>
}
kiln.entry infer @erf_inv_beyond(%x0: tensor<5xf64> {kiln.input = "x0"})
 -> (tensor<5xf64> {kiln.output = "y", kiln.expected = dense<[0x7ff8000000000000, 0x7ff8000000000000, 0x7ff8000000000000, 0x7ff8000000000000, 0x7ff8000000000000]> : tensor<5xf64>}) {
  %k = kiln.constant dense<2.5> : tensor<5xf64>
  %a = kiln.add %x0, %k : tensor<5xf64>
  %y = kiln.erf_inv %a : tensor<5xf64>
  kiln.return %y : tensor<5xf64>
}
