// RUN: kiln-opt %s --kiln-plan-arena | FileCheck %s

// CHECK: kiln.arena_size = 256 : i64
// CHECK: memref.global "private" constant @kiln_constants : memref<8xi8> {{.*}} {alignment = 64 : i64}
module {
  // CHECK: kiln.storage param @net.w : tensor<16xf32> {kiln.offset = 0 : i64}
  kiln.storage param @net.w : tensor<16xf32>
  // CHECK: kiln.storage train @opt.n : tensor<i64> {kiln.offset = 64 : i64}
  kiln.storage train @opt.n : tensor<i64>

  // An argument is noalias where no launch lets it share bytes with one that is written.
  // CHECK: @forward(%{{.*}}: memref<16xf32> {llvm.noalias}, %{{.*}}: memref<16xf32> {llvm.noalias}, %{{.*}}: memref<16xf32> {llvm.noalias}, %
  func.func private @forward(%w: memref<16xf32>, %x: memref<16xf32>, %y: memref<16xf32>, %worker: index, %workers: index) { return }
  // CHECK: @update(%{{[a-z0-9]*}}: memref<16xf32>, %{{.*}}: memref<16xf32> {llvm.noalias}, %{{[a-z0-9]*}}: memref<16xf32>, %
  func.func private @update(%w: memref<16xf32>, %y: memref<16xf32>, %new: memref<16xf32>, %worker: index, %workers: index) { return }
  func.func private @count(%n: memref<i64>, %one: memref<i64>, %new: memref<i64>, %worker: index, %workers: index) { return }
  func.func private @loss(%y: memref<16xf32>, %loss: memref<f32>, %worker: index, %workers: index) { return }

  // The new value of @net.w is computed in its slot: the launch is in place for it.
  // CHECK-LABEL: func.func @kiln_entry.step(
  // CHECK-SAME: %[[ARENA:.*]]: memref<256xi8>, %[[CALL:.*]]: memref<64xi8>, %[[WORKER:.*]]: index, %[[WORKERS:.*]]: index)
  // CHECK-SAME: kiln.inputs = [{kiln.input = "x", kiln.offset = 128 : i64
  // The loss takes the bytes of the input, which nobody reads any more.
  // CHECK-SAME: kiln.outputs = [{kiln.offset = 128 : i64, kiln.output = "loss"
  // CHECK: call @forward
  // CHECK-NEXT: call @kiln_barrier(%[[CALL]], %[[WORKER]], %[[WORKERS]])
  // CHECK: call @update
  // @loss reads what @update reads, and @count depends on neither.
  // CHECK-NOT: call @kiln_barrier
  // CHECK: call @loss
  // CHECK-NOT: call @kiln_barrier
  // CHECK: call @count
  // CHECK: call @kiln_barrier
  // CHECK: scf.if
  // CHECK: call @kiln_fault
  kiln.entry train @step(%w: tensor<16xf32> {kiln.storage = @net.w}, %n: tensor<i64> {kiln.storage = @opt.n},
                         %x: tensor<16xf32> {kiln.input = "x"})
      -> (tensor<16xf32> {kiln.storage = @net.w}, tensor<i64> {kiln.storage = @opt.n}, tensor<f32> {kiln.output = "loss"}) {
    %one = kiln.constant dense<1> : tensor<i64>
    %y = kiln.launch @forward(%w, %x) in_place [-1] : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %new = kiln.launch @update(%w, %y) in_place [0] : (tensor<16xf32>, tensor<16xf32>) -> tensor<16xf32>
    %loss = kiln.launch @loss(%y) in_place [-1] : (tensor<16xf32>) -> tensor<f32>
    %n2 = kiln.launch @count(%n, %one) in_place [0] : (tensor<i64>, tensor<i64>) -> tensor<i64>
    kiln.return %new, %n2, %loss : tensor<16xf32>, tensor<i64>, tensor<f32>
  }

  // A constant goes straight into its storage.
  // CHECK-LABEL: func.func @kiln_entry.init(
  // CHECK: scf.for
  // CHECK: memref.store
  kiln.entry init @init() -> (tensor<16xf32> {kiln.storage = @net.w}, tensor<i64> {kiln.storage = @opt.n}) {
    %w = kiln.constant dense<0.5> : tensor<16xf32>
    %n = kiln.constant dense<0> : tensor<i64>
    kiln.return %w, %n : tensor<16xf32>, tensor<i64>
  }
}
