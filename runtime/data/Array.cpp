// SPDX-License-Identifier: Apache-2.0
#include "runtime/data/Array.h"

#include "runtime/core/Safetensors.h"

#include <string.h>

namespace kiln::runtime {

namespace {

/// Takes the payload of a whole file that begins with `header`.
Status takePayload(const char *path, ArrayHeader header, MappedFile file, Array *out_array) {
  uint64_t payload = file.size() - header.begin;
  if (payload != header.tensor.size)
    return error(Code::BadFile, "`%s` is %s: its header states %llu bytes of data and %llu follow", path,
                 payload < header.tensor.size ? "truncated" : "too long",
                 static_cast<unsigned long long>(header.tensor.size),
                 static_cast<unsigned long long>(payload));
  uint32_t unit = elementSize(header.tensor.element);
  if (header.bigEndian && unit > 1 && header.tensor.size != 0) {
    MappedFile swapped;
    KILN_TRY(MappedFile::buffer(header.tensor.size, &swapped));
    const uint8_t *source = file.data() + header.begin;
    for (uint64_t i = 0; i != header.tensor.size; i += unit)
      for (uint32_t k = 0; k != unit; ++k)
        swapped.writable()[i + k] = source[i + unit - 1 - k];
    file = std::move(swapped);
    header.begin = 0;
  }
  header.tensor.data = file.data() + header.begin;
  out_array->tensor = std::move(header.tensor);
  out_array->file = std::move(file);
  return ok();
}

Status openSafetensors(const char *path, std::string_view name, MappedFile file, Array *out_array) {
  SafetensorsFile parsed;
  KILN_TRY(parseSafetensors(path, file.data(), file.size(), &parsed));
  const FileTensor *tensor = parsed.find(name);
  if (!tensor && parsed.tensors.size() == 1)
    tensor = &parsed.tensors[0];
  if (!tensor)
    return error(Code::Mismatch, "`%s` holds %zu tensors and none is named `%.*s`", path,
                 parsed.tensors.size(), int(name.size()), name.data());
  out_array->tensor = *tensor;
  out_array->file = std::move(file);
  return ok();
}

/// Headers of binary formats have zero bytes near the begin, texts have none at all.
bool looksLikeText(const uint8_t *bytes, uint64_t size) {
  return size != 0 && !memchr(bytes, 0, std::min<uint64_t>(size, 4096));
}

} // namespace

Status openArray(const char *path, std::string_view name, Array *out_array, bool mayBeText) {
  MappedFile file;
  KILN_TRY(MappedFile::open(path, &file));
  const uint8_t *bytes = file.data();
  uint64_t size = file.size();
  ArrayHeader header;
  if (size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) {
    MappedFile content;
    KILN_TRY(inflateGzip(path, file, &header, &content));
    return takePayload(path, std::move(header), std::move(content), out_array);
  }
  if (looksLikeNpy(bytes, size)) {
    KILN_TRY(parseNpyHeader(path, bytes, size, &header));
    return takePayload(path, std::move(header), std::move(file), out_array);
  }
  if (looksLikeNpz(bytes, size))
    return openNpz(path, name, std::move(file), out_array);
  if (mayBeText && looksLikeText(bytes, size)) {
    out_array->tensor.element = Element::U8;
    out_array->tensor.dims = {size};
    out_array->tensor.data = bytes;
    out_array->tensor.size = size;
    out_array->file = std::move(file);
    out_array->isText = true;
    return ok();
  }
  if (looksLikeIdx(bytes, size)) {
    KILN_TRY(parseIdxHeader(path, bytes, size, &header));
    return takePayload(path, std::move(header), std::move(file), out_array);
  }
  if (size >= 9 && bytes[8] == '{')
    return openSafetensors(path, name, std::move(file), out_array);
  return error(Code::BadFile,
               "`%s` is none of the formats that are read (IDX, npy, npz, safetensors; IDX and npy also "
               "as .gz)",
               path);
}

} // namespace kiln::runtime
