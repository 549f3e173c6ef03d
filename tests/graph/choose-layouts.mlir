// RUN: kiln-opt %s --kiln-choose-layouts --kiln-simplify --cse --mlir-print-local-scope --split-input-file | FileCheck %s

// Channels last in the convolution, its bias and ReLU, and the pooling; the result is transposed for the return.
// CHECK-LABEL: kiln.entry infer @convolution
// CHECK: kiln.contract {{.*}} [0, 1, 2, 3, 4, 5], {{.*}} [6, 3, 4, 5] -> [0, 1, 2, 6] {{.*}} -> tensor<2x6x6x8xf32>
// CHECK: kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d3)> : tensor<8xf32> -> tensor<2x6x6x8xf32>
// CHECK: %[[Y:.*]] = kiln.add {{.*}} : tensor<2x6x6x8xf32>
// CHECK-DAG: kiln.read %[[Y]] affine_map<(d0, d1, d2, d3) -> (d0, d1 * 2, d2 * 2, d3)> : tensor<2x6x6x8xf32> -> tensor<2x3x3x8xf32>
// CHECK-DAG: kiln.read %[[Y]] affine_map<(d0, d1, d2, d3) -> (d0, d1 * 2 + 1, d2 * 2, d3)>
// CHECK: %[[M:.*]] = kiln.max {{.*}} : tensor<2x3x3x8xf32>
// CHECK: %[[R:.*]] = kiln.read %[[M]] affine_map<(d0, d1, d2, d3) -> (d0, d2, d3, d1)> : tensor<2x3x3x8xf32> -> tensor<2x8x3x3xf32>
// CHECK: kiln.return %[[R]]
kiln.entry infer @convolution(%x: tensor<2x3x8x8xf32> {kiln.input = "x"}, %w: tensor<8x3x3x3xf32> {kiln.input = "w"}, %b: tensor<8xf32> {kiln.input = "b"})
    -> (tensor<2x8x3x3xf32> {kiln.output = "y"}) {
  %window = kiln.read %x affine_map<(n, i, j, c, u, v) -> (n, c, i + u, j + v)> : tensor<2x3x8x8xf32> -> tensor<2x6x6x3x3x3xf32>
  %z = kiln.contract %window [0, 1, 2, 3, 4, 5], %w [6, 3, 4, 5] -> [0, 6, 1, 2] : tensor<2x6x6x3x3x3xf32>, tensor<8x3x3x3xf32> -> tensor<2x8x6x6xf32>
  %wide = kiln.read %b affine_map<(d0, d1, d2, d3) -> (d1)> : tensor<8xf32> -> tensor<2x8x6x6xf32>
  %y = kiln.add %z, %wide : tensor<2x8x6x6xf32>
  %p = kiln.read %y affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 * 2, d3 * 2)> : tensor<2x8x6x6xf32> -> tensor<2x8x3x3xf32>
  %q = kiln.read %y affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 * 2 + 1, d3 * 2)> : tensor<2x8x6x6xf32> -> tensor<2x8x3x3xf32>
  %m = kiln.max %p, %q : tensor<2x8x3x3xf32>
  kiln.return %m : tensor<2x8x3x3xf32>
}

// -----

// A reduction keeps what is left in memory order; a numbering is made again in it.
// CHECK-LABEL: kiln.entry infer @reduction
// CHECK: %[[I:.*]] = kiln.iota 3 : tensor<1x6x6x8xi32>
// CHECK: kiln.mul %[[I]], %[[I]] : tensor<1x6x6x8xi32>
// CHECK: kiln.reduce sum %{{.*}} [0, 1, 2] : tensor<1x6x6x8xf32> -> tensor<8xf32>
kiln.entry infer @reduction(%x: tensor<1x3x8x8xf32> {kiln.input = "x"}, %w: tensor<8x3x3x3xf32> {kiln.input = "w"}) -> (tensor<8xf32> {kiln.output = "s"}) {
  %window = kiln.read %x affine_map<(n, i, j, c, u, v) -> (n, c, i + u, j + v)> : tensor<1x3x8x8xf32> -> tensor<1x6x6x3x3x3xf32>
  %z = kiln.contract %window [0, 1, 2, 3, 4, 5], %w [6, 3, 4, 5] -> [0, 6, 1, 2] : tensor<1x6x6x3x3x3xf32>, tensor<8x3x3x3xf32> -> tensor<1x8x6x6xf32>
  %i = kiln.iota 1 : tensor<1x8x6x6xi32>
  %ii = kiln.mul %i, %i : tensor<1x8x6x6xi32>
  %four = kiln.convert %z : tensor<1x8x6x6xf32> -> tensor<1x8x6x6xi32>
  %zero = kiln.constant dense<0.0> : tensor<1x8x6x6xf32>
  %few = kiln.compare le %ii, %four : tensor<1x8x6x6xi32> -> tensor<1x8x6x6xi1>
  %y = kiln.select %few, %z, %zero : tensor<1x8x6x6xi1>, tensor<1x8x6x6xf32>
  %s = kiln.reduce sum %y [0, 2, 3] : tensor<1x8x6x6xf32> -> tensor<8xf32>
  kiln.return %s : tensor<8xf32>
}

