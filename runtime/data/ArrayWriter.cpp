// SPDX-License-Identifier: Apache-2.0
#include "runtime/data/ArrayWriter.h"

#include "runtime/core/File.h"
#include "runtime/core/Safetensors.h"

#include <zlib.h>

namespace kiln::runtime {

namespace {

const char *npyCode(Element element) {
  switch (element) {
  case Element::Bool:
    return "|b1";
  case Element::U8:
    return "|u1";
  case Element::I8:
    return "|i1";
  case Element::U16:
    return "<u2";
  case Element::I16:
    return "<i2";
  case Element::U32:
    return "<u4";
  case Element::I32:
    return "<i4";
  case Element::U64:
    return "<u8";
  case Element::I64:
    return "<i8";
  case Element::F16:
    return "<f2";
  case Element::F32:
    return "<f4";
  case Element::F64:
    return "<f8";
  case Element::BF16:
    break;
  }
  return nullptr;
}

std::string npyHeader(const FileTensor &tensor) {
  std::string dict = text("{'descr': '%s', 'fortran_order': False, 'shape': (", npyCode(tensor.element));
  for (size_t i = 0; i != tensor.dims.size(); ++i)
    dict += text("%s%llu", i == 0 ? "" : ", ", static_cast<unsigned long long>(tensor.dims[i]));
  dict += tensor.dims.size() == 1 ? ",), }" : "), }";
  while ((10 + dict.size() + 1) % 64 != 0)
    dict += ' ';
  dict += '\n';
  std::string header("\x93NUMPY\x01\x00", 8);
  header += char(dict.size() & 0xff);
  header += char(dict.size() >> 8);
  return header + dict;
}

void put(std::string *text, uint32_t value, int bytes) {
  for (int i = 0; i != bytes; ++i)
    *text += char(value >> (8 * i) & 0xff);
}

/// The fields that local and central headers of a zip member share.
void putMember(std::string *text, uint32_t crc, uint32_t size, const std::string &name) {
  put(text, 20, 2);     // version needed
  put(text, 0, 2);      // flags
  put(text, 0, 2);      // stored
  put(text, 0, 2);      // time
  put(text, 0x0021, 2); // date: 1980-01-01, so that the bytes depend on the content alone
  put(text, crc, 4);
  put(text, size, 4);
  put(text, size, 4);
  put(text, static_cast<uint32_t>(name.size()), 2);
  put(text, 0, 2); // extra
}

Status writeNpz(AtomicFile *file, const char *path, const std::vector<FileTensor> &tensors) {
  std::string directory;
  uint64_t offset = 0;
  for (const FileTensor &tensor : tensors) {
    std::string header = npyHeader(tensor), name = tensor.name + ".npy";
    uint64_t size = header.size() + tensor.size;
    if (offset + size > (uint64_t(1) << 31))
      return error(Code::Unsupported, "`%s` would exceed 2 GiB, which npz cannot hold: use .safetensors",
                   path);
    uLong crc = crc32_z(0, reinterpret_cast<const Bytef *>(header.data()), header.size());
    crc = crc32_z(crc, tensor.data, tensor.size);
    std::string local;
    put(&local, 0x04034b50, 4);
    putMember(&local, uint32_t(crc), uint32_t(size), name);
    local += name;
    put(&directory, 0x02014b50, 4);
    put(&directory, 20, 2);
    putMember(&directory, uint32_t(crc), uint32_t(size), name);
    put(&directory, 0, 2);                 // comment
    put(&directory, 0, 2);                 // disk
    put(&directory, 0, 2);                 // internal attributes
    put(&directory, 0, 4);                 // external attributes
    put(&directory, uint32_t(offset), 4);
    directory += name;
    KILN_TRY(file->write(local.data(), local.size()));
    KILN_TRY(file->write(header.data(), header.size()));
    KILN_TRY(file->write(tensor.data, tensor.size));
    offset += local.size() + size;
  }
  uint32_t count = static_cast<uint32_t>(tensors.size());
  uint32_t length = static_cast<uint32_t>(directory.size());
  put(&directory, 0x06054b50, 4);
  put(&directory, 0, 4); // disks
  put(&directory, count, 2);
  put(&directory, count, 2);
  put(&directory, length, 4);
  put(&directory, uint32_t(offset), 4);
  put(&directory, 0, 2); // comment
  return file->write(directory.data(), directory.size());
}

bool endsWith(const char *path, std::string_view ending) {
  return std::string_view(path).ends_with(ending);
}

} // namespace

Status checkArrayPath(const char *path, size_t count) {
  if (endsWith(path, ".npz") || endsWith(path, ".safetensors"))
    return ok();
  if (!endsWith(path, ".npy"))
    return error(Code::Usage, "`%s` must end in .npy, .npz or .safetensors", path);
  if (count != 1)
    return error(Code::Usage, "`%s` can hold one array: use .npz or .safetensors", path);
  return ok();
}

Status writeArrays(const char *path, const std::vector<FileTensor> &tensors) {
  KILN_TRY(checkArrayPath(path, tensors.size()));
  bool safetensors = endsWith(path, ".safetensors");
  for (const FileTensor &tensor : tensors)
    if (!safetensors && !npyCode(tensor.element))
      return error(Code::Unsupported, "`%s` cannot hold %s: use .safetensors", path,
                   elementName(tensor.element));
  AtomicFile file;
  KILN_TRY(file.open(path));
  if (endsWith(path, ".npz")) {
    KILN_TRY(writeNpz(&file, path, tensors));
    return file.commit();
  }
  std::string header = safetensors ? safetensorsHeader(tensors, {}) : npyHeader(tensors[0]);
  KILN_TRY(file.write(header.data(), header.size()));
  for (const FileTensor &tensor : tensors)
    KILN_TRY(file.write(tensor.data, tensor.size));
  return file.commit();
}

} // namespace kiln::runtime
