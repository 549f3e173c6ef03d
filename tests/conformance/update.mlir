// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @line_f32(%x0: tensor<5xf32> {kiln.input = "x0"}, %x1: tensor<4xf32> {kiln.input = "x1"}, %x2: tensor<4xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5xf32> {kiln.output = "y", kiln.expected = dense<[-0.610022306, 0.883078337, 0.727216959, 0.912944794, 0.912944794]> : tensor<5xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5xf32>, tensor<4xf32>, tensor<4xi32> -> tensor<5xf32>
  kiln.return %y : tensor<5xf32>
}
kiln.entry infer @one_f32(%x0: tensor<1xf32> {kiln.input = "x0"}, %x1: tensor<3xf32> {kiln.input = "x1"}, %x2: tensor<3xi32> {kiln.input = "x2", kiln.limit = 1})
 -> (tensor<1xf32> {kiln.output = "y", kiln.expected = dense<[0.883078337]> : tensor<1xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<1xf32>, tensor<3xf32>, tensor<3xi32> -> tensor<1xf32>
  kiln.return %y : tensor<1xf32>
}
kiln.entry infer @rows_f32(%x0: tensor<5x3xf32> {kiln.input = "x0"}, %x1: tensor<4x3xf32> {kiln.input = "x1"}, %x2: tensor<4xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, 0.727216959, 0.883078337], [-0.597715855, -0.558529139, 0.557960033], [0.320519686, -0.597715855, -0.558529139], [-0.435245991, -0.590518475, 0.124959707], [0.124959707, -0.888723612, 0.880935192]]> : tensor<5x3xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5x3xf32>, tensor<4x3xf32>, tensor<4xi32> -> tensor<5x3xf32>
  kiln.return %y : tensor<5x3xf32>
}
kiln.entry infer @wide_rows_f32(%x0: tensor<5x21xf32> {kiln.input = "x0"}, %x1: tensor<6x21xf32> {kiln.input = "x1"}, %x2: tensor<6xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5x21xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, 0.727216959, 0.883078337, 0.912944794, 0.933156252, 0.320519686, -0.597715855, -0.558529139, 0.557960033, -0.435245991, -0.590518475, 0.124959707, -0.888723612, 0.880935192, 0.416762352, -0.714930058, -0.917673588, 0.587721586, -0.947771072, 0.409834623, 0.916980982], [-0.421180248, 0.0154845715, 0.288786888, -0.31441021, -0.581901073, 0.439212799, -0.829304457, 0.688598633, -0.446424246, -0.240064383, 0.202875376, 0.630081177, -0.334236622, 0.641345978, -0.0190982819, -0.774274588, 0.0787205696, 0.495415688, -0.903017759, -0.331501961, 0.902662516], [-0.251837969, -0.80359745, -0.800527811, -0.256476641, 0.0660147667, -0.297487974, -0.586868048, 0.617217541, 0.0437629223, 0.454060078, -0.369448662, -0.0847725868, 0.316409588, -0.280744314, -0.257156849, 0.00865006447, 0.910109282, -0.102460146, 0.496212482, -0.511533499, 0.307065964], [0.386875868, 0.914307833, -0.06463027, -0.516089201, 0.304857731, 0.652116776, 0.0897641182, -0.852256536, 0.557154417, 0.211720228, 0.489230871, -0.745507002, 0.717677355, -0.253207922, -0.394309759, 0.841115713, -0.926613092, 0.903684378, -0.557723045, 0.120654821, 0.942708969], [0.706868887, -0.251837969, -0.80359745, -0.800527811, -0.256476641, 0.0660147667, -0.297487974, -0.586868048, 0.617217541, 0.0437629223, 0.454060078, -0.369448662, -0.0847725868, 0.316409588, -0.280744314, -0.257156849, 0.00865006447, 0.910109282, -0.102460146, 0.496212482, -0.511533499]]> : tensor<5x21xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5x21xf32>, tensor<6x21xf32>, tensor<6xi32> -> tensor<5x21xf32>
  kiln.return %y : tensor<5x21xf32>
}
kiln.entry infer @columns_f32(%x0: tensor<3x5xf32> {kiln.input = "x0"}, %x1: tensor<4x3xf32> {kiln.input = "x1"}, %x2: tensor<4xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<3x5xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, -0.597715855, 0.727216959, -0.435245991, 0.912944794], [0.727216959, -0.558529139, -0.597715855, -0.590518475, 0.557960033], [0.883078337, 0.557960033, 0.124959707, 0.124959707, 0.880935192]]> : tensor<3x5xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [1] batch 0 : tensor<3x5xf32>, tensor<4x3xf32>, tensor<4xi32> -> tensor<3x5xf32>
  kiln.return %y : tensor<3x5xf32>
}
kiln.entry infer @batched_f32(%x0: tensor<2x4x3xf32> {kiln.input = "x0"}, %x1: tensor<2x3x3xf32> {kiln.input = "x1"}, %x2: tensor<2x3xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<2x4x3xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.610022306, 0.727216959, 0.883078337], [-0.597715855, -0.558529139, 0.557960033], [0.320519686, -0.597715855, -0.558529139], [0.912944794, 0.933156252, 0.320519686]], [[0.124959707, -0.888723612, 0.880935192], [0.416762352, -0.714930058, -0.917673588], [-0.888723612, 0.880935192, 0.416762352], [-0.714930058, -0.917673588, 0.587721586]]]> : tensor<2x4x3xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [1] batch 1 : tensor<2x4x3xf32>, tensor<2x3x3xf32>, tensor<2x3xi32> -> tensor<2x4x3xf32>
  kiln.return %y : tensor<2x4x3xf32>
}
kiln.entry infer @batched_line_f32(%x0: tensor<3x6xf32> {kiln.input = "x0"}, %x1: tensor<3x2xf32> {kiln.input = "x1"}, %x2: tensor<3x2xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<3x6xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, -0.610022306, 0.727216959, 0.727216959, 0.912944794, 0.933156252], [0.320519686, 0.883078337, -0.558529139, 0.912944794, -0.435245991, -0.590518475], [0.124959707, -0.888723612, 0.933156252, 0.320519686, -0.714930058, -0.917673588]]> : tensor<3x6xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [1] batch 1 : tensor<3x6xf32>, tensor<3x2xf32>, tensor<3x2xi32> -> tensor<3x6xf32>
  kiln.return %y : tensor<3x6xf32>
}
kiln.entry infer @two_axes_f32(%x0: tensor<3x4x2xf32> {kiln.input = "x0"}, %x1: tensor<5x2xf32> {kiln.input = "x1"}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3}, %x3: tensor<5xi32> {kiln.input = "x3", kiln.limit = 3})
 -> (tensor<3x4x2xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.747938156, -0.610022306], [0.727216959, 0.883078337], [0.912944794, 0.933156252], [0.320519686, -0.597715855]], [[-0.558529139, 0.557960033], [-0.435245991, -0.590518475], [0.124959707, -0.888723612], [0.880935192, 0.416762352]], [[-0.714930058, -0.917673588], [0.587721586, -0.947771072], [0.557960033, -0.435245991], [0.963775396, 0.436186075]]]> : tensor<3x4x2xf32>}) {
  %y = kiln.update %x0[%x2, %x3] with %x1 axes [0, 1] batch 0 : tensor<3x4x2xf32>, tensor<5x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<3x4x2xf32>
  kiln.return %y : tensor<3x4x2xf32>
}
kiln.entry infer @two_apart_f32(%x0: tensor<3x2x4xf32> {kiln.input = "x0"}, %x1: tensor<5x2xf32> {kiln.input = "x1"}, %x2: tensor<5xi32> {kiln.input = "x2", kiln.limit = 3}, %x3: tensor<5xi32> {kiln.input = "x3", kiln.limit = 3})
 -> (tensor<3x2x4xf32> {kiln.output = "y", kiln.expected = dense<[[[-0.747938156, -0.610022306, 0.727216959, 0.883078337], [0.912944794, 0.933156252, 0.320519686, -0.597715855]], [[-0.558529139, 0.557960033, -0.435245991, -0.590518475], [0.124959707, -0.888723612, 0.880935192, 0.416762352]], [[-0.714930058, -0.917673588, 0.557960033, -0.947771072], [0.409834623, 0.916980982, -0.435245991, 0.436186075]]]> : tensor<3x2x4xf32>}) {
  %y = kiln.update %x0[%x2, %x3] with %x1 axes [0, 2] batch 0 : tensor<3x2x4xf32>, tensor<5x2xf32>, tensor<5xi32>, tensor<5xi32> -> tensor<3x2x4xf32>
  kiln.return %y : tensor<3x2x4xf32>
}
kiln.entry infer @scalar_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<3xf32> {kiln.input = "x1"}, %x2: tensor<i32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.610022306, 0.727216959, 0.883078337], [0.883078337, 0.912944794, 0.933156252], [0.320519686, -0.597715855, -0.558529139], [0.557960033, -0.435245991, -0.590518475]]> : tensor<4x3xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<4x3xf32>, tensor<3xf32>, tensor<i32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @outside_f32(%x0: tensor<3x2xf32> {kiln.input = "x0"}, %x1: tensor<7x2xf32> {kiln.input = "x1"}, %x2: tensor<7xi32> {kiln.input = "x2", kiln.limit = 5})
 -> (tensor<3x2xf32> {kiln.output = "y", kiln.expected = dense<[[-0.590518475, 0.124959707], [-0.888723612, 0.880935192], [0.912944794, 0.933156252]]> : tensor<3x2xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<3x2xf32>, tensor<7x2xf32>, tensor<7xi32> -> tensor<3x2xf32>
  kiln.return %y : tensor<3x2xf32>
}
kiln.entry infer @wide_rows_f64(%x0: tensor<5x21xf64> {kiln.input = "x0"}, %x1: tensor<6x21xf64> {kiln.input = "x1"}, %x2: tensor<6xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5x21xf64> {kiln.output = "y", kiln.expected = dense<[[-0.61002230644226074, 0.72721695899963379, 0.88307833671569824, 0.91294479370117188, 0.93315625190734863, 0.32051968574523926, -0.59771585464477539, -0.55852913856506348, 0.55796003341674805, -0.43524599075317383, -0.59051847457885742, 0.12495970726013184, -0.88872361183166504, 0.8809351921081543, 0.41676235198974609, -0.71493005752563477, -0.91767358779907227, 0.58772158622741699, -0.94777107238769531, 0.40983462333679199, 0.91698098182678223], [-0.42118024826049805, 0.01548457145690918, 0.28878688812255859, -0.31441020965576172, -0.58190107345581055, 0.43921279907226562, -0.82930445671081543, 0.6885986328125, -0.44642424583435059, -0.24006438255310059, 0.20287537574768066, 0.6300811767578125, -0.33423662185668945, 0.64134597778320312, -0.019098281860351562, -0.77427458763122559, 0.078720569610595703, 0.49541568756103516, -0.90301775932312012, -0.33150196075439453, 0.90266251564025879], [-0.25183796882629395, -0.80359745025634766, -0.80052781105041504, -0.25647664070129395, 0.066014766693115234, -0.29748797416687012, -0.5868680477142334, 0.6172175407409668, 0.043762922286987305, 0.45406007766723633, -0.36944866180419922, -0.084772586822509766, 0.31640958786010742, -0.28074431419372559, -0.2571568489074707, 0.0086500644683837891, 0.91010928153991699, -0.10246014595031738, 0.49621248245239258, -0.51153349876403809, 0.30706596374511719], [0.38687586784362793, 0.91430783271789551, -0.064630270004272461, -0.51608920097351074, 0.30485773086547852, 0.65211677551269531, 0.089764118194580078, -0.85225653648376465, 0.55715441703796387, 0.21172022819519043, 0.48923087120056152, -0.74550700187683105, 0.71767735481262207, -0.25320792198181152, -0.39430975914001465, 0.84111571311950684, -0.92661309242248535, 0.90368437767028809, -0.55772304534912109, 0.12065482139587402, 0.94270896911621094], [0.70686888694763184, -0.25183796882629395, -0.80359745025634766, -0.80052781105041504, -0.25647664070129395, 0.066014766693115234, -0.29748797416687012, -0.5868680477142334, 0.6172175407409668, 0.043762922286987305, 0.45406007766723633, -0.36944866180419922, -0.084772586822509766, 0.31640958786010742, -0.28074431419372559, -0.2571568489074707, 0.0086500644683837891, 0.91010928153991699, -0.10246014595031738, 0.49621248245239258, -0.51153349876403809]]> : tensor<5x21xf64>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5x21xf64>, tensor<6x21xf64>, tensor<6xi32> -> tensor<5x21xf64>
  kiln.return %y : tensor<5x21xf64>
}
kiln.entry infer @wide_rows_bf16(%x0: tensor<5x21xbf16> {kiln.input = "x0"}, %x1: tensor<6x21xbf16> {kiln.input = "x1"}, %x2: tensor<6xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5x21xbf16> {kiln.output = "y", kiln.expected = dense<[[-0.609375, 0.7265625, 0.8828125, 0.9140625, 0.93359375, 0.3203125, -0.59765625, -0.55859375, 0.55859375, -0.435546875, -0.58984375, 0.125, -0.890625, 0.8828125, 0.416015625, -0.71484375, -0.91796875, 0.5859375, -0.94921875, 0.41015625, 0.91796875], [-0.421875, 0.0155029297, 0.2890625, -0.314453125, -0.58203125, 0.439453125, -0.828125, 0.6875, -0.447265625, -0.240234375, 0.203125, 0.62890625, -0.333984375, 0.640625, -0.0190429688, -0.7734375, 0.0786132812, 0.49609375, -0.90234375, -0.33203125, 0.90234375], [-0.251953125, -0.8046875, -0.80078125, -0.255859375, 0.0659179688, -0.296875, -0.5859375, 0.6171875, 0.0437011719, 0.453125, -0.369140625, -0.0849609375, 0.31640625, -0.28125, -0.2578125, 0.00866699219, 0.91015625, -0.102539062, 0.49609375, -0.51171875, 0.306640625], [0.38671875, 0.9140625, -0.064453125, -0.515625, 0.3046875, 0.65234375, 0.08984375, -0.8515625, 0.55859375, 0.211914062, 0.48828125, -0.74609375, 0.71875, -0.25390625, -0.39453125, 0.83984375, -0.92578125, 0.90234375, -0.55859375, 0.120605469, 0.94140625], [0.70703125, -0.251953125, -0.8046875, -0.80078125, -0.255859375, 0.0659179688, -0.296875, -0.5859375, 0.6171875, 0.0437011719, 0.453125, -0.369140625, -0.0849609375, 0.31640625, -0.28125, -0.2578125, 0.00866699219, 0.91015625, -0.102539062, 0.49609375, -0.51171875]]> : tensor<5x21xbf16>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5x21xbf16>, tensor<6x21xbf16>, tensor<6xi32> -> tensor<5x21xbf16>
  kiln.return %y : tensor<5x21xbf16>
}
kiln.entry infer @wide_rows_i32(%x0: tensor<5x21xi32> {kiln.input = "x0"}, %x1: tensor<6x21xi32> {kiln.input = "x1"}, %x2: tensor<6xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5x21xi32> {kiln.output = "y", kiln.expected = dense<[[1, 0, 3, 1, 3, 2, 3, 2, 1, 3, 0, 2, 1, 2, 1, 0, 0, 0, 2, 0, 1], [1, 0, 1, 0, 3, 1, 1, 2, 0, 3, 3, 0, 0, 3, 0, 2, 3, 2, 1, 0, 3], [2, 0, 0, 2, 2, 1, 2, 3, 2, 1, 2, 3, 0, 2, 0, 2, 1, 3, 2, 2, 3], [3, 3, 3, 2, 3, 1, 2, 3, 2, 2, 3, 2, 2, 2, 0, 1, 2, 3, 2, 3, 3], [0, 2, 0, 0, 2, 2, 1, 2, 3, 2, 1, 2, 3, 0, 2, 0, 2, 1, 3, 2, 2]]> : tensor<5x21xi32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5x21xi32>, tensor<6x21xi32>, tensor<6xi32> -> tensor<5x21xi32>
  kiln.return %y : tensor<5x21xi32>
}
kiln.entry infer @wide_rows_i64(%x0: tensor<5x21xi64> {kiln.input = "x0"}, %x1: tensor<6x21xi64> {kiln.input = "x1"}, %x2: tensor<6xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5x21xi64> {kiln.output = "y", kiln.expected = dense<[[1, 0, 3, 1, 3, 2, 3, 2, 1, 3, 0, 2, 1, 2, 1, 0, 0, 0, 2, 0, 1], [1, 0, 1, 0, 3, 1, 1, 2, 0, 3, 3, 0, 0, 3, 0, 2, 3, 2, 1, 0, 3], [2, 0, 0, 2, 2, 1, 2, 3, 2, 1, 2, 3, 0, 2, 0, 2, 1, 3, 2, 2, 3], [3, 3, 3, 2, 3, 1, 2, 3, 2, 2, 3, 2, 2, 2, 0, 1, 2, 3, 2, 3, 3], [0, 2, 0, 0, 2, 2, 1, 2, 3, 2, 1, 2, 3, 0, 2, 0, 2, 1, 3, 2, 2]]> : tensor<5x21xi64>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5x21xi64>, tensor<6x21xi64>, tensor<6xi32> -> tensor<5x21xi64>
  kiln.return %y : tensor<5x21xi64>
}
kiln.entry infer @wide_rows_ui8(%x0: tensor<5x21xui8> {kiln.input = "x0"}, %x1: tensor<6x21xui8> {kiln.input = "x1"}, %x2: tensor<6xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5x21xui8> {kiln.output = "y", kiln.expected = dense<[[1, 0, 3, 1, 3, 2, 3, 2, 1, 3, 0, 2, 1, 2, 1, 0, 0, 0, 2, 0, 1], [1, 0, 1, 0, 3, 1, 1, 2, 0, 3, 3, 0, 0, 3, 0, 2, 3, 2, 1, 0, 3], [2, 0, 0, 2, 2, 1, 2, 3, 2, 1, 2, 3, 0, 2, 0, 2, 1, 3, 2, 2, 3], [3, 3, 3, 2, 3, 1, 2, 3, 2, 2, 3, 2, 2, 2, 0, 1, 2, 3, 2, 3, 3], [0, 2, 0, 0, 2, 2, 1, 2, 3, 2, 1, 2, 3, 0, 2, 0, 2, 1, 3, 2, 2]]> : tensor<5x21xui8>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5x21xui8>, tensor<6x21xui8>, tensor<6xi32> -> tensor<5x21xui8>
  kiln.return %y : tensor<5x21xui8>
}
kiln.entry infer @wide_rows_i1(%x0: tensor<5x21xi1> {kiln.input = "x0"}, %x1: tensor<6x21xi1> {kiln.input = "x1"}, %x2: tensor<6xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<5x21xi1> {kiln.output = "y", kiln.expected = dense<[[true, false, true, true, true, false, true, false, true, true, false, false, true, false, true, false, false, false, false, false, true], [true, false, true, false, true, true, true, false, false, true, true, false, false, true, false, false, true, false, true, false, true], [false, false, false, false, false, true, false, true, false, true, false, true, false, false, false, false, true, true, false, false, true], [true, true, true, false, true, true, false, true, false, false, true, false, false, false, false, true, false, true, false, true, true], [false, false, false, false, false, false, true, false, true, false, true, false, true, false, false, false, false, true, true, false, false]]> : tensor<5x21xi1>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<5x21xi1>, tensor<6x21xi1>, tensor<6xi32> -> tensor<5x21xi1>
  kiln.return %y : tensor<5x21xi1>
}
