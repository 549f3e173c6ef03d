// SPDX-License-Identifier: Apache-2.0
#ifndef KILN_RUNTIME_DATA_ARRAYWRITER_H
#define KILN_RUNTIME_DATA_ARRAYWRITER_H

#include "runtime/core/Element.h"
#include "runtime/core/Status.h"

namespace kiln::runtime {

/// Writes the tensors as one file, replacing `path` atomically; the ending tells the format: `.npy` (one
/// tensor), `.npz` (stored), `.safetensors`. npy and npz have no bf16: refused there.
Status writeArrays(const char *path, const std::vector<FileTensor> &tensors);

/// Ok where `path` has an ending that writeArrays knows for `count` tensors.
Status checkArrayPath(const char *path, size_t count);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_DATA_ARRAYWRITER_H
