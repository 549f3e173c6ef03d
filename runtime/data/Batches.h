// SPDX-License-Identifier: Apache-2.0
//
// The files of an entry's inputs, checked against what the model declares, and gathered batch by batch
// into the input slots.
#ifndef KILN_RUNTIME_DATA_BATCHES_H
#define KILN_RUNTIME_DATA_BATCHES_H

#include "runtime/core/Checkpoint.h"
#include "runtime/core/Session.h"
#include "runtime/data/Array.h"

namespace kiln::runtime {

/// `name=file` of the command line.
struct NamedFile {
  std::string name, path;
};

class Batches {
public:
  /// Opens and checks all inputs of `entry`: names, dtypes, shapes, equal numbers of rows, indices inside
  /// their limits. Nothing is bound after an error. The package outlives this.
  Status bind(const Package &package, const abi::Entry &entry, const std::vector<NamedFile> &files);

  /// Rows of the data in units of the row dim; 0 where no input has rows.
  uint64_t rows() const { return rows_; }
  /// Whether any input takes consecutive rows.
  bool hasRows() const { return hasRows_; }
  /// Whole batches in one epoch; 0 where no input has rows.
  uint64_t wholeBatches() const { return hasRows_ ? rows_ / entry_->rowSize : 0; }

  /// Rows and CRC of each bound input, in program order. Reads all of the data.
  std::vector<DataMark> marks() const;

  /// The prologue that fills the slots of `session` with `count` rows from place `first` of the epoch,
  /// rows taken through `order` (null: as in the file), the last one again behind them; a small batch is copied at
  /// once and the prologue is empty. The object keeps one pending gather, so use the prologue before
  /// asking for another.
  Prologue gather(Session *session, uint64_t first, uint64_t count, const uint32_t *order);

private:
  struct Bound {
    const abi::Input *input;
    Array array;
    bool isDefault;
    uint64_t factor; ///< file rows for one row of the row dim; 0: read whole
    uint64_t perRow; ///< elements of one file row, or of the whole
    NamedFile file;
  };
  struct Pending {
    Session *session;
    uint64_t first, count;
    const uint32_t *order;
  };

  Status bindOne(const Package &package, const abi::Input &input, const NamedFile &file);
  Status checkRows(const Package &package);
  Status checkValues(const Package &package, const Bound &bound) const;
  static void run(void *context, int64_t worker, int64_t workers);
  void copyRows(const Bound &bound, uint8_t *slot, int64_t worker, int64_t workers) const;

  const abi::Entry *entry_ = nullptr;
  std::vector<Bound> bound_;
  Pending pending_ = {};
  uint64_t rows_ = 0;
  bool hasRows_ = false;
};

} // namespace kiln::runtime

#endif // KILN_RUNTIME_DATA_BATCHES_H
