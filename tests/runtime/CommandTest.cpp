// SPDX-License-Identifier: Apache-2.0
//
// The command line of a produced executable, run in this process on the fake model.
#include "runtime/app/App.h"
#include "runtime/app/Numbers.h"
#include "tests/runtime/Fixture.h"

#include <algorithm>
#include <cstdlib>

namespace kiln::test {

using namespace kiln::runtime;

namespace {

struct Outcome {
  int code = -1;
  std::string out, err;
};

class Command : public testing::Test {
protected:
  Folder folder;
  FakeData data{folder, 1001};

  Outcome run(const std::string &line, uint64_t rows = 8) {
    std::vector<uint64_t> words = fakeModel(rows).finish();
    std::vector<std::string> parts = {"fake"};
    for (size_t at = 0; at < line.size();) {
      size_t space = std::min(line.find(' ', at), line.size());
      std::string part = line.substr(at, space - at);
      for (size_t hole = part.find('@'); hole != part.npos; hole = part.find('@'))
        part.replace(hole, 1, folder.path(""));
      if (!part.empty())
        parts.push_back(part);
      at = space + 1;
    }
    std::vector<const char *> arguments;
    for (const std::string &part : parts)
      arguments.push_back(part.c_str());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Outcome result;
    result.code = runApp(int(arguments.size()), arguments.data(), words.data(), kiln_entry_table);
    result.out = testing::internal::GetCapturedStdout();
    result.err = testing::internal::GetCapturedStderr();
    return result;
  }
  std::string train(const std::string &rest) {
    return "train step x=@x.npy label=@label.gz --threads 1 " + rest;
  }
  static std::string scalar(const std::string &out, const std::string &name) {
    size_t at = ("\n" + out).find("\n" + name + " ");
    if (at == std::string::npos)
      return "";
    at += name.size() + 1;
    return out.substr(at, out.find('\n', at) - at);
  }
};

TEST_F(Command, Describes) {
  Outcome text = run("");
  EXPECT_EQ(text.code, 0);
  EXPECT_NE(text.out.find("train step(x: f32[B, D], label: i32[B]) -> loss: f32"), std::string::npos);
  Outcome json = run("--json");
  EXPECT_EQ(json.out.substr(0, 17), "{\"model\": \"fake\",");
  EXPECT_EQ(run("--help").code, 0);
  EXPECT_EQ(run("--version").out, "fake, built by kiln 0.1.0\n");
}

TEST_F(Command, WrongUsageIsTwo) {
  for (const char *line :
       {"fly", "train", "run", "run nothing", "train score --steps 1", "run step", "train step --steps x",
        "train step --steps 0", "train step", "--epochs 3", "run score --epochs 3", "run score x",
        "train step --steps 1 --seed 4294967296", "train step --steps 1 --threads 0",
        "train step --steps 1 --load a --resume b", "train step --steps 1 --partial",
        "train step --steps 1 --force", "train step --steps 1 --save-every 3",
        "train step --steps 1 --log a.txt", "train step --steps 1 --keep-best accuracy",
        "train step --until loss==0", "train step --steps 1 --until loss", "train step --steps 1 --until loss==",
        "train step --steps 1 --until ==0", "train step --steps 1 --until loss==0x",
        "train step x=@x.npy label=@label.gz --steps 1 --until errors==0",
        "train step --steps 1 --shuffle --no-shuffle", "run score z=@x.npy", "run score x=@x.npy",
        "run score x=@x.npy x=@x.npy label=@label.gz", "run score x=@x.npy label=@label.gz --out y",
        "run score x=@x.npy label=@label.gz --out q=@q.npy",
        "run score x=@x.npy label=@label.gz --out y=@q.txt", "run tiny --out"}) {
    Outcome outcome = run(line);
    EXPECT_EQ(outcome.code, 2) << line << ": " << outcome.err;
    EXPECT_EQ(outcome.err.substr(0, 7), "error: ") << line;
    EXPECT_EQ(outcome.out, "") << line;
  }
}

TEST_F(Command, ShortLastBatchIsExactForAnyB) {
  ASSERT_EQ(run(train("--epochs 1 --save @m.safetensors")).code, 0);
  std::string accuracy, hits, worst, y;
  for (uint64_t rows : {1, 64, 97, 128}) {
    Outcome outcome =
        run("run score x=@x.npy label=@label.gz --load @m.safetensors --out y=@y.npy --threads 1", rows);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    std::string written = readAll(folder.path("y.npy"));
    if (rows == 1) {
      accuracy = scalar(outcome.out, "accuracy");
      hits = scalar(outcome.out, "hits");
      worst = scalar(outcome.out, "worst");
      y = written;
      double expected = double(atoi(hits.c_str())) / 1001;
      EXPECT_EQ(accuracy, decimal(expected, true));
      EXPECT_EQ(y.size(), 128u + 1001 * 3 * 4);
    }
    EXPECT_EQ(scalar(outcome.out, "accuracy"), accuracy) << rows;
    EXPECT_EQ(scalar(outcome.out, "hits"), hits) << rows;
    EXPECT_EQ(scalar(outcome.out, "worst"), worst) << rows;
    EXPECT_EQ(written, y) << rows;
  }
}

TEST_F(Command, ResumeIsTheUninterruptedTraining) {
  ASSERT_EQ(run(train("--epochs 2 --seed 5 --save @whole.safetensors")).code, 0);
  std::string whole = readAll(folder.path("whole.safetensors"));
  for (int split : {1, 60, 125, 126, 249}) {
    std::string steps = std::to_string(split);
    ASSERT_EQ(run(train("--steps " + steps + " --seed 5 --save @part.safetensors")).code, 0);
    EXPECT_NE(readAll(folder.path("part.safetensors")), whole);
    Outcome rest = run(train("--epochs 2 --resume @part.safetensors --save @part.safetensors --threads 3"));
    ASSERT_EQ(rest.code, 0) << rest.err;
    EXPECT_EQ(readAll(folder.path("part.safetensors")), whole) << split;
  }
  Outcome done = run(train("--epochs 2 --resume @whole.safetensors --save @again.safetensors"));
  EXPECT_EQ(scalar(done.out, "step"), "250");
  EXPECT_EQ(readAll(folder.path("again.safetensors")), whole);
}

TEST_F(Command, UntilEndsAtTheFirstStepWithTheValue) {
  Outcome fifth = run(train("--steps 5 --no-shuffle --save @fifth.safetensors"));
  ASSERT_EQ(fifth.code, 0) << fifth.err;
  Outcome met = run(train("--steps 9 --no-shuffle --save @met.safetensors --until loss==" + scalar(fifth.out, "loss")));
  EXPECT_EQ(met.code, 0) << met.err;
  EXPECT_EQ(scalar(met.out, "step"), "5");
  EXPECT_EQ(readAll(folder.path("met.safetensors")), readAll(folder.path("fifth.safetensors")));
  EXPECT_EQ(scalar(run(train("--steps 9 --no-shuffle --until loss==-1")).out, "step"), "9");
}

TEST_F(Command, SaveEveryChangesNoBit) {
  ASSERT_EQ(run(train("--steps 50 --save @a.safetensors")).code, 0);
  ASSERT_EQ(run(train("--steps 50 --save @b.safetensors --save-every 7 --threads 2")).code, 0);
  EXPECT_EQ(readAll(folder.path("a.safetensors")), readAll(folder.path("b.safetensors")));
  ASSERT_EQ(run(train("--steps 50 --save @b.safetensors --no-shuffle")).code, 0);
  EXPECT_NE(readAll(folder.path("a.safetensors")), readAll(folder.path("b.safetensors")));
}

TEST_F(Command, ResumeRefusesWhatDiffers) {
  ASSERT_EQ(run(train("--steps 5 --save @a.safetensors")).code, 0);
  FakeData other(folder, 900);
  Outcome outcome = run(train("--steps 9 --resume @a.safetensors"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("other data for `x`"), std::string::npos) << outcome.err;
  EXPECT_EQ(run(train("--steps 9 --resume @a.safetensors --force")).code, 0);
  outcome = run(train("--steps 9 --resume @a.safetensors"), 16);
  EXPECT_NE(outcome.err.find("batches of 8 rows"), std::string::npos) << outcome.err;
  outcome = run(train("--steps 9 --resume @a.safetensors --no-shuffle"));
  EXPECT_NE(outcome.err.find("`--shuffle`"), std::string::npos) << outcome.err;
  EXPECT_EQ(run(train("--steps 9 --resume @a.safetensors --seed 77")).code, 2);
}

TEST_F(Command, BadDataStopsBeforeAnyUpdate) {
  data.label[17] = 9;
  folder.write("label.gz", gzipBytes(idxBytes(8, {1001}, bytesOf(data.label))));
  Outcome outcome = run(train("--steps 5 --save @a.safetensors"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("row 17 of"), std::string::npos);
  EXPECT_NE(outcome.err.find("`label` is 9, outside 0 … 2"), std::string::npos) << outcome.err;
  EXPECT_EQ(readAll(folder.path("a.safetensors")), "");
}

TEST_F(Command, ShapesSpeakInTheModelsNames) {
  struct Case {
    const char *file, *expected;
    std::string bytes;
  };
  const Case cases[] = {
      {"x.npy", "a row of `x` is [D = 4], but a row of", npyBytes("<f4", "(1001, 5)", std::string(20020, 0))},
      {"x.npy", "`x` is f32[B, D], but", npyBytes("<f8", "(1001, 4)", std::string(32032, 0))},
      {"x.npy", "the numbers of rows disagree: 1000 of `x`", npyBytes("<f4", "(1000, 4)", std::string(16000, 0))},
      {"x.npy", "a single f32", npyBytes("<f4", "()", std::string(4, 0))},
      {"x.npy", "holds no rows", npyBytes("<f4", "(0, 4)", "")},
  };
  for (const Case &one : cases) {
    folder.write(one.file, one.bytes);
    Outcome outcome = run(train("--steps 5"));
    EXPECT_EQ(outcome.code, 1);
    EXPECT_NE(outcome.err.find(one.expected), std::string::npos) << one.expected << ": " << outcome.err;
  }
}

TEST_F(Command, AFaultEndsTheTrainingAndKeepsTheFile) {
  ASSERT_EQ(run(train("--epochs 1 --save @a.safetensors")).code, 0);
  std::string before = readAll(folder.path("a.safetensors"));
  data.x[4 * 500 + 1] = 3e6f;
  folder.write("x.npy", npyBytes("<f4", "(1001, 4)", bytesOf(data.x)));
  Outcome outcome = run(train("--epochs 3 --no-shuffle --load @a.safetensors --save @a.safetensors"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("fake.kiln:9:3: index `b` left its axis (in `net`), in step 63; nothing is saved"),
            std::string::npos)
      << outcome.err;
  EXPECT_EQ(readAll(folder.path("a.safetensors")), before);
}

TEST_F(Command, LogIsCutAndContinued) {
  ASSERT_EQ(run(train("--epochs 1 --log @a.csv --save @a.safetensors "
                      "--eval score x=@x.npy label=@label.gz --keep-best accuracy --log-every 50"))
                .code,
            0);
  std::string log = readAll(folder.path("a.csv"));
  EXPECT_EQ(log.substr(0, log.find('\n')),
            "step,epoch,row,seconds,rows_per_second,loss,score.accuracy,score.hits,score.worst");
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 5); // header, 1, 50, 100, 125
  folder.write("a.csv", log + "150,1,0,9,9,9,,,\n");      // of steps after the save that was killed
  ASSERT_EQ(run(train("--epochs 2 --log @a.csv --resume @a.safetensors --save @a.safetensors "
                      "--eval score x=@x.npy label=@label.gz --keep-best accuracy --log-every 50"))
                .code,
            0);
  std::string longer = readAll(folder.path("a.csv"));
  EXPECT_EQ(longer.substr(0, log.size()), log);
  EXPECT_EQ(longer.find("150,1,0,9,9,9"), std::string::npos);
  EXPECT_EQ(std::count(longer.begin(), longer.end(), '\n'), 8); // and 150, 200, 250
  EXPECT_EQ(readAll(folder.path("a.svg")).substr(0, 4), "<svg");
  EXPECT_NE(readAll(folder.path("a.best.safetensors")).find("best.accuracy"), std::string::npos);
}

TEST_F(Command, OneBatchOnlyScalars) {
  Outcome outcome = run("run echo x=@x.npy");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("fake.kiln:7: `first` of `echo` cannot be combined over 126 batches"),
            std::string::npos)
      << outcome.err;
}

TEST_F(Command, JsonResults) {
  Outcome outcome = run("run score x=@x.npy label=@label.gz --json --out y=@y.safetensors");
  ASSERT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out.substr(0, 16), "{\"y\": {\"file\": \"");
  EXPECT_NE(outcome.out.find("\"hits\": "), std::string::npos);
}

TEST(Numbers, PlainDecimals) {
  EXPECT_EQ(decimal(0.8912f, true), "0.8912");
  EXPECT_EQ(decimal(0.1f, true), "0.1");
  EXPECT_EQ(decimal(-1.5, false), "-1.5");
  EXPECT_EQ(decimal(100, false), "100");
  EXPECT_EQ(decimal(1e-7f, true), "0.0000001");
  EXPECT_EQ(decimal(123456789012.0, false), "123456789012");
  EXPECT_EQ(decimal(1e20, false), "100000000000000000000");
  EXPECT_EQ(decimal(0, true), "0");
  EXPECT_EQ(decimal(__builtin_nan(""), true), "nan");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(byteSize(12345678), "12.3 MB");
  EXPECT_EQ(duration(187), "3:07");
}

// A table row for each kernel, what is none of them, and the sum; each worker is a row of the trace and its spans lie end to end.
TEST_F(Command, ProfilesAnEntry) {
  Outcome table = run("profile step x=@x.npy label=@label.gz --threads 2 --rounds 3 --trace @t.json");
  ASSERT_EQ(table.code, kDone) << table.err;
  for (const char *part : {"train step of fake.kiln: ", "median of 3", "2 workers", "GFLOP/s of multiply-adds", "\nupdate_0 ",
                           "fake.kiln:12  net\n", "\nnorm_0 ", "\ncopies and loops", "\nwaiting ", "\nsum "})
    EXPECT_NE(table.out.find(part), std::string::npos) << part << "\n" << table.out;
  std::string trace = readAll(folder.path("t.json"));
  EXPECT_EQ(trace.find("{\"displayTimeUnit\""), 0u) << trace;
  for (const char *part : {"\"worker 1\"", "\"name\": \"update_0\"", "\"path\": \"net\"", "\"fake.kiln:12\""})
    EXPECT_NE(trace.find(part), std::string::npos) << part << "\n" << trace;

  Outcome json = run("profile step --threads 1 --rounds 2 --json");
  ASSERT_EQ(json.code, kDone) << json.err;
  EXPECT_NE(json.err.find("the inputs are drawn"), std::string::npos) << json.err;
  EXPECT_NE(json.out.find("\"rounds\": 2, \"ms\": "), std::string::npos) << json.out;
  EXPECT_NE(json.out.find("\"name\": \"update_0\", \"launches\": 1, \"ms\": "), std::string::npos) << json.out;

  Outcome wrong = run("profile stap");
  EXPECT_EQ(wrong.code, kUsage);
  EXPECT_NE(wrong.err.find("`stap` is no entry of this model (`step`, `score`, `echo`, `tiny`)"), std::string::npos) << wrong.err;
  Outcome missing = run("profile step x=@x.npy");
  EXPECT_EQ(missing.code, kUsage);
  EXPECT_NE(missing.err.find("input `label` of `step` is not given"), std::string::npos) << missing.err;
  EXPECT_EQ(run("profile step --rounds 0").code, kUsage);
  EXPECT_EQ(run("run score --rounds 3").code, kUsage);
}

} // namespace

} // namespace kiln::test
