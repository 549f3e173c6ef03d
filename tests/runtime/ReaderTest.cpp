// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Safetensors.h"
#include "runtime/data/ArrayWriter.h"
#include "tests/runtime/Fixture.h"

namespace kiln::test {

using namespace kiln::runtime;

namespace {

const std::string kBytes = {1, 2, 3, 4, 5, 6};

std::string safetensorsBytes(const std::string &json, const std::string &data) {
  uint64_t length = json.size();
  return std::string(reinterpret_cast<char *>(&length), 8) + json + data;
}

/// A zip of one member, deflated.
std::string npzBytes(const std::string &name, const std::string &content) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, content.size()) + 16, '\0');
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(content.data()));
  stream.avail_in = uInt(content.size());
  stream.next_out = reinterpret_cast<Bytef *>(packed.data());
  stream.avail_out = uInt(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  auto put = [](std::string *text, uint64_t value, int bytes) {
    for (int i = 0; i != bytes; ++i)
      *text += i < 8 ? char(value >> 8 * i & 0xff) : '\0';
  };
  uint32_t crc = uint32_t(crc32_z(0, reinterpret_cast<const Bytef *>(content.data()), content.size()));
  std::string member;
  put(&member, 20, 2);
  put(&member, 0, 2);
  put(&member, 8, 2);
  put(&member, 0, 4);
  put(&member, crc, 4);
  put(&member, packed.size(), 4);
  put(&member, content.size(), 4);
  put(&member, name.size(), 2);
  put(&member, 0, 2);
  std::string zip = "PK\3\4" + member + name + packed;
  size_t directory = zip.size();
  zip += "PK\1\2";
  put(&zip, 20, 2);
  zip += member;
  put(&zip, 0, 14);
  zip += name;
  size_t end = zip.size();
  zip += "PK\5\6";
  put(&zip, 0, 4);
  put(&zip, 1, 2);
  put(&zip, 1, 2);
  put(&zip, end - directory, 4);
  put(&zip, directory, 4);
  put(&zip, 0, 2);
  return zip;
}

struct Format {
  const char *name;
  std::string bytes;
};

std::vector<Format> formats() {
  std::string npy = npyBytes("|u1", "(2, 3)", kBytes);
  std::string idx = idxBytes(8, {2, 3}, kBytes);
  return {
      {"a.idx", idx},
      {"a.idx.gz", gzipBytes(idx)},
      {"a.npy", npy},
      {"a.npy.gz", gzipBytes(npy)},
      {"a.npz", npzBytes("x.npy", npy)},
      {"a.safetensors",
       safetensorsBytes("{\"x\":{\"dtype\":\"U8\",\"shape\":[2,3],\"data_offsets\":[0,6]}}", kBytes)},
  };
}

Status openBytes(const Folder &folder, const std::string &bytes, Array *array) {
  std::string path = folder.write("file", bytes);
  return openArray(path.c_str(), "x", array);
}

TEST(Reader, ReadsEachFormat) {
  Folder folder;
  for (const Format &format : formats()) {
    Array array;
    ASSERT_OK(openBytes(folder, format.bytes, &array));
    EXPECT_EQ(typeText(array.tensor.element, array.tensor.dims), "u8[2, 3]") << format.name;
    EXPECT_EQ(std::string(reinterpret_cast<const char *>(array.tensor.data), array.tensor.size), kBytes);
  }
}

TEST(Reader, EveryTruncationIsAnError) {
  Folder folder;
  for (const Format &format : formats())
    for (size_t size = 0; size != format.bytes.size(); ++size) {
      Array array;
      Status status = openBytes(folder, format.bytes.substr(0, size), &array);
      EXPECT_EQ(status.code(), Code::BadFile) << format.name << " cut to " << size;
    }
}

TEST(Reader, BytesBehindAreAnError) {
  Folder folder;
  for (const Format &format : formats()) {
    Array array;
    EXPECT_EQ(openBytes(folder, format.bytes + "x", &array).code(), Code::BadFile) << format.name;
  }
}

