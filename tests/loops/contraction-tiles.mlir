// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: kiln-opt --kiln-lower-groups=vector-bytes=32 %s | FileCheck %s --check-prefix=HALF
// The tile of sums in registers, and where its vectors come from.

// Rows whose scalars lie 4096 bytes apart meet in one set of the first-level cache: six of them, by four vectors. There are two
// panels: while rows read the present one, after every sixteen summed positions one is copied to the next one, and what comes
// later is asked for.
// CHECK-LABEL: func.func private @contraction_0
// CHECK: %[[PANELS:.*]] = memref.alloca() {alignment = 64 : i64} : memref<131072xf32>
// CHECK: scf.for {{.*}} to %c64{{[_0-9]*}} {{.*}} -> ({{(vector<16xf32>, ){23}vector<16xf32>}})
// CHECK:   scf.if
// CHECK-COUNT-4: vector.store %{{.*}}, %[[PANELS]]
// CHECK:   }
// CHECK:   scf.for {{.*}} to %c16{{[_0-9]*}} {{.*}} -> ({{(vector<16xf32>, ){23}vector<16xf32>}})
// CHECK-COUNT-4: vector.load %[[PANELS]]
// CHECK-NOT: memref.prefetch
// CHECK-COUNT-24: math.fma
// CHECK-NOT: vector.{{load|store}}
// CHECK: scf.yield
// Half as many registers hold twelve sums; four summed positions at a time, so that addresses are few instructions beside them.
// HALF-LABEL: func.func private @contraction_0
// HALF: scf.for {{.*}} -> ({{(vector<8xf32>, ){11}vector<8xf32>}})
// HALF: scf.for {{.*}} to %c4{{[_0-9]*}} {{.*}} -> ({{(vector<8xf32>, ){11}vector<8xf32>}})
// HALF-COUNT-48: math.fma
// HALF-NOT: math.fma
// HALF: scf.yield
kiln.entry infer @far_rows(%x: tensor<252x1024xf32> {kiln.input = "x"}, %w: tensor<1024x256xf32> {kiln.input = "w"})
    -> (tensor<252x256xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<252x1024xf32>, tensor<1024x256xf32>) -> (tensor<252x256xf32>) {
  ^bb0(%x_: tensor<252x1024xf32>, %w_: tensor<1024x256xf32>):
    %c = kiln.contract %x_ [0, 1], %w_ [1, 2] -> [0, 2] : tensor<252x1024xf32>, tensor<1024x256xf32> -> tensor<252x256xf32>
    kiln.yield %c : tensor<252x256xf32>
  }
  kiln.return %g : tensor<252x256xf32>
}

// One row: nothing is used twice, so nothing is copied, and eight vectors hide the time of an addition.
// CHECK-LABEL: func.func private @contraction_1
// CHECK-NOT: memref.alloca
// CHECK: scf.for {{.*}} -> ({{(vector<16xf32>, ){7}vector<16xf32>}})
// CHECK-COUNT-8: math.fma
// CHECK-NOT: math.fma
// CHECK: return
// HALF-LABEL: func.func private @contraction_1
// HALF: scf.for {{.*}} -> ({{(vector<8xf32>, ){6}vector<8xf32>}})
kiln.entry infer @one_row(%x: tensor<1x784xf32> {kiln.input = "x"}, %w: tensor<784x512xf32> {kiln.input = "w"})
    -> (tensor<1x512xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x784xf32>, tensor<784x512xf32>) -> (tensor<1x512xf32>) {
  ^bb0(%x_: tensor<1x784xf32>, %w_: tensor<784x512xf32>):
    %c = kiln.contract %x_ [0, 1], %w_ [1, 2] -> [0, 2] : tensor<1x784xf32>, tensor<784x512xf32> -> tensor<1x512xf32>
    kiln.yield %c : tensor<1x512xf32>
  }
  kiln.return %g : tensor<1x512xf32>
}

// The gradient of weights: neighbouring rows share a line, so there are many of them, and the lines of later positions are
// asked for, at both ends of the tile. Sums of 256 leave the lines of the rows in the second-level cache for the next tile.
// CHECK-LABEL: func.func private @contraction_2
// CHECK: scf.for %{{.*}} to %c256{{.*}} -> ({{(vector<16xf32>, ){27}vector<16xf32>}})
// CHECK-COUNT-2: memref.prefetch
// CHECK-NOT: memref.prefetch
// CHECK-COUNT-28: math.fma
// CHECK-NOT: math.fma
// CHECK: scf.yield
// Six rows use less than half of a line, which the tiles behind them ask for again: none of it is asked for ahead; and no tile of one vector,
// which would load as often as it multiplies.
// HALF-LABEL: func.func private @contraction_2
// HALF: scf.for {{.*}} to %c4{{[_0-9]*}} {{.*}} -> ({{(vector<8xf32>, ){11}vector<8xf32>}})
// HALF-NOT: memref.prefetch
// HALF-COUNT-48: math.fma
// HALF-NOT: math.fma
// HALF: scf.yield
kiln.entry infer @near_rows(%x: tensor<512x112xf32> {kiln.input = "x"}, %w: tensor<512x256xf32> {kiln.input = "w"})
    -> (tensor<112x256xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<512x112xf32>, tensor<512x256xf32>) -> (tensor<112x256xf32>) {
  ^bb0(%x_: tensor<512x112xf32>, %w_: tensor<512x256xf32>):
    %c = kiln.contract %x_ [0, 1], %w_ [0, 2] -> [1, 2] : tensor<512x112xf32>, tensor<512x256xf32> -> tensor<112x256xf32>
    kiln.yield %c : tensor<112x256xf32>
  }
  kiln.return %g : tensor<112x256xf32>
}

