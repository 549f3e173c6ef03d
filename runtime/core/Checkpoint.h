// SPDX-License-Identifier: Apache-2.0
//
// Checkpoints: the storages of a session as one safetensors file, a tensor for each declared path,
// logical shape, row-major. The bytes depend on model, data, seed and step alone.
#ifndef KILN_RUNTIME_CORE_CHECKPOINT_H
#define KILN_RUNTIME_CORE_CHECKPOINT_H

#include "runtime/core/File.h"
#include "runtime/core/Safetensors.h"
#include "runtime/core/Session.h"

namespace kiln::runtime {

/// What a train entry was fed with: part of the metadata.
struct DataMark {
  std::string input;
  uint64_t rows = 0; ///< 0 where the input is read whole
  uint32_t crc = 0;  ///< CRC-32 of the elements as bound, row-major
};

/// How far a train entry has come.
struct TrainMark {
  std::string entry;
  uint64_t step = 0;  ///< steps done since the start
  uint64_t epoch = 0; ///< epochs completed
  uint64_t row = 0;   ///< rows done of the epoch begun
  uint64_t batch = 0; ///< Entry::rowSize
  bool shuffle = true;
  std::vector<DataMark> data;
};

struct CheckpointInfo {
  uint32_t seed = 0;
  std::vector<TrainMark> trains;
  Metadata extra; ///< further pairs, written after the others

  TrainMark *find(std::string_view entry);
};

inline constexpr uint32_t kCheckpointVersion = 1;

/// Replaces `path` by the state of `session`, atomically; the old file stays where anything fails.
Status saveCheckpoint(const char *path, const Session &session, const CheckpointInfo &info,
                      const FileSystem &system = realFileSystem());

enum class Take : uint8_t {
  Model,   ///< parameters and model state
  Partial, ///< those of them that the file has and that fit
  All,     ///< everything a checkpoint holds
};

/// Reads `path` into the session. Everything is compared before anything is written, so the state is
/// untouched after an error. `out_info` (of a file without Kiln's metadata: only for Take::Model and
/// Partial) and `out_skipped` (the differences that Take::Partial left, a line each) may be null.
Status loadCheckpoint(const char *path, Session *session, Take take, CheckpointInfo *out_info,
                      std::vector<std::string> *out_skipped);

/// Reads the parameters and model state of one part of the model, `name`, from what `path` has under `from`, or
/// under the one name at its top that fits where `from` is empty.
Status loadPart(const char *path, std::string_view name, std::string_view from, Session *session, Take take,
                std::vector<std::string> *out_skipped);

/// Copies the tensor that a checkpoint would hold under `name` to `data`, row-major; `size` is its bytes.
Status readTensor(const Session &session, std::string_view name, void *data, uint64_t size);

/// Reads only the metadata.
Status readCheckpointInfo(const char *path, CheckpointInfo *out_info);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_CHECKPOINT_H
