// SPDX-License-Identifier: Apache-2.0
// Contractions of whole numbers, which f32 holds exactly: any difference from plain loops is a
// wrong element, so no tolerance can hide an error of tiling. Sizes, label orders, windows,
// epilogues, schedules and numbers of workers are drawn from a fixed seed.
#include "tests/unit/loops/KernelRunner.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace {

using Labels = std::vector<int>;

struct Case {
  std::vector<int64_t> sizes;
  Labels lhs, rhs, result;
  int window = -1,
      tap = -1; ///< rhs axis `window` is read at window + tap, tap being a label of rhs
  bool bias = false, relu = false;
  std::string schedule;
};

std::string listOf(const Labels &labels) {
  std::string s = "[";
  for (size_t i = 0; i < labels.size(); ++i)
    s += (i ? ", " : "") + std::to_string(labels[i]);
  return s + "]";
}
std::vector<int64_t> shapeOf(const Case &c, const Labels &labels) {
  std::vector<int64_t> shape;
  for (int l : labels)
    shape.push_back(c.sizes[l]);
  return shape;
}
std::string typeOf(const std::vector<int64_t> &shape) {
  std::string s = "tensor<";
  for (int64_t d : shape)
    s += std::to_string(d) + "x";
  return s + "f32>";
}
int64_t count(const std::vector<int64_t> &shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t(1), std::multiplies<>());
}

/// The tensor that the rhs is read from: without the tap, the windowed axis longer.
std::vector<int64_t> storedShape(const Case &c) {
  std::vector<int64_t> shape;
  for (int l : c.rhs) {
    if (l == c.tap)
      continue;
    shape.push_back(c.sizes[l] + (l == c.window ? c.sizes[c.tap] - 1 : 0));
  }
  return shape;
}

std::string moduleOf(const Case &c) {
  std::string a = typeOf(shapeOf(c, c.lhs)), b = typeOf(shapeOf(c, c.rhs)),
              y = typeOf(shapeOf(c, c.result));
  std::string stored = typeOf(storedShape(c)), bias = typeOf({c.sizes[c.result.back()]});
  std::string types = a + ", " + stored + (c.bias ? ", " + bias : ""), values = "%a, %b";
  std::string text = "kiln.entry train @e(%a: " + a + " {kiln.input = \"a\"}, %b: " + stored +
                     " {kiln.input = \"b\"}";
  if (c.bias) {
    text += ", %c: " + bias + " {kiln.input = \"c\"}";
    values += ", %c";
  }
  text += ") -> (" + y + " {kiln.output = \"y\"}) {\n  %r = kiln.group \"contraction\"(" + values +
          ") : (" + types + ") -> " + y + " {\n  ^bb0(%0: " + a + ", %1: " + stored +
          (c.bias ? ", %2: " + bias : "") + "):\n";
  std::string rhs = "%1";
  if (c.tap >= 0) {
    std::string dims, map;
    for (size_t i = 0; i < c.rhs.size(); ++i)
      dims += (i ? ", d" : "d") + std::to_string(c.rhs[i]);
    for (int l : c.rhs)
      if (l != c.tap)
        map += (map.empty() ? "d" : ", d") + std::to_string(l) +
               (l == c.window ? " + d" + std::to_string(c.tap) : "");
    text += "    %w = kiln.read %1 affine_map<(" + dims + ") -> (" + map + ")> : " + stored +
            " -> " + b + "\n";
    rhs = "%w";
  }
  text += "    %p = kiln.contract %0 " + listOf(c.lhs) + ", " + rhs + " " + listOf(c.rhs) + " -> " +
          listOf(c.result) + " : " + a + ", " + b + " -> " + y + "\n";
  std::string out = "%p";
  if (c.bias) {
    std::string dims;
    for (size_t i = 0; i < c.result.size(); ++i)
      dims += (i ? ", d" : "d") + std::to_string(i);
    text += "    %s = kiln.read %2 affine_map<(" + dims + ") -> (d" +
            std::to_string(c.result.size() - 1) + ")> : " + bias + " -> " + y +
            "\n    %q = kiln.add " + out + ", %s : " + y + "\n";
    out = "%q";
  }
  if (c.relu) {
    text += "    %z = kiln.constant dense<0.0> : " + y + "\n    %m = kiln.max " + out +
            ", %z : " + y + "\n";
    out = "%m";
  }
  text += "    kiln.yield " + out + " : " + y + "\n  }" +
          (c.schedule.empty() ? "" : " {kiln.schedule = {" + c.schedule + "}}") +
          "\n  kiln.return %r : " + y + "\n}\n";
  return text;
}

