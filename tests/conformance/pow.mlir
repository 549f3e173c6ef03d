// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @pow_f32(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[1.19383621, 0.698071241, 0.754811466, 0.892689168, 0.918519855, 0.978069663, 1.97405148], [1.33301234, 0.722539663, 1.28911006, 1.6343075, 0.936296523, 6.34924126, 0.901294649], [0.948537946, 1.86961913, 1.36062515, 0.950760365, 1.65490258, 0.978255451, 0.441336155]]> : tensor<3x7xf32>}) {
  %a = kiln.abs %x0 : tensor<3x7xf32>
  %y = kiln.pow %a, %x1 : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @pow_f64(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[1.1938361985849857, 0.69807126983158574, 0.75481143986020616, 0.8926891968632088, 0.9185198645094208, 0.97806965315433181, 1.974051485478868], [1.3330123723282314, 0.72253965235545092, 1.2891100328906864, 1.6343075500463791, 0.93629650828706712, 6.3492412436104431, 0.90129466330459884], [0.94853795863032586, 1.8696191623988307, 1.3606251214224023, 0.95076036481337478, 1.6549026078626856, 0.97825542918770525, 0.44133614303294455]]> : tensor<3x7xf64>}) {
  %a = kiln.abs %x0 : tensor<3x7xf64>
  %y = kiln.pow %a, %x1 : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @pow_bf16(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[1.1953125, 0.69921875, 0.75390625, 0.890625, 0.91796875, 0.9765625, 1.9765625], [1.3359375, 0.72265625, 1.2890625, 1.6328125, 0.9375, 6.375, 0.90234375], [0.94921875, 1.875, 1.359375, 0.94921875, 1.6640625, 0.98046875, 0.44140625]]> : tensor<3x7xbf16>}) {
  %a = kiln.abs %x0 : tensor<3x7xbf16>
  %y = kiln.pow %a, %x1 : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @pow_f16(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[1.19335938, 0.697753906, 0.754394531, 0.893066406, 0.918457031, 0.978027344, 1.97363281], [1.33300781, 0.72265625, 1.2890625, 1.63378906, 0.936035156, 6.34765625, 0.901367188], [0.948730469, 1.86914062, 1.36035156, 0.950683594, 1.65429688, 0.978027344, 0.44140625]]> : tensor<3x7xf16>}) {
  %a = kiln.abs %x0 : tensor<3x7xf16>
  %y = kiln.pow %a, %x1 : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
