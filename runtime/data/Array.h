// SPDX-License-Identifier: Apache-2.0
//
// Arrays in files: IDX, npy, npz, safetensors, the first two also gzip-compressed. The format is told
// by the content, not by the name.
#ifndef KILN_RUNTIME_DATA_ARRAY_H
#define KILN_RUNTIME_DATA_ARRAY_H

#include "runtime/core/Element.h"
#include "runtime/core/File.h"

namespace kiln::runtime {

/// A tensor and the bytes that it lies in.
struct Array {
  FileTensor tensor;
  MappedFile file;
  bool isText = false; ///< a text: u8[size]
};

/// Opens the array in `path`. Of a file with several arrays it is the one named `name`, or the only
/// one. Plain files stay mapped; compressed or big-endian ones become one buffer of their payload.
/// A text is an error, or its bytes where it `mayBeText`.
Status openArray(const char *path, std::string_view name, Array *out_array, bool mayBeText = false);

/// What a header says: the payload begins at `begin` and has `tensor.size` bytes.
struct ArrayHeader {
  FileTensor tensor;
  uint64_t begin = 0;
  bool bigEndian = false;
};

/// Longest header of a compressed file.
inline constexpr uint64_t kMaxStreamHeader = 64 << 10;

bool looksLikeIdx(const uint8_t *bytes, uint64_t size);
bool looksLikeNpy(const uint8_t *bytes, uint64_t size);
bool looksLikeNpz(const uint8_t *bytes, uint64_t size);

/// Parse a header in the first `size` bytes of a file; `path` is for messages.
Status parseIdxHeader(const char *path, const uint8_t *bytes, uint64_t size, ArrayHeader *out_header);
Status parseNpyHeader(const char *path, const uint8_t *bytes, uint64_t size, ArrayHeader *out_header);

/// Arrays of a zip archive of npy files. Stored members point into `bytes`; a compressed member is
/// inflated into `out_array->file` (of which this is then the only user).
Status openNpz(const char *path, std::string_view name, MappedFile file, Array *out_array);

/// Inflates a gzip file whose content begins with an IDX or npy header, into one buffer of the size
/// that the header states.
Status inflateGzip(const char *path, const MappedFile &file, ArrayHeader *out_header,
                   MappedFile *out_content);

/// Inflates `size` bytes of raw deflate data to exactly `target` bytes; false where they are not that.
bool inflateRaw(const uint8_t *data, uint64_t size, uint8_t *target, uint64_t targetSize);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_DATA_ARRAY_H
