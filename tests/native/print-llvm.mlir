// Functions of the memory stage as LLVM IR: memrefs are pointers, indices i64, a loop three blocks.
// RUN: kiln-opt %s --kiln-print-llvm -o /dev/null | FileCheck %s

// CHECK: define void @scale(ptr noalias %0, ptr %1, i64 %2, i64 %3)
// CHECK: %[[I:.*]] = phi i64 [ %2, %{{.*}} ], [ %[[NEXT:.*]], %{{.*}} ]
// CHECK: icmp slt i64 %[[I]], 8
// CHECK: %[[AT:.*]] = getelementptr float, ptr %0, i64 %[[I]]
// CHECK: %[[X:.*]] = load float, ptr %[[AT]], align 4
// CHECK: fmul float %[[X]], 2.000000e+00
// CHECK: store float
// CHECK: %[[NEXT]] = add i64 %[[I]], %3
func.func @scale(%x: memref<8xf32> {llvm.noalias}, %y: memref<8xf32>, %worker: index, %workers: index) {
  %end = arith.constant 8 : index
  %two = arith.constant 2.0 : f32
  scf.for %i = %worker to %end step %workers {
    %0 = memref.load %x[%i] : memref<8xf32>
    %1 = arith.mulf %0, %two : f32
    memref.store %1, %y[%i] : memref<8xf32>
  }
  return
}

// CHECK: define <4 x float> @lanes(ptr %0, i64 %1)
// CHECK: %[[MASK:.*]] = icmp slt <4 x i32> <i32 0, i32 1, i32 2, i32 3>
// CHECK: call <4 x float> @llvm.masked.load{{.*}}<4 x i1> %[[MASK]]
// CHECK: ret <4 x float>
func.func @lanes(%x: memref<8xf32>, %count: index) -> vector<4xf32> {
  %zero = arith.constant 0 : index
  %none = arith.constant dense<0.0> : vector<4xf32>
  %mask = vector.create_mask %count : vector<4xi1>
  %0 = vector.maskedload %x[%zero], %mask, %none : memref<8xf32>, vector<4xi1>, vector<4xf32> into vector<4xf32>
  return %0 : vector<4xf32>
}
