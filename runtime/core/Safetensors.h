// SPDX-License-Identifier: Apache-2.0
//
// safetensors, by the book: 8 bytes of header length, a JSON object, then the tensors without gaps.
#ifndef KILN_RUNTIME_CORE_SAFETENSORS_H
#define KILN_RUNTIME_CORE_SAFETENSORS_H

#include "runtime/core/Element.h"
#include "runtime/core/Status.h"

#include <utility>

namespace kiln::runtime {

using Metadata = std::vector<std::pair<std::string, std::string>>;

struct SafetensorsFile {
  std::vector<FileTensor> tensors; ///< in the order of the header; data points into the file's bytes
  Metadata metadata;

  const FileTensor *find(std::string_view name) const;
  /// Null where absent.
  const std::string *meta(std::string_view key) const;
};

/// Parses the `size` bytes at `bytes`, which must outlive the result. `path` is for messages.
Status parseSafetensors(const char *path, const uint8_t *bytes, uint64_t size,
                        SafetensorsFile *out_file);

/// The length and header of a file with these tensors (`data` unused) one after another, in order.
std::string safetensorsHeader(const std::vector<FileTensor> &tensors, const Metadata &metadata);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_SAFETENSORS_H
