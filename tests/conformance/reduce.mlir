// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @sum_f32_5_over_0(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<1.16527963> : tensor<f32>}) {
  %y = kiln.reduce sum %x0 [0] : tensor<5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @sum_f32_1_over_0(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.747938156> : tensor<f32>}) {
  %y = kiln.reduce sum %x0 [0] : tensor<1xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @sum_f32_3x7_over_0(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<7xf32> {kiln.output = "y", kiln.expected = dense<[-0.464718819, -0.751789093, 0.570246935, -0.469841242, 0.910147905, 0.110344887, -0.158369303]> : tensor<7xf32>}) {
  %y = kiln.reduce sum %x0 [0] : tensor<3x7xf32> -> tensor<7xf32>
  kiln.return %y : tensor<7xf32>
}
kiln.entry infer @sum_f32_3x7_over_1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[2.41895556, -2.38781333, -0.285120964]> : tensor<3xf32>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<3x7xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @sum_f32_2x3x5_over_0_2(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[-0.410611153, 2.91745806, -1.50571108]> : tensor<3xf32>}) {
  %y = kiln.reduce sum %x0 [0, 2] : tensor<2x3x5xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @sum_f32_2x3x5_over_1(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x5xf32> {kiln.output = "y", kiln.expected = dense<[[-0.250027895, -0.880021095, 0.254460812, -0.564174414, 2.35184002], [-0.152720451, 0.571286678, 0.125648022, 1.0300386, -1.48519444]]> : tensor<2x5xf32>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<2x3x5xf32> -> tensor<2x5xf32>
  kiln.return %y : tensor<2x5xf32>
}
kiln.entry infer @sum_f32_2x3x5_over_0_1_2(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<1.00113583> : tensor<f32>}) {
  %y = kiln.reduce sum %x0 [0, 1, 2] : tensor<2x3x5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @sum_f32_4x33_over_1(%x0: tensor<4x33xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[0.976784945, -2.36318302, -1.11553001, 2.19091177]> : tensor<4xf32>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<4x33xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @sum_f32_33x4_over_0(%x0: tensor<33x4xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[-2.80646944, -3.08643746, 3.20672894, 2.37516165]> : tensor<4xf32>}) {
  %y = kiln.reduce sum %x0 [0] : tensor<33x4xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @sum_f32_2x3_over_none(%x0: tensor<2x3xf32> {kiln.input = "x0"})
 -> (tensor<2x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.883078337, 0.912944794, 0.933156252]]> : tensor<2x3xf32>}) {
  %y = kiln.reduce sum %x0 [] : tensor<2x3xf32> -> tensor<2x3xf32>
  kiln.return %y : tensor<2x3xf32>
}
kiln.entry infer @prod_f32_5_over_0(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0.267497152> : tensor<f32>}) {
  %y = kiln.reduce prod %x0 [0] : tensor<5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @prod_f32_1_over_0(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.747938156> : tensor<f32>}) {
  %y = kiln.reduce prod %x0 [0] : tensor<1xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @prod_f32_3x7_over_0(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<7xf32> {kiln.output = "y", kiln.expected = dense<[0.393826038, 0.141997278, -0.290088594, 0.352713645, -0.316847026, -0.110516675, -0.11674279]> : tensor<7xf32>}) {
  %y = kiln.reduce prod %x0 [0] : tensor<3x7xf32> -> tensor<7xf32>
  kiln.return %y : tensor<7xf32>
}
kiln.entry infer @prod_f32_3x7_over_1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0.0800070465, -0.00531677995, -0.0549880043]> : tensor<3xf32>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<3x7xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @prod_f32_2x3x5_over_0_2(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[-0.0407412648, -0.00409026444, -3.22430878e-07]> : tensor<3xf32>}) {
  %y = kiln.reduce prod %x0 [0, 2] : tensor<2x3x5xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @prod_f32_2x3x5_over_1(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x5xf32> {kiln.output = "y", kiln.expected = dense<[[0.303776979, 0.115460627, -0.0543161258, 0.438340694, 0.448736668], [-0.167270988, -0.242062569, -0.0703531578, 0.00157170149, -0.0320257843]]> : tensor<2x5xf32>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<2x3x5xf32> -> tensor<2x5xf32>
  kiln.return %y : tensor<2x5xf32>
}
kiln.entry infer @prod_f32_2x3x5_over_0_1_2(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-5.37307039e-11> : tensor<f32>}) {
  %y = kiln.reduce prod %x0 [0, 1, 2] : tensor<2x3x5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @prod_f32_4x33_over_1(%x0: tensor<4x33xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[-6.78082937e-12, -5.36317671e-17, -9.16981352e-16, 1.27559882e-13]> : tensor<4xf32>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<4x33xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @prod_f32_33x4_over_0(%x0: tensor<33x4xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[1.91234293e-18, -6.08419488e-15, 6.0867103e-11, 6.00659049e-14]> : tensor<4xf32>}) {
  %y = kiln.reduce prod %x0 [0] : tensor<33x4xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @prod_f32_2x3_over_none(%x0: tensor<2x3xf32> {kiln.input = "x0"})
 -> (tensor<2x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.883078337, 0.912944794, 0.933156252]]> : tensor<2x3xf32>}) {
  %y = kiln.reduce prod %x0 [] : tensor<2x3xf32> -> tensor<2x3xf32>
  kiln.return %y : tensor<2x3xf32>
}
kiln.entry infer @max_f32_5_over_0(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0.912944794> : tensor<f32>}) {
  %y = kiln.reduce max %x0 [0] : tensor<5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @max_f32_1_over_0(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.747938156> : tensor<f32>}) {
  %y = kiln.reduce max %x0 [0] : tensor<1xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @max_f32_3x7_over_0(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<7xf32> {kiln.output = "y", kiln.expected = dense<[0.880935192, 0.416762352, 0.727216959, 0.883078337, 0.912944794, 0.933156252, 0.409834623]> : tensor<7xf32>}) {
  %y = kiln.reduce max %x0 [0] : tensor<3x7xf32> -> tensor<7xf32>
  kiln.return %y : tensor<7xf32>
}
kiln.entry infer @max_f32_3x7_over_1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0.933156252, 0.557960033, 0.880935192]> : tensor<3xf32>}) {
  %y = kiln.reduce max %x0 [1] : tensor<3x7xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @max_f32_2x3x5_over_0_2(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0.912944794, 0.963775396, 0.880935192]> : tensor<3xf32>}) {
  %y = kiln.reduce max %x0 [0, 2] : tensor<2x3x5xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @max_f32_2x3x5_over_1(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x5xf32> {kiln.output = "y", kiln.expected = dense<[[0.933156252, 0.320519686, 0.727216959, 0.883078337, 0.912944794], [0.416762352, 0.916980982, 0.963775396, 0.587721586, -0.0727133751]]> : tensor<2x5xf32>}) {
  %y = kiln.reduce max %x0 [1] : tensor<2x3x5xf32> -> tensor<2x5xf32>
  kiln.return %y : tensor<2x5xf32>
}
kiln.entry infer @max_f32_2x3x5_over_0_1_2(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0.963775396> : tensor<f32>}) {
  %y = kiln.reduce max %x0 [0, 1, 2] : tensor<2x3x5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @max_f32_4x33_over_1(%x0: tensor<4x33xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[0.963775396, 0.902662516, 0.922080755, 0.942708969]> : tensor<4xf32>}) {
  %y = kiln.reduce max %x0 [1] : tensor<4x33xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @max_f32_33x4_over_0(%x0: tensor<33x4xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[0.912944794, 0.933156252, 0.963775396, 0.914307833]> : tensor<4xf32>}) {
  %y = kiln.reduce max %x0 [0] : tensor<33x4xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @max_f32_2x3_over_none(%x0: tensor<2x3xf32> {kiln.input = "x0"})
 -> (tensor<2x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.883078337, 0.912944794, 0.933156252]]> : tensor<2x3xf32>}) {
  %y = kiln.reduce max %x0 [] : tensor<2x3xf32> -> tensor<2x3xf32>
  kiln.return %y : tensor<2x3xf32>
}
kiln.entry infer @min_f32_5_over_0(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.747938156> : tensor<f32>}) {
  %y = kiln.reduce min %x0 [0] : tensor<5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @min_f32_1_over_0(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.747938156> : tensor<f32>}) {
  %y = kiln.reduce min %x0 [0] : tensor<1xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @min_f32_3x7_over_0(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<7xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, -0.610022306, -0.714930058, -0.917673588, -0.590518475, -0.947771072, -0.888723612]> : tensor<7xf32>}) {
  %y = kiln.reduce min %x0 [0] : tensor<3x7xf32> -> tensor<7xf32>
  kiln.return %y : tensor<7xf32>
}
kiln.entry infer @min_f32_3x7_over_1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, -0.888723612, -0.947771072]> : tensor<3xf32>}) {
  %y = kiln.reduce min %x0 [1] : tensor<3x7xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @min_f32_2x3x5_over_0_2(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[-0.947771072, -0.597715855, -0.979317427]> : tensor<3xf32>}) {
  %y = kiln.reduce min %x0 [0, 2] : tensor<2x3x5xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @min_f32_2x3x5_over_1(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x5xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, -0.597715855, -0.888723612, 0.557960033], [-0.979317427, -0.714930058, -0.917673588, 0.00613093376, -0.947771072]]> : tensor<2x5xf32>}) {
  %y = kiln.reduce min %x0 [1] : tensor<2x3x5xf32> -> tensor<2x5xf32>
  kiln.return %y : tensor<2x5xf32>
}
kiln.entry infer @min_f32_2x3x5_over_0_1_2(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<-0.979317427> : tensor<f32>}) {
  %y = kiln.reduce min %x0 [0, 1, 2] : tensor<2x3x5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @min_f32_4x33_over_1(%x0: tensor<4x33xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[-0.979317427, -0.967179537, -0.974208355, -0.998038769]> : tensor<4xf32>}) {
  %y = kiln.reduce min %x0 [1] : tensor<4x33xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @min_f32_33x4_over_0(%x0: tensor<33x4xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[-0.943044424, -0.979317427, -0.998038769, -0.947771072]> : tensor<4xf32>}) {
  %y = kiln.reduce min %x0 [0] : tensor<33x4xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @min_f32_2x3_over_none(%x0: tensor<2x3xf32> {kiln.input = "x0"})
 -> (tensor<2x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.883078337, 0.912944794, 0.933156252]]> : tensor<2x3xf32>}) {
  %y = kiln.reduce min %x0 [] : tensor<2x3xf32> -> tensor<2x3xf32>
  kiln.return %y : tensor<2x3xf32>
}
kiln.entry infer @any_i1_5_over_0(%x0: tensor<5xi1> {kiln.input = "x0"})
 -> (tensor<i1> {kiln.output = "y", kiln.expected = dense<true> : tensor<i1>}) {
  %y = kiln.reduce any %x0 [0] : tensor<5xi1> -> tensor<i1>
  kiln.return %y : tensor<i1>
}
kiln.entry infer @any_i1_1_over_0(%x0: tensor<1xi1> {kiln.input = "x0"})
 -> (tensor<i1> {kiln.output = "y", kiln.expected = dense<true> : tensor<i1>}) {
  %y = kiln.reduce any %x0 [0] : tensor<1xi1> -> tensor<i1>
  kiln.return %y : tensor<i1>
}
kiln.entry infer @any_i1_3x7_over_0(%x0: tensor<3x7xi1> {kiln.input = "x0"})
 -> (tensor<7xi1> {kiln.output = "y", kiln.expected = dense<[true, true, true, true, true, true, true]> : tensor<7xi1>}) {
  %y = kiln.reduce any %x0 [0] : tensor<3x7xi1> -> tensor<7xi1>
  kiln.return %y : tensor<7xi1>
}
kiln.entry infer @any_i1_3x7_over_1(%x0: tensor<3x7xi1> {kiln.input = "x0"})
 -> (tensor<3xi1> {kiln.output = "y", kiln.expected = dense<[true, true, true]> : tensor<3xi1>}) {
  %y = kiln.reduce any %x0 [1] : tensor<3x7xi1> -> tensor<3xi1>
  kiln.return %y : tensor<3xi1>
}
kiln.entry infer @any_i1_2x3x5_over_0_2(%x0: tensor<2x3x5xi1> {kiln.input = "x0"})
 -> (tensor<3xi1> {kiln.output = "y", kiln.expected = dense<[true, true, true]> : tensor<3xi1>}) {
  %y = kiln.reduce any %x0 [0, 2] : tensor<2x3x5xi1> -> tensor<3xi1>
  kiln.return %y : tensor<3xi1>
}
kiln.entry infer @any_i1_2x3x5_over_1(%x0: tensor<2x3x5xi1> {kiln.input = "x0"})
 -> (tensor<2x5xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, true, true, true], [true, true, false, true, true]]> : tensor<2x5xi1>}) {
  %y = kiln.reduce any %x0 [1] : tensor<2x3x5xi1> -> tensor<2x5xi1>
  kiln.return %y : tensor<2x5xi1>
}
kiln.entry infer @any_i1_2x3x5_over_0_1_2(%x0: tensor<2x3x5xi1> {kiln.input = "x0"})
 -> (tensor<i1> {kiln.output = "y", kiln.expected = dense<true> : tensor<i1>}) {
  %y = kiln.reduce any %x0 [0, 1, 2] : tensor<2x3x5xi1> -> tensor<i1>
  kiln.return %y : tensor<i1>
}
kiln.entry infer @any_i1_4x33_over_1(%x0: tensor<4x33xi1> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[true, true, true, true]> : tensor<4xi1>}) {
  %y = kiln.reduce any %x0 [1] : tensor<4x33xi1> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @any_i1_33x4_over_0(%x0: tensor<33x4xi1> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[true, true, true, true]> : tensor<4xi1>}) {
  %y = kiln.reduce any %x0 [0] : tensor<33x4xi1> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @any_i1_2x3_over_none(%x0: tensor<2x3xi1> {kiln.input = "x0"})
 -> (tensor<2x3xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false], [true, true, true]]> : tensor<2x3xi1>}) {
  %y = kiln.reduce any %x0 [] : tensor<2x3xi1> -> tensor<2x3xi1>
  kiln.return %y : tensor<2x3xi1>
}
kiln.entry infer @all_i1_5_over_0(%x0: tensor<5xi1> {kiln.input = "x0"})
 -> (tensor<i1> {kiln.output = "y", kiln.expected = dense<false> : tensor<i1>}) {
  %y = kiln.reduce all %x0 [0] : tensor<5xi1> -> tensor<i1>
  kiln.return %y : tensor<i1>
}
kiln.entry infer @all_i1_1_over_0(%x0: tensor<1xi1> {kiln.input = "x0"})
 -> (tensor<i1> {kiln.output = "y", kiln.expected = dense<true> : tensor<i1>}) {
  %y = kiln.reduce all %x0 [0] : tensor<1xi1> -> tensor<i1>
  kiln.return %y : tensor<i1>
}
kiln.entry infer @all_i1_3x7_over_0(%x0: tensor<3x7xi1> {kiln.input = "x0"})
 -> (tensor<7xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false, false, false, false, false]> : tensor<7xi1>}) {
  %y = kiln.reduce all %x0 [0] : tensor<3x7xi1> -> tensor<7xi1>
  kiln.return %y : tensor<7xi1>
}
kiln.entry infer @all_i1_3x7_over_1(%x0: tensor<3x7xi1> {kiln.input = "x0"})
 -> (tensor<3xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false]> : tensor<3xi1>}) {
  %y = kiln.reduce all %x0 [1] : tensor<3x7xi1> -> tensor<3xi1>
  kiln.return %y : tensor<3xi1>
}
kiln.entry infer @all_i1_2x3x5_over_0_2(%x0: tensor<2x3x5xi1> {kiln.input = "x0"})
 -> (tensor<3xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false]> : tensor<3xi1>}) {
  %y = kiln.reduce all %x0 [0, 2] : tensor<2x3x5xi1> -> tensor<3xi1>
  kiln.return %y : tensor<3xi1>
}
kiln.entry infer @all_i1_2x3x5_over_1(%x0: tensor<2x3x5xi1> {kiln.input = "x0"})
 -> (tensor<2x5xi1> {kiln.output = "y", kiln.expected = dense<[[true, false, false, false, false], [false, false, false, false, false]]> : tensor<2x5xi1>}) {
  %y = kiln.reduce all %x0 [1] : tensor<2x3x5xi1> -> tensor<2x5xi1>
  kiln.return %y : tensor<2x5xi1>
}
kiln.entry infer @all_i1_2x3x5_over_0_1_2(%x0: tensor<2x3x5xi1> {kiln.input = "x0"})
 -> (tensor<i1> {kiln.output = "y", kiln.expected = dense<false> : tensor<i1>}) {
  %y = kiln.reduce all %x0 [0, 1, 2] : tensor<2x3x5xi1> -> tensor<i1>
  kiln.return %y : tensor<i1>
}
kiln.entry infer @all_i1_4x33_over_1(%x0: tensor<4x33xi1> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false, false]> : tensor<4xi1>}) {
  %y = kiln.reduce all %x0 [1] : tensor<4x33xi1> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @all_i1_33x4_over_0(%x0: tensor<33x4xi1> {kiln.input = "x0"})
 -> (tensor<4xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false, false]> : tensor<4xi1>}) {
  %y = kiln.reduce all %x0 [0] : tensor<33x4xi1> -> tensor<4xi1>
  kiln.return %y : tensor<4xi1>
}
kiln.entry infer @all_i1_2x3_over_none(%x0: tensor<2x3xi1> {kiln.input = "x0"})
 -> (tensor<2x3xi1> {kiln.output = "y", kiln.expected = dense<[[true, true, false], [true, true, true]]> : tensor<2x3xi1>}) {
  %y = kiln.reduce all %x0 [] : tensor<2x3xi1> -> tensor<2x3xi1>
  kiln.return %y : tensor<2x3xi1>
}
kiln.entry infer @sum_f64_3x7_over_1(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3xf64> {kiln.output = "y", kiln.expected = dense<[2.4189555644989014, -2.3878133296966553, -0.28512096405029297]> : tensor<3xf64>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<3x7xf64> -> tensor<3xf64>
  kiln.return %y : tensor<3xf64>
}
kiln.entry infer @sum_i32_3x7_over_1(%x0: tensor<3x7xi32> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[13, 12, 5]> : tensor<3xi32>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<3x7xi32> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @sum_i64_3x7_over_1(%x0: tensor<3x7xi64> {kiln.input = "x0"})
 -> (tensor<3xi64> {kiln.output = "y", kiln.expected = dense<[13, 12, 5]> : tensor<3xi64>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<3x7xi64> -> tensor<3xi64>
  kiln.return %y : tensor<3xi64>
}
kiln.entry infer @sum_i8_3x7_over_1(%x0: tensor<3x7xi8> {kiln.input = "x0"})
 -> (tensor<3xi8> {kiln.output = "y", kiln.expected = dense<[13, 12, 5]> : tensor<3xi8>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<3x7xi8> -> tensor<3xi8>
  kiln.return %y : tensor<3xi8>
}
kiln.entry infer @sum_ui8_3x7_over_1(%x0: tensor<3x7xui8> {kiln.input = "x0"})
 -> (tensor<3xui8> {kiln.output = "y", kiln.expected = dense<[13, 12, 5]> : tensor<3xui8>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<3x7xui8> -> tensor<3xui8>
  kiln.return %y : tensor<3xui8>
}
kiln.entry infer @sum_ui32_3x7_over_1(%x0: tensor<3x7xui32> {kiln.input = "x0"})
 -> (tensor<3xui32> {kiln.output = "y", kiln.expected = dense<[13, 12, 5]> : tensor<3xui32>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<3x7xui32> -> tensor<3xui32>
  kiln.return %y : tensor<3xui32>
}
kiln.entry infer @prod_f64_3x7_over_1(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3xf64> {kiln.output = "y", kiln.expected = dense<[0.080007044783727194, -0.0053167799860649682, -0.054988005206129627]> : tensor<3xf64>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<3x7xf64> -> tensor<3xf64>
  kiln.return %y : tensor<3xf64>
}
kiln.entry infer @prod_i32_3x7_over_1(%x0: tensor<3x7xi32> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi32>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<3x7xi32> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @prod_i64_3x7_over_1(%x0: tensor<3x7xi64> {kiln.input = "x0"})
 -> (tensor<3xi64> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi64>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<3x7xi64> -> tensor<3xi64>
  kiln.return %y : tensor<3xi64>
}
kiln.entry infer @prod_i8_3x7_over_1(%x0: tensor<3x7xi8> {kiln.input = "x0"})
 -> (tensor<3xi8> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi8>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<3x7xi8> -> tensor<3xi8>
  kiln.return %y : tensor<3xi8>
}
kiln.entry infer @prod_ui8_3x7_over_1(%x0: tensor<3x7xui8> {kiln.input = "x0"})
 -> (tensor<3xui8> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xui8>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<3x7xui8> -> tensor<3xui8>
  kiln.return %y : tensor<3xui8>
}
kiln.entry infer @prod_ui32_3x7_over_1(%x0: tensor<3x7xui32> {kiln.input = "x0"})
 -> (tensor<3xui32> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xui32>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<3x7xui32> -> tensor<3xui32>
  kiln.return %y : tensor<3xui32>
}
kiln.entry infer @max_f64_3x7_over_1(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3xf64> {kiln.output = "y", kiln.expected = dense<[0.93315625190734863, 0.55796003341674805, 0.8809351921081543]> : tensor<3xf64>}) {
  %y = kiln.reduce max %x0 [1] : tensor<3x7xf64> -> tensor<3xf64>
  kiln.return %y : tensor<3xf64>
}
kiln.entry infer @max_i32_3x7_over_1(%x0: tensor<3x7xi32> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[3, 3, 2]> : tensor<3xi32>}) {
  %y = kiln.reduce max %x0 [1] : tensor<3x7xi32> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @max_i64_3x7_over_1(%x0: tensor<3x7xi64> {kiln.input = "x0"})
 -> (tensor<3xi64> {kiln.output = "y", kiln.expected = dense<[3, 3, 2]> : tensor<3xi64>}) {
  %y = kiln.reduce max %x0 [1] : tensor<3x7xi64> -> tensor<3xi64>
  kiln.return %y : tensor<3xi64>
}
kiln.entry infer @max_i8_3x7_over_1(%x0: tensor<3x7xi8> {kiln.input = "x0"})
 -> (tensor<3xi8> {kiln.output = "y", kiln.expected = dense<[3, 3, 2]> : tensor<3xi8>}) {
  %y = kiln.reduce max %x0 [1] : tensor<3x7xi8> -> tensor<3xi8>
  kiln.return %y : tensor<3xi8>
}
kiln.entry infer @max_ui8_3x7_over_1(%x0: tensor<3x7xui8> {kiln.input = "x0"})
 -> (tensor<3xui8> {kiln.output = "y", kiln.expected = dense<[3, 3, 2]> : tensor<3xui8>}) {
  %y = kiln.reduce max %x0 [1] : tensor<3x7xui8> -> tensor<3xui8>
  kiln.return %y : tensor<3xui8>
}
kiln.entry infer @max_ui32_3x7_over_1(%x0: tensor<3x7xui32> {kiln.input = "x0"})
 -> (tensor<3xui32> {kiln.output = "y", kiln.expected = dense<[3, 3, 2]> : tensor<3xui32>}) {
  %y = kiln.reduce max %x0 [1] : tensor<3x7xui32> -> tensor<3xui32>
  kiln.return %y : tensor<3xui32>
}
kiln.entry infer @min_f64_3x7_over_1(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3xf64> {kiln.output = "y", kiln.expected = dense<[-0.74793815612792969, -0.88872361183166504, -0.94777107238769531]> : tensor<3xf64>}) {
  %y = kiln.reduce min %x0 [1] : tensor<3x7xf64> -> tensor<3xf64>
  kiln.return %y : tensor<3xf64>
}
kiln.entry infer @min_i32_3x7_over_1(%x0: tensor<3x7xi32> {kiln.input = "x0"})
 -> (tensor<3xi32> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi32>}) {
  %y = kiln.reduce min %x0 [1] : tensor<3x7xi32> -> tensor<3xi32>
  kiln.return %y : tensor<3xi32>
}
kiln.entry infer @min_i64_3x7_over_1(%x0: tensor<3x7xi64> {kiln.input = "x0"})
 -> (tensor<3xi64> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi64>}) {
  %y = kiln.reduce min %x0 [1] : tensor<3x7xi64> -> tensor<3xi64>
  kiln.return %y : tensor<3xi64>
}
kiln.entry infer @min_i8_3x7_over_1(%x0: tensor<3x7xi8> {kiln.input = "x0"})
 -> (tensor<3xi8> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xi8>}) {
  %y = kiln.reduce min %x0 [1] : tensor<3x7xi8> -> tensor<3xi8>
  kiln.return %y : tensor<3xi8>
}
kiln.entry infer @min_ui8_3x7_over_1(%x0: tensor<3x7xui8> {kiln.input = "x0"})
 -> (tensor<3xui8> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xui8>}) {
  %y = kiln.reduce min %x0 [1] : tensor<3x7xui8> -> tensor<3xui8>
  kiln.return %y : tensor<3xui8>
}
kiln.entry infer @min_ui32_3x7_over_1(%x0: tensor<3x7xui32> {kiln.input = "x0"})
 -> (tensor<3xui32> {kiln.output = "y", kiln.expected = dense<[0, 0, 0]> : tensor<3xui32>}) {
  %y = kiln.reduce min %x0 [1] : tensor<3x7xui32> -> tensor<3xui32>
  kiln.return %y : tensor<3xui32>
}
kiln.entry infer @sum_bf16_4x33_over_1(%x0: tensor<4x33xbf16> {kiln.input = "x0"})
 -> (tensor<4xbf16> {kiln.output = "y", kiln.expected = dense<[0.98046875, -2.359375, -1.109375, 2.1875]> : tensor<4xbf16>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<4x33xbf16> -> tensor<4xbf16>
  kiln.return %y : tensor<4xbf16>
}
kiln.entry infer @sum_f16_4x33_over_1(%x0: tensor<4x33xf16> {kiln.input = "x0"})
 -> (tensor<4xf16> {kiln.output = "y", kiln.expected = dense<[0.978027344, -2.36328125, -1.11523438, 2.19140625]> : tensor<4xf16>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<4x33xf16> -> tensor<4xf16>
  kiln.return %y : tensor<4xf16>
}
kiln.entry infer @prod_bf16_4x33_over_1(%x0: tensor<4x33xbf16> {kiln.input = "x0"})
 -> (tensor<4xbf16> {kiln.output = "y", kiln.expected = dense<[-6.76436684e-12, -5.35595873e-17, -9.02056208e-16, 1.27897692e-13]> : tensor<4xbf16>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<4x33xbf16> -> tensor<4xbf16>
  kiln.return %y : tensor<4xbf16>
}
kiln.entry infer @prod_f16_4x33_over_1(%x0: tensor<4x33xf16> {kiln.input = "x0"})
 -> (tensor<4xf16> {kiln.output = "y", kiln.expected = dense<[-0.0, -0.0, -0.0, 0.0]> : tensor<4xf16>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<4x33xf16> -> tensor<4xf16>
  kiln.return %y : tensor<4xf16>
}
kiln.entry infer @max_bf16_4x33_over_1(%x0: tensor<4x33xbf16> {kiln.input = "x0"})
 -> (tensor<4xbf16> {kiln.output = "y", kiln.expected = dense<[0.96484375, 0.90234375, 0.921875, 0.94140625]> : tensor<4xbf16>}) {
  %y = kiln.reduce max %x0 [1] : tensor<4x33xbf16> -> tensor<4xbf16>
  kiln.return %y : tensor<4xbf16>
}
kiln.entry infer @max_f16_4x33_over_1(%x0: tensor<4x33xf16> {kiln.input = "x0"})
 -> (tensor<4xf16> {kiln.output = "y", kiln.expected = dense<[0.963867188, 0.902832031, 0.921875, 0.942871094]> : tensor<4xf16>}) {
  %y = kiln.reduce max %x0 [1] : tensor<4x33xf16> -> tensor<4xf16>
  kiln.return %y : tensor<4xf16>
}
kiln.entry infer @min_bf16_4x33_over_1(%x0: tensor<4x33xbf16> {kiln.input = "x0"})
 -> (tensor<4xbf16> {kiln.output = "y", kiln.expected = dense<[-0.98046875, -0.96875, -0.97265625, -0.99609375]> : tensor<4xbf16>}) {
  %y = kiln.reduce min %x0 [1] : tensor<4x33xbf16> -> tensor<4xbf16>
  kiln.return %y : tensor<4xbf16>
}
kiln.entry infer @min_f16_4x33_over_1(%x0: tensor<4x33xf16> {kiln.input = "x0"})
 -> (tensor<4xf16> {kiln.output = "y", kiln.expected = dense<[-0.979492188, -0.967285156, -0.974121094, -0.998046875]> : tensor<4xf16>}) {
  %y = kiln.reduce min %x0 [1] : tensor<4x33xf16> -> tensor<4xf16>
  kiln.return %y : tensor<4xf16>
}
