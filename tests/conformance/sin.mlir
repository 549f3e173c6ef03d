// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @sin_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.781943858> : tensor<f32>}) {
  %k = kiln.constant dense<3.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.sin %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @sin_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.781943858]> : tensor<1xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.sin %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @sin_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.781943858, -0.966577232, 0.819158196, 0.472704798, 0.391957402, 0.335488647, 0.820084751], [-0.975381672, -0.994514465, 0.994691551, -0.965077221, -0.9799155, 0.366160035, -0.457713515], [0.478360742, 0.949075103, -0.839739084, -0.378867149, 0.98155421, -0.293876052, 0.94232285]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.sin %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @sin_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.781943858, -0.966577232, 0.819158196, 0.472704798, 0.391957402], [0.335488647, 0.820084751, -0.975381672, -0.994514465, 0.994691551], [-0.965077221, -0.9799155, 0.366160035, -0.457713515, 0.478360742]], [[0.949075103, -0.839739084, -0.378867149, 0.98155421, -0.293876052], [0.94232285, 0.38078925, 0.247662127, 0.965812206, -0.984435022], [-0.202235818, 0.894676864, 0.23638007, 0.0183917638, -0.216414198]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.sin %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @sin_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.78194387510961083, -0.96657723751558522, 0.81915817462372087, 0.47270480454008784, 0.39195739492566217, 0.33548865308914377, 0.8200847228352165], [-0.97538164267512506, -0.99451443642749449, 0.99469157105448869, -0.96507721564449422, -0.97991548620334357, 0.36616004830575272, -0.45771352624215433], [0.47836074636337117, 0.94907509542200097, -0.83973905922028891, -0.37886715617617162, 0.98155418184621579, -0.29387605288901586, 0.94232286058397519]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.sin %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @sin_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.7890625, -0.96875, 0.81640625, 0.466796875, 0.380859375, 0.337890625, 0.8203125], [-0.97265625, -0.99609375, 0.99609375, -0.96484375, -0.98046875, 0.3671875, -0.453125], [0.466796875, 0.94921875, -0.84375, -0.380859375, 0.984375, -0.29296875, 0.9453125]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.sin %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @sin_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.781738281, -0.966796875, 0.819335938, 0.471679688, 0.392578125, 0.336181641, 0.8203125], [-0.975585938, -0.994628906, 0.994628906, -0.96484375, -0.979980469, 0.365966797, -0.457763672], [0.478515625, 0.94921875, -0.83984375, -0.379882812, 0.981445312, -0.293457031, 0.942382812]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.sin %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
