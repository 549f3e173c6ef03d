// An elementwise kernel may write a result over the operand that it replaces.
// RUN: kiln-opt %s --kiln-lower-groups | FileCheck %s

module {
  kiln.storage param @p : tensor<8xf32>
  kiln.storage train @m : tensor<8xf32>
  // Storages first: @m takes over its own old value, though %g is nearer.
  // CHECK: kiln.launch @{{.*}}(%[[G:.*]], %[[P:.*]], %[[M:.*]]) in_place [1, 2]
  kiln.entry train @step(%p: tensor<8xf32> {kiln.storage = @p}, %m: tensor<8xf32> {kiln.storage = @m}, %g: tensor<8xf32> {kiln.input = "g"})
      -> (tensor<8xf32> {kiln.storage = @p}, tensor<8xf32> {kiln.storage = @m}) {
    %new:2 = kiln.group "elementwise"(%g, %p, %m) : (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
    ^bb0(%a: tensor<8xf32>, %b: tensor<8xf32>, %c: tensor<8xf32>):
      %0 = kiln.mul %c, %c : tensor<8xf32>
      %1 = kiln.add %a, %0 : tensor<8xf32>
      %2 = kiln.sub %b, %1 : tensor<8xf32>
      kiln.yield %2, %1 : tensor<8xf32>, tensor<8xf32>
    }
    kiln.return %new#0, %new#1 : tensor<8xf32>, tensor<8xf32>
  }
  // What is read at another position stays.
  // CHECK: kiln.launch @{{.*}}(%{{.*}}) in_place [-1]
  kiln.entry infer @reverse(%x: tensor<8xf32> {kiln.input = "x"}) -> (tensor<8xf32> {kiln.output = "y"}) {
    %y = kiln.group "elementwise"(%x) : (tensor<8xf32>) -> tensor<8xf32> {
    ^bb0(%a: tensor<8xf32>):
      %0 = kiln.read %a affine_map<(i) -> (7 - i)> : tensor<8xf32> -> tensor<8xf32>
      %1 = kiln.add %0, %a : tensor<8xf32>
      kiln.yield %1 : tensor<8xf32>
    }
    kiln.return %y : tensor<8xf32>
  }
}
