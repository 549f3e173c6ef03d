// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @mod_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<f32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<1.14203954> : tensor<f32>}) {
  %k = kiln.constant dense<2.5> : tensor<f32>
  %b = kiln.add %x1, %k : tensor<f32>
  %y = kiln.mod %x0, %b : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @mod_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<1xf32> {kiln.input = "x1"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[1.14203954]> : tensor<1xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<1xf32>
  %b = kiln.add %x1, %k : tensor<1xf32>
  %y = kiln.mod %x0, %b : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @mod_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[1.14203954, 2.61719465, 0.727216959, 0.883078337, 0.912944794, 0.933156252, 0.320519686], [1.34375501, 2.49943089, 0.557960033, 1.47423553, 2.03444123, 0.124959707, 2.49221158], [0.880935192, 0.416762352, 0.867396355, 2.170048, 0.587721586, 1.96206355, 0.409834623]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf32>
  %b = kiln.add %x1, %k : tensor<3x7xf32>
  %y = kiln.mod %x0, %b : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @mod_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"}, %x1: tensor<2x3x5xf32> {kiln.input = "x1"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[1.14203954, 2.61719465, 0.727216959, 0.883078337, 0.912944794], [0.933156252, 0.320519686, 1.34375501, 2.49943089, 0.557960033], [1.47423553, 2.03444123, 0.124959707, 2.49221158, 0.880935192]], [[0.416762352, 0.867396355, 2.170048, 0.587721586, 1.96206355], [0.409834623, 0.916980982, 0.963775396, 0.436186075, 1.05597258], [1.88991833, 0.369235754, 0.0795462132, 0.00613093376, 2.20913291]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<2x3x5xf32>
  %b = kiln.add %x1, %k : tensor<2x3x5xf32>
  %y = kiln.mod %x0, %b : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @mod_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[1.1420395374298096, 2.617194652557373, 0.72721695899963379, 0.88307833671569824, 0.91294479370117188, 0.93315625190734863, 0.32051968574523926], [1.3437550067901611, 2.4994308948516846, 0.55796003341674805, 1.4742355346679688, 2.0344412326812744, 0.12495970726013184, 2.4922115802764893], [0.8809351921081543, 0.41676235198974609, 0.86739635467529297, 2.1700479984283447, 0.58772158622741699, 1.9620635509490967, 0.40983462333679199]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf64>
  %b = kiln.add %x1, %k : tensor<3x7xf64>
  %y = kiln.mod %x0, %b : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @mod_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[1.140625, 2.609375, 0.7265625, 0.8828125, 0.9140625, 0.93359375, 0.3203125], [1.34375, 2.5, 0.55859375, 1.46875, 2.03125, 0.125, 2.484375], [0.8828125, 0.416015625, 0.86328125, 2.171875, 0.5859375, 1.953125, 0.41015625]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xbf16>
  %b = kiln.add %x1, %k : tensor<3x7xbf16>
  %y = kiln.mod %x0, %b : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @mod_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[1.14257812, 2.6171875, 0.727050781, 0.883300781, 0.913085938, 0.933105469, 0.320556641], [1.34375, 2.5, 0.558105469, 1.47460938, 2.03515625, 0.124938965, 2.4921875], [0.880859375, 0.416748047, 0.8671875, 2.16992188, 0.587890625, 1.96289062, 0.409912109]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf16>
  %b = kiln.add %x1, %k : tensor<3x7xf16>
  %y = kiln.mod %x0, %b : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @mod_i32_3x7(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xi32> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-3, 0, 0, 2, 0, -1, 2], [1, 0, 0, 1, 0, 1, 0], [0, -1, 0, 0, 0, 0, 0]]> : tensor<3x7xi32>}) {
  %k = kiln.constant dense<4> : tensor<3x7xi32>
  %a = kiln.sub %x0, %k : tensor<3x7xi32>
  %b = kiln.sub %x1, %k : tensor<3x7xi32>
  %y = kiln.mod %a, %b : tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @mod_i64_3x7(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xi64> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-3, 0, 0, 2, 0, -1, 2], [1, 0, 0, 1, 0, 1, 0], [0, -1, 0, 0, 0, 0, 0]]> : tensor<3x7xi64>}) {
  %k = kiln.constant dense<4> : tensor<3x7xi64>
  %a = kiln.sub %x0, %k : tensor<3x7xi64>
  %b = kiln.sub %x1, %k : tensor<3x7xi64>
  %y = kiln.mod %a, %b : tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @mod_i8_3x7(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xi8> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[-3, 0, 0, 2, 0, -1, 2], [1, 0, 0, 1, 0, 1, 0], [0, -1, 0, 0, 0, 0, 0]]> : tensor<3x7xi8>}) {
  %k = kiln.constant dense<4> : tensor<3x7xi8>
  %a = kiln.sub %x0, %k : tensor<3x7xi8>
  %b = kiln.sub %x1, %k : tensor<3x7xi8>
  %y = kiln.mod %a, %b : tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @mod_ui8_3x7(%x0: tensor<3x7xui8> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xui8> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[1, 0, 4, 2, 0, 1, 2], [1, 0, 0, 1, 3, 1, 0], [2, 3, 0, 0, 0, 0, 2]]> : tensor<3x7xui8>}) {
  %k = kiln.constant dense<4> : tensor<3x7xui8>
  %a = kiln.sub %x0, %k : tensor<3x7xui8>
  %b = kiln.sub %x1, %k : tensor<3x7xui8>
  %y = kiln.mod %a, %b : tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
kiln.entry infer @mod_ui32_3x7(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 9}, %x1: tensor<3x7xui32> {kiln.input = "x1", kiln.limit = 9})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[1, 0, 4, 2, 0, 1, 2], [1, 0, 0, 1, 3, 1, 0], [2, 3, 0, 0, 0, 0, 2]]> : tensor<3x7xui32>}) {
  %k = kiln.constant dense<4> : tensor<3x7xui32>
  %a = kiln.sub %x0, %k : tensor<3x7xui32>
  %b = kiln.sub %x1, %k : tensor<3x7xui32>
  %y = kiln.mod %a, %b : tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
