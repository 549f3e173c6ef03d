// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @neg_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<2.24381447> : tensor<f32>}) {
  %k = kiln.constant dense<3.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.neg %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @neg_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[2.24381447]> : tensor<1xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.neg %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @neg_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[2.24381447, 1.83006692, -2.18165088, -2.64923501, -2.73883438, -2.79946876, -0.961559057], [1.79314756, 1.67558742, -1.6738801, 1.30573797, 1.77155542, -0.374879122, 2.66617084], [-2.64280558, -1.25028706, 2.14479017, 2.75302076, -1.76316476, 2.84331322, -1.22950387]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.neg %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @neg_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[2.24381447, 1.83006692, -2.18165088, -2.64923501, -2.73883438], [-2.79946876, -0.961559057, 1.79314756, 1.67558742, -1.6738801], [1.30573797, 1.77155542, -0.374879122, 2.66617084, -2.64280558]], [[-1.25028706, 2.14479017, 2.75302076, -1.76316476, 2.84331322], [-1.22950387, -2.75094295, -2.89132619, -1.30855823, 1.39412999], [2.93795228, -1.10770726, -0.238638639, -0.0183928013, 0.218140125]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.neg %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @neg_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[2.2438144683837891, 1.8300669193267822, -2.1816508769989014, -2.6492350101470947, -2.7388343811035156, -2.7994687557220459, -0.96155905723571777], [1.7931475639343262, 1.6755874156951904, -1.6738801002502441, 1.3057379722595215, 1.7715554237365723, -0.37487912178039551, 2.6661708354949951], [-2.6428055763244629, -1.2502870559692383, 2.1447901725769043, 2.7530207633972168, -1.763164758682251, 2.8433132171630859, -1.229503870010376]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.neg %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @neg_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[2.234375, 1.828125, -2.1875, -2.65625, -2.75, -2.796875, -0.9609375], [1.796875, 1.671875, -1.671875, 1.3046875, 1.765625, -0.375, 2.671875], [-2.65625, -1.25, 2.140625, 2.75, -1.7578125, 2.84375, -1.234375]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.neg %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @neg_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[2.24414062, 1.83007812, -2.18164062, -2.65039062, -2.73828125, -2.79882812, -0.961914062], [1.79296875, 1.67578125, -1.67382812, 1.30566406, 1.77148438, -0.374755859, 2.66601562], [-2.64257812, -1.25, 2.14453125, 2.75195312, -1.76367188, 2.84375, -1.22949219]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.neg %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @neg_i32(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 1000})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-117, -327, -606, -885, -131, -609, -416], [-205, -216, -887, -661, -578, -228, -319], [-504, -795, -234, -274, -278, -884, -858]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<50> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %y = kiln.neg %a : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @neg_i64(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 1000})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-117, -327, -606, -885, -131, -609, -416], [-205, -216, -887, -661, -578, -228, -319], [-504, -795, -234, -274, -278, -884, -858]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<50> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %y = kiln.neg %a : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @neg_i8(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-17, -27, -6, 15, -31, -9, -16], [-5, -16, 13, 39, 22, -28, -19], [-4, 5, -34, 26, 22, 16, 42]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<50> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %y = kiln.neg %a : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @neg_ui8(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[239, 229, 250, 15, 225, 247, 240], [251, 240, 13, 39, 22, 228, 237], [252, 5, 222, 26, 22, 16, 42]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<50> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %y = kiln.neg %a : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @neg_ui32(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 1000})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[4294967179, 4294966969, 4294966690, 4294966411, 4294967165, 4294966687, 4294966880], [4294967091, 4294967080, 4294966409, 4294966635, 4294966718, 4294967068, 4294966977], [4294966792, 4294966501, 4294967062, 4294967022, 4294967018, 4294966412, 4294966438]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<50> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %y = kiln.neg %a : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
