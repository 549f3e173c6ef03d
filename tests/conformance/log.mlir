// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @log_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.284936726> : tensor<f32>}) {
  %k = kiln.constant dense<1.0> : tensor<f32>
  %c = kiln.constant dense<1.5> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.log %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @log_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.284936726]> : tensor<1xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<1xf32>
  %c = kiln.constant dense<1.5> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.log %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @log_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.284936726, -0.11655888, 0.800752819, 0.868393064, 0.880847931, 0.889189303, 0.599121988], [-0.102825791, -0.06031188, 0.721715212, 0.0627437979, -0.0948805958, 0.485483021, -0.492206067], [0.867493331, 0.650637507, -0.24198246, -0.540724158, 0.736073315, -0.593792617, 0.647016644]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf32>
  %c = kiln.constant dense<1.5> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.log %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @log_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.284936726, -0.11655888, 0.800752819, 0.868393064, 0.880847931], [0.889189303, 0.599121988, -0.102825791, -0.06031188, 0.721715212], [0.0627437979, -0.0948805958, 0.485483021, -0.492206067, 0.867493331]], [[0.650637507, -0.24198246, -0.540724158, 0.736073315, -0.593792617], [0.647016644, 0.882519245, 0.901694894, 0.66072011, 0.0346815847], [-0.652614713, 0.625529647, 0.457137585, 0.40954408, 0.355775177]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<1.5> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.log %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @log_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.28493671922217129, -0.11655887998831474, 0.80075280562234341, 0.86839307072597949, 0.88084790768294363, 0.88918928364937799, 0.59912200194771825], [-0.10282579150342749, -0.06031188045049423, 0.72171521711480502, 0.062743795249011983, -0.094880594126209764, 0.48548301994205995, -0.49220606829734675], [0.86749334836408853, 0.65063748767230789, -0.24198246647532257, -0.54072414275981129, 0.73607332120043556, -0.59379259474390889, 0.64701665366944905]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf64>
  %c = kiln.constant dense<1.5> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.log %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @log_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.283203125, -0.115722656, 0.796875, 0.86328125, 0.87890625, 0.890625, 0.59765625], [-0.102539062, -0.0603027344, 0.72265625, 0.060546875, -0.0942382812, 0.486328125, -0.49609375], [0.86328125, 0.6484375, -0.2421875, -0.54296875, 0.73828125, -0.59765625, 0.64453125]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<1.5> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.log %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @log_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.28515625, -0.116394043, 0.800292969, 0.868164062, 0.881347656, 0.889160156, 0.599121094], [-0.102783203, -0.0603942871, 0.722167969, 0.0624694824, -0.0946655273, 0.485595703, -0.4921875], [0.867675781, 0.650878906, -0.241821289, -0.540527344, 0.736328125, -0.59375, 0.646972656]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<1.0> : tensor<3x7xf16>
  %c = kiln.constant dense<1.5> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.log %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
