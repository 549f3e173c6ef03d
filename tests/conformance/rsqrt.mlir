// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @rsqrt_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<1.15311658> : tensor<f32>}) {
  %k = kiln.constant dense<1.0> : tensor<f32>
  %c = kiln.constant dense<1.5> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.rsqrt %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @rsqrt_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[1.15311658]> : tensor<1xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<1xf32>
  %c = kiln.constant dense<1.5> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.rsqrt %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @rsqrt_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[1.15311658, 1.06001115, 0.670067787, 0.647784948, 0.643763423, 0.641084075, 0.741143525], [1.0527575, 1.03061521, 0.697078228, 0.969115078, 1.04858363, 0.784474254, 1.2790314], [0.648076415, 0.722297072, 1.12861502, 1.31043887, 0.692091823, 1.34567571, 0.723605931]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf32>
  %c = kiln.constant dense<1.5> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.rsqrt %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @rsqrt_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[1.15311658, 1.06001115, 0.670067787, 0.647784948, 0.643763423], [0.641084075, 0.741143525, 1.0527575, 1.03061521, 0.697078228], [0.969115078, 1.04858363, 0.784474254, 1.2790314, 0.648076415]], [[0.722297072, 1.12861502, 1.31043887, 0.692091823, 1.34567571], [0.723605931, 0.64322567, 0.637088001, 0.718664944, 0.982808709], [1.38584125, 0.731421888, 0.795671582, 0.814833045, 0.83703649]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<1.5> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.rsqrt %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @rsqrt_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[1.1531165953226232, 1.0600111638411804, 0.67006778316513194, 0.64778493032739115, 0.64376343723873897, 0.64108409204726147, 0.74114351055488914], [1.052757482649149, 1.0306152357952636, 0.69707824937799712, 0.96911509444810995, 1.0485835957321958, 0.78447426634150152, 1.2790313506591919], [0.64807640917874154, 0.72229708920128133, 1.1286150180243384, 1.3104388372452587, 0.69209180872252563, 1.3456757421010377, 0.72360593255029015]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf64>
  %c = kiln.constant dense<1.5> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.rsqrt %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @rsqrt_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[1.1484375, 1.0625, 0.671875, 0.6484375, 0.64453125, 0.640625, 0.7421875], [1.0546875, 1.03125, 0.6953125, 0.96875, 1.046875, 0.78515625, 1.28125], [0.6484375, 0.72265625, 1.125, 1.3125, 0.69140625, 1.34375, 0.72265625]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<1.5> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.rsqrt %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @rsqrt_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[1.15332031, 1.05957031, 0.670410156, 0.647949219, 0.643554688, 0.641113281, 0.741210938], [1.05273438, 1.03027344, 0.696777344, 0.969238281, 1.04882812, 0.784667969, 1.27929688], [0.647949219, 0.722167969, 1.12890625, 1.31054688, 0.691894531, 1.34570312, 0.723632812]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf16>
  %c = kiln.constant dense<1.5> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.rsqrt %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
