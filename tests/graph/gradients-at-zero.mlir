// SPDX-License-Identifier: Apache-2.0
// RUN: %kiln-opt --kiln-differentiate --kiln-interpret=quiet=true %s -o /dev/null
// Products whose factors are 0: each derivative is the product of the others, of any order.
kiln.entry infer @one_zero() -> (tensor<4xf64> {kiln.output = "g", kiln.expected = dense<[0.0, 30.0, 0.0, 0.0]> : tensor<4xf64>},
                                 tensor<4xf64> {kiln.output = "h", kiln.expected = dense<[15.0, 0.0, 10.0, 6.0]> : tensor<4xf64>}) {
  %x = kiln.constant dense<[2.0, 0.0, 3.0, 5.0]> : tensor<4xf64>
  %y = kiln.reduce prod %x [0] : tensor<4xf64> -> tensor<f64>
  %g = kiln.grad %y wrt %x : (tensor<f64>, tensor<4xf64>) -> tensor<4xf64>
  %s = kiln.read %g affine_map<() -> (1)> : tensor<4xf64> -> tensor<f64>
  %h = kiln.grad %s wrt %x : (tensor<f64>, tensor<4xf64>) -> tensor<4xf64>
  kiln.return %g, %h : tensor<4xf64>, tensor<4xf64>
}
kiln.entry infer @two_zeros() -> (tensor<2x2xf64> {kiln.output = "g", kiln.expected = dense<0.0> : tensor<2x2xf64>},
                                  tensor<2x2xf64> {kiln.output = "h", kiln.expected = dense<[[0.0, 0.0], [12.0, 0.0]]> : tensor<2x2xf64>}) {
  %x = kiln.constant dense<[[0.0, 3.0], [0.0, 4.0]]> : tensor<2x2xf64>
  %y = kiln.reduce prod %x [0, 1] : tensor<2x2xf64> -> tensor<f64>
  %g = kiln.grad %y wrt %x : (tensor<f64>, tensor<2x2xf64>) -> tensor<2x2xf64>
  %s = kiln.read %g affine_map<() -> (0, 0)> : tensor<2x2xf64> -> tensor<f64>
  %h = kiln.grad %s wrt %x : (tensor<f64>, tensor<2x2xf64>) -> tensor<2x2xf64>
  kiln.return %g, %h : tensor<2x2xf64>, tensor<2x2xf64>
}
