// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Random.h"
#include "runtime/cpu/Features.h"
#include "tests/runtime/Fixture.h"

#include <functional>
#include <set>

namespace kiln::test {

using namespace kiln::runtime;

namespace {

Status openWords(const std::vector<uint64_t> &words, size_t size) {
  Package package;
  return Package::open(words.data(), size, &package);
}

TEST(Package, Opens) {
  Open open;
  EXPECT_EQ(open.package.text(open.package.header().model), "fake");
  EXPECT_EQ(open.package.findEntry("init"), nullptr);
  EXPECT_NE(open.package.initEntry(), nullptr);
  const abi::Entry &step = open.entry("step");
  EXPECT_EQ(open.package.type(open.package.inputs(step)[0]), "f32[B, D]");
}

TEST(Package, EveryTruncationIsAnError) {
  std::vector<uint64_t> words = fakeModel(8).finish();
  for (size_t size = 0; size != words.size() * 8 - 8; ++size) {
    std::vector<uint64_t> cut(words.begin(), words.begin() + (size + 7) / 8);
    EXPECT_FALSE(openWords(cut, size).isOk()) << size;
  }
}

TEST(Package, EveryChangedByteIsAnError) {
  std::vector<uint64_t> words = fakeModel(8).finish();
  abi::Header header;
  memcpy(&header, words.data(), sizeof header);
  for (size_t at = sizeof(abi::Header); at != header.totalSize; ++at) {
    reinterpret_cast<uint8_t *>(words.data())[at] ^= 0x41;
    EXPECT_FALSE(openWords(words, words.size() * 8).isOk()) << at;
    reinterpret_cast<uint8_t *>(words.data())[at] ^= 0x41;
  }
}

/// The checksum does not help against a wrong writer: every contradiction is found by itself. Whatever
/// a changed header says, reading it stays inside (run under sanitizers).
TEST(Package, HeaderBytesNeverLeadOutside) {
  std::vector<uint64_t> words = fakeModel(8).finish();
  for (size_t at = 0; at != sizeof(abi::Header); ++at)
    for (uint8_t flip : {0x01, 0x80, 0xff}) {
      reinterpret_cast<uint8_t *>(words.data())[at] ^= flip;
      (void)openWords(words, words.size() * 8).isOk();
      reinterpret_cast<uint8_t *>(words.data())[at] ^= flip;
    }
}

TEST(Package, NewerVersionIsOneClearError) {
  std::vector<uint64_t> words = fakeModel(8).finish();
  reinterpret_cast<abi::Header *>(words.data())->abiVersion = abi::kAbiVersion + 1;
  Status status = openWords(words, words.size() * 8);
  EXPECT_EQ(status.code(), Code::BadPackage);
  EXPECT_NE(status.message().find("has ABI version " + std::to_string(abi::kAbiVersion + 1)), std::string::npos) << status.message();
}

TEST(Package, Contradictions) {
  struct Case {
    const char *expected;
    std::function<void(PackageBuilder &)> change;
  };
  const Case cases[] = {
      {"outside the arena", [](PackageBuilder &b) { b.storages[0].offset = b.header.arenaSize; }},
      {"outside the arena", [](PackageBuilder &b) { b.storages[0].offset += 4; }},
      {"overlap", [](PackageBuilder &b) { b.storages[0].offset = b.storages[2].offset; }},
      {"size of a storage", [](PackageBuilder &b) { b.storages[2].size += 4; }},
      {"too large", [](PackageBuilder &b) { b.storages[2].dims[0] = uint64_t(1) << 61; }},
      {"unknown dtype", [](PackageBuilder &b) { b.storages[2].dtype = 11; }},
      {"not well formed", [](PackageBuilder &b) { b.storages[2].rank = 9; }},
      {"beyond its rank", [](PackageBuilder &b) { b.storages[2].dims[7] = 1; }},
      {"stacked", [](PackageBuilder &b) { b.storages[1].stacked = 0; }},
      {"panel layout", [](PackageBuilder &b) { b.storages[0].layout.nr = 0; }},
      {"panel layout", [](PackageBuilder &b) { b.storages[0].layout.nFirst = 7; }},
      {"axis twice", [](PackageBuilder &b) { b.storages[0].layout.kAxes[0] = 1; }},
      {"unknown layout", [](PackageBuilder &b) { b.storages[0].layout.kind = 2; }},
      {"entry", [](PackageBuilder &b) { b.entries[1].function = kFunctions; }},
      {"entry", [](PackageBuilder &b) { b.entries[1].inputCount = 1000; }},
      {"row axis", [](PackageBuilder &b) { b.entries[1].rowSize = 9; }},
      {"row axis", [](PackageBuilder &b) { b.inputs[0].rank = 200; }},
      {"outside the arena", [](PackageBuilder &b) { b.outputs[0].offset = uint64_t(1) << 63; }},
      {"how to combine", [](PackageBuilder &b) { b.outputs[0].combine = 99; }},
      {"default value", [](PackageBuilder &b) {
         b.inputs[0].hasDefault = 1;
         b.inputs[0].defaultOffset = 0xfffffff0;
       }},
      {"check", [](PackageBuilder &b) { b.faults[0].kind = 7; }},
      {"string", [](PackageBuilder &b) { b.faults[0].message.size = 4000; }},
      {"arena", [](PackageBuilder &b) { b.header.arenaSize += 1; }},
  };
  for (const Case &one : cases) {
    PackageBuilder builder = fakeModel(8);
    one.change(builder);
    std::vector<uint64_t> words = builder.finish();
    Status status = openWords(words, words.size() * 8);
    EXPECT_FALSE(status.isOk()) << one.expected;
    EXPECT_NE(status.message().find(one.expected), std::string::npos)
        << one.expected << ": " << status.message();
  }
}

TEST(Package, RefusesAnotherCpuWithOneSentence) {
  PackageBuilder builder = fakeModel(8);
  builder.features.push_back(builder.string("sse3"));
  builder.features.push_back(builder.string("quantum"));
  std::vector<uint64_t> words = builder.finish();
  Package package;
  ASSERT_OK(Package::open(words.data(), words.size() * 8, &package));
  Status status = checkCpu(package);
  EXPECT_EQ(status.code(), Code::BadPackage);
  EXPECT_NE(status.message().find("(quantum)"), std::string::npos) << status.message();
}

/// Two packages of one model, the first for a processor that does not exist, one behind the other.
struct ForSeveral {
  std::vector<uint64_t> words;
  size_t second;

