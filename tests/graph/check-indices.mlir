// RUN: kiln-opt %s --kiln-check-indices | FileCheck %s

// One flag for an index tensor and a size, however many gathers read by it.
// CHECK-LABEL: kiln.entry infer @computed
// CHECK-SAME: tensor<3x4xf32> {kiln.output = "y"}, tensor<3x4xf32> {kiln.output = "z"}, tensor<i1> {kiln.fault})
// CHECK: %[[ID:.*]] = kiln.add
// CHECK: %[[Y:.*]] = kiln.gather
// CHECK-DAG: %[[LOW:.*]] = kiln.compare lt %[[ID]]
// CHECK-DAG: %[[HIGH:.*]] = kiln.compare ge %[[ID]]
// CHECK: %[[EITHER:.*]] = kiln.or %[[LOW]], %[[HIGH]]
// CHECK: %[[FLAG:.*]] = kiln.reduce any %[[EITHER]] [0]
// CHECK: %[[Z:.*]] = kiln.gather
// CHECK: kiln.return %[[Y]], %[[Z]], %[[FLAG]]
kiln.entry infer @computed(%t: tensor<7x4xf32> {kiln.input = "t"}, %u: tensor<7x4xf32> {kiln.input = "u"}, %n: tensor<3xi32> {kiln.input = "n"})
    -> (tensor<3x4xf32> {kiln.output = "y"}, tensor<3x4xf32> {kiln.output = "z"}) {
  %id = kiln.add %n, %n : tensor<3xi32>
  %y = kiln.gather %t[%id] axes [0] batch 0 : tensor<7x4xf32>, tensor<3xi32> -> tensor<3x4xf32>
  %z = kiln.gather %u[%id] axes [0] batch 0 : tensor<7x4xf32>, tensor<3xi32> -> tensor<3x4xf32>
  kiln.return %y, %z : tensor<3x4xf32>, tensor<3x4xf32>
}

// What cannot leave: an input that the runtime has checked, a position of an arg_reduce, a clamped one.
// CHECK-LABEL: kiln.entry infer @certain
// CHECK-NOT: kiln.fault
// CHECK: kiln.return
kiln.entry infer @certain(%t: tensor<7x4xf32> {kiln.input = "t"}, %n: tensor<3xi32> {kiln.input = "n", kiln.limit = 7 : i64}, %x: tensor<3x7xf32> {kiln.input = "x"}, %m: tensor<3xi32> {kiln.input = "m"})
    -> (tensor<3x4xf32> {kiln.output = "a"}, tensor<3x4xf32> {kiln.output = "b"}, tensor<3x4xf32> {kiln.output = "c"}) {
  %a = kiln.gather %t[%n] axes [0] batch 0 : tensor<7x4xf32>, tensor<3xi32> -> tensor<3x4xf32>
  %best = kiln.arg_reduce max %x 1 : tensor<3x7xf32> -> tensor<3xi32>
  %b = kiln.gather %t[%best] axes [0] batch 0 : tensor<7x4xf32>, tensor<3xi32> -> tensor<3x4xf32>
  %zero = kiln.constant dense<0> : tensor<3xi32>
  %last = kiln.constant dense<6> : tensor<3xi32>
  %low = kiln.max %m, %zero : tensor<3xi32>
  %held = kiln.min %low, %last : tensor<3xi32>
  %c = kiln.gather %t[%held] axes [0] batch 0 : tensor<7x4xf32>, tensor<3xi32> -> tensor<3x4xf32>
  kiln.return %a, %b, %c : tensor<3x4xf32>, tensor<3x4xf32>, tensor<3x4xf32>
}

