// A planned module becomes an object file whose entry, package and table a C program can use.
// RUN: kiln-opt %s --kiln-write-object=output=%t.o -o /dev/null
// RUN: clang -I%source %S/Inputs/call-entry.c %t.o -o %t && %t | FileCheck %s
// CHECK: entries 1 arena 256
// CHECK: worker order does not matter: 3 5 7 9

module attributes {kiln.model = "tiny", kiln.source = "tiny.kiln", kiln.arena_size = 256 : i64} {
  kiln.storage param @net.w : tensor<4xf32> {kiln.offset = 0 : i64}
  func.func private @kiln_barrier(memref<64xi8>, index, index)
  func.func private @double(%x: memref<4xf32>, %y: memref<4xf32> {llvm.noalias}, %worker: index, %workers: index) {
    %c4 = arith.constant 4 : index
    scf.for %i = %worker to %c4 step %workers {
      %a = memref.load %x[%i] : memref<4xf32>
      %b = arith.addf %a, %a : f32
      memref.store %b, %y[%i] : memref<4xf32>
    }
    return
  }
  func.func private @increment(%x: memref<4xf32>, %y: memref<4xf32>, %worker: index, %workers: index) {
    %c3 = arith.constant 3 : index
    %one = arith.constant 1.0 : f32
    %c4 = arith.constant 4 : index
    scf.for %i = %worker to %c4 step %workers {
      // Another worker's part of what `double` wrote.
      %j = arith.subi %c3, %i : index
      %a = memref.load %x[%j] : memref<4xf32>
      %b = arith.addf %a, %one : f32
      memref.store %b, %y[%j] : memref<4xf32>
    }
    return
  }
  func.func @kiln_entry.step(%arena: memref<256xi8>, %call: memref<64xi8>, %worker: index, %workers: index)
      attributes {kiln.entry = "step", kiln.mode = "infer", kiln.inputs = [],
                  kiln.outputs = [{kiln.output = "y", kiln.type = tensor<4xf32>, kiln.offset = 128 : i64}]} {
    %c0 = arith.constant 0 : index
    %c64 = arith.constant 64 : index
    %c128 = arith.constant 128 : index
    %w = memref.view %arena[%c0][] : memref<256xi8> to memref<4xf32>
    %t = memref.view %arena[%c64][] : memref<256xi8> to memref<4xf32>
    %y = memref.view %arena[%c128][] : memref<256xi8> to memref<4xf32>
    func.call @double(%w, %t, %worker, %workers) : (memref<4xf32>, memref<4xf32>, index, index) -> ()
    func.call @kiln_barrier(%call, %worker, %workers) : (memref<64xi8>, index, index) -> ()
    func.call @increment(%t, %y, %worker, %workers) : (memref<4xf32>, memref<4xf32>, index, index) -> ()
    return
  }
}
