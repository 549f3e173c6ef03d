// SPDX-License-Identifier: Apache-2.0
//===- Passes.td - the graph stage ----------------------------------------===//
#ifndef KILN_GRAPH_PASSES_TD
#define KILN_GRAPH_PASSES_TD

include "mlir/Pass/PassBase.td"

def DifferentiatePass : Pass<"kiln-differentiate", "::kiln::EntryOp"> {
  let summary = "replace every kiln.grad by the ops that compute it";
  let description = [{
    Reverse accumulation inside the dialect, the first `kiln.grad` of a block first, inner blocks before outer ones, so that a gradient
    of a gradient is one too. Only ops between the scalar and the values are differentiated. Scans gain rows for what the
    reverse scan reads; composites gain a `.backward` composite.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def WidenSumsPass : Pass<"kiln-widen-sums", "::kiln::EntryOp"> {
  let summary = "add f16 and bf16 up in f32";
  let description = [{
    Contractions, sums, adjoints of reads and scatters of narrow floats widen their operands, add up in f32 and round the result once.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def InvertWindowsPass : Pass<"kiln-invert-windows", "::kiln::EntryOp"> {
  let summary = "turn adjoints of windowed reads into reads and contractions";
  let description = [{
    `kiln.accumulate` over windows that do not overlap is a read by floordiv and mod. Over a contraction with unit steps, the input
    gradient of a convolution, it is a contraction of windows of the cotangent.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def UnfoldWindowsPass : Pass<"kiln-unfold-windows", "::kiln::EntryOp"> {
  let summary = "write out the reductions over small windows and their gradients";
  let description = [{
    A max-pool becomes elementwise ops on strided reads, its gradient elementwise ops on reads by floordiv and mod. The mask of a
    ReLU in front of a max-pool is taken from the pooled value, and a sum over rearranged elements is taken where they lie.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def ChooseLayoutsPass : Pass<"kiln-choose-layouts", "::kiln::EntryOp"> {
  let summary = "keep the channels of convolutions side by side";
  let description = [{
    The result of a convolution gets the axis of its weights last, and everything computed from it follows: vectors then run along
    channels, windows of pooling and padding are whole vectors, and no lane is lost to the width of an image. Values that something
    else than elementwise ops, reads, reductions and contractions needs are transposed for it.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def PadWindowsPass : Pass<"kiln-pad-windows", "::kiln::EntryOp"> {
  let summary = "let convolutions read a padded copy, without bounds, and arranged weights";
  let description = [{
    Weights are copied once into the order in which the kernel walks them. After the last canonicalisation, which would join the two reads again.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def SimplifyPass : Pass<"kiln-simplify", "::kiln::EntryOp"> {
  let summary = "fold, and rewrite what gradients leave behind";
  let description = [{
    The dialect's canonicalisations with those over several ops: reads of reads, sums of broadcasts, adjoints of reads that fetch,
    transpositions into the labels of contractions, scans without what nobody reads. A large total is summed in two steps.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def CheckIndicesPass : Pass<"kiln-check-indices", "::kiln::EntryOp"> {
  let summary = "tell whether a computed position left its axis";
  let description = [{
    The entry gets one more result, a bool with `kiln.fault`, for each index tensor of a gather that could leave its axis.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def InlineCompositesPass : Pass<"kiln-inline-composites", "::kiln::EntryOp"> {
  let summary = "replace every composite by its body";
  let options = [Option<"keepRules", "keep-rules", "bool", "false",
                        "keep those whose derivative has a rule of its own: before differentiation">];
}

def FormGroupsPass : Pass<"kiln-form-groups", "::kiln::EntryOp"> {
  let summary = "wrap what becomes one kernel in a kiln.group";
  let description = [{
    compiler/graph/FormGroups.h says what form each kind of group has.
  }];
  let options = [Option<"fuse", "fuse", "bool", "true", "false: every op is a kernel of its own">];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def GroupAttentionPass : Pass<"kiln-group-attention", "::kiln::EntryOp"> {
  let summary = "run what hands scores of queries and keys on as one kernel";
  let description = [{
    Products that make scores, passes over their rows and products with them become a group of kind "attention" (compiler/graph/Attention.h),
    where no path leads from one through something else to another. Divisions by what belongs to the query alone go behind the product.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def ChainGroupsPass : Pass<"kiln-chain-groups", "::kiln::EntryOp"> {
  let summary = "run groups that hand on each batch position by itself as one kernel";
  let description = [{
    Groups join a chain while all of them are batched over one first axis, what they hand on fits into a
    worker's cache at one position, and operands that are read again at each position are used often enough there.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

def ArrangeWeightsPass : Pass<"kiln-arrange-weights", "::kiln::EntryOp"> {
  let summary = "arrange weights once that a chain or a scan would arrange at every position or step";
  let description = [{
    The last pass of the stage. A contraction in a chain or in a scan may take a matrix from outside whose lanes do not lie side by
    side, while its other operand has none either: a copy in the order of the lanes is made in front of the chain or scan. Where
    few rows meet a large matrix at every step of a scan, the copy is one of panels, as the kernel walks them.
  }];
  let dependentDialects = ["::kiln::KilnDialect"];
}

#endif
