// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @sum_line_f32(%x0: tensor<4xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5xf32> {kiln.output = "y", kiln.expected = dense<[-0.610022306, 0.135140181, 0.0, 0.727216959, 0.0]> : tensor<5xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4xf32>, tensor<4xi32> -> tensor<5xf32>
  kiln.return %y : tensor<5xf32>
}
kiln.entry infer @sum_one_f32(%x0: tensor<3xf32> {kiln.input = "x0"}, %x1: tensor<3xi32> {kiln.input = "x1", kiln.limit = 1})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.630743504]> : tensor<1xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<3xf32>, tensor<3xi32> -> tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @sum_rows_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf32> {kiln.output = "y", kiln.expected = dense<[[0.883078337, 0.912944794, 0.933156252], [-0.189978123, -1.0452683, 0.136698484], [0.0, 0.0, 0.0], [0.320519686, -0.597715855, -0.558529139], [0.0, 0.0, 0.0]]> : tensor<5x3xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4x3xf32>, tensor<4xi32> -> tensor<5x3xf32>
  kiln.return %y : tensor<5x3xf32>
}
kiln.entry infer @sum_wide_rows_f32(%x0: tensor<6x21xf32> {kiln.input = "x0"}, %x1: tensor<6xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x21xf32> {kiln.output = "y", kiln.expected = dense<[[0.916980982, 0.963775396, 0.436186075, -0.464709997, -0.979317427, 0.369235754, 0.0795462132, 0.00613093376, -0.0727133751, -0.218153715, 0.863636255, -0.669833422, -0.215127945, -0.465187311, 0.0854797363, 0.686329126, 0.202935219, 0.191891432, 0.220005035, -0.528092146, -0.967179537], [0.15472436, -1.14028335, 0.275237799, -0.081745863, 0.960614443, 1.38598347, -0.653688669, -0.29011631, -0.807012558, 0.440177441, 0.384842634, 0.331562281, 1.01012874, -1.83176804, 0.764006615, 1.17591524, -0.0897660255, -1.50377774, 0.841935873, -1.76087904, 0.512249947], [0.307065964, 0.386875868, 0.914307833, -0.06463027, -0.516089201, 0.304857731, 0.652116776, 0.0897641182, -0.852256536, 0.557154417, 0.211720228, 0.489230871, -0.745507002, 0.717677355, -0.253207922, -0.394309759, 0.841115713, -0.926613092, 0.903684378, -0.557723045, 0.120654821], [0.927102089, -0.673018217, -0.788112879, -0.511740923, -0.57088685, -0.515886307, 0.141724825, -1.4161725, 1.30581617, -0.402661324, 0.213995695, -0.166573286, 0.54530859, -0.017827034, 0.360601664, -0.276255131, -0.765624523, 0.988829851, 0.392955542, -0.406805277, -0.84303546], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]> : tensor<5x21xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<6x21xf32>, tensor<6xi32> -> tensor<5x21xf32>
  kiln.return %y : tensor<5x21xf32>
}
kiln.entry infer @sum_columns_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<3x5xf32> {kiln.output = "y", kiln.expected = dense<[[0.883078337, -0.189978123, 0.0, 0.320519686, 0.0], [0.912944794, -1.0452683, 0.0, -0.597715855, 0.0], [0.933156252, 0.136698484, 0.0, -0.558529139, 0.0]]> : tensor<3x5xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [1] batch 0 : tensor<4x3xf32>, tensor<4xi32> -> tensor<3x5xf32>
  kiln.return %y : tensor<3x5xf32>
}
kiln.entry infer @sum_batched_f32(%x0: tensor<2x3x3xf32> {kiln.input = "x0"}, %x1: tensor<2x3xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<2x4x3xf32> {kiln.output = "y", kiln.expected = dense<[[[0.883078337, 0.912944794, 0.933156252], [-0.747938156, -0.610022306, 0.727216959], [0.0, 0.0, 0.0], [0.320519686, -0.597715855, -0.558529139]], [[0.0, 0.0, 0.0], [0.557960033, -0.435245991, -0.590518475], [0.416762352, -0.714930058, -0.917673588], [0.124959707, -0.888723612, 0.880935192]]]> : tensor<2x4x3xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [1] batch 1 : tensor<2x3x3xf32>, tensor<2x3xi32> -> tensor<2x4x3xf32>
  kiln.return %y : tensor<2x4x3xf32>
}
kiln.entry infer @sum_batched_line_f32(%x0: tensor<3x2xf32> {kiln.input = "x0"}, %x1: tensor<3x2xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<3x6xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, -0.747938156, 0.0, 0.0, 0.0, 0.0], [0.0, 0.883078337, 0.0, 0.727216959, 0.0, 0.0], [0.0, 0.0, 0.933156252, 0.912944794, 0.0, 0.0]]> : tensor<3x6xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [1] batch 1 : tensor<3x2xf32>, tensor<3x2xi32> -> tensor<3x6xf32>
  kiln.return %y : tensor<3x6xf32>
}
kiln.entry infer @sum_two_axes_f32(%x0: tensor<5x2xf32> {kiln.input = "x0"}, %x1: tensor<5xi32> {kiln.input = "x1", kiln.limit = 3}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3})
 -> (tensor<3x4x2xf32> {kiln.output = "y", kiln.expected = dense<[[[0.0, 0.0], [0.0, 0.0], [-0.747938156, -0.610022306], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0], [1.4021523, 1.77647877], [0.0, 0.0]]]> : tensor<3x4x2xf32>}) {
  %y = kiln.scatter %x0[%x1, %x2] axes [0, 1] batch 0 : tensor<5x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<3x4x2xf32>
  kiln.return %y : tensor<3x4x2xf32>
}
kiln.entry infer @sum_two_apart_f32(%x0: tensor<5x2xf32> {kiln.input = "x0"}, %x1: tensor<5xi32> {kiln.input = "x1", kiln.limit = 3}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3})
 -> (tensor<3x2x4xf32> {kiln.output = "y", kiln.expected = dense<[[[0.0, 0.0, -0.747938156, 0.0], [0.0, 0.0, -0.610022306, 0.0]], [[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]], [[0.0, 0.0, 1.4021523, 0.0], [0.0, 0.0, 1.77647877, 0.0]]]> : tensor<3x2x4xf32>}) {
  %y = kiln.scatter %x0[%x1, %x2] axes [0, 2] batch 0 : tensor<5x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<3x2x4xf32>
  kiln.return %y : tensor<3x2x4xf32>
}
kiln.entry infer @sum_scalar_f32(%x0: tensor<3xf32> {kiln.input = "x0"}, %x1: tensor<i32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 0.0], [-0.747938156, -0.610022306, 0.727216959], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<4x3xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<3xf32>, tensor<i32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @sum_outside_f32(%x0: tensor<7x2xf32> {kiln.input = "x0"}, %x1: tensor<7xi32> {kiln.input = "x1", kiln.limit = 5})
 -> (tensor<3x2xf32> {kiln.output = "y", kiln.expected = dense<[[1.0379045, 0.0444326401], [0.612490654, -0.305155993], [-0.747938156, -0.610022306]]> : tensor<3x2xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<7x2xf32>, tensor<7xi32> -> tensor<3x2xf32>
  kiln.return %y : tensor<3x2xf32>
}
kiln.entry infer @max_line_f32(%x0: tensor<4xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5xf32> {kiln.output = "y", kiln.expected = dense<[-0.610022306, 0.883078337, 0xff800000, 0.727216959, 0xff800000]> : tensor<5xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4xf32>, tensor<4xi32> -> tensor<5xf32>
  kiln.return %y : tensor<5xf32>
}
kiln.entry infer @max_one_f32(%x0: tensor<3xf32> {kiln.input = "x0"}, %x1: tensor<3xi32> {kiln.input = "x1", kiln.limit = 1})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[0.727216959]> : tensor<1xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<3xf32>, tensor<3xi32> -> tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @max_rows_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf32> {kiln.output = "y", kiln.expected = dense<[[0.883078337, 0.912944794, 0.933156252], [0.557960033, -0.435245991, 0.727216959], [0xff800000, 0xff800000, 0xff800000], [0.320519686, -0.597715855, -0.558529139], [0xff800000, 0xff800000, 0xff800000]]> : tensor<5x3xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4x3xf32>, tensor<4xi32> -> tensor<5x3xf32>
  kiln.return %y : tensor<5x3xf32>
}
kiln.entry infer @max_wide_rows_f32(%x0: tensor<6x21xf32> {kiln.input = "x0"}, %x1: tensor<6xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x21xf32> {kiln.output = "y", kiln.expected = dense<[[0.916980982, 0.963775396, 0.436186075, -0.464709997, -0.979317427, 0.369235754, 0.0795462132, 0.00613093376, -0.0727133751, -0.218153715, 0.863636255, -0.669833422, -0.215127945, -0.465187311, 0.0854797363, 0.686329126, 0.202935219, 0.191891432, 0.220005035, -0.528092146, -0.967179537], [0.902662516, -0.53026104, 0.727216959, 0.883078337, 0.912944794, 0.933156252, 0.320519686, 0.307599545, -0.248483419, 0.557960033, 0.820088625, 0.922080755, 0.885169029, -0.888723612, 0.880935192, 0.759152889, 0.625164032, -0.586104155, 0.587721586, -0.813107967, 0.409834623], [0.307065964, 0.386875868, 0.914307833, -0.06463027, -0.516089201, 0.304857731, 0.652116776, 0.0897641182, -0.852256536, 0.557154417, 0.211720228, 0.489230871, -0.745507002, 0.717677355, -0.253207922, -0.394309759, 0.841115713, -0.926613092, 0.903684378, -0.557723045, 0.120654821], [0.706868887, -0.251837969, 0.0154845715, 0.288786888, -0.256476641, 0.0660147667, 0.439212799, -0.586868048, 0.688598633, 0.0437629223, 0.454060078, 0.202875376, 0.630081177, 0.316409588, 0.641345978, -0.0190982819, 0.00865006447, 0.910109282, 0.495415688, 0.496212482, -0.331501961], [0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000, 0xff800000]]> : tensor<5x21xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<6x21xf32>, tensor<6xi32> -> tensor<5x21xf32>
  kiln.return %y : tensor<5x21xf32>
}
kiln.entry infer @max_columns_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<3x5xf32> {kiln.output = "y", kiln.expected = dense<[[0.883078337, 0.557960033, 0xff800000, 0.320519686, 0xff800000], [0.912944794, -0.435245991, 0xff800000, -0.597715855, 0xff800000], [0.933156252, 0.727216959, 0xff800000, -0.558529139, 0xff800000]]> : tensor<3x5xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [1] batch 0 : tensor<4x3xf32>, tensor<4xi32> -> tensor<3x5xf32>
  kiln.return %y : tensor<3x5xf32>
}
kiln.entry infer @max_batched_f32(%x0: tensor<2x3x3xf32> {kiln.input = "x0"}, %x1: tensor<2x3xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<2x4x3xf32> {kiln.output = "y", kiln.expected = dense<[[[0.883078337, 0.912944794, 0.933156252], [-0.747938156, -0.610022306, 0.727216959], [0xff800000, 0xff800000, 0xff800000], [0.320519686, -0.597715855, -0.558529139]], [[0xff800000, 0xff800000, 0xff800000], [0.557960033, -0.435245991, -0.590518475], [0.416762352, -0.714930058, -0.917673588], [0.124959707, -0.888723612, 0.880935192]]]> : tensor<2x4x3xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [1] batch 1 : tensor<2x3x3xf32>, tensor<2x3xi32> -> tensor<2x4x3xf32>
  kiln.return %y : tensor<2x4x3xf32>
}
kiln.entry infer @max_batched_line_f32(%x0: tensor<3x2xf32> {kiln.input = "x0"}, %x1: tensor<3x2xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<3x6xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, -0.747938156, 0xff800000, 0xff800000, 0xff800000, 0xff800000], [0xff800000, 0.883078337, 0xff800000, 0.727216959, 0xff800000, 0xff800000], [0xff800000, 0xff800000, 0.933156252, 0.912944794, 0xff800000, 0xff800000]]> : tensor<3x6xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [1] batch 1 : tensor<3x2xf32>, tensor<3x2xi32> -> tensor<3x6xf32>
  kiln.return %y : tensor<3x6xf32>
}
kiln.entry infer @max_two_axes_f32(%x0: tensor<5x2xf32> {kiln.input = "x0"}, %x1: tensor<5xi32> {kiln.input = "x1", kiln.limit = 3}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3})
 -> (tensor<3x4x2xf32> {kiln.output = "y", kiln.expected = dense<[[[0xff800000, 0xff800000], [0xff800000, 0xff800000], [-0.747938156, -0.610022306], [0xff800000, 0xff800000]], [[0xff800000, 0xff800000], [0xff800000, 0xff800000], [0xff800000, 0xff800000], [0xff800000, 0xff800000]], [[0xff800000, 0xff800000], [0xff800000, 0xff800000], [0.912944794, 0.933156252], [0xff800000, 0xff800000]]]> : tensor<3x4x2xf32>}) {
  %y = kiln.scatter max %x0[%x1, %x2] axes [0, 1] batch 0 : tensor<5x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<3x4x2xf32>
  kiln.return %y : tensor<3x4x2xf32>
}
kiln.entry infer @max_two_apart_f32(%x0: tensor<5x2xf32> {kiln.input = "x0"}, %x1: tensor<5xi32> {kiln.input = "x1", kiln.limit = 3}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3})
 -> (tensor<3x2x4xf32> {kiln.output = "y", kiln.expected = dense<[[[0xff800000, 0xff800000, -0.747938156, 0xff800000], [0xff800000, 0xff800000, -0.610022306, 0xff800000]], [[0xff800000, 0xff800000, 0xff800000, 0xff800000], [0xff800000, 0xff800000, 0xff800000, 0xff800000]], [[0xff800000, 0xff800000, 0.912944794, 0xff800000], [0xff800000, 0xff800000, 0.933156252, 0xff800000]]]> : tensor<3x2x4xf32>}) {
  %y = kiln.scatter max %x0[%x1, %x2] axes [0, 2] batch 0 : tensor<5x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<3x2x4xf32>
  kiln.return %y : tensor<3x2x4xf32>
}
kiln.entry infer @max_scalar_f32(%x0: tensor<3xf32> {kiln.input = "x0"}, %x1: tensor<i32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[0xff800000, 0xff800000, 0xff800000], [-0.747938156, -0.610022306, 0.727216959], [0xff800000, 0xff800000, 0xff800000], [0xff800000, 0xff800000, 0xff800000]]> : tensor<4x3xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<3xf32>, tensor<i32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @max_outside_f32(%x0: tensor<7x2xf32> {kiln.input = "x0"}, %x1: tensor<7xi32> {kiln.input = "x1", kiln.limit = 5})
 -> (tensor<3x2xf32> {kiln.output = "y", kiln.expected = dense<[[0.912944794, 0.933156252], [0.727216959, 0.883078337], [-0.747938156, -0.610022306]]> : tensor<3x2xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<7x2xf32>, tensor<7xi32> -> tensor<3x2xf32>
  kiln.return %y : tensor<3x2xf32>
}
kiln.entry infer @min_line_f32(%x0: tensor<4xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5xf32> {kiln.output = "y", kiln.expected = dense<[-0.610022306, -0.747938156, 0x7f800000, 0.727216959, 0x7f800000]> : tensor<5xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4xf32>, tensor<4xi32> -> tensor<5xf32>
  kiln.return %y : tensor<5xf32>
}
kiln.entry infer @min_one_f32(%x0: tensor<3xf32> {kiln.input = "x0"}, %x1: tensor<3xi32> {kiln.input = "x1", kiln.limit = 1})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156]> : tensor<1xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<3xf32>, tensor<3xi32> -> tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @min_rows_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf32> {kiln.output = "y", kiln.expected = dense<[[0.883078337, 0.912944794, 0.933156252], [-0.747938156, -0.610022306, -0.590518475], [0x7f800000, 0x7f800000, 0x7f800000], [0.320519686, -0.597715855, -0.558529139], [0x7f800000, 0x7f800000, 0x7f800000]]> : tensor<5x3xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4x3xf32>, tensor<4xi32> -> tensor<5x3xf32>
  kiln.return %y : tensor<5x3xf32>
}
kiln.entry infer @min_wide_rows_f32(%x0: tensor<6x21xf32> {kiln.input = "x0"}, %x1: tensor<6xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x21xf32> {kiln.output = "y", kiln.expected = dense<[[0.916980982, 0.963775396, 0.436186075, -0.464709997, -0.979317427, 0.369235754, 0.0795462132, 0.00613093376, -0.0727133751, -0.218153715, 0.863636255, -0.669833422, -0.215127945, -0.465187311, 0.0854797363, 0.686329126, 0.202935219, 0.191891432, 0.220005035, -0.528092146, -0.967179537], [-0.747938156, -0.610022306, -0.45197916, -0.9648242, 0.0476696491, 0.452827215, -0.974208355, -0.597715855, -0.558529139, -0.117782593, -0.435245991, -0.590518475, 0.124959707, -0.943044424, -0.116928577, 0.416762352, -0.714930058, -0.917673588, 0.254214287, -0.947771072, 0.102415323], [0.307065964, 0.386875868, 0.914307833, -0.06463027, -0.516089201, 0.304857731, 0.652116776, 0.0897641182, -0.852256536, 0.557154417, 0.211720228, 0.489230871, -0.745507002, 0.717677355, -0.253207922, -0.394309759, 0.841115713, -0.926613092, 0.903684378, -0.557723045, 0.120654821], [0.220233202, -0.421180248, -0.80359745, -0.800527811, -0.31441021, -0.581901073, -0.297487974, -0.829304457, 0.617217541, -0.446424246, -0.240064383, -0.369448662, -0.0847725868, -0.334236622, -0.280744314, -0.257156849, -0.774274588, 0.0787205696, -0.102460146, -0.903017759, -0.511533499], [0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000]]> : tensor<5x21xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<6x21xf32>, tensor<6xi32> -> tensor<5x21xf32>
  kiln.return %y : tensor<5x21xf32>
}
kiln.entry infer @min_columns_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<3x5xf32> {kiln.output = "y", kiln.expected = dense<[[0.883078337, -0.747938156, 0x7f800000, 0.320519686, 0x7f800000], [0.912944794, -0.610022306, 0x7f800000, -0.597715855, 0x7f800000], [0.933156252, -0.590518475, 0x7f800000, -0.558529139, 0x7f800000]]> : tensor<3x5xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [1] batch 0 : tensor<4x3xf32>, tensor<4xi32> -> tensor<3x5xf32>
  kiln.return %y : tensor<3x5xf32>
}
kiln.entry infer @min_batched_f32(%x0: tensor<2x3x3xf32> {kiln.input = "x0"}, %x1: tensor<2x3xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<2x4x3xf32> {kiln.output = "y", kiln.expected = dense<[[[0.883078337, 0.912944794, 0.933156252], [-0.747938156, -0.610022306, 0.727216959], [0x7f800000, 0x7f800000, 0x7f800000], [0.320519686, -0.597715855, -0.558529139]], [[0x7f800000, 0x7f800000, 0x7f800000], [0.557960033, -0.435245991, -0.590518475], [0.416762352, -0.714930058, -0.917673588], [0.124959707, -0.888723612, 0.880935192]]]> : tensor<2x4x3xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [1] batch 1 : tensor<2x3x3xf32>, tensor<2x3xi32> -> tensor<2x4x3xf32>
  kiln.return %y : tensor<2x4x3xf32>
}
kiln.entry infer @min_batched_line_f32(%x0: tensor<3x2xf32> {kiln.input = "x0"}, %x1: tensor<3x2xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<3x6xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, -0.747938156, 0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000], [0x7f800000, 0.883078337, 0x7f800000, 0.727216959, 0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000, 0.933156252, 0.912944794, 0x7f800000, 0x7f800000]]> : tensor<3x6xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [1] batch 1 : tensor<3x2xf32>, tensor<3x2xi32> -> tensor<3x6xf32>
  kiln.return %y : tensor<3x6xf32>
}
kiln.entry infer @min_two_axes_f32(%x0: tensor<5x2xf32> {kiln.input = "x0"}, %x1: tensor<5xi32> {kiln.input = "x1", kiln.limit = 3}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3})
 -> (tensor<3x4x2xf32> {kiln.output = "y", kiln.expected = dense<[[[0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000], [-0.747938156, -0.610022306], [0x7f800000, 0x7f800000]], [[0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000]], [[0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000], [-0.558529139, -0.597715855], [0x7f800000, 0x7f800000]]]> : tensor<3x4x2xf32>}) {
  %y = kiln.scatter min %x0[%x1, %x2] axes [0, 1] batch 0 : tensor<5x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<3x4x2xf32>
  kiln.return %y : tensor<3x4x2xf32>
}
kiln.entry infer @min_two_apart_f32(%x0: tensor<5x2xf32> {kiln.input = "x0"}, %x1: tensor<5xi32> {kiln.input = "x1", kiln.limit = 3}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3})
 -> (tensor<3x2x4xf32> {kiln.output = "y", kiln.expected = dense<[[[0x7f800000, 0x7f800000, -0.747938156, 0x7f800000], [0x7f800000, 0x7f800000, -0.610022306, 0x7f800000]], [[0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000, 0x7f800000, 0x7f800000]], [[0x7f800000, 0x7f800000, -0.558529139, 0x7f800000], [0x7f800000, 0x7f800000, -0.597715855, 0x7f800000]]]> : tensor<3x2x4xf32>}) {
  %y = kiln.scatter min %x0[%x1, %x2] axes [0, 2] batch 0 : tensor<5x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<3x2x4xf32>
  kiln.return %y : tensor<3x2x4xf32>
}
kiln.entry infer @min_scalar_f32(%x0: tensor<3xf32> {kiln.input = "x0"}, %x1: tensor<i32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[0x7f800000, 0x7f800000, 0x7f800000], [-0.747938156, -0.610022306, 0.727216959], [0x7f800000, 0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000, 0x7f800000]]> : tensor<4x3xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<3xf32>, tensor<i32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @min_outside_f32(%x0: tensor<7x2xf32> {kiln.input = "x0"}, %x1: tensor<7xi32> {kiln.input = "x1", kiln.limit = 5})
 -> (tensor<3x2xf32> {kiln.output = "y", kiln.expected = dense<[[0.124959707, -0.888723612], [-0.435245991, -0.597715855], [-0.747938156, -0.610022306]]> : tensor<3x2xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<7x2xf32>, tensor<7xi32> -> tensor<3x2xf32>
  kiln.return %y : tensor<3x2xf32>
}
kiln.entry infer @sum_rows_f64(%x0: tensor<4x3xf64> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf64> {kiln.output = "y", kiln.expected = dense<[[0.88307833671569824, 0.91294479370117188, 0.93315625190734863], [-0.18997812271118164, -1.0452682971954346, 0.13669848442077637], [0.0, 0.0, 0.0], [0.32051968574523926, -0.59771585464477539, -0.55852913856506348], [0.0, 0.0, 0.0]]> : tensor<5x3xf64>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4x3xf64>, tensor<4xi32> -> tensor<5x3xf64>
  kiln.return %y : tensor<5x3xf64>
}
kiln.entry infer @max_rows_f64(%x0: tensor<4x3xf64> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf64> {kiln.output = "y", kiln.expected = dense<[[0.88307833671569824, 0.91294479370117188, 0.93315625190734863], [0.55796003341674805, -0.43524599075317383, 0.72721695899963379], [0xfff0000000000000, 0xfff0000000000000, 0xfff0000000000000], [0.32051968574523926, -0.59771585464477539, -0.55852913856506348], [0xfff0000000000000, 0xfff0000000000000, 0xfff0000000000000]]> : tensor<5x3xf64>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4x3xf64>, tensor<4xi32> -> tensor<5x3xf64>
  kiln.return %y : tensor<5x3xf64>
}
kiln.entry infer @min_rows_f64(%x0: tensor<4x3xf64> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf64> {kiln.output = "y", kiln.expected = dense<[[0.88307833671569824, 0.91294479370117188, 0.93315625190734863], [-0.74793815612792969, -0.61002230644226074, -0.59051847457885742], [0x7ff0000000000000, 0x7ff0000000000000, 0x7ff0000000000000], [0.32051968574523926, -0.59771585464477539, -0.55852913856506348], [0x7ff0000000000000, 0x7ff0000000000000, 0x7ff0000000000000]]> : tensor<5x3xf64>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4x3xf64>, tensor<4xi32> -> tensor<5x3xf64>
  kiln.return %y : tensor<5x3xf64>
}
kiln.entry infer @sum_rows_bf16(%x0: tensor<4x3xbf16> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xbf16> {kiln.output = "y", kiln.expected = dense<[[0.8828125, 0.9140625, 0.93359375], [-0.1875, -1.046875, 0.13671875], [0.0, 0.0, 0.0], [0.3203125, -0.59765625, -0.55859375], [0.0, 0.0, 0.0]]> : tensor<5x3xbf16>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4x3xbf16>, tensor<4xi32> -> tensor<5x3xbf16>
  kiln.return %y : tensor<5x3xbf16>
}
kiln.entry infer @max_rows_bf16(%x0: tensor<4x3xbf16> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xbf16> {kiln.output = "y", kiln.expected = dense<[[0.8828125, 0.9140625, 0.93359375], [0.55859375, -0.435546875, 0.7265625], [0xff80, 0xff80, 0xff80], [0.3203125, -0.59765625, -0.55859375], [0xff80, 0xff80, 0xff80]]> : tensor<5x3xbf16>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4x3xbf16>, tensor<4xi32> -> tensor<5x3xbf16>
  kiln.return %y : tensor<5x3xbf16>
}
kiln.entry infer @min_rows_bf16(%x0: tensor<4x3xbf16> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xbf16> {kiln.output = "y", kiln.expected = dense<[[0.8828125, 0.9140625, 0.93359375], [-0.74609375, -0.609375, -0.58984375], [0x7f80, 0x7f80, 0x7f80], [0.3203125, -0.59765625, -0.55859375], [0x7f80, 0x7f80, 0x7f80]]> : tensor<5x3xbf16>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4x3xbf16>, tensor<4xi32> -> tensor<5x3xbf16>
  kiln.return %y : tensor<5x3xbf16>
}
kiln.entry infer @sum_rows_f16(%x0: tensor<4x3xf16> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf16> {kiln.output = "y", kiln.expected = dense<[[0.883300781, 0.913085938, 0.933105469], [-0.189941406, -1.04492188, 0.13671875], [0.0, 0.0, 0.0], [0.320556641, -0.59765625, -0.55859375], [0.0, 0.0, 0.0]]> : tensor<5x3xf16>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4x3xf16>, tensor<4xi32> -> tensor<5x3xf16>
  kiln.return %y : tensor<5x3xf16>
}
kiln.entry infer @max_rows_f16(%x0: tensor<4x3xf16> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf16> {kiln.output = "y", kiln.expected = dense<[[0.883300781, 0.913085938, 0.933105469], [0.558105469, -0.435302734, 0.727050781], [0xfc00, 0xfc00, 0xfc00], [0.320556641, -0.59765625, -0.55859375], [0xfc00, 0xfc00, 0xfc00]]> : tensor<5x3xf16>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4x3xf16>, tensor<4xi32> -> tensor<5x3xf16>
  kiln.return %y : tensor<5x3xf16>
}
kiln.entry infer @min_rows_f16(%x0: tensor<4x3xf16> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xf16> {kiln.output = "y", kiln.expected = dense<[[0.883300781, 0.913085938, 0.933105469], [-0.748046875, -0.609863281, -0.590332031], [0x7c00, 0x7c00, 0x7c00], [0.320556641, -0.59765625, -0.55859375], [0x7c00, 0x7c00, 0x7c00]]> : tensor<5x3xf16>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4x3xf16>, tensor<4xi32> -> tensor<5x3xf16>
  kiln.return %y : tensor<5x3xf16>
}
kiln.entry infer @sum_rows_i32(%x0: tensor<4x3xi32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi32> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [4, 4, 0], [0, 0, 0], [2, 3, 2], [0, 0, 0]]> : tensor<5x3xi32>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4x3xi32>, tensor<4xi32> -> tensor<5x3xi32>
  kiln.return %y : tensor<5x3xi32>
}
kiln.entry infer @max_rows_i32(%x0: tensor<4x3xi32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi32> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [3, 3, 0], [-2147483648, -2147483648, -2147483648], [2, 3, 2], [-2147483648, -2147483648, -2147483648]]> : tensor<5x3xi32>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4x3xi32>, tensor<4xi32> -> tensor<5x3xi32>
  kiln.return %y : tensor<5x3xi32>
}
kiln.entry infer @min_rows_i32(%x0: tensor<4x3xi32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi32> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [1, 1, 0], [2147483647, 2147483647, 2147483647], [2, 3, 2], [2147483647, 2147483647, 2147483647]]> : tensor<5x3xi32>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4x3xi32>, tensor<4xi32> -> tensor<5x3xi32>
  kiln.return %y : tensor<5x3xi32>
}
kiln.entry infer @sum_rows_i64(%x0: tensor<4x3xi64> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi64> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [4, 4, 0], [0, 0, 0], [2, 3, 2], [0, 0, 0]]> : tensor<5x3xi64>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4x3xi64>, tensor<4xi32> -> tensor<5x3xi64>
  kiln.return %y : tensor<5x3xi64>
}
kiln.entry infer @max_rows_i64(%x0: tensor<4x3xi64> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi64> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [3, 3, 0], [-9223372036854775808, -9223372036854775808, -9223372036854775808], [2, 3, 2], [-9223372036854775808, -9223372036854775808, -9223372036854775808]]> : tensor<5x3xi64>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4x3xi64>, tensor<4xi32> -> tensor<5x3xi64>
  kiln.return %y : tensor<5x3xi64>
}
kiln.entry infer @min_rows_i64(%x0: tensor<4x3xi64> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi64> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [1, 1, 0], [9223372036854775807, 9223372036854775807, 9223372036854775807], [2, 3, 2], [9223372036854775807, 9223372036854775807, 9223372036854775807]]> : tensor<5x3xi64>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4x3xi64>, tensor<4xi32> -> tensor<5x3xi64>
  kiln.return %y : tensor<5x3xi64>
}
kiln.entry infer @sum_rows_i8(%x0: tensor<4x3xi8> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi8> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [4, 4, 0], [0, 0, 0], [2, 3, 2], [0, 0, 0]]> : tensor<5x3xi8>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4x3xi8>, tensor<4xi32> -> tensor<5x3xi8>
  kiln.return %y : tensor<5x3xi8>
}
kiln.entry infer @max_rows_i8(%x0: tensor<4x3xi8> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi8> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [3, 3, 0], [-128, -128, -128], [2, 3, 2], [-128, -128, -128]]> : tensor<5x3xi8>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4x3xi8>, tensor<4xi32> -> tensor<5x3xi8>
  kiln.return %y : tensor<5x3xi8>
}
kiln.entry infer @min_rows_i8(%x0: tensor<4x3xi8> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xi8> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [1, 1, 0], [127, 127, 127], [2, 3, 2], [127, 127, 127]]> : tensor<5x3xi8>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4x3xi8>, tensor<4xi32> -> tensor<5x3xi8>
  kiln.return %y : tensor<5x3xi8>
}
kiln.entry infer @sum_rows_ui8(%x0: tensor<4x3xui8> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xui8> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [4, 4, 0], [0, 0, 0], [2, 3, 2], [0, 0, 0]]> : tensor<5x3xui8>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<4x3xui8>, tensor<4xi32> -> tensor<5x3xui8>
  kiln.return %y : tensor<5x3xui8>
}
kiln.entry infer @max_rows_ui8(%x0: tensor<4x3xui8> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xui8> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [3, 3, 0], [0, 0, 0], [2, 3, 2], [0, 0, 0]]> : tensor<5x3xui8>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<4x3xui8>, tensor<4xi32> -> tensor<5x3xui8>
  kiln.return %y : tensor<5x3xui8>
}
kiln.entry infer @min_rows_ui8(%x0: tensor<4x3xui8> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<5x3xui8> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [1, 1, 0], [255, 255, 255], [2, 3, 2], [255, 255, 255]]> : tensor<5x3xui8>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<4x3xui8>, tensor<4xi32> -> tensor<5x3xui8>
  kiln.return %y : tensor<5x3xui8>
}
