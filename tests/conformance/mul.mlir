// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @mul_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<f32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0.456258953> : tensor<f32>}) {
  %k = kiln.constant dense<0.0> : tensor<f32>
  %b = kiln.add %x1, %k : tensor<f32>
  %y = kiln.mul %x0, %b : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @mul_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<1xf32> {kiln.input = "x1"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[0.456258953]> : tensor<1xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<1xf32>
  %b = kiln.add %x1, %k : tensor<1xf32>
  %y = kiln.mul %x0, %b : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @mul_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[0.456258953, -0.443618566, 0.642189562, 0.806201756, 0.851920128, 0.299094945, -0.1915797], [0.333841711, -0.311636925, -0.242849872, 0.257020801, -0.0737910122, -0.111054644, -0.782907903], [0.367140621, -0.29795593, 0.656072438, -0.539336562, -0.557025492, -0.388429403, 0.375810564]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf32>
  %b = kiln.add %x1, %k : tensor<3x7xf32>
  %y = kiln.mul %x0, %b : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @mul_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"}, %x1: tensor<2x3x5xf32> {kiln.input = "x1"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[0.456258953, -0.443618566, 0.642189562, 0.806201756, 0.851920128], [0.299094945, -0.1915797, 0.333841711, -0.311636925, -0.242849872], [0.257020801, -0.0737910122, -0.111054644, -0.782907903, 0.367140621]], [[-0.29795593, 0.656072438, -0.539336562, -0.557025492, -0.388429403], [0.375810564, 0.883763731, 0.42038542, -0.202700034, 0.455098599], [-0.361598998, 0.0293713063, 0.000487692567, -0.000445800892, 0.0158626921]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %b = kiln.add %x1, %k : tensor<2x3x5xf32>
  %y = kiln.mul %x0, %b : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @mul_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[0.45625895907733138, -0.44361856661288357, 0.64218954258484473, 0.80620176993488712, 0.85192014188851317, 0.29909494861254871, -0.19157969789569051], [0.33384172140142709, -0.31163693681799032, -0.24284986754514648, 0.25702079852612769, -0.073791015715073627, -0.1110546423696519, -0.78290790571998059], [0.3671406226135332, -0.29795593228254802, 0.65607243091494638, -0.53933657666027557, -0.55702551804415634, -0.38842940046151853, 0.375810555293981]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf64>
  %b = kiln.add %x1, %k : tensor<3x7xf64>
  %y = kiln.mul %x0, %b : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @mul_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[0.455078125, -0.443359375, 0.640625, 0.80859375, 0.8515625, 0.298828125, -0.19140625], [0.333984375, -0.3125, -0.243164062, 0.2578125, -0.0737304688, -0.111328125, -0.78515625], [0.3671875, -0.296875, 0.65625, -0.5390625, -0.5546875, -0.388671875, 0.376953125]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %b = kiln.add %x1, %k : tensor<3x7xbf16>
  %y = kiln.mul %x0, %b : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @mul_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[0.456298828, -0.443359375, 0.642089844, 0.806640625, 0.852050781, 0.299072266, -0.19152832], [0.333740234, -0.311767578, -0.242919922, 0.257080078, -0.0737304688, -0.111022949, -0.782714844], [0.3671875, -0.297851562, 0.655761719, -0.539550781, -0.557128906, -0.388427734, 0.375976562]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf16>
  %b = kiln.add %x1, %k : tensor<3x7xf16>
  %y = kiln.mul %x0, %b : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @mul_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[399, 3192, 1960, 1435, 2419, 1534, 910], [1610, 1702, 407, 308, 1624, 1682, 1566], [2430, 1080, 576, 672, 392, 672, 1392]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.mul %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @mul_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[399, 3192, 1960, 1435, 2419, 1534, 910], [1610, 1702, 407, 308, 1624, 1682, 1566], [2430, 1080, 576, 672, 392, 672, 1392]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.mul %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @mul_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-113, 120, -88, -101, 115, -2, -114], [74, -90, -105, 52, 88, -110, 30], [126, 56, 64, -96, -120, -96, 112]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.mul %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @mul_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[143, 120, 168, 155, 115, 254, 142], [74, 166, 151, 52, 88, 146, 30], [126, 56, 64, 160, 136, 160, 112]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.mul %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @mul_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[399, 3192, 1960, 1435, 2419, 1534, 910], [1610, 1702, 407, 308, 1624, 1682, 1566], [2430, 1080, 576, 672, 392, 672, 1392]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.mul %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
