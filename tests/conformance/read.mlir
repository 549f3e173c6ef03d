// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @broadcast_f32(%x0: tensor<3xf32> {kiln.input = "x0"})
 -> (tensor<2x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [-0.747938156, -0.610022306, 0.727216959]]> : tensor<2x3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1)> : tensor<3xf32> -> tensor<2x3xf32>
  kiln.return %y : tensor<2x3xf32>
}
kiln.entry infer @scalar_f32(%x0: tensor<f32> {kiln.input = "x0"})
 -> (tensor<2x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.747938156, -0.747938156], [-0.747938156, -0.747938156, -0.747938156]]> : tensor<2x3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> ()> : tensor<f32> -> tensor<2x3xf32>
  kiln.return %y : tensor<2x3xf32>
}
kiln.entry infer @turned_f32(%x0: tensor<2x5xf32> {kiln.input = "x0"})
 -> (tensor<5x2xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, 0.933156252], [-0.610022306, 0.320519686], [0.727216959, -0.597715855], [0.883078337, -0.558529139], [0.912944794, 0.557960033]]> : tensor<5x2xf32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1, d0)> : tensor<2x5xf32> -> tensor<5x2xf32>
  kiln.return %y : tensor<5x2xf32>
}
kiln.entry infer @slice_f32(%x0: tensor<7xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0.727216959, 0.883078337, 0.912944794]> : tensor<3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0) -> (d0 + 2)> : tensor<7xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @stride_f32(%x0: tensor<7xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[-0.610022306, 0.883078337, 0.933156252]> : tensor<3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0) -> (d0 * 2 + 1)> : tensor<7xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @reversed_f32(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<5xf32> {kiln.output = "y", kiln.expected = dense<[0.912944794, 0.883078337, 0.727216959, -0.610022306, -0.747938156]> : tensor<5xf32>}) {
  %y = kiln.read %x0 affine_map<(d0) -> (-d0 + 4)> : tensor<5xf32> -> tensor<5xf32>
  kiln.return %y : tensor<5xf32>
}
kiln.entry infer @diagonal_f32(%x0: tensor<4x4xf32> {kiln.input = "x0"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, 0.933156252, -0.435245991, 0.416762352]> : tensor<4xf32>}) {
  %y = kiln.read %x0 affine_map<(d0) -> (d0, d0)> : tensor<4x4xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @padded_f32(%x0: tensor<3xf32> {kiln.input = "x0"})
 -> (tensor<7xf32> {kiln.output = "y", kiln.expected = dense<[1.5, 1.5, -0.747938156, -0.610022306, 0.727216959, 1.5, 1.5]> : tensor<7xf32>}) {
  %y = kiln.read %x0 affine_map<(d0) -> (d0 - 2)> else 1.5 : f32 : tensor<3xf32> -> tensor<7xf32>
  kiln.return %y : tensor<7xf32>
}
kiln.entry infer @cropped_f32(%x0: tensor<6xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[-0.610022306, 0.727216959, 0.883078337]> : tensor<3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0) -> (d0 + 1)> else 1.5 : f32 : tensor<6xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @interior_f32(%x0: tensor<3xf32> {kiln.input = "x0"})
 -> (tensor<5xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, -0.747938156, -0.610022306, -0.610022306, 0.727216959]> : tensor<5xf32>}) {
  %y = kiln.read %x0 affine_map<(d0) -> (d0 floordiv 2)> : tensor<3xf32> -> tensor<5xf32>
  kiln.return %y : tensor<5xf32>
}
kiln.entry infer @blocks_f32(%x0: tensor<3x2xf32> {kiln.input = "x0"})
 -> (tensor<6xf32> {kiln.output = "y", kiln.expected = dense<[-0.747938156, -0.610022306, 0.727216959, 0.883078337, 0.912944794, 0.933156252]> : tensor<6xf32>}) {
  %y = kiln.read %x0 affine_map<(d0) -> (d0 floordiv 2, d0 mod 2)> : tensor<3x2xf32> -> tensor<6xf32>
  kiln.return %y : tensor<6xf32>
}
kiln.entry infer @window_f32(%x0: tensor<5x6xf32> {kiln.input = "x0"})
 -> (tensor<5x6x3x3xf32> {kiln.output = "y", kiln.expected = dense<[[[[0.0, 0.0, 0.0], [0.0, -0.747938156, -0.610022306], [0.0, 0.320519686, -0.597715855]], [[0.0, 0.0, 0.0], [-0.747938156, -0.610022306, 0.727216959], [0.320519686, -0.597715855, -0.558529139]], [[0.0, 0.0, 0.0], [-0.610022306, 0.727216959, 0.883078337], [-0.597715855, -0.558529139, 0.557960033]], [[0.0, 0.0, 0.0], [0.727216959, 0.883078337, 0.912944794], [-0.558529139, 0.557960033, -0.435245991]], [[0.0, 0.0, 0.0], [0.883078337, 0.912944794, 0.933156252], [0.557960033, -0.435245991, -0.590518475]], [[0.0, 0.0, 0.0], [0.912944794, 0.933156252, 0.0], [-0.435245991, -0.590518475, 0.0]]], [[[0.0, -0.747938156, -0.610022306], [0.0, 0.320519686, -0.597715855], [0.0, 0.124959707, -0.888723612]], [[-0.747938156, -0.610022306, 0.727216959], [0.320519686, -0.597715855, -0.558529139], [0.124959707, -0.888723612, 0.880935192]], [[-0.610022306, 0.727216959, 0.883078337], [-0.597715855, -0.558529139, 0.557960033], [-0.888723612, 0.880935192, 0.416762352]], [[0.727216959, 0.883078337, 0.912944794], [-0.558529139, 0.557960033, -0.435245991], [0.880935192, 0.416762352, -0.714930058]], [[0.883078337, 0.912944794, 0.933156252], [0.557960033, -0.435245991, -0.590518475], [0.416762352, -0.714930058, -0.917673588]], [[0.912944794, 0.933156252, 0.0], [-0.435245991, -0.590518475, 0.0], [-0.714930058, -0.917673588, 0.0]]], [[[0.0, 0.320519686, -0.597715855], [0.0, 0.124959707, -0.888723612], [0.0, 0.587721586, -0.947771072]], [[0.320519686, -0.597715855, -0.558529139], [0.124959707, -0.888723612, 0.880935192], [0.587721586, -0.947771072, 0.409834623]], [[-0.597715855, -0.558529139, 0.557960033], [-0.888723612, 0.880935192, 0.416762352], [-0.947771072, 0.409834623, 0.916980982]], [[-0.558529139, 0.557960033, -0.435245991], [0.880935192, 0.416762352, -0.714930058], [0.409834623, 0.916980982, 0.963775396]], [[0.557960033, -0.435245991, -0.590518475], [0.416762352, -0.714930058, -0.917673588], [0.916980982, 0.963775396, 0.436186075]], [[-0.435245991, -0.590518475, 0.0], [-0.714930058, -0.917673588, 0.0], [0.963775396, 0.436186075, 0.0]]], [[[0.0, 0.124959707, -0.888723612], [0.0, 0.587721586, -0.947771072], [0.0, -0.464709997, -0.979317427]], [[0.124959707, -0.888723612, 0.880935192], [0.587721586, -0.947771072, 0.409834623], [-0.464709997, -0.979317427, 0.369235754]], [[-0.888723612, 0.880935192, 0.416762352], [-0.947771072, 0.409834623, 0.916980982], [-0.979317427, 0.369235754, 0.0795462132]], [[0.880935192, 0.416762352, -0.714930058], [0.409834623, 0.916980982, 0.963775396], [0.369235754, 0.0795462132, 0.00613093376]], [[0.416762352, -0.714930058, -0.917673588], [0.916980982, 0.963775396, 0.436186075], [0.0795462132, 0.00613093376, -0.0727133751]], [[-0.714930058, -0.917673588, 0.0], [0.963775396, 0.436186075, 0.0], [0.00613093376, -0.0727133751, 0.0]]], [[[0.0, 0.587721586, -0.947771072], [0.0, -0.464709997, -0.979317427], [0.0, 0.0, 0.0]], [[0.587721586, -0.947771072, 0.409834623], [-0.464709997, -0.979317427, 0.369235754], [0.0, 0.0, 0.0]], [[-0.947771072, 0.409834623, 0.916980982], [-0.979317427, 0.369235754, 0.0795462132], [0.0, 0.0, 0.0]], [[0.409834623, 0.916980982, 0.963775396], [0.369235754, 0.0795462132, 0.00613093376], [0.0, 0.0, 0.0]], [[0.916980982, 0.963775396, 0.436186075], [0.0795462132, 0.00613093376, -0.0727133751], [0.0, 0.0, 0.0]], [[0.963775396, 0.436186075, 0.0], [0.00613093376, -0.0727133751, 0.0], [0.0, 0.0, 0.0]]]]> : tensor<5x6x3x3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1, d2, d3) -> (d0 + d2 - 1, d1 + d3 - 1)> else 0.0 : f32 : tensor<5x6xf32> -> tensor<5x6x3x3xf32>
  kiln.return %y : tensor<5x6x3x3xf32>
}
kiln.entry infer @dilated_f32(%x0: tensor<7xf32> {kiln.input = "x0"})
 -> (tensor<3x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, 0.727216959, 0.912944794], [-0.610022306, 0.883078337, 0.933156252], [0.727216959, 0.912944794, 0.320519686]]> : tensor<3x3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d0 + d1 * 2)> : tensor<7xf32> -> tensor<3x3xf32>
  kiln.return %y : tensor<3x3xf32>
}
kiln.entry infer @strided_window_f32(%x0: tensor<9xf32> {kiln.input = "x0"})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.727216959, 0.883078337, 0.912944794], [0.912944794, 0.933156252, 0.320519686], [0.320519686, -0.597715855, -0.558529139]]> : tensor<4x3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d0 * 2 + d1)> : tensor<9xf32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @uneven_f32(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<3x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.727216959, 0.883078337, 0.912944794], [0.912944794, 0.0, 0.0]]> : tensor<3x3xf32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d0 * 2 + d1)> else 0.0 : f32 : tensor<5xf32> -> tensor<3x3xf32>
  kiln.return %y : tensor<3x3xf32>
}
kiln.entry infer @typed_f64(%x0: tensor<2x5xf64> {kiln.input = "x0"})
 -> (tensor<5x4xf64> {kiln.output = "y", kiln.expected = dense<[[0.0, -0.74793815612792969, 0.93315625190734863, 0.0], [0.0, -0.61002230644226074, 0.32051968574523926, 0.0], [0.0, 0.72721695899963379, -0.59771585464477539, 0.0], [0.0, 0.88307833671569824, -0.55852913856506348, 0.0], [0.0, 0.91294479370117188, 0.55796003341674805, 0.0]]> : tensor<5x4xf64>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1 - 1, d0)> else 0.0 : f64 : tensor<2x5xf64> -> tensor<5x4xf64>
  kiln.return %y : tensor<5x4xf64>
}
kiln.entry infer @typed_bf16(%x0: tensor<2x5xbf16> {kiln.input = "x0"})
 -> (tensor<5x4xbf16> {kiln.output = "y", kiln.expected = dense<[[0.0, -0.74609375, 0.93359375, 0.0], [0.0, -0.609375, 0.3203125, 0.0], [0.0, 0.7265625, -0.59765625, 0.0], [0.0, 0.8828125, -0.55859375, 0.0], [0.0, 0.9140625, 0.55859375, 0.0]]> : tensor<5x4xbf16>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1 - 1, d0)> else 0.0 : bf16 : tensor<2x5xbf16> -> tensor<5x4xbf16>
  kiln.return %y : tensor<5x4xbf16>
}
kiln.entry infer @typed_f16(%x0: tensor<2x5xf16> {kiln.input = "x0"})
 -> (tensor<5x4xf16> {kiln.output = "y", kiln.expected = dense<[[0.0, -0.748046875, 0.933105469, 0.0], [0.0, -0.609863281, 0.320556641, 0.0], [0.0, 0.727050781, -0.59765625, 0.0], [0.0, 0.883300781, -0.55859375, 0.0], [0.0, 0.913085938, 0.558105469, 0.0]]> : tensor<5x4xf16>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1 - 1, d0)> else 0.0 : f16 : tensor<2x5xf16> -> tensor<5x4xf16>
  kiln.return %y : tensor<5x4xf16>
}
kiln.entry infer @typed_i32(%x0: tensor<2x5xi32> {kiln.input = "x0"})
 -> (tensor<5x4xi32> {kiln.output = "y", kiln.expected = dense<[[0, 3, 3, 0], [0, 1, 2, 0], [0, 0, 3, 0], [0, 3, 2, 0], [0, 1, 1, 0]]> : tensor<5x4xi32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1 - 1, d0)> else 0 : i32 : tensor<2x5xi32> -> tensor<5x4xi32>
  kiln.return %y : tensor<5x4xi32>
}
kiln.entry infer @typed_i64(%x0: tensor<2x5xi64> {kiln.input = "x0"})
 -> (tensor<5x4xi64> {kiln.output = "y", kiln.expected = dense<[[0, 3, 3, 0], [0, 1, 2, 0], [0, 0, 3, 0], [0, 3, 2, 0], [0, 1, 1, 0]]> : tensor<5x4xi64>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1 - 1, d0)> else 0 : i64 : tensor<2x5xi64> -> tensor<5x4xi64>
  kiln.return %y : tensor<5x4xi64>
}
kiln.entry infer @typed_i8(%x0: tensor<2x5xi8> {kiln.input = "x0"})
 -> (tensor<5x4xi8> {kiln.output = "y", kiln.expected = dense<[[0, 3, 3, 0], [0, 1, 2, 0], [0, 0, 3, 0], [0, 3, 2, 0], [0, 1, 1, 0]]> : tensor<5x4xi8>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1 - 1, d0)> else 0 : i8 : tensor<2x5xi8> -> tensor<5x4xi8>
  kiln.return %y : tensor<5x4xi8>
}
