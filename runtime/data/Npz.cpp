// SPDX-License-Identifier: Apache-2.0
//
// npz: a zip archive of npy files, stored or deflated. The central directory is what counts; archives
// of several disks, with encryption or of 4 GiB and more are refused.
#include "runtime/core/Size.h"
#include "runtime/data/Array.h"

#include <string.h>
#include <zlib.h>

namespace kiln::runtime {

namespace {

constexpr uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50;
constexpr uint64_t kLocalSize = 30, kCentralSize = 46, kEndSize = 22;
constexpr uint64_t kMaxRatio = 1032;

uint32_t word16(const uint8_t *at) { return uint32_t(at[0]) | uint32_t(at[1]) << 8; }
uint32_t word32(const uint8_t *at) { return word16(at) | word16(at + 2) << 16; }

struct Member {
  std::string_view name; ///< without `.npy`
  uint32_t method = 0, crc = 0;
  uint64_t compressed = 0, size = 0, local = 0;
};

/// Finds the member to read; returns null, or why the archive is refused.
const char *findMember(const uint8_t *bytes, uint64_t size, std::string_view wanted, Member *member,
                       unsigned *out_count, bool *out_found) {
  if (size < kEndSize)
    return "it is truncated";
  // The end record, behind which a comment of at most 65535 bytes may lie.
  uint64_t end = size - kEndSize;
  uint64_t least = end > 65535 ? end - 65535 : 0;
  while (word32(bytes + end) != kEnd || end + kEndSize + word16(bytes + end + 20) != size) {
    if (end == least)
      return "it has no end record";
    --end;
  }
  const uint8_t *record = bytes + end;
  unsigned count = word16(record + 10);
  uint64_t directorySize = word32(record + 12), directory = word32(record + 16);
  if (word16(record + 4) != 0 || word16(record + 6) != 0 || word16(record + 8) != count)
    return "it is part of several disks";
  if (count == 0xffff || directory == 0xffffffff)
    return "it is too large (4 GiB and more are not read)";
  if (!inside(directory, directorySize, end) || directory + directorySize != end)
    return "its directory is misplaced";
  uint64_t at = directory;
  *out_found = false;
  for (unsigned i = 0; i != count; ++i) {
    if (!inside(at, kCentralSize, end) || word32(bytes + at) != kCentral)
      return "its directory is damaged";
    const uint8_t *entry = bytes + at;
    uint64_t nameSize = word16(entry + 28);
    uint64_t total = kCentralSize + nameSize + word16(entry + 30) + word16(entry + 32);
    if (!inside(at, total, end))
      return "its directory is damaged";
    std::string_view name(reinterpret_cast<const char *>(entry) + kCentralSize, nameSize);
    Member candidate;
    candidate.name = name.ends_with(".npy") ? name.substr(0, name.size() - 4) : name;
    candidate.method = word16(entry + 10);
    candidate.crc = word32(entry + 16);
    candidate.compressed = word32(entry + 20);
    candidate.size = word32(entry + 24);
    candidate.local = word32(entry + 42);
    if (candidate.name == wanted || count == 1) {
      if (*out_found)
        return "two arrays have the same name";
      if (word16(entry + 8) & 1)
        return "it is encrypted";
      *member = candidate;
      *out_found = true;
    }
    at += total;
  }
  if (at != end)
    return "its directory is damaged";
  *out_count = count;
  return nullptr;
}

} // namespace

bool looksLikeNpz(const uint8_t *bytes, uint64_t size) {
  return size >= 4 && (word32(bytes) == kLocal || word32(bytes) == kEnd);
}

Status openNpz(const char *path, std::string_view name, MappedFile file, Array *out_array) {
  auto broken = [&](const char *why) {
    return error(Code::BadFile, "`%s` is not a sound npz file: %s", path, why);
  };
  const uint8_t *bytes = file.data();
  Member member;
  unsigned count = 0;
  bool found = false;
  if (const char *why = findMember(bytes, file.size(), name, &member, &count, &found))
    return broken(why);
  if (!found)
    return error(Code::Mismatch, "`%s` holds %u arrays and none is named `%.*s`", path, count,
                 int(name.size()), name.data());
  if (!inside(member.local, kLocalSize, file.size()) || word32(bytes + member.local) != kLocal)
    return broken("a member is misplaced");
  uint64_t begin = member.local + kLocalSize + word16(bytes + member.local + 26) +
                   word16(bytes + member.local + 28);
  if (!inside(begin, member.compressed, file.size()))
    return broken("a member lies outside");
  const uint8_t *content = bytes + begin;
  if (member.method == 0) {
    if (member.size != member.compressed)
      return broken("the sizes of a member contradict each other");
  } else if (member.method == 8) {
    if (member.size == 0 || member.size / kMaxRatio > member.compressed)
      return broken("a member states an impossible size");
    MappedFile inflated;
    KILN_TRY(MappedFile::buffer(member.size, &inflated));
    if (!inflateRaw(content, member.compressed, inflated.writable(), member.size))
      return broken("a member is damaged");
    content = inflated.data();
    file = std::move(inflated);
  } else {
    return broken("a member is compressed in an unknown way");
  }
  if (crc32_z(0, content, member.size) != member.crc)
    return broken("the checksum of a member is wrong");
  ArrayHeader header;
  KILN_TRY(parseNpyHeader(path, content, member.size, &header));
  if (member.size - header.begin != header.tensor.size)
    return broken("the length of a member is not that of its shape");
  header.tensor.data = content + header.begin;
  out_array->tensor = std::move(header.tensor);
  out_array->file = std::move(file);
  return ok();
}

} // namespace kiln::runtime
