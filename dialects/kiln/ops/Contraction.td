// SPDX-License-Identifier: Apache-2.0
//===- Contraction.td -----------------------------------------------------===//
#ifndef KILN_OPS_CONTRACTION_TD
#define KILN_OPS_CONTRACTION_TD

include "dialects/kiln/ops/Base.td"

def Kiln_ContractOp : Kiln_PureOp<"contract"> {
  let summary = "sum over the labels that the result lacks of lhs[…] * rhs[…] (an einsum of two operands)";
  let description = [{
    Each axis has a small integer label: `lhs [0, 2] , rhs [2, 1] -> [0, 1]` is the matrix product. Batched,
    outer and inner products are the same op; a convolution is a contraction of a windowed `kiln.read`.
    f32 and narrower accumulate in f32, f64 in f64, integers in their own type (wrapping).

    C1: one label for each axis of lhs, rhs and result. C2: labels are distinct within lhs, within rhs and within
    the result. C3: axes of one label have one size. C4: each label of the result is a label of lhs or rhs.
    C5: a label that the result lacks is a label of both (else reduce first). C6: one element type throughout.
    Derivative: lhs' = contract(result', rhs) with the labels permuted, and so for rhs; closed under itself
    (a label that only one operand has is restored by a broadcast read).
  }];
  let arguments = (ins Kiln_NumberTensor:$lhs, Kiln_NumberTensor:$rhs, DenseI64ArrayAttr:$lhsLabels,
                       DenseI64ArrayAttr:$rhsLabels, DenseI64ArrayAttr:$resultLabels);
  let results = (outs Kiln_NumberTensor:$result);
  let assemblyFormat = [{
    $lhs $lhsLabels `,` $rhs $rhsLabels `->` $resultLabels attr-dict
    `:` type($lhs) `,` type($rhs) `->` type($result)
  }];
  let hasVerifier = 1;
}

#endif
