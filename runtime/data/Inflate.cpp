// SPDX-License-Identifier: Apache-2.0
#include "runtime/data/Array.h"

#include <memory>
#include <string.h>
#include <sys/mman.h>
#include <zlib.h>

namespace kiln::runtime {

namespace {

/// Deflate cannot expand by more than this; a header that states more is of a truncated file or a lie.
constexpr uint64_t kMaxRatio = 1032;

/// zlib's counters have 32 bits; a smaller slice lets the pages behind be given back.
uInt slice(uint64_t size) {
  constexpr uint64_t kMost = 1 << 20;
  return static_cast<uInt>(size < kMost ? size : kMost);
}

/// Inflates a sequence of gzip members from memory.
class GzipStream {
public:
  /// `data` is the begin of a mapping.
  GzipStream(const uint8_t *data, uint64_t size)
      : next(data), left(size), released(reinterpret_cast<uintptr_t>(data)) {
    open = inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK;
  }
  ~GzipStream() {
    if (open)
      inflateEnd(&stream);
  }

  /// Fills up to `size` bytes; fewer only at the end of the file. False where the data is damaged.
  bool read(uint8_t *target, uint64_t size, uint64_t *out_read) {
    uint64_t done = 0;
    while (open && done != size) {
      uInt input = slice(left), output = slice(size - done);
      stream.next_in = const_cast<uint8_t *>(next);
      stream.avail_in = input;
      stream.next_out = target + done;
      stream.avail_out = output;
      int result = inflate(&stream, Z_NO_FLUSH);
      uint64_t used = input - stream.avail_in, made = output - stream.avail_out;
      next += used;
      left -= used;
      done += made;
      release();
      inMember = true;
      if (result == Z_STREAM_END) {
        inMember = false;
        if (left == 0)
          break;
        if (inflateReset(&stream) != Z_OK)
          return false;
      } else if (result != Z_OK || (used == 0 && made == 0)) {
        return false;
      }
    }
    *out_read = done;
    return open;
  }

  /// Whether everything is consumed, the last checksum included.
  bool finish() {
    uint8_t extra;
    uint64_t count;
    if (inMember && (!read(&extra, 1, &count) || count != 0))
      return false;
    return left == 0 && !inMember;
  }

private:
  /// Gives the pages of compressed data that are behind back to the system: the file is read once.
  void release() {
    constexpr uintptr_t kPage = 4096;
    uintptr_t upTo = reinterpret_cast<uintptr_t>(next) & ~(kPage - 1);
    if (upTo - released < (256 << 10))
      return;
    madvise(reinterpret_cast<void *>(released), upTo - released, MADV_DONTNEED);
    released = upTo;
  }

  z_stream stream = {};
  bool open = false;
  bool inMember = false;
  const uint8_t *next;
  uint64_t left;
  uintptr_t released; ///< first byte of a page
};

} // namespace

Status inflateGzip(const char *path, const MappedFile &file, ArrayHeader *out_header,
                   MappedFile *out_content) {
  auto broken = [&](const char *why) {
    return error(Code::BadFile, "`%s` is not a sound gzip file: %s", path, why);
  };
  GzipStream stream(file.data(), file.size());
  std::unique_ptr<uint8_t[]> prefix(new uint8_t[kMaxStreamHeader]);
  uint64_t begun = 0;
  if (!stream.read(prefix.get(), kMaxStreamHeader, &begun))
    return broken("it is truncated or damaged");
  ArrayHeader header;
  if (looksLikeNpy(prefix.get(), begun))
    KILN_TRY(parseNpyHeader(path, prefix.get(), begun, &header));
  else if (looksLikeIdx(prefix.get(), begun))
    KILN_TRY(parseIdxHeader(path, prefix.get(), begun, &header));
  else
    return error(Code::BadFile, "`%s` holds neither IDX nor npy (only these are read compressed)", path);
  uint64_t total = header.begin + header.tensor.size;
  if (total < begun)
    return broken("it holds more than its header states");
  if (total / kMaxRatio > file.size())
    return broken("it is shorter than its header states");
  MappedFile content;
  KILN_TRY(MappedFile::buffer(total, &content));
  memcpy(content.writable(), prefix.get(), begun);
  uint64_t rest = 0;
  if (!stream.read(content.writable() + begun, total - begun, &rest))
    return broken("it is truncated or damaged");
  if (begun + rest != total)
    return broken("it is shorter than its header states");
  if (!stream.finish())
    return broken("its end is damaged, or it holds more than its header states");
  *out_header = std::move(header);
  *out_content = std::move(content);
  return ok();
}

bool inflateRaw(const uint8_t *data, uint64_t size, uint8_t *target, uint64_t targetSize) {
  z_stream stream = {};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
    return false;
  int result = Z_OK;
  while (result == Z_OK) {
    uInt input = slice(size), output = slice(targetSize);
    stream.next_in = const_cast<uint8_t *>(data);
    stream.avail_in = input;
    stream.next_out = target;
    stream.avail_out = output;
    result = inflate(&stream, Z_NO_FLUSH);
    uint64_t used = input - stream.avail_in, made = output - stream.avail_out;
    data += used;
    size -= used;
    target += made;
    targetSize -= made;
    if (result == Z_OK && used == 0 && made == 0)
      break;
  }
  inflateEnd(&stream);
  return result == Z_STREAM_END && size == 0 && targetSize == 0;
}

} // namespace kiln::runtime
