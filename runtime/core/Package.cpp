// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Package.h"

#include "runtime/core/Size.h"

#include <algorithm>
#include <string.h>
#include <zlib.h>

namespace kiln::runtime {

using namespace abi;

namespace {

struct DTypeName {
  DType type;
  const char *name;
};
constexpr DTypeName kDTypes[] = {
    {DType::F32, "f32"}, {DType::F64, "f64"}, {DType::BF16, "bf16"}, {DType::F16, "f16"},
    {DType::I32, "i32"}, {DType::I64, "i64"}, {DType::I8, "i8"},     {DType::U8, "u8"},
    {DType::U32, "u32"}, {DType::Bool, "bool"},
};

Status damaged(const char *what) {
  return error(Code::BadPackage, "the package in this executable is damaged: %s", what);
}

/// Checks one package; each function returns false and sets `what` at the first contradiction.
class Validator {
public:
  Validator(const uint8_t *bytes, const Header &header) : bytes(bytes), header(header) {}

  const char *what = nullptr;

  bool run() {
    return tables() && strings() && features() && storages() && entries() && slots() && faults() &&
           launches();
  }

private:
  const uint8_t *bytes;
  const Header &header;

  bool fail(const char *reason) {
    what = reason;
    return false;
  }

  template <typename Record> const Record *at(Table table) const {
    return reinterpret_cast<const Record *>(bytes + table.offset);
  }

  template <typename Record> bool table(Table table, const char *reason) {
    if (table.count == 0)
      return true;
    if (table.count > kMaxRecords || table.offset % 8 != 0 || table.offset < sizeof(Header) ||
        !inside(table.offset, uint64_t(table.count) * sizeof(Record), header.totalSize))
      return fail(reason);
    return true;
  }

  bool tables() {
    return table<String>(header.features, "table of CPU features") &&
           table<Dim>(header.dims, "table of dims") &&
           table<Storage>(header.storages, "table of storages") &&
           table<Entry>(header.entries, "table of entries") &&
           table<Input>(header.inputs, "table of inputs") &&
           table<Output>(header.outputs, "table of outputs") &&
           table<FaultSite>(header.faults, "table of checks") &&
           table<Launch>(header.launches, "table of launches");
  }

  bool string(String string) {
    if (string.size == 0)
      return true;
    if (string.size > kMaxName || !inside(string.offset, uint64_t(string.size) + 1, header.totalSize))
      return fail("a string lies outside");
    if (bytes[string.offset + string.size] != 0 || memchr(bytes + string.offset, 0, string.size))
      return fail("a string is not terminated where it should be");
    return true;
  }

  bool strings() {
    for (uint32_t i = 0; i != header.dims.count; ++i)
      if (!string(at<Dim>(header.dims)[i].name))
        return false;
    return string(header.model) && string(header.source) && string(header.compiler) &&
           string(header.cpu) && string(header.rowDim);
  }

  bool features() {
    for (uint32_t i = 0; i != header.features.count; ++i)
      if (!string(at<String>(header.features)[i]))
        return false;
    return true;
  }

  bool dtype(uint8_t value) {
    return dtypeSize(static_cast<DType>(value)) != 0 || fail("unknown dtype");
  }

  bool place(uint64_t offset, uint64_t size) {
    return (offset % kArenaAlign == 0 && inside(offset, size, header.arenaSize)) ||
           fail("a tensor lies outside the arena");
  }

  /// Layout of a storage, and the bytes that it takes.
  bool layout(const Storage &storage, uint64_t *out_bytes) {
    uint64_t unit = dtypeSize(static_cast<DType>(storage.dtype));
    const Layout &layout = storage.layout;
    if (layout.kind == static_cast<uint8_t>(LayoutKind::RowMajor))
      return product(storage.dims, storage.rank, unit, out_bytes) || fail("a storage is too large");
    if (layout.kind != static_cast<uint8_t>(LayoutKind::Panels))
      return fail("unknown layout");
    if (unsigned(layout.batchAxes) + layout.nCount + layout.kCount != storage.rank ||
        layout.nCount == 0 || layout.nFirst < layout.batchAxes ||
        unsigned(layout.nFirst) + layout.nCount > storage.rank || layout.nr == 0 || layout.nr > 4096)
      return fail("a panel layout contradicts its rank");
    uint32_t seen = 0;
    for (unsigned i = 0; i != layout.kCount; ++i) {
      unsigned axis = layout.kAxes[i];
      bool taken = axis < layout.batchAxes || axis >= storage.rank ||
                   (axis >= layout.nFirst && axis < unsigned(layout.nFirst) + layout.nCount);
      if (taken || (seen >> axis & 1))
        return fail("a panel layout names an axis twice");
      seen |= 1u << axis;
    }
    uint64_t n = 1, rest = unit;
    if (!product(storage.dims + layout.nFirst, layout.nCount, 1, &n))
      return fail("a storage is too large");
    for (unsigned axis = 0; axis != storage.rank; ++axis)
      if (axis < layout.nFirst || axis >= unsigned(layout.nFirst) + layout.nCount)
        if (!multiply(&rest, storage.dims[axis]))
          return fail("a storage is too large");
    uint64_t panels = (n + layout.nr - 1) / layout.nr * layout.nr;
    if (!multiply(&rest, panels))
      return fail("a storage is too large");
    *out_bytes = rest;
    return true;
  }

