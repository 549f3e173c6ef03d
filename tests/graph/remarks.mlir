// Groups that are two where one uses the other say why, to whoever listens.
// RUN: kiln-opt %s --kiln-form-groups --split-input-file --remark-format=emitRemark --remarks-filter=fusion -o /dev/null 2>&1 | FileCheck %s
// RUN: kiln-opt %s --kiln-form-groups --split-input-file -o /dev/null 2>&1 | count 0

// CHECK: Function=layer {{.*}} Bytes=80,{{.*}} Reason="no kernel is both a contraction and a pass over rows"
kiln.entry infer @layer(%x: tensor<4x3xf32> {kiln.input = "x"}, %w: tensor<3x5xf32> {kiln.input = "w"}) -> (tensor<4xf32> {kiln.output = "y"}) {
  %z = kiln.contract %x [0, 2], %w [2, 1] -> [0, 1] : tensor<4x3xf32>, tensor<3x5xf32> -> tensor<4x5xf32>
  %max = kiln.reduce max %z [1] : tensor<4x5xf32> -> tensor<4xf32>
  kiln.return %max : tensor<4xf32>
}

// -----

// CHECK: Function=two {{.*}} Bytes=80,{{.*}} Reason="a contraction reads its operands from memory, again for each tile"
kiln.entry infer @two(%x: tensor<4x3xf32> {kiln.input = "x"}, %w: tensor<3x5xf32> {kiln.input = "w"}) -> (tensor<4x4xf32> {kiln.output = "y"}) {
  %z = kiln.contract %x [0, 2], %w [2, 1] -> [0, 1] : tensor<4x3xf32>, tensor<3x5xf32> -> tensor<4x5xf32>
  %y = kiln.contract %z [0, 2], %z [1, 2] -> [0, 1] : tensor<4x5xf32>, tensor<4x5xf32> -> tensor<4x4xf32>
  kiln.return %y : tensor<4x4xf32>
}

// -----

// CHECK: Function=epilogue {{.*}} Reason="beside the result of the contraction it would read 3 more tensors of full size; an epilogue takes 2"
kiln.entry infer @epilogue(%x: tensor<4x3xf32> {kiln.input = "x"}, %w: tensor<3x5xf32> {kiln.input = "w"}, %a: tensor<4x5xf32> {kiln.input = "a"},
                           %b: tensor<4x5xf32> {kiln.input = "b"}, %c: tensor<4x5xf32> {kiln.input = "c"}) -> (tensor<4x5xf32> {kiln.output = "y"}) {
  %z = kiln.contract %x [0, 2], %w [2, 1] -> [0, 1] : tensor<4x3xf32>, tensor<3x5xf32> -> tensor<4x5xf32>
  %p = kiln.mul %z, %a : tensor<4x5xf32>
  %q = kiln.mul %p, %b : tensor<4x5xf32>
  %y = kiln.add %q, %c : tensor<4x5xf32>
  kiln.return %y : tensor<4x5xf32>
}

// -----

// CHECK: Function=shift {{.*}} Reason="it is read at other positions than it is computed at"
kiln.entry infer @shift(%x: tensor<8xf32> {kiln.input = "x"}) -> (tensor<8xf32> {kiln.output = "y"}) {
  %e = kiln.exp %x : tensor<8xf32>
  %r = kiln.read %e affine_map<(d0) -> (7 - d0)> : tensor<8xf32> -> tensor<8xf32>
  %y = kiln.exp %r : tensor<8xf32>
  kiln.return %y : tensor<8xf32>
}
