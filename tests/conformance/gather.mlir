// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @line_f32(%x0: tensor<5xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[-0.610022306, -0.747938156, 0.883078337, -0.610022306]> : tensor<4xf32>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5xf32>, tensor<4xi32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @one_f32(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<3xi32> {kiln.input = "x1", kiln.limit = 1})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, -0.747938156, -0.747938156]> : tensor<3xf32>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<1xf32>, tensor<3xi32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @rows_f32(%x0: tensor<5x3xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[0.883078337, 0.912944794, 0.933156252], [-0.747938156, -0.610022306, 0.727216959], [0.557960033, -0.435245991, -0.590518475], [0.883078337, 0.912944794, 0.933156252]]> : tensor<4x3xf32>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5x3xf32>, tensor<4xi32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @wide_rows_f32(%x0: tensor<5x21xf32> {kiln.input = "x0"}, %x1: tensor<6xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<6x21xf32> {kiln.output = "y", kiln.expected = dense<[[0.916980982, 0.963775396, 0.436186075, -0.464709997, -0.979317427, 0.369235754, 0.0795462132, 0.00613093376, -0.0727133751, -0.218153715, 0.863636255, -0.669833422, -0.215127945, -0.465187311, 0.0854797363, 0.686329126, 0.202935219, 0.191891432, 0.220005035, -0.528092146, -0.967179537], [-0.747938156, -0.610022306, 0.727216959, 0.883078337, 0.912944794, 0.933156252, 0.320519686, -0.597715855, -0.558529139, 0.557960033, -0.435245991, -0.590518475, 0.124959707, -0.888723612, 0.880935192, 0.416762352, -0.714930058, -0.917673588, 0.587721586, -0.947771072, 0.409834623], [0.902662516, -0.53026104, -0.45197916, -0.9648242, 0.0476696491, 0.452827215, -0.974208355, 0.307599545, -0.248483419, -0.117782593, 0.820088625, 0.922080755, 0.885169029, -0.943044424, -0.116928577, 0.759152889, 0.625164032, -0.586104155, 0.254214287, -0.813107967, 0.102415323], [0.916980982, 0.963775396, 0.436186075, -0.464709997, -0.979317427, 0.369235754, 0.0795462132, 0.00613093376, -0.0727133751, -0.218153715, 0.863636255, -0.669833422, -0.215127945, -0.465187311, 0.0854797363, 0.686329126, 0.202935219, 0.191891432, 0.220005035, -0.528092146, -0.967179537], [0.902662516, -0.53026104, -0.45197916, -0.9648242, 0.0476696491, 0.452827215, -0.974208355, 0.307599545, -0.248483419, -0.117782593, 0.820088625, 0.922080755, 0.885169029, -0.943044424, -0.116928577, 0.759152889, 0.625164032, -0.586104155, 0.254214287, -0.813107967, 0.102415323], [0.220233202, -0.421180248, 0.0154845715, 0.288786888, -0.31441021, -0.581901073, 0.439212799, -0.829304457, 0.688598633, -0.446424246, -0.240064383, 0.202875376, 0.630081177, -0.334236622, 0.641345978, -0.0190982819, -0.774274588, 0.0787205696, 0.495415688, -0.903017759, -0.331501961]]> : tensor<6x21xf32>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5x21xf32>, tensor<6xi32> -> tensor<6x21xf32>
  kiln.return %y : tensor<6x21xf32>
}
kiln.entry infer @columns_f32(%x0: tensor<3x5xf32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, 0.320519686, -0.590518475], [-0.747938156, 0.933156252, -0.435245991], [0.883078337, -0.558529139, -0.888723612], [-0.610022306, 0.320519686, -0.590518475]]> : tensor<4x3xf32>}) {
  %y = kiln.gather %x0[%x1] axes [1] batch 0 : tensor<3x5xf32>, tensor<4xi32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @batched_f32(%x0: tensor<2x4x3xf32> {kiln.input = "x0"}, %x1: tensor<2x3xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<2x3x3xf32> {kiln.output = "y", kiln.expected = dense<[[[0.883078337, 0.912944794, 0.933156252], [-0.747938156, -0.610022306, 0.727216959], [0.557960033, -0.435245991, -0.590518475]], [[0.416762352, -0.714930058, -0.917673588], [0.916980982, 0.963775396, 0.436186075], [0.587721586, -0.947771072, 0.409834623]]]> : tensor<2x3x3xf32>}) {
  %y = kiln.gather %x0[%x1] axes [1] batch 1 : tensor<2x4x3xf32>, tensor<2x3xi32> -> tensor<2x3x3xf32>
  kiln.return %y : tensor<2x3x3xf32>
}
kiln.entry infer @batched_line_f32(%x0: tensor<3x6xf32> {kiln.input = "x0"}, %x1: tensor<3x2xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<3x2xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, -0.747938156], [0.557960033, -0.597715855], [0.416762352, 0.880935192]]> : tensor<3x2xf32>}) {
  %y = kiln.gather %x0[%x1] axes [1] batch 1 : tensor<3x6xf32>, tensor<3x2xi32> -> tensor<3x2xf32>
  kiln.return %y : tensor<3x2xf32>
}
kiln.entry infer @two_axes_f32(%x0: tensor<3x4x2xf32> {kiln.input = "x0"}, %x1: tensor<5xi32> {kiln.input = "x1", kiln.limit = 3}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3})
 -> (tensor<5x2xf32> {kiln.output = "y", kiln.expected = dense<[[0.912944794, 0.933156252], [0.409834623, 0.916980982], [0.409834623, 0.916980982], [0.409834623, 0.916980982], [0.409834623, 0.916980982]]> : tensor<5x2xf32>}) {
  %y = kiln.gather %x0[%x1, %x2] axes [0, 1] batch 0 : tensor<3x4x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<5x2xf32>
  kiln.return %y : tensor<5x2xf32>
}
kiln.entry infer @two_apart_f32(%x0: tensor<3x2x4xf32> {kiln.input = "x0"}, %x1: tensor<5xi32> {kiln.input = "x1", kiln.limit = 3}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3})
 -> (tensor<5x2xf32> {kiln.output = "y", kiln.expected = dense<[[0.727216959, 0.320519686], [0.587721586, 0.963775396], [0.587721586, 0.963775396], [0.587721586, 0.963775396], [0.587721586, 0.963775396]]> : tensor<5x2xf32>}) {
  %y = kiln.gather %x0[%x1, %x2] axes [0, 2] batch 0 : tensor<3x2x4xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<5x2xf32>
  kiln.return %y : tensor<5x2xf32>
}
kiln.entry infer @scalar_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<i32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0.883078337, 0.912944794, 0.933156252]> : tensor<3xf32>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<4x3xf32>, tensor<i32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @outside_f32(%x0: tensor<3x2xf32> {kiln.input = "x0"}, %x1: tensor<7xi32> {kiln.input = "x1", kiln.limit = 5})
 -> (tensor<7x2xf32> {kiln.output = "y", kiln.expected = dense<[[0.912944794, 0.933156252], [0.727216959, 0.883078337], [-0.747938156, -0.610022306], [0.727216959, 0.883078337], [0.912944794, 0.933156252], [0.727216959, 0.883078337], [-0.747938156, -0.610022306]]> : tensor<7x2xf32>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<3x2xf32>, tensor<7xi32> -> tensor<7x2xf32>
  kiln.return %y : tensor<7x2xf32>
}
kiln.entry infer @rows_f64(%x0: tensor<5x3xf64> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf64> {kiln.output = "y", kiln.expected = dense<[[0.88307833671569824, 0.91294479370117188, 0.93315625190734863], [-0.74793815612792969, -0.61002230644226074, 0.72721695899963379], [0.55796003341674805, -0.43524599075317383, -0.59051847457885742], [0.88307833671569824, 0.91294479370117188, 0.93315625190734863]]> : tensor<4x3xf64>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5x3xf64>, tensor<4xi32> -> tensor<4x3xf64>
  kiln.return %y : tensor<4x3xf64>
}
kiln.entry infer @rows_bf16(%x0: tensor<5x3xbf16> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xbf16> {kiln.output = "y", kiln.expected = dense<[[0.8828125, 0.9140625, 0.93359375], [-0.74609375, -0.609375, 0.7265625], [0.55859375, -0.435546875, -0.58984375], [0.8828125, 0.9140625, 0.93359375]]> : tensor<4x3xbf16>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5x3xbf16>, tensor<4xi32> -> tensor<4x3xbf16>
  kiln.return %y : tensor<4x3xbf16>
}
kiln.entry infer @rows_f16(%x0: tensor<5x3xf16> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf16> {kiln.output = "y", kiln.expected = dense<[[0.883300781, 0.913085938, 0.933105469], [-0.748046875, -0.609863281, 0.727050781], [0.558105469, -0.435302734, -0.590332031], [0.883300781, 0.913085938, 0.933105469]]> : tensor<4x3xf16>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5x3xf16>, tensor<4xi32> -> tensor<4x3xf16>
  kiln.return %y : tensor<4x3xf16>
}
kiln.entry infer @rows_i32(%x0: tensor<5x3xi32> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xi32> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [3, 1, 0], [1, 3, 0], [3, 1, 3]]> : tensor<4x3xi32>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5x3xi32>, tensor<4xi32> -> tensor<4x3xi32>
  kiln.return %y : tensor<4x3xi32>
}
kiln.entry infer @rows_i64(%x0: tensor<5x3xi64> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xi64> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [3, 1, 0], [1, 3, 0], [3, 1, 3]]> : tensor<4x3xi64>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5x3xi64>, tensor<4xi32> -> tensor<4x3xi64>
  kiln.return %y : tensor<4x3xi64>
}
kiln.entry infer @rows_ui8(%x0: tensor<5x3xui8> {kiln.input = "x0"}, %x1: tensor<4xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xui8> {kiln.output = "y", kiln.expected = dense<[[3, 1, 3], [3, 1, 0], [1, 3, 0], [3, 1, 3]]> : tensor<4x3xui8>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<5x3xui8>, tensor<4xi32> -> tensor<4x3xui8>
  kiln.return %y : tensor<4x3xui8>
}
