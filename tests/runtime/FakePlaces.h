// SPDX-License-Identifier: Apache-2.0
//
// Where the tensors of the fake model lie.
#ifndef KILN_TESTS_RUNTIME_FAKEPLACES_H
#define KILN_TESTS_RUNTIME_FAKEPLACES_H

#include "runtime/abi/Package.h"

namespace kiln::test {

inline constexpr uint64_t kFeatures = 4, kClasses = 3, kLayers = 2, kBias = 5, kMostRows = 128;

/// Offsets in the arena of the fake model.
enum Place : uint64_t {
  kWeight = 0,     ///< net.w: f32[4, 3] in panels of 2: 64 bytes
  kBiases = 64,    ///< net.layers[*].b: f32[2, 5]
  kMoment = 128,   ///< opt.m: f32[4, 3]
  kCounter = 192,  ///< opt.n: i32
  kScratch = 256,  ///< session state: f32[4]
  kLoss = 320,
  kAccuracy = 384,
  kHits = 448,
  kWorst = 512,
  kEcho = 576,
  kInputX = 640,                                        ///< f32[B, 4]
  kInputLabel = kInputX + kMostRows * kFeatures * 4,    ///< i32[B]
  kOutputY = kInputLabel + kMostRows * 4,               ///< f32[B, 3]
  kArena = kOutputY + kMostRows * kClasses * 4,
};

/// Functions of kiln_entry_table.
enum Function : uint32_t { kInit, kStep, kScore, kEchoEntry, kTiny, kFunctions };

/// Rows of the row dim that the entry functions work on; that of the last fakeModel().
extern int64_t fakeRows;

} // namespace kiln::test

/// Indexed by Function.
extern "C" const KilnEntryFn kiln_entry_table[];

#endif // KILN_TESTS_RUNTIME_FAKEPLACES_H
