// SPDX-License-Identifier: Apache-2.0
//
// The C interface (include/kiln/runtime.h) on top of the session.
#include "runtime/core/Checkpoint.h"
#include "runtime/cpu/Features.h"
#include "runtime/cpu/Workers.h"
#include "runtime/include/kiln/runtime.h"

#include <memory>
#include <stdio.h>
#include <string.h>

using namespace kiln;
using namespace kiln::runtime;

struct kiln_session {
  Package package;
  Workers workers;
  Session session;
  CheckpointInfo info;
  std::vector<const abi::Entry *> entries; // without `init`
  std::vector<uint64_t> steps;             // by entry
  std::string message;
  int lastRun = -1;
};

static_assert(KILN_ABI_VERSION == abi::kAbiVersion && KILN_MAX_RANK == abi::kMaxRank);
static_assert(KILN_BOOL == static_cast<int>(abi::DType::Bool));

namespace {

kiln_status statusOf(Code code) {
  switch (code) {
  case Code::Ok:
    return KILN_OK;
  case Code::Usage:
    return KILN_USAGE;
  case Code::BadPackage:
    return KILN_BAD_PACKAGE;
  case Code::BadFile:
    return KILN_BAD_FILE;
  case Code::Mismatch:
    return KILN_MISMATCH;
  case Code::BadData:
    return KILN_BAD_DATA;
  case Code::Io:
    return KILN_IO;
  case Code::OutOfMemory:
    return KILN_NO_MEMORY;
  case Code::Unsupported:
    return KILN_UNSUPPORTED;
  case Code::Fault:
    break;
  }
  return KILN_FAULT;
}

kiln_status finish(kiln_session *session, const Status &status) {
  if (!status.isOk())
    session->message = status.message();
  return statusOf(status.code());
}

const abi::Entry *entryAt(const kiln_session *session, int index) {
  bool inside = index >= 0 && size_t(index) < session->entries.size();
  return inside ? session->entries[size_t(index)] : nullptr;
}

template <typename Slot> const Slot *slotAt(std::span<const Slot> slots, int index) {
  return index >= 0 && size_t(index) < slots.size() ? &slots[size_t(index)] : nullptr;
}

Status noSuch(const char *what) { return error(Code::Usage, "there is no such %s", what); }

template <typename Slot>
int find(const kiln_session *session, std::span<const Slot> slots, const char *name) {
  for (size_t i = 0; i != slots.size(); ++i)
    if (session->package.text(slots[i].name) == name)
      return int(i);
  return -1;
}

template <typename Slot>
Status describeSlot(const kiln_session *session, const Slot *slot, kiln_tensor_info *out_info) {
  if (!slot)
    return noSuch("input or output");
  kiln_tensor_info info = {};
  info.name = session->package.c(slot->name);
  info.dtype = static_cast<kiln_dtype>(slot->dtype);
  info.rank = slot->rank;
  for (unsigned i = 0; i != slot->rank; ++i)
    info.dims[i] = int64_t(slot->axes[i].size);
  info.row_axis = slot->rowAxis;
  info.bytes = slotBytes(*slot);
  *out_info = info;
  return ok();
}

std::span<const abi::Input> inputsOf(const kiln_session *session, int entry) {
  const abi::Entry *found = entryAt(session, entry);
  return found ? session->package.inputs(*found) : std::span<const abi::Input>();
}

std::span<const abi::Output> outputsOf(const kiln_session *session, int entry) {
  const abi::Entry *found = entryAt(session, entry);
  return found ? session->package.outputs(*found) : std::span<const abi::Output>();
}

Status setInput(kiln_session *session, const abi::Input *input, const void *data, size_t bytes) {
  if (!input)
    return noSuch("input");
  const char *name = session->package.c(input->name);
  uint64_t whole = slotBytes(*input);
  uint64_t row = input->rowAxis < 0 ? whole : whole / slotRows(*input);
  if (bytes > whole || (row != 0 && bytes % row != 0) || (input->rowAxis < 0 && bytes != whole))
    return error(Code::Usage, "`%s` is %s, %llu bytes, and %zu are given", name,
                 session->package.type(*input).c_str(), static_cast<unsigned long long>(whole), bytes);
  abi::DType type = static_cast<abi::DType>(input->dtype);
  uint32_t unit = abi::dtypeSize(type);
  int64_t limit = type == abi::DType::Bool ? 2 : input->indexLimit;
  const uint8_t *elements = static_cast<const uint8_t *>(data);
  if (limit >= 0 && !isFloat(type))
    for (size_t at = 0; at != bytes; at += unit) {
      int64_t value = integerAt(elementOf(type), elements + at);
      if (value < 0 || value >= limit)
        return error(Code::BadData, "element %zu of `%s` is %lld, outside 0 … %lld", at / unit, name,
                     static_cast<long long>(value), static_cast<long long>(limit - 1));
    }
  uint8_t *slot = session->session.slot(*input);
  memcpy(slot, data, bytes);
  memset(slot + bytes, 0, whole - bytes);
  return ok();
}

Status run(kiln_session *session, int index, int64_t rows) {
  const abi::Entry *entry = entryAt(session, index);
  if (!entry)
    return noSuch("entry");
  bool train = entry->mode == static_cast<uint8_t>(abi::Mode::Train);
  int64_t most = int64_t(entry->rowSize);
  if (rows > most || rows < (train ? most : most != 0))
    return error(Code::Usage, "`%s` takes %s%lld rows in one call, not %lld",
                 session->package.c(entry->name), train || most == 0 ? "" : "1 to ",
                 static_cast<long long>(most), static_cast<long long>(rows));
  session->lastRun = index;
  uint64_t &steps = session->steps[size_t(index)];
  Status status = session->session.call(*entry, train ? steps : 0, rows);
  if (status.isOk() && train)
    ++steps;
  return status;
}

/// The marks of all train entries, with their steps of now.
CheckpointInfo marks(const kiln_session *session) {
  CheckpointInfo info = session->info;
  info.seed = session->session.seed();
  for (size_t i = 0; i != session->entries.size(); ++i) {
    const abi::Entry &entry = *session->entries[i];
    if (entry.mode != static_cast<uint8_t>(abi::Mode::Train) || session->steps[i] == 0)
      continue;
    std::string name(session->package.text(entry.name));
    TrainMark *mark = info.find(name);
    if (!mark) {
      info.trains.emplace_back();
      mark = &info.trains.back();
      mark->entry = name;
      mark->batch = entry.rowSize;
      mark->shuffle = false;
    }
    mark->step = session->steps[i];
  }
  return info;
}

} // namespace

