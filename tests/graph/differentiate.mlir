// RUN: kiln-opt %s --kiln-differentiate | FileCheck %s

// CHECK-LABEL: kiln.entry train @dense
// CHECK-SAME: (%[[X:.*]]: tensor<4x3xf32>
// CHECK: %[[Z:.*]] = kiln.contract
// CHECK: %[[G:.*]] = kiln.select {{.*}} : tensor<4x2xi1>, tensor<4x2xf32>
// CHECK: %[[B:.*]] = kiln.reduce sum %[[G]] [0]
// CHECK: %[[W:.*]] = kiln.contract %[[X]] [0, 2], %[[G]] [0, 1] -> [2, 1]
// CHECK-NOT: kiln.contract
// CHECK: kiln.return %[[W]], %[[B]]
kiln.entry train @dense(%x: tensor<4x3xf32> {kiln.input = "x"}, %w: tensor<3x2xf32> {kiln.input = "w"}, %b: tensor<2xf32> {kiln.input = "b"})
    -> (tensor<3x2xf32> {kiln.output = "gw"}, tensor<2xf32> {kiln.output = "gb"}) {
  %z = kiln.contract %x [0, 2], %w [2, 1] -> [0, 1] : tensor<4x3xf32>, tensor<3x2xf32> -> tensor<4x2xf32>
  %wide = kiln.read %b affine_map<(d0, d1) -> (d1)> : tensor<2xf32> -> tensor<4x2xf32>
  %a = kiln.add %z, %wide : tensor<4x2xf32>
  %zero = kiln.constant dense<0.0> : tensor<4x2xf32>
  %on = kiln.compare gt %a, %zero : tensor<4x2xf32> -> tensor<4x2xi1>
  %h = kiln.select %on, %a, %zero : tensor<4x2xi1>, tensor<4x2xf32>
  %s = kiln.reduce sum %h [0, 1] : tensor<4x2xf32> -> tensor<f32>
  %g:2 = kiln.grad %s wrt %w, %b : (tensor<f32>, tensor<3x2xf32>, tensor<2xf32>) -> (tensor<3x2xf32>, tensor<2xf32>)
  kiln.return %g#0, %g#1 : tensor<3x2xf32>, tensor<2xf32>
}

// A side that is not chosen contributes exactly 0: the quotient is masked, not its numerator.
// CHECK-LABEL: kiln.entry train @unchosen
// CHECK: %[[ON:.*]] = kiln.compare gt
// CHECK: %[[Q:.*]] = kiln.div %{{.*}}, %{{.*}} : tensor<3xf32>
// CHECK: kiln.select %[[ON]], %[[Q]],
kiln.entry train @unchosen(%x: tensor<3xf32> {kiln.input = "x"}) -> (tensor<3xf32> {kiln.output = "g"}) {
  %zero = kiln.constant dense<0.0> : tensor<3xf32>
  %on = kiln.compare gt %x, %zero : tensor<3xf32> -> tensor<3xi1>
  %log = kiln.log %x : tensor<3xf32>
  %y = kiln.select %on, %log, %zero : tensor<3xi1>, tensor<3xf32>
  %s = kiln.reduce sum %y [0] : tensor<3xf32> -> tensor<f32>
  %g = kiln.grad %s wrt %x : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
  kiln.return %g : tensor<3xf32>
}

// The gradient of a fold is a scan in the other direction over the saved carries.
// CHECK-LABEL: kiln.entry train @fold
// CHECK: %{{.*}}, %[[F:.*]]:2 = kiln.scan 5 carries(%{{.*}}) sequences(%{{.*}}) captures() -> (tensor<4xf64>) rows(tensor<5x4xf64>, tensor<5x4xf64>)
// CHECK: kiln.scan 5 reverse carries(%{{.*}}) sequences({{.*}}%[[F]]#0, %[[F]]#1
// CHECK-SAME: rows(tensor<5x4x4xf64>)
// CHECK: kiln.yield
// CHECK: kiln.return
kiln.entry train @fold(%x: tensor<4xf64> {kiln.input = "x"}, %w: tensor<5x4x4xf64> {kiln.input = "w"}) -> (tensor<5x4x4xf64> {kiln.output = "g"}) {
  %y = kiln.scan 5 carries(%x : tensor<4xf64>) sequences(%w : tensor<5x4x4xf64>) captures() -> (tensor<4xf64>) {
  ^bb0(%step: tensor<i32>, %h: tensor<4xf64>, %v: tensor<4x4xf64>):
    %z = kiln.contract %h [1], %v [1, 0] -> [0] : tensor<4xf64>, tensor<4x4xf64> -> tensor<4xf64>
    %t = kiln.tanh %z : tensor<4xf64>
    kiln.yield %t : tensor<4xf64>
  }
  %s = kiln.reduce sum %y [0] : tensor<4xf64> -> tensor<f64>
  %g = kiln.grad %s wrt %w : (tensor<f64>, tensor<5x4x4xf64>) -> tensor<5x4x4xf64>
  kiln.return %g : tensor<5x4x4xf64>
}

