// SPDX-License-Identifier: Apache-2.0
//===- Random.td ----------------------------------------------------------===//
#ifndef KILN_OPS_RANDOM_TD
#define KILN_OPS_RANDOM_TD

include "dialects/kiln/ops/Base.td"

def Kiln_Draw : I32EnumAttr<"Draw", "what is drawn", [
    I32EnumAttrCase<"bits", 0>, I32EnumAttrCase<"uniform", 1>, I32EnumAttrCase<"normal", 2>]> {
  let cppNamespace = "::kiln";
}
def Kiln_RandomOp : Kiln_PureOp<"random"> {
  let summary = "counter-based random numbers: a pure function of seed, stream, call count, layer and element number";
  let description = [{
    Philox-4x32-10 (Salmon et al. 2011). Key: (seed, stream). Counter of a block: (block number, layer, low and high word of the
    call count). Element e (row-major) takes word (e / 16) mod 4 of block (e / 64) * 16 + e mod 16. `stream` is the FNV-1a hash (32 bits) of the draw's
    call path. bits: the word as ui32. uniform: the top 24 bits times 2^-24, in [0, 1). normal: Box-Muller over words (0, 1) and (2, 3) of one block:
    u = (top 24 bits + 1) * 2^-24 of the even word, v = top 24 bits * 2^-24 of the odd word; the even word's element is sqrt(-2 log u) cos(2 pi v), the odd
    word's the same with sin. f64 results are the f32 results widened. No derivative.
    C1: bits gives ui32, the others f32 or f64. C2: seed, count and layer are scalars.
  }];
  let arguments = (ins Kiln_Draw:$kind, StaticShapeTensorOf<[UI32]>:$seed, StaticShapeTensorOf<[I64]>:$count, StaticShapeTensorOf<[I32]>:$layer, I64Attr:$stream);
  let results = (outs Kiln_NumberTensor:$result);
  let assemblyFormat = "$kind $seed `,` $count `,` $layer `stream` $stream attr-dict `:` type($seed) `,` type($count) `,` type($layer) `->` type($result)";
  let hasVerifier = 1;
}

#endif
