// The stages one after the other: from groups to an object file whose package and entries are there.
// RUN: kiln-opt %s --kiln-loops --kiln-memory | FileCheck %s
// RUN: kiln-opt %s --kiln-loops --kiln-memory --kiln-write-object=output=%t.o -o /dev/null
// RUN: llvm-nm %t.o | FileCheck %s --check-prefix=SYMBOLS
// Two runs give the same bytes.
// RUN: kiln-opt %s --kiln-loops --kiln-memory --kiln-write-object=output=%t.2.o -o /dev/null && cmp %t.o %t.2.o

// CHECK: func.func @kiln_entry.predict
// CHECK-NOT: kiln.group
// SYMBOLS: D kiln_entry_table
// SYMBOLS: R kiln_package

module attributes {kiln.model = "mini", kiln.source = "mini.kiln"} {
  kiln.storage param @net.w : tensor<16x8xf32>
  kiln.storage param @net.b : tensor<8xf32>
  kiln.entry infer @predict(%w: tensor<16x8xf32> {kiln.storage = @net.w}, %b: tensor<8xf32> {kiln.storage = @net.b},
                            %x: tensor<4x16xf32> {kiln.input = "x", kiln.row_axis = 0 : i64, kiln.dims = ["B", "16"]})
      -> (tensor<4x8xf32> {kiln.output = "y", kiln.row_axis = 0 : i64, kiln.combine = "rows", kiln.dims = ["B", "8"]})
      attributes {kiln.row_size = 4 : i64} {
    %y = kiln.group "contraction"(%x, %w, %b) : (tensor<4x16xf32>, tensor<16x8xf32>, tensor<8xf32>) -> tensor<4x8xf32> {
    ^bb0(%a: tensor<4x16xf32>, %c: tensor<16x8xf32>, %d: tensor<8xf32>):
      %0 = kiln.contract %a [0, 2], %c [2, 1] -> [0, 1] : tensor<4x16xf32>, tensor<16x8xf32> -> tensor<4x8xf32>
      %1 = kiln.read %d affine_map<(i, j) -> (j)> : tensor<8xf32> -> tensor<4x8xf32>
      %2 = kiln.add %0, %1 : tensor<4x8xf32>
      kiln.yield %2 : tensor<4x8xf32>
    }
    kiln.return %y : tensor<4x8xf32>
  }
  kiln.entry init @init(%seed: tensor<ui32> {kiln.builtin = "seed"})
      -> (tensor<16x8xf32> {kiln.storage = @net.w}, tensor<8xf32> {kiln.storage = @net.b}) {
    %count = kiln.constant dense<0> : tensor<i64>
    %layer = kiln.constant dense<0> : tensor<i32>
    %w = kiln.group "single"(%seed, %count, %layer) : (tensor<ui32>, tensor<i64>, tensor<i32>) -> tensor<16x8xf32> {
    ^bb0(%a: tensor<ui32>, %c: tensor<i64>, %d: tensor<i32>):
      %0 = kiln.random normal %a, %c, %d stream 77 : tensor<ui32>, tensor<i64>, tensor<i32> -> tensor<16x8xf32>
      kiln.yield %0 : tensor<16x8xf32>
    }
    %b = kiln.constant dense<0.25> : tensor<8xf32>
    kiln.return %w, %b : tensor<16x8xf32>, tensor<8xf32>
  }
}
