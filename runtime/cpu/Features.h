// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_RUNTIME_CPU_FEATURES_H
#define KILN_RUNTIME_CPU_FEATURES_H

#include "runtime/core/Package.h"

namespace kiln::runtime {

/// Whether this processor and operating system have the feature (CpuFeatures.def); false for a name
/// that the list does not know.
bool hasCpuFeature(std::string_view name);

/// Of the packages of one model at `bytes`, best CPU first, the one that was made for `cpu`; without a name the first whose features
/// are there, or the last. Validates those that it meets; `available` is as in Package::open.
Status openForCpu(const void *bytes, size_t available, std::string_view cpu, Package *out_package);

/// Ok where every feature that the package needs is there; else one sentence that names what is
/// missing. Runs before any compiled code.
Status checkCpu(const Package &package);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CPU_FEATURES_H
