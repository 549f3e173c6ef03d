// SPDX-License-Identifier: Apache-2.0
//===- Winograd.h - convolutions with fewer multiplications ---------------===//
// A convolution with kernels of R x R, R = 3 or 2, and stride 1 computes its result in tiles of T x T: each needs a square of
// R + T - 1 by R + T - 1 of the data. With d that square, g the kernel and m a product for each of its places,
//   data B' d B, kernel G g G', result A' m A                       (F(T x T, R x R) of Lavin and Gray,
//   gradient of the kernel G' (sum of (B' d B) * (A y A')) G         "Fast Algorithms for Convolutional Neural Networks")
// so for T = 2 16 multiplications do the work of 36, or 9 the work of 16, and each place is a contraction over the channels. The
// phases of a transposed convolution are convolutions of their own; those of its input's gradient are added up.
// T = 4, for kernels of 3 x 3, leaves 36 of 144. Its matrices hold more than 1 and 1/2, so its errors are larger than those of a
// sum of the same length, and it is never the cost model's choice.
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/loops/contraction/Schedule.h"

namespace kiln::loops {

/// What the labels of a contraction are to such a convolution.
struct WinogradPlan {
  bool ofKernel = false; ///< the gradient of the kernel: its sum runs over the positions
  int64_t tile = 2;      ///< results of a tile, down and across: 2 or 4
  int64_t taps;          ///< R: 3 or 2
  unsigned y, x;         ///< positions
  unsigned tapY, tapX;   ///< of the kernel
  bool flipsY, flipsX;   ///< taps run against the positions
  llvm::SmallVector<LabelAxis, 4> depths; ///< summed channels beside the windows, with unit steps last; of a kernel's gradient the one that the result has
  llvm::SmallVector<LabelAxis, 4> phases; ///< of both operands and of the result; of a kernel's gradient also other channels of the data
  llvm::SmallVector<LabelAxis, 4> images;
  int64_t imageBlock; ///< images of the last axis in a block
  int64_t tileRows;   ///< rows of tiles in a block: what is made of it stays in the second-level cache
  int64_t depthBlock; ///< channels of a unit of work (gradient of the kernel alone)
  int64_t depthBlocks = 1; ///< of channels, added up one after the other where there are few tiles (not of the gradient of the kernel)
  int64_t laneBlock;  ///< lanes of a unit of work (not of the gradient of the kernel): all where the transformed kernels are kept
  int64_t tileColumns; ///< of them in such a row: all, if a row is not too large
  int64_t tileRowsOfImage, tileColumnsOfImage;
  LinearForm row, column; ///< the positions themselves: in the last tiles of odd sizes, the second one does not exist

  int64_t side() const { return taps + tile - 1; }
  int64_t places() const { return side() * side(); }
  int64_t tiles() const { return imageBlock * tileRows * tileColumns; } ///< of a block
  int64_t depth() const {
    int64_t n = 1;
    for (const LabelAxis &axis : depths)
      n *= axis.size;
    return n;
  }
  /// Whether a worker transforms the kernels once and keeps them, and how many elements these are.
  bool keepsKernels(const ContractionSchedule &s) const { return !ofKernel && phases.empty() && laneBlock == s.lanes.size; }
  /// Elements from place to place of the transformed kernels, a line more than they are: what lies powers of two apart shares few sets of a cache.
  int64_t kernelPlace() const { return depth() * laneBlock + kLine; }
  int64_t kernelElements() const { return places() * kernelPlace(); }
  static constexpr int64_t kLine = 16;
};

/// `contraction` with two of its labels divided, so that it is a convolution as above where it is one with strides, with more taps or with
/// dilation; none where there are no two such labels. The data is the left operand, or the right one if `swapped`.
std::optional<Contraction> splitWindows(const Contraction &contraction, bool swapped);

/// The plan for tiles of `tile` x `tile` results and the schedule of its lanes and registers, with the register tile of `choices`; none where the
/// contraction is no such convolution, or (of 2 x 2, which nobody has to ask for) so narrow that the direct one is faster, or the register tile
/// does not fit.
std::optional<WinogradPlan> planWinograd(const Contraction &contraction, unsigned elementBits, unsigned vectorBits, int64_t tile,
                                         const ScheduleChoices &choices, ContractionSchedule &schedule);

/// Whether both of one contraction add the same products up in the same order.
bool haveSameSums(const WinogradPlan &a, const WinogradPlan &b);

} // namespace kiln::loops
