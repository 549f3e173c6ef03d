// Kernels that differ in sizes and strides alone are one function, which the list hands them; a divisor is no size. Loops of contractions
// that are the same but for how often they run are one too, if nothing that they add to addresses differs.
// RUN: kiln-opt %s --kiln-print-llvm=share -o /dev/null | FileCheck %s

// CHECK: @kiln_kernels = private constant [5 x i32]
// CHECK: define {{.*}}@narrow(ptr %0, ptr %1, i64 %2, i64 %3, i64 %4, i64 %5)
// CHECK: icmp slt i64 %{{.*}}, %2
// CHECK: urem i64 %{{.*}}, 4
// CHECK: mul i64 %{{.*}}, %3
// CHECK-NOT: @wide(
// CHECK: define {{.*}}@parted(ptr %0, ptr %1, i64 %2, i64 %3)
// CHECK: urem i64 %{{.*}}, 5
// CHECK: define {{.*}}@short(ptr %0, ptr %1, i64 %2, i64 %3)
// CHECK: call void @short.loop(i64 %2, i64 %3, ptr %1, ptr %0, i64 16, i64 400)
// CHECK: define {{.*}}@long(ptr %0, ptr %1, i64 %2, i64 %3)
// CHECK: call void @short.loop(i64 %2, i64 %3, ptr %1, ptr %0, i64 32, i64 800)
// CHECK: define {{.*}}@shifted(ptr %0, ptr %1, i64 %2, i64 %3)
// CHECK-NOT: .loop(
// CHECK: define {{.*}}@kiln_entry.step(
// CHECK: define internal void @short.loop(i64 %0, i64 %1, ptr %2, ptr %3, i64 %4, i64 %5)
module attributes {kiln.arena_size = 4194304 : i64} {
  func.func private @narrow(%x: memref<64x32xf32>, %y: memref<64x32xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "elementwise"}} {
    %from = memref.reinterpret_cast %x to offset: [0], sizes: [2048], strides: [1] : memref<64x32xf32> to memref<2048xf32>
    %to = memref.reinterpret_cast %y to offset: [0], sizes: [2048], strides: [1] : memref<64x32xf32> to memref<2048xf32>
    %rows = arith.constant 64 : index
    %stride = arith.constant 32 : index
    %parts = arith.constant 4 : index
    scf.for %i = %worker to %rows step %workers {
      %part = arith.remui %i, %parts : index
      %row = arith.muli %i, %stride : index
      %at = arith.addi %row, %part : index
      %a = vector.load %from[%at] : memref<2048xf32>, vector<16xf32>
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
      vector.store %s19, %to[%at] : memref<2048xf32>, vector<16xf32>
    }
    return
  }
  func.func private @wide(%x: memref<32x128xf32>, %y: memref<32x128xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "elementwise"}} {
    %from = memref.reinterpret_cast %x to offset: [0], sizes: [4096], strides: [1] : memref<32x128xf32> to memref<4096xf32>
    %to = memref.reinterpret_cast %y to offset: [0], sizes: [4096], strides: [1] : memref<32x128xf32> to memref<4096xf32>
    %rows = arith.constant 32 : index
    %stride = arith.constant 128 : index
    %parts = arith.constant 4 : index
    scf.for %i = %worker to %rows step %workers {
      %part = arith.remui %i, %parts : index
      %row = arith.muli %i, %stride : index
      %at = arith.addi %row, %part : index
      %a = vector.load %from[%at] : memref<4096xf32>, vector<16xf32>
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
      vector.store %s19, %to[%at] : memref<4096xf32>, vector<16xf32>
    }
    return
  }
  func.func private @parted(%x: memref<16x128xf32>, %y: memref<16x128xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "elementwise"}} {
    %from = memref.reinterpret_cast %x to offset: [0], sizes: [2048], strides: [1] : memref<16x128xf32> to memref<2048xf32>
    %to = memref.reinterpret_cast %y to offset: [0], sizes: [2048], strides: [1] : memref<16x128xf32> to memref<2048xf32>
    %rows = arith.constant 16 : index
    %stride = arith.constant 128 : index
    %parts = arith.constant 5 : index
    scf.for %i = %worker to %rows step %workers {
      %part = arith.remui %i, %parts : index
      %row = arith.muli %i, %stride : index
      %at = arith.addi %row, %part : index
      %a = vector.load %from[%at] : memref<2048xf32>, vector<16xf32>
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
      vector.store %s19, %to[%at] : memref<2048xf32>, vector<16xf32>
    }
    return
  }
  func.func private @short(%x: memref<65536xf32>, %y: memref<65536xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "contraction"}} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %units = arith.constant 16 : index
    %steps = arith.constant 400 : index
    %shift = arith.constant 64 : index
    scf.for %unit = %worker to %units step %workers {
      %z = arith.constant dense<0.0> : vector<16xf32>
      vector.store %z, %y[%unit] : memref<65536xf32>, vector<16xf32>
      %ownshort = arith.addi %unit, %shift : index
      scf.for %k = %c0 to %steps step %c1 {
        %at = arith.addi %k, %ownshort : index
        %far = arith.addi %at, %shift : index
        %a = vector.load %x[%far] : memref<65536xf32>, vector<16xf32>
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
        vector.store %s19, %y[%at] : memref<65536xf32>, vector<16xf32>
      }
    }
    return
  }
  func.func private @long(%x: memref<65536xf32>, %y: memref<65536xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "contraction"}} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %units = arith.constant 32 : index
    %steps = arith.constant 800 : index
    %shift = arith.constant 64 : index
    scf.for %unit = %worker to %units step %workers {
      %z = arith.constant dense<0.0> : vector<16xf32>
      vector.store %z, %y[%unit] : memref<65536xf32>, vector<16xf32>
      %ownlong = arith.addi %unit, %shift : index
      scf.for %k = %c0 to %steps step %c1 {
        %at = arith.addi %k, %ownlong : index
        %far = arith.addi %at, %shift : index
        %a = vector.load %x[%far] : memref<65536xf32>, vector<16xf32>
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
        vector.store %s19, %y[%at] : memref<65536xf32>, vector<16xf32>
      }
    }
    return
  }
  func.func private @shifted(%x: memref<65536xf32>, %y: memref<65536xf32>, %worker: index, %workers: index)
      attributes {kiln.kernel = {kind = "contraction"}} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %units = arith.constant 32 : index
    %steps = arith.constant 800 : index
    %shift = arith.constant 128 : index
    scf.for %unit = %worker to %units step %workers {
      %z = arith.constant dense<0.0> : vector<16xf32>
      vector.store %z, %y[%unit] : memref<65536xf32>, vector<16xf32>
      %ownshifted = arith.addi %unit, %shift : index
      scf.for %k = %c0 to %steps step %c1 {
        %at = arith.addi %k, %ownshifted : index
        %far = arith.addi %at, %shift : index
        %a = vector.load %x[%far] : memref<65536xf32>, vector<16xf32>
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
        vector.store %s19, %y[%at] : memref<65536xf32>, vector<16xf32>
      }
    }
    return
  }
  func.func @kiln_entry.step(%arena: memref<4194304xi8>, %call: memref<64xi8>, %worker: index, %workers: index)
      attributes {kiln.entry = "step", kiln.mode = "infer", kiln.inputs = [], kiln.outputs = [], kiln.faults = []} {
    %o = arith.constant 0 : index
    %p = arith.constant 1048576 : index
    %a0 = memref.view %arena[%o][] : memref<4194304xi8> to memref<64x32xf32>
    %b0 = memref.view %arena[%p][] : memref<4194304xi8> to memref<64x32xf32>
    func.call @narrow(%a0, %b0, %worker, %workers) : (memref<64x32xf32>, memref<64x32xf32>, index, index) -> ()
    %a1 = memref.view %arena[%o][] : memref<4194304xi8> to memref<32x128xf32>
    %b1 = memref.view %arena[%p][] : memref<4194304xi8> to memref<32x128xf32>
    func.call @wide(%a1, %b1, %worker, %workers) : (memref<32x128xf32>, memref<32x128xf32>, index, index) -> ()
    %a2 = memref.view %arena[%o][] : memref<4194304xi8> to memref<16x128xf32>
    %b2 = memref.view %arena[%p][] : memref<4194304xi8> to memref<16x128xf32>
    func.call @parted(%a2, %b2, %worker, %workers) : (memref<16x128xf32>, memref<16x128xf32>, index, index) -> ()
    %a3 = memref.view %arena[%o][] : memref<4194304xi8> to memref<65536xf32>
    %b3 = memref.view %arena[%p][] : memref<4194304xi8> to memref<65536xf32>
    func.call @short(%a3, %b3, %worker, %workers) : (memref<65536xf32>, memref<65536xf32>, index, index) -> ()
    %a4 = memref.view %arena[%o][] : memref<4194304xi8> to memref<65536xf32>
    %b4 = memref.view %arena[%p][] : memref<4194304xi8> to memref<65536xf32>
    func.call @long(%a4, %b4, %worker, %workers) : (memref<65536xf32>, memref<65536xf32>, index, index) -> ()
    %a5 = memref.view %arena[%o][] : memref<4194304xi8> to memref<65536xf32>
    %b5 = memref.view %arena[%p][] : memref<4194304xi8> to memref<65536xf32>
    func.call @shifted(%a5, %b5, %worker, %workers) : (memref<65536xf32>, memref<65536xf32>, index, index) -> ()
    return
  }
}
