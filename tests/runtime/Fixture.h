// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the runtime share: a folder of their own, files, an open session of the fake model.
#ifndef KILN_TESTS_RUNTIME_FIXTURE_H
#define KILN_TESTS_RUNTIME_FIXTURE_H

#include "runtime/core/Session.h"
#include "runtime/cpu/Workers.h"
#include "runtime/data/Array.h"
#include "tests/runtime/FakeModel.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kiln::test {

/// Fails with the message where a status is not ok.
#define EXPECT_OK(expression)                                                                            \
  do {                                                                                                   \
    ::kiln::runtime::Status status_ = (expression);                                                      \
    EXPECT_TRUE(status_.isOk()) << status_.message();                                                    \
  } while (false)
#define ASSERT_OK(expression)                                                                            \
  do {                                                                                                   \
    ::kiln::runtime::Status status_ = (expression);                                                      \
    ASSERT_TRUE(status_.isOk()) << status_.message();                                                    \
  } while (false)

/// A folder that is removed with everything in it.
class Folder {
public:
  Folder();
  ~Folder();
  std::string path(const std::string &name) const { return root + "/" + name; }
  /// Writes a file and returns its path.
  std::string write(const std::string &name, const std::string &bytes) const;
  std::vector<std::string> list() const;

private:
  std::string root;
};

std::string readAll(const std::string &path);

std::string idxBytes(uint8_t type, const std::vector<uint32_t> &dims, const std::string &data);
std::string npyBytes(const std::string &descr, const std::string &shape, const std::string &data);
std::string gzipBytes(const std::string &bytes);
template <typename T> std::string bytesOf(const std::vector<T> &values) {
  return std::string(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T));
}

/// Rows of the fake model's task: x as npy, label as compressed IDX.
struct FakeData {
  std::vector<float> x;
  std::vector<uint8_t> label;
  std::string xPath, labelPath;
  FakeData(const Folder &folder, uint32_t rows);
};

/// An open session of the fake model.
struct Open {
  std::vector<uint64_t> words;
  runtime::Package package;
  runtime::Workers workers;
  runtime::Session session;
  explicit Open(uint64_t rows = 8, int threads = 1, uint32_t seed = 1);
  const abi::Entry &entry(const char *name) const { return *package.findEntry(name); }
};

} // namespace kiln::test

#endif // KILN_TESTS_RUNTIME_FIXTURE_H