// -----

// Refused: too few channels for vectors; the kernel gradient, whose result has the taps; a matrix product.
// CHECK-LABEL: kiln.entry infer @refused
// CHECK: kiln.contract {{.*}} -> [0, 6, 1, 2]
// CHECK: kiln.contract {{.*}} -> [6, 3, 4, 5]
// CHECK: kiln.contract {{.*}} -> [0, 1]
kiln.entry infer @refused(%x: tensor<2x3x8x8xf32> {kiln.input = "x"}, %w: tensor<4x3x3x3xf32> {kiln.input = "w"}, %g: tensor<2x8x6x6xf32> {kiln.input = "g"}, %a: tensor<8x16xf32> {kiln.input = "a"}, %b: tensor<16x8xf32> {kiln.input = "b"})
    -> (tensor<2x4x6x6xf32> {kiln.output = "y"}, tensor<8x3x3x3xf32> {kiln.output = "dw"}, tensor<8x8xf32> {kiln.output = "c"}) {
  %window = kiln.read %x affine_map<(n, i, j, c, u, v) -> (n, c, i + u, j + v)> : tensor<2x3x8x8xf32> -> tensor<2x6x6x3x3x3xf32>
  %y = kiln.contract %window [0, 1, 2, 3, 4, 5], %w [6, 3, 4, 5] -> [0, 6, 1, 2] : tensor<2x6x6x3x3x3xf32>, tensor<4x3x3x3xf32> -> tensor<2x4x6x6xf32>
  %dw = kiln.contract %window [0, 1, 2, 3, 4, 5], %g [0, 6, 1, 2] -> [6, 3, 4, 5] : tensor<2x6x6x3x3x3xf32>, tensor<2x8x6x6xf32> -> tensor<8x3x3x3xf32>
  %c = kiln.contract %a [0, 2], %b [2, 1] -> [0, 1] : tensor<8x16xf32>, tensor<16x8xf32> -> tensor<8x8xf32>
  kiln.return %y, %dw, %c : tensor<2x4x6x6xf32>, tensor<8x3x3x3xf32>, tensor<8x8xf32>
}

// -----

// Channels that are split into groups and merged again stay at the end.
// CHECK-LABEL: kiln.entry infer @grouped
// CHECK: %[[Z:.*]] = kiln.contract {{.*}} -> tensor<2x6x6x8xf32>
// CHECK: %[[S:.*]] = kiln.reshape %[[Z]] : tensor<2x6x6x8xf32> -> tensor<2x6x6x4x2xf32>
// CHECK: %[[E:.*]] = kiln.exp %[[S]] : tensor<2x6x6x4x2xf32>
// CHECK: %[[M:.*]] = kiln.reshape %[[E]] : tensor<2x6x6x4x2xf32> -> tensor<2x6x6x8xf32>
// CHECK: kiln.tanh %[[M]] : tensor<2x6x6x8xf32>
kiln.entry infer @grouped(%x: tensor<2x3x8x8xf32> {kiln.input = "x"}, %w: tensor<8x3x3x3xf32> {kiln.input = "w"})
    -> (tensor<2x8x6x6xf32> {kiln.output = "y"}) {
  %window = kiln.read %x affine_map<(n, i, j, c, u, v) -> (n, c, i + u, j + v)> : tensor<2x3x8x8xf32> -> tensor<2x6x6x3x3x3xf32>
  %z = kiln.contract %window [0, 1, 2, 3, 4, 5], %w [6, 3, 4, 5] -> [0, 6, 1, 2] : tensor<2x6x6x3x3x3xf32>, tensor<8x3x3x3xf32> -> tensor<2x8x6x6xf32>
  %s = kiln.reshape %z : tensor<2x8x6x6xf32> -> tensor<2x4x2x6x6xf32>
  %e = kiln.exp %s : tensor<2x4x2x6x6xf32>
  %m = kiln.reshape %e : tensor<2x4x2x6x6xf32> -> tensor<2x8x6x6xf32>
  %y = kiln.tanh %m : tensor<2x8x6x6xf32>
  kiln.return %y : tensor<2x8x6x6xf32>
}

// -----

