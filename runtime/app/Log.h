// SPDX-License-Identifier: Apache-2.0
//
// The log of a training: CSV with one header line
//   step,epoch,row,seconds,rows_per_second,<scalars of the train entry>,<entry.scalar of each --eval>
// A field is empty where it was not computed at that step. Beside FILE.csv lies FILE.svg, its curve.
#ifndef KILN_RUNTIME_APP_LOG_H
#define KILN_RUNTIME_APP_LOG_H

#include "runtime/core/Status.h"

#include <vector>

namespace kiln::runtime {

struct LogLine {
  uint64_t step = 0, epoch = 0, row = 0;
  double rowsPerSecond = 0;
  std::vector<std::string> scalars; ///< a text for each column behind the fixed ones; may be empty
};

class Log {
public:
  Log() = default;
  ~Log();
  Log(const Log &) = delete;
  Log &operator=(const Log &) = delete;

  /// Begins a new file; where `resumed`, keeps the lines of an existing one up to `step` and appends.
  Status open(const std::string &path, const std::vector<std::string> &columns, bool resumed,
              uint64_t step);
  bool isOpen() const { return file >= 0; }

  /// Adds a line to a buffer of fixed size, which is written when full. `seconds` since the training
  /// began; those of a resumed log are added.
  Status add(const LogLine &line, double seconds);
  /// Writes the buffer, so that the file has every line; before each save.
  Status drain();
  /// Writes the buffer, then the curve from the whole file.
  Status flush();

private:
  Status keepLines(const std::string &header, uint64_t step);
  Status failed(int reason) const;

  int file = -1;
  std::string path;
  std::string buffer;
  double before = 0; // seconds of the part that was resumed
};

/// Reads the CSV at `path` and writes its curves as SVG beside it.
Status plotLog(const std::string &path);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_APP_LOG_H
