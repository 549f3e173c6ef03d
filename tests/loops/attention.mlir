// SPDX-License-Identifier: Apache-2.0
// RUN: kiln-opt --kiln-lower-groups %s | FileCheck %s
// RUN: kiln-opt --kiln-lower-groups=vector-bytes=32 %s | FileCheck %s --check-prefix=HALF
// RUN: %python %S/Inputs/kernels.py %s
// RUN: %python %S/Inputs/kernels.py %s --vector-bytes 32

// Tiles of 48 queries, and one vector of the five that are left. The queries of a tile are turned once; 24 sums of scores stay in registers
// with the three maxima, the exponentials and their sums follow lane by lane, and what is mixed is divided behind the product.
// CHECK-LABEL: func.func private @attention_0
// CHECK: arith.muli %arg4, %c8
// CHECK: scf.for
// CHECK: scf.if
// CHECK-COUNT-16: vector.shuffle
// CHECK: %{{.*}}:3 = scf.for
// CHECK: %{{.*}}:24 = scf.for
// CHECK-COUNT-24: math.fma
// CHECK-NOT: math.exp
// CHECK: scf.yield
// CHECK: vector.store
// CHECK: %{{.*}}:15 = scf.for
// CHECK: %{{.*}}:3 = scf.for
// CHECK: llvm.ldexp
// CHECK: arith.divf
// CHECK: vector.store %{{.*}}, %[[SHARES:.*]][%
// CHECK: %{{.*}}:25 = scf.for
// CHECK-COUNT-2: vector.load
// CHECK-COUNT-24: math.fma
// CHECK: memref.load %[[SHARES]]
// CHECK-NOT: arith.divf
// CHECK: } else {
// CHECK: return
// With sixteen registers tiles of 24 queries, and four products of each of twelve sums at once; the key behind whole fours apart.
// HALF-LABEL: func.func private @attention_0
// HALF: %{{.*}}:12 = scf.for {{.*}} to %c16{{[_0-9]*}} step %c4
// HALF-COUNT-48: math.fma
// HALF-NOT: math.fma
// HALF: scf.yield
// HALF: llvm.ldexp
// HALF: %{{.*}}:13 = scf.for
// HALF-COUNT-48: math.fma
// HALF-NOT: math.fma
// HALF: scf.yield
// HALF: %{{.*}}:13 = scf.for
// HALF-COUNT-12: math.fma
// HALF-NOT: math.fma
// HALF: scf.yield
kiln.entry infer @forward(%q: tensor<2x53x2x16xf32> {kiln.input = "q"}, %k: tensor<2x37x2x16xf32> {kiln.input = "k"}, %v: tensor<2x37x2x32xf32> {kiln.input = "v"})
    -> (tensor<2x53x2x32xf32> {kiln.output = "y"}) {
  %r = kiln.group "attention" (%q, %k, %v)
      : (tensor<2x53x2x16xf32>, tensor<2x37x2x16xf32>, tensor<2x37x2x32xf32>) -> (tensor<2x53x2x32xf32>) {
  ^bb0(%q_: tensor<2x53x2x16xf32>, %k_: tensor<2x37x2x16xf32>, %v_: tensor<2x37x2x32xf32>):
    %s = kiln.contract %q_ [0, 1, 2, 3], %k_ [0, 4, 2, 3] -> [0, 2, 1, 4] : tensor<2x53x2x16xf32>, tensor<2x37x2x16xf32> -> tensor<2x2x53x37xf32>
    %eight = kiln.constant dense<3.0> : tensor<2x2x53x37xf32>
    %x = kiln.div %s, %eight : tensor<2x2x53x37xf32>
    %max = kiln.reduce max %x [3] : tensor<2x2x53x37xf32> -> tensor<2x2x53xf32>
    %top = kiln.read %max affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<2x2x53xf32> -> tensor<2x2x53x37xf32>
    %less = kiln.sub %x, %top : tensor<2x2x53x37xf32>
    %e = kiln.exp %less : tensor<2x2x53x37xf32>
    %total = kiln.reduce sum %e [3] : tensor<2x2x53x37xf32> -> tensor<2x2x53xf32>
    %one = kiln.constant dense<1.0> : tensor<2x2x53xf32>
    %share = kiln.div %one, %total : tensor<2x2x53xf32>
    %sums = kiln.contract %e [0, 1, 2, 3], %v_ [0, 3, 1, 4] -> [0, 2, 1, 4] : tensor<2x2x53x37xf32>, tensor<2x37x2x32xf32> -> tensor<2x53x2x32xf32>
    %spread = kiln.read %share affine_map<(d0, d1, d2, d3) -> (d0, d2, d1)> : tensor<2x2x53xf32> -> tensor<2x53x2x32xf32>
    %y = kiln.mul %sums, %spread : tensor<2x53x2x32xf32>
    kiln.yield %y : tensor<2x53x2x32xf32>
  }
  kiln.return %r : tensor<2x53x2x32xf32>
}