// Thirteen vectors: one at a time leaves none empty.
// CHECK-LABEL: func.func private @contraction_3
// CHECK: scf.for {{.*}} -> ({{(vector<16xf32>, ){12}vector<16xf32>|(vector<16xf32>, ){13}vector<16xf32>}})
// Masks that are vectors themselves are for the last tile alone: all others have a body without.
// HALF-LABEL: func.func private @contraction_3
// HALF: vector.maskedstore
// HALF: } else {
// HALF-NOT: vector.masked
// HALF: math.fma
// HALF-NOT: vector.masked
// HALF: vector.store {{.*}} memref<38809xf32>
kiln.entry infer @scores(%q: tensor<197x64xf32> {kiln.input = "q"}, %k: tensor<197x64xf32> {kiln.input = "k"})
    -> (tensor<197x197xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%q, %k) : (tensor<197x64xf32>, tensor<197x64xf32>) -> (tensor<197x197xf32>) {
  ^bb0(%q_: tensor<197x64xf32>, %k_: tensor<197x64xf32>):
    %c = kiln.contract %q_ [0, 1], %k_ [2, 1] -> [0, 2] : tensor<197x64xf32>, tensor<197x64xf32> -> tensor<197x197xf32>
    kiln.yield %c : tensor<197x197xf32>
  }
  kiln.return %g : tensor<197x197xf32>
}

// Weights that no cache keeps, for one row: eight of their rows at a time are read from end to end, the sums of all lanes
// of the unit lie in scratch meanwhile.
// CHECK-LABEL: func.func private @contraction_4
// CHECK: %[[SUMS:.*]] = memref.alloca() {alignment = 64 : i64} : memref<1024xf32>
// CHECK: %[[STRIPS:.*]] = arith.constant 512 : index
// CHECK: scf.for %{{.*}} to %[[STRIPS]]
// CHECK:   scf.for
// CHECK-COUNT-64: math.fma
// CHECK-NOT: math.fma
// CHECK:   vector.load %[[SUMS]]
// CHECK:   arith.addf
// CHECK:   vector.store %{{.*}}, %[[SUMS]]
kiln.entry infer @stream(%x: tensor<1x4096xf32> {kiln.input = "x"}, %w: tensor<4096x4096xf32> {kiln.input = "w"})
    -> (tensor<1x4096xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<1x4096xf32>, tensor<4096x4096xf32>) -> (tensor<1x4096xf32>) {
  ^bb0(%x_: tensor<1x4096xf32>, %w_: tensor<4096x4096xf32>):
    %c = kiln.contract %x_ [0, 1], %w_ [1, 2] -> [0, 2] : tensor<1x4096xf32>, tensor<4096x4096xf32> -> tensor<1x4096xf32>
    kiln.yield %c : tensor<1x4096xf32>
  }
  kiln.return %g : tensor<1x4096xf32>
}

// Strided lanes for some rows: two vectors, which take less time to turn than four would save. The next panel is turned in squares
// behind each tile of rows, and while that is multiplied the lines are asked for.
// CHECK-LABEL: func.func private @contraction_5
// CHECK: %[[TURNED:.*]] = memref.alloca() {alignment = 64 : i64} : memref<32768xf32>
// CHECK-COUNT-64: vector.shuffle
// CHECK: scf.for {{.*}} -> ({{(vector<16xf32>, ){25}vector<16xf32>}})
// CHECK:   scf.if
// CHECK:     memref.prefetch
// CHECK-COUNT-26: math.fma
// CHECK: scf.for
// CHECK-COUNT-64: vector.shuffle
kiln.entry infer @turned_lanes(%x: tensor<64x512xf32> {kiln.input = "x"}, %w: tensor<128x512xf32> {kiln.input = "w"})
    -> (tensor<64x128xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<64x512xf32>, tensor<128x512xf32>) -> (tensor<64x128xf32>) {
  ^bb0(%x_: tensor<64x512xf32>, %w_: tensor<128x512xf32>):
    %c = kiln.contract %x_ [0, 1], %w_ [2, 1] -> [0, 2] : tensor<64x512xf32>, tensor<128x512xf32> -> tensor<64x128xf32>
    kiln.yield %c : tensor<64x128xf32>
  }
  kiln.return %g : tensor<64x128xf32>
}

// A stream for some rows is asked for two tiles ahead.
// CHECK-LABEL: func.func private @contraction_6
// CHECK: %[[AHEAD:.*]] = arith.constant 128 : index
// CHECK: %[[PLACE:.*]] = arith.addi %{{.*}}, %[[AHEAD]]
// CHECK: memref.prefetch %{{.*}}[%[[PLACE]]]
kiln.entry infer @stream_ahead(%x: tensor<16x4096xf32> {kiln.input = "x"}, %w: tensor<4096x4096xf32> {kiln.input = "w"})
    -> (tensor<16x4096xf32> {kiln.output = "y"}) {
  %g = kiln.group "contraction" (%x, %w) : (tensor<16x4096xf32>, tensor<4096x4096xf32>) -> (tensor<16x4096xf32>) {
  ^bb0(%x_: tensor<16x4096xf32>, %w_: tensor<4096x4096xf32>):
    %c = kiln.contract %x_ [0, 1], %w_ [1, 2] -> [0, 2] : tensor<16x4096xf32>, tensor<4096x4096xf32> -> tensor<16x4096xf32>
    kiln.yield %c : tensor<16x4096xf32>
  }
  kiln.return %g : tensor<16x4096xf32>
}
