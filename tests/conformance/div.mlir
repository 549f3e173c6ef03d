// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @div_f32_scalar(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<f32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.395739138> : tensor<f32>}) {
  %k = kiln.constant dense<2.5> : tensor<f32>
  %b = kiln.add %x1, %k : tensor<f32>
  %y = kiln.div %x0, %b : tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @div_f32_1(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<1xf32> {kiln.input = "x1"})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.395739138]> : tensor<1xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<1xf32>
  %b = kiln.add %x1, %k : tensor<1xf32>
  %y = kiln.div %x0, %b : tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @div_f32_3x7(%x0: tensor<3x7xf32> {kiln.input = "x0"}, %x1: tensor<3x7xf32> {kiln.input = "x1"})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[-0.395739138, -0.18902427, 0.214957178, 0.258743823, 0.265919954, 0.330845505, 0.168492019], [-0.307867527, -0.182647631, 0.27023074, -0.227939352, -0.224962875, 0.0775532424, -0.262863249], [0.30202502, 0.233471155, -0.451822102, -0.297200888, 0.378630728, -0.325713038, 0.119940564]]> : tensor<3x7xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf32>
  %b = kiln.add %x1, %k : tensor<3x7xf32>
  %y = kiln.div %x0, %b : tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @div_f32_2x3x5(%x0: tensor<2x3x5xf32> {kiln.input = "x0"}, %x1: tensor<2x3x5xf32> {kiln.input = "x1"})
 -> (tensor<2x3x5xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.395739138, -0.18902427, 0.214957178, 0.258743823, 0.265919954], [0.330845505, 0.168492019, -0.307867527, -0.182647631, 0.27023074], [-0.227939352, -0.224962875, 0.0775532424, -0.262863249, 0.30202502]], [[0.233471155, -0.451822102, -0.297200888, 0.378630728, -0.325713038], [0.119940564, 0.264734536, 0.328240573, 0.21431151, -0.305593044], [-0.341316462, 0.143139809, 0.0317406468, 0.00252583832, -0.0318660252]]]> : tensor<2x3x5xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<2x3x5xf32>
  %b = kiln.add %x1, %k : tensor<2x3x5xf32>
  %y = kiln.div %x0, %b : tensor<2x3x5xf32>
  kiln.return %y : tensor<2x3x5xf32>
}
kiln.entry infer @div_f64_3x7(%x0: tensor<3x7xf64> {kiln.input = "x0"}, %x1: tensor<3x7xf64> {kiln.input = "x1"})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[-0.39573914479381661, -0.18902426276024351, 0.21495717409417661, 0.25874380925981605, 0.26591996597707135, 0.33084550220424702, 0.16849201341862982], [-0.30786753822460411, -0.18264762536513682, 0.27023075432616728, -0.22793935681424246, -0.22496287198070025, 0.07755324175151812, -0.26286324976182368], [0.30202501465613102, 0.23347116103028051, -0.45182210952998436, -0.29720088491536806, 0.37863073917290785, -0.32571303701818582, 0.11994056318033315]]> : tensor<3x7xf64>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf64>
  %b = kiln.add %x1, %k : tensor<3x7xf64>
  %y = kiln.div %x0, %b : tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @div_bf16_3x7(%x0: tensor<3x7xbf16> {kiln.input = "x0"}, %x1: tensor<3x7xbf16> {kiln.input = "x1"})
 -> (tensor<3x7xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.39453125, -0.189453125, 0.21484375, 0.259765625, 0.265625, 0.33203125, 0.16796875], [-0.30859375, -0.182617188, 0.271484375, -0.228515625, -0.224609375, 0.0776367188, -0.263671875], [0.302734375, 0.233398438, -0.453125, -0.296875, 0.37890625, -0.326171875, 0.119628906]]> : tensor<3x7xbf16>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xbf16>
  %b = kiln.add %x1, %k : tensor<3x7xbf16>
  %y = kiln.div %x0, %b : tensor<3x7xbf16>
  kiln.return %y : tensor<3x7xbf16>
}
kiln.entry infer @div_f16_3x7(%x0: tensor<3x7xf16> {kiln.input = "x0"}, %x1: tensor<3x7xf16> {kiln.input = "x1"})
 -> (tensor<3x7xf16> {kiln.output = "y", kiln.expected = dense<[[-0.395751953, -0.188964844, 0.21496582, 0.258789062, 0.265869141, 0.330810547, 0.168457031], [-0.307861328, -0.182617188, 0.270263672, -0.227905273, -0.224853516, 0.0775146484, -0.262939453], [0.302001953, 0.233398438, -0.451904297, -0.297119141, 0.378662109, -0.325683594, 0.119934082]]> : tensor<3x7xf16>}) {
  %k = kiln.constant dense<2.5> : tensor<3x7xf16>
  %b = kiln.add %x1, %k : tensor<3x7xf16>
  %y = kiln.div %x0, %b : tensor<3x7xf16>
  kiln.return %y : tensor<3x7xf16>
}