// Keys end with the tile: those before it without a mask, then a diagonal of one vector after the other. Shares are written out with zeros beyond.
// CHECK-LABEL: func.func private @attention_1
// CHECK: %[[FIRST:.*]] = arith.muli %{{.*}}, %c48
// CHECK: scf.for %{{.*}} = %c0{{.*}} to %[[FIRST]] step %c8
// CHECK-NOT: arith.cmpi
// CHECK: scf.yield %{{.*}} : vector<16xf32>, vector<16xf32>, vector<16xf32>
// CHECK: %{{.*}}:24 = scf.for
// CHECK: arith.cmpi sle
// CHECK: %{{.*}}:16 = scf.for
// CHECK: %{{.*}}:8 = scf.for
kiln.entry infer @causal(%q: tensor<1x53x2x16xf32> {kiln.input = "q"}, %k: tensor<1x53x2x16xf32> {kiln.input = "k"}, %v: tensor<1x53x2x16xf32> {kiln.input = "v"})
    -> (tensor<1x53x2x16xf32> {kiln.output = "y"}, tensor<1x2x53x53xf32> {kiln.output = "p"}, tensor<1x2x53xf32> {kiln.output = "l"}) {
  %r:3 = kiln.group "attention" (%q, %k, %v)
      : (tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>) -> (tensor<1x53x2x16xf32>, tensor<1x2x53x53xf32>, tensor<1x2x53xf32>) {
  ^bb0(%q_: tensor<1x53x2x16xf32>, %k_: tensor<1x53x2x16xf32>, %v_: tensor<1x53x2x16xf32>):
    %s = kiln.contract %q_ [0, 1, 2, 3], %k_ [0, 4, 2, 3] -> [0, 2, 1, 4] : tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32> -> tensor<1x2x53x53xf32>
    %eight = kiln.constant dense<3.0> : tensor<1x2x53x53xf32>
    %x = kiln.div %s, %eight : tensor<1x2x53x53xf32>
    %keys = kiln.iota 1 : tensor<53x53xi32>
    %queries = kiln.iota 0 : tensor<53x53xi32>
    %seen = kiln.compare le %keys, %queries : tensor<53x53xi32> -> tensor<53x53xi1>
    %mask = kiln.read %seen affine_map<(d0, d1, d2, d3) -> (d2, d3)> : tensor<53x53xi1> -> tensor<1x2x53x53xi1>
    %low = kiln.constant dense<0xFF800000> : tensor<1x2x53x53xf32>
    %z = kiln.select %mask, %x, %low : tensor<1x2x53x53xi1>, tensor<1x2x53x53xf32>
    %max = kiln.reduce max %z [3] : tensor<1x2x53x53xf32> -> tensor<1x2x53xf32>
    %top = kiln.read %max affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<1x2x53xf32> -> tensor<1x2x53x53xf32>
    %less = kiln.sub %z, %top : tensor<1x2x53x53xf32>
    %e = kiln.exp %less : tensor<1x2x53x53xf32>
    %none = kiln.constant dense<0.0> : tensor<1x2x53x53xf32>
    %kept = kiln.select %mask, %e, %none : tensor<1x2x53x53xi1>, tensor<1x2x53x53xf32>
    %total = kiln.reduce sum %kept [3] : tensor<1x2x53x53xf32> -> tensor<1x2x53xf32>
    %all = kiln.read %total affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<1x2x53xf32> -> tensor<1x2x53x53xf32>
    %p = kiln.div %kept, %all : tensor<1x2x53x53xf32>
    %y = kiln.contract %p [0, 1, 2, 3], %v_ [0, 3, 1, 4] -> [0, 2, 1, 4] : tensor<1x2x53x53xf32>, tensor<1x53x2x16xf32> -> tensor<1x53x2x16xf32>
    kiln.yield %y, %p, %total : tensor<1x53x2x16xf32>, tensor<1x2x53x53xf32>, tensor<1x2x53xf32>
  }
  kiln.return %r#0, %r#1, %r#2 : tensor<1x53x2x16xf32>, tensor<1x2x53x53xf32>, tensor<1x2x53xf32>
}

