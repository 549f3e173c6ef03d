// SPDX-License-Identifier: Apache-2.0
// The reader of .tune files: what it takes it writes again, and whatever else it is given it names a place in it.
#include "compiler/loops/Tuning.h"

#include <gtest/gtest.h>

#include <random>

namespace {

const char *const whole = "# comment\n"
                          "tolerance 1e-5\n"
                          "* net.conv2 contraction *: Winograd off\n"
                          "\n"
                          "cpu znver5, caches 48K 1M 32M\n"
                          "step net.layers[*].up contraction 64x65x768x192: tile 6x64, unpacked, blocks of 48 rows, fetched 0 ahead\n"
                          "step line 31 attention 12x197x197: tiles of 32 queries # why\n"
                          "step chains: up to 384K\n"
                          "predict chains: off\n"
                          "cpu x86-64-v3\n"
                          "step net.l1 contraction 1x2x3: sums of 256, not streamed, lanes of the right, packed, Winograd F(4 x 4)\n";

std::optional<kiln::TuningFile> parse(llvm::StringRef text, std::vector<kiln::TuningError> &errors) {
  return kiln::parseTuning(text, "m.tune", errors);
}

TEST(Tuning, OfOneCpuAndOfAny) {
  std::vector<kiln::TuningError> errors;
  auto file = parse(whole, errors);
  ASSERT_TRUE(file && errors.empty());
  EXPECT_EQ(file->cpus(), "znver5, x86-64-v3");
  auto tuning = file->of("znver5");
  ASSERT_TRUE(tuning);
  EXPECT_EQ(tuning->tolerance, 1e-5);
  EXPECT_EQ(tuning->caches, (std::vector<int64_t>{48 << 10, 1 << 20, 32 << 20}));
  ASSERT_EQ(tuning->kernels.size(), 3u);
  EXPECT_EQ(tuning->kernels[0].choicesText(), "tile 6 x 64, blocks of 48 rows, unpacked, fetched 0 ahead");
  EXPECT_EQ(tuning->kernels[2].choicesText(), "Winograd off");
  EXPECT_EQ(file->of("x86-64-v3")->kernels[0].choicesText(), "sums of 256, packed, lanes of the right, not streamed, Winograd F(4 x 4)");
  kiln::KernelKey key{"net.layers[3].up", 9, "contraction", "64x65x768x192"};
  EXPECT_TRUE(tuning->kernels[0].isAbout("step", key));
  EXPECT_FALSE(tuning->kernels[0].isAbout("predict", key));
  key.sizes = "1x1x1";
  EXPECT_FALSE(tuning->kernels[0].isAbout("step", key));
  EXPECT_TRUE(tuning->kernels[0].isAbout("step", key, /*ofAnySizes=*/true));
  EXPECT_EQ(file->of("znver4")->kernels.size(), 1u);
  ASSERT_TRUE(parse("cpu znver5\n", errors));
  EXPECT_FALSE(parse("cpu znver5\n", errors)->of("znver4"));
}

TEST(Tuning, WritesWhatItReads) {
  std::vector<kiln::TuningError> errors;
  auto tuning = parse(whole, errors)->of("znver5");
  std::string once = kiln::updatedTuning(whole, *tuning);
  EXPECT_EQ(kiln::updatedTuning(once, *tuning), once);
  auto again = parse(once, errors)->of("znver5");
  ASSERT_TRUE(again && errors.empty());
  ASSERT_EQ(again->kernels.size(), tuning->kernels.size() + 1); // what held for any CPU has a line of its own too
  EXPECT_NE(once.find("# comment"), std::string::npos);
  EXPECT_NE(once.find("cpu x86-64-v3"), std::string::npos);
  // A kernel's line is replaced, a new one added to the part of its CPU, a new CPU at the end.
  kiln::Tuning change;
  change.cpu = "x86-64-v3";
  change.kernels = {{"step", {"net.l1", 0, "contraction", "1x2x3"}, {{"pack", 0}}, 0, 0}, {"step", {"", 7, "attention", "4x4"}, {{"queries", 16}}, 0, 0}};
  std::string changed = kiln::updatedTuning(whole, change);
  EXPECT_TRUE(llvm::StringRef(changed).ends_with("cpu x86-64-v3\nstep net.l1 contraction 1x2x3: unpacked\nstep line 7 attention 4x4: tiles of 16 queries\n"));
  change.cpu = "znver9";
  EXPECT_NE(kiln::updatedTuning(whole, change).find("cpu znver9\nstep net.l1"), std::string::npos);
  EXPECT_EQ(kiln::updatedTuning("", change).find("cpu znver9\n"), 0u);
}

TEST(Tuning, NamesAPlaceInWhateverItIsGiven) {
  std::mt19937 random(3);
  const char letters[] = "abxK0123456789 .:,#[*]\n\t\"\\\x01\xff";
  unsigned taken = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = whole;
    for (int n = random() % 6 + 1; n > 0; --n) {
      size_t at = random() % text.size();
      switch (random() % 4) {
      case 0:
        text[at] = letters[random() % (sizeof letters - 1)];
        break;
      case 1:
        text.erase(at, random() % 20);
        break;
      case 2:
        text.insert(at, std::string(random() % 30, letters[random() % (sizeof letters - 1)]));
        break;
      case 3:
        text.insert(at, text.substr(random() % text.size(), random() % 40));
      }
      if (text.empty())
        text = "x";
    }
    std::vector<kiln::TuningError> errors;
    auto file = parse(text, errors);
    ASSERT_EQ(bool(file), errors.empty()) << text;
    size_t lines = size_t(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const kiln::TuningError &error : errors) {
      ASSERT_TRUE(error.line >= 1 && error.line <= lines && error.column >= 1 && !error.text.empty()) << text;
      ASSERT_TRUE(std::none_of(error.text.begin(), error.text.end(), [](char c) { return c == '\n' || c == '\x01'; })) << error.text;
    }
    if (file) {
      ++taken;
      if (auto tuning = file->of("znver5"))
        (void)kiln::updatedTuning(text, *tuning);
    }
  }
  EXPECT_GT(taken, 200u);
  std::vector<kiln::TuningError> errors;
  EXPECT_FALSE(parse(std::string(kiln::kTuningBytes + 1, '#'), errors));
  EXPECT_FALSE(parse(std::string(kiln::kTuningLines + 1, '\n') + "x", errors));
}

} // namespace
