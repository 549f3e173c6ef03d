// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @max_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<f32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.610022306> : tensor<f32>}) {
  %k = kiln.constant dense<0.0> : tensor<f32>
  %b = kiln.add %x1, %k : tensor<f32>
  %y = kiln.max %x0, %b : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @max_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<1xf32> {kiln.input = "x1"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.610022306]> : tensor<1xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<1xf32>
  %b = kiln.add %x1, %k : tensor<1xf32>
  %y = kiln.max %x0, %b : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @max_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, 0.727216959, 0.883078337, 0.912944794, 0.933156252, 0.933156252, 0.320519686], [-0.558529139, 0.557960033, 0.557960033, -0.435245991, 0.124959707, 0.124959707, 0.880935192], [0.880935192, 0.416762352, -0.714930058, 0.587721586, 0.587721586, 0.409834623, 0.916980982]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf32>
  %b = kiln.add %x1, %k : tensor<3x7xf32>
  %y = kiln.max %x0, %b : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @max_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"}, %x1: tensor<2x3x5xf32> {kiln.input = "x1"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.610022306, 0.727216959, 0.883078337, 0.912944794, 0.933156252], [0.933156252, 0.320519686, -0.558529139, 0.557960033, 0.557960033], [-0.435245991, 0.124959707, 0.124959707, 0.880935192, 0.880935192]], [[0.416762352, -0.714930058, 0.587721586, 0.587721586, 0.409834623], [0.916980982, 0.963775396, 0.963775396, 0.436186075, -0.464709997], [0.369235754, 0.369235754, 0.0795462132, 0.00613093376, -0.0727133751]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %b = kiln.add %x1, %k : tensor<2x3x5xf32>
  %y = kiln.max %x0, %b : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @max_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.61002230644226074, 0.72721695899963379, 0.88307833671569824, 0.91294479370117188, 0.93315625190734863, 0.93315625190734863, 0.32051968574523926], [-0.55852913856506348, 0.55796003341674805, 0.55796003341674805, -0.43524599075317383, 0.12495970726013184, 0.12495970726013184, 0.8809351921081543], [0.8809351921081543, 0.41676235198974609, -0.71493005752563477, 0.58772158622741699, 0.58772158622741699, 0.40983462333679199, 0.91698098182678223]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf64>
  %b = kiln.add %x1, %k : tensor<3x7xf64>
  %y = kiln.max %x0, %b : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @max_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.609375, 0.7265625, 0.8828125, 0.9140625, 0.93359375, 0.93359375, 0.3203125], [-0.55859375, 0.55859375, 0.55859375, -0.435546875, 0.125, 0.125, 0.8828125], [0.8828125, 0.416015625, -0.71484375, 0.5859375, 0.5859375, 0.41015625, 0.91796875]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %b = kiln.add %x1, %k : tensor<3x7xbf16>
  %y = kiln.max %x0, %b : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @max_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.609863281, 0.727050781, 0.883300781, 0.913085938, 0.933105469, 0.933105469, 0.320556641], [-0.55859375, 0.558105469, 0.558105469, -0.435302734, 0.124938965, 0.124938965, 0.880859375], [0.880859375, 0.416748047, -0.71484375, 0.587890625, 0.587890625, 0.409912109, 0.916992188]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<0.0> : tensor<3x7xf16>
  %b = kiln.add %x1, %k : tensor<3x7xf16>
  %y = kiln.max %x0, %b : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @max_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[57, 57, 56, 41, 59, 59, 35], [46, 46, 37, 28, 58, 58, 54], [54, 45, 24, 28, 28, 48, 48]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.max %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @max_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[57, 57, 56, 41, 59, 59, 35], [46, 46, 37, 28, 58, 58, 54], [54, 45, 24, 28, 28, 48, 48]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.max %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @max_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[57, 57, 56, 41, 59, 59, 35], [46, 46, 37, 28, 58, 58, 54], [54, 45, 24, 28, 28, 48, 48]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.max %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @max_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[57, 57, 56, 41, 59, 59, 35], [46, 46, 37, 28, 58, 58, 54], [54, 45, 24, 28, 28, 48, 48]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.max %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @max_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 60}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 60})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[57, 57, 56, 41, 59, 59, 35], [46, 46, 37, 28, 58, 58, 54], [54, 45, 24, 28, 28, 48, 48]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<0> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.max %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
