// SPDX-License-Identifier: Apache-2.0
// RUN: %python %S/Inputs/kernels.py %s
// Kernels of every op against the interpreter; vectors with and without a rest.
kiln.entry infer @exp_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.exp %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @exp_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.exp %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @expm1_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.expm1 %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @expm1_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.expm1 %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @tanh_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.tanh %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @tanh_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.tanh %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @sigmoid_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.sigmoid %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @sigmoid_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.sigmoid %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @erf_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.erf %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @erf_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.erf %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @sin_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.sin %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @sin_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.sin %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @cos_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.cos %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @cos_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.cos %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @floor_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.floor %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @floor_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.floor %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @ceil_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.ceil %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @ceil_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.ceil %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @round_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.round %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @round_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.round %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @neg_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.neg %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @neg_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.neg %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @abs_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.abs %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @abs_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.abs %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @sign_f32(%x: tensor<3x37xf32> {kiln.input = "x"}) -> (tensor<3x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<3x37xf32>) -> (tensor<3x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>):
    %k = kiln.constant dense<3.0> : tensor<3x37xf32>
    %m = kiln.mul %x_, %k : tensor<3x37xf32>
    %r = kiln.sign %m : tensor<3x37xf32>
    kiln.yield %r : tensor<3x37xf32>
  }
  kiln.return %g : tensor<3x37xf32>
}
kiln.entry infer @sign_f64(%x: tensor<5x11xf64> {kiln.input = "x"}) -> (tensor<5x11xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<5x11xf64>) -> (tensor<5x11xf64>) {
  ^bb0(%x_: tensor<5x11xf64>):
    %k = kiln.constant dense<3.0> : tensor<5x11xf64>
    %m = kiln.mul %x_, %k : tensor<5x11xf64>
    %r = kiln.sign %m : tensor<5x11xf64>
    kiln.yield %r : tensor<5x11xf64>
  }
  kiln.return %g : tensor<5x11xf64>
}
kiln.entry infer @log_f32(%x: tensor<70xf32> {kiln.input = "x"}) -> (tensor<70xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<70xf32>) -> (tensor<70xf32>) {
  ^bb0(%x_: tensor<70xf32>):
    %a = kiln.abs %x_ : tensor<70xf32>
    %r = kiln.log %a : tensor<70xf32>
    kiln.yield %r : tensor<70xf32>
  }
  kiln.return %g : tensor<70xf32>
}
kiln.entry infer @log_f64(%x: tensor<70xf64> {kiln.input = "x"}) -> (tensor<70xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<70xf64>) -> (tensor<70xf64>) {
  ^bb0(%x_: tensor<70xf64>):
    %a = kiln.abs %x_ : tensor<70xf64>
    %r = kiln.log %a : tensor<70xf64>
    kiln.yield %r : tensor<70xf64>
  }
  kiln.return %g : tensor<70xf64>
}
kiln.entry infer @log1p_f32(%x: tensor<70xf32> {kiln.input = "x"}) -> (tensor<70xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<70xf32>) -> (tensor<70xf32>) {
  ^bb0(%x_: tensor<70xf32>):
    %a = kiln.abs %x_ : tensor<70xf32>
    %r = kiln.log1p %a : tensor<70xf32>
    kiln.yield %r : tensor<70xf32>
  }
  kiln.return %g : tensor<70xf32>
}
kiln.entry infer @log1p_f64(%x: tensor<70xf64> {kiln.input = "x"}) -> (tensor<70xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<70xf64>) -> (tensor<70xf64>) {
  ^bb0(%x_: tensor<70xf64>):
    %a = kiln.abs %x_ : tensor<70xf64>
    %r = kiln.log1p %a : tensor<70xf64>
    kiln.yield %r : tensor<70xf64>
  }
  kiln.return %g : tensor<70xf64>
}
kiln.entry infer @sqrt_f32(%x: tensor<70xf32> {kiln.input = "x"}) -> (tensor<70xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<70xf32>) -> (tensor<70xf32>) {
  ^bb0(%x_: tensor<70xf32>):
    %a = kiln.abs %x_ : tensor<70xf32>
    %r = kiln.sqrt %a : tensor<70xf32>
    kiln.yield %r : tensor<70xf32>
  }
  kiln.return %g : tensor<70xf32>
}
kiln.entry infer @sqrt_f64(%x: tensor<70xf64> {kiln.input = "x"}) -> (tensor<70xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<70xf64>) -> (tensor<70xf64>) {
  ^bb0(%x_: tensor<70xf64>):
    %a = kiln.abs %x_ : tensor<70xf64>
    %r = kiln.sqrt %a : tensor<70xf64>
    kiln.yield %r : tensor<70xf64>
  }
  kiln.return %g : tensor<70xf64>
}
kiln.entry infer @rsqrt_f32(%x: tensor<70xf32> {kiln.input = "x"}) -> (tensor<70xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<70xf32>) -> (tensor<70xf32>) {
  ^bb0(%x_: tensor<70xf32>):
    %a = kiln.abs %x_ : tensor<70xf32>
    %r = kiln.rsqrt %a : tensor<70xf32>
    kiln.yield %r : tensor<70xf32>
  }
  kiln.return %g : tensor<70xf32>
}
kiln.entry infer @rsqrt_f64(%x: tensor<70xf64> {kiln.input = "x"}) -> (tensor<70xf64> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<70xf64>) -> (tensor<70xf64>) {
  ^bb0(%x_: tensor<70xf64>):
    %a = kiln.abs %x_ : tensor<70xf64>
    %r = kiln.rsqrt %a : tensor<70xf64>
    kiln.yield %r : tensor<70xf64>
  }
  kiln.return %g : tensor<70xf64>
}
kiln.entry infer @add(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %r = kiln.add %x_, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @sub(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %r = kiln.sub %x_, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @mul(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %r = kiln.mul %x_, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @div(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %r = kiln.div %x_, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @max(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %r = kiln.max %x_, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @min(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %r = kiln.min %x_, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @floordiv(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %r = kiln.floordiv %x_, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @mod(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %r = kiln.mod %x_, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @pow(%x: tensor<9x21xf32> {kiln.input = "x"}, %b: tensor<9x21xf32> {kiln.input = "b"}) -> (tensor<9x21xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<9x21xf32>, tensor<9x21xf32>) -> (tensor<9x21xf32>) {
  ^bb0(%x_: tensor<9x21xf32>, %b_: tensor<9x21xf32>):
    %a = kiln.abs %x_ : tensor<9x21xf32>
    %r = kiln.pow %a, %b_ : tensor<9x21xf32>
    kiln.yield %r : tensor<9x21xf32>
  }
  kiln.return %g : tensor<9x21xf32>
}
kiln.entry infer @add_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.add %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @add_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.add %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @sub_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.sub %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @sub_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.sub %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @mul_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.mul %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @mul_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.mul %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @floordiv_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.floordiv %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @floordiv_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.floordiv %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @mod_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.mod %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @mod_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.mod %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @max_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.max %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @max_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.max %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @min_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.min %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @min_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.min %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @and_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.and %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @and_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.and %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @or_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.or %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @or_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.or %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @xor_i32(%x: tensor<77xi32> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xi32> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xi32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xi32>, tensor<77xi32>) -> (tensor<77xi32>) {
  ^bb0(%x_: tensor<77xi32>, %b_: tensor<77xi32>):
    %r = kiln.xor %x_, %b_ : tensor<77xi32>
    kiln.yield %r : tensor<77xi32>
  }
  kiln.return %g : tensor<77xi32>
}
kiln.entry infer @xor_ui8(%x: tensor<77xui8> {kiln.input = "x", kiln.limit = 9}, %b: tensor<77xui8> {kiln.input = "b", kiln.limit = 5}) -> (tensor<77xui8> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<77xui8>, tensor<77xui8>) -> (tensor<77xui8>) {
  ^bb0(%x_: tensor<77xui8>, %b_: tensor<77xui8>):
    %r = kiln.xor %x_, %b_ : tensor<77xui8>
    kiln.yield %r : tensor<77xui8>
  }
  kiln.return %g : tensor<77xui8>
}
kiln.entry infer @compare(%x: tensor<5000xf32> {kiln.input = "x"}, %b: tensor<5000xf32> {kiln.input = "b"}) -> (tensor<5000xi1> {kiln.output = "y"}, tensor<5000xf32> {kiln.output = "z"}, tensor<5000xi1> {kiln.output = "w"}) {
  %g:3 = kiln.group "elementwise" (%x, %b) : (tensor<5000xf32>, tensor<5000xf32>) -> (tensor<5000xi1>, tensor<5000xf32>, tensor<5000xi1>) {
  ^bb0(%x_: tensor<5000xf32>, %b_: tensor<5000xf32>):
    %c = kiln.compare lt %x_, %b_ : tensor<5000xf32> -> tensor<5000xi1>
    %n = kiln.not %c : tensor<5000xi1>
    %s = kiln.select %c, %x_, %b_ : tensor<5000xi1>, tensor<5000xf32>
    kiln.yield %c, %s, %n : tensor<5000xi1>, tensor<5000xf32>, tensor<5000xi1>
  }
  kiln.return %g#0, %g#1, %g#2 : tensor<5000xi1>, tensor<5000xf32>, tensor<5000xi1>
}
kiln.entry infer @boolin(%x: tensor<5000xi1> {kiln.input = "x"}, %b: tensor<5000xf32> {kiln.input = "b"}) -> (tensor<5000xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b) : (tensor<5000xi1>, tensor<5000xf32>) -> (tensor<5000xf32>) {
  ^bb0(%x_: tensor<5000xi1>, %b_: tensor<5000xf32>):
    %z = kiln.constant dense<0.0> : tensor<5000xf32>
    %s = kiln.select %x_, %b_, %z : tensor<5000xi1>, tensor<5000xf32>
    kiln.yield %s : tensor<5000xf32>
  }
  kiln.return %g : tensor<5000xf32>
}
kiln.entry infer @convert(%x: tensor<100xf32> {kiln.input = "x"}) -> (tensor<100xi32> {kiln.output = "y"}, tensor<100xui8> {kiln.output = "z"}, tensor<100xf32> {kiln.output = "w"}) {
  %g:3 = kiln.group "elementwise" (%x) : (tensor<100xf32>) -> (tensor<100xi32>, tensor<100xui8>, tensor<100xf32>) {
  ^bb0(%x_: tensor<100xf32>):
    %k = kiln.constant dense<300.0> : tensor<100xf32>
    %m = kiln.mul %x_, %k : tensor<100xf32>
    %a = kiln.convert %m : tensor<100xf32> -> tensor<100xi32>
    %b = kiln.convert %m : tensor<100xf32> -> tensor<100xui8>
    %c = kiln.convert %b : tensor<100xui8> -> tensor<100xf32>
    kiln.yield %a, %b, %c : tensor<100xi32>, tensor<100xui8>, tensor<100xf32>
  }
  kiln.return %g#0, %g#1, %g#2 : tensor<100xi32>, tensor<100xui8>, tensor<100xf32>
}
kiln.entry infer @iota(%x: tensor<6x20xf32> {kiln.input = "x"}) -> (tensor<6x20xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<6x20xf32>) -> (tensor<6x20xf32>) {
  ^bb0(%x_: tensor<6x20xf32>):
    %a = kiln.iota 1 : tensor<6x20xf32>
    %b = kiln.iota 0 : tensor<6x20xf32>
    %c = kiln.sub %a, %b : tensor<6x20xf32>
    %d = kiln.add %c, %x_ : tensor<6x20xf32>
    kiln.yield %d : tensor<6x20xf32>
  }
  kiln.return %g : tensor<6x20xf32>
}
kiln.entry infer @bias(%x: tensor<33x20xf32> {kiln.input = "x"}, %b: tensor<20xf32> {kiln.input = "b"}, %c: tensor<33xf32> {kiln.input = "c"}, %s: tensor<f32> {kiln.input = "s"}) -> (tensor<33x20xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x, %b, %c, %s) : (tensor<33x20xf32>, tensor<20xf32>, tensor<33xf32>, tensor<f32>) -> (tensor<33x20xf32>) {
  ^bb0(%x_: tensor<33x20xf32>, %b_: tensor<20xf32>, %c_: tensor<33xf32>, %s_: tensor<f32>):
    %r = kiln.read %b_ affine_map<(d0, d1) -> (d1)> : tensor<20xf32> -> tensor<33x20xf32>
    %q = kiln.read %c_ affine_map<(d0, d1) -> (d0)> : tensor<33xf32> -> tensor<33x20xf32>
    %v = kiln.read %s_ affine_map<(d0, d1) -> ()> : tensor<f32> -> tensor<33x20xf32>
    %1 = kiln.add %x_, %r : tensor<33x20xf32>
    %2 = kiln.mul %1, %q : tensor<33x20xf32>
    %3 = kiln.add %2, %v : tensor<33x20xf32>
    kiln.yield %3 : tensor<33x20xf32>
  }
  kiln.return %g : tensor<33x20xf32>
}
kiln.entry infer @transpose(%x: tensor<33x20xf32> {kiln.input = "x"}) -> (tensor<20x33xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<33x20xf32>) -> (tensor<20x33xf32>) {
  ^bb0(%x_: tensor<33x20xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1) -> (d1, d0)> : tensor<33x20xf32> -> tensor<20x33xf32>
    kiln.yield %r : tensor<20x33xf32>
  }
  kiln.return %g : tensor<20x33xf32>
}
kiln.entry infer @pad(%x: tensor<7x20xf32> {kiln.input = "x"}) -> (tensor<9x40xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<7x20xf32>) -> (tensor<9x40xf32>) {
  ^bb0(%x_: tensor<7x20xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1) -> (d0 - 1, d1 - 2)> else 1.500000e+00 : f32 : tensor<7x20xf32> -> tensor<9x40xf32>
    kiln.yield %r : tensor<9x40xf32>
  }
  kiln.return %g : tensor<9x40xf32>
}
kiln.entry infer @stride(%x: tensor<7x40xf32> {kiln.input = "x"}) -> (tensor<7x20xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<7x40xf32>) -> (tensor<7x20xf32>) {
  ^bb0(%x_: tensor<7x40xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1) -> (6 - d0, d1 * 2 + 1)> : tensor<7x40xf32> -> tensor<7x20xf32>
    kiln.yield %r : tensor<7x20xf32>
  }
  kiln.return %g : tensor<7x20xf32>
}
kiln.entry infer @padexp(%x: tensor<7x20xf32> {kiln.input = "x"}) -> (tensor<9x40xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<7x20xf32>) -> (tensor<9x40xf32>) {
  ^bb0(%x_: tensor<7x20xf32>):
    %e = kiln.exp %x_ : tensor<7x20xf32>
    %r = kiln.read %e affine_map<(d0, d1) -> (d0 - 1, d1 - 2)> else 0.000000e+00 : f32 : tensor<7x20xf32> -> tensor<9x40xf32>
    kiln.yield %r : tensor<9x40xf32>
  }
  kiln.return %g : tensor<9x40xf32>
}
kiln.entry infer @conv(%x: tensor<2x3x6x6xf32> {kiln.input = "x"}) -> (tensor<2x3x6x6xf32> {kiln.output = "y"}) {
  %g = kiln.group "elementwise" (%x) : (tensor<2x3x6x6xf32>) -> (tensor<2x3x6x6xf32>) {
  ^bb0(%x_: tensor<2x3x6x6xf32>):
    %r = kiln.read %x_ affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)> : tensor<2x3x6x6xf32> -> tensor<2x3x6x6xf32>
    %e = kiln.tanh %r : tensor<2x3x6x6xf32>
    kiln.yield %e : tensor<2x3x6x6xf32>
  }
  kiln.return %g : tensor<2x3x6x6xf32>
}
kiln.entry infer @softmax_10(%x: tensor<5x10xf32> {kiln.input = "x"}) -> (tensor<5x10xf32> {kiln.output = "y"}, tensor<5xi32> {kiln.output = "z"}, tensor<5xf32> {kiln.output = "w"}) {
  %g:3 = kiln.group "rows" (%x) : (tensor<5x10xf32>) -> (tensor<5x10xf32>, tensor<5xi32>, tensor<5xf32>) {
  ^bb0(%x_: tensor<5x10xf32>):
    %m = kiln.reduce max %x_ [1] : tensor<5x10xf32> -> tensor<5xf32>
    %mb = kiln.read %m affine_map<(d0, d1) -> (d0)> : tensor<5xf32> -> tensor<5x10xf32>
    %d = kiln.sub %x_, %mb : tensor<5x10xf32>
    %e = kiln.exp %d : tensor<5x10xf32>
    %t = kiln.reduce sum %e [1] : tensor<5x10xf32> -> tensor<5xf32>
    %tb = kiln.read %t affine_map<(d0, d1) -> (d0)> : tensor<5xf32> -> tensor<5x10xf32>
    %y = kiln.div %e, %tb : tensor<5x10xf32>
    %a = kiln.arg_reduce max %x_ 1 : tensor<5x10xf32> -> tensor<5xi32>
    %l = kiln.log %t : tensor<5xf32>
    kiln.yield %y, %a, %l : tensor<5x10xf32>, tensor<5xi32>, tensor<5xf32>
  } {row_axes = 1 : i64}
  kiln.return %g#0, %g#1, %g#2 : tensor<5x10xf32>, tensor<5xi32>, tensor<5xf32>
}
kiln.entry infer @softmax_197(%x: tensor<7x197xf32> {kiln.input = "x"}) -> (tensor<7x197xf32> {kiln.output = "y"}, tensor<7xi32> {kiln.output = "z"}, tensor<7xf32> {kiln.output = "w"}) {
  %g:3 = kiln.group "rows" (%x) : (tensor<7x197xf32>) -> (tensor<7x197xf32>, tensor<7xi32>, tensor<7xf32>) {
  ^bb0(%x_: tensor<7x197xf32>):
    %m = kiln.reduce max %x_ [1] : tensor<7x197xf32> -> tensor<7xf32>
    %mb = kiln.read %m affine_map<(d0, d1) -> (d0)> : tensor<7xf32> -> tensor<7x197xf32>
    %d = kiln.sub %x_, %mb : tensor<7x197xf32>
    %e = kiln.exp %d : tensor<7x197xf32>
    %t = kiln.reduce sum %e [1] : tensor<7x197xf32> -> tensor<7xf32>
    %tb = kiln.read %t affine_map<(d0, d1) -> (d0)> : tensor<7xf32> -> tensor<7x197xf32>
    %y = kiln.div %e, %tb : tensor<7x197xf32>
    %a = kiln.arg_reduce max %x_ 1 : tensor<7x197xf32> -> tensor<7xi32>
    %l = kiln.log %t : tensor<7xf32>
    kiln.yield %y, %a, %l : tensor<7x197xf32>, tensor<7xi32>, tensor<7xf32>
  } {row_axes = 1 : i64}
  kiln.return %g#0, %g#1, %g#2 : tensor<7x197xf32>, tensor<7xi32>, tensor<7xf32>
}
kiln.entry infer @softmax_64(%x: tensor<40x64xf32> {kiln.input = "x"}) -> (tensor<40x64xf32> {kiln.output = "y"}, tensor<40xi32> {kiln.output = "z"}, tensor<40xf32> {kiln.output = "w"}) {
  %g:3 = kiln.group "rows" (%x) : (tensor<40x64xf32>) -> (tensor<40x64xf32>, tensor<40xi32>, tensor<40xf32>) {
  ^bb0(%x_: tensor<40x64xf32>):
    %m = kiln.reduce max %x_ [1] : tensor<40x64xf32> -> tensor<40xf32>
    %mb = kiln.read %m affine_map<(d0, d1) -> (d0)> : tensor<40xf32> -> tensor<40x64xf32>
    %d = kiln.sub %x_, %mb : tensor<40x64xf32>
    %e = kiln.exp %d : tensor<40x64xf32>
    %t = kiln.reduce sum %e [1] : tensor<40x64xf32> -> tensor<40xf32>
    %tb = kiln.read %t affine_map<(d0, d1) -> (d0)> : tensor<40xf32> -> tensor<40x64xf32>
    %y = kiln.div %e, %tb : tensor<40x64xf32>
    %a = kiln.arg_reduce max %x_ 1 : tensor<40x64xf32> -> tensor<40xi32>
    %l = kiln.log %t : tensor<40xf32>
    kiln.yield %y, %a, %l : tensor<40x64xf32>, tensor<40xi32>, tensor<40xf32>
  } {row_axes = 1 : i64}
  kiln.return %g#0, %g#1, %g#2 : tensor<40x64xf32>, tensor<40xi32>, tensor<40xf32>
}
kiln.entry infer @softmax_1(%x: tensor<3x1xf32> {kiln.input = "x"}) -> (tensor<3x1xf32> {kiln.output = "y"}, tensor<3xi32> {kiln.output = "z"}, tensor<3xf32> {kiln.output = "w"}) {
  %g:3 = kiln.group "rows" (%x) : (tensor<3x1xf32>) -> (tensor<3x1xf32>, tensor<3xi32>, tensor<3xf32>) {
  ^bb0(%x_: tensor<3x1xf32>):
    %m = kiln.reduce max %x_ [1] : tensor<3x1xf32> -> tensor<3xf32>
    %mb = kiln.read %m affine_map<(d0, d1) -> (d0)> : tensor<3xf32> -> tensor<3x1xf32>
    %d = kiln.sub %x_, %mb : tensor<3x1xf32>
    %e = kiln.exp %d : tensor<3x1xf32>
    %t = kiln.reduce sum %e [1] : tensor<3x1xf32> -> tensor<3xf32>
    %tb = kiln.read %t affine_map<(d0, d1) -> (d0)> : tensor<3xf32> -> tensor<3x1xf32>
    %y = kiln.div %e, %tb : tensor<3x1xf32>
    %a = kiln.arg_reduce max %x_ 1 : tensor<3x1xf32> -> tensor<3xi32>
    %l = kiln.log %t : tensor<3xf32>
    kiln.yield %y, %a, %l : tensor<3x1xf32>, tensor<3xi32>, tensor<3xf32>
  } {row_axes = 1 : i64}
  kiln.return %g#0, %g#1, %g#2 : tensor<3x1xf32>, tensor<3xi32>, tensor<3xf32>
}
kiln.entry infer @softmax_128(%x: tensor<9x128xf32> {kiln.input = "x"}) -> (tensor<9x128xf32> {kiln.output = "y"}, tensor<9xi32> {kiln.output = "z"}, tensor<9xf32> {kiln.output = "w"}) {
  %g:3 = kiln.group "rows" (%x) : (tensor<9x128xf32>) -> (tensor<9x128xf32>, tensor<9xi32>, tensor<9xf32>) {
  ^bb0(%x_: tensor<9x128xf32>):
    %m = kiln.reduce max %x_ [1] : tensor<9x128xf32> -> tensor<9xf32>
    %mb = kiln.read %m affine_map<(d0, d1) -> (d0)> : tensor<9xf32> -> tensor<9x128xf32>
    %d = kiln.sub %x_, %mb : tensor<9x128xf32>
    %e = kiln.exp %d : tensor<9x128xf32>
    %t = kiln.reduce sum %e [1] : tensor<9x128xf32> -> tensor<9xf32>
    %tb = kiln.read %t affine_map<(d0, d1) -> (d0)> : tensor<9xf32> -> tensor<9x128xf32>
    %y = kiln.div %e, %tb : tensor<9x128xf32>
    %a = kiln.arg_reduce max %x_ 1 : tensor<9x128xf32> -> tensor<9xi32>
    %l = kiln.log %t : tensor<9xf32>
    kiln.yield %y, %a, %l : tensor<9x128xf32>, tensor<9xi32>, tensor<9xf32>
  } {row_axes = 1 : i64}
  kiln.return %g#0, %g#1, %g#2 : tensor<9x128xf32>, tensor<9xi32>, tensor<9xf32>
}
kiln.entry infer @rows2(%x: tensor<2x3x4x5xf32> {kiln.input = "x"}) -> (tensor<2x3x4x5xf32> {kiln.output = "y"}, tensor<2x3xf32> {kiln.output = "z"}, tensor<2x3xf32> {kiln.output = "w"}) {
  %g:3 = kiln.group "rows" (%x) : (tensor<2x3x4x5xf32>) -> (tensor<2x3x4x5xf32>, tensor<2x3xf32>, tensor<2x3xf32>) {
  ^bb0(%x_: tensor<2x3x4x5xf32>):
    %m = kiln.reduce sum %x_ [2, 3] : tensor<2x3x4x5xf32> -> tensor<2x3xf32>
    %q = kiln.mul %x_, %x_ : tensor<2x3x4x5xf32>
    %n = kiln.reduce sum %q [2, 3] : tensor<2x3x4x5xf32> -> tensor<2x3xf32>
    %mb = kiln.read %m affine_map<(d0, d1, d2, d3) -> (d0, d1)> : tensor<2x3xf32> -> tensor<2x3x4x5xf32>
    %d = kiln.sub %x_, %mb : tensor<2x3x4x5xf32>
    kiln.yield %d, %m, %n : tensor<2x3x4x5xf32>, tensor<2x3xf32>, tensor<2x3xf32>
  } {row_axes = 2 : i64}
  kiln.return %g#0, %g#1, %g#2 : tensor<2x3x4x5xf32>, tensor<2x3xf32>, tensor<2x3xf32>
}
kiln.entry infer @col_sum_100x20_0(%x: tensor<100x20xf32> {kiln.input = "x"}) -> (tensor<20xf32> {kiln.output = "y"}, tensor<20xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<100x20xf32>) -> (tensor<20xf32>, tensor<20xf32>) {
  ^bb0(%x_: tensor<100x20xf32>):
    %q = kiln.mul %x_, %x_ : tensor<100x20xf32>
    %m = kiln.reduce sum %q [0] : tensor<100x20xf32> -> tensor<20xf32>
    %h = kiln.neg %m : tensor<20xf32>
    kiln.yield %m, %h : tensor<20xf32>, tensor<20xf32>
  } {axes = array<i64: 0>}
  kiln.return %g#0, %g#1 : tensor<20xf32>, tensor<20xf32>
}
kiln.entry infer @col_max_100x20_0(%x: tensor<100x20xf32> {kiln.input = "x"}) -> (tensor<20xf32> {kiln.output = "y"}, tensor<20xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<100x20xf32>) -> (tensor<20xf32>, tensor<20xf32>) {
  ^bb0(%x_: tensor<100x20xf32>):
    %q = kiln.mul %x_, %x_ : tensor<100x20xf32>
    %m = kiln.reduce max %q [0] : tensor<100x20xf32> -> tensor<20xf32>
    %h = kiln.neg %m : tensor<20xf32>
    kiln.yield %m, %h : tensor<20xf32>, tensor<20xf32>
  } {axes = array<i64: 0>}
  kiln.return %g#0, %g#1 : tensor<20xf32>, tensor<20xf32>
}
kiln.entry infer @col_sum_100x20_01(%x: tensor<100x20xf32> {kiln.input = "x"}) -> (tensor<f32> {kiln.output = "y"}, tensor<f32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<100x20xf32>) -> (tensor<f32>, tensor<f32>) {
  ^bb0(%x_: tensor<100x20xf32>):
    %q = kiln.mul %x_, %x_ : tensor<100x20xf32>
    %m = kiln.reduce sum %q [0, 1] : tensor<100x20xf32> -> tensor<f32>
    %h = kiln.neg %m : tensor<f32>
    kiln.yield %m, %h : tensor<f32>, tensor<f32>
  } {axes = array<i64: 0, 1>}
  kiln.return %g#0, %g#1 : tensor<f32>, tensor<f32>
}
kiln.entry infer @col_max_100x20_01(%x: tensor<100x20xf32> {kiln.input = "x"}) -> (tensor<f32> {kiln.output = "y"}, tensor<f32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<100x20xf32>) -> (tensor<f32>, tensor<f32>) {
  ^bb0(%x_: tensor<100x20xf32>):
    %q = kiln.mul %x_, %x_ : tensor<100x20xf32>
    %m = kiln.reduce max %q [0, 1] : tensor<100x20xf32> -> tensor<f32>
    %h = kiln.neg %m : tensor<f32>
    kiln.yield %m, %h : tensor<f32>, tensor<f32>
  } {axes = array<i64: 0, 1>}
  kiln.return %g#0, %g#1 : tensor<f32>, tensor<f32>
}
kiln.entry infer @col_sum_4x3x5x7_023(%x: tensor<4x3x5x7xf32> {kiln.input = "x"}) -> (tensor<3xf32> {kiln.output = "y"}, tensor<3xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<4x3x5x7xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  ^bb0(%x_: tensor<4x3x5x7xf32>):
    %q = kiln.mul %x_, %x_ : tensor<4x3x5x7xf32>
    %m = kiln.reduce sum %q [0, 2, 3] : tensor<4x3x5x7xf32> -> tensor<3xf32>
    %h = kiln.neg %m : tensor<3xf32>
    kiln.yield %m, %h : tensor<3xf32>, tensor<3xf32>
  } {axes = array<i64: 0, 2, 3>}
  kiln.return %g#0, %g#1 : tensor<3xf32>, tensor<3xf32>
}
kiln.entry infer @col_max_4x3x5x7_023(%x: tensor<4x3x5x7xf32> {kiln.input = "x"}) -> (tensor<3xf32> {kiln.output = "y"}, tensor<3xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<4x3x5x7xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  ^bb0(%x_: tensor<4x3x5x7xf32>):
    %q = kiln.mul %x_, %x_ : tensor<4x3x5x7xf32>
    %m = kiln.reduce max %q [0, 2, 3] : tensor<4x3x5x7xf32> -> tensor<3xf32>
    %h = kiln.neg %m : tensor<3xf32>
    kiln.yield %m, %h : tensor<3xf32>, tensor<3xf32>
  } {axes = array<i64: 0, 2, 3>}
  kiln.return %g#0, %g#1 : tensor<3xf32>, tensor<3xf32>
}
kiln.entry infer @col_sum_6x50x8_01(%x: tensor<6x50x8xf32> {kiln.input = "x"}) -> (tensor<8xf32> {kiln.output = "y"}, tensor<8xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<6x50x8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  ^bb0(%x_: tensor<6x50x8xf32>):
    %q = kiln.mul %x_, %x_ : tensor<6x50x8xf32>
    %m = kiln.reduce sum %q [0, 1] : tensor<6x50x8xf32> -> tensor<8xf32>
    %h = kiln.neg %m : tensor<8xf32>
    kiln.yield %m, %h : tensor<8xf32>, tensor<8xf32>
  } {axes = array<i64: 0, 1>}
  kiln.return %g#0, %g#1 : tensor<8xf32>, tensor<8xf32>
}
kiln.entry infer @col_max_6x50x8_01(%x: tensor<6x50x8xf32> {kiln.input = "x"}) -> (tensor<8xf32> {kiln.output = "y"}, tensor<8xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<6x50x8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  ^bb0(%x_: tensor<6x50x8xf32>):
    %q = kiln.mul %x_, %x_ : tensor<6x50x8xf32>
    %m = kiln.reduce max %q [0, 1] : tensor<6x50x8xf32> -> tensor<8xf32>
    %h = kiln.neg %m : tensor<8xf32>
    kiln.yield %m, %h : tensor<8xf32>, tensor<8xf32>
  } {axes = array<i64: 0, 1>}
  kiln.return %g#0, %g#1 : tensor<8xf32>, tensor<8xf32>
}
kiln.entry infer @col_sum_9x5000_0(%x: tensor<9x5000xf32> {kiln.input = "x"}) -> (tensor<5000xf32> {kiln.output = "y"}, tensor<5000xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<9x5000xf32>) -> (tensor<5000xf32>, tensor<5000xf32>) {
  ^bb0(%x_: tensor<9x5000xf32>):
    %q = kiln.mul %x_, %x_ : tensor<9x5000xf32>
    %m = kiln.reduce sum %q [0] : tensor<9x5000xf32> -> tensor<5000xf32>
    %h = kiln.neg %m : tensor<5000xf32>
    kiln.yield %m, %h : tensor<5000xf32>, tensor<5000xf32>
  } {axes = array<i64: 0>}
  kiln.return %g#0, %g#1 : tensor<5000xf32>, tensor<5000xf32>
}
kiln.entry infer @col_max_9x5000_0(%x: tensor<9x5000xf32> {kiln.input = "x"}) -> (tensor<5000xf32> {kiln.output = "y"}, tensor<5000xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<9x5000xf32>) -> (tensor<5000xf32>, tensor<5000xf32>) {
  ^bb0(%x_: tensor<9x5000xf32>):
    %q = kiln.mul %x_, %x_ : tensor<9x5000xf32>
    %m = kiln.reduce max %q [0] : tensor<9x5000xf32> -> tensor<5000xf32>
    %h = kiln.neg %m : tensor<5000xf32>
    kiln.yield %m, %h : tensor<5000xf32>, tensor<5000xf32>
  } {axes = array<i64: 0>}
  kiln.return %g#0, %g#1 : tensor<5000xf32>, tensor<5000xf32>
}
kiln.entry infer @col_sum_3x17_1(%x: tensor<3x17xf32> {kiln.input = "x"}) -> (tensor<3xf32> {kiln.output = "y"}, tensor<3xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<3x17xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  ^bb0(%x_: tensor<3x17xf32>):
    %q = kiln.mul %x_, %x_ : tensor<3x17xf32>
    %m = kiln.reduce sum %q [1] : tensor<3x17xf32> -> tensor<3xf32>
    %h = kiln.neg %m : tensor<3xf32>
    kiln.yield %m, %h : tensor<3xf32>, tensor<3xf32>
  } {axes = array<i64: 1>}
  kiln.return %g#0, %g#1 : tensor<3xf32>, tensor<3xf32>
}
kiln.entry infer @col_max_3x17_1(%x: tensor<3x17xf32> {kiln.input = "x"}) -> (tensor<3xf32> {kiln.output = "y"}, tensor<3xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<3x17xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  ^bb0(%x_: tensor<3x17xf32>):
    %q = kiln.mul %x_, %x_ : tensor<3x17xf32>
    %m = kiln.reduce max %q [1] : tensor<3x17xf32> -> tensor<3xf32>
    %h = kiln.neg %m : tensor<3xf32>
    kiln.yield %m, %h : tensor<3xf32>, tensor<3xf32>
  } {axes = array<i64: 1>}
  kiln.return %g#0, %g#1 : tensor<3xf32>, tensor<3xf32>
}
kiln.entry infer @col_sum_4x6x5_1(%x: tensor<4x6x5xf32> {kiln.input = "x"}) -> (tensor<4x5xf32> {kiln.output = "y"}, tensor<4x5xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<4x6x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>) {
  ^bb0(%x_: tensor<4x6x5xf32>):
    %q = kiln.mul %x_, %x_ : tensor<4x6x5xf32>
    %m = kiln.reduce sum %q [1] : tensor<4x6x5xf32> -> tensor<4x5xf32>
    %h = kiln.neg %m : tensor<4x5xf32>
    kiln.yield %m, %h : tensor<4x5xf32>, tensor<4x5xf32>
  } {axes = array<i64: 1>}
  kiln.return %g#0, %g#1 : tensor<4x5xf32>, tensor<4x5xf32>
}
kiln.entry infer @col_max_4x6x5_1(%x: tensor<4x6x5xf32> {kiln.input = "x"}) -> (tensor<4x5xf32> {kiln.output = "y"}, tensor<4x5xf32> {kiln.output = "z"}) {
  %g:2 = kiln.group "columns" (%x) : (tensor<4x6x5xf32>) -> (tensor<4x5xf32>, tensor<4x5xf32>) {
  ^bb0(%x_: tensor<4x6x5xf32>):
    %q = kiln.mul %x_, %x_ : tensor<4x6x5xf32>
    %m = kiln.reduce max %q [1] : tensor<4x6x5xf32> -> tensor<4x5xf32>
    %h = kiln.neg %m : tensor<4x5xf32>
    kiln.yield %m, %h : tensor<4x5xf32>, tensor<4x5xf32>
  } {axes = array<i64: 1>}
  kiln.return %g#0, %g#1 : tensor<4x5xf32>, tensor<4x5xf32>
}
kiln.entry infer @any(%x: tensor<10x20xi1> {kiln.input = "x"}) -> (tensor<10xi1> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x) : (tensor<10x20xi1>) -> (tensor<10xi1>) {
  ^bb0(%x_: tensor<10x20xi1>):
    %m = kiln.reduce any %x_ [1] : tensor<10x20xi1> -> tensor<10xi1>
    kiln.yield %m : tensor<10xi1>
  } {axes = array<i64: 1>}
  kiln.return %g : tensor<10xi1>
}
kiln.entry infer @isum(%x: tensor<10x20xi32> {kiln.input = "x"}) -> (tensor<10xi32> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x) : (tensor<10x20xi32>) -> (tensor<10xi32>) {
  ^bb0(%x_: tensor<10x20xi32>):
    %m = kiln.reduce sum %x_ [1] : tensor<10x20xi32> -> tensor<10xi32>
    kiln.yield %m : tensor<10xi32>
  } {axes = array<i64: 1>}
  kiln.return %g : tensor<10xi32>
}
kiln.entry infer @dsum(%x: tensor<10x20xf64> {kiln.input = "x"}) -> (tensor<10xf64> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x) : (tensor<10x20xf64>) -> (tensor<10xf64>) {
  ^bb0(%x_: tensor<10x20xf64>):
    %m = kiln.reduce sum %x_ [1] : tensor<10x20xf64> -> tensor<10xf64>
    kiln.yield %m : tensor<10xf64>
  } {axes = array<i64: 1>}
  kiln.return %g : tensor<10xf64>
}
kiln.entry infer @pool(%x: tensor<2x3x8x8xf32> {kiln.input = "x"}) -> (tensor<2x3x4x4xf32> {kiln.output = "y"}) {
  %g = kiln.group "columns" (%x) : (tensor<2x3x8x8xf32>) -> (tensor<2x3x4x4xf32>) {
  ^bb0(%x_: tensor<2x3x8x8xf32>):
    %w = kiln.read %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 * 2 + d4, d3 * 2 + d5)> : tensor<2x3x8x8xf32> -> tensor<2x3x4x4x2x2xf32>
    %m = kiln.reduce max %w [4, 5] : tensor<2x3x4x4x2x2xf32> -> tensor<2x3x4x4xf32>
    kiln.yield %m : tensor<2x3x4x4xf32>
  } {axes = array<i64: 4, 5>}
  kiln.return %g : tensor<2x3x4x4xf32>
}
kiln.entry infer @unpool(%x: tensor<2x3x4x4x2x2xf32> {kiln.input = "x"}) -> (tensor<2x3x8x8xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x) : (tensor<2x3x4x4x2x2xf32>) -> (tensor<2x3x8x8xf32>) {
  ^bb0(%x_: tensor<2x3x4x4x2x2xf32>):
    %m = kiln.accumulate %x_ affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2 * 2 + d4, d3 * 2 + d5)> : tensor<2x3x4x4x2x2xf32> -> tensor<2x3x8x8xf32>
    kiln.yield %m : tensor<2x3x8x8xf32>
  }
  kiln.return %g : tensor<2x3x8x8xf32>
}
kiln.entry infer @unwindow(%x: tensor<2x8x8x3x3xf32> {kiln.input = "x"}) -> (tensor<2x8x8xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x) : (tensor<2x8x8x3x3xf32>) -> (tensor<2x8x8xf32>) {
  ^bb0(%x_: tensor<2x8x8x3x3xf32>):
    %m = kiln.accumulate %x_ affine_map<(d0, d2, d3, d4, d5) -> (d0, d2 + d4 - 1, d3 + d5 - 1)> : tensor<2x8x8x3x3xf32> -> tensor<2x8x8xf32>
    kiln.yield %m : tensor<2x8x8xf32>
  }
  kiln.return %g : tensor<2x8x8xf32>
}
kiln.entry infer @unslice(%x: tensor<4xf32> {kiln.input = "x"}) -> (tensor<30xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x) : (tensor<4xf32>) -> (tensor<30xf32>) {
  ^bb0(%x_: tensor<4xf32>):
    %m = kiln.accumulate %x_ affine_map<(d0) -> (d0 * 2 + 3)> : tensor<4xf32> -> tensor<30xf32>
    kiln.yield %m : tensor<30xf32>
  }
  kiln.return %g : tensor<30xf32>
}
kiln.entry infer @undiv(%x: tensor<20xf32> {kiln.input = "x"}) -> (tensor<7xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x) : (tensor<20xf32>) -> (tensor<7xf32>) {
  ^bb0(%x_: tensor<20xf32>):
    %m = kiln.accumulate %x_ affine_map<(d0) -> (d0 floordiv 3)> : tensor<20xf32> -> tensor<7xf32>
    kiln.yield %m : tensor<7xf32>
  }
  kiln.return %g : tensor<7xf32>
}
kiln.entry infer @gather(%x: tensor<7x33xf32> {kiln.input = "x"}, %i: tensor<5xi32> {kiln.input = "i", kiln.limit = 7}) -> (tensor<5x33xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x, %i) : (tensor<7x33xf32>, tensor<5xi32>) -> (tensor<5x33xf32>) {
  ^bb0(%x_: tensor<7x33xf32>, %i_: tensor<5xi32>):
    %m = kiln.gather %x_[%i_] axes [0] batch 0 : tensor<7x33xf32>, tensor<5xi32> -> tensor<5x33xf32>
    kiln.yield %m : tensor<5x33xf32>
  }
  kiln.return %g : tensor<5x33xf32>
}
kiln.entry infer @pick(%x: tensor<5x33xf32> {kiln.input = "x"}, %i: tensor<5xi32> {kiln.input = "i", kiln.limit = 33}) -> (tensor<5xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x, %i) : (tensor<5x33xf32>, tensor<5xi32>) -> (tensor<5xf32>) {
  ^bb0(%x_: tensor<5x33xf32>, %i_: tensor<5xi32>):
    %m = kiln.gather %x_[%i_] axes [1] batch 1 : tensor<5x33xf32>, tensor<5xi32> -> tensor<5xf32>
    kiln.yield %m : tensor<5xf32>
  }
  kiln.return %g : tensor<5xf32>
}
kiln.entry infer @scatter(%x: tensor<5x33xf32> {kiln.input = "x"}, %i: tensor<5xi32> {kiln.input = "i", kiln.limit = 7}) -> (tensor<7x33xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x, %i) : (tensor<5x33xf32>, tensor<5xi32>) -> (tensor<7x33xf32>) {
  ^bb0(%x_: tensor<5x33xf32>, %i_: tensor<5xi32>):
    %m = kiln.scatter %x_[%i_] axes [0] batch 0 : tensor<5x33xf32>, tensor<5xi32> -> tensor<7x33xf32>
    kiln.yield %m : tensor<7x33xf32>
  }
  kiln.return %g : tensor<7x33xf32>
}
kiln.entry infer @unpick(%x: tensor<5xf32> {kiln.input = "x"}, %i: tensor<5xi32> {kiln.input = "i", kiln.limit = 33}) -> (tensor<5x33xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x, %i) : (tensor<5xf32>, tensor<5xi32>) -> (tensor<5x33xf32>) {
  ^bb0(%x_: tensor<5xf32>, %i_: tensor<5xi32>):
    %m = kiln.scatter %x_[%i_] axes [1] batch 1 : tensor<5xf32>, tensor<5xi32> -> tensor<5x33xf32>
    kiln.yield %m : tensor<5x33xf32>
  }
  kiln.return %g : tensor<5x33xf32>
}
kiln.entry infer @join(%x: tensor<3x5xf32> {kiln.input = "x"}, %b: tensor<3x37xf32> {kiln.input = "b"}, %c: tensor<3x1xf32> {kiln.input = "c"}) -> (tensor<3x43xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x, %b, %c) : (tensor<3x5xf32>, tensor<3x37xf32>, tensor<3x1xf32>) -> (tensor<3x43xf32>) {
  ^bb0(%x_: tensor<3x5xf32>, %b_: tensor<3x37xf32>, %c_: tensor<3x1xf32>):
    %m = kiln.join %x_, %b_, %c_ 1 : tensor<3x5xf32>, tensor<3x37xf32>, tensor<3x1xf32> -> tensor<3x43xf32>
    kiln.yield %m : tensor<3x43xf32>
  }
  kiln.return %g : tensor<3x43xf32>
}
kiln.entry infer @join0(%x: tensor<3x37xf32> {kiln.input = "x"}, %b: tensor<2x37xf32> {kiln.input = "b"}) -> (tensor<5x37xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%x, %b) : (tensor<3x37xf32>, tensor<2x37xf32>) -> (tensor<5x37xf32>) {
  ^bb0(%x_: tensor<3x37xf32>, %b_: tensor<2x37xf32>):
    %m = kiln.join %x_, %b_ 0 : tensor<3x37xf32>, tensor<2x37xf32> -> tensor<5x37xf32>
    kiln.yield %m : tensor<5x37xf32>
  }
  kiln.return %g : tensor<5x37xf32>
}
kiln.entry infer @random_uniform_f32_50(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<3x50xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<3x50xf32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random uniform %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<3x50xf32>
    kiln.yield %m : tensor<3x50xf32>
  }
  kiln.return %g : tensor<3x50xf32>
}
kiln.entry infer @random_bits_ui32_50(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<3x50xui32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<3x50xui32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random bits %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<3x50xui32>
    kiln.yield %m : tensor<3x50xui32>
  }
  kiln.return %g : tensor<3x50xui32>
}
kiln.entry infer @random_normal_f32_50(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<3x50xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<3x50xf32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random normal %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<3x50xf32>
    kiln.yield %m : tensor<3x50xf32>
  }
  kiln.return %g : tensor<3x50xf32>
}
kiln.entry infer @random_normal_f64_50(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<3x50xf64> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<3x50xf64>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random normal %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<3x50xf64>
    kiln.yield %m : tensor<3x50xf64>
  }
  kiln.return %g : tensor<3x50xf64>
}
kiln.entry infer @random_uniform_f32_128(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<8x128xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<8x128xf32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random uniform %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<8x128xf32>
    kiln.yield %m : tensor<8x128xf32>
  }
  kiln.return %g : tensor<8x128xf32>
}
kiln.entry infer @random_bits_ui32_128(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<8x128xui32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<8x128xui32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random bits %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<8x128xui32>
    kiln.yield %m : tensor<8x128xui32>
  }
  kiln.return %g : tensor<8x128xui32>
}
kiln.entry infer @random_normal_f32_128(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<8x128xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<8x128xf32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random normal %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<8x128xf32>
    kiln.yield %m : tensor<8x128xf32>
  }
  kiln.return %g : tensor<8x128xf32>
}
kiln.entry infer @random_normal_f64_128(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<8x128xf64> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<8x128xf64>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random normal %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<8x128xf64>
    kiln.yield %m : tensor<8x128xf64>
  }
  kiln.return %g : tensor<8x128xf64>
}
kiln.entry infer @random_uniform_f32_5(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<5xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<5xf32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random uniform %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<5xf32>
    kiln.yield %m : tensor<5xf32>
  }
  kiln.return %g : tensor<5xf32>
}
kiln.entry infer @random_bits_ui32_5(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<5xui32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<5xui32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random bits %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<5xui32>
    kiln.yield %m : tensor<5xui32>
  }
  kiln.return %g : tensor<5xui32>
}
kiln.entry infer @random_normal_f32_5(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<5xf32> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<5xf32>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random normal %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<5xf32>
    kiln.yield %m : tensor<5xf32>
  }
  kiln.return %g : tensor<5xf32>
}
kiln.entry infer @random_normal_f64_5(%s: tensor<ui32> {kiln.input = "s"}, %c: tensor<i64> {kiln.input = "c"}, %l: tensor<i32> {kiln.input = "l"}) -> (tensor<5xf64> {kiln.output = "y"}) {
  %g = kiln.group "single" (%s, %c, %l) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> (tensor<5xf64>) {
  ^bb0(%s_: tensor<ui32>, %c_: tensor<i64>, %l_: tensor<i32>):
    %m = kiln.random normal %s_, %c_, %l_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<5xf64>
    kiln.yield %m : tensor<5xf64>
  }
  kiln.return %g : tensor<5xf64>
}
kiln.entry infer @contract(%x: tensor<5x7xf32> {kiln.input = "x"}, %b: tensor<7x20xf32> {kiln.input = "b"}) -> (tensor<5x20xf32> {kiln.output = "y"}) {
  %g = kiln.group "plain" (%x, %b) : (tensor<5x7xf32>, tensor<7x20xf32>) -> (tensor<5x20xf32>) {
  ^bb0(%x_: tensor<5x7xf32>, %b_: tensor<7x20xf32>):
    %m = kiln.contract %x_ [0, 2], %b_ [2, 1] -> [0, 1] : tensor<5x7xf32>, tensor<7x20xf32> -> tensor<5x20xf32>
    kiln.yield %m : tensor<5x20xf32>
  }
  kiln.return %g : tensor<5x20xf32>
}
