// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-apply-tuning="file=%S/Inputs/apply.tune cpu=znver5" %s | FileCheck %s
// RUN: kiln-opt --kiln-apply-tuning="file=%S/Inputs/apply.tune cpu=x86-64-v3" %s | FileCheck %s --check-prefix=OTHER
// RUN: kiln-opt --kiln-apply-tuning="file=%S/Inputs/apply.tune cpu=znver5" --kiln-lower-groups %s | FileCheck %s --check-prefix=CODE
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s --check-prefix=OWN
// A line of the file becomes attributes of the groups that it is about: by entry, path, kind and sizes. The kernel is cut as it says.

// CHECK-LABEL: kiln.entry train @two
// CHECK: kiln.group "contraction"
// CHECK: {kiln.schedule = {block = 28 : i64, lanes = 32 : i64, pack = 0 : i64, reorder = 1 : i64, rows = 7 : i64}, kiln.schedule_place = {{.*}}}
// CHECK: kiln.group "contraction"
// CHECK-NOT: kiln.schedule
// CHECK: kiln.group "contraction"
// CHECK: {kiln.schedule = {pack = 1 : i64, reorder = 1 : i64}, kiln.schedule_place = {{.*}}}
// OTHER-LABEL: kiln.entry train @two
// OTHER: kiln.schedule = {ahead = 8 : i64, lanes = 16 : i64, left = 1 : i64, reorder = 1 : i64, rows = 4 : i64, stream = 1 : i64, sum = 98 : i64, winograd = 0 : i64}

// Seven rows by two vectors, and no panel; the cost model takes six by four, through a panel.
// CODE-LABEL: kiln.entry infer @untouched
// CODE: kiln.launch @contraction_3
// CODE-LABEL: func.func private @contraction_0
// CODE-NOT: memref.alloca
// CODE: scf.for {{.*}} -> ({{(vector<16xf32>, ){13}vector<16xf32>}})
// CODE-LABEL: func.func private @contraction_1
// CODE-LABEL: func.func private @contraction_3
// CODE: scf.for {{.*}} -> ({{(vector<16xf32>, ){23}vector<16xf32>}})
// OWN-LABEL: kiln.entry infer @untouched
// OWN: kiln.launch @contraction_0
// OWN-LABEL: func.func private @contraction_0
// OWN: memref.alloca
// OWN: scf.for {{.*}} -> ({{(vector<16xf32>, ){23}vector<16xf32>}})
kiln.entry train @two(%x: tensor<128x784xf32> {kiln.input = "x"}, %w: tensor<784x512xf32> {kiln.input = "w"},
                      %v: tensor<512x96xf32> {kiln.input = "v"})
    -> (tensor<128x512xf32> {kiln.output = "y"}, tensor<128x96xf32> {kiln.output = "z"}, tensor<784x96xf32> {kiln.output = "t"}) {
  %y = kiln.group "contraction" (%x, %w) : (tensor<128x784xf32>, tensor<784x512xf32>) -> (tensor<128x512xf32>) {
  ^bb0(%a: tensor<128x784xf32>, %b: tensor<784x512xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<128x784xf32>, tensor<784x512xf32> -> tensor<128x512xf32>
    kiln.yield %c : tensor<128x512xf32>
  } loc("net.layers[3].up"("m.kiln":5:3))
  %z = kiln.group "contraction" (%y, %v) : (tensor<128x512xf32>, tensor<512x96xf32>) -> (tensor<128x96xf32>) {
  ^bb0(%a: tensor<128x512xf32>, %b: tensor<512x96xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<128x512xf32>, tensor<512x96xf32> -> tensor<128x96xf32>
    kiln.yield %c : tensor<128x96xf32>
  } loc("net.layers[3].down"("m.kiln":6:3))
  %t = kiln.group "contraction" (%w, %v) : (tensor<784x512xf32>, tensor<512x96xf32>) -> (tensor<784x96xf32>) {
  ^bb0(%a: tensor<784x512xf32>, %b: tensor<512x96xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<784x512xf32>, tensor<512x96xf32> -> tensor<784x96xf32>
    kiln.yield %c : tensor<784x96xf32>
  } loc("m.kiln":7:3)
  kiln.return %y, %z, %t : tensor<128x512xf32>, tensor<128x96xf32>, tensor<784x96xf32>
}

// The same group in an entry that no line is about has a kernel of its own, as the cost model cuts it.
kiln.entry infer @untouched(%x: tensor<128x784xf32> {kiln.input = "x"}, %w: tensor<784x512xf32> {kiln.input = "w"})
    -> (tensor<128x512xf32> {kiln.output = "y"}) {
  %y = kiln.group "contraction" (%x, %w) : (tensor<128x784xf32>, tensor<784x512xf32>) -> (tensor<128x512xf32>) {
  ^bb0(%a: tensor<128x784xf32>, %b: tensor<784x512xf32>):
    %c = kiln.contract %a [0, 1], %b [1, 2] -> [0, 2] : tensor<128x784xf32>, tensor<784x512xf32> -> tensor<128x512xf32>
    kiln.yield %c : tensor<128x512xf32>
  } loc("net.layers[3].up"("m.kiln":5:3))
  kiln.return %y : tensor<128x512xf32>
}
