// SPDX-License-Identifier: Apache-2.0
//
// What this machine can do at most, measured: the two lines of the roofline.
#ifndef KILN_RUNTIME_CPU_PEAK_H
#define KILN_RUNTIME_CPU_PEAK_H

#include "runtime/core/Executor.h"

#include <stddef.h>
#include <string_view>

namespace kiln::runtime {

struct Peak {
  double flops = 0; ///< a second: multiply-adds of whole vectors, nothing else
  double bytes = 0; ///< a second: reading a buffer again and again

  /// Seconds that the work takes at least.
  double seconds(double flopsOfWork, double bytesOfWork) const;
};

/// The widest vector that code with these features uses and this machine has.
unsigned vectorBytes(bool (*hasFeature)(void *context, std::string_view name), void *context);

/// Of all workers together, in about 20 ms. `bufferBytes`: of what the work touches, so that it is read from the cache or memory
/// that holds it.
Peak measurePeak(const Executor &executor, unsigned vectorBytes, bool f64, size_t bufferBytes);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CPU_PEAK_H
