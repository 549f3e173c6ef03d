// SPDX-License-Identifier: Apache-2.0
//===- Link.cpp - the executable ------------------------------------------===//
#include "compiler/native/Native.h"
#include "compiler/native/ReplaceFile.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <sys/mman.h>
#include <unistd.h>

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

  if (Error problem = checkReplaceable(output))
    return problem;
  SmallString<128> objectPath, messagesPath;
  if (std::error_code code = sys::fs::createTemporaryFile("kiln", "o", objectPath))
    return createStringError(code, "cannot make a temporary file: " + code.message());
  FileRemover removeObject(objectPath);
  {
    std::error_code code;
    raw_fd_ostream stream(objectPath, code);
    stream.write(object.data(), object.size());
    stream.close();
    if (stream.has_error()) {
      std::error_code problem = stream.error();
      stream.clear_error(); // or it ends the process
      return createStringError(problem, "cannot write `" + objectPath + "`: " + problem.message());
    }
  }
  if (std::error_code code = sys::fs::createTemporaryFile("kiln", "txt", messagesPath))
    return createStringError(code, "cannot make a temporary file: " + code.message());
  FileRemover removeMessages(messagesPath);
  // The linker would map a file, and on a full disk die of a signal. It writes to memory instead.
  int image = ::memfd_create("kiln-executable", 0);
  if (image < 0)
    return createStringError(errnoAsErrorCode(), "no memory to link in");
  scope_exit closeImage([&] { ::close(image); });
  std::string imagePath = ("/proc/self/fd/" + Twine(image)).str();

  std::vector<std::string> words = {linker,
                                    "-o",
                                    "-",
                                    "-pie",
                                    "--dynamic-linker=/lib64/ld-linux-x86-64.so.2",
                                    "--hash-style=gnu",
                                    "--build-id=none",
                                    "--gc-sections",
                                    "-znow",
                                    "-zrelro",
                                    "--as-needed",
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
  std::optional<StringRef> streams[] = {StringRef(), StringRef(imagePath),
                                        StringRef(messagesPath)};
  int code = sys::ExecuteAndWait(linker, arguments, std::nullopt, streams, 0, 0, &problem);
  if (code != 0) {
    if (auto messages = MemoryBuffer::getFile(messagesPath))
      problem += (*messages)->getBuffer();
    return createStringError("linking failed: " + problem);
  }
  auto executable = MemoryBuffer::getFile(imagePath, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!executable)
    return createStringError(executable.getError(), "cannot read what was linked");
  return replaceFile(output, (*executable)->getBuffer(), FileKind::Executable);
}
