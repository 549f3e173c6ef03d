// SPDX-License-Identifier: Apache-2.0
//===- Link.cpp - the executable ------------------------------------------===//
#include "compiler/native/Native.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

// The linker of LLVM; a tree that was moved finds it by its name.
static std::string findLinker(StringRef root) {
  SmallString<128> own(root);
  sys::path::append(own, "lib", "kiln", "ld.lld");
  if (sys::fs::can_execute(own))
    return own.str().str();
  for (StringRef name : {"ld.lld-22", "ld.lld"})
    if (auto found = sys::findProgramByName(name))
      return *found;
  return {};
}

Error kiln::linkExecutable(StringRef root, ArrayRef<char> object, StringRef output,
                            bool symbols) {
  std::string linker = findLinker(root);
  if (linker.empty())
    return createStringError("no linker: `ld.lld-22` is not in the PATH (package lld-22)");
  SmallString<128> folder(root);
  sys::path::append(folder, "lib", "kiln");
  auto inRuntime = [&](StringRef name) { return (folder + "/" + name).str(); };

  // Renaming would put a file in the place of a device.
  sys::fs::file_status status;
  if (!sys::fs::status(output, status) && status.type() != sys::fs::file_type::regular_file)
    return createStringError("cannot write `" + output + "`: it is " +
                             (status.type() == sys::fs::file_type::directory_file
                                  ? "a folder; name a file in it with -o"
                                  : "no ordinary file"));

  SmallString<128> objectPath, executablePath, messagesPath;
  if (std::error_code code = sys::fs::createTemporaryFile("kiln", "o", objectPath))
    return createStringError(code, "cannot make a temporary file: " + code.message());
  FileRemover removeObject(objectPath);
  {
    std::error_code code;
    raw_fd_ostream stream(objectPath, code);
    stream.write(object.data(), object.size());
    stream.close();
    if (stream.has_error())
      return createStringError(stream.error(), "cannot write `" + objectPath + "`");
  }
  if (std::error_code code = sys::fs::createTemporaryFile("kiln", "txt", messagesPath))
    return createStringError(code, "cannot make a temporary file: " + code.message());
  FileRemover removeMessages(messagesPath);
  // In the folder of the output, so that the renaming at the end cannot be a copy.
  if (std::error_code code = sys::fs::createUniqueFile(output + ".%%%%%%%%", executablePath))
    return createStringError(code, "cannot write `" + output + "`: " + code.message());
  FileRemover removeExecutable(executablePath);

  std::vector<std::string> words = {linker,
                                    "-o",
                                    executablePath.str().str(),
                                    "-pie",
                                    "--dynamic-linker=/lib64/ld-linux-x86-64.so.2",
                                    "--hash-style=gnu",
                                    "--build-id=none",
                                    "--gc-sections",
                                    "-znow",
                                    "-zrelro",
                                    "--as-needed",
                                    // A full disk is then an error of a write, not a signal.
                                    "--no-mmap-output-file",
                                    inRuntime("Scrt1.o"),
                                    inRuntime("crti.o"),
                                    objectPath.str().str(),
                                    inRuntime("libkiln_runtime.a"),
                                    inRuntime("libm.so.6"),
                                    inRuntime("libc.so.6"),
                                    inRuntime("libc_nonshared.a"),
                                    inRuntime("crtn.o")};
  if (!symbols)
    words.push_back("--strip-all");
  std::vector<StringRef> arguments(words.begin(), words.end());
  std::string problem;
  std::optional<StringRef> streams[] = {StringRef(), StringRef(messagesPath),
                                        StringRef(messagesPath)};
  int code = sys::ExecuteAndWait(linker, arguments, std::nullopt, streams, 0, 0, &problem);
  if (code != 0) {
    if (auto messages = MemoryBuffer::getFile(messagesPath))
      problem += (*messages)->getBuffer();
    return createStringError("linking failed: " + problem);
  }
  if (std::error_code code = sys::fs::setPermissions(
          executablePath, sys::fs::perms(0777 & ~sys::fs::getUmask())))
    return createStringError(code, "cannot make `" + output + "` executable: " + code.message());
  if (std::error_code code = sys::fs::rename(executablePath, output))
    return createStringError(code, "cannot write `" + output + "`: " + code.message());
  removeExecutable.releaseFile();
  return Error::success();
}
