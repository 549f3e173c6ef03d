// SPDX-License-Identifier: Apache-2.0
//===- Difference.cpp -----------------------------------------------------===//
#include "compiler/Difference.h"

#include <cmath>
#include <random>

using namespace mlir;
using namespace kiln;
using reference::HostTensor;
using reference::Replay;

/// At 1e-5 rounding and the third derivative both stay below 1e-9 for values near 1; a step that meets a kink is
/// tried smaller.
static constexpr double steps[] = {1e-5, 1e-6, 1e-7};

std::unique_ptr<Difference> Difference::of(EntryOp entry, ArrayRef<HostTensor> at) {
  auto result = std::make_unique<Difference>();
  result->entry = Replay::start(entry, at);
  return result->entry ? std::move(result) : nullptr;
}

FailureOr<std::optional<double>> Difference::difference(unsigned argument, double scale, bool holding,
                                                        Move move) {
  for (double relative : steps) {
    double step = relative * scale;
    double ends[2];
    kinkAt = nullptr;
    hasStrayed = false;
    for (int side : {0, 1}) {
      HostTensor moved = entry->argument(argument);
      move(moved.floats, side ? -step : step);
      FailureOr<Replay::Run> run = entry->with(argument, std::move(moved), holding);
      if (failed(run))
        return failure();
      hasStrayed |= run->strayed;
      if (run->turned) {
        kinkAt = run->turned;
        break;
      }
      ends[side] = run->results[0]->floats[0];
    }
    if (!kinkAt) {
      lastStep = step;
      return std::optional<double>((ends[0] - ends[1]) / (2 * step));
    }
  }
  return std::optional<double>();
}

FailureOr<std::optional<double>> Difference::byElement(unsigned argument, int64_t element,
                                                       bool holding) {
  double scale = std::max(1.0, std::fabs(entry->argument(argument).floats[element]));
  return difference(argument, scale, holding,
                    [&](std::vector<double> &values, double step) { values[element] += step; });
}

FailureOr<std::optional<double>> Difference::along(unsigned argument, ArrayRef<double> direction,
                                                   bool holding) {
  return difference(argument, 1, holding, [&](std::vector<double> &values, double step) {
    for (size_t i = 0; i < values.size(); ++i)
      values[i] += step * direction[i];
  });
}

std::vector<double> kiln::drawDirection(int64_t size, uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<double> direction(size);
  double square = 0;
  for (double &x : direction) {
    x = uniform(generator);
    square += x * x;
  }
  for (double &x : direction)
    x /= std::sqrt(square);
  return direction;
}