std::vector<float> expected(const Case &c, const std::vector<float> &a, const std::vector<float> &b,
                            const std::vector<float> &bias) {
  size_t n = c.sizes.size();
  std::vector<float> y(count(shapeOf(c, c.result)), 0.0f);
  std::vector<int64_t> at(n, 0), stored = storedShape(c);
  auto offset = [&](const Labels &labels) {
    int64_t o = 0;
    for (int l : labels)
      o = o * c.sizes[l] + at[l];
    return o;
  };
  auto storedOffset = [&] {
    int64_t o = 0;
    size_t axis = 0;
    for (int l : c.rhs)
      if (l != c.tap)
        o = o * stored[axis++] + at[l] + (l == c.window ? at[c.tap] : 0);
    return o;
  };
  for (;;) {
    y[offset(c.result)] += a[offset(c.lhs)] * b[storedOffset()];
    size_t d = n;
    while (d > 0 && ++at[d - 1] == c.sizes[d - 1])
      at[--d] = 0;
    if (d == 0)
      break;
  }
  int64_t last = c.sizes[c.result.back()];
  for (size_t i = 0; i < y.size(); ++i) {
    if (c.bias)
      y[i] += bias[i % last];
    if (c.relu)
      y[i] = std::max(y[i], 0.0f);
  }
  return y;
}

void check(mlir::MLIRContext &context, const Case &c, unsigned seed) {
  SCOPED_TRACE(moduleOf(c));
  std::mt19937 random(seed);
  auto fill = [&](int64_t n) {
    std::vector<float> v(n);
    for (float &x : v)
      x = float(int(random() % 7) - 3);
    return v;
  };
  std::vector<float> a = fill(count(shapeOf(c, c.lhs))), b = fill(count(storedShape(c))),
                     bias = fill(c.sizes[c.result.back()]);
  std::vector<float> want = expected(c, a, b, bias);
  kiln::testing::KernelRunner runner(context, moduleOf(c));
  ASSERT_EQ(runner.error(), "");
  for (int64_t workers : {1, 2, 5}) {
    std::vector<float> y(want.size(), std::nanf(""));
    std::vector<void *> buffers{a.data(), b.data()};
    if (c.bias)
      buffers.push_back(bias.data());
    buffers.push_back(y.data());
    runner.run(buffers, workers);
    ASSERT_EQ(y, want) << workers << " workers";
  }
}

class Contractions : public ::testing::Test {
protected:
  std::unique_ptr<mlir::MLIRContext> context = kiln::testing::makeContext();
};

TEST_F(Contractions, AreExactOnWholeNumbers) {
  std::mt19937 random(7);
  auto pick = [&](std::initializer_list<int> from) {
    return *(from.begin() + random() % from.size());
  };
  for (int i = 0; i < 500; ++i) {
    Case c;
    auto label = [&](int size) {
      c.sizes.push_back(size);
      return int(c.sizes.size() - 1);
    };
    Labels batch, rows, lanes, sum;
    for (int n = pick({0, 0, 0, 1, 2}); n > 0; --n)
      batch.push_back(label(pick({1, 2, 3, 5})));
    for (int n = pick({1, 1, 1, 2, 3}); n > 0; --n)
      rows.push_back(label(pick({1, 2, 3, 5, 7, 12, 13, 25, 40})));
    for (int n = pick({0, 1, 1, 1, 2}); n > 0; --n)
      lanes.push_back(label(pick({1, 2, 3, 8, 15, 16, 17, 33, 48, 70})));
    for (int n = pick({1, 1, 2}); n > 0; --n)
      sum.push_back(label(pick({1, 2, 3, 7, 16, 20, 50})));
    if (i % 25 == 0)
      c.sizes[sum[0]] = 1500 + i; // longer than one panel
    auto joined = [&](std::initializer_list<Labels> lists) {
      Labels all;
      for (const Labels &list : lists)
        all.insert(all.end(), list.begin(), list.end());
      std::shuffle(all.begin(), all.end(), random);
      return all;
    };
    int64_t volume = 1;
    for (int64_t s : c.sizes)
      volume *= s;
    if (volume > 4'000'000) {
      --i; // the plain loops would take the time
      continue;
    }
    c.lhs = joined({batch, rows, sum});
    c.rhs = joined({batch, lanes, sum});
    c.result = joined({batch, rows, lanes});
    if (i % 4 == 1 && !lanes.empty()) { // a convolution: one lane axis moves with a summed one
      c.window = lanes.back();
      c.tap = sum.back();
    }
    if (i % 3 == 0)
      std::swap(c.lhs, c.rhs), c.window = c.tap = -1;
    c.bias = random() % 3 == 0;
    c.relu = random() % 3 == 0;
    if (i % 10 == 3)
      c.schedule = "block = 6 : i64, sum = 7 : i64, ahead = 4 : i64, reorder = 1 : i64, pack = " +
                   std::to_string(random() % 2) + " : i64";
    ASSERT_NO_FATAL_FAILURE(check(*context, c, i));
  }
}

