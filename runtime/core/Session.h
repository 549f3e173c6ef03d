// SPDX-License-Identifier: Apache-2.0
//
// A session: one mapped arena with the state of one model, and calls of its entries.
#ifndef KILN_RUNTIME_CORE_SESSION_H
#define KILN_RUNTIME_CORE_SESSION_H

#include "runtime/core/Executor.h"
#include "runtime/core/Package.h"

namespace kiln::runtime {

/// Work that every worker does before the entry in the same region, such as gathering the batch.
struct Prologue {
  Region region = nullptr;
  void *context = nullptr;
};

class Session {
public:
  Session() = default;
  ~Session();
  Session(const Session &) = delete;
  Session &operator=(const Session &) = delete;

  /// Maps the arena and writes every initial value from `seed`. `package`, `table` and what `executor`
  /// points to must outlive the session. Nothing is allocated afterwards. Call once.
  Status open(const Package &package, const KilnEntryFn *table, const Executor &executor, uint32_t seed);

  const Package &package() const { return *package_; }
  const Executor &executor() const { return executor_; }
  uint32_t seed() const { return seed_; }
  uint8_t *arena() { return arena_; }
  const uint8_t *arena() const { return arena_; }

  /// Starts again: zeroes the arena and writes every initial value from `seed`.
  Status reset(uint32_t seed);

  /// The seed of the draws from now on, without writing initial values: that of a resumed training.
  void setSeed(uint32_t seed) { seed_ = seed; }

  /// Calls from now on tell `probe` what each worker begins; null: nobody is told.
  void setProbe(KilnProbe *probe) { probe_ = probe; }

  /// Copies a whole input (slotBytes of it, row-major) into its slot. Slots are shared between entries
  /// and calls: write every input before each call.
  void setInput(const abi::Input &input, const void *data);

  /// Runs one call of an entry: the prologue, a barrier, the entry. `rows` valid rows. A check that
  /// fails inside gives Code::Fault; the state has then taken part of the step and is not to be saved.
  /// One caller at a time.
  Status call(const abi::Entry &entry, uint64_t count, int64_t rows, Prologue prologue = {});

  template <typename Slot> uint8_t *slot(const Slot &slot) { return arena_ + slot.offset; }

private:
  Status initialize(uint32_t seed);

  const Package *package_ = nullptr;
  const KilnEntryFn *table_ = nullptr;
  Executor executor_;
  KilnProbe *probe_ = nullptr;
  uint32_t seed_ = 0;
  uint8_t *arena_ = nullptr;
  void *mapping_ = nullptr;
  size_t mapped_ = 0;
};

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_SESSION_H
