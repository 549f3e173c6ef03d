// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/File.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kiln::runtime {

MappedFile::~MappedFile() {
  if (data_)
    munmap(data_, size_);
}

MappedFile::MappedFile(MappedFile &&other) noexcept : data_(other.data_), size_(other.size_) {
  other.data_ = nullptr;
  other.size_ = 0;
}

MappedFile &MappedFile::operator=(MappedFile &&other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Status MappedFile::open(const char *path, MappedFile *out_file) {
  int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return error(Code::Io, "cannot open `%s`: %s", path, strerror(errno));
  struct stat info;
  Status status;
  if (fstat(file, &info) != 0)
    status = error(Code::Io, "cannot read `%s`: %s", path, strerror(errno));
  else if (!S_ISREG(info.st_mode))
    status = error(Code::Io, "`%s` is not a regular file", path);
  else if (info.st_size == 0)
    status = error(Code::BadFile, "`%s` is empty", path);
  if (!status.isOk()) {
    close(file);
    return status;
  }
  size_t size = static_cast<size_t>(info.st_size);
  void *mapping = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  int reason = errno;
  close(file);
  if (mapping == MAP_FAILED)
    return error(Code::Io, "cannot map `%s`: %s", path, strerror(reason));
  MappedFile result;
  result.data_ = static_cast<uint8_t *>(mapping);
  result.size_ = size;
  *out_file = std::move(result);
  return ok();
}

Status MappedFile::buffer(size_t size, MappedFile *out_file) {
  void *mapping = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapping == MAP_FAILED)
    return error(Code::OutOfMemory, "cannot map %zu bytes: %s", size, strerror(errno));
  MappedFile result;
  result.data_ = static_cast<uint8_t *>(mapping);
  result.size_ = size;
  *out_file = std::move(result);
  return ok();
}

const FileSystem &realFileSystem() {
  static const FileSystem system = {
      [](const char *path, int flags, mode_t mode) { return ::open(path, flags, mode); },
      [](int file, const void *data, size_t size) { return ::write(file, data, size); },
      [](int file) { return ::fsync(file); },
      [](const char *from, const char *to) { return ::rename(from, to); },
      [](const char *path) { return ::unlink(path); }};
  return system;
}

Status AtomicFile::failed(const char *verb, int reason) {
  Status status = error(Code::Io, "cannot %s `%s`: %s", verb, path.c_str(), strerror(reason));
  discard();
  return status;
}

Status AtomicFile::open(const char *target) {
  path = target;
  struct stat info;
  // The file behind a symbolic link is replaced, not the link.
  if (lstat(target, &info) == 0 && S_ISLNK(info.st_mode)) {
    char *real = realpath(target, nullptr);
    if (!real)
      return error(Code::Io, "cannot write `%s`: %s", target, strerror(errno));
    path = real;
    free(real);
  }
  size_t slash = path.rfind('/');
  folder = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  std::string name = slash == path.npos ? path : path.substr(slash + 1);
  if (name.empty())
    return error(Code::Usage, "`%s` names no file", target);
  if (stat(target, &info) == 0 && !S_ISREG(info.st_mode))
    return error(Code::Io, "cannot write `%s`: it is not a regular file", target);
  // The folder alone decides whether a file can be replaced; its owner may have protected it.
  if (access(target, W_OK) != 0 && errno != ENOENT)
    return error(Code::Io, "cannot write `%s`: %s", target, strerror(errno));
  temporary = (slash == path.npos ? std::string() : path.substr(0, slash + 1)) + "." + name + ".part";
  // Not truncated before it is locked: another process may be writing it.
  int handle = system.open(temporary.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (handle < 0)
    return error(Code::Io, "cannot write `%s`: %s", target, strerror(errno));
  if (flock(handle, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    close(handle);
    return error(Code::Io, "cannot write `%s`: another process is writing it", target);
  }
  // The process that held the lock may have renamed what was opened here over the target.
  struct stat opened, named;
  if (fstat(handle, &opened) != 0 || stat(temporary.c_str(), &named) != 0 ||
      opened.st_ino != named.st_ino || opened.st_dev != named.st_dev) {
    close(handle);
    return error(Code::Io, "cannot write `%s`: another process is writing it", target);
  }
  file = handle;
  if (ftruncate(file, 0) != 0)
    return failed("write", errno);
  return ok();
}

Status AtomicFile::write(const void *data, size_t size) {
  const char *next = static_cast<const char *>(data);
  while (size != 0) {
    ssize_t written = system.write(file, next, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return failed("write", written < 0 ? errno : ENOSPC);
    next += written;
    size -= static_cast<size_t>(written);
  }
  return ok();
}

Status AtomicFile::commit() {
  if (system.sync(file) != 0)
    return failed("write", errno);
  if (system.rename(temporary.c_str(), path.c_str()) != 0)
    return failed("replace", errno);
  close(file);
  file = -1;
  int handle = system.open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (handle < 0)
    return error(Code::Io, "cannot sync the folder of `%s`: %s", path.c_str(), strerror(errno));
  int result = system.sync(handle);
  int reason = errno;
  close(handle);
  // Some file systems cannot sync a folder and say so; the rename is then as durable as they make it.
  if (result != 0 && reason != EINVAL)
    return error(Code::Io, "cannot sync the folder of `%s`: %s", path.c_str(), strerror(reason));
  return ok();
}

void AtomicFile::discard() {
  if (file < 0)
    return;
  system.unlink(temporary.c_str());
  close(file);
  file = -1;
}

Status writeFile(const char *path, const void *data, size_t size) {
  AtomicFile file;
  KILN_TRY(file.open(path));
  KILN_TRY(file.write(data, size));
  return file.commit();
}

} // namespace kiln::runtime