  bool storages() {
    std::vector<std::pair<uint64_t, uint64_t>> intervals;
    for (uint32_t i = 0; i != header.storages.count; ++i) {
      const Storage &storage = at<Storage>(header.storages)[i];
      uint64_t size = 0;
      if (!string(storage.path) || !string(storage.role) || !dtype(storage.dtype))
        return false;
      if (storage.kind < 1 || storage.kind > 4 || storage.rank > kMaxRank ||
          storage.stacked > storage.rank || storage.path.size == 0)
        return fail("a storage is not well formed");
      for (unsigned axis = storage.rank; axis != kMaxRank; ++axis)
        if (storage.dims[axis] != 0)
          return fail("a storage has dims beyond its rank");
      if (!layout(storage, &size) || !place(storage.offset, storage.size))
        return false;
      if (size != storage.size)
        return fail("the size of a storage is not that of its dims");
      std::string_view path(reinterpret_cast<const char *>(bytes) + storage.path.offset,
                            storage.path.size);
      unsigned stars = 0;
      for (size_t from = path.find("[*]"); from != path.npos; from = path.find("[*]", from + 3))
        ++stars;
      if (stars != storage.stacked)
        return fail("a stacked storage and its path disagree");
      if (storage.size != 0)
        intervals.push_back({storage.offset, storage.offset + storage.size});
    }
    std::sort(intervals.begin(), intervals.end());
    for (size_t i = 1; i < intervals.size(); ++i)
      if (intervals[i].first < intervals[i - 1].second)
        return fail("two storages overlap");
    return true;
  }

  static bool range(uint32_t first, uint32_t count, uint32_t limit) {
    return inside(first, count, limit);
  }

  bool entries() {
    for (uint32_t i = 0; i != header.entries.count; ++i) {
      const Entry &entry = at<Entry>(header.entries)[i];
      if (!string(entry.name) || !string(entry.file))
        return false;
      if (entry.mode < 1 || entry.mode > 3 || entry.function >= header.functionCount ||
          entry.name.size == 0 || !range(entry.inputFirst, entry.inputCount, header.inputs.count) ||
          !range(entry.outputFirst, entry.outputCount, header.outputs.count) ||
          !range(entry.faultFirst, entry.faultCount, header.faults.count))
        return fail("an entry is not well formed");
      for (uint32_t k = 0; k != entry.inputCount; ++k)
        if (!row(entry, at<Input>(header.inputs)[entry.inputFirst + k]))
          return false;
      for (uint32_t k = 0; k != entry.outputCount; ++k)
        if (!row(entry, at<Output>(header.outputs)[entry.outputFirst + k]))
          return false;
    }
    return true;
  }

  template <typename Slot> bool row(const Entry &entry, const Slot &slot) {
    if (slot.rowAxis == -1)
      return true;
    if (slot.rowAxis < 0 || slot.rowAxis >= slot.rank || slot.rank > kMaxRank || entry.rowSize == 0 ||
        slot.axes[slot.rowAxis].size != entry.rowSize)
      return fail("a row axis contradicts its entry");
    return true;
  }

  template <typename Slot> bool slot(const Slot &slot, uint64_t *out_size) {
    if (!string(slot.name) || !dtype(slot.dtype))
      return false;
    if (slot.rank > kMaxRank || slot.name.size == 0 || slot.rowAxis < -1 || slot.rowAxis >= slot.rank)
      return fail("an input or output is not well formed");
    uint64_t dims[kMaxRank] = {};
    for (unsigned axis = 0; axis != slot.rank; ++axis) {
      if (!string(slot.axes[axis].name))
        return false;
      dims[axis] = slot.axes[axis].size;
    }
    if (!product(dims, slot.rank, dtypeSize(static_cast<DType>(slot.dtype)), out_size))
      return fail("an input or output is too large");
    return place(slot.offset, *out_size);
  }