// Forward and all gradients: six products over the scores of a tile, those of the derivative made where the shares are known. Sums over queries
// belong to one worker, tile by tile.
// CHECK-LABEL: func.func private @attention_2
// CHECK: arith.muli %arg8, %c2
// CHECK: scf.for
// CHECK-COUNT-2: vector.store %cst
// CHECK: return
kiln.entry infer @both(%q: tensor<2x53x1x32xf32> {kiln.input = "q"}, %k: tensor<2x37x1x32xf32> {kiln.input = "k"}, %v: tensor<2x37x1x16xf32> {kiln.input = "v"}, %g: tensor<2x53x1x16xf32> {kiln.input = "g"})
    -> (tensor<2x53x1x16xf32> {kiln.output = "y"}, tensor<2x53x1x32xf32> {kiln.output = "dq"}, tensor<2x37x1x32xf32> {kiln.output = "dk"}, tensor<2x37x1x16xf32> {kiln.output = "dv"}) {
  %r:4 = kiln.group "attention" (%q, %k, %v, %g)
      : (tensor<2x53x1x32xf32>, tensor<2x37x1x32xf32>, tensor<2x37x1x16xf32>, tensor<2x53x1x16xf32>) -> (tensor<2x53x1x16xf32>, tensor<2x53x1x32xf32>, tensor<2x37x1x32xf32>, tensor<2x37x1x16xf32>) {
  ^bb0(%q_: tensor<2x53x1x32xf32>, %k_: tensor<2x37x1x32xf32>, %v_: tensor<2x37x1x16xf32>, %g_: tensor<2x53x1x16xf32>):
    %s = kiln.contract %q_ [0, 1, 2, 3], %k_ [0, 4, 2, 3] -> [0, 2, 1, 4] : tensor<2x53x1x32xf32>, tensor<2x37x1x32xf32> -> tensor<2x1x53x37xf32>
    %eight = kiln.constant dense<3.0> : tensor<2x1x53x37xf32>
    %x = kiln.div %s, %eight : tensor<2x1x53x37xf32>
    %max = kiln.reduce max %x [3] : tensor<2x1x53x37xf32> -> tensor<2x1x53xf32>
    %top = kiln.read %max affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<2x1x53xf32> -> tensor<2x1x53x37xf32>
    %less = kiln.sub %x, %top : tensor<2x1x53x37xf32>
    %e = kiln.exp %less : tensor<2x1x53x37xf32>
    %total = kiln.reduce sum %e [3] : tensor<2x1x53x37xf32> -> tensor<2x1x53xf32>
    %all = kiln.read %total affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<2x1x53xf32> -> tensor<2x1x53x37xf32>
    %p = kiln.div %e, %all : tensor<2x1x53x37xf32>
    %y = kiln.contract %p [0, 1, 2, 3], %v_ [0, 3, 1, 4] -> [0, 2, 1, 4] : tensor<2x1x53x37xf32>, tensor<2x37x1x16xf32> -> tensor<2x53x1x16xf32>
    %dp = kiln.contract %g_ [0, 2, 1, 4], %v_ [0, 3, 1, 4] -> [0, 1, 2, 3] : tensor<2x53x1x16xf32>, tensor<2x37x1x16xf32> -> tensor<2x1x53x37xf32>
    %w = kiln.mul %dp, %p : tensor<2x1x53x37xf32>
    %d = kiln.reduce sum %w [3] : tensor<2x1x53x37xf32> -> tensor<2x1x53xf32>
    %dd = kiln.read %d affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<2x1x53xf32> -> tensor<2x1x53x37xf32>
    %c = kiln.sub %dp, %dd : tensor<2x1x53x37xf32>
    %ds = kiln.mul %p, %c : tensor<2x1x53x37xf32>
    %dq = kiln.contract %ds [0, 2, 1, 4], %k_ [0, 4, 2, 3] -> [0, 1, 2, 3] : tensor<2x1x53x37xf32>, tensor<2x37x1x32xf32> -> tensor<2x53x1x32xf32>
    %dk = kiln.contract %q_ [0, 1, 2, 3], %ds [0, 2, 1, 4] -> [0, 4, 2, 3] : tensor<2x53x1x32xf32>, tensor<2x1x53x37xf32> -> tensor<2x37x1x32xf32>
    %dv = kiln.contract %p [0, 1, 2, 3], %g_ [0, 2, 1, 4] -> [0, 3, 1, 4] : tensor<2x1x53x37xf32>, tensor<2x53x1x16xf32> -> tensor<2x37x1x16xf32>
    kiln.yield %y, %dq, %dk, %dv : tensor<2x53x1x16xf32>, tensor<2x53x1x32xf32>, tensor<2x37x1x32xf32>, tensor<2x37x1x16xf32>
  }
  kiln.return %r#0, %r#1, %r#2, %r#3 : tensor<2x53x1x16xf32>, tensor<2x53x1x32xf32>, tensor<2x37x1x32xf32>, tensor<2x37x1x16xf32>
}

