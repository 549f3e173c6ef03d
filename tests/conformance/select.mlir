// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @select_f32(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"}, %x2: tensor<3x7xf32> {kiln.input = "x2"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, 0.727216959, 0.912944794, 0.912944794, 0.933156252, 0.320519686, -0.558529139], [-0.558529139, -0.435245991, -0.435245991, -0.590518475, -0.888723612, 0.880935192, 0.880935192], [-0.714930058, -0.714930058, 0.587721586, -0.947771072, 0.409834623, 0.916980982, 0.963775396]]> : tensor<3x7xf32>}) {
  %y = kiln.select %x0, %x1, %x2 : tensor<3x7xi1>, tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @select_f64(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"}, %x2: tensor<3x7xf64> {kiln.input = "x2"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.61002230644226074, 0.72721695899963379, 0.91294479370117188, 0.91294479370117188, 0.93315625190734863, 0.32051968574523926, -0.55852913856506348], [-0.55852913856506348, -0.43524599075317383, -0.43524599075317383, -0.59051847457885742, -0.88872361183166504, 0.8809351921081543, 0.8809351921081543], [-0.71493005752563477, -0.71493005752563477, 0.58772158622741699, -0.94777107238769531, 0.40983462333679199, 0.91698098182678223, 0.9637753963470459]]> : tensor<3x7xf64>}) {
  %y = kiln.select %x0, %x1, %x2 : tensor<3x7xi1>, tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @select_bf16(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"}, %x2: tensor<3x7xbf16> {kiln.input = "x2"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.609375, 0.7265625, 0.9140625, 0.9140625, 0.93359375, 0.3203125, -0.55859375], [-0.55859375, -0.435546875, -0.435546875, -0.58984375, -0.890625, 0.8828125, 0.8828125], [-0.71484375, -0.71484375, 0.5859375, -0.94921875, 0.41015625, 0.91796875, 0.96484375]]> : tensor<3x7xbf16>}) {
  %y = kiln.select %x0, %x1, %x2 : tensor<3x7xi1>, tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @select_f16(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"}, %x2: tensor<3x7xf16> {kiln.input = "x2"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.609863281, 0.727050781, 0.913085938, 0.913085938, 0.933105469, 0.320556641, -0.55859375], [-0.55859375, -0.435302734, -0.435302734, -0.590332031, -0.888671875, 0.880859375, 0.880859375], [-0.71484375, -0.71484375, 0.587890625, -0.947753906, 0.409912109, 0.916992188, 0.963867188]]> : tensor<3x7xf16>}) {
  %y = kiln.select %x0, %x1, %x2 : tensor<3x7xi1>, tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
kiln.entry infer @select_i32(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi32> {kiln.input = "x1"}, %x2: tensor<3x7xi32> {kiln.input = "x2"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[1, 0, 1, 1, 3, 2, 2], [2, 3, 3, 0, 1, 2, 2], [0, 0, 0, 2, 0, 1, 2]]> : tensor<3x7xi32>}) {
  %y = kiln.select %x0, %x1, %x2 : tensor<3x7xi1>, tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @select_i64(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi64> {kiln.input = "x1"}, %x2: tensor<3x7xi64> {kiln.input = "x2"})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[1, 0, 1, 1, 3, 2, 2], [2, 3, 3, 0, 1, 2, 2], [0, 0, 0, 2, 0, 1, 2]]> : tensor<3x7xi64>}) {
  %y = kiln.select %x0, %x1, %x2 : tensor<3x7xi1>, tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @select_i8(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi8> {kiln.input = "x1"}, %x2: tensor<3x7xi8> {kiln.input = "x2"})
 -> (tensor<3x7xi8> {kiln.output = "y", kiln.expected = dense<[[1, 0, 1, 1, 3, 2, 2], [2, 3, 3, 0, 1, 2, 2], [0, 0, 0, 2, 0, 1, 2]]> : tensor<3x7xi8>}) {
  %y = kiln.select %x0, %x1, %x2 : tensor<3x7xi1>, tensor<3x7xi8>
  kiln.return %y : tensor<3x7xi8>
}
kiln.entry infer @select_i1(%x0: tensor<3x7xi1> {kiln.input = "x0"}, %x1: tensor<3x7xi1> {kiln.input = "x1"}, %x2: tensor<3x7xi1> {kiln.input = "x2"})
 -> (tensor<3x7xi1> {kiln.output = "y", kiln.expected = dense<[[true, false, true, true, true, false, false], [false, true, true, false, true, false, false], [false, false, false, false, false, true, false]]> : tensor<3x7xi1>}) {
  %y = kiln.select %x0, %x1, %x2 : tensor<3x7xi1>, tensor<3x7xi1>
  kiln.return %y : tensor<3x7xi1>
}
