// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32

// Operands in f16 and bf16 are widened in vectors as they are packed, the rows of a tile too, and added up in f32.
// CHECK-LABEL: func.func private @contraction_0
// CHECK: vector.load {{.*}} : memref<{{.*}}xi16>, vector<16xi16>
// CHECK: arith.extui {{.*}} : vector<16xi16> to vector<16xi32>
// CHECK: math.fma {{.*}} : vector<16xf32>
// CHECK-NOT: vector.gather
// CHECK-NOT: memref.load {{.*}}xi16>
// CHECK: return
kiln.entry infer @product_bf16(%x: tensor<12x20xbf16> {kiln.input = "x"}, %w: tensor<20x35xbf16> {kiln.input = "w"}) -> (tensor<12x35xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<12x20xbf16>, tensor<20x35xbf16>) -> (tensor<12x35xf32>) {
  ^bb0(%x_: tensor<12x20xbf16>, %w_: tensor<20x35xbf16>):
    %xf = kiln.convert %x_ : tensor<12x20xbf16> -> tensor<12x20xf32>
    %wf = kiln.convert %w_ : tensor<20x35xbf16> -> tensor<20x35xf32>
    %y = kiln.contract %xf [0, 1], %wf [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    kiln.yield %y : tensor<12x35xf32>
  }
  kiln.return %g : tensor<12x35xf32>
}
kiln.entry infer @long_bf16(%x: tensor<7x700xbf16> {kiln.input = "x"}, %w: tensor<700x18xbf16> {kiln.input = "w"}) -> (tensor<7x18xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<7x700xbf16>, tensor<700x18xbf16>) -> (tensor<7x18xf32>) {
  ^bb0(%x_: tensor<7x700xbf16>, %w_: tensor<700x18xbf16>):
    %xf = kiln.convert %x_ : tensor<7x700xbf16> -> tensor<7x700xf32>
    %wf = kiln.convert %w_ : tensor<700x18xbf16> -> tensor<700x18xf32>
    %y = kiln.contract %xf [0, 1], %wf [1, 2] -> [0, 2] : tensor<7x700xf32>, tensor<700x18xf32> -> tensor<7x18xf32>
    kiln.yield %y : tensor<7x18xf32>
  }
  kiln.return %g : tensor<7x18xf32>
}
kiln.entry infer @turned_bf16(%x: tensor<29x40xbf16> {kiln.input = "x"}, %w: tensor<33x40xbf16> {kiln.input = "w"}) -> (tensor<29x33xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<29x40xbf16>, tensor<33x40xbf16>) -> (tensor<29x33xf32>) {
  ^bb0(%x_: tensor<29x40xbf16>, %w_: tensor<33x40xbf16>):
    %xf = kiln.convert %x_ : tensor<29x40xbf16> -> tensor<29x40xf32>
    %wf = kiln.convert %w_ : tensor<33x40xbf16> -> tensor<33x40xf32>
    %y = kiln.contract %xf [0, 1], %wf [2, 1] -> [0, 2] : tensor<29x40xf32>, tensor<33x40xf32> -> tensor<29x33xf32>
    kiln.yield %y : tensor<29x33xf32>
  }
  kiln.return %g : tensor<29x33xf32>
}
kiln.entry infer @gradient_bf16(%x: tensor<50x29xbf16> {kiln.input = "x"}, %w: tensor<50x19xbf16> {kiln.input = "w"}) -> (tensor<29x19xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<50x29xbf16>, tensor<50x19xbf16>) -> (tensor<29x19xf32>) {
  ^bb0(%x_: tensor<50x29xbf16>, %w_: tensor<50x19xbf16>):
    %xf = kiln.convert %x_ : tensor<50x29xbf16> -> tensor<50x29xf32>
    %wf = kiln.convert %w_ : tensor<50x19xbf16> -> tensor<50x19xf32>
    %y = kiln.contract %xf [1, 0], %wf [1, 2] -> [0, 2] : tensor<50x29xf32>, tensor<50x19xf32> -> tensor<29x19xf32>
    kiln.yield %y : tensor<29x19xf32>
  }
  kiln.return %g : tensor<29x19xf32>
}
kiln.entry infer @gradient_long_bf16(%x: tensor<600x40xbf16> {kiln.input = "x"}, %w: tensor<600x64xbf16> {kiln.input = "w"}) -> (tensor<40x64xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<600x40xbf16>, tensor<600x64xbf16>) -> (tensor<40x64xf32>) {
  ^bb0(%x_: tensor<600x40xbf16>, %w_: tensor<600x64xbf16>):
    %xf = kiln.convert %x_ : tensor<600x40xbf16> -> tensor<600x40xf32>
    %wf = kiln.convert %w_ : tensor<600x64xbf16> -> tensor<600x64xf32>
    %y = kiln.contract %xf [1, 0], %wf [1, 2] -> [0, 2] : tensor<600x40xf32>, tensor<600x64xf32> -> tensor<40x64xf32>
    kiln.yield %y : tensor<40x64xf32>
  }
  kiln.return %g : tensor<40x64xf32>
}
kiln.entry infer @kept_bf16(%x: tensor<12x20xf32> {kiln.input = "x"}, %w: tensor<20x35xbf16> {kiln.input = "w"}) -> (tensor<12x35xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<12x20xf32>, tensor<20x35xbf16>) -> (tensor<12x35xf32>) {
  ^bb0(%x_: tensor<12x20xf32>, %w_: tensor<20x35xbf16>):
    %wf = kiln.convert %w_ : tensor<20x35xbf16> -> tensor<20x35xf32>
    %y = kiln.contract %x_ [0, 1], %wf [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    kiln.yield %y : tensor<12x35xf32>
  }
  kiln.return %g : tensor<12x35xf32>
}
kiln.entry infer @other_bf16(%x: tensor<12x20xbf16> {kiln.input = "x"}, %w: tensor<20x35xf32> {kiln.input = "w"}) -> (tensor<12x35xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<12x20xbf16>, tensor<20x35xf32>) -> (tensor<12x35xf32>) {
  ^bb0(%x_: tensor<12x20xbf16>, %w_: tensor<20x35xf32>):
    %xf = kiln.convert %x_ : tensor<12x20xbf16> -> tensor<12x20xf32>
    %y = kiln.contract %xf [0, 1], %w_ [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    kiln.yield %y : tensor<12x35xf32>
  }
  kiln.return %g : tensor<12x35xf32>
}
kiln.entry infer @heads_bf16(%x: tensor<2x9x3x8xbf16> {kiln.input = "x"}, %w: tensor<2x7x3x8xbf16> {kiln.input = "w"}) -> (tensor<2x3x9x7xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x9x3x8xbf16>, tensor<2x7x3x8xbf16>) -> (tensor<2x3x9x7xf32>) {
  ^bb0(%x_: tensor<2x9x3x8xbf16>, %w_: tensor<2x7x3x8xbf16>):
    %xf = kiln.convert %x_ : tensor<2x9x3x8xbf16> -> tensor<2x9x3x8xf32>
    %wf = kiln.convert %w_ : tensor<2x7x3x8xbf16> -> tensor<2x7x3x8xf32>
    %y = kiln.contract %xf [0, 3, 1, 4], %wf [0, 2, 1, 4] -> [0, 1, 3, 2] : tensor<2x9x3x8xf32>, tensor<2x7x3x8xf32> -> tensor<2x3x9x7xf32>
    kiln.yield %y : tensor<2x3x9x7xf32>
  }
  kiln.return %g : tensor<2x3x9x7xf32>
}
kiln.entry infer @inner_bf16(%x: tensor<45xbf16> {kiln.input = "x"}, %w: tensor<45x17xbf16> {kiln.input = "w"}) -> (tensor<17xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<45xbf16>, tensor<45x17xbf16>) -> (tensor<17xf32>) {
  ^bb0(%x_: tensor<45xbf16>, %w_: tensor<45x17xbf16>):
    %xf = kiln.convert %x_ : tensor<45xbf16> -> tensor<45xf32>
    %wf = kiln.convert %w_ : tensor<45x17xbf16> -> tensor<45x17xf32>
    %y = kiln.contract %xf [0], %wf [0, 1] -> [1] : tensor<45xf32>, tensor<45x17xf32> -> tensor<17xf32>
    kiln.yield %y : tensor<17xf32>
  }
  kiln.return %g : tensor<17xf32>
}
kiln.entry infer @bias_bf16(%x: tensor<12x20xbf16> {kiln.input = "x"}, %w: tensor<20x35xbf16> {kiln.input = "w"}, %c: tensor<35xbf16> {kiln.input = "c"}) -> (tensor<12x35xbf16> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w, %c) : (tensor<12x20xbf16>, tensor<20x35xbf16>, tensor<35xbf16>) -> (tensor<12x35xbf16>) {
  ^bb0(%x_: tensor<12x20xbf16>, %w_: tensor<20x35xbf16>, %c_: tensor<35xbf16>):
    %xf = kiln.convert %x_ : tensor<12x20xbf16> -> tensor<12x20xf32>
    %wf = kiln.convert %w_ : tensor<20x35xbf16> -> tensor<20x35xf32>
    %y = kiln.contract %xf [0, 1], %wf [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    %n = kiln.convert %y : tensor<12x35xf32> -> tensor<12x35xbf16>
    %r = kiln.read %c_ affine_map<(d0, d1) -> (d1)> : tensor<35xbf16> -> tensor<12x35xbf16>
    %z = kiln.add %n, %r : tensor<12x35xbf16>
    kiln.yield %z : tensor<12x35xbf16>
  }
  kiln.return %g : tensor<12x35xbf16>
}
kiln.entry infer @product_f16(%x: tensor<12x20xf16> {kiln.input = "x"}, %w: tensor<20x35xf16> {kiln.input = "w"}) -> (tensor<12x35xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<12x20xf16>, tensor<20x35xf16>) -> (tensor<12x35xf32>) {
  ^bb0(%x_: tensor<12x20xf16>, %w_: tensor<20x35xf16>):
    %xf = kiln.convert %x_ : tensor<12x20xf16> -> tensor<12x20xf32>
    %wf = kiln.convert %w_ : tensor<20x35xf16> -> tensor<20x35xf32>
    %y = kiln.contract %xf [0, 1], %wf [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    kiln.yield %y : tensor<12x35xf32>
  }
  kiln.return %g : tensor<12x35xf32>
}
kiln.entry infer @long_f16(%x: tensor<7x700xf16> {kiln.input = "x"}, %w: tensor<700x18xf16> {kiln.input = "w"}) -> (tensor<7x18xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<7x700xf16>, tensor<700x18xf16>) -> (tensor<7x18xf32>) {
  ^bb0(%x_: tensor<7x700xf16>, %w_: tensor<700x18xf16>):
    %xf = kiln.convert %x_ : tensor<7x700xf16> -> tensor<7x700xf32>
    %wf = kiln.convert %w_ : tensor<700x18xf16> -> tensor<700x18xf32>
    %y = kiln.contract %xf [0, 1], %wf [1, 2] -> [0, 2] : tensor<7x700xf32>, tensor<700x18xf32> -> tensor<7x18xf32>
    kiln.yield %y : tensor<7x18xf32>
  }
  kiln.return %g : tensor<7x18xf32>
}
kiln.entry infer @turned_f16(%x: tensor<29x40xf16> {kiln.input = "x"}, %w: tensor<33x40xf16> {kiln.input = "w"}) -> (tensor<29x33xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<29x40xf16>, tensor<33x40xf16>) -> (tensor<29x33xf32>) {
  ^bb0(%x_: tensor<29x40xf16>, %w_: tensor<33x40xf16>):
    %xf = kiln.convert %x_ : tensor<29x40xf16> -> tensor<29x40xf32>
    %wf = kiln.convert %w_ : tensor<33x40xf16> -> tensor<33x40xf32>
    %y = kiln.contract %xf [0, 1], %wf [2, 1] -> [0, 2] : tensor<29x40xf32>, tensor<33x40xf32> -> tensor<29x33xf32>
    kiln.yield %y : tensor<29x33xf32>
  }
  kiln.return %g : tensor<29x33xf32>
}
kiln.entry infer @gradient_f16(%x: tensor<50x29xf16> {kiln.input = "x"}, %w: tensor<50x19xf16> {kiln.input = "w"}) -> (tensor<29x19xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<50x29xf16>, tensor<50x19xf16>) -> (tensor<29x19xf32>) {
  ^bb0(%x_: tensor<50x29xf16>, %w_: tensor<50x19xf16>):
    %xf = kiln.convert %x_ : tensor<50x29xf16> -> tensor<50x29xf32>
    %wf = kiln.convert %w_ : tensor<50x19xf16> -> tensor<50x19xf32>
    %y = kiln.contract %xf [1, 0], %wf [1, 2] -> [0, 2] : tensor<50x29xf32>, tensor<50x19xf32> -> tensor<29x19xf32>
    kiln.yield %y : tensor<29x19xf32>
  }
  kiln.return %g : tensor<29x19xf32>
}
kiln.entry infer @gradient_long_f16(%x: tensor<600x40xf16> {kiln.input = "x"}, %w: tensor<600x64xf16> {kiln.input = "w"}) -> (tensor<40x64xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<600x40xf16>, tensor<600x64xf16>) -> (tensor<40x64xf32>) {
  ^bb0(%x_: tensor<600x40xf16>, %w_: tensor<600x64xf16>):
    %xf = kiln.convert %x_ : tensor<600x40xf16> -> tensor<600x40xf32>
    %wf = kiln.convert %w_ : tensor<600x64xf16> -> tensor<600x64xf32>
    %y = kiln.contract %xf [1, 0], %wf [1, 2] -> [0, 2] : tensor<600x40xf32>, tensor<600x64xf32> -> tensor<40x64xf32>
    kiln.yield %y : tensor<40x64xf32>
  }
  kiln.return %g : tensor<40x64xf32>
}
kiln.entry infer @kept_f16(%x: tensor<12x20xf32> {kiln.input = "x"}, %w: tensor<20x35xf16> {kiln.input = "w"}) -> (tensor<12x35xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<12x20xf32>, tensor<20x35xf16>) -> (tensor<12x35xf32>) {
  ^bb0(%x_: tensor<12x20xf32>, %w_: tensor<20x35xf16>):
    %wf = kiln.convert %w_ : tensor<20x35xf16> -> tensor<20x35xf32>
    %y = kiln.contract %x_ [0, 1], %wf [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    kiln.yield %y : tensor<12x35xf32>
  }
  kiln.return %g : tensor<12x35xf32>
}
kiln.entry infer @other_f16(%x: tensor<12x20xf16> {kiln.input = "x"}, %w: tensor<20x35xf32> {kiln.input = "w"}) -> (tensor<12x35xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<12x20xf16>, tensor<20x35xf32>) -> (tensor<12x35xf32>) {
  ^bb0(%x_: tensor<12x20xf16>, %w_: tensor<20x35xf32>):
    %xf = kiln.convert %x_ : tensor<12x20xf16> -> tensor<12x20xf32>
    %y = kiln.contract %xf [0, 1], %w_ [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    kiln.yield %y : tensor<12x35xf32>
  }
  kiln.return %g : tensor<12x35xf32>
}
kiln.entry infer @heads_f16(%x: tensor<2x9x3x8xf16> {kiln.input = "x"}, %w: tensor<2x7x3x8xf16> {kiln.input = "w"}) -> (tensor<2x3x9x7xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<2x9x3x8xf16>, tensor<2x7x3x8xf16>) -> (tensor<2x3x9x7xf32>) {
  ^bb0(%x_: tensor<2x9x3x8xf16>, %w_: tensor<2x7x3x8xf16>):
    %xf = kiln.convert %x_ : tensor<2x9x3x8xf16> -> tensor<2x9x3x8xf32>
    %wf = kiln.convert %w_ : tensor<2x7x3x8xf16> -> tensor<2x7x3x8xf32>
    %y = kiln.contract %xf [0, 3, 1, 4], %wf [0, 2, 1, 4] -> [0, 1, 3, 2] : tensor<2x9x3x8xf32>, tensor<2x7x3x8xf32> -> tensor<2x3x9x7xf32>
    kiln.yield %y : tensor<2x3x9x7xf32>
  }
  kiln.return %g : tensor<2x3x9x7xf32>
}
kiln.entry infer @inner_f16(%x: tensor<45xf16> {kiln.input = "x"}, %w: tensor<45x17xf16> {kiln.input = "w"}) -> (tensor<17xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<45xf16>, tensor<45x17xf16>) -> (tensor<17xf32>) {
  ^bb0(%x_: tensor<45xf16>, %w_: tensor<45x17xf16>):
    %xf = kiln.convert %x_ : tensor<45xf16> -> tensor<45xf32>
    %wf = kiln.convert %w_ : tensor<45x17xf16> -> tensor<45x17xf32>
    %y = kiln.contract %xf [0], %wf [0, 1] -> [1] : tensor<45xf32>, tensor<45x17xf32> -> tensor<17xf32>
    kiln.yield %y : tensor<17xf32>
  }
  kiln.return %g : tensor<17xf32>
}
kiln.entry infer @bias_f16(%x: tensor<12x20xf16> {kiln.input = "x"}, %w: tensor<20x35xf16> {kiln.input = "w"}, %c: tensor<35xf16> {kiln.input = "c"}) -> (tensor<12x35xf16> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w, %c) : (tensor<12x20xf16>, tensor<20x35xf16>, tensor<35xf16>) -> (tensor<12x35xf16>) {
  ^bb0(%x_: tensor<12x20xf16>, %w_: tensor<20x35xf16>, %c_: tensor<35xf16>):
    %xf = kiln.convert %x_ : tensor<12x20xf16> -> tensor<12x20xf32>
    %wf = kiln.convert %w_ : tensor<20x35xf16> -> tensor<20x35xf32>
    %y = kiln.contract %xf [0, 1], %wf [1, 2] -> [0, 2] : tensor<12x20xf32>, tensor<20x35xf32> -> tensor<12x35xf32>
    %n = kiln.convert %y : tensor<12x35xf32> -> tensor<12x35xf16>
    %r = kiln.read %c_ affine_map<(d0, d1) -> (d1)> : tensor<35xf16> -> tensor<12x35xf16>
    %z = kiln.add %n, %r : tensor<12x35xf16>
    kiln.yield %z : tensor<12x35xf16>
  }
  kiln.return %g : tensor<12x35xf16>
}
