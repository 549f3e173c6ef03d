// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
kiln.entry infer @ascending_f32_5_5_of_0(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<5xi32> {kiln.output = "y", kiln.expected = dense<[0, 1, 2, 3, 4]> : tensor<5xi32>}) {
  %y = kiln.arg_sort %x0 0 : tensor<5xf32> -> tensor<5xi32>
  kiln.return %y : tensor<5xi32>
}
kiln.entry infer @descending_f32_5_5_of_0(%x0: tensor<5xf32> {kiln.input = "x0"})
 -> (tensor<5xi32> {kiln.output = "y", kiln.expected = dense<[4, 3, 2, 1, 0]> : tensor<5xi32>}) {
  %y = kiln.arg_sort descending %x0 0 : tensor<5xf32> -> tensor<5xi32>
  kiln.return %y : tensor<5xi32>
}
kiln.entry infer @ascending_f32_1_1_of_0(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xi32> {kiln.output = "y", kiln.expected = dense<[0]> : tensor<1xi32>}) {
  %y = kiln.arg_sort %x0 0 : tensor<1xf32> -> tensor<1xi32>
  kiln.return %y : tensor<1xi32>
}
kiln.entry infer @descending_f32_1_1_of_0(%x0: tensor<1xf32> {kiln.input = "x0"})
 -> (tensor<1xi32> {kiln.output = "y", kiln.expected = dense<[0]> : tensor<1xi32>}) {
  %y = kiln.arg_sort descending %x0 0 : tensor<1xf32> -> tensor<1xi32>
  kiln.return %y : tensor<1xi32>
}
kiln.entry infer @ascending_f32_3x7_3_of_0(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 2, 2, 1, 2, 1], [1, 1, 1, 1, 2, 1, 0], [2, 2, 0, 0, 0, 0, 2]]> : tensor<3x7xi32>}) {
  %y = kiln.arg_sort %x0 0 : tensor<3x7xf32> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @descending_f32_3x7_3_of_0(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[2, 2, 0, 0, 0, 0, 2], [1, 1, 1, 1, 2, 1, 0], [0, 0, 2, 2, 1, 2, 1]]> : tensor<3x7xi32>}) {
  %y = kiln.arg_sort descending %x0 0 : tensor<3x7xf32> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @ascending_f32_3x7_7_of_1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[0, 1, 6, 2, 3, 4, 5], [6, 0, 4, 1, 3, 5, 2], [5, 3, 2, 6, 1, 4, 0]]> : tensor<3x7xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<3x7xf32> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @descending_f32_3x7_7_of_1(%x0: tensor<3x7xf32> {kiln.input = "x0"})
 -> (tensor<3x7xi32> {kiln.output = "y", kiln.expected = dense<[[5, 4, 3, 2, 6, 1, 0], [2, 5, 3, 1, 4, 0, 6], [0, 4, 1, 6, 2, 3, 5]]> : tensor<3x7xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<3x7xf32> -> tensor<3x7xi32>
  kiln.return %y : tensor<3x7xi32>
}
kiln.entry infer @ascending_f32_2x3x5_3_of_1(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xi32> {kiln.output = "y", kiln.expected = dense<[[[0, 0, 1, 2, 1], [2, 2, 2, 1, 2], [1, 1, 0, 0, 0]], [[2, 0, 0, 2, 0], [1, 2, 2, 1, 1], [0, 1, 1, 0, 2]]]> : tensor<2x3x5xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<2x3x5xf32> -> tensor<2x3x5xi32>
  kiln.return %y : tensor<2x3x5xi32>
}
kiln.entry infer @descending_f32_2x3x5_3_of_1(%x0: tensor<2x3x5xf32> {kiln.input = "x0"})
 -> (tensor<2x3x5xi32> {kiln.output = "y", kiln.expected = dense<[[[1, 1, 0, 0, 0], [2, 2, 2, 1, 2], [0, 0, 1, 2, 1]], [[0, 1, 1, 0, 2], [1, 2, 2, 1, 1], [2, 0, 0, 2, 0]]]> : tensor<2x3x5xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<2x3x5xf32> -> tensor<2x3x5xi32>
  kiln.return %y : tensor<2x3x5xi32>
}
kiln.entry infer @ascending_f32_4x21_4_of_0(%x0: tensor<4x21xf32> {kiln.input = "x0"})
 -> (tensor<4x21xi32> {kiln.output = "y", kiln.expected = dense<[[0, 0, 3, 3, 1, 2, 3, 2, 0, 2, 0, 1, 1, 3, 3, 2, 2, 0, 1, 0, 1], [2, 3, 2, 1, 2, 1, 1, 0, 3, 1, 2, 0, 0, 0, 1, 0, 0, 3, 3, 2, 2], [3, 2, 1, 2, 3, 3, 0, 1, 1, 3, 3, 2, 2, 1, 2, 1, 1, 2, 2, 3, 3], [1, 1, 0, 0, 0, 0, 2, 3, 2, 0, 1, 3, 3, 2, 0, 3, 3, 1, 0, 1, 0]]> : tensor<4x21xi32>}) {
  %y = kiln.arg_sort %x0 0 : tensor<4x21xf32> -> tensor<4x21xi32>
  kiln.return %y : tensor<4x21xi32>
}
kiln.entry infer @descending_f32_4x21_4_of_0(%x0: tensor<4x21xf32> {kiln.input = "x0"})
 -> (tensor<4x21xi32> {kiln.output = "y", kiln.expected = dense<[[1, 1, 0, 0, 0, 0, 2, 3, 2, 0, 1, 3, 3, 2, 0, 3, 3, 1, 0, 1, 0], [3, 2, 1, 2, 3, 3, 0, 1, 1, 3, 3, 2, 2, 1, 2, 1, 1, 2, 2, 3, 3], [2, 3, 2, 1, 2, 1, 1, 0, 3, 1, 2, 0, 0, 0, 1, 0, 0, 3, 3, 2, 2], [0, 0, 3, 3, 1, 2, 3, 2, 0, 2, 0, 1, 1, 3, 3, 2, 2, 0, 1, 0, 1]]> : tensor<4x21xi32>}) {
  %y = kiln.arg_sort descending %x0 0 : tensor<4x21xf32> -> tensor<4x21xi32>
  kiln.return %y : tensor<4x21xi32>
}
kiln.entry infer @ascending_f32_21x4_4_of_1(%x0: tensor<21x4xf32> {kiln.input = "x0"})
 -> (tensor<21x4xi32> {kiln.output = "y", kiln.expected = dense<[[0, 1, 2, 3], [3, 2, 0, 1], [3, 0, 2, 1], [1, 0, 3, 2], [3, 1, 0, 2], [0, 3, 1, 2], [1, 0, 3, 2], [2, 1, 0, 3], [0, 2, 1, 3], [2, 1, 3, 0], [1, 0, 3, 2], [3, 2, 0, 1], [1, 3, 0, 2], [3, 0, 1, 2], [2, 1, 3, 0], [1, 2, 0, 3], [2, 0, 1, 3], [1, 3, 2, 0], [0, 1, 3, 2], [0, 1, 3, 2], [2, 0, 3, 1]]> : tensor<21x4xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<21x4xf32> -> tensor<21x4xi32>
  kiln.return %y : tensor<21x4xi32>
}
kiln.entry infer @descending_f32_21x4_4_of_1(%x0: tensor<21x4xf32> {kiln.input = "x0"})
 -> (tensor<21x4xi32> {kiln.output = "y", kiln.expected = dense<[[3, 2, 1, 0], [1, 0, 2, 3], [1, 2, 0, 3], [2, 3, 0, 1], [2, 0, 1, 3], [2, 1, 3, 0], [2, 3, 0, 1], [3, 0, 1, 2], [3, 1, 2, 0], [0, 3, 1, 2], [2, 3, 0, 1], [1, 0, 2, 3], [2, 0, 3, 1], [2, 1, 0, 3], [0, 3, 1, 2], [3, 0, 2, 1], [3, 1, 0, 2], [0, 2, 3, 1], [2, 3, 1, 0], [2, 3, 1, 0], [1, 3, 0, 2]]> : tensor<21x4xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<21x4xf32> -> tensor<21x4xi32>
  kiln.return %y : tensor<21x4xi32>
}
kiln.entry infer @ascending_f32_3x17_1_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x1xi32> {kiln.output = "y", kiln.expected = dense<[[13], [8], [7]]> : tensor<3x1xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<3x17xf32> -> tensor<3x1xi32>
  kiln.return %y : tensor<3x1xi32>
}
kiln.entry infer @ascending_f32_3x17_2_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x2xi32> {kiln.output = "y", kiln.expected = dense<[[13, 0], [8, 2], [7, 15]]> : tensor<3x2xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<3x17xf32> -> tensor<3x2xi32>
  kiln.return %y : tensor<3x2xi32>
}
kiln.entry infer @ascending_f32_3x17_5_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x5xi32> {kiln.output = "y", kiln.expected = dense<[[13, 0, 16, 1, 7], [8, 2, 0, 15, 7], [7, 15, 13, 6, 0]]> : tensor<3x5xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<3x17xf32> -> tensor<3x5xi32>
  kiln.return %y : tensor<3x5xi32>
}
kiln.entry infer @ascending_f32_3x17_16_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x16xi32> {kiln.output = "y", kiln.expected = dense<[[13, 0, 16, 1, 7, 11, 8, 10, 12, 6, 15, 9, 2, 14, 3, 4], [8, 2, 0, 15, 7, 13, 16, 12, 11, 10, 9, 3, 6, 1, 14, 4], [7, 15, 13, 6, 0, 9, 12, 10, 1, 4, 3, 5, 8, 11, 14, 2]]> : tensor<3x16xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<3x17xf32> -> tensor<3x16xi32>
  kiln.return %y : tensor<3x16xi32>
}
kiln.entry infer @descending_f32_3x17_1_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x1xi32> {kiln.output = "y", kiln.expected = dense<[[5], [5], [16]]> : tensor<3x1xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<3x17xf32> -> tensor<3x1xi32>
  kiln.return %y : tensor<3x1xi32>
}
kiln.entry infer @descending_f32_3x17_2_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x2xi32> {kiln.output = "y", kiln.expected = dense<[[5, 4], [5, 4], [16, 2]]> : tensor<3x2xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<3x17xf32> -> tensor<3x2xi32>
  kiln.return %y : tensor<3x2xi32>
}
kiln.entry infer @descending_f32_3x17_5_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x5xi32> {kiln.output = "y", kiln.expected = dense<[[5, 4, 3, 14, 2], [5, 4, 14, 1, 6], [16, 2, 14, 11, 8]]> : tensor<3x5xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<3x17xf32> -> tensor<3x5xi32>
  kiln.return %y : tensor<3x5xi32>
}
kiln.entry infer @descending_f32_3x17_16_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x16xi32> {kiln.output = "y", kiln.expected = dense<[[5, 4, 3, 14, 2, 9, 15, 6, 12, 10, 8, 11, 7, 1, 16, 0], [5, 4, 14, 1, 6, 3, 9, 10, 11, 12, 16, 13, 7, 15, 0, 2], [16, 2, 14, 11, 8, 5, 3, 4, 1, 10, 12, 9, 0, 6, 13, 15]]> : tensor<3x16xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<3x17xf32> -> tensor<3x16xi32>
  kiln.return %y : tensor<3x16xi32>
}
kiln.entry infer @ascending_f32_17x3_3_of_0(%x0: tensor<17x3xf32> {kiln.input = "x0"})
 -> (tensor<3x3xi32> {kiln.output = "y", kiln.expected = dense<[[0, 8, 13], [8, 6, 5], [10, 4, 10]]> : tensor<3x3xi32>}) {
  %y = kiln.arg_sort %x0 0 : tensor<17x3xf32> -> tensor<3x3xi32>
  kiln.return %y : tensor<3x3xi32>
}
kiln.entry infer @descending_f32_17x3_3_of_0(%x0: tensor<17x3xf32> {kiln.input = "x0"})
 -> (tensor<3x3xi32> {kiln.output = "y", kiln.expected = dense<[[7, 7, 1], [1, 1, 4], [12, 10, 0]]> : tensor<3x3xi32>}) {
  %y = kiln.arg_sort descending %x0 0 : tensor<17x3xf32> -> tensor<3x3xi32>
  kiln.return %y : tensor<3x3xi32>
}
kiln.entry infer @ascending_i32_2x40_40_of_1(%x0: tensor<2x40xi32> {kiln.input = "x0", kiln.limit = 9})
 -> (tensor<2x40xi32> {kiln.output = "y", kiln.expected = dense<[[1, 16, 17, 0, 12, 29, 3, 6, 21, 24, 33, 34, 37, 39, 15, 38, 18, 36, 5, 10, 22, 27, 28, 14, 20, 23, 30, 32, 8, 9, 11, 26, 31, 35, 2, 4, 7, 13, 19, 25], [4, 12, 14, 19, 21, 27, 9, 22, 1, 13, 16, 25, 29, 37, 39, 10, 15, 32, 11, 26, 2, 17, 18, 24, 28, 35, 3, 6, 7, 8, 23, 31, 34, 38, 5, 30, 36, 0, 20, 33]]> : tensor<2x40xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<2x40xi32> -> tensor<2x40xi32>
  kiln.return %y : tensor<2x40xi32>
}
kiln.entry infer @descending_i32_2x40_40_of_1(%x0: tensor<2x40xi32> {kiln.input = "x0", kiln.limit = 9})
 -> (tensor<2x40xi32> {kiln.output = "y", kiln.expected = dense<[[2, 4, 7, 13, 19, 25, 8, 9, 11, 26, 31, 35, 14, 20, 23, 30, 32, 5, 10, 22, 27, 28, 18, 36, 15, 38, 3, 6, 21, 24, 33, 34, 37, 39, 0, 12, 29, 1, 16, 17], [0, 20, 33, 5, 30, 36, 3, 6, 7, 8, 23, 31, 34, 38, 2, 17, 18, 24, 28, 35, 11, 26, 10, 15, 32, 1, 13, 16, 25, 29, 37, 39, 9, 22, 4, 12, 14, 19, 21, 27]]> : tensor<2x40xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<2x40xi32> -> tensor<2x40xi32>
  kiln.return %y : tensor<2x40xi32>
}
kiln.entry infer @ascending_i64_2x40_40_of_1(%x0: tensor<2x40xi64> {kiln.input = "x0", kiln.limit = 9})
 -> (tensor<2x40xi32> {kiln.output = "y", kiln.expected = dense<[[1, 16, 17, 0, 12, 29, 3, 6, 21, 24, 33, 34, 37, 39, 15, 38, 18, 36, 5, 10, 22, 27, 28, 14, 20, 23, 30, 32, 8, 9, 11, 26, 31, 35, 2, 4, 7, 13, 19, 25], [4, 12, 14, 19, 21, 27, 9, 22, 1, 13, 16, 25, 29, 37, 39, 10, 15, 32, 11, 26, 2, 17, 18, 24, 28, 35, 3, 6, 7, 8, 23, 31, 34, 38, 5, 30, 36, 0, 20, 33]]> : tensor<2x40xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<2x40xi64> -> tensor<2x40xi32>
  kiln.return %y : tensor<2x40xi32>
}
kiln.entry infer @descending_i64_2x40_40_of_1(%x0: tensor<2x40xi64> {kiln.input = "x0", kiln.limit = 9})
 -> (tensor<2x40xi32> {kiln.output = "y", kiln.expected = dense<[[2, 4, 7, 13, 19, 25, 8, 9, 11, 26, 31, 35, 14, 20, 23, 30, 32, 5, 10, 22, 27, 28, 18, 36, 15, 38, 3, 6, 21, 24, 33, 34, 37, 39, 0, 12, 29, 1, 16, 17], [0, 20, 33, 5, 30, 36, 3, 6, 7, 8, 23, 31, 34, 38, 2, 17, 18, 24, 28, 35, 11, 26, 10, 15, 32, 1, 13, 16, 25, 29, 37, 39, 9, 22, 4, 12, 14, 19, 21, 27]]> : tensor<2x40xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<2x40xi64> -> tensor<2x40xi32>
  kiln.return %y : tensor<2x40xi32>
}
kiln.entry infer @ascending_i8_2x40_40_of_1(%x0: tensor<2x40xi8> {kiln.input = "x0", kiln.limit = 9})
 -> (tensor<2x40xi32> {kiln.output = "y", kiln.expected = dense<[[1, 16, 17, 0, 12, 29, 3, 6, 21, 24, 33, 34, 37, 39, 15, 38, 18, 36, 5, 10, 22, 27, 28, 14, 20, 23, 30, 32, 8, 9, 11, 26, 31, 35, 2, 4, 7, 13, 19, 25], [4, 12, 14, 19, 21, 27, 9, 22, 1, 13, 16, 25, 29, 37, 39, 10, 15, 32, 11, 26, 2, 17, 18, 24, 28, 35, 3, 6, 7, 8, 23, 31, 34, 38, 5, 30, 36, 0, 20, 33]]> : tensor<2x40xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<2x40xi8> -> tensor<2x40xi32>
  kiln.return %y : tensor<2x40xi32>
}
kiln.entry infer @descending_i8_2x40_40_of_1(%x0: tensor<2x40xi8> {kiln.input = "x0", kiln.limit = 9})
 -> (tensor<2x40xi32> {kiln.output = "y", kiln.expected = dense<[[2, 4, 7, 13, 19, 25, 8, 9, 11, 26, 31, 35, 14, 20, 23, 30, 32, 5, 10, 22, 27, 28, 18, 36, 15, 38, 3, 6, 21, 24, 33, 34, 37, 39, 0, 12, 29, 1, 16, 17], [0, 20, 33, 5, 30, 36, 3, 6, 7, 8, 23, 31, 34, 38, 2, 17, 18, 24, 28, 35, 11, 26, 10, 15, 32, 1, 13, 16, 25, 29, 37, 39, 9, 22, 4, 12, 14, 19, 21, 27]]> : tensor<2x40xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<2x40xi8> -> tensor<2x40xi32>
  kiln.return %y : tensor<2x40xi32>
}
kiln.entry infer @ascending_ui8_2x40_40_of_1(%x0: tensor<2x40xui8> {kiln.input = "x0", kiln.limit = 9})
 -> (tensor<2x40xi32> {kiln.output = "y", kiln.expected = dense<[[1, 16, 17, 0, 12, 29, 3, 6, 21, 24, 33, 34, 37, 39, 15, 38, 18, 36, 5, 10, 22, 27, 28, 14, 20, 23, 30, 32, 8, 9, 11, 26, 31, 35, 2, 4, 7, 13, 19, 25], [4, 12, 14, 19, 21, 27, 9, 22, 1, 13, 16, 25, 29, 37, 39, 10, 15, 32, 11, 26, 2, 17, 18, 24, 28, 35, 3, 6, 7, 8, 23, 31, 34, 38, 5, 30, 36, 0, 20, 33]]> : tensor<2x40xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<2x40xui8> -> tensor<2x40xi32>
  kiln.return %y : tensor<2x40xi32>
}
kiln.entry infer @descending_ui8_2x40_40_of_1(%x0: tensor<2x40xui8> {kiln.input = "x0", kiln.limit = 9})
 -> (tensor<2x40xi32> {kiln.output = "y", kiln.expected = dense<[[2, 4, 7, 13, 19, 25, 8, 9, 11, 26, 31, 35, 14, 20, 23, 30, 32, 5, 10, 22, 27, 28, 18, 36, 15, 38, 3, 6, 21, 24, 33, 34, 37, 39, 0, 12, 29, 1, 16, 17], [0, 20, 33, 5, 30, 36, 3, 6, 7, 8, 23, 31, 34, 38, 2, 17, 18, 24, 28, 35, 11, 26, 10, 15, 32, 1, 13, 16, 25, 29, 37, 39, 9, 22, 4, 12, 14, 19, 21, 27]]> : tensor<2x40xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<2x40xui8> -> tensor<2x40xi32>
  kiln.return %y : tensor<2x40xi32>
}
kiln.entry infer @ascending_f64_2x20_20_of_1(%x0: tensor<2x20xf64> {kiln.input = "x0"})
 -> (tensor<2x20xi32> {kiln.output = "y", kiln.expected = dense<[[19, 17, 13, 0, 16, 1, 7, 11, 8, 10, 12, 6, 15, 9, 18, 2, 14, 3, 4, 5], [5, 12, 14, 4, 10, 13, 9, 8, 7, 15, 18, 17, 19, 6, 0, 3, 16, 11, 1, 2]]> : tensor<2x20xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<2x20xf64> -> tensor<2x20xi32>
  kiln.return %y : tensor<2x20xi32>
}
kiln.entry infer @descending_f64_2x20_20_of_1(%x0: tensor<2x20xf64> {kiln.input = "x0"})
 -> (tensor<2x20xi32> {kiln.output = "y", kiln.expected = dense<[[5, 4, 3, 14, 2, 18, 9, 15, 6, 12, 10, 8, 11, 7, 1, 16, 0, 13, 17, 19], [2, 1, 11, 16, 3, 0, 6, 19, 17, 18, 15, 7, 8, 9, 13, 10, 4, 14, 12, 5]]> : tensor<2x20xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<2x20xf64> -> tensor<2x20xi32>
  kiln.return %y : tensor<2x20xi32>
}
kiln.entry infer @ascending_bf16_2x20_20_of_1(%x0: tensor<2x20xbf16> {kiln.input = "x0"})
 -> (tensor<2x20xi32> {kiln.output = "y", kiln.expected = dense<[[19, 17, 13, 0, 16, 1, 7, 11, 8, 10, 12, 6, 15, 9, 18, 2, 3, 14, 4, 5], [5, 12, 4, 14, 10, 13, 9, 8, 7, 15, 18, 17, 19, 6, 0, 3, 16, 11, 1, 2]]> : tensor<2x20xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<2x20xbf16> -> tensor<2x20xi32>
  kiln.return %y : tensor<2x20xi32>
}
kiln.entry infer @descending_bf16_2x20_20_of_1(%x0: tensor<2x20xbf16> {kiln.input = "x0"})
 -> (tensor<2x20xi32> {kiln.output = "y", kiln.expected = dense<[[5, 4, 3, 14, 2, 18, 9, 15, 6, 12, 10, 8, 11, 7, 1, 16, 0, 13, 17, 19], [2, 1, 11, 16, 3, 0, 6, 19, 17, 18, 15, 7, 8, 9, 13, 10, 4, 14, 12, 5]]> : tensor<2x20xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<2x20xbf16> -> tensor<2x20xi32>
  kiln.return %y : tensor<2x20xi32>
}
kiln.entry infer @ascending_f16_2x20_20_of_1(%x0: tensor<2x20xf16> {kiln.input = "x0"})
 -> (tensor<2x20xi32> {kiln.output = "y", kiln.expected = dense<[[19, 17, 13, 0, 16, 1, 7, 11, 8, 10, 12, 6, 15, 9, 18, 2, 14, 3, 4, 5], [5, 12, 14, 4, 10, 13, 9, 8, 7, 15, 18, 17, 19, 6, 0, 3, 16, 11, 1, 2]]> : tensor<2x20xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<2x20xf16> -> tensor<2x20xi32>
  kiln.return %y : tensor<2x20xi32>
}
kiln.entry infer @descending_f16_2x20_20_of_1(%x0: tensor<2x20xf16> {kiln.input = "x0"})
 -> (tensor<2x20xi32> {kiln.output = "y", kiln.expected = dense<[[5, 4, 3, 14, 2, 18, 9, 15, 6, 12, 10, 8, 11, 7, 1, 16, 0, 13, 17, 19], [2, 1, 11, 16, 3, 0, 6, 19, 17, 18, 15, 7, 8, 9, 13, 10, 4, 14, 12, 5]]> : tensor<2x20xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<2x20xf16> -> tensor<2x20xi32>
  kiln.return %y : tensor<2x20xi32>
}
kiln.entry infer @special_ascending()
 -> (tensor<11xi32> {kiln.output = "y", kiln.expected = dense<[5, 10, 7, 2, 3, 6, 0, 9, 4, 1, 8]> : tensor<11xi32>}) {
  %c = kiln.constant dense<[2.0, 0x7FC00000, -0.0, 0.0, 0x7F800000, 0xFF800000, -0.0, -2.5, 0xFFC00000, 2.0, -3.5]> : tensor<11xf32>
  %y = kiln.arg_sort %c 0 : tensor<11xf32> -> tensor<11xi32>
  kiln.return %y : tensor<11xi32>
}
kiln.entry infer @special_descending()
 -> (tensor<11xi32> {kiln.output = "y", kiln.expected = dense<[1, 8, 4, 0, 9, 2, 3, 6, 7, 10, 5]> : tensor<11xi32>}) {
  %c = kiln.constant dense<[2.0, 0x7FC00000, -0.0, 0.0, 0x7F800000, 0xFF800000, -0.0, -2.5, 0xFFC00000, 2.0, -3.5]> : tensor<11xf32>
  %y = kiln.arg_sort descending %c 0 : tensor<11xf32> -> tensor<11xi32>
  kiln.return %y : tensor<11xi32>
}
