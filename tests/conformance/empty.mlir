// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: tensors without elements. The graph stage leaves none of them to a kernel.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --kiln-simplify %s -o %t.mlir
// RUN: %kiln-opt --kiln-interpret=quiet=true %t.mlir -o /dev/null
kiln.entry infer @exp_exp_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.exp %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @expm1_expm1_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.expm1 %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @log_log_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<0x4xf32>
  %c = kiln.constant dense<1.5> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.log %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @log1p_log1p_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<0.5> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.log1p %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @sqrt_sqrt_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<0x4xf32>
  %c = kiln.constant dense<1.5> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.sqrt %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @rsqrt_rsqrt_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<0x4xf32>
  %c = kiln.constant dense<1.5> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.rsqrt %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @tanh_tanh_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.tanh %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @sigmoid_sigmoid_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<20.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.sigmoid %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @erf_erf_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.erf %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @erf_inv_erf_inv_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<1.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.erf_inv %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @sin_sin_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.sin %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @cos_cos_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.cos %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @floor_floor_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.floor %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @ceil_ceil_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.ceil %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @round_round_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<8.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.round %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @neg_neg_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.neg %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @abs_abs_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.abs %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @sign_sign_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<3.0> : tensor<0x4xf32>
  %c = kiln.constant dense<0.0> : tensor<0x4xf32>
  %m = kiln.mul %x0, %k : tensor<0x4xf32>
  %a = kiln.add %m, %c : tensor<0x4xf32>
  %y = kiln.sign %a : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @add_add_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"}, %x1: tensor<0x4xf32> {kiln.input = "x1"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<0x4xf32>
  %b = kiln.add %x1, %k : tensor<0x4xf32>
  %y = kiln.add %x0, %b : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @sub_sub_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"}, %x1: tensor<0x4xf32> {kiln.input = "x1"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<0x4xf32>
  %b = kiln.add %x1, %k : tensor<0x4xf32>
  %y = kiln.sub %x0, %b : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @mul_mul_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"}, %x1: tensor<0x4xf32> {kiln.input = "x1"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<0x4xf32>
  %b = kiln.add %x1, %k : tensor<0x4xf32>
  %y = kiln.mul %x0, %b : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @div_div_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"}, %x1: tensor<0x4xf32> {kiln.input = "x1"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<0x4xf32>
  %b = kiln.add %x1, %k : tensor<0x4xf32>
  %y = kiln.div %x0, %b : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @floordiv_floordiv_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"}, %x1: tensor<0x4xf32> {kiln.input = "x1"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<0x4xf32>
  %b = kiln.add %x1, %k : tensor<0x4xf32>
  %y = kiln.floordiv %x0, %b : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @mod_mod_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"}, %x1: tensor<0x4xf32> {kiln.input = "x1"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<2.5> : tensor<0x4xf32>
  %b = kiln.add %x1, %k : tensor<0x4xf32>
  %y = kiln.mod %x0, %b : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @max_max_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"}, %x1: tensor<0x4xf32> {kiln.input = "x1"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<0x4xf32>
  %b = kiln.add %x1, %k : tensor<0x4xf32>
  %y = kiln.max %x0, %b : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @min_min_f32_0x4(%x0: tensor<0x4xf32> {kiln.input = "x0"}, %x1: tensor<0x4xf32> {kiln.input = "x1"})
 -> (tensor<0x4xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x4xf32>}) {
  %k = kiln.constant dense<0.0> : tensor<0x4xf32>
  %b = kiln.add %x1, %k : tensor<0x4xf32>
  %y = kiln.min %x0, %b : tensor<0x4xf32>
  kiln.return %y : tensor<0x4xf32>
}
kiln.entry infer @contract_nothing_summed_f32(%x0: tensor<3x0xf32> {kiln.input = "x0"}, %x1: tensor<0x2xf32> {kiln.input = "x1"})
 -> (tensor<3x2xf32> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]> : tensor<3x2xf32>}) {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<3x0xf32>, tensor<0x2xf32> -> tensor<3x2xf32>
  kiln.return %y : tensor<3x2xf32>
}
kiln.entry infer @contract_no_rows_f32(%x0: tensor<0x3xf32> {kiln.input = "x0"}, %x1: tensor<3x2xf32> {kiln.input = "x1"})
 -> (tensor<0x2xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x2xf32>}) {
  %y = kiln.contract %x0 [0, 1], %x1 [1, 2] -> [0, 2] : tensor<0x3xf32>, tensor<3x2xf32> -> tensor<0x2xf32>
  kiln.return %y : tensor<0x2xf32>
}
kiln.entry infer @read_empty_f32(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %y = kiln.read %x0 affine_map<(d0, d1) -> (d1, d0)> : tensor<0x3xf32> -> tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @join_empty_piece_f32(%x0: tensor<2x3xf32> {kiln.input = "x0"}, %x1: tensor<0x3xf32> {kiln.input = "x1"}, %x2: tensor<1x3xf32> {kiln.input = "x2"})
 -> (tensor<3x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.883078337, 0.912944794, 0.933156252], [0.727216959, 0.883078337, 0.912944794]]> : tensor<3x3xf32>}) {
  %y = kiln.join %x0, %x1, %x2 0 : tensor<2x3xf32>, tensor<0x3xf32>, tensor<1x3xf32> -> tensor<3x3xf32>
  kiln.return %y : tensor<3x3xf32>
}
kiln.entry infer @gather_nothing_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<0xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %y = kiln.gather %x0[%x1] axes [0] batch 0 : tensor<4x3xf32>, tensor<0xi32> -> tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @scatter_sum_nothing_f32(%x0: tensor<0x3xf32> {kiln.input = "x0"}, %x1: tensor<0xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<4x3xf32>}) {
  %y = kiln.scatter %x0[%x1] axes [0] batch 0 : tensor<0x3xf32>, tensor<0xi32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @scatter_max_nothing_f32(%x0: tensor<0x3xf32> {kiln.input = "x0"}, %x1: tensor<0xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[0xff800000, 0xff800000, 0xff800000], [0xff800000, 0xff800000, 0xff800000], [0xff800000, 0xff800000, 0xff800000], [0xff800000, 0xff800000, 0xff800000]]> : tensor<4x3xf32>}) {
  %y = kiln.scatter max %x0[%x1] axes [0] batch 0 : tensor<0x3xf32>, tensor<0xi32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @scatter_min_nothing_f32(%x0: tensor<0x3xf32> {kiln.input = "x0"}, %x1: tensor<0xi32> {kiln.input = "x1", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[0x7f800000, 0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000, 0x7f800000], [0x7f800000, 0x7f800000, 0x7f800000]]> : tensor<4x3xf32>}) {
  %y = kiln.scatter min %x0[%x1] axes [0] batch 0 : tensor<0x3xf32>, tensor<0xi32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @update_nothing_f32(%x0: tensor<4x3xf32> {kiln.input = "x0"}, %x1: tensor<0x3xf32> {kiln.input = "x1"}, %x2: tensor<0xi32> {kiln.input = "x2", kiln.limit = 4})
 -> (tensor<4x3xf32> {kiln.output = "y", kiln.expected = dense<[[-0.747938156, -0.610022306, 0.727216959], [0.883078337, 0.912944794, 0.933156252], [0.320519686, -0.597715855, -0.558529139], [0.557960033, -0.435245991, -0.590518475]]> : tensor<4x3xf32>}) {
  %y = kiln.update %x0[%x2] with %x1 axes [0] batch 0 : tensor<4x3xf32>, tensor<0x3xf32>, tensor<0xi32> -> tensor<4x3xf32>
  kiln.return %y : tensor<4x3xf32>
}
kiln.entry infer @reduce_sum_f32_0x3_over_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0xf32>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<0x3xf32> -> tensor<0xf32>
  kiln.return %y : tensor<0xf32>
}
kiln.entry infer @reduce_sum_f32_3x0_over_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0.0, 0.0, 0.0]> : tensor<3xf32>}) {
  %y = kiln.reduce sum %x0 [1] : tensor<3x0xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @reduce_sum_f32_0_over_0(%x0: tensor<0xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0.0> : tensor<f32>}) {
  %y = kiln.reduce sum %x0 [0] : tensor<0xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @reduce_prod_f32_0x3_over_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0xf32>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<0x3xf32> -> tensor<0xf32>
  kiln.return %y : tensor<0xf32>
}
kiln.entry infer @reduce_prod_f32_3x0_over_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[1.0, 1.0, 1.0]> : tensor<3xf32>}) {
  %y = kiln.reduce prod %x0 [1] : tensor<3x0xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @reduce_prod_f32_0_over_0(%x0: tensor<0xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<1.0> : tensor<f32>}) {
  %y = kiln.reduce prod %x0 [0] : tensor<0xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @reduce_max_f32_0x3_over_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0xf32>}) {
  %y = kiln.reduce max %x0 [1] : tensor<0x3xf32> -> tensor<0xf32>
  kiln.return %y : tensor<0xf32>
}
kiln.entry infer @reduce_max_f32_3x0_over_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0xff800000, 0xff800000, 0xff800000]> : tensor<3xf32>}) {
  %y = kiln.reduce max %x0 [1] : tensor<3x0xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @reduce_max_f32_0_over_0(%x0: tensor<0xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0xff800000> : tensor<f32>}) {
  %y = kiln.reduce max %x0 [0] : tensor<0xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @reduce_min_f32_0x3_over_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0xf32>}) {
  %y = kiln.reduce min %x0 [1] : tensor<0x3xf32> -> tensor<0xf32>
  kiln.return %y : tensor<0xf32>
}
kiln.entry infer @reduce_min_f32_3x0_over_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3xf32> {kiln.output = "y", kiln.expected = dense<[0x7f800000, 0x7f800000, 0x7f800000]> : tensor<3xf32>}) {
  %y = kiln.reduce min %x0 [1] : tensor<3x0xf32> -> tensor<3xf32>
  kiln.return %y : tensor<3xf32>
}
kiln.entry infer @reduce_min_f32_0_over_0(%x0: tensor<0xf32> {kiln.input = "x0"})
 -> (tensor<f32> {kiln.output = "y", kiln.expected = dense<0x7f800000> : tensor<f32>}) {
  %y = kiln.reduce min %x0 [0] : tensor<0xf32> -> tensor<f32>
  kiln.return %y : tensor<f32>
}
kiln.entry infer @reduce_any_i1_0x3_over_1(%x0: tensor<0x3xi1> {kiln.input = "x0"})
 -> (tensor<0xi1> {kiln.output = "y", kiln.expected = dense<> : tensor<0xi1>}) {
  %y = kiln.reduce any %x0 [1] : tensor<0x3xi1> -> tensor<0xi1>
  kiln.return %y : tensor<0xi1>
}
kiln.entry infer @reduce_any_i1_3x0_over_1(%x0: tensor<3x0xi1> {kiln.input = "x0"})
 -> (tensor<3xi1> {kiln.output = "y", kiln.expected = dense<[false, false, false]> : tensor<3xi1>}) {
  %y = kiln.reduce any %x0 [1] : tensor<3x0xi1> -> tensor<3xi1>
  kiln.return %y : tensor<3xi1>
}
kiln.entry infer @reduce_any_i1_0_over_0(%x0: tensor<0xi1> {kiln.input = "x0"})
 -> (tensor<i1> {kiln.output = "y", kiln.expected = dense<false> : tensor<i1>}) {
  %y = kiln.reduce any %x0 [0] : tensor<0xi1> -> tensor<i1>
  kiln.return %y : tensor<i1>
}
kiln.entry infer @reduce_all_i1_0x3_over_1(%x0: tensor<0x3xi1> {kiln.input = "x0"})
 -> (tensor<0xi1> {kiln.output = "y", kiln.expected = dense<> : tensor<0xi1>}) {
  %y = kiln.reduce all %x0 [1] : tensor<0x3xi1> -> tensor<0xi1>
  kiln.return %y : tensor<0xi1>
}
kiln.entry infer @reduce_all_i1_3x0_over_1(%x0: tensor<3x0xi1> {kiln.input = "x0"})
 -> (tensor<3xi1> {kiln.output = "y", kiln.expected = dense<[true, true, true]> : tensor<3xi1>}) {
  %y = kiln.reduce all %x0 [1] : tensor<3x0xi1> -> tensor<3xi1>
  kiln.return %y : tensor<3xi1>
}
kiln.entry infer @reduce_all_i1_0_over_0(%x0: tensor<0xi1> {kiln.input = "x0"})
 -> (tensor<i1> {kiln.output = "y", kiln.expected = dense<true> : tensor<i1>}) {
  %y = kiln.reduce all %x0 [0] : tensor<0xi1> -> tensor<i1>
  kiln.return %y : tensor<i1>
}
kiln.entry infer @recur_recur_f32_3x0_1(%x0: tensor<3x0xf32> {kiln.input = "x0"}, %x1: tensor<3x0xf32> {kiln.input = "x1"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %y = kiln.recur %x0, %x1 1 : tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @recur_recur_f32_3x0_1_reverse(%x0: tensor<3x0xf32> {kiln.input = "x0"}, %x1: tensor<3x0xf32> {kiln.input = "x1"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %y = kiln.recur reverse %x0, %x1 1 : tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @recur_recur_f32_0x3_1(%x0: tensor<0x3xf32> {kiln.input = "x0"}, %x1: tensor<0x3xf32> {kiln.input = "x1"})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %y = kiln.recur %x0, %x1 1 : tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @recur_recur_f32_0x3_1_reverse(%x0: tensor<0x3xf32> {kiln.input = "x0"}, %x1: tensor<0x3xf32> {kiln.input = "x1"})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %y = kiln.recur reverse %x0, %x1 1 : tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @recur_cumsum_f32_3x0_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %one = kiln.constant dense<1.0> : tensor<3x0xf32>
  %y = kiln.recur %one, %x0 1 : tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @recur_cumsum_f32_3x0_1_reverse(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %one = kiln.constant dense<1.0> : tensor<3x0xf32>
  %y = kiln.recur reverse %one, %x0 1 : tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @recur_cumsum_f32_0x3_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %one = kiln.constant dense<1.0> : tensor<0x3xf32>
  %y = kiln.recur %one, %x0 1 : tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @recur_cumsum_f32_0x3_1_reverse(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %one = kiln.constant dense<1.0> : tensor<0x3xf32>
  %y = kiln.recur reverse %one, %x0 1 : tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @cumulate_max_f32_3x0_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %y = kiln.cumulate max %x0 1 : tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @cumulate_max_f32_3x0_1_reverse(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %y = kiln.cumulate max reverse %x0 1 : tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @cumulate_max_f32_0x3_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %y = kiln.cumulate max %x0 1 : tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @cumulate_max_f32_0x3_1_reverse(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %y = kiln.cumulate max reverse %x0 1 : tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @cumulate_min_f32_3x0_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %y = kiln.cumulate min %x0 1 : tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @cumulate_min_f32_3x0_1_reverse(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3x0xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xf32>}) {
  %y = kiln.cumulate min reverse %x0 1 : tensor<3x0xf32>
  kiln.return %y : tensor<3x0xf32>
}
kiln.entry infer @cumulate_min_f32_0x3_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %y = kiln.cumulate min %x0 1 : tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @cumulate_min_f32_0x3_1_reverse(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0x3xf32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xf32>}) {
  %y = kiln.cumulate min reverse %x0 1 : tensor<0x3xf32>
  kiln.return %y : tensor<0x3xf32>
}
kiln.entry infer @arg_sort_ascending_f32_3x0_0_of_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3x0xi32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<3x0xf32> -> tensor<3x0xi32>
  kiln.return %y : tensor<3x0xi32>
}
kiln.entry infer @arg_sort_descending_f32_3x0_0_of_1(%x0: tensor<3x0xf32> {kiln.input = "x0"})
 -> (tensor<3x0xi32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<3x0xf32> -> tensor<3x0xi32>
  kiln.return %y : tensor<3x0xi32>
}
kiln.entry infer @arg_sort_ascending_f32_0x3_3_of_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0x3xi32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<0x3xf32> -> tensor<0x3xi32>
  kiln.return %y : tensor<0x3xi32>
}
kiln.entry infer @arg_sort_descending_f32_0x3_3_of_1(%x0: tensor<0x3xf32> {kiln.input = "x0"})
 -> (tensor<0x3xi32> {kiln.output = "y", kiln.expected = dense<> : tensor<0x3xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<0x3xf32> -> tensor<0x3xi32>
  kiln.return %y : tensor<0x3xi32>
}
kiln.entry infer @arg_sort_ascending_f32_3x17_0_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x0xi32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xi32>}) {
  %y = kiln.arg_sort %x0 1 : tensor<3x17xf32> -> tensor<3x0xi32>
  kiln.return %y : tensor<3x0xi32>
}
kiln.entry infer @arg_sort_descending_f32_3x17_0_of_1(%x0: tensor<3x17xf32> {kiln.input = "x0"})
 -> (tensor<3x0xi32> {kiln.output = "y", kiln.expected = dense<> : tensor<3x0xi32>}) {
  %y = kiln.arg_sort descending %x0 1 : tensor<3x17xf32> -> tensor<3x0xi32>
  kiln.return %y : tensor<3x0xi32>
}