kiln.entry infer @both_causal(%q: tensor<1x53x2x16xf32> {kiln.input = "q"}, %k: tensor<1x53x2x16xf32> {kiln.input = "k"}, %v: tensor<1x53x2x16xf32> {kiln.input = "v"}, %g: tensor<1x53x2x16xf32> {kiln.input = "g"})
    -> (tensor<1x53x2x16xf32> {kiln.output = "y"}, tensor<1x53x2x16xf32> {kiln.output = "dq"}, tensor<1x53x2x16xf32> {kiln.output = "dk"}, tensor<1x53x2x16xf32> {kiln.output = "dv"}) {
  %r:4 = kiln.group "attention" (%q, %k, %v, %g)
      : (tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>) -> (tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>) {
  ^bb0(%q_: tensor<1x53x2x16xf32>, %k_: tensor<1x53x2x16xf32>, %v_: tensor<1x53x2x16xf32>, %g_: tensor<1x53x2x16xf32>):
    %s = kiln.contract %q_ [0, 1, 2, 3], %k_ [0, 4, 2, 3] -> [0, 2, 1, 4] : tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32> -> tensor<1x2x53x53xf32>
    %eight = kiln.constant dense<3.0> : tensor<1x2x53x53xf32>
    %x = kiln.div %s, %eight : tensor<1x2x53x53xf32>
    %keys = kiln.iota 1 : tensor<53x53xi32>
    %queries = kiln.iota 0 : tensor<53x53xi32>
    %seen = kiln.compare le %keys, %queries : tensor<53x53xi32> -> tensor<53x53xi1>
    %mask = kiln.read %seen affine_map<(d0, d1, d2, d3) -> (d2, d3)> : tensor<53x53xi1> -> tensor<1x2x53x53xi1>
    %low = kiln.constant dense<0xFF800000> : tensor<1x2x53x53xf32>
    %z = kiln.select %mask, %x, %low : tensor<1x2x53x53xi1>, tensor<1x2x53x53xf32>
    %max = kiln.reduce max %z [3] : tensor<1x2x53x53xf32> -> tensor<1x2x53xf32>
    %top = kiln.read %max affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<1x2x53xf32> -> tensor<1x2x53x53xf32>
    %less = kiln.sub %z, %top : tensor<1x2x53x53xf32>
    %e = kiln.exp %less : tensor<1x2x53x53xf32>
    %none = kiln.constant dense<0.0> : tensor<1x2x53x53xf32>
    %kept = kiln.select %mask, %e, %none : tensor<1x2x53x53xi1>, tensor<1x2x53x53xf32>
    %total = kiln.reduce sum %kept [3] : tensor<1x2x53x53xf32> -> tensor<1x2x53xf32>
    %all = kiln.read %total affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<1x2x53xf32> -> tensor<1x2x53x53xf32>
    %p = kiln.div %kept, %all : tensor<1x2x53x53xf32>
    %y = kiln.contract %p [0, 1, 2, 3], %v_ [0, 3, 1, 4] -> [0, 2, 1, 4] : tensor<1x2x53x53xf32>, tensor<1x53x2x16xf32> -> tensor<1x53x2x16xf32>
    %dp = kiln.contract %g_ [0, 2, 1, 4], %v_ [0, 3, 1, 4] -> [0, 1, 2, 3] : tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32> -> tensor<1x2x53x53xf32>
    %w = kiln.mul %dp, %p : tensor<1x2x53x53xf32>
    %d = kiln.reduce sum %w [3] : tensor<1x2x53x53xf32> -> tensor<1x2x53xf32>
    %dd = kiln.read %d affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<1x2x53xf32> -> tensor<1x2x53x53xf32>
    %c = kiln.sub %dp, %dd : tensor<1x2x53x53xf32>
    %ds = kiln.mul %p, %c : tensor<1x2x53x53xf32>
    %dq = kiln.contract %ds [0, 2, 1, 4], %k_ [0, 4, 2, 3] -> [0, 1, 2, 3] : tensor<1x2x53x53xf32>, tensor<1x53x2x16xf32> -> tensor<1x53x2x16xf32>
    %dk = kiln.contract %q_ [0, 1, 2, 3], %ds [0, 2, 1, 4] -> [0, 4, 2, 3] : tensor<1x53x2x16xf32>, tensor<1x2x53x53xf32> -> tensor<1x53x2x16xf32>
    %dv = kiln.contract %p [0, 1, 2, 3], %g_ [0, 2, 1, 4] -> [0, 3, 1, 4] : tensor<1x2x53x53xf32>, tensor<1x53x2x16xf32> -> tensor<1x53x2x16xf32>
    kiln.yield %y, %dq, %dk, %dv : tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>
  }
  kiln.return %r#0, %r#1, %r#2, %r#3 : tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>, tensor<1x53x2x16xf32>
}

