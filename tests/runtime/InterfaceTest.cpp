// SPDX-License-Identifier: Apache-2.0
#include "runtime/include/kiln/runtime.h"
#include "tests/runtime/Fixture.h"

namespace kiln::test {
namespace {

struct Handle {
  std::vector<uint64_t> words = fakeModel(8).finish();
  kiln_session *session = nullptr;
  explicit Handle(uint32_t seed = 1) {
    kiln_options options = {2, seed};
    char message[256] = "";
    EXPECT_EQ(kiln_open(words.data(), words.size() * 8, kiln_entry_table, &options, &session, message,
                        sizeof message),
              KILN_OK)
        << message;
  }
  ~Handle() { kiln_close(session); }
};

TEST(Interface, TrainsSavesAndResumes) {
  Folder folder;
  std::string path = folder.path("a.safetensors");
  Handle a, b(9);
  int step = kiln_find_entry(a.session, "step");
  ASSERT_EQ(kiln_entry_mode(a.session, step), KILN_TRAIN);
  ASSERT_EQ(kiln_entry_rows(a.session, step), 8);
  ASSERT_EQ(kiln_input_count(a.session, step), 2);
  kiln_tensor_info info;
  ASSERT_EQ(kiln_input_info(a.session, step, 0, &info), KILN_OK);
  EXPECT_STREQ(info.name, "x");
  EXPECT_EQ(info.bytes, 8u * 4 * 4);
  std::vector<float> x(32, 0.5f);
  std::vector<int32_t> label(8, 2);
  auto train = [&](kiln_session *session) {
    EXPECT_EQ(kiln_set_input(session, step, kiln_find_input(session, step, "x"), x.data(), 128), KILN_OK);
    EXPECT_EQ(kiln_set_input(session, step, kiln_find_input(session, step, "label"), label.data(), 32),
              KILN_OK);
    EXPECT_EQ(kiln_run(session, step, 8), KILN_OK);
    float loss = 0;
    EXPECT_EQ(kiln_get_output(session, step, kiln_find_output(session, step, "loss"), &loss, 4), KILN_OK);
    return loss;
  };
  train(a.session);
  ASSERT_EQ(kiln_save(a.session, path.c_str()), KILN_OK) << kiln_message(a.session);
  ASSERT_EQ(kiln_resume(b.session, path.c_str()), KILN_OK) << kiln_message(b.session);
  EXPECT_EQ(kiln_steps(b.session, step), 1u);
  EXPECT_EQ(train(a.session), train(b.session));
  float wa[12], wb[12];
  ASSERT_EQ(kiln_read_state(a.session, "net.w", wa, sizeof wa), KILN_OK);
  ASSERT_EQ(kiln_read_state(b.session, "net.w", wb, sizeof wb), KILN_OK);
  EXPECT_EQ(memcmp(wa, wb, sizeof wa), 0);
}

TEST(Interface, TakesOnePart) {
  Folder folder;
  std::string path = folder.path("a.safetensors");
  Handle a(1), b(9);
  ASSERT_EQ(kiln_save(a.session, path.c_str()), KILN_OK) << kiln_message(a.session);
  float first[kBias], second[kBias], w[12], before[12];
  auto read = [](Handle &handle, const char *name, float *to, size_t bytes) {
    EXPECT_EQ(kiln_read_state(handle.session, name, to, bytes), KILN_OK) << kiln_message(handle.session);
  };
  read(b, "net.w", before, sizeof before);
  // A layer from another layer of the file; what lies beside it stays.
  ASSERT_EQ(kiln_load_part(b.session, "net.layers[0]", path.c_str(), "net.layers[1]"), KILN_OK)
      << kiln_message(b.session);
  read(a, "net.layers[1].b", first, sizeof first);
  read(b, "net.layers[0].b", second, sizeof second);
  EXPECT_EQ(memcmp(first, second, sizeof first), 0);
  read(b, "net.w", w, sizeof w);
  EXPECT_EQ(memcmp(w, before, sizeof w), 0);
  // The whole part, from the one name that fits.
  ASSERT_EQ(kiln_load_part(b.session, "net", path.c_str(), nullptr), KILN_OK) << kiln_message(b.session);
  read(a, "net.w", before, sizeof before);
  read(b, "net.w", w, sizeof w);
  EXPECT_EQ(memcmp(w, before, sizeof w), 0);
  EXPECT_EQ(kiln_load_part(b.session, "nets", path.c_str(), nullptr), KILN_USAGE);
  EXPECT_STREQ(kiln_message(b.session), "the model has no part `nets` with parameters");
  EXPECT_EQ(kiln_load_part(b.session, "net", path.c_str(), "opt"), KILN_MISMATCH);
  EXPECT_EQ(kiln_load_part(b.session, "net", "/no/such/file", nullptr), KILN_IO);
}

TEST(Interface, WrongCallsAreErrors) {
  Handle handle;
  kiln_session *session = handle.session;
  int step = kiln_find_entry(session, "step");
  std::vector<int32_t> label(8, 3);
  EXPECT_EQ(kiln_set_input(session, step, 1, label.data(), 32), KILN_BAD_DATA);
  EXPECT_STREQ(kiln_message(session), "element 0 of `label` is 3, outside 0 … 2");
  EXPECT_EQ(kiln_set_input(session, step, 1, label.data(), 31), KILN_USAGE);
  EXPECT_EQ(kiln_set_input(session, step, 7, label.data(), 32), KILN_USAGE);
  EXPECT_EQ(kiln_set_input(session, 99, 0, label.data(), 32), KILN_USAGE);
  EXPECT_EQ(kiln_run(session, -1, 8), KILN_USAGE);
  EXPECT_EQ(kiln_run(session, step, 7), KILN_USAGE);
  EXPECT_EQ(kiln_run(session, kiln_find_entry(session, "score"), 9), KILN_USAGE);
  float loss;
  EXPECT_EQ(kiln_get_output(session, step, 0, &loss, 4), KILN_USAGE);
  EXPECT_EQ(kiln_load(session, "/no/such/file"), KILN_IO);
  EXPECT_EQ(kiln_read_state(session, "net.q", &loss, 4), KILN_USAGE);
  EXPECT_EQ(kiln_find_entry(session, "init"), -1);
  EXPECT_EQ(kiln_abi_version(), uint32_t(KILN_ABI_VERSION));
}

TEST(Interface, OpenReportsWhy) {
  std::vector<uint64_t> words = fakeModel(8).finish();
  words[words.size() - 1] ^= 1;
  words[40] ^= 1;
  kiln_session *session;
  char message[256];
  EXPECT_EQ(kiln_open(words.data(), words.size() * 8, kiln_entry_table, nullptr, &session, message,
                      sizeof message),
            KILN_BAD_PACKAGE);
  EXPECT_EQ(session, nullptr);
  EXPECT_STREQ(message, "the package in this executable is damaged: its checksum is wrong");
}

} // namespace
} // namespace kiln::test
