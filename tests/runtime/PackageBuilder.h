// SPDX-License-Identifier: Apache-2.0
//
// Lays out a package from records, as the compiler does, so that the runtime is tested without it.
#ifndef KILN_TESTS_RUNTIME_PACKAGEBUILDER_H
#define KILN_TESTS_RUNTIME_PACKAGEBUILDER_H

#include "runtime/abi/Package.h"

#include <cstring>
#include <initializer_list>
#include <string>
#include <vector>
#include <zlib.h>

namespace kiln::test {

class PackageBuilder {
public:
  abi::Header header = {};
  std::vector<abi::String> features;
  std::vector<abi::Dim> dims;
  std::vector<abi::Storage> storages;
  std::vector<abi::Entry> entries;
  std::vector<abi::Input> inputs;
  std::vector<abi::Output> outputs;
  std::vector<abi::FaultSite> faults;
  std::vector<abi::Launch> launches;

  /// A string, placed behind the tables.
  abi::String string(const std::string &text) {
    if (text.empty())
      return {0, 0};
    abi::String result = {static_cast<uint32_t>(pool.size()), static_cast<uint32_t>(text.size())};
    pool += text;
    pool += '\0';
    return result; // offset in the pool: moved by finish()
  }

  template <typename Slot> void axes(Slot *slot, std::initializer_list<std::pair<uint64_t, const char *>> axes) {
    for (auto &[size, name] : axes)
      slot->axes[slot->rank++] = {size, string(name)};
  }

  /// The bytes, as 64-bit words so that they are aligned.
  std::vector<uint64_t> finish() {
    std::string bytes(sizeof(abi::Header), '\0');
    header.features = place(&bytes, features);
    header.dims = place(&bytes, dims);
    header.storages = place(&bytes, storages);
    header.entries = place(&bytes, entries);
    header.inputs = place(&bytes, inputs);
    header.outputs = place(&bytes, outputs);
    header.faults = place(&bytes, faults);
    header.launches = place(&bytes, launches);
    base = static_cast<uint32_t>(bytes.size());
    bytes += pool;
    for (auto *text : {&header.model, &header.source, &header.compiler, &header.cpu, &header.rowDim})
      move(text);
    move(&bytes, header.features, [&](abi::String &record) { move(&record); });
    move(&bytes, header.dims, [&](abi::Dim &record) { move(&record.name); });
    move(&bytes, header.storages, [&](abi::Storage &record) {
      move(&record.path);
      move(&record.role);
    });
    move(&bytes, header.entries, [&](abi::Entry &record) {
      move(&record.name);
      move(&record.file);
    });
    auto slot = [&](auto &record) {
      move(&record.name);
      for (unsigned i = 0; i != record.rank && i != abi::kMaxRank; ++i)
        move(&record.axes[i].name);
    };
    move(&bytes, header.inputs, [&](abi::Input &record) { slot(record); });
    move(&bytes, header.outputs, [&](abi::Output &record) { slot(record); });
    move(&bytes, header.faults, [&](abi::FaultSite &record) {
      move(&record.file);
      move(&record.message);
      move(&record.path);
    });
    move(&bytes, header.launches, [&](abi::Launch &record) {
      move(&record.kernel);
      move(&record.path);
      move(&record.file);
    });
    memcpy(header.magic, abi::kMagic, sizeof header.magic);
    header.abiVersion = abi::kAbiVersion;
    header.formatVersion = abi::kFormatVersion;
    header.totalSize = bytes.size();
    header.headerSize = sizeof(abi::Header);
    header.peakBytes = header.arenaSize;
    header.crc = static_cast<uint32_t>(
        crc32_z(0, reinterpret_cast<const uint8_t *>(bytes.data()) + sizeof(abi::Header),
                bytes.size() - sizeof(abi::Header)));
    memcpy(bytes.data(), &header, sizeof header);
    std::vector<uint64_t> words((bytes.size() + 7) / 8);
    memcpy(words.data(), bytes.data(), bytes.size());
    return words;
  }

private:
  std::string pool;
  uint32_t base = 0;

  template <typename Record>
  static abi::Table place(std::string *bytes, const std::vector<Record> &records) {
    if (records.empty())
      return {0, 0};
    abi::Table table = {static_cast<uint32_t>(bytes->size()), static_cast<uint32_t>(records.size())};
    bytes->append(reinterpret_cast<const char *>(records.data()), records.size() * sizeof(Record));
    return table;
  }

  void move(abi::String *text) const {
    if (text->size != 0)
      text->offset += base;
  }

  template <typename Each> void move(std::string *bytes, abi::Table table, Each each) {
    using Record = std::remove_reference_t<typename Argument<decltype(&Each::operator())>::type>;
    for (uint32_t i = 0; i != table.count; ++i) {
      Record record;
      memcpy(&record, bytes->data() + table.offset + i * sizeof(Record), sizeof record);
      each(record);
      memcpy(bytes->data() + table.offset + i * sizeof(Record), &record, sizeof record);
    }
  }

  template <typename> struct Argument;
  template <typename R, typename C, typename A> struct Argument<R (C::*)(A) const> {
    using type = A;
  };
};

} // namespace kiln::test

#endif // KILN_TESTS_RUNTIME_PACKAGEBUILDER_H