TEST(Reader, ChangedBytesNeverLeadOutside) {
  Folder folder;
  for (const Format &format : formats())
    for (size_t at = 0; at != format.bytes.size(); ++at)
      for (uint8_t flip : {0x01, 0x10, 0x80, 0xff}) {
        std::string bytes = format.bytes;
        bytes[at] = char(bytes[at] ^ flip);
        Array array;
        uint64_t sum = 0;
        if (openBytes(folder, bytes, &array).isOk())
          for (uint64_t i = 0; i != array.tensor.size; ++i)
            sum += array.tensor.data[i];
        EXPECT_LE(sum, 255u * 64);
      }
}

TEST(Reader, BigEndianIdx) {
  Folder folder;
  Array array;
  ASSERT_OK(openBytes(folder, idxBytes(0x0c, {2}, std::string("\0\0\1\2\xff\xff\xff\xfe", 8)), &array));
  EXPECT_EQ(integerAt(array.tensor.element, array.tensor.data), 258);
  EXPECT_EQ(integerAt(array.tensor.element, array.tensor.data + 4), -2);
}

TEST(Reader, RefusesWithAReason) {
  struct Case {
    std::string bytes;
    const char *expected;
  };
  std::string fortran = npyBytes("<f4", "(2, 3)", std::string(24, 0));
  fortran.replace(fortran.find("False"), 5, "True ");
  auto tensors = [](const char *json, size_t size) { return safetensorsBytes(json, std::string(size, 0)); };
  const Case cases[] = {
      {"hello, world", "none of the formats"},
      {npyBytes(">f4", "(2,)", std::string(8, 0)), "big-endian"},
      {fortran, "column-major"},
      {npyBytes("|O", "(2,)", std::string(16, 0)), "not supported"},
      {npyBytes("<f4", "(2,", std::string(8, 0)), "not well formed"},
      {npyBytes("<f4", "(-2,)", std::string(8, 0)), "not well formed"},
      {npyBytes("<f4", "(99999999999999999999,)", ""), "not well formed"},
      {npyBytes("<f8", "(4294967296, 4294967296)", ""), "too large"},
      {npyBytes("<f4", "(1000000,)", ""), "truncated"},
      {idxBytes(8, {0xffffffff, 0xffffffff}, ""), "too large"},
      {idxBytes(8, {0xffffffff}, ""), "truncated"},
      {gzipBytes(idxBytes(8, {0xffffffff}, "")), "shorter than its header"},
      {gzipBytes(idxBytes(8, {2}, "abc")), "more than its header"},
      {gzipBytes("hello"), "neither IDX nor npy"},
      {npzBytes("x.npy", npyBytes("|u1", "(2, 3)", kBytes + "!")), "length of a member"},
      {tensors("{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4), "length of tensor"},
      {tensors("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3), "gaps"},
      {tensors("{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
               "\"y\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}",
               3),
       "overlap"},
      {tensors("{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
               "\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
               2),
       "same name"},
      {tensors("{\"x\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1),
       "well formed"},
      {tensors("{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1), "not supported"},
      {tensors("{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}x", 1), "well formed"},
      {tensors("{\"x\":{\"dtype\":\"U8\",\"shape\":[01],\"data_offsets\":[0,1]}}", 1), "well formed"},
      {tensors("{\"\\ud800\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1), "well formed"},
      {tensors("{\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 2), "bytes follow"},
  };
  Folder folder;
  for (const Case &one : cases) {
    Array array;
    Status status = openBytes(folder, one.bytes, &array);
    EXPECT_EQ(status.code(), Code::BadFile) << one.expected;
    EXPECT_NE(status.message().find(one.expected), std::string::npos)
        << one.expected << ": " << status.message();
  }
  Array array;
  EXPECT_EQ(openArray(folder.path("absent").c_str(), "x", &array).code(), Code::Io);
  EXPECT_EQ(openArray("/tmp", "x", &array).code(), Code::Io);
  EXPECT_EQ(openArray("/dev/null", "x", &array).code(), Code::Io);
}

TEST(Reader, TextsWhereTheyAreWanted) {
  Folder folder;
  auto read = [&](const std::string &bytes, Array *array) {
    return openArray(folder.write("file", bytes).c_str(), "x", array, /*mayBeText=*/true);
  };
  Array array;
  ASSERT_OK(read("a text\n {", &array)); // a brace where that of a safetensors file stands
  EXPECT_TRUE(array.isText);
  EXPECT_EQ(typeText(array.tensor.element, array.tensor.dims), "u8[9]");
  EXPECT_EQ(memcmp(array.tensor.data, "a text\n {", 9), 0);
  for (const Format &format : formats()) {
    Array known;
    ASSERT_OK(read(format.bytes, &known));
    EXPECT_FALSE(known.isText) << format.name;
    EXPECT_EQ(read(format.bytes + "x", &known).code(), Code::BadFile) << format.name;
    EXPECT_EQ(read(format.bytes.substr(0, format.bytes.size() / 2), &known).code(), Code::BadFile) << format.name;
  }
}

TEST(Reader, PicksTheArrayByName) {
  Folder folder;
  std::vector<FileTensor> tensors(2);
  tensors[0] = {"x", Element::U8, {2}, reinterpret_cast<const uint8_t *>("ab"), 2};
  tensors[1] = {"y", Element::U16, {1, 2}, reinterpret_cast<const uint8_t *>("abcd"), 4};
  for (const char *name : {"o.npz", "o.safetensors"}) {
    std::string path = folder.path(name);
    ASSERT_OK(writeArrays(path.c_str(), tensors));
    Array array;
    ASSERT_OK(openArray(path.c_str(), "y", &array));
    EXPECT_EQ(typeText(array.tensor.element, array.tensor.dims), "u16[1, 2]");
    EXPECT_EQ(memcmp(array.tensor.data, "abcd", 4), 0);
    EXPECT_EQ(openArray(path.c_str(), "z", &array).code(), Code::Mismatch);
  }
  EXPECT_EQ(writeArrays(folder.path("o.npy").c_str(), tensors).code(), Code::Usage);
  EXPECT_EQ(writeArrays(folder.path("o.txt").c_str(), tensors).code(), Code::Usage);
  EXPECT_EQ(folder.list().size(), 2u);
}

TEST(Element, WidensOnlyWithoutLoss) {
  using abi::DType;
  EXPECT_TRUE(convertible(Element::U8, DType::I32, false));
  EXPECT_TRUE(convertible(Element::U16, DType::I32, false));
  EXPECT_TRUE(convertible(Element::U8, DType::U32, false));
  EXPECT_TRUE(convertible(Element::U32, DType::I64, false));
  EXPECT_FALSE(convertible(Element::U32, DType::I32, false));
  EXPECT_FALSE(convertible(Element::I8, DType::U32, false));
  EXPECT_FALSE(convertible(Element::I64, DType::I32, false));
  EXPECT_FALSE(convertible(Element::U8, DType::F32, false));
  EXPECT_FALSE(convertible(Element::F32, DType::F64, false));
  EXPECT_TRUE(convertible(Element::F32, DType::F64, true));
  EXPECT_FALSE(convertible(Element::F64, DType::F32, true));
  EXPECT_FALSE(convertible(Element::Bool, DType::I32, false));
  int16_t narrow[2] = {-3, 300};
  int64_t wide[2];
  convert(Element::I16, reinterpret_cast<uint8_t *>(narrow), DType::I64, reinterpret_cast<uint8_t *>(wide),
          2);
  EXPECT_EQ(wide[0], -3);
  EXPECT_EQ(wide[1], 300);
  uint16_t half = 0x3e00;
  EXPECT_EQ(numberAt(Element::F16, reinterpret_cast<uint8_t *>(&half)), 1.5);
  EXPECT_EQ(numberAt(Element::BF16, reinterpret_cast<const uint8_t *>("\xc0\x3f")), 1.5);
}

} // namespace

} // namespace kiln::test
