// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @erf_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.998492479> : tensor<f32>}) {
  %k = kiln.constant dense<3.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.erf %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @erf_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.998492479]> : tensor<1xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.erf %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @erf_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.998492479, -0.990349472, 0.997966647, 0.999820769, 0.999892652, 0.999924779, 0.826122582], [-0.988783896, -0.982194483, 0.982077897, -0.935193777, -0.98776722, 0.403998405, -0.999837101], [0.999814153, 0.92296797, -0.997580171, -0.999901116, 0.987350643, -0.999942064, 0.917926729]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.erf %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @erf_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.998492479, -0.990349472, 0.997966647, 0.999820769, 0.999892652], [0.999924779, 0.826122582, -0.988783896, -0.982194483, 0.982077897], [-0.935193777, -0.98776722, 0.403998405, -0.999837101, 0.999814153]], [[0.92296797, -0.997580171, -0.999901116, 0.987350643, -0.999942064], [0.917926729, 0.999899924, 0.999956667, 0.935770094, -0.95134443], [-0.999967456, 0.882776499, 0.264249444, 0.0207517128, -0.242295608]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.erf %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @erf_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.99849248434434457, -0.99034945695673149, 0.99796666919004984, 0.99982074106335694, 0.99989262703346504, 0.999924750471059, 0.82612255944066348], [-0.98878391949105704, -0.98219451261356605, 0.98207791512930465, -0.9351937561397401, -0.98776723916812215, 0.40399840076135946, -0.99983710201726772], [0.99981413462027124, 0.92296799869846091, -0.99758017892267059, -0.99990113444663398, 0.98735063922446709, -0.999942061215783, 0.91792671655075286]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.erf %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @erf_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-1.0, -0.9921875, 0.99609375, 1.0, 1.0, 1.0, 0.82421875], [-0.98828125, -0.98046875, 0.98046875, -0.93359375, -0.98828125, 0.404296875, -1.0], [1.0, 0.921875, -0.99609375, -1.0, 0.98828125, -1.0, 0.91796875]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.erf %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @erf_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.998535156, -0.990234375, 0.998046875, 1.0, 1.0, 1.0, 0.826171875], [-0.988769531, -0.982421875, 0.981933594, -0.935058594, -0.987792969, 0.403808594, -1.0], [1.0, 0.922851562, -0.997558594, -1.0, 0.987304688, -1.0, 0.91796875]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.erf %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