// Axes that are merged over a border of the order want the model's order.
// CHECK-LABEL: kiln.entry infer @flattened
// CHECK: %[[T:.*]] = kiln.contract {{.*}} -> tensor<2x8x6x6xf32>
// CHECK: kiln.reshape %[[T]] : tensor<2x8x6x6xf32> -> tensor<2x288xf32>
kiln.entry infer @flattened(%x: tensor<2x3x8x8xf32> {kiln.input = "x"}, %w: tensor<8x3x3x3xf32> {kiln.input = "w"})
    -> (tensor<2x288xf32> {kiln.output = "y"}) {
  %window = kiln.read %x affine_map<(n, i, j, c, u, v) -> (n, c, i + u, j + v)> : tensor<2x3x8x8xf32> -> tensor<2x6x6x3x3x3xf32>
  %z = kiln.contract %window [0, 1, 2, 3, 4, 5], %w [6, 3, 4, 5] -> [0, 6, 1, 2] : tensor<2x6x6x3x3x3xf32>, tensor<8x3x3x3xf32> -> tensor<2x8x6x6xf32>
  %y = kiln.reshape %z : tensor<2x8x6x6xf32> -> tensor<2x288xf32>
  kiln.return %y : tensor<2x288xf32>
}

// -----

// The order goes around a scan with its carry, into what it stacks and into what another scan takes from that: each is turned once, outside.
// CHECK-LABEL: kiln.entry infer @scan
// CHECK: %[[X:.*]] = kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d0, d3, d1, d2)> : tensor<2x8x6x6xf32> -> tensor<2x6x6x8xf32>
// CHECK: %[[F:.*]], %[[R:.*]] = kiln.scan 3 carries(%[[X]] : tensor<2x6x6x8xf32>) {{.*}} -> (tensor<2x6x6x8xf32>) rows(tensor<3x2x6x6x8xf32>) {
// CHECK-NEXT: ^bb0(%{{.*}}: tensor<i32>, %[[C:.*]]: tensor<2x6x6x8xf32>, %{{.*}}: tensor<8x8x3x3xf32>):
// CHECK-NEXT: %[[W:.*]] = kiln.read %[[C]] affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1 + d4 - 1, d2 + d5 - 1, d3)> else 0.000000e+00 : f32 : tensor<2x6x6x8xf32>
// CHECK-NEXT: %[[Z:.*]] = kiln.contract %[[W]] {{.*}} -> tensor<2x6x6x8xf32>
// CHECK-NEXT: %[[Y:.*]] = kiln.add %[[C]], %[[Z]] : tensor<2x6x6x8xf32>
// CHECK-NEXT: kiln.yield %[[Y]], %[[C]]
// CHECK: kiln.scan 3 reverse carries({{.*}}) sequences(%[[R]] : tensor<3x2x6x6x8xf32>)
// CHECK: kiln.add {{.*}} : tensor<2x6x6x8xf32>
// CHECK: kiln.read %{{.*}} affine_map<(d0, d1, d2, d3) -> (d0, d2, d3, d1)> : tensor<2x6x6x8xf32> -> tensor<2x8x6x6xf32>
// CHECK-NEXT: kiln.return
kiln.entry infer @scan(%x: tensor<2x8x6x6xf32> {kiln.input = "x"}, %w: tensor<8x8x3x3xf32> {kiln.input = "w"})
    -> (tensor<2x8x6x6xf32> {kiln.output = "y"}) {
  %final, %rows = kiln.scan 3 carries(%x : tensor<2x8x6x6xf32>) sequences() captures(%w : tensor<8x8x3x3xf32>) -> (tensor<2x8x6x6xf32>) rows(tensor<3x2x8x6x6xf32>) {
  ^bb0(%step: tensor<i32>, %c: tensor<2x8x6x6xf32>, %v: tensor<8x8x3x3xf32>):
    %window = kiln.read %c affine_map<(n, i, j, c, u, v) -> (n, c, i + u - 1, j + v - 1)> else 0.0 : f32 : tensor<2x8x6x6xf32> -> tensor<2x6x6x8x3x3xf32>
    %z = kiln.contract %window [0, 1, 2, 3, 4, 5], %v [6, 3, 4, 5] -> [0, 6, 1, 2] : tensor<2x6x6x8x3x3xf32>, tensor<8x8x3x3xf32> -> tensor<2x8x6x6xf32>
    %y = kiln.add %c, %z : tensor<2x8x6x6xf32>
    kiln.yield %y, %c : tensor<2x8x6x6xf32>, tensor<2x8x6x6xf32>
  }
  %sum = kiln.scan 3 reverse carries(%final : tensor<2x8x6x6xf32>) sequences(%rows : tensor<3x2x8x6x6xf32>) captures() -> (tensor<2x8x6x6xf32>) {
  ^bb0(%step: tensor<i32>, %c: tensor<2x8x6x6xf32>, %r: tensor<2x8x6x6xf32>):
    %y = kiln.add %c, %r : tensor<2x8x6x6xf32>
    kiln.yield %y : tensor<2x8x6x6xf32>
  }
  kiln.return %sum : tensor<2x8x6x6xf32>
}

