// SPDX-License-Identifier: Apache-2.0
// A fuzz target without libFuzzer and sanitizers, for a minute of every test run: fuzz-smoke RUNS SEED…. Mutates the seeds,
// the same way each time; one on which the target does not come back is written to `crash`.
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize, unsigned seed);

static std::minstd_rand randomBytes(1);

/// Some bytes changed.
extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t) {
  for (size_t i = randomBytes() % 3 + 1; size && i; --i)
    data[randomBytes() % size] = uint8_t(randomBytes() % 96 + 32);
  return size;
}

static std::string text;

static void keep(int signal) {
  if (int file = open("crash", O_CREAT | O_WRONLY | O_TRUNC, 0666); file >= 0)
    (void)!write(file, text.data(), text.size());
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

int main(int count, char **words) {
  size_t runs = 0;
  std::vector<std::string> seeds;
  if (count < 3 || llvm::StringRef(words[1]).getAsInteger(10, runs))
    return 2;
  for (int i = 2; i < count; ++i)
    if (auto file = llvm::MemoryBuffer::getFile(words[i]))
      seeds.push_back((*file)->getBuffer().str());
  std::minstd_rand random(2);
  for (int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL, SIGTERM})
    std::signal(signal, keep);
  auto begin = std::chrono::steady_clock::now();
  for (size_t run = 0; run < runs; ++run) {
    text = seeds[random() % seeds.size()];
    for (size_t i = random() % 4 + 1; i; --i) {
      size_t size = text.size();
      text.resize(size + 1000);
      text.resize(LLVMFuzzerCustomMutator(reinterpret_cast<uint8_t *>(text.data()), size, text.size(), random()));
    }
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(text.data()), text.size());
  }
  std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  llvm::outs() << runs << " runs of " << seeds.size() << " seeds, " << size_t(double(runs) / seconds.count()) << " a second\n";
  return 0;
}
