// SPDX-License-Identifier: Apache-2.0
//
// Files: mapped for reading; written whole or not at all.
#ifndef KILN_RUNTIME_CORE_FILE_H
#define KILN_RUNTIME_CORE_FILE_H

#include "runtime/core/Status.h"

#include <stddef.h>
#include <sys/types.h>

namespace kiln::runtime {

/// Bytes of a file, mapped read-only, or a private buffer. Movable; unmaps when destroyed.
class MappedFile {
public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile &&other) noexcept;
  MappedFile &operator=(MappedFile &&other) noexcept;

  /// Maps a regular file. The errors are: missing, not a regular file, empty, not readable.
  static Status open(const char *path, MappedFile *out_file);
  /// An anonymous, writable buffer of `size` > 0 zero bytes.
  static Status buffer(size_t size, MappedFile *out_file);

  const uint8_t *data() const { return data_; }
  uint8_t *writable() { return data_; }
  size_t size() const { return size_; }

private:
  uint8_t *data_ = nullptr;
  size_t size_ = 0;
};

/// The calls of the operating system that writing needs, so that tests can make them fail.
struct FileSystem {
  int (*open)(const char *path, int flags, mode_t mode);
  ssize_t (*write)(int file, const void *data, size_t size);
  int (*sync)(int file);
  int (*rename)(const char *from, const char *to);
  int (*unlink)(const char *path);
};

const FileSystem &realFileSystem();

/// A file that appears under its name complete, or not at all. Until commit() the bytes go to
/// `.NAME.part` in the same folder; it is removed unless commit() succeeded, and written over where a
/// killed process left one.
class AtomicFile {
public:
  explicit AtomicFile(const FileSystem &system = realFileSystem()) : system(system) {}
  ~AtomicFile() { discard(); }
  AtomicFile(const AtomicFile &) = delete;
  AtomicFile &operator=(const AtomicFile &) = delete;

  /// Opens the temporary file beside `path`. Fails where another process is writing the same.
  Status open(const char *path);
  Status write(const void *data, size_t size);
  /// Syncs the file, renames it over `path`, syncs the folder.
  Status commit();
  /// Removes the temporary file; nothing where committed or never opened.
  void discard();

private:
  Status failed(const char *verb, int reason);

  const FileSystem &system;
  int file = -1;
  std::string path, temporary, folder;
};

/// Writes a whole file through AtomicFile.
Status writeFile(const char *path, const void *data, size_t size);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_FILE_H
