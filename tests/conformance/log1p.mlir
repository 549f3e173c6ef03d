// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @log1p_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.468355507> : tensor<f32>}) {
  %k = kiln.constant dense<0.5> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.log1p %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @log1p_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.468355507]> : tensor<1xf32>}) {
  %k = kiln.constant dense<0.5> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.log1p %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @log1p_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.468355507, -0.363859475, 0.31013447, 0.365711421, 0.376017332, 0.382931888, 0.148643985], [-0.355044752, -0.327483147, 0.246062905, -0.245418549, -0.34992525, 0.0606056601, -0.587637901], [0.364967793, 0.189281598, -0.442334026, -0.614034355, 0.257630616, -0.642236471, 0.186410949]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<0.5> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.log1p %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @log1p_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.468355507, -0.363859475, 0.31013447, 0.365711421, 0.376017332], [0.382931888, 0.148643985, -0.355044752, -0.327483147, 0.246062905], [-0.245418549, -0.34992525, 0.0606056601, -0.587637901, 0.364967793]], [[0.189281598, -0.442334026, -0.614034355, 0.257630616, -0.642236471], [0.186410949, 0.377401978, 0.393316746, 0.197286546, -0.2644279], [-0.67267561, 0.169420257, 0.0390025228, 0.0030607779, -0.0370340608]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<0.5> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.log1p %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @log1p_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.46835551303802997, -0.36385948134629981, 0.31013447972796787, 0.36571140967156679, 0.37601734553888971, 0.3829318817658951, 0.14864398250986077], [-0.35504474104523548, -0.327483156726249, 0.24606289832169501, -0.24541855151219411, -0.34992525625995013, 0.060605660347317597, -0.58763792661270531], [0.36496778035994659, 0.18928159278150106, -0.44233403375287744, -0.61403437076814205, 0.25763061155422728, -0.64223647811967155, 0.18641094356601026]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<0.5> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.log1p %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @log1p_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.466796875, -0.36328125, 0.310546875, 0.365234375, 0.376953125, 0.3828125, 0.1484375], [-0.35546875, -0.328125, 0.24609375, -0.24609375, -0.349609375, 0.060546875, -0.58984375], [0.365234375, 0.189453125, -0.44140625, -0.61328125, 0.2578125, -0.64453125, 0.186523438]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<0.5> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.log1p %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @log1p_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.468505859, -0.363769531, 0.310058594, 0.365722656, 0.375976562, 0.3828125, 0.148681641], [-0.354980469, -0.327636719, 0.24609375, -0.245483398, -0.349853516, 0.0606079102, -0.587402344], [0.364990234, 0.189331055, -0.442382812, -0.613769531, 0.2578125, -0.642089844, 0.186401367]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<0.5> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.log1p %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
