// RUN: kiln-opt %s --kiln-plan-arena | FileCheck %s

// Ten lines are live at once, 2, 5 and 3, and ten are enough. Whether the largest comes first, or what takes the most for the longest, or what lives longest,
// there would be holes, and fourteen; so whichever ends highest is placed first then.
// CHECK: kiln.arena_lower_bound = 640 : i64, kiln.arena_size = 640 : i64
module {
  func.func private @first(%a: memref<32xf32>, %worker: index, %workers: index) { return }
  func.func private @second(%b: memref<80xf32>, %worker: index, %workers: index) { return }
  func.func private @third(%b: memref<80xf32>, %c: memref<48xf32>, %worker: index, %workers: index) { return }
  func.func private @fourth(%a: memref<32xf32>, %c: memref<48xf32>, %d: memref<64xf32>, %worker: index, %workers: index) { return }
  func.func private @last(%d: memref<64xf32>, %e: memref<80xf32>, %worker: index, %workers: index) { return }

  kiln.entry infer @call() -> (tensor<80xf32> {kiln.output = "y"}) {
    %a = kiln.launch @first() in_place [-1] : () -> tensor<32xf32>
    %b = kiln.launch @second() in_place [-1] : () -> tensor<80xf32>
    %c = kiln.launch @third(%b) in_place [-1] : (tensor<80xf32>) -> tensor<48xf32>
    %d = kiln.launch @fourth(%a, %c) in_place [-1] : (tensor<32xf32>, tensor<48xf32>) -> tensor<64xf32>
    %e = kiln.launch @last(%d) in_place [-1] : (tensor<64xf32>) -> tensor<80xf32>
    kiln.return %e : tensor<80xf32>
  }
}
