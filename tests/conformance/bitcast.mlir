// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @bitcast_f32_i32(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[-1086359328, -1088673172, 1060776676, 1063391596, 1063892672, 1064231764, 1050942248], [-1088879640, -1089537084, 1057937016, -1092691824, -1089000392, 1040181984, -1083997340], [1063355640, 1054171616, -1086913112, -1083511640, 1058436332, -1083006688, 1053939160]]> : tensor<3x7xi32>}) {
  %y = kiln.bitcast %x0 : tensor<3x7xf32> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @bitcast_i32_f32(%x0: tensor<3x7xi32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf32> {kiln.output = "y", kiln.expected = dense<[[9.38869971e-44, 1.07899982e-43, 7.8472714e-44, 4.90454463e-44, 1.13505176e-43, 8.26766094e-44, 9.24856986e-44], [7.70714155e-44, 9.24856986e-44, 5.18480432e-44, 1.54142831e-44, 3.9236357e-44, 1.0930128e-43, 9.6689594e-44], [7.56701171e-44, 6.30584309e-44, 1.17709071e-43, 3.36311631e-44, 3.9236357e-44, 4.76441478e-44, 1.12103877e-44]]> : tensor<3x7xf32>}) {
  %y = kiln.bitcast %x0 : tensor<3x7xi32> -> tensor<3x7xf32>
  kiln.return %y : tensor<3x7xf32>
}
kiln.entry infer @bitcast_f32_ui32(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xui32> {kiln.output = "y", kiln.expected = dense<[[3208607968, 3206294124, 1060776676, 1063391596, 1063892672, 1064231764, 1050942248], [3206087656, 3205430212, 1057937016, 3202275472, 3205966904, 1040181984, 3210969956], [1063355640, 1054171616, 3208054184, 3211455656, 1058436332, 3211960608, 1053939160]]> : tensor<3x7xui32>}) {
  %y = kiln.bitcast %x0 : tensor<3x7xf32> -> tensor<3x7xui32>
  kiln.return %y : tensor<3x7xui32>
}
kiln.entry infer @bitcast_ui32_i32(%x0: tensor<3x7xui32> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[67, 77, 56, 35, 81, 59, 66], [55, 66, 37, 11, 28, 78, 69], [54, 45, 84, 24, 28, 34, 8]]> : tensor<3x7xi32>}) {
  %y = kiln.bitcast %x0 : tensor<3x7xui32> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @bitcast_f64_i64(%x0: tensor<3x7xf64> {kiln.input = "x0"})
 -> (tensor<3x7xi64> {kiln.output = "y", kiln.expected = dense<[[-4618459989307031552, -4619702224845537280, 4604725407596412928, 4606129282081619968, 4606398295210721280, 4606580343842013184, 4599445589267054592], [-4619813071508996096, -4620166034068865024, 4603200876742443008, -4621859722209787904, -4619877899745361920, 4593668716520013824, -4617191906655338496], [4606109978351108096, 4601179343010398208, -4618757299828162560, -4616931148453380096, 4603468944978739200, -4616660054412623872, 4601054544145678336]]> : tensor<3x7xi64>}) {
  %y = kiln.bitcast %x0 : tensor<3x7xf64> -> tensor<3x7xi64>
  kiln.return %y : tensor<3x7xi64>
}
kiln.entry infer @bitcast_i64_f64(%x0: tensor<3x7xi64> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xf64> {kiln.output = "y", kiln.expected = dense<[[3.3102398271363518e-322, 3.8043054729775984e-322, 2.7667676167109806e-322, 1.7292297604443629e-322, 4.001931731314097e-322, 2.9149873104633546e-322, 3.2608332625522272e-322], [2.717361052126856e-322, 3.2608332625522272e-322, 1.8280428896126122e-322, 5.434722104253712e-323, 1.3833838083554903e-322, 3.853712037561723e-322, 3.4090529563046012e-322], [2.6679544875427313e-322, 2.2232954062856094e-322, 4.150151425066471e-322, 1.1857575500189917e-322, 1.3833838083554903e-322, 1.6798231958602383e-322, 3.9525251667299724e-323]]> : tensor<3x7xf64>}) {
  %y = kiln.bitcast %x0 : tensor<3x7xi64> -> tensor<3x7xf64>
  kiln.return %y : tensor<3x7xf64>
}
kiln.entry infer @bitcast_i8_ui8(%x0: tensor<3x7xi8> {kiln.input = "x0", kiln.limit = 100})
 -> (tensor<3x7xui8> {kiln.output = "y", kiln.expected = dense<[[67, 77, 56, 35, 81, 59, 66], [55, 66, 37, 11, 28, 78, 69], [54, 45, 84, 24, 28, 34, 8]]> : tensor<3x7xui8>}) {
  %y = kiln.bitcast %x0 : tensor<3x7xi8> -> tensor<3x7xui8>
  kiln.return %y : tensor<3x7xui8>
}
