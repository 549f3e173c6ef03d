// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @cos_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.623348832> : tensor<f32>}) {
  %k = kiln.constant dense<3.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.cos %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @cos_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.623348832]> : tensor<1xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.cos %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @cos_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.623348832, -0.256375581, -0.573567688, -0.881220818, -0.919983387, -0.942044258, 0.572242141], [-0.220523581, -0.104599409, -0.102901302, 0.261965573, -0.19941324, 0.930551887, -0.889099717], [-0.878163397, 0.315049946, -0.542990148, -0.92545104, -0.191184178, -0.955843508, 0.334705293]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.cos %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @cos_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.623348832, -0.256375581, -0.573567688, -0.881220818, -0.919983387], [-0.942044258, 0.572242141, -0.220523581, -0.104599409, -0.102901302], [0.261965573, -0.19941324, 0.930551887, -0.889099717, -0.878163397]], [[0.315049946, -0.542990148, -0.92545104, -0.191184178, -0.955843508], [0.334705293, -0.924661875, -0.96884644, 0.259242773, 0.17574878], [-0.979336858, 0.446713954, 0.971660674, 0.999830842, 0.97630167]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.cos %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @cos_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.62334883987905632, -0.25637559149954203, -0.57356768122614243, -0.88122083938404305, -0.91998336972093608, -0.9420442471818572, 0.57224212303210087], [-0.22052358407293932, -0.10459940600836627, -0.1029013045260026, 0.26196558522804192, -0.19941323902606065, 0.93055188948533596, -0.88909972888027178], [-0.87816342234158129, 0.31504993770784917, -0.54299015867677025, -0.92545106730230764, -0.19118417324717518, -0.95584353611790063, 0.33470528292937674]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.cos %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @cos_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.6171875, -0.25390625, -0.578125, -0.8828125, -0.92578125, -0.94140625, 0.57421875], [-0.224609375, -0.101074219, -0.101074219, 0.263671875, -0.193359375, 0.9296875, -0.890625], [-0.8828125, 0.314453125, -0.5390625, -0.92578125, -0.185546875, -0.95703125, 0.330078125]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.cos %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @cos_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.623535156, -0.256347656, -0.573730469, -0.881835938, -0.919921875, -0.941894531, 0.571777344], [-0.220336914, -0.104797363, -0.102844238, 0.261962891, -0.19934082, 0.930664062, -0.889160156], [-0.877929688, 0.315429688, -0.54296875, -0.924804688, -0.191650391, -0.956054688, 0.334716797]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.cos %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