// -----

// A step that turns what its convolution gives hands it on as it lies: the carry is in that order, and nothing is turned inside.
// CHECK-LABEL: kiln.entry infer @settled
// CHECK: %[[X:.*]] = kiln.read %arg0 affine_map<(d0, d1, d2, d3) -> (d3, d1, d2, d0)>
// CHECK-NEXT: kiln.scan 2 carries(%[[X]] :
// CHECK-NEXT: ^bb0
// CHECK-NEXT: kiln.read {{.*}} affine_map<(d0, d1, d2, d3, d4, d5) -> (d2 + d5 - 1, d3, d1 + d4 - 1, d0)>
// CHECK-NEXT: %[[Z:.*]] = kiln.contract
// CHECK-NEXT: %[[Y:.*]] = kiln.exp %[[Z]]
// CHECK-NEXT: kiln.yield %[[Y]]
kiln.entry infer @settled(%x: tensor<8x8x8x8xf32> {kiln.input = "x"}, %w: tensor<8x8x3x3xf32> {kiln.input = "w"})
    -> (tensor<8x8x8x8xf32> {kiln.output = "y"}) {
  %final = kiln.scan 2 carries(%x : tensor<8x8x8x8xf32>) sequences() captures(%w : tensor<8x8x3x3xf32>) -> (tensor<8x8x8x8xf32>) {
  ^bb0(%step: tensor<i32>, %c: tensor<8x8x8x8xf32>, %v: tensor<8x8x3x3xf32>):
    %window = kiln.read %c affine_map<(n, i, j, c, u, v) -> (n, c, i + u - 1, j + v - 1)> else 0.0 : f32 : tensor<8x8x8x8xf32> -> tensor<8x8x8x8x3x3xf32>
    %z = kiln.contract %window [0, 1, 2, 3, 4, 5], %v [6, 3, 4, 5] -> [0, 6, 1, 2] : tensor<8x8x8x8x3x3xf32>, tensor<8x8x3x3xf32> -> tensor<8x8x8x8xf32>
    %t = kiln.read %z affine_map<(d0, d1, d2, d3) -> (d3, d0, d1, d2)> : tensor<8x8x8x8xf32> -> tensor<8x8x8x8xf32>
    %one = kiln.exp %t : tensor<8x8x8x8xf32>
    kiln.yield %one : tensor<8x8x8x8xf32>
  }
  kiln.return %final : tensor<8x8x8x8xf32>
}

// -----

// A step that turns its carry leaves it in another order each time: no order lasts, so the carry keeps the model's.
// CHECK-LABEL: kiln.entry infer @unsettled
// CHECK: %[[Z:.*]] = kiln.contract {{.*}} -> [0, 6, 1, 2]
// CHECK-NEXT: kiln.scan 2 carries(%[[Z]] :
// CHECK-NEXT: ^bb0(%{{.*}}: tensor<i32>, %[[C:.*]]: tensor<8x8x8x8xf32>):
// CHECK-NEXT: %[[R:.*]] = kiln.read %[[C]] affine_map<(d0, d1, d2, d3) -> (d3, d0, d1, d2)>
// CHECK-NEXT: %[[Y:.*]] = kiln.exp %[[R]]
// CHECK-NEXT: kiln.yield %[[Y]]
kiln.entry infer @unsettled(%x: tensor<8x8x8x8xf32> {kiln.input = "x"}, %w: tensor<8x8x3x3xf32> {kiln.input = "w"})
    -> (tensor<8x8x8x8xf32> {kiln.output = "y"}) {
  %window = kiln.read %x affine_map<(n, i, j, c, u, v) -> (n, c, i + u - 1, j + v - 1)> else 0.0 : f32 : tensor<8x8x8x8xf32> -> tensor<8x8x8x8x3x3xf32>
  %z = kiln.contract %window [0, 1, 2, 3, 4, 5], %w [6, 3, 4, 5] -> [0, 6, 1, 2] : tensor<8x8x8x8x3x3xf32>, tensor<8x8x3x3xf32> -> tensor<8x8x8x8xf32>
  %final = kiln.scan 2 carries(%z : tensor<8x8x8x8xf32>) sequences() captures() -> (tensor<8x8x8x8xf32>) {
  ^bb0(%step: tensor<i32>, %c: tensor<8x8x8x8xf32>):
    %t = kiln.read %c affine_map<(d0, d1, d2, d3) -> (d3, d0, d1, d2)> : tensor<8x8x8x8xf32> -> tensor<8x8x8x8xf32>
    %y = kiln.exp %t : tensor<8x8x8x8xf32>
    kiln.yield %y : tensor<8x8x8x8xf32>
  }
  kiln.return %final : tensor<8x8x8x8xf32>
}
