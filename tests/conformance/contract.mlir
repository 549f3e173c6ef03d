// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @product_f32(%x0: tensor<3x5xf32> {kiln.input = "x0"}, %x1: tensor<5x4xf32> {kiln.input = "x1"})
 -> (tensor<3x4xf32> {kiln.output = "y", kiln.expected = dense<[[-1.32982707, 0.258536398, -1.22253191, -0.508421063], [-0.619299889, 0.877390504, 0.223840326, 1.22619081], [-0.234395027, -0.825342536, -1.31049645, 0.944494128]]> : tensor<3x4xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x5xf32>, tensor<5x4xf32> -> tensor<3x4xf32>
  kiln.return %y : tensor<3x4xf32>
}
kiln.entry infer @product_f64(%x0: tensor<3x5xf64> {kiln.input = "x0"}, %x1: tensor<5x4xf64> {kiln.input = "x1"})
 -> (tensor<3x4xf64> {kiln.output = "y", kiln.expected = dense<[[-1.329827064472056, 0.25853641130339611, -1.2225318895045802, -0.50842105442757202], [-0.61929989105357208, 0.87739053198890815, 0.2238403309868886, 1.2261907689913301], [-0.23439502096567821, -0.82534255055236372, -1.3104965010393244, 0.94449410768737607]]> : tensor<3x4xf64>}) attributes {tolerance = 1.0e-12} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x5xf64>, tensor<5x4xf64> -> tensor<3x4xf64>
  kiln.return %y : tensor<3x4xf64>
}
kiln.entry infer @product_bf16(%x0: tensor<3x5xbf16> {kiln.input = "x0"}, %x1: tensor<5x4xbf16> {kiln.input = "x1"})
 -> (tensor<3x4xbf16> {kiln.output = "y", kiln.expected = dense<[[-1.3359375, 0.26171875, -1.2265625, -0.5078125], [-0.6171875, 0.875, 0.22265625, 1.2265625], [-0.232421875, -0.828125, -1.3125, 0.9453125]]> : tensor<3x4xbf16>}) attributes {tolerance = 1.0e-2} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x5xbf16>, tensor<5x4xbf16> -> tensor<3x4xbf16>
  kiln.return %y : tensor<3x4xbf16>
}
kiln.entry infer @product_f16(%x0: tensor<3x5xf16> {kiln.input = "x0"}, %x1: tensor<5x4xf16> {kiln.input = "x1"})
 -> (tensor<3x4xf16> {kiln.output = "y", kiln.expected = dense<[[-1.33007812, 0.259033203, -1.22265625, -0.508789062], [-0.619140625, 0.877441406, 0.223754883, 1.2265625], [-0.234130859, -0.825195312, -1.31054688, 0.944335938]]> : tensor<3x4xf16>}) attributes {tolerance = 2.0e-3} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x5xf16>, tensor<5x4xf16> -> tensor<3x4xf16>
  kiln.return %y : tensor<3x4xf16>
}
kiln.entry infer @product_i32(%x0: tensor<3x5xi32> {kiln.input = "x0"}, %x1: tensor<5x4xi32> {kiln.input = "x1"})
 -> (tensor<3x4xi32> {kiln.output = "y", kiln.expected = dense<[[9, 8, 17, 5], [14, 17, 19, 13], [6, 8, 14, 7]]> : tensor<3x4xi32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x5xi32>, tensor<5x4xi32> -> tensor<3x4xi32>
  kiln.return %y : tensor<3x4xi32>
}
kiln.entry infer @product_i64(%x0: tensor<3x5xi64> {kiln.input = "x0"}, %x1: tensor<5x4xi64> {kiln.input = "x1"})
 -> (tensor<3x4xi64> {kiln.output = "y", kiln.expected = dense<[[9, 8, 17, 5], [14, 17, 19, 13], [6, 8, 14, 7]]> : tensor<3x4xi64>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x5xi64>, tensor<5x4xi64> -> tensor<3x4xi64>
  kiln.return %y : tensor<3x4xi64>
}
kiln.entry infer @product_i8(%x0: tensor<3x5xi8> {kiln.input = "x0"}, %x1: tensor<5x4xi8> {kiln.input = "x1"})
 -> (tensor<3x4xi8> {kiln.output = "y", kiln.expected = dense<[[9, 8, 17, 5], [14, 17, 19, 13], [6, 8, 14, 7]]> : tensor<3x4xi8>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x5xi8>, tensor<5x4xi8> -> tensor<3x4xi8>
  kiln.return %y : tensor<3x4xi8>
}
kiln.entry infer @product_ui8(%x0: tensor<3x5xui8> {kiln.input = "x0"}, %x1: tensor<5x4xui8> {kiln.input = "x1"})
 -> (tensor<3x4xui8> {kiln.output = "y", kiln.expected = dense<[[9, 8, 17, 5], [14, 17, 19, 13], [6, 8, 14, 7]]> : tensor<3x4xui8>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x5xui8>, tensor<5x4xui8> -> tensor<3x4xui8>
  kiln.return %y : tensor<3x4xui8>
}
kiln.entry infer @inner_f32(%x0: tensor<5xf32> {kiln.input = "x0"}, %x1: tensor<5xf32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<2.3129518> : tensor<f32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0], %x1 [0] -> [] : tensor<5xf32>, tensor<5xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @outer_f32(%x0: tensor<3xf32> {kiln.input = "x0"}, %x1: tensor<4xf32> {kiln.input = "x1"})
 -> (tensor<3x4xf32> {kiln.output = "y", kiln.expected = dense<[[0.456258953, -0.543913305, -0.660488009, -0.682826221], [0.372127205, -0.443618566, -0.538697481, -0.556916714], [-0.443618566, 0.528844476, 0.642189562, 0.663908958]]> : tensor<3x4xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0], %x1 [1] -> [0, 1] : tensor<3xf32>, tensor<4xf32> -> tensor<3x4xf32>
  kiln.return %y : tensor<3x4xf32>
}
kiln.entry infer @outer_turned_f32(%x0: tensor<3xf32> {kiln.input = "x0"}, %x1: tensor<4xf32> {kiln.input = "x1"})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[0.456258953, 0.372127205, -0.443618566], [-0.543913305, -0.443618566, 0.528844476], [-0.660488009, -0.538697481, 0.642189562], [-0.682826221, -0.556916714, 0.663908958]]> : tensor<4x3xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0], %x1 [1] -> [1, 0] : tensor<3xf32>, tensor<4xf32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @batched_f32(%x0: tensor<2x3x4xf32> {kiln.input = "x0"}, %x1: tensor<2x4x2xf32> {kiln.input = "x1"})
 -> (tensor<2x3x2xf32> {kiln.output = "y", kiln.expected = dense<[[[0.0683386028, -1.36096764], [0.923492551, 1.95240366], [0.78024739, 0.293531716]], [[-0.0146868136, 0.312648028], [-0.774316549, 1.39183283], [-0.987566888, 0.473387927]]]> : tensor<2x3x2xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1, 2], %x1 [0, 2, 3] -> [0, 1, 3] : tensor<2x3x4xf32>, tensor<2x4x2xf32> -> tensor<2x3x2xf32>
  kiln.return %y : tensor<2x3x2xf32>
}
kiln.entry infer @heads_f32(%x0: tensor<2x3x2x4xf32> {kiln.input = "x0"}, %x1: tensor<2x3x2x4xf32> {kiln.input = "x1"})
 -> (tensor<2x2x3x3xf32> {kiln.output = "y", kiln.expected = dense<[[[[1.46103168, -0.470895678, 0.000520694011], [-0.176993847, -0.371257007, 1.01097119], [-0.577482998, -0.464982301, -0.828719079]], [[1.29327714, 0.571600139, 2.15407681], [-0.92756933, -0.824777842, -0.55136627], [-0.143336266, 0.53339386, 1.47725964]]], [[[0.123358592, 0.641695201, 0.0794967189], [0.540066779, 0.263077825, 0.797722161], [0.17498906, 0.293284237, 0.198475197]], [[-0.751480997, -0.516783357, 0.530896366], [-0.07581871, 0.104256034, 0.119365148], [0.0541148633, 0.296683639, -0.15894857]]]]> : tensor<2x2x3x3xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 4, 2, 1], %x1 [0, 3, 2, 1] -> [0, 2, 4, 3] : tensor<2x3x2x4xf32>, tensor<2x3x2x4xf32> -> tensor<2x2x3x3xf32>
  kiln.return %y : tensor<2x2x3x3xf32>
}
kiln.entry infer @rows_f32(%x0: tensor<3x5xf32> {kiln.input = "x0"}, %x1: tensor<3x5xf32> {kiln.input = "x1"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[2.3129518, -0.113129832, -0.343592137]> : tensor<3xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [0, 1] -> [0] : tensor<3x5xf32>, tensor<3x5xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @trace_f32(%x0: tensor<3x3xf32> {kiln.input = "x0"}, %x1: tensor<3x3xf32> {kiln.input = "x1"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0.217415243> : tensor<f32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 0] -> [] : tensor<3x3xf32>, tensor<3x3xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @scaled_f32(%x0: tensor<f32> {kiln.input = "x0"}, %x1: tensor<4xf32> {kiln.input = "x1"})
 -> (tensor<4xf32> {kiln.output = "y", kiln.expected = dense<[0.456258953, -0.543913305, -0.660488009, -0.682826221]> : tensor<4xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [], %x1 [0] -> [0] : tensor<f32>, tensor<4xf32> -> tensor<4xf32>
  kiln.return %y : tensor<4xf32>
}
kiln.entry infer @one_f32(%x0: tensor<1x1xf32> {kiln.input = "x0"}, %x1: tensor<1x1xf32> {kiln.input = "x1"})
 -> (tensor<1x1xf32> {kiln.output = "y", kiln.expected = dense<[[0.456258953]]> : tensor<1x1xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<1x1xf32>, tensor<1x1xf32> -> tensor<1x1xf32>
  kiln.return %y : tensor<1x1xf32>
}
kiln.entry infer @wide_f32(%x0: tensor<2x40xf32> {kiln.input = "x0"}, %x1: tensor<40x3xf32> {kiln.input = "x1"})
 -> (tensor<2x3xf32> {kiln.output = "y", kiln.expected = dense<[[-1.46498919, -2.77462149, -1.98678029], [0.0700118765, -1.16291881, -1.85156095]]> : tensor<2x3xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<2x40xf32>, tensor<40x3xf32> -> tensor<2x3xf32>
  kiln.return %y : tensor<2x3xf32>
}
kiln.entry infer @tall_f32(%x0: tensor<17x2xf32> {kiln.input = "x0"}, %x1: tensor<2x19xf32> {kiln.input = "x1"})
 -> (tensor<17x19xf32> {kiln.output = "y", kiln.expected = dense<[[0.206250697, -1.10329211, -1.24841249, -0.948909461, -0.414459705, 0.357676566, 0.221812442, 0.369220287, -0.421059608, 0.369893879, 0.574749947, -0.620299518, 1.07332361, -0.527652204, -0.0279378295, 0.482578933, 0.267687023, -0.5633744, 0.591816068], [-0.0817024857, 1.33861053, 1.49327874, 1.04909539, 0.26823172, -0.631726682, -0.108605012, -0.335926324, 0.411172092, -0.380729884, -0.622081876, 0.853531301, -1.23781025, 0.450656176, -0.107720189, -0.444423974, -0.0612654127, 0.606608808, -0.51978004], [-0.174476951, 1.5195955, 1.70555484, 1.24049795, 0.418273091, -0.621239424, -0.201126918, -0.43567723, 0.51510781, -0.465208501, -0.742682278, 0.919988871, -1.43641484, 0.603497207, -0.0536114275, -0.572925746, -0.197333008, 0.725927651, -0.686197996], [-0.440488815, -0.315006733, -0.293019831, 0.0319014452, 0.576859474, 0.68808645, -0.412277758, -0.226565614, 0.175172612, -0.0960429683, -0.0588788614, -0.476157039, 0.11551664, 0.410942465, 0.411630362, -0.280241758, -0.704362273, 0.0670787394, -0.418475837], [0.569386601, 0.10546688, 0.0445231684, -0.266531885, -0.780484557, -0.725439548, 0.539860487, 0.356338412, -0.308216125, 0.202526405, 0.208100721, 0.412080884, 0.122637756, -0.612060785, -0.492329836, 0.447003543, 0.89549166, -0.215029895, 0.636425495], [0.0234948471, -0.858012497, -0.953483462, -0.654931486, -0.131732672, 0.438800126, 0.0421128944, 0.196124062, -0.246470302, 0.232377663, 0.385844588, -0.564381361, 0.782362401, -0.256386489, 0.0933075622, 0.260693073, -0.00587627897, -0.375640452, 0.299198121], [-0.44045791, -0.724069834, -0.746180713, -0.273567557, 0.529605687, 0.910394549, -0.402838945, -0.140488237, 0.0642738193, 0.0102338819, 0.12008734, -0.751919031, 0.484242141, 0.301270694, 0.465501457, -0.165305316, -0.724629104, -0.106911801, -0.288971633], [-0.366586477, 1.02279413, 1.17960012, 0.986031115, 0.628376544, -0.125785559, -0.372665375, -0.458876103, 0.494081765, -0.413727701, -0.611126781, 0.470012486, -1.0620693, 0.686389565, 0.173268065, -0.594182312, -0.522374809, 0.602320373, -0.754951775], [0.0600288734, -1.36139846, -1.51577044, -1.05296814, -0.240689367, 0.669544578, 0.0884871334, 0.326311797, -0.404528588, 0.37789759, 0.622373283, -0.881873608, 1.25006366, -0.432389826, 0.128934175, 0.432682484, 0.0262463186, -0.606408119, 0.501496315], [-0.746952653, -0.441686958, -0.394434243, 0.123152815, 0.988874793, 1.11654508, -0.701241493, -0.403651237, 0.322114438, -0.18688783, -0.140300676, -0.745087922, 0.112526692, 0.721636653, 0.685831308, -0.501195073, -1.18981946, 0.153080538, -0.738894641], [0.125802293, 1.13889277, 1.24567974, 0.774130702, -0.0436904877, -0.766655385, 0.0936175138, -0.155962214, 0.234293297, -0.245055661, -0.442057729, 0.843150854, -0.978454232, 0.163769513, -0.255764276, -0.2146198, 0.253256351, 0.426956385, -0.212468609], [-0.409160346, 1.1008482, 1.2714746, 1.07013202, 0.696653008, -0.118255638, -0.415008336, -0.503599703, 0.54042238, -0.451195925, -0.664282799, 0.497139186, -1.14870191, 0.755187869, 0.198757067, -0.651746929, -0.585063994, 0.654949129, -0.829738081], [-0.117874727, -1.23596048, -1.35421741, -0.85141921, 0.0214515589, 0.810113907, -0.0838344768, 0.181653082, -0.265293747, 0.273472637, 0.488061577, -0.903844059, 1.06897831, -0.198700845, 0.261892408, 0.248523355, -0.245681986, -0.471858084, 0.252516061], [-0.192641258, 0.34145686, 0.402728766, 0.3717888, 0.307588726, 0.0404463336, -0.191326752, -0.199901327, 0.206506491, -0.166492462, -0.235393837, 0.114838585, -0.381431252, 0.308160156, 0.116879672, -0.257178158, -0.284243017, 0.233150557, -0.334686726], [-0.0335404649, -0.0622182637, -0.0646652654, -0.026119357, 0.0395117514, 0.0731745586, -0.0305129346, -0.00920837838, 0.0029750152, 0.00261877058, 0.0122422632, -0.0620317869, 0.0432571433, 0.021043634, 0.036380481, -0.0105987089, -0.0555315018, -0.0111528225, -0.0197637957], [0.487026662, 0.633292913, 0.639704525, 0.177543804, -0.604911923, -0.915696621, 0.449279308, 0.190544203, -0.116426155, 0.0321526229, -0.0595816597, 0.718607128, -0.38461408, -0.37797159, -0.492670894, 0.22978805, 0.79293263, 0.047048565, 0.372484177], [0.320446461, -0.684382439, -0.798850417, -0.705356777, -0.525087118, -0.00401625223, 0.320937127, 0.357008874, -0.375059217, 0.307184994, 0.442479968, -0.269494474, 0.739396691, -0.543799818, -0.179086566, 0.460494965, 0.467039853, -0.4373326, 0.59356755]]> : tensor<17x19xf32>}) attributes {tolerance = 4.0e-6} {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<17x2xf32>, tensor<2x19xf32> -> tensor<17x19xf32>
  kiln.return %y : tensor<17x19xf32>
}
