// SPDX-License-Identifier: Apache-2.0
// libFuzzer entry: any bytes as a file of an array (IDX, npy, npz, safetensors, gzip), or, where the
// first byte is 'P', as a package whose checksum is put right. Both come back with a status, and what
// they accept lies inside the bytes.
#include "runtime/core/Package.h"
#include "runtime/data/Array.h"

#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

using namespace kiln;
using namespace kiln::runtime;

static void readArray(const uint8_t *data, size_t size) {
  int file = memfd_create("fuzz", 0);
  if (file < 0 || write(file, data, size) != ssize_t(size))
    abort();
  Array array;
  std::string path = text("/proc/self/fd/%d", file);
  if (openArray(path.c_str(), "x", &array).isOk()) {
    volatile uint8_t sum = 0;
    for (uint64_t i = 0; i != array.tensor.size; ++i)
      sum = sum + array.tensor.data[i];
  }
  close(file);
}

static void readPackage(const uint8_t *data, size_t size) {
  std::vector<uint64_t> words((size + 7) / 8 + 1);
  memcpy(words.data(), data, size);
  uint8_t *bytes = reinterpret_cast<uint8_t *>(words.data());
  bytes[0] = 'K';
  if (size >= sizeof(abi::Header)) {
    abi::Header *header = reinterpret_cast<abi::Header *>(bytes);
    header->totalSize = size;
    header->crc = uint32_t(crc32_z(0, bytes + sizeof(abi::Header), size - sizeof(abi::Header)));
  }
  Package package;
  if (!Package::open(bytes, size, &package).isOk())
    return;
  for (const abi::Entry &entry : package.entries())
    for (const abi::Input &input : package.inputs(entry))
      (void)package.type(input);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size != 0 && data[0] == 'P' && (size < 2 || data[1] != 'K'))
    readPackage(data, size);
  else
    readArray(data, size);
  return 0;
}