  bool slots() {
    uint64_t size = 0;
    for (uint32_t i = 0; i != header.inputs.count; ++i) {
      const Input &input = at<Input>(header.inputs)[i];
      if (!slot(input, &size))
        return false;
      if (input.hasDefault && !inside(input.defaultOffset, size, header.totalSize))
        return fail("a default value lies outside");
    }
    for (uint32_t i = 0; i != header.outputs.count; ++i) {
      const Output &output = at<Output>(header.outputs)[i];
      if (!slot(output, &size))
        return false;
      if (output.combine > static_cast<uint8_t>(Combine::Print) ||
          (output.combine == static_cast<uint8_t>(Combine::Rows)) != (output.rowAxis >= 0))
        return fail("an output does not say how to combine");
    }
    return true;
  }

  bool faults() {
    for (uint32_t i = 0; i != header.faults.count; ++i) {
      const FaultSite &site = at<FaultSite>(header.faults)[i];
      if (!string(site.file) || !string(site.message) || !string(site.path))
        return false;
      if (site.kind < 1 || site.kind > 3)
        return fail("a check is of no known kind");
    }
    return true;
  }

  bool launches() {
    for (uint32_t i = 0; i != header.launches.count; ++i) {
      const Launch &launch = at<Launch>(header.launches)[i];
      if (!string(launch.kernel) || !string(launch.path) || !string(launch.file))
        return false;
      if (launch.entry >= header.entries.count)
        return fail("a launch belongs to no entry");
    }
    return true;
  }
};

} // namespace

const char *dtypeName(DType type) {
  for (const DTypeName &entry : kDTypes)
    if (entry.type == type)
      return entry.name;
  return "?";
}

bool dtypeByName(std::string_view name, DType *out_type) {
  for (const DTypeName &entry : kDTypes)
    if (name == entry.name) {
      *out_type = entry.type;
      return true;
    }
  return false;
}

bool isFloat(DType type) {
  return type == DType::F32 || type == DType::F64 || type == DType::BF16 || type == DType::F16;
}

Status Package::open(const void *bytes, size_t available, Package *out_package) {
  const Header *header = static_cast<const Header *>(bytes);
  if (reinterpret_cast<uintptr_t>(bytes) % 8 != 0)
    return damaged("it is not aligned");
  if (available < 16)
    return damaged("it is too short");
  if (memcmp(header->magic, kMagic, sizeof kMagic) != 0)
    return damaged("it does not begin as a package");
  if (header->abiVersion > kAbiVersion)
    return error(Code::BadPackage,
                 "the package has ABI version %u, and this runtime knows versions up to %u: link it "
                 "with the runtime of the compiler that built it",
                 header->abiVersion, kAbiVersion);
  if (header->abiVersion != kAbiVersion || header->formatVersion == 0)
    return damaged("it has no valid version");
  if (header->formatVersion > kFormatVersion)
    return error(Code::BadPackage,
                 "the package has format version %u, and this runtime knows versions up to %u: link it "
                 "with the runtime of the compiler that built it",
                 header->formatVersion, kFormatVersion);
  if (available < sizeof(Header) || header->headerSize != sizeof(Header) ||
      header->totalSize < sizeof(Header) || header->totalSize > available ||
      header->totalSize > UINT32_MAX)
    return damaged("its size is wrong");
  if (header->next && (header->next % 8 != 0 || header->next < header->totalSize || header->next > available ||
                       header->functionFirst > UINT32_MAX))
    return damaged("what follows it is at a wrong place");
  const uint8_t *first = static_cast<const uint8_t *>(bytes);
  uint32_t crc = static_cast<uint32_t>(
      crc32_z(0, first + sizeof(Header), header->totalSize - sizeof(Header)));
  if (crc != header->crc)
    return damaged("its checksum is wrong");
  if (header->arenaSize % kArenaAlign != 0 || header->arenaSize > (uint64_t(1) << 46))
    return damaged("the size of its arena is wrong");
  if (header->precision > static_cast<uint8_t>(Precision::F64))
    return damaged("unknown precision");
  Validator validator(first, *header);
  if (!validator.run())
    return damaged(validator.what);
  out_package->bytes_ = first;
  out_package->header_ = header;
  return ok();
}

const Entry *Package::findEntry(std::string_view name) const {
  for (const Entry &entry : entries())
    if (entry.mode != static_cast<uint8_t>(Mode::Init) && text(entry.name) == name)
      return &entry;
  return nullptr;
}

const Entry *Package::initEntry() const {
  for (const Entry &entry : entries())
    if (entry.mode == static_cast<uint8_t>(Mode::Init))
      return &entry;
  return nullptr;
}

std::string Package::typeText(uint8_t dtype, const Axis *axes, unsigned rank) const {
  std::string result = dtypeName(static_cast<DType>(dtype));
  for (unsigned i = 0; i != rank; ++i) {
    result += i == 0 ? "[" : ", ";
    if (axes[i].name.size != 0)
      result += text(axes[i].name);
    else
      result += runtime::text("%llu", static_cast<unsigned long long>(axes[i].size));
  }
  return rank == 0 ? result : result + "]";
}

} // namespace kiln::runtime
