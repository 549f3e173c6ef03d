// SPDX-License-Identifier: Apache-2.0
#include "tests/runtime/Fixture.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <unistd.h>

namespace kiln::test {

Folder::Folder() {
  char name[] = "/tmp/kiln-runtime-XXXXXX";
  root = mkdtemp(name);
}

Folder::~Folder() {
  for (const std::string &name : list())
    unlink(path(name).c_str());
  rmdir(root.c_str());
}

std::string Folder::write(const std::string &name, const std::string &bytes) const {
  std::string target = path(name);
  FILE *file = fopen(target.c_str(), "wb");
  EXPECT_NE(file, nullptr);
  EXPECT_EQ(fwrite(bytes.data(), 1, bytes.size(), file), bytes.size());
  fclose(file);
  return target;
}

std::vector<std::string> Folder::list() const {
  std::vector<std::string> names;
  DIR *folder = opendir(root.c_str());
  while (dirent *entry = readdir(folder))
    if (std::string(entry->d_name) != "." && std::string(entry->d_name) != "..")
      names.emplace_back(entry->d_name);
  closedir(folder);
  std::sort(names.begin(), names.end());
  return names;
}

std::string readAll(const std::string &path) {
  std::string result;
  FILE *file = fopen(path.c_str(), "rb");
  if (!file)
    return result;
  char buffer[4096];
  for (size_t count; (count = fread(buffer, 1, sizeof buffer, file)) != 0;)
    result.append(buffer, count);
  fclose(file);
  return result;
}

std::string idxBytes(uint8_t type, const std::vector<uint32_t> &dims, const std::string &data) {
  std::string result = {'\0', '\0', char(type), char(dims.size())};
  for (uint32_t dim : dims)
    for (int shift = 24; shift >= 0; shift -= 8)
      result += char(dim >> shift & 0xff);
  return result + data;
}

std::string npyBytes(const std::string &descr, const std::string &shape, const std::string &data) {
  std::string dict = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
  while ((10 + dict.size() + 1) % 64 != 0)
    dict += ' ';
  dict += '\n';
  std::string result("\x93NUMPY\x01\x00", 8);
  result += char(dict.size() & 0xff);
  result += char(dict.size() >> 8);
  return result + dict + data;
}

std::string gzipBytes(const std::string &bytes) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string result(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef *>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

FakeData::FakeData(const Folder &folder, uint32_t rows) {
  uint32_t state = 12345;
  auto next = [&] {
    state = state * 1664525 + 1013904223;
    return float(state >> 8) / 8388608.0f - 1.0f;
  };
  for (uint32_t i = 0; i != rows; ++i) {
    float row[kFeatures];
    for (float &value : row) {
      value = next();
      x.push_back(value);
    }
    label.push_back(uint8_t(std::max_element(row, row + kClasses) - row));
  }
  xPath = folder.write("x.npy", npyBytes("<f4", "(" + std::to_string(rows) + ", 4)", bytesOf(x)));
  labelPath = folder.write("label.gz", gzipBytes(idxBytes(8, {rows}, bytesOf(label))));
}

Open::Open(uint64_t rows, int threads, uint32_t seed) : words(fakeModel(rows).finish()) {
  EXPECT_OK(runtime::Package::open(words.data(), words.size() * 8, &package));
  EXPECT_OK(workers.start(threads));
  EXPECT_OK(session.open(package, kiln_entry_table, workers.executor(), seed));
}

} // namespace kiln::test