// The gates of a cell take the room of the product that they are made of, and are kept instead: the reverse step neither reads what else
// was added nor makes them again.
// CHECK-LABEL: kiln.entry train @gates
// CHECK: %{{.*}}, %[[R:.*]]:2 = kiln.scan 5 {{.*}} rows(tensor<5x4xf64>, tensor<5x4xf64>)
// CHECK: %[[I:.*]] = kiln.sigmoid
// CHECK: %[[J:.*]] = kiln.tanh
// CHECK: kiln.yield %{{[0-9]+}}, %[[J]], %[[I]]
// CHECK: kiln.scan 5 reverse carries(%{{.*}}) sequences(%[[R]]#0, %[[R]]#1 :
// CHECK-NOT: kiln.sigmoid
// CHECK-NOT: kiln.tanh
// CHECK: kiln.return
kiln.entry train @gates(%x: tensor<4xf64> {kiln.input = "x"}, %z: tensor<5x8xf64> {kiln.input = "z"}, %w: tensor<4x8xf64> {kiln.input = "w"}) -> (tensor<4xf64> {kiln.output = "g"}) {
  %y = kiln.scan 5 carries(%x : tensor<4xf64>) sequences(%z : tensor<5x8xf64>) captures(%w : tensor<4x8xf64>) -> (tensor<4xf64>) {
  ^bb0(%i: tensor<i32>, %c: tensor<4xf64>, %s: tensor<8xf64>, %m: tensor<4x8xf64>):
    %p = kiln.contract %c [0], %m [0, 1] -> [1] : tensor<4xf64>, tensor<4x8xf64> -> tensor<8xf64>
    %a = kiln.add %p, %s : tensor<8xf64>
    %a0 = kiln.read %a affine_map<(d0) -> (d0)> : tensor<8xf64> -> tensor<4xf64>
    %a1 = kiln.read %a affine_map<(d0) -> (d0 + 4)> : tensor<8xf64> -> tensor<4xf64>
    %g0 = kiln.sigmoid %a0 : tensor<4xf64>
    %g1 = kiln.tanh %a1 : tensor<4xf64>
    %n = kiln.mul %g0, %g1 : tensor<4xf64>
    kiln.yield %n : tensor<4xf64>
  }
  %e = kiln.reduce sum %y [0] : tensor<4xf64> -> tensor<f64>
  %g = kiln.grad %e wrt %x : (tensor<f64>, tensor<4xf64>) -> tensor<4xf64>
  kiln.return %g : tensor<4xf64>
}

// CHECK-LABEL: kiln.entry train @composite
// CHECK: kiln.composite "square"(
// CHECK: kiln.composite "square.backward.backward"(
// CHECK-NOT: kiln.grad
kiln.entry train @composite(%x: tensor<f64> {kiln.input = "x"}) -> (tensor<f64> {kiln.output = "y"}, tensor<f64> {kiln.output = "g"}) {
  %y = kiln.composite "square"(%x) : (tensor<f64>) -> tensor<f64> {
  ^bb0(%a: tensor<f64>):
    %b = kiln.mul %a, %a : tensor<f64>
    kiln.yield %b : tensor<f64>
  }
  %g = kiln.grad %y wrt %x : (tensor<f64>, tensor<f64>) -> tensor<f64>
  %gg = kiln.grad %g wrt %x : (tensor<f64>, tensor<f64>) -> tensor<f64>
  kiln.return %y, %gg : tensor<f64>, tensor<f64>
}

// What depends on nothing differentiated has derivative 0.
// CHECK-LABEL: kiln.entry train @stopped
// CHECK: %[[ZERO:.*]] = kiln.constant dense<0.000000e+00> : tensor<f32>
// CHECK: kiln.return %[[ZERO]]
kiln.entry train @stopped(%x: tensor<f32> {kiln.input = "x"}) -> (tensor<f32> {kiln.output = "g"}) {
  %a = kiln.stop %x : tensor<f32>
  %b = kiln.exp %a : tensor<f32>
  %g = kiln.grad %b wrt %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  kiln.return %g : tensor<f32>
}