// Shares that were kept come in along the keys and are turned.
// CHECK-LABEL: func.func private @attention_4
// CHECK-COUNT-64: vector.shuffle
// CHECK: return
kiln.entry infer @backward(%p: tensor<1x2x53x37xf32> {kiln.input = "p"}, %q: tensor<1x53x2x16xf32> {kiln.input = "q"}, %k: tensor<1x37x2x16xf32> {kiln.input = "k"}, %v: tensor<1x37x2x16xf32> {kiln.input = "v"}, %g: tensor<1x53x2x16xf32> {kiln.input = "g"})
    -> (tensor<1x53x2x16xf32> {kiln.output = "dq"}, tensor<1x37x2x16xf32> {kiln.output = "dk"}, tensor<1x37x2x16xf32> {kiln.output = "dv"}) {
  %r:3 = kiln.group "attention" (%p, %q, %k, %v, %g)
      : (tensor<1x2x53x37xf32>, tensor<1x53x2x16xf32>, tensor<1x37x2x16xf32>, tensor<1x37x2x16xf32>, tensor<1x53x2x16xf32>) -> (tensor<1x53x2x16xf32>, tensor<1x37x2x16xf32>, tensor<1x37x2x16xf32>) {
  ^bb0(%p_: tensor<1x2x53x37xf32>, %q_: tensor<1x53x2x16xf32>, %k_: tensor<1x37x2x16xf32>, %v_: tensor<1x37x2x16xf32>, %g_: tensor<1x53x2x16xf32>):
    %dp = kiln.contract %g_ [0, 2, 1, 4], %v_ [0, 3, 1, 4] -> [0, 1, 2, 3] : tensor<1x53x2x16xf32>, tensor<1x37x2x16xf32> -> tensor<1x2x53x37xf32>
    %w = kiln.mul %dp, %p_ : tensor<1x2x53x37xf32>
    %d = kiln.reduce sum %w [3] : tensor<1x2x53x37xf32> -> tensor<1x2x53xf32>
    %dd = kiln.read %d affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)> : tensor<1x2x53xf32> -> tensor<1x2x53x37xf32>
    %c = kiln.sub %dp, %dd : tensor<1x2x53x37xf32>
    %ds = kiln.mul %p_, %c : tensor<1x2x53x37xf32>
    %dq = kiln.contract %ds [0, 2, 1, 4], %k_ [0, 4, 2, 3] -> [0, 1, 2, 3] : tensor<1x2x53x37xf32>, tensor<1x37x2x16xf32> -> tensor<1x53x2x16xf32>
    %dk = kiln.contract %q_ [0, 1, 2, 3], %ds [0, 2, 1, 4] -> [0, 4, 2, 3] : tensor<1x53x2x16xf32>, tensor<1x2x53x37xf32> -> tensor<1x37x2x16xf32>
    %dv = kiln.contract %p_ [0, 1, 2, 3], %g_ [0, 2, 1, 4] -> [0, 3, 1, 4] : tensor<1x2x53x37xf32>, tensor<1x53x2x16xf32> -> tensor<1x37x2x16xf32>
    kiln.yield %dq, %dk, %dv : tensor<1x53x2x16xf32>, tensor<1x37x2x16xf32>, tensor<1x37x2x16xf32>
  }
  kiln.return %r#0, %r#1, %r#2 : tensor<1x53x2x16xf32>, tensor<1x37x2x16xf32>, tensor<1x37x2x16xf32>
}
