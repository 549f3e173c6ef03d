// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @add_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<f32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-1.35796046> : tensor<f32>}) {
  %k = kiln.constant dense<0.0> : tensor<f32>
  %b = kiln.add %x1, %k : tensor<f32>
  %y = kiln.add %x0, %b : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @add_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<1xf32> {kiln.input = "x1"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-1.35796046]> : tensor<1xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<1xf32>
  %b = kiln.add %x1, %k : tensor<1xf32>
  %y = kiln.add %x0, %b : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @add_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-1.35796046, 0.117194653, 1.6102953, 1.79602313, 1.84610105, 1.25367594, -0.277196169], [-1.15624499, -0.000569105148, 0.122714043, -1.02576447, -0.465558767, -0.763763905, -0.00778841972], [1.29769754, -0.298167706, -1.63260365, -0.329952002, -0.360049486, -0.537936449, 1.32681561]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf32>
  %b = kiln.add %x1, %k : tensor<3x7xf32>
  %y = kiln.add %x0, %b : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @add_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"}, %x1: tensor<2x3x5xf32> {kiln.input = "x1"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-1.35796046, 0.117194653, 1.6102953, 1.79602313, 1.84610105], [1.25367594, -0.277196169, -1.15624499, -0.000569105148, 0.122714043], [-1.02576447, -0.465558767, -0.763763905, -0.00778841972, 1.29769754]], [[-0.298167706, -1.63260365, -0.329952002, -0.360049486, -0.537936449], [1.32681561, 1.88075638, 1.39996147, -0.028523922, -1.44402742], [-0.610081673, 0.448781967, 0.0856771469, -0.0665824413, -0.29086709]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %b = kiln.add %x1, %k : tensor<2x3x5xf32>
  %y = kiln.add %x0, %b : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @add_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-1.3579604625701904, 0.11719465255737305, 1.610295295715332, 1.7960231304168701, 1.8461010456085205, 1.2536759376525879, -0.27719616889953613], [-1.1562449932098389, -0.00056910514831542969, 0.12271404266357422, -1.0257644653320312, -0.46555876731872559, -0.7637639045715332, -0.0077884197235107422], [1.2976975440979004, -0.29816770553588867, -1.632603645324707, -0.32995200157165527, -0.36004948616027832, -0.53793644905090332, 1.3268156051635742]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf64>
  %b = kiln.add %x1, %k : tensor<3x7xf64>
  %y = kiln.add %x0, %b : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @add_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-1.359375, 0.1171875, 1.609375, 1.796875, 1.84375, 1.25, -0.27734375], [-1.15625, 0.0, 0.123046875, -1.0234375, -0.46484375, -0.765625, -0.0078125], [1.296875, -0.298828125, -1.6328125, -0.33203125, -0.36328125, -0.5390625, 1.328125]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %b = kiln.add %x1, %k : tensor<3x7xbf16>
  %y = kiln.add %x0, %b : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @add_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-1.35742188, 0.1171875, 1.61035156, 1.796875, 1.84570312, 1.25390625, -0.277099609], [-1.15625, -0.00048828125, 0.122802734, -1.02539062, -0.465332031, -0.763671875, -0.0078125], [1.29785156, -0.298095703, -1.6328125, -0.329589844, -0.359863281, -0.538085938, 1.32714844]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf16>
  %b = kiln.add %x1, %k : tensor<3x7xf16>
  %y = kiln.add %x0, %b : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @add_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[64, 113, 91, 76, 100, 85, 61], [81, 83, 48, 39, 86, 87, 83], [99, 69, 48, 52, 42, 62, 77]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.add %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @add_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[64, 113, 91, 76, 100, 85, 61], [81, 83, 48, 39, 86, 87, 83], [99, 69, 48, 52, 42, 62, 77]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.add %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @add_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[64, 113, 91, 76, 100, 85, 61], [81, 83, 48, 39, 86, 87, 83], [99, 69, 48, 52, 42, 62, 77]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.add %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @add_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[64, 113, 91, 76, 100, 85, 61], [81, 83, 48, 39, 86, 87, 83], [99, 69, 48, 52, 42, 62, 77]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.add %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @add_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[64, 113, 91, 76, 100, 85, 61], [81, 83, 48, 39, 86, 87, 83], [99, 69, 48, 52, 42, 62, 77]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.add %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