// A softmax has a rule of its own: y (g - sum(g y)), from its result alone.
// CHECK-LABEL: kiln.entry train @softmax
// CHECK: %[[Y:.*]] = kiln.composite "softmax"(
// CHECK-NOT: kiln.composite
// CHECK: %[[GY:.*]] = kiln.mul %{{.*}}, %[[Y]]
// CHECK: %[[SUM:.*]] = kiln.reduce sum %[[GY]] [1]
// CHECK-NOT: kiln.exp
// CHECK: kiln.mul %[[Y]],
kiln.entry train @softmax(%x: tensor<2x3xf32> {kiln.input = "x"}, %w: tensor<2x3xf32> {kiln.input = "w"})
    -> (tensor<2x3xf32> {kiln.output = "g"}) {
  %y = kiln.composite "softmax"(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32> {
  ^bb0(%a: tensor<2x3xf32>):
    %e = kiln.exp %a : tensor<2x3xf32>
    %t = kiln.reduce sum %e [1] : tensor<2x3xf32> -> tensor<2xf32>
    %s = kiln.read %t affine_map<(d0, d1) -> (d0)> : tensor<2xf32> -> tensor<2x3xf32>
    %q = kiln.div %e, %s : tensor<2x3xf32>
    kiln.yield %q : tensor<2x3xf32>
  }
  %p = kiln.mul %y, %w : tensor<2x3xf32>
  %l = kiln.reduce sum %p [0, 1] : tensor<2x3xf32> -> tensor<f32>
  %g = kiln.grad %l wrt %x : (tensor<f32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  kiln.return %g : tensor<2x3xf32>
}

// With `kiln.recompute` a fold keeps the carries of its pieces alone; the reverse step runs a piece again and back. The sum for a
// capture goes on from piece to piece.
// CHECK-LABEL: kiln.entry train @again
// CHECK: %{{.*}}, %[[BEGIN:.*]] = kiln.scan 3 carries(%{{.*}}) sequences(%[[ALL:.*]] : tensor<3x2x4xf64>) {{.*}} rows(tensor<3x4xf64>)
// CHECK: kiln.scan 2 carries
// CHECK-NOT: rows
// CHECK: kiln.yield
// CHECK: kiln.scan 3 reverse carries({{.*}}) sequences(%[[ALL]], %[[BEGIN]] :
// CHECK: ^bb0(%{{.*}}: tensor<i32>, %[[G:.*]]: tensor<4xf64>, %[[SUM:.*]]: tensor<4x4xf64>,
// CHECK: %{{.*}}, %[[STEPS:.*]]:2 = kiln.scan 2 carries
// CHECK: kiln.scan 2 reverse carries(%[[G]], %[[SUM]] : {{.*}}) sequences({{.*}}%[[STEPS]]#0, %[[STEPS]]#1
// CHECK-NOT: kiln.recompute
// CHECK: kiln.return
kiln.entry train @again(%x: tensor<4xf64> {kiln.input = "x"}, %s: tensor<6x4xf64> {kiln.input = "s"}, %w: tensor<4x4xf64> {kiln.input = "w"})
    -> (tensor<4x4xf64> {kiln.output = "g"}) {
  %y = kiln.scan 6 carries(%x : tensor<4xf64>) sequences(%s : tensor<6x4xf64>) captures(%w : tensor<4x4xf64>) -> (tensor<4xf64>) {
  ^bb0(%step: tensor<i32>, %h: tensor<4xf64>, %a: tensor<4xf64>, %v: tensor<4x4xf64>):
    %z = kiln.contract %h [1], %v [1, 0] -> [0] : tensor<4xf64>, tensor<4x4xf64> -> tensor<4xf64>
    %b = kiln.add %z, %a : tensor<4xf64>
    %t = kiln.tanh %b : tensor<4xf64>
    kiln.yield %t : tensor<4xf64>
  } {kiln.recompute = 2 : i64}
  %l = kiln.reduce sum %y [0] : tensor<4xf64> -> tensor<f64>
  %g = kiln.grad %l wrt %w : (tensor<f64>, tensor<4x4xf64>) -> tensor<4x4xf64>
  kiln.return %g : tensor<4x4xf64>
}