// The limit of another axis does not do.
// CHECK-LABEL: kiln.entry infer @short
// CHECK-SAME: tensor<i1> {kiln.fault})
kiln.entry infer @short(%t: tensor<7x4xf32> {kiln.input = "t"}, %n: tensor<3xi32> {kiln.input = "n", kiln.limit = 8 : i64})
    -> (tensor<3x4xf32> {kiln.output = "y"}) {
  %y = kiln.gather %t[%n] axes [0] batch 0 : tensor<7x4xf32>, tensor<3xi32> -> tensor<3x4xf32>
  kiln.return %y : tensor<3x4xf32>
}

// A step's flag is a row of the scan.
// CHECK-LABEL: kiln.entry train @steps
// CHECK-SAME: tensor<i1> {kiln.fault})
// CHECK: %{{.*}}, %[[ROWS:.*]]:2 = kiln.scan 5
// CHECK-SAME: rows(tensor<5xf32>, tensor<5xi1>)
// CHECK: kiln.yield %{{.*}}, %{{.*}}, %{{.*}} : tensor<i32>, tensor<f32>, tensor<i1>
// CHECK: %[[FLAG:.*]] = kiln.reduce any %[[ROWS]]#1 [0]
// CHECK: kiln.return %[[ROWS]]#0, %[[FLAG]]
kiln.entry train @steps(%t: tensor<7xf32> {kiln.input = "t"}, %n: tensor<i32> {kiln.input = "n"}) -> (tensor<5xf32> {kiln.output = "y"}) {
  %at, %y = kiln.scan 5 carries(%n : tensor<i32>) sequences() captures(%t : tensor<7xf32>) -> (tensor<i32>) rows(tensor<5xf32>) {
  ^bb0(%i: tensor<i32>, %c: tensor<i32>, %table: tensor<7xf32>):
    %next = kiln.add %c, %i : tensor<i32>
    %v = kiln.gather %table[%next] axes [0] batch 0 : tensor<7xf32>, tensor<i32> -> tensor<f32>
    kiln.yield %next, %v : tensor<i32>, tensor<f32>
  }
  kiln.return %y : tensor<5xf32>
}

// Behind the end of a loop nothing is computed that is kept: no position there is told.
// CHECK-LABEL: kiln.entry infer @ends
// CHECK: %{{.*}}:2, %{{.*}}:2 = kiln.scan 5
// CHECK: ^bb0(%{{.*}}: tensor<i32>, %{{.*}}: tensor<i32>, %[[DONE:.*]]: tensor<i1>
// CHECK: %[[EITHER:.*]] = kiln.or
// CHECK: %[[RUNS:.*]] = kiln.not %[[DONE]]
// CHECK: %[[FLAG:.*]] = kiln.and %[[EITHER]], %[[RUNS]]
// CHECK: kiln.yield %{{.*}}, %{{.*}}, %{{.*}}, %[[FLAG]]
// CHECK: kiln.reduce any %{{.*}}#1 [0]
kiln.entry infer @ends(%t: tensor<7xf32> {kiln.input = "t"}, %n: tensor<i32> {kiln.input = "n"}) -> (tensor<5xf32> {kiln.output = "y"}) {
  %no = kiln.constant dense<false> : tensor<i1>
  %f:3 = kiln.scan 5 carries(%n, %no : tensor<i32>, tensor<i1>) sequences() captures(%t : tensor<7xf32>) -> (tensor<i32>, tensor<i1>) rows(tensor<5xf32>) {
  ^bb0(%i: tensor<i32>, %at: tensor<i32>, %done: tensor<i1>, %table: tensor<7xf32>):
    %one = kiln.constant dense<1> : tensor<i32>
    %limit = kiln.constant dense<3> : tensor<i32>
    %y = kiln.gather %table[%at] axes [0] batch 0 : tensor<7xf32>, tensor<i32> -> tensor<f32>
    %next = kiln.add %at, %one : tensor<i32>
    %over = kiln.compare gt %next, %limit : tensor<i32> -> tensor<i1>
    kiln.yield %next, %over, %y : tensor<i32>, tensor<i1>, tensor<f32>
  } {kiln.until}
  kiln.return %f#2 : tensor<5xf32>
}
