// Six sums of sixteen floats fit into the registers of 512 bits and not into sixteen of 128: what the allocator does to an innermost
// loop is told with its kernel.
// RUN: kiln-opt %s --kiln-write-object="output=%t.o cpu=x86-64" -o /dev/null 2>&1 | FileCheck %s
// RUN: kiln-opt %s --kiln-write-object="output=%t.o cpu=x86-64-v4" -o /dev/null 2>&1 | count 0
// CHECK: remark: kernel sums spills registers: {{[0-9]+}} stores and {{[1-9][0-9]*}} loads of the stack in an innermost loop

module attributes {kiln.model = "tiny", kiln.source = "tiny.kiln", kiln.arena_size = 65536 : i64} {
  func.func private @sums(%x: memref<6144xf32>, %y: memref<96xf32>, %worker: index, %workers: index) {
    %c0 = arith.constant 0 : index
    %c16 = arith.constant 16 : index
    %c32 = arith.constant 32 : index
    %c48 = arith.constant 48 : index
    %c64 = arith.constant 64 : index
    %c80 = arith.constant 80 : index
    %c6144 = arith.constant 6144 : index
    %zero = arith.constant dense<0.0> : vector<16xf32>
    %sums:6 = scf.for %i = %c0 to %c6144 step %c16 iter_args(%a = %zero, %b = %zero, %c = %zero, %d = %zero, %e = %zero, %f = %zero)
        -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>) {
      %v = vector.load %x[%i] : memref<6144xf32>, vector<16xf32>
      %a1 = arith.addf %a, %v : vector<16xf32>
      %b1 = arith.mulf %b, %v : vector<16xf32>
      %c1 = arith.subf %c, %v : vector<16xf32>
      %d1 = arith.divf %d, %v : vector<16xf32>
      %e1 = arith.subf %v, %e : vector<16xf32>
      %f1 = arith.divf %v, %f : vector<16xf32>
      scf.yield %a1, %b1, %c1, %d1, %e1, %f1
          : vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>
    }
    vector.store %sums#0, %y[%c0] : memref<96xf32>, vector<16xf32>
    vector.store %sums#1, %y[%c16] : memref<96xf32>, vector<16xf32>
    vector.store %sums#2, %y[%c32] : memref<96xf32>, vector<16xf32>
    vector.store %sums#3, %y[%c48] : memref<96xf32>, vector<16xf32>
    vector.store %sums#4, %y[%c64] : memref<96xf32>, vector<16xf32>
    vector.store %sums#5, %y[%c80] : memref<96xf32>, vector<16xf32>
    return
  }
  func.func @kiln_entry.step(%arena: memref<65536xi8>, %call: memref<64xi8>, %worker: index, %workers: index)
      attributes {kiln.entry = "step", kiln.mode = "infer", kiln.inputs = [], kiln.outputs = []} {
    %c0 = arith.constant 0 : index
    %c32768 = arith.constant 32768 : index
    %x = memref.view %arena[%c0][] : memref<65536xi8> to memref<6144xf32>
    %y = memref.view %arena[%c32768][] : memref<65536xi8> to memref<96xf32>
    func.call @sums(%x, %y, %worker, %workers) : (memref<6144xf32>, memref<96xf32>, index, index) -> ()
    return
  }
}
