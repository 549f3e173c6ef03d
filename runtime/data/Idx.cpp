// SPDX-License-Identifier: Apache-2.0
//
// IDX, the format of MNIST: two zero bytes, type, rank, then the dims and elements, all big-endian.
#include "runtime/core/Size.h"
#include "runtime/data/Array.h"

namespace kiln::runtime {

namespace {

bool elementByCode(uint8_t code, Element *out_element) {
  switch (code) {
  case 0x08:
    *out_element = Element::U8;
    return true;
  case 0x09:
    *out_element = Element::I8;
    return true;
  case 0x0b:
    *out_element = Element::I16;
    return true;
  case 0x0c:
    *out_element = Element::I32;
    return true;
  case 0x0d:
    *out_element = Element::F32;
    return true;
  case 0x0e:
    *out_element = Element::F64;
    return true;
  default:
    return false;
  }
}

} // namespace

bool looksLikeIdx(const uint8_t *bytes, uint64_t size) {
  // A short file that can only be the beginning of an IDX file counts, to be told that it is truncated.
  Element element;
  return size >= 3 && bytes[0] == 0 && bytes[1] == 0 && elementByCode(bytes[2], &element) &&
         (size < 9 || bytes[8] != '{' || bytes[3] != 0);
}

Status parseIdxHeader(const char *path, const uint8_t *bytes, uint64_t size, ArrayHeader *out_header) {
  ArrayHeader header;
  if (size < 4)
    return error(Code::BadFile, "`%s` is truncated: an IDX header has at least 4 bytes", path);
  if (bytes[0] != 0 || bytes[1] != 0 || !elementByCode(bytes[2], &header.tensor.element))
    return error(Code::BadFile, "`%s` has an IDX header of no known type", path);
  unsigned rank = bytes[3];
  if (rank == 0 || rank > abi::kMaxRank)
    return error(Code::BadFile, "`%s` has an IDX header with %u axes (1 to %u are read)", path, rank,
                 abi::kMaxRank);
  header.begin = 4 + 4 * uint64_t(rank);
  if (size < header.begin)
    return error(Code::BadFile, "`%s` is truncated: it ends in its IDX header", path);
  for (unsigned i = 0; i != rank; ++i) {
    const uint8_t *dim = bytes + 4 + 4 * i;
    header.tensor.dims.push_back(uint64_t(dim[0]) << 24 | uint64_t(dim[1]) << 16 |
                                 uint64_t(dim[2]) << 8 | dim[3]);
  }
  if (!product(header.tensor.dims.data(), rank, elementSize(header.tensor.element),
               &header.tensor.size))
    return error(Code::BadFile, "`%s` has an IDX header whose dims are too large", path);
  header.bigEndian = true;
  *out_header = std::move(header);
  return ok();
}

} // namespace kiln::runtime