TEST_F(Contractions, OfTheModelsAreExact) {
  // batch 8: dense layers and their gradients, convolutions, the products of attention.
  std::vector<Case> cases = {
      {{8, 784, 512}, {0, 1}, {1, 2}, {0, 2}, -1, -1, true, true, ""},
      {{8, 512, 784}, {0, 1}, {2, 1}, {0, 2}, -1, -1, false, false, ""},
      {{784, 8, 512}, {1, 0}, {1, 2}, {0, 2}, -1, -1, false, false, ""},
      {{8, 256, 10}, {0, 1}, {1, 2}, {0, 2}, -1, -1, true, false, ""},
      {{2, 4, 50, 50, 16}, {0, 2, 1, 4}, {0, 3, 1, 4}, {0, 1, 2, 3}, -1, -1, false, false, ""},
      {{2, 4, 50, 16, 50}, {0, 1, 2, 4}, {0, 4, 1, 3}, {0, 2, 1, 3}, -1, -1, false, false, ""},
      {{64, 4, 14, 14, 32, 3}, {0, 4, 5}, {1, 4, 2, 3, 5}, {1, 0, 2, 3}, 3, 5, false, false, ""},
      // Panels that are filled ahead: a last one of few lanes, blocks of the sum, of the rows, and another panel for each of a batch.
      {{150, 100, 37}, {0, 2}, {2, 1}, {0, 1}, -1, -1, true, false, "pack = 1 : i64"},
      {{150, 70, 1250}, {0, 2}, {2, 1}, {0, 1}, -1, -1, false, false, "pack = 1 : i64"},
      {{150, 100, 37}, {2, 0}, {2, 1}, {0, 1}, -1, -1, false, false, "pack = 1 : i64, block = 24 : i64"},
      {{3, 140, 20, 64}, {0, 1, 3}, {0, 3, 2}, {0, 1, 2}, -1, -1, false, false, "pack = 1 : i64"},
      // The same with lanes that are turned.
      {{150, 100, 48}, {0, 2}, {1, 2}, {0, 1}, -1, -1, true, false, ""},
      {{150, 70, 1280}, {0, 2}, {1, 2}, {0, 1}, -1, -1, false, false, ""},
      {{3, 140, 20, 64}, {0, 1, 3}, {0, 2, 3}, {0, 1, 2}, -1, -1, false, false, ""},
  };
  for (const Case &c : cases)
    ASSERT_NO_FATAL_FAILURE(check(*context, c, 11));
}

TEST_F(Contractions, WithChosenTilesAreExact) {
  std::string rows[] = {"1", "3", "5", "14"}, lanes[] = {"16", "32", "64"};
  for (int form = 0; form < 3; ++form)
    for (const std::string &r : rows)
      for (const std::string &l : lanes)
        for (const char *more : {"", ", pack = 0 : i64", ", pack = 1 : i64, block = 20 : i64", ", left = 1 : i64", ", stream = 1 : i64"}) {
          if (r == "14" && l != "16" && l != "32")
            continue;
          Case c{{29, 80, 48}, {0, 2}, {2, 1}, {0, 1}, -1, -1, true, true, ""};
          if (form == 1)
            c.rhs = {1, 2};
          if (form == 2)
            c.lhs = {2, 0};
          if (std::string(more).find("left") != std::string::npos && l != "16")
            continue; // 29 lanes are two vectors
          if (std::string(more).find("stream") != std::string::npos && form == 1)
            continue;
          c.schedule = "rows = " + r + " : i64, lanes = " + l + " : i64, reorder = 1 : i64" + more;
          ASSERT_NO_FATAL_FAILURE(check(*context, c, 3));
        }
}

} // namespace
