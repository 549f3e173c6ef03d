// SPDX-License-Identifier: Apache-2.0
//===- Tuning.h - the file beside a model that chooses schedules -----------===//
//
//   # comments
//   tolerance 1e-5                     results may differ by that much, relative to the largest element; none: same bits
//   cpu znver5, caches 48K 1M 32M      what follows holds for this CPU alone
//   step net.l1 contraction 128x512x784: tile 12 x 32, unpacked
//   step line 31 attention 12x197x197: tiles of 32 queries
//   step chains: up to 384K
//
// A kernel's line: the entry (or *), the path of the model or the line, the kind and the sizes of the kernel (or *) as `kiln explain` prints them.
// A path may have [*] for all numbers. Nothing here depends on MLIR but the names of choices (dialects/kiln/Schedule.def).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kiln {

/// What a file says wrong, or about nothing that there is.
struct TuningError {
  unsigned line = 0, column = 0; ///< from 1
  std::string text, help;
};

/// Where a kernel comes from, and what it computes.
struct KernelKey {
  std::string path;    ///< `net.layers[*].norm`; empty where only a line is known
  unsigned line = 0;   ///< of the model; used where there is no path
  std::string kind;    ///< of the group
  std::string sizes;   ///< `128x512x784`: rows, lanes and products of one sum; before them those of a batch
  /// `net.l1 contraction 128x512x784`.
  std::string text() const;
  bool operator==(const KernelKey &) const = default;
};

struct KernelChoices {
  std::string entry; ///< `*`: any
  KernelKey kernel;
  std::vector<std::pair<std::string, int64_t>> choices; ///< by the keys of Schedule.def
  unsigned line = 0, column = 0;                        ///< in the file
  /// Whether it is about that kernel, or would be if that had the same sizes.
  bool isAbout(llvm::StringRef entry, const KernelKey &key, bool ofAnySizes = false) const;
  /// `tile 12 x 32, unpacked`.
  std::string choicesText() const;
};

struct ChainChoice {
  std::string entry;
  int64_t bytes = 0; ///< 0: no chains
  unsigned line = 0, column = 0;
};

/// What is chosen for one CPU.
struct Tuning {
  std::string file; ///< its name in messages
  std::string cpu;  ///< empty: for any
  std::vector<int64_t> caches; ///< bytes, first level first; empty: not known
  double tolerance = 0;        ///< 0: same bits
  std::vector<KernelChoices> kernels;
  std::vector<ChainChoice> chains;
  bool isEmpty() const { return kernels.empty() && chains.empty(); }
};

struct TuningFile {
  std::string file; ///< its name in messages
  double tolerance = 0;
  std::vector<Tuning> targets; ///< one for each `cpu` line; before them what stands before the first

  /// What holds for `cpu`: that of any and its own. None where there are lines, but for other CPUs alone.
  std::optional<Tuning> of(llvm::StringRef cpu) const;
  /// `znver4, znver5`.
  std::string cpus() const;
};

/// Bytes, lines and choices that a file may have.
inline constexpr size_t kTuningBytes = 1 << 20, kTuningLines = 10000, kTuningChoices = 16;

/// Reads `text`; nothing behind `errors`.
std::optional<TuningFile> parseTuning(llvm::StringRef text, llvm::StringRef file, std::vector<TuningError> &errors);

/// The text with the lines of `tuning` in its cpu's part in place of those about the same kernels; everything else, comments too, stays.
std::string updatedTuning(llvm::StringRef text, const Tuning &tuning);

/// The nearest of `names`, where one is near: for repairs.
std::string nearest(llvm::StringRef wrong, llvm::ArrayRef<std::string> names);

/// `384K`, `1M`, `700`.
std::string sizeText(int64_t bytes);

} // namespace kiln
