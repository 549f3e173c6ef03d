// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @tanh_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.977755606> : tensor<f32>}) {
  %k = kiln.constant dense<3.0> : tensor<f32>
  %c = kiln.constant dense<0.0> : tensor<f32>
  %m = kiln.mul %x0, %k : tensor<f32>
  %a = kiln.add %m, %c : tensor<f32>
  %y = kiln.tanh %a : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @tanh_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.977755606]> : tensor<1xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<1xf32>
  %c = kiln.constant dense<0.0> : tensor<1xf32>
  %m = kiln.mul %x0, %k : tensor<1xf32>
  %a = kiln.add %m, %c : tensor<1xf32>
  %y = kiln.tanh %a : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @tanh_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.977755606, -0.949832618, 0.974847794, 0.99005127, 0.991676688, 0.992623687, 0.744971454], [-0.946091771, -0.932286561, 0.932062805, -0.863193035, -0.943779647, 0.358252048, -0.990381002], [0.989923179, 0.848364115, -0.972949505, -0.99190855, 0.942855418, -0.993240893, 0.84243536]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf32>
  %c = kiln.constant dense<0.0> : tensor<3x7xf32>
  %m = kiln.mul %x0, %k : tensor<3x7xf32>
  %a = kiln.add %m, %c : tensor<3x7xf32>
  %y = kiln.tanh %a : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @tanh_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.977755606, -0.949832618, 0.974847794, 0.99005127, 0.991676688], [0.992623687, 0.744971454, -0.946091771, -0.932286561, 0.932062805], [-0.863193035, -0.943779647, 0.358252048, -0.990381002, 0.989923179]], [[0.848364115, -0.972949505, -0.99190855, 0.942855418, -0.993240893], [0.84243536, 0.991874993, 0.993857861, 0.863910139, -0.884076238], [-0.994403183, 0.803250432, 0.234209478, 0.0183907282, -0.214744672]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<2x3x5xf32>
  %c = kiln.constant dense<0.0> : tensor<2x3x5xf32>
  %m = kiln.mul %x0, %k : tensor<2x3x5xf32>
  %a = kiln.add %m, %c : tensor<2x3x5xf32>
  %y = kiln.tanh %a : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @tanh_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.97775562822015705, -0.94983262202317686, 0.97484781268597676, 0.99005126251539399, 0.99167666226363738, 0.9926237160046556, 0.74497148130161284], [-0.94609176288640595, -0.93228657228248291, 0.93206282822910802, -0.86319301993341635, -0.94377965047231727, 0.35825203875174705, -0.99038100596841905], [0.98992315569051448, 0.84836411512040766, -0.97294952466749429, -0.99190855763135699, 0.94285542161311475, -0.99324089321967779, 0.84243535798363001]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf64>
  %c = kiln.constant dense<0.0> : tensor<3x7xf64>
  %m = kiln.mul %x0, %k : tensor<3x7xf64>
  %a = kiln.add %m, %c : tensor<3x7xf64>
  %y = kiln.tanh %a : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @tanh_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.9765625, -0.94921875, 0.9765625, 0.98828125, 0.9921875, 0.9921875, 0.74609375], [-0.9453125, -0.93359375, 0.93359375, -0.86328125, -0.94140625, 0.357421875, -0.9921875], [0.98828125, 0.84765625, -0.97265625, -0.9921875, 0.94140625, -0.9921875, 0.84375]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xbf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xbf16>
  %m = kiln.mul %x0, %k : tensor<3x7xbf16>
  %a = kiln.add %m, %c : tensor<3x7xbf16>
  %y = kiln.tanh %a : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @tanh_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.977539062, -0.949707031, 0.974609375, 0.990234375, 0.991699219, 0.992675781, 0.745117188], [-0.946289062, -0.932128906, 0.932128906, -0.86328125, -0.943847656, 0.358154297, -0.990234375], [0.989746094, 0.848144531, -0.973144531, -0.991699219, 0.942871094, -0.993164062, 0.842285156]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<3.0> : tensor<3x7xf16>
  %c = kiln.constant dense<0.0> : tensor<3x7xf16>
  %m = kiln.mul %x0, %k : tensor<3x7xf16>
  %a = kiln.add %m, %c : tensor<3x7xf16>
  %y = kiln.tanh %a : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
