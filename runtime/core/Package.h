// SPDX-License-Identifier: Apache-2.0
//
// Reading a package (runtime/abi/Package.h): validated once, then plain views.
#ifndef KILN_RUNTIME_CORE_PACKAGE_H
#define KILN_RUNTIME_CORE_PACKAGE_H

#include "runtime/abi/Package.h"
#include "runtime/core/Status.h"

#include <span>
#include <string_view>
#include <vector>

namespace kiln::runtime {

/// Name of a dtype as the language spells it, such as `f32`.
const char *dtypeName(abi::DType type);
/// False where `name` is no dtype.
bool dtypeByName(std::string_view name, abi::DType *out_type);
/// Whether elements are floating point.
bool isFloat(abi::DType type);

class Package {
public:
  /// Validates every offset, count, enum and product of the `available` bytes at `bytes` (SIZE_MAX when
  /// they are part of the running executable). The view keeps `bytes`, which must outlive it.
  static Status open(const void *bytes, size_t available, Package *out_package);

  const abi::Header &header() const { return *header_; }
  /// The same model for the next older CPU, not yet validated; null where this is the last.
  const void *next() const { return header_->next ? bytes_ + header_->next : nullptr; }
  std::string_view text(abi::String string) const {
    return {reinterpret_cast<const char *>(bytes_) + string.offset, string.size};
  }
  /// The same, as a C string of the package.
  const char *c(abi::String string) const {
    return string.size == 0 ? "" : reinterpret_cast<const char *>(bytes_) + string.offset;
  }
  std::span<const abi::String> features() const { return view<abi::String>(header_->features); }
  std::span<const abi::Dim> dims() const { return view<abi::Dim>(header_->dims); }
  std::span<const abi::Storage> storages() const { return view<abi::Storage>(header_->storages); }
  std::span<const abi::Entry> entries() const { return view<abi::Entry>(header_->entries); }
  std::span<const abi::FaultSite> faults() const { return view<abi::FaultSite>(header_->faults); }
  std::span<const abi::Launch> launches() const { return view<abi::Launch>(header_->launches); }
  std::span<const abi::Input> inputs(const abi::Entry &entry) const {
    return view<abi::Input>(header_->inputs).subspan(entry.inputFirst, entry.inputCount);
  }
  std::span<const abi::Output> outputs(const abi::Entry &entry) const {
    return view<abi::Output>(header_->outputs).subspan(entry.outputFirst, entry.outputCount - prints(entry).size());
  }
  /// What `print` shows after each call.
  std::span<const abi::Output> prints(const abi::Entry &entry) const {
    auto all = view<abi::Output>(header_->outputs).subspan(entry.outputFirst, entry.outputCount);
    size_t first = all.size();
    while (first != 0 && all[first - 1].combine == static_cast<uint8_t>(abi::Combine::Print))
      --first;
    return all.subspan(first);
  }
  const uint8_t *defaultValue(const abi::Input &input) const { return bytes_ + input.defaultOffset; }

  /// The visible entry of that name (never `init`), or null.
  const abi::Entry *findEntry(std::string_view name) const;
  /// The hidden entry that writes initial values, or null where nothing needs one.
  const abi::Entry *initEntry() const;

  /// `f32[B, 784]`, with the names that the model gives its dims.
  template <typename Slot> std::string type(const Slot &slot) const {
    return typeText(slot.dtype, slot.axes, slot.rank);
  }

private:
  template <typename Record> std::span<const Record> view(abi::Table table) const {
    return {reinterpret_cast<const Record *>(bytes_ + table.offset), table.count};
  }
  std::string typeText(uint8_t dtype, const abi::Axis *axes, unsigned rank) const;

  const uint8_t *bytes_ = nullptr;
  const abi::Header *header_ = nullptr;
};

/// Bytes of a row-major input or output slot. The package is validated, so this cannot overflow.
template <typename Slot> uint64_t slotBytes(const Slot &slot) {
  uint64_t size = abi::dtypeSize(static_cast<abi::DType>(slot.dtype));
  for (unsigned i = 0; i != slot.rank; ++i)
    size *= slot.axes[i].size;
  return size;
}

/// Rows that a slot with a row axis holds: the product of its axes up to and including it.
template <typename Slot> uint64_t slotRows(const Slot &slot) {
  uint64_t rows = 1;
  for (int i = 0; i <= slot.rowAxis; ++i)
    rows *= slot.axes[i].size;
  return rows;
}

} // namespace kiln::runtime

#endif // KILN_RUNTIME_CORE_PACKAGE_H
