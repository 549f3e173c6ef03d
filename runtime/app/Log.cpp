// SPDX-License-Identifier: Apache-2.0
#include "runtime/app/Log.h"

#include "runtime/core/File.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace kiln::runtime {

namespace {

constexpr size_t kBuffer = 16 << 10;

std::string_view field(std::string_view line, unsigned index) {
  for (; index != 0; --index) {
    size_t comma = line.find(',');
    if (comma == line.npos)
      return {};
    line.remove_prefix(comma + 1);
  }
  return line.substr(0, line.find(','));
}

} // namespace

Log::~Log() {
  if (file >= 0)
    close(file);
}

Status Log::failed(int reason) const {
  return error(Code::Io, "cannot write `%s`: %s", path.c_str(), strerror(reason));
}

Status Log::open(const std::string &target, const std::vector<std::string> &columns, bool resumed,
                 uint64_t step) {
  path = target;
  buffer.reserve(kBuffer);
  std::string header = "step,epoch,row,seconds,rows_per_second";
  for (const std::string &column : columns)
    header += "," + column;
  header += "\n";
  struct stat info;
  bool keep = resumed && stat(path.c_str(), &info) == 0 && info.st_size != 0;
  file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | (keep ? 0 : O_TRUNC), 0666);
  if (file < 0)
    return failed(errno);
  if (keep)
    return keepLines(header, step);
  buffer += header;
  return drain();
}

Status Log::keepLines(const std::string &header, uint64_t step) {
  MappedFile old;
  KILN_TRY(MappedFile::open(path.c_str(), &old));
  std::string_view text(reinterpret_cast<const char *>(old.data()), old.size());
  if (!text.starts_with(header))
    return error(Code::Mismatch, "`%s` has other columns than this training: give another name to `--log`",
                 path.c_str());
  size_t end = header.size();
  for (;;) {
    size_t newline = text.find('\n', end);
    if (newline == text.npos)
      break;
    std::string_view line = text.substr(end, newline - end);
    if (strtoull(std::string(field(line, 0)).c_str(), nullptr, 10) > step)
      break;
    before = strtod(std::string(field(line, 3)).c_str(), nullptr);
    end = newline + 1;
  }
  if (ftruncate(file, static_cast<off_t>(end)) != 0 || lseek(file, 0, SEEK_END) < 0)
    return failed(errno);
  return ok();
}

Status Log::add(const LogLine &line, double seconds) {
  if (buffer.size() + 512 > kBuffer)
    KILN_TRY(drain());
  buffer += text("%llu,%llu,%llu,%.3f,%.0f", static_cast<unsigned long long>(line.step),
                 static_cast<unsigned long long>(line.epoch),
                 static_cast<unsigned long long>(line.row), before + seconds, line.rowsPerSecond);
  for (const std::string &scalar : line.scalars) {
    buffer += ',';
    buffer += scalar;
  }
  buffer += '\n';
  return ok();
}

Status Log::drain() {
  const char *next = buffer.data();
  size_t left = buffer.size();
  while (left != 0) {
    ssize_t written = write(file, next, left);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return failed(written < 0 ? errno : ENOSPC);
    next += written;
    left -= static_cast<size_t>(written);
  }
  buffer.clear();
  return ok();
}

Status Log::flush() {
  KILN_TRY(drain());
  return plotLog(path);
}

} // namespace kiln::runtime
