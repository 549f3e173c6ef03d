// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @sqrt_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0.867214978> : tensor<f32>}) {
  %k = kiln.constant dense<1.0> : tensor<f32>
  %c = kiln.constant dense<1.5> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.sqrt %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @sqrt_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[0.867214978]> : tensor<1xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<1xf32>
  %c = kiln.constant dense<1.5> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.sqrt %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @sqrt_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[0.867214978, 0.943386316, 1.49238634, 1.54372227, 1.55336559, 1.55985773, 1.34926641], [0.949886382, 0.970294237, 1.43455923, 1.03186917, 0.953667402, 1.27473903, 0.781841636], [1.54302788, 1.38447189, 0.886041701, 0.763103127, 1.44489503, 0.743121088, 1.38196766]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf32>
  %c = kiln.constant dense<1.5> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.sqrt %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @sqrt_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[0.867214978, 0.943386316, 1.49238634, 1.54372227, 1.55336559], [1.55985773, 1.34926641, 0.949886382, 0.970294237, 1.43455923], [1.03186917, 0.953667402, 1.27473903, 0.781841636, 1.54302788]], [[1.38447189, 0.886041701, 0.763103127, 1.44489503, 0.743121088], [1.38196766, 1.55466425, 1.56964183, 1.391469, 1.01749206], [0.721583366, 1.36720002, 1.25679994, 1.22724521, 1.19469106]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<1.5> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.sqrt %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @sqrt_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[0.86721499287781589, 0.94338629074082858, 1.4923863303446712, 1.5437222343140939, 1.5533656342603861, 1.5598577665631403, 1.3492663509275102], [0.94988638549840509, 0.97029421385213699, 1.4345591773840312, 1.0318691822352415, 0.95366740817810403, 1.274739074187393, 0.7818416643850179], [1.5430279297887495, 1.3844718675327954, 0.886041727276072, 0.76310314650178701, 1.4448950087211931, 0.7431210719743484, 1.3819676636364513]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf64>
  %c = kiln.constant dense<1.5> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.sqrt %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @sqrt_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[0.8671875, 0.9453125, 1.4921875, 1.5390625, 1.5546875, 1.5625, 1.3515625], [0.94921875, 0.96875, 1.4375, 1.03125, 0.953125, 1.2734375, 0.78125], [1.5390625, 1.3828125, 0.88671875, 0.76171875, 1.4453125, 0.7421875, 1.3828125]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<1.5> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.sqrt %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @sqrt_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[0.8671875, 0.943359375, 1.4921875, 1.54394531, 1.55371094, 1.55957031, 1.34960938], [0.949707031, 0.970214844, 1.43457031, 1.03125, 0.953613281, 1.27441406, 0.781738281], [1.54296875, 1.38476562, 0.886230469, 0.763183594, 1.4453125, 0.743164062, 1.38183594]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf16>
  %c = kiln.constant dense<1.5> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.sqrt %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
