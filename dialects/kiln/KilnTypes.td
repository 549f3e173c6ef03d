// SPDX-License-Identifier: Apache-2.0
//===- KilnTypes.td - the tensors that the dialect speaks of --------------===//
#ifndef KILN_TYPES_TD
#define KILN_TYPES_TD

include "dialects/kiln/KilnDialect.td"

def Kiln_FloatElement : AnyTypeOf<[F64, F32, BF16, F16]>;
def Kiln_IntElement : AnyTypeOf<[I64, I32, I8, UI8, UI32]>;
def Kiln_BoolElement : TypeAlias<I1, "bool">;
def Kiln_Element : AnyTypeOf<[F64, F32, BF16, F16, I64, I32, I8, UI8, UI32, I1]>;

def Kiln_Tensor : StaticShapeTensorOf<[F64, F32, BF16, F16, I64, I32, I8, UI8, UI32, I1]>;
def Kiln_FloatTensor : StaticShapeTensorOf<[F64, F32, BF16, F16]>;
def Kiln_IntTensor : StaticShapeTensorOf<[I64, I32, I8, UI8, UI32]>;
def Kiln_NumberTensor : StaticShapeTensorOf<[F64, F32, BF16, F16, I64, I32, I8, UI8, UI32]>;
def Kiln_BoolTensor : StaticShapeTensorOf<[I1]>;
def Kiln_BitsTensor : StaticShapeTensorOf<[I64, I32, I8, UI8, UI32, I1]>;

#endif
