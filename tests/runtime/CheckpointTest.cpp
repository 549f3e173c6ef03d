// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Checkpoint.h"
#include "runtime/core/Layout.h"
#include "runtime/data/ArrayWriter.h"
#include "tests/runtime/Fixture.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kiln::test {

using namespace kiln::runtime;

namespace {

CheckpointInfo someInfo() {
  CheckpointInfo info;
  info.seed = 7;
  TrainMark train;
  train.entry = "step";
  train.step = 130;
  train.epoch = 1;
  train.row = 40;
  train.batch = 8;
  train.data = {{"x", 1001, 0xdeadbeef}, {"label", 1001, 0x12}};
  info.trains.push_back(train);
  return info;
}

std::string stateOf(const Session &session) {
  return std::string(reinterpret_cast<const char *>(session.arena()), kScratch);
}

TEST(Layout, PanelsAndLogicalOrderAgree) {
  // [2, 3, 5, 4]: batch axis 0, K = (axis 3, axis 1), N = axis 2 in panels of 2.
  abi::Storage storage = {};
  storage.dtype = static_cast<uint8_t>(abi::DType::I32);
  storage.rank = 4;
  const uint64_t dims[4] = {2, 3, 5, 4};
  std::copy(dims, dims + 4, storage.dims);
  storage.layout = {1, 1, 2, 1, 2, {}, {3, 1}, 2, 0};
  std::vector<int32_t> logical(120), stored(2 * 3 * 12 * 2, -1), back(120);
  for (int32_t i = 0; i != 120; ++i)
    logical[size_t(i)] = i;
  packElements(storage, reinterpret_cast<uint8_t *>(stored.data()), 0, 120,
               reinterpret_cast<uint8_t *>(logical.data()));
  // Element [1, 2, 3, 1]: n = 3, k = 1·3 + 2.
  EXPECT_EQ(stored[(size_t(1 * 3 + 3 / 2) * 12 + 5) * 2 + 1], ((1 * 3 + 2) * 5 + 3) * 4 + 1);
  for (uint64_t at = 0; at < 120; at += 7)
    unpackElements(storage, reinterpret_cast<uint8_t *>(stored.data()), at, std::min<uint64_t>(7, 120 - at),
                   reinterpret_cast<uint8_t *>(back.data() + at));
  EXPECT_EQ(back, logical);
}

TEST(Checkpoint, RoundTripWithNamesAndMarks) {
  Folder folder;
  std::string path = folder.path("a.safetensors");
  Open a(8, 1, 1), b(8, 1, 2);
  ASSERT_OK(saveCheckpoint(path.c_str(), a.session, someInfo()));
  EXPECT_NE(stateOf(a.session), stateOf(b.session));
  CheckpointInfo info;
  ASSERT_OK(loadCheckpoint(path.c_str(), &b.session, Take::All, &info, nullptr));
  EXPECT_EQ(stateOf(a.session), stateOf(b.session));
  ASSERT_EQ(info.trains.size(), 1u);
  EXPECT_EQ(info.seed, 7u);
  EXPECT_EQ(info.trains[0].step, 130u);
  EXPECT_EQ(info.trains[0].row, 40u);
  ASSERT_EQ(info.trains[0].data.size(), 2u);
  EXPECT_EQ(info.trains[0].data[0].crc, 0xdeadbeef);
  Array array;
  ASSERT_OK(openArray(path.c_str(), "net.layers[1].b", &array));
  EXPECT_EQ(typeText(array.tensor.element, array.tensor.dims), "f32[5]");
  EXPECT_EQ(numberAt(array.tensor.element, array.tensor.data), 5);
  ASSERT_OK(openArray(path.c_str(), "opt.n", &array));
  EXPECT_TRUE(array.tensor.dims.empty());
  EXPECT_EQ(openArray(path.c_str(), "scratch", &array).code(), Code::Mismatch);
  // The same state gives the same bytes.
  ASSERT_OK(saveCheckpoint(folder.path("b.safetensors").c_str(), b.session, info));
  EXPECT_EQ(readAll(path), readAll(folder.path("b.safetensors")));
}

TEST(Checkpoint, EveryTruncationLeavesTheStateAlone) {
  Folder folder;
  Open a(8, 1, 1), b(8, 1, 2);
  ASSERT_OK(saveCheckpoint(folder.path("a").c_str(), a.session, someInfo()));
  std::string bytes = readAll(folder.path("a")), before = stateOf(b.session);
  for (size_t size = 0; size != bytes.size(); ++size) {
    std::string path = folder.write("cut", bytes.substr(0, size));
    EXPECT_FALSE(loadCheckpoint(path.c_str(), &b.session, Take::All, nullptr, nullptr).isOk());
  }
  EXPECT_EQ(stateOf(b.session), before);
}

TEST(Checkpoint, AnotherModelNamesTheTensors) {
  Folder folder;
  Open open(8, 1, 1);
  std::string before = stateOf(open.session), path = folder.path("other.safetensors");
  std::vector<float> w(12, 1.5f), wrong(6, 0);
  auto data = [](const std::vector<float> &values) { return reinterpret_cast<const uint8_t *>(values.data()); };
  std::vector<FileTensor> tensors = {{"net.w", Element::F32, {4, 3}, data(w), 48},
                                     {"net.layers[0].b", Element::F32, {6}, data(wrong), 24},
                                     {"net.extra", Element::F32, {}, data(wrong), 4}};
  ASSERT_OK(writeArrays(path.c_str(), tensors));
  Status status = loadCheckpoint(path.c_str(), &open.session, Take::Model, nullptr, nullptr);
  EXPECT_EQ(status.code(), Code::Mismatch);
  for (const char *part : {"`net.layers[0].b` is f32[6] in the file and f32[5] in the model",
                           "`net.layers[1].b` is missing", "`net.extra` is not in the model"})
    EXPECT_NE(status.message().find(part), std::string::npos) << status.message();
  EXPECT_EQ(status.message().find("opt.m"), std::string::npos);
  EXPECT_EQ(stateOf(open.session), before);
  EXPECT_EQ(loadCheckpoint(path.c_str(), &open.session, Take::All, nullptr, nullptr).code(), Code::Mismatch);
  std::vector<std::string> skipped;
  ASSERT_OK(loadCheckpoint(path.c_str(), &open.session, Take::Partial, nullptr, &skipped));
  EXPECT_EQ(skipped.size(), 3u);
  EXPECT_EQ(reinterpret_cast<float *>(open.session.arena())[0], 1.5f);
}

// Fault injection: the call whose number is `failAt` fails.
int calls, failAt, failWith;
bool fails() {
  if (calls++ != failAt)
    return false;
  errno = failWith;
  return true;
}
const FileSystem kFailing = {
    [](const char *path, int flags, mode_t mode) { return fails() ? -1 : open(path, flags, mode); },
    [](int file, const void *data, size_t size) {
      // Short writes throughout; ENOSPC may come as a partial one before.
      return fails() ? ssize_t(-1) : write(file, data, size > 100 ? 100 : size);
    },
    [](int file) { return fails() ? -1 : fsync(file); },
    [](const char *from, const char *to) { return fails() ? -1 : rename(from, to); },
    [](const char *path) { return unlink(path); }};

TEST(Checkpoint, EveryFailingCallLeavesOldOrNew) {
  Folder folder;
  std::string path = folder.path("a.safetensors");
  Open a(8, 1, 1), b(8, 1, 2);
  calls = 0;
  failAt = -1;
  ASSERT_OK(saveCheckpoint(path.c_str(), b.session, someInfo(), kFailing));
  int total = calls;
  std::string fresh = readAll(path);
  ASSERT_OK(saveCheckpoint(path.c_str(), a.session, someInfo()));
  std::string old = readAll(path);
  EXPECT_NE(old, fresh);
  for (int reason : {ENOSPC, EIO}) {
    for (int call = 0; call != total; ++call) {
      ASSERT_OK(saveCheckpoint(path.c_str(), a.session, someInfo()));
      calls = 0;
      failAt = call;
      failWith = reason;
      Status status = saveCheckpoint(path.c_str(), b.session, someInfo(), kFailing);
      EXPECT_EQ(status.code(), Code::Io) << call;
      // The last two calls come after the rename: the folder's sync.
      EXPECT_EQ(readAll(path), call < total - 2 ? old : fresh) << call;
      EXPECT_EQ(folder.list(), std::vector<std::string>{"a.safetensors"}) << call;
    }
  }
}

// A process that is killed before or after the call whose number is `failAt`.
bool killAfter;
template <typename Call> auto dying(Call call) {
  bool now = calls++ == failAt;
  if (now && !killAfter)
    raise(SIGKILL);
  auto result = call();
  if (now)
    raise(SIGKILL);
  return result;
}
const FileSystem kKilling = {
    [](const char *path, int flags, mode_t mode) { return dying([&] { return open(path, flags, mode); }); },
    [](int file, const void *data, size_t size) {
      return dying([&] { return write(file, data, size > 100 ? 100 : size); });
    },
    [](int file) { return dying([&] { return fsync(file); }); },
    [](const char *from, const char *to) { return dying([&] { return rename(from, to); }); },
    [](const char *path) { return unlink(path); }};

TEST(Checkpoint, AKillAtAnyCallLeavesOldOrNew) {
  Folder folder;
  std::string path = folder.path("a.safetensors");
  Open a(8, 1, 1), b(8, 1, 2), reader(8, 1, 3);
  ASSERT_OK(saveCheckpoint(path.c_str(), b.session, someInfo()));
  std::string fresh = readAll(path);
  ASSERT_OK(saveCheckpoint(path.c_str(), a.session, someInfo()));
  std::string old = readAll(path);
  int kills = 0;
  for (bool after : {false, true})
    for (int call = 0;; ++call) {
      ASSERT_OK(saveCheckpoint(path.c_str(), a.session, someInfo()));
      pid_t child = fork();
      ASSERT_GE(child, 0);
      if (child == 0) {
        calls = 0;
        failAt = call;
        killAfter = after;
        _exit(saveCheckpoint(path.c_str(), b.session, someInfo(), kKilling).isOk() ? 0 : 1);
      }
      int state = 0;
      ASSERT_EQ(waitpid(child, &state, 0), child);
      std::string bytes = readAll(path);
      EXPECT_TRUE(bytes == old || bytes == fresh) << call;
      EXPECT_OK(loadCheckpoint(path.c_str(), &reader.session, Take::All, nullptr, nullptr));
      if (WIFEXITED(state)) {
        EXPECT_EQ(WEXITSTATUS(state), 0);
        EXPECT_EQ(bytes, fresh);
        break;
      }
      ++kills;
    }
  EXPECT_GE(kills, 20);
}

TEST(Checkpoint, AFullDiskIsOneCleanError) {
  Folder folder;
  Open a;
  EXPECT_EQ(saveCheckpoint("/dev/full", a.session, someInfo()).code(), Code::Io);
  EXPECT_EQ(saveCheckpoint("/no/such/folder/a", a.session, someInfo()).code(), Code::Io);
  EXPECT_EQ(saveCheckpoint("/tmp", a.session, someInfo()).code(), Code::Io);
}

TEST(Checkpoint, ALeftoverOfAKilledProcessIsWrittenOver) {
  Folder folder;
  Open a;
  folder.write(".a.safetensors.part", std::string(100000, 'x'));
  ASSERT_OK(saveCheckpoint(folder.path("a.safetensors").c_str(), a.session, someInfo()));
  EXPECT_EQ(folder.list(), std::vector<std::string>{"a.safetensors"});
  CheckpointInfo info;
  EXPECT_OK(readCheckpointInfo(folder.path("a.safetensors").c_str(), &info));
}

TEST(Checkpoint, TwoWritersDoNotMix) {
  Folder folder;
  std::string path = folder.path("a");
  AtomicFile first, second;
  ASSERT_OK(first.open(path.c_str()));
  Status status = second.open(path.c_str());
  EXPECT_NE(status.message().find("another process"), std::string::npos) << status.message();
  ASSERT_OK(first.write("abc", 3));
  ASSERT_OK(first.commit());
  EXPECT_EQ(readAll(path), "abc");
}

TEST(Checkpoint, NewerVersionIsRefused) {
  Folder folder;
  Open a;
  std::string path = folder.path("a");
  ASSERT_OK(saveCheckpoint(path.c_str(), a.session, someInfo()));
  std::string bytes = readAll(path);
  size_t at = bytes.find("\"kiln.format\":\"1\"");
  ASSERT_NE(at, std::string::npos);
  bytes[at + 15] = '9';
  folder.write("a", bytes);
  CheckpointInfo info;
  Status status = readCheckpointInfo(path.c_str(), &info);
  EXPECT_NE(status.message().find("version 9"), std::string::npos) << status.message();
}

} // namespace

} // namespace kiln::test
