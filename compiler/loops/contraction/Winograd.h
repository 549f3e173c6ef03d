// SPDX-License-Identifier: Apache-2.0
//===- Winograd.h - convolutions with fewer multiplications ---------------===//
// A convolution with kernels of 3 x 3 and stride 1 computes its result in tiles of 2 x 2: each needs a square of 4 x 4 of
// the data. With d that square, g the kernel and m a product for each of the 16 places,
//   data B' d B, kernel G g G', result A' m A                       (F(2 x 2, 3 x 3) of Lavin and Gray,
//   gradient of the kernel G' (sum of (B' d B) * (A y A')) G         "Fast Algorithms for Convolutional Neural Networks")
// so 16 multiplications do the work of 36, and each place is a contraction over the channels.
//===----------------------------------------------------------------------===//
#pragma once

#include "compiler/loops/contraction/Schedule.h"

namespace kiln::loops {

/// What the labels of a contraction are to such a convolution.
struct WinogradPlan {
  bool ofKernel = false; ///< the gradient of the kernel: its sum runs over the positions
  unsigned y, x;         ///< positions, of even sizes
  unsigned tapY, tapX;   ///< of the kernel, three of each
  bool flipsY, flipsX;   ///< taps run against the positions
  unsigned depth;        ///< channels beside the windows
  llvm::SmallVector<unsigned, 2> images;
  int64_t tileRows;      ///< rows of tiles in a block: what is made of it stays in the second-level cache
  int64_t depthBlock;    ///< channels of a unit of work (gradient of the kernel alone)
};

/// The plan and the schedule of its lanes and registers; none where the contraction is no such convolution, or so narrow
/// that the direct one is faster.
std::optional<WinogradPlan> planWinograd(const Contraction &contraction, unsigned elementBits, unsigned vectorBits,
                                         ContractionSchedule &schedule);

} // namespace kiln::loops
