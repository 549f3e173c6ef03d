// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
kiln.entry infer @reshape_f32(%x0: tensor<2x6xf32> {kiln.input = "x0"})
 -> (tensor<3x4xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959, 0.883078337], [0.912944794, 0.933156252, 0.320519686, -0.597715855], [-0.558529139, 0.557960033, -0.435245991, -0.590518475]]> : tensor<3x4xf32>}) {
  %y = kiln.reshape %x0 : tensor<2x6xf32> -> tensor<3x4xf32>
  kiln.return %y : tensor<3x4xf32>
}
kiln.entry infer @reshape_f64(%x0: tensor<2x6xf64> {kiln.input = "x0"})
 -> (tensor<3x4xf64> {kiln.output = "y", kiln.expected = dense<[[-0.74793815612792969, -0.61002230644226074, 0.72721695899963379, 0.88307833671569824], [0.91294479370117188, 0.93315625190734863, 0.32051968574523926, -0.59771585464477539], [-0.55852913856506348, 0.55796003341674805, -0.43524599075317383, -0.59051847457885742]]> : tensor<3x4xf64>}) {
  %y = kiln.reshape %x0 : tensor<2x6xf64> -> tensor<3x4xf64>
  kiln.return %y : tensor<3x4xf64>
}
kiln.entry infer @reshape_bf16(%x0: tensor<2x6xbf16> {kiln.input = "x0"})
 -> (tensor<3x4xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.74609375, -0.609375, 0.7265625, 0.8828125], [0.9140625, 0.93359375, 0.3203125, -0.59765625], [-0.55859375, 0.55859375, -0.435546875, -0.58984375]]> : tensor<3x4xbf16>}) {
  %y = kiln.reshape %x0 : tensor<2x6xbf16> -> tensor<3x4xbf16>
  kiln.return %y : tensor<3x4xbf16>
}
kiln.entry infer @reshape_f16(%x0: tensor<2x6xf16> {kiln.input = "x0"})
 -> (tensor<3x4xf16> {kiln.output = "y", kiln.expected = dense<[[-0.748046875, -0.609863281, 0.727050781, 0.883300781], [0.913085938, 0.933105469, 0.320556641, -0.59765625], [-0.55859375, 0.558105469, -0.435302734, -0.590332031]]> : tensor<3x4xf16>}) {
  %y = kiln.reshape %x0 : tensor<2x6xf16> -> tensor<3x4xf16>
  kiln.return %y : tensor<3x4xf16>
}
kiln.entry infer @reshape_i32(%x0: tensor<2x6xi32> {kiln.input = "x0"})
 -> (tensor<3x4xi32> {kiln.output = "y", kiln.expected = dense<[[3, 1, 0, 3], [1, 3, 2, 3], [2, 1, 3, 0]]> : tensor<3x4xi32>}) {
  %y = kiln.reshape %x0 : tensor<2x6xi32> -> tensor<3x4xi32>
  kiln.return %y : tensor<3x4xi32>
}
kiln.entry infer @reshape_i1(%x0: tensor<2x6xi1> {kiln.input = "x0"})
 -> (tensor<3x4xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false, true], [true, true, false, true], [false, true, true, false]]> : tensor<3x4xi1>}) {
  %y = kiln.reshape %x0 : tensor<2x6xi1> -> tensor<3x4xi1>
  kiln.return %y : tensor<3x4xi1>
}