extern "C" {

uint32_t kiln_abi_version(void) { return KILN_ABI_VERSION; }

kiln_status kiln_open(const void *package, size_t available, const kiln_entry_fn *table,
                      const kiln_options *options, kiln_session **out_session, char *message,
                      size_t message_size) {
  *out_session = nullptr;
  std::unique_ptr<kiln_session> session(new kiln_session);
  auto open = [&]() -> Status {
    KILN_TRY(openForCpu(package, available, {}, &session->package));
    KILN_TRY(checkCpu(session->package));
    int threads = options && options->threads != 0 ? options->threads : availableProcessors();
    KILN_TRY(session->workers.start(threads));
    for (const abi::Entry &entry : session->package.entries())
      if (entry.mode != static_cast<uint8_t>(abi::Mode::Init))
        session->entries.push_back(&entry);
    session->steps.resize(session->entries.size());
    return session->session.open(session->package, table, session->workers.executor(),
                                 options ? options->seed : 0);
  };
  Status status = open();
  if (status.isOk()) {
    *out_session = session.release();
  } else if (message && message_size != 0) {
    snprintf(message, message_size, "%s", status.message().c_str());
  }
  return statusOf(status.code());
}

void kiln_close(kiln_session *session) { delete session; }

const char *kiln_message(const kiln_session *session) { return session->message.c_str(); }

const char *kiln_model_name(const kiln_session *session) {
  return session->package.c(session->package.header().model);
}

uint64_t kiln_parameter_count(const kiln_session *session) {
  return session->package.header().parameterCount;
}

uint64_t kiln_arena_bytes(const kiln_session *session) { return session->package.header().arenaSize; }

int kiln_entry_count(const kiln_session *session) { return int(session->entries.size()); }

int kiln_find_entry(const kiln_session *session, const char *name) {
  for (size_t i = 0; i != session->entries.size(); ++i)
    if (session->package.text(session->entries[i]->name) == name)
      return int(i);
  return -1;
}

const char *kiln_entry_name(const kiln_session *session, int entry) {
  const abi::Entry *found = entryAt(session, entry);
  return found ? session->package.c(found->name) : nullptr;
}

int kiln_entry_mode(const kiln_session *session, int entry) {
  const abi::Entry *found = entryAt(session, entry);
  return found ? found->mode : 0;
}

int64_t kiln_entry_rows(const kiln_session *session, int entry) {
  const abi::Entry *found = entryAt(session, entry);
  return found ? int64_t(found->rowSize) : 0;
}

int kiln_input_count(const kiln_session *session, int entry) {
  return entryAt(session, entry) ? int(inputsOf(session, entry).size()) : -1;
}

int kiln_find_input(const kiln_session *session, int entry, const char *name) {
  return find(session, inputsOf(session, entry), name);
}

kiln_status kiln_input_info(kiln_session *session, int entry, int input, kiln_tensor_info *out_info) {
  return finish(session, describeSlot(session, slotAt(inputsOf(session, entry), input), out_info));
}

int kiln_output_count(const kiln_session *session, int entry) {
  return entryAt(session, entry) ? int(outputsOf(session, entry).size()) : -1;
}

int kiln_find_output(const kiln_session *session, int entry, const char *name) {
  return find(session, outputsOf(session, entry), name);
}

kiln_status kiln_output_info(kiln_session *session, int entry, int output, kiln_tensor_info *out_info) {
  return finish(session, describeSlot(session, slotAt(outputsOf(session, entry), output), out_info));
}

kiln_status kiln_set_input(kiln_session *session, int entry, int input, const void *data, size_t bytes) {
  return finish(session, setInput(session, slotAt(inputsOf(session, entry), input), data, bytes));
}

kiln_status kiln_run(kiln_session *session, int entry, int64_t rows) {
  return finish(session, run(session, entry, rows));
}

kiln_status kiln_get_output(kiln_session *session, int entry, int output, void *data, size_t bytes) {
  const abi::Output *slot = slotAt(outputsOf(session, entry), output);
  if (!slot)
    return finish(session, noSuch("output"));
  if (session->lastRun != entry)
    return finish(session, error(Code::Usage, "the last call was not of this entry"));
  if (bytes > slotBytes(*slot))
    return finish(session, error(Code::Usage, "`%s` has %llu bytes, and %zu are asked for",
                                 session->package.c(slot->name),
                                 static_cast<unsigned long long>(slotBytes(*slot)), bytes));
  memcpy(data, session->session.slot(*slot), bytes);
  return KILN_OK;
}

uint64_t kiln_steps(const kiln_session *session, int entry) {
  return entryAt(session, entry) ? session->steps[size_t(entry)] : 0;
}

kiln_status kiln_reset(kiln_session *session, uint32_t seed) {
  std::fill(session->steps.begin(), session->steps.end(), 0);
  session->info = {};
  session->lastRun = -1;
  return finish(session, session->session.reset(seed));
}

kiln_status kiln_save(kiln_session *session, const char *path) {
  return finish(session, saveCheckpoint(path, session->session, marks(session)));
}

kiln_status kiln_load(kiln_session *session, const char *path) {
  return finish(session, loadCheckpoint(path, &session->session, Take::Model, nullptr, nullptr));
}

kiln_status kiln_load_part(kiln_session *session, const char *part, const char *path, const char *from) {
  return finish(session, loadPart(path, part, from ? from : "", &session->session, Take::Model, nullptr));
}

kiln_status kiln_resume(kiln_session *session, const char *path) {
  CheckpointInfo info;
  Status status = loadCheckpoint(path, &session->session, Take::All, &info, nullptr);
  if (!status.isOk())
    return finish(session, status);
  session->session.setSeed(info.seed);
  for (size_t i = 0; i != session->entries.size(); ++i) {
    const TrainMark *mark = info.find(session->package.text(session->entries[i]->name));
    session->steps[i] = mark ? mark->step : 0;
  }
  session->info = std::move(info);
  return KILN_OK;
}

kiln_status kiln_read_state(kiln_session *session, const char *path, void *data, size_t bytes) {
  return finish(session, readTensor(session->session, path, data, bytes));
}

} // extern "C"