  ForSeveral() {
    PackageBuilder best = fakeModel(8), plain = fakeModel(8);
    best.features.push_back(best.string("quantum"));
    best.header.cpu = best.string("q-bit");
    plain.header.cpu = plain.string("x86-64");
    words = best.finish();
    second = words.size();
    std::vector<uint64_t> last = plain.finish();
    first().next = second * 8;
    reinterpret_cast<abi::Header *>(last.data())->functionFirst = kFunctions;
    words.insert(words.end(), last.begin(), last.end());
  }
  abi::Header &first() { return *reinterpret_cast<abi::Header *>(words.data()); }
  Status open(std::string_view cpu, Package *package) { return openForCpu(words.data(), words.size() * 8, cpu, package); }
};

TEST(Cpu, TakesTheFirstThatItCanRunOrTheOneNamed) {
  ForSeveral both;
  Package package;
  ASSERT_OK(both.open("", &package));
  EXPECT_EQ(package.text(package.header().cpu), "x86-64");
  EXPECT_EQ(package.header().functionFirst, uint64_t(kFunctions));
  ASSERT_OK(both.open("q-bit", &package));
  EXPECT_FALSE(checkCpu(package).isOk());
  Status status = both.open("i386", &package);
  EXPECT_EQ(status.code(), Code::Usage);
  EXPECT_NE(status.message().find("no code for `i386` (it has `q-bit`, `x86-64`)"), std::string::npos) << status.message();
}

TEST(Cpu, WhatFollowsAPackageIsCheckedToo) {
  Package package;
  for (uint64_t next : {uint64_t(8), uint64_t(12345), uint64_t(1) << 40, ~uint64_t(7)}) {
    ForSeveral both;
    both.first().next = next;
    EXPECT_FALSE(both.open("", &package).isOk()) << next;
  }
  ForSeveral both;
  EXPECT_FALSE(openForCpu(both.words.data(), both.second * 8 + 64, "", &package).isOk());
  both.words[both.second + 40] ^= 1;
  EXPECT_FALSE(both.open("", &package).isOk());
}

TEST(Cpu, AgreesWithTheCompiler) {
#if defined(__x86_64__)
  EXPECT_EQ(hasCpuFeature("avx2"), __builtin_cpu_supports("avx2") != 0);
  EXPECT_EQ(hasCpuFeature("fma"), __builtin_cpu_supports("fma") != 0);
  EXPECT_EQ(hasCpuFeature("avx512f"), __builtin_cpu_supports("avx512f") != 0);
  EXPECT_EQ(hasCpuFeature("avx512bw"), __builtin_cpu_supports("avx512bw") != 0);
#endif
  EXPECT_FALSE(hasCpuFeature("no-such-feature"));
}

TEST(Random, KnownAnswers) {
  struct Answer {
    uint32_t key[2], counter[4], expected[4];
  };
  const Answer answers[] = {
      {{0, 0}, {0, 0, 0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{~0u, ~0u}, {~0u, ~0u, ~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0xa4093822, 0x299f31d0},
       {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (const Answer &answer : answers) {
    uint32_t words[4];
    philox({{answer.key[0], answer.key[1]}}, answer.counter, words);
    EXPECT_TRUE(std::equal(words, words + 4, answer.expected));
  }
}

TEST(Random, OrderIsAPermutationFixedBySeedAndEpoch) {
  std::vector<uint32_t> a(1000), b(1000);
  shuffleRows(1, 0, a.data(), 1000);
  shuffleRows(1, 0, b.data(), 1000);
  EXPECT_EQ(a, b);
  EXPECT_EQ(std::set<uint32_t>(a.begin(), a.end()).size(), 1000u);
  EXPECT_EQ(*std::max_element(a.begin(), a.end()), 999u);
  shuffleRows(1, 1, b.data(), 1000);
  EXPECT_NE(a, b);
  shuffleRows(2, 0, b.data(), 1000);
  EXPECT_NE(a, b);
  // Frozen: checkpoints rely on it.
  std::vector<uint32_t> few(8);
  shuffleRows(7, 3, few.data(), 8);
  EXPECT_EQ(few, (std::vector<uint32_t>{3, 4, 2, 1, 7, 0, 5, 6}));
}

} // namespace

} // namespace kiln::test
