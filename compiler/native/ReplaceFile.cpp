// SPDX-License-Identifier: Apache-2.0
//===- ReplaceFile.cpp ----------------------------------------------------===//
#include "compiler/native/ReplaceFile.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

Error kiln::checkReplaceable(StringRef path) {
  // Renaming would put a file in the place of a device.
  sys::fs::file_status status;
  if (sys::fs::status(path, status) || status.type() == sys::fs::file_type::regular_file)
    return Error::success();
  return createStringError("cannot write `" + path + "`: it is " +
                           (status.type() == sys::fs::file_type::directory_file
                                ? "a folder; name a file in it with -o"
                                : "no ordinary file"));
}

Error kiln::replaceFile(StringRef path, StringRef bytes, FileKind kind) {
  if (Error problem = checkReplaceable(path))
    return problem;
  auto cannotWrite = [&](std::error_code code) {
    return createStringError(code, "cannot write `" + path + "`: " + code.message());
  };
  SmallString<128> target(path), written;
  sys::fs::file_status status;
  unsigned mode = (kind == FileKind::Executable ? 0777 : 0666) & ~sys::fs::getUmask();
  if (!sys::fs::status(path, status)) {
    if (std::error_code code = sys::fs::real_path(path, target))
      return cannotWrite(code);
    if (kind == FileKind::Plain)
      mode = status.permissions();
  }
  int file;
  if (std::error_code code = sys::fs::createUniqueFile(target + ".%%%%%%%%", file, written))
    return cannotWrite(code);
  FileRemover remove(written);
  {
    raw_fd_ostream stream(file, /*shouldClose=*/true);
    stream << bytes;
    stream.close();
    if (stream.has_error()) {
      std::error_code code = stream.error();
      stream.clear_error(); // or it ends the process
      return cannotWrite(code);
    }
  }
  if (std::error_code code = sys::fs::setPermissions(written, sys::fs::perms(mode)))
    return cannotWrite(code);
  if (std::error_code code = sys::fs::rename(written, target))
    return cannotWrite(code);
  remove.releaseFile();
  return Error::success();
}
