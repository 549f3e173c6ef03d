// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @sub_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<f32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.13791585> : tensor<f32>}) {
  %k = kiln.constant dense<0.0> : tensor<f32>
  %b = kiln.add %x1, %k : tensor<f32>
  %y = kiln.sub %x0, %b : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @sub_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<1xf32> {kiln.input = "x1"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.13791585]> : tensor<1xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<1xf32>
  %b = kiln.add %x1, %k : tensor<1xf32>
  %y = kiln.sub %x0, %b : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @sub_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.13791585, -1.33723927, -0.155861378, -0.029866457, -0.0202114582, 0.612636566, 0.91823554], [-0.0391867161, -1.11648917, 0.993206024, 0.155272484, -0.715478182, 1.01368332, -1.7696588], [0.46417284, 1.13169241, 0.20274353, -1.50539517, 1.53549266, -1.3576057, -0.507146358]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf32>
  %b = kiln.add %x1, %k : tensor<3x7xf32>
  %y = kiln.sub %x0, %b : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @sub_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"}, %x1: tensor<2x3x5xf32> {kiln.input = "x1"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.13791585, -1.33723927, -0.155861378, -0.029866457, -0.0202114582], [0.612636566, 0.91823554, -0.0391867161, -1.11648917, 0.993206024], [0.155272484, -0.715478182, 1.01368332, -1.7696588, 0.46417284]], [[1.13169241, 0.20274353, -1.50539517, 1.53549266, -1.3576057], [-0.507146358, -0.0467944145, 0.527589321, 0.900896072, 0.51460743], [-1.34855318, 0.289689541, 0.0734152794, 0.0788443089, 0.14544034]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %b = kiln.add %x1, %k : tensor<2x3x5xf32>
  %y = kiln.sub %x0, %b : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @sub_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.13791584968566895, -1.3372392654418945, -0.15586137771606445, -0.029866456985473633, -0.020211458206176758, 0.61263656616210938, 0.91823554039001465], [-0.039186716079711914, -1.1164891719818115, 0.99320602416992188, 0.15527248382568359, -0.71547818183898926, 1.0136833190917969, -1.7696588039398193], [0.4641728401184082, 1.1316924095153809, 0.2027435302734375, -1.5053951740264893, 1.5354926586151123, -1.3576056957244873, -0.50714635848999023]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf64>
  %b = kiln.add %x1, %k : tensor<3x7xf64>
  %y = kiln.sub %x0, %b : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @sub_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.13671875, -1.3359375, -0.15625, -0.03125, -0.01953125, 0.61328125, 0.91796875], [-0.0390625, -1.1171875, 0.9921875, 0.154296875, -0.71484375, 1.015625, -1.7734375], [0.466796875, 1.1328125, 0.203125, -1.5, 1.53125, -1.359375, -0.5078125]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %b = kiln.add %x1, %k : tensor<3x7xbf16>
  %y = kiln.sub %x0, %b : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @sub_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.138183594, -1.33691406, -0.15625, -0.0297851562, -0.0200195312, 0.612304688, 0.91796875], [-0.0390625, -1.1171875, 0.993164062, 0.155029297, -0.715332031, 1.01367188, -1.76953125], [0.464111328, 1.13183594, 0.202636719, -1.50585938, 1.53515625, -1.35742188, -0.506835938]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf16>
  %b = kiln.add %x1, %k : tensor<3x7xf16>
  %y = kiln.sub %x0, %b : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @sub_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-50, 1, 21, -6, -18, 33, -9], [-11, 9, 26, -17, -30, 29, -25], [9, 21, 0, -4, 14, -34, 19]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.sub %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @sub_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-50, 1, 21, -6, -18, 33, -9], [-11, 9, 26, -17, -30, 29, -25], [9, 21, 0, -4, 14, -34, 19]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.sub %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @sub_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-50, 1, 21, -6, -18, 33, -9], [-11, 9, 26, -17, -30, 29, -25], [9, 21, 0, -4, 14, -34, 19]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.sub %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @sub_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[206, 1, 21, 250, 238, 33, 247], [245, 9, 26, 239, 226, 29, 231], [9, 21, 0, 252, 14, 222, 19]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.sub %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @sub_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[4294967246, 1, 21, 4294967290, 4294967278, 33, 4294967287], [4294967285, 9, 26, 4294967279, 4294967266, 29, 4294967271], [9, 21, 0, 4294967292, 14, 4294967262, 19]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.sub %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
