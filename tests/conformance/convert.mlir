// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @convert_f64_f32(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-224.381439, -183.006699, 218.165085, 264.923492, 273.883423, 279.946869, 96.1559067], [-179.314758, -167.558746, 167.388016, -130.573792, -177.155548, 37.4879112, -266.617096], [264.280548, 125.028702, -214.479019, -275.302063, 176.316483, -284.331329, 122.950386]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_f64_bf16(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-224.0, -183.0, 218.0, 264.0, 274.0, 280.0, 96.0], [-179.0, -168.0, 167.0, -131.0, -177.0, 37.5, -266.0], [264.0, 125.0, -214.0, -276.0, 176.0, -284.0, 123.0]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_f64_f16(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-224.375, -183.0, 218.125, 265.0, 274.0, 280.0, 96.125], [-179.375, -167.5, 167.375, -130.625, -177.125, 37.5, -266.5], [264.25, 125.0, -214.5, -275.25, 176.375, -284.25, 122.9375]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_f64_i64(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-224, -183, 218, 264, 273, 279, 96], [-179, -167, 167, -130, -177, 37, -266], [264, 125, -214, -275, 176, -284, 122]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_f64_i32(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-224, -183, 218, 264, 273, 279, 96], [-179, -167, 167, -130, -177, 37, -266], [264, 125, -214, -275, 176, -284, 122]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_f64_i8(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-128, -128, 127, 127, 127, 127, 96], [-128, -128, 127, -128, -128, 37, -128], [127, 125, -128, -128, 127, -128, 122]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_f64_ui8(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[0, 0, 218, 255, 255, 255, 96], [0, 0, 167, 0, 0, 37, 0], [255, 125, 0, 0, 176, 0, 122]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_f64_ui32(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 218, 264, 273, 279, 96], [0, 0, 167, 0, 0, 37, 0], [264, 125, 0, 0, 176, 0, 122]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_f64_i1(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf64>
  %a = kiln.mul %x0, %k : tensor<3x7xf64>
  %y = kiln.convert %a : tensor<3x7xf64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_f32_f64(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-224.38143920898438, -183.00669860839844, 218.16508483886719, 264.92349243164062, 273.8834228515625, 279.94686889648438, 96.155906677246094], [-179.31475830078125, -167.55874633789062, 167.38801574707031, -130.57379150390625, -177.15554809570312, 37.487911224365234, -266.61709594726562], [264.28054809570312, 125.02870178222656, -214.47901916503906, -275.30206298828125, 176.31648254394531, -284.33132934570312, 122.95038604736328]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_f32_bf16(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-224.0, -183.0, 218.0, 264.0, 274.0, 280.0, 96.0], [-179.0, -168.0, 167.0, -131.0, -177.0, 37.5, -266.0], [264.0, 125.0, -214.0, -276.0, 176.0, -284.0, 123.0]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_f32_f16(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-224.375, -183.0, 218.125, 265.0, 274.0, 280.0, 96.125], [-179.375, -167.5, 167.375, -130.625, -177.125, 37.5, -266.5], [264.25, 125.0, -214.5, -275.25, 176.375, -284.25, 122.9375]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_f32_i64(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-224, -183, 218, 264, 273, 279, 96], [-179, -167, 167, -130, -177, 37, -266], [264, 125, -214, -275, 176, -284, 122]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_f32_i32(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-224, -183, 218, 264, 273, 279, 96], [-179, -167, 167, -130, -177, 37, -266], [264, 125, -214, -275, 176, -284, 122]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_f32_i8(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-128, -128, 127, 127, 127, 127, 96], [-128, -128, 127, -128, -128, 37, -128], [127, 125, -128, -128, 127, -128, 122]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_f32_ui8(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[0, 0, 218, 255, 255, 255, 96], [0, 0, 167, 0, 0, 37, 0], [255, 125, 0, 0, 176, 0, 122]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_f32_ui32(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 218, 264, 273, 279, 96], [0, 0, 167, 0, 0, 37, 0], [264, 125, 0, 0, 176, 0, 122]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_f32_i1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf32>
  %a = kiln.mul %x0, %k : tensor<3x7xf32>
  %y = kiln.convert %a : tensor<3x7xf32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_bf16_f64(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-224.0, -183.0, 218.0, 264.0, 274.0, 280.0, 96.0], [-179.0, -168.0, 168.0, -131.0, -177.0, 37.5, -268.0], [264.0, 125.0, -214.0, -276.0, 176.0, -284.0, 123.0]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_bf16_f32(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-224.0, -183.0, 218.0, 264.0, 274.0, 280.0, 96.0], [-179.0, -168.0, 168.0, -131.0, -177.0, 37.5, -268.0], [264.0, 125.0, -214.0, -276.0, 176.0, -284.0, 123.0]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_bf16_f16(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-224.0, -183.0, 218.0, 264.0, 274.0, 280.0, 96.0], [-179.0, -168.0, 168.0, -131.0, -177.0, 37.5, -268.0], [264.0, 125.0, -214.0, -276.0, 176.0, -284.0, 123.0]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_bf16_i64(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-224, -183, 218, 264, 274, 280, 96], [-179, -168, 168, -131, -177, 37, -268], [264, 125, -214, -276, 176, -284, 123]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_bf16_i32(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-224, -183, 218, 264, 274, 280, 96], [-179, -168, 168, -131, -177, 37, -268], [264, 125, -214, -276, 176, -284, 123]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_bf16_i8(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-128, -128, 127, 127, 127, 127, 96], [-128, -128, 127, -128, -128, 37, -128], [127, 125, -128, -128, 127, -128, 123]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_bf16_ui8(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[0, 0, 218, 255, 255, 255, 96], [0, 0, 168, 0, 0, 37, 0], [255, 125, 0, 0, 176, 0, 123]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_bf16_ui32(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 218, 264, 274, 280, 96], [0, 0, 168, 0, 0, 37, 0], [264, 125, 0, 0, 176, 0, 123]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_bf16_i1(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xbf16>
  %a = kiln.mul %x0, %k : tensor<3x7xbf16>
  %y = kiln.convert %a : tensor<3x7xbf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_f16_f64(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-224.375, -183.0, 218.125, 265.0, 274.0, 280.0, 96.1875], [-179.25, -167.625, 167.375, -130.625, -177.125, 37.46875, -266.5], [264.25, 125.0, -214.5, -275.25, 176.375, -284.25, 123.0]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_f16_f32(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-224.375, -183.0, 218.125, 265.0, 274.0, 280.0, 96.1875], [-179.25, -167.625, 167.375, -130.625, -177.125, 37.46875, -266.5], [264.25, 125.0, -214.5, -275.25, 176.375, -284.25, 123.0]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_f16_bf16(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-224.0, -183.0, 218.0, 264.0, 274.0, 280.0, 96.0], [-179.0, -168.0, 167.0, -131.0, -177.0, 37.5, -266.0], [264.0, 125.0, -214.0, -276.0, 176.0, -284.0, 123.0]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_f16_i64(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-224, -183, 218, 265, 274, 280, 96], [-179, -167, 167, -130, -177, 37, -266], [264, 125, -214, -275, 176, -284, 123]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_f16_i32(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-224, -183, 218, 265, 274, 280, 96], [-179, -167, 167, -130, -177, 37, -266], [264, 125, -214, -275, 176, -284, 123]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_f16_i8(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-128, -128, 127, 127, 127, 127, 96], [-128, -128, 127, -128, -128, 37, -128], [127, 125, -128, -128, 127, -128, 123]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_f16_ui8(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[0, 0, 218, 255, 255, 255, 96], [0, 0, 167, 0, 0, 37, 0], [255, 125, 0, 0, 176, 0, 123]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_f16_ui32(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 218, 265, 274, 280, 96], [0, 0, 167, 0, 0, 37, 0], [264, 125, 0, 0, 176, 0, 123]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_f16_i1(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %k = kiln.constant dense<300.0> : tensor<3x7xf16>
  %a = kiln.mul %x0, %k : tensor<3x7xf16>
  %y = kiln.convert %a : tensor<3x7xf16> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_i64_f64(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf64>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_i64_f32(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf32>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_i64_bf16(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xbf16>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_i64_f16(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf16>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_i64_i32(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi32>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_i64_i8(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi8>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_i64_ui8(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[188, 178, 199, 220, 174, 196, 189], [200, 189, 218, 244, 227, 177, 186], [201, 210, 171, 231, 227, 221, 247]]> : tensor<3x7xui8>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_i64_ui32(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[4294967228, 4294967218, 4294967239, 4294967260, 4294967214, 4294967236, 4294967229], [4294967240, 4294967229, 4294967258, 4294967284, 4294967267, 4294967217, 4294967226], [4294967241, 4294967250, 4294967211, 4294967271, 4294967267, 4294967261, 4294967287]]> : tensor<3x7xui32>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_i64_i1(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %a = kiln.not %x0 : tensor<3x7xi64>
  %y = kiln.convert %a : tensor<3x7xi64> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_i32_f64(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf64>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_i32_f32(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf32>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_i32_bf16(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xbf16>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_i32_f16(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf16>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_i32_i64(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi64>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_i32_i8(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi8>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_i32_ui8(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[188, 178, 199, 220, 174, 196, 189], [200, 189, 218, 244, 227, 177, 186], [201, 210, 171, 231, 227, 221, 247]]> : tensor<3x7xui8>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_i32_ui32(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[4294967228, 4294967218, 4294967239, 4294967260, 4294967214, 4294967236, 4294967229], [4294967240, 4294967229, 4294967258, 4294967284, 4294967267, 4294967217, 4294967226], [4294967241, 4294967250, 4294967211, 4294967271, 4294967267, 4294967261, 4294967287]]> : tensor<3x7xui32>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_i32_i1(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %a = kiln.not %x0 : tensor<3x7xi32>
  %y = kiln.convert %a : tensor<3x7xi32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_i8_f64(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf64>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_i8_f32(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf32>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_i8_bf16(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xbf16>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_i8_f16(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-68.0, -78.0, -57.0, -36.0, -82.0, -60.0, -67.0], [-56.0, -67.0, -38.0, -12.0, -29.0, -79.0, -70.0], [-55.0, -46.0, -85.0, -25.0, -29.0, -35.0, -9.0]]> : tensor<3x7xf16>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_i8_i64(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi64>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_i8_i32(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi32>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_i8_ui8(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[188, 178, 199, 220, 174, 196, 189], [200, 189, 218, 244, 227, 177, 186], [201, 210, 171, 231, 227, 221, 247]]> : tensor<3x7xui8>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_i8_ui32(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[4294967228, 4294967218, 4294967239, 4294967260, 4294967214, 4294967236, 4294967229], [4294967240, 4294967229, 4294967258, 4294967284, 4294967267, 4294967217, 4294967226], [4294967241, 4294967250, 4294967211, 4294967271, 4294967267, 4294967261, 4294967287]]> : tensor<3x7xui32>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_i8_i1(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %a = kiln.not %x0 : tensor<3x7xi8>
  %y = kiln.convert %a : tensor<3x7xi8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_ui8_f64(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[188.0, 178.0, 199.0, 220.0, 174.0, 196.0, 189.0], [200.0, 189.0, 218.0, 244.0, 227.0, 177.0, 186.0], [201.0, 210.0, 171.0, 231.0, 227.0, 221.0, 247.0]]> : tensor<3x7xf64>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_ui8_f32(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[188.0, 178.0, 199.0, 220.0, 174.0, 196.0, 189.0], [200.0, 189.0, 218.0, 244.0, 227.0, 177.0, 186.0], [201.0, 210.0, 171.0, 231.0, 227.0, 221.0, 247.0]]> : tensor<3x7xf32>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_ui8_bf16(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[188.0, 178.0, 199.0, 220.0, 174.0, 196.0, 189.0], [200.0, 189.0, 218.0, 244.0, 227.0, 177.0, 186.0], [201.0, 210.0, 171.0, 231.0, 227.0, 221.0, 247.0]]> : tensor<3x7xbf16>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_ui8_f16(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[188.0, 178.0, 199.0, 220.0, 174.0, 196.0, 189.0], [200.0, 189.0, 218.0, 244.0, 227.0, 177.0, 186.0], [201.0, 210.0, 171.0, 231.0, 227.0, 221.0, 247.0]]> : tensor<3x7xf16>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_ui8_i64(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[188, 178, 199, 220, 174, 196, 189], [200, 189, 218, 244, 227, 177, 186], [201, 210, 171, 231, 227, 221, 247]]> : tensor<3x7xi64>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_ui8_i32(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[188, 178, 199, 220, 174, 196, 189], [200, 189, 218, 244, 227, 177, 186], [201, 210, 171, 231, 227, 221, 247]]> : tensor<3x7xi32>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_ui8_i8(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi8>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_ui8_ui32(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[188, 178, 199, 220, 174, 196, 189], [200, 189, 218, 244, 227, 177, 186], [201, 210, 171, 231, 227, 221, 247]]> : tensor<3x7xui32>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_ui8_i1(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %a = kiln.not %x0 : tensor<3x7xui8>
  %y = kiln.convert %a : tensor<3x7xui8> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_ui32_f64(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[4294967228.0, 4294967218.0, 4294967239.0, 4294967260.0, 4294967214.0, 4294967236.0, 4294967229.0], [4294967240.0, 4294967229.0, 4294967258.0, 4294967284.0, 4294967267.0, 4294967217.0, 4294967226.0], [4294967241.0, 4294967250.0, 4294967211.0, 4294967271.0, 4294967267.0, 4294967261.0, 4294967287.0]]> : tensor<3x7xf64>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_ui32_f32(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09], [4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09], [4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09]]> : tensor<3x7xf32>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_ui32_bf16(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09], [4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09], [4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09, 4.2949673e+09]]> : tensor<3x7xbf16>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_ui32_f16(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00], [0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00], [0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00]]> : tensor<3x7xf16>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_ui32_i64(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[4294967228, 4294967218, 4294967239, 4294967260, 4294967214, 4294967236, 4294967229], [4294967240, 4294967229, 4294967258, 4294967284, 4294967267, 4294967217, 4294967226], [4294967241, 4294967250, 4294967211, 4294967271, 4294967267, 4294967261, 4294967287]]> : tensor<3x7xi64>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_ui32_i32(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi32>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_ui32_i8(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-68, -78, -57, -36, -82, -60, -67], [-56, -67, -38, -12, -29, -79, -70], [-55, -46, -85, -25, -29, -35, -9]]> : tensor<3x7xi8>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_ui32_ui8(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[188, 178, 199, 220, 174, 196, 189], [200, 189, 218, 244, 227, 177, 186], [201, 210, 171, 231, 227, 221, 247]]> : tensor<3x7xui8>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_ui32_i1(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true, true, true], [true, true, true, true, true, true, true], [true, true, true, true, true, true, true]]> : tensor<3x7xi1>}) {
  %a = kiln.not %x0 : tensor<3x7xui32>
  %y = kiln.convert %a : tensor<3x7xui32> -> tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
kiln.entry infer @convert_i1_f64(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]]> : tensor<3x7xf64>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @convert_i1_f32(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]]> : tensor<3x7xf32>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @convert_i1_bf16(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]]> : tensor<3x7xbf16>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @convert_i1_f16(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]]> : tensor<3x7xf16>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @convert_i1_i64(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[0, 0, 1, 0, 0, 0, 1], [0, 1, 0, 0, 1, 1, 0], [1, 0, 1, 1, 1, 1, 1]]> : tensor<3x7xi64>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @convert_i1_i32(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 1, 0, 0, 0, 1], [0, 1, 0, 0, 1, 1, 0], [1, 0, 1, 1, 1, 1, 1]]> : tensor<3x7xi32>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @convert_i1_i8(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[0, 0, 1, 0, 0, 0, 1], [0, 1, 0, 0, 1, 1, 0], [1, 0, 1, 1, 1, 1, 1]]> : tensor<3x7xi8>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @convert_i1_ui8(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[0, 0, 1, 0, 0, 0, 1], [0, 1, 0, 0, 1, 1, 0], [1, 0, 1, 1, 1, 1, 1]]> : tensor<3x7xui8>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @convert_i1_ui32(%x0: tensor<3x7xi1> {kiln.input = "x0", kiln.limit = 2})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 1, 0, 0, 0, 1], [0, 1, 0, 0, 1, 1, 0], [1, 0, 1, 1, 1, 1, 1]]> : tensor<3x7xui32>}) {
  %a = kiln.not %x0 : tensor<3x7xi1>
  %y = kiln.convert %a : tensor<3x7xi1> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @convert_special_f64_bf16()
 -> (tensor<28xbf16> {kiln.output = "y", kiln.expected = dense<[1.0, 1.015625, 1.0078125, 1.0078125, -1.0, 0.0, -0.0, 9.18354962e-41, 0.0, -1.83670992e-40, 0.0, 65536.0, 65536.0, 65536.0, -65536.0, 1.00135803e-05, 3.38953139e+38, 3.38953139e+38, 0x7f80, 0x7f80, 0x7f80, 0xff80, 0x7fc0, 1.0078125, 1.0078125, 0x7f80, -0.0, 9.18354962e-41]> : tensor<28xbf16>}) {
  %c = kiln.constant dense<[1.00390625000000000e+00, 1.01171875000000000e+00, 1.00390636920928955e+00, 1.01171863079071045e+00, -1.00390625000000000e+00, 0.00000000000000000e+00, -0.00000000000000000e+00, 9.18354961579912116e-41, 4.59177480789956058e-41, -1.37753244236986817e-40, 1.79366203433576585e-43, 6.55040000000000000e+04, 6.55190000000000000e+04, 6.55200000000000000e+04, -6.55360000000000000e+04, 1.00000000000000008e-05, 3.38949999999999986e+38, 3.39609999999999988e+38, 3.39619999999999989e+38, 3.40282349999999992e+38, 0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 1.00390625000090949e+00, 1.01171874999909051e+00, 1.00000000000000005e+300, -1.00000000000000003e-300, 4.59177480790373677e-41]> : tensor<28xf64>
  %y = kiln.convert %c : tensor<28xf64> -> tensor<28xbf16>
  kiln.return %y : tensor<28xbf16>
}
kiln.entry infer @convert_special_f64_f16()
 -> (tensor<28xf16> {kiln.output = "y", kiln.expected = dense<[1.0, 1.00195312, 1.00097656, 1.00097656, -1.0, 0.0, -0.0, 5.96046448e-08, 0.0, -1.1920929e-07, 0.0, 65504.0, 65504.0, 0x7c00, 0xfc00, 1.00135803e-05, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0xfc00, 0x7e00, 1.00097656, 1.00097656, 0x7c00, -0.0, 5.96046448e-08]> : tensor<28xf16>}) {
  %c = kiln.constant dense<[1.00048828125000000e+00, 1.00146484375000000e+00, 1.00048840045928955e+00, 1.00146472454071045e+00, -1.00048828125000000e+00, 0.00000000000000000e+00, -0.00000000000000000e+00, 5.96046447753906250e-08, 2.98023223876953125e-08, -8.94069671630859375e-08, 1.16415321826934814e-10, 6.55040000000000000e+04, 6.55190000000000000e+04, 6.55200000000000000e+04, -6.55360000000000000e+04, 1.00000000000000008e-05, 3.38949999999999986e+38, 3.39609999999999988e+38, 3.39619999999999989e+38, 3.40282349999999992e+38, 0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 1.00048828125090949e+00, 1.00146484374909051e+00, 1.00000000000000005e+300, -1.00000000000000003e-300, 2.98023223877224176e-08]> : tensor<28xf64>
  %y = kiln.convert %c : tensor<28xf64> -> tensor<28xf16>
  kiln.return %y : tensor<28xf16>
}
kiln.entry infer @convert_special_f32_bf16()
 -> (tensor<23xbf16> {kiln.output = "y", kiln.expected = dense<[1.0, 1.015625, 1.0078125, 1.0078125, -1.0, 0.0, -0.0, 9.18354962e-41, 0.0, -1.83670992e-40, 0.0, 65536.0, 65536.0, 65536.0, -65536.0, 1.00135803e-05, 3.38953139e+38, 3.38953139e+38, 0x7f80, 0x7f80, 0x7f80, 0xff80, 0x7fc0]> : tensor<23xbf16>}) {
  %c = kiln.constant dense<[1.00390625000000000e+00, 1.01171875000000000e+00, 1.00390636920928955e+00, 1.01171863079071045e+00, -1.00390625000000000e+00, 0.00000000000000000e+00, -0.00000000000000000e+00, 9.18354961579912116e-41, 4.59177480789956058e-41, -1.37753244236986817e-40, 1.79366203433576585e-43, 6.55040000000000000e+04, 6.55190000000000000e+04, 6.55200000000000000e+04, -6.55360000000000000e+04, 9.99999974737875164e-06, 3.38949995151664982e+38, 3.39610005042577411e+38, 3.39620004270512011e+38, 3.40282346638528860e+38, 0x7f800000, 0xff800000, 0x7fc00000]> : tensor<23xf32>
  %y = kiln.convert %c : tensor<23xf32> -> tensor<23xbf16>
  kiln.return %y : tensor<23xbf16>
}
kiln.entry infer @convert_special_f32_f16()
 -> (tensor<23xf16> {kiln.output = "y", kiln.expected = dense<[1.0, 1.00195312, 1.00097656, 1.00097656, -1.0, 0.0, -0.0, 5.96046448e-08, 0.0, -1.1920929e-07, 0.0, 65504.0, 65504.0, 0x7c00, 0xfc00, 1.00135803e-05, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0xfc00, 0x7e00]> : tensor<23xf16>}) {
  %c = kiln.constant dense<[1.00048828125000000e+00, 1.00146484375000000e+00, 1.00048840045928955e+00, 1.00146472454071045e+00, -1.00048828125000000e+00, 0.00000000000000000e+00, -0.00000000000000000e+00, 5.96046447753906250e-08, 2.98023223876953125e-08, -8.94069671630859375e-08, 1.16415321826934814e-10, 6.55040000000000000e+04, 6.55190000000000000e+04, 6.55200000000000000e+04, -6.55360000000000000e+04, 9.99999974737875164e-06, 3.38949995151664982e+38, 3.39610005042577411e+38, 3.39620004270512011e+38, 3.40282346638528860e+38, 0x7f800000, 0xff800000, 0x7fc00000]> : tensor<23xf32>
  %y = kiln.convert %c : tensor<23xf32> -> tensor<23xf16>
  kiln.return %y : tensor<23xf16>
}
kiln.entry infer @convert_special_i64_bf16()
 -> (tensor<18xbf16> {kiln.output = "y", kiln.expected = dense<[0.0, 1.0, -1.0, 256.0, 260.0, 2048.0, 2048.0, 65536.0, 65536.0, 65536.0, -65536.0, 16777216.0, 16777216.0, 16908288.0, 2.14748365e+09, -2.14748365e+09, 1.10810156e+12, 9.22337204e+18]> : tensor<18xbf16>}) {
  %c = kiln.constant dense<[0, 1, -1, 257, 259, 2049, 2051, 65519, 65520, 65535, -65536, 16777217, 16842752, 16842753, 2147483647, -2147483648, 1103806595073, 9223372036854775807]> : tensor<18xi64>
  %y = kiln.convert %c : tensor<18xi64> -> tensor<18xbf16>
  kiln.return %y : tensor<18xbf16>
}
kiln.entry infer @convert_special_i64_f16()
 -> (tensor<18xf16> {kiln.output = "y", kiln.expected = dense<[0.0, 1.0, -1.0, 257.0, 259.0, 2048.0, 2052.0, 65504.0, 0x7c00, 0x7c00, 0xfc00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0xfc00, 0x7c00, 0x7c00]> : tensor<18xf16>}) {
  %c = kiln.constant dense<[0, 1, -1, 257, 259, 2049, 2051, 65519, 65520, 65535, -65536, 16777217, 16842752, 16842753, 2147483647, -2147483648, 1103806595073, 9223372036854775807]> : tensor<18xi64>
  %y = kiln.convert %c : tensor<18xi64> -> tensor<18xf16>
  kiln.return %y : tensor<18xf16>
}
kiln.entry infer @convert_special_i32_bf16()
 -> (tensor<16xbf16> {kiln.output = "y", kiln.expected = dense<[0.0, 1.0, -1.0, 256.0, 260.0, 2048.0, 2048.0, 65536.0, 65536.0, 65536.0, -65536.0, 16777216.0, 16777216.0, 16908288.0, 2.14748365e+09, -2.14748365e+09]> : tensor<16xbf16>}) {
  %c = kiln.constant dense<[0, 1, -1, 257, 259, 2049, 2051, 65519, 65520, 65535, -65536, 16777217, 16842752, 16842753, 2147483647, -2147483648]> : tensor<16xi32>
  %y = kiln.convert %c : tensor<16xi32> -> tensor<16xbf16>
  kiln.return %y : tensor<16xbf16>
}
kiln.entry infer @convert_special_i32_f16()
 -> (tensor<16xf16> {kiln.output = "y", kiln.expected = dense<[0.0, 1.0, -1.0, 257.0, 259.0, 2048.0, 2052.0, 65504.0, 0x7c00, 0x7c00, 0xfc00, 0x7c00, 0x7c00, 0x7c00, 0x7c00, 0xfc00]> : tensor<16xf16>}) {
  %c = kiln.constant dense<[0, 1, -1, 257, 259, 2049, 2051, 65519, 65520, 65535, -65536, 16777217, 16842752, 16842753, 2147483647, -2147483648]> : tensor<16xi32>
  %y = kiln.convert %c : tensor<16xi32> -> tensor<16xf16>
  kiln.return %y : tensor<16xf16>
}
