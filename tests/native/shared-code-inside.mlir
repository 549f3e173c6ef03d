// A shared loop inside of a shared loop is called with what the outer one is handed, though in one of its places it is too short to be
// worth a call by itself.
// RUN: kiln-opt %s --kiln-print-llvm=share -o /dev/null | FileCheck %s

// CHECK: define {{.*}}@long(
// CHECK: call void @long.loop({{.*}}, i64 1000, i64 400)
// CHECK: define {{.*}}@short(
// CHECK: call void @long.loop({{.*}}, i64 100000, i64 8)
// CHECK: define {{.*}}@alone(
// CHECK: call void @long.loop.1({{.*}}, i64 400)
// CHECK: define internal void @long.loop({{.*}}, i64 %[[UNITS:[0-9]+]], i64 %[[STEPS:[0-9]+]])
// CHECK: icmp slt i64 %{{.*}}, %[[UNITS]]
// CHECK: call void @long.loop.1({{.*}}, i64 %[[STEPS]])
// CHECK: define internal void @long.loop.1({{.*}}, i64 %[[OWN:[0-9]+]])
// CHECK: icmp slt i64 %{{.*}}, %[[OWN]]
module attributes {kiln.arena_size = 1048576 : i64} {
  func.func private @long(%x: memref<65536xf32>, %y: memref<65536xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "contraction"}} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %units = arith.constant 1000 : index
    %steps = arith.constant 400 : index
    scf.for %unit = %c0 to %units step %c1 {
      %z = arith.constant dense<0.0> : vector<16xf32>
      vector.store %z, %y[%unit] : memref<65536xf32>, vector<16xf32>
      scf.for %k = %c0 to %steps step %c1 {
        %at = arith.addi %k, %unit : index
        %a = vector.load %x[%at] : memref<65536xf32>, vector<16xf32>
        %s0 = arith.addf %a, %a : vector<16xf32>
        %s1 = arith.addf %s0, %a : vector<16xf32>
        %s2 = arith.addf %s1, %a : vector<16xf32>
        %s3 = arith.addf %s2, %a : vector<16xf32>
        %s4 = arith.addf %s3, %a : vector<16xf32>
        %s5 = arith.addf %s4, %a : vector<16xf32>
        %s6 = arith.addf %s5, %a : vector<16xf32>
        %s7 = arith.addf %s6, %a : vector<16xf32>
        %s8 = arith.addf %s7, %a : vector<16xf32>
        %s9 = arith.addf %s8, %a : vector<16xf32>
        %s10 = arith.addf %s9, %a : vector<16xf32>
        %s11 = arith.addf %s10, %a : vector<16xf32>
        %s12 = arith.addf %s11, %a : vector<16xf32>
        %s13 = arith.addf %s12, %a : vector<16xf32>
        %s14 = arith.addf %s13, %a : vector<16xf32>
        %s15 = arith.addf %s14, %a : vector<16xf32>
        %s16 = arith.addf %s15, %a : vector<16xf32>
        %s17 = arith.addf %s16, %a : vector<16xf32>
        %s18 = arith.addf %s17, %a : vector<16xf32>
        %s19 = arith.addf %s18, %a : vector<16xf32>
        %s20 = arith.addf %s19, %a : vector<16xf32>
        %s21 = arith.addf %s20, %a : vector<16xf32>
        vector.store %s21, %y[%at] : memref<65536xf32>, vector<16xf32>
      }
    }
    return
  }
  func.func private @short(%x: memref<65536xf32>, %y: memref<65536xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "contraction"}} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %units = arith.constant 100000 : index
    %steps = arith.constant 8 : index
    scf.for %unit = %c0 to %units step %c1 {
      %z = arith.constant dense<0.0> : vector<16xf32>
      vector.store %z, %y[%unit] : memref<65536xf32>, vector<16xf32>
      scf.for %k = %c0 to %steps step %c1 {
        %at = arith.addi %k, %unit : index
        %a = vector.load %x[%at] : memref<65536xf32>, vector<16xf32>
        %s0 = arith.addf %a, %a : vector<16xf32>
        %s1 = arith.addf %s0, %a : vector<16xf32>
        %s2 = arith.addf %s1, %a : vector<16xf32>
        %s3 = arith.addf %s2, %a : vector<16xf32>
        %s4 = arith.addf %s3, %a : vector<16xf32>
        %s5 = arith.addf %s4, %a : vector<16xf32>
        %s6 = arith.addf %s5, %a : vector<16xf32>
        %s7 = arith.addf %s6, %a : vector<16xf32>
        %s8 = arith.addf %s7, %a : vector<16xf32>
        %s9 = arith.addf %s8, %a : vector<16xf32>
        %s10 = arith.addf %s9, %a : vector<16xf32>
        %s11 = arith.addf %s10, %a : vector<16xf32>
        %s12 = arith.addf %s11, %a : vector<16xf32>
        %s13 = arith.addf %s12, %a : vector<16xf32>
        %s14 = arith.addf %s13, %a : vector<16xf32>
        %s15 = arith.addf %s14, %a : vector<16xf32>
        %s16 = arith.addf %s15, %a : vector<16xf32>
        %s17 = arith.addf %s16, %a : vector<16xf32>
        %s18 = arith.addf %s17, %a : vector<16xf32>
        %s19 = arith.addf %s18, %a : vector<16xf32>
        %s20 = arith.addf %s19, %a : vector<16xf32>
        %s21 = arith.addf %s20, %a : vector<16xf32>
        vector.store %s21, %y[%at] : memref<65536xf32>, vector<16xf32>
      }
    }
    return
  }
  func.func private @alone(%x: memref<65536xf32>, %y: memref<65536xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "contraction"}} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %units = arith.constant 300 : index
    %steps = arith.constant 400 : index
    scf.for %unit = %c0 to %units step %c1 {
      scf.for %k = %c0 to %steps step %c1 {
        %at = arith.addi %k, %unit : index
        %a = vector.load %x[%at] : memref<65536xf32>, vector<16xf32>
        %s0 = arith.addf %a, %a : vector<16xf32>
        %s1 = arith.addf %s0, %a : vector<16xf32>
        %s2 = arith.addf %s1, %a : vector<16xf32>
        %s3 = arith.addf %s2, %a : vector<16xf32>
        %s4 = arith.addf %s3, %a : vector<16xf32>
        %s5 = arith.addf %s4, %a : vector<16xf32>
        %s6 = arith.addf %s5, %a : vector<16xf32>
        %s7 = arith.addf %s6, %a : vector<16xf32>
        %s8 = arith.addf %s7, %a : vector<16xf32>
        %s9 = arith.addf %s8, %a : vector<16xf32>
        %s10 = arith.addf %s9, %a : vector<16xf32>
        %s11 = arith.addf %s10, %a : vector<16xf32>
        %s12 = arith.addf %s11, %a : vector<16xf32>
        %s13 = arith.addf %s12, %a : vector<16xf32>
        %s14 = arith.addf %s13, %a : vector<16xf32>
        %s15 = arith.addf %s14, %a : vector<16xf32>
        %s16 = arith.addf %s15, %a : vector<16xf32>
        %s17 = arith.addf %s16, %a : vector<16xf32>
        %s18 = arith.addf %s17, %a : vector<16xf32>
        %s19 = arith.addf %s18, %a : vector<16xf32>
        %s20 = arith.addf %s19, %a : vector<16xf32>
        %s21 = arith.addf %s20, %a : vector<16xf32>
        vector.store %s21, %y[%at] : memref<65536xf32>, vector<16xf32>
      }
    }
    return
  }
}
