// SPDX-License-Identifier: Apache-2.0
//===- Difference.h - central differences of an interpreted entry ---------===//
#pragma once

#include "dialects/kiln/reference/Replay.h"

namespace kiln {

/// Central differences of the first result, a scalar, of an entry. The step shrinks until no op between its ends takes
/// another side; at a kink there is no difference.
class Difference {
public:
  static std::unique_ptr<Difference> of(EntryOp entry, llvm::ArrayRef<reference::HostTensor> at);

  /// By one element of an argument; `std::nullopt` at a kink, failure after a reported error. `holding` nothing, as
  /// compiled code does, differences go through `kiln.stop`.
  mlir::FailureOr<std::optional<double>> byElement(unsigned argument, int64_t element,
                                                   bool holding = true);
  /// Along a direction.
  mlir::FailureOr<std::optional<double>> along(unsigned argument, llvm::ArrayRef<double> direction,
                                               bool holding = true);

  /// The op that took another side when the last difference was given up.
  mlir::Operation *kink() const { return kinkAt; }
  /// The step of the last difference that was not given up.
  double step() const { return lastStep; }
  /// Whether something was held in the last difference that compiled code would not have held.
  bool strayed() const { return hasStrayed; }
  const reference::Replay &replay() const { return *entry; }

private:
  using Move = llvm::function_ref<void(std::vector<double> &values, double step)>;
  mlir::FailureOr<std::optional<double>> difference(unsigned argument, double scale, bool holding, Move move);

  std::unique_ptr<reference::Replay> entry;
  mlir::Operation *kinkAt = nullptr;
  double lastStep = 1e-5;
  bool hasStrayed = false;
};

/// A direction of length 1, a pure function of its size and the seed.
std::vector<double> drawDirection(int64_t size, uint64_t seed);

} // namespace kiln
